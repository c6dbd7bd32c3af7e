package resampling

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Statsby is the prefix command "statsby".
var Statsby = &interp.Command{
	Name:   "statsby",
	Brief:  "collect statistics of a command across groups",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &statsby{} },
	Doc: `    statsby [exp_list] [, by(varlist) clear saving(filename) options]: command

The command runs on all data, which shows what the statistics are, and then
on each group of by(). The statistics, name=exp, (exp), _b or _se, become a
dataset with an observation for each group: the data in memory, or with
saving() a file. Without a list they are the coefficients of a command that
sets e(), or all scalars in r(). Groups in which a by-variable is missing are
left out; statistics are missing where the command fails.

The command gets an if that selects the group; one that takes no if gets the
data of the group alone.

Stored results: r(N_groups)`,
}

type statsby struct {
	By        []*frame.Column `opt:"by(varlist)" help:"variables whose values make up the groups"`
	Clear     bool            `opt:"CLEAR" help:"replace the data in memory even if they have changed"`
	Total     bool            `opt:"Total" help:"also use all groups together"`
	Subsets   bool            `opt:"Subsets" help:"also use the groups of every subset of the by-variables"`
	ForceDrop bool            `opt:"FORCEDROP" help:"give the command the data of the group alone"`
	Force     bool            `opt:"FORCE" help:"accept a command with weights"`
	BasePop   lang.Text       `opt:"BASEpop(exp)" help:"run the command first on these observations, not on all data"`
	Double    bool            `opt:"DOUBle" help:"keep the statistics as doubles"`
	common
}

func (o *statsby) Run(c *interp.Call) error {
	if o.Saving.name == "" || o.Clear {
		if err := c.MayReplace(o.Clear); err != nil {
			return err
		}
	}
	if o.Subsets && o.By == nil || o.Total && o.By == nil {
		return rc.Required.Errorf("option by() required")
	}
	if err := o.prepare(c); err != nil {
		return err
	}
	list, err := parseList(c.Body)
	if err != nil {
		return err
	}
	for _, e := range list {
		if slices.ContainsFunc(o.By, func(col *frame.Column) bool { return col.Name == e.name }) {
			return rc.Exists.Errorf("%s already defined", e.name)
		}
	}
	t, err := targetOf(c)
	if err != nil {
		return err
	}
	r, err := o.begin(c, t, list)
	if err != nil {
		return err
	}
	defer r.close()
	return o.run(r)
}

// begin runs the command on all groups together.
func (o *statsby) begin(c *interp.Call, t *target, list []elem) (*repeater, error) {
	t.rows = withoutMissing(t.rows, o.By)
	if o.BasePop.Text == "" {
		return beginWhole(c, &o.common, t, naming{"_stat_"}, list)
	}
	x, err := lang.ParseExpr(o.BasePop.Text, o.BasePop.Pos)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(x, c.Env())
	if err != nil {
		return nil, err
	}
	base, err := p.Filter(t.rows)
	if err != nil {
		return nil, err
	}
	marker := c.TempName()
	putMarker(c.Session, marker, base.Index())
	defer c.Frame().Drop(marker)
	line := t.line
	t.line = t.where(marker)
	r, err := beginWhole(c, &o.common, t, naming{"_stat_"}, list)
	t.line = line
	return r, err
}

// withoutMissing are the rows in which no column is missing.
func withoutMissing(rows frame.Rows, cols []*frame.Column) frame.Rows {
	return rows.Where(func(i int) bool {
		return !slices.ContainsFunc(cols, func(c *frame.Column) bool { return c.Missing(i) })
	})
}

// A byGroup is the rows of a group, and which by-variables make it up.
type byGroup struct {
	rows []int32
	by   []bool
}

func (o *statsby) run(r *repeater) error {
	r.announce()
	by := names(o.By)
	if by == "" {
		by = "<none>"
	}
	r.legend([2]string{"By", by})
	f := r.orig.base.Frame()
	groups := o.groups(columnsOf(f, o.By), r.target.rows)
	sets := make([][]int32, len(groups))
	for i, g := range groups {
		sets[i] = g.rows
	}
	what := "Statsby groups"
	if o.Subsets {
		what = "Statsby subsets"
	}
	if err := r.onSubsets(sets, newDots(r.c, &o.common, what, 0), o.ForceDrop); err != nil {
		return err
	}
	out := o.result(r, f, groups)
	if err := o.finish(r.c, out, o.Clear); err != nil {
		return err
	}
	r.c.ClearR()
	r.c.Scalar("N_groups", float64(len(groups)))
	return nil
}

// groups are those of the by-variables, of their subsets and of all rows, as
// the options ask. cols are the by-variables.
func (o *statsby) groups(cols []*frame.Column, rows frame.Rows) []byGroup {
	used := make([]bool, len(cols))
	for j := range used {
		used[j] = true
	}
	out := groupsOf(cols, used, rows)
	if o.Subsets {
		for mask := 1<<len(cols) - 2; mask >= 0; mask-- {
			part := make([]bool, len(cols))
			for j := range part {
				part[j] = mask>>(len(cols)-1-j)&1 == 1
			}
			out = append(out, groupsOf(cols, part, rows)...)
		}
	} else if o.Total {
		out = append(out, groupsOf(cols, make([]bool, len(cols)), rows)...)
	}
	return out
}

// groupsOf are the groups of the columns that are used, in ascending order.
func groupsOf(cols []*frame.Column, used []bool, rows frame.Rows) []byGroup {
	var by []*frame.Column
	for j, c := range cols {
		if used[j] {
			by = append(by, c)
		}
	}
	if len(by) == 0 {
		return []byGroup{{rows.Index(), used}}
	}
	codes, groups := frame.GroupCodes(by, rows, false)
	out := make([]byGroup, groups)
	for g := range out {
		out[g].by = used
	}
	for i, g := range codes {
		if g >= 0 {
			out[g].rows = append(out[g].rows, int32(i))
		}
	}
	return out
}

// result is the dataset of results.
func (o *statsby) result(r *repeater, f *frame.Frame, groups []byGroup) *frame.Frame {
	out := frame.New()
	for j, c := range columnsOf(f, o.By) {
		rows := make([]int32, len(groups))
		for i, g := range groups {
			rows[i] = -1
			if g.by[j] {
				rows[i] = g.rows[0]
			}
		}
		col := c.GatherOr(rows)
		col.Chars = nil
		out.Put(col)
		if l := f.LabelOf(c); l != nil {
			out.SetValueLabel(l)
		}
	}
	stats := dataset(r.orig.stats, r.reps, o.Saving.double || o.Double, "")
	for _, c := range stats.Columns() {
		out.Put(c)
	}
	out.Label = "statsby: " + strings.TrimSpace(r.target.name)
	return out
}
