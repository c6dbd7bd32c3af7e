package data

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// TssmoothExponential is the command "tssmooth exponential".
var TssmoothExponential = &interp.Command{
	Name:   "tssmooth Exponential",
	Brief:  "single-exponential smoothing of a time series",
	Syntax: "anything =exp [if] [in]",
	New:    func() interp.Runner { return &smoothExp{} },
	Doc: `    tssmooth exponential [type] newvar = exp [if] [in] [, parms(#) samp0(#) | s0(#) replace]

newvar is the prediction for each period from those before: S(t) = a*x(t) +
(1-a)*S(t-1), newvar(t) = S(t-1). S(0) is the mean of the first half of the
sample unless samp0() says of how many observations, or s0() gives it. a is
what makes the sum of squared prediction errors smallest unless parms() gives
it. Stored results: r(N), r(alpha), r(rss), r(rmse), r(s1_0), r(N_pre)`,
}

type smoothExp struct {
	Parms   *float64 `opt:"Parms(#)" help:"the smoothing parameter, between 0 and 1"`
	Samp0   int      `opt:"Samp0(#)" help:"how many observations the initial value is the mean of"`
	S0      *float64 `opt:"s0(#)" help:"the initial value"`
	Replace bool     `opt:"replace" help:"the new variable may exist"`
}

func (o *smoothExp) Run(c *interp.Call) error {
	switch {
	case o.Parms != nil && (*o.Parms <= 0 || *o.Parms >= 1):
		return rc.OutOfRange.Errorf("parms() must be greater than 0 and less than 1")
	case o.S0 != nil && o.Samp0 != 0:
		return rc.Conflict.Errorf("options samp0() and s0() may not be combined")
	case o.Samp0 < 0:
		return rc.OutOfRange.Errorf("samp0() must be a positive integer")
	}
	f := c.Frame()
	if f.Column(f.Panel.Time) == nil {
		return rc.NotFound.Errorf("time variable not set")
	}
	if f.Panel.ID != "" {
		return rc.DataProblem.Errorf("tssmooth exponential is for a single time series, not for panels")
	}
	if _, err := f.LagRows(1); err != nil {
		return err
	}
	s, err := newSeries(c, o.Replace)
	if err != nil {
		return err
	}
	var rows []int
	var x []float64
	for i := range c.Rows.Each {
		rows, x = append(rows, i), append(x, s.x[i])
	}
	start, pre, err := o.initial(x)
	if err != nil {
		return err
	}
	alpha := 0.0
	if o.Parms != nil {
		alpha = *o.Parms
	} else {
		c.Print("\ncomputing optimal exponential coefficient (0,1)\n")
		alpha = bestAlpha(x, start)
	}
	predicted, rss, n := smoothed(x, start, alpha)
	out := missingValues(f.N())
	for k, i := range rows {
		out[i] = predicted[k]
	}
	if err := s.store(c, out, "parms("+c.Format("%5.4f", alpha)+") = "+s.text); err != nil {
		return err
	}
	o.report(c, alpha, rss, n, start, pre)
	return nil
}

func (o *smoothExp) report(c *interp.Call, alpha, rss float64, n int, start float64, pre int) {
	rmse := math.Sqrt(rss / float64(n))
	name := "exponential coefficient         "
	if o.Parms == nil {
		name = "optimal exponential coefficient "
	}
	c.Printf("\n%s= %s\nsum-of-squared residuals        = %s\nroot mean squared error         = %s\n",
		name, c.Format("%12.4f", alpha), c.Format("%12.0g", rss), c.Format("%12.0g", rmse))
	c.ClearR()
	c.Scalar("N", float64(n))
	c.Scalar("alpha", alpha)
	c.Scalar("rss", rss)
	c.Scalar("rmse", rmse)
	c.Scalar("s1_0", start)
	if pre > 0 {
		c.Scalar("N_pre", float64(pre))
	}
}

// initial returns the value that smoothing begins with, and of how many
// observations it is the mean, 0 if it was given.
func (o *smoothExp) initial(x []float64) (start float64, n int, err error) {
	if len(x) == 0 {
		return 0, 0, rc.NoObs.Errorf("no observations")
	}
	if o.S0 != nil {
		return *o.S0, 0, nil
	}
	if n = o.Samp0; n == 0 {
		n = max(len(x)/2, 1)
	}
	if n > len(x) {
		return 0, 0, rc.OutOfRange.Errorf("samp0() is larger than the sample")
	}
	var known []float64
	for _, v := range x[:n] {
		if v < frame.Missing {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return 0, 0, rc.NoObs.Errorf("no observations to compute the initial value from")
	}
	return mean(known), n, nil
}

// smoothed returns the predictions, the sum of their squared errors and of how
// many. A missing value leaves the level as it is.
func smoothed(x []float64, level, alpha float64) (predicted []float64, rss float64, n int) {
	predicted = make([]float64, len(x))
	for i, v := range x {
		predicted[i] = level
		if v < frame.Missing {
			e := v - level
			rss += float64(e * e)
			n++
			level += float64(alpha * e)
		}
	}
	return predicted, rss, n
}

// bestAlpha finds the parameter with the least sum of squared errors: the best
// of a grid, then golden sections around it.
func bestAlpha(x []float64, start float64) float64 {
	const steps = 200
	at := func(a float64) float64 {
		_, rss, _ := smoothed(x, start, a)
		return rss
	}
	best := 1
	for k := 1; k < steps; k++ {
		if at(float64(k)/steps) < at(float64(best)/steps) {
			best = k
		}
	}
	lo, hi := float64(best-1)/steps, float64(best+1)/steps
	ratio := (math.Sqrt(5) - 1) / 2
	for hi-lo > 1e-10 {
		a, b := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
		if at(a) < at(b) {
			hi = b
		} else {
			lo = a
		}
	}
	return (lo + hi) / 2
}
