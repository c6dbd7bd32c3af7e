package stats

// Classical assumes independent errors of equal variance: V = s²·Bread with
// s² = RSS/(N-K), or RSS/N if the convention says so.
type Classical struct{}

// Cov implements VCE.
func (Classical) Cov(s *Sandwich) (*Covariance, error) {
	c := &Covariance{DF: s.df(), Kind: "ols", Factor: 1, V: newSym(s.Bread.SymmetricDim())}
	df := s.N - float64(s.K)
	if s.Convention.OverN {
		df = s.N
	}
	if df > 0 && len(s.X) > 0 {
		c.V.ScaleSym(s.RSS/df, s.Bread)
	}
	return c, nil
}
