package tables

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// A regBuilder makes a column of outreg2 from estimates.
type regBuilder struct {
	*outreg2
	c     *interp.Call
	m     *model
	stats []string
	s     *spec
	names []string // of coefficients to be shown; nil for all
}

func (b *regBuilder) column() (*regColumn, error) {
	b.m.collect(nil, nil)
	col := &regColumn{width: 1, stub: "VARIABLES", top: commaList(b.CTTop.Text), heads: commaList(b.CTitle.Text)}
	if b.Side {
		col.width = len(b.stats)
	}
	if len(col.heads) == 0 {
		col.heads = []string{b.depvar()}
	}
	coefs, err := b.coefs()
	if err != nil {
		return nil, err
	}
	for i, t := range coefs {
		col.coefs = append(col.coefs, b.coef(t, i))
	}
	if col.foot, err = b.foot(col.width); err != nil {
		return nil, err
	}
	return col, nil
}

// labelled reports whether labels are shown.
func (b *regBuilder) labelled() bool { return b.Label.set && !b.NoLabel }

func (b *regBuilder) depvar() string {
	name, _, _ := strings.Cut(b.m.est.Macro("depvar"), " ")
	if b.m.name != "" && b.m.name != "." && b.m.title != "" {
		return b.m.title
	}
	if col := b.c.Frame().Column(name); b.labelled() && col != nil && col.Label != "" {
		return col.Label
	}
	return name
}

// coefs returns the terms to be shown.
func (b *regBuilder) coefs() ([]*term, error) {
	keep := slices.Concat(b.names, b.Keep)
	for _, list := range [][]string{keep, b.Drop} {
		for _, p := range list {
			if strings.ContainsAny(p, "*?") || slices.ContainsFunc(b.m.terms, func(t term) bool { return t.coef.matches(p) || t.within(p) }) {
				continue
			}
			if _, err := b.c.VarlistText(lang.Text{Pos: 1, Text: p}); err != nil && !strings.ContainsAny(p, ".#") {
				return nil, err
			}
		}
	}
	has := func(list []string, t *term) bool {
		return slices.ContainsFunc(list, func(p string) bool { return t.coef.matches(p) || t.within(p) })
	}
	var out []*term
	for i := range b.m.terms {
		t := &b.m.terms[i]
		cons := t.coef.name == "_cons"
		switch {
		case t.coef.base, cons && b.NoCons, has(b.Drop, t):
		case len(keep) > 0 && !has(keep, t) && !cons, len(keep) > 0 && cons && !has(keep, t) && len(b.Keep) > 0:
		case len(b.EqKeep) > 0 && !slices.Contains(b.EqKeep, t.coef.eq), slices.Contains(b.EqDrop, t.coef.eq):
		default:
			out = append(out, t)
		}
	}
	return out, nil
}

// within reports whether a pattern such as i.year means the term.
func (t *term) within(pattern string) bool {
	v, ok := strings.CutPrefix(pattern, "i.")
	if !ok {
		return false
	}
	x, err := terms.Parse(t.coef.name)
	return err == nil && len(x.Factors) == 1 && x.Factors[0].Level && x.Factors[0].Var == v
}

// label returns what a coefficient is called.
func (b *regBuilder) label(t *term) string {
	name := t.coef.name
	text := name
	if x, err := terms.Parse(name); err == nil && b.labelled() {
		var parts []string
		for _, f := range x.Factors {
			parts = append(parts, b.factor(f))
		}
		text = strings.Join(parts, "#")
	}
	if name == "_cons" {
		text = "Constant"
	}
	if t.coef.eq != "" && len(b.m.equations()) > 1 {
		text = t.coef.eq + ": " + text
	}
	return text
}

// factor returns the label of a factor: that of its variable, and of its value.
func (b *regBuilder) factor(f terms.Factor) string {
	col := b.c.Frame().Column(f.Var)
	name := f.Var
	if col != nil && col.Label != "" {
		name = col.Label
	}
	if f.Lags != "" {
		name = f.Lags + "." + name
	}
	if !f.Level {
		return name
	}
	value := interp.FormatNumber(f.Value)
	if col != nil {
		if text, ok := b.c.Frame().LabelOf(col).Text(f.Value); ok {
			value += ", " + text
		}
	}
	return name + " = " + value
}

