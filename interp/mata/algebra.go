package mata

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// algebraFuncs are determinants, decompositions and eigenvalues.
var algebraFuncs = map[string]builtin{
	"trace":           {1, 1, fnTrace},
	"det":             {1, 1, fnDet},
	"dettriangular":   {1, 1, fnDetTriangular},
	"rank":            {1, 2, fnRank},
	"cond":            {1, 1, fnCond},
	"norm":            {1, 2, fnNorm},
	"cholesky":        {1, 1, fnCholesky},
	"_cholesky":       inPlace(fnCholesky),
	"qrd":             {3, 3, fnQRD},
	"svd":             {4, 4, fnSVD},
	"svdsv":           {1, 1, fnSVDValues},
	"symeigensystem":  {3, 3, fnSymEigensystem},
	"symeigenvalues":  {1, 1, fnSymEigenvalues},
	"eigensystem":     {3, 3, fnEigensystem},
	"eigenvalues":     {1, 1, fnEigenvalues},
	"matpowersym":     {2, 2, fnMatPowerSym},
	"_symeigenvalues": inPlace(fnSymEigenvalues),
}

// inPlace makes a builtin that changes its first argument from one that
// returns the result.
func inPlace(f func(c *call) (value, error)) builtin {
	return builtin{1, 1, func(c *call) (value, error) {
		v, err := f(c)
		if err != nil {
			return value{}, err
		}
		return value{}, c.set(0, v)
	}}
}

func fnTrace(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	sum := 0.0
	for i := range v.rows {
		x := v.at(i*v.cols + i)
		if x >= frame.Missing {
			return number(frame.Missing), nil
		}
		sum += x
	}
	return number(frame.Value(sum)), nil
}

func fnDet(c *call) (value, error) {
	v, err := c.square(0)
	switch {
	case err != nil:
		return value{}, err
	case v.size() == 0:
		return number(1), nil
	case v.hasMissing():
		return number(frame.Missing), nil
	}
	return number(frame.Value(mat.Det(v.dense()))), nil
}

func fnDetTriangular(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	det := 1.0
	for i := range v.rows {
		det *= v.at(i*v.cols + i)
	}
	return number(frame.Value(det)), nil
}

// singular returns the singular values; missing elements are an error.
func (c *call) singular(v value) ([]float64, error) {
	if v.hasMissing() {
		return nil, c.fail(hasMissing)
	}
	if v.size() == 0 {
		return nil, nil
	}
	var f mat.SVD
	if !f.Factorize(v.dense(), mat.SVDNone) {
		return nil, c.failf(3360, "failure to converge")
	}
	return f.Values(nil), nil
}

// fnRank counts singular values above a tolerance relative to the largest.
func fnRank(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	s, err := c.singular(v)
	if err != nil {
		return value{}, err
	}
	by, err := c.numOr(1, 1)
	if err != nil || len(s) == 0 {
		return number(0), err
	}
	tol := by * s[0] * float64(max(v.rows, v.cols)) * 0x1p-52
	n := 0.0
	for _, x := range s {
		if x > tol {
			n++
		}
	}
	return number(n), nil
}

func fnCond(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	s, err := c.singular(v)
	if err != nil || len(s) == 0 {
		return number(1), err
	}
	return number(frame.Value(s[0] / s[len(s)-1])), nil
}

// fnNorm is the 2-norm, or the p-norm: of matrices 1, 2, 0 (Frobenius) and .
// (infinity).
func fnNorm(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	p, err := c.numOr(1, 2)
	switch {
	case err != nil:
		return value{}, err
	case v.size() == 0:
		return number(0), nil
	case v.hasMissing():
		return number(frame.Missing), nil
	case v.isVector() && p < frame.Missing && p > 0:
		sum := 0.0
		for _, x := range v.nums() {
			sum += math.Pow(math.Abs(x), p)
		}
		return number(math.Pow(sum, 1/p)), nil
	case p >= frame.Missing && v.isVector():
		most := 0.0
		for _, x := range v.nums() {
			most = max(most, math.Abs(x))
		}
		return number(most), nil
	}
	order := map[float64]float64{0: 2, 1: 1}
	switch {
	case p >= frame.Missing:
		return number(mat.Norm(v.dense(), math.Inf(1))), nil
	case p == 2:
		s, err := c.singular(v)
		if err != nil {
			return value{}, err
		}
		return number(s[0]), nil
	}
	n, ok := order[p]
	if !ok {
		return value{}, c.fail(outOfRange)
	}
	return number(mat.Norm(v.dense(), n)), nil
}

// cholesky returns the lower factor; ok is false if v is not positive definite.
func cholesky(v value) (out value, ok bool) {
	n := v.rows
	out = zeros(n, n)
	for j := range n {
		d := v.at(j*n + j)
		for k := range j {
			d -= float64(out.num[j*n+k] * out.num[j*n+k])
		}
		if !(d > 0 && d < frame.Missing) {
			return out, false
		}
		out.num[j*n+j] = math.Sqrt(d)
		for i := j + 1; i < n; i++ {
			x := v.at(i*n + j)
			for k := range j {
				x -= float64(out.num[i*n+k] * out.num[j*n+k])
			}
			out.num[i*n+j] = x / out.num[j*n+j]
		}
	}
	return out, true
}

