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

// Corrgram is the command "corrgram".
var Corrgram = &interp.Command{
	Name:   "corrgram",
	Brief:  "autocorrelations, partial autocorrelations and Q statistics",
	Syntax: "varlist(min=1 max=1 ts) [if] [in]",
	New:    func() interp.Runner { return &corrgram{} },
	By:     interp.ByEach,
	Doc: `    corrgram varname [if] [in] [, lags(#) noplot]

Partial autocorrelations are from regressions on the lags in between.

Stored results: r(lags), r(ac1), r(pac1), r(q1), ..., r(AC), r(PAC), r(Q)`,
}

type corrgram struct {
	Lags   *float64 `opt:"LAGs(#)" help:"number of lags; default the least of 40 and N/2-2"`
	NoPlot bool     `opt:"noPLOT" help:"no plots in characters"`
}

// numberOfLags is that of the option, or the default for n rows.
func numberOfLags(given *float64, n int) (int, error) {
	if given == nil {
		return max(min(n/2-2, 40), 1), nil
	}
	if *given < 1 || *given != math.Trunc(*given) || int(*given) >= n {
		return 0, rc.Syntax.Errorf("lags() must be a positive integer less than the number of observations")
	}
	return int(*given), nil
}

func (o *corrgram) Run(c *interp.Call) error {
	s, err := readSeries(c)
	if err != nil {
		return err
	}
	y, err := s.values("")
	if err != nil {
		return err
	}
	lags, err := numberOfLags(o.Lags, len(y))
	if err != nil {
		return err
	}
	ac, pac, q, err := stats.Autocorrelations(y, lags)
	if err != nil {
		return err
	}
	c.Print("\n")
	if !o.NoPlot {
		c.Print("                                          -1       0       1 -1       0       1\n")
		c.Print(" LAG       AC       PAC      Q     Prob>Q  [Autocorrelation]  [Partial autocor]\n" + strings.Repeat("-", 79) + "\n")
	} else {
		c.Print(" LAG       AC       PAC      Q     Prob>Q\n" + strings.Repeat("-", 41) + "\n")
	}
	m := map[string]*interp.Matrix{"AC": interp.NewMatrix(1, lags), "PAC": interp.NewMatrix(1, lags), "Q": interp.NewMatrix(1, lags)}
	c.ClearR()
	for j := lags - 1; j >= 0; j-- {
		for _, x := range []struct {
			name string
			all  []float64
		}{{"q", q}, {"pac", pac}, {"ac", ac}} {
			c.Scalar(fmt.Sprint(x.name, j+1), frame.Value(x.all[j]))
			m[strings.ToUpper(x.name)].Set(0, j, frame.Value(x.all[j]))
		}
	}
	c.Scalar("lags", float64(lags))
	for _, name := range []string{"Q", "PAC", "AC"} {
		c.Matrix(name, m[name])
	}
	for j := range lags {
		line := fmt.Sprintf("%-7d%8s%9s%9s%8s", j+1, fixed(c, "%7.4f", ac[j]), fixed(c, "%7.4f", pac[j]),
			fixed(c, "%8.5g", q[j]), fixed(c, "%6.4f", stats.Chi2Tail(float64(j+1), q[j])))
		if !o.NoPlot {
			line += "  " + bar(ac[j]) + "  " + bar(pac[j])
		}
		c.Print(strings.TrimRight(line, " ") + "\n")
	}
	return nil
}

// bar is a correlation as a bar of up to eight characters about a line.
func bar(r float64) string {
	if math.IsNaN(r) {
		return strings.Repeat(" ", 17)
	}
	n := min(int(math.Abs(r)*8), 8)
	line := strings.Repeat("-", n)
	if r < 0 {
		return fmt.Sprintf("%8s|%8s", line, "")
	}
	return fmt.Sprintf("%8s|%-8s", "", line)
}

// WNTestQ is the command "wntestq".
var WNTestQ = &interp.Command{
	Name:   "wntestq",
	Brief:  "portmanteau test for white noise",
	Syntax: "varlist(min=1 max=1 ts) [if] [in]",
	New:    func() interp.Runner { return &wntestq{} },
	By:     interp.ByEach,
	Doc:    "    wntestq varname [if] [in] [, lags(#)]\n\nStored results: r(stat), r(df), r(p)",
}

type wntestq struct {
	Lags *float64 `opt:"LAGs(#)" help:"number of lags; default the least of 40 and N/2-2"`
}

func (o *wntestq) Run(c *interp.Call) error {
	s, err := readSeries(c)
	if err != nil {
		return err
	}
	y, err := s.values("")
	if err != nil {
		return err
	}
	lags, err := numberOfLags(o.Lags, len(y))
	if err != nil {
		return err
	}
	q, err := stats.LjungBox(y, lags)
	if err != nil {
		return err
	}
	p := stats.Chi2Tail(float64(lags), q)
	c.Print("\nPortmanteau test for white noise\n---------------------------------------\n")
	c.Printf(" Portmanteau (Q) statistic = %s\n", c.Format("%10.4f", q))
	c.Printf(" %-25s = %s\n", fmt.Sprintf("Prob > chi2(%d)", lags), c.Format("%10.4f", p))
	c.ClearR()
	c.Scalar("p", p)
	c.Scalar("df", float64(lags))
	c.Scalar("stat", q)
	return nil
}
