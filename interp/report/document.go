package report

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// The formats of word processors and spreadsheets see a table as a grid of
// cells made of styled runs.

// A sheet is a table laid out as a grid.
type sheet struct {
	t     *Table
	o     Options
	rows  []sheetRow
	plain bool // the format has no italics
}

// A sheetRow is a row of the grid. Lines are drawn above it and below it:
// thick ones at the edges of the table.
type sheetRow struct {
	Row
	cells       []placed
	above       line
	below       line
	first, last bool // of its part
}

// underlined reports whether a short rule stands below a cell.
func (r sheetRow) underlined(c placed) bool { return r.Under && c.at > 0 && !c.Empty() }

// A line is how thick a rule is.
type line int

const (
	noLine line = iota
	thin
	thick
)

func newSheet(t *Table, o Options) *sheet {
	s := &sheet{t: t, o: o}
	last := -1
	for i, r := range t.Rows {
		row := sheetRow{Row: r, cells: s.place(r)}
		if i == 0 {
			row.above = thick
		} else if int(r.Part) != last || r.Rule {
			row.above = thin
		}
		last = int(r.Part)
		row.first = i == 0 || t.Rows[i-1].Part != r.Part
		row.last = i+1 == len(t.Rows) || t.Rows[i+1].Part != r.Part
		if i+1 == len(t.Rows) {
			row.below = thick
		}
		if t.NoRules {
			row.above, row.below = noLine, noLine
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// place gives each cell of r its column and fills up the row.
func (s *sheet) place(r Row) []placed {
	var out []placed
	j := 0
	for _, c := range r.Cells {
		out = append(out, placed{c, j})
		j += c.span()
	}
	for ; j < len(s.t.Columns); j++ {
		out = append(out, placed{Cell{}, j})
	}
	return out
}

// runs returns the cell as styled pieces of text.
func (s *sheet) runs(atoms []Atom) []Run {
	var out []Run
	for _, a := range atoms {
		switch {
		case a.Kind == Number:
			out = append(out, Run{Text: s.t.Numbers.format(a)})
		case a.Kind == Mark:
			out = append(out, Run{a.Text, Super})
		case a.Kind == Break:
			out = append(out, Run{Text: "\n"})
		case len(a.Rich) > 0 && !s.plain:
			out = append(out, a.Rich...)
		case a.Text != "":
			out = append(out, Run{Text: s.t.replaced(a.Text)})
		}
	}
	return out
}

// notes returns the lines beneath the table.
func (s *sheet) notes() [][]Run {
	var out [][]Run
	for _, n := range s.t.Notes {
		if !n.Legend {
			out = append(out, s.runs(n.Atoms))
			continue
		}
		var runs []Run
		for _, star := range s.t.Stars {
			if star.Mark == "" {
				continue
			}
			if len(runs) > 0 {
				runs = append(runs, Run{Text: ", "})
			}
			runs = append(runs, Run{star.Mark, Super}, Run{Text: " "}, Run{"p", Italic}, Run{Text: " < " + star.Level})
		}
		if runs != nil {
			out = append(out, runs)
		}
	}
	return out
}

// align is how a cell is aligned: the stub to the left, else as the option or
// the column says, or centered.
func (s *sheet) align(c placed) Align {
	switch {
	case c.Align != 0:
		return c.Align
	case c.at == 0:
		return Left
	case len(s.o.Align) == 1 && strings.Contains("lcr", s.o.Align):
		return Align(s.o.Align[0])
	case s.t.Columns[c.at].Align != 0:
		return s.t.Columns[c.at].Align
	}
	return Center
}

// widest is how wide a text may make its column, in characters.
const widest = 40

// widths are the widths of the columns in characters, as wide as their cells
// where the table does not say.
func (s *sheet) widths() []int {
	out := make([]int, len(s.t.Columns))
	for j, c := range s.t.Columns {
		out[j] = c.Width
		if c.Stars {
			for _, star := range s.t.Stars {
				out[j] = max(out[j], c.Width+len(star.Mark))
			}
		}
	}
	for _, r := range s.rows {
		for _, c := range r.cells {
			if c.span() == 1 {
				out[c.at] = max(out[c.at], min(textWidth(s.runs(c.Atoms)), widest))
			}
		}
	}
	return out
}

func plainText(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

func textWidth(runs []Run) int { return frame.TextWidth(plainText(runs)) }

// indent is how far the table, which is centered, stands from the margins.
func (s *sheet) indent() int {
	widths, natural := s.columnWidths()
	room := pageWidth - 2*pageMargin
	if natural > room {
		room = pageHeight - 2*pageMargin
	}
	for _, w := range widths {
		room -= w
	}
	return max(room/2, 0)
}
