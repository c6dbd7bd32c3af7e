package hdfe

import (
	"context"
	"slices"

	"github.com/didot-lang/didot/stats/kernel"
)

// rightSide sets rhs to Z'W·M·x, M taking out the eliminated effect and Z
// being the basis of the others, and returns the goals for the solution: for
// each column tol times the length of M·x, or what rounding does to x, if
// that is more, both squared.
func (l *layout) rightSide(ctx context.Context, x [][]float64, rhs []quad, tol float64) (goal quad, err error) {
	parts := len(l.parts) - 1
	sizes := make([][2]quad, parts)
	err = l.scatter(ctx, rhs, func(p, a, b int, r []quad) {
		l.gather(a, x, r)
		s := &sizes[p]
		l.lengths(&s[0], a, r)
		l.project(a, b, r, nil)
		l.lengths(&s[1], a, r)
		l.weigh(a, r)
	})
	var raw, within quad
	for _, s := range sizes {
		for k := range goal {
			raw[k] += s[0][k]
			within[k] += s[1][k]
		}
	}
	for k := range goal {
		goal[k] = max(tol*tol*within[k], 1e-30*raw[k])
	}
	return goal, err
}

// lengths adds to s the weighted squares of r, the rows from place a on.
func (l *layout) lengths(s *quad, a int, r []quad) {
	for i := range r {
		w := 1.0
		if l.w != nil {
			w = l.w[a+i]
		}
		for k, v := range r[i] {
			s[k] += float64(w * float64(v*v))
		}
	}
}

// apply sets out to S·theta.
func (l *layout) apply(ctx context.Context, theta, out []quad) error {
	if l.counts != nil {
		return l.counts.apply(ctx, theta, out)
	}
	if l.plain() {
		return l.applyPair(ctx, theta, out)
	}
	if l.totals != nil {
		return l.applyWeighted(ctx, theta, out)
	}
	return l.scatter(ctx, out, func(_, a, b int, r []quad) {
		clear(r)
		l.add(a, b, r, theta, 1)
		l.project(a, b, r, nil)
		l.weigh(a, r)
	})
}

// residuals sets out to M·(x - Z·theta), x being cols, and returns the
// coefficients of the eliminated effect, p for each group.
func (l *layout) residuals(ctx context.Context, cols, out [][]float64, theta []quad) ([]quad, error) {
	coef := make([]quad, (len(l.starts)-1)*l.group.p)
	err := l.each(ctx, func(_, lo, hi int) {
		var r []quad
		for g := lo; g < hi; g++ {
			a, b := int(l.starts[g]), int(l.starts[g+1])
			r = slices.Grow(r[:0], b-a)[:b-a]
			l.gather(a, cols, r)
			l.add(a, b, r, theta, -1)
			c := coef[g*l.group.p : (g+1)*l.group.p]
			l.project(a, b, r, c)
			l.project(a, b, r, c) // once more, for the rounding of the first
			for i := range r {
				at := l.row(a + i)
				for k := range out {
					out[k][at] = r[i][k]
				}
			}
		}
	})
	return coef, err
}

// scatter sets out to the sum over groups of Z'r, where f makes the rows r of a
// group from place a up to b.
func (l *layout) scatter(ctx context.Context, out []quad, f func(part, a, b int, r []quad)) error {
	return l.sumParts(ctx, out, func(p int, sums []quad) {
		var r []quad
		for g := l.parts[p]; g < l.parts[p+1]; g++ {
			a, b := int(l.starts[g]), int(l.starts[g+1])
			r = slices.Grow(r[:0], b-a)[:b-a]
			f(p, a, b, r)
			l.collect(a, r, sums)
		}
	})
}

