package estimation

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// Reghdfe is the command "reghdfe".
var Reghdfe = &interp.Command{
	Name:   "reghdfe",
	Brief:  "linear regression with many levels of absorbed effects",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &reghdfe{} },
	By:     interp.ByEach,
	Doc: `    reghdfe depvar [indepvars] [if] [in] [weight], absorb(effects) [options]

Effects are variables and interactions: firm, industry#year, id##c.trend.
name=effect saves its estimates; absorb(..., savefe) saves all as __hdfe1__,
__hdfe2__, .... Singletons, observations that an effect explains by itself,
are dropped. Effects nested in a cluster variable cost no degrees of freedom.

Effects are absorbed exactly: options that tune an iterative solver have
nothing to act upon.

Stored results: e(N), e(N_full), e(num_singletons), e(df_m), e(df_r), e(df_a),
e(rss), e(tss), e(tss_within), e(r2), e(r2_within), e(r2_a), e(r2_a_within),
e(rmse), e(F), e(ll), e(N_clust1), e(absvars), e(dof_table), e(b), e(V),
e(sample)

Reference: Correia, S. 2017. Linear models with high-dimensional fixed effects.`,
}

type reghdfe struct {
	model.Options
	Absorb      lang.Text     `opt:"Absorb(effects)" help:"effects to absorb; savefe behind a comma saves their estimates"`
	FE          lang.Text     `opt:"fe(effects)" help:"the same as absorb()"`
	NoAbsorb    bool          `opt:"noAbsorb" help:"absorb nothing but the constant"`
	Residuals   residuals     `opt:"RESiduals(newvar)?" help:"save residuals, as _reghdfe_resid if no name is given"`
	GroupVar    interp.NewVar `opt:"GROUPVar(newvar)" help:"number the connected groups of the first two effects"`
	Keep        bool          `opt:"KEEPSINgletons" help:"do not drop singletons"`
	DOF         []string      `opt:"DOFadjustments(list)" help:"all, none, or of firstpair pairwise clusters continuous"`
	NoConstant  bool          `opt:"noCONstant" help:"do not report the constant"`
	NoFootnote  bool          `opt:"noFOOTnote" help:"do not show absorbed degrees of freedom"`
	Tolerance   *float64      `opt:"TOLerance(#)" help:"accuracy asked of an iterative solver; effects are absorbed more accurately"`
	Iterate     *float64      `opt:"ITERATE(#) MAXITERations(#)" help:"iterations allowed to an iterative solver"`
	Technique   string        `opt:"TEChnique(name)" help:"solver of other implementations; no effect"`
	Transform   string        `opt:"TRAnsform(name)" help:"solver of other implementations; no effect"`
	Accel       string        `opt:"ACCELeration(name)" help:"solver of other implementations; no effect"`
	Precond     string        `opt:"PREConditioner(name)" help:"solver of other implementations; no effect"`
	PoolSize    *float64      `opt:"POOLsize(#)" help:"memory use of other implementations; no effect"`
	Compact     bool          `opt:"COMPACT" help:"memory use of other implementations; no effect"`
	FastRegress bool          `opt:"FASTREGress" help:"solver of other implementations; no effect"`
	Verbose     *float64      `opt:"Verbose(#)" help:"progress of other implementations; no effect"`
	NoWarn      bool          `opt:"noWARN" help:"do not warn of kept singletons"`
}

// residuals is the option residuals, with or without a name.
type residuals struct{ name string }

// Decode implements interp.Decoder.
func (r *residuals) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	if arg == nil {
		r.name = "_reghdfe_resid"
		return nil
	}
	r.name = strings.TrimSpace(arg.Text)
	return c.CheckNewName(r.name)
}

func (o *reghdfe) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "reghdfe" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	v, err := o.Standard()
	if err != nil {
		return err
	}
	rules, err := o.rules()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if err := o.effects(c, m); err != nil {
		return err
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	m.Design.Constant = !o.NoConstant
	if m.Empty() && len(m.Effects) == 0 {
		return model.ErrEmpty
	}
	o.warnings(c)
	fit, err := stats.AbsorbWith(m.Design, m.VCE(v), stats.AbsorbOptions{KeepSingletons: o.Keep, Rules: rules})
	if err != nil {
		return err
	}
	fit.VModel = nil
	o.notes(c, m, fit)
	m.Post(fit, o.posting(c, m, fit))
	if err := o.save(c, m, fit); err != nil {
		return err
	}
	if err := o.show(c); err != nil {
		return err
	}
	m.Referee(fit)
	return nil
}

