package describe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// oldStub is the least width of the first column of an old table.
const oldStub = 9

// contents reads "mean price sd price freq".
func (o *table) contents(c *interp.Call) ([]tableStat, error) {
	words := o.Contents.Words()
	var list []tableStat
	for i := 0; i < len(words); i++ {
		s, ok := newTableStat(words[i].Text)
		if !ok {
			return nil, rc.Syntax.At(words[i].Pos, "contents(): %s not allowed", words[i].Text)
		}
		if !s.freq {
			if i++; i == len(words) {
				return nil, rc.TooFewVars.At(words[i-1].Pos, "contents(): %s needs a variable", words[i-1].Text)
			}
			v, err := oneVariable(c, words[i])
			if err != nil {
				return nil, rc.Locate(err, words[i].Pos)
			}
			s.v = v
		}
		list = append(list, s)
	}
	if list == nil {
		list = frequencies
	}
	return list, nil
}

// An oldTable lays a table out as Stata 16 and before did.
type oldTable struct {
	c     *interp.Call
	o     *table
	cells *tableCells
	row   *categories
	col   *categories // nil for none
	by    []*categories
	stub  int
	width []int
}

func (o *table) old(c *interp.Call, s *sample, rows, cols []*frame.Column) error {
	list, err := o.contents(c)
	if err != nil {
		return err
	}
	if len(rows) != 1 {
		return rc.TooManyVars.Errorf("one variable makes the rows; use by() for more")
	}
	t := &oldTable{c: c, o: o, cells: newTableCells(o, s, list, slices.Concat(rows, cols, o.By)...)}
	t.row = newCategories(rows[0], s.rows, o.Missing)
	if len(cols) == 1 {
		t.col = newCategories(cols[0], s.rows, o.Missing)
	}
	for _, v := range o.By {
		t.by = append(t.by, newCategories(v, s.rows, o.Missing))
	}
	t.print()
	return nil
}

func (t *oldTable) text(k int, in func(int) bool) string {
	st := t.cells.list[k]
	x := t.cells.value(k, in)
	if x >= frame.Missing && !t.o.Missing {
		return ""
	}
	switch {
	case t.o.Format != "":
		return number(t.o.Format, x)
	case st.freq:
		return number("%9.0fc", x)
	}
	return number("%9.0g", x)
}

// block are the texts of the rows of one block: by row, then by statistic if
// there are columns, then by column.
func (t *oldTable) block(in func(int) bool) (names []string, lines [][][]string) {
	rows := t.row.len()
	if t.o.Row {
		rows++
	}
	for i := range rows {
		here := func(r int) bool { return in(r) && (i == t.row.len() || t.row.code(r) == i) }
		if i < t.row.len() && !t.cells.has(here) {
			continue
		}
		name := "Total"
		if i < t.row.len() {
			name = t.row.text(t.c, i, t.o.NoLabel)
		}
		names = append(names, name)
		lines = append(lines, t.line(here))
	}
	return names, lines
}

func (t *oldTable) line(here func(int) bool) [][]string {
	if t.col == nil {
		line := make([]string, len(t.cells.list))
		for k := range line {
			line[k] = t.text(k, here)
		}
		return [][]string{line}
	}
	var out [][]string
	for k := range t.cells.list {
		var line []string
		for j := range t.columns() {
			line = append(line, t.text(k, func(r int) bool { return here(r) && (j == t.col.len() || t.col.code(r) == j) }))
		}
		out = append(out, line)
	}
	return out
}

// columns is the number of columns of numbers.
func (t *oldTable) columns() int {
	if t.col == nil {
		return len(t.cells.list)
	}
	if t.o.Col {
		return t.col.len() + 1
	}
	return t.col.len()
}

func (t *oldTable) heads() []string {
	heads := make([]string, t.columns())
	for j := range heads {
		switch {
		case t.col == nil:
			st := t.cells.list[j]
			heads[j] = st.short
			if st.v != nil {
				heads[j] = st.short + "(" + st.v.Name + ")"
			}
		case j == t.col.len():
			heads[j] = "Total"
		default:
			heads[j] = t.col.text(t.c, j, t.o.NoLabel)
		}
	}
	return heads
}

// A superRow is a block of rows and its heading.
type superRow struct {
	name  string
	names []string
	lines [][][]string
}

