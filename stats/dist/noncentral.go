package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// Noncentral distributions are mixtures of central ones with Poisson weights.
// Each tail is the sum of the central tails of its own side, so nothing
// cancels.

// mixture returns the sum over j of weight(j) times part(j), where the
// weights are those of a Poisson distribution of mean m and the parts are in
// [0, 1] and monotone in j. The sum begins where the product is largest.
func mixture(m float64, part func(j float64) float64) float64 {
	term := func(j float64) float64 { return poissonTerm(j, m) * part(j) }
	peak := peakOf(term, math.Floor(m))
	sum := term(peak)
	for j := peak + 1; ; j++ {
		t := term(j)
		sum += t
		if t <= sum*1e-17 && (t > 0 || j > m) {
			break
		}
	}
	for j := peak - 1; j >= 0; j-- {
		t := term(j)
		sum += t
		if t <= sum*1e-17 {
			break
		}
	}
	return sum
}

// peakOf returns the integer j >= 0 at which a unimodal f is largest,
// beginning at start.
func peakOf(f func(float64) float64, start float64) float64 {
	j, step := start, max(math.Floor(math.Sqrt(start)), 1)
	best := f(j)
	for step >= 1 {
		moved := false
		for _, next := range []float64{j + step, j - step} {
			if next < 0 {
				continue
			}
			if v := f(next); v > best {
				j, best, moved = next, v, true
				break
			}
		}
		if !moved {
			step = math.Floor(step / 2)
		}
	}
	return j
}

// NoncentralChi2CDF returns P(X < x) for chi-squared on df degrees of freedom
// with noncentrality l, the sum of the squared means.
func NoncentralChi2CDF(df, l, x float64) float64 { return noncentralChi2(df, l, x, true) }

// NoncentralChi2Tail returns P(X > x).
func NoncentralChi2Tail(df, l, x float64) float64 { return noncentralChi2(df, l, x, false) }

func noncentralChi2(df, l, x float64, lower bool) float64 {
	switch {
	case !(df > 0) || !(l >= 0) || math.IsNaN(x):
		return nan
	case x <= 0:
		return indicator(!lower)
	}
	return mixture(l/2, func(j float64) float64 { return pick(lower)(gammaPQ(df/2+j, x/2)) })
}

// NoncentralChi2Density returns the density at x.
func NoncentralChi2Density(df, l, x float64) float64 {
	switch {
	case !(df > 0) || !(l >= 0) || math.IsNaN(x):
		return nan
	case x < 0:
		return 0
	}
	return mixture(l/2, func(j float64) float64 { return GammaDensity(df/2+j, x/2) }) / 2
}

// NoncentralChi2Quantile returns the x for which the CDF, or if upper the
// tail, is p.
func NoncentralChi2Quantile(df, l, p float64, upper bool) float64 {
	if !(df > 0) || !(l >= 0) {
		return nan
	}
	return positiveQuantile(p, upper, df+l, func(x float64, lower bool) (float64, float64) {
		return noncentralChi2(df, l, x, lower), NoncentralChi2Density(df, l, x)
	})
}

// NoncentralChi2Center returns the noncentrality for which the CDF at x is p.
func NoncentralChi2Center(df, x, p float64) float64 {
	if !(df > 0) || !(x >= 0) {
		return nan
	}
	return noncentrality(p, func(l float64) float64 { return NoncentralChi2CDF(df, l, x) })
}

// NoncentralBetaCDF returns P(X < x) for shapes a and b and noncentrality l.
func NoncentralBetaCDF(a, b, l, x float64) float64 {
	return noncentralBeta(a, b, l, x, 1-x, true)
}

func noncentralBeta(a, b, l, x, y float64, lower bool) float64 {
	switch {
	case !(a > 0) || !(b > 0) || !(l >= 0) || math.IsNaN(x):
		return nan
	case x <= 0:
		return indicator(!lower)
	case y <= 0:
		return indicator(lower)
	}
	return mixture(l/2, func(j float64) float64 { return pick(lower)(betaPQ(a+j, b, x, y)) })
}

// NoncentralBetaDensity returns the density at x.
func NoncentralBetaDensity(a, b, l, x float64) float64 {
	if !(a > 0) || !(b > 0) || !(l >= 0) || math.IsNaN(x) {
		return nan
	}
	if x < 0 || x > 1 {
		return 0
	}
	return mixture(l/2, func(j float64) float64 { return betaDensity(a+j, b, x, 1-x) })
}

