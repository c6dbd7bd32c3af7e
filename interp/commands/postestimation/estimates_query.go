package postestimation

import (
	"github.com/didot-lang/didot/interp"
)

// EstimatesQuery is the command "estimates query".
var EstimatesQuery = &interp.Command{
	Name: "ESTimates Query", Brief: "what the active estimates are", New: func() interp.Runner { return &estimatesQuery{} }, Doc: "    estimates query",
}

type estimatesQuery struct{}

func (o *estimatesQuery) Run(c *interp.Call) error {
	switch {
	case c.E.B == nil:
		c.Print("(no active results)\n")
	case c.E.Macro("_estimates_name") == "":
		c.Printf("(active results produced by %s; not yet stored)\n", c.E.Cmd())
	default:
		c.Printf("(active results produced by %s; also stored as %s)\n", c.E.Cmd(), c.E.Macro("_estimates_name"))
	}
	return nil
}
