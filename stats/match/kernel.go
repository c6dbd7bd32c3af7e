package match

import (
	"context"
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/kernel"
)

// A Kernel gives a weight to a match by its distance over the bandwidth. Width
// bounds the distances at which the weight is positive.
type Kernel struct {
	Name   string
	Width  float64
	Weight func(u float64) float64
}

// Kernels are the kernels of psmatch2 by its names, not normalized.
var Kernels = []Kernel{
	{"epan", 1, func(u float64) float64 { return 1 - u*u }},
	{"normal", math.Inf(1), dist.NormalDensity},
	{"biweight", 1, func(u float64) float64 { v := 1 - u*u; return v * v }},
	{"uniform", 1, func(float64) float64 { return 1 }},
	{"tricube", 1, func(u float64) float64 { v := 1 - u*u*math.Abs(u); return v * v * v }},
}

// Smooth is a matching in which all units of the pool within a bandwidth count,
// by a kernel. The weights of a unit of the focus sum to one.
type Smooth struct {
	g     Groups
	k     Kernel
	h     float64
	p     *pool
	focus *pool
	total []float64 // of each unit of the focus: the sum of its kernels
}

// NewSmooth matches by kernel k with bandwidth h.
func NewSmooth(ctx context.Context, g Groups, k Kernel, h float64) (*Smooth, error) {
	s := &Smooth{g: g, k: k, h: h, p: g.pool(), focus: newPool(g.Score, g.inFocus), total: make([]float64, len(g.Score))}
	err := s.over(ctx, s.focus, s.p, func(i int32, near []int32) {
		for _, j := range near {
			s.total[i] += s.weight(i, j)
		}
	})
	return s, err
}

func (s *Smooth) weight(i, j int32) float64 {
	u := (s.g.Score[i] - s.g.Score[j]) / s.h
	if math.Abs(u) > s.k.Width {
		return 0
	}
	return s.k.Weight(u)
}

// over calls f for each unit of from with the units of to whose kernel may be
// positive.
func (s *Smooth) over(ctx context.Context, from, to *pool, f func(i int32, near []int32)) error {
	const block = 64
	n := len(from.unit)
	return kernel.Each(ctx, (n+block-1)/block, func(b int) {
		for k := b * block; k < min(n, (b+1)*block); k++ {
			lo, hi := 0, len(to.unit)
			if !math.IsInf(s.k.Width, 1) {
				reach := s.h * s.k.Width * (1 + 1e-12)
				lo, _ = slices.BinarySearch(to.score, from.score[k]-reach)
				hi, _ = slices.BinarySearch(to.score, math.Nextafter(from.score[k]+reach, math.Inf(1)))
			}
			f(from.unit[k], to.unit[lo:hi])
		}
	})
}

// Found implements Matching.
func (s *Smooth) Found(i int) bool { return s.total[i] > 0 }

// Outcome implements Matching.
func (s *Smooth) Outcome(y []float64) []float64 {
	out := make([]float64, len(y))
	for i := range out {
		out[i] = math.NaN()
	}
	_ = s.over(context.Background(), s.focus, s.p, func(i int32, near []int32) {
		if s.total[i] <= 0 {
			return
		}
		var sum float64
		for _, j := range near {
			sum += s.weight(i, j) * y[j]
		}
		out[i] = sum / s.total[i]
	})
	return out
}

// Weights implements Matching.
func (s *Smooth) Weights() (sum, squares []float64) {
	n := len(s.g.Score)
	sum, squares = make([]float64, n), make([]float64, n)
	_ = s.over(context.Background(), s.p, s.focus, func(j int32, near []int32) {
		for _, i := range near {
			if s.total[i] > 0 {
				w := s.weight(i, j) / s.total[i]
				sum[j] += w
				squares[j] += w * w
			}
		}
	})
	return sum, squares
}
