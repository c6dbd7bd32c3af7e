package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// plain is a vocabulary without commands: the first word is the name.
type plain struct{}

// Command implements lang.Vocabulary.
func (plain) Command(string) (int, lang.Body) { return 0, lang.Clauses }

// parseCommand parses text as one command, with places in the line around it.
func parseCommand(t lang.Text) (*lang.Command, error) {
	cmd, err := lang.ParseCommand(t.Text, plain{})
	if err != nil {
		return nil, shifted(err, t.Pos)
	}
	return cmd, nil
}

// shifted moves the place of an error of the parser to the line around.
func shifted(err error, base lang.Pos) error {
	if e, ok := err.(*lang.Error); ok {
		return rc.Syntax.At(e.Pos.Shift(base), "%s", e.Msg)
	}
	return err
}

// options parses text as options, the part of a command behind its comma.
func options(t lang.Text) ([]lang.Option, error) {
	const head = "x,"
	if strings.TrimSpace(t.Text) == "" {
		return nil, nil
	}
	cmd, err := lang.ParseCommand(head+t.Text, plain{})
	base := t.Pos - lang.Pos(len(head))
	if err != nil {
		return nil, shifted(err, base)
	}
	var out []lang.Option
	for _, o := range cmd.Options {
		out = append(out, shiftedOption(o, base))
	}
	return out, nil
}

// shiftedOption returns o with places in the line around.
func shiftedOption(o *lang.Option, base lang.Pos) lang.Option {
	move := func(t *lang.Text) *lang.Text {
		if t == nil {
			return nil
		}
		return &lang.Text{Pos: t.Pos.Shift(base), Text: t.Text}
	}
	return lang.Option{Name: move(o.Name), Arg: move(o.Arg)}
}

// bind sets the fields of dst, tagged as options, from text.
func bind(c *interp.Call, t lang.Text, dst any) error {
	opts, err := options(t)
	if err != nil {
		return err
	}
	return bindOptions(c, opts, dst)
}

// bindOptions sets the fields of dst from options.
func bindOptions(c *interp.Call, opts []lang.Option, dst any) error {
	sub := *c
	sub.Options = opts
	return sub.BindOptions(dst)
}

// cutComma splits text at its first comma outside quotes and parentheses.
func cutComma(t lang.Text) (head, opts lang.Text) {
	if i := find(t.Text, func(s string) bool { return s[0] == ',' }); i >= 0 {
		return t.Slice(0, i).Trim(), t.Slice(i+1, len(t.Text))
	}
	return t.Trim(), lang.Text{}
}

// find returns the first place outside quotes and brackets at which is
// returns true for the rest of s, or -1.
func find(s string, is func(rest string) bool) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		if depth <= 0 && is(s[i:]) {
			return i
		}
		switch s[i] {
		case '"', '`':
			if n := lang.QuotedLen(s[i:]); n > 0 {
				i += n - 1
			}
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		}
	}
	return -1
}

// texts returns the strings that text consists of: its quoted words if it
// begins with one, else all of it.
func texts(t lang.Text) []string {
	words := t.Words()
	if len(words) == 0 {
		return nil
	}
	if !quoted(words[0].Text) {
		return []string{t.Trim().Text}
	}
	var out []string
	for _, w := range words {
		out = append(out, lang.Unquote(w.Text))
	}
	return out
}

// quoted reports whether a word begins with a quote.
func quoted(w string) bool {
	return strings.HasPrefix(w, `"`) || strings.HasPrefix(w, "`\"")
}

// A spec is one plot as the user typed it.
type spec struct {
	text lang.Text // type, variables, if, in, weight
	opts lang.Text // what follows its comma
}

// splitPlots splits what follows twoway into plots and what concerns all of
// them: if, in and options behind the last parenthesis or behind ||.
func splitPlots(t lang.Text) (plots []spec, all spec, err error) {
	rest := t.Trim()
	for rest.Text != "" {
		switch {
		case strings.HasPrefix(rest.Text, "||"):
			rest = rest.Slice(2, len(rest.Text)).Trim()
		case rest.Text[0] == '(':
			n := closing(rest.Text)
			if n < 0 {
				return nil, all, rc.Syntax.At(rest.Pos, "parentheses do not balance")
			}
			inner, innerAll, err := splitPlots(rest.Slice(1, n))
			if err != nil {
				return nil, all, err
			}
			if len(inner) > 0 {
				last := &inner[len(inner)-1]
				last.opts = joinTexts(last.opts, innerAll.opts)
			}
			plots = append(plots, inner...)
			rest = rest.Slice(n+1, len(rest.Text)).Trim()
		default:
			part := rest
			if i := find(rest.Text, func(s string) bool { return strings.HasPrefix(s, "||") }); i >= 0 {
				part, rest = rest.Slice(0, i).Trim(), rest.Slice(i, len(rest.Text))
			} else {
				rest = lang.Text{}
			}
			head, opts := cutComma(part)
			if head.Text == "" || globalClause(head.Text) {
				all.text, all.opts = joinTexts(all.text, head), joinTexts(all.opts, opts)
				continue
			}
			plots = append(plots, spec{head, opts})
		}
	}
	return plots, all, nil
}

// globalClause reports whether text begins with a clause rather than a plot.
func globalClause(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	return word == "if" || word == "in" || strings.HasPrefix(s, "[")
}

// joinTexts puts two texts behind each other; their places stay right if one
// is empty.
func joinTexts(a, b lang.Text) lang.Text {
	if strings.TrimSpace(a.Text) == "" {
		return b
	}
	if strings.TrimSpace(b.Text) == "" {
		return a
	}
	if gap := int(b.Pos) - int(a.Pos) - len(a.Text); gap >= 1 {
		return lang.Text{Pos: a.Pos, Text: a.Text + strings.Repeat(" ", gap) + b.Text}
	}
	return lang.Text{Pos: a.Pos, Text: a.Text + " " + b.Text}
}

// closing returns the place of the parenthesis that closes the first one.
func closing(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"', '`':
			if n := lang.QuotedLen(s[i:]); n > 0 {
				i += n - 1
			}
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
