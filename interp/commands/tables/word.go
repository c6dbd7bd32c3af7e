package tables

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// The commands that write one kind of table each into a Word document.
var (
	Sum2docx = &interp.Command{
		Name: "sum2docx", Brief: "table of summary statistics in a Word document",
		Syntax: "varlist(numeric) [if] [in] [aw fw] using", New: func() interp.Runner { return &sum2docx{} },
		Doc: `    sum2docx varlist [if] [in] using file.docx [, stats(N mean(%9.2f) sd min median max) title() replace append]

The ending of the file's name decides the format if it is not .docx.`,
	}
	Corr2docx = &interp.Command{
		Name: "corr2docx", Brief: "table of correlations in a Word document",
		Syntax: "varlist(min=2 numeric) [if] [in] [aw fw] using", New: func() interp.Runner { return &corr2docx{Fmt: "%9.3f"} },
		Doc: `    corr2docx varlist [if] [in] using file.docx [, star(* .05) pearson(pw|obs|ignore) spearman(pw|obs|ignore) fmt(%9.3f) ...]

Pearson's correlations stand below the diagonal, Spearman's above it unless
spearman(ignore) is given. pw uses the observations of each pair, the default,
obs those without any missing value. star alone marks p<0.01, 0.05 and 0.1.`,
	}
	T2docx = &interp.Command{
		Name: "t2docx", Brief: "table of comparisons of means in a Word document",
		Syntax: "varlist(min=1 numeric) [if] [in] using", New: func() interp.Runner { return &t2docx{Fmt: "%9.3f"} },
		Doc: `    t2docx varlist [if] [in] using file.docx, by(varname) [not se p star(* .1 ** .05 *** .01) fmt(%9.3f) ...]

Each row has the number of observations and the mean of both groups, the
difference of the means, marked, and its t statistic, unless not is given.`,
	}
	Reg2docx = &interp.Command{
		Name: "reg2docx", Brief: "table of stored estimates in a Word document",
		Syntax: "[anything] using", New: func() interp.Runner { return &reg2docx{} },
		Doc: `    reg2docx [names] using file.docx [, b(%9.3f) t(%7.2f) scalars(N r2(%9.3f)) addfe("Year FE = YES") ...]

The marks are * for p<0.1, ** for p<0.05 and *** for p<0.01. Other options are
those of esttab.`,
	}
)

// A wordFile are the options about the file that the commands have in common.
type wordFile struct {
	Replace   bool    `opt:"replace" help:"overwrite the file"`
	Append    bool    `opt:"append" help:"add to the end of the file"`
	Title     rawText `opt:"TItle(text)" help:"title of the table"`
	Note      rawText `opt:"note(text)" help:"a note beneath the table"`
	Landscape bool    `opt:"landscape" help:"affects looks only: tables are as wide as the page is"`
	PageSize  string  `opt:"pagesize(size)" help:"affects looks only"`
	Font      string  `opt:"font(name)" help:"affects looks only"`
	Margin    string  `opt:"margin(size)" help:"affects looks only"`
	VarLabel  bool    `opt:"varlabel label" help:"labels of variables instead of names"`
	VarName   bool    `opt:"varname" help:"names of variables; the default"`
}

// write sends a table to the file.
func (o *wordFile) write(c *interp.Call, t *report.Table) error {
	if o.Replace && o.Append {
		return rc.Syntax.Errorf("options replace and append may not be combined")
	}
	o.looks(c)
	t.Title = o.Title.text
	if o.Note.set {
		t.Notes = append(t.Notes, report.Line(o.Note.text))
	}
	name := fileName(c)
	if ending(name) == "" {
		name += ".docx"
	}
	out := &output{c: c, file: name, replace: o.Replace, append: o.Append, show: true}
	if out.options.Format = endings[ending(name)]; ending(name) == ".txt" {
		out.options.Format = report.Fixed
	} else if out.options.Format == "" {
		return rc.Syntax.Errorf("file %s: the ending is none of a table's", name)
	}
	return out.send(t)
}

// looks notes options that are only about looks.
func (o *wordFile) looks(c *interp.Call) {
	if o.Landscape || o.PageSize+o.Font+o.Margin != "" {
		c.Note("note: options landscape, pagesize(), margin() and font() only affect looks; they have no effect here")
	}
}

