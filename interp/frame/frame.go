// Package frame holds a dataset in memory: typed columns with Stata's storage
// types, missing values, value labels, display formats and characteristics;
// and what is done to whole datasets: sorting, merging, reshaping, reading
// and writing files. It evaluates no expression and knows no command.
package frame

import (
	"maps"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// A Frame is a dataset: columns of equal length, value labels, and what
// describes the whole. Use New or a reader; cloning costs O(columns).
type Frame struct {
	Label    string
	Chars    Chars    // of _dta
	Path     string   // file it was read from or saved to, or ""
	Stamp    string   // date and time of that file, as "22 Aug 2026 21:28"
	SortedBy []string // names of the sort keys, major first
	Changed  bool     // since last read or saved
	Panel    Panel

	n      int
	cols   []*Column
	index  map[string]int
	labels map[string]*ValueLabel
	marks  map[int]Rows
}

// A Panel is what xtset declared: the zero value is nothing.
type Panel struct {
	ID    string  // panel variable, or ""
	Time  string  // time variable, or ""
	Delta float64 // period between observations, in units of Time; 0 means 1
}

// New returns an empty dataset.
func New() *Frame {
	return &Frame{index: map[string]int{}, labels: map[string]*ValueLabel{}}
}

// N returns the number of rows.
func (f *Frame) N() int { return f.n }

// Columns returns the columns in order. The caller must not change the slice.
func (f *Frame) Columns() []*Column { return f.cols }

// Names returns the names of the columns in order.
func (f *Frame) Names() []string {
	names := make([]string, len(f.cols))
	for i, c := range f.cols {
		names[i] = c.Name
	}
	return names
}

// Column returns the column called exactly name, or nil.
func (f *Frame) Column(name string) *Column {
	if i, ok := f.index[name]; ok {
		return f.cols[i]
	}
	return nil
}

// Position returns the place of the column called exactly name, or -1.
func (f *Frame) Position(name string) int {
	if i, ok := f.index[name]; ok {
		return i
	}
	return -1
}

// Find returns the column that name stands for: the one of that name or, if
// abbrev, the only one whose name begins with it. Failing that the error is
// r(111).
func (f *Frame) Find(name string, abbrev bool) (*Column, error) {
	if c := f.Column(name); c != nil {
		return c, nil
	}
	var found *Column
	if abbrev {
		for _, c := range f.cols {
			if strings.HasPrefix(c.Name, name) {
				if found != nil {
					return nil, rc.NotFound.Errorf("%s ambiguous abbreviation", name)
				}
				found = c
			}
		}
	}
	if found == nil {
		return nil, rc.NotFound.Errorf("variable %s not found", name)
	}
	return found, nil
}

func (f *Frame) reindex() {
	clear(f.index)
	for i, c := range f.cols {
		f.index[c.Name] = i
	}
}

// Add appends a column; r(110) if its name is taken. The first column of an
// empty dataset decides the number of rows; others must have as many.
func (f *Frame) Add(c *Column) error {
	if f.Column(c.Name) != nil {
		return rc.Exists.Errorf("variable %s already defined", c.Name)
	}
	if len(f.cols) == 0 && f.n == 0 {
		f.n = c.n
	}
	if c.n != f.n {
		panic("frame: column of another length")
	}
	f.index[c.Name] = len(f.cols)
	f.cols = append(f.cols, c)
	f.Changed = f.Changed || !temporary(c.Name)
	return nil
}

// Put stores c in place of the column of its name, or appends it.
func (f *Frame) Put(c *Column) {
	i, ok := f.index[c.Name]
	if !ok {
		if err := f.Add(c); err != nil {
			panic(err)
		}
		return
	}
	f.cols[i] = c
	f.touch(c.Name)
}

// touch notes that the values of a column have changed: the data are sorted
// only by the keys before it.
func (f *Frame) touch(name string) {
	if i := slices.Index(f.SortedBy, name); i >= 0 {
		f.SortedBy = f.SortedBy[:i:i]
	}
	f.Changed = f.Changed || !temporary(name)
}

// temporary reports whether a column has the name of a temporary variable.
// Such columns come and go without a change to the dataset.
func temporary(name string) bool {
	return len(name) > 2 && name[:2] == "__" && strings.Trim(name[2:], "0123456789") == ""
}

// Touch must be called by who writes to a column of f directly.
func (f *Frame) Touch(c *Column) { f.touch(c.Name) }

// Drop removes the named columns.
func (f *Frame) Drop(names ...string) {
	for _, name := range names {
		f.touch(name)
	}
	f.cols = slices.DeleteFunc(slices.Clone(f.cols), func(c *Column) bool { return slices.Contains(names, c.Name) })
	f.reindex()
	if len(f.cols) == 0 {
		f.n = 0
	}
}

// Rename gives column old the name new; r(110) if that is taken.
func (f *Frame) Rename(old, new string) error {
	if old == new {
		return nil
	}
	if f.Column(new) != nil {
		return rc.Exists.Errorf("variable %s already defined", new)
	}
	c := f.Column(old)
	c.Name = new
	f.reindex()
	for i, key := range f.SortedBy {
		if key == old {
			f.SortedBy = slices.Clone(f.SortedBy)
			f.SortedBy[i] = new
		}
	}
	if f.Panel.ID == old {
		f.Panel.ID = new
	}
	if f.Panel.Time == old {
		f.Panel.Time = new
	}
	f.Changed = true
	return nil
}

// Reorder puts the columns into the order of names, which must be all of them.
func (f *Frame) Reorder(names []string) {
	cols := make([]*Column, len(names))
	for i, name := range names {
		cols[i] = f.Column(name)
	}
	f.cols = cols
	f.reindex()
	f.Changed = true
}

// SetN adds missing rows, or cuts the last ones.
func (f *Frame) SetN(n int) {
	for i, c := range f.cols {
		f.cols[i] = c.Resized(n)
	}
	if n > f.n {
		f.SortedBy = nil
	}
	f.cutMarks(n)
	f.n = n
	f.Changed = true
}

// Gather keeps the given rows, in the given order; a row may repeat. The
// caller sets SortedBy if it knows it.
func (f *Frame) Gather(rows []int32) {
	f.cols = slices.Clone(f.cols)
	for i, c := range f.cols {
		f.cols[i] = c.Gather(rows)
	}
	f.gatherMarks(rows)
	f.n = len(rows)
	f.SortedBy = nil
	f.Changed = true
}

// Keep drops all rows that are not in r; order and sort keys stay.
func (f *Frame) Keep(r Rows) {
	sorted := f.SortedBy
	f.Gather(r.Index())
	f.SortedBy = sorted
}

// Clone returns a copy that shares values until one of the two writes them.
func (f *Frame) Clone() *Frame {
	g := *f
	g.Chars = slices.Clone(f.Chars)
	g.SortedBy = slices.Clone(f.SortedBy)
	g.index = maps.Clone(f.index)
	g.labels = maps.Clone(f.labels)
	g.marks = maps.Clone(f.marks)
	g.cols = make([]*Column, len(f.cols))
	for i, c := range f.cols {
		g.cols[i] = c.Clone()
	}
	return &g
}

// ValueLabel returns the value label called name, or nil.
func (f *Frame) ValueLabel(name string) *ValueLabel { return f.labels[name] }

// SetValueLabel stores l under its name, replacing what was there. Labels are
// shared between clones: change a copy, then store it.
func (f *Frame) SetValueLabel(l *ValueLabel) { f.labels[l.Name] = l }

// DropValueLabel removes the value label called name.
func (f *Frame) DropValueLabel(name string) { delete(f.labels, name) }

// ValueLabels returns the names of all value labels, in alphabetical order.
func (f *Frame) ValueLabels() []string { return slices.Sorted(maps.Keys(f.labels)) }

// LabelOf returns the value label attached to c, or nil.
func (f *Frame) LabelOf(c *Column) *ValueLabel { return f.labels[c.ValueLabel] }
