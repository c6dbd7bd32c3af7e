package tables

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// Outreg2 is the command "outreg2".
var Outreg2 = &interp.Command{
	Name:   "outreg2",
	Brief:  "add estimates to a table in a file",
	Syntax: "[anything] using",
	New:    func() interp.Runner { return &outreg2{Auto: 3} },
	By:     interp.ByEach,
	Doc: `    outreg2 [names] using file [, options]
    outreg2 [stored estimates] using file [, options]

Adds a column for the active estimates, or for each of the stored ones named in
brackets, to the table in file: with replace a new table is begun, with append
the column goes into the table that earlier calls made. Names are those of the
coefficients to be shown.

The ending of the file's name decides its format: .txt (text with tabs), .xls
(the same), .doc and .rtf (Rich Text Format), .docx, .tex, .xml (for Excel),
.xlsx; the options word, excel and tex give a name without one theirs. Beside
it a file with the ending .txt holds the table as text with tabs, to which a
later run can append.`,
}

type outreg2 struct {
	Replace bool      `opt:"REPlace" help:"begin a new table"`
	Append  bool      `opt:"APpend" help:"add to the table in the file"`
	Word    bool      `opt:"WORD" help:"write an .rtf file"`
	Excel   bool      `opt:"EXcel" help:"write an .xml file for Excel"`
	TeX     optional  `opt:"tex(what)?" help:"write a .tex file; frag without a document around it"`
	Text    bool      `opt:"text" help:"write a .txt file"`
	Quietly bool      `opt:"QUIetly" help:"do not name the files"`
	Title   rawText   `opt:"TItle(text)" help:"title of the table"`
	CTitle  lang.Text `opt:"CTitle(texts)" help:"title of the column; commas separate lines"`
	CTTop   lang.Text `opt:"CTTop(texts)" help:"lines above the number of the column"`
	Label   optional  `opt:"LABel(how)?" help:"labels of variables instead of names; label(insert) adds them"`
	NoLabel bool      `opt:"noLABel" help:"names of variables; the default"`
	AddNote lang.Text `opt:"ADDNote(texts)" help:"lines beneath the table; commas separate them"`
	Notes   bool      `opt:"NOTEs" help:"say what parentheses and marks mean; the default"`
	NoNotes bool      `opt:"noNOTes" help:"do not say what parentheses and marks mean"`

	Dec  *float64  `opt:"dec(#)" help:"decimals of everything"`
	BDec []float64 `opt:"BDec(numlist)" help:"decimals of coefficients, one after the other"`
	SDec []float64 `opt:"SDec(numlist)" help:"decimals of standard errors"`
	TDec *float64  `opt:"TDec(#)" help:"decimals of t statistics"`
	PDec *float64  `opt:"PDec(#)" help:"decimals of p-values"`
	CDec *float64  `opt:"CDec(#)" help:"decimals of confidence intervals"`
	RDec *float64  `opt:"RDec(#)" help:"decimals of the R-squared"`
	ADec *float64  `opt:"ADec(#)" help:"decimals of addstat()"`
	Auto int       `opt:"AUto(#)" help:"significant digits where no decimals are given; default 3"`

	SE      bool      `opt:"se" help:"standard errors beneath coefficients; the default"`
	TStat   bool      `opt:"Tstat" help:"t statistics beneath coefficients"`
	PValue  bool      `opt:"Pvalue" help:"p-values beneath coefficients"`
	CI      bool      `opt:"ci" help:"confidence intervals beneath coefficients"`
	Beta    bool      `opt:"BEta" help:"standardized coefficients beneath coefficients"`
	Stats   []string  `opt:"STAts(names)" help:"what to show: coef se tstat pval ci beta"`
	Level   float64   `opt:"Level(#)" help:"confidence level, in percent; default 95"`
	NoParen bool      `opt:"noPAren" help:"no parentheses"`
	Paren   optional  `opt:"PARen(names)?" help:"statistics in parentheses"`
	Bracket optional  `opt:"BRacket(names)?" help:"statistics in brackets"`
	Side    bool      `opt:"SIDEway" help:"statistics side by side"`
	NoAster bool      `opt:"noASter" help:"no marks of significance"`
	Aster   optional  `opt:"ASter(names)?" help:"statistics with marks of significance; default coef"`
	Alpha   lang.Text `opt:"ALpha(levels)" help:"levels of significance; default .01, .05, .1"`
	Symbol  lang.Text `opt:"SYMbol(marks)" help:"marks of significance; default ***, **, *"`
	TwoStar bool      `opt:"2aster" help:"** and * at 1 and 5 percent"`
	TenPct  bool      `opt:"10pct" help:"+ at 10 percent besides ** and *"`
	EForm   bool      `opt:"EForm" help:"exponentiated coefficients"`

	Keep    []string  `opt:"Keep(names)" help:"coefficients to show"`
	Drop    []string  `opt:"Drop(names)" help:"coefficients not to show"`
	EqKeep  []string  `opt:"EQKeep(names)" help:"equations to show"`
	EqDrop  []string  `opt:"EQDrop(names)" help:"equations not to show"`
	SortVar []string  `opt:"SORTvar(names)" help:"coefficients to show first"`
	NoCons  bool      `opt:"noCONs" help:"no constant"`
	NoObs   bool      `opt:"noOBs" help:"no number of observations"`
	NoR2    bool      `opt:"noR2" help:"no R-squared"`
	AdjR2   bool      `opt:"ADJr2" help:"adjusted R-squared"`
	NoNI    bool      `opt:"noNI" help:"no number of groups"`
	E       []string  `opt:"e(names)" help:"scalars in e() to show"`
	AddStat lang.Text `opt:"ADDStat(name-value)" help:"numbers to show, as in addstat(F, e(F))"`
	AddText lang.Text `opt:"ADDText(name-text)" help:"texts to show, as in addtext(Year FE, YES)"`
	Sum     optional  `opt:"SUM(how)?" help:"a table of summary statistics: sum(log) or sum(detail)"`
	OneCol  bool      `opt:"ONEcol" help:"equations one below the other; the default"`
}

