package hdfe

// Effects is what each effect contributes to each row of the combination
// Σ coef_j·column_j of the absorbed columns: one column per effect, in their
// order. Only the sum over effects is determined by the data.
func (s *Solution) Effects(coef []float64) [][]float64 {
	l := s.lay
	out := make([][]float64, len(l.which))
	first, theta := combine(s.first, coef), combine(s.theta, coef)
	part := make([]float64, l.n)
	for g := range len(l.starts) - 1 {
		for i := int(l.starts[g]); i < int(l.starts[g+1]); i++ {
			part[l.row(i)] = l.group.value(i, first[g*l.group.p:])
		}
	}
	out[l.which[0]] = part
	for o, f := range l.others {
		part := make([]float64, l.n)
		for i := range l.n {
			part[l.row(i)] = f.value(i, theta[f.base[i]:])
		}
		out[l.which[o+1]] = part
	}
	return out
}

// combine is Σ coef_j·batch of column j.
func combine(batches [][]quad, coef []float64) []float64 {
	if len(batches) == 0 {
		return nil
	}
	out := make([]float64, len(batches[0]))
	for j, c := range coef {
		if c == 0 {
			continue
		}
		for i := range out {
			out[i] += float64(c * batches[j/4][i][j%4])
		}
	}
	return out
}

// value is the effect's part in the row at place i, theta being the
// coefficients of its level.
func (f *factor) value(i int, theta []float64) float64 {
	if f.basis == nil {
		return theta[0]
	}
	var v float64
	for c, q := range f.basis {
		v += q[i] * theta[c]
	}
	return v
}

// Coefficients are the intercept, if the effect has one, and slopes of effect
// e at each row's level for the combination Σ coef_j·column_j: one column per
// coefficient. Slopes that a level does not determine are zero.
func (s *Solution) Coefficients(e int, coef []float64) [][]float64 {
	l := s.lay
	f, batches := l.group, s.first
	for o, g := range l.others {
		if l.which[o+1] == e {
			f, batches = g, s.theta
		}
	}
	theta := combine(batches, coef)
	out := make([][]float64, f.p)
	for c := range out {
		out[c] = make([]float64, l.n)
	}
	group := 0
	for i := range l.n {
		for int(l.starts[group+1]) <= i {
			group++
		}
		at := group * f.p
		if f.base != nil {
			at = int(f.base[i])
		}
		for c, v := range f.original(l.row(i), theta[at:at+f.p]) {
			out[c][l.row(i)] = v
		}
	}
	return out
}

// original turns the coefficients of the basis into those of the effect's own
// columns: the solution of R·x = theta.
func (f *factor) original(row int, theta []float64) []float64 {
	x := append([]float64(nil), theta...)
	if f.shape == nil {
		return x
	}
	r := f.shape[int(f.codes[row])*f.p*f.p:]
	for c := f.p - 1; c >= 0; c-- {
		for a := c + 1; a < f.p; a++ {
			x[c] -= r[c*f.p+a] * x[a]
		}
		if d := r[c*f.p+c]; d != 0 {
			x[c] /= d
		} else {
			x[c] = 0
		}
	}
	return x
}
