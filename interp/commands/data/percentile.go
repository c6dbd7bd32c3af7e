package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
)

// sameRank is the relative difference up to which a rank N*p/100 counts as an
// integer.
const sameRank = 1e-9

// percentile returns the p-th percentile of v, which it puts into another
// order: with the values in order and P = N*p/100, the mean of values P and
// P+1 if P is an integer, else value P rounded up. Missing if v is empty.
// It is the definition of stats.Percentiles, by selection instead of sorting.
func percentile(v []float64, p float64) float64 {
	n := len(v)
	if n == 0 {
		return frame.Missing
	}
	rank := float64(n) * p / 100
	whole := math.Round(rank)
	if math.Abs(rank-whole) >= sameRank*max(1, rank) {
		return smallest(v, min(int(math.Ceil(rank)), n)-1)
	}
	k := int(whole)
	switch {
	case k == 0:
		return slices.Min(v)
	case k >= n:
		return slices.Max(v)
	}
	low := smallest(v, k-1)
	return (low + slices.Min(v[k:])) / 2
}

// smallest returns the k-th smallest value of v, counted from 0, with no
// larger ones before it and no smaller ones behind. It is Hoare's selection
// with the median of three as the pivot; after too many rounds it sorts.
func smallest(v []float64, k int) float64 {
	lo, hi := 0, len(v)-1
	for round := 0; hi-lo > 32; round++ {
		if round > 64 {
			break
		}
		pivot := medianOf3(v[lo], v[lo+(hi-lo)/2], v[hi])
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return v[k]
		}
	}
	slices.Sort(v[lo : hi+1])
	return v[k]
}

func medianOf3(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}
