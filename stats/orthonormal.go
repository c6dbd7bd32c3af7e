package stats

import (
	"context"
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// orthonormal is a basis q of the columns' space with Σ w·q_a·q_b = 1 if a = b
// and 0 otherwise, in their order: the first j basis columns span the first j
// columns. The columns must be independent. It is Cholesky QR, done twice
// (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya 2015, ETNA 44:306-326), or, for
// columns that are nearly collinear, Gram-Schmidt, also twice.
func orthonormal(ctx context.Context, cols [][]float64, w []float64) ([][]float64, error) {
	q, least, err := choleskyQR(ctx, cols, w)
	if err != nil {
		return nil, err
	}
	if q == nil || least < 1e-10 {
		return gramSchmidt(ctx, cols, w)
	}
	q, _, err = choleskyQR(ctx, q, w)
	return q, err
}

// choleskyQR is one round of it, and the least pivot; q is nil if a pivot is
// zero or less.
func choleskyQR(ctx context.Context, cols [][]float64, w []float64) (q [][]float64, least float64, err error) {
	k, least := len(cols), 1.0
	g, _, err := kernel.Gram(ctx, cols, nil, w)
	if err != nil {
		return nil, 0, err
	}
	scale := make([]float64, k)
	for j := range scale {
		scale[j] = math.Sqrt(g[j*k+j])
	}
	t := newTriangle(k)
	for i := range k {
		row := make([]float64, i)
		for a := range row {
			row[a] = g[i*k+a] / (scale[i] * scale[a])
		}
		pivot := t.pivot(row, 1)
		if !(pivot > 0) {
			return nil, 0, nil
		}
		least = min(least, pivot)
		t.push(row, pivot)
	}
	q = make([][]float64, k)
	for j := range q {
		q[j] = make([]float64, len(cols[j]))
	}
	err = kernel.Blocks(ctx, rowsOf(cols), func(_, lo, hi int) {
		for s := lo; s < hi; s += kernel.Block {
			e := min(s+kernel.Block, hi)
			for j, row := range t.rows {
				out, x := q[j][s:e], cols[j][s:e]
				for i, v := range x {
					out[i] = v / scale[j]
				}
				for a, r := range row[:j] {
					for i, v := range q[a][s:e] {
						out[i] -= float64(r * v)
					}
				}
				for i := range out {
					out[i] /= row[j]
				}
			}
		}
	})
	return q, least, err
}

// gramSchmidt is orthonormal for columns that are nearly collinear.
func gramSchmidt(ctx context.Context, cols [][]float64, w []float64) ([][]float64, error) {
	var q [][]float64
	for _, c := range cols {
		v := append([]float64(nil), c...)
		for range 3 {
			if len(q) > 0 {
				b, err := kernel.Cross(ctx, q, nil, w, [][]float64{v})
				if err != nil {
					return nil, err
				}
				if err := kernel.Subtract(ctx, v, v, b, q, nil); err != nil {
					return nil, err
				}
			}
			ss, err := kernel.SumSquares(ctx, v, w)
			if err != nil {
				return nil, err
			}
			for i, r := 0, math.Sqrt(ss); i < len(v); i++ {
				v[i] /= r
			}
		}
		q = append(q, v)
	}
	return q, nil
}
