package tables

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
)

// Estout is the command "estout".
var Estout = &interp.Command{
	Name:   "estout",
	Brief:  "table of stored estimates, all of whose parts are to be said",
	Syntax: "[anything] [using]",
	New:    func() interp.Runner { return &estout{} },
	Doc: `    estout [names] [using file] [, options]
    estout matrix(name[, fmt() transpose]) [using file] [, options]
    estout e(name) | r(name) ...

Without names the estimates stored by eststo are shown, else the active ones.
The table is plain: point estimates in the format %9.0g unless cells() says
otherwise. A file is text with tabs unless style() says otherwise. See esttab
for tables that are ready for publication.

Stored results: r(nmodels), r(ccols), r(names), r(cmdline), r(coefs), r(stats)`,
}

type estout struct {
	estoutOptions
}

// styles are the formats that style() can name.
var styles = map[string]report.Format{
	"smcl": report.Fixed, "fixed": report.Fixed, "tab": report.Tab, "tex": report.LaTeX, "html": report.HTML,
	"csv": report.CSV, "scsv": report.SCSV, "md": report.Markdown, "mmd": report.Markdown, "rtf": report.RTF, "docx": report.DOCX, "xlsx": report.XLSX,
}

func (o *estout) Run(c *interp.Call) error {
	s := &spec{estoutOptions: &o.estoutOptions, c: c, pchar: "@"}
	file := fileName(c)
	if err := o.mode(s, file); err != nil {
		return err
	}
	s.stars = defaultStars(!s.escape)
	if o.StarLevels.Text != "" {
		stars, err := parseStars(o.StarLevels, "starlevels", !s.escape)
		if err != nil {
			return err
		}
		s.stars = stars
	}
	s.plainWidths()
	if err := s.read(); err != nil {
		return err
	}
	s.legend = o.Legend && !o.NoLegend
	if o.Note.set {
		s.notes = append(s.notes, report.Line(o.Note.text))
	}
	ms, err := s.what()
	if err != nil {
		return err
	}
	if err := s.readCells("%9.0g"); err != nil {
		return err
	}
	if len(ms) == 1 && ms[0].name == "" && !o.MLabels.set {
		s.mlabels.None = true
	}
	out := s.output(file)
	if s.mode.Textual() && s.mode.Format != report.Fixed {
		out.options.Fragment = true
		o.plainTexts(s)
	}
	return s.finish(ms, out)
}

// mode decides on the format: style(), else tabs in a file.
func (o *estout) mode(s *spec, file string) error {
	s.mode = mode{Format: report.Fixed, screen: file == ""}
	if file != "" {
		s.mode.Format = report.Tab
		if f := endings[ending(file)]; f == report.DOCX || f == report.XLSX {
			s.mode.Format = f
		}
	}
	s.rules = file == ""
	if o.Style != "" {
		f, ok := styles[o.Style]
		if !ok {
			return rc.NoFile.Errorf("style(%s): file estout_%s.def not found", o.Style, o.Style)
		}
		s.mode.Format = f
		s.rules = o.Style == "smcl"
	}
	s.rules = s.rules || !s.mode.Textual()
	s.eqRules = s.rules
	s.escape = s.mode.Format != report.LaTeX && s.mode.Format != report.HTML
	return s.checkFormat()
}

// plainTexts puts title and notes around a table of text without rules.
func (o *estout) plainTexts(s *spec) {
	if o.Prehead.set || o.Posthead.set || o.Prefoot.set || o.Postfoot.set {
		return
	}
	if o.Title.text != "" {
		s.Prehead = lines{set: true, text: []string{"@title"}}
	}
	if o.Note.text != "" {
		s.Postfoot.set = true
		s.Postfoot.text = append(s.Postfoot.text, "@note")
	}
	if s.legend {
		s.Postfoot.set = true
		s.Postfoot.text = append(s.Postfoot.text, "@starlegend")
	}
}

// plainWidths sets the widths of the columns of formats that have them.
func (s *spec) plainWidths() {
	switch s.mode.Format {
	case report.Tab, report.CSV, report.SCSV:
		return
	}
	s.width, s.widths = 12, []int{12}
	if s.labelled() {
		s.width = 20
	}
}

// readCells reads cells() and stats(), whose defaults are the point estimates.
func (s *spec) readCells(format string) (err error) {
	if s.cells == nil {
		if !s.Cells.set {
			s.cells = [][]cellSpec{{{element{name: "b", formats: []string{format}}}}}
		} else if word(s.Cells.arg) != "none" {
			if s.cells, err = parseCells(s.c, s.Cells.arg); err != nil {
				return err
			}
		}
	}
	if s.stats == nil && s.Stats.Text != "" {
		if len(s.cells) > 0 && len(s.cells[0]) > 0 {
			format = s.cells[0][0][0].formats[0]
		}
		return s.parseStats(s.Stats, format)
	}
	return nil
}

// finish builds the table and sends it where it goes.
func (s *spec) finish(ms []*model, out *output) error {
	t, err := s.build(ms)
	if err != nil {
		return err
	}
	if err := out.send(t); err != nil {
		return err
	}
	s.results(ms, t)
	return nil
}
