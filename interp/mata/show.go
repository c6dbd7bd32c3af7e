package mata

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// showFormat is the format in which numbers are shown.
const showFormat = "%12.0g"

// show prints a value as Mata does: scalars behind two blanks, matrices in a
// frame.
func (m *Machine) show(v value) {
	switch {
	case v.kind == record || v.kind == table:
		m.Printf("  0x%x\n", 1)
	case v.scalar():
		m.Print("  " + v.cell(0) + "\n")
	case v.size() == 0:
		m.Printf("%s\n", "")
	default:
		m.grid(v)
	}
}

// cell returns element k as it is shown.
func (v value) cell(k int) string {
	switch v.kind {
	case text:
		return v.str[k]
	case address:
		if v.ptr[k] == nil {
			return "0"
		}
		return "&"
	}
	return strings.TrimSpace(frame.FormatValue(showFormat, v.at(k)))
}

// grid prints a matrix, in panels as wide as the line.
func (m *Machine) grid(v value) {
	symmetric := v.kind == numeric && v.rows > 1 && isSymmetric(v)
	if symmetric {
		m.Print("[symmetric]\n")
	}
	width := 0
	for k := range v.size() {
		width = max(width, frame.TextWidth(v.cell(k)))
	}
	width = max(width, len(strconv.Itoa(v.cols)))
	label := max(3, len(strconv.Itoa(v.rows))+2)
	per := max((m.Settings().LineSize-label-6)/(width+3), 1)
	for lo := 0; lo < v.cols; lo += per {
		m.panel(v, lo, min(lo+per, v.cols), width, label, symmetric)
	}
}

func (m *Machine) panel(v value, lo, hi, width, label int, symmetric bool) {
	margin := strings.Repeat(" ", label+1)
	var b strings.Builder
	b.WriteString(margin + " ")
	for j := lo; j < hi; j++ {
		b.WriteString(gap(j == lo) + fmt.Sprintf("%*d", width, j+1))
	}
	n := 2 + (hi-lo)*(width+3) - 3 + 2
	rule := margin + "+" + strings.Repeat("-", n) + "+\n"
	b.WriteString("\n" + rule)
	for i := range v.rows {
		fmt.Fprintf(&b, "%*d |", label, i+1)
		for j := lo; j < hi; j++ {
			text := v.cell(i*v.cols + j)
			if symmetric && j > i {
				text = ""
			}
			space := strings.Repeat(" ", max(width-frame.TextWidth(text), 0))
			b.WriteString(gap(j == lo) + space + text)
		}
		b.WriteString("  |\n")
	}
	b.WriteString(rule)
	m.Print(b.String())
}

// gap stands before a column.
func gap(first bool) string {
	if first {
		return "  "
	}
	return "   "
}

func isSymmetric(v value) bool {
	if v.rows != v.cols {
		return false
	}
	for i := range v.rows {
		for j := range i {
			if v.at(i*v.cols+j) != v.at(j*v.cols+i) {
				return false
			}
		}
	}
	return true
}
