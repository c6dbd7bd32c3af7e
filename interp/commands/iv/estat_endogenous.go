package iv

import (
	"fmt"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// EstatEndogenous is the command "estat endogenous".
var EstatEndogenous = &interp.Command{
	Name: "estat ENDOGenous", Brief: "tests of exogeneity after ivregress", Syntax: "[varlist(fv ts)]", New: func() interp.Runner { return &estatEndogenous{} },
	Doc: `    estat endogenous [varlist] [, forceweights forcenonrobust]

Tests that the endogenous regressors, or those in varlist, are exogenous.

Stored results: r(durbin), r(p_durbin), r(wu), r(p_wu), r(df), r(wudf_r);
robust r(r_score), r(p_r_score), r(regF), r(p_regF), r(regFdf_n),
r(regFdf_d); gmm r(C), r(p_C), r(C_df)`,
}

type estatEndogenous struct {
	ForceWeights   bool `opt:"FORCEWeights" help:"also with aweights, pweights or iweights"`
	ForceNonRobust bool `opt:"FORCENONRobust" help:"also the tests that robust standard errors make doubtful"`
}

func (o *estatEndogenous) Run(c *interp.Call) error {
	e, vce, err := again(c, "endogenous")
	if err != nil {
		return err
	}
	if w := c.E.Macro("wtype"); w != "" && w != "fweight" && !o.ForceWeights {
		return rc.Syntax.Errorf("estat endogenous not valid with %ss; use option forceweights to have it all the same", w)
	}
	if c.E.Macro("estimator") == "liml" {
		return rc.Syntax.Errorf("estat endogenous not valid after the liml estimator")
	}
	tested, err := o.tested(c, e)
	if err != nil {
		return err
	}
	if len(tested) == 0 {
		return rc.Syntax.Errorf("no endogenous regressors")
	}
	if c.E.Macro("estimator") == "gmm" {
		return o.gmm(c, e, tested)
	}
	classical := stats.VCE(stats.Classical{})
	_, plain := vce.(stats.Classical)
	var a, b *stats.Endogeneity
	if plain || o.ForceNonRobust {
		if a, err = stats.TestExogeneity(e.design, tested, classical); err != nil {
			return err
		}
	}
	if !plain {
		if b, err = stats.TestExogeneity(e.design, tested, vce); err != nil {
			return err
		}
	}
	showEndogeneity(c, a, b)
	return nil
}

// tested are the places of the regressors to be tested.
func (o *estatEndogenous) tested(c *interp.Call, e *equation) ([]int, error) {
	var out []int
	if len(c.Varlist.Terms) == 0 {
		for j := range e.endogenous {
			if !e.Terms[j].Omitted {
				out = append(out, j)
			}
		}
		return out, nil
	}
	products, err := model.Products(c, c.Body)
	if err != nil {
		return nil, err
	}
	list, err := e.Source.Expand(products)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		found := false
		for j := range e.endogenous {
			if e.Terms[j].Plain() == t.Plain() {
				found = true
				if !e.Terms[j].Omitted && !slices.Contains(out, j) {
					out = append(out, j)
				}
			}
		}
		if !found && !t.Omitted {
			return nil, rc.Syntax.Errorf("%s is not an endogenous regressor", t.Plain())
		}
	}
	return out, nil
}

// gmm prints the C statistic.
func (o *estatEndogenous) gmm(c *interp.Call, e *equation, tested []int) error {
	opt, err := e.options(c.E)
	if err != nil {
		return err
	}
	stat, pv, err := stats.CStatistic(e.design, tested, opt)
	if err != nil {
		return err
	}
	c.ClearR()
	c.Print("\n  Test of endogeneity (orthogonality conditions)\n  H0: Variables are exogenous\n\n")
	c.Printf("  GMM C statistic chi2(%d) = %s (p = %s)\n", len(tested), c.Format("%8.0g", stat), trim(c, "%6.4f", pv))
	c.Scalar("C_df", float64(len(tested)))
	testPrinter{c: c}.store("C", stat, pv)
	return nil
}

// showEndogeneity prints the tests that assume equal variances and those that do not,
// either of which may be nil.
func showEndogeneity(c *interp.Call, plain, robust *stats.Endogeneity) {
	p := testPrinter{c: c, width: 33}
	c.ClearR()
	c.Print("\n  Tests of endogeneity\n  H0: Variables are exogenous\n\n")
	if t := plain; t != nil {
		p.line(fmt.Sprintf("Durbin (score) chi2(%.0f)", t.DF), t.Durbin, t.PDurbin)
		p.line(fmt.Sprintf("Wu-Hausman F(%.0f,%.0f)", t.DF, t.Wu.DF2), t.Wu.Stat, t.Wu.P)
		c.Scalar("df", t.DF)
		c.Scalar("wudf_r", t.Wu.DF2)
		p.store("durbin", t.Durbin, t.PDurbin)
		p.store("wu", t.Wu.Stat, t.Wu.P)
	}
	if t := robust; t != nil {
		p.line(fmt.Sprintf("Robust score chi2(%.0f)", t.DF), t.Score, t.PScore)
		p.line(fmt.Sprintf("Robust regression F(%.0f,%.0f)", t.Regression.DF1, t.Regression.DF2), t.Regression.Stat, t.Regression.P)
		if n := c.E.Scalar("N_clust"); c.E.Macro("vce") == "cluster" {
			c.Printf("    (Adjusted for %s clusters in %s)\n", c.Count(int(n)), c.E.Macro("clustvar"))
		}
		c.Scalar("df", t.DF)
		c.Scalar("regFdf_n", t.Regression.DF1)
		c.Scalar("regFdf_d", t.Regression.DF2)
		p.store("r_score", t.Score, t.PScore)
		p.store("regF", t.Regression.Stat, t.Regression.P)
	}
}
