package teffects

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats/teffects"
)

// RA is the command "teffects ra".
var RA = &interp.Command{
	Name:   "TEffects ra",
	Brief:  "treatment effects: regression adjustment",
	Syntax: "anything [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &ra{} },
	By:     interp.ByEach,
	Doc: `    teffects ra (outcome [covariates] [, linear|logit|probit|poisson]) (treatment)
        [if] [in] [weight] [, options]

Compares the means of outcomes that a model for each of the two treatments
predicts, over all observations or the treated ones.
` + momentResults,
}

type ra struct {
	momentOptions
	ATET bool `opt:"atet" help:"average effect on the treated"`
}

func (o *ra) Run(c *interp.Call) error {
	return o.run(c, estimator{"ra", "regression adjustment", teffects.RA}, o.ATET)
}
