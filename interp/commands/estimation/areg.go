package estimation

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Areg is the command "areg".
var Areg = &interp.Command{
	Name:   "areg",
	Brief:  "linear regression with absorbed effects",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &areg{} },
	By:     interp.ByEach,
	Doc: `    areg depvar [indepvars] [if] [in] [weight], absorb(effects) [options]

Numbers are those of regress with an indicator for every level of the effects:
each counts as a parameter, also with clustered standard errors.

Stored results: e(N), e(df_m), e(df_r), e(tss), e(rss), e(r2), e(r2_a),
e(df_a), e(rmse), e(ll), e(ll_0), e(N_clust), e(F), e(F_absorb), e(p_absorb),
e(k_absorb), e(absvar), e(b), e(V), e(sample)`,
}

type areg struct {
	model.Options
	Absorb lang.Text `opt:"Absorb(effects)" help:"effects to absorb: firm, or several: firm year industry#year"`
	FE     lang.Text `opt:"fe(effects)" help:"the same as absorb()"`
}

func (o *areg) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "areg" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return showAbsorbed(c, &o.Options)
	}
	effects := o.Absorb
	switch {
	case effects.Text == "":
		effects = o.FE
	case o.FE.Text != "":
		return rc.Conflict.Errorf("options absorb() and fe() may not be combined")
	}
	if strings.TrimSpace(effects.Text) == "" {
		return rc.Required.Errorf("option absorb() required")
	}
	v, err := o.Standard()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if m.Effects, err = model.ParseEffects(c, effects); err != nil {
		return err
	}
	return fitAreg(m, v, "areg", &o.Options, o.FE.Text != "")
}

// fitAreg fits the model with its effects absorbed and each of their levels
// counted, as command cmd; extended says that the user wrote fe().
func fitAreg(m *model.Model, v model.VCE, cmd string, o *model.Options, extended bool) error {
	if err := refuseSaving(m.Effects); err != nil {
		return err
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	fit, err := stats.Areg(m.Design, m.VCE(v))
	if err != nil {
		return err
	}
	m.SumOfWeights()
	m.NoteOmitted(fit, model.Collinear)
	levels := categories(m.Design)
	fit.Extra = append(fit.Extra, stats.Named{Name: "k_absorb", Value: float64(sum(levels))})
	if f := fit.Scalar("F_absorb"); fit.VCE.Kind == "ols" {
		fit.Extra = append(fit.Extra, stats.Named{Name: "p_absorb", Value: stats.FTail(fit.Scalar("df_a"), fit.DF, f)})
	}
	p := interp.Posting{Cmd: cmd, Title: "Linear regression, absorbing indicators", Predict: "areg_p", Hidden: map[string]bool{}}
	if len(m.Effects) == 1 {
		p.Macros = append(p.Macros, interp.Macro{Name: "absvar", Text: model.EffectNames(m.Effects)})
	}
	p.Macros = append(p.Macros, interp.Macro{Name: "absvars", Text: model.EffectNames(m.Effects)})
	if extended {
		p.Footnote = absorbedNote(m, levels, "Degrees of freedom as areg: every level of the effects counts as a parameter.")
	}
	m.Post(fit, p)
	return showAbsorbed(m.Call, o)
}

// refuseSaving is the error of effects written name=effect where only reghdfe
// saves them.
func refuseSaving(effects []model.Effect) error {
	for _, e := range effects {
		if e.Save != "" {
			return rc.Syntax.Errorf("%s=%s: only reghdfe saves effects", e.Save, e.Name())
		}
	}
	return nil
}

// categories are the numbers of levels of the absorbed effects.
func categories(d *stats.Design) []int {
	out := make([]int, len(d.Effects))
	for j, e := range d.Effects {
		out[j] = e.Levels
	}
	return out
}

func sum(v []int) int {
	total := 0
	for _, x := range v {
		total += x
	}
	return total
}

// absorbedNote names the effects and their numbers of levels, the clusters if
// there are several variables, and the convention.
func absorbedNote(m *model.Model, levels []int, convention string) string {
	var parts []string
	for j, e := range m.Effects {
		parts = append(parts, fmt.Sprintf("%s (%s levels)", e.Name(), m.Call.Count(levels[j])))
	}
	return "Absorbed effects: " + strings.Join(parts, ", ") + "\n" + convention
}

// showAbsorbed shows the results of areg and of regress with fe().
func showAbsorbed(c *interp.Call, o *model.Options) error {
	e := c.E
	if !o.NoHeader {
		what := "variable"
		if strings.Contains(e.Macro("absvars"), " ") {
			what = "variables"
		}
		left := []string{e.Macro("title"), fmt.Sprintf("Absorbed %s: %s", what, e.Macro("absvars"))}
		test := model.TestRows(c, e)
		right := []model.HeaderRow{
			{Name: "Number of obs", Value: model.Count(c, e, "N")}, {Name: "No. of categories", Value: model.Count(c, e, "k_absorb")}, test[0], test[1],
			{Name: "R-squared", Value: model.Fixed(c, e.Scalar("r2"), 4)}, {Name: "Adj R-squared", Value: model.Fixed(c, e.Scalar("r2_a"), 4)}, {Name: "Root MSE", Value: model.Fixed(c, e.Scalar("rmse"), 4)},
		}
		c.Print("\n")
		model.PrintHeader(c, left, right, 17, 6)
		c.Print("\n")
	}
	if o.NoTable {
		return nil
	}
	c.ShowCoefs(o.Table(c))
	if f := e.Scalar("F_absorb"); f < frame.Missing {
		test := fmt.Sprintf("F test of absorbed indicators: F(%s, %s) = %s", interp.FormatNumber(e.Scalar("df_a")), interp.FormatNumber(e.Scalar("df_r")), model.Fixed(c, f, 3))
		c.Printf("%-61s Prob > F = %s\n", test, model.Fixed(c, e.Scalar("p_absorb"), 3))
	}
	footnote(c, e)
	return nil
}

// footnote prints what the command has to say below its table.
func footnote(c *interp.Call, e *interp.Estimates) {
	if text := e.Macro("footnote"); text != "" {
		c.Print(text + "\n")
	}
	clusterCounts(c, e)
}

// clusterCounts prints the number of clusters in each of several variables.
func clusterCounts(c *interp.Call, e *interp.Estimates) {
	var parts []string
	for i := 1; ; i++ {
		name := e.Macro(fmt.Sprint("clustvar", i))
		if name == "" {
			break
		}
		parts = append(parts, fmt.Sprintf("%s in %s", model.Count(c, e, fmt.Sprint("N_clust", i)), name))
	}
	if len(parts) > 0 {
		c.Printf("Clusters: %s; G/(G-1) uses the least, G = %s\n", strings.Join(parts, ", "), model.Count(c, e, "N_clust"))
	}
}
