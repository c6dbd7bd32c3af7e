package hdfe

import (
	"context"

	"github.com/didot-lang/didot/stats/kernel"
)

// A layout is the effects as the solvers read them: rows sorted by the levels
// of the eliminated effect, the others' coefficients numbered through.
type layout struct {
	n      int
	order  []int32 // row of the data at each place; nil when the same
	starts []int32 // places at which groups (levels of the eliminated effect) start, and n
	w      []float64
	group  *factor   // the eliminated effect
	others []*factor // in the order of the effects
	which  []int     // index in effects of group, then of others

	totals   []float64 // of the weights of the groups, where applyWeighted may be used; else nil
	unknowns int       // coefficients of the others
	counts   *counts   // S as counts of rows, where that is quicker; else nil
	parts    []int     // groups at which the fixed parts of parallel loops start, and their number
}

// A factor is one effect in a layout: p orthonormal basis columns for each
// level, in the order of the layout.
type factor struct {
	p      int
	at     int // first of its unknowns; none for the eliminated one
	levels int
	base   []int32     // place of the first coefficient of each row's level; for the eliminated one nil
	basis  [][]float64 // p columns; nil for plain intercepts, whose basis is 1, not normalized
	shape  []float64   // levels×p×p upper triangles R: original columns = basis·R; nil for plain intercepts
	codes  []int32     // level of each row of the data
}

func newLayout(effects []Effect, w []float64) *layout {
	l := &layout{n: len(effects[0].Codes)}
	big, size := 0, -1
	for i, e := range effects {
		if s := e.Levels * e.columns(); s > size {
			big, size = i, s
		}
	}
	l.sort(effects[big])
	l.w = arrange(w, l.order)
	l.group = l.newFactor(effects[big], w)
	l.which = []int{big}
	for i, e := range effects {
		if i == big {
			continue
		}
		f := l.newFactor(e, w)
		f.at = l.unknowns
		f.base = make([]int32, l.n)
		_ = kernel.Blocks(context.Background(), l.n, func(_, lo, hi int) {
			for r := lo; r < hi; r++ {
				f.base[r] = int32(l.unknowns) + e.Codes[l.row(r)]*int32(f.p)
			}
		})
		l.unknowns += e.Levels * f.p
		l.others = append(l.others, f)
		l.which = append(l.which, i)
	}
	l.divide()
	l.counts = newCounts(l)
	l.totals = l.groupTotals()
	return l
}

// columns is the number of coefficients for each level.
func (e Effect) columns() int {
	p := len(e.Slopes)
	if !e.SlopesOnly {
		p++
	}
	return p
}

// sort groups the rows by the levels of e, keeping their order within.
func (l *layout) sort(e Effect) {
	next := make([]int32, e.Levels+1)
	sorted := true
	for i, c := range e.Codes {
		next[c+1]++
		sorted = sorted && (i == 0 || e.Codes[i-1] <= c)
	}
	for c := range e.Levels {
		if next[c+1] > 0 {
			l.starts = append(l.starts, next[c])
		}
		next[c+1] += next[c]
	}
	l.starts = append(l.starts, int32(l.n))
	if sorted {
		return
	}
	l.order = make([]int32, l.n)
	for i, c := range e.Codes {
		l.order[next[c]] = int32(i)
		next[c]++
	}
}

// row is the row of the data at place i.
func (l *layout) row(i int) int {
	if l.order == nil {
		return i
	}
	return int(l.order[i])
}

// arrange puts v in the given order; nil stays nil.
func arrange(v []float64, order []int32) []float64 {
	if v == nil || order == nil {
		return v
	}
	out := make([]float64, len(v))
	for i, r := range order {
		out[i] = v[r]
	}
	return out
}

// divide fixes the parts of parallel loops over groups. More parts keep more
// processors busy, but each needs its own sums for all unknowns; the number
// depends on the data alone, never on the machine.
func (l *layout) divide() {
	parts := min(l.n/16384, 64)
	if l.unknowns > 0 {
		parts = min(parts, max(2, l.n/(2*l.unknowns)), 16)
	}
	parts = max(1, parts)
	groups := len(l.starts) - 1
	g := 0
	for p := range parts {
		for g < groups && int(l.starts[g])*parts < p*l.n {
			g++
		}
		l.parts = append(l.parts, g)
	}
	l.parts = append(l.parts, groups)
}

// each calls f for the groups lo up to hi of every part, on all processors.
func (l *layout) each(ctx context.Context, f func(part, lo, hi int)) error {
	return kernel.Each(ctx, len(l.parts)-1, func(p int) { f(p, l.parts[p], l.parts[p+1]) })
}

// gather sets r to the values of up to four columns in the rows from place a
// on.
func (l *layout) gather(a int, cols [][]float64, r []quad) {
	if l.order == nil {
		for k, c := range cols {
			for i, v := range c[a : a+len(r)] {
				r[i][k] = v
			}
		}
	} else {
		for i, at := range l.order[a : a+len(r)] {
			for k, c := range cols {
				r[i][k] = c[at]
			}
		}
	}
	for k := len(cols); k < 4; k++ {
		for i := range r {
			r[i][k] = 0
		}
	}
}
