package frame

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
)

// XLSXOptions says how ReadSheet reads a worksheet.
type XLSXOptions struct {
	Sheet     string   // name; "" is the first
	Range     string   // "A1:D10" or "A1"; "" is all cells that are not empty
	FirstRow  bool     // the first row holds names
	Case      NameCase // of the names
	AllString bool     // all columns are strings
	Stop      func() error
}

// A cell is one cell of a worksheet.
type xlsxCell struct {
	kind xlsxKind
	num  float64
	text string
}

type xlsxKind uint8

const (
	xlsxEmpty xlsxKind = iota
	xlsxNumber
	xlsxDate
	xlsxText
)

// xlsxBox is a range of cells, counted from 1, both ends included. A zero end
// is open.
type xlsxBox struct{ row1, col1, row2, col2 int }

// The size of the largest worksheet.
const (
	xlsxRows = 1 << 20
	xlsxCols = 1 << 14
)

// ReadSheet reads a worksheet. A column whose cells are all numbers is
// numeric: of the narrowest of byte, int, long that holds them, else double;
// dates become %td, or %tc if one has a time. Any other column is of strings.
// With FirstRow, names come from the first row and it becomes the variable
// labels; columns without a legal name have their letters.
func (b *Workbook) ReadSheet(opts XLSXOptions) (*Frame, error) {
	cells, box, err := b.cells(opts)
	if err != nil {
		return nil, err
	}
	if err := fitsMemory(box, len(cells)); err != nil {
		return nil, err
	}
	f := New()
	headers := make([]string, box.col2-box.col1+1)
	names := make([]string, len(headers))
	rows := box
	if opts.FirstRow && len(cells) > 0 {
		rows.row1++
		for _, c := range cells {
			if c.row == box.row1 {
				headers[c.col-box.col1] = c.show()
			}
		}
	}
	for i := range names {
		names[i] = legalName(headers[i], opts.Case)
	}
	for i, name := range names {
		if name == "" || slices.Index(names, name) < i {
			name = freeLetters(names, box.col1+i)
			names[i] = name
		}
	}
	columns := byColumn(cells, rows)
	for i, name := range names {
		c := xlsxColumn(name, columns[i], rows.row2-rows.row1+1, opts.AllString, b.base)
		c.Label = cutRunes(headers[i], maxLabel)
		if err := f.Add(c); err != nil {
			return nil, err
		}
	}
	f.Changed = false
	return f, nil
}

// fitsMemory guards against few cells that stand far apart.
func fitsMemory(box xlsxBox, cells int) error {
	const free, perCell = 1 << 24, 1 << 10
	rows, cols := box.row2-box.row1+1, box.col2-box.col1+1
	if rows*cols > free+perCell*cells {
		return rc.NoRoomObs.Errorf("the %d cells that are not empty span %d rows and %d columns", cells, rows, cols)
	}
	return nil
}

// freeLetters returns the letters of a column, changed if a name is like it.
func freeLetters(names []string, col int) string {
	letters := ColumnLetters(col)
	for name, try := letters, 2; ; try++ {
		if !slices.Contains(names, name) {
			return name
		}
		name = letters + "_" + strconv.Itoa(try)
	}
}

// ColumnLetters returns the name of a column of a worksheet, counted from 1:
// A to Z, AA, AB and so on.
func ColumnLetters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// placedCell is a cell and where it stands.
type placedCell struct {
	row, col int
	xlsxCell
}

// cells returns the cells that are not empty, and their range.
func (b *Workbook) cells(opts XLSXOptions) ([]placedCell, xlsxBox, error) {
	var box xlsxBox
	i := 0
	if opts.Sheet != "" {
		i = slices.IndexFunc(b.sheets, func(s xlsxSheet) bool { return strings.EqualFold(s.name, opts.Sheet) })
	}
	if i < 0 {
		return nil, box, rc.NoFile.Errorf("worksheet %s not found", opts.Sheet)
	}
	want, err := parseBox(opts.Range)
	if err != nil {
		return nil, box, err
	}
	if err := b.load(); err != nil {
		return nil, box, err
	}
	sheet, err := b.part(b.sheets[i].part)
	if err != nil {
		return nil, box, err
	}
	cells, err := b.scan(sheet, want, opts.Stop)
	if err != nil {
		return nil, box, err
	}
	return cells, want.around(cells), nil
}

