package frame

import (
	"math/bits"
	"slices"
)

// wholes are the vectors of integer types, whose stored values, missing ones
// last, compare as what they stand for.
type wholes interface {
	span(lo, hi int) valueSpan           // of rows lo up to hi
	rank(ranks []int32) (n int, ok bool) // as coder.rank; ok is false if the values are too far apart
}

func (c ints[T]) span(lo, hi int) valueSpan {
	r := emptySpan
	least, most, any := c.top, c.top, false
	for _, x := range c.v[lo:hi] {
		switch {
		case x > c.top:
			r.missing = true
		case !any:
			least, most, any = x, x, true
		default:
			least, most = min(least, x), max(most, x)
		}
	}
	if any {
		r.lo, r.hi = float64(least), float64(most)
	}
	return r
}

func (c ints[T]) rank(ranks []int32) (n int, ok bool) {
	if len(c.v) == 0 {
		return 0, true
	}
	blocks := (len(c.v) + sortBlock - 1) / sortBlock
	least, most := make([]T, blocks), make([]T, blocks)
	eachBlock(len(c.v), func(lo, hi int) {
		b := lo / sortBlock
		least[b], most[b] = slices.Min(c.v[lo:hi]), slices.Max(c.v[lo:hi])
	})
	base := int64(slices.Min(least))
	width := int64(slices.Max(most)) - base
	if bits.Len64(uint64(width)) > tableBits(len(c.v)) {
		return 0, false
	}
	table := make([]int32, width+1)
	for _, x := range c.v {
		table[int64(x)-base] = 1
	}
	next := int32(0)
	for code, seen := range table {
		table[code] = next
		next += seen
	}
	eachBlock(len(c.v), func(lo, hi int) {
		out := ranks[lo:hi]
		for i, x := range c.v[lo:hi] {
			out[i] = table[int64(x)-base]
		}
	})
	return int(next), true
}
