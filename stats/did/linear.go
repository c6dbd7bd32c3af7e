package did

import "gonum.org/v1/gonum/mat"

// newSym is an n×n symmetric matrix of zeros, empty for n = 0.
func newSym(n int) *mat.SymDense {
	if n == 0 {
		return &mat.SymDense{}
	}
	return mat.NewSymDense(n, nil)
}

// inverse inverts a positive definite matrix; it fails for others.
func inverse(s *mat.SymDense) (*mat.SymDense, bool) {
	var c mat.Cholesky
	if !c.Factorize(s) {
		return nil, false
	}
	out := newSym(s.SymmetricDim())
	return out, c.InverseTo(out) == nil
}

// invert sets out to the inverse of the rows and columns of g (k×k, by row)
// whose columns kept are not nil, and zeros elsewhere.
func invert(g []float64, kept, out [][]float64) {
	k := len(kept)
	var at []int
	for j, x := range kept {
		if x != nil {
			at = append(at, j)
		}
	}
	if len(at) == 0 {
		return
	}
	s := newSym(len(at))
	for a, i := range at {
		for b, j := range at[:a+1] {
			s.SetSym(a, b, g[i*k+j])
		}
	}
	inv, ok := inverse(s)
	if !ok {
		panic("did: cross product of independent columns is not positive definite")
	}
	for a, i := range at {
		for b, j := range at {
			out[i][j] = inv.At(a, b)
		}
	}
}
