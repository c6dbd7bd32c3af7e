package graph

import (
	"math"
	"testing"
)

// Liberation Sans has the widths of Helvetica. Source: Adobe's font metrics
// of Helvetica and Helvetica-Bold, in thousandths.
func TestWidths(t *testing.T) {
	for _, c := range []struct {
		face int
		r    rune
		want float64
	}{{0, ' ', 278}, {0, '0', 556}, {0, 'A', 667}, {0, 'W', 944}, {0, 'i', 222}, {0, 'm', 833}, {1, 'A', 722}, {1, 'i', 278}, {1, '0', 556}} {
		f := faces[c.face]()
		if got := f.advance(f.glyph(c.r)) / f.upm * 1000; math.Abs(got-c.want) > 0.6 {
			t.Errorf("face %d: width of %q is %.1f, want %.0f", c.face, c.r, got, c.want)
		}
	}
}

// Every character that figures of economists hold has a glyph with an outline.
func TestGlyphs(t *testing.T) {
	for _, r := range "AZaz09éüñçßøŁžŞ±−×÷≤≥≈∞√∑∂°·•…–—‘’“”€£¥§†‡αβγδεζηθλμπρστφχψωΓΔΘΛΣΦΨΩ中文变量双向固定效应，。、（）：；？！【】《》ЖдЯ" {
		k, g := glyphOf(0, r)
		f := faces[k]()
		if g == 0 || len(f.contours(g)) == 0 {
			t.Errorf("no outline of %q", r)
		}
	}
}

func TestMarkup(t *testing.T) {
	for _, c := range []struct {
		in, plain string
		spans     int
	}{
		{"plain", "plain", 1},
		{"{it:R}{sup:2} = 0.5", "R2 = 0.5", 3},
		{"{&beta}{sub:1} {&ge} 0", "β1 ≥ 0", 3},
		{"{bf:bold {it:both}} no", "bold both no", 3},
		{"a {brace} stays", "a {brace} stays", 1},
		{"{c -(}x{c )-}", "{x}", 1},
		{"{unfinished", "{unfinished", 1},
		{"{it:open", "open", 1},
	} {
		s := spans(c.in, font{size: 10})
		plain := ""
		for _, x := range s {
			plain += x.text
		}
		if plain != c.plain || len(s) != c.spans {
			t.Errorf("%q: %q in %d spans, want %q in %d", c.in, plain, len(s), c.plain, c.spans)
		}
	}
}

func TestWrap(t *testing.T) {
	f := font{size: 10}
	for _, text := range []string{"one two three four five six seven", "处理组与对照组的平均工资在政策实施前后的变化，以及其他。", "mixed 中文 and English text 混合"} {
		lines := f.wrap(text, 60)
		if len(lines) < 2 {
			t.Errorf("%q was not broken", text)
		}
		for _, l := range lines {
			if f.widthOf(l) > 60 {
				t.Errorf("%q is wider than 60", l)
			}
		}
	}
	if got := f.wrap("Donaudampfschiffahrtsgesellschaft", 20); len(got) != 1 {
		t.Errorf("a long word was broken: %q", got)
	}
}
