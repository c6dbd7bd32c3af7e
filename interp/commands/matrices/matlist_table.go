package matrices

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A tableColumn is the layout of one column of numbers.
type tableColumn struct {
	format string
	width  int
	line   bool // a line stands to its left
	pad    int  // blanks on its left
	right  int  // and on its right
}

// A table is a matrix laid out by matlist.
type table struct {
	o       *matlist
	m       *interp.Matrix
	cols    []tableColumn
	rowName int    // width of the row names, 0 if they are not shown
	end     bool   // a line stands behind the last column
	rules   []bool // lines above the heading, below it, below each row
	line    int    // width of the page
}

func newTable(c *interp.Call, o *matlist, m *interp.Matrix) (*table, error) {
	t := &table{o: o, m: m, line: c.Settings().LineSize}
	if o.LineSize > 0 {
		t.line = o.LineSize
	}
	if o.CSpec != "" {
		if err := t.columnSpec(o.CSpec); err != nil {
			return nil, err
		}
	} else if err := t.uniform(); err != nil {
		return nil, err
	}
	if o.Names == "columns" || o.Names == "none" {
		t.rowName = 0
	}
	if o.RSpec != "" {
		return t, t.rowSpec(o.RSpec)
	}
	t.lines()
	return t, nil
}

// uniform lays all columns out alike.
func (t *table) uniform() error {
	f, err := frame.ParseFormat(t.o.Format)
	if err != nil {
		return err
	}
	t.rowName = t.o.TWidth
	each := t.o.Lines == "columns" || t.o.Lines == "cells"
	for j := range t.m.Cols {
		last := j == len(t.m.Cols)-1 && (t.o.Lines == "coltotal" || t.o.Lines == "rctotal")
		line := (j == 0 && t.o.Lines != "none") || each || last
		if t.o.Lines == "rows" && j > 0 {
			line = false
		}
		t.cols = append(t.cols, tableColumn{t.o.Format, f.Width(), line, 1, 1})
	}
	t.end = t.o.Border.right
	return nil
}

// lines decides where lines across are drawn.
func (t *table) lines() {
	n := len(t.m.Rows)
	t.rules = make([]bool, n+2)
	t.rules[0], t.rules[n+1] = t.o.Border.top, t.o.Border.bottom
	t.rules[1] = t.o.Lines != "none" && t.o.Lines != "columns"
	if t.o.Names == "rows" || t.o.Names == "none" {
		t.rules[1] = false
	}
	for i := 1; i < n; i++ {
		newEq := t.m.RowEq[i] != t.m.RowEq[i-1]
		switch t.o.Lines {
		case "rows", "cells":
			t.rules[i+1] = true
		case "rowtotal", "rctotal":
			t.rules[i+1] = i == n-1
		case "", "eq":
			t.rules[i+1] = newEq
		}
	}
}

// columnSpec reads cspec(): "o4& %12s | %9.2f & %9.0g o2 &".
func (t *table) columnSpec(spec string) error {
	bad := rc.Syntax.Errorf("option cspec() incorrectly specified")
	pad, line := 0, false
	first := true
	for spec = strings.TrimSpace(spec); spec != ""; spec = strings.TrimSpace(spec) {
		switch {
		case spec[0] == 'o' || spec[0] == 'w':
			n := 1
			for n < len(spec) && spec[n] >= '0' && spec[n] <= '9' {
				n++
			}
			width, err := strconv.Atoi(spec[1:n])
			if err != nil {
				return bad
			}
			if len(t.cols) > 0 && !line && pad == 0 {
				t.cols[len(t.cols)-1].right = width
			} else {
				pad = width
			}
			spec = spec[n:]
		case spec[0] == '|', spec[0] == '&':
			line = spec[0] == '|'
			pad = 1
			t.end = line
			spec = spec[1:]
		case spec[0] == '%':
			n := strings.IndexAny(spec, " |&")
			if n < 0 {
				n = len(spec)
			}
			f, err := frame.ParseFormat(spec[:n])
			if err != nil {
				return err
			}
			if first {
				t.rowName, first = f.Width(), false
				t.o.Left += max(pad-1, 0)
			} else {
				t.cols = append(t.cols, tableColumn{spec[:n], f.Width(), line, pad, 1})
			}
			pad, line = 0, false
			spec = spec[n:]
		default:
			return bad
		}
	}
	if len(t.cols) != len(t.m.Cols) {
		return bad
	}
	return nil
}

// rowSpec reads rspec(): a character for each line across.
func (t *table) rowSpec(spec string) error {
	for _, r := range strings.ReplaceAll(spec, " ", "") {
		t.rules = append(t.rules, r == '-')
	}
	if len(t.rules) != len(t.m.Rows)+2 {
		return rc.Syntax.Errorf("option rspec() incorrectly specified")
	}
	return nil
}

