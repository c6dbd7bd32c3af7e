package interp

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// A CoefTable shows coefficients with standard errors, tests and confidence
// intervals, in the layout of Stata's estimation commands.
type CoefTable struct {
	Level     float64 // of the intervals, in percent
	Depvar    string  // heading of the first column
	SEType    string  // "Robust" or "" above the standard errors
	Normal    bool    // z instead of t
	DF        float64 // of t
	Beta      []float64
	BaseLevel bool   // show base levels
	EForm     string // heading of exponentiated coefficients, "" for none
	Rows      []CoefRow
}

// A CoefRow is one coefficient. SE 0 or missing gives no test.
type CoefRow struct {
	Eq, Name string
	B, SE    float64
}

// Test returns the statistic of the hypothesis that the coefficient is zero,
// its p-value and the confidence interval; missing without a standard error.
func (t *CoefTable) Test(r CoefRow) (stat, p, lo, hi float64) {
	df, se := t.DF, r.SE
	if t.Normal {
		df = math.Inf(1)
	}
	if se >= frame.Missing {
		se = 0
	}
	row := stats.NewRow(r.Name, r.B, se, df, t.Level)
	return frame.Value(row.T), frame.Value(row.P), frame.Value(row.Lo), frame.Value(row.Hi)
}

// Table returns the coefficient table of e.
func (e *Estimates) Table(level float64) *CoefTable {
	t := &CoefTable{Level: level, Depvar: e.Macro("depvar"), SEType: e.Macro("vcetype"), DF: e.Scalar("df_r")}
	t.Normal = t.DF >= frame.Missing
	for j, name := range e.B.Cols {
		r := CoefRow{Eq: e.B.ColEq[j], Name: name, B: e.B.At(0, j), SE: frame.Missing}
		if e.V != nil {
			r.SE = math.Sqrt(e.V.At(j, j))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// coefWidth is the width of the table and nameWidth that of its first column.
const (
	coefWidth = 78
	nameWidth = 12
)

// ShowCoefs prints a coefficient table.
func (s *Session) ShowCoefs(t *CoefTable) {
	s.Rule(coefWidth)
	s.coefHeading(t)
	p := coefPrinter{s: s, t: t}
	for i, r := range t.Rows {
		p.row(i, r)
	}
	s.Rule(coefWidth)
}

func (s *Session) coefHeading(t *CoefTable) {
	stat, std := "t", "Std. err."
	if t.Normal {
		stat = "z"
	}
	if t.SEType != "" {
		std = "std. err."
		s.Printf("%13s|%s%s\n", "", strings.Repeat(" ", 14+floorHalf(9-len(t.SEType))), t.SEType)
	}
	what := "Coefficient"
	if t.EForm != "" {
		what = fmt.Sprintf("%11s", t.EForm)
	}
	tail := fmt.Sprintf("     [%s%% conf. interval]", FormatNumber(t.Level))
	if t.Beta != nil {
		tail = fmt.Sprintf("%25s", "Beta")
	}
	s.Printf("%s | %s  %s      %s    P>|%s|%s\n", padLeft(frame.Abbrev(t.Depvar, nameWidth), nameWidth), what, std, stat, stat, tail)
	s.Print(strings.Repeat("-", nameWidth+1) + "+" + strings.Repeat("-", coefWidth-nameWidth-2) + "\n")
}

func floorHalf(n int) int {
	if n < 0 {
		return (n - 1) / 2
	}
	return n / 2
}

// padLeft is %*s by display width.
func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(text), 0)) + text
}

// A coefPrinter prints the rows; terms of one factor variable stand together
// under its name.
type coefPrinter struct {
	s     *Session
	t     *CoefTable
	eq    string
	group string // heading that the rows stand under, "" for none
	any   bool   // a row was printed
	gap   bool   // the last group ended without a blank line behind it
}

func (p *coefPrinter) row(i int, r CoefRow) {
	term, err := terms.Parse(r.Name)
	if err != nil || r.Name == "_cons" {
		term = terms.Term{Factors: []terms.Factor{{Var: r.Name}}}
	}
	heading, label, isLevel := rowLabel(p.s.Frame(), term)
	if term.Omitted && isBaseRow(term) && !p.t.BaseLevel {
		return
	}
	p.equation(r.Eq)
	if heading != p.group {
		if p.any {
			p.blank()
		}
		p.group = heading
		if heading != "" {
			p.heading(heading)
		}
	}
	p.any = true
	lead := padLeft(frame.Abbrev(label, nameWidth), nameWidth) + " |"
	if isLevel {
		lead = padLeft(frame.Abbrev(label, nameWidth-1), nameWidth-1) + "  |"
	}
	p.s.Print(lead + p.cells(i, r, term) + "\n")
}

func (p *coefPrinter) blank() { p.s.Print(strings.Repeat(" ", nameWidth+1) + "|\n") }

// equation prints the name of an equation in front of its rows.
func (p *coefPrinter) equation(eq string) {
	if eq == p.eq || eq == "_" {
		return
	}
	if p.any {
		p.s.Print(strings.Repeat("-", nameWidth+1) + "+" + strings.Repeat("-", coefWidth-nameWidth-2) + "\n")
	}
	p.eq, p.group, p.any = eq, "", false
	p.s.Printf("%-*s |\n", nameWidth, frame.Abbrev(eq, nameWidth))
}

