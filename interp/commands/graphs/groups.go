package graphs

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// A grouping splits rows by the values of variables.
type grouping struct {
	cols  []*frame.Column
	rows  []frame.Rows // of each group
	first []int        // a row of each group
}

// groupRows splits rows by the values of columns, ascending.
func groupRows(cols []*frame.Column, rows frame.Rows, missing bool) grouping {
	g := grouping{cols: cols}
	codes, n := frame.GroupCodes(cols, rows, missing)
	g.rows, g.first = make([]frame.Rows, n), make([]int, n)
	for k := range n {
		g.rows[k], g.first[k] = frame.NewRows(rows.Lo, rows.Hi), -1
	}
	for i := range rows.Each {
		if k := codes[i]; k >= 0 {
			g.rows[k].Add(i)
			if g.first[k] < 0 {
				g.first[k] = i
			}
		}
	}
	return g
}

// value is how the value of a variable is called: its label, or itself.
func value(c *interp.Call, col *frame.Column, row int) string {
	return c.Cell(col, row)
}

// title is how a variable is called.
func columnTitle(col *frame.Column) string {
	if col.Label != "" {
		return col.Label
	}
	return col.Name
}

// sortedOrder returns the order of x; equal values keep theirs.
func sortedOrder(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	return order
}
