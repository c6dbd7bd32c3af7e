package frame

import (
	"slices"
	"strconv"
	"strings"
)

// A Shared is a variable that two datasets have.
type Shared struct {
	Master, Using *Column
	Both          *Column // the rows of Master, then those of Using, as Concat makes it
}

// Mixed reports whether one is a string and the other is not.
func (s Shared) Mixed() bool { return s.Master.IsString() != s.Using.IsString() }

// Promoted reports whether the values of Using need a wider type.
func (s Shared) Promoted() bool { return !s.Mixed() && s.Both.typ != s.Master.typ }

// SharedWith returns the variables that f and using both have, in f's order.
func (f *Frame) SharedWith(using *Frame) []Shared {
	var out []Shared
	for _, c := range f.cols {
		if u := using.Column(c.Name); u != nil {
			out = append(out, Shared{c, u, Concat(c, u)})
		}
	}
	return out
}

// Join returns the dataset that m makes of f and using: the variables of f,
// then those that only using has. Shared variables take their values as p
// says; value labels and notes of using are not looked at.
func (f *Frame) Join(using *Frame, shared []Shared, m *Match, p Precedence) *Frame {
	out := f.emptied(m.Len())
	for _, c := range f.cols {
		i := slices.IndexFunc(shared, func(s Shared) bool { return s.Master == c })
		if i < 0 {
			out.attach(c.GatherOr(m.Master))
			continue
		}
		out.attach(shared[i].Both.GatherOr(m.Both(shared[i].Both, f.n, p)))
	}
	for _, c := range using.cols {
		if out.Column(c.Name) == nil {
			out.attach(c.GatherOr(m.Using))
		}
	}
	return out
}

// Append returns the dataset of the rows of f, then those of using. Value
// labels and notes of using are not looked at.
func (f *Frame) Append(using *Frame, shared []Shared) *Frame {
	out := f.emptied(f.n + using.n)
	for _, c := range f.cols {
		i := slices.IndexFunc(shared, func(s Shared) bool { return s.Master == c })
		if i < 0 {
			out.attach(c.Resized(out.n))
			continue
		}
		out.attach(shared[i].Both)
	}
	for _, c := range using.cols {
		if out.Column(c.Name) == nil {
			out.attach(c.lowered(f.n))
		}
	}
	return out
}

// lowered returns c with n missing rows before its own.
func (c *Column) lowered(n int) *Column {
	rows := make([]int32, n+c.n)
	for i := range rows {
		rows[i] = int32(max(i-n, -1))
	}
	return c.GatherOr(rows)
}

// emptied returns f without columns, for n rows to come in no known order.
func (f *Frame) emptied(n int) *Frame {
	out := f.Clone()
	out.cols, out.n, out.SortedBy, out.Changed = nil, n, nil, true
	clear(out.index)
	return out
}

// attach appends a column of the right length whose name is free.
func (f *Frame) attach(c *Column) {
	f.index[c.Name] = len(f.cols)
	f.cols = append(f.cols, c)
}

// Emptied returns a dataset that describes itself as f does, without
// variables, for columns of n rows to be added.
func (f *Frame) Emptied(n int) *Frame { return f.emptied(n) }

// TakeLabels copies the value labels of other that f lacks and returns the
// names of those that both have, in alphabetical order: f's stay.
func (f *Frame) TakeLabels(other *Frame) (clashes []string) {
	for _, name := range other.ValueLabels() {
		if f.labels[name] != nil {
			clashes = append(clashes, name)
		} else {
			f.labels[name] = other.labels[name]
		}
	}
	return clashes
}

// DropUnusedLabels removes the value labels that no variable has.
func (f *Frame) DropUnusedLabels() {
	for _, name := range f.ValueLabels() {
		if !slices.ContainsFunc(f.cols, func(c *Column) bool { return c.ValueLabel == name }) {
			delete(f.labels, name)
		}
	}
}

// TakeNotes adds the notes among from to those of cs.
func (cs *Chars) TakeNotes(from Chars) {
	n, _ := strconv.Atoi(cs.Get("note0"))
	for _, c := range from {
		if k, ok := strings.CutPrefix(c.Name, "note"); ok && k != "0" && isDigits(k) {
			n++
			cs.Set("note"+strconv.Itoa(n), c.Text)
		}
	}
	if n > 0 {
		cs.Set("note0", strconv.Itoa(n))
	}
}

// DropNotes removes the notes of cs.
func (cs *Chars) DropNotes() {
	*cs = slices.DeleteFunc(slices.Clone(*cs), func(c Char) bool {
		k, ok := strings.CutPrefix(c.Name, "note")
		return ok && isDigits(k)
	})
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
