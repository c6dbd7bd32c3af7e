package stats

import (
	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// firstStage is what instruments say of y and the endogenous regressors: rows
// and columns run over y and then these.
type firstStage struct {
	c    *mat.Dense    // l1×(1+k1), Q1'W[y X1], Q1 being the excluded instruments less what the exogenous regressors explain
	left *mat.SymDense // [y X1]'W[y X1] of what all instruments leave
	v    [][]float64   // that, columns of n
}

func (s *IVSystem) firstStage() (*firstStage, error) {
	m := 1 + s.k1
	f := &firstStage{c: newDense(s.L1(), m), left: newSym(m)}
	cols := append([][]float64{s.y}, s.x[:s.k1]...)
	at := func(i, j int) float64 {
		if j == 0 {
			return s.qy[i]
		}
		return s.qx.At(i, j-1)
	}
	for j := range m {
		b := make([]float64, s.L())
		for i := range b {
			b[i] = at(i, j)
			if i >= s.l2 {
				f.c.Set(i-s.l2, j, b[i])
			}
		}
		v := make([]float64, len(s.y))
		if err := kernel.Subtract(s.d.context(), v, cols[j], b, s.q, nil); err != nil {
			return nil, err
		}
		f.v = append(f.v, v)
	}
	g, _, err := kernel.Gram(s.d.context(), f.v, nil, s.w)
	if err != nil {
		return nil, err
	}
	for i := range m {
		for j := i; j < m; j++ {
			f.left.SetSym(i, j, g[i*m+j])
		}
	}
	return f, nil
}

// kappa is LIML's κ-1: the least eigenvalue of C'C in the metric of what the
// instruments leave; 0 if the equation is exactly identified. Davidson and
// MacKinnon (1993, Estimation and Inference in Econometrics), section 18.5.
func (s *IVSystem) kappa(f *firstStage) (float64, error) {
	if s.L1() == s.k1 {
		return 0, nil
	}
	var gram mat.Dense
	gram.Mul(f.c.T(), f.c)
	values, err := relativeEigenvalues(&gram, f.left)
	if err != nil {
		return 0, err
	}
	return values[0], nil
}

// relativeEigenvalues are the eigenvalues of B⁻¹A in ascending order, for
// symmetric A and positive definite B.
func relativeEigenvalues(a mat.Matrix, b *mat.SymDense) ([]float64, error) {
	m := b.SymmetricDim()
	var ch mat.Cholesky
	if !ch.Factorize(b) {
		return nil, ErrNotIdentified
	}
	var l mat.TriDense
	ch.LTo(&l)
	var half, full mat.Dense
	if err := half.Solve(&l, a); err != nil {
		return nil, ErrNotIdentified
	}
	if err := full.Solve(&l, half.T()); err != nil {
		return nil, ErrNotIdentified
	}
	sym := newSym(m)
	for i := range m {
		for j := i; j < m; j++ {
			sym.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
		}
	}
	var e mat.EigenSym
	if !e.Factorize(sym, false) {
		return nil, ErrNotIdentified
	}
	return e.Values(nil), nil
}

// kClass solves (X'W(I-k·M)X)b = X'W(I-k·M)y, M taking out the instruments;
// excess is k-1. 0 gives two-stage least squares, -1 least squares.
func (s *IVSystem) kClass(f *firstStage, excess float64) (*ivSolution, error) {
	k := s.K()
	h := newSym(k)
	rhs := make([]float64, k)
	for i := range k {
		for j := i; j < k; j++ {
			var v float64
			for l := range s.L() {
				v += s.qx.At(l, i) * s.qx.At(l, j)
			}
			if j < s.k1 {
				v -= excess * f.left.At(1+i, 1+j)
			}
			h.SetSym(i, j, v)
		}
		for l := range s.L() {
			rhs[i] += s.qx.At(l, i) * s.qy[l]
		}
		if i < s.k1 {
			rhs[i] -= excess * f.left.At(1+i, 0)
		}
	}
	step := ascend(rhs, h)
	if !step.concave {
		return nil, ErrNotIdentified
	}
	sol := &ivSolution{b: step.d, bread: step.inverse, p: s.qx}
	return sol, s.finish(sol)
}
