package data

import (
	"context"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/kernel"
)

// A grouping assigns the rows of a sample to groups 0 to n-1.
type grouping struct {
	ctx   context.Context
	rows  frame.Rows
	codes []int32 // of every row of the dataset, -1 outside rows; nil: one group
	n     int
}

// groupsOf returns the groups of c's sample: those of by varlist:, those that
// the variables by distinguish (missing values too), or one.
func groupsOf(c *interp.Call, by []*frame.Column) (*grouping, error) {
	g := &grouping{ctx: c.Context(), rows: c.Rows, n: 1}
	switch {
	case c.Groups != nil && len(by) > 0:
		return nil, rc.WithBy.Errorf("option by() may not be combined with by")
	case c.Groups != nil:
		g.n = len(c.Groups.Starts)
		g.codes = make([]int32, c.Frame().N())
		for k := range g.n {
			r := c.Groups.Rows(k)
			for i := r.Lo; i < r.Hi; i++ {
				g.codes[i] = int32(k)
			}
		}
	case len(by) > 0:
		g.codes, g.n = frame.GroupCodes(by, c.Rows, true)
	}
	return g, nil
}

// of returns the group of row i, which is in the sample.
func (g *grouping) of(i int) int {
	if g.codes == nil {
		return 0
	}
	return int(g.codes[i])
}

// sizes returns the number of rows of each group.
func (g *grouping) sizes() []int {
	sizes := make([]int, g.n)
	for i := range g.rows.Each {
		sizes[g.of(i)]++
	}
	return sizes
}

// buckets returns the values of x that are not missing, group by group, in
// the order of the rows; group k has values[start[k]:start[k+1]]. x has an
// element for every row of the dataset.
func (g *grouping) buckets(x []float64) (values []float64, start []int) {
	start = make([]int, g.n+1)
	if g.codes == nil {
		values = make([]float64, 0, g.rows.Count())
		for i := range g.rows.Each {
			if x[i] < frame.Missing {
				values = append(values, x[i])
			}
		}
		start[1] = len(values)
		return values, start
	}
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			start[g.codes[i]+1]++
		}
	}
	for k := range g.n {
		start[k+1] += start[k]
	}
	values = make([]float64, start[g.n])
	next := append([]int(nil), start[:g.n]...)
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			k := g.codes[i]
			values[next[k]] = x[i]
			next[k]++
		}
	}
	return values, start
}

// groupsAtOnce is the number of groups that a processor takes at a time.
const groupsAtOnce = 512

// reduce returns f of the values of each group that are not missing; f may
// change the slice it is given. What is no number becomes missing.
func (g *grouping) reduce(x []float64, f func(v []float64) float64) ([]float64, error) {
	values, start := g.buckets(x)
	out := make([]float64, g.n)
	chunks := (g.n + groupsAtOnce - 1) / groupsAtOnce
	err := kernel.Each(g.ctx, chunks, func(chunk int) {
		for k := chunk * groupsAtOnce; k < min(g.n, (chunk+1)*groupsAtOnce); k++ {
			out[k] = frame.Value(f(values[start[k]:start[k+1]]))
		}
	})
	if err != nil {
		return nil, rc.Break
	}
	return out, nil
}

// spread gives each row of the sample the value of its group; rows outside
// are missing.
func (g *grouping) spread(r []float64) []float64 {
	out := g.missing()
	for i := range g.rows.Each {
		out[i] = r[g.of(i)]
	}
	return out
}

// missing returns missing values for all rows of the dataset, as far as the
// sample's range goes; the caller pads. It has at least rows.Hi elements.
func (g *grouping) missing() []float64 { return missingValues(g.rows.Hi) }

func missingValues(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = frame.Missing
	}
	return out
}
