package tables

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// An element is one statistic of a coefficient in a cell: b, se, t, ....
type element struct {
	name    string
	row     string // of a matrix in e(), by number or name; "" is the first
	formats []string
	label   string
	star    bool
	par     []string // what stands before, between and behind; nil for nothing
	vacant  string
	keep    selection
	drop    selection
	pattern []bool
	pvalue  string
	abs     bool
	flip    bool // the matrix is transposed
}

// A cellSpec is what one cell shows: elements that are combined in it.
type cellSpec []element

// builtin are the elements that are no matrices in e(). Those with a label
// are called so in the heading.
var builtin = map[string]string{
	"b": "b", "se": "se", "var": "var", "t": "t", "z": "z", "p": "p", "ci": "ci#", "ci_l": "min#", "ci_u": "max#",
	"_star": "", "_sign": "", "_sigsign": "", ".": "",
}

// elementOptions are the suboptions of an element of cells().
type elementOptions struct {
	Star        bool      `opt:"Star"`
	NoStar      bool      `opt:"noStar"`
	Fmt         []string  `opt:"Fmt(formats)"`
	Label       optional  `opt:"Label(text)"`
	Par         optional  `opt:"par(left-right)?"`
	NoPar       bool      `opt:"nopar"`
	Vacant      rawText   `opt:"Vacant(text)"`
	Drop        lang.Text `opt:"Drop(coefficients)"`
	Keep        lang.Text `opt:"Keep(coefficients)"`
	Pattern     lang.Text `opt:"PATtern(zeros-and-ones)"`
	PValue      string    `opt:"PVALue(name)"`
	Abs         bool      `opt:"abs"`
	NoAbs       bool      `opt:"noabs"`
	Transpose   bool      `opt:"Transpose"`
	NoTranspose bool      `opt:"noTranspose"`
}

// parseCells reads cells(): elements one below the other, those in quotes or
// parentheses side by side, & between those that share a cell.
func parseCells(c *interp.Call, t lang.Text) ([][]cellSpec, error) {
	var rows [][]cellSpec
	join := false
	for _, w := range joinedWords(t) {
		if w.Text == "&" {
			join = true
			continue
		}
		row, err := parseCellRow(c, w)
		if err != nil {
			return nil, err
		}
		if n := len(rows); join && n > 0 && len(row) > 0 {
			last := &rows[n-1][len(rows[n-1])-1]
			*last = append(*last, row[0]...)
			rows[n-1] = append(rows[n-1], row[1:]...)
		} else if len(row) > 0 {
			rows = append(rows, row)
		}
		join = false
	}
	setFormats(rows)
	return rows, nil
}

// parseCellRow reads one element or, in quotes or parentheses, a row of them.
func parseCellRow(c *interp.Call, w lang.Text) ([]cellSpec, error) {
	group := lang.Text{}
	if n := lang.QuotedLen(w.Text); n == len(w.Text) && n > 0 {
		open := 1
		if w.Text[0] == '`' {
			open = 2
		}
		group = w.Slice(open, len(w.Text)-open)
	} else if strings.HasPrefix(w.Text, "(") && strings.HasSuffix(w.Text, ")") {
		group = w.Slice(1, len(w.Text)-1)
	} else {
		e, err := parseElement(c, w)
		return []cellSpec{{e}}, err
	}
	var row []cellSpec
	join := false
	for _, el := range joinedWords(group) {
		if el.Text == "&" {
			join = true
			continue
		}
		e, err := parseElement(c, el)
		if err != nil {
			return nil, err
		}
		if n := len(row); join && n > 0 {
			row[n-1] = append(row[n-1], e)
		} else {
			row = append(row, cellSpec{e})
		}
		join = false
	}
	return row, nil
}

// setFormats gives elements without a format that of the first one.
func setFormats(rows [][]cellSpec) {
	first := []string{"%9.0g"}
	found := false
	for _, row := range rows {
		for _, cell := range row {
			for i := range cell {
				switch {
				case cell[i].formats == nil:
					cell[i].formats = first
				case !found:
					first = cell[i].formats
				}
				found = true
			}
		}
	}
}

