package frame

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats"
)

// A Collapser computes statistics of groups of rows.
type Collapser struct {
	Groups  *Grouping
	Weights []float64 // by row of the dataset, none zero or missing; nil for ones
	Kind    stats.WeightKind
	Stop    func() error // asked between blocks of groups; its error ends the work
}

// A Cell is the nonmissing values of one variable in one group.
type Cell struct {
	X, W    []float64 // W is nil without weights
	Kind    stats.WeightKind
	wanted  []float64 // percentiles, in percent
	summary *stats.Summary
	values  []float64 // of the percentiles
}

// Summary returns mean, standard deviation and the like.
func (c *Cell) Summary() *stats.Summary {
	if c.summary == nil {
		s := stats.Describe(c.X, c.W, c.Kind)
		c.summary = &s
	}
	return c.summary
}

// Count returns the number of observations; under frequency, importance and
// sampling weights the sum of the weights.
func (c *Cell) Count() float64 {
	if c.W == nil || c.Kind == stats.AWeight {
		return float64(len(c.X))
	}
	return c.Summary().SumW
}

// Sum returns the sum of weight times value. Analytic weights are rescaled to
// sum to the number of values.
func (c *Cell) Sum() float64 {
	if c.W != nil && c.Kind == stats.AWeight && len(c.X) > 0 {
		return c.Summary().Mean * float64(len(c.X))
	}
	return c.Summary().Sum
}

// RawSum returns the sum of the values.
func (c *Cell) RawSum() float64 {
	s := stats.Describe(c.X, nil, c.Kind)
	return s.Sum
}

// Percentile returns percentile p, which must be one of those announced to
// Numbers.
func (c *Cell) Percentile(p float64) float64 {
	if c.values == nil {
		c.values = stats.Percentiles(c.X, c.W, c.wanted)
	}
	return c.values[slices.Index(c.wanted, p)]
}

// Binary reports whether all values are 0 or 1.
func (c *Cell) Binary() bool {
	return !slices.ContainsFunc(c.X, func(x float64) bool { return x != 0 && x != 1 })
}

// cellBlock is the number of groups a worker takes at a time.
const cellBlock = 256

// Numbers returns, for each of the statistics of the numeric column c, its
// values by group. Percentiles that they ask for are announced.
func (k *Collapser) Numbers(c *Column, percentiles []float64, statistics []func(*Cell) float64) ([][]float64, error) {
	out := make([][]float64, len(statistics))
	for i := range out {
		out[i] = make([]float64, k.Groups.Len())
	}
	x := c.Numbers()
	err := inChunks(k.Groups.Len(), cellBlock, func(lo, hi int, _ func(func())) error {
		if err := k.Stop(); err != nil {
			return err
		}
		var values, weights []float64
		for g := lo; g < hi; g++ {
			cell := &Cell{Kind: k.Kind, wanted: percentiles}
			values, weights = values[:0], weights[:0]
			for _, r := range k.Groups.Of(g) {
				if x[r] >= Missing {
					continue
				}
				values = append(values, x[r])
				if k.Weights != nil {
					weights = append(weights, k.Weights[r])
				}
			}
			cell.X = values
			if k.Weights != nil {
				cell.W = weights
			}
			for i, f := range statistics {
				out[i][g] = Value(f(cell))
			}
		}
		return nil
	})
	return out, err
}

// Pick returns the first or last row of each group, or the first or last in
// which c is not missing, -1 if it always is.
func (k *Collapser) Pick(c *Column, last, nonmissing bool) []int32 {
	out := make([]int32, k.Groups.Len())
	for g := range out {
		rows := k.Groups.Of(g)
		out[g] = -1
		for i := range rows {
			r := rows[i]
			if last {
				r = rows[len(rows)-1-i]
			}
			if !nonmissing || !c.Missing(int(r)) {
				out[g] = r
				break
			}
		}
	}
	return out
}

// CountText returns the number of nonmissing strings in each group, or the
// sum of their weights as Cell.Count counts them.
func (k *Collapser) CountText(c *Column) []float64 {
	out := make([]float64, k.Groups.Len())
	for g := range out {
		for _, r := range k.Groups.Of(g) {
			switch {
			case c.Missing(int(r)):
			case k.Weights == nil || k.Kind == stats.AWeight:
				out[g]++
			default:
				out[g] += k.Weights[r]
			}
		}
	}
	return out
}

// StandardError returns sd/√n, n being Count.
func (c *Cell) StandardError() float64 { return c.Summary().SD / math.Sqrt(c.Count()) }
