package hdfe

import "context"

// groupTotals are the sums of the weights of the groups, for a layout of
// weighted rows in which one or two effects besides the eliminated one are
// intercepts; nil for others.
func (l *layout) groupTotals() []float64 {
	if l.w == nil || l.slopes() || len(l.others) == 0 || len(l.others) > 2 {
		return nil
	}
	out := make([]float64, len(l.starts)-1)
	for g := range out {
		for _, v := range l.w[l.starts[g]:l.starts[g+1]] {
			out[g] += v
		}
	}
	return out
}

// applyWeighted sets out to S·theta for a layout with group totals.
func (l *layout) applyWeighted(ctx context.Context, theta, out []quad) error {
	first := l.others[0].base
	var second []int32
	if len(l.others) > 1 {
		second = l.others[1].base
	}
	return l.sumParts(ctx, out, func(part int, sums []quad) {
		var r []quad
		for g := l.parts[part]; g < l.parts[part+1]; g++ {
			a, b := l.starts[g], l.starts[g+1]
			if int(b-a) > len(r) {
				r = make([]quad, 2*(b-a))
			}
			w := l.w[a:b]
			if second == nil {
				weightedOne(r[:len(w)], w, l.totals[g], first[a:b], theta, sums)
			} else {
				weightedTwo(r[:len(w)], w, l.totals[g], first[a:b], second[a:b], theta, sums)
			}
		}
	})
}

// weightedOne adds to out, at the rows' unknowns p, their weighted coefficients
// less the group's mean.
func weightedOne(r []quad, w []float64, total float64, p []int32, theta, out []quad) {
	var s0, s1, s2, s3 float64
	p, w = p[:len(r)], w[:len(r)]
	for i := range r {
		t, v := &theta[p[i]], w[i]
		s0 += float64(v * t[0])
		s1 += float64(v * t[1])
		s2 += float64(v * t[2])
		s3 += float64(v * t[3])
	}
	s0, s1, s2, s3 = s0/total, s1/total, s2/total, s3/total
	for i := range r {
		t, o, v := &theta[p[i]], &out[p[i]], w[i]
		o[0] += float64(v * (t[0] - s0))
		o[1] += float64(v * (t[1] - s1))
		o[2] += float64(v * (t[2] - s2))
		o[3] += float64(v * (t[3] - s3))
	}
}

// weightedTwo is weightedOne for two effects, with r for their sums.
func weightedTwo(r []quad, w []float64, total float64, p, q []int32, theta, out []quad) {
	var s0, s1, s2, s3 float64
	p, q, w = p[:len(r)], q[:len(r)], w[:len(r)]
	for i := range r {
		t, u, x, v := &theta[p[i]], &theta[q[i]], &r[i], w[i]
		v0, v1, v2, v3 := t[0]+u[0], t[1]+u[1], t[2]+u[2], t[3]+u[3]
		x[0], x[1], x[2], x[3] = v0, v1, v2, v3
		s0 += float64(v * v0)
		s1 += float64(v * v1)
		s2 += float64(v * v2)
		s3 += float64(v * v3)
	}
	s0, s1, s2, s3 = s0/total, s1/total, s2/total, s3/total
	for i := range r {
		x, o, u, v := &r[i], &out[p[i]], &out[q[i]], w[i]
		v0, v1, v2, v3 := float64(v*(x[0]-s0)), float64(v*(x[1]-s1)), float64(v*(x[2]-s2)), float64(v*(x[3]-s3))
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
