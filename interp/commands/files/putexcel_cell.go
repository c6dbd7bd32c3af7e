package files

import (
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A cellBox is a rectangle of cells, columns and rows from 1.
type cellBox struct{ left, top, right, bottom int }

// name returns the cell in column x and row y of the box, from 0.
func (b cellBox) name(x, y int) string {
	s, _ := excelize.CoordinatesToCellName(b.left+x, b.top+y)
	return s
}

func (b cellBox) last() string {
	s, _ := excelize.CoordinatesToCellName(b.right, b.bottom)
	return s
}

// A cellItem is "cells = output", or "cells" if output is empty.
type cellItem struct {
	box    cellBox
	kind   string // "", "text", "exp", "matrix", "formula", "image", or a set of results such as "rscalars"
	output lang.Text
}

// resultSets are the sets of results that putexcel writes.
var resultSets = map[string]bool{
	"rscalars": true, "rmacros": true, "rscalarnames": true, "rmacronames": true,
	"escalars": true, "emacros": true, "escalarnames": true, "emacronames": true,
}

// outputKinds are the functions behind the equals sign.
var outputKinds = map[string]string{"matrix": "matrix", "mat": "matrix", "formula": "formula", "image": "image", "picture": "image"}

// parseCells reads what precedes the comma.
func parseCells(t lang.Text) ([]cellItem, error) {
	var items []cellItem
	for t = t.Trim(); t.Text != ""; t = t.Trim() {
		n := strings.IndexAny(t.Text, "= \t")
		if t.Text[0] == '(' {
			n = t.BalancedLen()
		}
		if n < 0 {
			n = len(t.Text)
		}
		box, err := parseBox(t.Slice(0, n))
		if err != nil {
			return nil, err
		}
		item := cellItem{box: box}
		t = t.Slice(n, len(t.Text)).Trim()
		if rest, ok := strings.CutPrefix(t.Text, "="); ok {
			t = t.Slice(len(t.Text)-len(rest), len(t.Text)).Trim()
			n, err := item.parseOutput(t)
			if err != nil {
				return nil, err
			}
			t = t.Slice(n, len(t.Text))
		}
		items = append(items, item)
	}
	return items, nil
}

// parseBox reads A1, A1:B2 or (A1:B2).
func parseBox(t lang.Text) (cellBox, error) {
	text := strings.ToUpper(strings.TrimSpace(strings.Trim(strings.TrimSpace(t.Text), "()")))
	from, to, two := strings.Cut(text, ":")
	if !two {
		to = from
	}
	var b cellBox
	var err1, err2 error
	b.left, b.top, err1 = excelize.CellNameToCoordinates(strings.TrimSpace(from))
	b.right, b.bottom, err2 = excelize.CellNameToCoordinates(strings.TrimSpace(to))
	if err1 != nil || err2 != nil || b.right < b.left || b.bottom < b.top {
		return b, rc.Syntax.At(t.Pos, "%s: invalid cell name", strings.TrimSpace(t.Text))
	}
	return b, nil
}

// parseOutput reads what is to be written at the head of t, and returns its
// length.
func (i *cellItem) parseOutput(t lang.Text) (int, error) {
	if t.Text == "" {
		return 0, rc.Syntax.At(t.Pos, "nothing found where output expected")
	}
	if n := lang.QuotedLen(t.Text); n > 0 {
		i.kind, i.output = "text", lang.Text{Pos: t.Pos, Text: lang.Unquote(t.Text[:n])}
		return n, nil
	}
	if t.Text[0] == '(' {
		n := t.BalancedLen()
		i.kind, i.output = "exp", t.Slice(0, n)
		return n, nil
	}
	w := t.Words()[0]
	name, arg, call := strings.Cut(w.Text, "(")
	switch kind := outputKinds[name]; {
	case resultSets[w.Text]:
		i.kind = w.Text
	case call && kind != "" && strings.HasSuffix(arg, ")"):
		i.kind, i.output = kind, w.Slice(len(name)+1, len(w.Text)-1).Trim()
	default:
		i.kind, i.output = "exp", w
	}
	return len(w.Text), nil
}

// put writes the items and their formats.
func (o *putExcel) put(c *interp.Call, b *putBook, items []cellItem) error {
	for _, item := range items {
		box, err := o.putItem(c, b, item)
		if err != nil {
			return err
		}
		if err := o.format(b, box); err != nil {
			return err
		}
	}
	return nil
}

// putItem writes one item and returns the cells that it takes.
func (o *putExcel) putItem(c *interp.Call, b *putBook, i cellItem) (cellBox, error) {
	var values [][]any
	switch i.kind {
	case "":
		return i.box, nil
	case "image":
		return i.box, putImage(c, b, i)
	case "formula":
		formula := strings.TrimPrefix(strings.TrimSpace(lang.Unquote(i.output.Text)), "=")
		return i.box, cellError(b.open.SetCellFormula(b.sheet.name, i.box.name(0, 0), formula))
	case "matrix":
		m, err := c.EvalMatrix(o.matrixText(i.output))
		if err != nil {
			return i.box, err
		}
		values = o.matrixCells(m)
	case "text":
		return i.box, o.fill(b, i.box, i.output.Text)
	case "exp":
		x, err := lang.ParseExpr(i.output.Text, i.output.Pos)
		if err != nil {
			return i.box, err
		}
		v, err := expr.Eval(x, c.Env())
		if err != nil {
			return i.box, err
		}
		return i.box, o.fill(b, i.box, cellValue(v))
	default:
		values = o.resultCells(c, i.kind)
	}
	return putValues(b, i.box, values)
}

// cellValue is v as a cell holds it: nil for missing.
func cellValue(v expr.Value) any {
	switch {
	case v.IsStr:
		return v.Str
	case v.Num == frame.Missing:
		return nil
	case v.Num > frame.Missing:
		return frame.MissingName(v.Num)
	}
	return v.Num
}

// fill writes a value to all cells of a box, or to the first if they are to
// be merged.
func (o *putExcel) fill(b *putBook, box cellBox, v any) error {
	for y := range box.bottom - box.top + 1 {
		for x := range box.right - box.left + 1 {
			if err := cellError(setCell(b.open, b.sheet.name, box.name(x, y), v)); err != nil || o.Merge {
				return err
			}
		}
	}
	return nil
}

// putValues writes rows of values from the upper left cell of box on.
func putValues(b *putBook, box cellBox, rows [][]any) (cellBox, error) {
	box.right, box.bottom = box.left, box.top
	for y, row := range rows {
		for x, v := range row {
			if err := cellError(setCell(b.open, b.sheet.name, box.name(x, y), v)); err != nil {
				return box, err
			}
			box.right, box.bottom = max(box.right, box.left+x), box.top+y
		}
	}
	return box, nil
}

func cellError(err error) error {
	if err == nil {
		return nil
	}
	return rc.SystemLimit.Errorf("%v", err)
}

// matrixText takes the words behind a comma, as in matrix(A, names), for
// options.
func (o *putExcel) matrixText(t lang.Text) lang.Text {
	at := strings.LastIndexByte(t.Text, ',')
	if at < 0 || strings.ContainsAny(t.Text[at:], "()[]\\") {
		return t
	}
	text, words := t.Text[:at], t.Text[at+1:]
	for _, w := range strings.Fields(words) {
		o.Names = o.Names || w == "names"
		o.RowNames = o.RowNames || w == "rownames"
		o.ColNames = o.ColNames || w == "colnames"
	}
	return lang.Text{Pos: t.Pos, Text: text}
}

func (o *putExcel) matrixCells(m *interp.Matrix) [][]any {
	rowNames, colNames := o.Names || o.RowNames, o.Names || o.ColNames
	var out [][]any
	if colNames {
		var head []any
		if rowNames {
			head = append(head, "")
		}
		for j, name := range m.Cols {
			head = append(head, fullName(m.ColEq[j], name))
		}
		out = append(out, head)
	}
	for i, name := range m.Rows {
		var row []any
		if rowNames {
			row = append(row, fullName(m.RowEq[i], name))
		}
		for j := range m.Cols {
			row = append(row, cellValue(expr.Num(m.At(i, j))))
		}
		out = append(out, row)
	}
	return out
}

// fullName puts an equation before a name.
func fullName(eq, name string) string {
	if eq == "" || eq == "_" {
		return name
	}
	return eq + ":" + name
}

// resultCells returns r() or e() scalars or macros, or their names, one a row.
func (o *putExcel) resultCells(c *interp.Call, kind string) [][]any {
	r := c.R
	if kind[0] == 'e' {
		r = &c.E.Results
	}
	var out []any
	names := strings.HasSuffix(kind, "names")
	add := func(name string, v any) {
		if names {
			v = name
		}
		out = append(out, v)
	}
	if strings.HasPrefix(kind[1:], "scalar") {
		for _, s := range r.Scalars {
			add(s.Name, cellValue(expr.Num(s.Value)))
		}
	} else {
		for _, m := range r.Macros {
			add(m.Name, m.Text)
		}
	}
	if o.Colwise {
		return [][]any{out}
	}
	rows := make([][]any, len(out))
	for i, v := range out {
		rows[i] = []any{v}
	}
	return rows
}

// putImage places a picture with its corner at the item's cell.
func putImage(c *interp.Call, b *putBook, i cellItem) error {
	name := fileName(i.output)
	data, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	return cellError(b.open.AddPictureFromBytes(b.sheet.name, i.box.name(0, 0), &excelize.Picture{
		Extension: strings.ToLower(filepath.Ext(name)), File: data, Format: &excelize.GraphicOptions{},
	}))
}
