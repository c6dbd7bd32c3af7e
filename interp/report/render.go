package report

import (
	"io"
	"strings"
)

// A Format is a kind of document that a table can be.
type Format string

// The formats.
const (
	Fixed    Format = "fixed" // plain text in columns
	Tab      Format = "tab"
	CSV      Format = "csv"
	SCSV     Format = "scsv" // with semicolons
	LaTeX    Format = "tex"
	HTML     Format = "html"
	Markdown Format = "md"
	RTF      Format = "rtf"
	DOCX     Format = "docx"
	XLSX     Format = "xlsx"
	XML      Format = "xml" // of a spreadsheet
)

// Options say how a table is rendered.
type Options struct {
	Format    Format
	Begin     *string // of each row, in formats of text; nil is the format's own
	Delimiter *string
	End       *string
	InCell    string // between the parts of a cell that Break separates; "" is the format's own
	HLine     string // what @hline consists of; "" is "-"
	Abbrev    bool   // texts are shortened to the width of their column
	Detach    bool   // marks of significance are in a column of their own
	Raw       bool   // CSV: numbers are numbers, not texts
	RawHead   bool   // cells of the heading are written as they are, without spanning columns
	Fragment  bool   // the rows only
	Page      bool   // a whole document
	Single    bool   // a LaTeX document no larger than the table
	Packages  string // LaTeX packages to load
	Booktabs  bool
	Long      bool // LaTeX's longtable
	Float     bool // LaTeX: in a table environment
	Width     string
	Align     string // of the columns, in the notation of the format
	PerModel  int    // columns of each model, which Align repeats
	FontTable string // of RTF
	Onto      []byte // the document that the table is put behind; nil for a new one
}

// renderers write a table as a document of its own or onto o.Onto.
var renderers = map[Format]func(*Table, Options) ([]byte, error){
	Fixed: renderFlat, Tab: renderFlat, CSV: renderFlat, SCSV: renderFlat,
	LaTeX: renderFlat, HTML: renderFlat, Markdown: renderFlat,
	RTF: renderRTF, DOCX: renderDOCX, XLSX: renderXLSX, XML: renderXML,
}

// Textual reports whether documents of the format are lines of text, around
// and between which Texts and the like can be written.
func (f Format) Textual() bool {
	_, ok := notations[f]
	return ok
}

// Render returns the table as a document of the format, put onto the end of
// o.Onto. The same table gives the same bytes.
func (t *Table) Render(o Options) ([]byte, error) { return renderers[o.Format](t, o) }

// WriteText writes the table as plain text.
func (t *Table) WriteText(w io.Writer) error {
	b, err := t.Render(Options{Format: Fixed, Abbrev: true})
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}

// ends are the lines before which a document goes on when a table is put
// onto it.
var ends = map[Format]string{LaTeX: `\end{document}`, HTML: "</body>"}

// renderFlat writes the formats of text.
func renderFlat(t *Table, o Options) ([]byte, error) {
	p := newFlat(t, o)
	text := p.print()
	if len(o.Onto) == 0 {
		return []byte(p.mark8(text) + p.notation.open(p) + text + p.notation.close(p)), nil
	}
	old := string(o.Onto)
	if end := ends[o.Format]; o.Page && end != "" {
		if i := strings.LastIndex(old, end); i >= 0 {
			return []byte(old[:i] + text + p.notation.close(p)), nil
		}
	}
	return []byte(old + text), nil
}

// mark8 returns the mark by which spreadsheets know that text is UTF-8, where
// they need it.
func (p *flat) mark8(text string) string {
	if (p.o.Format == CSV || p.o.Format == SCSV) && strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
		return "\ufeff"
	}
	return ""
}

// replaced makes the replacements of the table in text.
func (t *Table) replaced(text string) string {
	for i := 0; i+1 < len(t.Replace); i += 2 {
		if t.Replace[i] != "" {
			text = strings.ReplaceAll(text, t.Replace[i], t.Replace[i+1])
		}
	}
	return text
}
