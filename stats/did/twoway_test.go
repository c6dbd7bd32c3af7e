package did

import (
	"math"
	"testing"
)

// Effects that differ by Sigma, and no less, make the estimate beta with an
// average of zero; effects all of the opposite sign need more.
func TestSigma(t *testing.T) {
	left := []float64{3, 2, 1, -.5, -1, 7}
	d := []float64{1, 1, 1, 1, 1, 0}
	w := WeightsOf(left, d, nil, nil)
	near(t, "sum of weights", w.Sum+w.Deficit, 1)
	if w.Positive != 3 || w.Negative != 2 {
		t.Fatalf("%d positive, %d negative", w.Positive, w.Negative)
	}
	const beta = 2.0
	// The cheapest effects are proportional to weight/share - 1.
	var v, mean, got, ss float64
	for k, x := range w.Weights {
		r := x/w.Share[k] - 1
		v += w.Share[k] * r * r
	}
	for k, x := range w.Weights {
		effect := beta * (x/w.Share[k] - 1) / v
		mean += w.Share[k] * effect
		got += x * effect
		ss += w.Share[k] * effect * effect
	}
	near(t, "average", mean, 0)
	near(t, "estimate", got, beta)
	near(t, "deviation", math.Sqrt(ss), w.Sigma(beta))
	// A fine search over effects that are zero or negative.
	best := math.Inf(1)
	for a := 0.0; a <= 40; a += .01 {
		b := (beta - a*-w.Weights[3]) / -w.Weights[4] // effects -a and -b on the negative weights, 0 elsewhere
		if b < 0 {
			break
		}
		m := -(a + b) / 5
		best = min(best, math.Sqrt((a*a+b*b)/5-m*m))
	}
	if got := w.SigmaSign(beta); got > best*(1+1e-6) || got < .8*best {
		t.Errorf("deviation with effects of the opposite sign is %.4f, a search finds %.4f", got, best)
	}
}
