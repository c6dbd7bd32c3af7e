package frame

import "slices"

// Sort puts the rows into ascending order of the named columns, major key
// first. Rows that agree in all of them keep their order.
func (f *Frame) Sort(names []string) {
	rows := AllRows(f.n).Index()
	less := make([]func(a, b int32) int, len(names))
	for i, name := range names {
		less[i] = f.Column(name).comparer()
	}
	slices.SortStableFunc(rows, func(a, b int32) int {
		for _, cmp := range less {
			if c := cmp(a, b); c != 0 {
				return c
			}
		}
		return 0
	})
	f.Gather(rows)
	f.SortedBy = slices.Clone(names)
}

// comparer returns the order of rows by c.
func (c *Column) comparer() func(a, b int32) int {
	if c.IsString() {
		return func(a, b int32) int {
			x, y := c.Text(int(a)), c.Text(int(b))
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		}
	}
	v := c.Numbers()
	return func(a, b int32) int {
		switch {
		case v[a] < v[b]:
			return -1
		case v[a] > v[b]:
			return 1
		}
		return 0
	}
}

// GroupStarts returns the first rows of the runs of rows that agree in cols.
func (f *Frame) GroupStarts(cols []*Column) []int32 {
	var starts []int32
	cmp := make([]func(a, b int32) int, len(cols))
	for i, c := range cols {
		cmp[i] = c.comparer()
	}
	for r := range int32(f.n) {
		same := r > 0
		for i := 0; same && i < len(cmp); i++ {
			same = cmp[i](r-1, r) == 0
		}
		if !same {
			starts = append(starts, r)
		}
	}
	return starts
}
