package causal

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/hdfe"
)

// Twowayfeweights is the command "twowayfeweights".
var Twowayfeweights = &interp.Command{
	Name:   "twowayfeweights",
	Brief:  "weights on effects in a two-way fixed-effects estimate",
	Syntax: "varlist(min=4 max=4) [if] [in]",
	New:    func() interp.Runner { return &twowayfeweights{} },
	By:     interp.ByEach,
	Doc: `    twowayfeweights depvar group time treatment [if] [in], type(feTR) [options]

Under common trends, the coefficient of a treatment in a regression with
effects of groups and periods is a weighted sum of the average effects in
treated cells of groups and periods. The weights sum to 1, and some may be
negative. The table counts them.

summary_measures adds how much effects must differ across cells for the
coefficient to be compatible with an average effect of zero, and with effects
all of the opposite sign.

Stored results: e(beta), e(sum_neg_w), e(nplus), e(nminus), e(lb_se_te),
e(lb_se_te2)

Reference: de Chaisemartin, C., and X. D'Haultfoeuille. 2020. Two-way fixed
effects estimators with heterogeneous treatment effects. American Economic
Review 110.`,
}

type twowayfeweights struct {
	Type     string          `opt:"type(type)" help:"feTR: regression with effects of groups and periods, under common trends"`
	Controls []*frame.Column `opt:"controls(varlist)" help:"control variables"`
	Weight   *frame.Column   `opt:"weight(varname)" help:"weights of observations"`
	Summary  bool            `opt:"summary_measures" help:"show how much effects must differ"`
}

func (o *twowayfeweights) Run(c *interp.Call) error {
	if o.Type != "feTR" {
		return rc.Syntax.Errorf("option type() must be feTR")
	}
	y, group, time, d := c.Vars[0], c.Vars[1], c.Vars[2], c.Vars[3]
	need := append([]*frame.Column{y, d}, o.Controls...)
	if o.Weight != nil {
		need = append(need, o.Weight)
	}
	p, err := newPanel(c, group, time, need...)
	if err != nil {
		return err
	}
	fit, w, err := o.estimate(p, y, d)
	if err != nil {
		return err
	}
	beta := fit.B[0]
	o.print(c, d.Name, beta, w)
	o.store(c, p, beta, w)
	return nil
}

// estimate runs the regression and returns it with the weights.
func (o *twowayfeweights) estimate(p *panel, y, d *frame.Column) (*stats.Fit, did.TwoWayWeights, error) {
	var none did.TwoWayWeights
	cols, err := p.nums(append([]*frame.Column{y, d}, o.Controls...))
	if err != nil {
		return nil, none, err
	}
	design := &stats.Design{
		Depvar: y.Name, Names: append([]string{d.Name}, names(o.Controls)...), Y: cols[0], X: cols[1:], Constant: true, Context: p.c.Context(),
		Effects: []hdfe.Effect{{Name: p.id.Name, Codes: p.unit, Levels: p.units}, {Name: p.time.Name, Codes: p.period, Levels: len(p.periods)}},
	}
	if o.Weight != nil {
		if design.W, err = p.num(o.Weight); err != nil {
			return nil, none, err
		}
		design.WKind = stats.AWeight
	}
	fit, err := stats.AbsorbWith(design, stats.Classical{}, stats.AbsorbOptions{KeepSingletons: true})
	if err != nil {
		return nil, none, err
	}
	left := fit.Leftover(0)
	if left == nil {
		return nil, none, rc.DataProblem.Errorf("treatment %s has no variation besides the effects of %s and %s and the controls", d.Name, p.id.Name, p.time.Name)
	}
	cell := make([]int32, len(left))
	for i := range cell {
		cell[i] = p.unit[i]*int32(len(p.periods)) + p.period[i]
	}
	return fit, did.WeightsOf(left, cols[1], design.W, cell), nil
}

func (o *twowayfeweights) print(c *interp.Call, name string, beta float64, w did.TwoWayWeights) {
	counted := w.Positive + w.Negative
	c.Print("\nUnder the common trends assumption,\n")
	c.Printf("the TWFE coefficient beta, equal to %s, estimates a weighted sum of %d ATTs. \n", fixed4(beta), counted)
	c.Printf("%d ATTs receive a positive weight, and %d receive a negative weight.\n", w.Positive, w.Negative)
	if w.Zero > 0 {
		c.Printf("%d (g,t) cells receive the treatment, but the ATTs of %d cells receive a weight equal to zero.\n", counted+w.Zero, w.Zero)
	}
	c.Rule(48)
	c.Printf("%-24s%-12s%-12s\n", frame.Abbrev("Treat. var: "+name, 23), "# ATTs", "Σ weights")
	c.Rule(48)
	row := func(label string, n int, sum float64) { c.Printf("%-24s%-12d%-12s\n", label, n, fixed4(sum)) }
	row("Positive weights", w.Positive, w.Sum)
	row("Negative weights", w.Negative, w.Deficit)
	c.Rule(48)
	row("Total", counted, w.Sum+w.Deficit)
	c.Rule(48)
	if !o.Summary {
		return
	}
	c.Print("\nSummary Measures:\n")
	c.Printf("TWFE coefficient (β_fe) = %s\n", fixed4(beta))
	c.Printf("min σ(Δ) compatible with β_fe and Δ_TR = 0: %s\n", fixed4(w.Sigma(beta)))
	if w.Negative > 0 {
		c.Printf("min σ(Δ) compatible with treatment effect of opposite sign than β_fe in all (g,t) cells: %s\n", fixed4(w.SigmaSign(beta)))
	}
	c.Print("Reference: Corollary 1, de Chaisemartin, C and D'Haultfoeuille, X (2020a)\n")
}

func fixed4(x float64) string { return fmt.Sprintf("%.4f", x) }

// store makes the results e().
func (o *twowayfeweights) store(c *interp.Call, p *panel, beta float64, w did.TwoWayWeights) {
	e := &interp.Estimates{Has: true, Sample: p.set(func(int) bool { return true })}
	e.SetScalar("beta", beta)
	e.SetScalar("sum_neg_w", w.Deficit)
	e.SetScalar("nplus", float64(w.Positive))
	e.SetScalar("nminus", float64(w.Negative))
	e.SetScalar("lb_se_te", w.Sigma(beta))
	if second := w.SigmaSign(beta); !math.IsNaN(second) {
		e.SetScalar("lb_se_te2", second)
	}
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmd", "twowayfeweights")
	c.SetEstimates(e)
}
