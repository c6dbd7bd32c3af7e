package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A summary is a scalar or a text in e() that is shown beneath the
// coefficients.
type summary struct {
	name   string
	label  report.Cell // empty for the name
	format string
	star   bool
}

// parseStats reads stats(N r2 fe, fmt(0 3) labels("Observations" "R2")).
func (s *spec) parseStats(t lang.Text, format string) error {
	list, subs := splitSub(t)
	var o struct {
		Fmt    []string  `opt:"Fmt(formats)"`
		Labels optional  `opt:"Labels(labels)"`
		Star   optional  `opt:"Star(names)?"`
		NoStar bool      `opt:"noStar"`
		Layout lang.Text `opt:"LAYout(rows)"`
		PChar  string    `opt:"PChar(symbol)"`
	}
	if err := bindSub(s.c, subs, &o); err != nil {
		return err
	}
	formats, err := checkFormats(o.Fmt)
	if err != nil {
		return err
	}
	if s.statLabels, err = plainLabels(s.c, o.Labels); err != nil {
		return err
	}
	stars := strings.Fields(o.Star.arg.Text)
	for i, name := range strings.Fields(list.Text) {
		x := summary{name: name, format: format}
		if n := len(formats); n > 0 {
			x.format = formats[min(i, n-1)]
		}
		if i < len(s.statLabels.texts) {
			x.label = s.given(s.statLabels.texts[i])
		}
		x.star = o.Star.set && !o.NoStar && (len(stars) == 0 && i == 0 || slices.Contains(stars, name))
		s.stats = append(s.stats, x)
	}
	s.pchar = "@"
	if o.PChar != "" {
		s.pchar = o.PChar
	}
	for _, row := range interp.Tokens(strings.TrimSpace(o.Layout.Text)) {
		s.layout = append(s.layout, interp.Tokens(row))
	}
	return nil
}

// foot adds the rows beneath the coefficients.
func (b *builder) foot() error {
	layout := b.layout
	if layout == nil {
		layout = make([][]string, len(b.stats))
		for i := range layout {
			layout[i] = []string{b.pchar}
		}
	}
	at := 0
	for i, cells := range layout {
		used := 0
		for _, c := range cells {
			used += strings.Count(c, b.pchar)
		}
		row := report.Row{Part: report.Foot, Cells: []report.Cell{b.statLabel(i, at)}}
		for _, col := range b.columns {
			row.Cells = append(row.Cells, b.statCells(col, cells, at)...)
		}
		b.statTexts(&row, i == 0, i+1 == len(layout))
		b.t.Rows = append(b.t.Rows, row)
		at += used
	}
	return nil
}

// statTexts puts the texts of labels() around a row.
func (b *builder) statTexts(row *report.Row, first, last bool) {
	l := b.statLabels
	if l.Begin.set && !(first && l.NoFirst) {
		row.Before = l.Begin.join()
	}
	if l.End.set && !(last && l.NoLast) {
		row.After = l.End.join()
	}
}

// statLabel returns the label of row i, whose first statistic is number at.
func (b *builder) statLabel(i, at int) report.Cell {
	if b.statLabels.None {
		return report.Cell{}
	}
	c := report.Cell{}
	if i < len(b.statLabels.texts) {
		return b.prefixed(b.given(b.statLabels.texts[i]), b.statLabels.labelling, 1)
	}
	if at < len(b.stats) {
		if c = b.stats[at].label; c.Empty() {
			c = report.Text(b.stats[at].name)
		}
	}
	return b.prefixed(c, b.statLabels.labelling, 1)
}

// statCells returns the cells of a row in a column: templates in which a
// placeholder stands for the next statistic.
func (b *builder) statCells(col column, templates []string, at int) []report.Cell {
	out := make([]report.Cell, b.perColumn())
	for j, template := range templates {
		n := strings.Count(template, b.pchar)
		if j < len(out) && (col.first || b.perEquation(col.m)) {
			out[j] = b.statCell(col, template, at)
		}
		at += n
	}
	return out
}

