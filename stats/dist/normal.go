package dist

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/elementary"
)

// NormalCDF returns the probability that a standard normal number is below x.
func NormalCDF(x float64) float64 {
	t := x / math.Sqrt2
	p := .5 * math.Erfc(-t)
	if t < -1 { // what rounding x/sqrt(2) did to the exponent
		rest := math.FMA(-t, math.Sqrt2, x)/math.Sqrt2 - t*sqrt2Rest
		p *= 1 - 2*t*rest
	}
	return p
}

// sqrt2Rest is (sqrt(2) - math.Sqrt2 as a double) / sqrt(2).
const sqrt2Rest = -6.83581e-17

// NormalDensity returns the density of the standard normal distribution.
func NormalDensity(x float64) float64 {
	if math.Abs(x) < 5 {
		return elementary.Exp(-.5*x*x) / sqrt2Pi
	}
	if math.Abs(x) > 40 {
		return 0
	}
	high := math.Trunc(x*65536) / 65536 // its square is exact
	low := x - high
	return elementary.Exp(-.5*high*high) * elementary.Exp(-(high+.5*low)*low) / sqrt2Pi
}

// NormalLogDensity returns the logarithm of the standard normal density.
func NormalLogDensity(x float64) float64 { return -.5*x*x - lnSqrt2Pi }

// NormalLogCDF returns the logarithm of NormalCDF(x).
func NormalLogCDF(x float64) float64 {
	switch {
	case x > 0:
		return elementary.Log1p(-NormalCDF(-x))
	case x > -30:
		return elementary.Log(NormalCDF(x))
	}
	r := 1 / x / x // asymptotic series of Mills' ratio
	mills := 0.0
	for k := 9.0; k >= 1; k-- {
		mills = (2*k - 1) * r * (1 - mills)
	}
	return NormalLogDensity(x) - elementary.Log(-x) + elementary.Log1p(-mills)
}

// NormalQuantile returns the x for which NormalCDF(x) is p.
func NormalQuantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return nan
	case p == 0:
		return negInf
	case p == 1:
		return inf
	case p == .5:
		return 0
	case p > .5:
		return -NormalQuantile(1 - p)
	}
	t := math.Sqrt(-2 * log(p)) // Abramowitz and Stegun 26.2.23
	x := (2.515517+t*(.802853+t*.010328))/(1+t*(1.432788+t*(.189269+t*.001308))) - t
	for range 3 { // Halley's method
		u := (NormalCDF(x) - p) / NormalDensity(x)
		x -= u / (1 + .5*x*u)
	}
	return x
}

// gaussLegendre[k] holds the nodes and weights on (0, 1) of the Gauss rule
// of 20 points on (-1, 1): Newton's method on Legendre's polynomial.
var gaussLegendre = func() (g [10]struct{ x, w float64 }) {
	const n = 20
	for i := range g {
		x := math.Cos(math.Pi * (float64(i) + .75) / (n + .5))
		var slope float64
		for range 8 {
			p, q := 1.0, 0.0
			for k := 1.0; k <= n; k++ {
				p, q = ((2*k-1)*x*p-(k-1)*q)/k, p
			}
			slope = n * (x*p - q) / (x*x - 1)
			x -= p / slope
		}
		g[i].x, g[i].w = x, 2/((1-x*x)*slope*slope)
	}
	return g
}()

// integrate returns the integral of f from a to b by the Gauss rule on n
// equal parts.
func integrate(f func(x float64) float64, a, b float64, n int) float64 {
	half := (b - a) / float64(2*n)
	sum := 0.0
	for i := range n {
		mid := a + half*float64(2*i+1)
		for _, g := range gaussLegendre {
			sum += g.w * (f(mid-half*g.x) + f(mid+half*g.x))
		}
	}
	return sum * half
}

