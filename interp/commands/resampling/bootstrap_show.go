package resampling

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// replay shows the results of the last bootstrap again.
func (o *bootstrap) replay(c *interp.Call) error {
	if c.E.Macro("prefix") != "bootstrap" {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	sampling := o.Reps != nil || o.Seed != "" || o.Strata != nil || o.Cluster != nil || o.Saving.name != ""
	if sampling || c.Body.Trim().Text != "" {
		return rc.Syntax.At(c.Body.Pos, "a command must follow a colon")
	}
	if err := o.display.check(); err != nil {
		return err
	}
	return o.show(c)
}

// show shows e().
func (o *bootstrap) show(c *interp.Call) error {
	done := false
	if o.Panel {
		var err error
		if done, err = o.asCommand(c); err != nil {
			return err
		}
	}
	if !done {
		o.header(c)
		if !o.NoLeg {
			o.legendOf(c, o.Verbose)
		}
		o.table(c)
	}
	if c.E.Scalar("N_misreps") > 0 {
		misreps(c, "bootstrap replicates", "standard-error estimates include only complete replications.")
	}
	return nil
}

// misreps says that statistics are missing in some repetitions.
func misreps(c *interp.Call, what, rest string) {
	n := c.E.Scalar("N_misreps")
	text := "Note: One or more parameters could not be estimated in " + c.Count(int(n)) + " " + what + ";\n      " + rest
	c.Note("%s", text)
}
