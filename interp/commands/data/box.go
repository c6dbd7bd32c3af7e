package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// A box is a table of cells in a frame of dashes, as list draws it, indented
// by two columns, with a line after every five rows.
type box struct {
	heads []string
	left  []bool // columns whose cells are left-justified
	rows  [][]string
}

// boxSeparator is the number of rows between lines.
const boxSeparator = 5

func (b *box) print(c *interp.Call) {
	widths := make([]int, len(b.heads))
	for k, h := range b.heads {
		widths[k] = frame.TextWidth(h)
		for _, row := range b.rows {
			widths[k] = max(widths[k], frame.TextWidth(row[k]))
		}
	}
	inner := 2 + 3*(len(widths)-1)
	for _, w := range widths {
		inner += w
	}
	edge := "  +" + strings.Repeat("-", inner) + "+\n"
	rule := "  |" + strings.Repeat("-", inner) + "|\n"
	c.Print(edge)
	c.Print(b.line(b.heads, widths))
	for i, row := range b.rows {
		if i%boxSeparator == 0 {
			c.Print(rule)
		}
		c.Print(b.line(row, widths))
	}
	c.Print(edge)
}

func (b *box) line(cells []string, widths []int) string {
	padded := make([]string, len(cells))
	for k, s := range cells {
		if b.left[k] {
			padded[k] = pad(s, widths[k])
		} else {
			padded[k] = padLeft(s, widths[k])
		}
	}
	return "  | " + strings.Join(padded, "   ") + " |\n"
}

// addColumn declares a column that shows variable v.
func (b *box) addColumn(v *frame.Column) {
	b.heads = append(b.heads, v.Name)
	f, err := frame.ParseFormat(v.Format)
	b.left = append(b.left, err == nil && f.Left())
}