// fnCholesky is missing where the matrix is not positive definite.
func fnCholesky(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	out, ok := cholesky(v)
	if !ok {
		return blank(numeric, v.rows, v.cols), nil
	}
	return out, nil
}

// fnQRD gives Q and R with X = QR.
func fnQRD(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	if v.rows < v.cols {
		return value{}, c.fail(conformability)
	}
	if v.hasMissing() || v.size() == 0 {
		return value{}, c.fail(hasMissing)
	}
	var f mat.QR
	f.Factorize(v.dense())
	var q, r mat.Dense
	f.QTo(&q)
	f.RTo(&r)
	if err := c.set(1, ofDense(&q)); err != nil {
		return value{}, err
	}
	return value{}, c.set(2, ofDense(&r))
}

// fnSVD gives U, s and V' with X = U diag(s) V'.
func fnSVD(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	if v.rows < v.cols || v.size() == 0 {
		return value{}, c.fail(conformability)
	}
	if v.hasMissing() {
		return value{}, c.fail(hasMissing)
	}
	var f mat.SVD
	if !f.Factorize(v.dense(), mat.SVDThin) {
		return value{}, c.failf(3360, "failure to converge")
	}
	var u, w mat.Dense
	f.UTo(&u)
	f.VTo(&w)
	for i, x := range []value{ofDense(&u), colOf(f.Values(nil)), ofDense(w.T())} {
		if err := c.set(i+1, x); err != nil {
			return value{}, err
		}
	}
	return value{}, nil
}

func fnSVDValues(c *call) (value, error) {
	v, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	s, err := c.singular(v)
	return colOf(s), err
}

// symEigen returns the eigenvectors, in columns, and the eigenvalues, the
// largest first.
func (c *call) symEigen(v value) (vectors, values value, err error) {
	if v.hasMissing() {
		return vectors, values, c.fail(hasMissing)
	}
	if v.size() == 0 {
		return zeros(0, 0), zeros(1, 0), nil
	}
	m := interp.NewMatrix(v.rows, v.cols)
	s := makeSymmetric(v)
	for i := range v.rows {
		m.SetRow(i, s.num[i*v.cols:(i+1)*v.cols])
	}
	x, l, err := m.SymEigen()
	if err != nil {
		return vectors, values, c.failf(3360, "failure to converge")
	}
	return ofDense(x.Dense), ofDense(l.Dense), nil
}

func fnSymEigensystem(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	x, l, err := c.symEigen(v)
	if err != nil {
		return value{}, err
	}
	if err := c.set(1, x); err != nil {
		return value{}, err
	}
	return value{}, c.set(2, l)
}

func fnSymEigenvalues(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	_, l, err := c.symEigen(v)
	return l, err
}

// realEigen returns eigenvectors and eigenvalues by falling modulus. Complex
// ones are not implemented.
func (c *call) realEigen(v value) (vectors, values value, err error) {
	if v.hasMissing() {
		return vectors, values, c.fail(hasMissing)
	}
	if isSymmetric(v) {
		vectors, values, err = c.symEigen(v)
		if err != nil {
			return vectors, values, err
		}
		return byModulus(vectors, values)
	}
	var f mat.Eigen
	if !f.Factorize(v.dense(), mat.EigenRight) {
		return vectors, values, c.failf(3360, "failure to converge")
	}
	n := v.rows
	var x mat.CDense
	f.VectorsTo(&x)
	vectors, values = zeros(n, n), zeros(1, n)
	for j, l := range f.Values(nil) {
		if imag(l) != 0 {
			return vectors, values, lacking("complex eigenvalues, which " + c.name + "() would have to return,")
		}
		values.num[j] = real(l)
		for i := range n {
			vectors.num[i*n+j] = real(x.At(i, j))
		}
	}
	return byModulus(vectors, values)
}

// byModulus sorts eigenvalues by falling modulus.
func byModulus(vectors, values value) (value, value, error) {
	n := values.cols
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := math.Abs(values.at(a)), math.Abs(values.at(b))
		switch {
		case x > y*(1+1e-12):
			return -1
		case y > x*(1+1e-12):
			return 1
		}
		return 0
	})
	return vectors.pick(n, n, func(i, j int) int { return i*n + order[j] }), values.pick(1, n, func(_, j int) int { return order[j] }), nil
}

func fnEigensystem(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	x, l, err := c.realEigen(v)
	if err != nil {
		return value{}, err
	}
	if err := c.set(1, x); err != nil {
		return value{}, err
	}
	return value{}, c.set(2, l)
}

func fnEigenvalues(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	_, l, err := c.realEigen(v)
	return l, err
}

// fnMatPowerSym is a power of a symmetric matrix.
func fnMatPowerSym(c *call) (value, error) {
	v, err := c.square(0)
	if err != nil {
		return value{}, err
	}
	p, err := c.num(1)
	if err != nil {
		return value{}, err
	}
	x, l, err := c.symEigen(v)
	if err != nil {
		return value{}, err
	}
	n := v.rows
	out := zeros(n, n)
	for k := range n {
		w := math.Pow(l.at(k), p)
		for i := range n {
			for j := range n {
				out.num[i*n+j] += float64(w * x.num[i*n+k] * x.num[j*n+k])
			}
		}
	}
	for i, e := range out.num {
		out.num[i] = frame.Value(e)
	}
	return out, nil
}