// effects reads the absorbed effects and where they are to be saved.
func (o *reghdfe) effects(c *interp.Call, m *model.Model) (err error) {
	text := o.Absorb
	switch {
	case text.Text == "":
		text = o.FE
	case o.FE.Text != "":
		return rc.Conflict.Errorf("options absorb() and fe() may not be combined")
	}
	if o.NoAbsorb {
		if text.Text != "" {
			return rc.Conflict.Errorf("options absorb() and noabsorb may not be combined")
		}
		return nil
	}
	list, suboptions, _ := strings.Cut(text.Text, ",")
	saveAll := false
	for _, w := range strings.Fields(suboptions) {
		if !lang.Abbreviates(w, "SAVEfe") {
			return rc.Syntax.Errorf("invalid suboptions in absorb(): %s", w)
		}
		saveAll = true
	}
	if m.Effects, err = model.ParseEffects(c, text.Slice(0, len(list))); err != nil {
		return err
	}
	for i := range m.Effects {
		e := &m.Effects[i]
		if saveAll {
			e.Save = "__hdfe" + interp.FormatNumber(float64(i+1)) + "__"
		} else if e.Save != "" {
			if err := c.CheckNewName(e.Save); err != nil {
				return err
			}
		}
	}
	return nil
}

// rules reads dofadjustments().
func (o *reghdfe) rules() (hdfe.Rules, error) {
	if len(o.DOF) == 0 {
		return hdfe.Rules{}, nil
	}
	r := hdfe.Rules{IgnoreNesting: true, IgnorePairs: true, IgnoreSlopes: true}
	for _, w := range o.DOF {
		switch {
		case lang.Abbreviates(w, "ALL"):
			r = hdfe.Rules{}
		case lang.Abbreviates(w, "NONE"):
		case lang.Abbreviates(w, "FIRSTpair"):
			r.IgnorePairs, r.FirstPair = false, true
		case lang.Abbreviates(w, "PAIRwise"):
			r.IgnorePairs = false
		case lang.Abbreviates(w, "CLusters"):
			r.IgnoreNesting = false
		case lang.Abbreviates(w, "CONTinuous"):
			r.IgnoreSlopes = false
		default:
			return r, rc.Syntax.Errorf("option dofadjustments() incorrectly specified: %s", w)
		}
	}
	return r, nil
}

// warnings speaks of options that bias results or have no effect.
func (o *reghdfe) warnings(c *interp.Call) {
	if o.Keep && !o.NoWarn {
		c.Warn("WARNING: Singleton observations not dropped; statistical significance is biased")
	}
	var idle []string
	for _, x := range []struct {
		given bool
		name  string
	}{
		{o.Tolerance != nil, "tolerance()"}, {o.Iterate != nil, "iterate()"}, {o.Technique != "", "technique()"}, {o.Transform != "", "transform()"},
		{o.Accel != "", "acceleration()"}, {o.Precond != "", "preconditioner()"}, {o.PoolSize != nil, "poolsize()"},
		{o.Compact, "compact"}, {o.FastRegress, "fastregress"}, {o.Verbose != nil, "verbose()"},
	} {
		if x.given {
			idle = append(idle, x.name)
		}
	}
	if len(idle) > 0 {
		c.Note("note: %s without effect: effects are absorbed to machine accuracy.", strings.Join(idle, ", "))
	}
}

// notes says what was dropped and omitted.
func (o *reghdfe) notes(c *interp.Call, m *model.Model, fit *stats.Fit) {
	if n := fit.Scalar("num_singletons"); n > 0 {
		c.Note("(dropped %.0f singleton observations)", n)
	}
	n := 1.0
	for i, x := range fit.Extra { // a direct solution counts as one iteration
		if x.Name == "ic" {
			n = max(x.Value.(float64), 1)
			fit.Extra[i].Value = n
		}
	}
	c.Note("(MWFE estimator converged in %.0f iterations)", n)
	m.NoteOmitted(fit, func(j int, name string) string {
		if fit.Explained[j] {
			return "note: " + name + " is probably collinear with the fixed effects (all partialled-out values are close to zero; tol = 1.0e-09)"
		}
		return "note: " + name + " omitted because of collinearity"
	})
	if math.IsNaN(fit.Scalar("F")) && fit.DFModel > 0 {
		c.Warn("warning: missing F statistic; dropped variables due to collinearity or too few clusters")
	}
}

