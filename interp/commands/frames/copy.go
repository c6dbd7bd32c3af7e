package frames

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Copy is the command "frame copy".
var Copy = &interp.Command{
	Name:   "frame copy",
	Brief:  "copy a frame",
	Syntax: "anything",
	New:    func() interp.Runner { return &copyFrame{} },
	Doc:    "    frame copy from to [, replace]",
}

type copyFrame struct {
	Replace bool `opt:"replace" help:"overwrite the frame to"`
}

func (o *copyFrame) Run(c *interp.Call) error {
	w, err := words(c, 2, 2)
	if err != nil {
		return err
	}
	f, err := existing(c, w[0])
	if err != nil {
		return err
	}
	if w[0].Text == w[1].Text {
		return rc.Syntax.At(w[1].Pos, "a frame may not be copied to itself")
	}
	if !o.Replace || c.NamedFrame(w[1].Text) == nil {
		if err := free(c, w[1]); err != nil {
			return err
		}
	}
	c.PutFrame(w[1].Text, f.Clone())
	return nil
}
