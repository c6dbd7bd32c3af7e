package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// A builder makes the table from the models and the options.
type builder struct {
	*esttab
	models []model
	cells  [][]stat
	marks  []report.Star
	labels map[string]string // of coefficients, by name
	t      *report.Table
}

// table lays the table out.
func (o *esttab) table(ms []model) (*report.Table, error) {
	b := builder{esttab: o, models: ms, t: &report.Table{Title: o.Title, Plain: o.NoLines || o.Plain}, labels: map[string]string{}}
	var err error
	if b.cells, err = o.cells(); err != nil {
		return nil, err
	}
	if b.marks, err = o.stars(); err != nil {
		return nil, err
	}
	words := interp.Tokens(strings.TrimSpace(cutOptions(o.CoefLabels.Text)))
	for i := 0; i+1 < len(words); i += 2 {
		b.labels[interp.CanonicalTerm(words[i])] = words[i+1]
	}
	b.columns()
	b.heading()
	if err := b.body(); err != nil {
		return nil, err
	}
	if err := b.statistics(); err != nil {
		return nil, err
	}
	b.notes()
	return b.t, nil
}

// cutOptions drops what follows a comma outside quotes.
func cutOptions(s string) string {
	for i := 0; i < len(s); i++ {
		if n := lang.QuotedLen(s[i:]); n > 0 {
			i += n - 1
			continue
		}
		if s[i] == ',' {
			return s[:i]
		}
	}
	return s
}

// perModel is the number of columns of one model.
func (b *builder) perModel() int {
	n := 1
	for _, row := range b.cells {
		n = max(n, len(row))
	}
	return n
}

func (b *builder) columns() {
	stub, width := 12, 12
	if b.Label {
		stub = 20
	}
	if b.Compress {
		stub, width = stub-2, 9
	}
	if b.VarWidth > 0 {
		stub = b.VarWidth
	}
	if b.ModelWidth > 0 {
		width = b.ModelWidth
	}
	b.t.Columns = []report.Column{{Align: report.Left, Width: stub}}
	for range len(b.models) * b.perModel() {
		b.t.Columns = append(b.t.Columns, report.Column{Align: report.Center, Width: width})
	}
}

// heading adds the numbers and the titles of the models.
func (b *builder) heading() {
	above := report.Top
	if !b.NoNumbers {
		row := report.Row{Head: true, Above: above, Cells: []report.Cell{report.Text("")}}
		for i := range b.models {
			row.Cells = append(row.Cells, b.modelCell("("+strconv.Itoa(i+1)+")"))
		}
		b.t.Rows = append(b.t.Rows, row)
		above = report.NoRule
	}
	if titles := b.titles(); titles != nil {
		row := report.Row{Head: true, Above: above, Cells: []report.Cell{report.Text("")}}
		for _, title := range titles {
			row.Cells = append(row.Cells, b.modelCell(title))
		}
		b.t.Rows = append(b.t.Rows, row)
		above = report.NoRule
	}
	if labels := b.columnLabels(); labels != nil {
		row := report.Row{Head: true, Above: above, Cells: []report.Cell{report.Text("")}}
		for range b.models {
			for _, label := range labels {
				c := report.Text(label)
				c.Align = report.Right
				row.Cells = append(row.Cells, c)
			}
		}
		b.t.Rows = append(b.t.Rows, row)
	}
}

// columnLabels names the statistics in each column of a model: those of
// collabels(), or, where cells() asks for them, their own names.
func (b *builder) columnLabels() []string {
	given := interp.Tokens(cutOptions(b.ColLabels.arg.Text))
	switch {
	case b.NoColLabels || len(given) == 1 && given[0] == "none", !b.ColLabels.set && b.Cells.Text == "":
		return nil
	case len(given) > 0:
		return append(given, make([]string, max(b.perModel()-len(given), 0))...)[:b.perModel()]
	}
	labels := make([]string, b.perModel())
	for i := range labels {
		var parts []string
		for _, row := range b.cells {
			if i < len(row) && row[i].label != "" {
				parts = append(parts, row[i].label)
			} else if i < len(row) {
				parts = append(parts, row[i].name)
			}
		}
		labels[i] = strings.Join(parts, "/")
	}
	return labels
}

