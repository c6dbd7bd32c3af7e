package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Components are the eigenvalues of c, descending, and its eigenvectors of
// length one, by column, each with a sum that is not negative: the principal
// components of a covariance or correlation matrix.
func Components(c mat.Symmetric) (values []float64, vectors *mat.Dense, err error) {
	var e mat.EigenSym
	if !e.Factorize(c, true) {
		return nil, nil, ErrNoConverge
	}
	k := c.SymmetricDim()
	var v mat.Dense
	e.VectorsTo(&v)
	values = e.Values(nil)
	slices.Reverse(values)
	vectors = mat.NewDense(k, k, nil)
	for j := range k {
		sum := 0.0
		for i := range k {
			sum += v.At(i, k-1-j)
		}
		for i := range k {
			x := v.At(i, k-1-j)
			if sum < 0 {
				x = -x
			}
			vectors.Set(i, j, x)
		}
	}
	return values, vectors, nil
}

// MultipleCorrelations are the squared multiple correlations of each variable
// with the others: 1 - 1/r^ii. ErrSingular if r is singular.
func MultipleCorrelations(r *mat.SymDense) ([]float64, error) {
	inv, err := inverseOf(r)
	if err != nil {
		return nil, err
	}
	out := make([]float64, r.SymmetricDim())
	for i := range out {
		out[i] = 1 - 1/inv.At(i, i)
	}
	return out, nil
}

func inverseOf(r *mat.SymDense) (*mat.SymDense, error) {
	var ch mat.Cholesky
	if !ch.Factorize(r) || ch.Cond() > 1e14 {
		return nil, ErrSingular
	}
	inv := mat.NewSymDense(r.SymmetricDim(), nil)
	return inv, ch.InverseTo(inv)
}

// A Factoring is a factor analysis of a correlation matrix.
type Factoring struct {
	Eigenvalues []float64  // of what was factored, descending
	Total       float64    // that proportions refer to
	Loadings    *mat.Dense // p×f
	Uniqueness  []float64  // p
}

// A FactorMethod is a method of extracting factors.
type FactorMethod int

const (
	PrincipalFactors         FactorMethod = iota // communalities are squared multiple correlations
	PrincipalComponentFactor                     // communalities are 1
	IteratedFactors                              // communalities re-estimated from the factors
)

// ExtractFactors factors the correlation matrix r. It keeps factors whose
// eigenvalues exceed least, but at most most of them. Iterated factoring needs
// their number: that which the first step retains.
func ExtractFactors(r *mat.SymDense, method FactorMethod, most int, least float64) (*Factoring, error) {
	p := r.SymmetricDim()
	communality := make([]float64, p)
	for i := range communality {
		communality[i] = 1
	}
	if method != PrincipalComponentFactor {
		smc, err := MultipleCorrelations(r)
		if err != nil {
			return nil, err
		}
		communality = smc
	}
	f, err := factorOnce(r, communality, most, least)
	if err != nil || method != IteratedFactors {
		return f, err
	}
	_, most = f.Loadings.Dims()
	for range 25_000 {
		change := 0.0
		for i, u := range f.Uniqueness {
			change = max(change, math.Abs(communality[i]-(1-u)))
			communality[i] = 1 - u
		}
		if change < 1e-8 {
			return f, nil
		}
		if f, err = factorOnce(r, communality, most, math.Inf(-1)); err != nil {
			return nil, err
		}
	}
	return nil, ErrNoConverge
}

func factorOnce(r *mat.SymDense, communality []float64, most int, least float64) (*Factoring, error) {
	p := r.SymmetricDim()
	reduced := mat.NewSymDense(p, nil)
	reduced.CopySym(r)
	f := &Factoring{Uniqueness: make([]float64, p)}
	for i, h := range communality {
		reduced.SetSym(i, i, h)
		f.Total += h
	}
	values, vectors, err := Components(reduced)
	if err != nil {
		return nil, err
	}
	f.Eigenvalues = values
	n := 0
	for n < min(p, most) && values[n] > least && values[n] > 0 {
		n++
	}
	if n == 0 {
		return nil, ErrNoVariance
	}
	f.Loadings = mat.NewDense(p, n, nil)
	for i := range p {
		f.Uniqueness[i] = 1
		for j := range n {
			l := vectors.At(i, j) * math.Sqrt(values[j])
			f.Loadings.Set(i, j, l)
			f.Uniqueness[i] -= l * l
		}
	}
	return f, nil
}

// IndependenceTest is the likelihood-ratio test that a correlation matrix of n
// rows is the identity, with Bartlett's correction.
func IndependenceTest(r *mat.SymDense, n float64) (chi2, df, p float64) {
	k := float64(r.SymmetricDim())
	logDet, _ := mat.LogDet(r)
	chi2 = -(n - 1 - (2*k+5)/6) * logDet
	df = k * (k - 1) / 2
	return chi2, df, chi2Tail(df, chi2)
}

