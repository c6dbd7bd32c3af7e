package files

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// PutdocxTable is the command "putdocx table".
var PutdocxTable = &interp.Command{
	Name: "putdocx TABle", Brief: "put a table into the document, or change its cells", Syntax: "anything [if] [in]",
	New: func() interp.Runner { return &docxTableOptions{} },
	Doc: `    putdocx table name = (#rows, #columns) [, options]
    putdocx table name = matrix(exp) [, rownames colnames nformat(%fmt) options]
    putdocx table name = data(varlist) [if] [in] [, varnames obsno options]
    putdocx table name(i, j) = (exp) [, options of cells]
    putdocx table name(i, j), options of cells

i and j are numbers, ranges such as 1/3, or . for all.`,
}

type docxTableOptions struct {
	textOptions
	Width    string    `opt:"width(#%)" help:"width of the table, in percent of the text"`
	HAlign   string    `opt:"halign(how)" help:"left, center or right"`
	VAlign   string    `opt:"valign(how)" help:"top, center or bottom"`
	Title    string    `opt:"title(text)" help:"title above the table"`
	Note     []string  `opt:"note(text)" help:"note below the table"`
	Header   int       `opt:"headerrow(#)" help:"how many rows are repeated on each page"`
	Layout   string    `opt:"layout(how)" help:"without effect: Word fits tables to their contents"`
	Border   lang.Text `opt:"border(where[,_nil])" help:"start, end, top, bottom, insideH, insideV or all; nil takes the line away"`
	RowNames bool      `opt:"rownames" help:"a column with the names of the rows of the matrix"`
	ColNames bool      `opt:"colnames" help:"a row with the names of its columns"`
	VarNames bool      `opt:"varnames" help:"a row with the names of the variables"`
	ObsNo    bool      `opt:"obsno" help:"a column with the numbers of the observations"`
	Append   bool      `opt:"append" help:"put the text behind what the cell holds"`
	ColSpan  int       `opt:"colspan(#)" help:"join cells to the right"`
	RowSpan  int       `opt:"rowspan(#)" help:"join cells below"`
	Break    string    `opt:"linebreak(#)?" help:"break the line behind the text"`
}

// A docxTable is a table that can still be changed.
type docxTable struct {
	grid    *report.Grid
	replace func(*report.Grid)
}

func (o *docxTableOptions) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	left, right, assigned := c.Body.SplitAssign()
	name, place, cells := strings.Cut(strings.TrimSpace(left.Text), "(")
	name = strings.TrimSpace(name)
	if !lang.IsName(name) {
		return rc.Syntax.At(left.Pos, "%s invalid name", name)
	}
	if !cells {
		if !assigned {
			return rc.Syntax.At(left.Pos, "invalid syntax")
		}
		return o.create(c, s, name, right)
	}
	t := s.tables[name]
	if t == nil {
		return rc.NotFound.At(left.Pos, "table %s not found", name)
	}
	rows, columns, err := cellPlaces(t.grid, strings.TrimSuffix(strings.TrimSpace(place), ")"))
	if err != nil {
		return rc.Locate(err, left.Pos)
	}
	text, set := "", assigned
	if assigned {
		if text, err = o.value(c, right); err != nil {
			return err
		}
	}
	breaks, err := lineBreaks(o.Break)
	if err != nil {
		return err
	}
	g := copyGrid(t.grid)
	for _, i := range rows {
		for _, j := range columns {
			if err := o.cell(g, i, j, text+strings.Repeat("\n", breaks), set); err != nil {
				return err
			}
		}
	}
	t.grid = g
	t.replace(g)
	return nil
}

func copyGrid(g *report.Grid) *report.Grid {
	fresh := *g
	fresh.Cells = make([][]report.GridCell, len(g.Cells))
	for i, row := range g.Cells {
		fresh.Cells[i] = append([]report.GridCell(nil), row...)
	}
	return &fresh
}

