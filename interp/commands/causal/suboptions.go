package causal

import (
	"errors"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// noWords is the vocabulary of the line that suboptions are parsed as.
type noWords struct{}

// Command implements lang.Vocabulary.
func (noWords) Command(string) (int, lang.Body) { return 0, lang.Clauses }

// suboptions sets the fields of into, tagged as options, from the argument of
// an option.
func suboptions(c *interp.Call, t lang.Text, into any) error {
	const head = "x,"
	if strings.TrimSpace(t.Text) == "" {
		return nil
	}
	cmd, err := lang.ParseCommand(head+t.Text, noWords{})
	if e, ok := errors.AsType[*lang.Error](err); ok {
		return rc.Syntax.At(t.Pos, "%s", e.Msg)
	}
	sub := *c
	sub.Options = nil
	for _, o := range cmd.Options {
		own := lang.Option{Name: &lang.Text{Pos: t.Pos, Text: o.Name.Text}}
		if o.Arg != nil {
			own.Arg = &lang.Text{Pos: t.Pos, Text: o.Arg.Text}
		}
		sub.Options = append(sub.Options, own)
	}
	return sub.BindOptions(into)
}

// restOf are the options typed that are not among those of known, as text to
// pass on.
func restOf(c *interp.Call, known any) string {
	var out []string
	for _, o := range c.Options {
		if interp.OptionName(known, o.Name.Text) != "" {
			continue
		}
		text := o.Name.Text
		if o.Arg != nil {
			text += "(" + o.Arg.Text + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}
