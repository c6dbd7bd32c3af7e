package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// ones is a column of n ones.
func ones(n int) []float64 {
	c := make([]float64, n)
	for i := range c {
		c[i] = 1
	}
	return c
}

// quadratic is x_i'M x_i for each of n rows of columns x; a nil column counts
// as zero.
func quadratic(x [][]float64, m *mat.SymDense, n int) []float64 {
	q := make([]float64, n)
	for a, xa := range x {
		if xa == nil {
			continue
		}
		for b := a; b < len(x); b++ {
			xb, c := x[b], m.At(a, b)
			if xb == nil || c == 0 {
				continue
			}
			if b > a {
				c *= 2
			}
			for i := range q {
				q[i] += c * float64(xa[i]*xb[i])
			}
		}
	}
	return q
}

// isConstant tells whether all values of c are equal.
func isConstant(c []float64) bool {
	for _, v := range c {
		if v != c[0] {
			return false
		}
	}
	return true
}

// grainOf is the relative rounding error that the values of c carry: none if
// all are integers, that of a single if all are singles, else that of a
// double.
func grainOf(c []float64) float64 {
	integers, singles := true, true
	for _, v := range c {
		integers = integers && v == math.Trunc(v)
		singles = singles && v == float64(float32(v))
		if !singles {
			return 0x1p-53
		}
	}
	if integers {
		return 0
	}
	return 0x1p-24
}

// newSym is an n×n symmetric matrix of zeros, empty for n = 0.
func newSym(n int) *mat.SymDense {
	if n == 0 {
		return &mat.SymDense{}
	}
	return mat.NewSymDense(n, nil)
}

// spread puts the rows and columns of v at the given places of a k×k matrix.
func spread(v *mat.SymDense, at []int, k int) *mat.SymDense {
	out := newSym(k)
	for a, i := range at {
		for b := a; b < len(at); b++ {
			out.SetSym(i, at[b], v.At(a, b))
		}
	}
	return out
}

// newDense is an r×c matrix of zeros, empty if either is 0.
func newDense(r, c int) *mat.Dense {
	if r == 0 || c == 0 {
		return &mat.Dense{}
	}
	return mat.NewDense(r, c, nil)
}
