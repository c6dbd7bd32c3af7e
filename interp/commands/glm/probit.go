package glm

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats"
)

// Probit is the command "probit".
var Probit = &interp.Command{
	Name:   "probit",
	Brief:  "probit regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &probit{} },
	By:     interp.ByEach,
	Doc: `    probit depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar!=0) = normal(xb) by maximum likelihood; standard errors are those
of the observed information. Zero is a failure, any other value a success.
` + perfectDoc + binaryResults,
}

var probitKind = kind{
	cmd: "probit", title: "Probit regression", predict: "probit_p", estat: "probit_estat", marginsOK: "default Pr xb", marginsNotOK: "stdp DEviance SCore", fit: stats.Probit,
}

type probit struct{ binaryOptions }

func (o *probit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "probit"); err != nil {
		return err
	} else if !replay {
		k := probitKind
		k.asIs = o.AsIs
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, display{})
}

// Cloglog is the command "cloglog".
var Cloglog = &interp.Command{
	Name:   "cloglog",
	Brief:  "complementary log-log regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &cloglog{} },
	By:     interp.ByEach,
	Doc: `    cloglog depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar!=0) = 1-exp(-exp(xb)) by maximum likelihood. Zero is a failure,
any other value a success.
` + perfectDoc + binaryResults,
}

type cloglog struct {
	binaryOptions
	EForm bool `opt:"EForm" help:"show exponentiated coefficients"`
}

func (o *cloglog) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "cloglog"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "cloglog", title: "Complementary log-log regression", predict: "clogl_p", marginsOK: "default Pr XB", marginsNotOK: "stdp SCore", fit: stats.Cloglog, asIs: o.AsIs}
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	d := display{}
	if o.EForm {
		d = display{eform: "exp(b)", baseline: "baseline hazard (conditional on zero covariates)"}
	}
	return o.show(c, d)
}
