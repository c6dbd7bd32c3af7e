package stats

import "github.com/didot-lang/didot/stats/kernel"

// tsls is two-stage least squares: b minimizes the length of Q'W(y-Xb).
func (s *IVSystem) tsls() (*ivSolution, error) {
	b, bread, err := leastSquares(s.qx, s.qy)
	if err != nil {
		return nil, err
	}
	sol := &ivSolution{b: b, bread: bread, p: s.qx}
	if err := s.finish(sol); err != nil {
		return nil, err
	}
	// once more, for the rounding of Q'WX: what is left of the moments
	left, err := s.residualMoments(sol.u)
	if err != nil || len(b) == 0 {
		return sol, err
	}
	change, _, err := leastSquares(s.qx, left)
	if err != nil {
		return nil, err
	}
	for j := range b {
		b[j] += change[j]
	}
	return sol, s.finish(sol)
}

// finish computes the residuals of s and their squares.
func (s *IVSystem) finish(sol *ivSolution) (err error) {
	if sol.u, err = s.residuals(sol.b); err != nil {
		return err
	}
	sol.rss, err = kernel.SumSquares(s.d.context(), sol.u, s.w)
	return err
}
