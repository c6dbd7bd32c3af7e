package postestimation

import (
	"github.com/didot-lang/didot/interp"
)

// EstimatesRestore is the command "estimates restore".
var EstimatesRestore = &interp.Command{
	Name: "ESTimates REStore", Brief: "make stored estimates the active ones", Syntax: "namelist(max=1)",
	New: func() interp.Runner { return &estimatesRestore{} }, Doc: "    estimates restore name",
}

type estimatesRestore struct{}

func (o *estimatesRestore) Run(c *interp.Call) error {
	if err := c.RestoreEstimates(c.Names[0]); err != nil {
		return err
	}
	c.Printf("(results %s are active now)\n", c.Names[0])
	return nil
}
