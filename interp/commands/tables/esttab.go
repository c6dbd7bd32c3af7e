package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// Esttab is the command "esttab".
var Esttab = &interp.Command{
	Name:   "esttab",
	Brief:  "table of stored estimates, ready for publication",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &esttab{} },
	Doc: `    esttab [names] [using file] [, options]
    esttab matrix(name[, fmt() transpose]) [using file] [, options]
    esttab e(name) | r(name) ...

Without names the estimates stored by eststo are shown, else the active ones.
Without a file the table goes to the screen; the ending of the file's name
(.tex .rtf .docx .html .md .csv .scsv .tsv .xlsx .txt) decides its format
unless an option does.

Numbers are formatted as a# (at least # significant digits), # (decimals) or
%fmt. The defaults are b(a3), t(2), se(a3), p(3).

In LaTeX, characters of labels that LaTeX reads otherwise are escaped, except
in texts that use LaTeX themselves.

Stored results: r(nmodels), r(ccols), r(names), r(cmdline), r(coefs), r(stats)`,
}

type esttab struct {
	esttabOptions
	estoutOptions
	s      *spec
	matrix bool // a matrix is shown, not estimates
	added  []addedRow
}

// An addedRow is a line of texts beneath the coefficients: one for each model,
// or one for all.
type addedRow struct {
	label string
	texts []string
}

// addRows makes the added rows statistics of the models.
func (o *esttab) addRows(ms []*model) error {
	for i, m := range ms {
		if o.added == nil {
			break
		}
		e := m.est.Clone()
		for k, row := range o.added {
			if n := len(row.texts); n != 1 && n != len(ms) {
				return rc.Syntax.Errorf("addfe(): %s has %d texts, but there are %d models", row.label, n, len(ms))
			}
			e.SetMacro("_added"+strconv.Itoa(k+1), row.texts[min(i, len(row.texts)-1)])
		}
		m.est = e
	}
	var rows []summary
	for k, row := range o.added {
		rows = append(rows, summary{name: "_added" + strconv.Itoa(k+1), label: o.s.given(row.label), format: "%9.0g"})
	}
	if o.s.statLabels.texts != nil {
		labels := make([]string, len(o.added))
		for k, row := range o.added {
			labels[k] = row.label
		}
		o.s.statLabels.texts = append(labels, o.s.statLabels.texts...)
	}
	o.s.stats = append(rows, o.s.stats...)
	return nil
}

func (o *esttab) Run(c *interp.Call) error {
	s := &spec{estoutOptions: &o.estoutOptions, c: c, pchar: "@", escape: true}
	o.s = s
	file, err := o.mode(fileName(c))
	if err != nil {
		return err
	}
	o.numberRow()
	o.sizes()
	o.rules()
	if err := s.read(); err != nil {
		return err
	}
	ms, err := s.what()
	if err != nil {
		return err
	}
	o.matrix = s.cells != nil
	for _, step := range []func() error{o.starLevels, o.cells, o.summaries, o.titles, o.constant} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := o.addRows(ms); err != nil {
		return err
	}
	o.notes()
	out := s.output(file)
	o.rendering(&out.options)
	return s.finish(ms, out)
}

// formatOptions are the options that choose the format.
func (o *esttab) format() (f report.Format, set bool) {
	for _, x := range []struct {
		set bool
		f   report.Format
	}{
		{o.SMCL, report.Fixed}, {o.Fixed, report.Fixed}, {o.Tab, report.Tab}, {o.CSV, report.CSV}, {o.SCSV, report.SCSV}, {o.RTF, report.RTF},
		{o.HTML, report.HTML}, {o.TeX || o.Booktabs, report.LaTeX}, {o.MD || o.MMD, report.Markdown},
	} {
		if x.set {
			return x.f, true
		}
	}
	return "", false
}

// mode decides on the format, and completes the name of the file.
func (o *esttab) mode(file string) (string, error) {
	s := o.s
	f, set := o.format()
	if !set {
		f = endings[ending(file)]
		if f == "" {
			f = report.Fixed
			if style, ok := styles[o.Style]; ok {
				f = style
			}
		}
	}
	s.mode = mode{Format: f, screen: file == ""}
	if file != "" && ending(file) == "" {
		file += endingOf[f]
	}
	if file == "" && !f.Textual() && f != report.RTF {
		return "", rc.Required.Errorf("using required")
	}
	return file, s.checkFormat()
}