// Range returns the range of the cells that are not empty of a worksheet,
// such as "A1:D10", or "" if all are.
func (b *Workbook) Range(sheet string) (string, error) {
	cells, box, err := b.cells(XLSXOptions{Sheet: sheet})
	if err != nil || len(cells) == 0 {
		return "", err
	}
	return ColumnLetters(box.col1) + strconv.Itoa(box.row1) + ":" + ColumnLetters(box.col2) + strconv.Itoa(box.row2), nil
}

// around returns box with its open ends as far out as the cells go.
func (box xlsxBox) around(cells []placedCell) xlsxBox {
	if len(cells) == 0 {
		return xlsxBox{1, 1, 0, 0}
	}
	used := xlsxBox{cells[0].row, cells[0].col, 0, 0}
	for _, c := range cells {
		used.row1, used.col1 = min(used.row1, c.row), min(used.col1, c.col)
		used.row2, used.col2 = max(used.row2, c.row), max(used.col2, c.col)
	}
	if box.row1 > 0 {
		used.row1, used.col1 = box.row1, box.col1
	}
	if box.row2 > 0 {
		used.row2, used.col2 = box.row2, box.col2
	}
	return used
}

// scan reads the cells of a worksheet that are not empty and lie in want.
func (b *Workbook) scan(sheet []byte, want xlsxBox, stop func() error) ([]placedCell, error) {
	var cells []placedCell
	row, col := 0, 0
	for x := (xmlScanner{b: sheet}); x.next(); {
		switch {
		case x.is("row"):
			row, col = row+1, 0
			if n, err := strconv.Atoi(x.attr("r")); err == nil {
				row = n
			}
			if stop != nil && row%1024 == 0 {
				if err := stop(); err != nil {
					return nil, err
				}
			}
		case x.is("c"):
			col++
			if r, c, ok := parseCell(string(x.rawAttr("r"))); ok {
				row, col = r, c
			}
			if row < 1 || row > xlsxRows || col < 1 || col > xlsxCols {
				return nil, rc.NotStata.Errorf("is a damaged .xlsx workbook: a cell in row %d, column %d", row, col)
			}
			if c := b.cell(&x); c.kind != xlsxEmpty && want.has(row, col) {
				cells = append(cells, placedCell{row, col, c})
			}
		}
	}
	return cells, nil
}

func (box xlsxBox) has(row, col int) bool {
	return row >= box.row1 && col >= box.col1 && (box.row2 == 0 || row <= box.row2 && col <= box.col2)
}

// cell reads the cell whose tag has been read.
func (b *Workbook) cell(x *xmlScanner) xlsxCell {
	if x.shut {
		return xlsxCell{}
	}
	kind, style := x.rawAttr("t"), x.rawAttr("s")
	var value []byte
	inline := ""
	for x.next() && !x.ends("c") {
		switch {
		case x.is("v"):
			value = bytes.TrimSpace(x.text())
		case x.is("is"):
			inline = x.richText("is")
		}
	}
	switch string(kind) {
	case "s":
		i, err := strconv.Atoi(string(value))
		if err != nil || i < 0 || i >= len(b.shared) {
			return xlsxCell{}
		}
		return textCell(b.shared[i])
	case "inlineStr":
		return textCell(inline)
	case "str":
		return textCell(unescapeXML(value))
	case "e":
		return xlsxCell{}
	}
	n, err := strconv.ParseFloat(string(value), 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return textCell(unescapeXML(value))
	}
	if i, err := strconv.Atoi(string(style)); err == nil && i >= 0 && i < len(b.dates) && b.dates[i] {
		return xlsxCell{kind: xlsxDate, num: n}
	}
	return xlsxCell{kind: xlsxNumber, num: n}
}

