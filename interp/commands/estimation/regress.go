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

// Regress is the command "regress".
var Regress = &interp.Command{
	Name:   "REGress",
	Brief:  "linear regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &regress{} },
	By:     interp.ByEach,
	Doc: `    regress depvar [indepvars] [if] [in] [weight] [, options]

Without variables the last results are shown again. fe(effects) absorbs
effects, as areg does: every level counts as a parameter.

vce(hc2 variable) is the HC2 of clusters (Bell and McCaffrey 2002); dfadjust
gives each coefficient, and each lincom, its own degrees of freedom: look in
r(table).

Stored results: e(N), e(df_m), e(df_r), e(F), e(r2), e(rmse), e(mss), e(rss),
e(r2_a), e(ll), e(ll_0), e(N_clust), e(rank), e(b), e(V), e(beta), e(sample)`,
}

type regress struct {
	model.Options
	NoConstant bool      `opt:"noConstant" help:"suppress the constant term"`
	HasCons    bool      `opt:"Hascons" help:"the regressors contain a constant"`
	TSSCons    bool      `opt:"tsscons" help:"take the total sum of squares about the mean, even with noconstant"`
	Beta       bool      `opt:"Beta" help:"show standardized coefficients"`
	EForm      string    `opt:"EForm(text)" help:"show exponentiated coefficients under this heading"`
	Plus       bool      `opt:"plus" help:"end the table so that another may follow"`
	FE         lang.Text `opt:"fe(effects)" help:"effects to absorb: firm year industry#year id##c.t"`
}

func (o *regress) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "regress" && c.E.Cmd() != "anova" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	v, err := o.Standard()
	if err != nil {
		return err
	}
	m, err := model.New(c)
	if err != nil {
		return err
	}
	if o.FE.Text != "" {
		return o.absorb(c, m, v)
	}
	if err := m.Cluster(v); err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	m.Design.Constant = !o.NoConstant && !o.HasCons
	if o.HasCons && !spansConstant(m.Design) {
		c.Note("(note: hascons false)")
		m.Design.Constant = true
	}
	if m.Empty() {
		return model.ErrEmpty
	}
	fit, err := stats.OLS(m.Design, m.VCE(v))
	if err != nil {
		return err
	}
	if !m.Design.Constant && (o.HasCons || o.TSSCons) {
		aboutMean(fit, m.Design, o.HasCons)
	}
	m.SumOfWeights()
	m.NoteOmitted(fit, model.Collinear)
	m.Post(fit, interp.Posting{
		Cmd: "regress", Title: "Linear regression", Model: "ols", Predict: "regres_p", Margins: "XB default", Estat: "regress_estat",
		Hidden: map[string]bool{"tss": true}, Footnote: adjusted(fit),
	})
	return o.show(c)
}

// absorb fits with absorbed effects, by the conventions of areg.
func (o *regress) absorb(c *interp.Call, m *model.Model, v model.VCE) error {
	if o.NoConstant || o.HasCons || o.TSSCons || o.Beta {
		return rc.Conflict.Errorf("options noconstant, hascons, tsscons and beta may not be combined with fe()")
	}
	var err error
	if m.Effects, err = model.ParseEffects(c, o.FE); err != nil {
		return err
	}
	return fitAreg(m, v, "regress", &o.Options, true)
}

// spansConstant reports whether the columns of d add up to a constant.
func spansConstant(d *stats.Design) bool {
	ones := make([]float64, len(d.Y))
	for i := range ones {
		ones[i] = 1
	}
	fit, err := stats.OLS(&stats.Design{Y: ones, X: d.X, Names: d.Names, W: d.W, WKind: d.WKind}, stats.Classical{})
	return err == nil && fit.Scalar("rss") < 1e-8*float64(len(ones))
}

