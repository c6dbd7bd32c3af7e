package graphs

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A styles is a list of styles, one for each variable of a plot. A single "."
// is the scheme's, "=" or ".." repeats the one before.
type styles []string

// pick returns the style of variable i, counted from 0.
func (s styles) pick(i int) string {
	last := ""
	for k, w := range s {
		switch {
		case w == "..", w == "...":
			return last
		case w == ".":
			last = ""
		case w != "=":
			last = w
		}
		if k == i {
			return last
		}
	}
	return ""
}

// last returns the style of element i; the last one holds for all behind it.
func (s styles) last(i int) string {
	return s.pick(min(i, max(len(s)-1, 0)))
}

// check notes the styles that mean nothing; the scheme's are used for them, as
// in Stata.
func (s *styles) check(c *interp.Call, class string, arg *lang.Text, known func(string) error) error {
	*s = nil
	for _, w := range arg.Words() {
		word := lang.Unquote(w.Text)
		if word != "." && word != "=" && word != ".." && word != "..." && known != nil && known(word) != nil {
			c.Note("(note:  named style %s not found in class %s, default attributes used)", word, class)
			word = "."
		}
		*s = append(*s, word)
	}
	return nil
}

// Lists of colours, sizes and so on check their words when they are bound.
type (
	colorList   struct{ styles }
	symbolList  struct{ styles }
	msizeList   struct{ styles }
	widthList   struct{ styles }
	patternList struct{ styles }
	tsizeList   struct{ styles }
	wordList    struct{ styles }
)

// Decode reads a list of colours; three numbers without quotes are one.
func (l *colorList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	if graph.CheckColor(arg.Text) == nil {
		l.styles = styles{strings.Trim(strings.TrimSpace(arg.Text), `"`)}
		return nil
	}
	return l.check(c, "color", arg, graph.CheckColor)
}

// Decode reads a list of symbols.
func (l *symbolList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "symbol", arg, graph.CheckSymbol)
}

// Decode reads a list of sizes of markers.
func (l *msizeList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "symbolsize", arg, graph.CheckMarkerSize)
}

// Decode reads a list of widths of lines.
func (l *widthList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "linewidth", arg, graph.CheckLineWidth)
}

// Decode reads a list of patterns of lines.
func (l *patternList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "linepattern", arg, graph.CheckPattern)
}

// Decode reads a list of sizes of text.
func (l *tsizeList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "gsize", arg, graph.CheckTextSize)
}

// Decode reads a list of words.
func (l *wordList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return l.check(c, "", arg, nil)
}

// markers are the options about markers.
type markers struct {
	Symbol  symbolList `opt:"MSymbol(symbols) Symbol(symbols)" help:"symbols of markers: O D T S + X o d t s p, hollow Oh Dh Th Sh, none i"`
	MSize   msizeList  `opt:"MSIZe(sizes)" help:"sizes of markers: small, medium, large, *1.5, 3pt, ..."`
	MColor  colorList  `opt:"MColor(colors)" help:"colours of markers"`
	MFColor colorList  `opt:"MFColor(colors)" help:"colours inside markers"`
	MLColor colorList  `opt:"MLColor(colors)" help:"colours of the outlines of markers"`
	MLWidth widthList  `opt:"MLWidth(widths)" help:"widths of the outlines of markers"`
	MLAlign unused     `opt:"MLALign(words)" help:"where outlines of markers lie; changes nothing here"`
	MLPat   unused     `opt:"MLPattern(patterns)" help:"patterns of the outlines of markers; changes nothing here"`
	MStyle  wordList   `opt:"MSTYle(styles)" help:"styles of markers: p1, p2, ..., none"`
	MLStyle wordList   `opt:"MLSTYle(styles)" help:"styles of outlines of markers; none is none"`
	MAngle  wordList   `opt:"MSANGle(angle)" help:"angle of markers"`
}

// lines are the options about lines.
type lines struct {
	LColor   colorList   `opt:"LColor(colors) CLColor(colors)" help:"colours of lines and outlines"`
	LWidth   widthList   `opt:"LWidth(widths) CLWidth(widths)" help:"widths: thin, medthick, thick, *1.5, .3, 1pt, ..."`
	LPattern patternList `opt:"LPattern(patterns) CLPattern(patterns)" help:"patterns: solid, dash, dot, longdash, shortdash, dash_dot, ..."`
	LStyle   wordList    `opt:"LSTYle(styles) CLSTYle(styles)" help:"styles of lines: p1, p2, ..., none"`
	LAlign   unused      `opt:"LALign(words)" help:"where outlines lie; changes nothing here"`
	Connect  wordList    `opt:"Connect(types)" help:"how points are connected: l, L, J, stairstep, none"`
	CMissing wordList    `opt:"CMISsing(y|n)" help:"whether lines go on across missing values"`
}

// areas are the options about areas and bars, and the common color().
type areas struct {
	Color     colorList `opt:"COLor(colors)" help:"colours of all parts"`
	FColor    colorList `opt:"FColor(colors) AFColor(colors) BFColor(colors)" help:"colours inside areas and bars"`
	FIntens   wordList  `opt:"FIntensity(#) INTensity(#)" help:"intensity of the colour inside, in percent"`
	BColor    colorList `opt:"BColor(colors)" help:"as color()"`
	BLColor   colorList `opt:"BLColor(colors) ALColor(colors)" help:"as lcolor()"`
	BLWidth   widthList `opt:"BLWidth(widths) ALWidth(widths)" help:"as lwidth()"`
	PStyle    wordList  `opt:"PSTYle(styles)" help:"colours, symbols and patterns of which plot: p1, p2, ..."`
	AStyle    wordList  `opt:"ASTYle(style)" help:"style of areas: p1, p2, ..."`
	BStyle    wordList  `opt:"BSTYle(style)" help:"style of bars: p1, p2, ..."`
	HeadSize  unused    `opt:"BARBSize(size)" help:"size of the solid part of arrow heads; changes nothing here"`
	HeadAngle wordList  `opt:"MANGle(angle)" help:"angle of arrow heads"`
}

