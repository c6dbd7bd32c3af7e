package frame

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// A pair is a row and the code it is sorted by.
type pair[K uint32 | uint64] struct {
	code K
	row  int32
}

// narrowPairs returns the rows in the given order (nil: as they are) with
// their codes.
func narrowPairs(codes []uint64, order []int32, n int) []pair[uint32] {
	return makePairs(codes, order, n, func(c uint64) uint32 { return uint32(c) })
}

func widePairs(codes []uint64, order []int32, n int) []pair[uint64] {
	return makePairs(codes, order, n, func(c uint64) uint64 { return c })
}

func makePairs[K uint32 | uint64](codes []uint64, order []int32, n int, cut func(uint64) K) []pair[K] {
	out := make([]pair[K], n)
	eachBlock(n, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			row := int32(i)
			if order != nil {
				row = order[i]
			}
			out[i] = pair[K]{cut(codes[row]), row}
		}
	})
	return out
}

// digitBits is the number of bits that one pass of the radix sort looks at.
const digitBits = 11

// smallSort is the number of rows below which a comparison sort is faster.
const smallSort = 1024

// sortPairs sorts pairs by their lowest width bits, keeping the order of
// equals, and returns the rows. It works through the digits from the lowest
// up; workers count and move parts of the pairs, and since they move them to
// places computed beforehand, their number does not matter.
func sortPairs[K uint32 | uint64](pairs []pair[K], width int) []int32 {
	if len(pairs) < smallSort {
		slices.SortStableFunc(pairs, func(a, b pair[K]) int { return cmp.Compare(a.code, b.code) })
		return rowsOf(pairs)
	}
	passes := (width + digitBits - 1) / digitBits
	digit := (width + passes - 1) / passes
	spare := make([]pair[K], len(pairs))
	for p := range passes {
		if radixPass(spare, pairs, p*digit, digit) {
			pairs, spare = spare, pairs
		}
	}
	return rowsOf(pairs)
}

func rowsOf[K uint32 | uint64](pairs []pair[K]) []int32 {
	rows := make([]int32, len(pairs))
	for i, p := range pairs {
		rows[i] = p.row
	}
	return rows
}

// radixPass moves src to dst in the order of the digit of the given width
// that begins at bit shift. It does nothing and returns false if all have the
// same digit.
func radixPass[K uint32 | uint64](dst, src []pair[K], shift, width int) bool {
	mask := K(1)<<width - 1
	parts := cutParts(src, min(runtime.GOMAXPROCS(0), 8, len(src)>>16+1))
	counts := make([][]int, len(parts))
	inParallel(len(parts), func(w int) {
		count := make([]int, 1<<width)
		for i := range parts[w] {
			count[parts[w][i].code>>shift&mask]++
		}
		counts[w] = count
	})
	at := 0
	for d := range 1 << width {
		for _, count := range counts {
			if count[d] == len(src) {
				return false
			}
			n := count[d]
			count[d] = at
			at += n
		}
	}
	inParallel(len(parts), func(w int) {
		place := counts[w]
		for _, p := range parts[w] {
			d := p.code >> shift & mask
			dst[place[d]] = p
			place[d]++
		}
	})
	return true
}

// cutParts cuts s into n parts of about equal length.
func cutParts[T any](s []T, n int) [][]T {
	parts := make([][]T, n)
	for i := range parts {
		parts[i] = s[len(s)*i/n : len(s)*(i+1)/n]
	}
	return parts
}

func inParallel(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}
