package resampling

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/rng"
)

// A unit is rows that are drawn together: a cluster, or one row.
type unit struct{ rows []int32 }

// A design is units in strata.
type design struct {
	strata   [][]unit
	clusters int // 0 without cluster variables
	n        int // rows
}

// newDesign finds the units among all rows of f. Clusters count within strata.
func newDesign(f *frame.Frame, strata, cluster []*frame.Column) *design {
	d := &design{n: f.N()}
	all := frame.AllRows(f.N())
	stratum, ns := make([]int32, f.N()), 1
	if len(strata) > 0 {
		stratum, ns = frame.GroupCodes(strata, all, true)
	}
	d.strata = make([][]unit, ns)
	if len(cluster) == 0 {
		for i, s := range stratum {
			d.strata[s] = append(d.strata[s], unit{[]int32{int32(i)}})
		}
		return d
	}
	codes, n := frame.GroupCodes(append(slices.Clone(strata), cluster...), all, true)
	units := make([]unit, n)
	for i, c := range codes {
		units[c].rows = append(units[c].rows, int32(i))
	}
	for _, u := range units {
		s := stratum[u.rows[0]]
		d.strata[s] = append(d.strata[s], u)
	}
	_, d.clusters = frame.GroupCodes(cluster, all, true)
	return d
}

// columnsOf returns the columns of f that are called as those in cols.
func columnsOf(f *frame.Frame, cols []*frame.Column) []*frame.Column {
	out := make([]*frame.Column, len(cols))
	for i, c := range cols {
		out[i] = f.Column(c.Name)
	}
	return out
}

// names are the names of columns, as a list.
func names(cols []*frame.Column) string {
	text := ""
	for i, c := range cols {
		if i > 0 {
			text += " "
		}
		text += c.Name
	}
	return text
}

// draw draws units with replacement, in each stratum size of them or, if that
// is 0, as many as there are. ids number the units drawn, by row.
func (d *design) draw(src *rng.Source, size int) (rows, ids []int32) {
	rows = make([]int32, 0, d.n)
	id := int32(0)
	for _, units := range d.strata {
		m := size
		if m == 0 {
			m = len(units)
		}
		for range m {
			id++
			u := units[src.Int(0, int64(len(units)-1))]
			rows = append(rows, u.rows...)
			if d.clusters > 0 {
				for range u.rows {
					ids = append(ids, id)
				}
			}
		}
	}
	return rows, ids
}

// check refuses samples larger than the data.
func (d *design) check(size int) error {
	for _, units := range d.strata {
		if size > len(units) {
			return rc.Syntax.Errorf("size() must not be greater than the number of observations or clusters")
		}
	}
	return nil
}

// putNumbers stores v, one whole number a row, as a variable of w's data.
func putNumbers(w *interp.Session, name string, v []int32) {
	x := make([]float64, len(v))
	for i, n := range v {
		x[i] = float64(n)
	}
	w.Frame().Put(frame.NewNumbers(name, frame.Long, x))
}
