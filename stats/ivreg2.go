package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// IV2Options tune IV2; the zero value is two-stage least squares.
type IV2Options struct {
	Method string  // "" for 2sls, or "liml", "kclass", "gmm2s", "cue"
	K      float64 // of kclass
	Fuller float64 // liml: what N-L divides, to be taken from kappa
	Small  bool    // finite-sample factors; inference by t
	Center bool    // take the means from the moments in their covariance
	CovIV  bool    // liml, kclass: the covariance of 2sls for these coefficients

	First     bool // compute what is about first stages and weak instruments
	PlainRank bool // tests of rank assume equal variances whatever the covariance

	DofMinus  float64 // parameters besides, in large-sample statistics too
	SDofMinus float64 // parameters besides, in finite-sample factors only

	Rules hdfe.Rules // how absorbed effects are counted; they go into SDofMinus
	Dof   func(used, nested int) float64
}

// An IV2Fit is what IV2 finds: a Fit, and the tests that go with it. Tests that
// are not defined have NaN for their statistics.
type IV2Fit struct {
	*Fit
	System *IVSystem

	F         Test    // that all slopes are zero, as F whatever the inference
	Overid    Chi2    // Sargan's or Hansen's statistic of overidentifying restrictions
	ARLIML    [2]Chi2 // liml: N·ln(κ) and N(κ-1)
	Kappa     float64 // liml, kclass
	Lambda    float64 // liml: before Fuller's correction
	UnderID   Chi2    // Anderson's or Kleibergen and Paap's test that the rank is short by one
	CraggF    float64 // Cragg and Donald's weak identification F
	KPF       float64 // the F of Kleibergen and Paap; NaN with equal variances
	AR        Chi2    // Anderson and Rubin's test of the endogenous regressors
	ARF       Test
	StockS    Chi2 // Stock and Wright's S
	First     []FirstIV2
	Total     float64 // sum of squares of y about zero, and about the mean
	TotalC    float64
	Df        float64 // of inference by t
	Clusters  int     // least number, 0 for none
	dof, sdof float64
	vce       moments
	opt       IV2Options
}

// A Chi2 is a statistic with chi2 degrees of freedom and its tail.
type Chi2 struct{ Stat, DF, P float64 }

func newChi2(stat, df float64) Chi2 { return Chi2{stat, df, chi2Tail(df, stat)} }

// noTest is a test that is not defined.
var noTest = Chi2{math.NaN(), 0, math.NaN()}

// IV2 fits a linear model with endogenous regressors by the practice of ivreg2:
// Baum, Schaffer and Stillman (2003, Stata Journal 3:1-31; 2007, 7:465-506).
// Covariances have no finite-sample factors unless Small is set; the tests of
// overidentification, underidentification and weak instruments follow vce.
func IV2(d *Instrumented, vce VCE, opt IV2Options) (*IV2Fit, error) {
	m, err := momentsOf(d.implied(vce))
	if err != nil {
		return nil, err
	}
	var groups [][]int32
	if c, ok := m.(Cluster); ok {
		groups = c.Groups
	}
	s, err := NewIVSystem(d, groups, opt.Rules)
	if err != nil {
		return nil, err
	}
	f := &IV2Fit{System: s, vce: m, opt: opt, dof: opt.DofMinus, sdof: opt.SDofMinus + float64(s.taken), Kappa: math.NaN(), Lambda: math.NaN()}
	if s.part != nil {
		f.sdof += opt.Dof(s.used, s.nested)
	}
	f.Clusters = clustersOf(m)
	f.Df = s.n - float64(s.K()) - f.dof - f.sdof
	if f.Clusters > 0 {
		f.Df = float64(f.Clusters - 1)
	}
	if f.Clusters == 1 {
		return nil, ErrFewGroups
	}
	sol, err := f.solve()
	if err != nil {
		return nil, err
	}
	if err := f.describe(sol); err != nil {
		return nil, err
	}
	if s.k1 == 0 {
		f.UnderID, f.CraggF, f.KPF, f.AR, f.StockS = noTest, math.NaN(), math.NaN(), noTest, noTest
		return f, nil
	}
	return f, f.identify()
}

// SDof is the number of parameters counted besides, absorbed effects and those
// taken out included.
func (f *IV2Fit) SDof() float64 { return f.sdof }

// VCEUsed is the covariance estimator, its bandwidth found if that was left open.
func (f *IV2Fit) VCEUsed() VCE { return f.vce }

// clustersOf is the number of groups within which vce sums, 0 for none.
func clustersOf(vce VCE) int {
	switch v := vce.(type) {
	case Cluster:
		return v.Count()
	case DriscollKraay:
		_, times := v.periods()
		return len(times)
	case ClusterKernel:
		return v.Count()
	}
	return 0
}

// large is what turns the covariance of sums into that of ivreg2.
func (f *IV2Fit) large() float64 {
	if f.Clusters > 0 {
		return 1
	}
	return f.System.n / (f.System.n - f.dof)
}

