// Package frames holds the commands on several datasets in memory: frame and
// its subcommands, frlink and frget.
package frames

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Commands lists the commands of this package in the order of the manual.
var Commands = []*interp.Command{
	Frame,
	Frames,
	Create,
	Mkf,
	Change,
	Cwf,
	Pwf,
	CurrentFrame,
	Copy,
	Put,
	Post,
	Dir,
	Drop,
	Rename,
	Reset,
	Frlink,
	Frget,
}

// existing returns the frame that t names.
func existing(c *interp.Call, t lang.Text) (*frame.Frame, error) {
	f := c.NamedFrame(t.Text)
	if f == nil {
		return nil, rc.NotFound.At(t.Pos, "frame %s not found", t.Text)
	}
	return f, nil
}

// free returns an error unless t may be the name of a new frame.
func free(c *interp.Call, t lang.Text) error {
	if !lang.IsName(t.Text) {
		return rc.Syntax.At(t.Pos, "%s invalid name", t.Text)
	}
	if c.NamedFrame(t.Text) != nil {
		return rc.Exists.At(t.Pos, "frame %s already defined", t.Text)
	}
	return nil
}

// words returns the words of the body, between least and most of them.
func words(c *interp.Call, least, most int) ([]lang.Text, error) {
	w := c.Body.Words()
	if len(w) < least {
		return nil, rc.Required.At(c.Body.Pos, "frame name required")
	}
	if len(w) > most {
		return nil, rc.Syntax.At(w[most].Pos, "invalid '%s'", strings.TrimSpace(w[most].Text))
	}
	return w, nil
}

func namesOf(cols []*frame.Column) []string {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	return names
}

// counted returns a number with a noun: "1 variable", "2 variables".
func counted(c *interp.Call, n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return c.Count(n) + " " + noun
}
