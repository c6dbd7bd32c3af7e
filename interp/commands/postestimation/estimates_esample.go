package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
)

// EstimatesESample is the command "estimates esample".
var EstimatesESample = &interp.Command{
	Name: "ESTimates ESAMPle", Brief: "set or show the estimation sample", Syntax: "raw",
	New: func() interp.Runner { return &estimatesESample{} },
	Doc: `    estimates esample
    estimates esample: [varlist] [if] [in]

Estimates read from a file have no sample; this sets it: the observations of if
and in without missing values in the variables.`,
}

type estimatesESample struct{}

func (o *estimatesESample) Run(c *interp.Call) error {
	if c.E.B == nil {
		return errNone
	}
	text := c.Body.Trim()
	if !strings.HasPrefix(text.Text, ":") {
		if c.E.Has && c.Sample().Count() > 0 {
			c.Print("e(sample) set by estimation command\n")
		} else {
			c.Print("e(sample) not set (0 assumed)\n")
		}
		return nil
	}
	return c.Run("_estimates_esample " + text.Slice(1, len(text.Text)).Text)
}

// setESample does the work of "estimates esample:".
var setESample = &interp.Command{
	Name: "_estimates_esample", Brief: "set the estimation sample", Syntax: "[varlist(default(none))] [if] [in]",
	New: func() interp.Runner { return &esampleSetter{} }, Doc: "See estimates esample.",
}

type esampleSetter struct{}

func (o *esampleSetter) Run(c *interp.Call) error {
	e := c.E.Clone()
	e.Sample, e.Has = c.Rows.Where(func(r int) bool {
		for _, col := range c.Vars {
			if col.Missing(r) {
				return false
			}
		}
		return true
	}), true
	c.ReplaceEstimates(e)
	return nil
}
