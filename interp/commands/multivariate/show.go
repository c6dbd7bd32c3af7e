package multivariate

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// header prints three or four lines of a title and numbers beside it.
func header(c *interp.Call, left []string, right [][2]string) {
	c.Print("\n")
	for i := range max(len(left), len(right)) {
		line := ""
		if i < len(left) {
			line = left[i]
		}
		if i < len(right) {
			line = fmt.Sprintf("%-49s%-17s=%11s", line, right[i][0], right[i][1])
		}
		c.Print(strings.TrimRight(line, " ") + "\n")
	}
}

// A numberColumn is a column of a table of loadings.
type numberColumn struct {
	head  string
	cells []string
	apart bool // a line stands before it
}

// width is what a column takes, the line before it included.
func (n numberColumn) width() int {
	if n.apart {
		return frame.TextWidth(n.head) + 3
	}
	return max(frame.TextWidth(n.head)+1, 10)
}

// loadings prints a table of numbers by variable, in panels as wide as the
// line.
func loadings(c *interp.Call, label string, names []string, columns []numberColumn) {
	const first = 18 // indentation, names and line
	for lo := 0; lo < len(columns); {
		hi, width := lo, first
		for hi < len(columns) && (hi == lo || width+columns[hi].width() <= c.Settings().LineSize) {
			width += columns[hi].width()
			hi++
		}
		if lo > 0 {
			c.Print("\n")
		}
		panel(c, label, names, columns[lo:hi])
		lo = hi
	}
}

func panel(c *interp.Call, label string, names []string, columns []numberColumn) {
	head, rule, inner := fmt.Sprintf("    %12s |", label), strings.Repeat("-", 14), strings.Repeat("-", 13)+"+"
	for _, n := range columns {
		w := n.width()
		if n.apart {
			head += "|" + fmt.Sprintf("%*s ", w-2, n.head)
			inner += "+" + strings.Repeat("-", w-1)
		} else {
			head += fmt.Sprintf("%*s ", w-1, n.head)
			inner += strings.Repeat("-", w)
		}
		rule += strings.Repeat("-", w)
	}
	c.Print("    " + rule + "\n" + head + "\n    " + inner + "\n")
	for i, name := range names {
		line := fmt.Sprintf("    %12s |", frame.Abbrev(name, 12))
		for _, n := range columns {
			w := n.width()
			if n.apart {
				line += "|" + fmt.Sprintf("%*s ", w-2, n.cells[i])
			} else {
				line += fmt.Sprintf("%*s ", w-1, n.cells[i])
			}
		}
		c.Print(line + "\n")
	}
	c.Print("    " + rule + "\n")
}

// loadingColumns are the columns of a matrix of loadings; numbers smaller than
// blank are left out.
func loadingColumns(c *interp.Call, m *interp.Matrix, blank float64) []numberColumn {
	rows, cols := m.Dims()
	out := make([]numberColumn, cols)
	for j := range out {
		out[j].head = m.Cols[j]
		for i := range rows {
			x := m.At(i, j)
			text := strings.TrimSpace(c.Format("%8.4f", x))
			if x < blank && x > -blank {
				text = ""
			}
			out[j].cells = append(out[j].cells, text)
		}
	}
	return out
}
