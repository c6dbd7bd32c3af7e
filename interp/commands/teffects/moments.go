package teffects

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/teffects"
)

// momentOptions are the options of estimators by models.
type momentOptions struct {
	levels
	ATE         bool          `opt:"ate" help:"average effect, the default"`
	POMeans     bool          `opt:"POMeans" help:"potential-outcome means"`
	AEquations  bool          `opt:"AEQuations" help:"show the models too"`
	OSample     interp.NewVar `opt:"OSample(newvar)" help:"mark observations whose probability of a treatment is too small, and estimate nothing if there are any"`
	PSTolerance *float64      `opt:"PSTOLerance(#)" help:"least probability of a treatment; default 1e-5"`
	NoLog       bool          `opt:"noLOG" help:"no effect: iterations are never shown"`
	model.Options
}

// An estimator is one of the commands.
type estimator struct {
	sub, title string
	method     teffects.Method
}

const momentResults = `
Standard errors are robust; they take account of all models being estimated.

Stored results: e(N), e(N_clust), e(n0), e(n1), e(tvar), e(subcmd), e(stat),
e(omodel), e(tmodel), e(control), e(tlevel), e(b), e(V), e(sample)`

// run estimates and shows.
func (o *momentOptions) run(c *interp.Call, k estimator, onTreated bool) error {
	v, stat, err := o.check(onTreated)
	if err != nil {
		return err
	}
	p, err := o.read(c, v)
	if err != nil {
		return err
	}
	m := teffects.Models{Method: k.method, OnTreated: onTreated}
	names := [2]string{"weighted mean", "none"}
	if err := p.models(k, &m, &names); err != nil {
		return err
	}
	switch k.method {
	case teffects.IPW:
		p.x = &columns{}
	case teffects.RA:
		p.z = &columns{}
	}
	d := &teffects.Data{Y: p.Design.Y, Treated: p.treated, X: p.x.cols, Z: p.z.cols, W: p.Design.W}
	e, err := teffects.Estimate(d, m)
	if errors.Is(err, stats.ErrNoConverge) {
		return rc.NoConverge.Errorf("a model did not converge: its variables determine the treatment, or are collinear within one treatment")
	}
	if err != nil {
		return err
	}
	if err := p.overlap(e.Score, o.PSTolerance, string(o.OSample)); err != nil {
		return err
	}
	p.post(k, stat, names, p.fit(e, stat), v)
	return o.show(c, p, k, names)
}

// check refuses what does not fit together.
func (o *momentOptions) check(onTreated bool) (v model.VCE, stat string, err error) {
	stat = "ate"
	n := 0
	for _, x := range []struct {
		on   bool
		name string
	}{{o.ATE, "ate"}, {onTreated, "atet"}, {o.POMeans, "pomeans"}} {
		if x.on {
			stat = x.name
			n++
		}
	}
	if n > 1 {
		return v, "", rc.Syntax.Errorf("only one of ate, atet, and pomeans can be specified")
	}
	if t := o.PSTolerance; t != nil && (*t < 0 || *t >= 1) {
		return v, "", rc.Syntax.Errorf("pstolerance() must be at least 0 and less than 1")
	}
	if err := o.Check(); err != nil {
		return v, "", err
	}
	v, err = o.Standard()
	if err == nil && v.Kind != "" && v.Kind != "robust" && v.Kind != "cluster" {
		err = rc.Syntax.Errorf("vcetype '%s' not allowed", v.Kind)
	}
	return v, stat, err
}

// models chooses the models of outcome and treatment and refuses variables
// that the method has no use for.
func (p *problem) models(k estimator, m *teffects.Models, names *[2]string) error {
	var err error
	if k.method == teffects.IPW {
		if len(p.outcome.products) > 1 {
			return rc.NotAllowed.At(p.outcome.pos, "varlist not allowed: the outcome has no model")
		}
	} else if names[0], m.Outcome, err = p.outcome.response("linear", "linear", "logit", "probit", "poisson"); err != nil {
		return err
	}
	if k.method == teffects.RA {
		if len(p.treatment.products) > 1 {
			return rc.NotAllowed.At(p.treatment.pos, "varlist not allowed: the treatment has no model")
		}
	} else if names[1], m.Treatment, err = p.treatment.response("logit", "logit", "probit"); err != nil {
		return err
	}
	if names[0] == "logit" || names[0] == "probit" {
		for _, y := range p.Design.Y {
			if y != 0 && y != 1 {
				return rc.DataProblem.Errorf("%s must be 0 or 1", p.Design.Depvar)
			}
		}
	}
	if names[0] == "poisson" && slices.ContainsFunc(p.Design.Y, func(y float64) bool { return y < 0 }) {
		return rc.DataProblem.Errorf("%s must be greater than or equal to zero", p.Design.Depvar)
	}
	return nil
}

