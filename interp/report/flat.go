package report

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// A notation is a format in which a table is lines of text: rows with a
// beginning, a delimiter and an end.
type notation struct {
	begin, delimiter, end string
	incell                string
	gap                   string // the line that makes space between rows
	open                  func(p *flat) string
	close                 func(p *flat) string
	texts                 func(p *flat) Texts // rules, title and notes
	rule                  func(p *flat) string
	label                 func(p *flat, s string) string
	line                  func(p *flat, s string) string // as label, for a title or note; nil if that is the same
	rich                  func(runs []Run) string        // nil: no italics
	mark                  func(s string) string
	legend                func(s Star) string
	span                  func(p *flat, delimiter, text string, c Cell) (string, string) // of cells of the heading
	under                 func(p *flat, from, to int) string
	cell                  func(s string) string // what is done to each cell at last
}

// notations are the formats of text.
var notations = map[Format]*notation{
	Fixed: fixedNotation(), Tab: tabNotation(), CSV: csvNotation(","), SCSV: csvNotation(";"),
	LaTeX: latexNotation(), HTML: htmlNotation(), Markdown: markdownNotation(),
}

// A flat prints a table in a notation.
type flat struct {
	t        *Table
	o        Options
	notation *notation
	stars    int // the room for marks of significance
	texts    Texts
	b        strings.Builder
}

func newFlat(t *Table, o Options) *flat {
	p := &flat{t: t, o: o, notation: notations[o.Format]}
	for _, s := range t.Stars {
		p.stars = max(p.stars, frame.TextWidth(p.mark(s.Mark)))
	}
	p.texts = p.notation.texts(p)
	return p
}

// Fit makes all columns but the stub at least as wide as their widest cell in
// plain text, and equally wide.
func (t *Table) Fit() {
	p := newFlat(t, Options{Format: Fixed})
	width := 0
	for _, r := range t.Rows {
		j := 0
		for _, c := range r.Cells {
			if atoms := c.Atoms; j > 0 && r.Part != Head {
				if n := len(atoms); n > 0 && atoms[n-1].Kind == Mark {
					atoms = atoms[:n-1]
				}
				width = max(width, frame.TextWidth(p.text(atoms, 0)))
			}
			j += c.span()
		}
	}
	for j := range t.Columns[1:] {
		t.Columns[j+1].Width = max(t.Columns[j+1].Width, width)
	}
}

func plainLabel(_ *flat, s string) string { return s }
func plainMark(s string) string           { return s }
func nothing(*flat) string                { return "" }
func plainLegend(s Star) string           { return s.Mark + " p<" + s.Level }

// mark writes a mark of significance, unless it is in the notation already.
func (p *flat) mark(mark string) string {
	for _, s := range p.t.Stars {
		if s.Raw && s.Mark == mark {
			return mark
		}
	}
	return p.notation.mark(mark)
}

// legend says what the marks of significance mean.
func (p *flat) legend() string {
	var parts []string
	for _, s := range p.t.Stars {
		switch {
		case s.Mark == "":
		case s.Raw:
			parts = append(parts, plainLegend(s))
		default:
			parts = append(parts, p.notation.legend(s))
		}
	}
	return strings.Join(parts, ", ")
}

func (p *flat) or(given *string, otherwise string) string {
	if given != nil {
		return *given
	}
	return otherwise
}

func (p *flat) delimiter() string { return p.or(p.o.Delimiter, p.notation.delimiter) }

// width is the width of the table in characters.
func (p *flat) width() int {
	total := 0
	for j, c := range p.t.Columns {
		if j > 0 {
			total += frame.TextWidth(p.delimiter())
		}
		total += c.Width + p.starRoom(j)
	}
	return total
}

// starRoom is the room for marks of significance in column j.
func (p *flat) starRoom(j int) int {
	if p.t.Columns[j].Stars && p.t.Columns[j].Width > 0 {
		return p.stars
	}
	return 0
}

