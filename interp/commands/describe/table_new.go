package describe

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// A newTable lays a table out as Stata 17 and later do.
type newTable struct {
	c     *interp.Call
	cells *tableCells
	lines []tableLine
	heads [][]string // names of the columns: upper line, lower line
	upper string     // what stands above all columns
}

// A tableLine is a line of the table: its name, indented, and its numbers, nil
// for a heading.
type tableLine struct {
	name  string
	cells []string
}

func (o *table) new(c *interp.Call, s *sample, rows, cols []*frame.Column) error {
	list := []tableStat(o.Statistic)
	if list == nil {
		list = frequencies
	}
	t := &newTable{c: c, cells: newTableCells(o, s, list, append(slices.Clone(rows), cols...)...)}
	all := func(int) bool { return true }
	if len(cols) == 0 {
		t.columnsOfStats()
		t.rows(rows, 0, all, func(in func(int) bool) []string { return t.statCells(in) })
	} else {
		t.columnsOfVariable(cols[0], rows)
	}
	t.print()
	return nil
}

// text formats statistic k.
func (t *newTable) text(k int, x float64) string {
	st, o := t.cells.list[k], t.cells.o
	format := o.NFormat[st.name]
	if format == "" {
		format = o.NFormat[""]
	}
	switch {
	case x >= frame.Missing:
		return ""
	case format != "":
	case st.freq, st.name == "count":
		format = "%14.0fc"
	case st.share:
		format = "%9.2f"
	default:
		format = "%9.0g"
	}
	return number(format, x)
}

// columnsOfStats makes a column of each statistic.
func (t *newTable) columnsOfStats() {
	upper, lower := make([]string, len(t.cells.list)), make([]string, len(t.cells.list))
	vars := map[*frame.Column]bool{}
	for _, st := range t.cells.list {
		vars[st.v] = true
	}
	for k, st := range t.cells.list {
		upper[k] = st.label
		if st.v != nil && len(vars) > 1 {
			lower[k] = title(st.v)
		}
	}
	t.heads = [][]string{upper, lower}
}

func (t *newTable) statCells(in func(int) bool) []string {
	out := make([]string, len(t.cells.list))
	for k := range out {
		out[k] = t.text(k, t.cells.value(k, in))
	}
	return out
}

// rows adds the lines of the row variables, nested, and a total.
func (t *newTable) rows(vars []*frame.Column, depth int, in func(int) bool, cells func(in func(int) bool) []string) {
	indent := strings.Repeat(" ", 2*depth)
	if len(vars) == 0 {
		t.lines = append(t.lines, tableLine{indent + "Total", cells(in)})
		return
	}
	v, o := vars[0], t.cells.o
	t.lines = append(t.lines, tableLine{indent + title(v), nil})
	k := newCategories(v, t.cells.s.rows, o.Missing)
	for i := range k.len() {
		here := func(r int) bool { return in(r) && k.code(r) == i }
		if !t.cells.has(here) {
			continue
		}
		name := indent + "  " + k.text(t.c, i, o.NoLabel)
		if len(vars) == 1 {
			t.lines = append(t.lines, tableLine{name, cells(here)})
			continue
		}
		t.lines = append(t.lines, tableLine{name, nil})
		t.rows(vars[1:], depth+2, here, cells)
	}
	if !o.NoTotals {
		t.lines = append(t.lines, tableLine{indent + "  Total", cells(in)})
	}
}

// columnsOfVariable makes a column of each value of v; several statistics
// share a row of the table, each in a line of its own.
func (t *newTable) columnsOfVariable(v *frame.Column, rows []*frame.Column) {
	o := t.cells.o
	k := newCategories(v, t.cells.s.rows, o.Missing)
	n := k.len()
	if !o.NoTotals {
		n++
	}
	lower := make([]string, n)
	for i := range k.len() {
		lower[i] = k.text(t.c, i, o.NoLabel)
	}
	if !o.NoTotals {
		lower[n-1] = "Total"
	}
	t.upper, t.heads = title(v), [][]string{lower}
	line := func(stat int, in func(int) bool) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = t.text(stat, t.cells.value(stat, func(r int) bool { return in(r) && (i == k.len() || k.code(r) == i) }))
		}
		return out
	}
	if len(t.cells.list) == 1 {
		t.rows(rows, 0, func(int) bool { return true }, func(in func(int) bool) []string { return line(0, in) })
		return
	}
	t.rows(rows, 0, func(int) bool { return true }, func(in func(int) bool) []string { return nil })
	t.expand(rows, line)
}

// expand puts a line for each statistic below each row.
func (t *newTable) expand(rows []*frame.Column, line func(stat int, in func(int) bool) []string) {
	t.lines = nil
	labels := make([]string, len(t.cells.list))
	for k, st := range t.cells.list {
		labels[k] = st.label
		if st.v != nil {
			labels[k] += ": " + title(st.v)
		}
	}
	t.rows(rows, 0, func(int) bool { return true }, func(in func(int) bool) []string {
		var flat []string
		for k := range t.cells.list {
			flat = append(flat, line(k, in)...)
		}
		return flat
	})
	n := len(t.heads[0])
	var out []tableLine
	for _, l := range t.lines {
		out = append(out, tableLine{l.name, nil})
		indent := strings.Repeat(" ", len(l.name)-len(strings.TrimLeft(l.name, " "))+2)
		for k := 0; k*n < len(l.cells); k++ {
			out = append(out, tableLine{indent + labels[k], l.cells[k*n : (k+1)*n]})
		}
	}
	t.lines = out
}

// print lays the table out: 2 blanks before the first column, 3 before others.
func (t *newTable) print() {
	stub := 0
	for _, l := range t.lines {
		stub = max(stub, frame.TextWidth(l.name))
	}
	n := len(t.heads[0])
	width := make([]int, n)
	for j := range n {
		for _, h := range t.heads {
			width[j] = max(width[j], frame.TextWidth(h[j]))
		}
		for _, l := range t.lines {
			if l.cells != nil {
				width[j] = max(width[j], frame.TextWidth(l.cells[j]))
			}
		}
	}
	total := 0
	for j, w := range width {
		total += w + 3
		if j == 0 {
			total--
		}
	}
	row := func(name string, cells []string) {
		line := padRight(name, stub+1) + "|"
		for j := range n {
			text := ""
			if cells != nil {
				text = cells[j]
			}
			gap := 3
			if j == 0 {
				gap = 2
			}
			line += padLeft(text, width[j]+gap)
		}
		t.c.Print(line + "\n")
	}
	c := t.c
	c.Print("\n" + strings.Repeat("-", stub+2+total) + "\n")
	if t.upper != "" {
		left := 2 + max(total-2-frame.TextWidth(t.upper), 0)/2
		c.Print(padRight(padRight("", stub+1)+"|"+strings.Repeat(" ", left)+t.upper, stub+2+total) + "\n")
	}
	for _, h := range t.heads {
		if strings.Join(h, "") != "" {
			row("", h)
		}
	}
	c.Print(strings.Repeat("-", stub+1) + "+" + strings.Repeat("-", total) + "\n")
	for _, l := range t.lines {
		row(l.name, l.cells)
	}
	c.Print(strings.Repeat("-", stub+2+total) + "\n")
}
