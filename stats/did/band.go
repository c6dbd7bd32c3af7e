package did

import (
	"context"
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/rng"
)

// A Multiplier is the distribution of the random factors of a multiplier
// bootstrap; all have mean 0 and variance 1.
type Multiplier int

const (
	Rademacher Multiplier = iota // -1 or 1
	Mammen                       // two points, third moment 1: Mammen (1993, Annals of Statistics 21:255-285)
)

// A Bootstrap says how to draw.
type Bootstrap struct {
	Reps   int
	Factor Multiplier
	Source *rng.Source
}

// A Band is simultaneous inference on estimates: with the given probability
// all of them lie within Critical standard errors of their estimands.
type Band struct {
	Critical float64
	SE       []float64 // bootstrap standard errors: interquartile range over that of the normal
}

// Uniform draws the influence functions, times one random factor for each
// cluster, and takes the quantile at level (in percent) of the largest
// t statistic. Callaway and Sant'Anna (2021, J. Econometrics 225:200-230),
// Algorithm 1. Estimates whose influence function is zero are left out.
func (r *Result) Uniform(ctx context.Context, level float64, b Bootstrap) (Band, error) {
	draws, err := r.draws(ctx, b)
	if err != nil {
		return Band{}, err
	}
	out := Band{Critical: math.NaN(), SE: make([]float64, len(r.B))}
	largest := make([]float64, b.Reps)
	width := dist.NormalQuantile(0.75) - dist.NormalQuantile(0.25)
	for j, d := range draws {
		s := slices.Clone(d)
		slices.Sort(s)
		out.SE[j] = (quantile(s, 0.75) - quantile(s, 0.25)) / width
		if out.SE[j] <= 1e-12*(1+math.Abs(r.B[j])) {
			continue
		}
		for i, v := range d {
			largest[i] = max(largest[i], math.Abs(v)/out.SE[j])
		}
	}
	slices.Sort(largest)
	if b.Reps > 0 {
		out.Critical = quantile(largest, level/100)
	}
	return out, nil
}

// draws are b.Reps draws of each estimate about its value.
func (r *Result) draws(ctx context.Context, b Bootstrap) ([][]float64, error) {
	out := make([][]float64, len(r.B))
	sums := r.sums()
	scale := 1.0
	if r.Scale > 0 {
		scale = math.Sqrt(r.Scale)
	}
	for j := range out {
		out[j] = make([]float64, b.Reps)
	}
	xi := make([]float64, r.Clusters)
	for i := range b.Reps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.factors(xi)
		for j, s := range sums {
			out[j][i] = scale * dot(xi, s)
		}
	}
	return out, nil
}

// factors fills xi with random factors.
func (b Bootstrap) factors(xi []float64) {
	if b.Factor == Rademacher {
		var bits uint64
		for i := range xi {
			if i%64 == 0 {
				bits = b.Source.Uint64()
			}
			xi[i] = float64(int(bits&1)*2 - 1)
			bits >>= 1
		}
		return
	}
	root := math.Sqrt(5)
	low, high, p := (1-root)/2, (1+root)/2, (root+1)/(2*root)
	for i := range xi {
		xi[i] = high
		if b.Source.Uniform() < p {
			xi[i] = low
		}
	}
}

// quantile is the inverse of the empirical distribution function of sorted s,
// its lower end.
func quantile(s []float64, p float64) float64 {
	i := int(math.Ceil(p*float64(len(s))-1e-9)) - 1
	return s[min(max(i, 0), len(s)-1)]
}
