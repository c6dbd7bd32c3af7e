package kernel

import "context"

// Sums is Σ w·x for each column; w nil counts as ones.
func Sums(ctx context.Context, cols [][]float64, w []float64) ([]float64, error) {
	if len(cols) == 0 {
		return nil, ctx.Err()
	}
	return Reduce(ctx, len(cols[0]), len(cols), func(lo, hi int, out []float64) {
		for j, c := range cols {
			for s := lo; s < hi; s += Block {
				e := min(s+Block, hi)
				if w == nil {
					out[j] += sum(c[s:e])
				} else {
					out[j] += dot(c[s:e], w[s:e])
				}
			}
		}
	})
}

// Gram is the k×k matrix g (by row, symmetric) of Σ w·(x_a-m_a)·(x_b-m_b) for
// k columns x, and the k sums s of w·(x-m); m nil counts as zeros, w nil as
// ones.
func Gram(ctx context.Context, cols [][]float64, m, w []float64) (g, s []float64, err error) {
	k := len(cols)
	if k == 0 {
		return nil, nil, ctx.Err()
	}
	total, err := Reduce(ctx, len(cols[0]), k*k+k, func(lo, hi int, out []float64) {
		t := newTile(cols, m, w)
		for r := lo; r < hi; r += Block {
			t.load(r, min(r+Block, hi))
			t.gram(out)
			for j, c := range t.left {
				out[k*k+j] += sum(c)
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	g, s = total[:k*k], total[k*k:]
	for a := range k {
		for b := range a {
			g[a*k+b] = g[b*k+a]
		}
	}
	return g, s, nil
}

// Cross is the k×l matrix (by row) of Σ w·(x_a-m_a)·z_b.
func Cross(ctx context.Context, x [][]float64, m, w []float64, z [][]float64) ([]float64, error) {
	k, l := len(x), len(z)
	if k == 0 || l == 0 {
		return nil, ctx.Err()
	}
	return Reduce(ctx, len(x[0]), k*l, func(lo, hi int, out []float64) {
		t := newTile(x, m, w)
		for s := lo; s < hi; s += Block {
			e := min(s+Block, hi)
			t.load(s, e)
			for a, xa := range t.left {
				for b, zb := range z {
					out[a*l+b] += dot(xa, zb[s:e])
				}
			}
		}
	})
}

// A tile holds one block of rows of the columns, centered, and once more
// times the weights.
type tile struct {
	cols        [][]float64
	m, w        []float64
	left, right [][]float64 // left = w·right
	lbuf, rbuf  []float64
}

func newTile(cols [][]float64, m, w []float64) *tile {
	k := len(cols)
	t := &tile{cols: cols, m: m, w: w, left: make([][]float64, k), right: make([][]float64, k)}
	if m != nil {
		t.rbuf = make([]float64, k*Block)
	}
	if w != nil {
		t.lbuf = make([]float64, k*Block)
	}
	return t
}

func (t *tile) load(s, e int) {
	n := e - s
	for j, c := range t.cols {
		c = c[s:e]
		if t.m != nil {
			r := t.rbuf[j*Block : j*Block+n]
			mj := t.m[j]
			for i, v := range c {
				r[i] = v - mj
			}
			c = r
		}
		t.right[j], t.left[j] = c, c
		if t.w != nil {
			l := t.lbuf[j*Block : j*Block+n]
			for i, v := range t.w[s:e] {
				l[i] = v * c[i]
			}
			t.left[j] = l
		}
	}
}

// gram adds the upper triangle of left'right to out, one column of the left
// against four of the right at a time.
func (t *tile) gram(out []float64) {
	k := len(t.cols)
	for a, x := range t.left {
		b := a
		for ; b+3 < k; b += 4 {
			s0, s1, s2, s3 := dot4(x, t.right[b], t.right[b+1], t.right[b+2], t.right[b+3])
			o := out[a*k+b : a*k+b+4]
			o[0] += s0
			o[1] += s1
			o[2] += s2
			o[3] += s3
		}
		for ; b < k; b++ {
			out[a*k+b] += dot(x, t.right[b])
		}
	}
}
