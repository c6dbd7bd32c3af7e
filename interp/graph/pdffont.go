package graph

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
)

// text writes a run of text, a piece for each change of font or height.
func (o *pdfWriter) text(t *TextRun) {
	fmt.Fprintf(&o.page, "BT %s rg ", pdfColor(t.Color))
	o.alpha(t.Color.A, 255)
	sin, cos := sinCos(t.Angle)
	for i := 0; i < len(t.glyphs); {
		g := t.glyphs[i]
		n := i + 1
		for n < len(t.glyphs) && t.glyphs[n].face == g.face && t.glyphs[n].dy == g.dy && t.glyphs[n].size == g.size {
			n++
		}
		x := t.X + mul(g.x, cos) - mul(g.dy, sin)
		y := o.height - (t.Y - mul(g.x, sin) - mul(g.dy, cos))
		fmt.Fprintf(&o.page, "/F%d %s Tf %s %s %s %s %s %s Tm ", g.face, num(g.size), coef(cos), coef(sin), coef(-sin), coef(cos), num(x), num(y))
		o.glyphs(t.glyphs[i:n])
		i = n
	}
	o.page.WriteString("ET\n")
}

func coef(x float64) string {
	x = math.Round(mul(x, 1e5)) / 1e5
	if x == 0 {
		return "0"
	}
	return fmt.Sprintf("%g", x)
}

// glyphs shows glyphs of one font; the numbers between them are what their
// widths do not say.
func (o *pdfWriter) glyphs(gs []placedGlyph) {
	f := faces[gs[0].face]()
	o.page.WriteString("[<")
	for i, g := range gs {
		o.use(g)
		fmt.Fprintf(&o.page, "%04X", g.glyph)
		if i+1 == len(gs) {
			break
		}
		natural := f.advance(g.glyph) / f.upm * 1000
		if kern := math.Round(natural - (gs[i+1].x-g.x)/g.size*1000); kern != 0 {
			fmt.Fprintf(&o.page, ">%g<", kern)
		}
	}
	o.page.WriteString(">] TJ ")
}

// use remembers that a glyph is needed.
func (o *pdfWriter) use(g placedGlyph) {
	if o.used[g.face] == nil {
		o.fonts = append(o.fonts, g.face)
		o.used[g.face] = make([]rune, faces[g.face]().glyphs)
	}
	if o.used[g.face][g.glyph] == 0 {
		o.used[g.face][g.glyph] = g.r
	}
}

// font writes an embedded font as objects from number n on and returns the
// number behind them.
func (o *pdfWriter) font(n, face int) int {
	f := faces[face]()
	var glyphs []int
	for g, r := range o.used[face] {
		if r != 0 {
			glyphs = append(glyphs, g)
		}
	}
	name := "DIDOTF+" + f.name
	scale := func(i int) int { return int(math.Round(float64(i) * 1000 / f.upm)) }
	head, hhea := f.tables["head"], f.tables["hhea"]
	o.object(n, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, n+1, n+4))
	o.object(n+1, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 1000/W[%s]/FontDescriptor %d 0 R>>",
		name, widths(f, glyphs), n+2))
	o.object(n+2, fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, scale(i16(head, 36)), scale(i16(head, 38)), scale(i16(head, 40)), scale(i16(head, 42)), italicAngle(f), scale(i16(hhea, 4)), scale(i16(hhea, 6)), 720, n+3))
	data := f.subset(glyphs)
	o.stream(n+3, fmt.Sprintf("/Length1 %d", len(data)), data)
	o.stream(n+4, "", []byte(toUnicode(o.used[face], glyphs)))
	return n + 5
}

func italicAngle(f *face) int {
	if strings.Contains(f.name, "Italic") {
		return -12
	}
	return 0
}

// widths writes the widths of glyphs.
func widths(f *face, glyphs []int) string {
	var b strings.Builder
	for _, g := range glyphs {
		fmt.Fprintf(&b, "%d[%g]", g, math.Round(f.advance(g)/f.upm*1e5)/100)
	}
	return b.String()
}

// toUnicode writes the map from glyphs to characters.
func toUnicode(runes []rune, glyphs []int) string {
	var b strings.Builder
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for len(glyphs) > 0 {
		n := min(len(glyphs), 100)
		fmt.Fprintf(&b, "%d beginbfchar\n", n)
		for _, g := range glyphs[:n] {
			fmt.Fprintf(&b, "<%04X><", g)
			for _, u := range utf16.Encode([]rune{runes[g]}) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
		glyphs = glyphs[n:]
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end\n")
	return b.String()
}