func (b *builder) modelCell(text string) report.Cell {
	c := report.Text(text)
	c.Span = b.perModel()
	c.Align = report.Right
	if c.Span > 1 {
		c.Align = report.Center
	}
	return c
}

// titles returns the titles of the models, or nil for none.
func (b *builder) titles() []string {
	if b.NoMTitles {
		return nil
	}
	given := interp.Tokens(cutOptions(b.MTitles.arg.Text))
	var out []string
	for i, m := range b.models {
		switch {
		case len(given) > 0:
			title := ""
			if i < len(given) {
				title = given[i]
			}
			out = append(out, title)
		case b.MTitles.set && m.est.Macro("estimates_title") != "":
			out = append(out, m.est.Macro("estimates_title"))
		case b.MTitles.set:
			out = append(out, m.name)
		default:
			out = append(out, b.depvar(m))
		}
	}
	return out
}

func (b *builder) depvar(m model) string {
	name := m.est.Macro("depvar")
	if b.Label {
		if col := b.c.Frame().Column(name); col != nil && col.Label != "" {
			return col.Label
		}
	}
	return name
}

// body adds the coefficients.
func (b *builder) body() error {
	all := slices.DeleteFunc(coefficients(b.models), func(k coef) bool {
		return b.NoBase && k.base || b.NoOmitted && k.omitted && !k.base || b.NoCons && k.name == "_cons"
	})
	groups, err := b.indicators(&all)
	if err != nil {
		return err
	}
	coefs, err := chosen(all, b.Keep, b.Drop, b.Order)
	if err != nil {
		return err
	}
	above := report.Middle
	for i, k := range coefs {
		for line, stats := range b.cells {
			row := report.Row{Above: above, Cells: []report.Cell{report.Text("")}}
			above = report.NoRule
			if line == 0 {
				row.Cells[0] = report.Text(b.label(k))
			}
			for _, m := range b.models {
				row.Cells = append(row.Cells, b.modelCells(m, k, stats)...)
			}
			row.Gap = line+1 == len(b.cells) && i+1 < len(coefs) && b.gaps()
			b.t.Rows = append(b.t.Rows, row)
		}
	}
	for i, g := range groups {
		if i == 0 {
			g.Above = above
			if b.gaps() && len(b.t.Rows) > 0 && above == report.NoRule {
				b.t.Rows[len(b.t.Rows)-1].Gap = true
			}
		}
		b.t.Rows = append(b.t.Rows, g)
	}
	return nil
}

// gaps reports whether space separates the coefficients.
func (b *builder) gaps() bool {
	return b.Gaps || !b.NoGaps && !b.Compress && !b.Plain && len(b.cells) > 1
}

func (b *builder) label(k coef) string {
	if text, ok := b.labels[k.key]; ok {
		return text
	}
	text := coefLabel(b.c, k, b.Label && !b.NoLabel)
	if k.eq != "" && k.eq != "_" {
		return k.eq + ":" + text
	}
	return text
}

// modelCells returns the cells of a coefficient in one model.
func (b *builder) modelCells(m model, k coef, stats []stat) []report.Cell {
	var out []report.Cell
	j, there := m.rows[k.key]
	for i := range b.perModel() {
		if i >= len(stats) || !there {
			out = append(out, report.Text(""))
			continue
		}
		out = append(out, b.statCell(m, j, stats[i]))
	}
	return out
}

func (b *builder) statCell(m model, j int, s stat) report.Cell {
	source := m.name + ": " + s.name + "[" + m.terms().Cols[j] + "]"
	v := s.values(m, j, b.level())
	if b.EForm {
		v = exponentiated(m, j, s.name, v)
	}
	if len(v) == 2 {
		text := report.FormatNumber(v[0], s.format) + "," + report.FormatNumber(v[1], s.format)
		return report.Cell{Kind: report.Label, Text: s.open + text + s.close, Source: source}
	}
	c := report.Cell{Kind: report.Number, Num: v[0], Format: s.format, Open: s.open, Close: s.close, Source: source}
	if s.star {
		c.Stars = b.mark(m, j)
	}
	return c
}

