package hdfe

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// chain is a panel of two unconnected halves in which workers pass through
// consecutive firms.
func chain(rnd *rand.Rand, workers, years, firms int, slopes bool) ([]Effect, [][]float64) {
	n := workers * years
	worker, firm, year, place := make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		w, half := i/years, 0
		if w >= workers/2 {
			half = firms / 2
		}
		worker[i], year[i] = int32(w), int32(i%years)
		firm[i] = int32(half + i%(firms/2))
		place[i] = int32(rnd.IntN(5))
		x[i], y[i] = rnd.NormFloat64(), rnd.NormFloat64()+float64(i)/float64(n)
	}
	f := Effect{Name: "firm", Codes: firm, Levels: firms + 3} // three levels without rows
	if slopes {
		f.Slopes = [][]float64{x}
	}
	return []Effect{
		{Name: "worker", Codes: worker, Levels: workers}, f,
		{Name: "year", Codes: year, Levels: years}, {Name: "place", Codes: place, Levels: 5},
	}, [][]float64{x, y}
}

// A sparse factor, a dense one and conjugate gradients solve the same system.
func TestSparseIsDense(t *testing.T) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, slopes := range []bool{false, true} {
		for _, weighted := range []bool{false, true} {
			effects, cols := chain(rnd, 600, 5, 500, slopes)
			var w []float64
			if weighted {
				for range cols[0] {
					w = append(w, 0.5+rnd.Float64())
				}
			}
			if slopes {
				cols = cols[1:]
			}
			l := newLayout(effects, w)
			cg, err := newGradients(ctx, l, Options{Tolerance: 1e-12, MaxIterations: 20000})
			if err != nil {
				t.Fatal(err)
			}
			shape, err := l.sparse(ctx, 1<<40)
			if err != nil || shape == nil {
				t.Fatal("no sparse order found", err)
			}
			if most := 60 * l.unknowns; shape.size > most {
				t.Errorf("a chain's factor holds %d entries, more than %d", shape.size, most)
			}
			var want [][]float64
			for _, k := range []*skyline{full(l.unknowns), shape, nil} {
				a := &Absorber{lay: l, opt: cg.opt, cg: cg, solver: cg}
				if k != nil {
					c, err := newCholesky(ctx, l, k, cg)
					if err != nil {
						t.Fatal(err)
					}
					a.solver = c
				}
				r, err := a.Absorb(ctx, cols)
				if err != nil {
					t.Fatal(err)
				}
				if k != nil && r.Iterations > 0 {
					t.Errorf("a direct solution needed %d iterations more", r.Iterations)
				}
				if want == nil {
					want = r.Resid
				}
				for j := range cols {
					sameColumn(t, fmt.Sprint(slopes, weighted, k != nil, j), r.Resid[j], want[j])
				}
			}
		}
	}
}

// Firms drawn at random meet all others soon: no sparse order.
func TestSparseGivesUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	effects, _ := chain(rnd, 4000, 10, 2000, false)
	for i := range effects[1].Codes {
		effects[1].Codes[i] = int32(rnd.IntN(2000))
	}
	l := newLayout(effects, nil)
	if shape, err := l.sparse(context.Background(), 60*l.n); shape != nil || err != nil {
		t.Error("sparse factor of a dense system", err)
	}
}
