package data

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/didot-lang/didot/stats"
)

// Selection finds the percentiles that sorting finds.
func TestPercentile(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		v := make([]float64, 1+rnd.IntN(300))
		for i := range v {
			v[i] = rnd.NormFloat64()
			if rnd.IntN(2) == 0 { // ties
				v[i] = float64(rnd.IntN(5))
			}
		}
		p := []float64{0.1, 1, 25, 50, 75, 99, float64(rnd.IntN(1000)) / 10}
		want := stats.Percentiles(v, nil, p)
		for k, q := range p {
			if got := percentile(slices.Clone(v), q); got != want[k] {
				t.Fatalf("percentile %v of %v: %v, want %v", q, v, got, want[k])
			}
		}
	}
}

// Names with numbers are in the order of the numbers.
func TestCompareSequential(t *testing.T) {
	want := []string{"a", "x", "x1", "x01", "x2", "x10", "x10a", "x10b2", "x10b11", "y"}
	got := slices.Clone(want)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, compareSequential)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
