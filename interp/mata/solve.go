package mata

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp/frame"
)

// solverFuncs are inverses and solutions of linear systems. Where the matrix
// is singular or has missing values the result is missing.
var solverFuncs = map[string]builtin{
	"invsym":     {1, 2, only(1, fnInvSym)},
	"_invsym":    inPlace(fnInvSym),
	"luinv":      {1, 3, only(1, fnLUInv)},
	"_luinv":     inPlace(fnLUInv),
	"qrinv":      {1, 3, only(1, fnPinv)},
	"pinv":       {1, 3, only(1, fnPinv)},
	"cholinv":    {1, 3, only(1, fnCholInv)},
	"_cholinv":   inPlace(fnCholInv),
	"cholsolve":  {2, 3, only(2, fnCholSolve)},
	"lusolve":    {2, 3, only(2, fnLUSolve)},
	"qrsolve":    {2, 3, only(2, fnQRSolve)},
	"svsolve":    {2, 3, only(2, fnPinvSolve)},
	"solvelower": {2, 4, only(2, triangular(false))},
	"solveupper": {2, 4, only(2, triangular(true))},
}

// pivotTolerance is what must be left of a diagonal element, relative to it,
// once earlier rows are swept out.
const pivotTolerance = 1e-13

// fnInvSym is the inverse of a symmetric matrix, of which the lower triangle
// counts. Rows that depend on others become zero.
func fnInvSym(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	if v.hasMissing() {
		return blank(numeric, v.rows, v.cols), nil
	}
	n := v.rows
	a := makeSymmetric(v)
	out := a.copied()
	out.own()
	swept := make([]bool, n)
	for range n {
		k := pivot(out, a, swept)
		if k < 0 {
			break
		}
		sweep(out, k)
		swept[k] = true
	}
	for i := range n {
		for j := range n {
			if !swept[i] || !swept[j] {
				out.num[i*n+j] = 0
			} else {
				out.num[i*n+j] = frame.Value(-out.num[i*n+j] + 0)
			}
		}
	}
	return out, nil
}

// pivot chooses the next row: that with the largest part of its diagonal
// element left.
func pivot(m, a value, swept []bool) int {
	n := m.rows
	good := func(k int) bool {
		d := m.num[k*n+k]
		return !swept[k] && math.Abs(d) > pivotTolerance*math.Abs(a.at(k*n+k))
	}
	best, left := -1, 0.0
	for k := range n {
		if d := math.Abs(m.num[k*n+k] / a.at(k*n+k)); good(k) && d > left*(1+1e-9) {
			best, left = k, d
		}
	}
	return best
}

// sweep sweeps row and column k so that the swept part is minus its inverse:
// Goodnight (1979), American Statistician 33:149-158.
func sweep(m value, k int) {
	n := m.rows
	d := m.num[k*n+k]
	for i := range n {
		if i == k {
			continue
		}
		b := m.num[i*n+k] / d
		for j := range i + 1 {
			if j != k {
				x := m.num[i*n+j] - float64(b*m.num[k*n+j])
				m.num[i*n+j], m.num[j*n+i] = x, x
			}
		}
	}
	for i := range n {
		if i != k {
			x := m.num[i*n+k] / d
			m.num[i*n+k], m.num[k*n+i] = x, x
		}
	}
	m.num[k*n+k] = -1 / d
}

func fnLUInv(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	if v.size() == 0 {
		return v, nil
	}
	return luSolve(v, identity(v.rows)), nil
}

func identity(n int) value {
	out := zeros(n, n)
	for i := range n {
		out.num[i*n+i] = 1
	}
	return out
}

// luSolve solves a x = b, missing if a is singular.
func luSolve(a, b value) value {
	bad := blank(numeric, a.cols, b.cols)
	if a.hasMissing() || b.hasMissing() {
		return bad
	}
	var f mat.LU
	f.Factorize(a.dense())
	if !(f.Cond() < 1/0x1p-52) {
		return bad
	}
	var x mat.Dense
	if err := f.SolveTo(&x, false, b.dense()); err != nil {
		if _, nearly := err.(mat.Condition); !nearly {
			return bad
		}
	}
	return ofDense(&x)
}

// system returns the two sides of a system of equations.
func (c *call) system() (a, b value, err error) {
	if a, err = c.matrix(0); err != nil {
		return a, b, err
	}
	if b, err = c.matrix(1); err != nil {
		return a, b, err
	}
	if a.rows != b.rows {
		return a, b, c.fail(conformability)
	}
	return a, b, nil
}