// NoncentralBetaQuantile returns the x for which the CDF is p.
func NoncentralBetaQuantile(a, b, l, p float64) float64 {
	if !(a > 0) || !(b > 0) || !(l >= 0) || !(p >= 0 && p <= 1) {
		return nan
	}
	if p == 0 || p == 1 {
		return p
	}
	lower := p <= .5
	if !lower {
		p = 1 - p
	}
	u := solve(log((a+l/2)/b), func(u float64) (float64, float64) {
		x, y := unlogit(u)
		density := mixture(l/2, func(j float64) float64 { return betaDensity(a+j, b, x, y) })
		return logRatio(noncentralBeta(a, b, l, x, y, lower), p, density*x*y, lower)
	})
	x, _ := unlogit(u)
	return x
}

// NoncentralFCDF returns P(F < f) for F with noncentrality l.
func NoncentralFCDF(d1, d2, l, f float64) float64 { return noncentralF(d1, d2, l, f, true) }

// NoncentralFTail returns P(F > f).
func NoncentralFTail(d1, d2, l, f float64) float64 { return noncentralF(d1, d2, l, f, false) }

func noncentralF(d1, d2, l, f float64, lower bool) float64 {
	if f <= 0 {
		return noncentralBeta(d1/2, d2/2, l, 0, 1, lower)
	}
	x, y := fShares(d1, d2, f)
	return noncentralBeta(d1/2, d2/2, l, x, y, lower)
}

// NoncentralFDensity returns the density at f.
func NoncentralFDensity(d1, d2, l, f float64) float64 {
	if f < 0 {
		return 0
	}
	x, y := fShares(d1, d2, f)
	return NoncentralBetaDensity(d1/2, d2/2, l, x) * d1 / d2 * y * y
}

// NoncentralFQuantile returns the f for which the CDF, or if upper the tail,
// is p.
func NoncentralFQuantile(d1, d2, l, p float64, upper bool) float64 {
	if !(d1 > 0) || !(d2 > 0) || !(l >= 0) {
		return nan
	}
	return positiveQuantile(p, upper, (d1+l)/d1, func(f float64, lower bool) (float64, float64) {
		return noncentralF(d1, d2, l, f, lower), NoncentralFDensity(d1, d2, l, f)
	})
}

// NoncentralFCenter returns the noncentrality for which the CDF at f is p.
func NoncentralFCenter(d1, d2, f, p float64) float64 {
	if !(d1 > 0) || !(d2 > 0) || !(f >= 0) {
		return nan
	}
	return noncentrality(p, func(l float64) float64 { return NoncentralFCDF(d1, d2, l, f) })
}

// positiveQuantile inverts a distribution on positive numbers, beginning at
// start; at gives tail and density.
func positiveQuantile(p float64, upper bool, start float64, at func(x float64, lower bool) (tail, density float64)) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	if p > .5 {
		p, upper = 1-p, !upper
	}
	if p == 0 {
		if upper {
			return inf
		}
		return 0
	}
	return elementary.Exp(solve(elementary.Log(start), func(u float64) (float64, float64) {
		x := elementary.Exp(u)
		tail, density := at(x, !upper)
		return logRatio(tail, p, density*x, !upper)
	}))
}

// noncentrality returns the l >= 0 for which a decreasing cdf(l) is p, or NaN
// if there is none: by bisection, then secants.
func noncentrality(p float64, cdf func(l float64) float64) float64 {
	if !(p > 0 && p < 1) || cdf(0) < p {
		return nan
	}
	hi := 1.0
	for cdf(hi) > p {
		if hi *= 2; hi > 1e8 {
			return nan
		}
	}
	return between(0, hi, func(l float64) float64 { return p - cdf(l) })
}

// between returns the zero of an increasing function within [lo, hi]: the
// Illinois variant of false position, with bisection now and then.
func between(lo, hi float64, f func(float64) float64) float64 {
	flo, fhi := f(lo), f(hi)
	for k := range 200 {
		mid := lo + (hi-lo)/2
		if k%3 != 2 && flo < 0 && fhi > 0 {
			mid = lo - flo*(hi-lo)/(fhi-flo)
		}
		if mid <= lo || mid >= hi || hi-lo <= 1e-15*math.Abs(hi) {
			return mid
		}
		switch v := f(mid); {
		case v == 0:
			return mid
		case v < 0:
			lo, flo, fhi = mid, v, fhi/2
		default:
			hi, fhi, flo = mid, v, flo/2
		}
	}
	return lo + (hi-lo)/2
}

// NoncentralTTail returns P(T > t) for Student's t with noncentrality d, the
// mean of the numerator: Lenth (1989), Applied Statistics 38:185-189.
func NoncentralTTail(df, d, t float64) float64 {
	switch {
	case !(df > 0) || math.IsNaN(d) || math.IsNaN(t):
		return nan
	case t < 0:
		return noncentralTLower(df, -d, -t)
	}
	return noncentralTUpper(df, d, t)
}

