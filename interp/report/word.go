package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// A Document is a Word document under construction: paragraphs, tables and
// page breaks in their order.
type Document struct {
	Width, Height int    // of the page, in twentieths of a point; zero is A4
	Margins       [4]int // top, bottom, left, right; zero is an inch
	Font          TextStyle

	body   []string
	para   *paragraph // being written, or nil
	images []wordImage
	links  []string
}

// A TextStyle is how a run of text looks. The zero value is that of the
// paragraph.
type TextStyle struct {
	Font      string
	Size      float64 // in points
	Color     string  // six hexadecimal digits
	Shade     string  // of the background
	Bold      bool
	Italic    bool
	Strike    bool
	AllCaps   bool
	SmallCaps bool
	Underline string // "single", "double", "dash", ... or ""
	Script    string // "subscript", "superscript" or ""
	Link      string // an address
}

// A ParagraphStyle is how a paragraph looks; lengths are in twentieths of a
// point.
type ParagraphStyle struct {
	Name          string // "Title", "Heading1", ...
	Align         string // "left", "center", "right", "both", "distribute" or ""
	VAlign        string // "baseline", "bottom", "center", "top" or ""
	Before, After *int
	Line          *int // height of lines
	Left, Right   int  // indentation
	First         int  // of the first line, more than the others; negative hangs
	Shade         string
	Font          TextStyle
}

type paragraph struct {
	style ParagraphStyle
	runs  strings.Builder
}

type wordImage struct {
	ext  string
	data []byte
}

// Paragraph begins a paragraph.
func (d *Document) Paragraph(s ParagraphStyle) {
	d.flush()
	d.para = &paragraph{style: s}
}

// Open reports whether there is a paragraph to write to.
func (d *Document) Open() bool { return d.para != nil }

// Text adds a run to the paragraph; line feeds break the line.
func (d *Document) Text(text string, s TextStyle) {
	d.para.runs.WriteString(d.run(text, merged(d.para.style.Font, s)))
}

// merged is s with what it leaves open from base.
func merged(base, s TextStyle) TextStyle {
	if s.Font == "" {
		s.Font = base.Font
	}
	if s.Size == 0 {
		s.Size = base.Size
	}
	if s.Color == "" {
		s.Color = base.Color
	}
	return s
}

func (d *Document) run(text string, s TextStyle) string {
	var b strings.Builder
	b.WriteString("<w:r>" + runProperties(merged(d.Font, s)))
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escapeXML(line) + "</w:t>")
	}
	b.WriteString("</w:r>")
	if s.Link == "" {
		return b.String()
	}
	d.links = append(d.links, s.Link)
	return fmt.Sprintf(`<w:hyperlink r:id="link%d">%s</w:hyperlink>`, len(d.links), b.String())
}

// runProperties is s in the order that the format wants.
func runProperties(s TextStyle) string {
	var b strings.Builder
	if s.Font != "" {
		f := escapeXML(s.Font)
		fmt.Fprintf(&b, `<w:rFonts w:ascii="%s" w:hAnsi="%s" w:cs="%s" w:eastAsia="%s"/>`, f, f, f, f)
	}
	for _, flag := range []struct {
		on  bool
		tag string
	}{{s.Bold, "b"}, {s.Italic, "i"}, {s.AllCaps, "caps"}, {s.SmallCaps, "smallCaps"}, {s.Strike, "strike"}} {
		if flag.on {
			b.WriteString("<w:" + flag.tag + "/>")
		}
	}
	if s.Color != "" {
		b.WriteString(`<w:color w:val="` + s.Color + `"/>`)
	}
	if s.Size > 0 {
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, int(2*s.Size+.5), int(2*s.Size+.5))
	}
	if s.Underline != "" {
		b.WriteString(`<w:u w:val="` + escapeXML(s.Underline) + `"/>`)
	}
	if s.Shade != "" {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + s.Shade + `"/>`)
	}
	if s.Script != "" {
		b.WriteString(`<w:vertAlign w:val="` + s.Script + `"/>`)
	}
	if b.Len() == 0 {
		return ""
	}
	return "<w:rPr>" + b.String() + "</w:rPr>"
}

// paragraphProperties is s in the order that the format wants.
func paragraphProperties(s ParagraphStyle) string {
	var b strings.Builder
	if s.Name != "" {
		b.WriteString(`<w:pStyle w:val="` + escapeXML(s.Name) + `"/>`)
	}
	if s.Shade != "" {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + s.Shade + `"/>`)
	}
	if s.Before != nil || s.After != nil || s.Line != nil {
		b.WriteString("<w:spacing")
		for _, x := range []struct {
			name string
			v    *int
		}{{"before", s.Before}, {"after", s.After}, {"line", s.Line}} {
			if x.v != nil {
				fmt.Fprintf(&b, ` w:%s="%d"`, x.name, *x.v)
			}
		}
		b.WriteString("/>")
	}
	if s.Left != 0 || s.Right != 0 || s.First != 0 {
		fmt.Fprintf(&b, `<w:ind w:left="%d" w:right="%d"`, s.Left, s.Right)
		if s.First >= 0 {
			fmt.Fprintf(&b, ` w:firstLine="%d"/>`, s.First)
		} else {
			fmt.Fprintf(&b, ` w:hanging="%d"/>`, -s.First)
		}
	}
	if s.Align != "" {
		b.WriteString(`<w:jc w:val="` + s.Align + `"/>`)
	}
	if s.VAlign != "" {
		b.WriteString(`<w:textAlignment w:val="` + s.VAlign + `"/>`)
	}
	if b.Len() == 0 {
		return ""
	}
	return "<w:pPr>" + b.String() + "</w:pPr>"
}

