package dist

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
)

// temme[k][n] is the coefficient of eta^n in c_k(eta), of the uniform
// asymptotic expansion of the incomplete gamma functions: Temme (1979), SIAM
// J. Math. Anal. 10:757-766; DLMF 8.12. Computed with exact fractions.
var temme = [...][]float64{
	{-0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073, 0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-05, -2.185448510679992e-06, -1.85406221071516e-06, 8.296711340953087e-07, -1.7665952736826078e-07, 6.707853543401498e-09, 1.0261809784240309e-08, -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11, -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12},
	{-0.001851851851851852, -0.003472222222222222, 0.0026455026455026454, -0.0009902263374485596, 0.00020576131687242798, -4.018775720164609e-07, -1.8098550334489977e-05, 7.64916091608111e-06, -1.6120900894563446e-06, 4.647127802807434e-09, 1.378633446915721e-07, -5.752545603517705e-08, 1.1951628599778148e-08, -1.7543241719747647e-11, -1.0091543710600413e-09, 4.162792991842583e-10, -8.56390702649298e-11},
	{0.004133597883597883, -0.0026813271604938273, 0.0007716049382716049, 2.0093878600823047e-06, -0.0001073665322636516, 5.2923448829120125e-05, -1.2760635188618728e-05, 3.423578734096138e-08, 1.3721957309062934e-06, -6.298992138380055e-07, 1.4280614206064242e-07, -2.0477098421990866e-10, -1.409252991086752e-08},
	{0.0006494341563786008, 0.00022947209362139917, -0.0004691894943952557, 0.00026772063206283885, -7.561801671883977e-05, -2.396505113867297e-07, 1.1082654115347302e-05, -5.6749528269915965e-06, 1.4230900732435883e-06, -2.7861080291528143e-11, -1.6958404091930278e-07},
	{-0.0008618882909167117, 0.0007840392217200666, -0.0002990724803031902, -1.4638452578843418e-06, 6.641498215465122e-05, -3.968365047179435e-05, 1.1375726970678419e-05, 2.507497226237533e-10, -1.6954149536558305e-06},
	{-0.00033679855336635813, -6.972813758365857e-05, 0.0002772753244959392, -0.00019932570516188847, 6.797780477937208e-05, 1.419062920643967e-07, -1.3594048189768693e-05},
}

// temmeFrom is the shape from which the expansion is used, near the mean.
const temmeFrom = 1e4

// GammaP returns the probability that a gamma number of shape a is below x.
func GammaP(a, x float64) float64 { p, _ := gammaPQ(a, x); return p }

// GammaQ returns the probability that a gamma number of shape a is above x.
func GammaQ(a, x float64) float64 { _, q := gammaPQ(a, x); return q }

func gammaPQ(a, x float64) (p, q float64) {
	switch {
	case math.IsNaN(x) || !(a > 0) || math.IsInf(a, 1):
		return nan, nan
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	case a >= temmeFrom && math.Abs(x-a) < .4*a:
		return gammaTemme(a, x)
	case a < 1 && x < 1.5:
		return gammaSmall(a, x)
	case x <= a:
		p = gammaSeries(a, x)
		return p, 1 - p
	}
	q = gammaFraction(a, x)
	return 1 - q, q
}

// gammaSeries returns P by x^a e^-x/Gamma(a+1) (1 + x/(a+1) + ...).
func gammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := a + 1; ; n++ {
		term *= x / n
		sum += term
		if term < sum*0x1p-54 {
			return min(poissonTerm(a, x)*sum, 1)
		}
	}
}

// gammaFraction returns Q by Legendre's continued fraction, evaluated from the
// front (Lentz's method).
func gammaFraction(a, x float64) float64 {
	front := a * poissonTerm(a, x)
	if front == 0 {
		return 0
	}
	b := x + 1 - a
	c, d := inf, 1/b
	h := d
	for i := 1.0; ; i++ {
		an := -i * (i - a)
		b += 2
		d = 1 / nonzero(an*d+b)
		c = nonzero(b + an/c)
		step := d * c
		h *= step
		if math.Abs(step-1) < 0x1p-52 || i > 1e7 {
			return min(front*h, 1)
		}
	}
}

func nonzero(x float64) float64 {
	if x == 0 {
		return 1e-300
	}
	return x
}

// gammaSmall serves shapes below 1, where neither tail may be had as 1 less
// the other: Q = (1 - x^a/Gamma(a+1)) + x^a/Gamma(a+1) (x/(a+1) - ...) a.
func gammaSmall(a, x float64) (p, q float64) {
	e := a*log(x) - LnGamma1p(a)
	sum, power := 0.0, 1.0
	for n := 1.0; n < 60; n++ { // the sum of (-x)^n a/(n! (a+n))
		power *= -x / n
		sum += power * a / (a + n)
	}
	lead := elementary.Exp(e)
	return lead * (1 + sum), -math.Expm1(e) - lead*sum
}

