package frames

import "github.com/didot-lang/didot/interp"

// Change is the command "frame change".
var Change = &interp.Command{
	Name:   "frame change",
	Brief:  "make another frame the current one",
	Syntax: "anything",
	New:    func() interp.Runner { return &change{} },
	Doc:    "    frame change name",
}

// Cwf is the command "cwf".
var Cwf = &interp.Command{
	Name: "cwf", Brief: "make another frame the current one", Syntax: "anything", New: func() interp.Runner { return &change{} }, Doc: "See frame change.",
}

type change struct{}

func (o *change) Run(c *interp.Call) error {
	w, err := words(c, 1, 1)
	if err != nil {
		return err
	}
	if _, err := existing(c, w[0]); err != nil {
		return err
	}
	c.UseFrame(w[0].Text)
	return nil
}

// Pwf is the command "pwf", and CurrentFrame is "frame pwf".
var (
	Pwf          = &interp.Command{Name: "pwf", Brief: "show the name of the current frame", Syntax: "", New: newPwf}
	CurrentFrame = &interp.Command{Name: "frame pwf", Brief: "show the name of the current frame", Syntax: "", New: newPwf}
)

type pwf struct{}

func newPwf() interp.Runner { return &pwf{} }

func (o *pwf) Run(c *interp.Call) error { return showCurrent(c) }
