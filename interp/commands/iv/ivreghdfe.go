package iv

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// Ivreghdfe is the command "ivreghdfe".
var Ivreghdfe = &interp.Command{
	Name:   "ivreghdfe",
	Brief:  "ivreg2 with absorbed fixed effects",
	Syntax: "[anything] [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &ivreghdfe{} },
	By:     interp.ByEach,
	Doc: `    ivreghdfe depvar [exogenous] [(endogenous = instruments)] [if] [in] [weight],
        absorb(effects) [options of ivreg2]

Singletons are dropped, finite-sample factors are always used, and absorbed
effects nested in a cluster variable cost no degrees of freedom, but at least
one parameter counts for the effects. Without absorb() the command is ivreg2.

Stored results: those of ivreg2, and e(df_a), e(num_singletons), e(N_full),
e(absvars), e(extended_absvars), e(N_hdfe), e(dof_table)`,
}

type ivreghdfe struct {
	ivreg2
	Absorb     lang.Text     `opt:"Absorb(effects)" help:"effects to absorb"`
	FE         lang.Text     `opt:"fe(effects)" help:"the same as absorb()"`
	Residuals  interp.NewVar `opt:"RESiduals(newvar)" help:"save residuals"`
	Keep       bool          `opt:"KEEPSINgletons" help:"do not drop singletons"`
	NoFootnote bool          `opt:"noFOOTnote" help:"do not show absorbed degrees of freedom"`
	Tolerance  *float64      `opt:"TOLerance(#)" help:"no effect: effects are absorbed to machine accuracy"`
	Iterate    *float64      `opt:"ITERATE(#) MAXITERations(#)" help:"no effect: effects are absorbed to machine accuracy"`
}

func (o *ivreghdfe) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if c.Body.Trim().Text == "" {
		if c.E.Cmd() != "ivreghdfe" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.showAll(c)
	}
	text := o.Absorb
	if text.Text == "" {
		text = o.FE
	} else if o.FE.Text != "" {
		return rc.Conflict.Errorf("options absorb() and fe() may not be combined")
	}
	if strings.TrimSpace(text.Text) == "" {
		return o.estimate(c, "ivreghdfe")
	}
	o.Small = true
	if o.Partial.Text != "" {
		return rc.Syntax.Errorf("option partial() not allowed")
	}
	o.effects = &effects{text: text, residuals: string(o.Residuals), keep: o.Keep}
	if err := o.estimate(c, "ivreghdfe"); err != nil {
		return err
	}
	return o.footnote(c)
}

func (o *ivreghdfe) showAll(c *interp.Call) error {
	if err := o.show(c); err != nil {
		return err
	}
	return o.footnote(c)
}

func (o *ivreghdfe) footnote(c *interp.Call) error {
	if !o.NoFootnote && !o.NoTable {
		model.DofTable(c, c.E)
	}
	return nil
}

// effects are the absorbed effects of ivreghdfe.
type effects struct {
	text      lang.Text
	residuals string
	keep      bool // do not drop singletons
	dropped   int
	full      int // rows before singletons were dropped
}

// read parses the effects.
func (x *effects) read(c *interp.Call, m *model.Model) error {
	head, option, _ := strings.Cut(x.text.Text, ",")
	if strings.TrimSpace(option) != "" {
		return rc.Syntax.At(x.text.Pos, "absorb() takes no suboptions here")
	}
	var err error
	m.Effects, err = model.ParseEffects(c, x.text.Slice(0, len(head)))
	for _, e := range m.Effects {
		if e.Save != "" {
			return rc.Syntax.Errorf("%s=%s: only reghdfe saves effects", e.Save, e.Name())
		}
	}
	return err
}

// prepare drops singletons and says how parameters of the effects count.
func (x *effects) prepare(r *run) {
	d := r.design
	x.full = len(d.Y)
	if !x.keep {
		var fw []float64
		if d.WKind == stats.FWeight || d.WKind == stats.IWeight {
			fw = d.W
		}
		r.kept, x.dropped = hdfe.Singletons(d.Effects, fw)
	}
	if r.kept != nil {
		r.design = d.Rows(r.kept)
		r.vce = stats.RowsOfVCE(r.vce, r.kept)
		r.Call.Note("(dropped %d singleton observations)", x.dropped)
	}
	r.design.Constant = false
	r.opt.Dof = func(used, _ int) float64 { return float64(max(used, 1)) }
}

// post stores what e() says of the effects.
func (x *effects) post(r *run, p *interp.Posting) {
	n := max(r.fit.System.Iterations(), 1)
	plural := "s"
	if n == 1 {
		plural = ""
	}
	r.Call.Note("(MWFE estimator converged in %d iteration%s)", n, plural)
	list := r.fit.System.Degrees()
	used, nested := hdfe.Used(list)
	table := interp.NewMatrix(len(list), 5)
	table.Cols = []string{"Categories", "Redundant", "Num Coefs", "Inexact?", "Nested?"}
	initial, redundant := 0, 0
	var extended []string
	for i, t := range list {
		table.Rows[i] = t.Name
		table.SetRow(i, []float64{float64(t.Categories), float64(t.Redundant), float64(t.Categories - t.Redundant), one(!t.Exact), one(t.Nested)})
		initial, redundant = initial+t.Categories, redundant+t.Redundant
		extended = append(extended, t.Name)
	}
	for _, v := range []struct {
		name  string
		value int
	}{{"df_a", used}, {"df_a_initial", initial}, {"df_a_redundant", redundant}, {"df_a_nested", nested}, {"N_hdfe", len(r.Effects)},
		{"N_hdfe_extended", len(list)}, {"num_singletons", x.dropped}, {"N_full", x.full}} {
		r.fit.Extra = append(r.fit.Extra, stats.Named{Name: v.name, Value: float64(v.value)})
	}
	p.Matrices = append(p.Matrices, interp.NamedMatrix{Name: "dof_table", Matrix: table})
	p.Macros = append(p.Macros, interp.Macro{Name: "absvars", Text: model.EffectNames(r.Effects)}, interp.Macro{Name: "extended_absvars", Text: strings.Join(extended, " ")})
	if x.residuals != "" {
		p.Macros = append(p.Macros, interp.Macro{Name: "resid", Text: x.residuals})
	}
}

// save stores the residuals, if asked for.
func (x *effects) save(r *run) {
	if x.residuals == "" {
		return
	}
	f := r.Call.Frame()
	col := frame.NewColumn(x.residuals, frame.Double, f.N())
	for i, row := range slices.Collect(r.used()) {
		col.SetNum(int(row), frame.Value(r.fit.Resid[i]))
	}
	col.Label = "Residuals"
	f.Put(col)
}

// used are the rows of the estimation sample.
func (r *run) used() func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for i, row := range r.Source.Rows() {
			if (r.kept == nil || r.kept[i]) && !yield(row) {
				return
			}
		}
	}
}
