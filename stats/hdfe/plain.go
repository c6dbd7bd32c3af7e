package hdfe

import "context"

// plain tells whether all effects are intercepts and rows unweighted, and one
// or two effects remain.
func (l *layout) plain() bool {
	if l.w != nil || l.group.basis != nil || len(l.others) == 0 || len(l.others) > 2 {
		return false
	}
	for _, f := range l.others {
		if f.basis != nil {
			return false
		}
	}
	return true
}

// applyPair sets out to S·theta for a plain layout of two effects: each row
// gives its coefficients, less their mean over its group, to both effects.
func (l *layout) applyPair(ctx context.Context, theta, out []quad) error {
	first, second := l.others[0].base, l.others[1].base
	return l.sumParts(ctx, out, func(part int, sums []quad) {
		var r []quad
		for g := l.parts[part]; g < l.parts[part+1]; g++ {
			a, b := l.starts[g], l.starts[g+1]
			if int(b-a) > len(r) {
				r = make([]quad, 2*(b-a))
			}
			p, q := first[a:b], second[a:b]
			m := gatherTwo(r[:len(p)], p, q, theta)
			scatterTwo(r[:len(p)], p, q, m, sums)
		}
	})
}

// gatherTwo sets r to the sums of the rows' coefficients of two effects and
// returns their mean.
func gatherTwo(r []quad, p, q []int32, theta []quad) quad {
	var s0, s1, s2, s3 float64
	p, q = p[:len(r)], q[:len(r)]
	for i := range r {
		t, u, v := &theta[p[i]], &theta[q[i]], &r[i]
		v0, v1, v2, v3 := t[0]+u[0], t[1]+u[1], t[2]+u[2], t[3]+u[3]
		v[0], v[1], v[2], v[3] = v0, v1, v2, v3
		s0 += v0
		s1 += v1
		s2 += v2
		s3 += v3
	}
	n := float64(len(r))
	return quad{s0 / n, s1 / n, s2 / n, s3 / n}
}

// scatterTwo adds r less the mean to the rows' coefficients.
func scatterTwo(r []quad, p, q []int32, m quad, out []quad) {
	p, q = p[:len(r)], q[:len(r)]
	for i := range r {
		v, o, u := &r[i], &out[p[i]], &out[q[i]]
		v0, v1, v2, v3 := v[0]-m[0], v[1]-m[1], v[2]-m[2], v[3]-m[3]
		o[0] += v0
		o[1] += v1
		o[2] += v2
		o[3] += v3
		u[0] += v0
		u[1] += v1
		u[2] += v2
		u[3] += v3
	}
}
