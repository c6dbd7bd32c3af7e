package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// A LocationScale is a family of distributions in closed form, given by its
// standard member.
type LocationScale struct {
	cdf, tail, quantile, density func(float64) float64
}

// Logistic, Laplace and Cauchy are the standard distributions of those names;
// Exponential has mean 1.
var (
	Logistic    = LocationScale{logisticCDF, func(x float64) float64 { return logisticCDF(-x) }, logit, logisticDensity}
	Laplace     = LocationScale{laplaceCDF, func(x float64) float64 { return laplaceCDF(-x) }, laplaceQuantile, laplaceDensity}
	Cauchy      = LocationScale{cauchyCDF, func(x float64) float64 { return cauchyCDF(-x) }, cauchyQuantile, cauchyDensity}
	Exponential = LocationScale{exponentialCDF, exponentialTail, exponentialQuantile, exponentialDensity}
)

// CDF returns P(X < x) for location m and scale s.
func (d LocationScale) CDF(m, s, x float64) float64 { return scaled(s, d.cdf((x-m)/s)) }

// Tail returns P(X > x).
func (d LocationScale) Tail(m, s, x float64) float64 { return scaled(s, d.tail((x-m)/s)) }

// Density returns the density at x.
func (d LocationScale) Density(m, s, x float64) float64 { return scaled(s, d.density((x-m)/s)/s) }

// Quantile returns the x for which CDF is p.
func (d LocationScale) Quantile(m, s, p float64) float64 { return scaled(s, m+s*d.quantile(p)) }

// TailQuantile returns the x for which Tail is p. For a distribution on
// positive numbers use ExponentialTailQuantile.
func (d LocationScale) TailQuantile(m, s, p float64) float64 { return scaled(s, m-s*d.quantile(p)) }

// scaled is v, or NaN unless the scale is positive.
func scaled(s, v float64) float64 {
	if !(s > 0) {
		return nan
	}
	return v
}

func logisticCDF(x float64) float64 {
	if x < 0 {
		e := elementary.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + elementary.Exp(-x))
}

func logit(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	return log(p) - elementary.Log1p(-p)
}

func logisticDensity(x float64) float64 {
	e := elementary.Exp(-math.Abs(x))
	return e / ((1 + e) * (1 + e))
}

func laplaceCDF(x float64) float64 {
	if x < 0 {
		return .5 * elementary.Exp(x)
	}
	return 1 - .5*elementary.Exp(-x)
}

func laplaceQuantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return nan
	case p > .5:
		return -log(2 * (1 - p))
	}
	return log(2 * p)
}

func laplaceDensity(x float64) float64 { return .5 * elementary.Exp(-math.Abs(x)) }

func cauchyCDF(x float64) float64 {
	if x < -1 {
		return math.Atan(-1/x) / math.Pi
	}
	return .5 + math.Atan(x)/math.Pi
}

func cauchyQuantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return nan
	case p > .5:
		return -cauchyQuantile(1 - p)
	case p == .5:
		return 0
	case p > .25:
		return -math.Tan(math.Pi * (.5 - p))
	}
	return -1 / math.Tan(math.Pi*p)
}

func cauchyDensity(x float64) float64 { return 1 / (math.Pi * (1 + x*x)) }

func exponentialCDF(x float64) float64 { return -math.Expm1(-max(x, 0)) }

func exponentialTail(x float64) float64 { return elementary.Exp(-max(x, 0)) }

func exponentialDensity(x float64) float64 {
	if x < 0 {
		return 0
	}
	return elementary.Exp(-x)
}

func exponentialQuantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	return -elementary.Log1p(-p)
}

// ExponentialTailQuantile returns the x for which the tail of an exponential
// distribution of mean b is p.
func ExponentialTailQuantile(b, p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	return scaled(b, -b*log(p))
}

// A Hazard is the cumulative hazard of a lifetime distribution above its
// origin, its derivative and its inverse: the tail is exp(-Sum(x)).
type Hazard struct {
	Sum, Rate, Inverse func(x float64) float64
}