func (o *reghdfe) posting(c *interp.Call, m *model.Model, fit *stats.Fit) interp.Posting {
	p := interp.Posting{Cmd: "reghdfe", Title: "HDFE Linear regression", Model: "ols", Predict: "reghdfe_p", Estat: "reghdfe_estat"}
	p.Scalars = []string{"N", "rank", "df_r", "df_m"}
	absvars, extended := model.EffectNames(m.Effects), "_cons"
	if absvars == "" {
		absvars = "_cons"
	}
	if len(m.Effects) > 0 {
		extended = ""
		for _, t := range fit.Terms {
			extended += " " + t.Name
		}
	}
	groups := "groups"
	n := max(len(m.Effects), 1)
	if n == 1 {
		groups = "group"
	}
	title3 := ""
	if len(fit.VCE.Clusters) > 0 {
		title3 = "Statistics robust to heteroskedasticity"
	}
	p.Macros = []interp.Macro{
		{Name: "title2", Text: "Absorbing " + interp.FormatNumber(float64(n)) + " HDFE " + groups},
		{Name: "title3", Text: title3},
		{Name: "absvars", Text: absvars},
		{Name: "extended_absvars", Text: strings.TrimSpace(extended)},
		{Name: "indepvars", Text: strings.Join(fit.Names, " ")},
		{Name: "marginsnotok", Text: "Residuals SCore"},
		{Name: "footnote", Text: "reghdfe_footnote"},
		{Name: "dofmethod", Text: o.dofMethod()},
	}
	if len(fit.VCE.Clusters) == 1 {
		p.Macros = append(p.Macros, interp.Macro{Name: "clustvar1", Text: fit.VCE.Names[0]})
	}
	if o.Residuals.name != "" {
		p.Macros = append(p.Macros, interp.Macro{Name: "resid", Text: o.Residuals.name})
	}
	p.Order = []string{"clustvar1", "clustvar2", "clustvar3", "title3", "clustvar", "cmd", "cmdline", "model", "predict", "estat_cmd", "footnote",
		"marginsnotok", "depvar", "indepvars", "title", "resid", "vcetype", "vce", "wexp", "wtype", "dofmethod", "title2", "absvars", "extended_absvars"}
	p.RowNames = map[string][]string{"dof_table": strings.Fields(extended)}
	p.ColNames = map[string][]string{"dof_table": {"Categories", "Redundant", "Num Coefs", "Inexact?", "Nested?"}}
	return p
}

// dofMethod is e(dofmethod).
func (o *reghdfe) dofMethod() string {
	if len(o.DOF) == 0 || len(o.DOF) == 1 && lang.Abbreviates(o.DOF[0], "ALL") {
		return "pairwise clusters continuous"
	}
	return strings.Join(o.DOF, " ")
}

// save stores residuals, effects and connected groups as variables.
func (o *reghdfe) save(c *interp.Call, m *model.Model, fit *stats.Fit) error {
	rows := c.Sample().Index()
	put := func(name, label string, v []float64) {
		col := frame.NewColumn(name, frame.Double, c.Frame().N())
		for i, r := range rows {
			col.SetNum(int(r), frame.Value(v[i]))
		}
		col.Label = label
		c.Frame().Put(col)
	}
	if o.Residuals.name != "" {
		put(o.Residuals.name, "Residuals", fit.Resid)
	}
	if o.GroupVar != "" {
		if len(m.Effects) < 2 {
			return rc.Syntax.Errorf("option groupvar() needs two absorbed effects")
		}
		a, b := m.Design.Effects[0], m.Design.Effects[1]
		if fit.Kept != nil {
			a, b = a.Rows(fit.Kept), b.Rows(fit.Kept)
		}
		codes := hdfe.Groups(a, b)
		v := make([]float64, len(codes))
		for i, g := range codes {
			v[i] = float64(g + 1)
		}
		put(string(o.GroupVar), "Mobility group between "+m.Effects[0].Name()+" and "+m.Effects[1].Name(), v)
	}
	for j, e := range m.Effects {
		if e.Save == "" {
			continue
		}
		parts := separate(m.Design.Effects[j], fit.Effects()[j], fit.Kept)
		if e.Both || len(e.Slopes) == 0 {
			put(e.Save, "[FE] "+e.Levels(), parts[0])
		}
		for k, s := range e.Slopes {
			put(e.Save+"_Slope"+interp.FormatNumber(float64(k+1)), "[FE] "+e.Levels()+"#c."+s.Name, parts[k+1])
		}
	}
	return nil
}
