package frame

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// compareRows is the definition of the order, key by key.
func compareRows(keys []Key, a, b int32) int {
	for _, k := range keys {
		c, d := k.Column, 0
		if c.IsString() {
			d = cmp.Compare(c.Text(int(a)), c.Text(int(b)))
		} else {
			x, y := c.Num(int(a)), c.Num(int(b))
			d = cmp.Compare(x, y)
			if k.Descending && !k.MissingFirst && (x >= Missing || y >= Missing) {
				d = -d // missing values stay last and in their order
			}
		}
		if k.Descending {
			d = -d
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

func randomColumn(rnd *rand.Rand, n int) *Column {
	switch rnd.IntN(8) {
	case 0:
		values := make([]string, n)
		for i := range values {
			values[i] = []string{"", "a", "b", "abcdefgh", "abcdefghi", "abcdefgha", "Z", "é", strconv.Itoa(rnd.IntN(50))}[rnd.IntN(9)]
		}
		return NewStrings("s", values)
	case 1:
		c := NewColumn("m", Double, n)
		return c // all missing
	case 2:
		return NewNumbers("k", Byte, make([]float64, n)) // constant
	}
	t := []Type{Byte, Int, Long, Float, Double}[rnd.IntN(5)]
	scale := []float64{3, 100, 30000, 1e9, 1e300}[rnd.IntN(5)]
	fraction := rnd.IntN(2) == 0
	values := make([]float64, n)
	for i := range values {
		x := (rnd.Float64()*2 - 1) * scale
		if !fraction {
			x = math.Trunc(x)
		}
		switch rnd.IntN(20) {
		case 0:
			x = MissingCode(rnd.IntN(27))
		case 1:
			x = math.Copysign(0, -1)
		}
		values[i] = x
	}
	return NewNumbers("x", t, values)
}

func TestOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for trial := range 400 {
		n := []int{0, 1, 5, 300, 3000, 70000}[min(rnd.IntN(12), 5)]
		if n == 70000 && trial%10 != 0 {
			n = 4097
		}
		keys := make([]Key, 1+rnd.IntN(4))
		for i := range keys {
			keys[i] = Key{randomColumn(rnd, n), rnd.IntN(2) == 0, rnd.IntN(2) == 0}
		}
		want := make([]int32, n)
		for i := range want {
			want[i] = int32(i)
		}
		sorted := slices.IsSortedFunc(want, func(a, b int32) int { return compareRows(keys, a, b) })
		slices.SortStableFunc(want, func(a, b int32) int { return compareRows(keys, a, b) })
		got := Order(keys)
		if sorted {
			if got != nil {
				t.Fatalf("trial %d: an order for sorted rows", trial)
			}
		} else if !slices.Equal(got, want) {
			t.Fatalf("trial %d, %d rows, %d keys: wrong order", trial, n, len(keys))
		}
		checkGroups(t, rnd, keys, want)
	}
}

// checkGroups compares Starts and GroupCodes with runs in the given order.
func checkGroups(t *testing.T, rnd *rand.Rand, keys []Key, order []int32) {
	n := len(order)
	columns := make([]*Column, len(keys))
	gathered := make([]*Column, len(keys))
	for i, k := range keys {
		columns[i], gathered[i] = k.Column, k.Column.Gather(order)
	}
	starts := []int32{}
	for i := range order {
		if i == 0 || compareRows(keys, order[i-1], order[i]) != 0 {
			starts = append(starts, int32(i))
		}
	}
	if got := Starts(Keys(gathered...)); !slices.Equal(got, append(starts, int32(n))) {
		t.Fatalf("starts: got %v", got)
	}
	rows := AllRows(n)
	if rnd.IntN(2) == 0 {
		rows = rows.Where(func(int) bool { return rnd.IntN(3) > 0 })
	}
	missing := rnd.IntN(2) == 0
	codes, groups := GroupCodes(columns, rows, missing)
	ascending := Keys(columns...)
	var kept []int32
	for i := range n {
		in := rows.Has(i) && (missing || !slices.ContainsFunc(columns, func(c *Column) bool { return c.Missing(i) }))
		if in != (codes[i] >= 0) {
			t.Fatalf("row %d: code %d", i, codes[i])
		}
		if in {
			kept = append(kept, int32(i))
		}
	}
	slices.SortStableFunc(kept, func(a, b int32) int { return compareRows(ascending, a, b) })
	want := int32(-1)
	for i, row := range kept {
		if i == 0 || compareRows(ascending, kept[i-1], row) != 0 {
			want++
		}
		if codes[row] != want {
			t.Fatalf("code of row %d: got %d, want %d", row, codes[row], want)
		}
	}
	if groups != int(want)+1 {
		t.Fatalf("%d groups, want %d", groups, want+1)
	}
}

func benchmarkOrder(b *testing.B, keys []Key) {
	b.SetBytes(int64(keys[0].Column.Len()))
	for b.Loop() {
		Order(keys)
	}
}

func BenchmarkOrderPanel(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	n := 1000000
	id, year := make([]float64, n), make([]float64, n)
	for i := range n {
		id[i], year[i] = float64(rnd.IntN(n/10)), float64(2000+rnd.IntN(20))
	}
	benchmarkOrder(b, Keys(NewNumbers("id", Long, id), NewNumbers("year", Int, year)))
}

func BenchmarkOrderDouble(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, 1000000)
	for i := range x {
		x[i] = rnd.NormFloat64()
	}
	benchmarkOrder(b, Keys(NewDoubles("x", x)))
}

func BenchmarkOrderText(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	s := make([]string, 1000000)
	for i := range s {
		s[i] = "firm " + strconv.Itoa(rnd.IntN(100000))
	}
	benchmarkOrder(b, Keys(NewStrings("s", s)))
}

func BenchmarkGroupCodes(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	id := make([]float64, 1000000)
	for i := range id {
		id[i] = float64(rnd.IntN(100000))
	}
	columns := []*Column{NewNumbers("id", Long, id)}
	for b.Loop() {
		GroupCodes(columns, AllRows(len(id)), false)
	}
}
