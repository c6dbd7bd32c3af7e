package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// Robust allows unequal error variances: HC1, the sandwich times the
// convention's factor, N/(N-K) for least squares. White (1980, Econometrica
// 48:817-838).
type Robust struct{}

// Cov implements VCE.
func (Robust) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := s.meat(nil)
	if err != nil {
		return nil, err
	}
	f := s.Convention.Robust.factor(s.N, float64(s.K), false)
	return &Covariance{V: s.sandwich(meat, f), DF: s.df(), Kind: "robust", Type: "Robust", Factor: f}, nil
}

// HC2 divides each squared residual by 1-h, h being its leverage, with no
// further factor. MacKinnon and White (1985, J. Econometrics 29:305-325).
type HC2 struct{}

// Cov implements VCE.
func (HC2) Cov(s *Sandwich) (*Covariance, error) { return s.leveraged("hc2", "Robust HC2", 1) }

// HC3 divides each squared residual by (1-h)²; see HC2.
type HC3 struct{}

// Cov implements VCE.
func (HC3) Cov(s *Sandwich) (*Covariance, error) { return s.leveraged("hc3", "Robust HC3", 2) }

// usesLeverage tells whether vce is HC2, HC3 or CR2.
func usesLeverage(vce VCE) bool {
	switch vce.(type) {
	case HC2, HC3, CR2:
		return true
	}
	return false
}

// leveraged is the sandwich with squared residuals divided by (1-h)^power.
func (s *Sandwich) leveraged(kind, name string, power float64) (*Covariance, error) {
	scale := s.Leverage()
	for i, h := range scale {
		scale[i] = math.Pow(1-h, -power)
	}
	meat, err := s.meat(scale)
	if err != nil {
		return nil, err
	}
	return &Covariance{V: s.sandwich(meat, 1), DF: s.df(), Kind: kind, Type: name, Factor: 1}, nil
}

// Leverage is the diagonal of the hat matrix, one value per row; for
// frequency weights that of each of the equal rows.
func (s *Sandwich) Leverage() []float64 {
	h := quadratic(s.X, s.Bread, len(s.U))
	if s.W != nil && s.WKind != FWeight {
		for i, w := range s.W {
			h[i] *= w
		}
	}
	for i, v := range s.Hat {
		h[i] += v
	}
	return h
}

// meat is the k×k sum of squared scores, each row times scale, nil for ones.
func (s *Sandwich) meat(scale []float64) ([]float64, error) {
	if s.Scores != nil {
		return s.scoreMeat(scale)
	}
	v := make([]float64, len(s.U))
	for i, u := range s.U {
		q := u
		if s.W != nil && s.WKind != FWeight {
			q *= s.W[i]
		}
		q *= q
		if s.W != nil && s.WKind == FWeight {
			q *= s.W[i]
		}
		if scale != nil {
			q *= scale[i]
		}
		v[i] = q
	}
	g, _, err := kernel.Gram(s.context(), s.X, nil, v)
	return g, err
}

// scoreMeat is meat for given scores. The score of a frequency-weighted row
// is the sum over equal rows, so its square is divided by their number.
func (s *Sandwich) scoreMeat(scale []float64) ([]float64, error) {
	if s.WKind == FWeight {
		v := make([]float64, len(s.W))
		for i, w := range s.W {
			v[i] = 1 / w
			if scale != nil {
				v[i] *= scale[i]
			}
		}
		scale = v
	}
	g, _, err := kernel.Gram(s.context(), s.Scores, nil, scale)
	return g, err
}

// sandwich is f·Bread·meat·Bread.
func (s *Sandwich) sandwich(meat []float64, f float64) *mat.SymDense {
	k := s.Bread.SymmetricDim()
	v := newSym(k)
	if k == 0 {
		return v
	}
	var half, full mat.Dense
	half.Mul(s.Bread, mat.NewSymDense(k, meat))
	full.Mul(&half, s.Bread)
	for a := range k {
		for b := a; b < k; b++ {
			v.SetSym(a, b, f*(full.At(a, b)+full.At(b, a))/2)
		}
	}
	return v
}
