package glm

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Mlogit is the command "mlogit".
var Mlogit = &interp.Command{
	Name:   "MLOGit",
	Brief:  "multinomial logistic regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw pw iw]",
	New:    func() interp.Runner { return &mlogit{} },
	By:     interp.ByEach,
	Doc: `    mlogit depvar [indepvars] [if] [in] [weight] [, options]

Fits Pr(depvar = v) proportional to exp(xb_v), where b is zero for the base
outcome, by maximum likelihood. The base is the most frequent outcome unless
baseoutcome() names another. Equations are called as the outcomes are labelled,
with _ for blanks, or by their values.

Stored results: e(N), e(ll), e(ll_0), e(chi2), e(p), e(df_m), e(r2_p), e(k_out),
e(baseout), e(ibaseout), e(baselab), e(eqnames), e(N_clust), e(ic), e(k), e(k_eq), e(rank),
e(converged), e(chi2type), e(out), e(b), e(V), e(ilog), e(gradient), e(sample)`,
}

type mlogit struct {
	maximum
	RRR  bool     `opt:"RRr" help:"show relative-risk ratios"`
	Base *float64 `opt:"Baseoutcome(#)" help:"the outcome that others are compared with"`
}

func (o *mlogit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.Offset != nil {
		return rc.Syntax.Errorf("option offset() not allowed")
	}
	if replay, err := replayed(c, "mlogit"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "mlogit", title: "Multinomial logistic regression", predict: "mlogit_p", marginsOK: "default Pr xb", marginsNotOK: "stdp stddp SCores", bind: o.bind}
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	d := display{base: c.E.Macro("baselab")}
	if o.RRR {
		d.eform, d.baseline = "RRR", "baseline relative risk for each outcome"
	}
	return o.show(c, d)
}

// bind names the equations.
func (o *mlogit) bind(m *model.Model, k *kind) error {
	base := math.NaN()
	if o.Base != nil {
		base = *o.Base
	}
	values := slices.Clone(m.Design.Y)
	slices.Sort(values)
	values = slices.Compact(values)
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = outcomeName(m, v)
		if slices.Contains(names[:i], names[i]) {
			names[i] = interp.FormatNumber(v)
		}
	}
	k.fit = func(d *stats.Design, v stats.VCE, t stats.ML) (*stats.Fit, error) {
		fit, err := stats.MultinomialLogit(d, v, t, base, names)
		if err == nil {
			k.macros = []interp.Macro{{Name: "baselab", Text: names[int(fit.Scalar("ibaseout"))-1]}, {Name: "eqnames", Text: strings.Join(names, " ")}}
		}
		return fit, err
	}
	return nil
}

// outcomeName is how the equation of an outcome is called: by the label of its
// value, or the value.
func outcomeName(m *model.Model, v float64) string {
	text, ok := m.Call.Frame().LabelOf(m.Depvar.Col).Text(v)
	if !ok {
		return interp.FormatNumber(v)
	}
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t.:,;=\"'`()[]{}#@/*+-$\\", r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(text))
	if r := []rune(clean); len(r) > 32 {
		clean = string(r[:32])
	}
	return clean
}
