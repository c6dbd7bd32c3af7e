package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// A summary is a row beneath the coefficients: a scalar or a text in e().
type summary struct {
	name   string
	label  string
	format string
}

// summaryLabels are esttab's names of common scalars: plain, with the option
// label, and in LaTeX.
var summaryLabels = map[string][3]string{
	"N":    {"N", "Observations", `\(N\)`},
	"r2":   {"R-sq", "R-squared", `\(R^{2}\)`},
	"r2_a": {"adj. R-sq", "Adjusted R-squared", `adj. \(R^{2}\)`},
	"r2_p": {"pseudo R-sq", "Pseudo R-squared", `pseudo \(R^{2}\)`},
	"aic":  {"AIC", "AIC", `\textit{AIC}`},
	"bic":  {"BIC", "BIC", `\textit{BIC}`},
	"F":    {"F", "F", `\textit{F}`},
	"ll":   {"ll", "Log lik.", `\textit{ll}`},
	"rmse": {"rmse", "rmse", "rmse"},
}

// summaries are the rows that the options ask for.
func (b *builder) summaries() ([]summary, error) {
	if b.Stats.Text != "" {
		return parseStats(b.Stats)
	}
	var out []summary
	if !b.NoObs && !b.Plain || b.N {
		out = append(out, summary{name: "N", format: "0"})
	}
	for _, s := range []struct {
		opt  optional
		name string
	}{{b.R2, "r2"}, {b.AR2, "r2_a"}, {b.PR2, "r2_p"}, {b.AIC, "aic"}, {b.BIC, "bic"}} {
		if s.opt.set {
			out = append(out, summary{name: s.name, format: s.opt.or("3")})
		}
	}
	for i, w := range b.Scalars.Words() {
		name, label, _ := strings.Cut(lang.Unquote(w.Text), " ")
		s := summary{name: name, label: strings.TrimSpace(label), format: "a3"}
		if n := len(b.SFmt); n > 0 {
			s.format = b.SFmt[min(i, n-1)]
		}
		out = append(out, s)
	}
	return out, nil
}

// parseStats reads stats(N r2 fe, fmt(0 3) labels("Observations" "R2")).
func parseStats(t lang.Text) ([]summary, error) {
	head := cutOptions(t.Text)
	var out []summary
	for _, name := range strings.Fields(head) {
		out = append(out, summary{name: name, format: "a3"})
	}
	tail := strings.TrimPrefix(t.Text[len(head):], ",")
	for _, w := range cellWords(lang.Text{Pos: t.Pos, Text: tail}) {
		key, arg, _ := strings.Cut(w.Text, "(")
		words := interp.Tokens(cutOptions(strings.TrimSuffix(arg, ")")))
		if len(words) == 0 {
			return nil, rc.Syntax.At(t.Pos, "option stats() incorrectly specified")
		}
		switch {
		case lang.Abbreviates(key, "Fmt"):
			for i := range out {
				out[i].format = words[min(i, len(words)-1)]
			}
		case lang.Abbreviates(key, "Labels"):
			for i := range out {
				if i < len(words) {
					out[i].label = words[i]
				}
			}
		default:
			return nil, rc.Syntax.At(t.Pos, "suboption %s of stats() is not supported", key)
		}
	}
	return out, nil
}

// statistics adds the rows beneath the coefficients.
func (b *builder) statistics() error {
	list, err := b.summaries()
	if err != nil {
		return err
	}
	for i, s := range list {
		row := report.Row{Cells: []report.Cell{b.summaryLabel(s)}}
		if i == 0 {
			row.Above = report.Middle
		}
		for _, m := range b.models {
			row.Cells = append(row.Cells, b.summaryCell(m, s))
			for range b.perModel() - 1 {
				row.Cells = append(row.Cells, report.Text(""))
			}
		}
		b.t.Rows = append(b.t.Rows, row)
	}
	return nil
}

func (b *builder) summaryLabel(s summary) report.Cell {
	if s.label != "" {
		return report.Text(s.label)
	}
	names, ok := summaryLabels[s.name]
	switch {
	case !ok:
		return report.Text(s.name)
	case b.Label && !b.isLaTeX():
		return report.Text(names[1])
	case b.isLaTeX() && (!b.Label || s.name != "N"):
		return report.Cell{Kind: report.Markup, Text: names[2]}
	case b.Label:
		return report.Text(names[1])
	}
	return report.Text(names[0])
}

func (b *builder) summaryCell(m model, s summary) report.Cell {
	v, ok := m.est.Get(s.name)
	if !ok {
		if x := informationCriterion(m.est, s.name); x < frame.Missing {
			v.Num, ok = x, true
		}
	}
	switch {
	case !ok:
		return report.Text("")
	case v.IsStr:
		return report.Text(v.Str)
	}
	return report.Cell{Kind: report.Number, Num: v.Num, Format: s.format, Source: m.name + ": e(" + s.name + ")"}
}