// SamplingAdequacy is the measure of Kaiser, Meyer and Olkin, of each variable
// and overall: the share of squared correlations in them and squared partial
// correlations.
func SamplingAdequacy(r *mat.SymDense) (each []float64, overall float64, err error) {
	inv, err := inverseOf(r)
	if err != nil {
		return nil, 0, err
	}
	k := r.SymmetricDim()
	each = make([]float64, k)
	var all, allPartial float64
	for i := range k {
		var sum, partial float64
		for j := range k {
			if i != j {
				q := inv.At(i, j) / math.Sqrt(inv.At(i, i)*inv.At(j, j))
				sum += r.At(i, j) * r.At(i, j)
				partial += q * q
			}
		}
		each[i] = sum / (sum + partial)
		all, allPartial = all+sum, allPartial+partial
	}
	return each, all / (all + allPartial), nil
}

// Varimax rotates loadings orthogonally so that the variances of squared
// loadings within columns are largest: Kaiser (1958, Psychometrika
// 23:187-200). normalize weights rows by their communalities. The rotated
// columns come in the order of their variances, with sums that are not
// negative; rotation is T in rotated = loadings·T.
func Varimax(loadings *mat.Dense, normalize bool) (rotated, rotation *mat.Dense) {
	p, k := loadings.Dims()
	a := mat.DenseCopyOf(loadings)
	length := make([]float64, p)
	for i := range p {
		length[i] = 1
		if h := mat.Norm(a.RowView(i), 2); normalize && h > 0 {
			length[i] = h
		}
		for j := range k {
			a.Set(i, j, a.At(i, j)/length[i])
		}
	}
	t := mat.NewDense(k, k, nil)
	for j := range k {
		t.Set(j, j, 1)
	}
	for range 1000 {
		turned := 0.0
		for x := range k {
			for y := x + 1; y < k; y++ {
				turned = max(turned, math.Abs(turn(a, t, x, y)))
			}
		}
		if turned < 1e-12 {
			break
		}
	}
	rotated = mat.NewDense(p, k, nil)
	for i := range p {
		for j := range k {
			rotated.Set(i, j, a.At(i, j)*length[i])
		}
	}
	return arrange(rotated, t)
}

// turn rotates columns x and y of a, and of t, by the angle that is best for
// them, and returns it.
func turn(a, t *mat.Dense, x, y int) float64 {
	p, _ := a.Dims()
	var su, sv, suv, suu float64
	for i := range p {
		u := a.At(i, x)*a.At(i, x) - a.At(i, y)*a.At(i, y)
		v := 2 * a.At(i, x) * a.At(i, y)
		su, sv, suv, suu = su+u, sv+v, suv+u*v, suu+u*u-v*v
	}
	n := float64(p)
	num, den := 2*(suv-su*sv/n), suu-(su*su-sv*sv)/n
	angle := math.Atan2(num, den) / 4
	sin, cos := math.Sincos(angle)
	for _, m := range []*mat.Dense{a, t} {
		rows, _ := m.Dims()
		for i := range rows {
			l, r := m.At(i, x), m.At(i, y)
			m.Set(i, x, l*cos+r*sin)
			m.Set(i, y, r*cos-l*sin)
		}
	}
	return angle
}

// arrange sorts the columns of rotated by their sums of squares, and makes
// their sums not negative; the columns of t follow.
func arrange(rotated, t *mat.Dense) (*mat.Dense, *mat.Dense) {
	p, k := rotated.Dims()
	order, squares, sums := make([]int, k), make([]float64, k), make([]float64, k)
	for j := range k {
		order[j] = j
		for i := range p {
			squares[j] += rotated.At(i, j) * rotated.At(i, j)
			sums[j] += rotated.At(i, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case squares[a] > squares[b]:
			return -1
		case squares[a] < squares[b]:
			return 1
		}
		return 0
	})
	l, r := mat.NewDense(p, k, nil), mat.NewDense(k, k, nil)
	for to, from := range order {
		sign := 1.0
		if sums[from] < 0 {
			sign = -1
		}
		for i := range p {
			l.Set(i, to, sign*rotated.At(i, from))
		}
		for i := range k {
			r.Set(i, to, sign*t.At(i, from))
		}
	}
	return l, r
}

// FactorScoring is the matrix B, p×f, that predicts factors from standardized
// variables: R⁻¹Λ by regression, or Bartlett's Ψ⁻¹Λ(Λ'Ψ⁻¹Λ)⁻¹.
func FactorScoring(r *mat.SymDense, f *Factoring, bartlett bool) (*mat.Dense, error) {
	p, k := f.Loadings.Dims()
	out := mat.NewDense(p, k, nil)
	if !bartlett {
		inv, err := inverseOf(r)
		if err != nil {
			return nil, err
		}
		out.Mul(inv, f.Loadings)
		return out, nil
	}
	scaled := mat.NewDense(p, k, nil)
	for i, u := range f.Uniqueness {
		if u <= 0 {
			return nil, ErrSingular
		}
		for j := range k {
			scaled.Set(i, j, f.Loadings.At(i, j)/u)
		}
	}
	var m, inv mat.Dense
	m.Mul(f.Loadings.T(), scaled)
	if err := inv.Inverse(&m); err != nil {
		return nil, ErrSingular
	}
	out.Mul(scaled, &inv)
	return out, nil
}
