package files

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// InSheet is the command "insheet".
var InSheet = &interp.Command{
	Name:   "INSheet",
	Brief:  "read delimited text, as before Stata 13",
	Syntax: "[anything] using",
	New:    func() interp.Runner { return &inSheet{} },
	Doc:    "    insheet [newvarlist] using filename [, options]\n\nSee import delimited.",
}

type inSheet struct {
	Clear     bool       `opt:"clear" help:"replace the data in memory"`
	Double    bool       `opt:"Double" help:"numbers with decimals are double"`
	Names     bool       `opt:"Names" help:"the first row holds names"`
	NoNames   bool       `opt:"NONames" help:"there is no row of names"`
	Comma     bool       `opt:"Comma" help:"commas end fields"`
	Tab       bool       `opt:"Tab" help:"tabs end fields"`
	Delimiter delimiters `opt:"DELIMiter(char)" help:"the character that ends fields"`
	Case      bool       `opt:"CASE" help:"keep the case of names"`
}

func (o *inSheet) Run(c *interp.Call) error {
	if err := c.MustBeEmpty(o.Clear); err != nil {
		return err
	}
	opts := frame.CSVOptions{Delimiters: o.Delimiter.chars, Float: c.DefaultType()}
	switch {
	case o.Comma && o.Tab || (o.Comma || o.Tab) && opts.Delimiters != "":
		return rc.Conflict.Errorf("only one of comma, tab and delimiter() is allowed")
	case o.Names && o.NoNames:
		return rc.Conflict.Errorf("options names and nonames may not be combined")
	case o.Comma:
		opts.Delimiters = ","
	case o.Tab:
		opts.Delimiters = "\t"
	}
	switch {
	case o.Names:
		opts.NameRow = 1
	case o.NoNames:
		opts.NameRow = -1
	}
	if o.Double {
		opts.Float = frame.Double
	}
	if o.Case {
		opts.Case = frame.PreserveCase
	}
	return importText(c, interp.WithExt(fileName(c.Using), ".raw"), c.Body.Trim(), opts)
}

// OutSheet is the command "outsheet".
var OutSheet = &interp.Command{
	Name:   "OUTSheet",
	Brief:  "write delimited text, as before Stata 13",
	Syntax: "[anything] [if] [in] using",
	New:    func() interp.Runner { return &outSheet{} },
	Doc:    "    outsheet [varlist] [if] [in] using filename [, options]\n\nTabs end fields unless the options say otherwise. See export delimited.",
}

type outSheet struct {
	Replace   bool       `opt:"replace" help:"overwrite the file if it exists"`
	Comma     bool       `opt:"Comma" help:"commas end fields"`
	Delimiter delimiters `opt:"DELIMiter(char)" help:"the character that ends fields"`
	NoNames   bool       `opt:"noNames" help:"no row of names"`
	NoLabel   bool       `opt:"noLabel" help:"numbers, not value labels"`
	NoQuote   bool       `opt:"noQuote" help:"no quotes around strings"`
}

func (o *outSheet) Run(c *interp.Call) error {
	d := o.Delimiter
	switch {
	case o.Comma && d.chars != "":
		return rc.Conflict.Errorf("options comma and delimiter() may not be combined")
	case o.Comma:
		d.chars = ","
	case d.chars == "":
		d.chars = "\t"
	}
	return exportText(c, interp.WithExt(fileName(c.Using), ".out"), c.Body.Trim(), o.Replace, d, frame.CSVWriteOptions{
		NoNames: o.NoNames, Codes: o.NoLabel, QuoteAll: !o.NoQuote, NoQuotes: o.NoQuote, Dot: true,
	})
}
