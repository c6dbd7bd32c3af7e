package elementary

import "math"

// A logEntry serves the numbers z of one interval: inverse is near 1/z, and
// high + low is -log(inverse), where high has few bits.
type logEntry struct{ inverse, high, low float64 }

// logStart is the bit pattern of the number at which the table begins: z runs
// from 0.6875 to 1.375, so that what is near 1 needs no multiple of ln 2.
const logStart = 0x3fe6000000000000

var logTable = makeLogTable()

func makeLogTable() *[size]logEntry {
	var t [size]logEntry
	for i := range t {
		lo := math.Float64frombits(logStart + uint64(i)<<(52-bits))
		hi := math.Float64frombits(logStart + uint64(i+1)<<(52-bits))
		if lo == 1 || hi == 1 {
			t[i] = logEntry{inverse: 1}
			continue
		}
		// an inverse of 10 bits, so that its product with z loses nothing
		inverse := math.Round(1024/((lo+hi)/2)) / 1024
		log := logSeries(inverse).Neg()
		high := math.Round(log.Hi*0x1p40) / 0x1p40
		t[i] = logEntry{inverse, high, (log.Hi - high) + log.Lo}
	}
	return &t
}

// Log is the natural logarithm: NaN below 0, -Inf at 0.
func Log(x float64) float64 {
	switch {
	case x < 0 || math.IsNaN(x):
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.IsInf(x, 1):
		return x
	}
	high, low := logParts(x)
	return high + low
}

// Log10 is the logarithm to base 10, exact for powers of 10.
func Log10(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return Log(x)
	}
	const high, low = 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad33dc323ee3460245c9a2022p-57 // 1/ln 10
	h, l := logParts(x)
	p := h * high
	return p + (math.FMA(h, high, -p) + (float64(h*low) + float64(l*high)))
}

// Log1p is log(1+x), accurate for small x.
func Log1p(x float64) float64 {
	u := 1 + x
	if math.IsNaN(u) || math.IsInf(u, 0) || u <= 0 {
		return Log(u)
	}
	lost := (1 - u) + x // exact where it matters
	if math.Abs(x) > 1 {
		lost = (x - u) + 1
	}
	high, low := logParts(u)
	return high + (low + lost/u)
}

// logParts is log(x) of a positive number as high + low, with an error of
// about 2^-70 of the larger of 1 and the result, and relative to r near 1.
func logParts(x float64) (high, low float64) {
	b := math.Float64bits(x)
	shift := 0.0
	if b < 0x0010000000000000 { // subnormal
		b = math.Float64bits(x * 0x1p54)
		shift = -54
	}
	t := b - logStart
	e := &logTable[t>>(52-bits)%size]
	k := float64(int64(t)>>52) + shift
	z := math.Float64frombits(b - t&0xfff0000000000000)
	r := math.FMA(z, e.inverse, -1) // exact: 53 + 10 bits, of which the first cancel
	w := math.FMA(k, ln2High, e.high)
	high = w + r
	low = (w - high) + r + math.FMA(k, ln2Low, e.low)
	if w == 0 { // near 1 the square matters in full
		return nearOne(r)
	}
	return high, low + float64(r*r)*series(r)
}

// nearOne is log(1+r) for |r| < 2^-7 as a sum of two numbers.
func nearOne(r float64) (high, low float64) {
	half := -0.5 * r
	p := half * r
	e := math.FMA(half, r, -p)
	high = r + p
	low = (r - high) + p
	return high, low + e + float64(float64(r*r)*r)*cubic(r)
}

// series is (log(1+r) - r)/r² for |r| < 2^-7.
func series(r float64) float64 { return math.FMA(r, cubic(r), -0.5) }

// cubic is (log(1+r) - r + r²/2)/r³ for |r| < 2^-7.
func cubic(r float64) float64 {
	s := r * r
	a := math.FMA(r, -1.0/4, 1.0/3)
	b := math.FMA(r, -1.0/6, 1.0/5)
	c := math.FMA(r, -1.0/8, 1.0/7)
	d := math.FMA(r, -1.0/10, 1.0/9)
	return math.FMA(s, math.FMA(s, math.FMA(s, d, c), b), a)
}
