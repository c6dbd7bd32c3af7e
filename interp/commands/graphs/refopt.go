package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// refStyle are the suboptions of xline() and yline().
type refStyle struct {
	lineStyle
	Axis     int    `opt:"AXis(#)" help:"the axis; default 1"`
	Extend   bool   `opt:"EXtend" help:"from edge to edge; they always are"`
	NoExtend unused `opt:"noEXtend" help:"changes nothing here"`
	LAlign   unused `opt:"LALign" help:"changes nothing here"`
}

// A refList collects xline() or yline() options.
type refList []graph.RefLine

// Decode adds lines.
func (l *refList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var st refStyle
	if err := bind(c, opts, &st); err != nil {
		return err
	}
	if strings.TrimSpace(head.Text) == "" {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	at, err := axisNumbers(c, head)
	if err != nil {
		return rc.Syntax.At(head.Pos, "option %s() incorrectly specified: invalid numlist", name)
	}
	for _, v := range at {
		*l = append(*l, graph.RefLine{Vertical: name != "yline", At: v, Axis: st.Axis, Style: st.style()})
	}
	return nil
}

// textOptions are the suboptions of text().
type textOptions struct {
	textStyle
	YAxis int `opt:"YAXis(#)" help:"the y axis; default 1"`
	XAxis int `opt:"XAXis(#)" help:"the x axis; default 1"`
}

// A textList collects text() options.
type textList []graph.Text

// Decode adds texts: y x "line" "line" y x "line" ....
func (l *textList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var st textOptions
	if err := bind(c, opts, &st); err != nil {
		return err
	}
	words := splitLabels(head)
	bad := rc.Syntax.At(arg.Pos, "option %s() incorrectly specified", name)
	for i := 0; i < len(words); {
		if i+2 >= len(words) || !quoted(words[i+2].Text) {
			return bad
		}
		y, err := number(c, words[i])
		x, err2 := number(c, words[i+1])
		if err != nil || err2 != nil {
			return bad
		}
		t := graph.Text{X: x, Y: y, XAxis: st.XAxis, YAxis: st.YAxis, Style: st.style()}
		for i += 2; i < len(words) && quoted(words[i].Text); i++ {
			t.Lines = append(t.Lines, lang.Unquote(words[i].Text))
		}
		t.Position = string(st.Placement)
		*l = append(*l, t)
	}
	if len(words) == 0 {
		return bad
	}
	return nil
}

// number reads one number or date.
func number(c *interp.Call, t lang.Text) (float64, error) {
	v, err := axisNumbers(c, t)
	if err != nil {
		return 0, err
	}
	if len(v) != 1 {
		return 0, rc.Syntax.At(t.Pos, "'%s' found where number expected", t.Text)
	}
	return v[0], nil
}
