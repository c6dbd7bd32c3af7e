package glm

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats"
)

const orderedResults = `
Stored results: e(N), e(ll), e(ll_0), e(chi2), e(p), e(df_m), e(r2_p), e(k_cat),
e(k_aux), e(N_cd), e(N_clust), e(ic), e(k), e(rank), e(converged), e(chi2type),
e(cat), e(b), e(V), e(ilog), e(gradient), e(sample)`

// Ologit is the command "ologit".
var Ologit = &interp.Command{
	Name:   "OLOGit",
	Brief:  "ordered logistic regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &ologit{} },
	By:     interp.ByEach,
	Doc: `    ologit depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar <= k-th value) = invlogit(cut_k - xb) by maximum likelihood. The
values of depvar matter by their order alone. There is no intercept; the
cutpoints are the parameters /cut1, /cut2, ...
` + orderedResults,
}

// orderedKind is what ologit and oprobit share.
var orderedKind = kind{marginsOK: "default Pr xb", marginsNotOK: "stdp SCore", noIntercept: true}

type ologit struct {
	maximum
	OR bool `opt:"or" help:"show odds ratios"`
}

func (o *ologit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "ologit"); err != nil {
		return err
	} else if !replay {
		k := orderedKind
		k.cmd, k.title, k.predict, k.fit = "ologit", "Ordered logistic regression", "ologit_p", stats.OrderedLogit
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, cutDisplay(o.OR))
}

// Oprobit is the command "oprobit".
var Oprobit = &interp.Command{
	Name:   "OPRobit",
	Brief:  "ordered probit regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &oprobit{} },
	By:     interp.ByEach,
	Doc: `    oprobit depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar <= k-th value) = normal(cut_k - xb) by maximum likelihood; else
it is as ologit.
` + orderedResults,
}

type oprobit struct{ maximum }

func (o *oprobit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "oprobit"); err != nil {
		return err
	} else if !replay {
		k := orderedKind
		k.cmd, k.title, k.predict, k.fit = "oprobit", "Ordered probit regression", "oprobit_p", stats.OrderedProbit
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, cutDisplay(false))
}
