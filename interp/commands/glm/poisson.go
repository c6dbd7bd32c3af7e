package glm

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// Poisson is the command "poisson".
var Poisson = &interp.Command{
	Name:   "poisson",
	Brief:  "Poisson regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &poisson{} },
	By:     interp.ByEach,
	Doc: `    poisson depvar [indepvars] [if] [in] [weight] [, options]

Fits E(depvar) = exp(xb) by the likelihood of the Poisson distribution. With
robust standard errors only the mean need be right.

Stored results: e(N), e(ll), e(ll_0), e(chi2), e(p), e(df_m), e(r2_p),
e(N_clust), e(ic), e(k), e(rank), e(converged), e(chi2type), e(offset), e(b),
e(V), e(ilog), e(gradient), e(sample)`,
}

// countOptions are the options of models for counts.
type countOptions struct {
	maximum
	Exposure *frame.Column `opt:"Exposure(varname)" help:"variable whose logarithm is added to the linear index"`
	IRR      bool          `opt:"IRr" help:"show incidence-rate ratios"`
}

type poisson struct{ countOptions }

// countNotOK are the predictions after models for counts that margins refuses.
const countNotOK = "stdp SCore"

func (o *poisson) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "poisson"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "poisson", title: "Poisson regression", predict: "poisso_p", estat: "poisson_estat", marginsOK: "default N IR CM Pr() CPr() xb", marginsNotOK: countNotOK, fit: stats.Poisson, exposure: o.Exposure}
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, o.display())
}

func (o *countOptions) display() display {
	if o.IRR {
		return display{eform: "IRR", ratios: "incidence-rate ratios", baseline: "baseline incidence rate"}
	}
	return display{}
}
