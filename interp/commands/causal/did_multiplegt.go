package causal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/rng"
)

// DidMultiplegt is the command "did_multiplegt".
var DidMultiplegt = &interp.Command{
	Name:   "did_multiplegt",
	Brief:  "effects of treatments that may change, with bootstrap standard errors",
	Syntax: "varlist(min=4 max=4) [if] [in]",
	New:    func() interp.Runner { return &didMultiplegt{BReps: 50} },
	By:     interp.ByEach,
	Doc: `    did_multiplegt depvar group time treatment [if] [in], robust_dynamic dynamic(#) [options]

Effect_0, Effect_1, ... are Effect_1, Effect_2, ... of did_multiplegt_dyn. By
default Placebo_k compares changes of the outcome over one period, which ends k
periods before treatment changes; with longdiff_placebo they are those of
did_multiplegt_dyn. Standard errors are those of breps() bootstrap samples of
groups, or of clusters.

Only robust_dynamic is available, and not controls(), trends_lin(), trends_nonparam()
and other options. did_multiplegt_dyn has standard errors without a bootstrap.

Stored results: e(effect_#), e(se_effect_#), e(N_effect_#), e(N_switchers_effect_#),
e(placebo_#), e(se_placebo_#), e(N_placebo_#), e(effect_average),
e(se_effect_average), e(p_jointplacebo), e(estimates), e(variances)

Reference: de Chaisemartin, C., and X. D'Haultfoeuille. 2024. Difference-in-
differences estimators of intertemporal treatment effects. Review of Economics
and Statistics.`,
}

type didMultiplegt struct {
	RobustDynamic bool          `opt:"ROBUST_dynamic" help:"effects robust to dynamic effects; required"`
	Dynamic       int           `opt:"DYNamic(#)" help:"number of dynamic effects besides Effect_0"`
	Placebo       int           `opt:"PLAcebo(#)" help:"number of placebos"`
	BReps         int           `opt:"BREPs(#)" help:"bootstrap replications; default 50"`
	Cluster       *frame.Column `opt:"CLUSTer(varname)" help:"clusters, which the bootstrap draws; default groups"`
	Seed          *float64      `opt:"SEED(#)" help:"seed of the bootstrap"`
	Weight        *frame.Column `opt:"WEIGHT(varname)" help:"weights of groups and periods"`
	LongDiff      bool          `opt:"LONGdiff_placebo" help:"placebos are changes since the period before treatment changes"`
	Average       bool          `opt:"AVerage_effect" help:"show the total effect by unit of treatment"`
	Covariances   bool          `opt:"COVariances" help:"covariances of estimates, which e(V) always has: no effect"`
	Joint         bool          `opt:"JOINTtestplacebo" help:"test that all placebos are zero"`
	GraphOpt      lang.Text     `opt:"GRAPHOptions(options)" help:"options of twoway"`
	NoGraph       bool          `opt:"noGraph" help:"no graph"`
}

func (o *didMultiplegt) Run(c *interp.Call) error {
	switch {
	case !o.RobustDynamic:
		return rc.Syntax.Errorf("option robust_dynamic required; estimates without it are not available")
	case o.Dynamic < 0 || o.Placebo < 0:
		return rc.Syntax.Errorf("dynamic() and placebo() must not be negative")
	case o.BReps < 2:
		return rc.Syntax.Errorf("breps() must be at least 2")
	}
	d, err := readPaths(c, o.Cluster, o.Weight)
	if err != nil {
		return err
	}
	opt := did.SwitchOptions{Effects: o.Dynamic + 1, Placebos: o.Placebo, OneStep: !o.LongDiff}
	r, err := did.Switch(d.paths, opt)
	if is(err, did.ErrNoSwitchers) {
		return rc.NoObs.Errorf("%v", err)
	}
	if err != nil {
		return err
	}
	all, err := o.bootstrap(c, d.paths, r, opt)
	if err != nil {
		return err
	}
	o.post(c, d, r, all)
	o.show(c, r, all)
	if o.NoGraph {
		return nil
	}
	return o.draw(c, all)
}

