package tables

import (
	"path"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// endings are the formats of files by the endings of their names.
var endings = map[string]report.Format{
	".tex": report.LaTeX, ".csv": report.CSV, ".scsv": report.SCSV, ".tsv": report.Tab, ".rtf": report.RTF,
	".htm": report.HTML, ".html": report.HTML, ".md": report.Markdown, ".mmd": report.Markdown,
	".docx": report.DOCX, ".xlsx": report.XLSX,
}

// endingOf is the ending given to a file's name that has none.
var endingOf = map[report.Format]string{
	report.Fixed: ".txt", report.Tab: ".txt", report.CSV: ".csv", report.SCSV: ".csv", report.RTF: ".rtf", report.HTML: ".html",
	report.LaTeX: ".tex", report.Markdown: ".md", report.DOCX: ".docx", report.XLSX: ".xlsx",
}

// An output is where a table goes.
type output struct {
	c       *interp.Call
	file    string // "" for the screen
	options report.Options
	replace bool
	append  bool
	show    bool // on the screen, besides the file
	tabs    bool // shown as <T>
	top     string
	bottom  string
}

// fileName is the name behind using.
func fileName(c *interp.Call) string {
	word, _ := interp.NextToken(c.Using.Text)
	return word
}

// ending returns the ending of a file's name, in lower case.
func ending(name string) string {
	return strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
}

// send writes the table to its file, or shows it.
func (o *output) send(t *report.Table) error {
	onto := o.options.Onto
	if o.file != "" {
		if o.append && o.c.Files().Exists(o.file) {
			old, err := o.c.Files().Read(o.file)
			if err != nil {
				return err
			}
			onto = old
		} else if !o.replace && o.c.Files().Exists(o.file) {
			return rc.FileExists.Errorf("file %s already exists", o.file)
		}
	}
	options := o.options
	options.Onto = onto
	b, err := t.Render(options)
	if err != nil {
		return rc.Syntax.Errorf("%s", err)
	}
	if b, err = o.surrounded(b, len(onto)); err != nil {
		return err
	}
	if o.file == "" || o.show {
		if err := o.display(t); err != nil {
			return err
		}
	}
	if o.file != "" {
		if err := o.c.Files().Write(o.file, o.replace || o.append, b); err != nil {
			return err
		}
		o.c.Printf("(output written to %s)\n", o.file)
	}
	o.c.Emit(interp.Event{Kind: interp.TableEvent, Data: t})
	return nil
}

// surrounded puts files above and below the part of b from byte at on.
func (o *output) surrounded(b []byte, at int) ([]byte, error) {
	if o.top == "" && o.bottom == "" {
		return b, nil
	}
	if !o.options.Format.Textual() {
		return nil, rc.Syntax.Errorf("options topfile() and bottomfile() are for formats of text")
	}
	var top, bottom []byte
	var err error
	if o.top != "" {
		if top, err = o.c.Files().Read(o.top); err != nil {
			return nil, err
		}
	}
	if o.bottom != "" {
		if bottom, err = o.c.Files().Read(o.bottom); err != nil {
			return nil, err
		}
	}
	out := append([]byte{}, b[:at]...)
	out = append(out, top...)
	out = append(out, b[at:]...)
	return append(out, bottom...), nil
}

// display shows the table: in its format, or as plain text if that is no text.
func (o *output) display(t *report.Table) error {
	options := o.options
	if !options.Format.Textual() {
		options = report.Options{Format: report.Fixed, Abbrev: true}
	}
	b, err := t.Render(options)
	if err != nil {
		return rc.Syntax.Errorf("%s", err)
	}
	text := string(b)
	if o.tabs {
		text = strings.ReplaceAll(text, "\t", "<T>")
	}
	if options.Format == report.Fixed {
		text = interp.Unsmcl(strings.ReplaceAll(text, "{break}", "\n"))
	}
	o.c.Print("\n" + text)
	return nil
}

// output returns where the table of s goes.
func (s *spec) output(file string) *output {
	return &output{
		c: s.c, file: file, replace: s.ReplaceFile, append: s.AppendFile, show: s.Type && !s.NoType, tabs: s.ShowTabs,
		top: s.TopFile, bottom: s.BottomFile,
		options: report.Options{
			Format: s.mode.Format, Begin: s.Begin.pointer(), Delimiter: s.Delimiter.pointer(), End: s.End.pointer(),
			InCell: s.InCell.text, HLine: s.HLineChar.text, Abbrev: s.abbreviated(), Detach: s.Detach, RawHead: !s.escape, PerModel: s.perModel(),
		},
	}
}

// perModel is the number of columns of each model or equation.
func (s *spec) perModel() int {
	n := 1
	for _, row := range s.cells {
		n = max(n, len(row))
	}
	return n
}

// abbreviated reports whether labels are shortened: in plain text, unless an
// option says otherwise.
func (s *spec) abbreviated() bool {
	return (s.mode.Format == report.Fixed || s.Abbreviate) && !s.NoAbbrev
}

// checkFormat refuses options that the format has no use for.
func (s *spec) checkFormat() error {
	if s.mode.Textual() {
		return nil
	}
	for _, o := range []struct {
		name string
		set  bool
	}{
		{"begin", s.Begin.set}, {"delimiter", s.Delimiter.set}, {"end", s.End.set}, {"prehead", s.Prehead.set},
		{"posthead", s.Posthead.set}, {"prefoot", s.Prefoot.set}, {"postfoot", s.Postfoot.set},
	} {
		if o.set {
			return rc.Syntax.Errorf("option %s() is for formats of text, not for %s", o.name, s.mode.Format)
		}
	}
	return nil
}

// results stores what the command leaves behind in r().
func (s *spec) results(ms []*model, t *report.Table) {
	c := s.c
	c.ClearR()
	c.Scalar("nmodels", float64(len(ms)))
	c.Scalar("ccols", float64(s.perModel()*max(len(s.cells), 1)))
	names := ""
	for i, m := range ms {
		if i > 0 {
			names += " "
		}
		names += m.name
	}
	c.Macro("names", names)
	c.Macro("cmdline", c.Line())
	if m := numbers(t, report.Foot); m != nil {
		c.Matrix("stats", m)
	}
	if m := numbers(t, report.Body); m != nil {
		c.Matrix("coefs", m)
	}
}

// numbers returns the numbers of a part of the table as a matrix: a row for
// each row of the table that has some.
func numbers(t *report.Table, part report.Part) *interp.Matrix {
	var rows [][]float64
	var names []string
	label := ""
	for _, r := range t.Rows {
		if r.Part != part {
			continue
		}
		if text := plain(r.Cells[0]); text != "" {
			label = text
		}
		var row []float64
		some := false
		for _, c := range r.Cells[1:] {
			x := report.Nothing
			for _, a := range c.Atoms {
				if a.Kind == report.Number {
					x, some = a.Num, true
					break
				}
			}
			row = append(row, x)
		}
		if some {
			rows, names = append(rows, row), append(names, label)
		}
	}
	if rows == nil {
		return nil
	}
	m := interp.MatrixOf(rows...)
	m.Rows = names
	return m
}

// word is the first word of an option's argument, without quotes.
func word(t lang.Text) string {
	w, _ := interp.NextToken(t.Text)
	return w
}
