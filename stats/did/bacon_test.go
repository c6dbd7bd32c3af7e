package did

import (
	"math/rand/v2"
	"testing"

	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// The comparisons rebuild the two-way estimate, and their weights sum to 1.
func TestBaconRebuildsTwoWay(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 9))
	for trial := range 50 {
		units, periods := 5+rnd.IntN(20), 3+rnd.IntN(6)
		n := units * periods
		cohort, w := make([]int32, units), make([]float64, units)
		y, d, rows := make([]float64, n), make([]float64, n), make([]float64, n)
		unit, time := make([]int32, n), make([]int32, n)
		for u := range units {
			cohort[u], w[u] = int32(rnd.IntN(periods+1)), 0.5+rnd.Float64()
			if int(cohort[u]) == periods {
				cohort[u] = Never
			}
			for p := range periods {
				i := u*periods + p
				unit[i], time[i], y[i], rows[i] = int32(u), int32(p), rnd.NormFloat64(), w[u]
				if int32(p) >= cohort[u] {
					d[i] = 1
				}
			}
		}
		design := &stats.Design{Y: y, X: [][]float64{d}, Names: []string{"d"}, Constant: true}
		design.Effects = []hdfe.Effect{{Codes: unit, Levels: units}, {Codes: time, Levels: periods}}
		if trial%2 == 0 {
			design.W, design.WKind = rows, stats.AWeight
		} else {
			w = nil
		}
		fit, err := stats.Absorb(design, stats.Classical{})
		if err != nil {
			t.Fatal(err)
		}
		pairs, err := Bacon(y, cohort, w, periods)
		if err != nil {
			t.Fatal(err)
		}
		var sum, beta float64
		for _, p := range pairs {
			sum += p.Weight
			beta += p.Weight * p.Estimate
		}
		near(t, "sum of weights", sum, 1)
		near(t, "two-way estimate", beta, fit.B[0])
	}
}
