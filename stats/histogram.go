package stats

import (
	"math"
	"slices"
)

// A Histogram counts data in bins of equal width; the last one includes its
// upper end.
type Histogram struct {
	Start, Width float64
	Counts       []float64 // sums of weights
	Total        float64   // of all
}

// HistogramBins is Stata's default number of bins for n observations: the
// smaller of sqrt(n) and 10 log10(n), without decimals; see [R] histogram.
func HistogramBins(n float64) int {
	k := math.Min(math.Sqrt(n), 10*math.Log10(n))
	return max(int(math.Floor(k)), 1)
}

// CountBins counts x with weights w, nil for ones, in bins of the given width
// from start on. Data below start are left out.
func CountBins(x, w []float64, start, width float64, bins int) Histogram {
	h := Histogram{Start: start, Width: width, Counts: make([]float64, bins)}
	for i, v := range x {
		weight := 1.0
		if w != nil {
			weight = w[i]
		}
		k := int(math.Floor((v - start) / width))
		if k == bins && v <= start+float64(width*float64(bins))*(1+1e-12) {
			k--
		}
		if k < 0 || k >= bins {
			continue
		}
		h.Counts[k] += weight
		h.Total += weight
	}
	return h
}

// LeastGap returns the smallest distance between different values of x, 1 if
// there is none.
func LeastGap(x []float64) float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	gap := math.Inf(1)
	for i := 1; i < len(s); i++ {
		if d := s[i] - s[i-1]; d > 0 {
			gap = min(gap, d)
		}
	}
	if math.IsInf(gap, 1) {
		return 1
	}
	return gap
}