func textCell(s string) xlsxCell {
	if s == "" {
		return xlsxCell{}
	}
	return xlsxCell{kind: xlsxText, text: s}
}

// show returns what a cell holds as a text.
func (c xlsxCell) show() string {
	switch c.kind {
	case xlsxText:
		return c.text
	case xlsxNumber, xlsxDate:
		return strconv.FormatFloat(c.num, 'g', 15, 64)
	}
	return ""
}

// byColumn sorts the cells within box by columns.
func byColumn(cells []placedCell, box xlsxBox) [][]placedCell {
	out := make([][]placedCell, box.col2-box.col1+1)
	for _, c := range cells {
		if c.row >= box.row1 {
			c.row -= box.row1
			out[c.col-box.col1] = append(out[c.col-box.col1], c)
		}
	}
	return out
}

// xlsxColumn makes a column of n rows out of cells.
func xlsxColumn(name string, cells []placedCell, n int, asString bool, epoch float64) *Column {
	kinds := map[xlsxKind]int{}
	var stats csvStats
	clock := false
	for _, c := range cells {
		kinds[c.kind]++
		stats.note([]float64{c.num})
		clock = clock || c.kind == xlsxDate && c.num != math.Trunc(c.num)
	}
	if asString || kinds[xlsxText] > 0 || kinds[xlsxDate] > 0 && kinds[xlsxNumber] > 0 {
		return xlsxStrings(name, cells, n, epoch)
	}
	t, format := stats.typ(Double), ""
	switch {
	case kinds[xlsxDate] > 0 && clock:
		t, format = Double, "%tcnn/dd/CCYY_hh:MM:SS"
	case kinds[xlsxDate] > 0:
		t, format = Long, "%tdnn/dd/CCYY"
	}
	c := NewColumn(name, t, n)
	if format != "" {
		c.Format = format
	}
	for _, cell := range cells {
		x := cell.num
		switch {
		case clock && cell.kind == xlsxDate:
			x = math.Round(excelDay(x, epoch) * msPerDay)
		case cell.kind == xlsxDate:
			x = excelDay(x, epoch)
		}
		c.SetNum(cell.row, x)
	}
	return c
}

// excelDay returns a serial number of Excel as days since 1960. Excel believes
// that there was a 29 February 1900, its day 60.
func excelDay(serial, epoch float64) float64 {
	if epoch == excelEpoch && serial >= 1 && serial < 60 {
		serial++
	}
	return serial - epoch
}

// xlsxStrings makes a column of strings. Dates among them are shown as
// month/day/year.
func xlsxStrings(name string, cells []placedCell, n int, epoch float64) *Column {
	c := NewColumn(name, Str(1), n)
	day, _ := ParseFormat("%tdnn/dd/CCYY")
	for _, cell := range cells {
		s := cell.show()
		if cell.kind == xlsxDate && cell.num == math.Trunc(cell.num) {
			s = strings.TrimSpace(day.Number(excelDay(cell.num, epoch)))
		}
		c.SetText(cell.row, s)
	}
	c.Format = c.typ.DefaultFormat()
	return c
}

// parseCell reads the name of a cell such as "B7".
func parseCell(s string) (row, col int, ok bool) {
	i := 0
	for ; i < len(s) && i < 3 && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'; i++ {
		col = 26*col + int(s[i]|0x20-'a') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return row, col, err == nil && i > 0 && row > 0 && s[i] != '+'
}

// parseBox reads "A1:D10", "A1", ":D10" or "".
func parseBox(s string) (xlsxBox, error) {
	box := xlsxBox{}
	from, to, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "$", ""), ":")
	ok := true
	if from != "" {
		box.row1, box.col1, ok = parseCell(from)
	}
	if to != "" && ok {
		box.row2, box.col2, ok = parseCell(to)
		box.row1, box.col1 = max(box.row1, 1), max(box.col1, 1)
		ok = ok && box.row2 >= box.row1 && box.col2 >= box.col1
	}
	if !ok {
		return box, rc.Syntax.Errorf("%s is no range of cells", s)
	}
	return box, nil
}
