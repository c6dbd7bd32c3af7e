package frame

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The widths are those of the storage types in [D] data types.
func TestCommonType(t *testing.T) {
	for _, c := range []struct{ a, b, want Type }{
		{Byte, Int, Int}, {Int, Byte, Int}, {Byte, Float, Float}, {Int, Float, Float}, {Long, Float, Double}, {Float, Long, Double},
		{Long, Int, Long}, {Float, Double, Double}, {Long, Double, Double}, {Float, Float, Float},
		{3, 7, 7}, {7, 3, 7}, {12, StrL, StrL},
	} {
		if got := CommonType(c.a, c.b); got != c.want {
			t.Errorf("CommonType(%s, %s) = %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestConcat(t *testing.T) {
	a := NewNumbers("x", Byte, []float64{1, MissingCode(3), -5})
	a.Label = "label"
	b := NewNumbers("x", Float, []float64{1.5, Missing, MissingCode(26)})
	c := Concat(a, b)
	if c.Type() != Float || c.Format != "%8.0g" || c.Label != "label" {
		t.Errorf("type %s, format %s, label %s", c.Type(), c.Format, c.Label)
	}
	if want := []float64{1, MissingCode(3), -5, 1.5, Missing, MissingCode(26)}; !slices.Equal(c.Numbers(), want) {
		t.Errorf("values %v, want %v", c.Numbers(), want)
	}
	s := Concat(NewStrings("s", []string{"a", "", "b"}), NewStrings("s", []string{"long", "b", ""}))
	if want := []string{"a", "", "b", "long", "b", ""}; !slices.Equal(s.Texts(), want) || s.Type() != Str(4) {
		t.Errorf("values %v of type %s", s.Texts(), s.Type())
	}
	if codes, _ := s.Codes(); codes[2] != codes[4] {
		t.Error("equal strings have different codes")
	}
	mixed := Concat(a, NewStrings("x", []string{"text"}))
	if mixed.Len() != 4 || mixed.Num(3) != Missing {
		t.Errorf("mixed: %v", mixed.Numbers())
	}
}

func TestGatherOr(t *testing.T) {
	rows := []int32{2, -1, 0}
	for _, typ := range []Type{Byte, Int, Long, Float, Double} {
		got := NewNumbers("x", typ, []float64{7, 8, MissingCode(2)}).GatherOr(rows).Numbers()
		if want := []float64{MissingCode(2), Missing, 7}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", typ, got, want)
		}
	}
	if got := NewStrings("s", []string{"a", "b", "c"}).GatherOr(rows).Texts(); !slices.Equal(got, []string{"c", "", "a"}) {
		t.Errorf("strings: %q", got)
	}
}

// naive is a join by comparing every row with every other.
func naive(a, b []float64, all bool) []string {
	var out []string
	keys := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
	rowsOf := func(x []float64, key float64) (rows []int) {
		for i, v := range x {
			if v == key {
				rows = append(rows, i)
			}
		}
		return rows
	}
	for _, mastered := range []bool{true, false} {
		for _, key := range keys {
			m, u := rowsOf(a, key), rowsOf(b, key)
			if (len(m) > 0) != mastered {
				continue
			}
			switch {
			case len(u) == 0:
				for _, i := range m {
					out = append(out, fmt.Sprint(i, -1))
				}
			case len(m) == 0:
				for _, k := range u {
					out = append(out, fmt.Sprint(-1, k))
				}
			case all:
				for _, i := range m {
					for _, k := range u {
						out = append(out, fmt.Sprint(i, k))
					}
				}
			default:
				for i := range max(len(m), len(u)) {
					out = append(out, fmt.Sprint(m[min(i, len(m)-1)], u[min(i, len(u)-1)]))
				}
			}
		}
	}
	return out
}

func TestMatchIsNaiveJoin(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	goOn := func() error { return nil }
	for range 200 {
		a, b := make([]float64, r.IntN(30)), make([]float64, r.IntN(30))
		for _, x := range [][]float64{a, b} {
			for i := range x {
				if x[i] = float64(r.IntN(12)); x[i] > 9 {
					x[i] = MissingCode(int(x[i]) - 10)
				}
			}
		}
		groups := GroupKeys([]*Column{Concat(NewNumbers("k", Byte, a), NewNumbers("k", Double, b))}, len(a))
		for _, all := range []bool{false, true} {
			pair := groups.Sequential
			if all {
				pair = groups.All
			}
			m, err := pair(goOn)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range m.Master {
				got = append(got, fmt.Sprint(m.Master[i], m.Using[i]))
			}
			if want := naive(a, b, all); !slices.Equal(got, want) {
				t.Fatalf("a %v, b %v, all %t:\n%v\nwant\n%v", a, b, all, got, want)
			}
		}
	}
}

// Spreading rows and stacking them again gives the cells back.
func TestWideAndLong(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		n := 1 + r.IntN(40)
		f := New()
		id, j, x := make([]float64, n), make([]float64, n), make([]float64, n)
		for i, cell := range r.Perm(100)[:n] {
			id[i], j[i], x[i] = float64(cell/10), float64(cell%10), r.Float64()
		}
		for name, v := range map[string][]float64{"id": id, "j": j, "x": x} {
			if err := f.Add(NewDoubles(name, v)); err != nil {
				t.Fatal(err)
			}
		}
		s, twice, err := f.NewSpread([]*Column{f.Column("id")}, f.Column("j"))
		if err != nil || twice >= 0 {
			t.Fatal(twice, err)
		}
		wide := New()
		ids := f.Column("id").Gather(s.Groups.Firsts())
		if err := wide.Add(ids); err != nil {
			t.Fatal(err)
		}
		stub := Stub{Name: "x"}
		for v := range s.Values {
			c := s.Wide(f.Column("x"), v)
			c.Name = fmt.Sprint("x", v)
			if err := wide.Add(c); err != nil {
				t.Fatal(err)
			}
			stub.Wide = append(stub.Wide, c)
		}
		long, err := wide.Long([]*Column{ids}, f.Column("j").Gather(s.Values), []Stub{stub}, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for i := range n {
			for q := range long.N() {
				if long.Column("id").Num(q) == id[i] && long.Column("j").Num(q) == j[i] && long.Column("x").Num(q) == x[i] {
					found++
				}
			}
		}
		if found != n || long.N() != wide.N()*len(s.Values) {
			t.Fatalf("%d of %d values found in %d rows", found, n, long.N())
		}
	}
}
