package teffects

import (
	"errors"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/teffects"
)

const matchResults = `
Observations as near as the last of the wanted matches are matches too.

Stored results: e(N), e(k_nneighbor), e(k_nnmin), e(k_nnmax), e(n0), e(n1),
e(tvar), e(subcmd), e(stat), e(control), e(tlevel), e(b), e(V), e(sample)`

// NNMatch is the command "teffects nnmatch".
var NNMatch = &interp.Command{
	Name:   "TEffects nnmatch",
	Brief:  "treatment effects: nearest-neighbour matching on covariates",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &nnmatch{} },
	By:     interp.ByEach,
	Doc: `    teffects nnmatch (outcome covariates) (treatment) [if] [in] [, options]

Compares each observation with the nearest of the other treatment. Distance is
that of Mahalanobis, or by metric() of variances alone or of the covariates as
they are. ematch() are covariates in which matches are equal. biasadj() moves
outcomes of matches to the place of the observation by a regression on the
variables named, among the matches.

Standard errors are those of Abadie and Imbens (2006), for the effect in the
population; the variance of outcomes is taken from each observation and its two
nearest neighbours of the same treatment, or # with vce(robust, nn(#)). With
vce(iid) outcomes are taken to have one variance.
` + matchResults,
}

type nnmatch struct {
	matchOptions
	Metric  string    `opt:"Metric(mahalanobis|ivariance|euclidean)" help:"distance; default mahalanobis"`
	BiasAdj lang.Text `opt:"BIASadj(varlist)" help:"variables of the regressions that correct for distance"`
	EMatch  lang.Text `opt:"EMatch(varlist)" help:"variables in which matches are equal"`
}

func (o *nnmatch) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	metric, err := o.metric()
	if err != nil {
		return err
	}
	exact, adjust, need, err := o.variables(c)
	if err != nil {
		return err
	}
	p, err := o.read(c, model.VCE{}, need...)
	if err != nil {
		return err
	}
	if len(p.treatment.products) > 1 {
		return rc.NotAllowed.At(p.treatment.pos, "varlist not allowed: the treatment has no model")
	}
	m := o.matching(c, p)
	if m.X = p.x.plain(); len(m.X) == 0 && len(exact) == 0 {
		return rc.Syntax.At(p.outcome.pos, "covariates are required")
	}
	if len(m.X) > 0 {
		if m.X, err = teffects.Whiten(m.X, metric); errors.Is(err, teffects.ErrRank) {
			return rc.DataProblem.Errorf("%v", err)
		}
	}
	if len(exact) > 0 {
		m.Cell, _ = model.Effect{Factors: exact}.Codes(p.Source)
	}
	if adjust.Text != "" {
		list, err := model.Products(c, adjust)
		if err != nil {
			return err
		}
		columns, err := p.columns(list, false)
		if err != nil {
			return err
		}
		m.Adjust = columns.plain()
	}
	r, err := m.Estimate()
	return o.finish(c, p, &m, r, err, estimator{sub: "nnmatch", title: "nearest-neighbor matching"}, "Distance metric: "+strings.ToUpper(metric[:1])+metric[1:])
}

// metric is the metric by its full name.
func (o *nnmatch) metric() (string, error) {
	word := strings.ToLower(strings.TrimSpace(o.Metric))
	if word == "" {
		return "mahalanobis", nil
	}
	for _, name := range []string{"MAHAlanobis", "IVARiance", "EUCLidean"} {
		if lang.Abbreviates(word, name) {
			return strings.ToLower(name), nil
		}
	}
	return "", rc.Syntax.Errorf("metric(%s) not allowed: mahalanobis, ivariance or euclidean", o.Metric)
}

// variables reads the variables of ematch() and those that biasadj() needs.
func (o *nnmatch) variables(c *interp.Call) (exact []*frame.Column, adjust lang.Text, need []*frame.Column, err error) {
	adjust = o.BiasAdj.Trim()
	for _, x := range []struct {
		t      lang.Text
		factor bool
	}{{o.EMatch.Trim(), true}, {adjust, false}} {
		if x.t.Text == "" {
			continue
		}
		products, err := model.Products(c, x.t)
		if err != nil {
			return nil, adjust, nil, err
		}
		for _, p := range products {
			if x.factor && len(p) > 1 {
				return nil, adjust, nil, rc.Syntax.At(x.t.Pos, "interactions are not allowed in ematch()")
			}
			for _, s := range p {
				need = append(need, s.Col)
				if x.factor && !slices.Contains(exact, s.Col) {
					exact = append(exact, s.Col)
				}
			}
		}
	}
	return exact, adjust, need, nil
}