type sum2docx struct {
	Stats  string   `opt:"stats(names)" help:"statistics, each with its format in parentheses; default N mean sd min median max"`
	Obs    bool     `opt:"obs" help:"show the number of observations"`
	Mean   optional `opt:"mean(fmt)?" help:"show the mean"`
	SD     optional `opt:"sd(fmt)?" help:"show the standard deviation"`
	Min    optional `opt:"min(fmt)?" help:"show the minimum"`
	Median optional `opt:"median(fmt)?" help:"show the median"`
	Max    optional `opt:"max(fmt)?" help:"show the maximum"`
	wordFile
}

func (o *sum2docx) Run(c *interp.Call) error {
	text := o.Stats
	if o.Obs {
		text += " n"
	}
	for _, s := range []struct {
		name string
		optional
	}{{"mean", o.Mean}, {"sd", o.SD}, {"min", o.Min}, {"median", o.Median}, {"max", o.Max}} {
		if s.set {
			text += " " + s.name
			if hasText(s.arg) {
				text += "(" + strings.TrimSpace(s.arg.Text) + ")"
			}
		}
	}
	if text == "" {
		text = "n mean sd min median max"
	}
	stats, err := shownStats(text, "d3")
	if err != nil {
		return err
	}
	t, err := summaries(c, "", namesOf(c.Vars), clausesOf(c), stats, o.VarLabel)
	if err != nil {
		return err
	}
	return o.write(c, t)
}

type corr2docx struct {
	Star       optional `opt:"star(symbol-level)?" help:"marks of significance; without an argument * .1 ** .05 *** .01"`
	Fmt        string   `opt:"fmt(fmt)" help:"format of the correlations"`
	Pearson    string   `opt:"pearson(what)" help:"pw, obs or ignore"`
	Spearman   string   `opt:"spearman(what)" help:"pw, obs or ignore"`
	NoDiagonal bool     `opt:"nodiagonal" help:"leave the diagonal blank"`
	wordFile
}

// threeStars are the marks at ten, five and one percent.
const threeStars = "* 0.1 ** 0.05 *** 0.01"

// starSpec returns a spec that knows the marks of an option star().
func starSpec(c *interp.Call, o optional) (*spec, error) {
	s := &spec{c: c}
	if !o.set {
		return s, nil
	}
	text := o.arg.Text
	if strings.TrimSpace(text) == "" {
		text = threeStars
	}
	var err error
	s.stars, err = parseStars(lang.Text{Pos: o.arg.Pos, Text: text}, "star", true)
	return s, err
}

// starNote adds what the marks mean to the notes of t.
func (s *spec) starNote(t *report.Table) {
	var parts []string
	for i := range s.stars {
		star := s.stars[len(s.stars)-1-i]
		parts = append(parts, star.Mark+" p<"+star.Level)
	}
	t.Stars = s.stars
	for i := range t.Columns {
		t.Columns[i].Stars = i > 0 && parts != nil
	}
	if parts != nil {
		t.Notes = append(t.Notes, report.Line(strings.Join(parts, ", ")))
	}
}

func (o *corr2docx) Run(c *interp.Call) error {
	s, err := starSpec(c, o.Star)
	if err != nil {
		return err
	}
	if !report.ValidFormat(o.Fmt) {
		return rc.BadFormat.Errorf("invalid format %s", o.Fmt)
	}
	below, err := o.half(c, o.Pearson, "pearson", pearson)
	if err != nil {
		return err
	}
	above, err := o.half(c, o.Spearman, "spearman", spearman)
	if err != nil {
		return err
	}
	heads := []string{""}
	for _, v := range c.Vars {
		heads = append(heads, title(c.Frame(), v.Name, o.VarLabel))
	}
	t := newListing("", heads...)
	for i := range c.Vars {
		var cells []report.Cell
		for j := range c.Vars {
			switch {
			case i == j && o.NoDiagonal, j < i && below == nil, j > i && above == nil:
				cells = append(cells, report.Blank())
			case i == j:
				cells = append(cells, number(1, o.Fmt, "diagonal"))
			case j < i:
				cells = append(cells, below.cell(s, i, j, o.Fmt))
			default:
				cells = append(cells, above.cell(s, i, j, o.Fmt))
			}
		}
		addRow(t, report.Body, heads[i+1], cells...)
	}
	switch {
	case below != nil && above != nil:
		t.Notes = append(t.Notes, report.Line("Pearson's correlations below the diagonal, Spearman's above it"))
	case above != nil:
		t.Notes = append(t.Notes, report.Line("Spearman's correlations"))
	}
	s.starNote(t)
	return o.write(c, t)
}

// A halfMatrix are correlations and their p-values.
type halfMatrix struct {
	name string
	r, p *interp.Matrix
}

