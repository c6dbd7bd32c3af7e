package matrices

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Matlist is the command "matlist".
var Matlist = &interp.Command{
	Name: "matlist", Brief: "show a matrix as a table", Syntax: "anything",
	New: func() interp.Runner { return &matlist{Format: "%9.0g", TWidth: 12, Names: "all"} },
	Doc: `    matlist matrix expression [, options]

cspec() gives each column its own format: o# for # blanks, a | for a line, & for
none, and between them %12s for the row names and a number format for each
column. rspec() is a character for each line above, between and below the rows:
- for a line, & for none.`,
}

type matlist struct {
	Lines        string     `opt:"LINes(none oneline eq rowtotal coltotal rctotal rows columns cells)" help:"where lines are drawn"`
	Border       borderSpec `opt:"BORder(none all rows columns left right top bottom?)" help:"lines around the table"`
	Format       string     `opt:"Format(%fmt)" help:"display format; default %9.0g"`
	TWidth       int        `opt:"TWidth(#)" help:"width of the row names; default 12"`
	Left         int        `opt:"LEft(#)" help:"blanks left of the table"`
	Right        int        `opt:"RIght(#)" help:"blanks right of the table"`
	CSpec        string     `opt:"CSpec(text)" help:"format of each column, and lines between them"`
	RSpec        string     `opt:"RSpec(text)" help:"lines between the rows"`
	Title        string     `opt:"TItle(text)" help:"title above the table"`
	TIndent      int        `opt:"TINDent(#)" help:"blanks before the title"`
	RowTitle     string     `opt:"ROWTitle(text)" help:"title above the row names"`
	Names        string     `opt:"NAmes(rows columns all none)" help:"which names are shown"`
	NoNames      bool       `opt:"noNAmes" help:"no names"`
	ShowColEq    string     `opt:"SHOWColeq(first combined each rcombined lcombined none)" help:"how column equations are shown"`
	RowEqOnly    bool       `opt:"ROWEqonly" help:"equations instead of row names"`
	ColEqOnly    bool       `opt:"COLEqonly" help:"equations instead of column names"`
	KeepColEq    bool       `opt:"KEEPcoleq" help:"columns of an equation stay together where the table is cut"`
	ColorColEq   string     `opt:"COLORColeq(txt res)" help:"color of the column equations; without effect on text"`
	AlignColName string     `opt:"ALIGNcolnames(ralign lalign center)" help:"where column names stand"`
	NoBlank      bool       `opt:"noBlank" help:"no blank line before"`
	NoHalf       bool       `opt:"noHAlf" help:"both triangles of a symmetric matrix"`
	NoDotZ       bool       `opt:"nodotz" help:"the missing value .z is blank"`
	Underscore   bool       `opt:"UNDERscore" help:"underscores in names are blanks"`
	LineSize     int        `opt:"LINESize(#)" help:"width at which the table is cut"`
}

// A borderSpec is the argument of border(); without one it means all.
type borderSpec struct{ top, bottom, left, right bool }

// Decode reads a kind of border.
func (b *borderSpec) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	kind := "all"
	if arg != nil {
		kind = strings.TrimSpace(arg.Text)
	}
	kinds := map[string]borderSpec{
		"none": {}, "all": {true, true, true, true}, "rows": {top: true, bottom: true}, "columns": {left: true, right: true},
		"left": {left: true}, "right": {right: true}, "top": {top: true}, "bottom": {bottom: true},
	}
	spec, ok := kinds[kind]
	if !ok {
		return rc.Syntax.Errorf("option border() incorrectly specified")
	}
	*b = spec
	return nil
}

func (o *matlist) Run(c *interp.Call) error {
	m, err := c.EvalMatrix(c.Body)
	if err != nil {
		return err
	}
	if x := c.FindMatrix(strings.TrimSpace(c.Body.Text)); x != nil {
		m = x.Clone()
	}
	if o.Underscore {
		for _, names := range [][]string{m.Rows, m.Cols, m.RowEq, m.ColEq} {
			for i := range names {
				names[i] = strings.ReplaceAll(names[i], "_", " ")
			}
		}
	}
	if o.NoNames {
		o.Names = "none"
	}
	if err := o.check(); err != nil {
		return err
	}
	t, err := newTable(c, o, m)
	if err != nil {
		return err
	}
	if !o.NoBlank {
		c.Print("\n")
	}
	if o.Title != "" {
		c.Print(strings.Repeat(" ", o.TIndent) + o.Title + "\n\n")
	}
	t.print(c)
	return nil
}

// check refuses words that an option does not know.
func (o *matlist) check() error {
	known := []struct{ name, value, words string }{
		{"lines", o.Lines, "none oneline eq rowtotal coltotal rctotal rows columns cells"},
		{"names", o.Names, "rows columns all none"},
		{"showcoleq", o.ShowColEq, "first combined each rcombined lcombined none"},
		{"aligncolnames", o.AlignColName, "ralign lalign center"},
		{"colorcoleq", o.ColorColEq, "txt res"},
	}
	for _, k := range known {
		if k.value != "" && !slices.Contains(strings.Fields(k.words), k.value) {
			return rc.Syntax.Errorf("option %s() incorrectly specified", k.name)
		}
	}
	return nil
}

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
