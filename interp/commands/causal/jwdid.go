package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Jwdid is the command "jwdid".
var Jwdid = &interp.Command{
	Name:   "jwdid",
	Brief:  "extended two-way regression of staggered treatments",
	Syntax: "varlist(min=1) [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &jwdid{} },
	By:     interp.ByEach,
	Doc: `    jwdid depvar [indepvars] [if] [in] [weight], gvar(varname) tvar(varname) [ivar(varname)] [options]

The regression of reghdfe on an indicator of each cohort in each period since
its treatment, with effects of units and periods absorbed; with never, also of
each period before treatment but the last, so that only units never treated are
compared with. gvar() is the first treated period, 0 for units never treated.
With covariates, indicators are interacted with their deviations from cohort
means, and cohorts and periods with the covariates themselves.

Units treated in all periods are left out, and without units never treated the
periods in which all are treated. The variables __tr__ (1 where an indicator
applies) and __etr__ (1 since treatment) stay in the dataset; estat simple,
group, calendar and event average the effects over observations.

Options method() and hettype() of other implementations are not available.

Stored results: those of reghdfe, e(ivar), e(tvar), e(gvar), e(type)

Reference: Wooldridge, J. M. 2021. Two-way fixed effects, the two-way Mundlak
regression, and difference-in-differences estimators.`,
}

type jwdid struct {
	IVar    *frame.Column `opt:"Ivar(varname)" help:"panel variable; without it effects of cohorts are absorbed"`
	TVar    *frame.Column `opt:"Tvar(varname) Time(varname)" help:"time variable"`
	GVar    *frame.Column `opt:"Gvar(varname)" help:"first treated period, 0 for units never treated"`
	Never   bool          `opt:"NEVer" help:"indicators before treatment too: compare with units never treated only"`
	Group   bool          `opt:"GRoup" help:"absorb effects of cohorts instead of units"`
	Cluster lang.Text     `opt:"CLuster(varlist)" help:"clusters of standard errors; default ivar()"`
	Method  lang.Text     `opt:"method(command)" help:"not available: the regression is linear"`
	HetType string        `opt:"hettype(type)" help:"not available: effects differ by cohort and period"`
	Level   float64       `opt:"Level(#)" help:"confidence level, in percent; default 95"`
}

// jwdidDetails is what estat needs to know after jwdid.
type jwdidDetails struct {
	tvar, gvar string
	never      bool
	cells      [][2]float64        // cohorts and periods with an indicator
	base       map[float64]float64 // of each cohort the last period before its treatment
}

func (o *jwdid) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	d := &jwdidDetails{tvar: o.TVar.Name, gvar: o.GVar.Name, never: o.Never}
	keep, err := o.sample(c, d)
	if err != nil {
		return err
	}
	f := c.Frame()
	covariates := c.Vars[1:]
	undo := o.variables(c, keep, covariates)
	mark := c.TempName()
	f.Put(indicator(mark, keep))
	weight := ""
	if w := c.Weight; w != nil {
		weight = fmt.Sprintf("[%s=%s]", w.Kind, w.Text)
	}
	err = c.Run(fmt.Sprintf("reghdfe %s %s if %s %s, %s", c.Vars[0].Name, strings.Join(o.terms(d, covariates), " "), mark, weight, o.options()))
	f.Drop(mark)
	if err != nil {
		undo()
		return err
	}
	e := c.E
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmd", "jwdid")
	e.SetMacro("cmd2", "reghdfe")
	e.SetMacro("estat_cmd", "jwdid_estat")
	e.SetMacro("ivar", columnName(o.IVar))
	e.SetMacro("tvar", o.TVar.Name)
	e.SetMacro("gvar", o.GVar.Name)
	e.SetMacro("type", map[bool]string{true: "never", false: "notyet"}[o.Never])
	e.Fit.Details = d
	return nil
}

