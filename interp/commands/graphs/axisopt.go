package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// maxAxes bounds the number of an axis.
const maxAxes = 9

// labelStyle are the suboptions of ylabel() and the like.
type labelStyle struct {
	Axis       int        `opt:"AXis(#)" help:"the axis; default 1"`
	Add        bool       `opt:"ADD" help:"add to the labels there are"`
	NoLabels   bool       `opt:"noLABels" help:"no texts"`
	Labels     bool       `opt:"LABels" help:"texts"`
	ValueLabel bool       `opt:"VALuelabels" help:"texts are value labels"`
	NoTicks    bool       `opt:"noTICks" help:"no ticks"`
	Ticks      bool       `opt:"TICks" help:"ticks"`
	Format     string     `opt:"FORmat(%fmt)" help:"display format"`
	Angle      oneAngle   `opt:"ANGle(angle)" help:"angle of the texts"`
	Alternate  bool       `opt:"ALTernate" help:"texts stand in two rows"`
	NoAlt      bool       `opt:"noALTernate" help:"texts stand in one row"`
	NoRescale  unused     `opt:"noREScale" help:"the axis is not extended; changes nothing here"`
	LabSize    oneSize    `opt:"LABSize(size)" help:"size of the texts"`
	LabColor   oneColor   `opt:"LABColor(color)" help:"colour of the texts"`
	LabGap     string     `opt:"LABGap(size)" help:"space between ticks and texts"`
	LabStyle   unused     `opt:"LABSTYle(style)" help:"style of the texts; changes nothing here"`
	TLength    string     `opt:"TLength(size)" help:"length of the ticks"`
	TPosition  string     `opt:"TPosition(word)" help:"outside, inside or crossing"`
	TLColor    oneColor   `opt:"TLColor(color)" help:"colour of the ticks"`
	TLWidth    oneWidth   `opt:"TLWidth(width)" help:"width of the ticks"`
	TStyle     string     `opt:"TSTYle(style) TLSTYle(style)" help:"style of the ticks; none draws none"`
	Custom     bool       `opt:"CUSTOM" help:"these labels look different"`
	NoGrid     bool       `opt:"noGRID" help:"no grid lines"`
	Grid       bool       `opt:"GRID" help:"grid lines"`
	GMin       unused     `opt:"GMIN" help:"grid line at the lower end; changes nothing here"`
	NoGMin     unused     `opt:"noGMIN" help:"no grid line at the lower end; changes nothing here"`
	GMax       unused     `opt:"GMAX" help:"grid line at the upper end; changes nothing here"`
	NoGMax     unused     `opt:"noGMAX" help:"no grid line at the upper end; changes nothing here"`
	GExtend    bool       `opt:"GEXtend" help:"grid lines go to the edges; they always do"`
	NoGExtend  unused     `opt:"noGEXtend" help:"changes nothing here"`
	GStyle     string     `opt:"GSTYle(style) GLSTYle(style)" help:"style of grid lines: dot, or the default"`
	GLColor    oneColor   `opt:"GLColor(color)" help:"colour of grid lines"`
	GLWidth    oneWidth   `opt:"GLWidth(width)" help:"width of grid lines"`
	GLPattern  onePattern `opt:"GLPattern(pattern)" help:"pattern of grid lines"`
	Nogextend2 unused     `opt:"noEXtend" help:"changes nothing here"`
}

// A labelOption is one ylabel() or the like.
type labelOption struct {
	minor, ticksOnly bool
	text             lang.Text // rule, numbers and texts
	style            labelStyle
	ticks            graph.Ticks
}

// A labelList collects the ylabel(), ytick(), ymlabel() and ymtick() of the
// axes of one direction.
type labelList []labelOption

// Decode adds labels. The option's name tells whether they are minor and have
// texts.
func (l *labelList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	o := labelOption{minor: len(name) > 1 && name[1] == 'm', ticksOnly: strings.HasSuffix(name, "tick")}
	head, opts := cutComma(*arg)
	if err := bind(c, opts, &o.style); err != nil {
		return err
	}
	if o.style.Axis < 0 || o.style.Axis > maxAxes {
		return rc.Syntax.Errorf("option axis() incorrectly specified")
	}
	o.text = head
	if err := o.read(c); err != nil {
		return err
	}
	o.finish()
	*l = append(*l, o)
	return nil
}

