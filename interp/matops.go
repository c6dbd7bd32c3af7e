package interp

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// absent is what nullmat() of a matrix that does not exist stands for.
var absent = &Matrix{}

// Clone returns a copy that shares nothing.
func (m *Matrix) Clone() *Matrix {
	return &Matrix{
		mat.DenseCopyOf(m.Dense), slices.Clone(m.Rows), slices.Clone(m.Cols), slices.Clone(m.RowEq), slices.Clone(m.ColEq),
	}
}

// Sub returns the given rows and columns, which are counted from 0.
func (m *Matrix) Sub(rows, cols []int) *Matrix {
	out := NewMatrix(len(rows), len(cols))
	for i, r := range rows {
		out.Rows[i], out.RowEq[i] = m.Rows[r], m.RowEq[r]
		for j, c := range cols {
			out.Set(i, j, m.At(r, c))
		}
	}
	for j, c := range cols {
		out.Cols[j], out.ColEq[j] = m.Cols[c], m.ColEq[c]
	}
	return out
}

// findNamed returns the first and last place of a name such as "x", "eq:x" or
// "eq:", or -1.
func findNamed(name string, eqs, names []string) (first, last int) {
	if eq, ok := strings.CutSuffix(name, ":"); ok {
		first = slices.Index(eqs, eq)
		for last = first; first >= 0 && last+1 < len(eqs) && eqs[last+1] == eq; last++ {
		}
		return first, last
	}
	eq, term, ok := strings.Cut(name, ":")
	if !ok {
		eq, term = "", name
	}
	k := FindTerm(eqs, names, eq, term)
	return k, k
}

// like returns a matrix of zeros with the dimensions and names of m.
func (m *Matrix) like() *Matrix {
	r, c := m.Dims()
	return &Matrix{mat.NewDense(r, c, nil), slices.Clone(m.Rows), slices.Clone(m.Cols), slices.Clone(m.RowEq), slices.Clone(m.ColEq)}
}

// mapped returns f of every element; missing elements stay missing.
func (m *Matrix) mapped(f func(x float64) float64) *Matrix {
	out := m.like()
	r, c := m.Dims()
	for i := range r {
		for j := range c {
			x := m.At(i, j)
			if x < frame.Missing {
				x = frame.Value(f(x))
			} else {
				x = frame.Missing
			}
			out.Set(i, j, x)
		}
	}
	return out
}

func (m *Matrix) scaled(by float64) *Matrix {
	return m.mapped(func(x float64) float64 {
		if by >= frame.Missing {
			return frame.Missing
		}
		return x*by + 0 // no negative zero
	})
}

func (m *Matrix) transposed() *Matrix {
	out := &Matrix{
		mat.DenseCopyOf(m.T()), slices.Clone(m.Cols), slices.Clone(m.Rows), slices.Clone(m.ColEq), slices.Clone(m.RowEq),
	}
	return out
}

// HasMissing reports whether an element is missing.
func (m *Matrix) HasMissing() bool {
	r, c := m.Dims()
	for i := range r {
		for j := range c {
			if m.At(i, j) >= frame.Missing {
				return true
			}
		}
	}
	return false
}

// conformable returns r(503) unless ok.
func conformable(ok bool) error {
	if !ok {
		return rc.Conformability.Errorf("conformability error")
	}
	return nil
}

// elementwise combines matrices of equal dimensions; the names are those of a.
func elementwise(a, b *Matrix, f func(x, y float64) float64) (*Matrix, error) {
	r, c := a.Dims()
	r2, c2 := b.Dims()
	if err := conformable(r == r2 && c == c2); err != nil {
		return nil, err
	}
	out := a.like()
	for i := range r {
		for j := range c {
			x, y := a.At(i, j), b.At(i, j)
			if x >= frame.Missing || y >= frame.Missing {
				out.Set(i, j, frame.Missing)
				continue
			}
			out.Set(i, j, frame.Value(f(x, y)))
		}
	}
	return out, nil
}

// product returns a*b: an element is missing if one that goes into it is.
func product(a, b *Matrix) (*Matrix, error) {
	r, k := a.Dims()
	k2, c := b.Dims()
	if err := conformable(k == k2); err != nil {
		return nil, err
	}
	out := NewMatrix(r, c)
	row := make([]float64, c)
	for i := range r {
		clear(row)
		for l := range k {
			addScaled(row, orNaN(a.At(i, l)), b.RawRowView(l))
		}
		for j, x := range row {
			out.Set(i, j, frame.Value(x))
		}
	}
	out.Rows, out.RowEq = slices.Clone(a.Rows), slices.Clone(a.RowEq)
	out.Cols, out.ColEq = slices.Clone(b.Cols), slices.Clone(b.ColEq)
	return out, nil
}

