package resampling

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// A tail says which draws count as at least as extreme as the observed
// statistic.
type tail int

const (
	twoSided tail = iota
	lower
	upper
)

// A tally counts draws of a statistic.
type tally struct {
	obs   float64
	n     int // draws in which it is not missing
	count [3]int
}

// A rule says how draws are compared with the observed statistic.
type rule struct {
	eps    float64 // draws that miss it by no more count as equal
	strict bool    // equal ones do not count
}

// rounding is the relative difference up to which strict takes draws as equal:
// the same assignment need not give the same bits.
const rounding = 1e-9

// tallyOf counts the draws of statistic j.
func tallyOf(obs float64, reps [][]float64, j int, how rule) tally {
	t := tally{obs: obs}
	atLeast := func(x, y float64) bool {
		if how.strict {
			return x > y+rounding*math.Abs(y)
		}
		return x >= y-how.eps
	}
	for _, r := range reps {
		x := r[j]
		if x >= frame.Missing {
			continue
		}
		t.n++
		for k, hit := range [3]bool{atLeast(math.Abs(x), math.Abs(obs)), atLeast(-x, -obs), atLeast(x, obs)} {
			if hit {
				t.count[k]++
			}
		}
	}
	return t
}

// p is the share of draws that count; missing if there are none or there is
// no observed statistic.
func (t *tally) p(k tail) float64 {
	if t.n == 0 || t.obs >= frame.Missing {
		return frame.Missing
	}
	return float64(t.count[k]) / float64(t.n)
}

// pObs is p with the observed assignment among the draws: Phipson and Smyth
// (2010), Statistical Applications in Genetics and Molecular Biology 9:39.
func (t *tally) pObs(k tail) float64 {
	if t.p(k) >= frame.Missing {
		return frame.Missing
	}
	return float64(t.count[k]+1) / float64(t.n+1)
}

// double is twice the smaller of the one-sided p-values, at most 1.
func (t *tally) double() float64 {
	if t.p(lower) >= frame.Missing {
		return frame.Missing
	}
	return min(1, 2*min(t.p(lower), t.p(upper)))
}

// An estimate is a p-value with its Monte Carlo standard error and interval.
type estimate struct{ p, se, lo, hi float64 }

// exact is the estimate of a share, with the interval of Clopper and Pearson.
func (t *tally) exact(k tail, level float64) estimate {
	p := t.p(k)
	if p >= frame.Missing {
		return estimate{p, p, p, p}
	}
	n := float64(t.n)
	lo, hi := stats.ExactInterval(n, p, level)
	return estimate{p, math.Sqrt(p * (1 - p) / n), lo, hi}
}

// rough is the estimate of double, with an approximate interval.
func (t *tally) rough(level float64) estimate {
	p := t.double()
	if p >= frame.Missing {
		return estimate{p, p, p, p}
	}
	se := math.Sqrt(p * (1 - p) / float64(t.n))
	lo, hi := stats.NormalInterval(p, se, level)
	return estimate{p, se, max(lo, 0), min(hi, 1)}
}

// A tested is the outcome of a test that compares a statistic with what it is
// under other assignments.
type tested struct {
	orig    *original
	tallies []tally
	tail    tail
	level   float64
	all     bool // every assignment was made: nothing is estimated
}

// test counts the draws.
func (r *repeater) test(how rule, k tail, level float64) *tested {
	t := &tested{orig: r.orig, tail: k, level: level}
	for j, obs := range r.orig.values {
		t.tallies = append(t.tallies, tallyOf(obs, r.reps, j, how))
	}
	return t
}

// estimateOf is the p-value of statistic j in a tail; no error if every
// assignment was made.
func (t *tested) estimateOf(j int, k tail) estimate {
	e := t.tallies[j].exact(k, t.level)
	if t.all {
		e.se, e.lo, e.hi = 0, e.p, e.p
	}
	return e
}

// store makes r(b), r(reps), r(c), r(p), ....
func (t *tested) store(r *interp.Results) {
	rows := map[string]func(j int) float64{
		"b": func(j int) float64 { return t.tallies[j].obs },
		"c": func(j int) float64 { return float64(t.tallies[j].count[t.tail]) },
		"p": func(j int) float64 { return t.tallies[j].p(t.tail) },
		"p_obs": func(j int) float64 {
			if t.all {
				return t.tallies[j].p(t.tail)
			}
			return t.tallies[j].pObs(t.tail)
		},
		"se":         func(j int) float64 { return t.estimateOf(j, t.tail).se },
		"reps":       func(j int) float64 { return float64(t.tallies[j].n) },
		"c_lower":    func(j int) float64 { return float64(t.tallies[j].count[lower]) },
		"c_upper":    func(j int) float64 { return float64(t.tallies[j].count[upper]) },
		"p_lower":    func(j int) float64 { return t.tallies[j].p(lower) },
		"p_upper":    func(j int) float64 { return t.tallies[j].p(upper) },
		"p_twosided": func(j int) float64 { return t.tallies[j].double() },
	}
	for _, name := range []string{"b", "reps", "c", "c_lower", "c_upper", "p", "p_obs", "p_lower", "p_upper", "p_twosided", "se"} {
		m := interp.NewMatrix(1, len(t.tallies))
		m.Rows[0] = "y1"
		labelStats(t.orig, m.Cols, m.ColEq)
		for j := range t.tallies {
			m.Set(0, j, rows[name](j))
		}
		r.SetMatrix(name, m)
	}
	ci := interp.NewMatrix(2, len(t.tallies))
	ci.Rows = []string{"ll", "ul"}
	labelStats(t.orig, ci.Cols, ci.ColEq)
	for j := range t.tallies {
		e := t.estimateOf(j, t.tail)
		ci.SetColumn(j, []float64{e.lo, e.hi})
	}
	r.SetMatrix("ci", ci)
}
