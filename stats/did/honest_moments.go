package did

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/rng"
)

// Magnitudes are choices in Relative.
type Magnitudes struct {
	Hybrid bool    // test by a least favourable critical value first
	Points int     // of the grid; 0 for 1000
	Lo, Hi float64 // ends of the grid; both 0 for 20 standard errors to either side of zero
}

// hybridShare is how much of the level the first stage of a hybrid test gets,
// and hybridDraws how often its critical value is simulated.
const (
	hybridShare = 0.1
	hybridDraws = 10000
)

// Relative is the confidence set when changes of the difference in trends from
// one period to the next since treatment are at most m times the largest one
// before: section 4.2 of the paper. The set is the union, over the period of
// the largest change and its sign, of those of Andrews, Roth and Pakes (2023,
// Review of Economic Studies 90:2763-2791), conditional or hybrid, whose
// moments are those that involve periods since treatment. lo and hi are the
// least and greatest points of the grid that are in it.
func (s *Sensitivity) Relative(m float64, o Magnitudes) (lo, hi float64, err error) {
	if o.Points == 0 {
		o.Points = 1000
	}
	if o.Lo == 0 && o.Hi == 0 {
		o.Lo, o.Hi = -20*s.SE(), 20*s.SE()
	}
	var tests []*momentTest
	for at := range s.Pre {
		for _, sign := range []float64{1, -1} {
			tests = append(tests, s.moments(at, sign, m, o.Hybrid))
		}
	}
	accepted := func(i int) (bool, error) {
		if s.Context != nil && s.Context.Err() != nil {
			return false, s.Context.Err()
		}
		theta := o.Lo + (o.Hi-o.Lo)*float64(i)/float64(o.Points-1)
		return slices.ContainsFunc(tests, func(t *momentTest) bool { return !t.rejects(theta) }), nil
	}
	point := func(i int) float64 { return o.Lo + (o.Hi-o.Lo)*float64(i)/float64(o.Points-1) }
	for i := range o.Points {
		ok, err := accepted(i)
		if err != nil {
			return 0, 0, err
		}
		if !ok {
			continue
		}
		for j := o.Points - 1; j >= i; j-- {
			if ok, err = accepted(j); err != nil || ok {
				return point(i), point(j), err
			}
		}
	}
	return math.NaN(), math.NaN(), ErrEmptySet
}

// A momentTest tests that a value of the parameter is compatible with A·δ ≤ 0,
// where δ are the biases of the estimates: that E[Y - X·τ] ≤ 0 for some τ, where
// Y = A·β - first·θ.
type momentTest struct {
	s      *Sensitivity
	ab     []float64 // A·β
	first  []float64
	v      *mat.SymDense // of A·β
	sd     []float64
	solver *vertexSolver
	cv     float64 // of the first stage; +Inf without one
	alpha  float64 // of the second
}

// moments makes the test for the largest change before treatment being the
// one into period at (from 0), upward for sign 1.
func (s *Sensitivity) moments(at int, sign, m float64, hybrid bool) *momentTest {
	n := s.Pre + s.Post
	// Changes into each period, as rows over all estimates: the reference
	// period, whose bias is zero, has none.
	change := func(r int) []float64 {
		row := make([]float64, n)
		set := func(p int, v float64) { // p counts periods, the reference being s.Pre
			switch {
			case p < s.Pre:
				row[p] += v
			case p > s.Pre:
				row[p-1] += v
			}
		}
		set(r, -1)
		set(r+1, 1)
		return row
	}
	largest := change(at)
	var a [][]float64
	for _, side := range []float64{1, -1} {
		for r := range n {
			bound := 1.0
			if r >= s.Pre {
				bound = m
			}
			row := change(r)
			involved, zero := false, true
			for j := range row {
				row[j] = side*row[j] - bound*sign*largest[j]
				zero = zero && math.Abs(row[j]) < 1e-10
				involved = involved || j >= s.Pre && row[j] != 0
			}
			if !zero && (involved || s.Post == 1) {
				a = append(a, row)
			}
		}
	}
	return s.newMomentTest(a, hybrid)
}

