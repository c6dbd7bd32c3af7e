package rng

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// logFactorial returns ln k!: from a table, or by Stirling's series, whose
// error is below 1e-15 from 16 on.
func logFactorial(k float64) float64 {
	if k < float64(len(logFactorials)) {
		return logFactorials[int(k)]
	}
	x := k + 1
	r := 1 / float64(x*x)
	tail := (1.0/12 - float64(r*(1.0/360-float64(r*(1.0/1260-float64(r*(1.0/1680-r/1188))))))) / x
	return float64((x-.5)*elementary.Log(x)) - x + .9189385332046727 + tail // half elementary.Log(2 pi)
}

var logFactorials = func() (t [16]float64) {
	f := 1.0
	for k := range t {
		if k > 0 {
			f *= float64(k)
		}
		t[k] = elementary.Log(f)
	}
	return t
}()

// smallMean is the mean below which counts are found by adding up
// probabilities, and from which by rejection.
const smallMean = 10

// Poisson returns a Poisson number with mean m: by adding up probabilities,
// or by transformed rejection with squeeze (PTRS), Hoermann (1993),
// Insurance: Mathematics and Economics 12:39-45.
func (s *Source) Poisson(m float64) float64 {
	if m < smallMean {
		return s.addUp(elementary.Exp(-m), func(k float64) float64 { return m / k })
	}
	root := math.Sqrt(m)
	b := .931 + float64(2.53*root)
	a := -.059 + float64(.02483*b)
	inv := 1.1239 + 1.1328/(b-3.4)
	squeeze := .9277 - 3.6224/(b-2)
	logMean := elementary.Log(m)
	for {
		u, v := s.Uniform()-.5, s.positive()
		us := .5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + m + .43)
		if us >= .07 && v <= squeeze {
			return k
		}
		if k < 0 || us < .013 && v > us {
			continue
		}
		if elementary.Log(v)+elementary.Log(inv/(a/float64(us*us)+b)) <= float64(k*logMean)-m-logFactorial(k) {
			return k
		}
	}
}

// addUp inverts a distribution on 0, 1, ...: p0 is the probability of 0, and
// ratio(k) that of k over that of k-1.
func (s *Source) addUp(p0 float64, ratio func(k float64) float64) float64 {
	u, p, k := s.Uniform(), p0, 0.0
	for u >= p && p > 0 {
		u -= p
		k++
		p *= ratio(k)
	}
	return k
}

// Binomial returns the number of successes in n trials, each with
// probability p: by adding up probabilities, or by transformed rejection
// (BTRS), Hoermann (1993), J. Statist. Comput. Simul. 46:101-110.
func (s *Source) Binomial(n, p float64) float64 {
	if p > .5 {
		return n - s.Binomial(n, 1-p)
	}
	odds := p / (1 - p)
	if n*p < smallMean {
		k := s.addUp(elementary.Exp(float64(n*elementary.Log(1-p))), func(k float64) float64 { return (n - k + 1) / k * odds })
		return min(k, n)
	}
	root := math.Sqrt(n * p * (1 - p))
	b := 1.15 + float64(2.53*root)
	a := -.0873 + float64(.0248*b) + float64(.01*p)
	c := float64(n*p) + .5
	alpha := (2.83 + 5.1/b) * root
	squeeze := .92 - 4.2/b
	mode := math.Floor((n + 1) * p)
	logOdds := elementary.Log(odds)
	atMode := logFactorial(mode) + logFactorial(n-mode)
	for {
		u, v := s.Uniform()-.5, s.positive()
		us := .5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + c)
		if us >= .07 && v <= squeeze {
			return k
		}
		if k < 0 || k > n {
			continue
		}
		v = elementary.Log(v * alpha / (a/float64(us*us) + b))
		if v <= atMode-logFactorial(k)-logFactorial(n-k)+float64((k-mode)*logOdds) {
			return k
		}
	}
}

// NegativeBinomial returns the number of failures before the n-th success,
// each trial succeeding with probability p: a Poisson number whose mean is a
// gamma number. n need not be an integer.
func (s *Source) NegativeBinomial(n, p float64) float64 {
	return s.Poisson(s.Gamma(n, (1-p)/p))
}

// Hypergeometric returns how many of n elements drawn without replacement
// from population belong to its successes, by drawing them.
func (s *Source) Hypergeometric(population, successes, n float64) float64 {
	if 2*n > population { // draw those left behind instead
		return successes - s.Hypergeometric(population, successes, population-n)
	}
	left := successes
	for ; n > 0; n-- {
		if float64(s.below(uint64(population)-1)) < left {
			left--
		}
		population--
	}
	return successes - left
}