// read reads rule, numbers and texts.
func (o *labelOption) read(c *interp.Call) error {
	var numbers []lang.Text
	flush := func() error {
		for len(numbers) > 0 {
			all := joinWords(numbers)
			numbers = nil
			v, err := axisNumbers(c, all)
			if err != nil {
				return err
			}
			for _, x := range v {
				o.ticks.Values = append(o.ticks.Values, graph.Tick{At: x})
			}
		}
		return nil
	}
	for _, w := range splitLabels(o.text) {
		switch s := w.Text; {
		case s == "minmax", s == "none", s == "#", strings.HasPrefix(s, "#"):
			if err := flush(); err != nil {
				return err
			}
			if s != "minmax" && s != "none" && strings.Trim(s, "#0123456789") != "" {
				return rc.Syntax.At(w.Pos, "invalid label specifier, : %s:", s)
			}
			o.ticks.Rule = s
		case quoted(s):
			if err := flush(); err != nil {
				return err
			}
			n := len(o.ticks.Values)
			if n == 0 {
				return rc.Syntax.At(w.Pos, "invalid label specifier, : %s:", o.text.Text)
			}
			t := &o.ticks.Values[n-1]
			if t.HasText {
				t.Text += " " + lang.Unquote(s)
			} else {
				t.Text, t.HasText = lang.Unquote(s), true
			}
		default:
			numbers = append(numbers, w)
		}
	}
	return flush()
}

// splitLabels splits the text of labels at blanks and around quoted texts,
// which may follow a number without a blank.
func splitLabels(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		start := 0
		for i := 0; i < len(w.Text); {
			n := 0
			if w.Text[i] == '"' || w.Text[i] == '`' {
				n = lang.QuotedLen(w.Text[i:])
			}
			if n == 0 {
				i++
				continue
			}
			if i > start {
				out = append(out, w.Slice(start, i))
			}
			out = append(out, w.Slice(i, i+n))
			i += n
			start = i
		}
		if start < len(w.Text) {
			out = append(out, w.Slice(start, len(w.Text)))
		}
	}
	return out
}

// joinWords is the text from the first word to the last.
func joinWords(words []lang.Text) lang.Text {
	all := words[0]
	for _, w := range words[1:] {
		all = joinTexts(all, w)
	}
	return all
}

// axisNumbers reads a numlist. Dates such as 2001m5 or 01jan2001, and ranges
// of them, count as numbers of their format.
func axisNumbers(c *interp.Call, t lang.Text) ([]float64, error) {
	if v, err := lang.ParseNumlist(t); err == nil {
		return v, nil
	}
	if v, ok := dateNumbers(c, t); ok {
		return v, nil
	}
	return nil, rc.Syntax.At(t.Pos, "invalid label specifier, : %s:", t.Text)
}

// dateUnits are the functions that read dates as literals.
var dateUnits = []string{"td", "tm", "tq", "tw", "th", "tc", "ty"}

// dateNumbers reads a list of dates, with steps as in 2001m1(6)2005m1.
func dateNumbers(c *interp.Call, t lang.Text) ([]float64, bool) {
	var out []float64
	for _, w := range t.Words() {
		from, step, to, isRange := cutRange(w.Text)
		a, ok := dateNumber(c, from)
		if !ok {
			return nil, false
		}
		if !isRange {
			out = append(out, a)
			continue
		}
		b, ok := dateNumber(c, to)
		d, err := lang.ParseNumlist(lang.Text{Pos: t.Pos, Text: step})
		if !ok || err != nil || len(d) != 1 || d[0] <= 0 || (b-a)/d[0] > 10000 {
			return nil, false
		}
		for k := 0.0; a+k*d[0] <= b; k++ {
			out = append(out, a+k*d[0])
		}
	}
	return out, true
}

func cutRange(s string) (from, step, to string, ok bool) {
	open, end := strings.IndexByte(s, '('), strings.IndexByte(s, ')')
	if open < 0 || end < open {
		return s, "", "", false
	}
	return s[:open], s[open+1 : end], s[end+1:], true
}

