package hdfe

// plain tells whether all effects are intercepts and rows unweighted, and one
// or two effects remain: the case for which applyPlain is written.
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

// applyPlain adds to out the part of S·theta that the groups lo up to hi
// make: each row's coefficients less their mean over its group.
func (l *layout) applyPlain(lo, hi int, theta, out []quad) {
	first := l.others[0].base
	second := first
	if len(l.others) == 2 {
		second = l.others[1].base
	}
	var r []quad
	for g := lo; g < hi; g++ {
		a, b := l.starts[g], l.starts[g+1]
		if int(b-a) > len(r) {
			r = make([]quad, 2*(b-a))
		}
		p := first[a:b]
		if len(l.others) == 1 {
			m := gatherOne(r[:len(p)], p, theta)
			scatterOne(r[:len(p)], p, m, out)
			continue
		}
		q := second[a:b]
		m := gatherTwo(r[:len(p)], p, q, theta)
		scatterTwo(r[:len(p)], p, q, m, out)
	}
}

// gatherOne sets r to the rows' coefficients and returns their mean.
func gatherOne(r []quad, p []int32, theta []quad) quad {
	var s0, s1, s2, s3 float64
	p = p[:len(r)]
	for i := range r {
		t := &theta[p[i]]
		r[i] = *t
		s0 += t[0]
		s1 += t[1]
		s2 += t[2]
		s3 += t[3]
	}
	n := float64(len(r))
	return quad{s0 / n, s1 / n, s2 / n, s3 / n}
}

// scatterOne adds r less the mean to the rows' coefficients.
func scatterOne(r []quad, p []int32, m quad, out []quad) {
	p = p[:len(r)]
	for i := range r {
		v, o := &r[i], &out[p[i]]
		o[0] += v[0] - m[0]
		o[1] += v[1] - m[1]
		o[2] += v[2] - m[2]
		o[3] += v[3] - m[3]
	}
}

// gatherTwo is gatherOne for the sums of two effects' coefficients.
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

// scatterTwo is scatterOne for two effects.
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