// parseElement reads one element: b, se(par fmt(3)), ci_bc[ll](fmt(2)).
func parseElement(c *interp.Call, t lang.Text) (element, error) {
	head, arg := t, lang.Text{}
	if i := optionsAt(t.Text); i >= 0 {
		head, arg = t.Slice(0, i), t.Slice(i+1, len(t.Text)-1)
	}
	e := element{name: head.Text}
	if i := strings.IndexByte(head.Text, '['); i > 0 && strings.HasSuffix(head.Text, "]") {
		e.name, e.row = head.Text[:i], lang.Unquote(head.Text[i+1:len(head.Text)-1])
	}
	if !lang.IsName(e.name) && e.name != "." {
		return e, rc.Syntax.At(t.Pos, "invalid '%s' in cells()", t.Text)
	}
	var o elementOptions
	if err := bindSub(c, arg, &o); err != nil {
		return e, err
	}
	return e, e.set(c, &o)
}

// optionsAt finds the parenthesis that opens the suboptions of an element.
func optionsAt(s string) int {
	if !strings.HasSuffix(s, ")") {
		return -1
	}
	depth := 0
	for i, r := range s {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case r == '(' && depth == 0:
			return i
		}
	}
	return -1
}

func (e *element) set(c *interp.Call, o *elementOptions) (err error) {
	e.star, e.abs, e.flip = o.Star && !o.NoStar, o.Abs && !o.NoAbs, o.Transpose && !o.NoTranspose
	e.vacant, e.pvalue = o.Vacant.text, o.PValue
	if e.formats, err = checkFormats(o.Fmt); err != nil {
		return err
	}
	if o.Label.set {
		e.label = lang.Unquote(strings.TrimSpace(o.Label.arg.Text))
		if e.label == "" {
			e.label = " "
		}
	}
	if o.Par.set && !o.NoPar {
		e.par = parentheses(e.name, interp.Tokens(o.Par.arg.Text))
	}
	if e.keep, err = parseSelection(c, o.Keep); err != nil {
		return err
	}
	if e.drop, err = parseSelection(c, o.Drop); err != nil {
		return err
	}
	e.pattern, err = pattern(o.Pattern, "pattern")
	return err
}

// parentheses returns what stands around an element; an interval has
// something in the middle too.
func parentheses(name string, given []string) []string {
	out := []string{"(", ",", ")"}
	if name == "ci" {
		out = []string{"[", ",", "]"}
	}
	switch len(given) {
	case 1:
		out[0], out[2] = given[0], ""
	case 2:
		out[0], out[2] = given[0], given[1]
	case 3:
		copy(out, given)
	}
	return out
}

// checkFormats returns the formats, or r(120) if one is none.
func checkFormats(formats []string) ([]string, error) {
	for _, f := range formats {
		if !report.ValidFormat(f) && !strings.HasSuffix(f, "s") {
			return nil, rc.BadFormat.Errorf("invalid %%format: %s", f)
		}
	}
	return formats, nil
}

// format is the format of the i-th coefficient of the table.
func (e element) format(i int) string {
	f := e.formats[min(i, len(e.formats)-1)]
	if strings.HasSuffix(f, "s") {
		return "%9.0g"
	}
	return f
}

// heading is what the element is called in the heading.
func (e element) heading(level string) string {
	if e.label != "" {
		return strings.TrimSpace(e.label)
	}
	if text, ok := builtin[e.name]; ok {
		return strings.Replace(text, "#", level, 1)
	}
	if e.row != "" {
		return e.name + "[" + e.row + "]"
	}
	return e.name
}

