package postestimation

import (
	"github.com/didot-lang/didot/interp"
)

// EstimatesStore is the command "estimates store".
var EstimatesStore = &interp.Command{
	Name: "ESTimates STOre", Brief: "keep the active estimates under a name", Syntax: "namelist(max=1)",
	New: func() interp.Runner { return &estimatesStore{} },
	Doc: `    estimates store name [, title(text) nocopy]

The estimation sample is kept as the variable _est_name.`,
}

type estimatesStore struct {
	Title  string `opt:"TItle(text)" help:"title of the estimates"`
	NoCopy bool   `opt:"noCOPY" help:"do not leave a copy active"`
}

func (o *estimatesStore) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	e := c.E.Clone()
	if o.Title != "" {
		e.Title = o.Title
		e.SetMacro("estimates_title", o.Title)
	}
	e.SetMacro("_estimates_name", c.Names[0])
	c.StoreEstimates(c.Names[0], e)
	if o.NoCopy {
		c.SetEstimates(&interp.Estimates{})
		return nil
	}
	c.E.SetMacro("_estimates_name", c.Names[0])
	return nil
}