// regTables keeps the tables of outreg2 by the paths of their files.
func regTables(c *interp.Call) map[string]*regTable {
	return interp.State(c.Session, "outreg2", func() map[string]*regTable { return map[string]*regTable{} })
}

func (o *outreg2) Run(c *interp.Call) error {
	f := o.file(c)
	if o.Replace && o.Append {
		return rc.Syntax.Errorf("options replace and append may not be combined")
	}
	t, err := o.table(c, f)
	if err != nil {
		return err
	}
	columns, err := o.columns(c)
	if err != nil {
		return err
	}
	t = t.with(columns)
	if o.Title.set {
		t.title = o.Title.text
	}
	t.notes = o.notes(c, columns)
	t.sortVar = append(t.sortVar, o.SortVar...)
	if err := o.write(c, f, t); err != nil {
		return err
	}
	regTables(c)[f.state(c)] = t
	return nil
}

// A regFile is where a table of outreg2 goes: one file, or one in each of the
// formats asked for, and one with the table as text.
type regFile struct {
	base  string // the name without its ending
	files []regTarget
}

// A regTarget is a file and its format.
type regTarget struct {
	name   string
	format report.Format
}

// state is the key of the table: the path without ending.
func (f regFile) state(c *interp.Call) string { return c.Files().Path(f.base) }

// text is the name of the file that holds the table as text.
func (f regFile) text() string { return f.base + ".txt" }

// exists reports whether one of the files exists.
func (f regFile) exists(c *interp.Call) bool {
	return c.Files().Exists(f.text()) || slices.ContainsFunc(f.files, func(t regTarget) bool { return c.Files().Exists(t.name) })
}

