package hdfe

import (
	"context"
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// Adjoint turns weights on what the effects explain into weights on the data:
// for each column c it returns u = WZ(Z'WZ)⁻Z'c, for which Σ c·fitted = Σ u·y
// whatever y is. Weights W may be zero in rows whose fitted values are
// extrapolations; u is zero there. Fitted values on which c puts weight must be
// determined by the rows of positive weight.
func (a *Absorber) Adjoint(ctx context.Context, cols [][]float64) ([][]float64, error) {
	out := make([][]float64, len(cols))
	for j := 0; j < len(cols); j += 4 {
		if err := a.adjointBatch(ctx, cols[j:min(j+4, len(cols))], out[j:]); err != nil {
			return nil, err
		}
	}
	return out, ctx.Err()
}

// adjointBatch is Adjoint for up to four columns.
func (a *Absorber) adjointBatch(ctx context.Context, cols, out [][]float64) error {
	l := a.lay
	x := make([]quad, l.n)
	l.gather(0, cols, x)
	theta := make([]quad, l.unknowns)
	if l.unknowns > 0 {
		rhs := make([]quad, l.unknowns)
		if err := l.adjointSide(ctx, x, rhs); err != nil {
			return err
		}
		size := make([]quad, l.unknowns) // of what rhs is the difference of
		if err := l.scatter(ctx, size, func(_, from, to int, r []quad) {
			for i := range r[:to-from] {
				for k, v := range x[from+i] {
					r[i][k] = math.Abs(v)
				}
			}
		}); err != nil {
			return err
		}
		var goal, rounding quad
		for j, inv := range a.cg.inv {
			for k, v := range rhs[j] {
				goal[k] += v * v * inv * a.opt.Tolerance * a.opt.Tolerance
				rounding[k] += size[j][k] * size[j][k] * inv * 1e-28
			}
		}
		for k := range goal {
			goal[k] = max(goal[k], rounding[k])
		}
		if _, err := a.solver.solve(ctx, rhs, theta, goal); err != nil {
			return err
		}
	}
	if err := l.adjointRows(ctx, x, theta); err != nil {
		return err
	}
	for k := range cols {
		out[k] = make([]float64, l.n)
	}
	return kernel.Blocks(ctx, l.n, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			at := l.row(i)
			for k := range cols {
				out[k][at] = x[i][k]
			}
		}
	})
}

// adjointSide sets rhs to Z'(c - W·e), e being the eliminated effect whose
// coefficients solve the normal equations of that effect alone for Z'c. x
// holds c.
func (l *layout) adjointSide(ctx context.Context, x, rhs []quad) error {
	return l.scatter(ctx, rhs, func(_, a, b int, r []quad) {
		clear(r)
		l.eliminated(a, b, x[a:b], r)
		l.weigh(a, r)
		for i := range r {
			for k, v := range x[a+i] {
				r[i][k] = v - r[i][k]
			}
		}
	})
}

// adjointRows replaces x, which holds c, by W·(e + M·Z·theta).
func (l *layout) adjointRows(ctx context.Context, x, theta []quad) error {
	return l.each(ctx, func(_, lo, hi int) {
		var r []quad
		for g := lo; g < hi; g++ {
			a, b := int(l.starts[g]), int(l.starts[g+1])
			r = append(r[:0], x[a:b]...)
			rows := x[a:b]
			clear(rows)
			l.add(a, b, rows, theta, 1)
			l.project(a, b, rows, nil)
			l.eliminated(a, b, r, rows)
			l.weigh(a, rows)
		}
	})
}

// eliminated adds to out, the rows of one group from place a up to b, the
// eliminated effect whose coefficients solve Q'WQ·m = Q'c.
func (l *layout) eliminated(a, b int, c, out []quad) {
	if l.group.basis != nil {
		for _, q := range l.group.basis { // orthonormal under W
			q = q[a:b]
			var s quad
			for i, v := range q {
				for k := range s {
					s[k] += float64(v * c[i][k])
				}
			}
			for i, v := range q {
				for k := range s {
					out[i][k] += float64(v * s[k])
				}
			}
		}
		return
	}
	var s quad
	total := float64(b - a)
	if l.w != nil {
		total = 0
		for _, w := range l.w[a:b] {
			total += w
		}
	}
	for i := range c {
		for k, v := range c[i] {
			s[k] += v
		}
	}
	for i := range out {
		for k := range s {
			out[i][k] += s[k] / total
		}
	}
}
