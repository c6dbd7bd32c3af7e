package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Lpoly smooths y over x by local polynomials of the given degree and returns
// the values at points: at each, least squares on powers of x - point with
// weights K((x - point)/h) times w, nil for ones. A point without enough data
// around it gets NaN. See [R] lpoly, Methods and formulas.
func Lpoly(y, x, w, at []float64, h float64, degree int, k *Kernel) []float64 {
	out := make([]float64, len(at))
	for j, p := range at {
		out[j] = lpolyAt(y, x, w, p, h, degree+1, k)
	}
	return out
}

// lpolyAt fits m powers around p.
func lpolyAt(y, x, w []float64, p, h float64, m int, k *Kernel) float64 {
	xx, xy := mat.NewSymDense(m, nil), mat.NewVecDense(m, nil)
	row := make([]float64, m)
	for i, v := range x {
		z := (v - p) / h
		if !(math.Abs(z) < k.Reach) {
			continue
		}
		weight := k.At(z)
		if w != nil {
			weight *= w[i]
		}
		row[0] = 1
		for a := 1; a < m; a++ {
			row[a] = row[a-1] * z
		}
		for a := range m {
			for b := a; b < m; b++ {
				xx.SetSym(a, b, xx.At(a, b)+float64(weight*row[a]*row[b]))
			}
			xy.SetVec(a, xy.AtVec(a)+float64(weight*row[a]*y[i]))
		}
	}
	if m == 1 {
		return xy.AtVec(0) / xx.At(0, 0) // NaN without data
	}
	var chol mat.Cholesky
	var b mat.VecDense
	if !chol.Factorize(xx) || chol.SolveVecTo(&b, xy) != nil {
		return math.NaN()
	}
	return b.AtVec(0)
}
