package tables

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// Asdoc is the command "asdoc".
var Asdoc = &interp.Command{
	Name: "asdoc", Brief: "table of a command's results in a Word document",
	Syntax: "raw", New: func() interp.Runner { return &asdoc{Save: "Myfile.doc", Dec: 3} },
	Doc: `    asdoc command [, options of the command] [save(file.doc) replace append title(text) dec(#) label stat(names) nest]

Knows summarize, tabstat, tabulate, correlate, pwcorr, ttest with by(), and
estimation commands. The table goes behind those that the file holds already
unless replace is given. With nest the estimates become a column of the table
that earlier calls with nest and the same file began.

The ending of the file's name decides its format: .doc and .rtf are Rich Text
Format; .docx, .tex, .html, .csv, .xlsx and others are what they say.`,
}

type asdoc struct {
	Save    string  `opt:"save(filename)" help:"the file; default Myfile.doc"`
	Replace bool    `opt:"replace" help:"overwrite the file"`
	Append  bool    `opt:"append" help:"add to the end of the file; the default"`
	Title   rawText `opt:"title(text)" help:"title of the table"`
	Dec     int     `opt:"dec(#)" help:"decimals; default 3"`
	Label   bool    `opt:"label" help:"labels of variables instead of names"`
	Stat    string  `opt:"stat(names)" help:"statistics of summarize and tabstat: N mean sd min max p50 ..."`
	Hide    bool    `opt:"hide" help:"do not show the table"`
	asdocNest
	FS   string `opt:"fs(#)" help:"affects looks only"`
	Font string `opt:"font(name)" help:"affects looks only"`
}

// asdocNest are the options that columns of a nested table have.
type asdocNest struct {
	Nest   string    `opt:"nest" help:"make the estimates a column of a table"`
	Reset  bool      `opt:"reset" help:"with nest: begin a new table"`
	CNames lang.Text `opt:"cnames(text)" help:"with nest: title of the column"`
	Add    lang.Text `opt:"add(name-text)" help:"with nest: texts to show, as in add(Year FE, yes)"`
	Keep   []string  `opt:"keep(names)" help:"with nest: coefficients to show"`
	Drop   []string  `opt:"drop(names)" help:"with nest: coefficients not to show"`
	BDec   []float64 `opt:"bdec(numlist)" help:"with nest: decimals of coefficients"`
	RepSE  bool      `opt:"repse" help:"with nest: standard errors beneath coefficients; the default"`
	RepT   bool      `opt:"rept" help:"with nest: t statistics beneath coefficients"`
	NoCons bool      `opt:"nocons" help:"with nest: no constant"`
}

// A nestedTable is a table that calls with nest add to, and the document that
// it stands at the end of.
type nestedTable struct {
	onto  []byte
	table *regTable
}

// nestedTables keeps the tables by the paths of their files.
func nestedTables(c *interp.Call) map[string]*nestedTable {
	return interp.State(c.Session, "asdoc", func() map[string]*nestedTable { return map[string]*nestedTable{} })
}

// split takes the options of asdoc out of those of the command.
func (o *asdoc) split(c *interp.Call, t *tabled) error {
	var mine, theirs []lang.Option
	for _, x := range t.options {
		if interp.OptionName(o, x.Name.Text) != "" {
			mine = append(mine, x)
		} else {
			theirs = append(theirs, x)
		}
	}
	t.options = theirs
	sub := *c
	sub.Options = mine
	return sub.BindOptions(o)
}

func (o *asdoc) Run(c *interp.Call) error {
	t := parseTabled(c, c.Body)
	if t.word == "" {
		return rc.Unrecognized.Errorf("asdoc handles commands; text(), row() and other options without one are not supported")
	}
	if err := o.split(c, t); err != nil {
		return err
	}
	if o.Replace && o.Append {
		return rc.Syntax.Errorf("options replace and append may not be combined")
	}
	if o.FS+o.Font != "" {
		c.Note("note: options fs() and font() only affect looks; they have no effect here")
	}
	t.format, t.stats, t.label, t.title = "d"+strconv.Itoa(o.Dec), strings.ReplaceAll(o.Stat, ",", " "), o.Label, o.Title.text
	file, format, err := o.file()
	if err != nil {
		return err
	}
	if o.Nest != "" {
		return o.nested(c, t, file, format)
	}
	table, err := t.make(true)
	if err != nil {
		return err
	}
	delete(nestedTables(c), c.Files().Path(file))
	out := &output{c: c, file: file, replace: o.Replace, append: !o.Replace, show: t.tabler() != nil && !o.Hide}
	out.options.Format = format
	return out.send(table)
}

// file decides on the name and the format.
func (o *asdoc) file() (string, report.Format, error) {
	file := strings.TrimSpace(o.Save)
	if ending(file) == "" {
		file += ".doc"
	}
	format, ok := regEndings[ending(file)]
	if !ok {
		return "", "", rc.Syntax.Errorf("file %s: the ending is none of a table's", file)
	}
	return file, format, nil
}

// make returns the table of the command.
func (t *tabled) make(run bool) (*report.Table, error) {
	if tabler := t.tabler(); tabler != nil {
		return tabler.table(t)
	}
	return t.estimates(run)
}

// nested adds the estimates of a command as a column.
func (o *asdoc) nested(c *interp.Call, t *tabled, file string, format report.Format) error {
	before := c.E
	if err := c.Session.Run(t.line()); err != nil {
		return err
	}
	if c.Session.E == before || c.Session.E.B == nil {
		return rc.Syntax.Errorf("option nest: %s leaves no estimates behind", t.word)
	}
	dec := float64(o.Dec)
	r := &outreg2{Auto: 3, Dec: &dec, BDec: o.BDec, Keep: o.Keep, Drop: o.Drop, NoCons: o.NoCons, TStat: o.RepT, CTitle: o.CNames, AddText: o.Add}
	r.Label.set = o.Label
	sub := *c
	sub.Body = lang.Text{}
	columns, err := r.columns(&sub)
	if err != nil {
		return err
	}
	path := c.Files().Path(file)
	nest := nestedTables(c)[path]
	if nest == nil || o.Replace || o.Reset {
		nest = &nestedTable{table: &regTable{}}
		if !o.Replace && c.Files().Exists(file) {
			if nest.onto, err = c.Files().Read(file); err != nil {
				return err
			}
		}
	}
	next := &nestedTable{onto: nest.onto, table: nest.table.with(columns)}
	next.table.notes = r.notes(c, columns)
	if o.Title.set {
		next.table.title = o.Title.text
	}
	table := next.table.report()
	b, err := table.Render(report.Options{Format: format, Onto: next.onto})
	if err != nil {
		return rc.Syntax.Errorf("%s", err)
	}
	if err := c.Files().Write(file, true, b); err != nil {
		return err
	}
	nestedTables(c)[path] = next
	c.Printf("(output written to %s)\n", file)
	c.Emit(interp.Event{Kind: interp.TableEvent, Data: table})
	return nil
}
