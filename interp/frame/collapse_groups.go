package frame

// A Grouping is rows sorted by the group they belong to; within a group they
// keep their order.
type Grouping struct {
	Rows  []int32
	Start []int32 // where groups begin in Rows, and behind them len(Rows)
}

// Len returns the number of groups.
func (g *Grouping) Len() int { return len(g.Start) - 1 }

// Of returns the rows of group k.
func (g *Grouping) Of(k int) []int32 { return g.Rows[g.Start[k]:g.Start[k+1]] }

// Firsts returns the first row of each group.
func (g *Grouping) Firsts() []int32 {
	out := make([]int32, g.Len())
	for k := range out {
		out[k] = g.Rows[g.Start[k]]
	}
	return out
}

// GroupRows groups rows by the values of columns, in ascending order of the
// values; missing values are values. Without columns all rows are one group.
func GroupRows(columns []*Column, rows Rows) *Grouping {
	if len(columns) == 0 {
		index := rows.Index()
		return &Grouping{index, []int32{0, int32(len(index))}}
	}
	codes, n := GroupCodes(columns, rows, true)
	return groupRows(codes, n)
}

// groupRows sorts the rows by their codes, 0 to n-1; those below 0 are left
// out.
func groupRows(codes []int32, n int) *Grouping {
	start := make([]int32, n+1)
	for _, c := range codes {
		if c >= 0 {
			start[c+1]++
		}
	}
	for k := range n {
		start[k+1] += start[k]
	}
	rows := make([]int32, start[n])
	next := append([]int32(nil), start[:n]...)
	for row, c := range codes {
		if c >= 0 {
			rows[next[c]] = int32(row)
			next[c]++
		}
	}
	return &Grouping{rows, start}
}
