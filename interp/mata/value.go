package mata

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
)

// A kind is the element type of a value.
type kind uint8

const (
	void    kind = iota
	numeric      // real
	text         // string
	address      // pointer
	record       // struct
	table        // an associative array
)

var kindNames = [...]string{"void", "real", "string", "pointer", "struct", "transmorphic"}

func (k kind) String() string { return kindNames[k] }

// A value is a matrix, stored by rows. Missing values are Stata's. Values
// share their elements: who changes one copies it first, unless it is the
// only owner.
type value struct {
	kind       kind
	rows, cols int
	x          float64 // the element of a numeric scalar whose num is nil
	num        []float64
	str        []string
	ptr        []*pointer
	rec        *structure
	assoc      *assoc
	view       *view // the data that the value stands for
}

// A pointer is an address: of a variable, or of a function. nil is NULL.
type pointer struct {
	cell *cell
	fn   string
}

// A structure is a value of a type that the program defines.
type structure struct {
	name   string
	fields map[string]*cell
	order  []string
}

// number returns a numeric scalar.
func number(x float64) value { return value{kind: numeric, rows: 1, cols: 1, x: x} }

// truth returns 1 or 0.
func truth(b bool) value {
	if b {
		return number(1)
	}
	return number(0)
}

// str returns a string scalar.
func str(s string) value { return value{kind: text, rows: 1, cols: 1, str: []string{s}} }

// numbers returns a matrix that holds v, which it keeps.
func numbers(rows, cols int, v []float64) value {
	return value{kind: numeric, rows: rows, cols: cols, num: v}
}

// texts returns a string matrix that holds v, which it keeps.
func texts(rows, cols int, v []string) value {
	return value{kind: text, rows: rows, cols: cols, str: v}
}

// zeros returns a matrix of zeros.
func zeros(rows, cols int) value { return numbers(rows, cols, make([]float64, rows*cols)) }

// rowOf and colOf return vectors that hold v, which they keep.
func rowOf(v []float64) value { return numbers(1, len(v), v) }
func colOf(v []float64) value { return numbers(len(v), 1, v) }

// ofDense returns the elements of m.
func ofDense(m mat.Matrix) value {
	r, c := m.Dims()
	v := zeros(r, c)
	for i := range r {
		for j := range c {
			v.num[i*c+j] = frame.Value(m.At(i, j))
		}
	}
	return v
}

// dense returns the elements of a numeric value. It must not be empty.
func (v value) dense() *mat.Dense { return mat.NewDense(v.rows, v.cols, v.nums()) }

// size is the number of elements.
func (v value) size() int { return v.rows * v.cols }

func (v value) scalar() bool   { return v.rows == 1 && v.cols == 1 }
func (v value) isNum() bool    { return v.kind == numeric }
func (v value) isStr() bool    { return v.kind == text }
func (v value) isVector() bool { return v.rows == 1 || v.cols == 1 }

// at returns element k of a numeric value.
func (v value) at(k int) float64 {
	if v.num == nil {
		return v.x
	}
	return v.num[k]
}

// nums returns the elements, which must not be changed.
func (v value) nums() []float64 {
	if v.num == nil && v.scalar() {
		return []float64{v.x}
	}
	return v.num
}

// copied returns the value with elements of its own.
func (v value) copied() value {
	switch v.kind {
	case numeric:
		if v.num != nil {
			v.num = slices.Clone(v.num)
		}
	case text:
		v.str = slices.Clone(v.str)
	case address:
		v.ptr = slices.Clone(v.ptr)
	case record:
		v.rec = v.rec.copied()
	}
	v.view = nil
	return v
}

func (s *structure) copied() *structure {
	out := &structure{name: s.name, order: s.order, fields: map[string]*cell{}}
	for name, c := range s.fields {
		own := *c
		own.v = own.v.copied()
		out.fields[name] = &own
	}
	return out
}

// blank returns a matrix of the kind, filled with what its elements are at
// first.
func blank(k kind, rows, cols int) value {
	v := value{kind: k, rows: rows, cols: cols}
	n := rows * cols
	switch k {
	case text:
		v.str = make([]string, n)
	case address:
		v.ptr = make([]*pointer, n)
	default:
		v.kind = numeric
		v.num = make([]float64, n)
		for i := range v.num {
			v.num[i] = frame.Missing
		}
	}
	return v
}

// set copies element k of from to element i of v.
func (v *value) set(i int, from value, k int) {
	switch v.kind {
	case numeric:
		v.num[i] = from.at(k)
	case text:
		v.str[i] = from.str[k]
	case address:
		v.ptr[i] = from.ptr[k]
	}
}

// element returns element k as a scalar.
func (v value) element(k int) value {
	switch v.kind {
	case numeric:
		return number(v.at(k))
	case text:
		return str(v.str[k])
	}
	return value{kind: v.kind, rows: 1, cols: 1, ptr: v.ptr[k : k+1 : k+1]}
}

// pick returns the elements at the places k.
func (v value) pick(rows, cols int, k func(i, j int) int) value {
	out := value{kind: v.kind, rows: rows, cols: cols}
	n := rows * cols
	switch v.kind {
	case numeric:
		out.num = make([]float64, n)
	case text:
		out.str = make([]string, n)
	case address:
		out.ptr = make([]*pointer, n)
	}
	for i := range rows {
		for j := range cols {
			out.set(i*cols+j, v, k(i, j))
		}
	}
	return out
}

// transposed returns the transpose.
func (v value) transposed() value {
	if v.scalar() {
		return v
	}
	if v.rows == 1 || v.cols == 1 {
		v.rows, v.cols, v.view = v.cols, v.rows, nil
		return v
	}
	return v.pick(v.cols, v.rows, func(i, j int) int { return j*v.cols + i })
}

// mapped applies f to each element that is not missing.
func (v value) mapped(f func(x float64) float64) value {
	if v.num == nil && v.scalar() {
		if v.x < frame.Missing {
			return number(frame.Value(f(v.x)))
		}
		return number(frame.Missing)
	}
	out := zeros(v.rows, v.cols)
	for i, x := range v.num {
		out.num[i] = frame.Missing
		if x < frame.Missing {
			out.num[i] = frame.Value(f(x))
		}
	}
	return out
}

// column returns column j of a numeric value.
func (v value) column(j int) []float64 {
	out := make([]float64, v.rows)
	for i := range out {
		out[i] = v.at(i*v.cols + j)
	}
	return out
}

// hasMissing reports whether an element is missing.
func (v value) hasMissing() bool {
	return slices.ContainsFunc(v.nums(), func(x float64) bool { return x >= frame.Missing })
}