// numberRow numbers the models unless an option says otherwise.
func (o *esttab) numberRow() {
	if !o.Numbers.set && !o.NoNumbers && !o.Plain {
		o.Numbers.set = true
	}
	if words := o.s.c.Body.Text; strings.Contains(words, "(") && !hasText(o.Numbers.arg) {
		o.Numbers.set = false
	}
}

// sizes sets the widths of the columns.
func (o *esttab) sizes() {
	s := o.s
	s.plainWidths()
	if s.width == 0 {
		return
	}
	if o.Compress {
		s.widths = []int{9}
		s.width -= 2
		if s.labelled() {
			s.width = 16
		}
	}
	s.fit = o.CI.set && !o.Cells.set && s.mode.Format == report.Fixed
}

// rules decides on rules and space between rows.
func (o *esttab) rules() {
	s := o.s
	flat := s.mode.Format == report.Tab || s.mode.Format == report.CSV || s.mode.Format == report.SCSV
	s.rules = !o.NoLines && !o.Plain && !flat || o.Lines && !flat
	s.eqRules = s.rules && !o.NoEqLines
	s.gaps = o.Gaps || !o.NoGaps && !o.Plain && !o.Wide && !o.NoT && !o.Cells.set && !strings.Contains(s.c.Body.Text, "(")
}

// starLevels reads star().
func (o *esttab) starLevels() (err error) {
	s := o.s
	switch {
	case o.StarLevels.Text != "":
		s.stars, err = parseStars(o.StarLevels, "starlevels", true)
	case o.matrix || o.NoStar || o.Plain && !o.Star.set:
	case o.Star.arg.Text != "":
		s.stars, err = parseStars(o.Star.arg, "star", false)
	default:
		s.stars = defaultStars(false)
	}
	return err
}

// cells says what to show for each coefficient.
func (o *esttab) cells() error {
	s := o.s
	switch {
	case o.matrix:
		return nil
	case o.Cells.set:
		return s.readCells("%9.0g")
	}
	base := o.B.or(o.fallback("a3"))
	first := o.first(base)
	second, ok := o.second(base)
	for _, e := range []element{first, second} {
		if _, err := checkFormats(e.formats); err != nil {
			return err
		}
	}
	switch {
	case !ok:
		s.cells = [][]cellSpec{{{first}}}
	case o.OneCell:
		s.cells = [][]cellSpec{{{first, second}}}
	case o.Wide:
		s.cells = [][]cellSpec{{{first}, {second}}}
	default:
		s.cells = [][]cellSpec{{{first}}, {{second}}}
	}
	return nil
}

// fallback is the format for those that are not given.
func (o *esttab) fallback(format string) string {
	if o.Plain {
		return "%9.0g"
	}
	return format
}

// first is the statistic shown first: point estimates, or what stands in for
// them.
func (o *esttab) first(base string) element {
	e := element{name: "b", formats: []string{base}, star: !o.StarAux}
	if o.Beta.set {
		e.name, e.formats = "beta", []string{o.Beta.or(o.fallback("3"))}
	}
	if w := interp.Tokens(o.Main.Text); len(w) > 0 {
		e.name, e.formats = w[0], []string{second(w, base)}
	}
	return e
}

// second is the statistic shown beneath; ok is false for none.
func (o *esttab) second(base string) (e element, ok bool) {
	e = element{name: "t", formats: []string{o.T.or(o.fallback("2"))}, abs: o.Abs}
	switch {
	case o.SE.set:
		e = element{name: "se", formats: []string{o.SE.or(base)}}
	case o.P.set:
		e = element{name: "p", formats: []string{o.P.or(o.fallback("3"))}}
	case o.CI.set:
		e = element{name: "ci", formats: []string{o.CI.or(base)}}
	case o.Z.set:
		e.formats = []string{o.Z.or(o.fallback("2"))}
	}
	if w := interp.Tokens(o.Aux.Text); len(w) > 0 {
		e = element{name: w[0], formats: []string{second(w, base)}}
	} else if o.NoT {
		return e, false
	}
	e.star = o.StarAux
	switch {
	case o.NoParens || o.Plain && !o.Parens && !o.Brackets:
	case o.Brackets || e.name == "ci":
		e.par = []string{"[", ",", "]"}
	default:
		e.par = []string{"(", ",", ")"}
	}
	return e, true
}

