package tables

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/report"
)

// A builder makes the table from the models and the spec.
type builder struct {
	*spec
	models  []*model
	columns []column
	coefs   []coef
	t       *report.Table
}

// A column is a model, or an equation of a model.
type column struct {
	m     *model
	model int    // place of the model
	eq    string // the equation, if equations are columns
	first bool   // of its model
}

// build lays the table out.
func (s *spec) build(ms []*model) (*report.Table, error) {
	b := &builder{spec: s, models: ms, t: &report.Table{Title: s.Title.text, NoRules: !s.rules, Replace: s.replace, Stars: s.stars, Models: len(ms)}}
	b.t.Numbers = report.Numbers{Point: s.DMarker.text, Minus: s.MSign.text, NoZero: s.NoLZ}
	for _, m := range ms {
		m.collect(b.elementNames(), s.rename)
	}
	matchEquations(ms, s.equations, b.unstack())
	if err := b.selectCoefs(); err != nil {
		return nil, err
	}
	b.makeColumns()
	b.heading()
	if err := b.body(); err != nil {
		return nil, err
	}
	if err := b.foot(); err != nil {
		return nil, err
	}
	b.closeGaps()
	b.t.Notes = slices.Clone(s.notes)
	if s.legend && len(s.stars) > 0 {
		b.t.Notes = append(b.t.Notes, report.Note{Legend: true})
	}
	b.t.Texts = s.texts()
	if s.fit {
		b.t.Fit()
	}
	return b.t, nil
}

func (s *spec) unstack() bool { return s.Unstack && !s.NoUnstack }

// texts are the lines that the options give around the parts of the table.
func (s *spec) texts() report.Texts {
	var x report.Texts
	for _, p := range []struct {
		from lines
		to   *[]string
	}{{s.Prehead, &x.Prehead}, {s.Posthead, &x.Posthead}, {s.Prefoot, &x.Prefoot}, {s.Postfoot, &x.Postfoot}} {
		if p.from.set {
			*p.to = p.from.text
		}
	}
	return x
}

// elementNames are the matrices in e() that the cells show.
func (b *builder) elementNames() []string {
	var out []string
	for _, row := range b.cells {
		for _, cell := range row {
			for _, e := range cell {
				if _, known := builtin[e.name]; (!known || e.name == "b" || e.name == "se" || e.name == "p" || e.name == "t") && !slices.Contains(out, e.name) {
					out = append(out, e.name)
				}
			}
		}
	}
	return out
}

// perColumn is the number of cells that a column has side by side.
func (b *builder) perColumn() int {
	n := 1
	for _, row := range b.cells {
		n = max(n, len(row))
	}
	return n
}

// selectCoefs decides which coefficients are rows, less those that rows of
// indicators stand for.
func (b *builder) selectCoefs() error {
	all := allCoefficients(b.models, b.unstack())
	all = slices.DeleteFunc(all, func(k coef) bool {
		return b.NoBase && k.base || b.NoOmitted && k.omitted && !k.base || b.dropConstant && k.name == "_cons"
	})
	for _, row := range b.cells {
		for _, cell := range row {
			for _, e := range cell {
				for _, sel := range []selection{e.keep, e.drop} {
					if err := sel.found(all); err != nil {
						return err
					}
				}
			}
		}
	}
	coefs, err := chosen(all, b.keep, b.drop, b.order)
	if err != nil {
		return err
	}
	b.coefs = slices.DeleteFunc(coefs, func(k coef) bool {
		return slices.ContainsFunc(b.indicate.groups, func(g indicator) bool { return g.of.has(k) })
	})
	if b.cells == nil {
		b.coefs = nil
	}
	return nil
}

// makeColumns decides what the columns are and how wide.
func (b *builder) makeColumns() {
	for i, m := range b.models {
		eqs := []string{""}
		if b.unstack() {
			eqs = m.equations()
		}
		for j, eq := range eqs {
			b.columns = append(b.columns, column{m, i, eq, j == 0})
		}
	}
	b.t.Equations = len(b.columns)
	b.t.Columns = []report.Column{{Align: report.Left, Width: b.width}}
	for range b.columns {
		for j := range b.perColumn() {
			w := 0
			if n := len(b.widths); n > 0 {
				w = b.widths[(len(b.t.Columns)-1)%n]
			}
			b.t.Columns = append(b.t.Columns, report.Column{Width: w, Stars: b.starred(j)})
		}
	}
}

