package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// To be replaced by package stats/dist. Everything about distributions that
// this package needs is in this file. Degrees of freedom +Inf mean the normal
// or chi-squared limit.

// tTail2 is P(|T| > |t|) for Student's t.
func tTail2(df, t float64) float64 {
	if math.IsNaN(t) || !(df > 0) {
		return math.NaN()
	}
	if math.IsInf(df, 1) {
		return math.Erfc(math.Abs(t) / math.Sqrt2)
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// tTail is P(T > t).
func tTail(df, t float64) float64 {
	if t < 0 {
		return 1 - tTail2(df, t)/2
	}
	return tTail2(df, t) / 2
}

// tQuantile2 is the t for which tTail2(df, t) is p.
func tQuantile2(df, p float64) float64 {
	if !(df > 0) {
		return math.NaN()
	}
	if math.IsInf(df, 1) {
		return -distuv.UnitNormal.Quantile(p / 2)
	}
	x := mathext.InvRegIncBeta(df/2, 0.5, p)
	return math.Sqrt(df * (1 - x) / x)
}

// fTail is P(F > f) on d1 and d2 degrees of freedom.
func fTail(d1, d2, f float64) float64 {
	if math.IsNaN(f) || !(d1 > 0) || !(d2 > 0) {
		return math.NaN()
	}
	if f <= 0 {
		return 1
	}
	if math.IsInf(d2, 1) {
		return chi2Tail(d1, d1*f)
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*f))
}

// chi2Tail is P(X > x) on df degrees of freedom.
func chi2Tail(df, x float64) float64 {
	if math.IsNaN(x) || !(df > 0) {
		return math.NaN()
	}
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}

// FTail is P(F > f) on d1 and d2 degrees of freedom; d2 is +Inf for chi2/d1.
func FTail(d1, d2, f float64) float64 { return fTail(d1, d2, f) }

// TTail2 is P(|T| > |t|) for Student's t on df degrees of freedom; +Inf is
// the normal distribution.
func TTail2(df, t float64) float64 { return tTail2(df, t) }

// TQuantile2 is the t for which TTail2(df, t) is p.
func TQuantile2(df, p float64) float64 { return tQuantile2(df, p) }

// Chi2Tail is P(X > x) for chi-squared on df degrees of freedom.
func Chi2Tail(df, x float64) float64 { return chi2Tail(df, x) }
