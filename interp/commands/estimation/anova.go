package estimation

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// Anova is the command "anova".
var Anova = &interp.Command{
	Name:   "ANOva",
	Brief:  "analysis of variance and covariance",
	Syntax: "[varlist(min=1 fv)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &anovaCommand{} },
	By:     interp.ByEach,
	Doc: `    anova depvar terms [if] [in] [weight] [, sequential]

Variables are factors unless written c.x; a#b is an interaction, a##b the same
with its main effects. Sums of squares are partial, or sequential; partial
ones are not defined where cells of an interaction are empty. The estimates
are those of regress on the factors, and can be used as such.

Stored results: those of regress, and e(ss_#), e(df_#), e(F_#), e(term_#)`,
}

type anovaCommand struct {
	Sequential bool `opt:"SEquential" help:"sums of squares of each term given those before it"`
	Partial    bool `opt:"PArtial" help:"sums of squares of each term given all others; the default"`
}

func (o *anovaCommand) Run(c *interp.Call) error {
	if len(c.Varlist.Terms) == 0 {
		if c.E.Cmd() != "anova" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		showAnova(c)
		return nil
	}
	if o.Sequential && o.Partial {
		return rc.Conflict.Errorf("options partial and sequential may not be combined")
	}
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return err
	}
	for _, p := range products[1:] {
		for k := range p {
			if p[k].Bare {
				p[k].Factor, p[k].Bare = true, false
			}
		}
	}
	m, err := model.Of(c, products)
	if err != nil {
		return err
	}
	if err := m.Build(); err != nil {
		return err
	}
	list, err := anovaTerms(m, !o.Sequential)
	if err != nil {
		return err
	}
	a, err := stats.Anova(m.Design, list, o.Sequential)
	if err != nil {
		return err
	}
	fit, err := stats.OLS(m.Design, stats.Classical{})
	if err != nil {
		return err
	}
	m.NoteOmitted(fit, func(int, string) string { return "" })
	kind := "partial"
	if o.Sequential {
		kind = "sequential"
	}
	p := interp.Posting{
		Cmd: "anova", Title: "Analysis of variance", Model: "ols", Predict: "regres_p", Margins: "XB default", Estat: "anova_estat",
		Hidden: map[string]bool{"tss": true}, Macros: []interp.Macro{{Name: "sstype", Text: kind}},
	}
	s2 := a.Residual.SS / a.Residual.DF
	for i, t := range a.Terms {
		number := fmt.Sprint("_", i+1)
		fit.Extra = append(fit.Extra, stats.Named{Name: "ss" + number, Value: t.SS}, stats.Named{Name: "df" + number, Value: t.DF},
			stats.Named{Name: "F" + number, Value: t.SS / t.DF / s2})
		p.Macros = append(p.Macros, interp.Macro{Name: "term" + number, Text: t.Name})
	}
	m.Post(fit, p)
	showAnova(c)
	return nil
}

// anovaTerms are the terms of m, each once.
func anovaTerms(m *model.Model, partial bool) ([]stats.AnovaTerm, error) {
	var out []stats.AnovaTerm
	seen := map[string]bool{}
	for _, p := range m.Products {
		var t stats.AnovaTerm
		var names []string
		for _, s := range p {
			switch {
			case s.Levels != nil:
				return nil, rc.Syntax.Errorf("factor levels may not be picked in anova")
			case s.Factor:
				codes, n := m.Source.Codes([]*frame.Column{s.Col})
				t.Factors, t.Levels = append(t.Factors, codes), append(t.Levels, n)
			default:
				x, err := m.Source.Var(s.Col.Name, s.Lags)
				if err != nil {
					return nil, err
				}
				t.Covariates = append(t.Covariates, x)
			}
			names = append(names, s.Col.Name)
		}
		t.Name = strings.Join(names, "#")
		if seen[t.Name] {
			continue
		}
		seen[t.Name] = true
		if partial && len(t.Factors) > 1 && t.EmptyCells() {
			return nil, rc.UserError.Errorf("%s has empty cells: partial sums of squares are not defined; specify sequential", t.Name)
		}
		out = append(out, t)
	}
	return out, nil
}

// showAnova prints the table of the active estimates.
func showAnova(c *interp.Call) {
	e := c.E
	rmse := e.Scalar("rmse")
	c.Printf("\n%25sNumber of obs = %10s    R-squared     = %7s\n", "", model.Count(c, e, "N"), c.Format("%7.4f", e.Scalar("r2")))
	c.Printf("%25sRoot MSE      = %10s    Adj R-squared = %7s\n\n", "", strings.TrimSpace(c.Format("%9.6g", rmse)), c.Format("%7.4f", e.Scalar("r2_a")))
	width := 10
	var lines []stats.SumOfSquares
	for i := 1; e.Macro(fmt.Sprint("term_", i)) != ""; i++ {
		t := stats.SumOfSquares{Name: e.Macro(fmt.Sprint("term_", i)), SS: e.Scalar(fmt.Sprint("ss_", i)), DF: e.Scalar(fmt.Sprint("df_", i))}
		lines = append(lines, t)
		width = max(width, min(frame.TextWidth(t.Name), 24))
	}
	title := "Partial SS"
	if e.Macro("sstype") == "sequential" {
		title = "  Seq. SS"
	}
	rule := strings.Repeat(" ", 24-width) + strings.Repeat("-", width+1) + "+" + strings.Repeat("-", 52) + "\n"
	c.Printf("%24s |%11s%11s%11s%9s%10s\n%s", "Source", title, "df", "MS", "F", "Prob>F", rule)
	row := func(t stats.SumOfSquares, tested bool) {
		ms := t.SS / t.DF
		line := fmt.Sprintf("%24s |%11s%11s%12s", frame.Abbrev(t.Name, 24), number10(c, t.SS), interp.FormatNumber(t.DF), number10(c, ms))
		if tested {
			f := ms / (rmse * rmse)
			p := frame.Missing
			if t.DF > 0 {
				p = model.FTail(t.DF, e.Scalar("df_r"), f)
			}
			line += fmt.Sprintf("%10s%8s", strings.TrimSpace(c.Format("%9.2f", frame.Value(f))), strings.TrimSpace(c.Format("%6.4f", p)))
		}
		c.Print(line + "\n")
	}
	blank := fmt.Sprintf("%24s |\n", "")
	row(stats.SumOfSquares{Name: "Model", SS: e.Scalar("mss"), DF: e.Scalar("df_m")}, true)
	c.Print(blank)
	for _, t := range lines {
		row(t, true)
	}
	if len(lines) > 0 {
		c.Print(blank)
	}
	row(stats.SumOfSquares{Name: "Residual", SS: e.Scalar("rss"), DF: e.Scalar("df_r")}, false)
	c.Print(rule)
	row(stats.SumOfSquares{Name: "Total", SS: e.Scalar("mss") + e.Scalar("rss"), DF: e.Scalar("df_m") + e.Scalar("df_r")}, false)
}

// number10 is x in %10.0g, without blanks.
func number10(c *interp.Call, x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = frame.Missing
	}
	return strings.TrimSpace(c.Format("%10.0g", x))
}
