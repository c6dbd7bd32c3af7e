package did

import (
	"math"
	"slices"
)

// TwoWayWeights are the weights of a two-way estimate on the effects of treated
// cells: de Chaisemartin and D'Haultfœuille (2020, American Economic Review
// 110:2964-2996), theorem 1.
type TwoWayWeights struct {
	Weights  []float64 // of treated cells; they sum to 1
	Share    []float64 // of each in all treated cells
	Positive int       // cells with positive weight
	Negative int
	Zero     int
	Sum      float64 // of the positive weights
	Deficit  float64 // sum of the negative ones
}

// WeightsOf computes them from what the other regressors and effects leave of
// treatment d; w are weights of rows, nil for ones. Rows that share a cell
// code form one cell; nil cells: each row is one. Weights within 1e-10 of zero
// count as zero.
func WeightsOf(left, d, w []float64, cell []int32) TwoWayWeights {
	at := map[int32]int{}
	var out TwoWayWeights
	var total, size float64
	for i, x := range d {
		if x == 0 {
			continue
		}
		k := len(out.Weights)
		if cell != nil {
			if known, ok := at[cell[i]]; ok {
				k = known
			} else {
				at[cell[i]] = k
			}
		}
		if k == len(out.Weights) {
			out.Weights, out.Share = append(out.Weights, 0), append(out.Share, 0)
		}
		n := x
		if w != nil {
			n *= w[i]
		}
		out.Weights[k] += n * left[i]
		out.Share[k] += n
		total += n * left[i]
		size += n
	}
	for k := range out.Weights {
		out.Weights[k] /= total
		out.Share[k] /= size
		switch v := out.Weights[k]; {
		case math.Abs(v) <= 1e-10*out.Share[k]:
			out.Weights[k] = 0
			out.Zero++
		case v > 0:
			out.Positive++
			out.Sum += v
		default:
			out.Negative++
			out.Deficit += v
		}
	}
	return out
}

// Sigma is the least standard deviation of effects across treated cells with
// which the estimate beta is compatible when the average effect is zero:
// corollary 1 (i).
func (t TwoWayWeights) Sigma(beta float64) float64 {
	var v float64
	for k, w := range t.Weights {
		r := w/t.Share[k] - 1
		v += t.Share[k] * r * r
	}
	return math.Abs(beta) / math.Sqrt(v)
}

// SigmaSign is the least standard deviation with which beta is compatible when
// all effects are of the opposite sign: corollary 1 (ii); NaN if no weight is
// negative.
func (t TwoWayWeights) SigmaSign(beta float64) float64 {
	if t.Negative == 0 {
		return math.NaN()
	}
	order := make([]int, len(t.Weights))
	for k := range order {
		order[k] = k
	}
	ratio := func(k int) float64 { return t.Weights[k] / t.Share[k] }
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case ratio(a) > ratio(b):
			return -1
		case ratio(a) < ratio(b):
			return 1
		}
		return 0
	})
	// From the smallest ratio up: P, S and T are the sums over it and those
	// below of shares, weights and weights times ratio. The cell sought is the
	// first, from the largest down, whose ratio is less than -S/(1-P).
	var p, s, v, found float64
	for i := len(order) - 1; i > 0; i-- {
		k := order[i]
		p += t.Share[k]
		s += t.Weights[k]
		v += t.Weights[k] * ratio(k)
		if ratio(k) < -s/(1-p) {
			found = v + s*s/(1-p)
		}
	}
	return math.Abs(beta) / math.Sqrt(found)
}
