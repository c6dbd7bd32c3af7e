package expr

import (
	"maps"
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/elementary"
)

// binary applies a numeric operator.
type binary struct {
	numeric
	x, y  node
	apply func(dst, x, y []float64)
	buf   buffer[float64]
}

func (o *binary) nums(b *block) []float64 {
	x, y := o.x.nums(b), o.y.nums(b)
	dst := o.buf.get(b.n)
	o.apply(dst, x[:len(dst)], y[:len(dst)])
	return dst
}

// unaryOp applies - or !.
type unaryOp struct {
	numeric
	x     node
	apply func(dst, x []float64)
	buf   buffer[float64]
}

func (o *unaryOp) nums(b *block) []float64 {
	dst := o.buf.get(b.n)
	o.apply(dst, o.x.nums(b))
	return dst
}

// compareStr compares strings.
type compareStr struct {
	numeric
	x, y node
	is   func(x, y string) bool
	buf  buffer[float64]
}

func (o *compareStr) nums(b *block) []float64 {
	x, y := o.x.strs(b), o.y.strs(b)
	dst := o.buf.get(b.n)
	for i := range dst {
		dst[i] = truth(o.is(x[i], y[i]))
	}
	return dst
}

// concat is s + t.
type concat struct {
	text
	x, y node
	buf  buffer[string]
}

func (o *concat) strs(b *block) []string {
	x, y := o.x.strs(b), o.y.strs(b)
	dst := o.buf.get(b.n)
	for i := range dst {
		dst[i] = x[i] + y[i]
	}
	return dst
}

// repeat is s * n.
type repeat struct {
	text
	s, n node
	buf  buffer[string]
}

func (o *repeat) strs(b *block) []string {
	s, n := o.s.strs(b), o.n.nums(b)
	dst := o.buf.get(b.n)
	for i := range dst {
		dst[i] = repeated(s[i], n[i])
	}
	return dst
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// finite reports whether r, computed from numbers, is a number that can be
// stored: neither NaN nor infinite nor beyond Missing.
func finite(r float64) bool { return r < frame.Missing && r >= -math.MaxFloat64 }

// arithmetic holds the operators that yield Missing if an operand is missing
// or the result is no number.
var arithmetic = map[string]func(dst, x, y []float64){
	"+": func(dst, x, y []float64) {
		for i := range dst {
			if r := x[i] + y[i]; x[i] < frame.Missing && y[i] < frame.Missing && finite(r) {
				dst[i] = r
			} else {
				dst[i] = frame.Missing
			}
		}
	},
	"-": func(dst, x, y []float64) {
		for i := range dst {
			if r := x[i] - y[i]; x[i] < frame.Missing && y[i] < frame.Missing && finite(r) {
				dst[i] = r
			} else {
				dst[i] = frame.Missing
			}
		}
	},
	"*": func(dst, x, y []float64) {
		for i := range dst {
			if r := x[i] * y[i]; x[i] < frame.Missing && y[i] < frame.Missing && finite(r) {
				dst[i] = r
			} else {
				dst[i] = frame.Missing
			}
		}
	},
	"/": func(dst, x, y []float64) {
		for i := range dst {
			if r := x[i] / y[i]; x[i] < frame.Missing && y[i] < frame.Missing && finite(r) {
				dst[i] = r
			} else {
				dst[i] = frame.Missing
			}
		}
	},
	"^": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = frame.Missing
			if x[i] < frame.Missing && y[i] < frame.Missing {
				if r := power(x[i], y[i]); finite(r) {
					dst[i] = r
				}
			}
		}
	},
}

func power(x, y float64) float64 {
	if y == 2 {
		return x * x
	}
	return elementary.Pow(x, y)
}

// relations hold the comparisons of numbers. Missing values compare like the
// large numbers that they are.
var relations = map[string]func(dst, x, y []float64){
	"==": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] == y[i])
		}
	},
	"!=": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] != y[i])
		}
	},
	"<": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] < y[i])
		}
	},
	">": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] > y[i])
		}
	},
	"<=": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] <= y[i])
		}
	},
	">=": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] >= y[i])
		}
	},
}

// logical holds & and |. Everything but zero is true, missing values too.
var logical = map[string]func(dst, x, y []float64){
	"&": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] != 0 && y[i] != 0)
		}
	},
	"|": func(dst, x, y []float64) {
		for i := range dst {
			dst[i] = truth(x[i] != 0 || y[i] != 0)
		}
	},
}

// operators are all operators of two numbers.
var operators = func() map[string]func(dst, x, y []float64) {
	all := maps.Clone(arithmetic)
	maps.Copy(all, relations)
	maps.Copy(all, logical)
	return all
}()

// stringRelations compare strings byte by byte.
var stringRelations = map[string]func(x, y string) bool{
	"==": func(x, y string) bool { return x == y },
	"!=": func(x, y string) bool { return x != y },
	"<":  func(x, y string) bool { return x < y },
	">":  func(x, y string) bool { return x > y },
	"<=": func(x, y string) bool { return x <= y },
	">=": func(x, y string) bool { return x >= y },
}

func negate(dst, x []float64) {
	for i, v := range x {
		if v < frame.Missing {
			dst[i] = 0 - v
		} else {
			dst[i] = frame.Missing
		}
	}
}

func not(dst, x []float64) {
	for i, v := range x {
		dst[i] = truth(v == 0)
	}
}