// cellPlaces reads "i, j" and returns rows and columns, from 0.
func cellPlaces(g *report.Grid, text string) (rows, columns []int, err error) {
	i, j, ok := strings.Cut(text, ",")
	if !ok {
		return nil, nil, rc.Syntax.Errorf("a row and a column are wanted: (i, j)")
	}
	if rows, err = onePlace(i, len(g.Cells)); err == nil {
		columns, err = onePlace(j, len(g.Cells[0]))
	}
	return rows, columns, err
}

func onePlace(text string, n int) ([]int, error) {
	text = strings.TrimSpace(text)
	if text == "." {
		text = "1/" + strconv.Itoa(n)
	}
	values, err := interp.Numlist(lang.Text{Pos: 1, Text: text})
	if err != nil {
		return nil, err
	}
	var out []int
	for _, v := range values {
		if v != float64(int(v)) || v < 1 || int(v) > n {
			return nil, rc.OutOfRange.Errorf("the table has no row or column %s", interp.FormatNumber(v))
		}
		out = append(out, int(v)-1)
	}
	return out, nil
}

// cell changes the cell in row i and column j.
func (o *docxTableOptions) cell(g *report.Grid, i, j int, text string, set bool) error {
	cell := &g.Cells[i][j]
	if set {
		if o.Append {
			text = cell.Text + text
		}
		cell.Text = text
	}
	if err := o.look(cell); err != nil {
		return err
	}
	if o.NFormat != "" && !set {
		if x, err := strconv.ParseFloat(cell.Text, 64); err == nil {
			format, err := frame.ParseFormat(o.NFormat)
			if err != nil {
				return err
			}
			cell.Text = format.Trimmed(x)
		}
	}
	if o.ColSpan > 1 || o.RowSpan > 1 {
		return joinCells(g, i, j, max(o.ColSpan, 1), max(o.RowSpan, 1))
	}
	return nil
}

