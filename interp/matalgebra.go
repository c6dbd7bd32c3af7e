package interp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// singular is the error of an inverse that does not exist.
var singular = rc.Code(508)

// SymmetricValues reports whether m equals its transpose, whatever the names.
func (m *Matrix) SymmetricValues() bool {
	r, c := m.Dims()
	if r != c {
		return false
	}
	for i := range r {
		for j := range i {
			if m.At(i, j) != m.At(j, i) {
				return false
			}
		}
	}
	return true
}

// nearlySymmetric allows differences of 1e-8, relative to the diagonal.
func (m *Matrix) nearlySymmetric() bool {
	r, _ := m.Dims()
	for i := range r {
		for j := range i {
			x, y := m.At(i, j), m.At(j, i)
			if math.Abs(x-y) > 1e-8*math.Max(math.Abs(x), math.Abs(y)) {
				return false
			}
		}
	}
	return true
}

// flipped returns a matrix of m's dimensions whose names are those of its
// transpose, as an inverse has them.
func (m *Matrix) flipped() *Matrix {
	out := m.like()
	out.Rows, out.Cols = slices.Clone(m.Cols), slices.Clone(m.Rows)
	out.RowEq, out.ColEq = slices.Clone(m.ColEq), slices.Clone(m.RowEq)
	return out
}

// symmetrize makes the two triangles of m equal.
func (m *Matrix) symmetrize() {
	r, _ := m.Dims()
	for i := range r {
		for j := range i {
			x := (m.At(i, j) + m.At(j, i)) / 2
			m.Set(i, j, x)
			m.Set(j, i, x)
		}
	}
}

func inverse(m *Matrix) (*Matrix, error) {
	if m.HasMissing() {
		return nil, rc.MatrixMissing.Errorf("matrix has missing values")
	}
	out := m.flipped()
	err := out.Dense.Inverse(m.Dense)
	if cond, ok := err.(mat.Condition); ok && !math.IsInf(float64(cond), 1) {
		err = nil
	}
	if err != nil {
		return nil, singular.Errorf("matrix singular")
	}
	if m.SymmetricValues() {
		out.symmetrize()
	}
	return out, nil
}

// pivotTolerance is the part of a diagonal element that must be left, once
// earlier rows are swept out, for a row not to depend on them.
const pivotTolerance = 1e-13

// inverseSym inverts by sweeping, in order; dependent rows become 0.
func inverseSym(m *Matrix) (*Matrix, error) {
	n := len(m.Rows)
	out := m.flipped()
	out.Copy(m.Dense)
	out.symmetrize()
	dropped := make([]bool, n)
	for k := range n {
		if d := out.At(k, k); !(math.Abs(d) > pivotTolerance*math.Abs(m.At(k, k))) {
			dropped[k] = true
			continue
		}
		out.sweepSymmetric(k)
	}
	for i := range n {
		for j := range n {
			if dropped[i] || dropped[j] {
				out.Set(i, j, 0)
			} else {
				out.Set(i, j, -out.At(i, j)+0)
			}
		}
	}
	return out, nil
}

// sweepSymmetric sweeps row and column k so that the swept part is minus its
// inverse: Goodnight (1979), American Statistician 33:149-158, for a matrix that
// stays symmetric.
func (m *Matrix) sweepSymmetric(k int) {
	n := len(m.Rows)
	d := m.At(k, k)
	for i := range n {
		if i == k {
			continue
		}
		b := m.At(i, k) / d
		for j := range i + 1 {
			if j != k {
				x := m.At(i, j) - float64(b*m.At(k, j))
				m.Set(i, j, x)
				m.Set(j, i, x)
			}
		}
	}
	for i := range n {
		if i != k {
			x := m.At(i, k) / d
			m.Set(i, k, x)
			m.Set(k, i, x)
		}
	}
	m.Set(k, k, -1/d)
}

func matrixSweep(_ *Session, a []operand) (operand, error) {
	m := a[0].m
	n := len(m.Rows)
	k := int(a[1].v.Num) - 1
	if err := conformable(n == len(m.Cols) && k >= 0 && k < n); err != nil {
		return operand{}, err
	}
	out := m.Clone()
	d := m.At(k, k)
	for i := range n {
		for j := range n {
			var x float64
			switch {
			case d == 0:
			case i == k && j == k:
				x = 1 / d
			case i == k:
				x = m.At(i, j) / d
			case j == k:
				x = -m.At(i, j) / d
			default:
				x = m.At(i, j) - float64(m.At(i, k)*m.At(k, j))/d
			}
			if d == 0 && i != k && j != k {
				x = m.At(i, j)
			}
			out.Set(i, j, frame.Value(x))
		}
	}
	out.Rows[k], out.Cols[k] = m.Cols[k], m.Rows[k]
	out.RowEq[k], out.ColEq[k] = m.ColEq[k], m.RowEq[k]
	return operand{m: out}, nil
}

