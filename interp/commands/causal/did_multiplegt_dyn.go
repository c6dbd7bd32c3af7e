package causal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/dist"
)

// DidMultiplegtDyn is the command "did_multiplegt_dyn".
var DidMultiplegtDyn = &interp.Command{
	Name:   "did_multiplegt_dyn",
	Brief:  "effects of treatments that may change several times",
	Syntax: "varlist(min=4 max=4) [if] [in]",
	New:    func() interp.Runner { return &didMultiplegtDyn{Effects: 1, Level: 95} },
	By:     interp.ByEach,
	Doc: `    did_multiplegt_dyn depvar group time treatment [if] [in], effects(#) [options]

Effect_1, Effect_2, ... compare the change of the outcome since the period before
a group's treatment first changes with that of groups of the same first
treatment that have not changed yet; groups whose treatment falls count with
the sign turned. Placebo_1, Placebo_2, ... do so for periods before the change.
Av_tot_eff is the total effect by unit of treatment.

A group whose treatment is not observed in the period before it changes is left
out, and so are the periods from which on it crosses its first value.

Options controls(), trends_lin, trends_nonparam(), predict_het() and by() of
other implementations are not available.

Stored results: e(Effect_#), e(se_effect_#), e(N_effect_#), e(N_switchers_effect_#),
e(Placebo_#), e(se_placebo_#), e(N_placebo_#), e(N_switchers_placebo_#),
e(Av_tot_effect), e(se_avg_total_effect), e(p_jointeffects), e(p_jointplacebo),
e(estimates), e(variances), e(b), e(V), e(sample)

Reference: de Chaisemartin, C., and X. D'Haultfoeuille. 2024. Difference-in-
differences estimators of intertemporal treatment effects. Review of Economics
and Statistics.`,
}

type didMultiplegtDyn struct {
	Effects    int           `opt:"effects(#)" help:"number of effects; default 1"`
	Placebo    int           `opt:"placebo(#)" help:"number of placebos"`
	Cluster    *frame.Column `opt:"cluster(varname)" help:"clusters of standard errors; default the groups"`
	Weight     *frame.Column `opt:"weight(varname)" help:"weights of groups and periods"`
	Switchers  string        `opt:"switchers(in-or-out)" help:"in: groups whose treatment rises; out: where it falls"`
	Same       bool          `opt:"same_switchers" help:"only groups for which all effects can be estimated"`
	Normalized bool          `opt:"normalized" help:"effects by unit of treatment received so far"`
	Equal      bool          `opt:"effects_equal" help:"test that all effects are equal"`
	GraphOff   bool          `opt:"graph_off" help:"no graph"`
	GraphOpt   lang.Text     `opt:"graphoptions(options)" help:"options of twoway"`
	Level      float64       `opt:"ci_level(#)" help:"confidence level, in percent; default 95"`
}

func (o *didMultiplegtDyn) Run(c *interp.Call) error {
	opt, err := o.check()
	if err != nil {
		return err
	}
	d, err := readPaths(c, o.Cluster, o.Weight)
	if err != nil {
		return err
	}
	r, err := did.Switch(d.paths, opt)
	if is(err, did.ErrNoSwitchers) {
		return rc.NoObs.Errorf("%v", err)
	}
	if err != nil {
		return err
	}
	o.notes(c, r)
	all := o.post(c, d, r)
	o.show(c, r)
	if o.GraphOff {
		return nil
	}
	return o.draw(c, r, all)
}

func (o *didMultiplegtDyn) check() (did.SwitchOptions, error) {
	opt := did.SwitchOptions{Effects: o.Effects, Placebos: o.Placebo, Same: o.Same, Normalized: o.Normalized}
	switch o.Switchers {
	case "":
	case "in":
		opt.Only = 1
	case "out":
		opt.Only = -1
	default:
		return opt, rc.Syntax.Errorf("switchers() must be in or out, not %s", o.Switchers)
	}
	switch {
	case o.Effects < 1:
		return opt, rc.Syntax.Errorf("effects() must be at least 1")
	case o.Placebo < 0:
		return opt, rc.Syntax.Errorf("placebo() must not be negative")
	case o.Level < 10 || o.Level > 99.99:
		return opt, rc.Syntax.Errorf("ci_level() must be between 10 and 99.99 inclusive")
	}
	return opt, nil
}

// pathData are the paths of groups.
type pathData struct {
	*panel
	paths *did.Paths
}