// cell returns a correlation with its mark.
func (h *halfMatrix) cell(s *spec, i, j int, format string) report.Cell {
	return number(h.r.At(i, j), format, h.name).Marked(s.mark(h.p.At(i, j)))
}

// half computes one kind of correlations as the option says, nil for ignore.
func (o *corr2docx) half(c *interp.Call, how, option string, compute func(src *source, vars []string, obs bool) (*halfMatrix, error)) (*halfMatrix, error) {
	switch how {
	case "ignore":
		return nil, nil
	case "", "pw", "obs":
		src := newSource(c, &posting{Listwise: how == "obs"}, c.Vars)
		return compute(src, namesOf(c.Vars), how == "obs")
	}
	return nil, rc.Syntax.Errorf("option %s() incorrectly specified", option)
}

// pearson runs pwcorr.
func pearson(src *source, vars []string, _ bool) (*halfMatrix, error) {
	r, err := src.run("pwcorr "+strings.Join(vars, " "), "sig")
	if err != nil {
		return nil, err
	}
	return &halfMatrix{"Pearson", r.Matrix("C"), r.Matrix("sig")}, nil
}

// spearman runs spearman.
func spearman(src *source, vars []string, obs bool) (*halfMatrix, error) {
	option := "pw matrix"
	if obs {
		option = "matrix"
	}
	before := src.clauses
	if w := src.c.Weight; w != nil { // ranks know no weights
		src.clauses = strings.ReplaceAll(before, " ["+w.Kind+"="+w.Text+"]", "")
	}
	r, err := src.run("spearman "+strings.Join(vars, " "), option)
	src.clauses = before
	if err != nil {
		return nil, err
	}
	rho, p := r.Matrix("Rho"), r.Matrix("P")
	return &halfMatrix{"Spearman", rho, p}, nil
}

type t2docx struct {
	By      *frame.Column `opt:"by(varname)" help:"the variable whose two values are the groups"`
	NoT     bool          `opt:"not" help:"leave out t statistics"`
	T       optional      `opt:"t(fmt)?" help:"show t statistics; the default"`
	SE      optional      `opt:"se(fmt)?" help:"show standard errors of the differences"`
	P       optional      `opt:"p(fmt)?" help:"show p-values"`
	Star    optional      `opt:"star(symbol-level)?" help:"marks of significance; default * .1 ** .05 *** .01"`
	NoStar  bool          `opt:"nostar" help:"no marks"`
	Fmt     string        `opt:"fmt(fmt)" help:"format of means and differences"`
	Unequal bool          `opt:"unequal" help:"the variances of the groups differ"`
	Welch   bool          `opt:"welch" help:"Welch's degrees of freedom"`
	wordFile
}

func (o *t2docx) Run(c *interp.Call) error {
	if o.By == nil {
		return rc.Required.Errorf("option by() required")
	}
	o.Star.set = !o.NoStar
	s, err := starSpec(c, o.Star)
	if err != nil {
		return err
	}
	t, err := o.table(c, s)
	if err != nil {
		return err
	}
	s.starNote(t)
	return o.write(c, t)
}

// groupNames returns the names of the smallest and the largest value of by.
func groupNames(c *interp.Call, by *frame.Column) [2]string {
	less := func(a, b int) bool {
		if by.IsString() {
			return by.Text(a) < by.Text(b)
		}
		return by.Num(a) < by.Num(b)
	}
	lo, hi := -1, -1
	for r := range c.Rows.Each {
		if by.Missing(r) {
			continue
		}
		if lo < 0 || less(r, lo) {
			lo = r
		}
		if hi < 0 || less(hi, r) {
			hi = r
		}
	}
	if lo < 0 {
		return [2]string{}
	}
	return [2]string{c.Cell(by, lo), c.Cell(by, hi)}
}