// second returns the second word, or otherwise.
func second(words []string, otherwise string) string {
	if len(words) > 1 {
		return words[1]
	}
	return otherwise
}

// A statName is what esttab calls a scalar: plain and with labels, and in
// italics.
type statName struct {
	name, label string
	rich        []report.Run
	before      [2]string // what stands before the italics, plain and with labels
}

var rSquared = []report.Run{{Text: "R", Style: report.Math}, {Text: "2", Style: report.Super}}

var statNames = map[string]statName{
	"N":    {name: "N", label: "Observations", rich: []report.Run{{Text: "N", Style: report.Math}}},
	"r2":   {name: "R-sq", label: "R-squared", rich: rSquared},
	"r2_a": {name: "adj. R-sq", label: "Adjusted R-squared", rich: rSquared, before: [2]string{"adj. ", "Adjusted "}},
	"r2_p": {name: "pseudo R-sq", label: "Pseudo R-squared", rich: rSquared, before: [2]string{"pseudo ", "Pseudo "}},
	"aic":  {name: "AIC", label: "AIC", rich: []report.Run{{Text: "AIC", Style: report.Italic}}},
	"bic":  {name: "BIC", label: "BIC", rich: []report.Run{{Text: "BIC", Style: report.Italic}}},
}

// statCell returns the label of a scalar.
func (s *spec) statCell(name string) report.Cell {
	n, ok := statNames[name]
	if !ok {
		return report.Text(name)
	}
	a := report.Atom{Text: n.name, Rich: n.rich}
	before := n.before[0]
	if s.labelled() {
		a.Text, before = n.label, n.before[1]
		if name == "N" {
			a.Rich = nil
		}
	}
	if before != "" && a.Rich != nil {
		a.Rich = append([]report.Run{{Text: before}}, a.Rich...)
	}
	return report.Cell{Atoms: []report.Atom{a}}
}

// summaries says what to show beneath the coefficients.
func (o *esttab) summaries() error {
	s := o.s
	if o.Stats.Text != "" || o.matrix {
		return s.readCells("")
	}
	n := summary{name: "N", label: s.statCell("N"), format: "%18.0g"}
	if !o.NoObs && !o.ObsLast {
		s.stats = append(s.stats, n)
	}
	base := o.B.or(o.fallback("a3"))
	if o.Cells.set && len(s.cells) > 0 {
		base = s.cells[0][0][0].formats[0]
	}
	for _, x := range []struct {
		opt    optional
		name   string
		format string
	}{{o.R2, "r2", o.fallback("3")}, {o.AR2, "r2_a", o.fallback("3")}, {o.PR2, "r2_p", o.fallback("3")}, {o.AIC, "aic", base}, {o.BIC, "bic", base}} {
		if x.opt.set {
			s.stats = append(s.stats, summary{name: x.name, label: s.statCell(x.name), format: x.opt.or(x.format)})
		}
	}
	if err := o.scalars(base); err != nil {
		return err
	}
	if !o.NoObs && o.ObsLast {
		s.stats = append(s.stats, n)
	}
	for _, x := range s.stats {
		if _, err := checkFormats([]string{x.format}); err != nil {
			return err
		}
	}
	return nil
}

// scalars adds those of scalars(): names, or names with labels in quotes.
func (o *esttab) scalars(base string) error {
	formats, err := checkFormats(o.SFmt)
	if err != nil {
		return err
	}
	for i, w := range interp.Tokens(o.Scalars.Text) {
		name, label, _ := strings.Cut(strings.TrimSpace(w), " ")
		x := summary{name: name, format: base}
		if x.label = o.s.given(strings.TrimSpace(label)); x.label.Empty() {
			x.label = o.s.statCell(name)
		}
		if n := len(formats); n > 0 {
			x.format = formats[min(i, n-1)]
		}
		o.s.stats = append(o.s.stats, x)
	}
	return nil
}

