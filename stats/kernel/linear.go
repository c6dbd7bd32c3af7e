package kernel

import "context"

// Subtract sets out to y - Σ b_j·(x_j - m_j); m nil counts as zeros. Columns
// whose b is zero are not read. out may be y.
func Subtract(ctx context.Context, out, y []float64, b []float64, x [][]float64, m []float64) error {
	return Blocks(ctx, len(y), func(_, lo, hi int) {
		for s := lo; s < hi; s += Block {
			e := min(s+Block, hi)
			o := out[s:e]
			copy(o, y[s:e])
			for j, c := range x {
				bj := b[j]
				if bj == 0 {
					continue
				}
				var mj float64
				if m != nil {
					mj = m[j]
				}
				for i, v := range c[s:e] {
					o[i] -= float64(bj * (v - mj))
				}
			}
		}
	})
}

// SumSquares is Σ w·u²; w nil counts as ones.
func SumSquares(ctx context.Context, u, w []float64) (float64, error) {
	r, err := Reduce(ctx, len(u), 1, func(lo, hi int, out []float64) {
		for s := lo; s < hi; s += Block {
			b := u[s:min(s+Block, hi)]
			if w == nil {
				out[0] += dot(b, b)
				continue
			}
			var t float64
			for i, v := range b {
				t += float64(w[s+i] * float64(v*v))
			}
			out[0] += t
		}
	})
	if err != nil {
		return 0, err
	}
	return r[0], nil
}
