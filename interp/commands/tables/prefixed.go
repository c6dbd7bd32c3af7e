package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// A tabled is a command line whose results asdoc or logout make a table of,
// with what they want of the table.
type tabled struct {
	c       *interp.Call
	word    string        // the command, as typed
	body    lang.Text     // what follows it, up to the options
	options []lang.Option // of the command itself
	format  string        // of numbers: "d3"
	stats   string        // of summarize
	label   bool
	title   string
}

// A tabler makes a table of a command's results. The command has not been run.
type tabler struct {
	name  string // capitals mark the shortest abbreviation
	table func(t *tabled) (*report.Table, error)
}

// tablers are the commands that asdoc and logout know, besides those that
// leave estimates behind.
var tablers = []tabler{
	{"SUmmarize", (*tabled).summarize}, {"tabstat", (*tabled).tabstat}, {"TAbulate", (*tabled).tabulate}, {"tab1", (*tabled).tab1},
	{"CORrelate", (*tabled).correlate}, {"pwcorr", (*tabled).correlate}, {"pwcorr_a", (*tabled).correlate}, {"ttest", (*tabled).ttest},
	{"MATLIST", (*tabled).matrix},
}

func (t *tabled) tabler() *tabler {
	for i := range tablers {
		if lang.Abbreviates(t.word, tablers[i].name) || t.word == strings.ToLower(tablers[i].name) {
			return &tablers[i]
		}
	}
	return nil
}

// parseTabled splits a command line.
func parseTabled(c *interp.Call, line lang.Text) *tabled {
	head, options := splitSub(line)
	n := lang.WordLen(head.Text)
	return &tabled{c: c, word: head.Text[:n], body: head.Slice(n, len(head.Text)).Trim(), options: subOptions(options)}
}

// line returns the command line with its options.
func (t *tabled) line() string {
	line := t.word + " " + t.body.Text
	if o := t.optionText(); o != "" {
		line += ", " + o
	}
	return line
}

