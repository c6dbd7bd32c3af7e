package elementary

import "math"

// Logs stores Log(x[i]) in dst[i], which has the length of x. It is Log,
// written out so that the processor can work on several numbers at once.
func Logs(dst, x []float64) {
	dst = dst[:len(x)]
	table := logTable
	for i, v := range x {
		b := math.Float64bits(v)
		if b-0x0010000000000000 >= 0x7fe0000000000000 { // not positive, subnormal, infinite or NaN
			dst[i] = Log(v)
			continue
		}
		t := b - logStart
		e := &table[t>>(52-bits)%size]
		k := float64(int64(t) >> 52)
		z := math.Float64frombits(b - t&0xfff0000000000000)
		r := math.FMA(z, e.inverse, -1)
		w := math.FMA(k, ln2High, e.high)
		if w == 0 {
			high, low := nearOne(r)
			dst[i] = high + low
			continue
		}
		s := r * r
		a := math.FMA(r, -1.0/4, 1.0/3)
		c := math.FMA(r, -1.0/6, 1.0/5)
		d := math.FMA(r, -1.0/8, 1.0/7)
		f := math.FMA(r, -1.0/10, 1.0/9)
		p := math.FMA(s, math.FMA(s, math.FMA(s, f, d), c), a)
		high := w + r
		low := (w - high) + r + math.FMA(k, ln2Low, e.low)
		dst[i] = high + (low + float64(s*math.FMA(r, p, -0.5)))
	}
}
