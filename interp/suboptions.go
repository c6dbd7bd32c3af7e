package interp

import (
	"errors"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// noCommands is a vocabulary without commands: the first word is the name.
type noCommands struct{}

// Command implements lang.Vocabulary.
func (noCommands) Command(string) (int, lang.Body) { return 0, lang.Clauses }

// ParseOptions reads text as options, such as the argument of an option that
// has options of its own.
func ParseOptions(t lang.Text) ([]lang.Option, error) {
	const head = "x,"
	if strings.TrimSpace(t.Text) == "" {
		return nil, nil
	}
	cmd, err := lang.ParseCommand(head+t.Text, noCommands{})
	base := t.Pos - lang.Pos(len(head))
	if e, ok := errors.AsType[*lang.Error](err); ok {
		return nil, rc.Syntax.At(e.Pos.Shift(base), "%s", e.Msg)
	} else if err != nil {
		return nil, err
	}
	move := func(t *lang.Text) *lang.Text {
		if t == nil {
			return nil
		}
		return &lang.Text{Pos: t.Pos.Shift(base), Text: t.Text}
	}
	var out []lang.Option
	for _, o := range cmd.Options {
		out = append(out, lang.Option{Name: move(o.Name), Arg: move(o.Arg)})
	}
	return out, nil
}

// BindText sets the fields of options, tagged as those of a Runner, from text.
func (c *Call) BindText(t lang.Text, options any) error {
	opts, err := ParseOptions(t)
	if err != nil {
		return err
	}
	sub := *c
	sub.Options = opts
	return sub.BindOptions(options)
}
