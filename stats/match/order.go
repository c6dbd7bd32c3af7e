package match

import (
	"cmp"
	"slices"
)

// Order is the units for which in is true by treatment, untreated first, then
// by score, then as given.
func Order(score []float64, treated, in []bool) []int32 {
	var units []int32
	for i := range score {
		if in[i] {
			units = append(units, int32(i))
		}
	}
	slices.SortStableFunc(units, func(a, b int32) int {
		if treated[a] != treated[b] {
			if treated[b] {
				return -1
			}
			return 1
		}
		return cmp.Compare(score[a], score[b])
	})
	return units
}
