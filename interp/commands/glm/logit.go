package glm

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/stats"
)

const binaryResults = `
Stored results: e(N), e(ll), e(ll_0), e(chi2), e(p), e(df_m), e(r2_p), e(N_cdf),
e(N_cds), e(N_clust), e(ic), e(k), e(rank), e(converged), e(chi2type), e(b),
e(V), e(rules), e(ilog), e(gradient), e(sample)`

const perfectDoc = `
A regressor that predicts the outcome perfectly for some observations is left
out together with them, and a note says so; asis keeps both.
`

// Logit is the command "logit".
var Logit = &interp.Command{
	Name:   "logit",
	Brief:  "logistic regression, reporting coefficients",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &logit{} },
	By:     interp.ByEach,
	Doc: `    logit depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar!=0) = 1/(1+exp(-xb)) by maximum likelihood. Zero is a failure,
any other value a success. Without variables the last results are shown again.
` + perfectDoc + binaryResults,
}

// binaryOptions are the options of models for binary outcomes.
type binaryOptions struct {
	maximum
	AsIs bool `opt:"asis" help:"keep regressors and observations that are predicted perfectly"`
}

// logitNotOK are the predictions after logit that margins refuses.
const logitNotOK = "stdp DBeta DEviance DX2 DDeviance Hat Number Residuals RStandard SCore"

var logitKind = kind{
	cmd: "logit", title: "Logistic regression", predict: "logit_p", estat: "logit_estat", marginsOK: "default Pr xb", marginsNotOK: logitNotOK, fit: stats.Logit,
}

type logit struct {
	binaryOptions
	OR bool `opt:"or" help:"show odds ratios"`
}

func (o *logit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "logit", "logistic"); err != nil {
		return err
	} else if !replay {
		k := logitKind
		k.asIs = o.AsIs
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, oddsDisplay(o.OR))
}

// oddsDisplay shows odds ratios or coefficients.
func oddsDisplay(ratios bool) display {
	if ratios {
		return display{eform: "Odds ratio", baseline: "baseline odds"}
	}
	return display{}
}

// Logistic is the command "logistic".
var Logistic = &interp.Command{
	Name:   "logistic",
	Brief:  "logistic regression, reporting odds ratios",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &logistic{} },
	By:     interp.ByEach,
	Doc: `    logistic depvar [indepvars] [if] [in] [weight] [, options]

logit, showing odds ratios and not the iterations.
` + perfectDoc + binaryResults,
}

type logistic struct {
	binaryOptions
	Coef bool `opt:"COEF" help:"show coefficients"`
}

func (o *logistic) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "logit", "logistic"); err != nil {
		return err
	} else if !replay {
		k := logitKind
		k.cmd, k.predict, k.asIs, k.silent = "logistic", "logistic_p", o.AsIs, true
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.show(c, oddsDisplay(!o.Coef))
}