func (s *Sensitivity) newMomentTest(a [][]float64, hybrid bool) *momentTest {
	t := &momentTest{s: s, cv: math.Inf(1), alpha: s.Alpha, v: mat.NewSymDense(len(a), nil)}
	var chol mat.Cholesky
	half := mat.NewTriDense(len(s.B), mat.Lower, nil)
	if chol.Factorize(s.V) {
		chol.LTo(half)
	} else {
		half = nil
	}
	lead := slices.IndexFunc(s.L, func(x float64) bool { return x != 0 })
	var others [][]float64 // columns of X, by moment
	for i, row := range a {
		t.ab = append(t.ab, dot(row, s.B))
		post := row[s.Pre:]
		t.first = append(t.first, post[lead]/s.L[lead])
		var x []float64
		for j, v := range post {
			if j != lead {
				x = append(x, v-post[lead]*s.L[j]/s.L[lead])
			}
		}
		others = append(others, x)
		for k := range i + 1 {
			var v float64
			for p, x := range row {
				for q, y := range a[k] {
					v += x * y * s.V.At(p, q)
				}
			}
			t.v.SetSym(i, k, v)
		}
		t.sd = append(t.sd, math.Sqrt(t.v.At(i, i)))
	}
	t.solver = newVertexSolver(others, t.sd)
	if !hybrid {
		return t
	}
	kappa := hybridShare * s.Alpha
	t.cv, t.alpha = t.simulate(a, half, 1-kappa), (s.Alpha-kappa)/(1-kappa)
	return t
}

// simulate is a quantile of the statistic when all moments are zero.
func (t *momentTest) simulate(a [][]float64, half *mat.TriDense, p float64) float64 {
	src := rng.New(rng.DefaultSeed)
	n := len(t.s.B)
	draws := make([]float64, hybridDraws)
	e, z := make([]float64, n), make([]float64, n)
	y := make([]float64, len(a))
	for d := range draws {
		for j := range z {
			z[j] = src.Normal()
		}
		for i := range e {
			e[i] = 0
			for j := 0; half != nil && j <= i; j++ {
				e[i] += half.At(i, j) * z[j]
			}
		}
		for i, row := range a {
			y[i] = dot(row, e)
		}
		draws[d], _ = t.solver.solve(y)
	}
	slices.Sort(draws)
	at := p * float64(len(draws)-1)
	i := int(at)
	return draws[i] + (at-float64(i))*(draws[min(i+1, len(draws)-1)]-draws[i])
}

// rejects tests theta.
func (t *momentTest) rejects(theta float64) bool {
	y := make([]float64, len(t.ab))
	for i := range y {
		y[i] = t.ab[i] - t.first[i]*theta
	}
	eta, g := t.solver.solve(y)
	if math.IsInf(eta, 0) || math.IsNaN(eta) {
		return false
	}
	if eta > t.cv {
		return true
	}
	vg := make([]float64, len(g))
	for i := range g {
		for j, x := range g {
			vg[i] += t.v.At(i, j) * x
		}
	}
	variance := dot(g, vg)
	if variance < 1e-14*maxOf(t.sd)*maxOf(t.sd) {
		return eta > 0
	}
	// Given the part of y that is independent of g'y, the vertex g stays best
	// while g'y is in an interval, to which the normal is truncated.
	sd := math.Sqrt(variance)
	c := make([]float64, len(y))
	rest := make([]float64, len(y))
	for i := range y {
		c[i] = vg[i] / variance
		rest[i] = y[i] - c[i]*eta
	}
	lo, hi := t.end(rest, c, eta, -sd), t.end(rest, c, eta, sd)
	hi = min(hi, t.cv)
	if !(lo <= eta && eta <= hi) {
		return false
	}
	critical := max(0, truncatedQuantile(1-t.alpha, lo/sd, hi/sd))
	return eta/sd > critical
}

// end is how far g'y can go from eta in the direction of step with the vertex
// staying best; infinite if it stays so for good.
func (t *momentTest) end(rest, c []float64, eta, step float64) float64 {
	v := eta + 1000*step*(1+math.Abs(eta/step))
	y := make([]float64, len(rest))
	for range 200 {
		for i := range y {
			y[i] = rest[i] + c[i]*v
		}
		best, g := t.solver.solve(y)
		if best-v <= 1e-10*(math.Abs(v)+math.Abs(step)) {
			if math.Abs(v-eta) >= 999*math.Abs(step) {
				return math.Inf(int(math.Copysign(1, step)))
			}
			return v
		}
		slope := dot(g, c)
		next := dot(g, rest) / (1 - slope)
		if !((next-v)*step < 0) { // no progress: at the limit of precision
			return v
		}
		v = next
	}
	return v
}

func maxOf(x []float64) float64 {
	m := math.Inf(-1)
	for _, v := range x {
		m = max(m, v)
	}
	return m
}

// truncatedQuantile is the p quantile of a standard normal truncated to [lo,
// hi], computed in the tail where that is.
func truncatedQuantile(p, lo, hi float64) float64 {
	if lo > 0 {
		return -truncatedQuantile(1-p, -hi, -lo)
	}
	a, b := 0.0, 1.0
	if !math.IsInf(lo, -1) {
		a = dist.NormalCDF(lo)
	}
	if !math.IsInf(hi, 1) {
		b = dist.NormalCDF(hi)
	}
	if b <= a { // far in the tail, where density falls off at once
		return hi
	}
	return min(max(dist.NormalQuantile(a+p*(b-a)), lo), hi)
}