// bootEstimates are estimates with their bootstrap covariance.
type bootEstimates struct {
	names []string
	b     []float64
	v     [][]float64
}

func (e *bootEstimates) se(j int) float64 { return math.Sqrt(e.v[j][j]) }

// values are effects, placebos and the average, as far as there are any.
func switchValues(r *did.Switches, effects, placebos int) []float64 {
	out := nans(effects + placebos + 1)
	copy(out[:effects], r.Effects.B)
	if r.Placebos != nil {
		copy(out[effects:effects+placebos], r.Placebos.B)
	}
	out[effects+placebos] = r.Average.B[0]
	return out
}

// bootstrap draws groups or clusters; draws without an estimate do not count
// for it.
func (o *didMultiplegt) bootstrap(c *interp.Call, p *did.Paths, r *did.Switches, opt did.SwitchOptions) (*bootEstimates, error) {
	effects, placebos := len(r.Effects.B), 0
	if r.Placebos != nil {
		placebos = len(r.Placebos.B)
	}
	out := &bootEstimates{b: switchValues(r, effects, placebos)}
	for l := range effects {
		out.names = append(out.names, fmt.Sprint("Effect_", l))
	}
	for l := range placebos {
		out.names = append(out.names, fmt.Sprint("Placebo_", l+1))
	}
	out.names = append(out.names, "Average")
	src := c.RNG()
	if o.Seed != nil {
		src = rng.New(uint64(*o.Seed))
	}
	var draws [][]float64
	for range o.BReps {
		if err := c.Context().Err(); err != nil {
			return nil, err
		}
		again, err := did.Switch(p.Resample(func(n int) int { return int(src.Uniform() * float64(n)) }), opt)
		if is(err, did.ErrNoSwitchers) {
			continue
		}
		if err != nil {
			return nil, err
		}
		draws = append(draws, switchValues(again, effects, placebos))
	}
	out.v = covariances(draws, len(out.b))
	return out, nil
}

// covariances are those of the columns of draws, over the rows in which both
// are known.
func covariances(draws [][]float64, k int) [][]float64 {
	out := make([][]float64, k)
	for a := range out {
		out[a] = make([]float64, k)
		for b := range k {
			var n, ma, mb float64
			for _, d := range draws {
				if !math.IsNaN(d[a]) && !math.IsNaN(d[b]) {
					n, ma, mb = n+1, ma+d[a], mb+d[b]
				}
			}
			ma, mb = ma/n, mb/n
			var s float64
			for _, d := range draws {
				if !math.IsNaN(d[a]) && !math.IsNaN(d[b]) {
					s += (d[a] - ma) * (d[b] - mb)
				}
			}
			out[a][b] = s / (n - 1)
		}
	}
	return out
}

// jointPlacebo is the p-value of all placebos being zero.
func (o *didMultiplegt) jointPlacebo(r *did.Switches, all *bootEstimates) float64 {
	from := len(r.Effects.B)
	k := len(all.b) - 1 - from
	if k < 1 {
		return nan
	}
	f := &stats.Fit{B: all.b[from : from+k], V: symmetricOf(all.v, from, k), DF: math.Inf(1)}
	return stats.Wald(f, stats.Hypothesis{R: selector(k, k)}).P
}

