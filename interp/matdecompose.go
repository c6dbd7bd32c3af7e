package interp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/rc"
)

// SymEigen returns the eigenvectors of a symmetric matrix, in columns e1, e2,
// ..., and the eigenvalues, a row; the largest comes first. An eigenvector has
// length 1 and its largest element, the first if several are, is positive.
func (m *Matrix) SymEigen() (vectors, values *Matrix, err error) {
	if err := conformable(len(m.Rows) == len(m.Cols)); err != nil {
		return nil, nil, err
	}
	if m.HasMissing() {
		return nil, nil, rc.MatrixMissing.Errorf("matrix has missing values")
	}
	if !m.nearlySymmetric() {
		return nil, nil, rc.NotSymmetric.Errorf("matrix not symmetric")
	}
	n := len(m.Rows)
	sym := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			sym.SetSym(i, j, m.At(i, j))
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(sym, true) {
		return nil, nil, rc.NoConverge.Errorf("convergence not achieved")
	}
	var v mat.Dense
	eig.VectorsTo(&v)
	vectors, values = NewMatrix(n, n), NewMatrix(1, n)
	for k, x := range eig.Values(nil) {
		j := n - 1 - k
		values.Set(0, j, x)
		sign := 1.0
		largest := 0.0
		for i := range n {
			if a := math.Abs(v.At(i, k)); a > largest*(1+1e-9) {
				largest, sign = a, math.Copysign(1, v.At(i, k))
			}
		}
		for i := range n {
			vectors.Set(i, j, sign*v.At(i, k)+0)
		}
	}
	vectors.Rows, vectors.RowEq = slices.Clone(m.Rows), slices.Clone(m.RowEq)
	vectors.Cols = defaultNames("e", n)
	values.Cols = defaultNames("e", n)
	return vectors, values, nil
}

// SVD returns U (r by c), w (1 by c) and V (c by c) with m = U diag(w) V'.
func (m *Matrix) SVD() (u, w, v *Matrix, err error) {
	r, c := m.Dims()
	if m.HasMissing() {
		return nil, nil, nil, rc.MatrixMissing.Errorf("matrix has missing values")
	}
	if r < c {
		return nil, nil, nil, rc.Conformability.Errorf("conformability error")
	}
	var f mat.SVD
	if !f.Factorize(m.Dense, mat.SVDThin) {
		return nil, nil, nil, rc.NoConverge.Errorf("convergence not achieved")
	}
	u, w, v = NewMatrix(r, c), NewMatrix(1, c), NewMatrix(c, c)
	u.Dense.Reset()
	f.UTo(u.Dense)
	v.Dense.Reset()
	f.VTo(v.Dense)
	w.SetRow(0, f.Values(nil))
	u.Rows, u.RowEq = slices.Clone(m.Rows), slices.Clone(m.RowEq)
	u.Cols, w.Cols = slices.Clone(m.Cols), slices.Clone(m.Cols)
	u.ColEq, w.ColEq = slices.Clone(m.ColEq), slices.Clone(m.ColEq)
	v.Rows, v.RowEq = slices.Clone(m.Cols), slices.Clone(m.ColEq)
	return u, w, v, nil
}

// Eigenvalues returns the real and imaginary parts of the eigenvalues, two
// rows, by falling modulus.
func (m *Matrix) Eigenvalues() (re, im *Matrix, err error) {
	if err := conformable(len(m.Rows) == len(m.Cols)); err != nil {
		return nil, nil, err
	}
	if m.HasMissing() {
		return nil, nil, rc.MatrixMissing.Errorf("matrix has missing values")
	}
	var eig mat.Eigen
	if !eig.Factorize(m.Dense, mat.EigenNone) {
		return nil, nil, rc.NoConverge.Errorf("convergence not achieved")
	}
	values := eig.Values(nil)
	slices.SortStableFunc(values, func(a, b complex128) int {
		x, y := math.Hypot(real(a), imag(a)), math.Hypot(real(b), imag(b))
		switch {
		case x > y*(1+1e-12):
			return -1
		case y > x*(1+1e-12):
			return 1
		}
		return 0
	})
	n := len(values)
	re, im = NewMatrix(1, n), NewMatrix(1, n)
	for j, x := range values {
		re.Set(0, j, real(x))
		im.Set(0, j, imag(x))
	}
	return re, im, nil
}
