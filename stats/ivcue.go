package stats

import (
	"math"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// continuous is the continuously updated GMM estimator, which minimizes Hansen's
// criterion with the moments' covariance taken at the same coefficients, and
// its J: Hansen, Heaton and Yaron (1996, J. Business & Economic Statistics
// 14:262-280). It starts from first; coefficients are looked for in units of
// their standard errors.
func (f *IV2Fit) continuous(first *ivSolution) (*ivSolution, error) {
	s := f.System
	start, err := f.efficient(first)
	if err != nil {
		return nil, err
	}
	var ch mat.Cholesky
	if !ch.Factorize(start.bread) {
		return nil, ErrNotIdentified
	}
	var root mat.TriDense
	ch.LTo(&root)
	k := s.K()
	at := func(t []float64) []float64 {
		b := append([]float64(nil), start.b...)
		for i := range k {
			for j := 0; j <= i; j++ {
				b[i] += root.At(i, j) * t[j]
			}
		}
		return b
	}
	var failed error
	value := func(t []float64) float64 {
		j, _, err := f.criterionAt(at(t))
		if err != nil {
			failed = err
			return math.Inf(1)
		}
		return j
	}
	gradient := func(g, t []float64) {
		fd.Gradient(g, value, t, &fd.Settings{Formula: fd.Central, Step: 1e-4})
	}
	best := make([]float64, k)
	for range 5 { // again from where it stopped, for the errors of differences
		r, err := optimize.Minimize(optimize.Problem{Func: value, Grad: gradient}, best,
			&optimize.Settings{GradientThreshold: 1e-8, MajorIterations: 500}, &optimize.BFGS{})
		if r == nil || failed != nil && math.IsInf(r.F, 1) {
			return nil, err
		}
		moved := largestChange(r.X, best)
		best = r.X
		if moved < 1e-7 {
			break
		}
	}
	sol := &ivSolution{b: at(best)}
	j, cov, err := f.criterionAt(sol.b)
	if err != nil {
		return nil, err
	}
	weighted, err := s.gmm(cov)
	if err != nil {
		return nil, err
	}
	sol.bread, sol.p, sol.extra = weighted.bread, weighted.p, []Named{{"j", j}}
	return sol, s.finish(sol)
}

// criterionAt is Hansen's criterion at coefficients b and the moments'
// covariance there.
func (f *IV2Fit) criterionAt(b []float64) (float64, *momentCov, error) {
	s := f.System
	u, err := s.residuals(b)
	if err != nil {
		return math.NaN(), nil, err
	}
	g, err := s.rawCovariance(f.vce, u, f.opt.Center)
	if err != nil {
		return math.NaN(), nil, err
	}
	for i := range g {
		g[i] *= f.large()
	}
	cov, err := newMomentCov(g, s.L())
	if err != nil {
		return math.NaN(), nil, err
	}
	j, err := s.criterion(cov, u)
	return j, cov, err
}