// integrateLog returns the integral of exp(g) over x < hi for a concave g
// with a peak of about the given width: the part of it within exp(-45) of the
// peak, cut at the given points too. The search for it begins at start.
func integrateLog(g func(x float64) float64, start, width, hi float64, cuts ...float64) float64 {
	peak := climb(g, start, width, hi)
	floor := g(peak) - 45
	if math.IsInf(floor, -1) || math.IsNaN(floor) {
		return 0
	}
	edge := func(step float64) float64 { // where g falls to floor
		in, out := peak, min(peak+step, hi)
		for out < hi && g(out) > floor {
			step *= 2
			in, out = out, min(out+step, hi)
		}
		for range 30 {
			if mid := (in + out) / 2; g(mid) > floor {
				in = mid
			} else {
				out = mid
			}
		}
		return out
	}
	lo, top := edge(-width), hi
	if peak < hi {
		top = edge(width)
	}
	at := append([]float64{lo, peak, top}, cuts...)
	slices.Sort(at)
	sum := 0.0
	for i := 1; i < len(at); i++ {
		if l, h := max(at[i-1], lo), min(at[i], top); l < h {
			parts := min(max(int((h-l)/(2*width)), 6), 100)
			sum += integrate(func(x float64) float64 { return elementary.Exp(g(x)) }, l, h, parts)
		}
	}
	return sum
}

// climb returns about the place x <= hi where a concave g is largest.
func climb(g func(x float64) float64, x, step, hi float64) float64 {
	best := g(x)
	for tries := 0; step > 1e-3 && tries < 2000; tries++ {
		if next := min(x+step, hi); g(next) > best {
			x, best, step = next, g(next), 2*step
		} else if next = x - step; g(next) > best {
			x, best, step = next, g(next), 2*step
		} else {
			step /= 2
		}
	}
	return x
}

// BivariateNormalCDF returns P(X <= h, Y <= k) for standard normal X and Y
// with correlation rho. Drezner and Wesolowsky (1990), J. Statist. Comput.
// Simul. 35:101-107, integrated over the angle; near |rho| = 1 the remainder
// to the limit is integrated as by Genz (2004), Statistics and Computing
// 14:251-260. That has an absolute error of about 1e-15; a small result is
// computed anew as the integral of the conditional probability.
func BivariateNormalCDF(h, k, rho float64) float64 {
	p := bivariateNormal(h, k, rho)
	if !(p < 1e-3) || math.Abs(rho) == 1 || math.IsInf(h, 0) || math.IsInf(k, 0) {
		return p
	}
	s := math.Sqrt((1 - rho) * (1 + rho))
	g := func(x float64) float64 { return NormalLogDensity(x) + NormalLogCDF((k-rho*x)/s) }
	var cuts []float64
	if rho != 0 { // where the conditional probability turns from 0 to 1
		for _, w := range []float64{-8, -2, 0, 2, 8} {
			cuts = append(cuts, (k+w*s)/rho)
		}
	}
	return integrateLog(g, min(h, 0), 1, h, cuts...)
}

func bivariateNormal(h, k, rho float64) float64 {
	switch {
	case math.IsNaN(h) || math.IsNaN(k) || !(math.Abs(rho) <= 1):
		return nan
	case math.IsInf(h, -1) || math.IsInf(k, -1):
		return 0
	case math.IsInf(h, 1):
		return NormalCDF(k)
	case math.IsInf(k, 1):
		return NormalCDF(h)
	}
	if math.Abs(rho) < .925 {
		hk, hs := h*k, (h*h+k*k)/2
		f := func(t float64) float64 {
			s, c := math.Sincos(t)
			return elementary.Exp((s*hk - hs) / (c * c))
		}
		return max(NormalCDF(h)*NormalCDF(k)+integrate(f, 0, math.Asin(rho), 2)/(2*math.Pi), 0)
	}
	if rho < 0 {
		return max(NormalCDF(h)-nearlyEqual(h, -k, -rho), 0)
	}
	return nearlyEqual(h, k, rho)
}

// nearlyEqual is BivariateNormalCDF for rho near 1.
func nearlyEqual(h, k, rho float64) float64 {
	limit := NormalCDF(min(h, k))
	if rho == 1 {
		return limit
	}
	d := (h - k) * (h - k)
	hk := h * k
	top := math.Sqrt((1 - rho) * (1 + rho))
	f := func(t float64) float64 { // over t = sqrt(1-r^2), r from rho to 1
		if t <= 0 {
			return 0
		}
		c := math.Sqrt((1 - t) * (1 + t))
		return elementary.Exp(-d/(2*t*t)-hk/(1+c)) / c
	}
	// The integrand starts like exp(-d/(2 t^2)): finer parts where it rises.
	sum, hi := 0.0, top
	for range 12 {
		lo := hi / 2
		sum += integrate(f, lo, hi, 1)
		hi = lo
	}
	sum += integrate(f, 0, hi, 1)
	return max(limit-sum/(2*math.Pi), 0)
}
