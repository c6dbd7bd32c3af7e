package estimation

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
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
	Estimation
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
		return o.showAbsorbed(c)
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
	v, err := o.vce()
	if err != nil {
		return err
	}
	m, err := newModel(c)
	if err != nil {
		return err
	}
	if m.effects, err = ParseEffects(c, effects); err != nil {
		return err
	}
	return m.areg(v, "areg", &o.Estimation, o.FE.Text != "")
}

// areg fits the model with its effects absorbed and each of their levels
// counted, as command cmd; extended says that the user wrote fe().
func (m *model) areg(v VCE, cmd string, o *Estimation, extended bool) error {
	if err := refuseSaving(m.effects); err != nil {
		return err
	}
	if err := m.cluster(v); err != nil {
		return err
	}
	if err := m.build(); err != nil {
		return err
	}
	fit, err := stats.Areg(m.design, m.vce(v))
	if err != nil {
		return err
	}
	m.noteOmitted(fit, collinear)
	levels := categories(m.design)
	fit.Extra = append(fit.Extra, stats.Named{Name: "k_absorb", Value: float64(sum(levels))})
	if f := fit.Scalar("F_absorb"); fit.VCE.Kind == "ols" {
		fit.Extra = append(fit.Extra, stats.Named{Name: "p_absorb", Value: stats.FTail(fit.Scalar("df_a"), fit.DF, f)})
	}
	p := interp.Posting{Cmd: cmd, Title: "Linear regression, absorbing indicators", Predict: "areg_p", Hidden: map[string]bool{}}
	if len(m.effects) == 1 {
		p.Macros = append(p.Macros, interp.Macro{Name: "absvar", Text: names(m.effects)})
	}
	p.Macros = append(p.Macros, interp.Macro{Name: "absvars", Text: names(m.effects)})
	if extended {
		p.Footnote = m.absorbedNote(levels, "Degrees of freedom as areg: every level of the effects counts as a parameter.")
	}
	m.post(fit, p)
	return o.showAbsorbed(m.c)
}

// refuseSaving is the error of effects written name=effect where only reghdfe
// saves them.
func refuseSaving(effects []Effect) error {
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
func (m *model) absorbedNote(levels []int, convention string) string {
	var parts []string
	for j, e := range m.effects {
		parts = append(parts, fmt.Sprintf("%s (%s levels)", e.Name(), m.c.Count(levels[j])))
	}
	return "Absorbed effects: " + strings.Join(parts, ", ") + "\n" + convention
}

// showAbsorbed shows the results of areg and of regress with fe().
func (o *Estimation) showAbsorbed(c *interp.Call) error {
	e := c.E
	if !o.NoHeader {
		what := "variable"
		if strings.Contains(e.Macro("absvars"), " ") {
			what = "variables"
		}
		left := []string{e.Macro("title"), fmt.Sprintf("Absorbed %s: %s", what, e.Macro("absvars"))}
		test := testRows(c, e)
		right := []headerRow{
			{"Number of obs", count(c, e, "N")}, {"No. of categories", count(c, e, "k_absorb")}, test[0], test[1],
			{"R-squared", fixedPoint(c, e.Scalar("r2"), 4)}, {"Adj R-squared", fixedPoint(c, e.Scalar("r2_a"), 4)}, {"Root MSE", fixedPoint(c, e.Scalar("rmse"), 4)},
		}
		c.Print("\n")
		printHeader(c, left, right, 17, 6)
		c.Print("\n")
	}
	if o.NoTable {
		return nil
	}
	c.ShowCoefs(o.table(c))
	if f := e.Scalar("F_absorb"); f < frame.Missing {
		test := fmt.Sprintf("F test of absorbed indicators: F(%s, %s) = %s", interp.FormatNumber(e.Scalar("df_a")), interp.FormatNumber(e.Scalar("df_r")), fixedPoint(c, f, 3))
		c.Printf("%-61s Prob > F = %s\n", test, fixedPoint(c, e.Scalar("p_absorb"), 3))
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
		parts = append(parts, fmt.Sprintf("%s in %s", count(c, e, fmt.Sprint("N_clust", i)), name))
	}
	if len(parts) > 0 {
		c.Printf("Clusters: %s; G/(G-1) uses the least, G = %s\n", strings.Join(parts, ", "), count(c, e, "N_clust"))
	}
}
