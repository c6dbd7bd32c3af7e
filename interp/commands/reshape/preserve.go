package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Preserve is the command "preserve".
var Preserve = &interp.Command{
	Name:   "preserve",
	Brief:  "put a copy of the data aside",
	Syntax: "",
	New:    func() interp.Runner { return &preserve{} },
	Doc: `    preserve [, changed]

The data come back with restore or, at the latest, when the program or do-file
ends that preserved them.`,
}

type preserve struct {
	Changed bool `opt:"changed" help:"put the note aside too whether the data have been saved; always done"`
}

func (o *preserve) Run(c *interp.Call) error {
	if c.Preserved() {
		return rc.Preserved.Errorf("already preserved")
	}
	c.Preserve()
	return nil
}

// Restore is the command "restore".
var Restore = &interp.Command{
	Name:   "restore",
	Brief:  "bring preserved data back",
	Syntax: "",
	New:    func() interp.Runner { return &restore{} },
	Doc:    "    restore [, not | preserve]",
}

type restore struct {
	Not      bool `opt:"not" help:"forget the preserved data instead"`
	Preserve bool `opt:"preserve" help:"keep the data preserved"`
}

func (o *restore) Run(c *interp.Call) error {
	switch {
	case !c.Preserved():
		return rc.NotPreserved.Errorf("nothing to restore")
	case o.Not && o.Preserve:
		return rc.Conflict.Errorf("options not and preserve may not be combined")
	case o.Not:
		c.CancelPreserve()
	default:
		c.Restore(o.Preserve)
	}
	return nil
}
