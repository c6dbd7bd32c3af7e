package files

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// ExportExcel is the command "export excel".
var ExportExcel = &interp.Command{
	Name:   "export EXCel",
	Brief:  "write a worksheet of an .xlsx workbook",
	Syntax: "[anything] [if] [in] [using]",
	New:    func() interp.Runner { return &exportExcel{Sheet: sheetOption{name: "Sheet1"}} },
	Doc: `    export excel [using] filename [if] [in] [, options]
    export excel [varlist] using filename [if] [in] [, options]

replace makes a new workbook. Otherwise the worksheet of an existing workbook
is replaced or modified as sheet() says. Labelled values are written as their
labels, %td and %tc variables as dates.`,
}

type exportExcel struct {
	Replace      bool        `opt:"replace" help:"overwrite the file if it exists"`
	Sheet        sheetOption `opt:"SHeet(name[,_modify_replace])" help:"the worksheet; Sheet1, unless given"`
	SheetModify  bool        `opt:"sheetmodify" help:"change cells of an existing worksheet"`
	SheetReplace bool        `opt:"sheetreplace" help:"replace an existing worksheet"`
	Cell         string      `opt:"cell(cell)" help:"the upper left cell; A1, unless given"`
	FirstRow     string      `opt:"FIRSTrow(variables)" help:"a first row of names (variables) or of labels (varlabels)"`
	NoLabel      bool        `opt:"nolabel" help:"numbers, not value labels"`
	DateString   string      `opt:"datestring(format)" help:"write dates and times as texts in this display format"`
	KeepCellFmt  bool        `opt:"keepcellfmt" help:"keep the formats of the cells of an existing worksheet"`
	Missing      string      `opt:"missing(text)" help:"what is written for missing values; nothing, unless given"`
}

// A sheetOption is the argument of sheet().
type sheetOption struct {
	name            string
	modify, replace bool
}

// Decode reads name[, modify | replace].
func (s *sheetOption) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	text := arg.Trim().Text
	name, rest, _ := strings.Cut(text, ",")
	if n := lang.QuotedLen(text); n > 0 {
		name, rest = text[:n], strings.TrimPrefix(strings.TrimSpace(text[n:]), ",")
	}
	s.name = lang.Unquote(strings.TrimSpace(name))
	switch strings.TrimSpace(rest) {
	case "":
	case "modify":
		s.modify = true
	case "replace":
		s.replace = true
	default:
		return rc.Syntax.Errorf("option sheet() incorrectly specified")
	}
	if s.name == "" || len(s.name) > 31*4 {
		return rc.Syntax.Errorf("option sheet() incorrectly specified")
	}
	return nil
}

func (o *exportExcel) Run(c *interp.Call) error {
	name, list, err := usingOrBody(c)
	if err != nil {
		return err
	}
	cols, err := listed(c, c.Frame(), list)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return rc.NotFound.Errorf("no variables defined")
	}
	if o.FirstRow != "" && o.FirstRow != "variables" && o.FirstRow != "varlabels" {
		return rc.Syntax.Errorf("option firstrow() incorrectly specified")
	}
	o.Sheet.modify = o.Sheet.modify || o.SheetModify
	o.Sheet.replace = o.Sheet.replace || o.SheetReplace
	name = interp.WithExt(name, ".xlsx")
	exists := c.Files().Exists(name)
	book, err := o.open(c, name, exists)
	if err != nil {
		return err
	}
	defer book.Close()
	write, err := o.fill(c, book, cols)
	if err != nil {
		return err
	}
	w, err := c.Files().Create(name, true)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := write(w); err != nil {
		return rc.IO.Errorf("file %s: %v", name, err)
	}
	if err := w.Commit(); err != nil {
		return err
	}
	if o.Replace && !exists {
		c.Printf("(file %s not found)\n", name)
	}
	c.Printf("file %s saved\n", name)
	return nil
}

// open returns the workbook to write to, with the worksheet in it.
func (o *exportExcel) open(c *interp.Call, name string, exists bool) (*excelize.File, error) {
	if !exists || o.Replace {
		book := excelize.NewFile()
		return book, sheetError(book.SetSheetName("Sheet1", o.Sheet.name))
	}
	data, err := c.Files().Read(name)
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, rc.NotStata.Errorf("file %s is not an .xlsx workbook: %v", name, err)
	}
	switch i, _ := book.GetSheetIndex(o.Sheet.name); {
	case i < 0:
		_, err = book.NewSheet(o.Sheet.name)
		return book, sheetError(err)
	case o.Sheet.modify:
		return book, nil
	case o.Sheet.replace && o.KeepCellFmt:
		o.Sheet.modify = true
		return book, emptyCells(book, o.Sheet.name)
	case o.Sheet.replace:
		return book, emptySheet(book, o.Sheet.name)
	}
	if o.Sheet.name == "Sheet1" {
		return nil, rc.FileExists.Errorf("file %s already exists", name)
	}
	return nil, rc.FileExists.Errorf("worksheet %s already exists, must specify sheet(..., modify) or sheet(..., replace)", o.Sheet.name)
}

func sheetError(err error) error {
	if err == nil {
		return nil
	}
	return rc.Syntax.Errorf("invalid worksheet name: %v", err)
}

// emptyCells takes the contents out of a worksheet and leaves the formats.
func emptyCells(book *excelize.File, sheet string) error {
	rows, err := book.GetRows(sheet)
	if err != nil {
		return sheetError(err)
	}
	for y, row := range rows {
		for x := range row {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err == nil {
				err = book.SetCellValue(sheet, cell, nil)
			}
			if err != nil {
				return sheetError(err)
			}
		}
	}
	return nil
}

