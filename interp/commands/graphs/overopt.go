package graphs

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// overStyle are the suboptions of over().
type overStyle struct {
	Total      bool          `opt:"TOTal" help:"a group of all observations"`
	Relabel    relabelOption `opt:"RELABel(# text ...)" help:"other names for groups"`
	Label      overLabel     `opt:"LABel(suboptions)" help:"how names look: angle(), labsize(), labcolor(), alternate, labgap()"`
	Axis       lang.Text     `opt:"AXis(suboptions)" help:"how the axis looks; off removes it"`
	Gap        string        `opt:"GAP(#)" help:"space between groups, in percent of a bar"`
	Sort       lang.Text     `opt:"SORT(what)" help:"order of groups: number of a y variable, or (stat) variable"`
	Descending bool          `opt:"DEScending" help:"the largest first"`
	Reverse    bool          `opt:"REVerse" help:"the last group first"`
}

// overLabel are how the names of groups look.
type overLabel struct{ labelStyle }

// Decode reads the suboptions.
func (o *overLabel) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return bind(c, commasOut(*arg), &o.labelStyle)
}

// A relabelOption gives groups names by their number.
type relabelOption map[int]string

// Decode reads # "text" # "text" ....
func (o *relabelOption) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	*o = relabelOption{}
	words := splitLabels(*arg)
	for i := 0; i+1 < len(words); i += 2 {
		n, err := strconv.Atoi(words[i].Text)
		if err != nil || !quoted(words[i+1].Text) {
			return rc.Syntax.At(words[i].Pos, "option relabel() incorrectly specified")
		}
		text := lang.Unquote(words[i+1].Text)
		if inner := (lang.Text{Text: text}).Words(); len(inner) > 0 && quoted(inner[0].Text) { // `""a" "b""'
			var lines []string
			for _, w := range inner {
				lines = append(lines, lang.Unquote(w.Text))
			}
			text = strings.Join(lines, " ")
		}
		(*o)[n] = text
	}
	return nil
}

// An over is a variable whose values are groups of bars.
type over struct {
	col   *frame.Column
	style overStyle
}

// An overList collects over() options, the innermost first.
type overList []over

// Decode adds a variable.
func (l *overList) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	cols, err := c.VarlistText(head)
	if err != nil {
		return err
	}
	if len(cols) != 1 {
		return rc.Syntax.At(arg.Pos, "option over() incorrectly specified: one variable required")
	}
	o := over{col: cols[0]}
	if err := bind(c, opts, &o.style); err != nil {
		return err
	}
	const most = 3
	if len(*l) == most {
		return rc.Syntax.At(arg.Pos, "too many over() options: at most three")
	}
	*l = append(*l, o)
	return nil
}

// gap returns the space between groups in bars.
func (o *over) gap(otherwise float64) float64 {
	s := strings.TrimSpace(o.style.Gap)
	if rest, ok := strings.CutPrefix(s, "*"); ok {
		if x, err := strconv.ParseFloat(rest, 64); err == nil {
			return otherwise * x
		}
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && s != "" {
		return x / 100
	}
	return otherwise
}

// name is how the k-th group (from 0) is called.
func (o *over) name(c *interp.Call, k, row int) string {
	if text, ok := o.style.Relabel[k+1]; ok {
		return text
	}
	return value(c, o.col, row)
}
