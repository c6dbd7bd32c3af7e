package estimation

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Xtreg is the command "xtreg".
var Xtreg = &interp.Command{
	Name:   "xtreg",
	Brief:  "linear models for panel data",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &xtreg{} },
	By:     interp.ByEach,
	Doc: `    xtreg depvar [indepvars] [if] [in] [weight] [, re | fe | be] [options]

re is random effects by generalized least squares, the default; fe the within
estimator; be the regression of the panels' means. The panel variable is that
of xtset, or of i().

fe(effects) is fe with further effects absorbed: the first is the panel, and
the data need not be xtset. Numbers are those of indicators for the others
among the regressors.

Stored results: e(N), e(N_g), e(g_min), e(g_avg), e(g_max), e(df_m), e(df_r),
e(df_a), e(r2), e(r2_w), e(r2_b), e(r2_o), e(F), e(chi2), e(sigma_u),
e(sigma_e), e(rho), e(corr), e(theta), e(ivar), e(b), e(V), e(sample)`,
}

type xtreg struct {
	model.Options
	FE     fixed         `opt:"fe(effects)?" help:"within estimator; with effects, these absorbed, the first being the panel"`
	RE     bool          `opt:"re" help:"random effects by generalized least squares; the default"`
	BE     bool          `opt:"be" help:"regression of panel means"`
	Absorb lang.Text     `opt:"ABSorb(effects)" help:"with fe, further effects to absorb besides those of the panel"`
	I      *frame.Column `opt:"i(varname)" help:"panel variable, instead of that of xtset"`
	Theta  bool          `opt:"theta" help:"show theta, the weight of random effects"`
	WLS    bool          `opt:"wls" help:"with be, weight panels by their numbers of observations"`
	NoNest bool          `opt:"nonest" help:"with fe, clusters need not contain whole panels"`
	DFAdj  bool          `opt:"dfadj" help:"with fe, count the panels' effects in clustered standard errors"`
}

// fixed is the option fe, which may name effects.
type fixed struct {
	on      bool
	effects lang.Text
}

// Decode implements interp.Decoder.
func (f *fixed) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	f.on = true
	if arg != nil {
		f.effects = arg.Trim()
	}
	return nil
}

// A panelModel is one of the estimators of xtreg.
type panelModel struct {
	name  string
	title string
	fit   stats.Estimator
}

var panelModels = map[string]panelModel{
	"fe": {"fe", "Fixed-effects (within) regression", stats.Within},
	"re": {"re", "Random-effects GLS regression", stats.RandomEffects},
	"be": {"be", "Between regression (regression on group means)", stats.Between},
}

func (o *xtreg) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "xtreg" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	kind, err := o.model()
	if err != nil {
		return err
	}
	v, err := o.Standard()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if err := o.panel(c, m); err != nil {
		return err
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	fit, err := kind.fit(m.Design, m.VCE(v))
	if err != nil {
		return err
	}
	if len(fit.VCE.Clusters) > 0 && fit.VCE.Names == nil {
		fit.VCE.Names = []string{m.Panel.Name}
	}
	if fit.VCE.Kind == "ols" {
		fit.VCE.Kind = "conventional"
	}
	m.NoteOmitted(fit, model.Collinear)
	p := o.posting(m, kind)
	if kind.name == "fe" {
		tested := 0 // of the coefficients, which e(df_m) does not tell
		for j := range m.Terms {
			if !fit.Omitted[j] {
				tested++
			}
		}
		fit.Extra = append(fit.Extra, stats.Named{Name: "df_F", Value: float64(tested)})
		p.Hidden = map[string]bool{"df_F": true}
	}
	m.Post(fit, p)
	if err := o.show(c); err != nil {
		return err
	}
	m.Referee(fit)
	return nil
}

// model returns the estimator that the options name.
func (o *xtreg) model() (panelModel, error) {
	name := ""
	for _, w := range []struct {
		on   bool
		name string
	}{{o.RE, "re"}, {o.FE.on, "fe"}, {o.BE, "be"}} {
		switch {
		case w.on && name != "":
			return panelModel{}, rc.Conflict.Errorf("options %s and %s may not be combined", name, w.name)
		case w.on:
			name = w.name
		}
	}
	if name == "" {
		name = "re"
	}
	switch {
	case o.Theta && name != "re":
		return panelModel{}, rc.Syntax.Errorf("option theta not allowed")
	case o.Absorb.Text != "" && name != "fe":
		return panelModel{}, rc.Syntax.Errorf("option absorb() not allowed")
	case o.Absorb.Text != "" && o.FE.effects.Text != "":
		return panelModel{}, rc.Conflict.Errorf("options absorb() and fe() may not be combined")
	}
	found := panelModels[name]
	switch {
	case (o.NoNest || o.DFAdj) && name != "fe":
		return panelModel{}, rc.Syntax.Errorf("options nonest and dfadj are allowed with fe only")
	case o.WLS && name != "be":
		return panelModel{}, rc.Syntax.Errorf("option wls not allowed")
	case o.WLS:
		found.fit = stats.BetweenWeighted
	case name == "fe":
		found.fit = func(d *stats.Design, vce stats.VCE) (*stats.Fit, error) {
			return stats.WithinWith(d, vce, stats.WithinOptions{CountPanels: o.DFAdj, CrossPanels: o.NoNest})
		}
	}
	return found, nil
}

// panel finds the panel variable and the effects absorbed besides.
func (o *xtreg) panel(c *interp.Call, m *model.Model) error {
	if o.FE.effects.Text != "" {
		effects, err := model.ParseEffects(c, o.FE.effects)
		if err != nil {
			return err
		}
		if err := refuseSaving(effects); err != nil {
			return err
		}
		first := effects[0]
		if len(first.Factors) > 1 || len(first.Slopes) > 0 {
			return rc.Syntax.At(o.FE.effects.Pos, "the first of the effects is the panel and must be a single variable")
		}
		m.Panel, m.Effects = first.Factors[0], effects[1:]
		return nil
	}
	m.Panel = o.I
	if m.Panel == nil {
		m.Panel = c.Frame().Column(c.Frame().Panel.ID)
	}
	if m.Panel == nil {
		return rc.DataProblem.Errorf("must specify panelvar; use xtset")
	}
	var err error
	m.Effects, err = model.ParseEffects(c, o.Absorb)
	if err == nil {
		err = refuseSaving(m.Effects)
	}
	return err
}

func (o *xtreg) posting(m *model.Model, kind panelModel) interp.Posting {
	p := interp.Posting{Cmd: "xtreg", Title: kind.title, Model: kind.name, Predict: "xtrefe_p"}
	p.Macros = []interp.Macro{{Name: "ivar", Text: m.Panel.Name}}
	if len(m.Effects) == 0 {
		return p
	}
	panel := model.Effect{Factors: []*frame.Column{m.Panel}}
	_, groups := panel.Codes(m.Source)
	levels := append([]int{groups}, categories(m.Design)...)
	all := *m
	all.Effects = append([]model.Effect{panel}, m.Effects...)
	p.Macros = append(p.Macros, interp.Macro{Name: "absvars", Text: model.EffectNames(all.Effects)})
	p.Footnote = absorbedNote(&all, levels, "Degrees of freedom as xtreg, fe: in clustered standard errors, effects of "+m.Panel.Name+"\n"+
		"count as no parameters, those of the others do.")
	return p
}
