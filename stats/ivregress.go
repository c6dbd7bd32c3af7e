package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
)

// IVOptions tune IVRegress; the zero value is two-stage least squares.
type IVOptions struct {
	Method    string  // "2sls" or "", "liml", "gmm"
	Small     bool    // finite-sample factors; inference by t and F
	Weight    VCE     // gmm: how the weight matrix sees the errors; nil for Robust
	Center    bool    // gmm: take the means from the moments in the weight matrix
	Iterate   bool    // gmm: again and again, until coefficients and weights stay
	Eps, WEps float64 // relative changes at which they do; 0 for 1e-6
	MaxIter   int     // 0 for 16000
}

// IVRegress fits a linear model with endogenous regressors, as "ivregress"
// does. Coefficients are those of X and the constant. Absorbed effects count
// as parameters, one for each level. Without Small no covariance has a
// finite-sample factor and inference is by z.
//
// gmm has the covariance of vce about the residuals of the second step; vce
// nil means that of Weight, and Classical that the weights are optimal.
//
// Extra holds mss, rss, r2, r2_a, rmse, chi2 or F, p, N_clust, kappa, J and
// iterations. r2 is NaN where it would be negative.
func IVRegress(d *Instrumented, vce VCE, opt IVOptions) (*Fit, *IVSystem, error) {
	s, err := NewIVSystem(d, nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return nil, nil, err
	}
	if usesLeverage(vce) {
		return nil, nil, ErrVCE
	}
	convention := ConventionLarge
	if opt.Small {
		convention = ConventionSmall
	}
	var sol *ivSolution
	switch opt.Method {
	case "liml":
		sol, err = s.liml()
	case "gmm":
		sol, _, err = s.gmmSteps(&opt)
		vce = opt.errors(vce)
	default:
		sol, err = s.tsls()
	}
	if err != nil {
		return nil, nil, err
	}
	if vce, err = s.settle(vce, sol); err != nil {
		return nil, nil, err
	}
	f, err := s.fit(sol, vce, convention)
	if err != nil {
		return nil, nil, err
	}
	s.regressExtra(f, sol, opt.Small)
	return f, s, nil
}

// liml is limited-information maximum likelihood.
func (s *IVSystem) liml() (*ivSolution, error) {
	f, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	excess, err := s.kappa(f)
	if err != nil {
		return nil, err
	}
	sol, err := s.kClass(f, excess)
	if err != nil {
		return nil, err
	}
	sol.extra = []Named{{"kappa", 1 + excess}}
	return sol, nil
}

// Optimal is the covariance of a GMM estimator whose weights are the inverse
// of the covariance of its moments: the bread.
type Optimal struct{}

// Cov implements VCE.
func (Optimal) Cov(s *Sandwich) (*Covariance, error) {
	c := &Covariance{DF: s.df(), Kind: "unadjusted", Factor: s.Convention.Robust.factor(s.N, float64(s.K), false), V: newSym(s.Bread.SymmetricDim())}
	if len(s.X) > 0 {
		c.V.ScaleSym(c.Factor, s.Bread)
	}
	return c, nil
}

// gmmSteps is two-step or iterated GMM, and the last covariance of the
// moments; it settles what opt leaves open about the weights.
func (s *IVSystem) gmmSteps(opt *IVOptions) (*ivSolution, *momentCov, error) {
	weight := s.d.implied(opt.Weight)
	if opt.Weight == nil {
		weight = Robust{}
	}
	sol, err := s.tsls()
	if err != nil {
		return nil, nil, err
	}
	if weight, err = s.settle(weight, sol); err != nil {
		return nil, nil, err
	}
	opt.Weight = weight
	m, err := momentsOf(weight)
	if err != nil {
		return nil, nil, err
	}
	steps := 1
	if opt.Iterate {
		steps = orInt(opt.MaxIter, 16000)
	}
	var last *momentCov
	for step := 1; step <= steps; step++ {
		cov, err := s.covariance(m, sol.u, opt.Center)
		if err != nil {
			return nil, nil, err
		}
		next, err := s.gmm(cov)
		if err != nil {
			return nil, nil, err
		}
		j, err := s.criterion(cov, next.u)
		if err != nil {
			return nil, nil, err
		}
		next.extra = []Named{{"J", j}}
		if opt.Iterate {
			next.extra = append(next.extra, Named{"iterations", float64(step)})
		}
		done := last != nil && largestChange(next.b, sol.b) <= orNumber(opt.Eps, 1e-6) && largestChange(cov.s.RawSymmetric().Data, last.s.RawSymmetric().Data) <= orNumber(opt.WEps, 1e-6)
		sol, last = next, cov
		if done {
			break
		}
		if opt.Iterate && step == steps {
			return nil, nil, ErrNoConverge
		}
	}
	return sol, last, nil
}

// errors is how standard errors are made after gmm.
func (opt *IVOptions) errors(vce VCE) VCE {
	switch vce.(type) {
	case nil:
		return opt.Weight
	case Classical:
		return Optimal{}
	}
	return vce
}

