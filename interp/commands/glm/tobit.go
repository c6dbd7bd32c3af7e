package glm

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Tobit is the command "tobit".
var Tobit = &interp.Command{
	Name:   "tobit",
	Brief:  "tobit regression",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &tobit{} },
	By:     interp.ByEach,
	Doc: `    tobit depvar [indepvars] [if] [in] [weight], ll[(limit)] ul[(limit)] [options]

Fits y* = xb + e, e normal, where depvar is y* but for values at or below ll()
and at or above ul(), of which no more is known. A limit is a number or a
variable; ll and ul alone are the least and the greatest value. The parameter
/var(e.depvar) is the variance of e.

Stored results: e(N), e(N_unc), e(N_lc), e(N_rc), e(ll), e(ll_0), e(chi2) or e(F),
e(p), e(df_m), e(df_r), e(r2_p), e(N_clust), e(llopt), e(ulopt), e(ic), e(k), e(rank),
e(converged), e(b), e(V), e(ilog), e(gradient), e(sample)`,
}

type tobit struct {
	maximum
	LL limit `opt:"ll(limit)?" help:"values at or below are censored"`
	UL limit `opt:"ul(limit)?" help:"values at or above are censored"`
}

// A limit is where an outcome is censored: a number, a variable, or the
// least or greatest value.
type limit struct {
	given bool
	text  lang.Text
	col   *frame.Column
	value float64
}

// Decode reads a number or the name of a variable, or nothing.
func (l *limit) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	l.given = true
	if arg == nil || arg.Trim().Text == "" {
		return nil
	}
	l.text = arg.Trim()
	if x, err := c.EvalNumber(l.text); err == nil && c.Frame().Column(l.text.Text) == nil {
		l.value = x
		return nil
	}
	cols, err := c.VarlistText(l.text)
	if err != nil {
		return err
	}
	if len(cols) != 1 || cols[0].IsString() {
		return rc.Syntax.At(arg.Pos, "a limit is a number or a numeric variable")
	}
	l.col = cols[0]
	return nil
}

// values are the limits of the rows: one for each, or one for all; otherwise
// is that of an option that was not given, and least picks among outcomes for
// one without an argument.
func (l *limit) values(m *model.Model, otherwise float64, least func([]float64) float64) ([]float64, string, error) {
	switch {
	case !l.given:
		return []float64{otherwise}, "", nil
	case l.col != nil:
		v, err := m.Source.Var(l.col.Name, "")
		return v, l.col.Name, err
	case l.text.Text != "":
		return []float64{l.value}, interp.FormatNumber(l.value), nil
	}
	x := least(m.Design.Y)
	return []float64{x}, interp.FormatNumber(x), nil
}

func (o *tobit) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if replay, err := replayed(c, "tobit"); err != nil {
		return err
	} else if !replay {
		k := kind{cmd: "tobit", title: "Tobit regression", predict: "tobit_p", estat: "tobit_estat", marginsOK: "default XB Pr() E() YStar()", marginsNotOK: "stdp stdf SCores", shape: o.shape, bind: o.bind}
		if err := o.estimate(c, k); err != nil {
			return err
		}
	}
	return o.showCensored(c)
}

// shape adds the variables that are limits.
func (o *tobit) shape(m *model.Model) error {
	for _, l := range []limit{o.LL, o.UL} {
		if l.col != nil {
			m.Also = append(m.Also, l.col)
		}
	}
	return nil
}

// bind reads the limits.
func (o *tobit) bind(m *model.Model, k *kind) error {
	lower, ll, err := o.LL.values(m, math.Inf(-1), slices.Min[[]float64])
	if err != nil {
		return err
	}
	upper, ul, err := o.UL.values(m, math.Inf(1), slices.Max[[]float64])
	if err != nil {
		return err
	}
	k.macros = []interp.Macro{{Name: "llopt", Text: ll}, {Name: "ulopt", Text: ul}}
	k.fit = func(d *stats.Design, v stats.VCE, t stats.ML) (*stats.Fit, error) {
		return stats.Tobit(d, v, t, lower, upper)
	}
	return nil
}

// showCensored prints the active estimates of a model of censored outcomes.
func (o *tobit) showCensored(c *interp.Call) error {
	d := display{censored: true}
	ends := [2]string{"-inf", "+inf"}
	for i, name := range []string{"llopt", "ulopt"} {
		if text := c.E.Macro(name); text != "" {
			ends[i] = text
		}
	}
	width := max(len(ends[0]), len(ends[1]))
	d.left = []string{"", fmt.Sprintf("Limits: Lower = %*s", width, ends[0]), fmt.Sprintf("        Upper = %*s", width, ends[1])}
	return o.show(c, d)
}

// varianceRows turns the parameter of the variance into a row that is called as
// it is, with an interval of its own.
func varianceRows(rows []interp.CoefRow) {
	for i, r := range rows {
		if r.Eq == "/" && strings.HasPrefix(r.Name, "var(") {
			rows[i].Positive, rows[i].Label = true, &interp.CoefLabel{Label: r.Name}
		}
	}
}

// censoredHeader prints title and limits at the left, counts and the test of
// the model at the right.
func censoredHeader(c *interp.Call, e *interp.Estimates, d display) {
	counts := []struct{ name, scalar string }{
		{"Number of obs", "N"}, {"Uncensored", "N_unc"}, {"Left-censored", "N_lc"}, {"Right-censored", "N_rc"}, {"Interval-cens.", "N_int"},
	}
	var right []model.HeaderRow
	for _, x := range counts {
		if e.Scalar(x.scalar) < frame.Missing {
			right = append(right, model.HeaderRow{Name: fmt.Sprintf("%14s", x.name), Value: model.Count(c, e, x.scalar)})
		}
	}
	right[0].Name = "Number of obs"
	right = append(right, model.HeaderRow{})
	if chi2 := e.Scalar("chi2"); chi2 < frame.Missing || e.Scalar("F") >= frame.Missing {
		right = append(right, model.HeaderRow{Name: fmt.Sprintf("%s chi2(%s)", e.Macro("chi2type"), interp.FormatNumber(e.Scalar("df_m"))), Value: model.Fixed(c, chi2, 2)},
			model.HeaderRow{Name: "Prob > chi2", Value: model.Fixed(c, e.Scalar("p"), 4)})
	} else {
		right = append(right, model.TestRows(c, e)...)
	}
	if r2 := e.Scalar("r2_p"); r2 < frame.Missing {
		right = append(right, model.HeaderRow{Name: "Pseudo R2", Value: model.Fixed(c, r2, 4)})
	}
	left := make([]string, len(right))
	copy(left, d.left)
	left[0] = e.Macro("title")
	left[len(left)-1] = logLikelihoodLine(c, e)
	model.PrintHeader(c, left, right, 14, 6)
}