// dateNumber reads one date in any of the units.
func dateNumber(c *interp.Call, s string) (float64, bool) {
	if v, err := lang.ParseNumlist(lang.Text{Text: s}); err == nil && len(v) == 1 {
		return v[0], true
	}
	for _, unit := range dateUnits {
		e, err := lang.ParseExpr(unit+"("+s+")", 1)
		if err != nil {
			continue
		}
		if v, err := expr.EvalNum(e, c.Env()); err == nil && v < frame.Missing {
			return v, true
		}
	}
	return 0, false
}

// finish makes ticks out of the suboptions.
func (o *labelOption) finish() {
	st, t := &o.style, &o.ticks
	t.Minor = o.minor
	t.NoLabels = o.ticksOnly || st.NoLabels && !st.Labels
	t.NoTicks = st.NoTicks && !st.Ticks || st.TStyle == "none"
	t.Custom = o.minor && !o.ticksOnly
	t.Format, t.Length, t.Gap = st.Format, st.TLength, st.LabGap
	t.Position = st.TPosition
	t.Style = graph.TextStyle{Size: string(st.LabSize), Color: string(st.LabColor), Angle: string(st.Angle)}
	t.Line = graph.LineStyle{Color: string(st.TLColor), Width: string(st.TLWidth)}
	t.GridLine = graph.LineStyle{Color: string(st.GLColor), Width: string(st.GLWidth), Pattern: string(st.GLPattern)}
	if st.GStyle == "dot" && t.GridLine.Pattern == "" {
		t.GridLine.Pattern = "dot"
	}
	t.Alternate = st.Alternate && !st.NoAlt
	on := true
	if st.Grid {
		t.Grid = &on
	}
	if st.NoGrid {
		on = false
		t.Grid = &on
	}
}

// apply puts the labels on the axes; labelOf returns the value labels and the
// format of an axis.
func (l labelList) apply(axes []graph.Axis, labelOf func(axis int) func(x float64) (string, bool)) {
	type key struct {
		axis                    int
		minor, ticksOnly, isAdd bool
	}
	seen := map[key]int{}
	for k := range axes { // labels that the command placed
		for i, t := range axes[k].Labels {
			if !t.Minor && len(t.Values) > 0 {
				seen[key{axis: k}] = i
			}
		}
	}
	for _, o := range l {
		k := max(o.style.Axis, 1) - 1
		if k >= len(axes) {
			continue
		}
		a := &axes[k]
		t := o.ticks
		if o.style.ValueLabel {
			t.Values = labelled(a, t, labelOf(k+1))
		}
		id := key{k, o.minor, o.ticksOnly, false}
		at, ok := seen[id]
		switch {
		case ok && o.style.Add:
			old := &a.Labels[at]
			if o.style.Custom {
				t.Custom = true
				a.Labels = append(a.Labels, t)
				continue
			}
			old.Values = append(old.Values, t.Values...)
			if old.Rule == "" && t.Rule != "" {
				old.Rule = t.Rule
			}
		case ok:
			merge(&a.Labels[at], t)
		default:
			if o.style.Add && !o.minor && t.Rule == "" && !o.ticksOnly {
				t.Rule = "#5"
			}
			seen[id] = len(a.Labels)
			a.Labels = append(a.Labels, t)
		}
	}
	for i := range axes { // ytick() alone leaves the labels as they are
		a := &axes[i]
		hasMajor := false
		for _, t := range a.Labels {
			hasMajor = hasMajor || !t.Minor && !(t.NoLabels && len(t.Values) > 0 || t.NoLabels && t.Rule != "")
		}
		if len(a.Labels) > 0 && !hasMajor && len(a.Levels) == 0 && onlyTicks(l, i+1) {
			a.Labels = append([]graph.Ticks{{}}, a.Labels...)
		}
	}
}

// onlyTicks reports whether the axis got ticks but no labels.
func onlyTicks(l labelList, axis int) bool {
	for _, o := range l {
		if max(o.style.Axis, 1) == axis && !o.minor && !o.ticksOnly {
			return false
		}
	}
	return true
}

