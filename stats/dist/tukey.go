package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// TukeyCDF returns P(Q < q) for Tukey's studentized range of k means on df
// degrees of freedom: the integral over the logarithm of the scale of the
// probability of the range, itself an integral over the smallest mean.
func TukeyCDF(k, df, q float64) float64 {
	switch {
	case !(k >= 2) || !(df > 0) || math.IsNaN(q):
		return nan
	case q <= 0:
		return 0
	case math.IsInf(df, 1):
		return rangeCDF(k, q)
	}
	p := integrateLog(func(u float64) float64 {
		return logScaleDensity(df, u) + elementary.Log(rangeCDF(k, q*elementary.Exp(u)))
	}, 0, 1/math.Sqrt(2*df), inf)
	return min(p, 1)
}

// rangeCDF returns the probability that the range of k standard normal
// numbers is below w.
func rangeCDF(k, w float64) float64 {
	p := k * integrate(func(z float64) float64 { // z is the smallest of them
		return NormalDensity(z) * elementary.Pow(normalBetween(z, w), k-1)
	}, -8.5, 8.5, 16)
	return min(p, 1)
}

// normalBetween returns the probability that a normal number is between z and
// z+w.
func normalBetween(z, w float64) float64 {
	switch {
	case w < .1:
		return integrate(NormalDensity, z, z+w, 1)
	case z > 0:
		return NormalCDF(-z) - NormalCDF(-z-w)
	}
	return NormalCDF(z+w) - NormalCDF(z)
}

// TukeyQuantile returns the q for which TukeyCDF is p.
func TukeyQuantile(k, df, p float64) float64 {
	if !(k >= 2) || !(df > 0) || !(p >= 0 && p < 1) {
		return nan
	}
	if p == 0 {
		return 0
	}
	hi := 8.0
	for TukeyCDF(k, df, hi) < p {
		if hi *= 2; hi > 1e9 {
			return nan
		}
	}
	return between(0, hi, func(q float64) float64 { return TukeyCDF(k, df, q) - p })
}
