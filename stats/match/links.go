package match

import "math"

// A Matching says which units of the pool stand for each unit of the focus.
type Matching interface {
	// Found reports whether unit i of the focus has a match.
	Found(i int) bool
	// Outcome is, for each unit of the focus, the weighted mean outcome of its
	// matches; NaN for units without and for those not in the focus.
	Outcome(y []float64) []float64
	// Weights is, for each unit of the pool, the sum of its weights in matches,
	// and the sum of their squares.
	Weights() (sum, squares []float64)
}

// Links is a matching with few matches per unit.
type Links struct {
	n     int     // units
	Start []int32 // matches of unit i are To[Start[i]:Start[i+1]]
	To    []int32 // units of the pool, nearest first
	// Weight is 1 over the number of matches of the unit.
}

// Of returns the matches of unit i, the nearest first.
func (l *Links) Of(i int) []int32 { return l.To[l.Start[i]:l.Start[i+1]] }

// Found implements Matching.
func (l *Links) Found(i int) bool { return l.Start[i] < l.Start[i+1] }

// Outcome implements Matching.
func (l *Links) Outcome(y []float64) []float64 {
	out := make([]float64, l.n)
	for i := range out {
		of := l.Of(i)
		if len(of) == 0 {
			out[i] = math.NaN()
			continue
		}
		for _, j := range of {
			out[i] += y[j]
		}
		out[i] /= float64(len(of))
	}
	return out
}

// Weights implements Matching.
func (l *Links) Weights() (sum, squares []float64) {
	sum, squares = make([]float64, l.n), make([]float64, l.n)
	for i := range l.n {
		of := l.Of(i)
		for _, j := range of {
			w := 1 / float64(len(of))
			sum[j] += w
			squares[j] += w * w
		}
	}
	return sum, squares
}

// newLinks gathers the matches that of finds for each unit of the focus.
func newLinks(n int, focus func(i int) bool, of func(i int, to []int32) []int32) *Links {
	l := &Links{n: n, Start: make([]int32, n+1)}
	for i := range n {
		if focus(i) {
			l.To = of(i, l.To)
		}
		l.Start[i+1] = int32(len(l.To))
	}
	return l
}

// Gaps are the distances between the scores of units and their nearest match;
// NaN without one.
func (l *Links) Gaps(score []float64) []float64 {
	out := make([]float64, l.n)
	for i := range out {
		out[i] = math.NaN()
		if of := l.Of(i); len(of) > 0 {
			out[i] = math.Abs(score[i] - score[of[0]])
		}
	}
	return out
}
