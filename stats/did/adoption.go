package did

import "math"

// Never and Always stand for the cohorts of units that are treated in no
// period and in all of them. Other cohorts are the number of the first treated
// period, counted from 0.
const (
	Never  = math.MaxInt32
	Always = 0
)

// Adoption is what a 0/1 treatment says of units observed over periods.
type Adoption struct {
	Cohort []int32 // of each unit: the first treated period, Always, or Never
	First  []int32 // first period in which each unit is observed

	// What may be wrong, counted in units.
	Reversed int // treatment switches off
	Gaps     int // a period between the first and the last is missing
	Short    int // some period is missing
	Repeated int // some period occurs twice
	Missing  int // unit-periods without observation
}

// Adopt reads a treatment off rows of units (counted from 0) and periods
// (numbered from 0 without gaps). The cohort of a unit is its first treated
// period that is observed; units treated whenever observed from the first of
// all periods on are Always.
func Adopt(unit, period []int32, units, periods int, treated []bool) Adoption {
	const none = math.MaxInt32
	a := Adoption{Cohort: make([]int32, units), First: make([]int32, units)}
	last := make([]int32, units)      // last observed period
	lastClear := make([]int32, units) // last untreated one
	rows := make([]int32, units)
	for u := range units {
		a.Cohort[u], a.First[u], last[u], lastClear[u] = none, none, -1, -1
	}
	seen := make([]uint64, (units*periods+63)/64)
	repeated := make([]bool, units)
	for i, u := range unit {
		p := period[i]
		at := int(u)*periods + int(p)
		if seen[at/64]>>(at%64)&1 == 1 {
			repeated[u] = true
			continue
		}
		seen[at/64] |= 1 << (at % 64)
		rows[u]++
		a.First[u], last[u] = min(a.First[u], p), max(last[u], p)
		if treated[i] {
			a.Cohort[u] = min(a.Cohort[u], p)
		} else {
			lastClear[u] = max(lastClear[u], p)
		}
	}
	for u := range units {
		if lastClear[u] > a.Cohort[u] {
			a.Reversed++
		}
		if int(rows[u]) < periods {
			a.Short++
			a.Missing += periods - int(rows[u])
		}
		if rows[u] < last[u]-a.First[u]+1 {
			a.Gaps++
		}
		if repeated[u] {
			a.Repeated++
		}
	}
	return a
}
