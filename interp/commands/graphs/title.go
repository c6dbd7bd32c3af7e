package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// textStyle are the suboptions about text.
type textStyle struct {
	Size        oneSize   `opt:"SIze(size)" help:"size of the text"`
	Color       oneColor  `opt:"Color(color)" help:"colour of the text"`
	Justify     string    `opt:"Justification(word)" help:"left, center or right"`
	Align       unused    `opt:"ALignment(word)" help:"top, middle or bottom; changes nothing here"`
	Placement   clock     `opt:"PLacement(direction)" help:"on which side of its place the text stands"`
	Orientation string    `opt:"Orientation(word)" help:"horizontal, vertical or rvertical"`
	Angle       oneAngle  `opt:"ANGle(angle)" help:"angle of the text"`
	Box         bool      `opt:"BOX" help:"draw a box around the text"`
	NoBox       bool      `opt:"noBOX" help:"draw no box"`
	BColor      oneColor  `opt:"BColor(color)" help:"colour of the box"`
	FColor      oneColor  `opt:"FColor(color)" help:"colour inside the box"`
	LColor      oneColor  `opt:"LColor(color)" help:"colour of the outline of the box"`
	LWidth      oneWidth  `opt:"LWidth(width)" help:"width of that outline"`
	LStyle      string    `opt:"LSTYle(style) BLSTYle(style)" help:"style of that outline"`
	Margin      oneMargin `opt:"Margin(margin)" help:"space around the text in its box"`
	BMargin     oneMargin `opt:"BMargin(margin)" help:"space around the box"`
	Width       string    `opt:"WIDTH(size)" help:"width at which lines are broken"`
	Height      unused    `opt:"HEIGHT(size)" help:"height; changes nothing here"`
	LineGap     string    `opt:"LINEGAP(size)" help:"space between lines"`
	Style       unused    `opt:"STYle(style) TSTYle(style)" help:"style of text; changes nothing here"`
}

func (o *textStyle) style() graph.TextStyle {
	st := graph.TextStyle{
		Size: string(o.Size), Color: string(o.Color), Angle: string(o.Angle), Justify: o.Justify, Placement: string(o.Placement),
		Box: o.Box && !o.NoBox, Fill: string(o.FColor), Line: string(o.LColor), LWidth: string(o.LWidth), Margin: string(o.Margin),
		Width: o.Width, LineGap: o.LineGap,
	}
	if o.BColor != "" {
		st.Line = string(o.BColor)
		if st.Fill == "" {
			st.Fill = string(o.BColor)
		}
	}
	if o.Orientation != "" {
		st.Angle = o.Orientation
	}
	if o.LStyle == "none" {
		st.Line = "none"
	}
	return st
}

// titleStyle are the suboptions of titles.
type titleStyle struct {
	textStyle
	Position clock    `opt:"POSition(clock)" help:"place on a clock around the plot"`
	Ring     *float64 `opt:"RING(#)" help:"distance from the plot; 0 is inside"`
	Span     bool     `opt:"SPAN" help:"centre over the whole figure"`
	NoSpan   bool     `opt:"noSPAN" help:"centre over the plot region"`
	Prefix   bool     `opt:"PREFIX" help:"put the text before the title there is"`
	Suffix   bool     `opt:"SUFFIX" help:"put the text behind the title there is"`
	Axis     int      `opt:"AXis(#)" help:"the axis, for titles of axes"`
	XOffset  unused   `opt:"XOFFset(size)" help:"changes nothing here"`
	YOffset  unused   `opt:"YOFFset(size)" help:"changes nothing here"`
}

// A titleOption is title("line" "line", suboptions).
type titleOption struct {
	given bool
	text  bool // there is text, perhaps an empty one
	lines []string
	style titleStyle
}

// Decode reads the text and its suboptions.
func (o *titleOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	if arg == nil {
		arg = &lang.Text{}
	}
	head, opts := cutComma(*arg)
	var st titleStyle
	if err := bind(c, opts, &st); err != nil {
		return err
	}
	lines := texts(head)
	switch {
	case st.Prefix:
		lines = append(lines, o.lines...)
	case st.Suffix:
		lines = append(o.lines, lines...)
	}
	o.given, o.text = true, o.text || head.Text != "" || strings.TrimSpace(opts.Text) == ""
	if head.Text != "" || strings.TrimSpace(opts.Text) == "" {
		o.lines = lines
	}
	o.style = st
	return nil
}

// apply changes a title as the option says.
func (o *titleOption) apply(t *graph.Title) {
	if !o.given {
		return
	}
	if o.text {
		t.Lines = o.lines
	}
	st := o.style.style()
	if o.style.Prefix || o.style.Suffix {
		st = t.Style
	}
	t.Style = st
	if o.style.Position != "" {
		t.Position = clockNumber(o.style.Position)
	}
	t.Ring = o.style.Ring
	t.Span = o.style.Span
}

func clockNumber(p clock) int {
	n := 0
	for _, r := range p {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// A titleList collects titles of axes, which may be several.
type titleList []titleOption

// Decode adds a title; a second one for the same axis takes its place.
func (l *titleList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	var t titleOption
	if arg != nil { // a suffix needs what there is
		for i := range *l {
			t.lines = (*l)[i].lines
		}
	}
	if err := t.Decode(c, name, arg); err != nil {
		return err
	}
	if t.style.Axis < 0 || t.style.Axis > maxAxes {
		return rc.Syntax.Errorf("option axis() incorrectly specified")
	}
	*l = append(*l, t)
	return nil
}

// apply changes the titles of axes.
func (l titleList) apply(axes []graph.Axis) {
	for i := range l {
		k := max(l[i].style.Axis, 1) - 1
		if k < len(axes) {
			l[i].apply(&axes[k].Title)
		}
	}
}
