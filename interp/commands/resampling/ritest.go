package resampling

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Ritest is the prefix command "ritest".
var Ritest = &interp.Command{
	Name:   "ritest",
	Brief:  "randomization inference: placebo treatments",
	Syntax: "prefix anything",
	New:    func() interp.Runner { return &ritest{} },
	Doc: `    ritest resampvar exp_list [, reps(#) seed(#) options]: command

resampvar is assigned anew, again and again; p is the share of the draws in
which the statistic is at least as extreme as the observed one. How it is
assigned must be how treatment was:

    strata(varlist)           dealt out among the observations of each stratum
    cluster(varlist)          among clusters, within which it does not vary
    staggered(unit time [gvar] [, dates(how)])
                              among units of a panel, each treated from a date
                              on: as many fake treated units as there are
                              treated ones, drawn without replacement (within
                              strata()), and a fake date for each. dates() is
                              shuffle, the default: the observed dates in
                              random order; draw: each from the observed dates,
                              with replacement; uniform: every date at which a
                              unit was first treated is equally likely; any:
                              every period but the first. gvar holds the date
                              of first treatment, 0 or missing for never; without
                              it the date is that of the first treated
                              observation used
    samplingprogram(name)     by a program, which replaces resampvar; it gets
                              the options resampvar(varname) run(#) and those
                              of samplingprogramoptions()
    samplingsourcefile(file)  taken from a dataset, variables resampvar1,
                              resampvar2, ..., matched by samplingmatchvar()

For example, 10,101 placebo treatments for a panel of firms:

    ritest did _b[did], reps(10101) seed(1) staggered(firm year): ///
        xtreg export did $controls, fe(firm year) cluster(firm)

Draws run on all processors, each on a copy of the session; the random numbers
of a draw follow from the seed and its number alone, so that results do not
depend on the number of processors. They are not Stata's. After regress, areg,
xtreg, fe and reghdfe, draws of _b[resampvar] take microseconds: effects and
controls are taken out of the outcome once, and a draw needs the treated rows
alone. Standard errors (classical, robust, or one cluster variable) need all
rows. The numbers are those of the command; nofast runs it for each draw.

enumerate makes every distinct assignment once. With strict, ties do not
count. kdensityplot draws the density of the draws with a line at the
observed statistic; saving() keeps the draws for other graphs and, in the
characteristic observed of each variable, what was observed.

Stored results: r(N), r(n_reps), r(level), r(k_exp), r(resampvar),
r(command), r(strata), r(clustvar), r(N_strata), r(N_clust),
r(sampling_method), r(exp#), r(b), r(reps), r(c), r(p), r(se),
r(ci), r(p_obs): p counting the observed assignment as one more draw,
r(c_lower), r(c_upper), r(p_lower), r(p_upper), r(p_twosided)

Reference: Hess, S. 2017. Randomization inference with Stata: A guide and
software. Stata Journal 17:630-651.`,
}

type ritest struct {
	testOptions
	Cluster     []*frame.Column `opt:"CLUster(varlist)" help:"assign whole groups of these variables"`
	FixLevels   []float64       `opt:"FIXlevels(numlist)" help:"observations with these values keep them"`
	Staggered   staggering      `opt:"STAGgered(unit)" help:"draw treated units and dates: staggered(unit time [gvar] [, dates(how)])"`
	Program     string          `opt:"SAMPLINGProgram(name)" help:"program that assigns the variable"`
	ProgOptions lang.Text       `opt:"SAMPLINGPROGRAMOptions(text)" help:"further options for that program"`
	Source      string          `opt:"SAMPLINGSourcefile(filename)" help:"dataset of assignments"`
	Match       []*frame.Column `opt:"SAMPLINGMatchvar(varlist)" help:"variables that match its rows"`
	Enumerate   bool            `opt:"ENUMerate" help:"make every distinct assignment once"`
	Strict      bool            `opt:"STRict" help:"ties do not count as extreme"`
	NoAnalytics bool            `opt:"NOANALytics" help:"for compatibility: nothing is ever sent"`
	Plot        bool            `opt:"KDENSityplot" help:"draw the density of the draws"`
	PlotOptions lang.Text       `opt:"KDENSITYOptions(text)" help:"options for that graph"`
}

