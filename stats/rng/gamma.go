package rng

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// Gamma returns a gamma number with shape a and scale b: Marsaglia and Tsang
// (2000), ACM Trans. Math. Software 26:363-372; below shape 1 from shape a+1
// and a power of a uniform.
func (s *Source) Gamma(a, b float64) float64 {
	if a < 1 {
		return float64(s.Gamma(a+1, b) * elementary.Pow(s.positive(), 1/a))
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := s.Normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := s.positive()
		if elementary.Log(u) < float64(.5*x*x)+d-float64(d*v)+float64(d*elementary.Log(v)) {
			return b * float64(d*v)
		}
	}
}

// Beta returns a beta number with shapes a and b, from two gamma numbers.
func (s *Source) Beta(a, b float64) float64 {
	for {
		x := s.Gamma(a, 1)
		if y := s.Gamma(b, 1); x+y > 0 {
			return x / (x + y)
		}
	}
}

// ChiSquared returns a chi-squared number on df degrees of freedom.
func (s *Source) ChiSquared(df float64) float64 { return s.Gamma(df/2, 2) }

// T returns a Student's t number on df degrees of freedom.
func (s *Source) T(df float64) float64 {
	z := s.Normal()
	return z / math.Sqrt(s.ChiSquared(df)/df)
}
