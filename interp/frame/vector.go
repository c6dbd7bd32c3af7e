package frame

import (
	"math"
	"slices"
)

// A vector is the storage of one numeric column in its own type. Values pass
// through it as float64, missing values as Missing and up; those set are
// rounded as Type.Round does.
type vector interface {
	at(i int) float64
	read(dst []float64, lo int) // dst[i] = value lo+i
	set(i int, x float64)
	write(src []float64, lo int)
	gather(rows []int32) vector
	resized(n int) vector // new rows are missing
	cloned() vector
}

// The largest numbers of the integer types.
const (
	byteTop = 100
	intTop  = 32740
	longTop = 2147483620
)

type integer interface{ ~int8 | ~int16 | ~int32 }

// ints stores byte, int and long. The 27 codes above the largest number are
// the missing values.
type ints[T integer] struct {
	v   []T
	top T // the largest number
}

func (c ints[T]) decode(x T) float64 {
	if x > c.top {
		return MissingCode(int(x - c.top - 1))
	}
	return float64(x)
}

func (c ints[T]) encode(x float64) T {
	switch top := float64(c.top); {
	case x >= Missing:
		return c.top + 1 + T(Letter(x))
	case x > top, x < -top-27:
		return c.top + 1
	}
	return T(x)
}

func (c ints[T]) at(i int) float64     { return c.decode(c.v[i]) }
func (c ints[T]) set(i int, x float64) { c.v[i] = c.encode(x) }

func (c ints[T]) read(dst []float64, lo int) {
	src := c.v[lo : lo+len(dst)]
	for i, x := range src {
		if x > c.top {
			dst[i] = c.decode(x)
		} else {
			dst[i] = float64(x)
		}
	}
}

func (c ints[T]) write(src []float64, lo int) {
	dst := c.v[lo : lo+len(src)]
	for i, x := range src {
		dst[i] = c.encode(x)
	}
}

func (c ints[T]) gather(rows []int32) vector { return ints[T]{gather(c.v, rows), c.top} }
func (c ints[T]) cloned() vector             { return ints[T]{slices.Clone(c.v), c.top} }
func (c ints[T]) resized(n int) vector       { return ints[T]{resized(c.v, n, c.top+1), c.top} }

// floats stores float. Missing values are 2^127 and up, in steps of 2^115.
type floats []float32

const (
	floatMissing = 0x1p127
	maxFloat     = 0x1.fffffep126
)

func decodeFloat(x float32) float64 {
	if x >= floatMissing {
		return MissingCode(min(int((math.Float32bits(x)-0x7f000000)>>11), 26))
	}
	return float64(x)
}

func encodeFloat(x float64) float32 {
	if x <= maxFloat && x >= -maxFloat {
		return float32(x)
	}
	if x >= Missing {
		return math.Float32frombits(0x7f000000 + uint32(Letter(x))<<11)
	}
	return floatMissing
}

func (c floats) at(i int) float64     { return decodeFloat(c[i]) }
func (c floats) set(i int, x float64) { c[i] = encodeFloat(x) }

func (c floats) read(dst []float64, lo int) {
	for i, x := range c[lo : lo+len(dst)] {
		if x >= floatMissing {
			dst[i] = decodeFloat(x)
		} else {
			dst[i] = float64(x)
		}
	}
}

func (c floats) write(src []float64, lo int) {
	dst := c[lo : lo+len(src)]
	for i, x := range src {
		dst[i] = encodeFloat(x)
	}
}

func (c floats) gather(rows []int32) vector { return floats(gather(c, rows)) }
func (c floats) cloned() vector             { return slices.Clone(c) }
func (c floats) resized(n int) vector       { return floats(resized(c, n, floatMissing)) }

// doubles stores double.
type doubles []float64

func (c doubles) at(i int) float64            { return c[i] }
func (c doubles) set(i int, x float64)        { c[i] = x }
func (c doubles) read(dst []float64, lo int)  { copy(dst, c[lo:lo+len(dst)]) }
func (c doubles) write(src []float64, lo int) { copy(c[lo:lo+len(src)], src) }
func (c doubles) gather(rows []int32) vector  { return doubles(gather(c, rows)) }
func (c doubles) cloned() vector              { return slices.Clone(c) }
func (c doubles) resized(n int) vector        { return doubles(resized(c, n, Missing)) }

func gather[T any](v []T, rows []int32) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = v[r]
	}
	return out
}

// resized returns v with length n; new elements are fill.
func resized[T any](v []T, n int, fill T) []T {
	if n <= len(v) {
		return slices.Clone(v[:n])
	}
	out := make([]T, n)
	copy(out, v)
	for i := len(v); i < n; i++ {
		out[i] = fill
	}
	return out
}

// newVector returns n missing values of numeric type t.
func newVector(t Type, n int) vector { return rawVector(t, 0).resized(n) }

// rawVector returns n values of numeric type t that are yet to be written.
func rawVector(t Type, n int) vector {
	switch t {
	case Byte:
		return ints[int8]{make([]int8, n), byteTop}
	case Int:
		return ints[int16]{make([]int16, n), intTop}
	case Long:
		return ints[int32]{make([]int32, n), longTop}
	case Float:
		return make(floats, n)
	}
	return make(doubles, n)
}
