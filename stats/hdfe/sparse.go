package hdfe

// A Sparse measures what effects leave of columns that are zero in most rows:
// in a time that depends on the rows that are not, and on the groups of the
// eliminated effect in which these stand.
type Sparse struct {
	lay   *layout
	place []int32 // of each row of the data
	group []int32 // of each place
	total []float64
	rows  [][]float64 // Cholesky factor of S, of a dense triangle; nil without other effects
}

// Sparse returns nil if the effects have slopes or are too many for a direct
// solution.
func (a *Absorber) Sparse() *Sparse {
	l := a.lay
	s := &Sparse{lay: l, place: make([]int32, l.n), group: make([]int32, l.n), total: make([]float64, len(l.starts)-1)}
	if l.group.basis != nil {
		return nil
	}
	for _, f := range l.others {
		if f.basis != nil {
			return nil
		}
	}
	if l.unknowns > 0 {
		d, ok := a.solver.(*cholesky)
		if !ok || d.shape.place != nil {
			return nil
		}
		s.rows = d.rows
	}
	for i := range l.n {
		s.place[l.row(i)] = int32(i)
	}
	for g := range s.total {
		for i := l.starts[g]; i < l.starts[g+1]; i++ {
			s.group[i] = int32(g)
			s.total[g] += s.weight(i)
		}
	}
	return s
}

func (s *Sparse) weight(place int32) float64 {
	if s.lay.w == nil {
		return 1
	}
	return s.lay.w[place]
}

// A SparseScratch is the memory that one goroutine needs to measure columns.
type SparseScratch struct {
	sum     []float64 // of the column, by group
	touched []int32   // groups whose sum is set
	seen    []bool
	rhs     []float64
}

// Scratch returns memory for one goroutine.
func (s *Sparse) Scratch() *SparseScratch {
	n := len(s.total)
	return &SparseScratch{sum: make([]float64, n), seen: make([]bool, n), rhs: make([]float64, s.lay.unknowns)}
}

// SquaredNorm returns the weighted sum of squares of what the effects leave
// of the column that has values in the given rows of the data, each at most
// once, and zero elsewhere.
func (s *Sparse) SquaredNorm(t *SparseScratch, rows []int32, values []float64) float64 {
	l := s.lay
	clear(t.rhs)
	norm := 0.0
	for k, r := range rows {
		i := s.place[r]
		g, v := s.group[i], values[k]
		wv := s.weight(i) * v
		if !t.seen[g] {
			t.seen[g] = true
			t.touched = append(t.touched, g)
		}
		t.sum[g] += wv
		norm += float64(wv * v)
		for _, f := range l.others {
			t.rhs[f.base[i]] += wv
		}
	}
	for _, g := range t.touched {
		mean := t.sum[g] / s.total[g]
		norm -= float64(t.sum[g] * mean)
		for _, f := range l.others {
			for i := l.starts[g]; i < l.starts[g+1]; i++ {
				t.rhs[f.base[i]] -= float64(s.weight(i) * mean)
			}
		}
		t.sum[g], t.seen[g] = 0, false
	}
	t.touched = t.touched[:0]
	return norm - s.explained(t.rhs)
}

// explained is r'S⁻¹r; r is overwritten.
func (s *Sparse) explained(r []float64) float64 {
	out := 0.0
	for i, row := range s.rows {
		if row == nil {
			r[i] = 0
			continue
		}
		v := r[i]
		for j, x := range row[:i] {
			v -= float64(x * r[j])
		}
		r[i] = v / row[i]
		out += float64(r[i] * r[i])
	}
	return out
}