// Weibull returns the Weibull distribution of shape a and scale b, whose tail
// is exp(-(x/b)^a).
func Weibull(a, b float64) Hazard {
	if !(a > 0) || !(b > 0) {
		return noHazard
	}
	return Hazard{
		func(x float64) float64 { return elementary.Pow(x/b, a) },
		func(x float64) float64 { return a / b * elementary.Pow(x/b, a-1) },
		func(h float64) float64 { return b * elementary.Pow(h, 1/a) },
	}
}

// WeibullPH returns the Weibull distribution in the proportional-hazards
// form, whose tail is exp(-b x^a).
func WeibullPH(a, b float64) Hazard {
	if !(a > 0) || !(b > 0) {
		return noHazard
	}
	return Hazard{
		func(x float64) float64 { return b * elementary.Pow(x, a) },
		func(x float64) float64 { return a * b * elementary.Pow(x, a-1) },
		func(h float64) float64 { return elementary.Pow(h/b, 1/a) },
	}
}

func notANumber(float64) float64 { return nan }

var noHazard = Hazard{notANumber, notANumber, notANumber}

// CDF returns P(X < x).
func (h Hazard) CDF(x float64) float64 { return -math.Expm1(-h.Sum(max(x, 0))) }

// Tail returns P(X > x).
func (h Hazard) Tail(x float64) float64 { return elementary.Exp(-h.Sum(max(x, 0))) }

// Density returns the density at x.
func (h Hazard) Density(x float64) float64 {
	if x < 0 {
		return 0 * h.Sum(0)
	}
	return h.Rate(x) * h.Tail(x)
}

// Quantile returns the x for which CDF is p.
func (h Hazard) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	return h.Inverse(-elementary.Log1p(-p))
}

// TailQuantile returns the x for which Tail is p.
func (h Hazard) TailQuantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return nan
	}
	return h.Inverse(-log(p))
}

// InverseGaussianCDF returns P(X < x) for mean m and shape a.
func InverseGaussianCDF(m, a, x float64) float64 { p, _ := inverseGaussianPQ(m, a, x); return p }

// InverseGaussianTail returns P(X > x).
func InverseGaussianTail(m, a, x float64) float64 { _, q := inverseGaussianPQ(m, a, x); return q }

func inverseGaussianPQ(m, a, x float64) (p, q float64) {
	switch {
	case !(m > 0) || !(a > 0) || math.IsNaN(x):
		return nan, nan
	case x <= 0:
		return 0, 1
	}
	r := math.Sqrt(a / x)
	mirror := elementary.Exp(2*a/m + NormalLogCDF(-r*(x/m+1)))
	return NormalCDF(r*(x/m-1)) + mirror, max(NormalCDF(-r*(x/m-1))-mirror, 0)
}

// InverseGaussianDensity returns the density at x.
func InverseGaussianDensity(m, a, x float64) float64 {
	switch {
	case !(m > 0) || !(a > 0) || math.IsNaN(x):
		return nan
	case x <= 0:
		return 0
	}
	d := (x - m) / m
	return math.Sqrt(a/(2*math.Pi*x)) / x * elementary.Exp(-a*d*d/(2*x))
}

// InverseGaussianQuantile returns the x for which the CDF, or if upper the
// tail, is p.
func InverseGaussianQuantile(m, a, p float64, upper bool) float64 {
	switch {
	case !(m > 0) || !(a > 0) || !(p >= 0 && p <= 1):
		return nan
	case p > .5:
		p, upper = 1-p, !upper
	}
	if p == 0 {
		if upper {
			return inf
		}
		return 0
	}
	return elementary.Exp(solve(elementary.Log(m), func(u float64) (float64, float64) {
		x := elementary.Exp(u)
		tail := pick(!upper)(inverseGaussianPQ(m, a, x))
		return logRatio(tail, p, InverseGaussianDensity(m, a, x)*x, !upper)
	}))
}
