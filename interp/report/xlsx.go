package report

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp/frame"
)

// renderXLSX writes an Excel workbook. A cell that is one number stays one:
// its parentheses and marks are part of its number format.
func renderXLSX(t *Table, o Options) ([]byte, error) {
	f, row, err := openXLSX(o.Onto)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	grid := newSheet(t, o)
	grid.plain = true
	w := &xlsxWriter{sheet: grid, f: f, name: f.GetSheetName(0), row: row, styles: map[xlsxStyle]int{}}
	if err := w.write(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = f.WriteTo(&b)
	return b.Bytes(), err
}

// openXLSX opens a workbook, or makes one, and returns its first free row.
func openXLSX(old []byte) (*excelize.File, int, error) {
	if len(old) == 0 {
		return excelize.NewFile(), 1, nil
	}
	f, err := excelize.OpenReader(bytes.NewReader(old))
	if err != nil {
		return nil, 0, err
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	return f, len(rows) + 2, err
}

type xlsxWriter struct {
	*sheet
	f      *excelize.File
	name   string
	row    int
	styles map[xlsxStyle]int
}

// An xlsxStyle is what styles of cells differ in.
type xlsxStyle struct {
	above, below line
	align        Align
	format       string
	bold         bool
}

func (w *xlsxWriter) write() error {
	if w.t.Title != "" {
		if err := w.set(0, 1, w.t.replaced(w.t.Title), xlsxStyle{align: Left, bold: true}); err != nil {
			return err
		}
		w.row++
	}
	for _, r := range w.rows {
		for _, c := range r.cells {
			if err := w.cell(r, c); err != nil {
				return err
			}
		}
		w.row++
	}
	for _, n := range w.notes() {
		if err := w.set(0, 1, plainText(n), xlsxStyle{align: Left}); err != nil {
			return err
		}
		w.row++
	}
	for j, width := range w.widths() {
		name, _ := excelize.ColumnNumberToName(j + 1)
		if err := w.f.SetColWidth(w.name, name, name, float64(width)+2); err != nil {
			return err
		}
	}
	return nil
}

func (w *xlsxWriter) cell(r sheetRow, c placed) error {
	style := xlsxStyle{above: r.above, below: r.below, align: w.align(c)}
	if r.underlined(c) && style.below == noLine {
		style.below = thin
	}
	var value any = plainText(w.runs(c.Atoms))
	if a, ok := c.number(); ok && a.Num < frame.Missing {
		value = a.Num
		style.format = w.numberFormat(c.Atoms)
	}
	return w.set(c.at, c.span(), value, style)
}

// set writes a value into a cell of the row.
func (w *xlsxWriter) set(at, span int, value any, style xlsxStyle) error {
	from, err := excelize.CoordinatesToCellName(at+1, w.row)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(at+span, w.row)
	if err != nil {
		return err
	}
	if span > 1 {
		if err := w.f.MergeCell(w.name, from, to); err != nil {
			return err
		}
	}
	id, err := w.style(style)
	if err != nil {
		return err
	}
	if err := w.f.SetCellStyle(w.name, from, to, id); err != nil {
		return err
	}
	if value == "" {
		return nil
	}
	return w.f.SetCellValue(w.name, from, value)
}

// style returns the number of a style in the workbook.
func (w *xlsxWriter) style(s xlsxStyle) (int, error) {
	if id, ok := w.styles[s]; ok {
		return id, nil
	}
	weights := map[line]int{thin: 1, thick: 2}
	out := &excelize.Style{
		Font:      &excelize.Font{Family: "Times New Roman", Size: 11, Bold: s.bold},
		Alignment: &excelize.Alignment{Horizontal: map[Align]string{Left: "left", Center: "center", Right: "right"}[s.align]},
	}
	if s.above != noLine {
		out.Border = append(out.Border, excelize.Border{Type: "top", Color: "000000", Style: weights[s.above]})
	}
	if s.below != noLine {
		out.Border = append(out.Border, excelize.Border{Type: "bottom", Color: "000000", Style: weights[s.below]})
	}
	if s.format != "" {
		out.CustomNumFmt = &s.format
	}
	id, err := w.f.NewStyle(out)
	w.styles[s] = id
	return id, err
}

// numberFormat returns Excel's format for a cell: the digits that the table
// shows, between its texts in quotes.
func (w *xlsxWriter) numberFormat(atoms []Atom) string {
	var b strings.Builder
	negative := false
	for _, a := range atoms {
		switch {
		case a.Kind == Number:
			negative = a.Num < 0
			b.WriteString("\x00" + digitsFormat(FormatNumber(a.Num, a.Format)))
		case a.Text != "":
			b.WriteString(`"` + strings.ReplaceAll(a.Text, `"`, "") + `"`)
		}
	}
	format := strings.Replace(b.String(), "\x00", "", 1)
	if negative && strings.HasPrefix(format, `"`) { // the sign stands inside the parentheses
		format += ";" + strings.Replace(b.String(), "\x00", "-", 1)
	}
	return format
}

// digitsFormat returns the format that shows a number as it is in s.
func digitsFormat(s string) string {
	if mantissa, _, ok := strings.Cut(s, "e"); ok {
		return digitsFormat(mantissa) + "E+00"
	}
	format := "0"
	if strings.Contains(s, ",") {
		format = "#,##0"
	}
	if _, decimals, ok := strings.Cut(s, "."); ok {
		format += "." + strings.Repeat("0", len(decimals))
	}
	return format
}
