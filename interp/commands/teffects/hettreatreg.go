package teffects

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/teffects"
)

// Hettreatreg is the command "hettreatreg".
var Hettreatreg = &interp.Command{
	Name:   "hettreatreg",
	Brief:  "what a regression coefficient of a treatment averages",
	Syntax: "varlist(fv ts) [if] [in]",
	New:    func() interp.Runner { return &hettreatreg{} },
	By:     interp.ByEach,
	Doc: `    hettreatreg indepvars [if] [in], outcome(varname) treatment(varname) [options]

Shows the coefficient of a binary treatment in a regression of the outcome on it
and indepvars as w1 times the average effect on the treated plus w0 times that on
the untreated; the smaller group gets the larger weight. delta is the share of the
treated less w1. Effects come from regressions of the outcome on the linear
probability of treatment, in each group.

Stored results: those of regress in e(b), e(V), e(sample), e(N), e(r2); e(ols1),
e(ols2), e(ate), e(att), e(atu), e(p1), e(p0), e(w1), e(w0), e(delta)

Reference: Słoczyński, T. 2022. Interpreting OLS estimands when treatment effects
are heterogeneous. Review of Economics and Statistics 104.`,
}

type hettreatreg struct {
	Outcome   *frame.Column `opt:"Outcome(varname)" help:"outcome; required"`
	Treatment *frame.Column `opt:"Treatment(varname)" help:"treatment, 0 or 1; required"`
	Noisily   bool          `opt:"NOIsily" help:"show the regression"`
	VCE       model.VCE     `opt:"vce(vcetype)" help:"type of standard error: ols, robust, cluster varname, hc2, hc3"`
}

func (o *hettreatreg) Run(c *interp.Call) error {
	if o.Outcome == nil || o.Treatment == nil {
		return rc.Syntax.Errorf("options outcome() and treatment() required")
	}
	shared := model.Options{VCE: o.VCE}
	v, err := shared.Standard()
	if err != nil {
		return err
	}
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return err
	}
	first := []terms.Product{{{Col: o.Outcome}}, {{Col: o.Treatment}}}
	m, err := model.Of(c, append(first, products...))
	if err != nil {
		return err
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	d := *m.Design
	ones := 0
	for _, t := range d.X[0] {
		if t != 0 && t != 1 {
			return rc.DataProblem.Errorf("%s must be 0 or 1", o.Treatment.Name)
		}
		ones += int(t)
	}
	if ones == 0 || ones == len(d.Y) {
		return rc.DataProblem.Errorf("%s does not vary in the sample", o.Treatment.Name)
	}
	d.Y, d.X, d.Names = d.X[0], d.X[1:], d.Names[1:]
	w, err := teffects.Regression(m.Design.Y, &d)
	if err != nil {
		return err
	}
	if math.IsNaN(w.ATE) {
		return rc.DataProblem.Errorf("the linear probability of treatment does not vary in each group")
	}
	fit, err := stats.OLS(m.Design, m.VCE(v))
	if err != nil {
		return err
	}
	m.NoteOmitted(fit, model.Collinear)
	if o.Noisily {
		m.Post(fit, interp.Posting{Cmd: "regress", Title: "Linear regression", Model: "ols", Predict: "regres_p"})
		if err := c.Run("regress"); err != nil {
			return err
		}
	}
	o.post(m, fit, w)
	o.show(c, fit.B[0], w)
	return nil
}

func (o *hettreatreg) post(m *model.Model, fit *stats.Fit, w *teffects.RegressionWeights) {
	r2 := fit.Scalar("r2")
	fit.Extra = nil
	for _, x := range []struct {
		name  string
		value float64
	}{
		{"r2", r2}, {"ols1", fit.B[0]}, {"ols2", w.W1*w.ATT + (1-w.W1)*w.ATU}, {"ate", w.ATE}, {"att", w.ATT}, {"atu", w.ATU},
		{"p1", w.P1}, {"p0", 1 - w.P1}, {"w1", w.W1}, {"w0", 1 - w.W1}, {"delta", w.P1 - w.W1},
	} {
		fit.Extra = append(fit.Extra, stats.Named{Name: x.name, Value: x.value})
	}
	m.Post(fit, interp.Posting{Cmd: "hettreatreg", Scalars: []string{"N"}, Macros: []interp.Macro{{Name: "outcome", Text: o.Outcome.Name}, {Name: "treatment", Text: o.Treatment.Name}}})
}

func (o *hettreatreg) show(c *interp.Call, ols float64, w *teffects.RegressionWeights) {
	number := func(x float64) string { return strings.TrimSpace(c.Format("%9.4g", x)) }
	share := func(x float64) string { return strings.TrimSpace(c.Format("%9.0g", math.Round(x*1000)/1000)) }
	c.Printf("\n\"OLS\" is the estimated regression coefficient on %s.\n\n   OLS  =  %s\n\n", o.Treatment.Name, number(ols))
	c.Printf("P(d=1)  =  %s\nP(d=0)  =  %s\n\n", share(w.P1), share(1-w.P1))
	c.Printf("    w1  =  %s\n    w0  =  %s\n delta  =  %s\n\n", share(w.W1), share(1-w.W1), share(w.P1-w.W1))
	c.Printf("   ATE  =  %s\n   ATT  =  %s\n   ATU  =  %s\n\n", number(w.ATE), number(w.ATT), number(w.ATU))
	c.Printf("OLS = w1*ATT + w0*ATU = %s\n", number(w.W1*w.ATT+(1-w.W1)*w.ATU))
}
