package stats

import "gonum.org/v1/gonum/mat"

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