// heading prints the name of a factor variable, an interaction (over several
// lines if it is long) or a lagged variable.
func (p *coefPrinter) heading(name string) {
	for frame.TextWidth(name) > nameWidth {
		i := strings.IndexByte(name, '#')
		for j := i; j >= 0 && frame.TextWidth(name[:j+1]) <= nameWidth; {
			i = j
			k := strings.IndexByte(name[j+1:], '#')
			if k < 0 {
				break
			}
			j += 1 + k
		}
		if i < 0 {
			break
		}
		p.s.Print(padLeft(name[:i+1], nameWidth+1) + "|\n")
		name = name[i+1:]
	}
	p.s.Print(padLeft(frame.Abbrev(name, nameWidth), nameWidth) + " |\n")
}

// isBaseRow reports whether a term is omitted because of base levels, and not
// by hand, for collinearity or for want of observations.
func isBaseRow(t terms.Term) bool {
	for _, f := range t.Factors {
		if f.Level && f.Base {
			return true
		}
	}
	return false
}

// rowLabel returns the heading under which a term stands ("" for none), its
// label there, and whether that is a level.
func rowLabel(f *frame.Frame, t terms.Term) (heading, label string, isLevel bool) {
	var names, levels []string
	for _, fac := range t.Factors {
		name := fac.Var
		if fac.Lags != "" {
			name = fac.Lags + "." + name
		}
		switch {
		case fac.Level:
			levels = append(levels, levelLabel(f, fac))
			isLevel = true
		case len(t.Factors) > 1:
			name = "c." + name
			if fac.Lags != "" {
				name = "c" + fac.Lags + "." + fac.Var
			}
		}
		names = append(names, name)
	}
	if isLevel {
		return strings.Join(names, "#"), strings.Join(levels, "#"), true
	}
	if len(t.Factors) == 1 && t.Factors[0].Lags != "" {
		return t.Factors[0].Var, lagLabel(t.Factors[0].Lags), false
	}
	if len(t.Factors) > 1 {
		return strings.Join(names, "#"), "", false
	}
	return "", names[0], false
}

// lagLabel is how an operator is shown under its variable: L1., D1., L2D1.
func lagLabel(ops string) string {
	var b strings.Builder
	for i := range len(ops) {
		b.WriteByte(ops[i])
		isLetter := ops[i] >= 'A'
		if isLetter && (i+1 == len(ops) || ops[i+1] >= 'A') {
			b.WriteByte('1')
		}
	}
	return b.String() + "."
}

func levelLabel(f *frame.Frame, fac terms.Factor) string {
	if c := f.Column(fac.Var); c != nil {
		if text, ok := f.LabelOf(c).Text(fac.Value); ok {
			return text
		}
	}
	return strconv.FormatFloat(fac.Value, 'f', -1, 64)
}

// cells returns the numbers of a row.
func (p *coefPrinter) cells(i int, r CoefRow, term terms.Term) string {
	switch {
	case term.Omitted && isBaseRow(term):
		return "          0  (base)"
	case term.Omitted && p.empty(term):
		return "          0  (empty)"
	case term.Omitted:
		return "          0  (omitted)"
	}
	stat, pv, lo, hi := p.t.Test(r)
	b, se := r.B, r.SE
	if p.t.EForm != "" && b < frame.Missing {
		b = math.Exp(b)
		se *= b
		lo, hi = expMissing(lo), expMissing(hi)
	}
	if !(se > 0) {
		se = frame.Missing
	}
	set := p.s.settings
	num := func(x float64) string { return p.s.Format(orFormat(set.CFormat, "%9.0g"), x) }
	out := fmt.Sprintf("  %9s  %9s %8s   %5s", num(b), num(se), p.s.Format(orFormat(set.SFormat, "%8.2f"), stat), p.s.Format(orFormat(set.PFormat, "%5.3f"), pv))
	if p.t.Beta != nil {
		beta := frame.Missing
		if i < len(p.t.Beta) {
			beta = frame.Value(p.t.Beta[i])
		}
		return out + fmt.Sprintf("%25s", strings.TrimSpace(num(beta)))
	}
	return out + fmt.Sprintf("    %9s   %9s", num(lo), num(hi))
}

func expMissing(x float64) float64 {
	if x >= frame.Missing {
		return x
	}
	return frame.Value(math.Exp(x))
}

func orFormat(format, otherwise string) string {
	if format == "" {
		return otherwise
	}
	return format
}

// empty reports whether a cell of factor variables has no observations in the
// estimation sample.
func (p *coefPrinter) empty(t terms.Term) bool {
	levels := 0
	for _, f := range t.Factors {
		if f.Level {
			levels++
		}
	}
	if levels < 2 || !p.s.E.Has {
		return false
	}
	v, err := terms.Term{Factors: t.Factors}.Column(p.s.Frame(), p.s.Sample().Index())
	if err != nil {
		return false
	}
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
