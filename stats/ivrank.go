package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// A FirstIV2 is what ivreg2 says of a first-stage regression.
type FirstIV2 struct {
	At                  int // place of the endogenous regressor in X
	RMSE, Shea, Partial float64
	F                   Test // of the excluded instruments
	SW, AP              Test // of Sanderson and Windmeijer, of Angrist and Pischke
	SWChi2, APChi2      Chi2
	SWR2, APR2          float64
}

// identify computes the tests of identification, and the first stages.
func (f *IV2Fit) identify() error {
	st, err := f.newStage()
	if err != nil {
		return err
	}
	steps := []func(*stage) error{f.rankTests, f.weakRobust, f.firstStages}
	if !f.opt.First {
		steps = steps[:1]
	}
	for _, step := range steps {
		if err := step(st); err != nil {
			return err
		}
	}
	return nil
}

// A stage is the reduced form in the excluded instruments less what the
// exogenous regressors explain, an orthonormal basis q.
type stage struct {
	q    [][]float64 // L1 columns of n
	c    *mat.Dense  // Q'W[y X1], L1×(1+K1)
	v    [][]float64 // what all instruments leave of y and X1
	left *mat.SymDense
}

func (f *IV2Fit) newStage() (*stage, error) {
	s := f.System
	first, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	return &stage{q: s.q[s.l2:], c: first.c, v: first.v, left: first.left}, nil
}

// wald is c'·S⁻¹·c, S being the large-sample covariance of q'u.
func (f *IV2Fit) wald(q [][]float64, c, u []float64) (float64, error) {
	s := f.System
	rss, err := kernel.SumSquares(s.d.context(), u, s.w)
	if err != nil {
		return math.NaN(), err
	}
	sw := &Sandwich{X: q, U: u, W: s.w, WKind: s.d.WKind, RSS: rss, N: s.n, Context: s.d.Context}
	if _, classical := f.vce.(Classical); !classical && f.opt.Center {
		if err := sw.center(); err != nil {
			return math.NaN(), err
		}
	}
	meat, err := f.vce.moment(sw)
	if err != nil {
		return math.NaN(), err
	}
	k := len(q)
	w, dropped := waldStatistic(c, func(i, j int) float64 { return meat[i*k+j] * f.large() })
	if len(dropped) > 0 {
		return math.NaN(), nil
	}
	return w, nil
}

// finite turns a Wald statistic of the excluded instruments into an F with df
// numerator degrees of freedom.
func (f *IV2Fit) finite(w, df float64) Test {
	l := float64(f.System.L())
	t := Test{DF1: df, DF2: f.System.n - l - f.dof - f.sdof, Stat: w / df / f.small(l)}
	if f.Clusters > 0 {
		t.DF2 = float64(f.Clusters - 1)
	}
	t.P = fTail(t.DF1, t.DF2, t.Stat)
	return t
}

// rankTests are the tests that the matrix of first-stage coefficients is
// short of full rank by one: Anderson (1951), Cragg and Donald (1993) with
// equal variances, else Kleibergen and Paap (2006, J. Econometrics 133:97-126).
func (f *IV2Fit) rankTests(st *stage) error {
	s := f.System
	k1, l1 := s.k1, s.L1()
	theta, v2, err := st.canonical(k1)
	if err != nil {
		return err
	}
	var svd mat.SVD
	if !svd.Factorize(theta, mat.SVDFull) {
		return ErrNotIdentified
	}
	values := svd.Values(nil)
	least := values[k1-1] * values[k1-1] // squared canonical correlation
	df := float64(l1 - k1 + 1)
	n := s.n - f.dof
	l := float64(s.L())
	f.CraggF = least / (1 - least) * (n - l - f.sdof) / float64(l1)
	f.KPF = math.NaN()
	if _, classical := f.vce.(Classical); classical || f.opt.PlainRank {
		f.UnderID = newChi2(n*least, df)
		return nil
	}
	var u, right mat.Dense
	svd.UTo(&u)
	svd.VTo(&right)
	combine := make([]float64, k1) // of the endogenous regressors: T⁻ᵀv2
	for i := range k1 {
		for j := range k1 {
			combine[i] += v2.At(i, j) * right.At(j, k1-1)
		}
	}
	q, err := s.rotate(st.q, u.Slice(0, l1, k1-1, l1))
	if err != nil {
		return err
	}
	c := make([]float64, l1-k1+1)
	for a := range c {
		for i := range l1 {
			for j := range k1 {
				c[a] += u.At(i, k1-1+a) * st.c.At(i, 1+j) * combine[j]
			}
		}
	}
	left := combination(st.v[1:], combine)
	vce := f.vce
	f.vce = bartlett(vce)
	defer func() { f.vce = vce }()
	wald, err := f.wald(q, c, left)
	if err != nil {
		return err
	}
	full, err := s.reduce(combine)
	if err != nil {
		return err
	}
	lm, err := f.wald(q, c, full)
	if err != nil {
		return err
	}
	f.UnderID = newChi2(lm, df)
	f.KPF = f.finite(wald, float64(l1)).Stat
	return nil
}