func (t *tabled) optionText(but ...string) string {
	var out []string
	for _, o := range t.options {
		if slices.Contains(but, o.Name.Text) {
			continue
		}
		text := o.Name.Text
		if o.Arg != nil {
			text += "(" + o.Arg.Text + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// take removes an option of the command and returns its argument. name may be
// abbreviated as its capitals say.
func (t *tabled) take(name string) (arg string, ok bool) {
	i := slices.IndexFunc(t.options, func(o lang.Option) bool { return lang.Abbreviates(o.Name.Text, name) })
	if i < 0 {
		return "", false
	}
	o := t.options[i]
	t.options = slices.Delete(slices.Clone(t.options), i, i+1)
	if o.Arg != nil {
		arg = strings.TrimSpace(o.Arg.Text)
	}
	return arg, true
}

// bound is the body as varlist, and the rest of it: if, in, weights.
func (t *tabled) bound() (vars []*frame.Column, clauses string, err error) {
	text := t.body
	at := len(text.Text)
	for _, w := range text.Words() {
		if w.Text == "if" || w.Text == "in" || strings.HasPrefix(w.Text, "[") {
			at = int(w.Pos - text.Pos)
			break
		}
	}
	if i := strings.IndexByte(text.Text[:at], '['); i >= 0 {
		at = i
	}
	list := text.Slice(0, at).Trim()
	if list.Text == "" {
		for _, v := range t.c.Frame().Columns() {
			if !v.IsString() {
				vars = append(vars, v)
			}
		}
	} else if vars, err = t.c.VarlistText(list); err != nil {
		return nil, "", err
	}
	if clauses = text.Text[at:]; clauses != "" {
		clauses = " " + clauses
	}
	return vars, clauses, nil
}

func (t *tabled) summarize() (*report.Table, error) {
	vars, clauses, err := t.bound()
	if err != nil {
		return nil, err
	}
	list := t.stats
	if _, ok := t.take("Detail"); ok && list == "" {
		list = "n mean sd min max p1 p99 skewness kurtosis"
	}
	if list == "" {
		list = "n mean sd min max"
	}
	if text := t.optionText(); text != "" {
		return nil, rc.Syntax.Errorf("option %s not allowed", text)
	}
	stats, err := shownStats(list, t.format)
	if err != nil {
		return nil, err
	}
	return summaries(t.c, t.heading("Descriptive Statistics"), namesOf(vars), clauses, stats, t.label)
}

// heading is the title, or the one a table has if none is given.
func (t *tabled) heading(otherwise string) string {
	if t.title != "" {
		return t.title
	}
	return otherwise
}

// tabstat shows statistics side by side, variables one below the other.
func (t *tabled) tabstat() (*report.Table, error) {
	vars, clauses, err := t.bound()
	if err != nil {
		return nil, err
	}
	list := t.stats
	for _, name := range []string{"Statistics", "stats"} {
		if arg, ok := t.take(name); ok {
			list = arg
		}
	}
	if list == "" {
		list = "mean"
	}
	if arg, ok := t.take("Format"); ok && arg != "" {
		t.format = strings.Trim(arg, "()")
	}
	t.take("Columns")
	t.take("save")
	by, grouped := t.take("by")
	_, nototal := t.take("noTotal")
	if text := t.optionText("long", "labelwidth", "varwidth", "noseparator"); text != "" {
		return nil, rc.Syntax.Errorf("option %s not allowed", text)
	}
	if strings.HasPrefix(t.format, "%") && !report.ValidFormat(t.format) {
		return nil, rc.BadFormat.Errorf("invalid format %s", t.format)
	}
	stats, err := shownStats(list, t.format)
	if err != nil {
		return nil, err
	}
	if !grouped {
		return summaries(t.c, t.title, namesOf(vars), clauses, stats, t.label)
	}
	return t.byGroups(namesOf(vars), clauses, by, stats, nototal)
}

// byGroups has rows of each group's statistics.
func (t *tabled) byGroups(vars []string, clauses, by string, stats []shownStat, nototal bool) (*report.Table, error) {
	names, heads := make([]string, len(stats)), []string{title(t.c.Frame(), by, t.label), "Variable"}
	for i, s := range stats {
		names[i] = s.name
		heads = append(heads, s.head)
	}
	line := "tabstat " + strings.Join(vars, " ") + clauses + ", elabels columns(statistics) by(" + by + ") statistics(" + strings.Join(names, " ") + ")"
	if nototal {
		line += " nototal"
	}
	e, err := posted(t.c, line)
	if err != nil {
		return nil, err
	}
	labels := interp.Tokens(e.Macro("labels"))
	out := newListing(t.title, heads...)
	first := e.Matrix(statisticName(postedName(stats[0].name)))
	last := ""
	for j, name := range first.Cols {
		group := first.ColEq[j]
		shown := ""
		if group != last {
			shown = group
			if i := slices.Index(labels, group); i >= 0 && i%2 == 0 && group != "Total" {
				shown = labels[i+1]
			}
		}
		last = group
		cells := []report.Cell{report.Text(title(t.c.Frame(), name, t.label))}
		for _, s := range stats {
			m := e.Matrix(statisticName(postedName(s.name)))
			cells = append(cells, number(m.At(0, j), s.format, s.name+" of "+name))
		}
		addRow(out, report.Body, shown, cells...)
	}
	return out, nil
}

// labelOf returns the name of a category from what estpost calls it.
func labelOf(list []string, name string) string {
	for i := 0; i+1 < len(list); i += 2 {
		if list[i] == name {
			return list[i+1]
		}
	}
	return name
}

func (t *tabled) tabulate() (*report.Table, error) {
	vars, clauses, err := t.bound()
	if err != nil {
		return nil, err
	}
	row, wantRow := t.take("Row")
	col, wantCol := t.take("COLumn")
	cell, wantCell := t.take("CEll")
	_, noFreq := t.take("noFreq")
	if row+col+cell != "" || len(vars) > 2 {
		return nil, rc.Syntax.Errorf("invalid syntax")
	}
	e, err := posted(t.c, "tabulate "+strings.Join(namesOf(vars), " ")+clauses+", "+t.optionText())
	if err != nil {
		return nil, err
	}
	if len(vars) == 1 {
		return t.oneWay(vars[0].Name, e), nil
	}
	var shown []string
	for _, x := range []struct {
		name string
		want bool
	}{{"b", !noFreq}, {"rowpct", wantRow}, {"colpct", wantCol}, {"pct", wantCell}} {
		if x.want {
			shown = append(shown, x.name)
		}
	}
	return t.twoWay(vars, e, shown), nil
}

// oneWay has frequencies, percentages and their sums.
func (t *tabled) oneWay(name string, e *interp.Estimates) *report.Table {
	out := newListing(t.heading("Tabulation of "+name), title(t.c.Frame(), name, t.label), "Freq.", "Percent", "Cum.")
	labels := interp.Tokens(e.Macro("labels"))
	for j, category := range e.B.Cols {
		part := report.Body
		if category == "Total" && j+1 == len(e.B.Cols) {
			part = report.Foot
		}
		addRow(out, part, labelOf(labels, category), number(e.B.At(0, j), "d2", "frequency"),
			sourced(e.Matrix("pct").At(0, j), "2", "percent"), sourced(e.Matrix("cumpct").At(0, j), "2", "cumulative percent"))
	}
	return out
}

// twoWay has the categories of the first variable in rows. shown are the
// statistics, one below the other.
func (t *tabled) twoWay(vars []*frame.Column, e *interp.Estimates, shown []string) *report.Table {
	rowLabels, colLabels := interp.Tokens(e.Macro("labels")), interp.Tokens(e.Macro("eqlabels"))
	var eqs, names []string
	for j, eq := range e.B.ColEq {
		if !slices.Contains(eqs, eq) {
			eqs = append(eqs, eq)
		}
		if !slices.Contains(names, e.B.Cols[j]) {
			names = append(names, e.B.Cols[j])
		}
	}
	heads := []string{title(t.c.Frame(), vars[0].Name, t.label) + " \\ " + title(t.c.Frame(), vars[1].Name, t.label)}
	for _, eq := range eqs {
		heads = append(heads, labelOf(colLabels, eq))
	}
	out := newListing(t.heading("Tabulation of "+vars[0].Name+" "+vars[1].Name), heads...)
	for i, name := range names {
		part := report.Body
		if name == "Total" && i+1 == len(names) {
			part = report.Foot
		}
		for k, stat := range shown {
			m, format := e.Matrix(stat), "2"
			if stat == "b" {
				m, format = e.B, "d2"
			}
			var cells []report.Cell
			for _, eq := range eqs {
				cell := report.Blank()
				if j := interp.FindTerm(m.ColEq, m.Cols, eq, name); j >= 0 {
					cell = number(m.At(0, j), format, stat)
				}
				cells = append(cells, cell)
			}
			label := ""
			if k == 0 {
				label = labelOf(rowLabels, name)
			}
			addRow(out, part, label, cells...)
		}
	}
	return out
}

func (t *tabled) tab1() (*report.Table, error) {
	return nil, rc.Unrecognized.Errorf("%s does not handle tab1; use tabulate for each variable", t.c.Name)
}

// correlate has the lower half of the matrix, marked as star() says.
func (t *tabled) correlate() (*report.Table, error) {
	vars, clauses, err := t.bound()
	if err != nil {
		return nil, err
	}
	s := &spec{c: t.c}
	level, starred := t.take("STar")
	if _, all := t.take("STARAll"); all || starred && level == "all" {
		level, starred = threeStars, true
	} else if starred {
		level = "* " + level
	}
	if starred {
		if s.stars, err = parseStars(lang.Text{Pos: 1, Text: level}, "star", true); err != nil {
			return nil, err
		}
	}
	line := "correlate " + strings.Join(namesOf(vars), " ") + clauses + ", matrix " + t.optionText("sig", "obs", "means")
	if strings.HasPrefix(t.word, "cor") {
		line += " listwise"
	}
	e, err := posted(t.c, line)
	if err != nil {
		return nil, err
	}
	heads := []string{"Variables"}
	for i := range vars {
		heads = append(heads, "("+interp.FormatNumber(float64(i+1))+")")
	}
	out := newListing(t.heading("Matrix of correlations"), heads...)
	for i, v := range vars {
		var cells []report.Cell
		for j := range vars {
			k := interp.FindTerm(e.B.ColEq, e.B.Cols, vars[j].Name, v.Name)
			if j > i || k < 0 {
				cells = append(cells, report.Blank())
				continue
			}
			cell := number(e.B.At(0, k), t.format, "correlation of "+v.Name+" and "+vars[j].Name)
			if j < i {
				cell = cell.Marked(s.mark(e.Matrix("p").At(0, k)))
			}
			cells = append(cells, cell)
		}
		addRow(out, report.Body, heads[i+1]+" "+title(t.c.Frame(), v.Name, t.label), cells...)
	}
	s.starNote(out)
	return out, nil
}

// ttest compares means of two groups.
func (t *tabled) ttest() (*report.Table, error) {
	vars, clauses, err := t.bound()
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(t.options, func(o lang.Option) bool { return o.Name.Text == "by" }); i < 0 || len(vars) == 0 {
		return nil, rc.Unrecognized.Errorf("%s handles ttest with option by() only", t.c.Name)
	}
	e, err := posted(t.c, "ttest "+strings.Join(namesOf(vars), " ")+clauses+", "+t.optionText())
	if err != nil {
		return nil, err
	}
	out := newListing(t.heading("Two-sample t test by "+e.Macro("byvar")), "Variable", "obs1", "obs2", "Mean1", "Mean2", "dif", "St Err", "t value", "p value")
	for i, v := range vars {
		var cells []report.Cell
		for _, name := range []string{"N_1", "N_2", "mu_1", "mu_2", "b", "se", "t", "p"} {
			m := e.Matrix(name)
			if name == "b" {
				m = e.B
			}
			cells = append(cells, number(m.At(0, i), t.format, "ttest "+name+" of "+v.Name))
		}
		addRow(out, report.Body, title(t.c.Frame(), v.Name, t.label), cells...)
	}
	return out, nil
}

// matrix shows a matrix.
func (t *tabled) matrix() (*report.Table, error) {
	name, _, _ := strings.Cut(t.body.Text, " ")
	m := t.c.MatrixNamed(name)
	if m == nil {
		return nil, rc.NotFound.At(t.body.Pos, "matrix %s not found", name)
	}
	return matrixListing(t.title, name, m, []string{t.format}), nil
}

// matrixListing shows a matrix; the last of the formats is used again.
func matrixListing(heading, name string, m *interp.Matrix, formats []string) *report.Table {
	rows, cols := m.Dims()
	out := newListing(heading, append([]string{""}, interp.FullNames(m.ColEq, m.Cols)...)...)
	for i, label := range interp.FullNames(m.RowEq, m.Rows) {
		var cells []report.Cell
		for j := range cols {
			cells = append(cells, number(m.At(i, j), formats[min(j, len(formats)-1)], name))
		}
		if i < rows {
			addRow(out, report.Body, label, cells...)
		}
	}
	return out
}

// estimates runs an estimation command and has a row for each coefficient.
func (t *tabled) estimates(run bool) (*report.Table, error) {
	c := t.c
	before := c.E
	if run {
		if err := c.Session.Run(t.line()); err != nil {
			return nil, err
		}
	}
	if c.Session.E == before && run || c.Session.E.B == nil {
		return nil, rc.Unrecognized.Errorf("%s does not handle %s yet", c.Name, t.word)
	}
	e := c.Session.E
	table := c.Session.Table(e, interp.CoefOptions{})
	stat := "z-value"
	if e.Scalar("df_r") < frame.Missing {
		stat = "t-value"
	}
	depvar, _, _ := strings.Cut(e.Macro("depvar"), " ")
	out := newListing(t.heading(e.Title), title(c.Frame(), depvar, t.label), "Coef.", "St.Err.", stat, "p-value", "[95% Conf", "Interval]", "Sig")
	if level := table.Level; level != 95 {
		out.Rows[0].Cells[5] = report.Text("[" + c.LevelText(level) + "% Conf")
	}
	s, err := starSpec(c, optional{set: true})
	if err != nil {
		return nil, err
	}
	b := &builder{spec: &spec{c: c, estoutOptions: &estoutOptions{Label: t.label}}}
	for _, r := range table.Rows {
		if r.SE == 0 && r.B == 0 {
			continue
		}
		z, p, lo, hi := table.Test(r)
		k := newCoef(r.Eq, r.Name)
		label := r.Name
		if r.Name == "_cons" {
			label = "Constant"
		} else if t.label {
			label = plain(b.termLabel(k))
		}
		if r.Eq != "" && r.Eq != depvar {
			label = r.Eq + ": " + label
		}
		cells := []report.Cell{}
		for i, x := range []float64{r.B, r.SE, z, p, lo, hi} {
			name := []string{"b", "se", "t", "p", "ll", "ul"}[i]
			cells = append(cells, number(x, t.format, name+" of "+r.Name))
		}
		addRow(out, report.Body, label, append(cells, report.Text(s.mark(p)))...)
	}
	t.fit(out, e)
	s.stars = append(s.stars[:0:0], s.stars...)
	out.Notes = append(out.Notes, report.Line("*** p<.01, ** p<.05, * p<.1"))
	return out, nil
}

// fit adds statistics of the model.
func (t *tabled) fit(out *report.Table, e *interp.Estimates) {
	for _, x := range []struct{ name, label string }{
		{"r2", "R-squared"}, {"r2_a", "Adjusted R-squared"}, {"r2_w", "R-squared within"}, {"r2_p", "Pseudo r-squared"}, {"N", "Number of obs"},
		{"F", "F-test"}, {"chi2", "Chi-square"}, {"ll", "Log likelihood"},
	} {
		if v := e.Scalar(x.name); v < frame.Missing {
			cells := []report.Cell{number(v, t.format, "e("+x.name+")")}
			for len(cells) < len(out.Columns)-1 {
				cells = append(cells, report.Blank())
			}
			addRow(out, report.Foot, x.label, cells...)
		}
	}
}
