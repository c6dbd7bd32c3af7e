package teffects

import (
	"errors"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/teffects"
)

// PSMatch is the command "teffects psmatch".
var PSMatch = &interp.Command{
	Name:   "TEffects psmatch",
	Brief:  "treatment effects: matching on the estimated probability of treatment",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &psmatch{} },
	By:     interp.ByEach,
	Doc: `    teffects psmatch (outcome) (treatment covariates [, logit|probit])
        [if] [in] [, options]

Compares each observation with those of the other treatment whose probability of
treatment, by logit or probit, is nearest. Standard errors are those of Abadie
and Imbens (2016), which take account of the probability being estimated; the
variance of outcomes is taken from each observation and the nearest one of the
same treatment, or with vce(robust, nn(#)) from # observations, itself being
one. vce(iid) is not available.
` + matchResults,
}

type psmatch struct {
	matchOptions
	PSTolerance *float64 `opt:"PSTOLerance(#)" help:"least probability of a treatment; default 1e-5"`
}

func (o *psmatch) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	if o.VCE.iid {
		return rc.Syntax.Errorf("vcetype 'iid' not allowed: the variance is that of Abadie and Imbens, vce(robust)")
	}
	p, err := o.read(c, model.VCE{})
	if err != nil {
		return err
	}
	if len(p.outcome.products) > 1 {
		return rc.NotAllowed.At(p.outcome.pos, "varlist not allowed: the outcome has no model")
	}
	name, response, err := p.treatment.response("logit", "logit", "probit")
	if err != nil {
		return err
	}
	m := &teffects.ScoreMatching{Matching: o.matching(c, p), Model: response, Z: p.z.cols}
	b, v, score, err := m.Score()
	if errors.Is(err, stats.ErrNoConverge) {
		return rc.NoConverge.Errorf("the model of treatment did not converge: its variables determine the treatment")
	}
	if err != nil {
		return err
	}
	if err := p.overlap(score, o.PSTolerance, ""); err != nil {
		return err
	}
	r, err := m.Estimate(b, v, score)
	return o.finish(c, p, &m.Matching, r, err, estimator{sub: "psmatch", title: "propensity-score matching"}, "Treatment model: "+name)
}
