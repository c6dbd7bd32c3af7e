package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
)

// The tails and quantiles that inference needs. Degrees of freedom +Inf mean
// the normal or chi-squared limit.

// tTail2 is P(|T| > |t|) for Student's t.
func tTail2(df, t float64) float64 { return dist.TTail2(df, t) }

// tTail is P(T > t).
func tTail(df, t float64) float64 { return dist.TTail(df, t) }

// tQuantile2 is the t for which tTail2(df, t) is p.
func tQuantile2(df, p float64) float64 { return dist.TTailQuantile(df, p/2) }

// fTail is P(F > f) on d1 and d2 degrees of freedom.
func fTail(d1, d2, f float64) float64 {
	if math.IsInf(d2, 1) {
		return chi2Tail(d1, d1*f)
	}
	return dist.FTail(d1, d2, f)
}

// chi2Tail is P(X > x) on df degrees of freedom.
func chi2Tail(df, x float64) float64 {
	if !(df > 0) {
		return math.NaN()
	}
	return dist.Chi2Tail(df, x)
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
