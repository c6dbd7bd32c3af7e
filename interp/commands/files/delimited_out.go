package files

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// ExportDelimited is the command "export delimited".
var ExportDelimited = &interp.Command{
	Name:   "export DELIMited",
	Brief:  "write delimited text such as .csv",
	Syntax: "[anything] [if] [in] [using]",
	New:    func() interp.Runner { return &exportDelimited{} },
	Doc: `    export delimited [using] filename [, options]
    export delimited [varlist] [if] [in] using filename [, options]

Labelled values are written as their labels, dates in their display format,
other numbers with the fewest digits that give the same value again. The
missing value . is written as nothing.`,
}

type exportDelimited struct {
	Replace    bool       `opt:"replace" help:"overwrite the file if it exists"`
	Delimiter  delimiters `opt:"Delimiter(char)" help:"what separates fields: a comma, unless given; tab"`
	NoVarNames bool       `opt:"novarnames" help:"no row of names"`
	NoLabel    bool       `opt:"nolabel" help:"numbers, not value labels"`
	Quote      bool       `opt:"quote" help:"quotes around all strings"`
	DataFmt    bool       `opt:"datafmt" help:"numbers in their display format"`
}

func (o *exportDelimited) Run(c *interp.Call) error {
	name, list, err := usingOrBody(c)
	if err != nil {
		return err
	}
	return exportText(c, interp.WithExt(name, ".csv"), list, o.Replace, o.Delimiter, frame.CSVWriteOptions{
		NoNames: o.NoVarNames, Codes: o.NoLabel, QuoteAll: o.Quote, Formatted: o.DataFmt,
	})
}

// exportText writes the listed variables of the selected observations.
func exportText(c *interp.Call, name string, list lang.Text, replace bool, d delimiters, opts frame.CSVWriteOptions) error {
	cols, err := listed(c, c.Frame(), list)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return rc.NotFound.Errorf("no variables defined")
	}
	if len(d.chars) > 1 {
		return rc.Syntax.Errorf("option delimiter() incorrectly specified")
	}
	if d.chars != "" {
		opts.Delimiter = d.chars[0]
	}
	opts.Columns, opts.Rows, opts.Stop = cols, &c.Rows, c.Stop
	exists := c.Files().Exists(name)
	w, err := c.Files().Create(name, replace)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := frame.WriteCSV(w, c.Frame(), opts); err != nil {
		return err
	}
	if err := w.Commit(); err != nil {
		return err
	}
	if replace && !exists {
		c.Printf("(file %s not found)\n", name)
	}
	c.Printf("file %s saved\n", name)
	return nil
}
