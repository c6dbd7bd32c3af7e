package timeseries

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// PPerron is the command "pperron".
var PPerron = &interp.Command{
	Name:   "pperron",
	Brief:  "Phillips-Perron test for a unit root",
	Syntax: "varlist(min=1 max=1 ts) [if] [in]",
	New:    func() interp.Runner { return &pperron{} },
	By:     interp.ByEach,
	Doc: `    pperron varname [if] [in] [, noconstant trend regress lags(#)]

The default number of Newey-West lags is the integer part of 4(N/100)^(2/9).

Stored results: r(N), r(lags), r(Zt), r(Zrho), r(p), r(cv_1), r(cv_5),
r(cv_10)`,
}

type pperron struct {
	cases
	Regress bool     `opt:"REGress" help:"show the regression"`
	Lags    *float64 `opt:"Lags(#)" help:"Newey-West lags"`
}

func (o *pperron) Run(c *interp.Call) error {
	kind, err := o.kind(false)
	if err != nil {
		return err
	}
	s, err := readSeries(c)
	if err != nil {
		return err
	}
	if err := s.use(c, "L"); err != nil {
		return err
	}
	y, err := s.values("")
	if err != nil {
		return err
	}
	before, err := s.values("L")
	if err != nil {
		return err
	}
	lags := int(4 * math.Pow(float64(len(y))/100, 2.0/9))
	if o.Lags != nil {
		if lags = int(*o.Lags); *o.Lags < 0 || *o.Lags != math.Trunc(*o.Lags) {
			return rc.Syntax.Errorf("lags() must be a nonnegative integer")
		}
	}
	u, err := stats.PhillipsPerron(y, before, lags, kind)
	if err != nil {
		return err
	}
	unitRootHead(c, "Phillips–Perron test for unit root", s.name, [2]string{"Number of obs", c.Count(u.N)}, [2]string{"Newey–West lags", c.Count(lags)})
	c.Printf("\nH0: %s\n", hypotheses[kind])
	showCritical(c, u, false, true)
	if o.Regress {
		t := &interp.CoefTable{Level: c.Settings().Level, Depvar: s.name, DF: u.Fit.DF}
		for j := range u.Fit.B {
			name := "_cons"
			switch {
			case j == 0:
				name = "L" + dotted(s)
			case kind == stats.TrendedCase && j == 1:
				name = "_trend"
			}
			t.Rows = append(t.Rows, interp.CoefRow{Name: name, B: u.Fit.B[j], SE: u.Fit.SE(j)})
		}
		c.Print("\nRegression table\n")
		c.ShowCoefs(t)
	}
	storeUnitRoot(c, u)
	c.Scalar("Zrho", u.Rho)
	return nil
}
