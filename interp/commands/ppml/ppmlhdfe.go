package ppml

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Ppmlhdfe is the command "ppmlhdfe".
var Ppmlhdfe = &interp.Command{
	Name:   "ppmlhdfe",
	Brief:  "Poisson pseudo maximum likelihood, absorbing many levels of fixed effects",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [fw aw pw]",
	New:    func() interp.Runner { return &ppmlhdfe{} },
	By:     interp.ByEach,
	Doc: `    ppmlhdfe depvar [indepvars] [if] [in] [weight] [, absorb(effects) options]

Numbers are those of the community command of that name. Standard errors are
robust unless vce() says otherwise; their only factors are N/(N-1) and G/(G-1).
Singletons and observations for which no estimates exist are dropped.
separation() names what is looked for: fe (levels of effects without a positive
outcome), simplex, relu or ir (combinations of regressors and effects, found by
the iterative rectifier whichever name is given), mu (means that go to zero),
all, none; the default is fe simplex relu.

Stored results: e(N), e(N_full), e(num_singletons), e(num_separated), e(df_m),
e(df), e(chi2), e(p), e(deviance), e(ll), e(ll_0), e(r2_p), e(ic), e(ic2),
e(converged), e(df_a), e(N_clust), e(absvars), e(extended_absvars), e(offset),
e(separation), e(d), e(dof_table), e(b), e(V), e(sample)

References: Correia, Guimarães and Zylkin 2020, Stata Journal 20:95-115; 2019,
arXiv 1903.01633.`,
}

type ppmlhdfe struct {
	model.Options
	Absorb     lang.Text     `opt:"Absorb(effects)" help:"effects to absorb; savefe behind a comma saves their estimates"`
	FE         lang.Text     `opt:"fe(effects)" help:"the same as absorb()"`
	NoAbsorb   bool          `opt:"noAbsorb" help:"absorb nothing but the constant"`
	Exposure   *frame.Column `opt:"EXPosure(varname)" help:"variable whose logarithm is added to the linear index"`
	Offset     *frame.Column `opt:"OFFset(varname)" help:"variable added to the linear index"`
	D          saved         `opt:"d(newvar)?" help:"save the sum of the effects, as _ppmlhdfe_d if no name is given"`
	Separation []string      `opt:"SEParation(list)" help:"what separation to look for: fe simplex relu ir mu all none"`
	EForm      bool          `opt:"EForm IRr" help:"show exponentiated coefficients"`
	NoLog      bool          `opt:"noLOG" help:"do not show the iterations"`
	Keep       bool          `opt:"KEEPSINgletons" help:"do not drop singletons"`
	NoConstant bool          `opt:"noCONStant" help:"do not report the constant"`
	NoFootnote bool          `opt:"noFOOTnote" help:"do not show absorbed degrees of freedom"`
	Tolerance  *float64      `opt:"TOLerance(#)" help:"relative change of the deviance to stop at; default 1e-8"`
	MaxIter    *float64      `opt:"MAXITERations(#) maxiter(#) ITERate(#)" help:"largest number of iterations; default 1000"`
	ITolerance *float64      `opt:"ITOLerance(#)" help:"no effect: effects are absorbed to machine accuracy"`
	Guess      string        `opt:"guess(string)" help:"no effect: first values do not change the results"`
	TagSep     interp.NewVar `opt:"tagsep(newvar)" help:"mark the separated observations"`
	ZVar       interp.NewVar `opt:"ZVARname(newvar)" help:"save the certificate of separation"`
	Verbose    *float64      `opt:"Verbose(#)" help:"no effect, but a negative number hides the iterations"`
	Standard   *float64      `opt:"standardize_data(#)" help:"no effect: columns are always scaled"`
}

// saved is the option d, with or without a name.
type saved struct{ name string }

// Decode implements interp.Decoder.
func (s *saved) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	if arg == nil {
		s.name = "_ppmlhdfe_d"
		return nil
	}
	s.name = strings.TrimSpace(arg.Text)
	return c.CheckNewName(s.name)
}

func (o *ppmlhdfe) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "ppmlhdfe" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	v, err := o.Robustness()
	if err != nil {
		return err
	}
	opt, err := o.tuning()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if err := o.read(c, m); err != nil {
		return err
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	m.Design.Constant = !o.NoConstant
	if err := o.offset(m); err != nil {
		return err
	}
	log := &steps{}
	opt.Log = log.add
	fit, err := stats.PPML(m.Design, m.VCE(v), opt)
	if err != nil {
		return o.explain(m, err)
	}
	o.notes(c, m, fit, log)
	m.Post(fit.Fit, o.posting(m, fit, opt))
	o.save(c, m, fit)
	return o.show(c)
}

// tuning reads the options of the estimator.
func (o *ppmlhdfe) tuning() (stats.PPMLOptions, error) {
	opt := stats.PPMLOptions{KeepSingletons: o.Keep}
	if o.Tolerance != nil {
		if !(*o.Tolerance > 0) {
			return opt, rc.Syntax.Errorf("option tolerance() incorrectly specified")
		}
		opt.Tolerance = *o.Tolerance
	}
	if o.MaxIter != nil {
		opt.MaxIter = int(*o.MaxIter)
	}
	if len(o.Separation) == 0 {
		return opt, nil
	}
	opt.NoEffects, opt.NoRectifier = true, true
	for _, w := range o.Separation {
		switch strings.ToLower(w) {
		case "fe":
			opt.NoEffects = false
		case "simplex", "relu", "ir":
			opt.NoRectifier = false
		case "mu":
			opt.Mu = true
		case "all", "def", "default", "standard":
			opt.NoEffects, opt.NoRectifier = false, false
			opt.Mu = opt.Mu || w == "all"
		case "none", "off":
		default:
			return opt, rc.Syntax.Errorf("option separation() incorrectly specified: %s", w)
		}
	}
	return opt, nil
}

// read reads the effects and the offset.
func (o *ppmlhdfe) read(c *interp.Call, m *model.Model) (err error) {
	text := o.Absorb
	switch {
	case text.Text == "":
		text = o.FE
	case o.FE.Text != "":
		return rc.Conflict.Errorf("options absorb() and fe() may not be combined")
	}
	if o.NoAbsorb && text.Text != "" {
		return rc.Conflict.Errorf("options absorb() and noabsorb may not be combined")
	}
	if o.Offset != nil && o.Exposure != nil {
		return rc.Conflict.Errorf("options offset() and exposure() may not be combined")
	}
	for _, col := range []*frame.Column{o.Offset, o.Exposure} {
		if col != nil {
			m.Also = append(m.Also, col)
		}
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

// offset sets the offset of the design.
func (o *ppmlhdfe) offset(m *model.Model) error {
	col := o.Offset
	if col == nil {
		col = o.Exposure
	}
	if col == nil {
		return nil
	}
	v, err := m.Source.Var(col.Name, "")
	if err != nil {
		return err
	}
	v = slices.Clone(v)
	if o.Exposure != nil {
		if v, err = logs(v); err != nil {
			return err
		}
	}
	m.Design.Offset = v
	return nil
}
