package resampling

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Rolling is the prefix command "rolling".
var Rolling = &interp.Command{
	Name:   "rolling",
	Brief:  "statistics of a command in a moving window of time",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &rolling{Step: 1} },
	Doc: `    rolling [exp_list], window(#) [recursive rrecursive options]: command

The command runs on the observations of # consecutive periods, again and again
as this window moves through time; see xtset. In panel data each panel has its
own windows. The statistics, name=exp, (exp), _b or _se, become a dataset with
an observation for each window, whose first and last period are in start and
end: the data in memory, or with saving() a file. Without a list they are the
coefficients of a command that sets e(), or all scalars in r(). They are
missing where the command fails.

Lags reach out of the window.`,
}

type rolling struct {
	Window     *float64  `opt:"Window(#)" help:"number of periods in a window; required"`
	Recursive  bool      `opt:"RECursive" help:"windows begin where the data do and grow"`
	RRecursive bool      `opt:"RRECursive" help:"windows end where the data do and shrink"`
	Clear      bool      `opt:"CLEAR" help:"replace the data in memory even if they have changed"`
	Step       int       `opt:"STEPsize(#)" help:"periods by which the window moves; default 1"`
	Start      lang.Expr `opt:"STart(time)" help:"first period used"`
	End        lang.Expr `opt:"End(time)" help:"last period used"`
	Keep       lang.Text `opt:"Keep(varname)" help:"also keep this variable's value in the last period of a window; with start behind a comma, in the first"`
	Double     bool      `opt:"DOUBle" help:"keep the statistics as doubles"`
	common
}

// A window is rows of one panel in a range of time.
type window struct {
	panel      int32 // a row of it, -1 without panels
	start, end float64
	rows       []int32 // in the order of time
}

func (o *rolling) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	if err := o.prepare(c); err != nil {
		return err
	}
	list, err := parseList(c.Body)
	if err != nil {
		return err
	}
	t, err := targetOf(c)
	if err != nil {
		return err
	}
	time := c.Frame().Column(c.Frame().Panel.Time)
	windows, err := o.windows(c, t.rows)
	if err != nil {
		return err
	}
	keep, first, err := o.keep(c)
	if err != nil {
		return err
	}
	r, err := beginWhole(c, &o.common, t, naming{"_roll_"}, list)
	if err != nil {
		return err
	}
	defer r.close()
	r.announce()
	sets := make([][]int32, len(windows))
	for i, w := range windows {
		sets[i] = w.rows
	}
	if err := r.onSubsets(sets, newDots(c, &o.common, "Rolling replications", len(sets)), false); err != nil {
		return err
	}
	out, err := o.result(r, windows, time, keep, first)
	if err != nil {
		return err
	}
	return o.finish(c, out, o.Clear)
}

func (o *rolling) check(c *interp.Call) error {
	switch {
	case o.Window == nil:
		return rc.Syntax.Errorf("option window() required")
	case *o.Window != float64(int(*o.Window)) || *o.Window < 2:
		return rc.Syntax.Errorf("window() must be an integer greater than 1")
	case o.Step < 1:
		return rc.Syntax.Errorf("stepsize() must be a positive integer")
	case o.Recursive && o.RRecursive:
		return rc.Conflict.Errorf("options recursive and rrecursive may not be combined")
	case c.Frame().Panel.Time == "":
		return rc.DataProblem.Errorf("time variable not set, use tsset varname ...")
	case o.Saving.name != "" && !o.Clear:
		return nil
	}
	return c.MayReplace(o.Clear)
}

// keep reads the option keep().
func (o *rolling) keep(c *interp.Call) (col *frame.Column, first bool, err error) {
	name, rest, _ := strings.Cut(o.Keep.Text, ",")
	rest = strings.TrimSpace(rest)
	if strings.TrimSpace(name) == "" {
		return nil, false, nil
	}
	if rest != "" && rest != "start" {
		return nil, false, rc.Syntax.Errorf("option keep() incorrectly specified: %s", rest)
	}
	cols, err := c.VarlistText(lang.Text{Pos: o.Keep.Pos, Text: name})
	if err == nil && len(cols) != 1 {
		err = rc.TooManyVars.Errorf("option keep() takes one variable")
	}
	if err != nil {
		return nil, false, err
	}
	return cols[0], rest == "start", nil
}

