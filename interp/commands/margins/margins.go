package margins

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Margins is the command "margins".
var Margins = &interp.Command{
	Name:   "margins",
	Brief:  "predictive margins, marginal effects and contrasts of them",
	Syntax: "[anything] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &margins{} },
	Doc: `    margins [marginlist] [if] [in] [weight] [, options]

Averages a prediction after an estimation command over the estimation sample:
as it is, with factor variables at each of their levels (marginlist: a, a#b,
a##b), with covariates held where at() says, in the groups of over(). dydx()
and its relatives average the derivative by covariates; for a factor variable
that is the change from its base level.

at() takes values, x=5 or x=(1(1)5), and statistics: (mean) _all, (median) x,
(p25), (min), (max), (zero), (asobserved), for factor variables (base) and
(asbalanced), and x=generate(exp). Each at() is a set of margins of its own.

Contrasts are asked for by operators before factor variables: r. (from the base
level; rb2. from level 2), a. (from the next), ar. (from the previous), g. (from
the mean), gw. (from the mean by numbers of observations), h. and j. (from the mean of later,
of earlier levels). a@b makes those of a at each level of b. contrast(atcontrast(r))
contrasts the settings of at().

Standard errors are those of the delta method: covariates count as fixed. They
come from analytic derivatives, for expression() from numerical ones. Margins
that the model says nothing about, such as those over an empty cell, or of a
variable that absorbed effects explain, are not estimable and have no value.

Stored results: r(b), r(V), r(Jacobian), r(table), r(at), r(_N), r(N), r(level),
r(k_margins), r(k_at), r(k_by), r(k_predict), r(cmd), r(cmdline), r(est_cmd),
r(title), r(expression), r(predict_label), r(predict#_opts), r(predict#_label), r(margins), r(over), r(xvars),
r(derivatives), r(atstats#), r(by#), r(vce), r(vcetype), r(model_vce); with post
the same in e().`,
}

type margins struct {
	interp.CoefOptions
	Predict        texts           `opt:"PRedict(options)" help:"what is predicted, as predict has it; may be repeated"`
	Expression     lang.Text       `opt:"EXPression(exp)" help:"a function of predict(), of coefficients and variables"`
	DyDx           lang.Text       `opt:"DYDX(varlist)" help:"average the derivative dy/dx"`
	EyEx           lang.Text       `opt:"EYEX(varlist)" help:"average the elasticity d(lny)/d(lnx)"`
	DyEx           lang.Text       `opt:"DYEX(varlist)" help:"average dy/d(lnx)"`
	EyDx           lang.Text       `opt:"EYDX(varlist)" help:"average d(lny)/dx"`
	Continuous     bool            `opt:"CONTinuous" help:"take indicators of levels for continuous"`
	Grand          bool            `opt:"grand" help:"also the margin over all, behind those of marginlist"`
	At             texts           `opt:"AT(atspec)" help:"hold covariates at values; may be repeated"`
	AtMeans        bool            `opt:"ATMEANs" help:"hold all other covariates at their means"`
	AsBalanced     bool            `opt:"ASBALanced" help:"give the levels of factor variables equal shares"`
	Over           []*frame.Column `opt:"OVer(varlist)" help:"margins in groups"`
	VCE            string          `opt:"vce(delta)" help:"delta, the only one: covariates count as fixed"`
	NoSE           bool            `opt:"nose" help:"no standard errors"`
	NoWeights      bool            `opt:"noWEIGHTs" help:"do not weight as the estimation did"`
	NoSample       bool            `opt:"noEsample" help:"all observations, not only those of the estimation"`
	NoEstimCheck   bool            `opt:"noESTIMcheck" help:"do not look whether margins are estimable"`
	Force          bool            `opt:"force" help:"no effect: predictions that depend on more than coefficients are never allowed"`
	ChainRule      bool            `opt:"CHAINrule" help:"no effect: derivatives are analytic"`
	NoChainRule    bool            `opt:"noCHAINrule" help:"no effect: derivatives are analytic"`
	EstimTolerance *float64        `opt:"ESTIMTOLerance(#)" help:"tolerance of estimability; default 1e-5"`
	Contrast       contrasts       `opt:"CONTRast(suboptions)?" help:"contrasts: nowald, effects, cieffects, pveffects, atcontrast(op), predictcontrast(op), overjoint"`
	PWCompare      pairwise        `opt:"PWCOMPare(suboptions)?" help:"all pairwise differences: cieffects (default), pveffects, effects"`
	MCompare       string          `opt:"MCOMPare(method)" help:"adjust for many comparisons: noadjust, bonferroni, sidak or scheffe"`
	Post           bool            `opt:"POST" help:"make the margins e()"`
	NoAtLegend     bool            `opt:"noATLegend" help:"do not list the settings of at()"`
	NoPValues      bool            `opt:"noPVALues" help:"show no tests"`
	NoCI           bool            `opt:"noci" help:"show no confidence intervals"`
}

func (o *margins) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.VCE != "" && !lang.Abbreviates(strings.TrimSpace(o.VCE), "delta") {
		return rc.Syntax.Errorf("vce(%s) not allowed: standard errors are those of the delta method, with covariates as they are", o.VCE)
	}
	if err := o.refuse(); err != nil {
		return err
	}
	m, err := newModel(c, o)
	if err != nil {
		return err
	}
	r, err := m.compute(o)
	if err != nil {
		return err
	}
	return r.finish(o)
}

// refuse refuses options that may not be combined.
func (o *margins) refuse() error {
	given := 0
	for _, t := range []lang.Text{o.DyDx, o.EyEx, o.DyEx, o.EyDx} {
		if t.Text != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return rc.Conflict.Errorf("only one of options dydx(), eyex(), dyex() and eydx() may be specified")
	case o.Contrast.given && o.PWCompare.given:
		return rc.Conflict.Errorf("options contrast() and pwcompare() may not be combined")
	case o.Expression.Text != "" && len(o.Predict) > 0:
		return rc.Conflict.Errorf("options expression() and predict() may not be combined")
	}
	return nil
}
