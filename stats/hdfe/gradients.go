package hdfe

import (
	"context"
	"slices"
)

// gradients solves by conjugate gradients, preconditioned by the diagonal of
// S, each of the four columns at its own pace.
type gradients struct {
	lay *layout
	opt Options
	inv []float64 // inverse of the diagonal of S; 0 where S has a row of zeros
	own []float64 // diagonal of Z'WZ, of which S is what the eliminated effect leaves
}

// newGradients finds the diagonal of S, or rather a bound on it that needs no
// search for rows of equal levels within a group: Σ w·z²·(1 - the row's
// leverage in the eliminated effect).
func newGradients(ctx context.Context, l *layout, opt Options) (*gradients, error) {
	diag, full := make([]float64, l.unknowns), make([]float64, l.unknowns)
	var h []float64
	for g := range len(l.starts) - 1 {
		if g%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a, b := int(l.starts[g]), int(l.starts[g+1])
		h = l.leverages(a, b, h[:0])
		for _, f := range l.others {
			for i := a; i < b; i++ {
				w := 1.0
				if l.w != nil {
					w = l.w[i]
				}
				if f.basis == nil {
					diag[f.base[i]] += w * (1 - h[i-a])
					full[f.base[i]] += w
					continue
				}
				for c, q := range f.basis {
					at := int(f.base[i]) + c
					diag[at] += w * (1 - h[i-a]) * q[i] * q[i]
					full[at] += w * q[i] * q[i]
				}
			}
		}
	}
	inv := diag
	for j, d := range diag {
		if d > 1e-12*full[j] {
			inv[j] = 1 / d
		} else {
			inv[j] = 0
		}
	}
	return &gradients{lay: l, opt: opt, inv: inv, own: full}, nil
}

// leverages appends to h those of the rows of the group from place a up to b
// in the eliminated effect.
func (l *layout) leverages(a, b int, h []float64) []float64 {
	if l.group.basis != nil {
		for i := a; i < b; i++ {
			v := 0.0
			for _, q := range l.group.basis {
				v += q[i] * q[i]
			}
			if l.w != nil {
				v *= l.w[i]
			}
			h = append(h, v)
		}
		return h
	}
	if l.w == nil {
		for range b - a {
			h = append(h, 1/float64(b-a))
		}
		return h
	}
	total := 0.0
	for _, w := range l.w[a:b] {
		total += w
	}
	for _, w := range l.w[a:b] {
		h = append(h, w/total)
	}
	return h
}

// solve implements solver: it stops when r'D⁻¹r ≤ goal for the residual r of
// each column. The residual is computed anew at the end; if it is not what
// the recurrence said, iteration goes on from there.
func (s *gradients) solve(ctx context.Context, rhs, theta []quad, goal quad) (int, error) {
	r := make([]quad, len(rhs))
	it := 0
	for range 4 {
		size, err := s.residual(ctx, rhs, theta, r)
		if err != nil {
			return it, err
		}
		if within(size, goal, ease(it)) {
			return it, nil
		}
		it, err = s.iterate(ctx, theta, r, size, goal, it)
		if err != nil {
			return it, err
		}
		if it >= s.opt.MaxIterations {
			break
		}
	}
	size, err := s.residual(ctx, rhs, theta, r)
	if err == nil && !within(size, goal, 100) {
		err = ErrNoConverge
	}
	return it, err
}

// ease is by how much the goal may be missed after so many iterations. The
// error of the solution is about the residual times the condition of S, and
// iterations needed grow with its root: few of them mean that the residual
// says it all.
func ease(iterations int) float64 {
	switch {
	case iterations == 0:
		return 1
	case iterations <= 16:
		return 100
	case iterations <= 50:
		return 10
	}
	return 1
}

// within tells whether every size is at most slack² of its goal.
func within(size, goal quad, slack float64) bool {
	for k, v := range size {
		if v > slack*slack*goal[k] {
			return false
		}
	}
	return true
}

// residual sets r to rhs - S·theta and returns r'D⁻¹r.
func (s *gradients) residual(ctx context.Context, rhs, theta, r []quad) (size quad, err error) {
	if slices.ContainsFunc(theta, func(t quad) bool { return t != quad{} }) {
		if err = s.lay.apply(ctx, theta, r); err != nil {
			return size, err
		}
	} else {
		clear(r)
	}
	for j := range r {
		for k := range size {
			v := rhs[j][k] - r[j][k]
			r[j][k] = v
			size[k] += v * v * s.inv[j]
		}
	}
	return size, nil
}

// iterate improves theta, whose residual is r of the given size, until the
// recurrence reaches goal or all iterations are done, of which some were done
// before; it returns their number.
func (s *gradients) iterate(ctx context.Context, theta, r []quad, size, goal quad, done int) (int, error) {
	d := make([]quad, len(r)) // direction
	q := make([]quad, len(r)) // S·d
	var beta quad
	for it := done; it < s.opt.MaxIterations; it++ {
		for j, inv := range s.inv {
			for k := range beta {
				d[j][k] = r[j][k]*inv + beta[k]*d[j][k]
			}
		}
		if err := s.lay.apply(ctx, d, q); err != nil {
			return it, err
		}
		var dq, alpha quad
		for j := range d {
			for k := range dq {
				dq[k] += d[j][k] * q[j][k]
			}
		}
		for k, v := range dq {
			if v > 0 && size[k] > 0 {
				alpha[k] = size[k] / v
			}
		}
		var next quad
		for j, inv := range s.inv {
			for k := range next {
				theta[j][k] += alpha[k] * d[j][k]
				v := r[j][k] - alpha[k]*q[j][k]
				r[j][k] = v
				next[k] += v * v * inv
			}
		}
		for k := range next {
			beta[k] = 0
			if size[k] > 0 {
				beta[k] = next[k] / size[k]
			}
		}
		size = next
		if within(size, goal, 0.5*ease(it+1)) {
			return it + 1, nil
		}
	}
	return s.opt.MaxIterations, nil
}