// coef returns the row of a coefficient, the i-th of the column.
func (b *regBuilder) coef(t *term, i int) regRow {
	eq := t.coef.eq
	if len(b.m.equations()) < 2 {
		eq = ""
	}
	r := regRow{key: eq + ":" + canonical(t.coef.name), label: b.label(t)}
	var cells []report.Cell
	for _, stat := range b.stats {
		cells = append(cells, b.cell(t, stat, i))
	}
	if b.Side {
		r.lines = [][]report.Cell{cells}
		return r
	}
	for _, c := range cells {
		r.lines = append(r.lines, []report.Cell{c})
	}
	return r
}

func (b *regBuilder) cell(t *term, stat string, i int) report.Cell {
	if t.coef.omitted {
		if stat == "coef" {
			return report.Text("-")
		}
		return report.Blank()
	}
	level := b.Level
	if level == 0 {
		level = b.c.Settings().Level
	}
	e := element{name: regStats[stat].element}
	v, ok := b.m.values(e, t, level)
	if !ok {
		return report.Blank()
	}
	if b.EForm {
		b, _ := b.m.values(element{name: "b"}, t, level)
		v = exponentiated(e.name, v, b[0])
	}
	open, shut := b.around(stat)
	var c report.Cell
	if open != "" {
		c.Atoms = append(c.Atoms, report.Atom{Text: open})
	}
	for j, x := range v {
		if j > 0 {
			c.Atoms = append(c.Atoms, report.Atom{Text: " - "})
		}
		c.Atoms = append(c.Atoms, report.Atom{Kind: report.Number, Num: x, Format: b.format(stat, i), Source: b.m.name + ": " + e.name + "[" + t.coef.eqName() + "]"})
	}
	if shut != "" {
		c.Atoms = append(c.Atoms, report.Atom{Text: shut})
	}
	if b.starred(stat) {
		_, p, _, _ := b.m.test(t, level)
		c = c.Marked(b.s.mark(p))
	}
	return c
}

// starred reports whether marks stand behind a statistic.
func (b *regBuilder) starred(stat string) bool {
	if list := commaWords(b.Aster.arg.Text); len(list) > 0 {
		return slices.Contains(list, stat)
	}
	return stat == "coef"
}

// exponentiated turns statistics of a coefficient into those of its exponent.
func exponentiated(name string, v []float64, b float64) []float64 {
	out := slices.Clone(v)
	for i, x := range v {
		switch {
		case x >= frame.Missing:
		case name == "b" || name == "ci":
			out[i] = frame.Value(math.Exp(x))
		case name == "se":
			out[i] = frame.Value(x * math.Exp(b))
		}
	}
	return out
}

// format is the format of a statistic of the i-th coefficient.
func (b *regBuilder) format(stat string, i int) string {
	one := func(x *float64) []float64 {
		if x == nil {
			return nil
		}
		return []float64{*x}
	}
	list := map[string][]float64{"coef": b.BDec, "se": b.SDec, "tstat": one(b.TDec), "pval": one(b.PDec), "ci": one(b.CDec), "beta": b.BDec}[stat]
	if len(list) == 0 && (stat == "se" || stat == "ci") {
		list = b.BDec
	}
	switch {
	case len(list) > 0:
		return decimals(list[min(i, len(list)-1)])
	case b.Dec != nil:
		return decimals(*b.Dec)
	}
	return "o" + strconv.Itoa(b.Auto)
}

// decimals is the format with n decimals and commas.
func decimals(n float64) string { return "%32." + strconv.Itoa(int(n)) + "fc" }