// emptySheet replaces a worksheet by an empty one in the same place.
func emptySheet(book *excelize.File, name string) error {
	const spare = "didot spare sheet"
	before := book.GetSheetList()
	if _, err := book.NewSheet(spare); err != nil {
		return sheetError(err)
	}
	if err := book.DeleteSheet(name); err != nil {
		return sheetError(err)
	}
	if err := book.SetSheetName(spare, name); err != nil {
		return sheetError(err)
	}
	if i := slices.Index(before, name); i+1 < len(before) {
		return sheetError(book.MoveSheet(name, before[i+1]))
	}
	return nil
}

// fill puts the variables into the worksheet and returns what writes the
// workbook.
func (o *exportExcel) fill(c *interp.Call, book *excelize.File, cols []*frame.Column) (write func(io.Writer) error, err error) {
	col, row := 1, 1
	if o.Cell != "" {
		if col, row, err = excelize.CellNameToCoordinates(o.Cell); err != nil {
			return nil, rc.Syntax.Errorf("option cell() incorrectly specified")
		}
	}
	put, write := o.writer(book, col)
	if o.FirstRow != "" {
		header := make([]any, len(cols))
		for i, v := range cols {
			header[i] = v.Name
			if o.FirstRow == "varlabels" && v.Label != "" {
				header[i] = v.Label
			}
		}
		if err := put(row, header); err != nil {
			return nil, err
		}
		row++
	}
	cells := make([]func(int) any, len(cols))
	for i, v := range cols {
		if cells[i], err = o.cell(c.Frame(), v, book); err != nil {
			return nil, err
		}
	}
	for r := range c.Rows.Each {
		values := make([]any, len(cols))
		for i, cell := range cells {
			values[i] = cell(r)
		}
		if err := put(row, values); err != nil {
			return nil, err
		}
		row++
		if row%1024 == 0 {
			if err := c.Stop(); err != nil {
				return nil, err
			}
		}
	}
	return write, nil
}

// writer returns what puts a row of cells from a column on into the worksheet,
// and what writes the workbook at the end. Cells of an existing worksheet
// change one by one.
func (o *exportExcel) writer(book *excelize.File, col int) (put func(row int, values []any) error, write func(io.Writer) error) {
	sheet := o.Sheet.name
	if !o.Sheet.modify {
		w := &sheetWriter{book: book, sheet: sheet}
		return func(row int, values []any) error { return w.writeRow(row, col, values) }, w.writeTo
	}
	put = func(row int, values []any) error {
		for i, v := range values {
			cell, err := excelize.CoordinatesToCellName(col+i, row)
			if err == nil {
				err = setCell(book, sheet, cell, v)
			}
			if err != nil {
				return rc.SystemLimit.Errorf("%v", err)
			}
		}
		return nil
	}
	return put, func(w io.Writer) error {
		_, err := book.WriteTo(w)
		return err
	}
}

func setCell(book *excelize.File, sheet, cell string, v any) error {
	if styled, ok := v.(excelize.Cell); ok {
		if err := book.SetCellStyle(sheet, cell, cell, styled.StyleID); err != nil {
			return err
		}
		v = styled.Value
	}
	switch v := v.(type) {
	case float64:
		return setNumber(book, sheet, cell, v)
	case float32:
		return book.SetCellFloat(sheet, cell, float64(v), -1, 32)
	}
	return book.SetCellValue(sheet, cell, v)
}

// dateText returns what gives the dates of v as texts.
func (o *exportExcel) dateText(v *frame.Column) (func(i int) any, error) {
	format, err := frame.ParseFormat(o.DateString)
	if err != nil || !format.IsDate() {
		return nil, rc.BadFormat.Errorf("option datestring() must hold a date format")
	}
	return func(i int) any {
		if v.Missing(i) {
			return nil
		}
		return format.Trimmed(v.Num(i))
	}, nil
}

// excelEpoch is 1 January 1960 as Excel counts days.
const excelEpoch = 21916

// cell returns what gives the content of a variable's cell in row i.
func (o *exportExcel) cell(f *frame.Frame, v *frame.Column, book *excelize.File) (func(i int) any, error) {
	if v.IsString() {
		return func(i int) any { return v.Text(i) }, nil
	}
	var label *frame.ValueLabel
	if !o.NoLabel {
		label = f.LabelOf(v)
	}
	style, perDay := 0, 0.0
	if format, err := frame.ParseFormat(v.Format); err == nil && format.IsDate() {
		if o.DateString != "" {
			return o.dateText(v)
		}
		switch format.Unit() {
		case 'd':
			style, perDay = 14, 1
		case 'c', 'C':
			style, perDay = 22, 86400000
		}
	}
	if style > 0 {
		var err error
		if style, err = book.NewStyle(&excelize.Style{NumFmt: style}); err != nil {
			return nil, rc.SystemLimit.Errorf("%v", err)
		}
	}
	return func(i int) any {
		x := v.Num(i)
		if text, ok := label.Text(x); ok {
			return text
		}
		switch {
		case x >= frame.Missing && o.Missing != "":
			return o.Missing
		case x > frame.Missing:
			return frame.MissingName(x)
		case x == frame.Missing:
			return nil
		case perDay > 0:
			return excelize.Cell{StyleID: style, Value: x/perDay + excelEpoch}
		case v.Type() == frame.Float:
			return float32(x)
		}
		return x
	}, nil
}