func (o *ritest) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	if err := o.ways(); err != nil {
		return err
	}
	o.how.strict = o.Strict
	if o.Strict {
		if o.Eps != nil && *o.Eps != 0 {
			return rc.Conflict.Errorf("option strict implies eps(0)")
		}
		o.how.eps = 0
	}
	col, list, err := o.variable(c)
	if err != nil {
		return err
	}
	r, err := o.begin(c, list)
	if err != nil {
		return err
	}
	defer r.close()
	key, err := o.key(c)
	if err != nil {
		return err
	}
	p, err := o.resample(r, col, key)
	if err != nil {
		return err
	}
	t := r.test(o.how, o.tail(), o.Level)
	t.all = o.Enumerate
	out := dataset(r.orig.stats, r.reps, o.Saving.double, "ritest "+col.Name+": "+r.target.name)
	r.note(out)
	if err := o.Saving.write(c, out); err != nil {
		return err
	}
	o.store(c, r, t, "ritest")
	c.Macro("resampvar", col.Name)
	c.Macro("clustvar", names(o.Cluster))
	c.Macro("sampling_method", o.method())
	f := r.orig.base.Frame()
	for _, x := range []struct {
		name string
		cols []*frame.Column
	}{{"N_clust", o.Cluster}, {"N_strata", o.Strata}} {
		if len(x.cols) > 0 {
			_, n := frame.GroupCodes(columnsOf(f, x.cols), frame.AllRows(f.N()), true)
			c.Scalar(x.name, float64(n))
		}
	}
	o.show(c, r, t, col.Name)
	if p != nil {
		noteFew(c, t, p, o.reps)
	}
	return o.plot(c, r, dataset(r.orig.stats, r.reps, true, ""))
}

// ways refuses options for different ways to assign.
func (o *ritest) ways() error {
	var given []string
	for _, x := range []struct {
		on   bool
		name string
	}{
		{o.Cluster != nil || o.FixLevels != nil || o.Enumerate, "cluster(), fixlevels(), enumerate"}, {o.Staggered.unit != nil, "staggered()"},
		{o.Program != "", "samplingprogram()"}, {o.Source != "", "samplingsourcefile()"},
	} {
		if x.on {
			given = append(given, x.name)
		}
	}
	switch {
	case len(given) > 1:
		return rc.Conflict.Errorf("options %s and %s may not be combined", given[0], given[1])
	case o.Strata != nil && (o.Program != "" || o.Source != ""):
		return rc.Conflict.Errorf("option strata() may not be combined with %s", given[0])
	case o.ProgOptions.Text != "" && o.Program == "":
		return rc.Syntax.Errorf("option samplingprogramoptions() requires option samplingprogram()")
	case (o.Source != "") != (o.Match != nil):
		return rc.Syntax.Errorf("options samplingsourcefile() and samplingmatchvar() require each other")
	case o.Enumerate && o.Reps != nil:
		return rc.Conflict.Errorf("options enumerate and reps() may not be combined")
	case o.PlotOptions.Text != "" && !o.Plot:
		return rc.Syntax.Errorf("option kdensityoptions() requires option kdensityplot")
	}
	return nil
}

const resampling = "Resampling replications"

// method is how the variable is assigned, in a word.
func (o *ritest) method() string {
	switch {
	case o.Program != "":
		return "program"
	case o.Source != "":
		return "extfile"
	case o.Staggered.unit != nil:
		return "staggered"
	}
	return "permute"
}

// resample makes the draws; p is the permutation, if it is one.
func (o *ritest) resample(r *repeater, col *frame.Column, key uint64) (p *permutation, err error) {
	f := r.orig.base.Frame()
	here := f.Column(col.Name)
	switch {
	case o.Program != "":
		return nil, o.byProgram(r, col.Name, key)
	case o.Source != "":
		return nil, o.bySource(r, col.Name, key)
	case o.Staggered.unit != nil:
		s, err := o.Staggered.newStaggered(f, here, columnsOf(f, o.Strata), key)
		if err != nil {
			return nil, err
		}
		return nil, o.draw(r, s, col.Name, resampling)
	}
	d := newDesign(f, columnsOf(f, o.Strata), columnsOf(f, o.Cluster))
	if len(o.Cluster) > 0 && len(o.Strata) > 0 {
		codes, _ := frame.GroupCodes(columnsOf(f, o.Cluster), frame.AllRows(f.N()), true)
		if d.splits(codes) {
			return nil, rc.DataProblem.Errorf("strata() varies within cluster()")
		}
	}
	if p, err = newPermutation(here, d, o.FixLevels, key); err != nil {
		return nil, err
	}
	var s scheme = p
	if o.Enumerate {
		if s, err = o.enumerate(p); err != nil {
			return nil, err
		}
	}
	return p, o.draw(r, s, col.Name, resampling)
}