func (o *jwdid) check(c *interp.Call) error {
	switch {
	case o.TVar == nil || o.GVar == nil:
		return rc.Syntax.Errorf("options tvar() and gvar() required")
	case o.IVar == nil && o.Cluster.Text == "":
		return rc.Syntax.Errorf("option cluster() required without ivar()")
	case o.Method.Text != "":
		return rc.Syntax.Errorf("option method() is not available; the regression is linear")
	case o.HetType != "":
		return rc.Syntax.Errorf("option hettype() is not available; effects differ by cohort and period")
	}
	for _, col := range append([]*frame.Column{o.TVar, o.GVar}, c.Vars...) {
		if col.IsString() {
			return rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", col.Name)
		}
	}
	return nil
}

// sample finds the rows to use and the cells with an indicator, and says what
// is left out.
func (o *jwdid) sample(c *interp.Call, d *jwdidDetails) ([]bool, error) {
	n := c.Frame().N()
	keep := make([]bool, n)
	var times, cohorts []float64
	missing, odd := 0, 0
	for _, r := range c.Rows.Index() {
		t, g := o.TVar.Num(int(r)), o.GVar.Num(int(r))
		if g >= frame.Missing {
			missing++
			continue
		}
		if t >= frame.Missing || slices.ContainsFunc(c.Vars, func(v *frame.Column) bool { return v.Missing(int(r)) }) || o.IVar != nil && o.IVar.Missing(int(r)) {
			continue
		}
		if t < 0 || g < 0 || t != float64(int(t)) || g != float64(int(g)) {
			odd++
		}
		keep[r] = true
		times, cohorts = append(times, t), append(cohorts, g)
	}
	switch {
	case missing > 0:
		c.Note("note: %s is missing in %s observations, which are left out; it must be 0 for units that are never treated.", o.GVar.Name, c.Count(missing))
	case odd > 0:
		return nil, rc.DataProblem.Errorf("%s and %s must be nonnegative integers; they are not in %s observations", o.TVar.Name, o.GVar.Name, c.Count(odd))
	}
	if len(times) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	if err := o.vary(c, keep); err != nil {
		return nil, err
	}
	o.limits(c, keep, times, cohorts)
	return keep, o.cells(keep, d)
}

// vary refuses cohorts that change within units.
func (o *jwdid) vary(c *interp.Call, keep []bool) error {
	if o.IVar == nil || o.IVar.IsString() {
		return nil
	}
	cohort, bad := map[float64]float64{}, map[float64]bool{}
	for i, k := range keep {
		if !k {
			continue
		}
		u, g := o.IVar.Num(i), o.GVar.Num(i)
		if was, ok := cohort[u]; ok && was != g {
			bad[u] = true
		}
		cohort[u] = g
	}
	if len(bad) > 0 {
		return rc.DataProblem.Errorf("%s is not constant within %s: it varies in %s of %s units", o.GVar.Name, o.IVar.Name, c.Count(len(bad)), c.Count(len(cohort)))
	}
	return nil
}

// limits leaves out units treated in all periods and, without units never
// treated, periods in which all are.
func (o *jwdid) limits(c *interp.Call, keep []bool, times, cohorts []float64) {
	first, last := slices.Min(times), slices.Max(cohorts)
	never := slices.Contains(cohorts, 0) || last > slices.Max(times)
	always, all := 0, 0
	for i, k := range keep {
		g := o.GVar.Num(i)
		switch {
		case !k:
		case g > 0 && g <= first:
			keep[i] = false
			always++
		case !never && o.TVar.Num(i) >= last:
			keep[i] = false
			all++
		}
	}
	if always > 0 {
		c.Note("note: %s observations of units treated in %s or before, the first period, are left out.", c.Count(always), interp.FormatNumber(first))
	}
	if all > 0 {
		c.Note("note: no unit is never treated; %s observations of periods from %s on, in which all are treated, are left out.", c.Count(all), interp.FormatNumber(last))
	}
}