// starred reports whether the j-th cells of columns have marks.
func (b *builder) starred(j int) bool {
	if len(b.stars) == 0 {
		return false
	}
	for _, row := range b.cells {
		if j < len(row) && slices.ContainsFunc(row[j], func(e element) bool { return e.star }) {
			return true
		}
	}
	return j == 0 && slices.ContainsFunc(b.stats, func(s summary) bool { return s.star })
}

// body adds the coefficients.
func (b *builder) body() error {
	eqs := equationsOf(b.coefs)
	titled := !b.unstack() && !b.merge && !b.eqlabels.None && (len(eqs) > 1 || len(eqs) == 1 && eqs[0] != "")
	for i, k := range b.coefs {
		firstOfEq := i == 0 || b.coefs[i-1].eq != k.eq
		lastOfEq := i+1 == len(b.coefs) || b.coefs[i+1].eq != k.eq
		if firstOfEq && titled {
			b.equationRow(slices.Index(eqs, k.eq), k.eq)
		}
		if err := b.coefRows(i, k, firstOfEq, lastOfEq && (len(b.indicate.groups) == 0 || i+1 < len(b.coefs))); err != nil {
			return err
		}
	}
	for i, g := range b.indicate.groups {
		b.indicatorRow(g, i+1 == len(b.indicate.groups))
	}
	return nil
}

// equationRow names an equation.
func (b *builder) equationRow(i int, eq string) {
	row := report.Row{Part: report.Body, Cells: []report.Cell{b.prefixed(b.equationLabel(i, eq), b.eqlabels.labelling, 1)}}
	row.Rule = i > 0 && b.eqRules && !b.eqlabels.Begin.set
	if b.eqlabels.Begin.set && (i > 0 || !b.eqlabels.NoFirst) {
		row.Before = b.eqlabels.Begin.join()
	}
	if b.eqlabels.End.set {
		row.After = b.eqlabels.End.join()
	}
	b.t.Rows = append(b.t.Rows, row)
}

func (b *builder) equationLabel(i int, eq string) report.Cell {
	if i < len(b.eqlabels.texts) {
		return b.given(b.eqlabels.texts[i])
	}
	if col := b.c.Frame().Column(eq); col != nil && b.labelled() && col.Label != "" {
		eq = col.Label
	}
	return report.Text(eq)
}

// coefRows adds the rows of a coefficient, and that of its reference category.
func (b *builder) coefRows(i int, k coef, first, last bool) error {
	label, has := b.refcat.label(k)
	if has && !b.refcat.below {
		b.refRow(k, label, first, false)
		first = false
	}
	stub := b.stubs(k)
	from := len(b.t.Rows)
	for line := range max(len(b.cells), 1) {
		if line > 0 && line >= len(stub) && b.excluded(line, k) {
			continue
		}
		row := report.Row{Part: report.Body, Cells: []report.Cell{{}}}
		if line < len(stub) {
			row.Cells[0] = stub[line]
		}
		if line < len(b.cells) {
			for _, col := range b.columns {
				cells, err := b.cellsOf(col, k, i, line)
				if err != nil {
					return err
				}
				row.Cells = append(row.Cells, cells...)
			}
		}
		b.t.Rows = append(b.t.Rows, row)
	}
	b.rowTexts(from, k, first, last && (!has || !b.refcat.below))
	if has && b.refcat.below {
		b.refRow(k, label, false, last)
	}
	return nil
}

// excluded reports whether keep() or drop() of all elements of a line leave
// the coefficient out.
func (b *builder) excluded(line int, k coef) bool {
	for _, c := range b.cells[line] {
		for _, e := range c {
			if e.name != "." && !e.excludes(k) {
				return false
			}
		}
	}
	return true
}

