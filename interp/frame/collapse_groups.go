package frame

import "slices"

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
	if rows.Bits == nil && rows.Lo == 0 && rows.Hi == columns[0].n {
		return sortedGroups(columns)
	}
	index := rows.Index()
	part := make([]*Column, len(columns))
	for k, c := range columns {
		part[k] = c.Gather(index)
	}
	g := sortedGroups(part)
	for i, r := range g.Rows {
		g.Rows[i] = index[r]
	}
	return g
}

// sortedGroups is GroupRows for all rows. Codes of a small range are counted,
// others sorted.
func sortedGroups(columns []*Column) *Grouping {
	n := columns[0].n
	packed := pack(Keys(columns...))
	if n == 0 {
		return &Grouping{nil, []int32{0}}
	}
	if len(packed) == 0 || len(packed) == 1 && packed[0].bits <= tableBits(n) {
		codes, groups := groupAll(columns, make([]int32, n))
		return groupRows(codes, groups)
	}
	order := Order(Keys(columns...))
	if order == nil {
		order = AllRows(n).Index()
	}
	start := []int32{0}
	for i := 1; i < n; i++ {
		a, b := order[i-1], order[i]
		if slices.ContainsFunc(packed, func(p packedKeys) bool { return p.codes[a] != p.codes[b] }) {
			start = append(start, int32(i))
		}
	}
	return &Grouping{order, append(start, int32(n))}
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
