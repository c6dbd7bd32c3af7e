package elementary

import (
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// expTable holds 2^(j/size) in two parts, and the logarithm of its rounding.
var expTable = makeExpTable()

func makeExpTable() *[size][2]float64 {
	var t [size][2]float64
	for j := range t {
		x := expSeries(ln2.Mul(kernel.Double{Hi: float64(j) / size}))
		t[j] = [2]float64{x.Hi, x.Lo}
	}
	return &t
}

// Exp is e^x: +Inf above 709.78, 0 below -745.13.
func Exp(x float64) float64 { return expParts(x, 0) }

// expParts is e^(x+low), where low is small beside x.
func expParts(x, low float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > 709.79:
		return math.Inf(1)
	case x < -745.14:
		return 0
	}
	const high, rest = ln2High / size, ln2Low / size
	n := math.RoundToEven(x * (size / math.Ln2))
	r := math.FMA(n, -high, x)
	r = math.FMA(n, -rest, r) + low
	k := int(n)
	t := &expTable[k&(size-1)]
	s := r * r
	p := math.FMA(s, math.FMA(r, 1.0/120, 1.0/24), math.FMA(r, 1.0/6, 0.5))
	m := t[0] + math.FMA(t[0], math.FMA(s, p, r), t[1])
	return scale(m, k>>bits)
}

// scale is m times 2^k, rounded once.
func scale(m float64, k int) float64 {
	if k >= -1021 && k <= 1023 {
		return m * math.Float64frombits(uint64(k+1023)<<52)
	}
	if k > 1023 {
		return m * 2 * math.Float64frombits(uint64(k-1+1023)<<52)
	}
	return m * math.Float64frombits(uint64(k+60+1023)<<52) * 0x1p-60
}

// Pow is x^y as the standard library's Pow defines it in special cases.
func Pow(x, y float64) float64 {
	switch {
	case y == 1:
		return x
	case y == 2:
		return x * x
	case x == 0, y == 0, x == 1, math.IsNaN(x), math.IsNaN(y), math.IsInf(x, 0), math.IsInf(y, 0):
		return math.Pow(x, y)
	}
	sign := 1.0
	if x < 0 {
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if math.Mod(y, 2) != 0 {
			sign = -1
		}
		x = -x
	}
	high, low := logParts(x)
	p := y * high
	if math.IsInf(p, 0) {
		return sign * expParts(p, 0)
	}
	sum := high + low
	p = y * sum
	rest := math.FMA(y, sum, -p) + float64(y*((high-sum)+low))
	return sign * expParts(p, rest)
}
