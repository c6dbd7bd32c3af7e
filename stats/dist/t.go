package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// TTail returns the probability that Student's t on df degrees of freedom is
// above t.
func TTail(df, t float64) float64 {
	switch {
	case math.IsNaN(t) || !(df > 0):
		return nan
	case math.IsInf(df, 1):
		return NormalCDF(-t)
	case t < 0:
		return 1 - TTail(df, -t)
	}
	x, y := tShares(df, t)
	if x < 1e-290 { // the leading term of the tail, in logarithms
		a := df / 2
		return .5 * elementary.Exp(a*(log(df)-2*log(t))-LnGamma(a+1)-LnGamma(.5)+LnGamma(a+.5))
	}
	p, _ := betaPQ(df/2, .5, x, y)
	return p / 2
}

// tShares returns df/(df+t^2) and t^2/(df+t^2).
func tShares(df, t float64) (x, y float64) {
	if r := t / df * t; r < 1 {
		return 1 / (1 + r), r / (1 + r)
	}
	r := df / t / t
	return r / (1 + r), 1 / (1 + r)
}

// TCDF returns the probability that Student's t is below t.
func TCDF(df, t float64) float64 { return TTail(df, -t) }

// TTail2 returns the probability that Student's t is above |t| or below -|t|.
func TTail2(df, t float64) float64 { return 2 * TTail(df, math.Abs(t)) }

// TDensity returns the density of Student's t.
func TDensity(df, t float64) float64 {
	switch {
	case math.IsNaN(t) || !(df > 0):
		return nan
	case math.IsInf(df, 1):
		return NormalDensity(t)
	case math.IsInf(t, 0):
		return 0
	}
	front := elementary.Exp(stirling((df+1)/2)-stirling(df/2)-deviance(df/2, (df+1)/2)) / sqrt2Pi
	r := t / df * t
	var e float64
	if math.IsInf(r, 1) || r > 1e16 {
		e = (df + 1) * (elementary.Log(math.Abs(t)) - .5*elementary.Log(df))
	} else {
		e = (df + 1) / 2 * elementary.Log1p(r)
	}
	return front * elementary.Exp(-e)
}

// TTailQuantile returns the t for which TTail(df, t) is p.
func TTailQuantile(df, p float64) float64 {
	switch {
	case !(df > 0) || !(p >= 0 && p <= 1):
		return nan
	case math.IsInf(df, 1):
		return -NormalQuantile(p)
	case p > .5:
		return -TTailQuantile(df, 1-p)
	case p == 0:
		return inf
	}
	if p > .25 && df > .5 || p > .49 { // near the middle: P(0 < T < t) = (1/2 - p)
		return math.Sqrt(df) * elementary.Exp(betaLogit(.5, df/2, 2*(.5-p), true)/2)
	}
	return math.Sqrt(df) * elementary.Exp(-betaLogit(df/2, .5, 2*p, true)/2)
}

// TQuantile returns the t for which TCDF(df, t) is p.
func TQuantile(df, p float64) float64 {
	if p > .5 {
		return TTailQuantile(df, 1-p)
	}
	return -TTailQuantile(df, p)
}

// FCDF returns the probability that F on d1 and d2 degrees of freedom is
// below f.
func FCDF(d1, d2, f float64) float64 { p, _ := fPQ(d1, d2, f); return p }

// FTail returns the probability that F is above f.
func FTail(d1, d2, f float64) float64 { _, q := fPQ(d1, d2, f); return q }

func fPQ(d1, d2, f float64) (p, q float64) {
	switch {
	case math.IsNaN(f) || !(d1 > 0) || !(d2 > 0):
		return nan, nan
	case f <= 0:
		return 0, 1
	case math.IsInf(f, 1):
		return 1, 0
	case math.IsInf(d1, 1) && math.IsInf(d2, 1):
		return indicator(f >= 1), indicator(f < 1)
	case math.IsInf(d2, 1):
		return gammaPQ(d1/2, d1/2*f)
	case math.IsInf(d1, 1):
		q, p = gammaPQ(d2/2, d2/2/f)
		return p, q
	}
	x, y := fShares(d1, d2, f)
	return betaPQ(d1/2, d2/2, x, y)
}

// fShares returns d1 f/(d1 f + d2) and d2/(d1 f + d2).
func fShares(d1, d2, f float64) (x, y float64) {
	if r := d1 / d2 * f; r < 1 {
		return r / (1 + r), 1 / (1 + r)
	}
	r := d2 / d1 / f
	return 1 / (1 + r), r / (1 + r)
}

// FDensity returns the density of F.
func FDensity(d1, d2, f float64) float64 {
	switch {
	case math.IsNaN(f) || !(d1 > 0) || !(d2 > 0):
		return nan
	case f < 0:
		return 0
	case math.IsInf(d2, 1):
		return GammaDensity(d1/2, d1/2*f) * d1 / 2
	case f == 0:
		return edgeDensity(d1/2, 1)
	}
	x, y := fShares(d1, d2, f)
	return betaDensity(d1/2, d2/2, x, y) * x * y / f
}

// FQuantile returns the f for which FCDF(d1, d2, f) is p.
func FQuantile(d1, d2, p float64) float64 { return fQuantile(d1, d2, p, true) }

// FTailQuantile returns the f for which FTail(d1, d2, f) is p.
func FTailQuantile(d1, d2, p float64) float64 { return fQuantile(d1, d2, p, false) }

func fQuantile(d1, d2, p float64, lower bool) float64 {
	if math.IsInf(d2, 1) {
		return gammaQuantile(d1/2, p, lower) / (d1 / 2)
	}
	return d2 / d1 * elementary.Exp(betaLogit(d1/2, d2/2, p, lower))
}

// Chi2CDF returns the probability that chi-squared on df degrees of freedom
// is below x.
func Chi2CDF(df, x float64) float64 { return GammaP(df/2, x/2) }

// Chi2Tail returns the probability that chi-squared is above x.
func Chi2Tail(df, x float64) float64 { return GammaQ(df/2, x/2) }

// Chi2Density returns the density of chi-squared.
func Chi2Density(df, x float64) float64 { return GammaDensity(df/2, x/2) / 2 }

// Chi2Quantile returns the x for which Chi2CDF(df, x) is p.
func Chi2Quantile(df, p float64) float64 { return 2 * GammaQuantile(df/2, p) }

// Chi2TailQuantile returns the x for which Chi2Tail(df, x) is p.
func Chi2TailQuantile(df, p float64) float64 { return 2 * GammaTailQuantile(df/2, p) }
