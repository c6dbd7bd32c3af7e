package frames

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Create is the command "frame create".
var Create = &interp.Command{
	Name:   "frame create",
	Brief:  "make an empty frame",
	Syntax: "anything",
	New:    func() interp.Runner { return &create{} },
	Doc: `    frame create name
    frame create name newvarlist

With a list of new variables, the frame is ready for frame post.`,
}

// Mkf is the command "mkf".
var Mkf = &interp.Command{
	Name: "mkf", Brief: "make an empty frame", Syntax: "anything", New: func() interp.Runner { return &create{} }, Doc: "See frame create.",
}

type create struct{}

func (o *create) Run(c *interp.Call) error {
	w := c.Body.Words()
	if err := free(c, w[0]); err != nil {
		return err
	}
	at := int(w[0].Pos-c.Body.Pos) + len(w[0].Text)
	names, types, err := interp.NewVars(c.Body.Slice(at, len(c.Body.Text)))
	if err != nil {
		return err
	}
	f := frame.New()
	for i, name := range names {
		if types[i] == 0 {
			types[i] = c.DefaultType()
		}
		if err := f.Add(frame.NewColumn(name, types[i], 0)); err != nil {
			return err
		}
	}
	f.Changed = false
	c.PutFrame(w[0].Text, f)
	return nil
}

// Reset is the command "frame reset".
var Reset = &interp.Command{
	Name:   "frame reset",
	Brief:  "drop all frames and begin with an empty one called default",
	Syntax: "",
	New:    func() interp.Runner { return &reset{} },
}

type reset struct{}

func (o *reset) Run(c *interp.Call) error {
	if c.Preserved() {
		return rc.Preserved.Errorf("frames may not be reset while data are preserved")
	}
	c.ClearFrames()
	return nil
}
