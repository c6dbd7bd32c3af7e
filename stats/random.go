package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// RandomEffects fits y = Xb + u_g + e by feasible generalized least squares
// with the variance components of Swamy and Arora (1972, Econometrica
// 40:261-275) as "xtreg, re" computes them: sigma_e from the within
// regression, sigma_u² = max(0, rss_b/(n-K_b) - sigma_e²/T) from the between
// regression, T being the harmonic mean of the panels' sizes. The covariance
// uses the residual variance of the transformed regression. Inference is by z.
// Robust means clustered on the panels.
func RandomEffects(d *Design, vce VCE) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Group == nil || !d.Constant {
		panic("stats: RandomEffects needs panels and an intercept")
	}
	if d.W != nil {
		return nil, ErrWeightKind
	}
	vce, err := panelCluster(d, vce, false)
	if err != nil {
		return nil, err
	}
	shape := panelOf(d.Group)
	v, err := swamyArora(d, shape)
	if err != nil {
		return nil, err
	}
	theta := make([]float64, shape.groups)
	shrink := make([]float64, shape.groups)
	for g, t := range shape.size {
		theta[g] = 1 - math.Sqrt(v.e/(t*v.u+v.e))
		shrink[g] = t * v.u / (t*v.u + v.e)
	}
	s, q, err := quasiDemean(d, shape, theta)
	if err != nil {
		return nil, err
	}
	sw := &Sandwich{Bread: s.bread, U: s.u, RSS: s.rss, N: float64(len(d.Y)), Context: d.Context}
	for _, j := range s.kept {
		sw.X = append(sw.X, q.x[j+1])
	}
	sw.X = append(sw.X, q.x[0])
	sw.K = s.rank()
	sw.KCluster = sw.K
	sw.Convention = ConventionXtregRE
	fit, err := s.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.Resid = nil
	fit.DFModel = len(s.kept)
	fit.randomExtra(d, s, shape, v, theta)
	fit.Predict = fit.panelPredictor(shape, shrink)
	return fit, nil
}

// variances are those of the panels' effects and of the rest.
type variances struct{ u, e float64 }

// swamyArora estimates the variance components.
func swamyArora(d *Design, shape *panelShape) (variances, error) {
	within, err := Within(&Design{Depvar: d.Depvar, Names: d.Names, X: d.X, Y: d.Y, Constant: true, Group: d.Group, Context: d.Context}, Classical{})
	if err != nil {
		return variances{}, err
	}
	e := within.Scalar("sigma_e")
	between, err := OLS(shape.design(d), Classical{})
	if err != nil {
		return variances{}, err
	}
	rest := float64(shape.groups - between.Rank)
	if rest <= 0 || !(e >= 0) || math.IsInf(e, 1) {
		return variances{}, ErrFewGroups
	}
	return variances{u: max(0, between.Scalar("rss")/rest-e*e/shape.harmonic), e: e * e}, nil
}

// quasiDemean regresses y - theta·(its panel mean) on the like of the
// regressors. Column 0 of the problem is the intercept's; the solution has
// the intercept last, as others have.
func quasiDemean(d *Design, shape *panelShape, theta []float64) (*solution, *problem, error) {
	less := func(x []float64) []float64 {
		if x == nil || isConstant(x) {
			return nil
		}
		m := shape.means(x)
		out := make([]float64, len(x))
		for i, g := range shape.codes {
			out[i] = x[i] - theta[g]*m[g]
		}
		return out
	}
	one := make([]float64, len(d.Y))
	for i, g := range shape.codes {
		one[i] = 1 - theta[g]
	}
	q := &problem{ctx: d.context(), y: less(d.Y), x: [][]float64{one}}
	if q.y == nil {
		return nil, nil, ErrNoVariance
	}
	for _, x := range d.X {
		q.x = append(q.x, less(x))
	}
	s, err := q.solve()
	if err != nil {
		return nil, nil, err
	}
	if s.omitted[0] { // nothing varies within panels
		return nil, nil, ErrNoVariance
	}
	s.cons, s.b, s.omitted = s.b[0], s.b[1:], s.omitted[1:]
	s.kept = s.kept[1:]
	for a := range s.kept {
		s.kept[a]--
	}
	k := len(s.kept) + 1
	last := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			last.SetSym((a+k-1)%k, (b+k-1)%k, s.bread.At(a, b))
		}
	}
	s.bread = last
	return s, q, nil
}

// randomExtra fills in Extra as "xtreg, re" has it.
func (f *Fit) randomExtra(d *Design, s *solution, shape *panelShape, v variances, theta []float64) {
	n := float64(len(d.Y))
	chi2 := math.NaN()
	if w, dropped := waldOf(f.B, f.V, s.kept); dropped == 0 && len(s.kept) > 0 {
		chi2 = w
	}
	fitted := f.XB(d.X, len(d.Y))
	f.Extra = append(f.Extra, Named{"N_g", float64(shape.groups)})
	f.Extra = append(f.Extra, shape.sizes()...)
	f.Extra = append(f.Extra, shape.rSquares(fitted, d.Y, nil)...)
	f.addClusters()
	f.Extra = append(f.Extra,
		Named{"chi2", chi2},
		Named{"p", chi2Tail(float64(len(s.kept)), chi2)},
		Named{"rho", v.u / (v.u + v.e)},
		Named{"sigma_u", math.Sqrt(v.u)},
		Named{"sigma_e", math.Sqrt(v.e)},
		Named{"sigma", math.Sqrt(v.u + v.e)},
		Named{"Tbar", shape.harmonic},
		Named{"rmse", math.Sqrt(s.rss / (n - float64(s.rank())))},
	)
	if shape.low == shape.high {
		f.Extra = append(f.Extra, Named{"Tcon", 1.0}, Named{"theta", theta[0]})
		return
	}
	sorted := slices.Clone(theta)
	slices.Sort(sorted)
	f.Extra = append(f.Extra, Named{"Tcon", 0.0},
		Named{"thta_min", sorted[0]},
		Named{"thta_5", quantile(sorted, 5)},
		Named{"thta_50", quantile(sorted, 50)},
		Named{"thta_95", quantile(sorted, 95)},
		Named{"thta_max", sorted[len(sorted)-1]},
	)
}
