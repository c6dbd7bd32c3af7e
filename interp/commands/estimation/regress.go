package estimation

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Regress is the command "regress".
var Regress = &interp.Command{
	Name:   "REGress",
	Brief:  "linear regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &regress{} },
	By:     interp.ByEach,
	Doc: `    regress depvar [indepvars] [if] [in] [weight] [, options]

Without variables the last results are shown again.

Stored results: e(N), e(df_m), e(df_r), e(F), e(r2), e(rmse), e(mss), e(rss),
e(r2_a), e(ll), e(ll_0), e(N_clust), e(rank), e(b), e(V), e(beta), e(sample)`,
}

type regress struct {
	Estimation
	NoConstant bool `opt:"noConstant" help:"suppress the constant term"`
	Beta       bool `opt:"Beta" help:"show standardized coefficients"`
}

func (o *regress) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "regress" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		o.show(c)
		return nil
	}
	v, err := o.vce()
	if err != nil {
		return err
	}
	m, err := newModel(c)
	if err != nil {
		return err
	}
	if err := m.cluster(v); err != nil {
		return err
	}
	if err := m.build(); err != nil {
		return err
	}
	m.design.Constant = !o.NoConstant
	fit, err := stats.OLS(m.design, m.vce(v))
	if err != nil {
		return err
	}
	m.post(fit, interp.Posting{
		Cmd: "regress", Title: "Linear regression", Model: "ols", Predict: "regres_p", Margins: "XB default", Estat: "regress_estat",
		Hidden: map[string]bool{"tss": true},
	})
	o.show(c)
	return nil
}

func (o *regress) show(c *interp.Call) {
	e := c.E
	t := e.Table(o.level(c))
	t.BaseLevel = o.Base
	if beta := e.Matrix("beta"); o.Beta && beta != nil {
		t.Beta = beta.RawRowView(0)
	}
	if !o.NoHead {
		c.Print("\n")
		if e.Macro("vcetype") == "" {
			anova(c, e)
		} else {
			robustHeader(c, e, "Linear regression")
		}
		c.Print("\n")
	}
	if !o.NoTable {
		clusterLine(c, e)
		c.ShowCoefs(t)
	}
}

// anova prints the analysis-of-variance header.
func anova(c *interp.Call, e *interp.Estimates) {
	mss, rss, dfm, dfr := e.Scalar("mss"), e.Scalar("rss"), e.Scalar("df_m"), e.Scalar("df_r")
	rows := []struct {
		source string
		ss, df float64
	}{{"Model", mss, dfm}, {"Residual", rss, dfr}, {"Total", mss + rss, dfm + dfr}}
	right := []string{
		fmt.Sprintf("Number of obs   = %9s", c.Count(int(e.Scalar("N")))),
		fmt.Sprintf("%-15s = %9s", fmt.Sprintf("F(%s, %s)", interp.FormatNumber(dfm), interp.FormatNumber(dfr)), fLabel(c, e)),
		fmt.Sprintf("Prob > F        = %9s", pLabel(c, e)),
		fmt.Sprintf("R-squared       = %9s", strings.TrimSpace(c.Format("%9.4f", e.Scalar("r2")))),
		fmt.Sprintf("Adj R-squared   = %9s", strings.TrimSpace(c.Format("%9.4f", e.Scalar("r2_a")))),
		fmt.Sprintf("Root MSE        = %9s", rootMSE(c, e)),
	}
	rule := "-------------+----------------------------------"
	c.Printf("      Source |       SS           df       MS      %s\n", right[0])
	c.Printf("%s   %s\n", rule, right[1])
	for i, r := range rows {
		ms := frame.Missing
		if r.df > 0 {
			ms = r.ss / r.df
		}
		if i == 2 {
			c.Printf("%s   %s\n", rule, right[4])
		}
		c.Printf("%12s | %11s %9s %11s   %s\n", r.source, strings.TrimSpace(c.Format("%11.0g", r.ss)), interp.FormatNumber(r.df),
			strings.TrimSpace(c.Format("%11.0g", ms)), right[[]int{2, 3, 5}[i]])
	}
}

func fLabel(c *interp.Call, e *interp.Estimates) string {
	if e.Scalar("df_m") == 0 {
		return "0.00"
	}
	return strings.TrimSpace(c.Format("%9.2f", e.Scalar("F")))
}

// pLabel is the p-value of the model's F statistic.
func pLabel(c *interp.Call, e *interp.Estimates) string {
	return strings.TrimSpace(c.Format("%9.4f", FTail(e.Scalar("df_m"), e.Scalar("df_r"), e.Scalar("F"))))
}

// rootMSE is e(rmse) to five digits.
func rootMSE(c *interp.Call, e *interp.Estimates) string {
	x := e.Scalar("rmse")
	if x >= frame.Missing || x == 0 {
		return strings.TrimSpace(c.Format("%9.0g", x))
	}
	scale := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-4)
	return strings.TrimSpace(c.Format("%9.0g", math.Round(x/scale)*scale))
}

// robustHeader prints the header of estimates with other than conventional
// standard errors.
func robustHeader(c *interp.Call, e *interp.Estimates, title string) {
	right := []string{
		fmt.Sprintf("Number of obs     = %10s", c.Count(int(e.Scalar("N")))),
		fmt.Sprintf("%-17s = %10s", fmt.Sprintf("F(%s, %s)", interp.FormatNumber(e.Scalar("df_m")), interp.FormatNumber(e.Scalar("df_r"))), fLabel(c, e)),
		fmt.Sprintf("Prob > F          = %10s", pLabel(c, e)),
		fmt.Sprintf("R-squared         = %10s", strings.TrimSpace(c.Format("%9.4f", e.Scalar("r2")))),
		fmt.Sprintf("Root MSE          = %10s", rootMSE(c, e)),
	}
	for i, r := range right {
		left := ""
		if i == 0 {
			left = title
		}
		c.Printf("%-48s%s\n", left, r)
	}
}

// clusterLine prints by how many clusters standard errors are adjusted.
func clusterLine(c *interp.Call, e *interp.Estimates) {
	name := e.Macro("clustvar")
	if name == "" {
		return
	}
	text := fmt.Sprintf("(Std. err. adjusted for %s clusters in %s)", c.Count(int(e.Scalar("N_clust"))), name)
	c.Printf("%78s\n", text)
}