func (t *oldTable) supers() []superRow {
	if t.by == nil {
		names, lines := t.block(func(int) bool { return true })
		return []superRow{{"", names, lines}}
	}
	var out []superRow
	var walk func(d int, name string, in func(int) bool)
	walk = func(d int, name string, in func(int) bool) {
		if d == len(t.by) {
			if names, lines := t.block(in); names != nil {
				out = append(out, superRow{name, names, lines})
			}
			return
		}
		for i := range t.by[d].len() {
			text := t.by[d].text(t.c, i, t.o.NoLabel)
			walk(d+1, strings.TrimSpace(name+" "+text), func(r int) bool { return in(r) && t.by[d].code(r) == i })
		}
	}
	walk(0, "", func(int) bool { return true })
	return out
}

func (t *oldTable) print() {
	supers, heads := t.supers(), t.heads()
	t.stub = oldStub
	t.width = make([]int, len(heads))
	for j, h := range heads {
		t.width[j] = frame.TextWidth(h)
		if t.col == nil {
			t.width[j] = max(t.width[j], 10)
		}
	}
	for _, s := range supers {
		t.stub = max(t.stub, frame.TextWidth(s.name))
		for i, name := range s.names {
			t.stub = max(t.stub, frame.TextWidth(name))
			for _, line := range s.lines[i] {
				for j, text := range line {
					t.width[j] = max(t.width[j], frame.TextWidth(text))
				}
			}
		}
	}
	if t.col != nil { // columns of one variable are equally wide
		for j := range t.width {
			for _, w := range t.width {
				t.width[j] = max(t.width[j], w)
			}
		}
	}
	total := 0
	for j, w := range t.width {
		total += w + min(j, 1) + 1
	}
	c := t.c
	c.Print("\n" + strings.Repeat("-", t.stub+2+total) + "\n")
	t.heading(heads, total)
	c.Print(strings.Repeat("-", t.stub+1) + "+" + strings.Repeat("-", total) + "\n")
	for i, s := range supers {
		if s.name != "" {
			if i > 0 {
				c.Printf("%s |\n", strings.Repeat(" ", t.stub))
			}
			c.Printf("%s |\n", padRight(s.name, t.stub))
		}
		t.printBlock(s)
	}
	c.Print(strings.Repeat("-", t.stub+2+total) + "\n")
}

func (t *oldTable) printBlock(s superRow) {
	for i, name := range s.names {
		if i > 0 && len(s.lines[i]) > 1 {
			t.c.Printf("%s | \n", strings.Repeat(" ", t.stub))
		}
		for k, line := range s.lines[i] {
			if k > 0 {
				name = ""
			}
			t.c.Print(padLeft(name, t.stub) + " |" + t.numbers(line) + "\n")
		}
	}
}

func (t *oldTable) numbers(line []string) string {
	var b strings.Builder
	for j, text := range line {
		b.WriteString(strings.Repeat(" ", 1+min(j, 1)))
		switch w := t.width[j]; {
		case t.o.Center:
			pad := max(w-frame.TextWidth(text), 0)
			b.WriteString(padRight(strings.Repeat(" ", (pad+1)/2)+text, w))
		case t.o.Left:
			b.WriteString(padRight(text, w))
		default:
			b.WriteString(padLeft(text, w))
		}
	}
	return b.String()
}

// heading prints the title of the rows, left-justified if it is a label, and
// the names of the columns.
func (t *oldTable) heading(heads []string, total int) {
	left := wrap(title(t.row.col), t.stub)
	var right []string
	if t.col != nil {
		for _, l := range wrap(title(t.col.col), total) {
			pad := max(total-frame.TextWidth(l), 0)
			right = append(right, padRight(strings.Repeat(" ", (pad+1)/2)+l, total))
		}
	}
	line := ""
	for j, h := range heads {
		line += padLeft(h, t.width[j]+1+min(j, 1))
	}
	right = append(right, line)
	n := max(len(left), len(right))
	for i := range n {
		l, r := "", ""
		if j := i - (n - len(left)); j >= 0 {
			l = left[j]
		}
		if j := i - (n - len(right)); j >= 0 {
			r = right[j]
		}
		if t.row.col.Label != "" {
			l = padRight(l, t.stub)
		}
		t.c.Print(fmt.Sprintf("%s |%s\n", padLeft(l, t.stub), r))
	}
}