// merge lets a later option of the same kind change an earlier one: what it
// places replaces what was placed, how it looks replaces how that looked.
func merge(old *graph.Ticks, t graph.Ticks) {
	if t.Rule == "" && len(t.Values) == 0 {
		t.Rule, t.Values = old.Rule, old.Values
	}
	keep := func(dst *string, v string) {
		if *dst == "" {
			*dst = v
		}
	}
	keep(&t.Style.Angle, old.Style.Angle)
	keep(&t.Style.Size, old.Style.Size)
	keep(&t.Style.Color, old.Style.Color)
	keep(&t.Format, old.Format)
	keep(&t.Length, old.Length)
	keep(&t.Gap, old.Gap)
	t.NoLabels, t.NoTicks = t.NoLabels || old.NoLabels, t.NoTicks || old.NoTicks
	if t.Grid == nil {
		t.Grid = old.Grid
	}
	if t.GridLine == (graph.LineStyle{}) {
		t.GridLine = old.GridLine
	}
	*old = t
}

// labelled gives ticks the texts of a value label.
func labelled(a *graph.Axis, t graph.Ticks, text func(x float64) (string, bool)) []graph.Tick {
	if text == nil {
		return t.Values
	}
	out := t.Values
	for i := range out {
		if s, ok := text(out[i].At); ok && !out[i].HasText {
			out[i].Text, out[i].HasText = s, true
		}
	}
	return out
}

// A scaleOption is yscale() or xscale().
type scaleOption struct {
	lineStyle
	Axis      int       `opt:"AXis(#)" help:"the axis; default 1"`
	Log       bool      `opt:"LOG" help:"logarithmic"`
	NoLog     bool      `opt:"noLOG" help:"linear"`
	Reverse   bool      `opt:"REVerse" help:"the largest value at the bottom or the left"`
	NoReverse bool      `opt:"noREVerse" help:"the smallest value at the bottom or the left"`
	Range     lang.Text `opt:"RAnge(numlist)" help:"values that the axis must cover"`
	Off       bool      `opt:"OFF" help:"no axis"`
	On        bool      `opt:"ON" help:"an axis"`
	Fill      bool      `opt:"FILL" help:"keep the space of an axis that is off"`
	Alt       bool      `opt:"ALT" help:"on the other side"`
	NoLine    bool      `opt:"noLIne" help:"no line"`
	Line      bool      `opt:"LIne" help:"a line"`
	FExtend   bool      `opt:"FEXtend" help:"the line goes to the edges; it always does"`
	Extend    unused    `opt:"EXtend" help:"changes nothing here"`
	NoExtend  unused    `opt:"noEXtend" help:"changes nothing here"`
	TitleGap  unused    `opt:"TITLEGap(size)" help:"changes nothing here"`
	OuterGap  unused    `opt:"OUTERGap(size)" help:"changes nothing here"`
}

// A scaleList collects yscale() or xscale() options.
type scaleList []scaleValue

type scaleValue struct {
	scaleOption
	span []float64
}

// Decode adds an option.
func (l *scaleList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	var o scaleValue
	if err := bind(c, *arg, &o.scaleOption); err != nil {
		return err
	}
	if strings.TrimSpace(o.Range.Text) != "" {
		v, err := axisNumbers(c, o.Range)
		if err != nil {
			return err
		}
		o.span = v
	}
	if o.Axis < 0 || o.Axis > maxAxes {
		return rc.Syntax.Errorf("option axis() incorrectly specified")
	}
	*l = append(*l, o)
	return nil
}

// apply changes the axes.
func (l scaleList) apply(axes []graph.Axis) {
	for _, o := range l {
		k := max(o.Axis, 1) - 1
		if k >= len(axes) {
			continue
		}
		a := &axes[k]
		a.Log = a.Log && !o.NoLog || o.Log
		a.Reverse = a.Reverse && !o.NoReverse || o.Reverse
		a.Off = a.Off && !o.On || o.Off
		a.FillUp, a.Alt = a.FillUp || o.Fill, a.Alt || o.Alt
		a.Hidden = a.Hidden && !o.Line || o.NoLine
		a.Range = append(a.Range, o.span...)
		if st := o.lineStyle.style(); st != (graph.LineStyle{}) {
			a.Line = st
		}
	}
}