func orInt(x, standard int) int {
	if x == 0 {
		return standard
	}
	return x
}

func orNumber(x, standard float64) float64 {
	if x == 0 {
		return standard
	}
	return x
}

// largestChange is the largest relative difference between x and its former
// values.
func largestChange(x, former []float64) float64 {
	var d float64
	for i, v := range x {
		d = max(d, math.Abs(v-former[i])/(math.Abs(former[i])+1))
	}
	return d
}

// fit makes a Fit of sol.
func (s *IVSystem) fit(sol *ivSolution, vce VCE, c Convention) (*Fit, error) {
	sw, plain, err := s.sandwich(sol)
	if err != nil {
		return nil, err
	}
	sw.Convention = c
	f, err := plain.fit(&s.d.Design, sw, vce)
	if err != nil {
		return nil, err
	}
	f.DFModel = len(plain.kept)
	return f, nil
}

// sandwich is sol as covariance estimators take it, and as a solution of
// least squares.
func (s *IVSystem) sandwich(sol *ivSolution) (*Sandwich, *solution, error) {
	scores, err := s.scoreColumns(sol)
	if err != nil {
		return nil, nil, err
	}
	slopes := s.K()
	plain := &solution{b: make([]float64, len(s.d.X)), omitted: s.omitted, bread: sol.bread, u: sol.u, rss: sol.rss}
	if s.constant() {
		slopes--
		plain.cons = sol.b[slopes]
	}
	plain.kept = s.at[:slopes]
	for a, j := range plain.kept {
		plain.b[j] = sol.b[a]
	}
	sw := &Sandwich{U: sol.u, W: s.w, WKind: s.d.WKind, RSS: sol.rss, N: s.n, Context: s.d.Context}
	if s.part != nil && s.d.Constant {
		s.borderMeans(plain, scores)
		scores = append(scores, ones(len(s.y)))
	}
	sw.X, sw.Bread = scores, plain.bread
	sw.K = slopes + s.used
	if s.constant() {
		sw.K++
	}
	sw.KCluster = sw.K
	return sw, plain, nil
}

// scoreColumns are Q·p, columns of n.
func (s *IVSystem) scoreColumns(sol *ivSolution) ([][]float64, error) {
	if sol.p != s.qx {
		return s.fitted(sol.p)
	}
	if s.k1 == 0 {
		return append([][]float64(nil), s.x...), nil
	}
	l, _ := s.qx.Dims()
	first, err := s.fitted(s.qx.Slice(0, l, 0, s.k1).(*mat.Dense))
	return append(first, s.x[s.k1:]...), err
}

// borderMeans adds the constant that absorbed effects leave: their average.
func (s *IVSystem) borderMeans(plain *solution, scores [][]float64) {
	mean := make([]float64, len(plain.kept))
	plain.cons = s.part.ymean
	for a, j := range plain.kept {
		mean[a] = s.part.mean[j]
		plain.cons -= plain.b[j] * mean[a]
		c := make([]float64, len(scores[a]))
		for i, v := range scores[a] {
			c[i] = v + mean[a]
		}
		scores[a] = c
	}
	plain.bread = border(plain.bread, mean, 1/s.sumw)
}

// totals are the sums of squares of y about its mean and about zero.
func (s *IVSystem) totals() (centered, raw float64) {
	y := s.d.Y
	mean := weightedMean(y, s.w)
	for i, v := range y {
		w := 1.0
		if s.w != nil {
			w = s.w[i]
		}
		centered += float64(w * float64((v-mean)*(v-mean)))
	}
	return centered, centered + s.sumw*mean*mean
}

// regressExtra fills in Extra as "ivregress" has it.
func (s *IVSystem) regressExtra(f *Fit, sol *ivSolution, small bool) {
	k := float64(f.DFModel)
	params := k + float64(s.used)
	about := s.n
	tss, raw := s.totals()
	if s.constant() {
		params++
	}
	if s.d.Constant {
		about--
	} else {
		tss = raw
	}
	r2, df := 1-sol.rss/tss, s.n
	if small {
		df -= params
	}
	if r2 < 0 {
		r2 = math.NaN()
	}
	f.Extra = append(f.Extra,
		Named{"mss", tss - sol.rss},
		Named{"rss", sol.rss},
		Named{"r2", r2},
		Named{"r2_a", 1 - (1-r2)*about/(s.n-params)},
		Named{"rmse", math.Sqrt(sol.rss / df)},
	)
	wald := math.NaN()
	if w, dropped := waldOf(f.B, f.V, s.at[:f.DFModel]); dropped == 0 && k > 0 {
		wald = w
	}
	if small {
		f.Extra = append(f.Extra, Named{"F", wald / k}, Named{"p", fTail(k, f.DF, wald/k)})
	} else {
		f.Extra = append(f.Extra, Named{"chi2", wald}, Named{"p", chi2Tail(k, wald)})
	}
	f.addClusters()
	if s.part != nil {
		f.Extra = append(f.Extra, Named{"df_a", float64(s.used - 1)})
	}
	f.Extra = append(f.Extra, sol.extra...)
}
