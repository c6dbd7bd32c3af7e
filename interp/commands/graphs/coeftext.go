package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// An assignment is "name name ... = text".
type assignment struct {
	names []string
	text  string
	lines []string
	mark  bool // the text was quoted
}

// assignments reads "a b = text c = text ...".
func assignments(t lang.Text) ([]assignment, error) {
	var out []assignment
	var names []string
	bad := rc.Syntax.At(t.Pos, "'%s': names = text expected", strings.TrimSpace(t.Text))
	words := splitAssignments(t)
	for i := 0; i < len(words); i++ {
		if words[i].Text != "=" {
			names = append(names, words[i].Text)
			continue
		}
		if len(names) == 0 || i+1 >= len(words) {
			return nil, bad
		}
		i++
		a := assignment{names: names, mark: quoted(words[i].Text)}
		inner := lang.Unquote(words[i].Text)
		a.lines = []string{inner}
		if w := (lang.Text{Text: inner}).Words(); len(w) > 0 && quoted(w[0].Text) {
			a.lines = texts(lang.Text{Text: inner})
		}
		a.text = strings.Join(a.lines, " ")
		out, names = append(out, a), nil
	}
	if len(names) > 0 {
		return nil, bad
	}
	return out, nil
}

// splitAssignments splits text into words, quoted texts and =.
func splitAssignments(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range splitLabels(t) {
		if quoted(w.Text) {
			out = append(out, w)
			continue
		}
		start := 0
		for i := 0; i <= len(w.Text); i++ {
			if i == len(w.Text) || w.Text[i] == '=' {
				if i > start {
					out = append(out, w.Slice(start, i))
				}
				if i < len(w.Text) {
					out = append(out, w.Slice(i, i+1))
				}
				start = i + 1
			}
		}
	}
	return out
}

// coefTexts are texts for coefficients, with suboptions about how they look.
type coefTexts struct {
	list  []assignment
	style coefTextStyle
}

type coefTextStyle struct {
	labelStyle
	Wrap        int     `opt:"WRap(#)" help:"break names after # characters"`
	Truncate    int     `opt:"TRUNCate(#)" help:"cut names after # characters"`
	Break       unused  `opt:"BReak" help:"break words too; changes nothing here"`
	Interaction string  `opt:"INTERaction(text)" help:"what joins the parts of interactions; default \" # \""`
	Offset      unused  `opt:"OFFset(#)" help:"changes nothing here"`
	NoGap       bool    `opt:"noGap" help:"no space between groups or above headings"`
	Gap         float64 `opt:"GAP(#)" help:"space between groups or above headings"`
	AsHead      bool    `opt:"ASHEADings" help:"names of equations are headings"`
}

// Decode reads assignments and suboptions.
func (o *coefTexts) Decode(c *interp.Call, _ string, arg *lang.Text) (err error) {
	head, opts := cutComma(*arg)
	if err := bind(c, opts, &o.style); err != nil {
		return err
	}
	o.list, err = assignments(head)
	return err
}

// of returns the text for a coefficient.
func (o *coefTexts) of(r *coefRow) (assignment, bool) {
	for _, a := range o.list {
		if r.matchesAny(a.names) {
			return a, true
		}
	}
	return assignment{}, false
}

// eqLabels are texts for equations, in order, and how they look.
type eqLabels struct {
	texts []string
	style coefTextStyle
}

// Decode reads texts and suboptions.
func (o *eqLabels) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	o.texts = texts(head)
	return bind(c, opts, &o.style)
}

// wrapWords breaks text at blanks into lines of at most n characters, if words
// are not longer.
func wrapWords(text string, n int) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if k := len(out) - 1; k >= 0 && len([]rune(out[k]))+1+len([]rune(w)) <= n {
			out[k] += " " + w
		} else {
			out = append(out, w)
		}
	}
	return out
}