func gammaTemme(a, x float64) (p, q float64) {
	mu := (x - a) / a
	half := -log1pmx(mu) // eta^2/2
	eta := math.Copysign(math.Sqrt(2*half), mu)
	sum := 0.0
	for k := len(temme) - 1; k >= 0; k-- {
		c := 0.0
		for n := len(temme[k]) - 1; n >= 0; n-- {
			c = c*eta + temme[k][n]
		}
		sum = sum/a + c
	}
	rest := elementary.Exp(-a*half) / math.Sqrt(2*math.Pi*a) * sum
	t := math.Sqrt(a * half)
	if mu > 0 {
		q = .5*math.Erfc(t) + rest
		return 1 - q, q
	}
	p = .5*math.Erfc(t) - rest
	return p, 1 - p
}

// GammaDensity returns the density of a gamma number of shape a.
func GammaDensity(a, x float64) float64 {
	switch {
	case math.IsNaN(x) || !(a > 0):
		return nan
	case x < 0:
		return 0
	case x == 0:
		return edgeDensity(a, 1)
	case a < 1:
		return poissonTerm(a, x) * a / x
	}
	return poissonTerm(a-1, x)
}

// GammaQuantile returns the x for which GammaP(a, x) is p.
func GammaQuantile(a, p float64) float64 { return gammaQuantile(a, p, true) }

// GammaTailQuantile returns the x for which GammaQ(a, x) is p.
func GammaTailQuantile(a, p float64) float64 { return gammaQuantile(a, p, false) }

func gammaQuantile(a, p float64, lower bool) float64 {
	if !(a > 0) || math.IsInf(a, 1) || !(p >= 0 && p <= 1) {
		return nan
	}
	if p > .5 {
		p, lower = 1-p, !lower
	}
	if p == 0 {
		if lower {
			return 0
		}
		return inf
	}
	least := (log(p) + LnGamma(a+1)) / a // ln x, if x is small; never more
	if lower && least < -600 {
		return elementary.Exp(least)
	}
	z := NormalQuantile(p)
	if !lower {
		z = -z
	}
	start := a * cube(1-1/(9*a)+z/(3*math.Sqrt(a))) // Wilson and Hilferty
	u := log(start)
	switch {
	case lower && (!(start > 0) || a < .5 || u < least):
		u = max(least, -600)
	case !(start > 0) || a < .5:
		u = log(a - log(p))
	}
	return elementary.Exp(solve(u, func(u float64) (float64, float64) {
		x := elementary.Exp(u)
		tail := pick(lower)(gammaPQ(a, x))
		slope := GammaDensity(a, x) * x
		return logRatio(tail, p, slope, lower)
	}))
}

func cube(x float64) float64 { return x * x * x }

// pick returns the function that chooses the lower or upper tail of two.
func pick(lower bool) func(p, q float64) float64 {
	if lower {
		return func(p, _ float64) float64 { return p }
	}
	return func(_, q float64) float64 { return q }
}

// logRatio returns an increasing function of the unknown that is zero where
// tail is p, and its slope; density is the derivative of the lower tail.
func logRatio(tail, p, density float64, lower bool) (g, slope float64) {
	g, slope = log(tail)-log(p), density/tail
	if math.Abs(g) < .1 {
		g = elementary.Log1p((tail - p) / p)
	}
	if !lower {
		g = -g
	}
	return g, slope
}

// solve returns the zero of an increasing function near u: Newton's method,
// kept between the places where the sign is known; beyond them the steps are
// limited, and grow.
func solve(u float64, f func(u float64) (g, slope float64)) float64 {
	lo, hi := negInf, inf
	step := 4.0
	for range 300 {
		g, slope := f(u)
		switch {
		case g == 0 || math.IsNaN(g):
			return u
		case g < 0:
			lo = u
		default:
			hi = u
		}
		next := u - g/slope
		least, most := max(lo, u-step), min(hi, u+step)
		if !(next > least && next < most) {
			switch {
			case g < 0 && most < hi:
				next, step = most, 4*step
			case g > 0 && least > lo:
				next, step = least, 4*step
			default:
				next = lo + (hi-lo)/2
			}
		}
		if math.Abs(next-u) <= 0x1p-52*max(math.Abs(u), 0x1p-2) || next == lo || next == hi {
			return next
		}
		u = next
	}
	return u
}
