package report

import (
	"fmt"
	"strings"
)

// A Grid is a table of a Document; it may be changed until the document is
// written.
type Grid struct {
	Cells  [][]GridCell
	Width  int    // in fiftieths of a percent of the text; 0 is as wide as need be
	Align  string // of the table on the page
	Title  string
	Notes  []string
	Header int // rows that are repeated on each page

	NoBorder [6]bool // at the start, end, top, bottom, inside between rows, inside between columns
}

// The places in Grid.NoBorder.
const (
	BorderStart = iota
	BorderEnd
	BorderTop
	BorderBottom
	BorderInsideH
	BorderInsideV
)

// A GridCell is a cell of a Grid. Those that another spans have Hidden set.
type GridCell struct {
	Text             string
	Style            TextStyle
	Align, VAlign    string
	Shade            string
	NoBorder         [4]bool // start, end, top, bottom
	ColSpan, RowSpan int
	Hidden           bool
}

// borderTags are in the order of Grid.NoBorder, as Word calls the borders.
var borderTags = []string{"left", "right", "top", "bottom", "insideH", "insideV"}

// Table puts the present state of a grid into the document, and returns what
// replaces it by another one later.
func (d *Document) Table(g *Grid) (replace func(*Grid)) {
	d.flush()
	at := len(d.body)
	d.body = append(d.body, d.grid(g), "<w:p/>")
	return func(g *Grid) { d.body[at] = d.grid(g) }
}

func (d *Document) grid(g *Grid) string {
	var b strings.Builder
	if g.Title != "" {
		b.WriteString("<w:p>" + paragraphProperties(ParagraphStyle{Align: g.Align}) + d.run(g.Title, TextStyle{}) + "</w:p>")
	}
	b.WriteString(`<w:tbl><w:tblPr>`)
	if g.Width > 0 {
		fmt.Fprintf(&b, `<w:tblW w:w="%d" w:type="pct"/>`, g.Width)
	} else {
		b.WriteString(`<w:tblW w:w="0" w:type="auto"/>`)
	}
	if g.Align != "" {
		b.WriteString(`<w:jc w:val="` + g.Align + `"/>`)
	}
	b.WriteString("<w:tblBorders>")
	for _, k := range []int{BorderTop, BorderStart, BorderBottom, BorderEnd, BorderInsideH, BorderInsideV} {
		b.WriteString(borderXML(borderTags[k], g.NoBorder[k]))
	}
	b.WriteString("</w:tblBorders></w:tblPr><w:tblGrid>")
	columns := 0
	for _, row := range g.Cells {
		columns = max(columns, len(row))
	}
	b.WriteString(strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, d.TextWidth()/max(columns, 1)), columns) + "</w:tblGrid>")
	for i, row := range g.Cells {
		b.WriteString("<w:tr>")
		if i < g.Header {
			b.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for j := range row {
			b.WriteString(d.gridCell(g, i, j))
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	for _, note := range g.Notes {
		b.WriteString("<w:p>" + d.run(note, TextStyle{}) + "</w:p>")
	}
	return b.String()
}

func borderXML(tag string, none bool) string {
	if none {
		return `<w:` + tag + ` w:val="nil"/>`
	}
	return `<w:` + tag + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`
}

// gridCell is the cell in row i and column j; a column that it spans is left
// out, a row continues it.
func (d *Document) gridCell(g *Grid, i, j int) string {
	c := g.Cells[i][j]
	var p strings.Builder
	if c.Hidden {
		for up := i - 1; up >= 0; up-- {
			if owner := g.Cells[up][j]; !owner.Hidden && owner.RowSpan > i-up {
				if owner.ColSpan > 1 {
					fmt.Fprintf(&p, `<w:gridSpan w:val="%d"/>`, owner.ColSpan)
				}
				return "<w:tc><w:tcPr>" + p.String() + "<w:vMerge/></w:tcPr><w:p/></w:tc>"
			}
		}
		return ""
	}
	if c.ColSpan > 1 {
		fmt.Fprintf(&p, `<w:gridSpan w:val="%d"/>`, c.ColSpan)
	}
	if c.RowSpan > 1 {
		p.WriteString(`<w:vMerge w:val="restart"/>`)
	}
	if c.NoBorder != [4]bool{} {
		p.WriteString("<w:tcBorders>")
		for _, k := range []int{BorderTop, BorderStart, BorderBottom, BorderEnd} {
			if c.NoBorder[k] {
				p.WriteString(borderXML(borderTags[k], true))
			}
		}
		p.WriteString("</w:tcBorders>")
	}
	if c.Shade != "" {
		p.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + c.Shade + `"/>`)
	}
	if c.VAlign != "" {
		p.WriteString(`<w:vAlign w:val="` + c.VAlign + `"/>`)
	}
	return "<w:tc><w:tcPr>" + p.String() + "</w:tcPr><w:p>" + paragraphProperties(ParagraphStyle{Align: c.Align}) + d.run(c.Text, c.Style) + "</w:p></w:tc>"
}