// readPaths arranges outcome and treatment of c.Vars (outcome, group, time,
// treatment) by group and period.
func readPaths(c *interp.Call, cluster, weight *frame.Column) (*pathData, error) {
	y, id, t, treat := c.Vars[0], c.Vars[1], c.Vars[2], c.Vars[3]
	need := []*frame.Column{y, treat}
	for _, col := range []*frame.Column{cluster, weight} {
		if col != nil {
			need = append(need, col)
		}
	}
	p, err := newPanel(c, id, t, need...)
	if err != nil {
		return nil, err
	}
	cols, err := p.nums([]*frame.Column{y, treat})
	if err != nil {
		return nil, err
	}
	d := &pathData{panel: p}
	n := p.units * len(p.periods)
	d.paths = &did.Paths{Units: p.units, Periods: len(p.periods), Y: nans(n), D: nans(n)}
	if weight != nil {
		d.paths.W = make([]float64, n)
	}
	repeated := map[int32]bool{}
	for i, u := range p.unit {
		at := int(u)*len(p.periods) + int(p.period[i])
		if !math.IsNaN(d.paths.Y[at]) {
			repeated[u] = true
		}
		d.paths.Y[at], d.paths.D[at] = cols[0][i], cols[1][i]
		if weight != nil {
			v, err := p.num(weight)
			if err != nil {
				return nil, err
			}
			d.paths.W[at] = v[i]
		}
	}
	if len(repeated) > 0 {
		return nil, rc.BadTime.Errorf("repeated time values within panel: %s of %s groups of %s have several observations with the same %s",
			c.Count(len(repeated)), c.Count(p.units), id.Name, t.Name)
	}
	if cluster == nil {
		return d, nil
	}
	codes, k := p.codes(cluster)
	d.paths.Cluster, d.paths.Clusters = make([]int32, p.units), k
	known, bad := make([]bool, p.units), make([]bool, p.units)
	for i, u := range p.unit {
		bad[u] = bad[u] || known[u] && d.paths.Cluster[u] != codes[i]
		known[u], d.paths.Cluster[u] = true, codes[i]
	}
	if k := count(bad); k > 0 {
		return nil, rc.DataProblem.Errorf("%s is not nested within %s: it varies in %s of %s groups", id.Name, cluster.Name, c.Count(k), c.Count(p.units))
	}
	return d, nil
}

func nans(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = nan
	}
	return out
}

// notes says what could not be estimated and what is left out.
func (o *didMultiplegtDyn) notes(c *interp.Call, r *did.Switches) {
	if n := len(r.Effects.B); n < o.Effects {
		c.Note("note: %d of %d effects are estimated: no group that switched longer ago can be compared.", n, o.Effects)
	}
	if r.Placebos == nil && o.Placebo > 0 {
		c.Note("note: no placebo can be estimated.")
	} else if r.Placebos != nil && len(r.Placebos.B) < o.Placebo {
		c.Note("note: %d of %d placebos are estimated.", len(r.Placebos.B), o.Placebo)
	}
	if r.Unclear > 0 {
		c.Note("note: %s groups are left out because their treatment is not observed in the period before it changes.", c.Count(r.Unclear))
	}
	if r.Crossing > 0 {
		c.Note("note: of %s groups the periods are left out from which on treatment crosses its first value.", c.Count(r.Crossing))
	}
}

// post makes effects and placebos e().
func (o *didMultiplegtDyn) post(c *interp.Call, d *pathData, r *did.Switches) *did.Result {
	for l := range r.Effects.B {
		r.Effects.Names[l] = fmt.Sprint("Effect_", l+1)
	}
	parts := []*did.Result{r.Effects, r.Average}
	if r.Placebos != nil {
		for l := range r.Placebos.B {
			r.Placebos.Names[l] = fmt.Sprint("Placebo_", l+1)
		}
		parts = append(parts, r.Placebos)
	}
	all := did.Join(parts...)
	fit := all.Fit(c.Vars[0].Name)
	fit.N = len(d.rows())
	fit.VCE.Kind, fit.VCE.Type = "", ""
	add := func(name string, v float64) { fit.Extra = append(fit.Extra, stats.Named{Name: name, Value: v}) }
	for l, b := range r.Effects.B {
		add(fmt.Sprint("Effect_", l+1), b)
		add(fmt.Sprint("se_effect_", l+1), r.Effects.SE(l))
		add(fmt.Sprint("N_effect_", l+1), float64(r.Rows[l]))
		add(fmt.Sprint("N_switchers_effect_", l+1), float64(r.Units[l]))
	}
	if r.Placebos != nil {
		for l, b := range r.Placebos.B {
			add(fmt.Sprint("Placebo_", l+1), b)
			add(fmt.Sprint("se_placebo_", l+1), r.Placebos.SE(l))
			add(fmt.Sprint("N_placebo_", l+1), float64(r.PlaceboRows[l]))
			add(fmt.Sprint("N_switchers_placebo_", l+1), float64(r.PlaceboUnits[l]))
		}
		if len(r.Placebos.B) > 1 {
			add("p_jointplacebo", r.Placebos.Joint(every(len(r.Placebos.B))).P)
		}
	}
	if len(r.Effects.B) > 1 {
		add("p_jointeffects", r.Effects.Joint(every(len(r.Effects.B))).P)
		add("p_equality_effects", o.equality(r.Effects).P)
	}
	add("Av_tot_effect", r.Average.B[0])
	add("se_avg_total_effect", r.Average.SE(0))
	est, variances := interp.NewMatrix(len(all.B), 1), interp.NewMatrix(len(all.B), 1)
	est.Rows, variances.Rows = slices.Clone(all.Names), slices.Clone(all.Names)
	for j, b := range all.B {
		est.Set(j, 0, b)
		variances.Set(j, 0, fit.V.At(j, j))
	}
	p := interp.Posting{Cmd: "did_multiplegt_dyn", Title: "Effects of switching treatment", Scalars: []string{"N"}, Sample: d.set(func(int) bool { return true })}
	p.Matrices = []interp.NamedMatrix{{Name: "estimates", Matrix: est}, {Name: "variances", Matrix: variances}}
	c.Post(fit, p)
	return all
}

