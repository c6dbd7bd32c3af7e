package timeseries

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// DFuller is the command "dfuller".
var DFuller = &interp.Command{
	Name:   "dfuller",
	Brief:  "augmented Dickey-Fuller test for a unit root",
	Syntax: "varlist(min=1 max=1 ts) [if] [in]",
	New:    func() interp.Runner { return &dfuller{} },
	By:     interp.ByEach,
	Doc: `    dfuller varname [if] [in] [, noconstant trend drift regress lags(#)]

Critical values are interpolated from the tables of Fuller (1996); the
significance is MacKinnon's (1994) approximation.

Stored results: r(N), r(lags), r(Zt), r(p), r(cv_1), r(cv_5), r(cv_10)`,
}

type dfuller struct {
	cases
	Drift   bool    `opt:"Drift" help:"a constant under the hypothesis: Student's t"`
	Regress bool    `opt:"REGress" help:"show the regression"`
	Lags    float64 `opt:"Lags(#)" help:"lagged changes to include; default 0"`
}

// cases are the options for what the regression contains.
type cases struct {
	NoConstant bool `opt:"noConstant" help:"no constant in the regression"`
	Trend      bool `opt:"TRend" help:"a trend in the regression"`
}

func (o *cases) kind(drift bool) (stats.TrendCase, error) {
	switch {
	case o.NoConstant && (o.Trend || drift) || o.Trend && drift:
		return 0, rc.Conflict.Errorf("options noconstant, trend and drift may not be combined")
	case o.NoConstant:
		return stats.NoConstantCase, nil
	case o.Trend:
		return stats.TrendedCase, nil
	case drift:
		return stats.DriftCase, nil
	}
	return stats.ConstantCase, nil
}

// hypotheses are what is tested, by case.
var hypotheses = map[stats.TrendCase]string{
	stats.NoConstantCase: "Random walk without drift, a = 0, d = 0",
	stats.ConstantCase:   "Random walk without drift, d = 0",
	stats.TrendedCase:    "Random walk with or without drift",
	stats.DriftCase:      "Random walk with drift, d = 0",
}

func (o *dfuller) Run(c *interp.Call) error {
	kind, err := o.kind(o.Drift)
	if err != nil {
		return err
	}
	lags := int(o.Lags)
	if o.Lags < 0 || o.Lags != math.Trunc(o.Lags) {
		return rc.Syntax.Errorf("lags() must be a nonnegative integer")
	}
	s, err := readSeries(c)
	if err != nil {
		return err
	}
	operators := []string{"D", "L"}
	for l := 1; l <= lags; l++ {
		operators = append(operators, repeated("L", l)+"D")
	}
	if err := s.use(c, operators...); err != nil {
		return err
	}
	var cols [][]float64
	for _, op := range operators {
		v, err := s.values(op)
		if err != nil {
			return err
		}
		cols = append(cols, v)
	}
	u, err := stats.DickeyFuller(cols[0], cols[1], cols[2:], kind)
	if err != nil {
		return err
	}
	title := "Dickey–Fuller test for unit root"
	if lags > 0 {
		title = "Augmented " + title
	}
	unitRootHead(c, title, s.name, [2]string{"Number of obs", c.Count(u.N)}, [2]string{"Number of lags", c.Count(lags)})
	c.Printf("\nH0: %s\n", hypotheses[kind])
	showCritical(c, u, kind == stats.DriftCase, false)
	if o.Regress {
		o.regression(c, s, u, kind)
	}
	storeUnitRoot(c, u)
	return nil
}

// unitRootHead prints the title, the variable and two numbers beside them.
func unitRootHead(c *interp.Call, title, name string, rows ...[2]string) {
	wide, number := 0, 0
	for _, r := range rows {
		wide, number = max(wide, frame.TextWidth(r[0])), max(number, len(r[1]))
	}
	left := []string{title, "Variable: " + frame.Abbrev(name, 12)}
	if frame.TextWidth(title) > 41 {
		left = []string{"Variable: " + frame.Abbrev(name, 12), ""}
		c.Print("\n" + title + "\n")
	}
	c.Print("\n")
	for i, r := range rows {
		text := left[i] + strings.Repeat(" ", max(43-frame.TextWidth(left[i]), 0))
		text += r[0] + strings.Repeat(" ", wide-frame.TextWidth(r[0]))
		c.Printf("%s = %*s\n", text, number, r[1])
	}
}

// showCritical prints the statistics with their critical values and the
// significance.
func showCritical(c *interp.Call, u *stats.UnitRoot, student, rho bool) {
	what := "Dickey–Fuller"
	if student {
		what = "t-distribution"
	}
	c.Printf("\n%39s%s\n", "", what)
	c.Print("                   Test      -------- critical value ---------\n              statistic           1%           5%          10%\n")
	rule := strings.Repeat("-", 62) + "\n"
	c.Print(rule)
	row := func(name string, z float64, cv [3]float64) {
		c.Printf(" %-7s%15s", name, fixed(c, "%9.3f", z))
		for _, v := range cv {
			c.Printf("%13s", fixed(c, "%9.3f", v))
		}
		c.Print("\n")
	}
	if rho {
		row("Z(rho)", u.Rho, u.RhoCritical)
	}
	row("Z(t)", u.Z, u.Critical)
	c.Print(rule)
	switch {
	case student:
		c.Printf("p-value for Z(t) = %s\n", fixed(c, "%6.4f", u.P))
	case !math.IsNaN(u.P):
		c.Printf("MacKinnon approximate p-value for Z(t) = %s.\n", fixed(c, "%6.4f", u.P))
	}
}

func storeUnitRoot(c *interp.Call, u *stats.UnitRoot) {
	c.ClearR()
	c.Scalar("cv_10", u.Critical[2])
	c.Scalar("cv_5", u.Critical[1])
	c.Scalar("cv_1", u.Critical[0])
	if !math.IsNaN(u.P) {
		c.Scalar("p", u.P)
	}
	c.Scalar("Zt", u.Z)
	c.Scalar("lags", float64(u.Lags))
	c.Scalar("N", float64(u.N))
}

// regression prints the coefficients.
func (o *dfuller) regression(c *interp.Call, s *series, u *stats.UnitRoot, kind stats.TrendCase) {
	t := &interp.CoefTable{Level: c.Settings().Level, Depvar: "D" + dotted(s), DF: u.Fit.DF}
	for j := range u.Fit.B {
		name := "_cons"
		switch {
		case j == 0:
			name = "L" + dotted(s)
		case j <= u.Lags:
			name = repeated("L", j) + "D" + dotted(s)
		case kind == stats.TrendedCase && j == u.Lags+1:
			name = "_trend"
		}
		t.Rows = append(t.Rows, interp.CoefRow{Name: name, B: u.Fit.B[j], SE: u.Fit.SE(j)})
	}
	c.Print("\nRegression table\n")
	c.ShowCoefs(t)
}

// dotted is what stands behind an operator put before the series.
func dotted(s *series) string { return fmt.Sprintf("%s.%s", s.lags, s.col) }
