package hdfe

import (
	"context"

	"github.com/didot-lang/didot/stats/kernel"
)

// complement is S in the given shape: Z'WZ less, for each group and column q
// of its basis, (Z'Wq)(Z'Wq)'.
func (l *layout) complement(ctx context.Context, k *skyline) ([]float64, error) {
	if l.counts != nil {
		return l.counts.complement(ctx, k)
	}
	runs := l.runs(max(1, 4*l.n/max(1, k.size)))
	sums := make([][]float64, len(runs)-1)
	err := kernel.Each(ctx, len(sums), func(p int) {
		sums[p] = make([]float64, k.size)
		c := &crosser{l: l, shape: k, s: sums[p], sum: make([]float64, l.unknowns), seen: make([]bool, l.unknowns)}
		for g := runs[p]; g < runs[p+1]; g++ {
			if g%4096 == 0 && ctx.Err() != nil {
				return
			}
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

// runs joins the parts of parallel loops into at most the given number.
func (l *layout) runs(most int) []int {
	parts := len(l.parts) - 1
	most = min(most, parts)
	var out []int
	for p := range most {
		out = append(out, l.parts[p*parts/most])
	}
	return append(out, l.parts[parts])
}

// A crosser adds the groups' parts to the lower triangle of S.
type crosser struct {
	l       *layout
	shape   *skyline
	s       []float64
	sum     []float64 // Z'Wq of the group, by row of the shape
	seen    []bool
	touched []int
	entries []entry
}

// entry is a row of the shape that an observation involves, and the value of
// the unknown's column there.
type entry struct {
	at int
	z  float64
}

// group adds the group of rows from place a up to b.
func (c *crosser) group(a, b int) {
	for i := a; i < b; i++ {
		row := c.row(i)
		w := c.weight(i)
		for _, x := range row {
			for _, y := range row {
				if y.at <= x.at {
					c.s[c.shape.off[x.at]+y.at] += w * x.z * y.z
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
	for i := a; i < b; i++ {
		w := c.weight(i)
		if q != nil {
			w *= q[i]
		}
		for _, x := range c.row(i) {
			if !c.seen[x.at] {
				c.seen[x.at] = true
				c.touched = append(c.touched, x.at)
			}
			c.sum[x.at] += w * x.z
		}
	}
	for _, x := range c.touched {
		v := c.sum[x] * scale
		row := c.s[c.shape.off[x]+c.shape.first[x]:]
		for _, y := range c.touched {
			if y <= x {
				row[y-c.shape.first[x]] -= v * c.sum[y]
			}
		}
	}
	for _, x := range c.touched {
		c.sum[x], c.seen[x] = 0, false
	}
}

// row is the entries of the observation at place i.
func (c *crosser) row(i int) []entry {
	row := c.entries[:0]
	for _, f := range c.l.others {
		if f.basis == nil {
			row = append(row, entry{c.shape.row(int(f.base[i])), 1})
			continue
		}
		for k, q := range f.basis {
			row = append(row, entry{c.shape.row(int(f.base[i]) + k), q[i]})
		}
	}
	c.entries = row
	return row
}

func (c *crosser) weight(i int) float64 {
	if c.l.w == nil {
		return 1
	}
	return c.l.w[i]
}