// small is the further finite-sample factor for a model of k parameters.
func (f *IV2Fit) small(k float64) float64 {
	n := f.System.n
	if g := float64(f.Clusters); g > 0 {
		return (n - 1) / (n - k - f.sdof) * g / (g - 1)
	}
	return (n - f.dof) / (n - k - f.dof - f.sdof)
}

// solve finds the coefficients, and the test of overidentifying restrictions.
func (f *IV2Fit) solve() (*ivSolution, error) {
	s := f.System
	first, err := s.tsls()
	if err != nil {
		return nil, err
	}
	vce, err := s.settle(f.vce, first)
	if err != nil {
		return nil, err
	}
	f.vce = vce.(moments)
	f.Overid = Chi2{0, 0, math.NaN()}
	_, classical := f.vce.(Classical)
	switch f.opt.Method {
	case "liml", "kclass":
		sol, err := f.limlOrK()
		if err != nil {
			return nil, err
		}
		return sol, f.overid(sol, classical)
	case "gmm2s":
		if classical {
			return first, f.overid(first, true)
		}
		sol, err := f.efficient(first)
		if err == nil {
			f.Overid = newChi2(sol.extra[0].Value.(float64), float64(s.Excess()))
		}
		return sol, err
	case "cue":
		sol, err := f.continuous(first)
		if err == nil {
			f.Overid = newChi2(sol.extra[0].Value.(float64), float64(s.Excess()))
		}
		return sol, err
	}
	return first, f.overid(first, classical)
}

// overid computes Sargan's statistic or Hansen's J about the residuals of sol.
func (f *IV2Fit) overid(sol *ivSolution, classical bool) error {
	s := f.System
	if s.Excess() == 0 {
		return nil
	}
	if classical {
		stat, _, err := s.Sargan(sol.u)
		f.Overid = newChi2(stat/f.large(), float64(s.Excess()))
		return err
	}
	two, err := f.efficient(sol)
	if errors.Is(err, ErrMomentRank) {
		f.Overid = Chi2{math.NaN(), float64(s.Excess()), math.NaN()}
		return nil
	}
	if err == nil {
		f.Overid = newChi2(two.extra[0].Value.(float64), float64(s.Excess()))
	}
	return err
}

// efficient is GMM with weights from the residuals of first, and its J.
func (f *IV2Fit) efficient(first *ivSolution) (*ivSolution, error) {
	s := f.System
	g, err := s.rawCovariance(f.vce, first.u, f.opt.Center)
	if err != nil {
		return nil, err
	}
	for i := range g {
		g[i] *= f.large()
	}
	cov, err := newMomentCov(g, s.L())
	if err != nil {
		return nil, err
	}
	sol, err := s.gmm(cov)
	if err != nil {
		return nil, err
	}
	j, err := s.criterion(cov, sol.u)
	if s.Excess() == 0 {
		j = 0
	}
	sol.extra = []Named{{"j", j}}
	return sol, err
}

// limlOrK is the k-class estimator of the options.
func (f *IV2Fit) limlOrK() (*ivSolution, error) {
	s := f.System
	first, err := s.firstStage()
	if err != nil {
		return nil, err
	}
	excess := f.opt.K - 1
	if f.opt.Method == "liml" {
		if excess, err = s.kappa(first); err != nil {
			return nil, err
		}
		f.Lambda = 1 + excess
		n := s.n - f.dof
		q := float64(s.Excess())
		f.ARLIML = [2]Chi2{newChi2(n*math.Log1p(excess), q), newChi2(n*excess, q)}
		if f.opt.Fuller != 0 {
			excess -= f.opt.Fuller / (s.n - float64(s.L()) - f.sdof)
		}
	}
	f.Kappa = 1 + excess
	return s.kClass(first, excess)
}

// describe makes the Fit of sol.
func (f *IV2Fit) describe(sol *ivSolution) error {
	s := f.System
	if (f.opt.Method == "liml" || f.opt.Method == "kclass") && f.opt.CovIV {
		_, bread, err := leastSquares(s.qx, make([]float64, s.L()))
		if err != nil {
			return err
		}
		sol.bread = bread
	}
	k := float64(s.K())
	v, kind, err := f.covariance(sol)
	if err != nil {
		return err
	}
	sigma2 := sol.rss / (s.n - f.dof)
	df := math.Inf(1)
	if f.opt.Small {
		sigma2 = sol.rss / (s.n - k - f.dof - f.sdof)
		v.ScaleSym(f.small(k), v)
		df = f.Df
	}
	names, b, omitted, at := s.coefficients(sol)
	f.Fit = &Fit{Depvar: s.d.Depvar, Names: names, B: b, Omitted: omitted, DF: df, N: int(math.Floor(s.n + 1e-9)), Resid: sol.u, VCE: Covariance{Kind: kind, DF: df}}
	f.V = spread(v, at, len(b))
	f.Rank = len(at)
	slopes := at
	if s.constant() {
		slopes = at[:len(at)-1]
	}
	f.DFModel = len(slopes)
	f.modelTest(slopes)
	f.fitExtra(sol, sigma2)
	return nil
}

