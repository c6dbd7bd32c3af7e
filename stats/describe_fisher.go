package stats

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// ErrTooLarge is returned for a table whose exact test takes too many steps.
var ErrTooLarge = errors.New("table too large for the exact test")

// fisherSteps bounds the work of FisherExact.
const fisherSteps = 8_000_000

// likeObserved is the relative difference up to which the probability of a
// table counts as that of the one observed.
const likeObserved = 1e-7

// FisherExact is the probability, given the margins and independence, of all
// tables that are no more probable than the given one of counts. one is, for
// two rows and columns, the probability of the tables that deviate as much in
// the same direction.
//
// Columns are filled one after the other. States that agree in what the rows
// still need, and their probability so far, are one; a state is dropped when
// even its least probable completion is too probable, and added up when even
// its most probable one is not: Mehta and Patel (1983), J. American
// Statistical Association 78:427-434.
func FisherExact(ctx context.Context, table [][]float64) (p, one float64, err error) {
	f := newFisher(table)
	if f == nil {
		return 1, 1, nil
	}
	if len(f.rows) == 2 && len(f.cols) == 2 {
		p, one = fourfold(filledRows(table))
		return p, one, nil
	}
	p, err = f.run(ctx)
	return min(p, 1), math.NaN(), err
}

// filledRows drops empty rows and columns.
func filledRows(table [][]float64) [][]float64 {
	cols := make([]float64, len(table[0]))
	for _, row := range table {
		for j, v := range row {
			cols[j] += v
		}
	}
	var out [][]float64
	for _, row := range table {
		var kept []float64
		sum := 0.0
		for j, v := range row {
			sum += v
			if cols[j] > 0 {
				kept = append(kept, v)
			}
		}
		if sum > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// fourfold is FisherExact for two rows and columns.
func fourfold(t [][]float64) (p, one float64) {
	row, col := t[0][0]+t[0][1], t[0][0]+t[1][0]
	n := row + t[1][0] + t[1][1]
	chance := func(x float64) float64 {
		return math.Exp(logChoose(row, x) + logChoose(n-row, col-x) - logChoose(n, col))
	}
	at := chance(t[0][0])
	var below, above float64
	for x := max(0, row+col-n); x <= min(row, col); x++ {
		q := chance(x)
		if q <= at*(1+likeObserved) {
			p += q
		}
		if x <= t[0][0] {
			below += q
		}
		if x >= t[0][0] {
			above += q
		}
	}
	one = above
	if t[0][0]*t[1][1] < t[0][1]*t[1][0] {
		one = below
	}
	return min(p, 1), min(one, 1)
}

func logFactorial(x float64) float64 {
	l, _ := math.Lgamma(x + 1)
	return l
}

func logChoose(n, k float64) float64 { return logFactorial(n) - logFactorial(k) - logFactorial(n-k) }

// A fisher is one exact test. A table's weight is the product of 1/x! over
// its cells; weights are logarithms.
type fisher struct {
	rows, cols []int // totals; rows are the fewer
	observed   float64
	factorial  []float64
	bounds     map[string][2]float64 // least and largest weight of completions
	steps      int
}

// newFisher returns nil if the margins leave but one table.
func newFisher(table [][]float64) *fisher {
	t := filledRows(table)
	if len(t) < 2 || len(t[0]) < 2 {
		return nil
	}
	f := &fisher{rows: make([]int, len(t)), cols: make([]int, len(t[0])), bounds: map[string][2]float64{}}
	n := 0
	for i, row := range t {
		for j, v := range row {
			f.rows[i] += int(v)
			f.cols[j] += int(v)
			n += int(v)
			f.observed -= logFactorial(v)
		}
	}
	f.factorial = make([]float64, n+1)
	for i := range f.factorial {
		f.factorial[i] = logFactorial(float64(i))
	}
	if len(f.rows) > len(f.cols) {
		f.rows, f.cols = f.cols, f.rows
	}
	slices.Sort(f.rows)
	slices.SortFunc(f.cols, func(a, b int) int { return cmp.Compare(b, a) })
	return f
}

// A node is what the rows still need, sorted, and the weights of the ways
// there.
type node struct {
	rows []int
	past map[int64]path
}

// A path stands for all ways of nearly the same weight.
type path struct {
	weight float64 // logarithm, of one way
	count  float64
}

func key(rows []int) string {
	b := make([]byte, 0, 3*len(rows))
	for _, r := range rows {
		b = append(b, byte(r), byte(r>>8), byte(r>>16))
	}
	return string(b)
}

// mergeScale is the inverse of the difference in logarithms below which two
// paths are one.
const mergeScale = 1e10

func (f *fisher) run(ctx context.Context) (float64, error) {
	limit := f.observed + math.Log1p(likeObserved)
	constant := -f.factorial[len(f.factorial)-1]
	for _, m := range slices.Concat(f.rows, f.cols) {
		constant += f.factorial[m]
	}
	total := 0.0
	level := map[string]*node{key(f.rows): {f.rows, map[int64]path{0: {0, 1}}}}
	for k := range f.cols {
		next := map[string]*node{}
		for _, id := range sortedKeys(level) {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			nd := level[id]
			low, high := f.bound(nd.rows, k)
			if f.steps > fisherSteps {
				return 0, ErrTooLarge
			}
			for _, at := range sortedPaths(nd.past) {
				way := nd.past[at]
				switch {
				case way.weight+high <= limit:
					total += way.count * math.Exp(way.weight+f.sum(nd.rows, k)+constant)
				case way.weight+low > limit:
				default:
					f.advance(nd.rows, k, way, next)
				}
			}
		}
		level = next
	}
	return total, nil
}

// advance fills column k from a state in all ways.
func (f *fisher) advance(rows []int, k int, way path, next map[string]*node) {
	f.fill(rows, k, func(left []int, weight float64) {
		id := key(left)
		nd := next[id]
		if nd == nil {
			nd = &node{slices.Clone(left), map[int64]path{}}
			next[id] = nd
		}
		w := way.weight + weight
		at := int64(math.Round(w * mergeScale))
		if old, ok := nd.past[at]; ok {
			nd.past[at] = path{old.weight, old.count + way.count}
		} else {
			nd.past[at] = path{w, way.count}
		}
	})
}

// fill calls use for every way to spread column k over rows: with what the
// rows need then, sorted, and the weight of the column.
func (f *fisher) fill(rows []int, k int, use func(left []int, weight float64)) {
	x := make([]int, len(rows))
	left := make([]int, len(rows))
	room := make([]int, len(rows)+1) // of the rows from i on
	for i := len(rows) - 1; i >= 0; i-- {
		room[i] = room[i+1] + rows[i]
	}
	var place func(i, rest int, weight float64)
	place = func(i, rest int, weight float64) {
		if f.steps > fisherSteps {
			return
		}
		if i == len(rows) {
			f.steps++
			for r := range rows {
				left[r] = rows[r] - x[r]
			}
			slices.Sort(left)
			use(left, weight)
			return
		}
		for v := max(0, rest-room[i+1]); v <= min(rest, rows[i]); v++ {
			x[i] = v
			place(i+1, rest-v, weight-f.factorial[v])
		}
	}
	place(0, f.cols[k], 0)
}

// bound returns the least and the largest weight of columns k and up.
func (f *fisher) bound(rows []int, k int) (low, high float64) {
	if k == len(f.cols) {
		return 0, 0
	}
	id := string(rune(k)) + key(rows)
	if b, ok := f.bounds[id]; ok {
		return b[0], b[1]
	}
	low, high = math.Inf(1), math.Inf(-1)
	f.fill(rows, k, func(left []int, weight float64) {
		l, h := f.bound(slices.Clone(left), k+1)
		low, high = min(low, weight+l), max(high, weight+h)
	})
	f.bounds[id] = [2]float64{low, high}
	return low, high
}

// sum returns the logarithm of the sum of the weights of all completions:
// n!/(rows! cols!) by the multinomial theorem.
func (f *fisher) sum(rows []int, k int) float64 {
	n, s := 0, 0.0
	for _, r := range rows {
		n += r
		s -= f.factorial[r]
	}
	for _, c := range f.cols[k:] {
		s -= f.factorial[c]
	}
	return s + f.factorial[n]
}

func sortedKeys(m map[string]*node) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func sortedPaths(m map[int64]path) []int64 {
	out := make([]int64, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
