package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// Endogeneity is what tests of the exogeneity of endogenous regressors find;
// those of unequal variances in place of the others where VCE is robust.
type Endogeneity struct {
	DF              float64 // regressors tested
	Durbin, PDurbin float64 // chi2
	Wu              Test    // Wu and Hausman's F
	Score, PScore   float64 // chi2, Wooldridge's robust score
	Regression      Test    // robust F of first-stage residuals
}

// TestExogeneity tests that the endogenous regressors at places tested in X,
// the first ones of d, are exogenous, the others remaining endogenous.
//
// With equal variances these are the tests of Durbin (1954, Review of the
// International Statistical Institute 22:23-32) and of Wu (1973, Econometrica
// 41:733-750) and Hausman (1978, Econometrica 46:1251-1271); otherwise the
// score test and the regression of Wooldridge (1995).
func TestExogeneity(d *Instrumented, tested []int, vce VCE) (*Endogeneity, error) {
	vce = d.implied(vce)
	full, err := NewIVSystem(d, nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return nil, err
	}
	less, err := NewIVSystem(d.asExogenous(tested), nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return nil, err
	}
	restricted, err := less.tsls()
	if err != nil {
		return nil, err
	}
	out := &Endogeneity{DF: float64(len(tested)), Durbin: math.NaN(), PDurbin: math.NaN(), Score: math.NaN(), PScore: math.NaN()}
	if _, ok := vce.(Classical); ok {
		return out, out.classical(full, less, restricted)
	}
	return out, out.robust(d, full, less, restricted, tested, vce)
}

// asExogenous is d with the regressors at places tested moved behind the
// endogenous ones.
func (d *Instrumented) asExogenous(tested []int) *Instrumented {
	r := *d
	r.X, r.Names = nil, nil
	for _, pick := range []bool{false, true} {
		for j := range d.Endogenous {
			if slices.Contains(tested, j) == pick {
				r.X, r.Names = append(r.X, d.X[j]), append(r.Names, d.Names[j])
			}
		}
	}
	r.X, r.Names = append(r.X, d.X[d.Endogenous:]...), append(r.Names, d.Names[d.Endogenous:]...)
	r.Endogenous -= len(tested)
	return &r
}

// classical computes the tests that assume equal variances.
func (e *Endogeneity) classical(full, less *IVSystem, restricted *ivSolution) error {
	sol, err := full.tsls()
	if err != nil {
		return err
	}
	a, err := less.projected(restricted.u)
	if err != nil {
		return err
	}
	b, err := full.projected(sol.u)
	if err != nil {
		return err
	}
	gap := a - b
	e.Durbin = full.n * gap / restricted.rss
	e.PDurbin = chi2Tail(e.DF, e.Durbin)
	e.Wu = Test{DF1: e.DF, DF2: full.n - float64(full.K()) - e.DF}
	e.Wu.Stat = gap / e.DF / ((restricted.rss - gap) / e.Wu.DF2)
	e.Wu.P = fTail(e.Wu.DF1, e.Wu.DF2, e.Wu.Stat)
	return nil
}

// projected is u'Pu, P projecting on the instruments.
func (s *IVSystem) projected(u []float64) (float64, error) {
	g, err := s.residualMoments(u)
	var ss float64
	for _, v := range g {
		ss += v * v
	}
	return ss, err
}

// robust computes the score test and the regression with what instruments
// leave of the tested regressors.
func (e *Endogeneity) robust(d *Instrumented, full, less *IVSystem, restricted *ivSolution, tested []int, vce VCE) error {
	first, err := full.firstStage()
	if err != nil {
		return err
	}
	var v [][]float64
	for a, j := range full.at[:full.k1] {
		if slices.Contains(tested, j) {
			v = append(v, first.v[1+a])
		}
	}
	e.DF = float64(len(v))
	regressors, err := less.scoreColumns(restricted)
	if err != nil {
		return err
	}
	left, err := less.leftovers(v, regressors)
	if err != nil {
		return err
	}
	if e.Score, e.PScore, err = less.score(left, restricted.u, vce); err != nil {
		return err
	}
	more := *d.asExogenous(tested)
	at := len(more.X)
	for range v {
		more.Names = append(slices.Clip(more.Names), "")
	}
	more.X = append(slices.Clip(more.X), v...)
	if more.Endogenous == 0 {
		f, err := OLS(&more.Design, vce)
		if err != nil {
			return err
		}
		e.Regression = Wald(f, Zeros(f, at, at+len(v)))
		return nil
	}
	f, _, err := IVRegress(&more, vce, IVOptions{Small: true})
	if err != nil {
		return err
	}
	e.Regression = Wald(f, Zeros(f, at, at+len(v)))
	return nil
}

// CStatistic is the GMM test that the regressors at places tested in X, the
// first ones of d, are exogenous: the criterion with them among the
// instruments less that without, both by the weights of the former. Hayashi
// (2000, Econometrics), section 3.6.
func CStatistic(d *Instrumented, tested []int, opt IVOptions) (stat, p float64, err error) {
	less, err := NewIVSystem(d.asExogenous(tested), nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	full, err := NewIVSystem(d, nil, hdfe.Rules{IgnoreNesting: true})
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	return less.difference(full, opt)
}

// difference is the test of the instruments that s has and part lacks.
func (s *IVSystem) difference(part *IVSystem, opt IVOptions) (stat, p float64, err error) {
	nan := math.NaN()
	sol, cov, err := s.gmmSteps(&opt)
	if err != nil {
		return nan, nan, err
	}
	g, err := kernel.Cross(s.d.context(), s.q, nil, s.w, part.q)
	if err != nil {
		return nan, nan, err
	}
	t := mat.NewDense(s.L(), part.L(), g)
	var half, sub mat.Dense
	half.Mul(cov.s, t)
	sub.Mul(t.T(), &half)
	few, err := newMomentCov(sub.RawMatrix().Data, part.L())
	if err != nil {
		return nan, nan, err
	}
	without, err := part.gmm(few)
	if err != nil {
		return nan, nan, err
	}
	j, err := part.criterion(few, without.u)
	if err != nil {
		return nan, nan, err
	}
	stat = sol.extra[0].Value.(float64) - j
	return stat, chi2Tail(float64(s.Excess()-part.Excess()), stat), nil
}
