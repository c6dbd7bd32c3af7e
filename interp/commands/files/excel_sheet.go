package files

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp/rc"
)

// A sheetWriter writes the cells of a worksheet that was empty. excelize's own
// writer of streams cuts numbers to 15 digits.
type sheetWriter struct {
	book  *excelize.File
	sheet string
	cells bytes.Buffer
}

// sheetMark is a number that stands in the first cell of the worksheet until
// the cells are put there.
const sheetMark = 8675309900117

// writeRow writes values to a row, from a column on; both count from 1. Rows
// come in ascending order.
func (w *sheetWriter) writeRow(row, col int, values []any) error {
	b := &w.cells
	b.WriteString(`<row r="` + strconv.Itoa(row) + `">`)
	for i, v := range values {
		style := 0
		if styled, ok := v.(excelize.Cell); ok {
			v, style = styled.Value, styled.StyleID
		}
		if v == nil {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(col+i, row)
		if err != nil || row > excelize.TotalRows {
			return rc.SystemLimit.Errorf("a worksheet has no cell in row %d and column %d", row, col+i)
		}
		b.WriteString(`<c r="` + cell + `"`)
		if style > 0 {
			b.WriteString(` s="` + strconv.Itoa(style) + `"`)
		}
		switch v := v.(type) {
		case float64:
			b.WriteString(`><v>` + strconv.FormatFloat(v, 'g', -1, 64) + `</v></c>`)
		case float32:
			b.WriteString(`><v>` + strconv.FormatFloat(float64(v), 'g', -1, 32) + `</v></c>`)
		case string:
			writeCellText(b, v)
		}
	}
	b.WriteString("</row>")
	return nil
}

func writeCellText(b *bytes.Buffer, text string) {
	b.WriteString(` t="inlineStr"><is><t`)
	if text != strings.TrimSpace(text) {
		b.WriteString(` xml:space="preserve"`)
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(text)) // a buffer takes everything
	b.WriteString("</t></is></c>")
}

// writeTo writes the workbook with the cells in its worksheet to out.
func (w *sheetWriter) writeTo(out io.Writer) error {
	if err := w.book.SetCellInt(w.sheet, "A1", sheetMark); err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := w.book.WriteTo(&b); err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	for _, f := range in.File {
		if err := w.copyPart(z, f); err != nil {
			return err
		}
	}
	return z.Close()
}

// copyPart copies a part of the workbook; in the worksheet, the cells take the
// place of the mark.
func (w *sheetWriter) copyPart(z *zip.Writer, f *zip.File) error {
	if !strings.HasPrefix(f.Name, "xl/worksheets/") {
		return z.Copy(f)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	const open, shut = "<sheetData>", "</sheetData>"
	lo, hi := bytes.Index(text, []byte(open)), bytes.Index(text, []byte(shut))
	if lo < 0 || hi < lo || !bytes.Contains(text[lo:hi], []byte("<v>"+strconv.Itoa(sheetMark)+"</v>")) {
		return z.Copy(f)
	}
	part, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	for _, piece := range [][]byte{text[:lo+len(open)], w.cells.Bytes(), text[hi:]} {
		if _, err := part.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// setNumber writes a number with all its digits.
func setNumber(book *excelize.File, sheet, cell string, x float64) error {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return book.SetCellInt(sheet, cell, int64(x))
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return book.SetCellFloat(sheet, cell, x, len(decimals), 64)
}
