package did

import (
	"errors"
	"slices"
)

// ErrOneGroup says that all units are treated at the same time, so that there
// is nothing to compare.
var ErrOneGroup = errors.New("all units have the same timing of treatment")

// A Comparison is what a two-group, two-period difference in differences
// compares a treated cohort with.
type Comparison int

const (
	LaterEarlier Comparison = iota + 1 // a cohort treated earlier, before and after the later one is
	EarlierLater                       // a cohort treated later, until it is
	WithAlways                         // units treated in all periods
	WithNever                          // units treated in none
)

// A Pair is one two-by-two difference in differences in a two-way estimate.
type Pair struct {
	Treated, Control int32 // cohorts, as in Adoption
	Kind             Comparison
	Estimate, Weight float64
}

// Bacon takes the two-way fixed-effects estimate on a balanced panel apart
// into two-by-two differences in differences, whose weights sum to 1:
// Goodman-Bacon (2021, J. Econometrics 225:254-277), theorem 1 and equations
// (10a) to (10g). y is by unit and period, y[u*periods+p]; cohort and w, the
// weight of each unit (nil for ones), are by unit. Pairs come in the order of
// the later and then the earlier cohort.
func Bacon(y []float64, cohort []int32, w []float64, periods int) ([]Pair, error) {
	groups := newTimingGroups(y, cohort, w, periods)
	if len(groups) < 2 {
		return nil, ErrOneGroup
	}
	var out []Pair
	var total float64
	for l, late := range groups {
		for _, early := range groups[:l] {
			for _, p := range early.compare(late, periods) {
				total += p.Weight
				out = append(out, p)
			}
		}
	}
	for i := range out {
		out[i].Weight /= total
	}
	return out, nil
}

// A timingGroup is the units of one cohort.
type timingGroup struct {
	cohort int32
	share  float64   // of all units
	d      float64   // share of periods in which it is treated
	sums   []float64 // of its mean outcome over periods 0 to p-1
}

func newTimingGroups(y []float64, cohort []int32, w []float64, periods int) []*timingGroup {
	byCohort := map[int32]*timingGroup{}
	var total float64
	for u, c := range cohort {
		weight := 1.0
		if w != nil {
			weight = w[u]
		}
		g := byCohort[c]
		if g == nil {
			g = &timingGroup{cohort: c, sums: make([]float64, periods+1)}
			byCohort[c] = g
		}
		g.share += weight
		total += weight
		for p := range periods {
			g.sums[p+1] += weight * y[u*periods+p]
		}
	}
	var out []*timingGroup
	for _, g := range byCohort {
		for p := range periods {
			g.sums[p+1] = g.sums[p] + g.sums[p+1]/g.share
		}
		g.share /= total
		if g.cohort != Never {
			g.d = float64(periods-int(g.cohort)) / float64(periods)
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b *timingGroup) int { return int(a.cohort) - int(b.cohort) })
	return out
}

// mean is the average outcome over periods a to b-1.
func (g *timingGroup) mean(a, b int) float64 { return (g.sums[b] - g.sums[a]) / float64(b-a) }

// change is the change of the mean outcome from periods a..b-1 to b..c-1.
func (g *timingGroup) change(a, b, c int) float64 { return g.mean(b, c) - g.mean(a, b) }

// compare returns the pairs that an earlier and a later group make, their
// weights not yet divided by the variance of treatment. Groups that are
// treated in all or in no periods serve as controls only.
func (early *timingGroup) compare(late *timingGroup, periods int) []Pair {
	n := early.share + late.share
	split := early.share / n * (late.share / n)
	against := func(g, control *timingGroup, kind Comparison) []Pair {
		at := int(g.cohort)
		return []Pair{{
			Treated: g.cohort, Control: control.cohort, Kind: kind,
			Estimate: g.change(0, at, periods) - control.change(0, at, periods),
			Weight:   n * n * split * g.d * (1 - g.d),
		}}
	}
	switch {
	case early.cohort == Always && late.cohort == Never:
		return nil
	case early.cohort == Always:
		return against(late, early, WithAlways)
	case late.cohort == Never:
		return against(early, late, WithNever)
	}
	k, l := int(early.cohort), int(late.cohort)
	dk, dl := early.d, late.d
	return []Pair{{
		Treated: early.cohort, Control: late.cohort, Kind: EarlierLater,
		Estimate: early.change(0, k, l) - late.change(0, k, l),
		Weight:   n * n * split * (dk - dl) * (1 - dk),
	}, {
		Treated: late.cohort, Control: early.cohort, Kind: LaterEarlier,
		Estimate: late.change(k, l, periods) - early.change(k, l, periods),
		Weight:   n * n * split * dl * (dk - dl),
	}}
}
