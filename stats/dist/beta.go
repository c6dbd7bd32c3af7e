package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// BetaCDF returns the regularized incomplete beta function I_x(a, b).
func BetaCDF(a, b, x float64) float64 { p, _ := betaPQ(a, b, x, 1-x); return p }

// BetaTail returns 1 - I_x(a, b).
func BetaTail(a, b, x float64) float64 { _, q := betaPQ(a, b, x, 1-x); return q }

// betaPQ returns I_x(a, b) and its complement, where y is 1-x, given so that
// it can be accurate.
func betaPQ(a, b, x, y float64) (p, q float64) {
	switch {
	case math.IsNaN(x) || !(a > 0) || !(b > 0) || math.IsInf(a, 1) || math.IsInf(b, 1):
		return nan, nan
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x <= (a+1)/(a+b+2):
		p = betaFraction(a, b, x, y)
		return p, 1 - p
	}
	q = betaFraction(b, a, y, x)
	return 1 - q, q
}

// betaFraction returns I_x(a, b) by the continued fraction of DiDonato and
// Morris (1992), ACM Trans. Math. Software 18:360-373, equation 9, evaluated
// from the front (Lentz's method). For large a and fixed b it turns into
// Legendre's for the gamma distribution, so it serves there too.
func betaFraction(a, b, x, y float64) float64 {
	front := binomialTerm(a, b, x, y) * (a / (a + b)) * b
	if front == 0 {
		return 0
	}
	lead := a - (a+b)*x + 1
	if x > .5 {
		lead = (a+b)*y - b + 1
	}
	c, d := inf, 1/nonzero(a/(a+1)*lead)
	h := d
	for n := 1.0; ; n++ {
		s := a + 2*n
		alpha := (a + n - 1) / (s - 1) * ((a + b + n - 1) / (s - 1)) * n * (b - n) * x * x
		beta := n + n*(b-n)*x/(s-1) + (a+n)/(s+1)*(lead+n*(1+y))
		d = 1 / nonzero(beta+alpha*d)
		c = nonzero(beta + alpha/c)
		step := d * c
		h *= step
		if math.Abs(step-1) < 0x1p-52 || n > 1e7 {
			return min(front*h, 1)
		}
	}
}

// BetaDensity returns the density of a beta number.
func BetaDensity(a, b, x float64) float64 {
	if !(a > 0) || !(b > 0) || math.IsNaN(x) {
		return nan
	}
	if x < 0 || x > 1 {
		return 0
	}
	return betaDensity(a, b, x, 1-x)
}

func betaDensity(a, b, x, y float64) float64 {
	switch {
	case x == 0:
		return edgeDensity(a, b)
	case y == 0:
		return edgeDensity(b, a)
	case a >= 1 && b >= 1:
		return binomialTerm(a-1, b-1, x, y) * (a + b - 1)
	}
	return binomialTerm(a, b, x, y) * (a / (a + b)) * b / x / y
}

// edgeDensity is the beta density at the end that belongs to a.
func edgeDensity(a, b float64) float64 {
	switch {
	case a < 1:
		return inf
	case a == 1:
		return b
	}
	return 0
}

// BetaQuantile returns the x for which BetaCDF(a, b, x) is p.
func BetaQuantile(a, b, p float64) float64 { x, _ := unlogit(betaLogit(a, b, p, true)); return x }

// BetaTailQuantile returns the x for which BetaTail(a, b, x) is p.
func BetaTailQuantile(a, b, p float64) float64 { x, _ := unlogit(betaLogit(a, b, p, false)); return x }

// betaLogit returns ln(x/(1-x)) for the x at which the lower or upper tail is
// p. In it the logarithm of either tail is nearly linear.
func betaLogit(a, b, p float64, lower bool) float64 {
	if !(a > 0) || !(b > 0) || math.IsInf(a, 1) || math.IsInf(b, 1) || !(p >= 0 && p <= 1) {
		return nan
	}
	if p > .5 {
		p, lower = 1-p, !lower
	}
	if !lower {
		return -betaLogit(b, a, p, true)
	}
	if p == 0 {
		return negInf
	}
	// For small x the tail is x^a/(a B(a, b)).
	lnB := LnGamma(a) + LnGamma(b) - LnGamma(a+b)
	if small := (log(p) + elementary.Log(a) + lnB) / a; small < -600 {
		return small
	}
	if small := (elementary.Log1p(-p) + elementary.Log(b) + lnB) / b; small < -600 { // the same for 1-x
		return -small
	}
	start := Digamma(a) - Digamma(b) + NormalQuantile(p)*math.Sqrt(Trigamma(a)+Trigamma(b))
	return solve(min(max(start, -600), 600), func(u float64) (float64, float64) {
		x, y := unlogit(u)
		tail, _ := betaPQ(a, b, x, y)
		return logRatio(tail, p, betaDensity(a, b, x, y)*x*y, true)
	})
}

// unlogit returns the x for which ln(x/(1-x)) is u, and 1-x.
func unlogit(u float64) (x, y float64) {
	return 1 / (1 + elementary.Exp(-u)), 1 / (1 + elementary.Exp(u))
}