// NoncentralTCDF returns P(T < t).
func NoncentralTCDF(df, d, t float64) float64 { return NoncentralTTail(df, -d, -t) }

// noncentralTUpper returns P(T > t) for t >= 0.
func noncentralTUpper(df, d, t float64) float64 {
	if math.IsInf(df, 1) {
		return NormalCDF(d - t)
	}
	if d < 0 && t > 0 { // the terms of the sum would cancel: integrate over the scale
		return integrateLog(func(u float64) float64 {
			return logScaleDensity(df, u) + NormalLogCDF(d-t*elementary.Exp(u))
		}, 0, 1/math.Sqrt(2*df), inf)
	}
	x, y := tShares(df, t) // y = t^2/(df+t^2)
	even := func(j float64) float64 { p, _ := betaPQ(df/2, j+.5, x, y); return p }
	odd := func(j float64) float64 { p, _ := betaPQ(df/2, j+1, x, y); return p }
	m := d * d / 2
	sum := mixture(m, even)
	if d == 0 {
		return sum / 2
	}
	return max((sum+halfMixture(m, odd)*math.Copysign(1, d))/2, 0)
}

// logScaleDensity is the logarithm of the density of u = ln(chi/sqrt(df)).
func logScaleDensity(df, u float64) float64 {
	return df/2*(2*u-math.Expm1(2*u)) - stirling(df/2) + elementary.Log(df/math.Pi)/2
}

// noncentralTLower returns P(T < t) for t >= 0.
func noncentralTLower(df, d, t float64) float64 {
	if d >= 0 {
		if math.IsInf(df, 1) {
			return NormalCDF(t - d)
		}
		x, y := tShares(df, t)
		even := func(j float64) float64 { _, q := betaPQ(df/2, j+.5, x, y); return q }
		odd := func(j float64) float64 { _, q := betaPQ(df/2, j+1, x, y); return q }
		m := d * d / 2
		return NormalCDF(-d) + (mixture(m, even)+halfMixture(m, odd))/2
	}
	return 1 - noncentralTUpper(df, d, t)
}

// halfMixture is mixture with the weights e^-m m^(j+1/2)/Gamma(j+3/2).
func halfMixture(m float64, part func(j float64) float64) float64 {
	if m == 0 {
		return 0
	}
	return mixture(m, func(j float64) float64 {
		return part(j) * elementary.Exp(LnGamma(j+1)-LnGamma(j+1.5)) * math.Sqrt(m)
	})
}

// NoncentralTDensity returns the density at t.
func NoncentralTDensity(df, d, t float64) float64 {
	switch {
	case !(df > 0) || math.IsNaN(d) || math.IsNaN(t):
		return nan
	case math.IsInf(df, 1):
		return NormalDensity(t - d)
	case t == 0:
		return TDensity(df, 0) * elementary.Exp(-d*d/2)
	case t < 0:
		return NoncentralTDensity(df, -d, -t)
	}
	x, y := tShares(df, t)
	m := d * d / 2
	slope := 2 * x * y / t // of y in t
	even := func(j float64) float64 { return betaDensity(j+.5, df/2, y, x) }
	odd := func(j float64) float64 { return betaDensity(j+1, df/2, y, x) }
	sum := mixture(m, even)
	if d != 0 {
		sum += halfMixture(m, odd) * math.Copysign(1, d)
	}
	return max(sum*slope/2, 0)
}

// NoncentralTQuantile returns the t for which the CDF, or if upper the tail,
// is p.
func NoncentralTQuantile(df, d, p float64, upper bool) float64 {
	switch {
	case !(df > 0) || math.IsNaN(d) || !(p >= 0 && p <= 1):
		return nan
	case p == 0 || p == 1:
		return math.Copysign(inf, indicator((p == 1) != upper)-.5)
	case upper:
		return -NoncentralTQuantile(df, -d, p, false)
	}
	f := func(t float64) float64 { return NoncentralTCDF(df, d, t) - p }
	lo, hi := d-1, d+1
	for step := 1.0; f(lo) > 0; step *= 2 {
		lo -= step
	}
	for step := 1.0; f(hi) < 0; step *= 2 {
		hi += step
	}
	return between(lo, hi, f)
}

// NoncentralTCenter returns the noncentrality for which the CDF at t is p.
func NoncentralTCenter(df, t, p float64) float64 {
	if !(df > 0) || math.IsNaN(t) || !(p > 0 && p < 1) {
		return nan
	}
	f := func(d float64) float64 { return p - NoncentralTCDF(df, d, t) }
	lo, hi := t-1, t+1
	for step := 1.0; f(lo) > 0; step *= 2 {
		lo -= step
	}
	for step := 1.0; f(hi) < 0; step *= 2 {
		hi += step
	}
	return between(lo, hi, f)
}
