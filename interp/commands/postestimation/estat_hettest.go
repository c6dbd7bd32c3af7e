package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

func hettestCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "Breusch-Pagan test for heteroskedasticity after regress", Syntax: "[varlist(default(none) numeric)]",
		New: func() interp.Runner { return &hettest{} },
		Doc: "    " + strings.ToLower(name) + ` [varlist] [, rhs iid fstat]

The variance may depend on the fitted values, on the regressors (rhs), or on
the variables.

Stored results: r(chi2), r(df), r(p); with fstat r(F), r(df), r(df_r), r(p)`,
	}
}

type hettest struct {
	RHS    bool `opt:"rhs" help:"the variance depends on the regressors"`
	Normal bool `opt:"Normal" help:"errors are normal; the default"`
	IID    bool `opt:"iid" help:"errors are independent and alike: N times R-squared"`
	FStat  bool `opt:"FStat" help:"the F statistic, for errors independent and alike"`
}

func (o *hettest) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "hettest")
	if err != nil {
		return err
	}
	if err := unweighted(d, c, "hettest"); err != nil {
		return err
	}
	x, what, err := o.variables(c, d, fit)
	if err != nil {
		return err
	}
	n, rss := float64(fit.N), fit.Scalar("rss")
	g := make([]float64, len(d.Y)) // squared residuals over their mean
	for i, u := range fit.Resid {
		g[i] = u * u / (rss / n)
	}
	r2, k, left, err := rsquared(c, g, x, d.W, d.WKind)
	if err != nil {
		return err
	}
	assumption := "Normal error terms"
	if o.IID || o.FStat {
		assumption = "i.i.d. error terms"
	}
	c.Printf("\nBreusch–Pagan/Cook–Weisberg test for heteroskedasticity \nAssumption: %s\n%s\n\nH0: Constant variance\n\n", assumption, what)
	switch {
	case o.FStat:
		df := n - float64(k) - 1
		showF(c, r2/float64(k)/((1-r2)/df), float64(k), df)
	case o.IID:
		showChi2(c, n*r2, float64(k))
	default:
		showChi2(c, left*r2/(1-r2)/2, float64(k)) // half the explained sum of squares
	}
	return nil
}

// variables returns what the variance depends on, and what is said of it.
func (o *hettest) variables(c *interp.Call, d *stats.Design, fit *stats.Fit) (x [][]float64, what string, err error) {
	if len(c.Vars) > 0 {
		rows := c.Sample().Index()
		var names []string
		for _, col := range c.Vars {
			v := make([]float64, len(rows))
			for i, r := range rows {
				if v[i] = col.Num(int(r)); v[i] >= frame.Missing {
					return nil, "", rc.MissingFound.Errorf("%s has missing values in the estimation sample", col.Name)
				}
			}
			x, names = append(x, v), append(names, col.Name)
		}
		if len(names) > 1 {
			return x, "Variables: " + strings.Join(names, " "), nil
		}
		return x, "Variable: " + names[0], nil
	}
	if o.RHS {
		return d.X, "Variables: All independent variables", nil
	}
	return [][]float64{fit.XB(d.X, len(d.Y))}, "Variable: Fitted values of " + d.Depvar, nil
}