// coefficients spreads the coefficients of sol over all columns of X and the
// constant; at are the places of those estimated.
func (s *IVSystem) coefficients(sol *ivSolution) (names []string, b []float64, omitted []bool, at []int) {
	names = append(names, s.d.Names...)
	omitted = append(omitted, s.omitted...)
	if s.constant() {
		names, omitted = append(names, "_cons"), append(omitted, false)
	}
	b = make([]float64, len(names))
	for a, j := range s.at {
		b[j] = sol.b[a]
	}
	return names, b, omitted, s.at
}

// covariance is the large-sample covariance of the coefficients and its name.
func (f *IV2Fit) covariance(sol *ivSolution) (*mat.SymDense, string, error) {
	s := f.System
	v := newSym(s.K())
	if _, ok := f.vce.(Classical); ok {
		v.ScaleSym(sol.rss/(s.n-f.dof), sol.bread)
		return v, "ols", nil
	}
	if f.opt.Method == "gmm2s" || f.opt.Method == "cue" {
		v.CopySym(sol.bread) // the moments' covariance is scaled
		return v, kindOf(f.vce), nil
	}
	scores, err := s.scoreColumns(sol)
	if err != nil {
		return nil, "", err
	}
	sw := &Sandwich{X: scores, Bread: sol.bread, U: sol.u, W: s.w, WKind: s.d.WKind, RSS: sol.rss, N: s.n, Context: s.d.Context}
	if f.opt.Center {
		if err := sw.center(); err != nil {
			return nil, "", err
		}
	}
	meat, err := f.vce.moment(sw)
	if err != nil {
		return nil, "", err
	}
	return sw.sandwich(meat, f.large()), kindOf(f.vce), nil
}

// kindOf is the name of a covariance estimator.
func kindOf(vce VCE) string {
	switch vce.(type) {
	case Classical:
		return "ols"
	case Cluster:
		return "cluster"
	case HAC:
		return "hac"
	case AC:
		return "ac"
	case DriscollKraay, ClusterKernel:
		return "dkraay"
	}
	return "robust"
}

// modelTest tests the slopes, as F.
func (f *IV2Fit) modelTest(slopes []int) {
	f.F = Test{Stat: math.NaN(), P: math.NaN(), DF1: float64(len(slopes)), DF2: f.Df}
	if len(slopes) == 0 {
		return
	}
	w, dropped := waldOf(f.B, f.V, slopes)
	if dropped > 0 {
		return
	}
	if !f.opt.Small {
		w /= f.small(float64(f.System.K()))
	}
	f.F.Stat = w / f.F.DF1
	f.F.P = fTail(f.F.DF1, f.F.DF2, f.F.Stat)
}

// fitExtra fills in Extra as ivreg2 has it.
func (f *IV2Fit) fitExtra(sol *ivSolution, sigma2 float64) {
	s := f.System
	yy, _ := kernel.SumSquares(s.d.context(), s.y, s.w)
	mean := weightedMean(s.y, s.w)
	f.Total, f.TotalC = yy, yy-s.sumw*mean*mean
	tss, about := yy, 0.0
	if s.constant() {
		tss, about = f.TotalC, 1
	}
	r2 := 1 - sol.rss/tss
	k := float64(s.K())
	f.Extra = append(f.Extra,
		Named{"rss", sol.rss}, Named{"mss", tss - sol.rss}, Named{"rmse", math.Sqrt(sigma2)}, Named{"r2", r2},
		Named{"r2_a", 1 - (1-r2)*(s.n-about)/(s.n-k-f.dof-f.sdof)}, Named{"r2u", 1 - sol.rss/f.Total}, Named{"r2c", 1 - sol.rss/f.TotalC},
		Named{"yy", f.Total}, Named{"yyc", f.TotalC}, Named{"ll", gaussian(sol.rss, s.n)},
		Named{"F", f.F.Stat}, Named{"Fp", f.F.P}, Named{"Fdf1", f.F.DF1}, Named{"Fdf2", f.F.DF2},
	)
}

// FirstFit is the regression of endogenous regressor a, counted from 0 among
// those not omitted, on the excluded and then the included instruments, with
// finite-sample factors; a < 0 stands for the reduced form of y. Omitted
// instruments are left out.
func (f *IV2Fit) FirstFit(a int) (*Fit, error) {
	s := f.System
	d := &Instrumented{Design: Design{Depvar: s.d.Depvar, Y: s.y, W: s.d.W, WKind: s.d.WKind, Context: s.d.Context, Constant: s.constant()}}
	if a >= 0 {
		d.Depvar, d.Y = s.d.Names[s.at[a]], s.x[a]
	}
	for i, z := range s.z {
		d.X, d.Names = append(d.X, z), append(d.Names, s.d.ZNames[s.zat[i]])
	}
	for i, j := range s.at {
		if i >= s.k1 && j < len(s.d.X) {
			d.X, d.Names = append(d.X, s.x[i]), append(d.Names, s.d.Names[j])
		}
	}
	r, err := IV2(d, f.vce, IV2Options{Small: true, DofMinus: f.dof, SDofMinus: f.sdof, Center: f.opt.Center})
	if err != nil {
		return nil, err
	}
	r.Fit.VCE.Type = f.Fit.VCE.Type
	return r.Fit, nil
}
