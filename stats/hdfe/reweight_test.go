package hdfe

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// Reweight does what New does with the same weights.
func TestReweight(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	const n = 3000
	draw := func(levels int) Effect {
		e := Effect{Name: "e", Codes: make([]int32, n), Levels: levels}
		for i := range e.Codes {
			e.Codes[i] = int32(rnd.IntN(levels))
		}
		return e
	}
	x, w1, w2 := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], w1[i], w2[i] = rnd.NormFloat64(), rnd.Float64()+0.1, rnd.Float64()*3+0.01
	}
	for _, effects := range [][]Effect{{draw(50)}, {draw(300), draw(7)}, {draw(400), draw(90), draw(5)}, {draw(900), draw(850)}, {draw(300), draw(20), draw(10), draw(4)}} {
		ctx := context.Background()
		a, err := New(ctx, effects, w1, Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := a.Reweight(ctx, effects, w2, 0)
		if err != nil {
			t.Fatal(err)
		}
		c, err := New(ctx, effects, w2, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Absorb(ctx, [][]float64{x})
		if err != nil {
			t.Fatal(err)
		}
		want, err := c.Absorb(ctx, [][]float64{x})
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range want.Resid[0] {
			if math.Abs(v-got.Resid[0][i]) > 1e-9 {
				t.Fatalf("%d effects: row %d: %v, want %v", len(effects), i, got.Resid[0][i], v)
			}
		}
	}
}
