package stats

import "gonum.org/v1/gonum/mat"

// OIM takes the inverse of the observed information, the bread of a
// likelihood, for the covariance.
type OIM struct{}

// Cov implements VCE.
func (OIM) Cov(s *Sandwich) (*Covariance, error) {
	v := newSym(s.Bread.SymmetricDim())
	if s.Bread.SymmetricDim() > 0 {
		v.CopySym(s.Bread)
	}
	return &Covariance{V: v, DF: s.df(), Kind: "oim", Factor: 1}, nil
}

// OPG takes the inverse of the sum of outer products of the scores: Berndt,
// Hall, Hall and Hausman (1974, Annals of Economic and Social Measurement
// 3:653-665).
type OPG struct{}

// Cov implements VCE.
func (OPG) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := s.meat(nil)
	if err != nil {
		return nil, err
	}
	k := s.Bread.SymmetricDim()
	v := newSym(k)
	if k > 0 {
		v = ascend(make([]float64, k), mat.NewSymDense(k, meat)).inverse
	}
	return &Covariance{V: v, DF: s.df(), Kind: "opg", Type: "OPG", Factor: 1}, nil
}