// perEquation reports whether statistics are of equations, not of the model.
func (b *builder) perEquation(m *model) bool {
	switch m.est.Cmd() {
	case "sureg", "reg3", "mvreg":
		return b.unstack()
	}
	return false
}

// statCell fills a template; it is empty if the model lacks all statistics.
func (b *builder) statCell(col column, template string, at int) report.Cell {
	var c report.Cell
	mark, some := "", false
	for i, part := range strings.Split(template, b.pchar) {
		if i > 0 {
			if at >= len(b.stats) {
				break
			}
			s := b.stats[at]
			at++
			atom, ok := b.stat(col, s)
			if ok {
				some = true
				c.Atoms = append(c.Atoms, atom)
				if s.star {
					mark = b.mark(modelP(col.m.est))
				}
			}
		}
		if part != "" {
			c.Atoms = append(c.Atoms, b.template(part))
		}
	}
	if !some {
		return report.Cell{}
	}
	return c.Marked(mark)
}

// template is text of a layout: in the notation of the format.
func (b *builder) template(text string) report.Atom {
	if b.mode.Textual() {
		return report.Atom{Kind: report.Markup, Text: text}
	}
	return report.Atom{Text: strings.NewReplacer(`\multicolumn{1}{c}{`, "", "{", "", "}", "").Replace(text)}
}

// stat returns a scalar or text of the model.
func (b *builder) stat(col column, s summary) (report.Atom, bool) {
	e := col.m.est
	if b.unstack() && b.perEquation(col.m) {
		if x := e.Scalar(s.name + "_" + strconv.Itoa(b.placeInModel(b.place(col))+1)); x < frame.Missing {
			return report.Atom{Kind: report.Number, Num: x, Format: s.format, Source: col.m.name + ": e(" + s.name + ")"}, true
		}
	}
	v, ok := e.Get(s.name)
	if !ok {
		x, computed := computedStat(e, s.name)
		if !computed {
			return report.Atom{}, false
		}
		v.Num = x
	}
	if v.IsStr {
		return report.Atom{Text: v.Str}, v.Str != ""
	}
	return report.Atom{Kind: report.Number, Num: v.Num, Format: numberFormat(s.format), Source: col.m.name + ": e(" + s.name + ")"}, true
}

// place is the place of a column.
func (b *builder) place(col column) int {
	return max(slices.Index(b.columns, col), 0)
}

// numberFormat is the format for a number where one for texts was given.
func numberFormat(format string) string {
	if strings.HasSuffix(format, "s") {
		return "%9.0g"
	}
	return format
}

// computedStat returns aic, bic, rank or p, which e() need not hold.
func computedStat(e *interp.Estimates, name string) (float64, bool) {
	ll, k, n := e.Scalar("ll"), rank(e), e.Scalar("N")
	switch {
	case name == "rank" && k < frame.Missing:
		return k, true
	case name == "p":
		p := modelP(e)
		return p, p < frame.Missing
	case ll >= frame.Missing || k >= frame.Missing:
	case name == "aic":
		return -2*ll + 2*k, true
	case name == "bic" && n < frame.Missing:
		return -2*ll + math.Log(n)*k, true
	}
	return 0, false
}

// rank is the number of free parameters: e(rank), or the coefficients with a
// variance.
func rank(e *interp.Estimates) float64 {
	if x := e.Scalar("rank"); x < frame.Missing || e.V == nil {
		return x
	}
	n := 0
	k, _ := e.V.Dims()
	for i := range k {
		if e.V.At(i, i) > 0 {
			n++
		}
	}
	return float64(n)
}

// modelP is the p-value of the model: e(p), or that of its F or chi2.
func modelP(e *interp.Estimates) float64 {
	if p := e.Scalar("p"); p < frame.Missing {
		return p
	}
	df, dfr, f, chi2 := e.Scalar("df_m"), e.Scalar("df_r"), e.Scalar("F"), e.Scalar("chi2")
	switch {
	case df >= frame.Missing:
	case f < frame.Missing && dfr < frame.Missing:
		return frame.Value(stats.FTail(df, dfr, f))
	case chi2 < frame.Missing:
		return frame.Value(stats.Chi2Tail(df, chi2))
	}
	return frame.Missing
}
