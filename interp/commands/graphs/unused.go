package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
)

// unused is the type of options about looks that change nothing here. The user
// is told so.
type unused struct{}

// Decode notes the option.
func (unused) Decode(c *interp.Call, name string, arg *lang.Text) error {
	if arg != nil {
		name += "()"
	}
	c.Note("(note: option %s changes nothing here)", name)
	return nil
}
