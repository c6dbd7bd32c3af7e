package frames

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Drop is the command "frame drop".
var Drop = &interp.Command{
	Name:   "frame drop",
	Brief:  "remove frames",
	Syntax: "anything",
	New:    func() interp.Runner { return &drop{} },
	Doc:    "    frame drop name [name ...]\n\nThe current frame stays: r(110).",
}

type drop struct{}

func (o *drop) Run(c *interp.Call) error {
	w := c.Body.Words()
	for _, name := range w {
		if _, err := existing(c, name); err != nil {
			return err
		}
		if name.Text == c.CurrentFrame() {
			return rc.Exists.At(name.Pos, "frame %s may not be dropped: it is the current frame", name.Text)
		}
	}
	for _, name := range w {
		c.PutFrame(name.Text, nil)
	}
	return nil
}

// Rename is the command "frame rename".
var Rename = &interp.Command{
	Name:   "frame rename",
	Brief:  "rename a frame",
	Syntax: "anything",
	New:    func() interp.Runner { return &rename{} },
	Doc:    "    frame rename old new",
}

type rename struct{}

func (o *rename) Run(c *interp.Call) error {
	w, err := words(c, 2, 2)
	if err != nil {
		return err
	}
	f, err := existing(c, w[0])
	if err != nil {
		return err
	}
	if err := free(c, w[1]); err != nil {
		return err
	}
	if slices.Contains(c.PreservedFrames(), w[0].Text) {
		return rc.Preserved.At(w[0].Pos, "frame %s may not be renamed while it is preserved", w[0].Text)
	}
	current := c.CurrentFrame() == w[0].Text
	c.PutFrame(w[1].Text, f)
	if current {
		c.UseFrame(w[1].Text)
	}
	c.PutFrame(w[0].Text, nil)
	return nil
}