func (o *t2docx) table(c *interp.Call, s *spec) (*report.Table, error) {
	line := "ttest " + strings.Join(namesOf(c.Vars), " ") + clausesOf(c) + ", by(" + o.By.Name + ")"
	if o.Unequal {
		line += " unequal"
	}
	if o.Welch {
		line += " welch"
	}
	e, err := posted(c, line)
	if err != nil {
		return nil, err
	}
	type column struct{ head, name, format string }
	groups := groupNames(c, o.By)
	columns := []column{
		{"Obs (" + groups[0] + ")", "N_1", "0"}, {"Mean (" + groups[0] + ")", "mu_1", o.Fmt},
		{"Obs (" + groups[1] + ")", "N_2", "0"}, {"Mean (" + groups[1] + ")", "mu_2", o.Fmt}, {"Difference", "b", o.Fmt},
	}
	if !o.NoT {
		columns = append(columns, column{"t", "t", o.T.or(o.Fmt)})
	}
	if o.SE.set {
		columns = append(columns, column{"Std. Err.", "se", o.SE.or(o.Fmt)})
	}
	if o.P.set {
		columns = append(columns, column{"p", "p", o.P.or(o.Fmt)})
	}
	heads := []string{"Variable"}
	for _, col := range columns {
		if !report.ValidFormat(col.format) {
			return nil, rc.BadFormat.Errorf("invalid format %s", col.format)
		}
		heads = append(heads, col.head)
	}
	t := newListing("", heads...)
	for i, v := range c.Vars {
		var cells []report.Cell
		for _, col := range columns {
			m := e.Matrix(col.name)
			if col.name == "b" {
				m = e.B
			}
			cell := number(m.At(0, i), col.format, "ttest "+col.name+" of "+v.Name)
			if col.name == "b" {
				cell = cell.Marked(s.mark(e.Matrix("p").At(0, i)))
			}
			cells = append(cells, cell)
		}
		addRow(t, report.Body, title(c.Frame(), v.Name, o.VarLabel), cells...)
	}
	return t, nil
}

type reg2docx struct {
	Scalars   lang.Text `opt:"SCAlars(names)" help:"statistics of the models, each with its format in parentheses; default N"`
	AddFE     lang.Text `opt:"addfe(texts)" help:"lines beneath the coefficients, as in addfe(\"Year FE = YES\" \"Firm FE = NO YES\"): one text for all models or one for each"`
	Landscape bool      `opt:"landscape" help:"affects looks only"`
	PageSize  string    `opt:"pagesize(size)" help:"affects looks only"`
	Font      string    `opt:"font(name)" help:"affects looks only"`
	Margin    string    `opt:"margin(size)" help:"affects looks only"`
	esttab
}

// Run hands the options on to esttab.
func (o *reg2docx) Run(c *interp.Call) error {
	(&wordFile{Landscape: o.Landscape, PageSize: o.PageSize, Font: o.Font, Margin: o.Margin}).looks(c)
	if name := fileName(c); ending(name) == "" {
		c.Using = lang.Text{Pos: c.Using.Pos, Text: lang.Quote(name + ".docx")}
	}
	list := o.Scalars.Text
	if strings.TrimSpace(list) == "" && !o.NoObs {
		list = "N"
	}
	for _, x := range []struct {
		opt  optional
		name string
	}{{o.R2, "r2"}, {o.AR2, "r2_a"}, {o.PR2, "r2_p"}, {o.AIC, "aic"}, {o.BIC, "bic"}} {
		if x.opt.set {
			list += " " + x.name + "(" + x.opt.or("%9.3f") + ")"
		}
	}
	if list != "" && !hasText(o.Stats) {
		o.Stats = lang.Text{Pos: 1, Text: statList(list)}
	}
	if !hasText(o.Star.arg) && !o.NoStar {
		o.Star = optional{set: true, arg: lang.Text{Pos: 1, Text: threeStars}}
	}
	for _, text := range texts(o.AddFE, true) {
		label, values, ok := strings.Cut(text, "=")
		if !ok {
			return rc.Syntax.At(o.AddFE.Pos, "option addfe() incorrectly specified")
		}
		o.added = append(o.added, addedRow{strings.TrimSpace(label), strings.Fields(values)})
	}
	return o.esttab.Run(c)
}

// reg2docxLabels are the labels of statistics.
var reg2docxLabels = map[string]string{"r2": "R2", "r2_a": "Adj. R2", "r2_p": "Pseudo R2", "aic": "AIC", "bic": "BIC"}

// statList turns "N r2(%9.3f)" into what option stats() wants.
func statList(text string) string {
	var names, formats, labels []string
	for _, word := range strings.Fields(text) {
		name, format, _ := strings.Cut(strings.TrimSuffix(word, ")"), "(")
		switch {
		case format != "":
		case name == "N":
			format = "0"
		default:
			format = "3"
		}
		label := reg2docxLabels[name]
		if label == "" {
			label = name
		}
		names, formats, labels = append(names, name), append(formats, format), append(labels, lang.Quote(label))
	}
	return strings.Join(names, " ") + ", fmt(" + strings.Join(formats, " ") + ") labels(" + strings.Join(labels, " ") + ")"
}