// bartlett is vce with Bartlett's kernel: ivreg2 passes the bandwidth on to its
// tests of rank, but not the kernel.
func bartlett(vce moments) moments {
	switch v := vce.(type) {
	case HAC:
		v.Kernel = LagKernels[0]
		return v
	case AC:
		v.Kernel = LagKernels[0]
		return v
	case DriscollKraay:
		v.Kernel = LagKernels[0]
		return v
	case ClusterKernel:
		v.Kernel = LagKernels[0]
		return v
	}
	return vce
}

// canonical is the matrix whose singular values are the canonical correlations
// of the excluded instruments with the endogenous regressors, c·T⁻ᵀ with
// TT' = [X1]'W[X1] less what exogenous regressors explain, and T⁻ᵀ.
func (st *stage) canonical(k1 int) (theta *mat.Dense, inverse *mat.Dense, err error) {
	l1, _ := st.c.Dims()
	total := newSym(k1)
	for i := range k1 {
		for j := i; j < k1; j++ {
			t := st.left.At(1+i, 1+j)
			for l := range l1 {
				t += st.c.At(l, 1+i) * st.c.At(l, 1+j)
			}
			total.SetSym(i, j, t)
		}
	}
	var ch mat.Cholesky
	if !ch.Factorize(total) {
		return nil, nil, ErrNotIdentified
	}
	var u mat.TriDense
	ch.UTo(&u)
	inverse = mat.NewDense(k1, k1, nil)
	eye := mat.NewDiagDense(k1, nil)
	for i := range k1 {
		eye.SetDiag(i, 1)
	}
	if err := inverse.Solve(&u, eye); err != nil && inverse.IsEmpty() {
		return nil, nil, ErrNotIdentified
	}
	theta = mat.NewDense(l1, k1, nil)
	theta.Mul(st.c.Slice(0, l1, 1, 1+k1), inverse)
	return theta, inverse, nil
}