// exponentiated turns statistics of b into those of exp(b).
func exponentiated(m model, j int, name string, v []float64) []float64 {
	for i, x := range v {
		switch {
		case x >= frame.Missing:
		case name == "b" || strings.HasPrefix(name, "ci"):
			v[i] = frame.Value(math.Exp(x))
		case name == "se":
			v[i] = frame.Value(x * math.Exp(m.est.B.At(0, j)))
		}
	}
	return v
}

// mark returns the mark of the strictest level that the p-value is below.
func (b *builder) mark(m model, j int) string {
	_, p, _, _ := m.test(j, b.level())
	if p >= frame.Missing {
		return ""
	}
	mark, least := "", math.Inf(1)
	for _, s := range b.marks {
		level, _ := strconv.ParseFloat(s.Level, 64)
		if p < level && level < least {
			mark, least = s.Mark, level
		}
	}
	return mark
}

// indicators reads indicate() and removes its coefficients from all.
func (b *builder) indicators(all *[]coef) ([]report.Row, error) {
	var rows []report.Row
	yes, no := "Yes", "No"
	head := cutOptions(b.Indicate.Text)
	if tail := strings.TrimPrefix(b.Indicate.Text[len(head):], ","); strings.TrimSpace(tail) != "" {
		arg := strings.TrimSpace(tail)
		inner, ok := strings.CutPrefix(arg, "labels(")
		words := interp.Tokens(strings.TrimSuffix(inner, ")"))
		if !ok || len(words) != 2 {
			return nil, rc.Syntax.At(b.Indicate.Pos, "option indicate() incorrectly specified")
		}
		yes, no = words[0], words[1]
	}
	for _, group := range indicateGroups(head) {
		name, list, ok := strings.Cut(group, "=")
		if !ok {
			return nil, rc.Syntax.At(b.Indicate.Pos, "option indicate() incorrectly specified")
		}
		patterns := strings.Fields(list)
		row := report.Row{Cells: []report.Cell{report.Text(strings.TrimSpace(name))}}
		for _, m := range b.models {
			has := slices.ContainsFunc(*all, func(k coef) bool {
				_, there := m.rows[k.key]
				return there && slices.ContainsFunc(patterns, k.matches)
			})
			text := no
			if has {
				text = yes
			}
			row.Cells = append(row.Cells, b.modelCell(text))
		}
		rows = append(rows, row)
		*all = slices.DeleteFunc(*all, func(k coef) bool { return slices.ContainsFunc(patterns, k.matches) })
	}
	return rows, nil
}

// indicateGroups splits the argument: groups in quotes, or one without.
func indicateGroups(s string) []string {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	if lang.QuotedLen(s) > 0 {
		return interp.Tokens(s)
	}
	return []string{s}
}

// notes adds what parentheses and marks mean.
func (b *builder) notes() {
	if !b.NoNotes && !b.Plain && b.Cells.Text == "" {
		if text, italic := b.parenthesesNote(); text != "" {
			b.t.Notes = append(b.t.Notes, report.Note{Text: text, Italic: italic})
		}
	}
	for _, n := range b.AddNotes {
		b.t.Notes = append(b.t.Notes, report.Note{Text: n})
	}
	b.t.Stars = b.marks
	if !b.NoNotes && !b.Plain && b.anyStars() {
		b.t.Notes = append(b.t.Notes, report.Note{Text: report.StarNote(b.marks)})
	}
}

func (b *builder) anyStars() bool {
	return len(b.marks) > 0 && slices.ContainsFunc(b.cells, func(row []stat) bool {
		return slices.ContainsFunc(row, func(s stat) bool { return s.star })
	})
}

// parenthesesNote says what stands in parentheses, and which part of the note
// is in italics.
func (b *builder) parenthesesNote() (text, italic string) {
	where := "in parentheses"
	if b.Brackets {
		where = "in brackets"
	}
	if b.Wide && b.NoParens || b.NoT {
		return "", ""
	}
	switch {
	case b.Aux.Text != "":
		return firstToken(b.Aux.Text) + " " + where, ""
	case b.SE.set:
		return "Standard errors " + where, ""
	case b.P.set:
		return "p-values " + where, "p"
	case b.CI.set:
		return b.c.LevelText(b.level()) + "% confidence intervals in brackets", ""
	case b.Cells.Text == "":
		return "t statistics " + where, "t"
	}
	return "", ""
}
