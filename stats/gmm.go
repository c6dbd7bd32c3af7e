package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// A momentCov is an estimate of the covariance S of the moments Q'Wu, with
// the factor by which it is inverted.
type momentCov struct {
	s *mat.SymDense // l×l
	l mat.TriDense  // lower Cholesky factor of s
}

// newMomentCov factors S, given by row; ErrNotIdentified if it is singular.
func newMomentCov(g []float64, l int) (*momentCov, error) {
	m := &momentCov{s: mat.NewSymDense(l, g)}
	var ch mat.Cholesky
	if !ch.Factorize(m.s) || ch.Cond() > 1e15 {
		return nil, ErrMomentRank
	}
	ch.LTo(&m.l)
	return m, nil
}

// whiten is L⁻¹a.
func (m *momentCov) whiten(a mat.Matrix) *mat.Dense {
	var out mat.Dense
	if err := out.Solve(&m.l, a); err != nil && out.IsEmpty() {
		panic(err)
	}
	return &out
}

// quadratic is g'S⁻¹g.
func (m *momentCov) quadratic(g []float64) float64 {
	v := m.whiten(mat.NewVecDense(len(g), append([]float64(nil), g...)))
	var q float64
	for i := range g {
		q += v.At(i, 0) * v.At(i, 0)
	}
	return q
}

// covariance estimates S from residuals u by vce; center takes the means from
// the moments first.
func (s *IVSystem) covariance(vce moments, u []float64, center bool) (*momentCov, error) {
	g, err := s.rawCovariance(vce, u, center)
	if err != nil {
		return nil, err
	}
	return newMomentCov(g, s.L())
}

// rawCovariance is covariance before it is factored, by row.
func (s *IVSystem) rawCovariance(vce moments, u []float64, center bool) ([]float64, error) {
	rss, err := kernel.SumSquares(s.d.context(), u, s.w)
	if err != nil {
		return nil, err
	}
	sw := &Sandwich{X: s.q, U: u, W: s.w, WKind: s.d.WKind, RSS: rss, N: s.n, Context: s.d.Context}
	if _, classical := vce.(Classical); !classical && center {
		if err := sw.center(); err != nil {
			return nil, err
		}
	}
	return vce.moment(sw)
}

// center replaces X and U by scores with their means taken out.
func (s *Sandwich) center() error {
	sums, err := kernel.Cross(s.context(), s.X, nil, s.W, [][]float64{s.U})
	if err != nil {
		return err
	}
	s.Scores = make([][]float64, len(s.X))
	for j, x := range s.X {
		mean := sums[j] / s.N
		c := make([]float64, len(x))
		for i, v := range x {
			w := 1.0
			if s.W != nil {
				w = s.W[i]
			}
			c[i] = v * s.U[i] * w
			if s.WKind == FWeight {
				c[i] -= mean * w
			} else {
				c[i] -= mean
			}
		}
		s.Scores[j] = c
	}
	return nil
}

// gmm minimizes (Q'Wu)'S⁻¹(Q'Wu).
func (s *IVSystem) gmm(m *momentCov) (*ivSolution, error) {
	a := m.whiten(s.qx)
	c := m.whiten(mat.NewVecDense(s.L(), append([]float64(nil), s.qy...)))
	b, bread, err := leastSquares(a, mat.Col(nil, 0, c))
	if err != nil {
		return nil, err
	}
	sol := &ivSolution{b: b, bread: bread}
	p := mat.DenseCopyOf(a)
	if err := p.Solve(m.l.T(), a); err != nil && p.IsEmpty() {
		return nil, ErrNotIdentified
	}
	sol.p = p
	return sol, s.finish(sol)
}

// criterion is (Q'Wu)'S⁻¹(Q'Wu): Hansen's J when u are the residuals of gmm.
func (s *IVSystem) criterion(m *momentCov, u []float64) (float64, error) {
	g, err := s.residualMoments(u)
	if err != nil {
		return math.NaN(), err
	}
	return m.quadratic(g), nil
}

// residualMoments is Q'Wu.
func (s *IVSystem) residualMoments(u []float64) ([]float64, error) {
	return kernel.Cross(s.d.context(), s.q, nil, s.w, [][]float64{u})
}
