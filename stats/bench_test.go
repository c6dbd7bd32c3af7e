package stats

import (
	"math/rand/v2"
	"testing"

	"github.com/didot-lang/didot/stats/hdfe"
)

func BenchmarkOLS(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	const n, k = 1_000_000, 20
	d := &Design{Constant: true, Names: make([]string, k), Y: make([]float64, n)}
	for range k {
		x := make([]float64, n)
		for i := range x {
			x[i] = rnd.NormFloat64()
			d.Y[i] += x[i]
		}
		d.X = append(d.X, x)
	}
	for i := range d.Y {
		d.Y[i] += rnd.NormFloat64()
	}
	for name, v := range map[string]VCE{"ols": Classical{}, "robust": Robust{}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := OLS(d, v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAbsorb is the panel of the fixest benchmark: 10 years, 23 workers
// per firm, y on two regressors, clustered on workers.
func BenchmarkAbsorb(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	const n = 1_000_000
	worker, firm, year := make([]int32, n), make([]int32, n), make([]int32, n)
	d := &Design{Constant: true, Names: []string{"a", "b"}, X: [][]float64{make([]float64, n), make([]float64, n)}, Y: make([]float64, n)}
	for i := range n {
		worker[i], year[i] = int32(i/10), int32(i%10)
		firm[i] = int32(rnd.IntN(n / 10 / 23))
		d.X[0][i], d.X[1][i] = rnd.NormFloat64(), rnd.NormFloat64()
		d.Y[i] = d.X[0][i] + 0.05*d.X[1][i] + rnd.NormFloat64()
	}
	two := []hdfe.Effect{effect(worker), effect(year)}
	for _, c := range []struct {
		name    string
		effects []hdfe.Effect
	}{{"worker+year", two}, {"worker+year+firm", append(two, effect(firm))}} {
		b.Run(c.name, func(b *testing.B) {
			d.Effects = c.effects
			for b.Loop() {
				if _, err := Absorb(d, Cluster{Groups: [][]int32{worker}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
