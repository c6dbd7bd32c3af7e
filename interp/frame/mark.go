package frame

// A mark is a set of rows that stays with them while they are sorted, dropped
// or copied, such as an estimation sample. Rows added later are not in it.

// SetMark attaches rows to the dataset under key. The caller must not change
// them afterwards.
func (f *Frame) SetMark(key int, rows Rows) {
	if f.marks == nil {
		f.marks = map[int]Rows{}
	}
	f.marks[key] = rows
}

// Mark returns the rows attached under key.
func (f *Frame) Mark(key int) (rows Rows, ok bool) {
	rows, ok = f.marks[key]
	return rows, ok
}

// DropMark forgets the rows attached under key.
func (f *Frame) DropMark(key int) { delete(f.marks, key) }

// gatherMarks moves the marks as Gather moves rows.
func (f *Frame) gatherMarks(rows []int32) {
	for key, old := range f.marks {
		moved := NewRows(0, len(rows))
		for i, r := range rows {
			if old.Has(int(r)) {
				moved.Add(i)
			}
		}
		f.marks[key] = moved
	}
}

// cutMarks removes rows from n on.
func (f *Frame) cutMarks(n int) {
	for key, old := range f.marks {
		if old.Hi > n {
			f.marks[key] = old.Where(func(i int) bool { return i < n })
		}
	}
}
