package graph

import (
	"math"
	"slices"
	"strings"
)

// A TextRun is one line of text on the page.
type TextRun struct {
	Text  string  // without markup
	X, Y  float64 // where its base line begins
	Angle float64 // degrees, counter-clockwise
	Color RGBA
	Lang  string

	glyphs []placedGlyph
	width  float64
}

// A placedGlyph is a glyph with its place along the base line.
type placedGlyph struct {
	face  int // place in faces
	glyph int
	r     rune
	x, dy float64 // points; dy is upwards
	size  float64 // points
}

// A font is a size with a weight and a slant.
type font struct {
	size         float64 // points
	bold, italic bool
}

// Heights of a line of text, in units of the size of the font.
const (
	ascent     = 0.74 // capitals and most of the Chinese characters
	descent    = 0.21
	lineHeight = 1.2
)

// a span is a piece of a line in one font.
type span struct {
	text  string
	font  font
	shift float64 // upwards, points
}

// shape lays a line of text with markup out along a base line.
func (f font) shape(line string) *TextRun {
	run := &TextRun{}
	var plain strings.Builder
	for _, s := range spans(line, f) {
		plain.WriteString(s.text)
		run.append(s)
	}
	run.Text = plain.String()
	return run
}

// append lays the glyphs of a span out behind those there are.
func (t *TextRun) append(s span) {
	main := 0
	if s.font.bold {
		main |= 1
	}
	if s.font.italic {
		main |= 2
	}
	before, beforeFace := -1, -1
	for _, r := range s.text {
		k, g := glyphOf(main, r)
		f := faces[k]()
		if k == beforeFace {
			t.width += mul(f.kerning(before, g), s.font.size/f.upm)
		}
		t.glyphs = append(t.glyphs, placedGlyph{k, g, r, t.width, s.shift, s.font.size})
		t.width += mul(f.advance(g), s.font.size/f.upm)
		before, beforeFace = g, k
	}
}

// glyphOf returns the first font of main, regular and the fallback that has a
// glyph for r. Chinese punctuation is always taken from the fallback.
func glyphOf(main int, r rune) (k, glyph int) {
	for _, k := range []int{main, 0, fallback} {
		if g := faces[k]().glyph(r); g != 0 {
			return k, g
		}
	}
	return main, 0
}

// widthOf returns the width of a line of text with markup, in points.
func (f font) widthOf(line string) float64 { return f.shape(line).width }

// outline returns the glyphs of a run as one path on the page.
func (t *TextRun) outline() Path {
	var p Path
	sin, cos := sinCos(t.Angle)
	for _, g := range t.glyphs {
		f := faces[g.face]()
		scale := g.size / f.upm
		f.addGlyph(&p, g.glyph, func(x, y float64) Point {
			u, v := g.x+mul(x, scale), g.dy+mul(y, scale)
			return Point{t.X + mul(u, cos) - mul(v, sin), t.Y - mul(u, sin) - mul(v, cos)}
		})
	}
	return p
}

// sinCos is exact for multiples of 90 degrees.
func sinCos(degrees float64) (sin, cos float64) {
	switch math.Mod(degrees+720, 360) {
	case 0:
		return 0, 1
	case 90:
		return 1, 0
	case 180:
		return 0, -1
	case 270:
		return -1, 0
	}
	return math.Sincos(degrees * math.Pi / 180)
}

// wrap breaks a line at blanks, and between Chinese characters, into lines no
// wider than width. Words that are wider stay whole.
func (f font) wrap(line string, width float64) []string {
	if f.widthOf(line) <= width {
		return []string{line}
	}
	var out []string
	cur := ""
	for _, word := range breakable(line) {
		if cur != "" && f.widthOf(strings.TrimRight(cur+word, " ")) > width {
			out = append(out, strings.TrimRight(cur, " "))
			cur = ""
		}
		cur += word
	}
	return append(out, strings.TrimRight(cur, " "))
}

// breakable splits a line behind blanks and around Chinese characters. Markup
// in braces is kept together.
func breakable(line string) []string {
	var out []string
	var cur strings.Builder
	depth := 0
	flush := func() {
		if cur.Len() > 0 {
			out = append(out, cur.String())
			cur.Reset()
		}
	}
	for _, r := range line {
		switch {
		case r == '{':
			depth++
		case r == '}':
			depth--
		}
		if depth <= 0 && ideographic(r) && !slices.Contains(noLineStart, r) {
			flush()
		}
		cur.WriteRune(r)
		if depth <= 0 && r == ' ' {
			flush()
		}
	}
	flush()
	return out
}

// noLineStart are the marks that no line may begin with.
var noLineStart = []rune("，。、；：？！）》」』】…")

// ideographic reports whether lines may break around r.
func ideographic(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0xff00 && r <= 0xff60
}
