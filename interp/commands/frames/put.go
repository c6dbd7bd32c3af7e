package frames

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Put is the command "frame put".
var Put = &interp.Command{
	Name:   "frame put",
	Brief:  "copy variables or observations to a new frame",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &put{} },
	Doc:    "    frame put varlist [if] [in], into(name)\n    frame put if exp, into(name)\n    frame put in range, into(name)",
}

type put struct {
	Into lang.Text `opt:"into(name)" help:"the name of the new frame; required"`
}

func (o *put) Run(c *interp.Call) error {
	to := o.Into.Trim()
	if to.Text == "" {
		return rc.Syntax.Errorf("option into() required")
	}
	if c.Body.Trim().Text == "" && c.IfExp == nil && c.Cmd.In() == nil {
		return rc.Required.Errorf("varlist, if, or in required")
	}
	if err := free(c, to); err != nil {
		return err
	}
	f := c.Frame().Clone()
	kept := namesOf(c.Vars)
	f.Drop(slices.DeleteFunc(f.Names(), func(name string) bool { return slices.Contains(kept, name) })...)
	if c.Rows.Count() < f.N() {
		f.Keep(c.Rows)
	}
	f.Changed = true
	c.PutFrame(to.Text, f)
	return nil
}