func (e element) excludes(k coef) bool {
	return len(e.keep.patterns) > 0 && !e.keep.has(k) || e.drop.has(k)
}

// rowTexts puts the texts of varlabels() around the rows from first to the
// last one, and space behind them.
func (b *builder) rowTexts(from int, k coef, first, last bool) {
	top, bottom := &b.t.Rows[from], &b.t.Rows[len(b.t.Rows)-1]
	if v := b.vars; v.Begin.set && !(first && v.NoFirst) {
		top.Before = v.Begin.join() + top.Before
	}
	if text, ok := listed(b.varOptions.BList.Text, k); ok {
		top.Before = text + top.Before
	}
	switch v := b.vars; {
	case v.End.set && !(last && v.NoLast):
		bottom.After += v.End.join()
	case !v.End.set && b.gaps && !last:
		bottom.Gap = true
	}
	if text, ok := listed(b.varOptions.EList.Text, k); ok {
		bottom.After += text
	}
}

// refRow adds the row of a reference category.
func (b *builder) refRow(k coef, label string, first, last bool) {
	row := report.Row{Part: report.Body, Cells: []report.Cell{b.given(label)}}
	for _, col := range b.columns {
		c := report.Cell{}
		if t := b.term(col, k); t != nil && b.refcat.text != "" {
			c = b.given(b.refcat.text)
		}
		row.Cells = append(row.Cells, b.fill(c)...)
	}
	b.t.Rows = append(b.t.Rows, row)
	b.rowTexts(len(b.t.Rows)-1, coef{}, first, last)
}

// fill returns the cells of a column of which only the first shows something.
func (b *builder) fill(c report.Cell) []report.Cell {
	out := make([]report.Cell, b.perColumn())
	out[0] = c
	return out
}

// indicatorRow tells in which models coefficients are.
func (b *builder) indicatorRow(g indicator, last bool) {
	row := report.Row{Part: report.Body, Cells: []report.Cell{b.given(g.label)}}
	for _, col := range b.columns {
		text := b.indicate.no
		if slices.ContainsFunc(col.m.terms, func(t term) bool {
			k := t.coef
			if b.unstack() && k.eq != col.eq {
				return false
			}
			return g.of.has(k)
		}) {
			text = b.indicate.yes
		}
		row.Cells = append(row.Cells, b.fill(b.given(text))...)
	}
	b.t.Rows = append(b.t.Rows, row)
	b.rowTexts(len(b.t.Rows)-1, coef{}, false, last)
}

// term returns the term of a row in a column, or nil.
func (b *builder) term(col column, k coef) *term {
	if b.unstack() {
		k.eq = col.eq
	}
	if k.extra {
		return nil
	}
	return col.m.find(k.key())
}

// cellsOf returns the cells of a coefficient in a column.
func (b *builder) cellsOf(col column, k coef, i, line int) (cells []report.Cell, err error) {
	t := b.term(col, k)
	for j := range b.perColumn() {
		var c report.Cell
		if j < len(b.cells[line]) {
			if c, err = b.cell(col, k, t, i, b.cells[line][j]); err != nil {
				return nil, err
			}
		}
		cells = append(cells, c)
	}
	return cells, nil
}

// cell joins the elements of a cell.
func (b *builder) cell(col column, k coef, t *term, i int, spec cellSpec) (report.Cell, error) {
	var c report.Cell
	for _, e := range spec {
		atoms, err := b.element(col, k, t, i, e)
		if err != nil {
			return c, err
		}
		if len(atoms) > 0 && len(c.Atoms) > 0 {
			c.Atoms = append(c.Atoms, report.Atom{Kind: report.Break})
		}
		c.Atoms = append(c.Atoms, atoms...)
	}
	return c, nil
}

