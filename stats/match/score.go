package match

import (
	"cmp"
	"math"
	"slices"
)

// A pool is the units that may be matched to others, in the order of their
// scores. Units with equal scores form a run.
type pool struct {
	unit  []int32 // by position
	score []float64
	run   []int32   // the run of each position
	first []int32   // the first position of each run, and the end
	value []float64 // the score of each run
}

// newPool orders the units of scores for which in is true.
func newPool(scores []float64, in func(i int) bool) *pool {
	p := &pool{}
	for i := range scores {
		if in(i) {
			p.unit = append(p.unit, int32(i))
		}
	}
	slices.SortStableFunc(p.unit, func(a, b int32) int { return cmp.Compare(scores[a], scores[b]) })
	for k, i := range p.unit {
		s := scores[i]
		p.score = append(p.score, s)
		if k == 0 || s != p.score[k-1] {
			p.first = append(p.first, int32(k))
			p.value = append(p.value, s)
		}
		p.run = append(p.run, int32(len(p.first)-1))
	}
	p.first = append(p.first, int32(len(p.unit)))
	return p
}

// seek returns the first run whose score is not below s.
func (p *pool) seek(s float64) int {
	r, _ := slices.BinarySearch(p.value, s)
	return r
}

// A walk visits the runs of a pool by their distance from a score, the lower
// run first where two are equally far.
type walk struct {
	p           *pool
	score       float64
	left, right int
}

func (p *pool) walk(score float64) walk {
	r := p.seek(score)
	return walk{p, score, r - 1, r}
}

// next returns the next run and its distance; -1 behind the last.
func (w *walk) next() (run int, distance float64) {
	l, r := math.Inf(1), math.Inf(1)
	if w.left >= 0 {
		l = math.Abs(w.score - w.p.value[w.left])
	}
	if w.right < len(w.p.value) {
		r = math.Abs(w.score - w.p.value[w.right])
	}
	switch {
	case math.IsInf(l, 1) && math.IsInf(r, 1):
		return -1, l
	case l <= r:
		w.left--
		return w.left + 1, l
	}
	w.right++
	return w.right - 1, r
}

// Duplicates reports whether two of the units for which in is true have equal
// scores.
func Duplicates(scores []float64, in []bool) bool {
	p := newPool(scores, func(i int) bool { return in[i] })
	return len(p.value) < len(p.unit)
}