// matrix returns the element of e(name) that belongs to a term.
func (m *model) matrix(e element, t *term) (float64, bool) {
	x := m.est.Matrix(e.name)
	if x == nil && e.name == "b" {
		x = m.est.B
	}
	if x == nil {
		return 0, false
	}
	eqs, names := x.ColEq, x.Cols
	rowNames := x.Rows
	if e.flip {
		eqs, names, rowNames = x.RowEq, x.Rows, x.Cols
	}
	k := interp.FindTerm(trimEquations(eqs), names, t.eq, t.name)
	if k < 0 {
		k = interp.FindTerm(nil, names, "", t.name)
	}
	if k < 0 || t.eq != "" && k < len(eqs) && equationName(eqs[k]) != "" && equationName(eqs[k]) != t.eq {
		return 0, false
	}
	i := matrixRow(rowNames, e.row)
	if i < 0 {
		return 0, false
	}
	if e.flip {
		return x.At(k, i), true
	}
	return x.At(i, k), true
}

func trimEquations(eqs []string) []string {
	out := make([]string, len(eqs))
	for i, eq := range eqs {
		out[i] = equationName(eq)
	}
	return out
}

// matrixRow finds a row by number or name, or returns -1.
func matrixRow(names []string, row string) int {
	if row == "" {
		return 0
	}
	for i, name := range names {
		if name == row {
			return i
		}
	}
	n, err := strconv.Atoi(row)
	if err != nil || n < 1 || n > len(names) {
		return -1
	}
	return n - 1
}

// values returns the numbers of an element: one, or the two limits of an
// interval; ok is false if the model has none for the term.
func (m *model) values(e element, t *term, level float64) (v []float64, ok bool) {
	if e.name != "ci" {
		if x, ok := m.matrix(e, t); ok {
			if e.abs && x < frame.Missing {
				x = math.Abs(x)
			}
			return []float64{x}, true
		}
	}
	if _, known := builtin[e.name]; !known || m.est.B == nil || t.j < 0 {
		return nil, false
	}
	if e.name == "b" {
		return []float64{m.est.B.At(0, t.j)}, true
	}
	if m.est.V == nil {
		return nil, false
	}
	stat, p, lo, hi := m.test(t, level)
	switch e.name {
	case "se":
		return []float64{m.se(t)}, true
	case "var":
		return []float64{frame.Value(m.se(t) * m.se(t))}, true
	case "t", "z":
		if e.abs && stat < frame.Missing {
			stat = math.Abs(stat)
		}
		return []float64{stat}, true
	case "p":
		return []float64{p}, true
	case "ci":
		return []float64{lo, hi}, true
	case "ci_l":
		return []float64{lo}, true
	case "ci_u":
		return []float64{hi}, true
	}
	return nil, false
}

// se is the standard error of a coefficient, missing if it is not estimated.
func (m *model) se(t *term) float64 {
	if x := m.est.Matrix("se"); x != nil {
		if v, ok := m.matrix(element{name: "se"}, t); ok {
			return v
		}
	}
	if m.est.V == nil || t.j < 0 {
		return frame.Missing
	}
	if v := m.est.V.At(t.j, t.j); v > 0 && v < frame.Missing {
		return math.Sqrt(v)
	}
	return frame.Missing
}

// test returns the test of a coefficient; results in e(t), e(p), e(ci_l) and
// e(ci_u) come before computed ones.
func (m *model) test(t *term, level float64) (stat, p, lo, hi float64) {
	stat, p, lo, hi = frame.Missing, frame.Missing, frame.Missing, frame.Missing
	if m.est.B != nil && m.est.V != nil && t.j >= 0 {
		if m.table.Level != level {
			*m.table = *m.est.Table(level)
		}
		stat, p, lo, hi = m.table.Test(m.table.Rows[t.j])
	}
	for _, x := range []struct {
		name string
		to   *float64
	}{{"t", &stat}, {"z", &stat}, {"p", &p}, {"ci_l", &lo}, {"ci_u", &hi}} {
		if v, ok := m.matrix(element{name: x.name}, t); ok {
			*x.to = v
		}
	}
	return stat, p, lo, hi
}

// pvalue returns the p-value that decides on the stars of an element.
func (m *model) pvalue(e element, t *term, level float64) float64 {
	if e.pvalue == "" || e.pvalue == "p" {
		_, p, _, _ := m.test(t, level)
		return p
	}
	if v, ok := m.matrix(element{name: e.pvalue}, t); ok {
		return v
	}
	return frame.Missing
}
