package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// TestEndogenous is the C statistic that the endogenous regressors at places
// tested in X are exogenous: Hayashi (2000), section 3.6, as ivreg2 has it.
func (f *IV2Fit) TestEndogenous(d *Instrumented, tested []int) (Chi2, error) {
	less, err := NewIVSystem(d.asExogenous(tested), nil, f.opt.Rules)
	if err != nil {
		return noTest, err
	}
	return f.difference(less, f.System)
}

// TestOrthogonal is the C statistic that the exogenous regressors at places
// exogenous in X, and the excluded instruments at places excluded in Z, are
// orthogonal to the errors.
func (f *IV2Fit) TestOrthogonal(d *Instrumented, exogenous, excluded []int) (Chi2, error) {
	part, err := NewIVSystem(d.without(exogenous, excluded), nil, f.opt.Rules)
	if err != nil {
		return noTest, err
	}
	return f.difference(f.System, part)
}

// without is d less excluded instruments, and with exogenous regressors
// becoming endogenous.
func (d *Instrumented) without(exogenous, excluded []int) *Instrumented {
	r := *d
	r.X, r.Names, r.Z, r.ZNames = nil, nil, nil, nil
	in := func(j int, list []int) bool {
		for _, k := range list {
			if k == j {
				return true
			}
		}
		return false
	}
	for pass := range 2 {
		for j := range d.X {
			endogenous := j < d.Endogenous || in(j, exogenous)
			if endogenous == (pass == 0) {
				r.X, r.Names = append(r.X, d.X[j]), append(r.Names, d.Names[j])
			}
		}
		if pass == 0 {
			r.Endogenous = len(r.X)
		}
	}
	for j := range d.Z {
		if !in(j, excluded) {
			r.Z, r.ZNames = append(r.Z, d.Z[j]), append(r.ZNames, d.ZNames[j])
		}
	}
	return &r
}

// difference is the criterion of the equation with all instruments less that
// of the one with a part of them, both by the moments' covariance of the first.
func (f *IV2Fit) difference(all, part *IVSystem) (Chi2, error) {
	first, err := all.tsls()
	if err != nil {
		return noTest, err
	}
	g, err := all.rawCovariance(f.vce, first.u, f.opt.Center)
	if err != nil {
		return noTest, err
	}
	for i := range g {
		g[i] *= f.large()
	}
	undefined := Chi2{math.NaN(), float64(all.Excess() - part.Excess()), math.NaN()}
	cov, err := newMomentCov(g, all.L())
	if errors.Is(err, ErrMomentRank) {
		return undefined, nil
	} else if err != nil {
		return noTest, err
	}
	j, err := all.least(cov)
	if err != nil {
		return noTest, err
	}
	cross, err := kernel.Cross(all.d.context(), all.q, nil, all.w, part.q)
	if err != nil {
		return noTest, err
	}
	t := mat.NewDense(all.L(), part.L(), cross)
	var half, sub mat.Dense
	half.Mul(cov.s, t)
	sub.Mul(t.T(), &half)
	few, err := newMomentCov(sub.RawMatrix().Data, part.L())
	if errors.Is(err, ErrMomentRank) {
		return undefined, nil
	} else if err != nil {
		return noTest, err
	}
	jp, err := part.least(few)
	if err != nil {
		return noTest, err
	}
	return newChi2(max(j-jp, 0), float64(all.Excess()-part.Excess())), nil
}

// least is the least criterion of GMM with the given weights.
func (s *IVSystem) least(cov *momentCov) (float64, error) {
	if s.Excess() == 0 {
		return 0, nil
	}
	sol, err := s.gmm(cov)
	if err != nil {
		return math.NaN(), err
	}
	return s.criterion(cov, sol.u)
}

// TestRedundant is the LM test that the excluded instruments at places in Z
// add nothing to what the others explain of the endogenous regressors.
func (f *IV2Fit) TestRedundant(d *Instrumented, places []int) (Chi2, error) {
	s := f.System
	var red, rest [][]float64
	for a, j := range s.zat {
		list := &rest
		for _, k := range places {
			if k == j {
				list = &red
			}
		}
		*list = append(*list, s.z[a])
	}
	if len(red) == 0 {
		return noTest, nil
	}
	basis, err := orthonormal(s.d.context(), append(append([][]float64(nil), s.q[:s.l2]...), rest...), s.w)
	if err != nil {
		return noTest, err
	}
	z, err := s.leftovers(red, basis)
	if err != nil {
		return noTest, err
	}
	if z, err = orthonormal(s.d.context(), z, s.w); err != nil {
		return noTest, err
	}
	x, err := s.leftovers(s.x[:s.k1], basis)
	if err != nil {
		return noTest, err
	}
	c, err := kernel.Cross(s.d.context(), z, nil, s.w, x)
	if err != nil {
		return noTest, err
	}
	df := float64(len(c))
	if _, classical := f.vce.(Classical); classical {
		stat, err := s.canonicalSum(z, x)
		return newChi2((s.n-f.dof)*stat, df), err
	}
	sw := &Sandwich{N: s.n, W: s.w, WKind: s.d.WKind, U: make([]float64, len(s.y)), Context: s.d.Context}
	for i := range z {
		for j := range x {
			v := make([]float64, len(s.y))
			for r := range v {
				v[r] = z[i][r] * x[j][r]
				if s.w != nil {
					v[r] *= s.w[r]
				}
			}
			sw.Scores = append(sw.Scores, v)
		}
	}
	meat, err := f.vce.moment(sw)
	if err != nil {
		return noTest, err
	}
	k := len(c)
	w, _ := waldStatistic(c, func(i, j int) float64 { return meat[i*k+j] * f.large() })
	return newChi2(w, df), nil
}

// canonicalSum is the sum of the squared canonical correlations of x with the
// orthonormal z.
func (s *IVSystem) canonicalSum(z, x [][]float64) (float64, error) {
	g, err := kernel.Cross(s.d.context(), z, nil, s.w, x)
	if err != nil {
		return math.NaN(), err
	}
	xx, _, err := kernel.Gram(s.d.context(), x, nil, s.w)
	if err != nil {
		return math.NaN(), err
	}
	c := mat.NewDense(len(z), len(x), g)
	var gram mat.Dense
	gram.Mul(c.T(), c)
	values, err := relativeEigenvalues(&gram, mat.NewSymDense(len(x), xx))
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum, err
}
