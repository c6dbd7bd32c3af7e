package causal

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/did"
)

// A schedule is when units of a panel are treated, for what is to be said of it.
type schedule struct {
	unit, period []int32
	units        int
	periods      int
	treated      []bool    // of rows
	first        []float64 // of each row: the period in which its unit is first treated, in the units of the data, or missing
}

// notes says, with counts, what of the panel makes estimates less certain:
// gaps, repeated periods, cohorts of one unit, no unit that is never treated.
// "set referee off" silences it.
func (s schedule) notes(c *interp.Call) {
	if !c.Settings().Referee || c.Quiet() {
		return
	}
	a := did.Adopt(s.unit, s.period, s.units, s.periods, s.treated)
	if a.Repeated > 0 {
		c.Note("note: %s of %s units have several observations in the same period.", c.Count(a.Repeated), c.Count(s.units))
	}
	if a.Gaps > 0 {
		c.Note("note: %s of %s units have gaps between their first and last period.", c.Count(a.Gaps), c.Count(s.units))
	}
	size, seen, never := map[float64]int{}, make([]bool, s.units), false
	for i, u := range s.unit {
		if seen[u] {
			continue
		}
		seen[u] = true
		if s.first[i] >= frame.Missing {
			never = true
			continue
		}
		size[s.first[i]]++
	}
	single := 0
	for _, n := range size {
		single += int(truth(n == 1))
	}
	if single > 0 {
		c.Note("note: %s of %s cohorts have one unit: standard errors take no account of how its effects may differ by chance.", c.Count(single), c.Count(len(size)))
	}
	if !never {
		c.Note("note: all %s units are treated at some time: comparisons are with units not yet treated.", c.Count(s.units))
	}
}

// untreatedNowhere says, for the rows marked, why they cannot be compared:
// how many units and periods they are in that have no untreated row; "" if
// that is not the reason.
func (s schedule) untreatedNowhere(c *interp.Call, marked []float64) string {
	unit, period := make([]bool, s.units), make([]bool, s.periods)
	for i, d := range s.treated {
		if !d {
			unit[s.unit[i]], period[s.period[i]] = true, true
		}
	}
	badUnits, badPeriods := map[int32]bool{}, map[int32]bool{}
	for i, m := range marked {
		if m == 0 {
			continue
		}
		if !unit[s.unit[i]] {
			badUnits[s.unit[i]] = true
		}
		if !period[s.period[i]] {
			badPeriods[s.period[i]] = true
		}
	}
	var parts []string
	if n := len(badUnits); n > 0 {
		parts = append(parts, fmt.Sprintf("%s of %s units have no untreated observation", c.Count(n), c.Count(s.units)))
	}
	if n := len(badPeriods); n > 0 {
		parts = append(parts, fmt.Sprintf("in %d of %d periods no observation is untreated", n, s.periods))
	}
	return strings.Join(parts, " and ")
}
