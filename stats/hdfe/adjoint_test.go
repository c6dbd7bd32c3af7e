package hdfe

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// Weights c on fitted values are weights Adjoint(c) on the data, also where
// some rows have no weight in the fit.
func TestAdjoint(t *testing.T) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		n := 200
		d := randomWorld(rnd, n, []int{12, 7, 3}[:1+rnd.IntN(3)], rnd.IntN(2) == 0, true)
		for i := range d.w {
			if i%5 == 0 {
				d.w[i] = 0
			}
		}
		a, err := New(ctx, d.effects, d.w, Options{})
		if err != nil {
			t.Fatal(err)
		}
		y := d.cols[0]
		res, err := a.Absorb(ctx, [][]float64{y})
		if err != nil {
			t.Fatal(err)
		}
		u, err := a.Adjoint(ctx, d.cols)
		if err != nil {
			t.Fatal(err)
		}
		for j, c := range d.cols {
			var left, right, size float64
			for i := range n {
				left += c[i] * (y[i] - res.Resid[0][i])
				right += u[j][i] * y[i]
				size += math.Abs(u[j][i] * y[i])
				if d.w[i] == 0 && u[j][i] != 0 {
					t.Fatalf("weight %g on a row without weight", u[j][i])
				}
			}
			if math.Abs(left-right) > 1e-9*(1+size) {
				t.Fatalf("%d effects: %g on fitted values, %g on the data", len(d.effects), left, right)
			}
		}
	}
}
