package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Lengths in a document, in twentieths of a point.
const (
	pageWidth  = 11906 // of A4
	pageHeight = 16838
	pageMargin = 1440
	charWidth  = 108 // of a digit
	cellMargin = 160 // on both sides together
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const wordSpace = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`

// docxParts are the parts of a document besides its text.
var docxParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"word/styles.xml", `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="SimSun"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`},
}

// documentName is the part that holds the text.
const documentName = "word/document.xml"

// renderDOCX writes a Word document: a table with three lines, in Times New
// Roman and SimSun.
func renderDOCX(t *Table, o Options) ([]byte, error) {
	s := newSheet(t, o)
	body := s.docxBody()
	if len(o.Onto) > 0 {
		return insertDOCX(o.Onto, `<w:p/>`+body)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range docxParts {
		if err := writePart(z, p.name, xmlHead+p.text); err != nil {
			return nil, err
		}
	}
	text := xmlHead + `<w:document xmlns:w="` + wordSpace + `"><w:body>` + body + s.section() + `</w:body></w:document>`
	if err := writePart(z, documentName, text); err != nil {
		return nil, err
	}
	err := z.Close()
	return b.Bytes(), err
}

// writePart adds a file to an archive, without a time.
func writePart(z *zip.Writer, name, text string) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

// insertDOCX puts text at the end of a document.
func insertDOCX(old []byte, text string) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(old), int64(len(old)))
	if err != nil {
		return nil, errors.New("the file to be appended to is not a .docx document")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range r.File {
		part, err := readPart(f)
		if err != nil {
			return nil, err
		}
		if f.Name == documentName {
			i := max(strings.LastIndex(part, "<w:sectPr"), 0)
			if i == 0 {
				i = strings.LastIndex(part, "</w:body>")
			}
			if i < 0 {
				return nil, errors.New("the document to be appended to has no body")
			}
			part = part[:i] + text + part[i:]
		}
		if err := writePart(z, f.Name, part); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return b.Bytes(), err
}

func readPart(f *zip.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

func escapeXML(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

// columnWidths are the widths of the columns, shrunk to fit the page.
func (s *sheet) columnWidths() (widths []int, natural int) {
	for _, w := range s.widths() {
		widths = append(widths, w*charWidth+cellMargin)
		natural += w*charWidth + cellMargin
	}
	room := pageWidth - 2*pageMargin
	if natural > room {
		room = pageHeight - 2*pageMargin
	}
	if natural > room {
		for i := range widths {
			widths[i] = widths[i] * room / natural
		}
	}
	return widths, natural
}

// section says how large the page is: lying if the table is wide.
func (s *sheet) section() string {
	_, natural := s.columnWidths()
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, pageWidth, pageHeight)
	if natural > pageWidth-2*pageMargin {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, pageHeight, pageWidth)
	}
	return fmt.Sprintf(`<w:sectPr>%s<w:pgMar w:top="%[2]d" w:right="%[2]d" w:bottom="%[2]d" w:left="%[2]d" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>`, size, pageMargin)
}

func sum(widths []int) int {
	total := 0
	for _, w := range widths {
		total += w
	}
	return total
}

// docxBody is the title, and the table with the notes in its last rows.
func (s *sheet) docxBody() string {
	var b strings.Builder
	if s.t.Title != "" {
		b.WriteString(`<w:p><w:pPr><w:keepNext/><w:spacing w:after="60"/><w:jc w:val="center"/></w:pPr>` + docxRuns([]Run{{Text: s.t.replaced(s.t.Title)}}, 21, true) + `</w:p>`)
	}
	widths, _ := s.columnWidths()
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	for _, r := range s.rows {
		b.WriteString(s.docxRow(r, widths))
	}
	for _, n := range s.notes() {
		fmt.Fprintf(&b, `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/></w:tcPr>`, sum(widths), len(widths))
		b.WriteString(`<w:p><w:pPr><w:jc w:val="left"/></w:pPr>` + docxRuns(n, 18, false) + `</w:p></w:tc></w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

func (s *sheet) docxRow(r sheetRow, widths []int) string {
	var b strings.Builder
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if r.Part == Head {
		b.WriteString(`<w:tblHeader/>`)
	}
	b.WriteString(`</w:trPr>`)
	for _, c := range r.cells {
		b.WriteString(s.docxCell(r, c, widths))
	}
	b.WriteString(`</w:tr>`)
	return b.String()
}

// lineSizes are thicknesses in eighths of a point.
var lineSizes = map[line]int{thin: 6, thick: 12}

func (s *sheet) docxCell(r sheetRow, c placed, widths []int) string {
	width := 0
	for j := c.at; j < c.at+c.span() && j < len(widths); j++ {
		width += widths[j]
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.span() > 1 {
		fmt.Fprintf(&b, `<w:gridSpan w:val="%d"/>`, c.span())
	}
	below := r.below
	if r.underlined(c) && below == noLine {
		below = thin
	}
	if r.above != noLine || below != noLine {
		b.WriteString(`<w:tcBorders>`)
		for _, edge := range []struct {
			name string
			line line
		}{{"top", r.above}, {"bottom", below}} {
			if edge.line != noLine {
				fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="%d" w:space="0" w:color="000000"/>`, edge.name, lineSizes[edge.line])
			}
		}
		b.WriteString(`</w:tcBorders>`)
	}
	after := 0
	if r.Gap {
		after = 120
	}
	align := map[Align]string{Left: "left", Center: "center", Right: "right"}[s.align(c)]
	b.WriteString(`<w:vAlign w:val="` + map[bool]string{true: "bottom", false: "top"}[r.Part == Head] + `"/>`)
	fmt.Fprintf(&b, `</w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="%d"/><w:jc w:val="%s"/></w:pPr>`, after+20, align)
	b.WriteString(docxRuns(s.runs(c.Atoms), 21, false) + `</w:p></w:tc>`)
	return b.String()
}

// docxRuns writes runs in a size, in half points.
func docxRuns(runs []Run, size int, bold bool) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(`<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/>`)
		if bold {
			b.WriteString(`<w:b/>`)
		}
		if r.Style == Italic || r.Style == Math {
			b.WriteString(`<w:i/>`)
		}
		fmt.Fprintf(&b, `<w:sz w:val="%d"/>`, size)
		if r.Style == Super {
			b.WriteString(`<w:vertAlign w:val="superscript"/>`)
		}
		b.WriteString(`</w:rPr>`)
		for i, text := range strings.Split(r.Text, "\n") {
			if i > 0 {
				b.WriteString(`<w:br/>`)
			}
			b.WriteString(`<w:t xml:space="preserve">` + escapeXML(text) + `</w:t>`)
		}
		b.WriteString(`</w:r>`)
	}
	return b.String()
}
