package frame

import "math/bits"

// Rows is a set of row numbers, counted from 0: a range and, within it, the
// rows whose bit is set. Bits is nil when the whole range belongs to the set.
type Rows struct {
	Lo, Hi int      // Lo <= row < Hi
	Bits   []uint64 // bit row-Lo, or nil
}

// AllRows returns the rows 0 to n-1.
func AllRows(n int) Rows { return Rows{Hi: n} }

// NewRows returns an empty set within lo to hi-1, to be filled with Add.
func NewRows(lo, hi int) Rows {
	return Rows{lo, hi, make([]uint64, (hi-lo+63)/64)}
}

// Has reports whether row i belongs to r.
func (r Rows) Has(i int) bool {
	if i < r.Lo || i >= r.Hi {
		return false
	}
	k := i - r.Lo
	return r.Bits == nil || r.Bits[k/64]>>(k%64)&1 == 1
}

// Add puts row i into r, which must have Bits.
func (r Rows) Add(i int) { r.Bits[(i-r.Lo)/64] |= 1 << ((i - r.Lo) % 64) }

// Remove takes row i out of r, which must have Bits.
func (r Rows) Remove(i int) { r.Bits[(i-r.Lo)/64] &^= 1 << ((i - r.Lo) % 64) }

// Count returns the number of rows.
func (r Rows) Count() int {
	if r.Bits == nil {
		return max(r.Hi-r.Lo, 0)
	}
	n := 0
	for _, b := range r.Bits {
		n += bits.OnesCount64(b)
	}
	return n
}

// Each calls yield for every row in ascending order: for i := range r.Each.
func (r Rows) Each(yield func(int) bool) {
	if r.Bits == nil {
		for i := r.Lo; i < r.Hi; i++ {
			if !yield(i) {
				return
			}
		}
		return
	}
	for w, b := range r.Bits {
		for ; b != 0; b &= b - 1 {
			if !yield(r.Lo + 64*w + bits.TrailingZeros64(b)) {
				return
			}
		}
	}
}

// Index returns the rows as a slice in ascending order.
func (r Rows) Index() []int32 {
	if r.Bits == nil {
		out := make([]int32, r.Count())
		eachBlock(len(out), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				out[i] = int32(r.Lo + i)
			}
		})
		return out
	}
	out := make([]int32, 0, r.Count())
	for i := range r.Each {
		out = append(out, int32(i))
	}
	return out
}

// Clone returns a copy of r that has Bits and may be changed.
func (r Rows) Clone() Rows {
	out := NewRows(r.Lo, r.Hi)
	if r.Bits != nil {
		copy(out.Bits, r.Bits)
		return out
	}
	for i := range out.Bits {
		out.Bits[i] = ^uint64(0)
	}
	if n := (r.Hi - r.Lo) % 64; n > 0 {
		out.Bits[len(out.Bits)-1] = 1<<n - 1
	}
	return out
}

// Where returns the rows of r for which keep is true.
func (r Rows) Where(keep func(i int) bool) Rows {
	out := NewRows(r.Lo, r.Hi)
	for i := range r.Each {
		if keep(i) {
			out.Add(i)
		}
	}
	return out
}
