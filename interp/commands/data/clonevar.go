package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Clonevar is the command "clonevar".
var Clonevar = &interp.Command{
	Name:   "clonevar",
	Brief:  "copy a variable with all that belongs to it",
	Syntax: "newvarname =exp [if] [in]",
	New:    func() interp.Runner { return &clonevar{} },
	Doc:    "    clonevar newvar = varname [if] [in]\n\nType, format, labels, notes and characteristics are copied too.",
}

type clonevar struct{}

func (o *clonevar) Run(c *interp.Call) error {
	name, ok := c.Exp.(*lang.Name)
	if !ok || name.Sub != nil || len(name.Ops) > 0 {
		return rc.Syntax.At(c.Exp.Position(), "invalid syntax")
	}
	v, err := c.Frame().Find(name.Name, c.Abbrev())
	if err != nil {
		return rc.Locate(err, name.Pos)
	}
	col := v.Clone()
	col.Name = c.Names[0]
	for i := range others(c.Rows, col.Len()).Each {
		setMissing(col, i)
	}
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	noteMissing(c, col)
	return nil
}

// setMissing makes row i of col "." or "".
func setMissing(col *frame.Column, i int) {
	if col.IsString() {
		col.SetText(i, "")
	} else {
		col.SetNum(i, frame.Missing)
	}
}