// foot returns the statistics of the model.
func (b *regBuilder) foot(width int) ([]regRow, error) {
	var out []regRow
	add := func(label string, c report.Cell) {
		line := make([]report.Cell, width)
		line[0] = c
		out = append(out, regRow{key: label, label: label, lines: [][]report.Cell{line}})
	}
	number := func(name, format string) report.Cell {
		c := report.Num(b.m.est.Scalar(name), format)
		c.Atoms[0].Source = b.m.name + ": e(" + name + ")"
		return c
	}
	rdec := "3"
	if b.Dec != nil {
		rdec = decimals(*b.Dec)
	}
	if b.RDec != nil {
		rdec = decimals(*b.RDec)
	}
	e := b.m.est
	if !b.NoObs && e.Scalar("N") < frame.Missing {
		add("Observations", number("N", "%32.0fc"))
	}
	if !b.NoR2 {
		if b.AdjR2 && e.Scalar("r2_a") < frame.Missing {
			add("Adjusted R-squared", number("r2_a", rdec))
		} else if e.Scalar("r2") < frame.Missing {
			add("R-squared", number("r2", rdec))
		}
	}
	if x := e.Scalar("N_g"); !b.NoNI && x < frame.Missing && e.Macro("ivar") != "" {
		add("Number of "+e.Macro("ivar"), number("N_g", "%32.0fc"))
	}
	for _, name := range b.E {
		if name == "all" {
			return nil, rc.Syntax.Errorf("e(all) is not supported")
		}
		add(name, number(name, b.statFormat()))
	}
	if err := b.addStat(add); err != nil {
		return nil, err
	}
	list := commaList(b.AddText.Text)
	for i := 0; i < len(list); i += 2 {
		text := ""
		if i+1 < len(list) {
			text = list[i+1]
		}
		add(list[i], report.Text(text))
	}
	return out, nil
}

// statFormat is the format of addstat().
func (b *regBuilder) statFormat() string {
	switch {
	case b.ADec != nil:
		return decimals(*b.ADec)
	case b.Dec != nil:
		return decimals(*b.Dec)
	}
	return "o" + strconv.Itoa(b.Auto)
}

// addStat adds the numbers of addstat(): names and expressions by turns.
func (b *regBuilder) addStat(add func(string, report.Cell)) error {
	rest := b.AddStat
	for strings.TrimSpace(rest.Text) != "" {
		name, tail := splitSub(rest)
		value, next := splitSub(tail)
		if value.Text == "" {
			return rc.Syntax.At(b.AddStat.Pos, "option addstat() incorrectly specified")
		}
		active := b.c.Session.E
		b.c.Session.E = b.m.est
		x, err := b.c.EvalNumber(value)
		b.c.Session.E = active
		if err != nil {
			return err
		}
		add(lang.Unquote(name.Text), report.Num(x, b.statFormat()))
		rest = next
	}
	return nil
}

// summary returns a column of summary statistics of the data.
func (o *outreg2) summary(c *interp.Call) ([]*regColumn, error) {
	how := strings.TrimSpace(o.Sum.arg.Text)
	if how != "" && how != "log" && how != "detail" {
		return nil, rc.Syntax.Errorf("sum(%s) is not supported", how)
	}
	list := slices.Concat(interp.Tokens(c.Body.Text), o.Keep)
	vars := c.Frame().Columns()
	if len(list) > 0 {
		var err error
		if vars, err = c.VarlistText(lang.Text{Pos: 1, Text: strings.Join(list, " ")}); err != nil {
			return nil, err
		}
	}
	names := []string{"N", "mean", "sd", "min", "max"}
	if how == "detail" {
		names = []string{"N", "mean", "sd", "min", "p25", "p50", "p75", "max"}
	}
	col := &regColumn{width: len(names), heads: names, stub: "VARIABLES", plain: true}
	rows := c.Rows
	if g := c.Group(); g != nil {
		rows = g.Rows()
	}
	sample := &estimationSample{c: c, rows: rows.Index()}
	for _, v := range vars {
		if v.IsString() || slices.Contains(o.Drop, v.Name) {
			continue
		}
		x := make([]float64, 0, len(sample.rows))
		for _, r := range sample.rows {
			x = append(x, v.Num(int(r)))
		}
		d := sample.describe(x)
		r := regRow{key: v.Name, label: v.Name}
		if o.Label.set && v.Label != "" {
			r.label = v.Label
		}
		var line []report.Cell
		for _, name := range names {
			format := "o" + strconv.Itoa(o.Auto)
			if o.Dec != nil {
				format = decimals(*o.Dec)
			}
			if name == "N" {
				format = "%32.0fc"
			}
			line = append(line, report.Num(frame.Value(d.statistic(name)), format))
		}
		r.lines = [][]report.Cell{line}
		col.coefs = append(col.coefs, r)
	}
	return []*regColumn{col}, nil
}

// statistic returns a statistic by name.
func (d described) statistic(name string) float64 {
	if name == "N" {
		return d.N
	}
	for _, s := range descriptiveTable {
		if s.name == name {
			return s.of(d)
		}
	}
	return math.NaN()
}
