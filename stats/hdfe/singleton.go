package hdfe

import (
	"context"
	"slices"

	"github.com/didot-lang/didot/stats/kernel"
)

// Singletons finds the rows that some effect's level explains by itself:
// a level with one row, again and again until none is left, since dropping
// one row can leave another alone. keep is nil if there are none. With
// frequency weights fw, a row that stands for several is not alone; fw may be
// nil.
func Singletons(effects []Effect, fw []float64) (keep []bool, dropped int) {
	if len(effects) == 0 {
		return nil, 0
	}
	n := len(effects[0].Codes)
	counts := make([][]int32, len(effects))
	alone := make([]bool, len(effects))
	_ = kernel.Each(context.Background(), len(effects), func(e int) {
		f := effects[e]
		f.check(n)
		counts[e] = make([]int32, f.Levels)
		for _, c := range f.Codes {
			counts[e][c]++
		}
		alone[e] = slices.Contains(counts[e], 1)
	})
	for again := slices.Contains(alone, true); again; {
		again = false
		for e, f := range effects {
			for i, c := range f.Codes {
				if counts[e][c] != 1 || fw != nil && fw[i] > 1 || keep != nil && !keep[i] {
					continue
				}
				if keep == nil {
					keep = make([]bool, n)
					for j := range keep {
						keep[j] = true
					}
				}
				keep[i] = false
				dropped++
				again = true
				for o, g := range effects {
					counts[o][g.Codes[i]]--
				}
			}
		}
	}
	return keep, dropped
}
