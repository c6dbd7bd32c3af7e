package did

import (
	"fmt"
	"slices"

	"github.com/didot-lang/didot/stats"
)

// EventTime is the periods since treatment of a cell, in units of time.
func (g *GroupTimes) EventTime(j int) float64 { return g.Cells[j].Time - g.Cells[j].Cohort }

// averaged is the average of the cells at, weighted by the shares of their
// cohorts, which are estimated too.
func (g *GroupTimes) averaged(name string, at []int) Target {
	t := Target{Name: name, Weights: make([]float64, len(g.B)), WeightIF: make([][]float64, len(g.B))}
	place := make([]int, len(at))
	var sum float64
	for k, j := range at {
		place[k] = slices.Index(g.Cohorts, g.Cells[j].Cohort)
		sum += g.Share[place[k]]
	}
	items := g.Items()
	total := make([]float64, items) // influence function of the sum of shares
	for _, p := range place {
		addScaled(total, 1, g.ShareIF[p])
	}
	known := map[int][]float64{}
	for k, j := range at {
		p := place[k]
		t.Weights[j] = g.Share[p] / sum
		if known[p] == nil {
			f := make([]float64, items)
			addScaled(f, 1/sum, g.ShareIF[p])
			addScaled(f, -g.Share[p]/(sum*sum), total)
			known[p] = f
		}
		t.WeightIF[j] = known[p]
	}
	return t
}

// where lists the cells for which keep is true.
func (g *GroupTimes) where(keep func(j int) bool) []int {
	var out []int
	for j := range g.B {
		if keep(j) {
			out = append(out, j)
		}
	}
	return out
}

// post reports whether cell j is since treatment.
func (g *GroupTimes) post(j int) bool { return g.Cells[j].Post }

// Simple averages all cells since treatment, by shares of cohorts: Callaway and
// Sant'Anna (2021), eq. 3.10 with weights of table 1.
func (g *GroupTimes) Simple(name string) *Result {
	return g.Aggregate([]Target{g.averaged(name, g.where(g.post))})
}

// Window is Simple over cells of event times from lo to hi, before treatment
// too.
func (g *GroupTimes) Window(name string, lo, hi float64) *Result {
	at := g.where(func(j int) bool { return g.EventTime(j) >= lo && g.EventTime(j) <= hi })
	if len(at) == 0 {
		return nil
	}
	return g.Aggregate([]Target{g.averaged(name, at)})
}

// ByCohort averages each cohort's cells since treatment, one by one, and these
// averages by shares of cohorts, which count as known: θ_sel(g) and θ^O_sel of
// section 3.
func (g *GroupTimes) ByCohort(overall string, name func(cohort float64) string) *Result {
	var parts []Target
	var shares []float64
	var sum float64
	for p, c := range g.Cohorts {
		at := g.where(func(j int) bool { return g.post(j) && g.Cells[j].Cohort == c })
		if len(at) == 0 {
			continue
		}
		parts, shares = append(parts, equal(name(c), len(g.B), at)), append(shares, g.Share[p])
		sum += g.Share[p]
	}
	for p := range shares {
		shares[p] /= sum
	}
	by := g.Aggregate(parts)
	return Join(by.Aggregate([]Target{{Name: overall, Weights: shares}}), by)
}

// equal is the plain average of the estimates at the given places among n.
func equal(name string, n int, at []int) Target {
	t := Target{Name: name, Weights: make([]float64, n)}
	for _, j := range at {
		t.Weights[j] = 1 / float64(len(at))
	}
	return t
}

// ByPeriod averages the cells of treated cohorts in each period by shares of
// cohorts, and these averages: θ_c(t) and θ^O_c.
func (g *GroupTimes) ByPeriod(overall string, name func(time float64) string) *Result {
	var times []float64
	for j := range g.B {
		if g.post(j) {
			times = append(times, g.Cells[j].Time)
		}
	}
	slices.Sort(times)
	var parts []Target
	for _, t := range slices.Compact(times) {
		parts = append(parts, g.averaged(name(t), g.where(func(j int) bool { return g.post(j) && g.Cells[j].Time == t })))
	}
	by := g.Aggregate(parts)
	all := make([]int, len(by.B))
	for j := range all {
		all[j] = j
	}
	return Join(by.Aggregate([]Target{equal(overall, len(by.B), all)}), by)
}

// ByEvent averages the cells of each event time for which keep is true by
// shares of cohorts: θ_es(e). The first two estimates are the plain averages
// of those before treatment, and since; either is left out if there are none.
// times are the event times of the others.
func (g *GroupTimes) ByEvent(before, since string, name func(e float64) string, keep func(e float64) bool) (r *Result, times []float64) {
	for j := range g.B {
		if e := g.EventTime(j); keep(e) {
			times = append(times, e)
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	if len(times) == 0 {
		return nil, nil
	}
	var parts []Target
	var early, late []int
	for k, e := range times {
		parts = append(parts, g.averaged(name(e), g.where(func(j int) bool { return g.EventTime(j) == e })))
		if e < 0 {
			early = append(early, k)
		} else {
			late = append(late, k)
		}
	}
	by := g.Aggregate(parts)
	var sums []Target
	for _, s := range []struct {
		name string
		at   []int
	}{{before, early}, {since, late}} {
		if len(s.at) > 0 {
			sums = append(sums, equal(s.name, len(by.B), s.at))
		}
	}
	return Join(by.Aggregate(sums), by), times
}

// PreTest tests that the effects in all cells before treatment, or those whose
// event time keep is true for, are zero.
func (g *GroupTimes) PreTest(keep func(e float64) bool) (stats.Test, error) {
	at := g.where(func(j int) bool { return !g.post(j) && keep(g.EventTime(j)) })
	if len(at) == 0 {
		return stats.Test{}, fmt.Errorf("no effects before treatment are estimated")
	}
	return g.Joint(at), nil
}