func fnLUSolve(c *call) (value, error) {
	a, b, err := c.system()
	switch {
	case err != nil:
		return value{}, err
	case a.rows != a.cols:
		return value{}, c.fail(notSquare)
	case a.size() == 0 || b.size() == 0:
		return zeros(a.cols, b.cols), nil
	}
	return luSolve(a, b), nil
}

func fnCholInv(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	return cholSolve(v, identity(v.rows)), nil
}

func fnCholSolve(c *call) (value, error) {
	a, b, err := c.system()
	switch {
	case err != nil:
		return value{}, err
	case a.rows != a.cols:
		return value{}, c.fail(notSquare)
	}
	return cholSolve(a, b), nil
}

// cholSolve solves a x = b, missing if a is not positive definite.
func cholSolve(a, b value) value {
	l, ok := cholesky(a)
	if !ok || b.hasMissing() {
		return blank(numeric, a.cols, b.cols)
	}
	return backward(l.transposed(), forward(l, b))
}

// forward solves l x = b for a lower triangle, backward for an upper one.
func forward(l, b value) value {
	n := l.rows
	out := zeros(n, b.cols)
	for j := range b.cols {
		for i := range n {
			x := b.at(i*b.cols + j)
			for k := range i {
				x -= float64(l.at(i*n+k) * out.num[k*b.cols+j])
			}
			out.num[i*b.cols+j] = x / l.at(i*n+i)
		}
	}
	return out
}

func backward(u, b value) value {
	n := u.rows
	out := zeros(n, b.cols)
	for j := range b.cols {
		for i := n - 1; i >= 0; i-- {
			x := b.at(i*b.cols + j)
			for k := i + 1; k < n; k++ {
				x -= float64(u.at(i*n+k) * out.num[k*b.cols+j])
			}
			out.num[i*b.cols+j] = x / u.at(i*n+i)
		}
	}
	return out
}

// triangular makes solvelower() and solveupper().
func triangular(upper bool) func(c *call) (value, error) {
	return func(c *call) (value, error) {
		a, b, err := c.system()
		if err != nil {
			return value{}, err
		}
		if a.rows != a.cols {
			return value{}, c.fail(notSquare)
		}
		if a.hasMissing() || b.hasMissing() {
			return blank(numeric, a.rows, b.cols), nil
		}
		out := forward
		if upper {
			out = backward
		}
		v := out(a, b)
		for i, x := range v.num {
			v.num[i] = frame.Value(x)
		}
		return v, nil
	}
}

// fnQRSolve is the least-squares solution if there are more equations than
// unknowns.
func fnQRSolve(c *call) (value, error) {
	a, b, err := c.system()
	switch {
	case err != nil:
		return value{}, err
	case a.rows < a.cols:
		return value{}, c.fail(conformability)
	case a.hasMissing() || b.hasMissing():
		return blank(numeric, a.cols, b.cols), nil
	case a.size() == 0 || b.size() == 0:
		return zeros(a.cols, b.cols), nil
	}
	var f mat.QR
	f.Factorize(a.dense())
	if f.Cond() > 1e12 {
		return pinvSolve(c, a, b)
	}
	var x mat.Dense
	if err := f.SolveTo(&x, false, b.dense()); err != nil {
		return pinvSolve(c, a, b)
	}
	return ofDense(&x), nil
}

// pinv is the Moore-Penrose inverse.
func pinv(c *call, v value) (value, error) {
	if v.hasMissing() {
		return blank(numeric, v.cols, v.rows), nil
	}
	if v.size() == 0 {
		return zeros(v.cols, v.rows), nil
	}
	var f mat.SVD
	if !f.Factorize(v.dense(), mat.SVDThin) {
		return value{}, c.failf(3360, "failure to converge")
	}
	var u, w mat.Dense
	f.UTo(&u)
	f.VTo(&w)
	s := f.Values(nil)
	tol := s[0] * float64(max(v.rows, v.cols)) * 0x1p-52
	_, k := w.Dims()
	for j := range k {
		by := 0.0
		if s[j] > tol {
			by = 1 / s[j]
		}
		for i := range v.cols {
			w.Set(i, j, w.At(i, j)*by)
		}
	}
	var out mat.Dense
	out.Mul(&w, u.T())
	return ofDense(&out), nil
}

func fnPinv(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	return pinv(c, v)
}

func pinvSolve(c *call, a, b value) (value, error) {
	inv, err := pinv(c, a)
	if err != nil {
		return value{}, err
	}
	return multiply(inv, b)
}

func fnPinvSolve(c *call) (value, error) {
	a, b, err := c.system()
	if err != nil {
		return value{}, err
	}
	return pinvSolve(c, a, b)
}
