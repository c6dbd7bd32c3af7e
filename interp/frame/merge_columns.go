package frame

import "slices"

// CommonType returns the narrowest type that holds all values of types a and
// b, both numeric or both strings: an integer and a float that differ in
// precision make a double.
func CommonType(a, b Type) Type {
	if a.IsString() {
		return max(a, b) // StrL is the largest
	}
	wide, narrow := min(a, b), max(a, b) // codes fall as types widen
	if wide == Float && narrow == Long {
		return Double
	}
	return wide
}

// Concat returns a column of the rows of c, then those of d: c's name, format
// and labels, and the common type. If one of them is a string and the other
// is not, the rows of d are missing.
func Concat(c, d *Column) *Column {
	if c.IsString() != d.IsString() {
		return c.Resized(c.n + d.n)
	}
	out := c.recast(CommonType(c.typ, d.typ))
	if c.IsString() {
		joined := *out
		joined.Chars = slices.Clone(c.Chars)
		joined.n, joined.shared, joined.str = c.n+d.n, false, concatTexts(c.str, d.str)
		return &joined
	}
	out = out.Resized(c.n + d.n)
	eachBlock(d.n, func(lo, hi int) {
		buf := numberBuffers.Get().(*[sortBlock]float64)
		defer numberBuffers.Put(buf)
		d.num.read(buf[:hi-lo], lo)
		out.num.write(buf[:hi-lo], c.n+lo)
	})
	return out
}

// recast returns c with type t, which must hold its values. The display format
// stays, unless it is the default one of a string.
func (c *Column) recast(t Type) *Column {
	switch {
	case t == c.typ:
		return c
	case !t.IsString():
		return c.As(t)
	}
	out := *c
	out.typ = t
	if c.Format == c.typ.DefaultFormat() {
		out.Format = t.DefaultFormat()
	}
	return &out
}

// concatTexts returns the strings of a, then those of b, in the dictionary of
// a, to which those of b are added.
func concatTexts(a, b *texts) *texts {
	out := &texts{make([]uint32, len(a.codes)+len(b.codes)), a.dict}
	copy(out.codes, a.codes)
	if a.dict == b.dict {
		copy(out.codes[len(a.codes):], b.codes)
		return out
	}
	known := make([]uint32, b.dict.len())
	for i, c := range b.codes {
		if c == 0 {
			continue
		}
		if known[c] == 0 {
			known[c] = a.dict.code(b.dict.value(c))
		}
		out.codes[len(a.codes)+i] = known[c]
	}
	a.dict.settle()
	return out
}

// GatherOr returns a column of the given rows of c; rows below 0 give missing
// values.
func (c *Column) GatherOr(rows []int32) *Column {
	d := *c
	d.Chars = slices.Clone(c.Chars)
	d.n, d.shared = len(rows), false
	if c.str != nil {
		d.str = (&texts{gatherOr(c.str.codes, rows, 0), c.str.dict}).compacted()
		return &d
	}
	switch v := c.num.(type) {
	case ints[int8]:
		d.num = ints[int8]{gatherOr(v.v, rows, v.top+1), v.top}
	case ints[int16]:
		d.num = ints[int16]{gatherOr(v.v, rows, v.top+1), v.top}
	case ints[int32]:
		d.num = ints[int32]{gatherOr(v.v, rows, v.top+1), v.top}
	case floats:
		d.num = floats(gatherOr(v, rows, floatMissing))
	case doubles:
		d.num = doubles(gatherOr(v, rows, Missing))
	}
	return &d
}

func gatherOr[T any](v []T, rows []int32, missing T) []T {
	out := make([]T, len(rows))
	eachBlock(len(rows), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			if r := rows[i]; r >= 0 {
				out[i] = v[r]
			} else {
				out[i] = missing
			}
		}
	})
	return out
}
