package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A FirstStage is the regression of an endogenous regressor on all
// instruments, and what the excluded ones do in it.
type FirstStage struct {
	Fit     *Fit    // coefficients: exogenous regressors, excluded instruments, the constant
	R2      float64 // of the regression
	R2Adj   float64
	Partial float64 // of the excluded instruments
	F       Test    // that their coefficients are zero, by the covariance of Fit
	Shea    float64 // Shea's partial R²: with several endogenous regressors, of what is left of the others
	SheaAdj float64
}

// FirstStages are the first-stage regressions, one for each endogenous
// regressor that is not omitted, with the finite-sample factors of OLS. Shea
// (1997, Review of Economics and Statistics 79:348-352).
func (s *IVSystem) FirstStages(vce VCE) ([]FirstStage, error) {
	shea, err := s.sheaPartial()
	if err != nil {
		return nil, err
	}
	var out []FirstStage
	for a, j := range s.at[:s.k1] {
		d := s.reduced(s.d.X[j], s.d.Names[j])
		f, err := OLS(d, vce)
		if err != nil {
			return nil, err
		}
		st := FirstStage{Fit: f, R2: f.Scalar("r2"), R2Adj: f.Scalar("r2_a"), Shea: shea[a]}
		k2 := len(d.X) - len(s.d.Z)
		st.F = Wald(f, Zeros(f, k2, len(d.X)))
		few := *d
		few.X, few.Names = d.X[:k2], d.Names[:k2]
		restricted, err := OLS(&few, Classical{})
		if err != nil {
			return nil, err
		}
		st.Partial = 1 - f.Scalar("rss")/restricted.Scalar("rss")
		lost := float64(s.L())
		if s.d.Constant {
			lost--
		}
		st.SheaAdj = 1 - (1-st.Shea)*(s.n-truth(s.d.Constant))/(s.n-lost)
		out = append(out, st)
	}
	return out, nil
}

// reduced is the regression of y on the exogenous regressors and the excluded
// instruments.
func (s *IVSystem) reduced(y []float64, name string) *Design {
	d := s.d.Design
	d.Depvar, d.Y = name, y
	d.X = append(append([][]float64(nil), d.X[s.d.Endogenous:]...), s.d.Z...)
	d.Names = append(append([]string(nil), d.Names[s.d.Endogenous:]...), s.d.ZNames...)
	return &d
}

// Zeros is the hypothesis that the coefficients lo to hi-1 of f are zero.
func Zeros(f *Fit, lo, hi int) Hypothesis {
	r := newDense(hi-lo, len(f.B))
	for i := lo; i < hi; i++ {
		r.Set(i-lo, i, 1)
	}
	return Hypothesis{R: r}
}

// sheaPartial is the ratio of what instruments explain of each endogenous
// regressor to its variation, both less what the other regressors explain.
func (s *IVSystem) sheaPartial() ([]float64, error) {
	f, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	_, fitted, err := leastSquares(s.qx, make([]float64, s.L()))
	if err != nil {
		return nil, err
	}
	all := newDense(s.L()+s.k1, s.K()) // Q'WX above a root of what the instruments leave
	for i := range s.L() {
		for j := range s.K() {
			all.Set(i, j, s.qx.At(i, j))
		}
	}
	left := newSym(s.k1)
	for i := range s.k1 {
		for j := i; j < s.k1; j++ {
			left.SetSym(i, j, f.left.At(1+i, 1+j))
		}
	}
	var ch mat.Cholesky
	if !ch.Factorize(left) {
		return nil, ErrNotIdentified
	}
	var u mat.TriDense
	ch.UTo(&u)
	for i := range s.k1 {
		for j := i; j < s.k1; j++ {
			all.Set(s.L()+i, j, u.At(i, j))
		}
	}
	_, raw, err := leastSquares(all, make([]float64, s.L()+s.k1))
	if err != nil {
		return nil, err
	}
	out := make([]float64, s.k1)
	for j := range out {
		out[j] = raw.At(j, j) / fitted.At(j, j)
	}
	return out, nil
}

// CraggDonald is the least eigenvalue of the concentration matrix over the
// number of excluded instruments: with one endogenous regressor the
// first-stage F. Cragg and Donald (1993, Econometric Theory 9:222-240).
func (s *IVSystem) CraggDonald() (float64, error) {
	values, err := s.concentration()
	if err != nil || len(values) == 0 {
		return math.NaN(), err
	}
	return values[0] * (s.n - float64(s.L()+s.used)) / float64(s.L1()), nil
}

// concentration are the eigenvalues of what the excluded instruments explain
// of the endogenous regressors relative to what all leave, ascending:
// r²/(1-r²) of the canonical correlations r.
func (s *IVSystem) concentration() ([]float64, error) {
	if s.k1 == 0 {
		return nil, nil
	}
	f, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	c := f.c.Slice(0, s.L1(), 1, 1+s.k1)
	var gram mat.Dense
	gram.Mul(c.T(), c)
	left := newSym(s.k1)
	for i := range s.k1 {
		for j := i; j < s.k1; j++ {
			left.SetSym(i, j, f.left.At(1+i, 1+j))
		}
	}
	return relativeEigenvalues(&gram, left)
}

// Perfect are the endogenous regressors that the instruments explain but for
// rounding, as places in X.
func (s *IVSystem) Perfect() ([]int, error) {
	if s.k1 == 0 {
		return nil, nil
	}
	f, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	var out []int
	for a, j := range s.at[:s.k1] {
		var explained float64
		for i := range s.L1() {
			explained += f.c.At(i, 1+a) * f.c.At(i, 1+a)
		}
		if left := f.left.At(1+a, 1+a); left <= 1e-16*explained {
			out = append(out, j)
		}
	}
	return out, nil
}