// columns is the number of columns, those of detached marks included.
func (p *flat) columns() int {
	n := len(p.t.Columns)
	for _, c := range p.t.Columns {
		if c.Stars && p.o.Detach {
			n++
		}
	}
	return n
}

func (p *flat) hline() string {
	dash := p.o.HLine
	if dash == "" {
		dash = "-"
	}
	return strings.Repeat(dash, max(p.width(), 0))
}

// substitute replaces the @-variables of a text.
func (p *flat) substitute(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	note := ""
	for i, n := range p.t.Notes {
		if i == 0 {
			note = p.note(n)
		}
	}
	return strings.NewReplacer(
		"@span", strconv.Itoa(p.columns()), "@M", strconv.Itoa(p.t.Models), "@E", strconv.Itoa(p.t.Equations),
		"@width", strconv.Itoa(p.width()), "@hline", p.hline(), "@title", p.line(p.t.Title),
		"@note", note, "@starlegend", p.legend(), "@discrete", "",
	).Replace(s)
}

// print writes the table.
func (p *flat) print() string {
	given := p.t.Texts
	parts := [3][]Row{p.t.rowsOf(Head), p.t.rowsOf(Body), p.t.rowsOf(Foot)}
	p.lines(given.Prehead, p.texts.Prehead, true)
	p.rows(parts[Head])
	p.lines(given.Posthead, p.texts.Posthead, len(parts[Head]) > 0 && len(parts[Body])+len(parts[Foot]) > 0)
	p.rows(parts[Body])
	p.lines(given.Prefoot, p.texts.Prefoot, len(parts[Foot]) > 0 && len(parts[Body]) > 0)
	p.rows(parts[Foot])
	p.lines(given.Postfoot, p.texts.Postfoot, true)
	return p.t.replaced(p.b.String())
}

// lines writes the lines given, or, if they are wanted, the format's own.
func (p *flat) lines(given, own []string, wanted bool) {
	switch {
	case given != nil:
		own = given
	case !wanted:
		return
	}
	for _, s := range own {
		p.b.WriteString(p.substitute(s) + "\n")
	}
}

func (p *flat) rows(rows []Row) {
	for _, r := range rows {
		if r.Rule && !p.t.NoRules {
			p.b.WriteString(p.notation.rule(p))
		}
		p.b.WriteString(p.row(r))
		if r.Gap {
			p.b.WriteString(p.substitute(p.notation.gap) + "\n")
		}
	}
}

func (p *flat) row(r Row) string {
	var b strings.Builder
	b.WriteString(p.substitute(r.Before))
	b.WriteString(p.or(p.o.Begin, p.notation.begin))
	under := ""
	for j, c := range p.padded(r) {
		text, delimiter := p.cell(c.Cell, c.at), p.delimiter()
		if r.Part == Head && c.at > 0 && p.spans() {
			delimiter, text = p.notation.span(p, delimiter, text, c.Cell)
			if r.Under && !c.Empty() {
				under += p.notation.under(p, c.at+1, c.at+c.span())
			}
		}
		if j > 0 {
			b.WriteString(delimiter)
		}
		b.WriteString(p.pad(text, c))
	}
	b.WriteString(p.or(p.o.End, p.notation.end))
	if under != "" {
		b.WriteString("\n" + under)
	}
	b.WriteString(p.substitute(r.After) + "\n")
	return b.String()
}

// A placed is a cell and the number of its first column.
type placed struct {
	Cell
	at int
}

// padded returns the cells of r with empty ones where none are. In notations
// that cannot span columns, a cell that does takes its first column.
func (p *flat) padded(r Row) []placed {
	var out []placed
	j := 0
	for _, c := range r.Cells {
		n := c.span()
		if !p.spans() || r.Part != Head {
			c.Span = 1
		}
		out = append(out, placed{c, j})
		j++
		for k := 1; k < n; k++ {
			if c.span() == 1 {
				out = append(out, placed{Cell{}, j})
			}
			j++
		}
	}
	for ; j < len(p.t.Columns); j++ {
		out = append(out, placed{Cell{}, j})
	}
	return out
}