// look are all options about how a plot looks.
type look struct {
	markers
	lines
	areas
}

// style returns the style of variable i of a plot and the number of the
// scheme's style that it takes, n if it takes its own.
func (o *look) style(i, n int) (st graph.Style, number int) {
	for _, color := range []colorList{o.Color, o.BColor} {
		if v := color.pick(i); v != "" {
			st.MColor, st.Line.Color, st.Fill = v, v, v
		}
	}
	set := func(dst *string, list styles) {
		if v := list.pick(i); v != "" {
			*dst = v
		}
	}
	set(&st.Symbol, o.Symbol.styles)
	set(&st.MSize, o.MSize.styles)
	set(&st.MColor, o.MColor.styles)
	set(&st.MFill, o.MFColor.styles)
	set(&st.MLine, o.MLColor.styles)
	set(&st.MLWidth, o.MLWidth.styles)
	set(&st.MAngle, o.MAngle.styles)
	set(&st.Line.Color, o.BLColor.styles)
	set(&st.Line.Width, o.BLWidth.styles)
	set(&st.Line.Color, o.LColor.styles)
	set(&st.Line.Width, o.LWidth.styles)
	set(&st.Line.Pattern, o.LPattern.styles)
	set(&st.Fill, o.FColor.styles)
	set(&st.Intensity, o.FIntens.styles)
	set(&st.Connect, o.Connect.styles)
	set(&st.HeadAngle, o.HeadAngle.styles)
	st.Gaps = o.CMissing.pick(i) == "n"
	number = n
	for _, list := range []styles{o.PStyle.styles, o.AStyle.styles, o.BStyle.styles, o.MStyle.styles, o.LStyle.styles} {
		switch v := list.pick(i); {
		case v == "none":
			st.Symbol, st.Line.Color = noneIf(o.MStyle.pick(i) == "none", st.Symbol), noneIf(o.LStyle.pick(i) == "none", st.Line.Color)
		case styleNumber(v) > 0:
			number = styleNumber(v)
		}
	}
	if o.MLStyle.pick(i) == "none" {
		st.MLine = "none"
	}
	return st, number
}

func noneIf(none bool, otherwise string) string {
	if none {
		return "none"
	}
	return otherwise
}

// styleNumber returns n of pn, with what may stand behind it, or 0.
func styleNumber(s string) int {
	if len(s) < 2 || s[0] != 'p' {
		return 0
	}
	n := 0
	for _, r := range s[1:] {
		if r < '0' || r > '9' {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// clock reads a clock position, 0 to 12, or a compass direction.
type clock string

// Decode reads the position.
func (p *clock) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	word := strings.TrimSpace(lang.Unquote(arg.Trim().Text))
	if !graph.IsClock(word) {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	*p = clock(word)
	return nil
}

// One colour, width, pattern, size of text or margin.
type (
	oneColor   string
	oneWidth   string
	onePattern string
	oneSize    string
	oneMargin  string
	oneAngle   string
)

// one checks a single style and notes it if it means nothing.
func one(c *interp.Call, class string, arg *lang.Text, known func(string) error) string {
	word := strings.TrimSpace(lang.Unquote(arg.Trim().Text))
	if known(word) != nil {
		c.Note("(note:  named style %s not found in class %s, default attributes used)", word, class)
		return ""
	}
	return word
}

// Decode reads the colour.
func (o *oneColor) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	*o = oneColor(one(c, "color", arg, graph.CheckColor))
	return nil
}

// Decode reads the width.
func (o *oneWidth) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	*o = oneWidth(one(c, "linewidth", arg, graph.CheckLineWidth))
	return nil
}

// Decode reads the pattern.
func (o *onePattern) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	*o = onePattern(one(c, "linepattern", arg, graph.CheckPattern))
	return nil
}

// Decode reads the size.
func (o *oneSize) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	*o = oneSize(one(c, "gsize", arg, graph.CheckTextSize))
	return nil
}

// Decode reads the margin.
func (o *oneMargin) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	*o = oneMargin(one(c, "margin", arg, graph.CheckMargin))
	return nil
}

// Decode reads the angle.
func (o *oneAngle) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	word := strings.TrimSpace(lang.Unquote(arg.Trim().Text))
	if !graph.CheckAngle(word) {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	*o = oneAngle(word)
	return nil
}

// lineStyle are the suboptions about one line.
type lineStyle struct {
	LColor   oneColor   `opt:"LColor(color) COLor(color)" help:"colour"`
	LWidth   oneWidth   `opt:"LWidth(width)" help:"width"`
	LPattern onePattern `opt:"LPattern(pattern)" help:"pattern"`
	LStyle   string     `opt:"LSTYle(style) STYle(style)" help:"style; none draws nothing"`
}

func (o *lineStyle) style() graph.LineStyle {
	st := graph.LineStyle{Color: string(o.LColor), Width: string(o.LWidth), Pattern: string(o.LPattern)}
	if o.LStyle == "none" {
		st.Color = "none"
	}
	return st
}

// words are the words of options that may be given in any order.
func anyOf(word string, words ...string) bool { return slices.Contains(words, word) }
