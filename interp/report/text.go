package report

import (
	"io"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// starWidth is the room that plain text leaves for marks of significance.
func (t *Table) starWidth() int {
	w := 0
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			w = max(w, frame.TextWidth(c.Stars))
		}
	}
	for _, s := range t.Stars {
		w = max(w, frame.TextWidth(s.Mark))
	}
	return w
}

// WriteText renders the table as plain text, in esttab's layout: columns as
// wide as Column.Width says, rules of dashes, notes beneath.
func (t *Table) WriteText(w io.Writer) error {
	var b strings.Builder
	p := textPrinter{t: t, stars: t.starWidth(), b: &b}
	p.print()
	_, err := io.WriteString(w, b.String())
	return err
}

type textPrinter struct {
	t     *Table
	stars int
	b     *strings.Builder
}

// columnWidth is the width of a column with the blank before it and the room
// for stars behind it.
func (p *textPrinter) columnWidth(j int) int {
	if j == 0 {
		return p.t.Columns[0].Width
	}
	return p.t.Columns[j].Width + 1 + p.stars
}

func (p *textPrinter) width() int {
	total := 0
	for j := range p.t.Columns {
		total += p.columnWidth(j)
	}
	return total
}

func (p *textPrinter) print() {
	p.b.WriteByte('\n')
	if p.t.Title != "" {
		p.b.WriteString(p.t.Title + "\n")
	}
	for _, r := range p.t.Rows {
		if r.Above != NoRule && r.Above != Partial && !p.t.Plain {
			p.rule()
		}
		p.row(r)
		if r.Gap {
			p.b.WriteByte('\n')
		}
	}
	if !p.t.Plain {
		p.rule()
	}
	for _, n := range p.t.Notes {
		p.b.WriteString(n.Text + "\n")
	}
}

func (p *textPrinter) rule() { p.b.WriteString(strings.Repeat("-", p.width()) + "\n") }

func (p *textPrinter) row(r Row) {
	if len(r.Cells) == 0 {
		return
	}
	j := 0
	for _, c := range r.Cells {
		width := 0
		for range c.span() {
			if j < len(p.t.Columns) {
				width += p.columnWidth(j)
			}
			j++
		}
		p.cell(c, j-c.span() == 0, width)
	}
	p.b.WriteByte('\n')
}

func (p *textPrinter) cell(c Cell, stub bool, width int) {
	text := c.String()
	if stub {
		p.b.WriteString(pad(frame.Abbrev(text, max(width, 1)), width))
		return
	}
	room := width - p.stars
	if c.Kind != Number {
		text = cut(text, room-1)
	}
	if c.Align == Center && c.span() > 1 {
		left := (room - frame.TextWidth(text) + 1) / 2
		text = pad(strings.Repeat(" ", max(left, 0))+text, room)
	}
	p.b.WriteString(strings.Repeat(" ", max(room-frame.TextWidth(text), 0)) + text + pad(c.Stars, p.stars))
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-frame.TextWidth(s), 0))
}

// cut shortens s to at most width columns.
func cut(s string, width int) string {
	if frame.TextWidth(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && frame.TextWidth(string(runes)) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes)
}