// spans reports whether cells of the heading can span columns.
func (p *flat) spans() bool {
	return p.notation.span != nil && !p.o.RawHead && (p.o.Delimiter == nil || p.o.Format != HTML)
}

// cell returns the text of a cell of column j, with its mark of significance
// behind the room that the column has for it.
func (p *flat) cell(c Cell, j int) string {
	room := 0
	width := 0
	if j < len(p.t.Columns) {
		room, width = p.starRoom(j), p.t.Columns[j].Width
	}
	atoms, mark := c.Atoms, ""
	if n := len(atoms); n > 0 && atoms[n-1].Kind == Mark && j > 0 {
		atoms, mark = atoms[:n-1], p.mark(atoms[n-1].Text)
	}
	text := p.text(atoms, width*c.span())
	if j == 0 {
		return text
	}
	text = strings.Repeat(" ", max(width-frame.TextWidth(text), 0)) + text
	if j < len(p.t.Columns) && p.t.Columns[j].Stars && p.o.Detach {
		text += p.delimiter()
	}
	return text + mark + strings.Repeat(" ", max(room-frame.TextWidth(mark), 0))
}

// text joins atoms. A cell that is one label is shortened to its column.
func (p *flat) text(atoms []Atom, width int) string {
	if len(atoms) == 1 && atoms[0].Kind == Label && p.o.Abbrev && width > 0 {
		atoms = []Atom{{Text: Abbrev(atoms[0].Text, width), Rich: atoms[0].Rich}}
	}
	var b strings.Builder
	for _, a := range atoms {
		b.WriteString(p.atom(a))
	}
	if p.notation.cell != nil {
		return p.notation.cell(b.String())
	}
	return b.String()
}

func (p *flat) atom(a Atom) string {
	switch a.Kind {
	case Number:
		return p.t.Numbers.format(a)
	case Markup:
		return a.Text
	case Mark:
		return p.mark(a.Text)
	case Break:
		if p.o.InCell != "" {
			return p.o.InCell
		}
		return p.notation.incell
	}
	if len(a.Rich) > 0 && p.notation.rich != nil {
		return p.notation.rich(a.Rich)
	}
	return p.notation.label(p, a.Text)
}

// pad fills the stub up to its width.
func (p *flat) pad(text string, c placed) string {
	if c.at > 0 {
		return text
	}
	return text + strings.Repeat(" ", max(p.t.Columns[0].Width-frame.TextWidth(text), 0))
}

// line escapes a text that is a line of its own.
func (p *flat) line(s string) string {
	if p.notation.line != nil {
		return p.notation.line(p, s)
	}
	return p.notation.label(p, s)
}

// note returns a line beneath the table.
func (p *flat) note(n Note) string {
	if n.Legend {
		return p.legend()
	}
	var b strings.Builder
	for _, a := range n.Atoms {
		if a.Kind == Label && a.Rich == nil {
			b.WriteString(p.line(a.Text))
		} else {
			b.WriteString(p.atom(a))
		}
	}
	if p.notation.cell != nil {
		return p.notation.cell(b.String())
	}
	return b.String()
}

// notes returns the lines beneath the table.
func (p *flat) notes() []string {
	var out []string
	for _, n := range p.t.Notes {
		if text := p.note(n); text != "" || !n.Legend {
			out = append(out, text)
		}
	}
	return out
}

// Abbrev shortens a name or label to at most width columns as Stata does: a ~
// stands in front of its last character, or of the digits that it ends in.
func Abbrev(s string, width int) string {
	if frame.TextWidth(s) <= width {
		return s
	}
	tail := s[len(strings.TrimRight(s, "0123456789")):]
	if len(tail) < 2 || len(tail) > 4 || len(tail)+2 > width {
		return frame.Abbrev(s, width)
	}
	head := []rune(strings.TrimSuffix(s, tail))
	for n := len(head); n > 0; n-- {
		if short := string(head[:n]) + "~" + tail; frame.TextWidth(short) <= width {
			return short
		}
	}
	return frame.Abbrev(s, width)
}