// sumParts sets out to the sum of what f makes for each part.
func (l *layout) sumParts(ctx context.Context, out []quad, f func(part int, sums []quad)) error {
	parts := len(l.parts) - 1
	sums := make([][]quad, parts)
	sums[0] = out
	for p := 1; p < parts; p++ {
		sums[p] = make([]quad, l.unknowns)
	}
	clear(out)
	err := kernel.Each(ctx, parts, func(p int) { f(p, sums[p]) })
	for _, s := range sums[1:] {
		for j := range out {
			o, v := &out[j], &s[j]
			o[0] += v[0]
			o[1] += v[1]
			o[2] += v[2]
			o[3] += v[3]
		}
	}
	return err
}

// add adds sign·Z·theta to r, the rows from place a up to b.
func (l *layout) add(a, b int, r, theta []quad, sign float64) {
	for _, f := range l.others {
		base := f.base[a:b]
		if f.basis == nil {
			for i, at := range base {
				t, o := &theta[at], &r[i]
				o[0] += float64(sign * t[0])
				o[1] += float64(sign * t[1])
				o[2] += float64(sign * t[2])
				o[3] += float64(sign * t[3])
			}
			continue
		}
		for c, q := range f.basis {
			q = q[a:b]
			for i, at := range base {
				t, o, v := &theta[int(at)+c], &r[i], sign*q[i]
				for k := range o {
					o[k] += float64(v * t[k])
				}
			}
		}
	}
}

// weigh multiplies r, the rows from place a on, by the weights.
func (l *layout) weigh(a int, r []quad) {
	if l.w == nil {
		return
	}
	for i, w := range l.w[a : a+len(r)] {
		o := &r[i]
		o[0] *= w
		o[1] *= w
		o[2] *= w
		o[3] *= w
	}
}

// collect adds Z'r to sums, r being the rows from place a on.
func (l *layout) collect(a int, r, sums []quad) {
	b := a + len(r)
	for _, f := range l.others {
		base := f.base[a:b]
		if f.basis == nil {
			for i, at := range base {
				s, v := &sums[at], &r[i]
				s[0] += v[0]
				s[1] += v[1]
				s[2] += v[2]
				s[3] += v[3]
			}
			continue
		}
		for c, q := range f.basis {
			q = q[a:b]
			for i, at := range base {
				s, v := &sums[int(at)+c], &r[i]
				for k := range s {
					s[k] += float64(q[i] * v[k])
				}
			}
		}
	}
}

// project takes the eliminated effect out of r, the rows of one group from
// place a up to b, and adds its coefficients to coef, if that is not nil.
func (l *layout) project(a, b int, r, coef []quad) {
	if l.group.basis == nil {
		l.demean(a, b, r, coef)
		return
	}
	for c, q := range l.group.basis {
		q = q[a:b]
		var s quad
		for i, v := range q {
			if l.w != nil {
				v *= l.w[a+i]
			}
			for k := range s {
				s[k] += float64(v * r[i][k])
			}
		}
		for i, v := range q {
			for k := range s {
				r[i][k] -= float64(v * s[k])
			}
		}
		for k := range s {
			if coef != nil {
				coef[c][k] += s[k]
			}
		}
	}
}

// demean is project for plain intercepts.
func (l *layout) demean(a, b int, r, coef []quad) {
	var s0, s1, s2, s3 float64
	total := float64(b - a)
	if l.w == nil {
		for i := range r {
			v := &r[i]
			s0 += v[0]
			s1 += v[1]
			s2 += v[2]
			s3 += v[3]
		}
	} else {
		total = 0
		for i, w := range l.w[a:b] {
			v := &r[i]
			total += w
			s0 += float64(w * v[0])
			s1 += float64(w * v[1])
			s2 += float64(w * v[2])
			s3 += float64(w * v[3])
		}
	}
	s0, s1, s2, s3 = s0/total, s1/total, s2/total, s3/total
	for i := range r {
		v := &r[i]
		v[0] -= s0
		v[1] -= s1
		v[2] -= s2
		v[3] -= s3
	}
	if coef != nil {
		c := &coef[0]
		c[0] += s0
		c[1] += s1
		c[2] += s2
		c[3] += s3
	}
}