// element returns what one element shows of a coefficient.
func (b *builder) element(col column, k coef, t *term, i int, e element) ([]report.Atom, error) {
	switch {
	case !selected(e.pattern, col.model) || e.excludes(k):
		return nil, nil
	case t == nil && e.vacant != "" && !k.extra:
		return b.given(e.vacant).Atoms, nil
	case t == nil || e.name == ".":
		return nil, nil
	}
	if strings.HasPrefix(e.name, "_") {
		return b.sign(col.m, t, e), nil
	}
	v, ok := col.m.values(e, t, b.level())
	if !ok {
		return nil, nil
	}
	if b.dropped != "" && v[0] == 0 && col.m.se(t) >= frame.Missing && e.name == "b" {
		return b.given(b.dropped).Atoms, nil
	}
	if tr := b.transform.of(col.model, t.coef); tr != nil {
		coefficient, _ := col.m.values(element{name: "b"}, t, b.level())
		if coefficient != nil {
			var err error
			if v, err = b.transformed(tr, e.name, v, coefficient[0]); err != nil {
				return nil, err
			}
		}
	}
	return b.numberAtoms(col.m, k, t, i, e, v), nil
}

// numberAtoms puts numbers into their parentheses, and stars behind them.
func (b *builder) numberAtoms(m *model, k coef, t *term, i int, e element, v []float64) []report.Atom {
	if v[0] == report.Nothing {
		return nil
	}
	var atoms []report.Atom
	text := func(j int) {
		if j < len(e.par) && e.par[j] != "" {
			atoms = append(atoms, b.given(strings.ReplaceAll(e.par[j], "@modelwidth", strconv.Itoa(b.t.Columns[1].Width))).Atoms...)
		}
	}
	source := m.name + ": " + e.name + "[" + t.coef.eqName() + "]"
	text(0)
	for j, x := range v {
		if j > 0 && e.par == nil {
			atoms = append(atoms, report.Atom{Text: ","})
		} else if j > 0 {
			text(1)
		}
		atoms = append(atoms, report.Atom{Kind: report.Number, Num: x, Format: e.format(i), Source: source})
	}
	text(2)
	if e.star && b.mayStar(k) {
		if mark := b.mark(m.pvalue(e, t, b.level())); mark != "" {
			atoms = append(atoms, report.Atom{Kind: report.Mark, Text: mark})
		}
	}
	return atoms
}

// eqName is the coefficient's full name.
func (k coef) eqName() string {
	if k.eq == "" {
		return k.name
	}
	return k.eq + ":" + k.name
}

func (b *builder) mayStar(k coef) bool {
	return (len(b.starKeep.patterns) == 0 || b.starKeep.has(k)) && !b.starDrop.has(k)
}

// sign returns _star, _sign or _sigsign.
func (b *builder) sign(m *model, t *term, e element) []report.Atom {
	_, p, _, _ := m.test(t, b.level())
	mark := b.mark(p)
	sign := "0"
	if v, ok := m.values(element{name: "b"}, t, b.level()); ok && v[0] < frame.Missing && v[0] != 0 {
		sign = map[bool]string{true: "+", false: "-"}[v[0] > 0]
	}
	switch e.name {
	case "_star":
		if mark == "" {
			return nil
		}
		return []report.Atom{{Kind: report.Mark, Text: mark}}
	case "_sign":
		return []report.Atom{{Text: sign}}
	case "_sigsign":
		n := 0
		for i, s := range b.stars {
			if level, _ := strconv.ParseFloat(s.Level, 64); p < level {
				n = i + 1
			}
		}
		return []report.Atom{{Text: strings.Repeat(sign, n)}}
	}
	return nil
}

// closeGaps puts space between heading, body and foot if no rules are there.
func (b *builder) closeGaps() {
	if b.rules || !b.gaps {
		return
	}
	for i := range b.t.Rows {
		if i+1 < len(b.t.Rows) && b.t.Rows[i].Part != b.t.Rows[i+1].Part {
			b.t.Rows[i].Gap = true
		}
	}
}

// listed looks for a coefficient in "name text name text ...".
func listed(list string, k coef) (string, bool) {
	if list == "" || k.name == "" {
		return "", false
	}
	words := rawTokens(list)
	for i := 0; i+1 < len(words); i += 2 {
		if k.matches(words[i]) && !strings.ContainsAny(words[i], "*?") {
			return words[i+1], true
		}
	}
	return "", false
}
