package hdfe

import (
	"context"
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/kernel"
)

// A skyline is the shape of S and of its lower Cholesky factor: row i, in an
// order of the unknowns of its own, holds the columns from first[i] up to i.
type skyline struct {
	place []int32 // row of each unknown; nil when the same
	first []int
	off   []int // entry (i, j) is number off[i]+j
	size  int
}

// newSkyline lays out rows that begin at the given columns.
func newSkyline(place []int32, first []int) *skyline {
	k := &skyline{place: place, first: first, off: make([]int, len(first))}
	for i, f := range first {
		k.off[i] = k.size - f
		k.size += i - f + 1
	}
	return k
}

// full is the skyline of a dense triangle.
func full(m int) *skyline { return newSkyline(nil, make([]int, m)) }

// row is the row of unknown x.
func (k *skyline) row(x int) int {
	if k.place == nil {
		return x
	}
	return int(k.place[x])
}

// entry is the place in s of the entry of unknowns x and y.
func (k *skyline) entry(s []float64, x, y int) *float64 {
	i, j := k.row(x), k.row(y)
	return &s[k.off[max(i, j)]+min(i, j)]
}

// work is the number of multiplications that a factor takes, about.
func (k *skyline) work() int {
	t := 0
	for i, f := range k.first {
		for j := f; j < i; j += max(1, (i-f)/16) { // a sample of the row
			t += max(1, (i-f)/16) * (j - max(f, k.first[j]))
		}
	}
	return t
}

// cholesky solves with a Cholesky factor of S. Directions in which S is
// singular are left at zero. Rounds of refinement follow; what they leave
// undone goes to conjugate gradients.
type cholesky struct {
	shape    *skyline
	fallback *gradients
	rows     [][]float64 // of the lower factor; nil for a singular direction
}

// newCholesky forms S in the given shape and factors it.
func newCholesky(ctx context.Context, l *layout, k *skyline, fallback *gradients) (*cholesky, error) {
	s, err := l.complement(ctx, k)
	if err != nil {
		return nil, err
	}
	own := make([]float64, l.unknowns)
	for x, v := range fallback.own {
		own[k.row(x)] = v
	}
	c := &cholesky{shape: k, fallback: fallback, rows: make([][]float64, l.unknowns)}
	for i, f := range k.first {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row := s[k.off[i]+f : k.off[i]+i+1]
		if c.reduce(i, row); row[i-f] > 1e-11*own[i] {
			row[i-f] = math.Sqrt(row[i-f])
			c.rows[i] = row
		}
	}
	return c, nil
}

// reduce turns row i of S into that of the factor, whose rows before are
// known, but for the root of its diagonal.
func (c *cholesky) reduce(i int, row []float64) {
	f := c.shape.first[i]
	for j := f; j < i; j++ {
		other := c.rows[j]
		if other == nil {
			row[j-f] = 0
			continue
		}
		g := c.shape.first[j]
		lo := max(f, g)
		row[j-f] = (row[j-f] - kernel.Inner(row[lo-f:j-f], other[lo-g:j-g])) / other[j-g]
	}
	left := row[:i-f]
	row[i-f] -= kernel.Inner(left, left)
}

// roughly is a tolerance for which a direct solution is taken unseen.
const roughly = 1e-6

// solve implements solver.
func (c *cholesky) solve(ctx context.Context, rhs, theta []quad, goal quad) (int, error) {
	r := slices.Clone(rhs)
	x := make([]quad, len(rhs))
	for range 3 {
		for j, v := range r {
			x[c.shape.row(j)] = v
		}
		c.backSolve(x)
		for j := range theta {
			v := &x[c.shape.row(j)]
			for k := range v {
				theta[j][k] += v[k]
			}
		}
		if c.fallback.opt.Tolerance >= roughly {
			return 0, ctx.Err()
		}
		size, err := c.fallback.residual(ctx, rhs, theta, r)
		if err != nil {
			return 0, err
		}
		if within(size, goal, 1) {
			return 0, nil
		}
	}
	return c.fallback.solve(ctx, rhs, theta, goal)
}

// backSolve solves S·x = r in place, in the skyline's order.
func (c *cholesky) backSolve(r []quad) {
	for i, row := range c.rows {
		if row == nil {
			r[i] = quad{}
			continue
		}
		f := c.shape.first[i]
		own := r[i]
		for j, v := range row[:i-f] {
			x := &r[f+j]
			own[0] -= float64(v * x[0])
			own[1] -= float64(v * x[1])
			own[2] -= float64(v * x[2])
			own[3] -= float64(v * x[3])
		}
		for k := range own {
			r[i][k] = own[k] / row[i-f]
		}
	}
	for i := len(c.rows) - 1; i >= 0; i-- {
		row := c.rows[i]
		if row == nil {
			continue
		}
		f := c.shape.first[i]
		for k := range r[i] {
			r[i][k] /= row[i-f]
		}
		own := r[i]
		for j, v := range row[:i-f] {
			x := &r[f+j]
			x[0] -= float64(v * own[0])
			x[1] -= float64(v * own[1])
			x[2] -= float64(v * own[2])
			x[3] -= float64(v * own[3])
		}
	}
}
