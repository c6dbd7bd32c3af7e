package rng

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// Distributions by inversion of their survival function, as Stata makes them.

// Exponential returns an exponential number with mean b, Stata's
// rexponential(b).
func (s *Source) Exponential(b float64) float64 { return -b * elementary.Log(s.positive()) }

// Weibull returns a Weibull number with shape a and scale b, Stata's
// rweibull(a,b).
func (s *Source) Weibull(a, b float64) float64 {
	return b * elementary.Pow(-elementary.Log(s.positive()), 1/a)
}

// WeibullPH returns a Weibull number in the proportional-hazards form, with
// survival function exp(-b x^a).
func (s *Source) WeibullPH(a, b float64) float64 {
	return elementary.Pow(-elementary.Log(s.positive())/b, 1/a)
}

// Logistic returns a logistic number with mean m and scale b.
func (s *Source) Logistic(m, b float64) float64 {
	u := s.positive()
	return m - float64(b*elementary.Log((1-u)/u))
}

// Laplace returns a Laplace number with mean m and scale b.
func (s *Source) Laplace(m, b float64) float64 {
	u := s.positive()
	if u < .5 {
		return m + float64(b*elementary.Log(2*u))
	}
	return m - float64(b*elementary.Log(2*(1-u)))
}

// Cauchy returns a Cauchy number with median a and scale b: the ratio of two
// coordinates of a point in the unit disc.
func (s *Source) Cauchy(a, b float64) float64 {
	for {
		x, y := 2*s.Uniform()-1, 2*s.Uniform()-1
		if r := float64(x*x) + float64(y*y); r <= 1 && x != 0 {
			return a + float64(b*y)/x
		}
	}
}

// InverseGaussian returns an inverse Gaussian number with mean m and shape a:
// Michael, Schucany and Haas (1976), American Statistician 30:88-90.
func (s *Source) InverseGaussian(m, a float64) float64 {
	z := s.Normal()
	y := m * float64(z*z)
	x := m + m*(y-math.Sqrt(float64(y*(4*a+y))))/(2*a)
	if float64(s.Uniform()*(m+x)) <= m {
		return x
	}
	return m * m / x
}