func every(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// equality tests that all effects are equal.
func (o *didMultiplegtDyn) equality(r *did.Result) stats.Test {
	var parts []did.Target
	for l := 1; l < len(r.B); l++ {
		t := did.Target{Name: fmt.Sprint(l), Weights: make([]float64, len(r.B))}
		t.Weights[0], t.Weights[l] = -1, 1
		parts = append(parts, t)
	}
	return r.Aggregate(parts).Joint(every(len(parts)))
}

// show prints effects, their average and placebos.
func (o *didMultiplegtDyn) show(c *interp.Call, r *did.Switches) {
	z := dist.NormalQuantile(0.5 + o.Level/200)
	number := func(x float64) string { return strings.TrimSpace(c.Format("%9.0g", frame.Value(x))) }
	table := func(title string, res *did.Result, rows, units []int) {
		c.Print("\n")
		c.Rule(80)
		c.Printf("%13s%s\n", "", title)
		c.Rule(80)
		c.Printf("%12s | %10s %10s %10s %10s %10s %10s\n", "", "Estimate", "SE", "LB CI", "UB CI", "N", "Switchers")
		c.Print(strings.Repeat("-", 13) + "+" + strings.Repeat("-", 66) + "\n")
		for l, b := range res.B {
			se := res.SE(l)
			c.Printf("%12s | %10s %10s %10s %10s %10s %10s\n", res.Names[l], number(b), number(se), number(b-z*se), number(b+z*se), c.Count(rows[l]), c.Count(units[l]))
		}
		c.Rule(80)
	}
	joint := func(what string, p float64) {
		c.Printf("%s : p-value = %s\n", what, strings.TrimSpace(c.Format("%9.0g", p)))
	}
	table("Estimation of treatment effects: Event-study effects", r.Effects, r.Rows, r.Units)
	if len(r.Effects.B) > 1 {
		joint("Test of joint nullity of the effects", c.E.Scalar("p_jointeffects"))
	}
	if o.Equal && len(r.Effects.B) > 1 {
		joint("Test of equality of the effects", c.E.Scalar("p_equality_effects"))
	}
	rows, units := 0, 0
	for l := range r.Rows {
		rows, units = rows+r.Rows[l], units+r.Units[l]
	}
	table("Average cumulative (total) effect per treatment unit", r.Average, []int{rows}, []int{units})
	if r.Placebos == nil {
		return
	}
	table("Testing the parallel trends and no anticipation assumptions", r.Placebos, r.PlaceboRows, r.PlaceboUnits)
	if len(r.Placebos.B) > 1 {
		joint("Test of joint nullity of the placebos", c.E.Scalar("p_jointplacebo"))
	}
}

// draw draws effects and placebos over time relative to the last period before
// the switch.
func (o *didMultiplegtDyn) draw(c *interp.Call, r *did.Switches, all *did.Result) error {
	z := dist.NormalQuantile(0.5 + o.Level/200)
	values := [][]float64{{0}, {0}, {0}, {0}}
	add := func(at float64, b, se float64) {
		for k, v := range []float64{at, b, b - z*se, b + z*se} {
			values[k] = append(values[k], v)
		}
	}
	for l, b := range r.Effects.B {
		add(float64(l+1), b, r.Effects.SE(l))
	}
	if r.Placebos != nil {
		for l, b := range r.Placebos.B {
			add(-float64(l+1), b, r.Placebos.SE(l))
		}
	}
	order := every(len(values[0]))
	slices.SortFunc(order, func(a, b int) int { return int(values[0][a] - values[0][b]) })
	for k := range values {
		sorted := make([]float64, len(order))
		for i, j := range order {
			sorted[i] = values[k][j]
		}
		values[k] = sorted
	}
	line := `twoway (connected b t, pstyle(p1)) (rcap lo hi t, pstyle(p1)), yline(0, lcolor(gs8)) legend(off) ytitle("Effect") ` +
		`xtitle("Relative time to last period before treatment changes (t=0)") title("DID, from last period before treatment changes (t=0) to t", size(medsmall)) `
	return plot(c, columnsFrame([]string{"t", "b", "lo", "hi"}, values), line+o.GraphOpt.Text)
}

// symmetricOf is rows and columns from up to from+k of v.
func symmetricOf(v [][]float64, from, k int) *mat.SymDense {
	out := mat.NewSymDense(k, nil)
	for a := range k {
		for b := range a + 1 {
			out.SetSym(a, b, v[from+a][from+b])
		}
	}
	return out
}
