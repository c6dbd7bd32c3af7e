package postestimation

import (
	"github.com/didot-lang/didot/interp"
)

// EstimatesFor is the command "estimates for".
var EstimatesFor = &interp.Command{
	Name: "ESTimates for", Brief: "run a command for each of several stored estimates", Syntax: "prefix anything",
	New: func() interp.Runner { return &estimatesFor{} }, Doc: "    estimates for names [, noheader]: command",
}

type estimatesFor struct {
	NoHeader bool `opt:"noHeader" help:"do not print the names"`
}

func (o *estimatesFor) Run(c *interp.Call) error {
	names, err := expandStored(c, c.Body)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !o.NoHeader {
			c.Print("\n")
			c.Rule(78)
			c.Printf("Model %s\n", name)
			c.Rule(78)
		}
		if err := with(c, name, c.RunRest); err != nil {
			return err
		}
	}
	return nil
}