// rotate is the columns q·u.
func (s *IVSystem) rotate(q [][]float64, u mat.Matrix) ([][]float64, error) {
	l, k := u.Dims()
	out := make([][]float64, k)
	for j := range out {
		minus := make([]float64, l)
		for i := range minus {
			minus[i] = -u.At(i, j)
		}
		out[j] = make([]float64, len(s.y))
		if err := kernel.Subtract(s.d.context(), out[j], out[j], minus, q, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// combination is Σ b_j·cols_j.
func combination(cols [][]float64, b []float64) []float64 {
	out := make([]float64, len(cols[0]))
	for j, c := range cols {
		for i, v := range c {
			out[i] += float64(b[j] * v)
		}
	}
	return out
}

// reduce is Σ b_j·X1_j less what the exogenous regressors explain of it.
func (s *IVSystem) reduce(b []float64) ([]float64, error) {
	return s.less(combination(s.x[:s.k1], b), s.q[:s.l2])
}

// weakRobust are the tests of the endogenous regressors that hold with weak
// instruments: Anderson and Rubin (1949), Stock and Wright (2000, Econometrica
// 68:1055-1096).
func (f *IV2Fit) weakRobust(st *stage) error {
	s := f.System
	c := mat.Col(nil, 0, st.c)
	w, err := f.wald(st.q, c, st.v[0])
	if err != nil {
		return err
	}
	l1 := float64(s.L1())
	f.AR, f.ARF = newChi2(w, l1), f.finite(w, l1)
	f.StockS, err = f.stockWright()
	return err
}

// stockWright is the GMM criterion of least squares on the exogenous
// regressors, with the moments' covariance of its residuals.
func (f *IV2Fit) stockWright() (Chi2, error) {
	s := f.System
	u, err := s.less(s.y, s.q[:s.l2])
	if err != nil {
		return noTest, err
	}
	g, err := s.rawCovariance(f.vce, u, f.opt.Center)
	if err != nil {
		return noTest, err
	}
	for i := range g {
		g[i] *= f.large()
	}
	cov, err := newMomentCov(g, s.L())
	if errors.Is(err, ErrMomentRank) {
		return Chi2{math.NaN(), float64(s.L1()), math.NaN()}, nil
	} else if err != nil {
		return noTest, err
	}
	j, err := s.criterion(cov, u)
	return newChi2(j, float64(s.L1())), err
}

// firstStages computes the statistics of each endogenous regressor. With
// several, SW and AP look at it less the others: Sanderson and Windmeijer
// (2016, J. Econometrics 190:212-221), Angrist and Pischke (2009, Mostly
// Harmless Econometrics, 217-218).
func (f *IV2Fit) firstStages(st *stage) error {
	s := f.System
	shea, err := s.sheaPartial()
	if err != nil {
		return err
	}
	l1 := float64(s.L1())
	for j := range s.k1 {
		c := mat.Col(nil, 1+j, st.c)
		left := st.left.At(1+j, 1+j)
		r := FirstIV2{At: s.at[j], Shea: shea[j], Partial: sumSquares(c) / (sumSquares(c) + left)}
		r.RMSE = math.Sqrt(left / (s.n - float64(s.L()) - f.dof - f.sdof))
		w, err := f.wald(st.q, c, st.v[1+j])
		if err != nil {
			return err
		}
		r.F = f.finite(w, l1)
		others, delta := st.others(j, s.k1, c)
		df := l1 - float64(s.k1-1)
		rest := append([]float64(nil), st.v[1+j]...)
		for a, k := range others {
			for i, v := range st.v[1+k] {
				rest[i] -= float64(delta[a] * v)
			}
			for i := range c {
				c[i] -= delta[a] * st.c.At(i, 1+k)
			}
		}
		if w, err = f.wald(st.q, c, rest); err != nil {
			return err
		}
		ss, err := kernel.SumSquares(s.d.context(), rest, s.w)
		if err != nil {
			return err
		}
		r.SWChi2, r.SW, r.SWR2 = newChi2(w, df), f.finite(w, df), sumSquares(c)/(sumSquares(c)+ss)
		if w, err = f.wald(st.q, c, st.v[1+j]); err != nil {
			return err
		}
		r.APChi2, r.AP, r.APR2 = newChi2(w, df), f.finite(w, df), sumSquares(c)/(sumSquares(c)+left)
		f.First = append(f.First, r)
	}
	return nil
}

// others are the endogenous regressors but j, and the coefficients of c on
// what instruments explain of them.
func (st *stage) others(j, k1 int, c []float64) (others []int, delta []float64) {
	for k := range k1 {
		if k != j {
			others = append(others, k)
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	l1, _ := st.c.Dims()
	a := mat.NewDense(l1, len(others), nil)
	for i, k := range others {
		a.SetCol(i, mat.Col(nil, 1+k, st.c))
	}
	delta, _, err := leastSquares(a, c)
	if err != nil {
		return nil, nil
	}
	return others, delta
}

func sumSquares(v []float64) float64 {
	var ss float64
	for _, x := range v {
		ss += x * x
	}
	return ss
}
