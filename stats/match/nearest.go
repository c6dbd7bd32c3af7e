package match

import (
	"cmp"
	"math"
	"slices"
)

// A Groups says who is matched with whom: units of the focus with units of the
// pool. Units in neither are left alone.
type Groups struct {
	Score       []float64
	Focus, Pool []bool
}

// Swap exchanges focus and pool.
func (g Groups) Swap() Groups { return Groups{g.Score, g.Pool, g.Focus} }

func (g Groups) pool() *pool        { return newPool(g.Score, func(i int) bool { return g.Pool[i] }) }
func (g Groups) inFocus(i int) bool { return g.Focus[i] }
func (g Groups) each() (n int)      { return len(g.Score) }
func noCaliper(c float64) float64 {
	if c <= 0 {
		return math.Inf(1)
	}
	return c
}

// Nearest matches each unit of the focus with the k units of the pool whose
// scores are nearest, or as many as are nearer than caliper; 0 is no caliper.
// With ties, units whose score is that of the last match are matches too.
// Units of the pool may be used more than once.
func Nearest(g Groups, k int, caliper float64, ties bool) *Links {
	p, caliper := g.pool(), noCaliper(caliper)
	return newLinks(g.each(), g.inFocus, func(i int, to []int32) []int32 {
		w := p.walk(g.Score[i])
		for found := 0; found < k; {
			r, d := w.next()
			if r < 0 || d >= caliper {
				break
			}
			units := p.unit[p.first[r]:p.first[r+1]]
			if !ties {
				units = units[:min(len(units), k-found)]
			}
			to = append(to, units...)
			found += len(units)
		}
		return to
	})
}

// Radius matches each unit of the focus with all units of the pool that are
// nearer than caliper, the nearest first.
func Radius(g Groups, caliper float64) *Links {
	return Nearest(g, math.MaxInt, caliper, true)
}

// Singly matches each unit of the focus with the nearest unit of the pool that
// is nearer than caliper and not taken yet; 0 is no caliper. Units of the
// focus choose in the order of their scores, or the reverse.
func Singly(g Groups, caliper float64, descending bool) *Links {
	p, caliper := g.pool(), noCaliper(caliper)
	taken := newVacancies(p)
	focus := newPool(g.Score, g.inFocus).unit
	if descending {
		slices.SortStableFunc(focus, func(a, b int32) int { return cmp.Compare(g.Score[b], g.Score[a]) })
	}
	match := make([]int32, g.each())
	for i := range match {
		match[i] = -1
	}
	for _, i := range focus {
		if j := taken.nearest(g.Score[i], caliper); j >= 0 {
			match[i] = j
		}
	}
	return newLinks(g.each(), g.inFocus, func(i int, to []int32) []int32 {
		if match[i] < 0 {
			return to
		}
		return append(to, match[i])
	})
}

// vacancies are the units of a pool that are not taken: of each run the ones
// from used on. Full runs are skipped by paths that are shortened as they are
// walked.
type vacancies struct {
	p           *pool
	used        []int32 // of each run
	left, right []int32 // the next run with a vacancy, itself included; shifted by one
}

func newVacancies(p *pool) *vacancies {
	n := len(p.value)
	v := &vacancies{p: p, used: make([]int32, n), left: make([]int32, n+2), right: make([]int32, n+2)}
	for r := range n + 2 {
		v.left[r], v.right[r] = int32(r), int32(r)
	}
	return v
}

// find follows the path from run r to one with a vacancy.
func find(path []int32, r int) int {
	for int(path[r]) != r {
		path[r] = path[path[r]]
		r = int(path[r])
	}
	return r
}

// nearest takes the nearest vacant unit and returns it, or -1.
func (v *vacancies) nearest(score, caliper float64) int32 {
	r := v.p.seek(score) + 1
	w := walk{v.p, score, find(v.left, r-1) - 1, find(v.right, r) - 1}
	if w.right == len(v.p.value) && w.left < 0 {
		return -1
	}
	run, d := w.next()
	if run < 0 || d >= caliper {
		return -1
	}
	k := v.p.first[run] + v.used[run]
	v.used[run]++
	if v.p.first[run]+v.used[run] == v.p.first[run+1] {
		v.left[run+1], v.right[run+1] = int32(run), int32(run+2)
	}
	return v.p.unit[k]
}