func (o *didMultiplegt) post(c *interp.Call, d *pathData, r *did.Switches, all *bootEstimates) {
	k := len(all.b) - 1 // the average is no part of e(b)
	fit := &stats.Fit{Depvar: c.Vars[0].Name, Names: all.names[:k], B: all.b[:k], V: symmetricOf(all.v, 0, k), Omitted: make([]bool, k), N: len(d.rows()), DF: math.Inf(1), Rank: k}
	add := func(name string, v float64) { fit.Extra = append(fit.Extra, stats.Named{Name: name, Value: v}) }
	for l := range r.Effects.B {
		add(fmt.Sprint("effect_", l), all.b[l])
		add(fmt.Sprint("se_effect_", l), all.se(l))
		add(fmt.Sprint("N_effect_", l), float64(r.Rows[l]))
		add(fmt.Sprint("N_switchers_effect_", l), float64(r.Units[l]))
	}
	for l := range k - len(r.Effects.B) {
		j := len(r.Effects.B) + l
		add(fmt.Sprint("placebo_", l+1), all.b[j])
		add(fmt.Sprint("se_placebo_", l+1), all.se(j))
		add(fmt.Sprint("N_placebo_", l+1), float64(r.PlaceboRows[l]))
		add(fmt.Sprint("N_switchers_placebo_", l+1), float64(r.PlaceboUnits[l]))
	}
	add("effect_average", all.b[k])
	add("se_effect_average", all.se(k))
	if o.Joint {
		add("p_jointplacebo", o.jointPlacebo(r, all))
	}
	est, variances := interp.NewMatrix(k, 1), interp.NewMatrix(k, 1)
	est.Rows, variances.Rows = slices.Clone(all.names[:k]), slices.Clone(all.names[:k])
	for j := range k {
		est.Set(j, 0, all.b[j])
		variances.Set(j, 0, frame.Value(all.v[j][j]))
	}
	p := interp.Posting{Cmd: "did_multiplegt", Title: "Effects of switching treatment", Scalars: []string{"N"}, Sample: d.set(func(int) bool { return true })}
	p.Matrices = []interp.NamedMatrix{{Name: "estimates", Matrix: est}, {Name: "variances", Matrix: variances}}
	c.Post(fit, p)
}

func (o *didMultiplegt) show(c *interp.Call, r *did.Switches, all *bootEstimates) {
	z := dist.NormalQuantile(0.5 + c.Settings().Level/200)
	number := func(x float64) string { return strings.TrimSpace(c.Format("%9.0g", frame.Value(x))) }
	c.Printf("\n%12s | %10s %10s %10s %10s %10s %10s\n", "", "Estimate", "SE", "LB CI", "UB CI", "N", "Switchers")
	c.Print(strings.Repeat("-", 13) + "+" + strings.Repeat("-", 66) + "\n")
	for j, b := range all.b {
		rows, units := "", ""
		switch l := j - len(r.Effects.B); {
		case l < 0:
			rows, units = c.Count(r.Rows[j]), c.Count(r.Units[j])
		case j < len(all.b)-1:
			rows, units = c.Count(r.PlaceboRows[l]), c.Count(r.PlaceboUnits[l])
		case !o.Average:
			continue
		}
		se := all.se(j)
		c.Printf("%12s | %10s %10s %10s %10s %10s %10s\n", all.names[j], number(b), number(se), number(b-z*se), number(b+z*se), rows, units)
	}
	if o.Joint {
		c.Printf("\nTest of joint nullity of the placebos : p-value = %s\n", number(o.jointPlacebo(r, all)))
	}
}

// draw draws effects and placebos.
func (o *didMultiplegt) draw(c *interp.Call, all *bootEstimates) error {
	z := dist.NormalQuantile(0.5 + c.Settings().Level/200)
	var values [4][]float64
	for pass := range 2 {
		for j := range len(all.b) - 1 {
			at := float64(j)
			var l int
			if k, _ := fmt.Sscanf(all.names[j], "Placebo_%d", &l); k == 1 {
				at = -float64(l)
			}
			if (at < 0) != (pass == 0) {
				continue
			}
			se := all.se(j)
			for k, v := range []float64{at, all.b[j], all.b[j] - z*se, all.b[j] + z*se} {
				values[k] = append(values[k], v)
			}
		}
		if pass == 0 {
			for k := range values {
				slices.Reverse(values[k])
			}
		}
	}
	line := `twoway (connected b t, pstyle(p1)) (rcap lo hi t, pstyle(p1)), yline(0, lcolor(gs8)) legend(off) ytitle("Effect") xtitle("Relative time to period where treatment first changes (t=0)") `
	return plot(c, columnsFrame([]string{"t", "b", "lo", "hi"}, values[:]), line+o.GraphOpt.Text)
}
