package stats

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// Covariances is the k×k covariance matrix of k columns under weights w of
// the given kind, nil for none: divisor N-1, weights scaled as in Describe.
// It returns N as well.
func Covariances(cols [][]float64, w []float64, kind WeightKind) (*mat.SymDense, float64, error) {
	if len(cols) == 0 || len(cols[0]) == 0 {
		return nil, 0, ErrNoObs
	}
	k := len(cols)
	n := float64(len(cols[0]))
	sumw := n
	if w != nil {
		sumw = kernel.Sum(w).Float()
		if kind == FWeight || kind == IWeight {
			n = sumw
		}
	}
	mean := make([]float64, k)
	for j, c := range cols {
		mean[j] = Describe(c, w, kind).Mean
	}
	g, s, err := kernel.Gram(context.Background(), cols, mean, w)
	if err != nil {
		return nil, 0, err
	}
	v := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			v.SetSym(a, b, (g[a*k+b]-s[a]*(s[b]/sumw))/sumw*n/(n-1))
		}
	}
	return v, n, nil
}

// Correlations is the correlation matrix of a covariance matrix; NaN for
// columns that do not vary.
func Correlations(v *mat.SymDense) *mat.SymDense {
	k := v.SymmetricDim()
	r := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			c := v.At(a, b) / math.Sqrt(v.At(a, a)*v.At(b, b))
			if a == b && c == c {
				c = 1
			}
			r.SetSym(a, b, c)
		}
	}
	return r
}

// CorrelationP is the significance of a correlation r of n observations.
func CorrelationP(r, n float64) float64 {
	if math.Abs(r) >= 1 {
		return 0
	}
	return tTail2(n-2, r*math.Sqrt((n-2)/(1-r*r)))
}
