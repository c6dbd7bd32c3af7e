package frame

import (
	"slices"
	"testing"
)

// TestMarks checks that marked rows are followed through sorting, dropping,
// cutting and cloning; by hand.
func TestMarks(t *testing.T) {
	f := New()
	if err := f.Add(NewDoubles("x", []float64{3, 1, 2, 5, 4})); err != nil {
		t.Fatal(err)
	}
	rows := NewRows(0, 5)
	rows.Add(0)
	rows.Add(3)
	f.SetMark(1, rows)
	marked := func(f *Frame) (v []float64) {
		r, _ := f.Mark(1)
		for i := range r.Each {
			v = append(v, f.Column("x").Num(i))
		}
		return v
	}
	g := f.Clone()
	f.Sort([]string{"x"})
	if v := marked(f); !slices.Equal(v, []float64{3, 5}) {
		t.Errorf("after sort: %v", v)
	}
	f.Keep(Rows{Lo: 2, Hi: 4})
	if v := marked(f); !slices.Equal(v, []float64{3}) {
		t.Errorf("after keep: %v", v)
	}
	f.SetN(10)
	if v := marked(f); !slices.Equal(v, []float64{3}) {
		t.Errorf("after more rows: %v", v)
	}
	if v := marked(g); !slices.Equal(v, []float64{3, 5}) {
		t.Errorf("clone: %v", v)
	}
	g.SetN(2)
	if v := marked(g); !slices.Equal(v, []float64{3}) {
		t.Errorf("after cut: %v", v)
	}
}