// cells lists the indicators.
func (o *jwdid) cells(keep []bool, d *jwdidDetails) error {
	seen := map[[2]float64]bool{}
	treated := false
	d.base = map[float64]float64{}
	for i, k := range keep {
		if g, t := o.GVar.Num(i), o.TVar.Num(i); k && t < g {
			d.base[g] = max(d.base[g], t)
		}
	}
	for i, k := range keep {
		g, t := o.GVar.Num(i), o.TVar.Num(i)
		if !k || g == 0 || !o.Never && t < g || o.Never && t == d.base[g] {
			continue
		}
		treated = treated || t >= g
		if !seen[[2]float64{g, t}] {
			seen[[2]float64{g, t}] = true
			d.cells = append(d.cells, [2]float64{g, t})
		}
	}
	if !treated {
		return rc.NoObs.Errorf("no treated observations: none has %s at or after %s", o.TVar.Name, o.GVar.Name)
	}
	slices.SortFunc(d.cells, func(a, b [2]float64) int { return slices.Compare(a[:], b[:]) })
	return nil
}

// indicator is a column that is 1 where on is true.
func indicator(name string, on []bool) *frame.Column {
	col := frame.NewColumn(name, frame.Byte, len(on))
	for i, v := range on {
		col.SetNum(i, truth(v))
	}
	return col
}

// variables makes __tr__, __etr__ and the covariates' deviations from cohort
// means; undo brings back what was there.
func (o *jwdid) variables(c *interp.Call, keep []bool, covariates []*frame.Column) (undo func()) {
	f := c.Frame()
	n := f.N()
	on, since := make([]bool, n), make([]bool, n)
	for i := range n {
		g, t := o.GVar.Num(i), o.TVar.Num(i)
		since[i] = keep[i] && g > 0 && t >= g
		on[i] = keep[i] && g > 0 && (since[i] || o.Never)
	}
	before := map[string]*frame.Column{}
	put := func(col *frame.Column) {
		before[col.Name] = f.Column(col.Name)
		f.Put(col)
	}
	put(indicator("__tr__", on))
	put(indicator("__etr__", since))
	for _, x := range covariates {
		sum, size := map[float64]float64{}, map[float64]float64{}
		for i, k := range keep {
			if k {
				sum[o.GVar.Num(i)] += x.Num(i)
				size[o.GVar.Num(i)]++
			}
		}
		col := frame.NewColumn("_x_"+x.Name, frame.Double, n)
		for i, k := range keep {
			col.SetNum(i, frame.Missing)
			if g := o.GVar.Num(i); k {
				col.SetNum(i, x.Num(i)-sum[g]/size[g])
			}
		}
		put(col)
	}
	return func() {
		for name, col := range before {
			if col == nil {
				f.Drop(name)
			} else {
				f.Put(col)
			}
		}
	}
}

// terms are the regressors.
func (o *jwdid) terms(d *jwdidDetails, covariates []*frame.Column) []string {
	var out []string
	for _, cell := range d.cells {
		name := fmt.Sprintf("i%s.%s#i%s.%s#c.__tr__", interp.FormatNumber(cell[0]), d.gvar, interp.FormatNumber(cell[1]), d.tvar)
		out = append(out, name)
		for _, x := range covariates {
			out = append(out, name+"#c._x_"+x.Name)
		}
	}
	for _, x := range covariates {
		out = append(out, fmt.Sprintf("i.%s#c.%s", d.gvar, x.Name), fmt.Sprintf("i.%s#c.%s", d.tvar, x.Name))
	}
	return out
}

// options are those of reghdfe.
func (o *jwdid) options() string {
	unit := columnName(o.IVar)
	cluster := o.Cluster.Text
	if cluster == "" {
		cluster = unit
	}
	if o.Group || unit == "" {
		unit = o.GVar.Name
	}
	out := fmt.Sprintf("absorb(%s %s) vce(cluster %s) keepsingletons", unit, o.TVar.Name, cluster)
	if o.Level != 0 {
		out += fmt.Sprintf(" level(%s)", interp.FormatNumber(o.Level))
	}
	return out
}
