package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// Excess is the number of overidentifying restrictions.
func (s *IVSystem) Excess() int { return s.L() - s.K() }

// Sargan is N·u'Pu/u'u, P projecting on the instruments, and its chi2 tail of
// Excess degrees of freedom. Sargan (1958, Econometrica 26:393-415).
func (s *IVSystem) Sargan(u []float64) (stat, p float64, err error) {
	g, err := s.residualMoments(u)
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	uu, err := kernel.SumSquares(s.d.context(), u, s.w)
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	var explained float64
	for _, v := range g {
		explained += v * v
	}
	stat = s.n * explained / uu
	return stat, chi2Tail(float64(s.Excess()), stat), nil
}

// Basmann turns Sargan's statistic into Basmann's chi2: S(N-L)/(N-S). Basmann
// (1960, J. American Statistical Association 55:650-659).
func (s *IVSystem) Basmann(sargan float64) (stat, p float64) {
	stat = sargan * (s.n - float64(s.L())) / (s.n - sargan)
	return stat, chi2Tail(float64(s.Excess()), stat)
}

// AndersonRubinLIML is N·ln(κ), and its chi2 tail: Anderson and Rubin (1950,
// Annals of Mathematical Statistics 21:570-582); BasmannLIML is
// (κ-1)(N-L)/(L-K), an F.
func (s *IVSystem) AndersonRubinLIML(kappa float64) (stat, p float64) {
	stat = s.n * math.Log(kappa)
	return stat, chi2Tail(float64(s.Excess()), stat)
}

// BasmannLIML is Basmann's F after LIML; see AndersonRubinLIML.
func (s *IVSystem) BasmannLIML(kappa float64) Test {
	t := Test{DF1: float64(s.Excess()), DF2: s.n - float64(s.L())}
	t.Stat = (kappa - 1) * t.DF2 / t.DF1
	t.P = fTail(t.DF1, t.DF2, t.Stat)
	return t
}

// ScoreOverid is the score test of overidentifying restrictions that holds
// for the errors that vce allows: Wooldridge (1995, "Score diagnostics for
// linear models estimated by two stage least squares", in Advances in
// Econometrics and Quantitative Economics), u being the residuals.
func (s *IVSystem) ScoreOverid(u []float64, vce VCE) (stat, p float64, err error) {
	first, err := s.fitted(s.qx.Slice(0, s.L(), 0, s.k1).(*mat.Dense))
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	regressors := append(append([][]float64(nil), s.x[s.k1:]...), first...)
	q := s.Excess()
	left, err := s.leftovers(s.z[:q], regressors)
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	return s.score(left, u, vce)
}

// leftovers are what regressors, the constant among them, leave of columns.
func (s *IVSystem) leftovers(columns, regressors [][]float64) ([][]float64, error) {
	basis, err := orthonormal(s.d.context(), regressors, s.w)
	if err != nil {
		return nil, err
	}
	var out [][]float64
	for _, c := range columns {
		v, err := s.less(c, basis)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// score tests that the sums of columns times u are zero.
func (s *IVSystem) score(columns [][]float64, u []float64, vce VCE) (stat, p float64, err error) {
	m, err := momentsOf(vce)
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	sums, err := kernel.Cross(s.d.context(), columns, nil, s.w, [][]float64{u})
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	rss, err := kernel.SumSquares(s.d.context(), u, s.w)
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	cov, err := m.moment(&Sandwich{X: columns, U: u, W: s.w, WKind: s.d.WKind, RSS: rss, N: s.n, Context: s.d.Context})
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	k := len(columns)
	stat, dropped := waldStatistic(sums, func(i, j int) float64 { return cov[i*k+j] })
	return stat, chi2Tail(float64(k-len(dropped)), stat), nil
}

// HansenJ is the criterion at the coefficients of GMM and its chi2 tail.
// Hansen (1982, Econometrica 50:1029-1054).
func (s *IVSystem) HansenJ(f *Fit) (stat, p float64) {
	stat = f.Scalar("J")
	return stat, chi2Tail(float64(s.Excess()), stat)
}