// panels cuts the columns into runs that fit the line.
func (t *table) panels() [][2]int {
	var out [][2]int
	lo, used := 0, t.rowSize()
	for j, col := range t.cols {
		size := t.columnSize(col)
		if used+size > t.line && j > lo {
			cut := j
			for t.o.KeepColEq && cut > lo+1 && t.m.ColEq[cut] == t.m.ColEq[cut-1] {
				cut--
			}
			if cut == lo+1 && t.m.ColEq[lo] == t.m.ColEq[cut] {
				cut = j
			}
			out = append(out, [2]int{lo, cut})
			lo, used = cut, t.rowSize()
			for _, kept := range t.cols[cut:j] {
				used += t.columnSize(kept)
			}
		}
		used += size
	}
	return append(out, [2]int{lo, len(t.cols)})
}

func (t *table) rowSize() int {
	if t.rowName == 0 {
		return t.o.Left
	}
	return t.o.Left + t.rowName + 1
}

func (t *table) columnSize(c tableColumn) int {
	size := c.pad + c.width + c.right
	if c.line {
		size++
	}
	return size
}

func (t *table) print(c *interp.Call) {
	for k, p := range t.panels() {
		if k > 0 {
			c.Print("\n")
		}
		t.panel(c, p[0], p[1])
	}
}

func (t *table) panel(c *interp.Call, lo, hi int) {
	rule := func(i int) {
		if t.rules[i] {
			c.Print(t.rule(lo, hi) + "\n")
		}
	}
	rule(0)
	if t.o.Names == "all" || t.o.Names == "columns" {
		t.heading(c, lo, hi)
		rule(1)
	} else if t.o.RSpec != "" {
		rule(1)
	}
	grouped := hasEquations(t.m.RowEq) && !t.o.RowEqOnly && t.rowName > 0
	half := t.m.SymmetricValues() && !t.o.NoHalf
	for i := range t.m.Rows {
		if grouped && (i == 0 || t.m.RowEq[i] != t.m.RowEq[i-1]) {
			c.Print(t.textLine(padRight(frame.Abbrev(equation(t.m.RowEq[i]), t.rowName), t.rowName), make([]string, hi-lo), lo) + "\n")
		}
		cells := make([]string, hi-lo)
		for j := lo; j < hi; j++ {
			if !(half && j > i) {
				cells[j-lo] = t.cell(c, i, j)
			}
		}
		c.Print(t.textLine(padLeft(t.rowLabel(i), t.rowName), cells, lo) + "\n")
		rule(i + 2)
	}
}

func (t *table) cell(c *interp.Call, i, j int) string {
	x := t.m.At(i, j)
	if t.o.NoDotZ && x == frame.MissingCode(26) {
		return ""
	}
	return c.Format(t.cols[j].format, x)
}

func (t *table) rowLabel(i int) string {
	name := t.m.Rows[i]
	if t.o.RowEqOnly {
		name = equation(t.m.RowEq[i])
	}
	return frame.Abbrev(name, max(t.rowName, 3))
}

// heading prints the names of the columns under their equations.
func (t *table) heading(c *interp.Call, lo, hi int) {
	title := padRight(t.o.RowTitle, t.rowName)
	eqs := hasEquations(t.m.ColEq) && t.o.ShowColEq != "none" && !t.o.ColEqOnly
	names := make([]string, hi-lo)
	tops := make([]string, hi-lo)
	for j := lo; j < hi; j++ {
		w := t.cols[j].width
		name := t.m.Cols[j]
		if t.o.ColEqOnly {
			name = equation(t.m.ColEq[j])
		}
		names[j-lo] = align(frame.Abbrev(name, w), w, t.o.AlignColName)
		if t.o.ShowColEq == "each" || j == lo || t.m.ColEq[j] != t.m.ColEq[j-1] {
			tops[j-lo] = align(frame.Abbrev(equation(t.m.ColEq[j]), w), w, t.o.AlignColName)
		}
	}
	if eqs {
		c.Print(t.textLine(strings.Repeat(" ", t.rowName), tops, lo) + "\n")
	}
	c.Print(t.textLine(title, names, lo) + "\n")
}

// textLine puts a row label and cells between the lines down.
func (t *table) textLine(label string, cells []string, lo int) string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", t.o.Left))
	if t.o.Border.left {
		b.WriteByte('|')
	}
	if t.rowName > 0 {
		b.WriteString(label + " ")
	}
	for k, cell := range cells {
		col := t.cols[lo+k]
		if k == 0 && t.rowName > 0 && t.cols[0].line || k > 0 && col.line {
			b.WriteByte('|')
		}
		b.WriteString(strings.Repeat(" ", col.pad) + padLeft(cell, col.width) + strings.Repeat(" ", col.right))
	}
	if t.end {
		b.WriteByte('|')
	}
	return b.String()
}

// rule is a line across, with crossings.
func (t *table) rule(lo, hi int) string {
	line := t.textLine(strings.Repeat(" ", t.rowName), make([]string, hi-lo), lo)
	return line[:t.o.Left] + strings.NewReplacer(" ", "-", "|", "+").Replace(line[t.o.Left:])
}

func align(s string, width int, how string) string {
	switch how {
	case "lalign":
		return padRight(s, width)
	case "center":
		return padRight(padLeft(s, (width+frame.TextWidth(s))/2), width)
	}
	return padLeft(s, width)
}

func padRight(s string, width int) string {
	return s + strings.Repeat(" ", max(width-frame.TextWidth(s), 0))
}
