package stats

// Classical assumes independent errors of equal variance: V = s²·Bread with
// s² = RSS/(N-K).
type Classical struct{}

// Cov implements VCE.
func (Classical) Cov(s *Sandwich) (*Covariance, error) {
	c := &Covariance{DF: s.df(), Kind: "ols", Factor: 1, V: newSym(s.Bread.SymmetricDim())}
	if df := s.N - float64(s.K); df > 0 && len(s.X) > 0 {
		c.V.ScaleSym(s.RSS/df, s.Bread)
	}
	return c, nil
}