// regEndings are the formats by the endings of files.
var regEndings = map[string]report.Format{
	".txt": report.Tab, ".xls": report.Tab, ".out": report.Tab, ".csv": report.CSV, ".doc": report.RTF, ".rtf": report.RTF, ".docx": report.DOCX,
	".tex": report.LaTeX, ".xml": report.XML, ".xlsx": report.XLSX, ".html": report.HTML, ".md": report.Markdown,
}

// file decides on names and formats.
func (o *outreg2) file(c *interp.Call) regFile {
	name := fileName(c)
	end := ending(name)
	given, known := regEndings[end]
	f := regFile{base: name}
	if known {
		f.base = name[:len(name)-len(end)]
	}
	for _, x := range []struct {
		set    bool
		ending string
		format report.Format
		as     []string // endings that the file may keep
	}{
		{o.Word, ".rtf", report.RTF, []string{".doc", ".rtf", ".docx"}}, {o.Excel, ".xml", report.XML, []string{".xls", ".xml", ".xlsx"}},
		{o.TeX.set, ".tex", report.LaTeX, []string{".tex"}},
	} {
		switch {
		case !x.set:
		case !slices.Contains(x.as, end):
			f.files = append(f.files, regTarget{f.base + x.ending, x.format})
		case end == ".docx" || end == ".xlsx":
			f.files = append(f.files, regTarget{name, given})
		default:
			f.files = append(f.files, regTarget{name, x.format})
		}
	}
	if f.files == nil && known {
		f.files = []regTarget{{name, given}}
	} else if f.files == nil {
		f.files = []regTarget{{f.text(), report.Tab}}
	}
	return f
}

// table returns the table to add to: an empty one, or that of earlier calls.
func (o *outreg2) table(c *interp.Call, f regFile) (*regTable, error) {
	exists := f.exists(c)
	switch {
	case !o.Append && !o.Replace && exists:
		return nil, rc.FileExists.Errorf("file %s already exists", f.files[0].name)
	case !o.Append || !exists:
		return &regTable{}, nil
	}
	if t := regTables(c)[f.state(c)]; t != nil {
		return t, nil
	}
	if !c.Files().Exists(f.text()) {
		return &regTable{}, nil
	}
	b, err := c.Files().Read(f.text())
	if err != nil {
		return nil, err
	}
	return readRegTable(string(b)), nil
}

