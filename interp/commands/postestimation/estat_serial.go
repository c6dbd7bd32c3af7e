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

// serialCommand is one of the tests for autocorrelation after regress.
func serialCommand(name, brief, doc string, run func() interp.Runner) *interp.Command {
	return &interp.Command{
		Name: name, Brief: brief, New: run,
		Doc: "    " + strings.ToLower(name) + doc + "\n\nThe data must be tsset, and be one series.",
	}
}

func bgodfreyCommand(name string) *interp.Command {
	return serialCommand(name, "Breusch-Godfrey test for autocorrelation after regress", ` [, lags(numlist) small nomiss0]

Stored results: r(N), r(k), r(N_gaps), r(lags), r(chi2), r(F), r(df),
r(df_r), r(p)`, func() interp.Runner {
		return &serial{title: "Breusch–Godfrey LM test for autocorrelation", test: bgodfrey}
	})
}

func durbinaltCommand(name string) *interp.Command {
	return serialCommand(name, "Durbin's alternative test for autocorrelation after regress", ` [, lags(numlist) small nomiss0 robust]

Stored results: r(N), r(k), r(N_gaps), r(lags), r(chi2), r(F), r(df),
r(df_r), r(p)`, func() interp.Runner { return &durbinalt{} })
}

func archlmCommand(name string) *interp.Command {
	return serialCommand(name, "test for autoregressive conditional heteroskedasticity after regress", ` [, lags(numlist)]

Stored results: r(N), r(k), r(N_gaps), r(lags), r(arch), r(df), r(p)`, func() interp.Runner { return &archlm{} })
}

func dwatsonCommand(name string) *interp.Command {
	return serialCommand(name, "Durbin-Watson statistic after regress", "\n\nStored results: r(dw), r(N), r(k), r(N_gaps)", func() interp.Runner { return &dwatson{} })
}

// serial holds the options of the tests, and which one it is.
type serial struct {
	Lags  []float64 `opt:"LAGs(numlist)" help:"lags up to which to test; default 1"`
	Small bool      `opt:"SMall" help:"F statistics instead of chi-squared"`
	Miss0 bool      `opt:"nomiss0" help:"leave out the first observations, instead of zero lags"`

	title string
	null  string
	test  func(s *series, lags int, drop bool) (stats.SerialTest, error)
}

type durbinalt struct {
	serial
	Robust bool `opt:"Robust" help:"robust to heteroskedasticity"`
	Force  bool `opt:"force" help:"allow it after vce(robust)"`
}

type archlm struct {
	Lags  []float64 `opt:"LAGs(numlist)" help:"lags up to which to test; default 1"`
	Force bool      `opt:"force" help:"allow it after vce(robust)"`
}

type dwatson struct{}

// A series is a time-series regression: what the tests work on.
type series struct {
	d    *stats.Design
	fit  *stats.Fit
	time stats.Timeline
	gaps int
}

func bgodfrey(s *series, lags int, drop bool) (stats.SerialTest, error) {
	return stats.BreuschGodfrey(s.d, s.fit.Resid, s.time, lags, drop)
}

