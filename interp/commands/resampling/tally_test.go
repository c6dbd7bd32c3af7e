package resampling

import (
	"math"
	"testing"
)

// The share of draws with its standard error and interval, as ritest's
// documentation shows them for 14 of 500 draws: 0.0280, 0.0074, .0153906 and
// .0465333 (github.com/simonheb/ritest, README, "How do I read the output?").
func TestExactShare(t *testing.T) {
	x := tally{obs: 2.362446, n: 500, count: [3]int{14, 0, 0}}
	e := x.exact(twoSided, 95)
	for _, c := range []struct{ got, want, unit float64 }{{e.p, .0280, 1e-4}, {e.se, .0074, 1e-4}, {e.lo, .0153906, 1e-7}, {e.hi, .0465333, 1e-7}} {
		if math.Abs(c.got-c.want) > c.unit/2 {
			t.Errorf("%.8f, want %.8f", c.got, c.want)
		}
	}
}

// Ties count, or with strict do not; missing draws are no draws.
func TestTally(t *testing.T) {
	missing := math.Ldexp(1, 1023)
	reps := [][]float64{{1}, {-1}, {.5}, {2}, {-3}, {missing}, {1 + 1e-12}}
	for _, c := range []struct {
		how  rule
		want [3]int
	}{{rule{eps: 1e-7}, [3]int{5, 5, 3}}, {rule{strict: true}, [3]int{2, 3, 1}}} {
		got := tallyOf(1, reps, 0, c.how)
		if got.n != 6 || got.count != c.want {
			t.Errorf("%+v: %d draws, %v, want %v", c.how, got.n, got.count, c.want)
		}
	}
	x := tally{obs: 1, n: 99, count: [3]int{4, 98, 4}}
	if x.p(upper) != 4./99 || x.pObs(upper) != .05 || x.double() != 8./99 {
		t.Error(x.p(upper), x.pObs(upper), x.double())
	}
	none := tally{obs: 1}
	if none.p(upper) < missing || none.exact(upper, 95).lo < missing {
		t.Error("a share of no draws")
	}
}

// Enumeration makes every assignment once.
func TestArrangements(t *testing.T) {
	values := []float64{1, 1, 2}
	n := arrangements(5, counts(values))
	if n != 30 { // 5!/(2! 2! 1!)
		t.Fatal(n)
	}
	seen := map[[5]float64]bool{}
	for rank := range int(n) {
		var key [5]float64
		copy(key[:], arrangement(5, values, 0, float64(rank)))
		sum := 0.0
		for _, v := range key {
			sum += v
		}
		if sum != 4 || seen[key] {
			t.Fatal(rank, key)
		}
		seen[key] = true
	}
	if choose(60, 20) != 4191844505805495 {
		t.Error(choose(60, 20))
	}
}
