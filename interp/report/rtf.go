package report

import (
	"fmt"
	"regexp"
	"strings"
)

// The fonts of RTF documents: 0 for Latin letters, 1 for Chinese ones.
const rtfFonts = `{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 SimSun;}`

// renderRTF writes an RTF document: a table with three lines.
func renderRTF(t *Table, o Options) ([]byte, error) {
	s := newSheet(t, o)
	text := t.replaced(s.rtfBody())
	if len(o.Onto) > 0 {
		old := strings.TrimRight(string(o.Onto), " \r\n")
		if head, ok := strings.CutSuffix(old, "}"); ok {
			return []byte(head + "{\\pard\\par}\n" + text + "}\n"), nil
		}
		return []byte(old + "\n" + text), nil
	}
	fonts := rtfFonts
	if o.FontTable != "" {
		fonts = o.FontTable
		if !strings.HasPrefix(strings.TrimSpace(fonts), "{") {
			fonts = "{" + fonts + "}"
		}
	}
	size := fmt.Sprintf(`\paperw%d\paperh%d`, pageWidth, pageHeight)
	if _, natural := s.columnWidths(); natural > pageWidth-2*pageMargin {
		size = fmt.Sprintf(`\paperw%d\paperh%d\landscape`, pageHeight, pageWidth)
	}
	head := `{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl` + fonts + "}\n" +
		size + fmt.Sprintf(`\margl%[1]d\margr%[1]d\margt%[1]d\margb%[1]d`, pageMargin) + "\n\\plain\\f0\\fs21\n"
	return []byte(head + text + "}\n"), nil
}

func (s *sheet) rtfBody() string {
	var b strings.Builder
	if s.t.Title != "" {
		b.WriteString(`{\pard\keepn\qc\sa60\b ` + rtfText(s.t.Title) + "\\par}\n")
	}
	widths, _ := s.columnWidths()
	for _, r := range s.rows {
		b.WriteString(s.rtfRow(r, widths))
	}
	for _, n := range s.notes() {
		fmt.Fprintf(&b, "{\\pard\\ql\\li%[1]d\\ri%[1]d\\fs18 %[2]s\\par}\n", s.indent(), rtfRuns(n))
	}
	return b.String()
}

var rtfLines = map[line]string{thin: `\brdrs\brdrw15`, thick: `\brdrs\brdrw30`}

func (s *sheet) rtfRow(r sheetRow, widths []int) string {
	var b strings.Builder
	b.WriteString(`{\trowd\trqc\trgaph60`)
	if r.Part == Head {
		b.WriteString(`\trhdr`)
	}
	right := 0
	for _, c := range r.cells {
		for j := c.at; j < c.at+c.span() && j < len(widths); j++ {
			right += widths[j]
		}
		if r.above != noLine {
			b.WriteString(`\clbrdrt` + rtfLines[r.above])
		}
		switch {
		case r.below != noLine:
			b.WriteString(`\clbrdrb` + rtfLines[r.below])
		case r.underlined(c):
			b.WriteString(`\clbrdrb` + rtfLines[thin])
		}
		fmt.Fprintf(&b, `\clvertalt\cellx%d`, right)
	}
	b.WriteString("\n")
	after := 20
	if r.Gap {
		after = 140
	}
	for _, c := range r.cells {
		fmt.Fprintf(&b, `\pard\intbl\q%c\sb20\sa%d {`, s.align(c), after)
		b.WriteString(s.rtfAtoms(c.Atoms) + "}\\cell\n")
	}
	b.WriteString("\\row}\n")
	return b.String()
}

// rtfAtoms writes the atoms of a cell; texts in RTF's own notation stay.
func (s *sheet) rtfAtoms(atoms []Atom) string {
	var b strings.Builder
	for _, a := range atoms {
		if a.Kind == Markup {
			b.WriteString(rtfUnicode(a.Text))
			continue
		}
		b.WriteString(rtfRuns(s.runs([]Atom{a})))
	}
	return b.String()
}

func rtfRuns(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := strings.ReplaceAll(rtfText(r.Text), "\n", `\line `)
		switch r.Style {
		case Italic, Math:
			text = `{\i ` + text + "}"
		case Super:
			text = `{\super ` + text + "}"
		}
		b.WriteString(text)
	}
	return b.String()
}

// rtfMarkup matches the words of RTF that a text may use.
var rtfMarkup = regexp.MustCompile(`\\(b|i|ul|super|sub|line|par|tab|scaps|f\d+|fs\d+|u-?\d+|'[0-9a-fA-F]{2})([^a-zA-Z]|$)`)

// rtfText returns text as RTF. A text that uses RTF itself is left as it is.
func rtfText(s string) string {
	if !rtfMarkup.MatchString(s) {
		s = strings.NewReplacer("{", `\{`, "}", `\}`, `\`, `\\`).Replace(s)
	}
	return rtfUnicode(s)
}

// rtfUnicode writes characters that are not ASCII as numbers, Chinese ones in
// the Chinese font.
func rtfUnicode(s string) string {
	var b strings.Builder
	wide := false
	set := func(w bool) {
		if w != wide {
			if w {
				b.WriteString(`{\f1 `)
			} else {
				b.WriteByte('}')
			}
			wide = w
		}
	}
	for _, r := range s {
		set(r >= 0x2e80)
		switch {
		case r < 128:
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%d?\u%d?`, int16(uint16(0xd800+(r>>10))), int16(uint16(0xdc00+(r&0x3ff))))
		default:
			fmt.Fprintf(&b, `\u%d?`, int16(uint16(r)))
		}
	}
	set(false)
	return b.String()
}
