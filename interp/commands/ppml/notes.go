package ppml

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// logs are the logarithms of exposures.
func logs(v []float64) ([]float64, error) {
	for i, x := range v {
		if x <= 0 {
			return nil, rc.DataProblem.Errorf("exposure() must be greater than zero")
		}
		v[i] = math.Log(x)
	}
	return v, nil
}

// explain puts names into errors of the estimator.
func (o *ppmlhdfe) explain(m *model.Model, err error) error {
	switch {
	case errors.Is(err, stats.ErrCounts):
		return rc.DataProblem.Errorf("%s must be greater than or equal to zero", m.Design.Depvar)
	case errors.Is(err, stats.ErrSeparated):
		return rc.FewObs.Errorf("insufficient observations: all are singletons or separated")
	}
	return err
}

// steps are the lines of the iteration log.
type steps struct{ list []stats.PPMLStep }

func (s *steps) add(x stats.PPMLStep) { s.list = append(s.list, x) }

// print prints the log; like ppmlhdfe it shows the least linear index in units
// of the standard deviation of y.
func (s *steps) print(c *interp.Call, sd, tol float64) {
	for _, x := range s.list {
		eps := "."
		if !math.IsNaN(x.Epsilon) {
			eps = fmt.Sprintf("%.2e", x.Epsilon)
		}
		marks := []byte("    ")
		for i, on := range []bool{x.Iteration == 1, x.Exact, x.Halved, x.Epsilon < tol} {
			if on {
				marks[i] = "PSHO"[i]
			}
		}
		line := fmt.Sprintf("Iteration %d:", x.Iteration)
		c.Printf("%-13s  deviance = %.4e  eps = %-8s  iters = %-3d  tol = %.1e  min(eta) = %6.2f  %s\n", line, x.Deviance, eps, x.Inner, x.Inexact, x.MinEta-math.Log(sd), marks)
	}
	c.Print(strings.Repeat("-", 108) + "\n")
	c.Print("(legend: p: exact partial-out   s: exact solver   h: step-halving   o: epsilon below tolerance)\n")
}

// notes says what was dropped, and how the iterations went.
func (o *ppmlhdfe) notes(c *interp.Call, m *model.Model, fit *stats.PPMLFit, log *steps) {
	if fit.Dropped > 0 {
		c.Note("(dropped %d observations that are either singletons or separated by a fixed effect)", fit.Dropped)
	}
	if fit.Separated > 0 {
		how := fmt.Sprintf("ReLU method dropped %d separated observation%s in %d iterations", fit.Separated, plural(fit.Separated), fit.Rounds)
		if fit.Rounds == 0 {
			how = fmt.Sprintf("mu method dropped %d separated observation%s", fit.Separated, plural(fit.Separated))
		}
		c.Note("(%s)", how)
	}
	collinear := 0
	var names []string
	m.NoteOmitted(fit.Fit, func(_ int, name string) string {
		collinear++
		names = append(names, name)
		return ""
	})
	if collinear > 0 {
		c.Note("note: %d variable%s omitted because of collinearity: %s", collinear, plural(collinear), strings.Join(names, " "))
	}
	if o.NoLog || o.Verbose != nil && *o.Verbose < 0 {
		return
	}
	tol := 1e-8
	if o.Tolerance != nil {
		tol = *o.Tolerance
	}
	log.print(c, fit.SD, tol)
	c.Printf("Converged in %d iterations and %d HDFE sub-iterations (tol = %.1e)\n", fit.Iterations, fit.Inner, tol)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// posting is what goes into e() besides the fit.
func (o *ppmlhdfe) posting(m *model.Model, fit *stats.PPMLFit, opt stats.PPMLOptions) interp.Posting {
	p := interp.Posting{
		Cmd: "ppmlhdfe", Title: "HDFE PPML regression", Model: "poisson", Predict: "ppmlhdfe_p", Estat: "reghdfe_estat", Margins: "default mu xb",
		Scalars: []string{"N", "rank", "df_m"},
	}
	absvars, extended := model.EffectNames(m.Effects), ""
	if absvars == "" {
		absvars = "_cons"
	}
	for _, t := range fit.Terms {
		extended += " " + t.Name
	}
	groups := "groups"
	n := max(len(m.Effects), 1)
	if n == 1 {
		groups = "group"
	}
	title3 := ""
	if len(fit.VCE.Clusters) > 0 {
		title3 = "Statistics robust to heteroskedasticity"
	}
	var looked []string
	for _, x := range []struct {
		on   bool
		name string
	}{{!opt.NoEffects, "fe"}, {!opt.NoRectifier, "simplex"}, {!opt.NoRectifier, "relu"}, {opt.Mu, "mu"}} {
		if x.on {
			looked = append(looked, x.name)
		}
	}
	p.Macros = []interp.Macro{
		{Name: "title2", Text: fmt.Sprintf("Absorbing %d HDFE %s", n, groups)}, {Name: "title3", Text: title3}, {Name: "chi2type", Text: "Wald"},
		{Name: "absvars", Text: absvars}, {Name: "extended_absvars", Text: strings.TrimSpace(extended)}, {Name: "indepvars", Text: strings.Join(fit.Names, " ")},
		{Name: "separation", Text: strings.Join(looked, " ")}, {Name: "marginsnotok", Text: "stdp SCores"}, {Name: "footnote", Text: "reghdfe_footnote"},
		{Name: "dofmethod", Text: "pairwise clusters continuous"},
	}
	if len(fit.VCE.Clusters) == 1 {
		p.Macros = append(p.Macros, interp.Macro{Name: "clustvar1", Text: fit.VCE.Names[0]})
	}
	if o.Offset != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "offset", Text: o.Offset.Name})
	}
	if o.Exposure != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "offset", Text: "ln(" + o.Exposure.Name + ")"})
	}
	if o.D.name != "" {
		p.Macros = append(p.Macros, interp.Macro{Name: "d", Text: o.D.name})
	}
	p.RowNames = map[string][]string{"dof_table": strings.Fields(extended)}
	p.ColNames = map[string][]string{"dof_table": {"Categories", "Redundant", "Num Coefs", "Inexact?", "Nested?"}}
	return p
}

// save stores the effects and what separation found as variables.
func (o *ppmlhdfe) save(c *interp.Call, m *model.Model, fit *stats.PPMLFit) {
	f := c.Frame()
	put := func(name, label string, rows []int32, v []float64) {
		col := frame.NewColumn(name, frame.Double, f.N())
		for i, r := range rows {
			col.SetNum(int(r), frame.Value(v[i]))
		}
		col.Label = label
		f.Put(col)
	}
	if o.D.name != "" {
		put(o.D.name, "Sum of fixed effects", c.Sample().Index(), fit.SumOfEffects(m.Design))
	}
	parts := fit.EffectsOf(m.Design)
	for j, e := range m.Effects {
		if e.Save != "" {
			put(e.Save, "[FE] "+e.Name(), c.Sample().Index(), parts()[j])
		}
	}
	z := fit.Certificate
	if z == nil {
		z = make([]float64, len(m.Design.Y))
	}
	if o.TagSep != "" {
		tag := make([]float64, len(z))
		for i, v := range z {
			if v > 0 {
				tag[i] = 1
			}
		}
		put(string(o.TagSep), "Separated", m.Source.Rows(), tag)
	}
	if o.ZVar != "" {
		put(string(o.ZVar), "Certificate of separation", m.Source.Rows(), z)
	}
}
