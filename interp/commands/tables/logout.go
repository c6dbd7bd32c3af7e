package tables

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
)

// Logout is the command "logout".
var Logout = &interp.Command{
	Name: "logout", Brief: "table of a command's results in a file",
	Syntax: "prefix", New: func() interp.Runner { return &logout{} },
	Doc: `    logout, save(name) [word excel tex text replace dec(#)]: command

Runs the command and writes its results as a table, in files with the endings
.rtf (word), .xml (excel), .tex and .txt. Knows summarize, tabstat, tabulate,
correlate, pwcorr, ttest with by(), matlist, and estimation commands. Numbers have three decimals
unless dec() or the command's own format() says otherwise.`,
}

type logout struct {
	Save    string   `opt:"save(filename)" help:"name of the files, without their endings"`
	Word    bool     `opt:"word" help:"write an .rtf file"`
	Excel   bool     `opt:"excel" help:"write an .xml file for Excel"`
	TeX     bool     `opt:"tex" help:"write a .tex file"`
	Text    bool     `opt:"text" help:"write a .txt file; the default"`
	Replace bool     `opt:"replace" help:"overwrite the files"`
	Dec     *float64 `opt:"dec(#)" help:"decimals; default 3"`
	Fix     *float64 `opt:"fix(#)" help:"how the columns of printed output are told apart: not needed, results are read as numbers"`
}

func (o *logout) Run(c *interp.Call) error {
	if o.Save == "" {
		return rc.Required.Errorf("option save() required")
	}
	if c.Cmd.Rest == nil {
		return rc.Required.Errorf("command required")
	}
	t := parseTabled(c, *c.Cmd.Rest)
	t.format = "d3"
	if o.Dec != nil {
		t.format = "d" + strconv.Itoa(int(*o.Dec))
	}
	targets, err := o.targets(c)
	if err != nil {
		return err
	}
	if t.tabler() != nil {
		run := c.Cmd.Rest.Text
		if t.word == "pwcorr_a" {
			run = "pwcorr" + run[len(t.word):]
		}
		if err := c.Session.Run(run); err != nil {
			return err
		}
	}
	table, err := t.make(true)
	if err != nil {
		return err
	}
	for _, target := range targets {
		b, err := table.Render(report.Options{Format: target.format, Page: target.format == report.LaTeX, Float: table.Title != ""})
		if err != nil {
			return rc.Syntax.Errorf("%s", err)
		}
		if err := c.Files().Write(target.name, o.Replace, b); err != nil {
			return err
		}
		c.Printf("(output written to %s)\n", target.name)
	}
	c.Emit(interp.Event{Kind: interp.TableEvent, Data: table})
	return nil
}

// targets decides on the files; none of them may exist without replace.
func (o *logout) targets(c *interp.Call) ([]regTarget, error) {
	base := o.Save
	if end := ending(base); end != "" && regEndings[end] != "" {
		base = base[:len(base)-len(end)]
	}
	var out []regTarget
	for _, x := range []struct {
		set    bool
		ending string
		format report.Format
	}{{o.Word, ".rtf", report.RTF}, {o.Excel, ".xml", report.XML}, {o.TeX, ".tex", report.LaTeX}, {o.Text || !o.Word && !o.Excel && !o.TeX, ".txt", report.Tab}} {
		if !x.set {
			continue
		}
		if c.Files().Exists(base+x.ending) && !o.Replace {
			return nil, rc.FileExists.Errorf("file %s already exists", base+x.ending)
		}
		out = append(out, regTarget{base + x.ending, x.format})
	}
	return out, nil
}
