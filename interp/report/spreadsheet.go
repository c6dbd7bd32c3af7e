package report

import (
	"fmt"
	"strings"
)

// renderXML writes the XML that Excel 2003 and later read as a workbook.
func renderXML(t *Table, o Options) ([]byte, error) {
	s := newSheet(t, o)
	s.plain = true
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n" +
		"<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n")
	b.WriteString(s.xmlStyles())
	b.WriteString("<Worksheet ss:Name=\"Sheet1\">\n<Table>\n")
	for j, w := range s.widths() {
		fmt.Fprintf(&b, "<Column ss:Index=\"%d\" ss:Width=\"%d\"/>\n", j+1, 6*w+12)
	}
	if t.Title != "" {
		b.WriteString("<Row>" + xmlCell(0, 1, "Default", t.replaced(t.Title)) + "</Row>\n")
	}
	for _, r := range s.rows {
		b.WriteString("<Row>")
		for _, c := range r.cells {
			b.WriteString(xmlCell(c.at, c.span(), s.xmlStyle(r, c), plainText(s.runs(c.Atoms))))
		}
		b.WriteString("</Row>\n")
	}
	for _, n := range s.notes() {
		b.WriteString("<Row>" + xmlCell(0, 1, "Default", plainText(n)) + "</Row>\n")
	}
	b.WriteString("</Table>\n</Worksheet>\n</Workbook>\n")
	return []byte(b.String()), nil
}

func xmlCell(at, span int, style, text string) string {
	merge := ""
	if span > 1 {
		merge = fmt.Sprintf(` ss:MergeAcross="%d"`, span-1)
	}
	return fmt.Sprintf(`<Cell ss:Index="%d"%s ss:StyleID="%s"><Data ss:Type="String">%s</Data></Cell>`, at+1, merge, style, escapeXML(text))
}

// xmlStyle names the style of a cell: its lines and its alignment.
func (s *sheet) xmlStyle(r sheetRow, c placed) string {
	return fmt.Sprintf("s%d%d%c", r.above, r.below, s.align(c))
}

// xmlStyles defines the styles that the cells use.
func (s *sheet) xmlStyles() string {
	var b strings.Builder
	font := `<Font ss:FontName="Times New Roman" ss:Size="10"/>`
	b.WriteString("<Styles>\n<Style ss:ID=\"Default\" ss:Name=\"Normal\"><Alignment ss:Horizontal=\"Left\"/><Borders/>" + font + "</Style>\n")
	seen := map[string]bool{}
	for _, r := range s.rows {
		for _, c := range r.cells {
			name := s.xmlStyle(r, c)
			if seen[name] {
				continue
			}
			seen[name] = true
			align := map[Align]string{Left: "Left", Center: "Center", Right: "Right"}[s.align(c)]
			fmt.Fprintf(&b, "<Style ss:ID=\"%s\"><Alignment ss:Horizontal=\"%s\"/>%s%s</Style>\n", name, align, xmlBorders(r), font)
		}
	}
	b.WriteString("</Styles>\n")
	return b.String()
}

// xmlBorders are the lines above and below a row.
func xmlBorders(r sheetRow) string {
	var b strings.Builder
	for _, e := range []struct {
		side string
		line line
	}{{"Top", r.above}, {"Bottom", r.below}} {
		if e.line != noLine {
			fmt.Fprintf(&b, `<Border ss:Position="%s" ss:LineStyle="Continuous" ss:Weight="%d"/>`, e.side, e.line)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "<Borders>" + b.String() + "</Borders>"
}
