package teffects

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats/teffects"
)

// IPW is the command "teffects ipw".
var IPW = &interp.Command{
	Name:   "TEffects ipw",
	Brief:  "treatment effects: inverse-probability weights",
	Syntax: "anything [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &ipw{} },
	By:     interp.ByEach,
	Doc: `    teffects ipw (outcome) (treatment [covariates] [, logit|probit])
        [if] [in] [weight] [, options]

Compares means of outcomes weighted by the inverse of the probability of the
treatment that was given; the weights sum to one.
` + momentResults,
}

type ipw struct {
	momentOptions
	ATET bool `opt:"atet" help:"average effect on the treated"`
}

func (o *ipw) Run(c *interp.Call) error {
	return o.run(c, estimator{"ipw", "inverse-probability weights", teffects.IPW}, o.ATET)
}
