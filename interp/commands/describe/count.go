package describe

import "github.com/didot-lang/didot/interp"

// Count is the command "count".
var Count = &interp.Command{
	Name:   "COUnt",
	Brief:  "count observations",
	Syntax: "[if] [in]",
	New:    func() interp.Runner { return &count{} },
	By:     interp.ByEach,
	Doc:    "Stored results: r(N)",
}

type count struct{}

func (o *count) Run(c *interp.Call) error {
	n := c.Rows.Count()
	c.ClearR()
	c.Scalar("N", float64(n))
	c.Printf("  %s\n", c.Count(n))
	return nil
}