// byProgram has a program assign the variable.
func (o *ritest) byProgram(r *repeater, name string, key uint64) error {
	if r.c.Session.Program(o.Program) == nil && r.c.FindCommand(o.Program) == nil {
		return rc.Unrecognized.Errorf("samplingprogram(): program %s not found", o.Program)
	}
	return r.repeat(o.reps, key, newDots(r.c, &o.common, resampling, o.reps), func(i int, w *interp.Session) error {
		w.SetQuiet(!o.Noisily && !o.Trace)
		err := w.Run(fmt.Sprintf("%s, resampvar(%s) run(%d) %s", o.Program, name, i+1, lang.Unquote(strings.TrimSpace(o.ProgOptions.Text))))
		if err != nil {
			return err
		}
		if w.Frame().N() != r.orig.base.Frame().N() {
			return rc.DataProblem.Errorf("samplingprogram(): program %s changed the number of observations", o.Program)
		}
		return nil
	})
}

// bySource takes the assignments from a dataset.
func (o *ritest) bySource(r *repeater, name string, key uint64) error {
	source, err := r.c.ReadData(o.Source, frame.DTAOptions{})
	if err != nil {
		return err
	}
	at, err := matchRows(r.orig.base.Frame(), source, o.Match)
	if err != nil {
		return err
	}
	have := 0
	for source.Column(fmt.Sprint(name, have+1)) != nil {
		have++
	}
	if have < o.reps {
		return rc.NotFound.Errorf("samplingsourcefile(): reps(%d), but variables %s1 to %s%d only", o.reps, name, name, have)
	}
	return r.repeat(o.reps, key, newDots(r.c, &o.common, resampling, o.reps), func(i int, w *interp.Session) error {
		from := source.Column(fmt.Sprint(name, i+1))
		v := make([]float64, len(at))
		for row, k := range at {
			v[row] = from.Num(int(k))
		}
		putValues(w, name, v)
		return nil
	})
}

// matchRows finds for each row of f the row of source with the same values of
// the named variables, which identify rows there.
func matchRows(f, source *frame.Frame, by []*frame.Column) ([]int32, error) {
	key := func(g *frame.Frame, row int) (string, error) {
		var b strings.Builder
		for _, c := range by {
			col := g.Column(c.Name)
			if col == nil {
				return "", rc.NotFound.Errorf("samplingsourcefile(): variable %s not found", c.Name)
			}
			if col.IsString() != c.IsString() {
				return "", rc.StringMismatch.Errorf("samplingsourcefile(): variable %s is a string in one dataset and numeric in the other", c.Name)
			}
			if col.IsString() {
				fmt.Fprintf(&b, "%q", col.Text(row))
			} else {
				fmt.Fprintf(&b, "%x,", col.Num(row))
			}
		}
		return b.String(), nil
	}
	rows := map[string]int32{}
	for i := range source.N() {
		k, err := key(source, i)
		if err != nil {
			return nil, err
		}
		if _, twice := rows[k]; twice {
			return nil, rc.DataProblem.Errorf("samplingsourcefile(): samplingmatchvar() does not identify its rows")
		}
		rows[k] = int32(i)
	}
	out := make([]int32, f.N())
	for i := range out {
		k, err := key(f, i)
		if err != nil {
			return nil, err
		}
		row, ok := rows[k]
		if !ok {
			return nil, rc.DataProblem.Errorf("samplingsourcefile(): no row for observation %d", i+1)
		}
		out[i] = row
	}
	return out, nil
}

// plot draws the density of each statistic with a line at the observed one.
func (o *ritest) plot(c *interp.Call, r *repeater, draws *frame.Frame) error {
	if !o.Plot {
		return nil
	}
	data := c.Frame()
	c.SetFrame(draws)
	defer c.SetFrame(data)
	for j, s := range r.orig.stats {
		line := fmt.Sprintf("twoway (kdensity %s), xline(%.17g) xtitle(`\"%s\"') ytitle(\"Density\") note(`\"Density of %s draws; the line marks the observed value\"') %s",
			s.name, r.orig.values[j], s.text, c.Count(o.reps), o.PlotOptions.Text)
		if len(r.orig.stats) > 1 && !strings.Contains(o.PlotOptions.Text, "name(") {
			line += " name(" + s.name + ", replace)"
		}
		if err := c.Session.Run(line); err != nil {
			return err
		}
	}
	return nil
}