// titles decides what the models are called.
func (o *esttab) titles() error {
	s := o.s
	titled := o.MTitles.set && !o.NoMTitles
	switch {
	case o.matrix && !titled || o.MLabels.set:
	case o.NoMTitles:
		s.mlabels.None = true
	case titled && strings.TrimSpace(o.MTitles.arg.Text) != "":
		s.mlabels.texts = interp.Tokens(o.MTitles.arg.Text)
	case titled:
		s.modelOptions.Titles = true
	case !o.NoDepVars && (!o.Plain || o.DepVars):
		s.modelOptions.DepVars = true
	}
	if o.CoefLabels.set {
		l, err := plainLabels(s.c, o.CoefLabels)
		if err != nil {
			return err
		}
		if len(l.texts)%2 == 1 {
			return rc.Syntax.At(o.CoefLabels.arg.Pos, "option coeflabels() incorrectly specified")
		}
		s.vars.texts = append(l.texts, s.vars.texts...)
	}
	if !o.Cells.set && !o.Plain && !o.ColLabels.set && !o.matrix {
		s.collabels.None = true
	}
	return nil
}

// constant leaves out the constant where it means nothing.
func (o *esttab) constant() error {
	o.s.dropConstant = o.NoConstant || (o.Beta.set || o.s.exponentiate) && !o.Constant && !o.Cells.set
	return nil
}

// notes says what parentheses and marks mean.
func (o *esttab) notes() {
	s := o.s
	automatic := !o.NoNotes && (!o.Plain || o.Notes) && !o.matrix
	if o.Note.set {
		if o.Note.text != "" {
			s.notes = append(s.notes, report.Line(o.Note.text))
		}
	} else if automatic && !o.Cells.set {
		if n, ok := o.automaticNote(); ok {
			s.notes = append(s.notes, n)
		}
	}
	for _, line := range texts(o.AddNotes, true) {
		s.notes = append(s.notes, report.Line(line))
	}
	s.legend = (automatic && !o.Cells.set || o.Legend) && !o.NoLegend && len(s.stars) > 0
}

// automaticNote says what the cells show.
func (o *esttab) automaticNote() (report.Note, bool) {
	s := o.s
	var atoms []report.Atom
	main := ""
	switch {
	case o.Main.Text != "":
		main = word(o.Main) + " coefficients"
	case o.Beta.set:
		main = "Standardized beta coefficients"
	case s.exponentiate:
		main = "Exponentiated coefficients"
	}
	e, ok := o.second("")
	if main != "" && ok {
		main += "; "
	}
	if main != "" {
		atoms = append(atoms, report.Atom{Text: main})
	}
	if ok {
		atoms = append(atoms, o.secondNote(e)...)
	}
	return report.Note{Atoms: atoms}, len(atoms) > 0
}

// secondNote says what the second statistic is and where it stands.
func (o *esttab) secondNote(e element) []report.Atom {
	where := " in second row"
	switch {
	case len(e.par) > 0 && e.par[0] == "[":
		where = " in brackets"
	case e.par != nil:
		where = " in parentheses"
	case o.Wide:
		where = " in second column"
	}
	italic := func(letter, rest string) []report.Atom {
		return []report.Atom{{Text: letter, Rich: []report.Run{{Text: letter, Style: report.Italic}}}, {Text: rest + where}}
	}
	switch {
	case o.Aux.Text != "":
		return []report.Atom{{Text: e.name + where}}
	case e.name == "se":
		return []report.Atom{{Text: "Standard errors" + where}}
	case e.name == "p":
		return italic("p", "-values")
	case e.name == "ci":
		return []report.Atom{{Text: o.s.c.LevelText(o.s.level()) + "% confidence intervals" + where}}
	case o.Z.set:
		return italic("z", " statistics")
	}
	return italic("t", " statistics")
}

// rendering sets the options of the renderer that only esttab has.
func (o *esttab) rendering(r *report.Options) {
	r.Fragment, r.Page, r.Single, r.Packages = o.Fragment, o.Page.set, o.Single, strings.TrimSpace(o.Page.arg.Text)
	r.Booktabs, r.Long, r.Width, r.Align, r.FontTable = o.Booktabs, o.LongTable, o.Width.text, o.Alignment.text, o.FontTable.text
	r.Float = (o.Title.text != "" || o.Float) && !o.NoFloat && !o.Single
	if (r.Format == report.CSV || r.Format == report.SCSV) && o.Plain {
		begin, delimiter, end := report.QuotedCells(r.Format)
		for _, x := range []struct {
			to   **string
			text string
		}{{&r.Begin, begin}, {&r.Delimiter, delimiter}, {&r.End, end}} {
			if *x.to == nil {
				*x.to = &x.text
			}
		}
	}
}

// hasText reports whether an option has an argument.
func hasText(t lang.Text) bool { return strings.TrimSpace(t.Text) != "" }