// windows are all windows, panel by panel.
func (o *rolling) windows(c *interp.Call, rows frame.Rows) ([]window, error) {
	f := c.Frame()
	time := f.Column(f.Panel.Time)
	lo, hi, err := o.bounds(c)
	if err != nil {
		return nil, err
	}
	rows = rows.Where(func(i int) bool { return time.Num(i) >= lo && time.Num(i) <= hi })
	if rows.Count() == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	delta := max(f.Panel.Delta, 0)
	if delta == 0 {
		delta = 1
	}
	var out []window
	if f.Panel.ID == "" {
		out = o.windowsOf(time, rows.Index(), delta, -1)
	} else {
		for _, g := range groupsOf([]*frame.Column{f.Column(f.Panel.ID)}, []bool{true}, rows) {
			out = append(out, o.windowsOf(time, g.rows, delta, g.rows[0])...)
		}
	}
	if len(out) == 0 {
		return nil, rc.NoObs.Errorf("window(%d) is longer than the data", int(*o.Window))
	}
	return out, nil
}

// bounds are the first and the last period to use.
func (o *rolling) bounds(c *interp.Call) (lo, hi float64, err error) {
	lo, hi = -frame.Missing, frame.Missing*(1-1e-15)
	for _, x := range []struct {
		exp lang.Expr
		to  *float64
	}{{o.Start, &lo}, {o.End, &hi}} {
		if x.exp == nil {
			continue
		}
		if *x.to, err = expr.EvalNum(x.exp, c.Env()); err != nil {
			return 0, 0, err
		}
	}
	return lo, hi, nil
}

// windowsOf are the windows of one panel, whose rows are given.
func (o *rolling) windowsOf(time *frame.Column, rows []int32, delta float64, panel int32) []window {
	at := func(i int32) float64 { return time.Num(int(i)) }
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(at(a), at(b)) })
	first, last := at(rows[0]), at(rows[len(rows)-1])
	span := (*o.Window - 1) * delta
	step := float64(o.Step) * delta
	from := func(t float64) int {
		return sort.Search(len(rows), func(i int) bool { return at(rows[i]) >= t })
	}
	var out []window
	for k := 0; ; k++ {
		w := window{panel: panel, start: first + float64(k)*step}
		w.end = w.start + span
		if w.end > last {
			return out
		}
		if o.Recursive {
			w.start = first
		}
		if o.RRecursive {
			w.end = last
		}
		w.rows = rows[from(w.start):from(math.Nextafter(w.end, math.Inf(1)))]
		out = append(out, w)
	}
}

// result is the dataset of results.
func (o *rolling) result(r *repeater, windows []window, time, keep *frame.Column, first bool) (*frame.Frame, error) {
	f := r.c.Frame()
	out := frame.New()
	if id := f.Column(f.Panel.ID); id != nil {
		rows := make([]int32, len(windows))
		for i, w := range windows {
			rows[i] = w.panel
		}
		out.Put(id.Gather(rows))
		if l := f.LabelOf(id); l != nil {
			out.SetValueLabel(l)
		}
		out.Panel = frame.Panel{ID: id.Name}
	}
	for _, name := range []string{"start", "end"} {
		v := make([]float64, len(windows))
		for i, w := range windows {
			v[i] = w.start
			if name == "end" {
				v[i] = w.end
			}
		}
		t := frame.Float
		for _, x := range v {
			t = t.Promote(x)
		}
		col := frame.NewNumbers(name, t, v)
		col.Format = time.Format
		out.Put(col)
	}
	if keep != nil {
		out.Put(kept(windows, time, keep, first))
	}
	for _, c := range dataset(r.orig.stats, r.reps, o.Saving.double || o.Double, "").Columns() {
		if out.Column(c.Name) != nil {
			return nil, rc.Exists.Errorf("%s already defined", c.Name)
		}
		out.Put(c)
	}
	out.Label = "rolling: " + r.target.name
	return out, nil
}

// kept is the value of a variable in the last or the first period of each
// window, missing where the data have a gap there.
func kept(windows []window, time, keep *frame.Column, first bool) *frame.Column {
	rows := make([]int32, len(windows))
	for i, w := range windows {
		rows[i] = -1
		at := w.end
		if first {
			at = w.start
		}
		for _, row := range w.rows {
			if time.Num(int(row)) == at {
				rows[i] = row
			}
		}
	}
	return keep.GatherOr(rows)
}
