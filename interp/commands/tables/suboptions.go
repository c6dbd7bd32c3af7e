package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// optional is an option that may have an argument.
type optional struct {
	set bool
	arg lang.Text
}

// Decode keeps the argument.
func (o *optional) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	o.set = true
	if arg != nil {
		o.arg = *arg
	}
	return nil
}

// or returns the argument's first word, or otherwise if there is none.
func (o optional) or(otherwise string) string {
	if word, _ := interp.NextToken(o.arg.Text); word != "" {
		return word
	}
	return otherwise
}

// splitSub splits "list, suboptions" at the first comma outside quotes and
// parentheses.
func splitSub(t lang.Text) (list, subs lang.Text) {
	depth := 0
	for i := 0; i < len(t.Text); i++ {
		switch c := t.Text[i]; c {
		case '"', '`':
			if n := lang.QuotedLen(t.Text[i:]); n > 0 {
				i += n - 1
			}
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				return t.Slice(0, i).Trim(), t.Slice(i+1, len(t.Text)).Trim()
			}
		}
	}
	return t.Trim(), lang.Text{}
}

// subOptions reads options that are separated by blanks or commas.
func subOptions(t lang.Text) []lang.Option {
	var out []lang.Option
	for _, w := range joinedWords(t) {
		w = trimCommas(w)
		if w.Text == "" {
			continue
		}
		i := strings.IndexByte(w.Text, '(')
		if i < 0 || !strings.HasSuffix(w.Text, ")") {
			name := w
			out = append(out, lang.Option{Name: &name})
			continue
		}
		name, arg := w.Slice(0, i), w.Slice(i+1, len(w.Text)-1)
		out = append(out, lang.Option{Name: &name, Arg: &arg})
	}
	return out
}

func trimCommas(t lang.Text) lang.Text {
	for strings.HasPrefix(t.Text, ",") {
		t = t.Slice(1, len(t.Text))
	}
	for strings.HasSuffix(t.Text, ",") {
		t = t.Slice(0, len(t.Text)-1)
	}
	return t
}

// joinedWords splits at blanks; blanks before a parenthesis do not count.
func joinedWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		if n := len(out); n > 0 && strings.HasPrefix(w.Text, "(") && isElementName(out[n-1].Text) {
			out[n-1].Text += w.Text
			continue
		}
		out = append(out, w)
	}
	return out
}

func isElementName(s string) bool {
	name, _, _ := strings.Cut(s, "[")
	return lang.IsName(name)
}

// bindSub sets the fields of into, tagged as options are, from suboptions. At
// the error of an unknown one stands which option it was given to.
func bindSub(c *interp.Call, t lang.Text, into any) error {
	sub := *c
	sub.Options = subOptions(t)
	return sub.BindOptions(into)
}

// texts returns the words of an option's argument without their quotes; one
// text if none is quoted and lines is true.
func texts(t lang.Text, lines bool) []string {
	s := strings.TrimSpace(t.Text)
	if lines && !strings.Contains(s, `"`) {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	return interp.Tokens(s)
}

// lines are an option that is lines of text: quoted ones, or all of it.
type lines struct {
	set  bool
	text []string
}

// Decode reads the lines.
func (l *lines) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	l.set = true
	l.text = []string{}
	if arg != nil {
		l.text = append(l.text, texts(*arg, true)...)
	}
	return nil
}

// join puts new lines between the lines.
func (l lines) join() string { return strings.Join(l.text, "\n") }

// rawText is an option whose argument counts with its blanks, less quotes
// around it.
type rawText struct {
	set  bool
	text string
}

// tabs are how delimiters name characters.
var fileFunctions = map[string]string{"_tab": "\t", "_skip": " ", "_n": "\n"}

// Decode reads the text.
func (r *rawText) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	r.set = true
	if arg == nil {
		return nil
	}
	if s, ok := fileFunctions[strings.TrimSpace(arg.Text)]; ok {
		r.text = s
		return nil
	}
	r.text = lang.Unquote(strings.TrimSpace(arg.Text))
	return nil
}

// or returns the text, or nil if the option was not given.
func (r rawText) pointer() *string {
	if r.set {
		return &r.text
	}
	return nil
}

// labelling are the suboptions of labels.
type labelling struct {
	None    bool    `opt:"none"`
	Prefix  rawText `opt:"Prefix(text)"`
	Suffix  rawText `opt:"Suffix(text)"`
	Begin   lines   `opt:"Begin(texts)"`
	First   bool    `opt:"First"`
	NoFirst bool    `opt:"noFirst"`
	End     lines   `opt:"End(texts)"`
	Last    bool    `opt:"Last"`
	NoLast  bool    `opt:"noLast"`
	Replace bool    `opt:"Replace"`
	Span    bool    `opt:"span"`
	NoSpan  bool    `opt:"nospan"`
	ERepeat rawText `opt:"ERepeat(text)"`
	LHS     rawText `opt:"lhs(text)"`
}

// labels are an option that lists labels, with suboptions.
type labels struct {
	set   bool
	texts []string
	under bool // short rules stand below
	labelling
}

// parseLabels reads labels with the suboptions of more, which embeds the
// labelling that goes into the result.
func parseLabels(c *interp.Call, o optional, more any, common *labelling) (labels, error) {
	list, subs := splitSub(o.arg)
	err := bindSub(c, subs, more)
	l := labels{set: o.set, texts: texts(list, false), labelling: *common}
	if len(l.texts) == 1 && l.texts[0] == "none" && !strings.Contains(list.Text, `"`) {
		l.texts, l.None = nil, true
	}
	return l, err
}

// plainLabels reads labels without suboptions of their own.
func plainLabels(c *interp.Call, o optional) (labels, error) {
	var common labelling
	return parseLabels(c, o, &common, &common)
}

// pairs reads "name text name text ..."; r(198) if a text is missing.
func pairs(t lang.Text, option string) ([][2]string, error) {
	words := interp.Tokens(strings.TrimSpace(t.Text))
	if len(words)%2 == 1 {
		return nil, rc.Syntax.At(t.Pos, "option %s() incorrectly specified", option)
	}
	var out [][2]string
	for i := 0; i < len(words); i += 2 {
		out = append(out, [2]string{words[i], words[i+1]})
	}
	return out, nil
}

// pattern reads a list of zeros and ones.
func pattern(t lang.Text, option string) ([]bool, error) {
	var out []bool
	for _, w := range strings.Fields(t.Text) {
		if w != "0" && w != "1" {
			return nil, rc.Syntax.At(t.Pos, "option %s() incorrectly specified", option)
		}
		out = append(out, w == "1")
	}
	return out, nil
}

// selected reports whether a pattern selects the i-th; one that is too short
// selects the rest, none selects all.
func selected(pattern []bool, i int) bool {
	return i >= len(pattern) || pattern[i]
}
