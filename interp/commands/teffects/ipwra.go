package teffects

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats/teffects"
)

// IPWRA is the command "teffects ipwra".
var IPWRA = &interp.Command{
	Name:   "TEffects ipwra",
	Brief:  "treatment effects: weighted regression adjustment",
	Syntax: "anything [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &ipwra{} },
	By:     interp.ByEach,
	Doc: `    teffects ipwra (outcome [covariates] [, omodel]) (treatment [covariates] [, logit|probit])
        [if] [in] [weight] [, options]

Regression adjustment, the models of outcomes (linear, logit, probit, poisson)
being weighted by the inverse of the probability of the treatment given.
` + momentResults,
}

type ipwra struct {
	momentOptions
	ATET bool `opt:"atet" help:"average effect on the treated"`
}

func (o *ipwra) Run(c *interp.Call) error {
	return o.run(c, estimator{"ipwra", "IPW regression adjustment", teffects.IPWRA}, o.ATET)
}
