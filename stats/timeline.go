package stats

import (
	"cmp"
	"slices"
)

// A Timeline places rows in time, within panels or in one series.
type Timeline struct {
	Time  []float64 // periods, one apart; integers
	Panel []int32   // or nil
}

// Rows is the timeline of the rows for which keep is true.
func (t Timeline) Rows(keep []bool) Timeline {
	return Timeline{Time: pick(t.Time, keep), Panel: pick(t.Panel, keep)}
}

// span is the number of periods from the first to the last.
func (t Timeline) span() int {
	return int(slices.Max(t.Time)-slices.Min(t.Time)) + 1
}

// Gaps reports whether a panel lacks a period between its first and last.
func (t Timeline) Gaps() bool {
	order := t.order()
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		if t.panel(a) == t.panel(b) && t.Time[b] != t.Time[a]+1 {
			return true
		}
	}
	return false
}

// Closed is the timeline with the gaps within panels closed: rows are one
// period apart.
func (t Timeline) Closed() Timeline {
	out := Timeline{Time: make([]float64, len(t.Time)), Panel: t.Panel}
	now := 0.0
	for _, i := range t.order() {
		now++
		out.Time[i] = now
	}
	return out
}

func (t Timeline) panel(i int32) int32 {
	if t.Panel == nil {
		return 0
	}
	return t.Panel[i]
}

// order sorts the rows by panel and time.
func (t Timeline) order() []int32 {
	order := make([]int32, len(t.Time))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if c := cmp.Compare(t.panel(a), t.panel(b)); c != 0 {
			return c
		}
		return cmp.Compare(t.Time[a], t.Time[b])
	})
	return order
}

// lag calls f for every pair of rows of a panel that are lag periods apart, the
// earlier one second. order is that of order.
func (t Timeline) lag(order []int32, lag int, f func(now, before int32)) {
	start, j := 0, 0
	for k, i := range order {
		if k > 0 && t.panel(i) != t.panel(order[k-1]) {
			start = k
		}
		j = max(j, start)
		for j < k && t.Time[order[j]] < t.Time[i]-float64(lag) {
			j++
		}
		if j < k && t.Time[order[j]] == t.Time[i]-float64(lag) {
			f(i, order[j])
		}
	}
}

// periods numbers the periods that rows fall in, in their order, and gives
// their times.
func (t Timeline) periods() (codes []int32, times []float64) {
	times = slices.Clone(t.Time)
	slices.Sort(times)
	times = slices.Compact(times)
	codes = make([]int32, len(t.Time))
	for i, v := range t.Time {
		k, _ := slices.BinarySearch(times, v)
		codes[i] = int32(k)
	}
	return codes, times
}

// Longest is the greatest number of periods from the first to the last of a
// panel.
func (t Timeline) Longest() int {
	first, last := map[int32]float64{}, map[int32]float64{}
	most := 0
	for i, v := range t.Time {
		p := t.panel(int32(i))
		if f, ok := first[p]; !ok || v < f {
			first[p] = v
		}
		if l, ok := last[p]; !ok || v > l {
			last[p] = v
		}
		most = max(most, int(last[p]-first[p])+1)
	}
	return most
}

// Periods are the times of the first and last periods, and how many periods
// rows fall in.
func (t Timeline) Periods() (limits [2]float64, n int) {
	_, times := t.periods()
	if len(times) > 0 {
		limits = [2]float64{times[0], times[len(times)-1]}
	}
	return limits, len(times)
}