func (d *Document) flush() {
	if d.para != nil {
		d.body = append(d.body, "<w:p>"+paragraphProperties(d.para.style)+d.para.runs.String()+"</w:p>")
		d.para = nil
	}
}

// PageBreak begins a page.
func (d *Document) PageBreak() {
	d.flush()
	d.body = append(d.body, `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
}

// Image adds a picture to the paragraph. ext is "png", "jpeg" or another of
// Word's; width and height are in twentieths of a point.
func (d *Document) Image(data []byte, ext string, width, height int) {
	const emu = 635 // in a twentieth of a point
	d.images = append(d.images, wordImage{ext, data})
	n := len(d.images)
	fmt.Fprintf(&d.para.runs, `<w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="image%d.%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		width*emu, height*emu, n, n, n, n, ext, n, width*emu, height*emu)
}

// TextWidth is how wide the text of a page is, in twentieths of a point.
func (d *Document) TextWidth() int {
	w, _ := d.page()
	m := d.margins()
	return w - m[2] - m[3]
}

func (d *Document) page() (width, height int) {
	if d.Width == 0 {
		return pageWidth, pageHeight
	}
	return d.Width, d.Height
}

func (d *Document) margins() [4]int {
	m := d.Margins
	for i := range m {
		if m[i] == 0 {
			m[i] = pageMargin
		}
	}
	return m
}

// Section ends the pages so far, so that what follows may have others.
func (d *Document) Section() {
	d.flush()
	d.body = append(d.body, "<w:p><w:pPr>"+d.section()+"</w:pPr></w:p>")
}

func (d *Document) section() string {
	w, h := d.page()
	m := d.margins()
	turned := ""
	if w > h {
		turned = ` w:orient="landscape"`
	}
	return fmt.Sprintf(`<w:sectPr><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>`,
		w, h, turned, m[0], m[3], m[1], m[2])
}

// headings are the named styles of paragraphs and their sizes in points.
var headings = []struct {
	id, name string
	size     int
}{
	{"Title", "Title", 28}, {"Subtitle", "Subtitle", 16}, {"Heading1", "heading 1", 16}, {"Heading2", "heading 2", 13}, {"Heading3", "heading 3", 12},
	{"Heading4", "heading 4", 11}, {"Heading5", "heading 5", 11}, {"Heading6", "heading 6", 11}, {"Heading7", "heading 7", 11},
	{"Heading8", "heading 8", 11}, {"Heading9", "heading 9", 11},
}

func (d *Document) styles() string {
	var b strings.Builder
	b.WriteString(`<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="SimSun"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	for _, h := range headings {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/></w:pPr><w:rPr><w:b/><w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, h.id, h.name, 2*h.size, 2*h.size)
	}
	return b.String() + "</w:styles>"
}

// contentTypes are those of pictures, by extension.
var contentTypes = map[string]string{
	"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
	"emf": "image/x-emf", "svg": "image/svg+xml",
}

// ImageKind reports whether a document can hold pictures of this extension.
func ImageKind(ext string) bool { return contentTypes[ext] != "" }

// Bytes returns the document as a .docx file.
func (d *Document) Bytes() ([]byte, error) {
	d.flush()
	types := docxParts[0].text
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`
	seen := map[string]bool{}
	for i, m := range d.images {
		if !seen[m.ext] {
			seen[m.ext] = true
			types = strings.Replace(types, "<Override", `<Default Extension="`+m.ext+`" ContentType="`+contentTypes[m.ext]+`"/><Override`, 1)
		}
		rels += fmt.Sprintf(`<Relationship Id="image%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image%d.%s"/>`, i+1, i+1, m.ext)
	}
	for i, link := range d.links {
		rels += fmt.Sprintf(`<Relationship Id="link%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="%s" TargetMode="External"/>`, i+1, escapeXML(link))
	}
	text := xmlHead + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` +
		strings.Join(d.body, "") + d.section() + `</w:body></w:document>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []struct{ name, text string }{
		{"[Content_Types].xml", xmlHead + types}, {"_rels/.rels", xmlHead + docxParts[1].text}, {"word/_rels/document.xml.rels", xmlHead + rels + "</Relationships>"},
		{"word/styles.xml", xmlHead + d.styles()}, {documentName, text},
	} {
		if err := writePart(z, p.name, p.text); err != nil {
			return nil, err
		}
	}
	for i, m := range d.images {
		if err := writePart(z, fmt.Sprintf("word/media/image%d.%s", i+1, m.ext), string(m.data)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
