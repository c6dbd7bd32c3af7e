package hdfe

import (
	"context"
	"math"
)

// dense solves with a Cholesky factor of S, for few unknowns, such as years
// beside firms. Directions in which S is singular are left at zero. One round
// of refinement follows; what that leaves undone goes to conjugate gradients.
type dense struct {
	lay      *layout
	fallback *gradients
	rows     [][]float64 // lower factor, row i has i+1 entries; nil for a singular direction
}

// smallComplement tells whether S is small enough, and the groups short
// enough, for dense.
func (l *layout) smallComplement() bool {
	const most = 768
	if l.unknowns > most {
		return false
	}
	width := 0
	for _, f := range l.others {
		width += f.p
	}
	work := 0
	for g := range len(l.starts) - 1 {
		touched := min(width*int(l.starts[g+1]-l.starts[g]), l.unknowns)
		work += touched * touched
	}
	return work/256 <= l.n+1000
}

func newDense(ctx context.Context, l *layout, fallback *gradients) (*dense, error) {
	s, err := l.complement(ctx)
	if err != nil {
		return nil, err
	}
	d := &dense{lay: l, fallback: fallback, rows: make([][]float64, l.unknowns)}
	for i := range d.rows {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row := s[i*l.unknowns : i*l.unknowns+i+1]
		own := row[i]
		for j, rj := range d.rows[:i] {
			if rj == nil {
				row[j] = 0
				continue
			}
			t := row[j]
			for k, v := range rj[:j] {
				t -= v * row[k]
			}
			row[j] = t / rj[j]
		}
		for _, v := range row[:i] {
			own -= v * v
		}
		if own > 1e-11*fallback.own[i] {
			row[i] = math.Sqrt(own)
			d.rows[i] = row
		}
	}
	return d, nil
}

// complement is S: Z'WZ less, for each group and column q of its basis,
// (Z'Wq)(Z'Wq)'.
func (l *layout) complement(ctx context.Context) ([]float64, error) {
	m := l.unknowns
	parts := len(l.parts) - 1
	sums := make([][]float64, parts)
	err := l.each(ctx, func(p, lo, hi int) {
		sums[p] = make([]float64, m*m)
		c := &crosser{l: l, s: sums[p], sum: make([]float64, m), seen: make([]bool, m)}
		for g := lo; g < hi; g++ {
			c.group(int(l.starts[g]), int(l.starts[g+1]))
		}
	})
	if err != nil {
		return nil, err
	}
	for _, s := range sums[1:] {
		for j, v := range s {
			sums[0][j] += v
		}
	}
	return sums[0], nil
}

// A crosser adds the groups' parts to the lower triangle of S.
type crosser struct {
	l       *layout
	s       []float64
	sum     []float64 // Z'Wq of the group
	seen    []bool
	touched []int
}

// entry is a coefficient that a row involves and its column's value there.
type entry struct {
	at int
	z  float64
}

// group adds the group of rows from place a up to b.
func (c *crosser) group(a, b int) {
	var row []entry
	m := c.l.unknowns
	for i := a; i < b; i++ {
		row = c.row(row[:0], i)
		w := c.weight(i)
		for _, x := range row {
			for _, y := range row {
				if y.at <= x.at {
					c.s[x.at*m+y.at] += w * x.z * y.z
				}
			}
		}
	}
	bases := c.l.group.basis
	if bases == nil {
		total := 0.0
		for i := a; i < b; i++ {
			total += c.weight(i)
		}
		c.outer(a, b, nil, 1/total)
		return
	}
	for _, q := range bases {
		c.outer(a, b, q, 1)
	}
}

// outer subtracts scale·(Z'Wq)(Z'Wq)'; q nil counts as ones.
func (c *crosser) outer(a, b int, q []float64, scale float64) {
	c.touched = c.touched[:0]
	var row []entry
	for i := a; i < b; i++ {
		w := c.weight(i)
		if q != nil {
			w *= q[i]
		}
		row = c.row(row[:0], i)
		for _, x := range row {
			if !c.seen[x.at] {
				c.seen[x.at] = true
				c.touched = append(c.touched, x.at)
			}
			c.sum[x.at] += w * x.z
		}
	}
	m := c.l.unknowns
	for _, x := range c.touched {
		v := c.sum[x] * scale
		for _, y := range c.touched {
			if y <= x {
				c.s[x*m+y] -= v * c.sum[y]
			}
		}
	}
	for _, x := range c.touched {
		c.sum[x], c.seen[x] = 0, false
	}
}

// row appends the entries of the row at place i.
func (c *crosser) row(row []entry, i int) []entry {
	for _, f := range c.l.others {
		if f.basis == nil {
			row = append(row, entry{int(f.base[i]), 1})
			continue
		}
		for k, q := range f.basis {
			row = append(row, entry{int(f.base[i]) + k, q[i]})
		}
	}
	return row
}

func (c *crosser) weight(i int) float64 {
	if c.l.w == nil {
		return 1
	}
	return c.l.w[i]
}

// solve implements solver.
func (d *dense) solve(ctx context.Context, rhs, theta []quad, goal quad) (int, error) {
	r := append([]quad(nil), rhs...)
	for range 2 {
		d.backSolve(r)
		for j := range theta {
			for k, v := range r[j] {
				theta[j][k] += v
			}
		}
		size, err := d.fallback.residual(ctx, rhs, theta, r)
		if err != nil {
			return 0, err
		}
		if within(size, goal, 1) {
			return 0, nil
		}
	}
	return d.fallback.solve(ctx, rhs, theta, goal)
}

// backSolve solves S·x = r in place.
func (d *dense) backSolve(r []quad) {
	for i, row := range d.rows {
		if row == nil {
			r[i] = quad{}
			continue
		}
		for j, v := range row[:i] {
			for k := range r[i] {
				r[i][k] -= v * r[j][k]
			}
		}
		for k := range r[i] {
			r[i][k] /= row[i]
		}
	}
	for i := len(d.rows) - 1; i >= 0; i-- {
		row := d.rows[i]
		if row == nil {
			continue
		}
		for k := range r[i] {
			r[i][k] /= row[i]
		}
		for j, v := range row[:i] {
			for k := range r[i] {
				r[j][k] -= v * r[i][k]
			}
		}
	}
}
