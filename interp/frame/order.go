package frame

import "slices"

// Sort puts the rows into ascending order of the named columns, major key
// first. Rows that agree in all of them keep their order.
func (f *Frame) Sort(names []string) {
	keys := make([]Key, len(names))
	for i, name := range names {
		keys[i] = Key{Column: f.Column(name)}
	}
	if rows := Order(keys); rows != nil {
		f.Gather(rows)
	}
	f.SortedBy = slices.Clone(names)
}

// GroupStarts returns the first rows of the runs of rows that agree in cols.
func (f *Frame) GroupStarts(cols []*Column) []int32 {
	if f.n == 0 {
		return nil
	}
	starts := Starts(Keys(cols...))
	return starts[:len(starts)-1]
}