// addScaled adds by*x to sum. The product is rounded, so that processors with
// a fused multiply-add give the same.
func addScaled(sum []float64, by float64, x []float64) {
	for j, v := range x {
		sum[j] += float64(by * orNaN(v))
	}
}

// orNaN returns x, or NaN if it is missing.
func orNaN(x float64) float64 {
	if x >= frame.Missing {
		return math.NaN()
	}
	return x
}

// kronecker returns a#b. Its equations are the names of a.
func kronecker(a, b *Matrix) *Matrix {
	r, c := a.Dims()
	r2, c2 := b.Dims()
	out := NewMatrix(r*r2, c*c2)
	for i := range r * r2 {
		out.RowEq[i], out.Rows[i] = a.Rows[i/r2], b.Rows[i%r2]
		for j := range c * c2 {
			out.Set(i, j, frame.Value(orNaN(a.At(i/r2, j/c2))*orNaN(b.At(i%r2, j%c2))))
		}
	}
	for j := range c * c2 {
		out.ColEq[j], out.Cols[j] = a.Cols[j/c2], b.Cols[j%c2]
	}
	return out
}

// joinMatrices puts matrices beside (op ",") or below (op "\") each other.
// The names of the other dimension are those of the first; absent ones
// vanish.
func joinMatrices(parts []operand, op string) (*Matrix, error) {
	var list []*Matrix
	for _, o := range parts {
		if o.m != absent {
			list = append(list, o.m)
		}
	}
	if op == "," {
		for i, m := range list {
			list[i] = m.transposed()
		}
	}
	_, cols := list[0].Dims()
	rows := 0
	for _, m := range list {
		r, c := m.Dims()
		if err := conformable(c == cols); err != nil {
			return nil, err
		}
		rows += r
	}
	out := NewMatrix(rows, cols)
	out.Cols, out.ColEq = slices.Clone(list[0].Cols), slices.Clone(list[0].ColEq)
	at := 0
	for _, m := range list {
		r, _ := m.Dims()
		for i := range r {
			out.SetRow(at, m.RawRowView(i))
			out.Rows[at], out.RowEq[at] = m.Rows[i], m.RowEq[i]
			at++
		}
	}
	if op == "," {
		out = out.transposed()
	}
	return out, nil
}

// matrixOperators are the operators of which one operand at least is a matrix.
var matrixOperators = map[string]func(a, b operand) (operand, error){
	"+": func(a, b operand) (operand, error) {
		return addition(a, b, func(x, y float64) float64 { return x + y })
	},
	"-": func(a, b operand) (operand, error) {
		return addition(a, b, func(x, y float64) float64 { return x - y })
	},
	"*": multiplication,
	"/": division,
	"#": func(a, b operand) (operand, error) {
		x, y, err := matrices(a, b)
		if err != nil {
			return a, err
		}
		return operand{m: kronecker(x, y)}, nil
	},
}

func matrices(a, b operand) (x, y *Matrix, err error) {
	if x, err = a.matrix(); err != nil {
		return nil, nil, err
	}
	y, err = b.matrix()
	return x, y, err
}

func addition(a, b operand, f func(x, y float64) float64) (operand, error) {
	x, y, err := matrices(a, b)
	if err != nil {
		return a, err
	}
	m, err := elementwise(x, y, f)
	return operand{m: m}, err
}

func multiplication(a, b operand) (operand, error) {
	switch {
	case a.v.IsStr || b.v.IsStr:
		return a, rc.TypeMismatch.Errorf("type mismatch")
	case a.m == nil:
		return operand{m: b.m.scaled(a.v.Num)}, nil
	case b.m == nil:
		return operand{m: a.m.scaled(b.v.Num)}, nil
	}
	if r, c := a.m.Dims(); r == 1 && c == 1 { // as a number
		if r2, _ := b.m.Dims(); r2 != 1 {
			return operand{m: b.m.scaled(a.m.At(0, 0))}, nil
		}
	}
	if r, c := b.m.Dims(); r == 1 && c == 1 {
		if _, c2 := a.m.Dims(); c2 != 1 {
			return operand{m: a.m.scaled(b.m.At(0, 0))}, nil
		}
	}
	m, err := product(a.m, b.m)
	return operand{m: m}, err
}

func division(a, b operand) (operand, error) {
	by, err := b.scalar()
	if err != nil || by.IsStr {
		return a, conformable(false)
	}
	x, err := a.matrix()
	if err != nil {
		return a, err
	}
	return operand{m: x.mapped(func(v float64) float64 { return v / orNaN(by.Num) })}, nil
}
