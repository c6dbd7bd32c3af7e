package stats

import "math"

// LowessOptions change how Lowess smooths. The zero value is the default but
// for Bandwidth, which must be set; Stata's default is 0.8.
type LowessOptions struct {
	Bandwidth float64 // share of the data used for each point
	Mean      bool    // running means instead of lines
	Unweight  bool    // no tricube weights
	Stop      func() error
}

// Lowess smooths y over x by running lines with tricube weights and returns
// the smoothed values in the order of the data: [R] lowess, Methods and
// formulas. The points used for the i-th of n in the order of x are those
// from i-k to i+k, k = floor((n·bandwidth - 0.5)/2). Points with the same x
// get the same value, that of the first of them.
func Lowess(y, x []float64, o LowessOptions) ([]float64, error) {
	n := len(x)
	order := ascending(x)
	xs, ys := make([]float64, n), make([]float64, n)
	for i, j := range order {
		xs[i], ys[i] = x[j], y[j]
	}
	k := int(math.Floor((float64(float64(n)*o.Bandwidth) - 0.5) / 2))
	out := make([]float64, n)
	last := 0.0
	for i, j := range order {
		if o.Stop != nil && i%256 == 0 {
			if err := o.Stop(); err != nil {
				return nil, err
			}
		}
		if i == 0 || xs[i] != xs[i-1] {
			lo, hi := max(i-k, 0), min(i+k, n-1)
			last = localFit(xs, ys, i, lo, hi, o)
		}
		out[j] = last
	}
	return out, nil
}

// localFit returns the fitted value at xs[i] from the points lo to hi.
func localFit(xs, ys []float64, i, lo, hi int, o LowessOptions) float64 {
	x := xs[i]
	delta := 1.0001 * max(xs[hi]-x, x-xs[lo])
	var sw, swx, swy, swxx, swxy float64
	for j := lo; j <= hi; j++ {
		w := 1.0
		if !o.Unweight && delta > 0 {
			u := math.Abs(xs[j]-x) / delta
			v := 1 - float64(u*u*u)
			w = v * v * v
		}
		d := xs[j] - x
		sw += w
		swx += float64(w * d)
		swy += float64(w * ys[j])
		swxx += float64(float64(w*d) * d)
		swxy += float64(float64(w*d) * ys[j])
	}
	det := float64(sw*swxx) - float64(swx*swx)
	if o.Mean || det <= 1e-12*float64(sw*swxx) {
		return swy / sw
	}
	return (float64(swxx*swy) - float64(swx*swxy)) / det
}