// look gives a cell the formats asked for.
func (o *docxTableOptions) look(cell *report.GridCell) error {
	style, err := o.style()
	if err != nil {
		return err
	}
	old := cell.Style
	style.Bold, style.Italic, style.Strike = style.Bold || old.Bold, style.Italic || old.Italic, style.Strike || old.Strike
	if o.Font.Text == "" {
		style.Font, style.Size, style.Color = old.Font, old.Size, old.Color
	}
	cell.Shade, style.Shade = orText(style.Shade, cell.Shade), ""
	cell.Style = style
	cell.Align, cell.VAlign = orText(o.HAlign, cell.Align), orText(o.VAlign, cell.VAlign)
	if o.Border.Text == "" {
		return nil
	}
	return o.borders(cell.NoBorder[:])
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// borders notes the lines that border() takes away; the first four are those
// of a cell, all six of a table.
func (o *docxTableOptions) borders(none []bool) error {
	parts := commaParts(o.Border)
	gone := len(parts) > 1 && parts[1] == "nil"
	k := indexOf([]string{"start", "end", "top", "bottom", "insideH", "insideV"}, parts[0])
	if k < 0 && parts[0] != "all" || k >= len(none) {
		return rc.Syntax.At(o.Border.Pos, "option border() incorrectly specified")
	}
	for i := range none {
		if k < 0 || i == k {
			none[i] = gone
		}
	}
	return nil
}

func joinCells(g *report.Grid, i, j, columns, rows int) error {
	if i+rows > len(g.Cells) || j+columns > len(g.Cells[0]) {
		return rc.OutOfRange.Errorf("the table has too few cells for colspan() or rowspan()")
	}
	for y := range rows {
		for x := range columns {
			if y+x > 0 {
				g.Cells[i+y][j+x] = report.GridCell{Hidden: true}
			}
		}
	}
	g.Cells[i][j].ColSpan, g.Cells[i][j].RowSpan = columns, rows
	return nil
}

// create makes a table and puts it into the document.
func (o *docxTableOptions) create(c *interp.Call, s *docxState, name string, t lang.Text) error {
	cells, err := o.contents(c, t)
	if err != nil {
		return err
	}
	if len(cells) == 0 || len(cells[0]) == 0 || len(cells[0]) > 63 {
		return rc.Syntax.At(t.Pos, "a table has a row at least and 1 to 63 columns")
	}
	g := &report.Grid{Title: o.Title, Notes: o.Note, Header: o.Header, Align: o.HAlign}
	if o.Width != "" {
		x, err := strconv.ParseFloat(strings.TrimSuffix(o.Width, "%"), 64)
		if err != nil || x <= 0 {
			return rc.Syntax.Errorf("option width() incorrectly specified: a percentage is wanted")
		}
		g.Width = int(50 * x)
	}
	if o.Border.Text != "" {
		if err := o.borders(g.NoBorder[:]); err != nil {
			return err
		}
	}
	align := o.HAlign
	o.HAlign, o.Border = "", lang.Text{}
	for _, row := range cells {
		line := make([]report.GridCell, len(row))
		for j, text := range row {
			line[j].Text = text
			if err := o.look(&line[j]); err != nil {
				return err
			}
		}
		g.Cells = append(g.Cells, line)
	}
	g.Align = align
	if s.tables[name] == nil {
		s.names = append(s.names, name)
	}
	s.tables[name] = &docxTable{grid: g, replace: s.doc.Table(g)}
	return nil
}

// contents returns the texts of a new table.
func (o *docxTableOptions) contents(c *interp.Call, t lang.Text) ([][]string, error) {
	t = t.Trim()
	kind, arg, _ := strings.Cut(t.Text, "(")
	inner := lang.Text{Pos: t.Pos + lang.Pos(len(kind)+1), Text: strings.TrimSuffix(arg, ")")}
	switch strings.TrimSpace(kind) {
	case "":
		r, k, _ := strings.Cut(inner.Text, ",")
		rows, err1 := strconv.Atoi(strings.TrimSpace(r))
		columns, err2 := strconv.Atoi(strings.TrimSpace(k))
		if err1 != nil || err2 != nil || rows < 1 || columns < 1 || rows > 10000 {
			return nil, rc.Syntax.At(t.Pos, "the numbers of rows and columns are wanted")
		}
		out := make([][]string, rows)
		for i := range out {
			out[i] = make([]string, columns)
		}
		return out, nil
	case "matrix", "mat":
		return o.matrixTexts(c, inner)
	case "data":
		return o.dataTexts(c, lang.Text{Pos: inner.Pos, Text: strings.Trim(inner.Text, `" `)})
	}
	return nil, rc.Syntax.At(t.Pos, "didot does not implement putdocx table from %s yet: (#, #), matrix() and data() are there", strings.TrimSpace(kind))
}

func (o *docxTableOptions) matrixTexts(c *interp.Call, t lang.Text) ([][]string, error) {
	m, err := c.EvalMatrix(t)
	if err != nil {
		return nil, err
	}
	var out [][]string
	if o.ColNames {
		var head []string
		if o.RowNames {
			head = append(head, "")
		}
		for j, name := range m.Cols {
			head = append(head, fullName(m.ColEq[j], name))
		}
		out = append(out, head)
	}
	for i, name := range m.Rows {
		var row []string
		if o.RowNames {
			row = append(row, fullName(m.RowEq[i], name))
		}
		for j := range m.Cols {
			text, err := o.number(c, m.At(i, j), "%9.0g")
			if err != nil {
				return nil, err
			}
			row = append(row, text)
		}
		out = append(out, row)
	}
	return out, nil
}

func (o *docxTableOptions) dataTexts(c *interp.Call, t lang.Text) ([][]string, error) {
	vars, err := c.VarlistText(t)
	if err != nil {
		return nil, err
	}
	var out [][]string
	if o.VarNames {
		var head []string
		if o.ObsNo {
			head = append(head, "")
		}
		for _, v := range vars {
			head = append(head, v.Name)
		}
		out = append(out, head)
	}
	for i := range c.Rows.Each {
		var row []string
		if o.ObsNo {
			row = append(row, strconv.Itoa(i+1))
		}
		for _, v := range vars {
			text := c.Cell(v, i)
			if o.NFormat != "" && !v.IsString() {
				if text, err = o.number(c, v.Num(i), v.Format); err != nil {
					return nil, err
				}
			}
			row = append(row, strings.TrimSpace(text))
		}
		out = append(out, row)
	}
	return out, nil
}
