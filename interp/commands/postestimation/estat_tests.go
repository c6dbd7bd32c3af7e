package postestimation

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// unweighted refuses weights with which a test is not defined.
func unweighted(d *stats.Design, c *interp.Call, kind string) error {
	if d.W != nil && d.WKind != stats.FWeight {
		return rc.NotAllowed.Errorf("estat %s not available with %ss", kind, c.E.Macro("wtype"))
	}
	if v := c.E.Macro("vce"); v != "ols" {
		return rc.Syntax.Errorf("estat %s not appropriate after vce(%s)", kind, v)
	}
	return nil
}

// showChi2 prints a chi-squared statistic and stores it in r().
func showChi2(c *interp.Call, chi2, df float64) {
	p := stats.Chi2Tail(df, chi2)
	aligned(c, [][2]string{{fmt.Sprintf("chi2(%.0f)", df), c.Format("%6.2f", frame.Value(chi2))}, {"Prob > chi2", fixed(c, "%6.4f", p)}})
	c.ClearR()
	c.Scalar("chi2", chi2)
	c.Scalar("df", df)
	c.Scalar("p", p)
}

// showF prints an F statistic and stores it in r().
func showF(c *interp.Call, f, df1, df2 float64) {
	p := stats.FTail(df1, df2, f)
	aligned(c, [][2]string{{fmt.Sprintf("F(%.0f, %.0f)", df1, df2), c.Format("%6.2f", frame.Value(f))}, {"Prob > F", fixed(c, "%6.4f", p)}})
	c.ClearR()
	c.Scalar("p", p)
	c.Scalar("F", f)
	c.Scalar("df", df1)
	c.Scalar("df_r", df2)
}

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

func ovtestCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "Ramsey test for omitted variables after regress",
		New: func() interp.Runner { return &ovtest{} },
		Doc: "    " + strings.ToLower(name) + ` [, rhs]

Powers 2 to 4 of the fitted values, or of the regressors, are added to the
regression and tested.

Stored results: r(p), r(F), r(df), r(df_r)`,
	}
}

type ovtest struct {
	RHS bool `opt:"rhs" help:"powers of the regressors, not of fitted values"`
}

func (o *ovtest) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "ovtest")
	if err != nil {
		return err
	}
	what := "Powers of fitted values of " + d.Depvar
	add := [][]float64{fit.XB(d.X, len(d.Y))}
	if o.RHS {
		what, add = "Powers of independent variables", d.X
	}
	bigger := *d
	bigger.X, bigger.Names = append([][]float64(nil), d.X...), append([]string(nil), d.Names...)
	for _, v := range add {
		z := standardized(v, d.W)
		for p := 2.0; p <= 4; p++ {
			bigger.X, bigger.Names = append(bigger.X, power(z, p)), append(bigger.Names, "")
		}
	}
	full, err := stats.OLS(&bigger, stats.Classical{})
	if err != nil {
		return err
	}
	q, df := float64(full.Rank-fit.Rank), float64(full.N-full.Rank)
	c.Printf("\nRamsey RESET test for omitted variables\nOmitted: %s\n\nH0: Model has no omitted variables\n\n", what)
	rss := full.Scalar("rss")
	showF(c, (fit.Scalar("rss")-rss)/q/(rss/df), q, df)
	return nil
}

// standardized is x with mean zero and variance one, for accuracy.
func standardized(x, w []float64) []float64 {
	m, s := moment(x, w), math.Sqrt(squares(x, nil, len(x), true)/float64(len(x)))
	if !(s > 0) {
		s = 1
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v - m) / s
	}
	return out
}

func imtestCommand(name string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: "information matrix test after regress", New: func() interp.Runner { return &imtest{} },
		Doc: "    " + strings.ToLower(name) + ` [, white]

The decomposition of Cameron and Trivedi (1990); its first part is White's test
for heteroskedasticity.

Stored results: r(chi2_h), r(df_h), r(chi2_s), r(df_s), r(chi2_k), r(df_k),
r(chi2_t), r(df_t)`,
	}
}

type imtest struct {
	White    bool `opt:"White" help:"show White's test too"`
	Preserve bool `opt:"PREserve" help:"keep the data from being changed; always so"`
}

func (o *imtest) Run(c *interp.Call) error {
	d, fit, err := afterRegress(c, "imtest")
	if err != nil {
		return err
	}
	if err := unweighted(d, c, "imtest"); err != nil {
		return err
	}
	n := float64(fit.N)
	s2 := fit.Scalar("rss") / n
	z := [3][]float64{}
	for i := range z {
		z[i] = make([]float64, len(d.Y))
	}
	for i, u := range fit.Resid {
		z[0][i] = u * u
		z[1][i] = u*u*u - 3*s2*u
		z[2][i] = u*u*u*u - 6*s2*u*u + 3*s2*s2
	}
	r2, k, _, err := rsquared(c, z[0], crossProducts(d.X), d.W, d.WKind)
	if err != nil {
		return err
	}
	h := stat{"Heteroskedasticity", "h", n * r2, float64(k)}
	_, k, rss, err := rsquared(c, z[1], d.X, d.W, d.WKind)
	if err != nil {
		return err
	}
	s := stat{"Skewness", "s", n - rss/moment(power(z[1], 2), d.W), float64(k)} // R-squared about zero
	m := moment(z[2], d.W)
	kurtosis := stat{"Kurtosis", "k", n * m * m / moment(power(z[2], 2), d.W), 1}
	total := stat{"Total", "t", h.chi2 + s.chi2 + kurtosis.chi2, h.df + s.df + 1}
	if o.White {
		c.Print("\nWhite's test\nH0: Homoskedasticity\nHa: Unrestricted heteroskedasticity\n\n")
		showChi2(c, h.chi2, h.df)
	}
	c.Print("\nCameron & Trivedi's decomposition of IM-test\n\n")
	rule := strings.Repeat("-", 50) + "\n"
	line := "---------------------+----------------------------\n"
	c.Print(rule + "              Source |       chi2     df         p\n" + line)
	c.ClearR()
	for _, x := range []stat{h, s, kurtosis, total} {
		if x.name == "Total" {
			c.Print(line)
		}
		p := stats.Chi2Tail(x.df, x.chi2)
		c.Printf("%20s |%11s%7.0f%10s\n", x.name, fixed(c, "%9.2f", x.chi2), x.df, fixed(c, "%9.4f", p))
		c.Scalar("chi2_"+x.short, x.chi2)
		c.Scalar("df_"+x.short, x.df)
	}
	c.Print(rule)
	return nil
}

// A stat is one component of the information matrix test.
type stat struct {
	name, short string
	chi2, df    float64
}

// crossProducts are the columns of x and all products of two of them.
func crossProducts(x [][]float64) [][]float64 {
	out := append([][]float64(nil), x...)
	for a := range x {
		for b := a; b < len(x); b++ {
			v := make([]float64, len(x[a]))
			for i := range v {
				v[i] = x[a][i] * x[b][i]
			}
			out = append(out, v)
		}
	}
	return out
}
