package data

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Centile is the command "centile".
var Centile = &interp.Command{
	Name:   "centile",
	Brief:  "report percentiles and their confidence intervals",
	Syntax: "[varlist(numeric)] [if] [in]",
	New:    func() interp.Runner { return &centile{} },
	By:     interp.ByEach,
	Doc: `    centile [varlist] [if] [in] [, centile(numlist) cci normal meansd level(#)]

The percentile is interpolated at rank (N+1)p/100. The interval is that of
Mood and Graybill (1963, 408), interpolated between order statistics; see
Royston (1992), Stata Technical Bulletin 8: 12-15.
Stored results, of the last variable: r(N), r(n_cent), r(c_#), r(lb_#), r(ub_#)`,
}

type centile struct {
	Centile []float64 `opt:"Centile(numlist)" help:"which percentiles; default 50"`
	CCI     bool      `opt:"CCi" help:"conservative intervals that end at values of the variable"`
	Normal  bool      `opt:"Normal" help:"intervals for normal data, around the observed percentiles"`
	MeanSD  bool      `opt:"Meansd" help:"percentiles and intervals of the normal distribution with the mean and standard deviation of the data"`
	Level   *float64  `opt:"Level(#)" help:"confidence level, in percent"`
}

func (o *centile) Run(c *interp.Call) error {
	level := c.Settings().Level
	if o.Level != nil {
		level = *o.Level
	}
	if o.Centile == nil {
		o.Centile = []float64{50}
	}
	for _, q := range o.Centile {
		if q <= 0 || q >= 100 {
			return rc.Syntax.Errorf("centile() must be between 0 and 100")
		}
	}
	if level < 10 || level > 99.99 {
		return rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	}
	o.header(c, level)
	c.ClearR()
	for _, v := range c.Vars {
		var x []float64
		for i := range c.Rows.Each {
			if y := v.Num(i); y < frame.Missing {
				x = append(x, y)
			}
		}
		slices.Sort(x)
		o.print(c, v.Name, x, (100-level)/200)
	}
	return nil
}

func (o *centile) header(c *interp.Call, level float64) {
	title := "   Binom. interp.   "
	switch {
	case o.CCI:
		title = "    Binomial exact    "
	case o.Normal:
		title = "Normal, based on observed centiles"
	case o.MeanSD:
		title = "Normal, based on mean and std. dev."
	}
	c.Printf("\n%75s\n", title)
	c.Printf("    Variable |       Obs  Percentile    Centile        [%s%% conf. interval]\n", interp.FormatNumber(level))
	c.Print("-------------+-------------------------------------------------------------\n")
}

// print reports the percentiles of the sorted values x.
func (o *centile) print(c *interp.Call, name string, x []float64, alpha float64) {
	c.Scalar("N", float64(len(x)))
	c.Scalar("n_cent", float64(len(o.Centile)))
	head, obs := padLeft(abbreviated(name, 12), 12), c.Count(len(x))
	for k, q := range o.Centile {
		at, lo, hi := frame.Missing, frame.Missing, frame.Missing
		if len(x) > 0 {
			at, lo, hi = o.estimate(x, q, alpha)
		}
		c.Printf("%12s |%10s%11s%12s%16s%12s\n", head, obs, c.Format("%9.0g", q), c.Format("%9.0g", at), c.Format("%9.0g", lo), c.Format("%9.0g", hi))
		head, obs = "", ""
		n := interp.FormatNumber(float64(k + 1))
		c.Scalar("c_"+n, at)
		c.Scalar("lb_"+n, lo)
		c.Scalar("ub_"+n, hi)
	}
}

// abbreviated shortens a name to n columns: the beginning, ~ and the last
// character.
func abbreviated(name string, n int) string {
	r := []rune(name)
	if len(r) <= n {
		return name
	}
	return string(r[:n-2]) + "~" + string(r[len(r)-1])
}

// estimate returns the q-th percentile of the sorted x and its limits; alpha
// is the probability beyond each.
func (o *centile) estimate(x []float64, q, alpha float64) (at, lo, hi float64) {
	n := float64(len(x))
	z := distuv.UnitNormal.Quantile(1 - alpha)
	at = interpolated(x, q)
	switch {
	case o.MeanSD:
		s := stats.Describe(x, nil, stats.NoWeight)
		zq := distuv.UnitNormal.Quantile(q / 100)
		at = s.Mean + float64(zq*s.SD)
		se := s.SD * math.Sqrt(1/n+zq*zq/(2*n-2))
		return at, frame.Value(at - z*se), frame.Value(at + z*se)
	case o.Normal:
		s := stats.Describe(x, nil, stats.NoWeight)
		density := distuv.UnitNormal.Prob((at-s.Mean)/s.SD) / s.SD
		se := math.Sqrt(q*(100-q)/n) / (100 * density)
		return at, frame.Value(at - z*se), frame.Value(at + z*se)
	}
	lo, hi = o.orderLimits(x, q/100, alpha)
	return at, lo, hi
}

// orderLimits returns the limits by order statistics, in the notation of
// Royston (1992).
func (o *centile) orderLimits(x []float64, p, alpha float64) (lo, hi float64) {
	n := len(x)
	value := func(i int) float64 { return x[min(max(i, 1), n)-1] }
	f := func(i int) float64 { // P(X <= i) for X binomial(n, p)
		switch {
		case i < 0:
			return 0
		case i >= n:
			return 1
		}
		return mathext.RegIncBeta(float64(n-i), float64(i+1), 1-p)
	}
	t := -1
	for f(t+1) <= alpha {
		t++
	}
	u := t
	for 1-f(u) > alpha {
		u++
	}
	if o.CCI {
		return value(t + 1), value(u + 1)
	}
	g := (alpha - f(t)) / (f(t+1) - f(t))
	h := (alpha - 1 + f(u)) / (f(u) - f(u-1))
	lo = value(t+1) + float64(g*(value(t+2)-value(t+1)))
	hi = value(u+1) - float64(h*(value(u+1)-value(u)))
	return lo, hi
}