// aboutMean makes the statistics of a fit without intercept refer to the mean
// of the dependent variable; contained says that the regressors hold a
// constant, which then is no part of the model to be tested.
func aboutMean(fit *stats.Fit, d *stats.Design, contained bool) {
	null, err := stats.OLS(&stats.Design{Y: d.Y, W: d.W, WKind: d.WKind, Constant: true}, stats.Classical{})
	if err != nil {
		return
	}
	tss, rss, n, df := null.Scalar("tss"), fit.Scalar("rss"), float64(fit.N), float64(fit.N-fit.Rank)
	if contained {
		fit.DFModel--
	}
	mss := max(tss-rss, 0)
	set := map[string]float64{"tss": tss, "mss": mss, "r2": mss / tss, "r2_a": 1 - (rss/df)/(tss/(n-1)), "ll_0": null.Scalar("ll")}
	if fit.VCE.Kind == "ols" {
		set["F"] = mss / float64(fit.DFModel) / (rss / df)
	}
	for i, x := range fit.Extra {
		if v, ok := set[x.Name]; ok {
			fit.Extra[i].Value = v
		}
	}
}

func (o *regress) show(c *interp.Call) error {
	e := c.E
	if e.Macro("absvars") != "" {
		return showAbsorbed(c, &o.Options)
	}
	t := o.Table(c)
	t.EForm, t.Plus = o.EForm, o.Plus
	if beta := e.Matrix("beta"); o.Beta && beta != nil {
		t.Beta = beta.RawRowView(0)
	}
	if !o.NoHeader {
		c.Print("\n")
		if e.Macro("vcetype") == "" {
			anova(c, e)
		} else {
			robustHeader(c, e, "Linear regression")
		}
		c.Print("\n")
	}
	if !o.NoTable {
		c.ShowCoefs(t)
		footnote(c, e)
	}
	return nil
}

// adjusted says so if each coefficient has its own degrees of freedom.
func adjusted(fit *stats.Fit) string {
	if fit.VCE.Contrast == nil {
		return ""
	}
	return "Degrees of freedom of t: for each coefficient, as Bell and McCaffrey (2002)."
}

// anova prints the analysis-of-variance header.
func anova(c *interp.Call, e *interp.Estimates) {
	mss, rss, dfm, dfr := e.Scalar("mss"), e.Scalar("rss"), e.Scalar("df_m"), e.Scalar("df_r")
	rows := []struct {
		source string
		ss, df float64
	}{{"Model", mss, dfm}, {"Residual", rss, dfr}, {"Total", mss + rss, dfm + dfr}}
	var right []string
	for _, r := range regressRows(c, e, true) {
		right = append(right, fmt.Sprintf("%-15s = %9s", r.Name, r.Value))
	}
	rule := "-------------+----------------------------------"
	c.Printf("      Source |       SS           df       MS      %s\n", right[0])
	c.Printf("%s   %s\n", rule, right[1])
	for i, r := range rows {
		ms := frame.Missing
		if r.df > 0 {
			ms = r.ss / r.df
		}
		if i == 2 {
			c.Printf("%s   %s\n", rule, right[4])
		}
		c.Printf("%12s | %11s %9s %11s   %s\n", r.source, strings.TrimSpace(c.Format("%11.0g", r.ss)), strings.TrimSpace(c.Format("%9.0gc", r.df)),
			strings.TrimSpace(c.Format("%11.0g", ms)), right[[]int{2, 3, 5}[i]])
	}
}

// regressRows are the numbers of the header of regress.
func regressRows(c *interp.Call, e *interp.Estimates, adjusted bool) []model.HeaderRow {
	rows := append([]model.HeaderRow{{Name: "Number of obs", Value: model.Count(c, e, "N")}}, model.TestRows(c, e)...)
	rows = append(rows, model.HeaderRow{Name: "R-squared", Value: model.Fixed(c, e.Scalar("r2"), 4)})
	if adjusted {
		rows = append(rows, model.HeaderRow{Name: "Adj R-squared", Value: model.Fixed(c, e.Scalar("r2_a"), 4)})
	}
	return append(rows, model.HeaderRow{Name: "Root MSE", Value: model.Significant(c, e.Scalar("rmse"))})
}

// robustHeader prints the header of estimates with other than conventional
// standard errors.
func robustHeader(c *interp.Call, e *interp.Estimates, title string) {
	model.PrintHeader(c, []string{title}, regressRows(c, e, false), 17, 10)
}
