package hdfe

import "math"

// newFactor lays e out, with an orthonormal basis for each level if it has
// slopes.
func (l *layout) newFactor(e Effect, w []float64) *factor {
	f := &factor{p: e.columns(), levels: e.Levels, codes: e.Codes}
	if len(e.Slopes) == 0 {
		return f
	}
	cols := make([][]float64, 0, f.p)
	if !e.SlopesOnly {
		one := make([]float64, l.n)
		for i := range one {
			one[i] = 1
		}
		cols = append(cols, one)
	}
	for _, s := range e.Slopes {
		cols = append(cols, append([]float64(nil), s...))
	}
	f.shape = orthonormalize(cols, e.Codes, e.Levels, w)
	f.basis = make([][]float64, f.p)
	for c := range cols {
		f.basis[c] = arrange(cols[c], l.order)
	}
	return f
}

// rankless is the share of its length squared below which what is left of a
// column within a level counts as nothing.
const rankless = 1e-22

// orthonormalize replaces the columns by ones that are orthonormal within each
// level under the weights w, by Gram and Schmidt's method done twice, and
// returns the triangles R that lead back: column_c = Σ basis_a·R[a][c]. A
// column that earlier ones explain within a level becomes zero there.
func orthonormalize(cols [][]float64, codes []int32, levels int, w []float64) []float64 {
	p := len(cols)
	shape := make([]float64, levels*p*p)
	sum := func(a, b []float64) []float64 {
		t := make([]float64, levels)
		for i, c := range codes {
			v := a[i] * b[i]
			if w != nil {
				v *= w[i]
			}
			t[c] += v
		}
		return t
	}
	for c, x := range cols {
		before := sum(x, x)
		for range 2 {
			for a := range c {
				q := cols[a]
				t := sum(q, x)
				for i, g := range codes {
					x[i] -= float64(q[i] * t[g])
				}
				for g, v := range t {
					shape[(g*p+a)*p+c] += v
				}
			}
		}
		left := sum(x, x)
		for g, v := range left {
			if v <= rankless*before[g] {
				left[g] = 0
				continue
			}
			left[g] = math.Sqrt(v)
			shape[(g*p+c)*p+c] = left[g]
		}
		for i, g := range codes {
			if left[g] == 0 {
				x[i] = 0
			} else {
				x[i] /= left[g]
			}
		}
	}
	return shape
}
