package did

import (
	"context"
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/dist"
)

// ErrEmptySet says that no value of the grid is compatible with the data.
var ErrEmptySet = errors.New("no point of the grid is in the confidence set: widen it or use more points")

// A Sensitivity is an event study whose pretrends tell how far trends may
// differ after treatment: Rambachan and Roth (2023, Review of Economic Studies
// 90:2555-2591). B holds the Pre estimates before treatment, in the order of
// time and without the reference period, then those since; V is their
// covariance. The parameter is the sum of L times the latter.
type Sensitivity struct {
	B         []float64
	V         *mat.SymDense
	Pre, Post int
	L         []float64
	Alpha     float64
	Context   context.Context // may be nil
}

// SE is the standard error of the parameter's estimate.
func (s *Sensitivity) SE() float64 {
	var v float64
	for a, x := range s.L {
		for b, y := range s.L {
			v += x * y * s.V.At(s.Pre+a, s.Pre+b)
		}
	}
	return math.Sqrt(v)
}

// Original is the usual confidence interval, of parallel trends.
func (s *Sensitivity) Original() (lo, hi float64) {
	c, z := dot(s.L, s.B[s.Pre:]), dist.NormalQuantile(1-s.Alpha/2)*s.SE()
	return c - z, c + z
}

// Smooth is the fixed-length confidence interval when the trend's slope may
// change by no more than m from one period to the next: section 4.1 of the
// paper. It is the shortest of those about sums of all estimates, whose worst
// bias is known.
func (s *Sensitivity) Smooth(m float64) (lo, hi float64) {
	f := newFixedLength(s, m)
	best := f.at(math.Inf(1))
	bestAt := math.Inf(1)
	const steps = 400
	for i := range steps + 1 { // from variance alone to bias alone
		at := math.Pow(10, -12+24*float64(i)/steps) / f.scale
		if c := f.at(at); c.half < best.half {
			best, bestAt = c, at
		}
	}
	if !math.IsInf(bestAt, 1) {
		a, b := bestAt*math.Pow(10, -24.0/steps), bestAt*math.Pow(10, 24.0/steps)
		for range 60 { // golden sections, on the logarithm
			x, y := math.Pow(a, 0.618034)*math.Pow(b, 0.381966), math.Pow(a, 0.381966)*math.Pow(b, 0.618034)
			cx, cy := f.at(x), f.at(y)
			if cx.half < cy.half {
				b = y
			} else {
				a = x
			}
			for _, c := range []fixedLengthCI{cx, cy} {
				if c.half < best.half {
					best = c
				}
			}
		}
	}
	return best.center - best.half, best.center + best.half
}

// A fixedLength is the choice of weights on the estimates before treatment. A
// difference in trends with second differences u and any slope moves the
// estimate by Σ z_j·u_-j and what the estimates since treatment contribute,
// where z_0 is fixed by the slope's having no effect: weights are the second
// differences of z.
type fixedLength struct {
	s     *Sensitivity
	m     float64
	zero  float64 // z_0
	fixed float64 // bias that does not depend on the other z, over m
	k     int     // free z
	q     [][]float64
	p     []float64
	r     float64 // variance is z'qz + 2p'z + r
	scale float64
}

type fixedLengthCI struct{ center, half float64 }

func newFixedLength(s *Sensitivity, m float64) *fixedLength {
	f := &fixedLength{s: s, m: m, k: max(s.Pre-1, 0)}
	for t, x := range s.L {
		f.zero += x * float64(t+1)
	}
	for j := 1; j < s.Post; j++ {
		var c float64
		for t := j + 1; t <= s.Post; t++ {
			c += s.L[t-1] * float64(t-j)
		}
		f.fixed += math.Abs(c)
	}
	f.fixed += math.Abs(f.zero)
	base := f.weights(make([]float64, f.k))
	var unit [][]float64
	for j := range f.k {
		z := make([]float64, f.k)
		z[j] = 1
		unit = append(unit, minus(f.weights(z), base))
	}
	form := func(x, y []float64) float64 {
		var v float64
		for a, p := range x {
			for b, q := range y {
				v += p * q * s.V.At(a, b)
			}
		}
		return v
	}
	f.r = form(base, base)
	for a := range f.k {
		f.p = append(f.p, form(unit[a], base))
		f.q = append(f.q, make([]float64, f.k))
		for b := range f.k {
			f.q[a][b] = form(unit[a], unit[b])
			f.scale = max(f.scale, f.q[a][b])
		}
	}
	f.scale = max(f.scale, 1e-300)
	return f
}

// weights are those on all estimates for given z_1, z_2, ...
func (f *fixedLength) weights(z []float64) []float64 {
	s := f.s
	at := func(j int) float64 {
		switch {
		case j == 0:
			return f.zero
		case j-1 < len(z):
			return z[j-1]
		}
		return 0
	}
	out := make([]float64, s.Pre+s.Post)
	for m := 1; m <= s.Pre; m++ {
		out[s.Pre-m] = at(m-1) - 2*at(m) + at(m+1)
	}
	copy(out[s.Pre:], s.L)
	return out
}

// at is the interval whose weights minimise lambda·variance + Σ|z|.
func (f *fixedLength) at(lambda float64) fixedLengthCI {
	z := f.lasso(lambda)
	bias, variance := f.fixed, f.r
	for a, x := range z {
		bias += math.Abs(x)
		variance += 2 * f.p[a] * x
		for b, y := range z {
			variance += x * y * f.q[a][b]
		}
	}
	sd := math.Sqrt(max(variance, 0))
	half := f.m * bias
	if sd > 0 {
		half = sd * foldedQuantile(1-f.s.Alpha, f.m*bias/sd)
	}
	return fixedLengthCI{dot(f.weights(z), f.s.B), half}
}

// lasso minimises lambda·(z'qz + 2p'z) + Σ|z| by coordinates; without the sum
// for infinite lambda.
func (f *fixedLength) lasso(lambda float64) []float64 {
	z := make([]float64, f.k)
	shrink := 0.0
	if !math.IsInf(lambda, 1) {
		shrink = 1 / (2 * lambda)
	}
	for range 100000 {
		var moved, size float64
		for j := range z {
			g := -f.p[j]
			for b, x := range z {
				if b != j {
					g -= f.q[j][b] * x
				}
			}
			next := 0.0
			if math.Abs(g) > shrink {
				next = math.Copysign(math.Abs(g)-shrink, g) / f.q[j][j]
			}
			moved, size = max(moved, math.Abs(next-z[j])), max(size, math.Abs(next))
			z[j] = next
		}
		if moved <= 1e-13*(1+size) {
			break
		}
	}
	return z
}

// foldedQuantile is the p quantile of |N(t, 1)|.
func foldedQuantile(p, t float64) float64 {
	lo, hi := 0.0, t+10
	for range 200 {
		c := (lo + hi) / 2
		if dist.NormalCDF(c-t)-dist.NormalCDF(-c-t) < p {
			lo = c
		} else {
			hi = c
		}
	}
	return (lo + hi) / 2
}