// overlap refuses probabilities of a treatment that are too small.
func (p *problem) overlap(score []float64, tolerance *float64, osample string) error {
	least := 1e-5
	if tolerance != nil {
		least = *tolerance
	}
	bad := make([]bool, len(score))
	few := [2]int{}
	for i, s := range score {
		for t, x := range []float64{1 - s, s} {
			if x < least {
				bad[i] = true
				few[t]++
			}
		}
	}
	for t, n := range few {
		if n > 0 {
			p.mark(osample, bad)
			return rc.DataProblem.Errorf("treatment %s has %s propensity scores less than %.2e", p.text([]float64{p.control, p.level}[t]), p.Call.Count(n), least)
		}
	}
	p.mark(osample, bad)
	return nil
}

// fit puts the estimates into the shape of others, in the order of e(b).
func (p *problem) fit(e *teffects.Estimates, stat string) *stats.Fit {
	f := &stats.Fit{Depvar: p.Design.Depvar, N: len(p.treated), DF: math.Inf(1)}
	var at []int
	add := func(eq, name string, place int) {
		f.Eqs, f.Names, at = append(f.Eqs, eq), append(f.Names, name), append(at, place)
	}
	switch stat {
	case "pomeans":
		add("POmeans", p.levelName(p.control), 1)
		add("POmeans", p.levelName(p.level), 2)
	default:
		add(map[string]string{"ate": "ATE", "atet": "ATET"}[stat], p.effectName(), 0)
		add("POmean", p.levelName(p.control), 1)
	}
	place := 3
	rest := func(eq string, c *columns) {
		for _, name := range c.names {
			add(eq, name, place)
			place++
		}
	}
	rest("OME0", p.x)
	rest("OME1", p.x)
	rest("TME1", p.z)
	for _, j := range at {
		f.B = append(f.B, e.B[j])
	}
	f.Omitted = make([]bool, len(f.B))
	f.V = p.covariance(e, at)
	f.Rank = len(f.B)
	f.VCE = stats.Covariance{V: f.V, DF: f.DF, Kind: "robust", Type: "Robust", Factor: 1}
	return f
}

// covariance sums products of influence functions over rows or clusters.
func (p *problem) covariance(e *teffects.Estimates, at []int) *mat.SymDense {
	var code []int32
	n := len(p.treated)
	if len(p.Clusters) > 0 {
		code, n = p.Clusters[0].Codes(p.Source)
	}
	sums := make([][]float64, len(at))
	for a, j := range at {
		if sums[a] = e.Influence[j]; code != nil {
			sums[a] = make([]float64, n)
			for i, v := range e.Influence[j] {
				sums[a][code[i]] += v
			}
		}
	}
	v := mat.NewSymDense(len(at), nil)
	for a := range at {
		for b := a; b < len(at); b++ {
			s := 0.0
			for i, x := range sums[a] {
				y := float64(x * sums[b][i])
				if p.Design.WKind == stats.FWeight && code == nil {
					y /= p.Design.W[i]
				}
				s += y
			}
			v.SetSym(a, b, s)
		}
	}
	return v
}

// show prints the header and the table.
func (o *momentOptions) show(c *interp.Call, p *problem, k estimator, names [2]string) error {
	if !o.NoHeader {
		c.Print("\n")
		outcome := names[0]
		if k.method == teffects.AIPW {
			outcome += " by ML"
		}
		model.PrintHeader(c, []string{
			"Treatment-effects estimation", "Estimator      : " + k.title, "Outcome model  : " + outcome, "Treatment model: " + names[1],
		}, []model.HeaderRow{{Name: "Number of obs", Value: model.Count(c, c.E, "N")}}, 17, 10)
	}
	if !o.NoTable {
		t := o.Table(c)
		if !o.AEquations {
			t.Rows = t.Rows[:2]
		}
		p.label(t)
		c.ShowCoefs(t)
	}
	return nil
}