func cholesky(m *Matrix) (*Matrix, error) {
	n := len(m.Rows)
	out := m.like()
	for j := range n {
		d := m.At(j, j)
		for k := range j {
			d -= float64(out.At(j, k) * out.At(j, k))
		}
		if !(d > 0) {
			return nil, rc.NotPosDef.Errorf("matrix not positive definite")
		}
		out.Set(j, j, math.Sqrt(d))
		for i := j + 1; i < n; i++ {
			x := m.At(i, j)
			for k := range j {
				x -= float64(out.At(i, k) * out.At(j, k))
			}
			out.Set(i, j, x/out.At(j, j))
		}
	}
	return out, nil
}

func correlation(m *Matrix) (*Matrix, error) {
	n := len(m.Rows)
	out := m.like()
	for i := range n {
		for j := range n {
			if i == j {
				out.Set(i, j, 1)
				continue
			}
			out.Set(i, j, frame.Value(m.At(i, j)/math.Sqrt(m.At(i, i)*m.At(j, j))))
		}
	}
	return out, nil
}

func diagonal(m *Matrix) (*Matrix, error) {
	r, c := m.Dims()
	if err := conformable(r == 1 || c == 1); err != nil {
		return nil, err
	}
	if r != 1 || c == 1 && r == 1 {
		m = m.transposed()
	}
	n := len(m.Cols)
	out := NewMatrix(n, n)
	for i := range n {
		out.Set(i, i, m.At(0, i))
	}
	out.Rows, out.RowEq = slices.Clone(m.Cols), slices.Clone(m.ColEq)
	out.Cols, out.ColEq = slices.Clone(m.Cols), slices.Clone(m.ColEq)
	return out, nil
}

func diagonalOf(m *Matrix) (*Matrix, error) {
	n := len(m.Rows)
	out := NewMatrix(1, n)
	for i := range n {
		out.Set(0, i, m.At(i, i))
	}
	out.Cols, out.ColEq = slices.Clone(m.Cols), slices.Clone(m.ColEq)
	return out, nil
}

func columnsBelow(m *Matrix) (*Matrix, error) {
	r, c := m.Dims()
	out := NewMatrix(r*c, 1)
	for j := range c {
		for i := range r {
			k := j*r + i
			out.Set(k, 0, m.At(i, j))
			out.Rows[k], out.RowEq[k] = m.Rows[i], m.Cols[j]
		}
	}
	return out, nil
}

func lowerTriangle(m *Matrix) (*Matrix, error) {
	n := len(m.Rows)
	out := NewMatrix(n*(n+1)/2, 1)
	k := 0
	for j := range n {
		for i := j; i < n; i++ {
			out.Set(k, 0, m.At(i, j))
			out.Rows[k], out.RowEq[k] = m.Rows[i], m.Cols[j]
			k++
		}
	}
	return out, nil
}

func fromLowerTriangle(m *Matrix) (*Matrix, error) {
	r, c := m.Dims()
	if r == 1 {
		m, r, c = m.transposed(), c, r
	}
	n := int((math.Sqrt(float64(8*r+1)) - 1) / 2)
	if err := conformable(c == 1 && n*(n+1)/2 == r); err != nil {
		return nil, err
	}
	out := NewMatrix(n, n)
	k := 0
	for j := range n {
		for i := j; i < n; i++ {
			out.Set(i, j, m.At(k, 0))
			out.Set(j, i, m.At(k, 0))
			k++
		}
	}
	return out, nil
}

func determinant(m *Matrix) float64 {
	if m.HasMissing() {
		return frame.Missing
	}
	n := len(m.Rows)
	a := mat.DenseCopyOf(m.Dense)
	det := 1.0
	for k := range n { // elimination with partial pivoting
		p := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a.At(i, k)) > math.Abs(a.At(p, k)) {
				p = i
			}
		}
		if a.At(p, k) == 0 {
			return 0
		}
		if p != k {
			swapRows(a, p, k)
			det = -det
		}
		det *= a.At(k, k)
		for i := k + 1; i < n; i++ {
			by := a.At(i, k) / a.At(k, k)
			for j := k + 1; j < n; j++ {
				a.Set(i, j, a.At(i, j)-float64(by*a.At(k, j)))
			}
		}
	}
	return det
}

func swapRows(a *mat.Dense, i, j int) {
	x, y := a.RawRowView(i), a.RawRowView(j)
	for k := range x {
		x[k], y[k] = y[k], x[k]
	}
}

func trace(m *Matrix) float64 {
	sum := 0.0
	for i := range m.Rows {
		sum += orNaN(m.At(i, i))
	}
	return sum
}

func diagonalZeros(m *Matrix) float64 {
	n := 0.0
	for i := range m.Rows {
		if m.At(i, i) == 0 {
			n++
		}
	}
	return n
}