// estimates returns what columns are made of: the active estimates or the
// stored ones in brackets; and the names of coefficients before them.
func (o *outreg2) estimates(c *interp.Call) (names []string, ms []*model, err error) {
	body := c.Body
	if i := strings.IndexByte(body.Text, '['); i >= 0 {
		j := strings.IndexByte(body.Text, ']')
		if j < i {
			return nil, nil, rc.Unbalanced.At(body.Pos, "too few ')' or ']'")
		}
		if ms, err = models(c, interp.Tokens(body.Text[i+1:j])); err != nil {
			return nil, nil, rc.Locate(err, body.Pos)
		}
		return interp.Tokens(body.Text[:i]), ms, nil
	}
	if c.E.B == nil {
		return nil, nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	return interp.Tokens(body.Text), []*model{newModel(".", c.E)}, nil
}

// columns returns the columns that the call adds.
func (o *outreg2) columns(c *interp.Call) ([]*regColumn, error) {
	if o.Sum.set {
		return o.summary(c)
	}
	names, ms, err := o.estimates(c)
	if err != nil {
		return nil, err
	}
	stats, err := o.statistics()
	if err != nil {
		return nil, err
	}
	stars, err := o.stars()
	if err != nil {
		return nil, err
	}
	var out []*regColumn
	for _, m := range ms {
		b := &regBuilder{outreg2: o, c: c, m: m, stats: stats, s: &spec{estoutOptions: &estoutOptions{}, c: c, stars: stars}, names: names}
		col, err := b.column()
		if err != nil {
			return nil, err
		}
		out = append(out, col)
	}
	return out, nil
}

// statistics returns what is shown of each coefficient.
func (o *outreg2) statistics() ([]string, error) {
	if len(o.Stats) > 0 {
		for _, s := range o.Stats {
			if _, ok := regStats[s]; !ok {
				return nil, rc.Syntax.Errorf("stats(%s) is not supported", s)
			}
		}
		return o.Stats, nil
	}
	second := "se"
	switch {
	case o.TStat:
		second = "tstat"
	case o.PValue:
		second = "pval"
	case o.CI:
		second = "ci"
	case o.Beta:
		second = "beta"
	}
	return []string{"coef", second}, nil
}

// regStats are the statistics that outreg2 can show: the element of cells()
// and what a note calls it.
var regStats = map[string]struct{ element, note string }{
	"coef": {"b", ""}, "se": {"se", "Standard errors"}, "tstat": {"t", "t-statistics"}, "pval": {"p", "pval"}, "ci": {"ci", "ci"}, "beta": {"beta", "Normalized beta coefficients"},
}

// stars returns the marks of significance, the mildest first.
func (o *outreg2) stars() ([]report.Star, error) {
	if o.NoAster {
		return nil, nil
	}
	levels, marks := []string{"0.01", "0.05", "0.1"}, []string{"***", "**", "*"}
	switch {
	case o.TwoStar:
		levels, marks = []string{"0.01", "0.05"}, []string{"**", "*"}
	case o.TenPct:
		marks = []string{"**", "*", "+"}
	}
	if list := commaList(o.Alpha.Text); len(list) > 0 {
		levels = list
		if len(list) != len(marks) && o.Symbol.Text == "" {
			marks = []string{"***", "**", "*"}[max(3-len(list), 0):]
		}
	}
	if list := commaList(o.Symbol.Text); len(list) > 0 {
		marks = list
	}
	if len(levels) != len(marks) {
		return nil, rc.Syntax.Errorf("alpha() and symbol() differ in length")
	}
	var words []string
	for i := range levels {
		level := levels[i]
		if strings.HasPrefix(level, ".") {
			level = "0" + level
		}
		words = append(words, lang.Quote(marks[i]), level)
	}
	slices.Reverse(words)
	return parseStars(lang.Text{Text: strings.Join(words, " ")}, "alpha", true)
}

// commaList splits at commas outside quotes and parentheses.
func commaList(s string) []string {
	var out []string
	rest := lang.Text{Pos: 1, Text: strings.TrimSpace(s)}
	for rest.Text != "" {
		head, tail := splitSub(rest)
		out = append(out, lang.Unquote(strings.TrimSpace(head.Text)))
		rest = tail
	}
	return out
}

// notes returns the lines beneath the table.
func (o *outreg2) notes(c *interp.Call, columns []*regColumn) []string {
	var out []string
	if !o.NoNotes && !o.Sum.set {
		stats, _ := o.statistics()
		for _, s := range stats {
			note := regStats[s].note
			if note == "" {
				continue
			}
			if s == "se" && c.E.Macro("vcetype") == "Robust" {
				note = "Robust standard errors"
			}
			switch open, _ := o.around(s); open {
			case "(":
				out = append(out, note+" in parentheses")
			case "[":
				out = append(out, note+" in brackets")
			}
		}
		if stars, err := o.stars(); err == nil && len(stars) > 0 {
			var parts []string
			for _, s := range slices.Backward(stars) {
				parts = append(parts, s.Mark+" p<"+s.Level)
			}
			out = append(out, strings.Join(parts, ", "))
		}
	}
	return append(out, commaList(o.AddNote.Text)...)
}

// around returns what stands around a statistic.
func (o *outreg2) around(stat string) (open, shut string) {
	in := func(list optional) bool { return slices.Contains(commaWords(list.arg.Text), stat) }
	bracketed := o.Bracket.set && (in(o.Bracket) || o.Bracket.arg.Text == "" && stat != "coef")
	switch {
	case bracketed:
		return "[", "]"
	case o.NoParen || stat == "coef" && !in(o.Paren):
		return "", ""
	case o.Paren.set && o.Paren.arg.Text != "" && !in(o.Paren):
		return "", ""
	}
	return "(", ")"
}

// commaWords splits at blanks and commas.
func commaWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
}
