package programs

import "github.com/didot-lang/didot/interp"

// ProgramDir is the command "program dir".
var ProgramDir = &interp.Command{
	Name: "PRogram DIR", Brief: "list the names of the programs defined", Syntax: "", New: func() interp.Runner { return command(runProgramDir) },
}

func runProgramDir(c *interp.Call) error {
	for _, name := range c.ProgramNames() {
		c.Printf("%16s\n", name)
	}
	return nil
}