// readSeries returns the regression that the test called kind is about.
func readSeries(c *interp.Call, kind string) (*series, error) {
	d, fit, err := afterRegress(c, kind)
	if err != nil {
		return nil, err
	}
	if d.W != nil {
		return nil, rc.NotAllowed.Errorf("estat %s not available with weights", kind)
	}
	f := c.Frame()
	col := f.Column(f.Panel.Time)
	if col == nil {
		return nil, rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	s := &series{d: d, fit: fit}
	delta := max(f.Panel.Delta, 0)
	if delta == 0 {
		delta = 1
	}
	id := f.Column(f.Panel.ID)
	rows := c.Sample().Index()
	for _, r := range rows {
		if id != nil && id.Num(int(r)) != id.Num(int(rows[0])) {
			return nil, rc.DataProblem.Errorf("sample may not include multiple panels")
		}
		s.time.Time = append(s.time.Time, math.Round((col.Num(int(r))-col.Num(int(rows[0])))/delta))
	}
	s.gaps = s.time.CountGaps()
	return s, nil
}

func (o *serial) Run(c *interp.Call) error {
	s, err := readSeries(c, "bgodfrey")
	if err != nil {
		return err
	}
	return o.run(c, s)
}

func (o *durbinalt) Run(c *interp.Call) error {
	s, err := readSeries(c, "durbinalt")
	if err != nil {
		return err
	}
	if v := c.E.Macro("vce"); v != "ols" && !o.Force && !o.Robust {
		return rc.Syntax.Errorf("estat durbinalt not appropriate after vce(%s); specify robust or force", v)
	}
	o.title = "Durbin's alternative test for autocorrelation"
	o.test = func(s *series, lags int, drop bool) (stats.SerialTest, error) {
		if o.Robust {
			return stats.DurbinAlternative(s.d, s.fit.Resid, s.time, lags, drop, stats.Robust{})
		}
		return stats.DurbinAlternative(s.d, s.fit.Resid, s.time, lags, drop, stats.Classical{})
	}
	return o.run(c, s)
}

func (o *archlm) Run(c *interp.Call) error {
	s, err := readSeries(c, "archlm")
	if err != nil {
		return err
	}
	if v := c.E.Macro("vce"); v != "ols" && !o.Force {
		return rc.Syntax.Errorf("estat archlm not appropriate after vce(%s); specify force", v)
	}
	t := serial{
		Lags: o.Lags, title: "LM test for autoregressive conditional heteroskedasticity (ARCH)",
		null: "         H0: no ARCH effects      vs.  H1: ARCH(p) disturbance",
		test: func(s *series, lags int, _ bool) (stats.SerialTest, error) {
			return stats.ARCHTest(s.fit.Resid, s.time, lags)
		},
	}
	if err := t.run(c, s); err != nil {
		return err
	}
	m := c.R.Matrix("chi2")
	c.Matrix("arch", m)
	return nil
}

// run makes the test for each of the lags, shows and stores it.
func (o *serial) run(c *interp.Call, s *series) error {
	if len(o.Lags) == 0 {
		o.Lags = []float64{1}
	}
	var tests []stats.SerialTest
	for _, l := range o.Lags {
		if l < 1 || l != math.Trunc(l) || int(l) >= len(s.d.Y) {
			return rc.Syntax.Errorf("lags(%s) invalid", interp.FormatNumber(l))
		}
		t, err := o.test(s, int(l), o.Miss0)
		if err != nil {
			return err
		}
		tests = append(tests, t)
	}
	o.show(c, tests)
	o.store(c, s, tests)
	return nil
}

const serialRule = "---------------------------------------------------------------------------\n"

func (o *serial) show(c *interp.Call, tests []stats.SerialTest) {
	name, prob := "chi2", "Prob > chi2"
	if o.Small {
		name, prob = " F  ", " Prob > F  "
	}
	c.Printf("\n%s\n%s", o.title, serialRule)
	c.Printf("    lags(p)  |          %s               df                 %s\n", name, prob)
	c.Print("-------------+-------------------------------------------------------------\n")
	for _, t := range tests {
		stat, df, p := t.Chi2, fmt.Sprintf("%16d%9s", t.Lags, ""), stats.Chi2Tail(float64(t.Lags), t.Chi2)
		if o.Small {
			stat, df, p = t.F, fmt.Sprintf("%12s%3d,%6.0f )%2s", "(", t.Lags, t.DF2, ""), stats.FTail(float64(t.Lags), t.DF2, t.F)
		}
		c.Printf("%8d     |%s%s%16s\n", t.Lags, c.Format("%15.3f", frame.Value(stat)), df, c.Format("%6.4f", frame.Value(p)))
	}
	null := o.null
	if null == "" {
		null = "                        H0: no serial correlation"
	}
	c.Print(serialRule + null + "\n")
}

func (o *serial) store(c *interp.Call, s *series, tests []stats.SerialTest) {
	c.ClearR()
	c.Scalar("N", float64(tests[0].N))
	k := float64(s.fit.Rank)
	c.Scalar("k", k)
	c.Scalar("N_gaps", float64(s.gaps))
	row := func(f func(t stats.SerialTest) float64) *interp.Matrix {
		m := interp.NewMatrix(1, len(tests))
		for i, t := range tests {
			m.Set(0, i, frame.Value(f(t)))
			m.Cols[i] = fmt.Sprint(t.Lags)
		}
		return m
	}
	var lags []string
	for _, t := range tests {
		lags = append(lags, fmt.Sprint(t.Lags))
	}
	c.Macro("lags", strings.Join(lags, " "))
	if o.Small {
		c.Matrix("p", row(func(t stats.SerialTest) float64 { return stats.FTail(float64(t.Lags), t.DF2, t.F) }))
		c.Matrix("df_r", row(func(t stats.SerialTest) float64 { return t.DF2 }))
		c.Matrix("F", row(func(t stats.SerialTest) float64 { return t.F }))
	} else {
		c.Matrix("p", row(func(t stats.SerialTest) float64 { return stats.Chi2Tail(float64(t.Lags), t.Chi2) }))
		c.Matrix("chi2", row(func(t stats.SerialTest) float64 { return t.Chi2 }))
	}
	c.Matrix("df", row(func(t stats.SerialTest) float64 { return float64(t.Lags) }))
}

func (o *dwatson) Run(c *interp.Call) error {
	s, err := readSeries(c, "dwatson")
	if err != nil {
		return err
	}
	dw := stats.DurbinWatson(s.fit.Resid, s.time)
	if s.gaps > 0 {
		c.Printf("\nNumber of gaps in sample = %d\n", s.gaps)
	}
	c.Printf("\nDurbin–Watson d-statistic(%3d,%6d) = %s\n", s.fit.Rank, s.fit.N, c.Format("%9.0g", dw))
	c.ClearR()
	c.Scalar("k", float64(s.fit.Rank))
	c.Scalar("N", float64(s.fit.N))
	c.Scalar("N_gaps", float64(s.gaps))
	c.Scalar("dw", dw)
	return nil
}
