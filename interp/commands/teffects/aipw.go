package teffects

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats/teffects"
)

// AIPW is the command "teffects aipw".
var AIPW = &interp.Command{
	Name:   "TEffects aipw",
	Brief:  "treatment effects: augmented inverse-probability weights",
	Syntax: "anything [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &aipw{} },
	By:     interp.ByEach,
	Doc: `    teffects aipw (outcome [covariates] [, omodel]) (treatment [covariates] [, logit|probit])
        [if] [in] [weight] [, options]

Regression adjustment, corrected by the residuals weighted by the inverse of the
probability of the treatment given. The models of outcomes (linear, logit,
probit, poisson) are not weighted.
` + momentResults,
}

type aipw struct {
	momentOptions
}

func (o *aipw) Run(c *interp.Call) error {
	return o.run(c, estimator{"aipw", "augmented IPW", teffects.AIPW}, false)
}
