package rng

import "math"

// ln 2 in two parts: the first has few enough bits for exact multiples.
const (
	ln2High = 0x1.62e42feep-1
	ln2Low  = 0x1.a39ef35793c76p-33
)

// ln is the natural logarithm of a positive number, within one unit in the
// last place: x = 2^k (1+f) with 1+f near 1, then the series of artanh s,
// s = f/(2+f), arranged so that the leading terms f and f^2/2 stay exact.
func ln(x float64) float64 {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	f := m - 1
	s := f / (2 + f)
	z := s * s
	r := 0.0
	for i := 10; i >= 1; i-- { // sum over i of 2/(2i+1) z^i
		r = float64((r + 2/float64(2*i+1)) * z)
	}
	half := float64(0.5 * f * f)
	n := float64(k)
	return float64(n*ln2High) - ((half - (float64(s*(half+r)) + float64(n*ln2Low))) - f)
}

// exp is the exponential function, within about one unit in the last place.
func exp(x float64) float64 {
	switch {
	case x > 709.78:
		return math.Inf(1)
	case x < -745.13:
		return 0
	}
	k := math.Round(x / math.Ln2)
	r := (x - float64(k*ln2High)) - float64(k*ln2Low)
	sum := 0.0
	for i := 14; i >= 2; i-- { // r + r^2/2! + ... by Horner's rule
		sum = float64((sum + 1) * r / float64(i))
	}
	return math.Ldexp(1+float64(r+float64(r*sum)), int(k))
}

// pow is x^y for positive x.
func pow(x, y float64) float64 {
	if y == 1 {
		return x
	}
	return exp(float64(y * ln(x)))
}
