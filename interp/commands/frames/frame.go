package frames

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Frame is the prefix "frame".
var Frame = &interp.Command{
	Name:   "frame",
	Brief:  "run a command or block in another frame",
	Syntax: "prefix plain [anything]",
	New:    func() interp.Runner { return &framePrefix{} },
	Doc: `    frame name: command
    frame name {
        ...
    }
    frame

A frame is a dataset in memory; the first one is called default. Behind the
prefix the current frame is what it was before, whatever the commands did.
Alone it shows the name of the current frame.`,
}

type framePrefix struct{}

func (o *framePrefix) Run(c *interp.Call) error {
	w := c.Body.Words()
	switch {
	case len(w) == 0 && c.Cmd.Rest == nil && c.Block == nil:
		return showCurrent(c)
	case len(w) != 1 || c.Cmd.Rest == nil && c.Block == nil:
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if _, err := existing(c, w[0]); err != nil {
		return err
	}
	before := c.CurrentFrame()
	c.UseFrame(w[0].Text)
	err := c.RunRest()
	if c.NamedFrame(before) != nil { // it may have been dropped or renamed
		c.UseFrame(before)
	}
	return err
}

func showCurrent(c *interp.Call) error {
	c.ClearR()
	c.Macro("currentframe", c.CurrentFrame())
	c.Printf("  (current frame is %s)\n", c.CurrentFrame())
	return nil
}

// Frames is the command "frames", another spelling of frame.
var Frames = &interp.Command{
	Name:   "frames",
	Brief:  "as frame",
	Syntax: "raw",
	New:    func() interp.Runner { return framesAlias{} },
	Doc:    "See frame.",
}

type framesAlias struct{}

func (framesAlias) Run(c *interp.Call) error {
	return c.RunAs("frame  " + c.Body.Text) // as long as frames, so that places stay
}
