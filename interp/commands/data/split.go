package data

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Split is the command "split".
var Split = &interp.Command{
	Name:   "split",
	Brief:  "split a string variable into parts",
	Syntax: "varname(string) [if] [in]",
	New:    func() interp.Runner { return &split{} },
	Doc: `    split strvar [if] [in] [, parse(strings) limit(#) generate(stub) notrim destring ignore("chars") force float percent]

The parts become stub1, stub2, ...; the stub is the variable's name unless
generate() gives another. Stored results: r(k_new), r(varlist)`,
}

type split struct {
	Generate string     `opt:"Generate(stub)" help:"names of the new variables begin with stub"`
	Parse    parseList  `opt:"Parse(strings)" help:"what separates the parts; a blank by default"`
	Limit    int        `opt:"Limit(#)" help:"at most # new variables"`
	NoTrim   bool       `opt:"NOTRIM" help:"keep blanks at the ends of the parts"`
	Destring bool       `opt:"DESTRING" help:"make numbers of the parts"`
	Ignore   ignoreList `opt:"Ignore(chars)" help:"for destring: remove these characters"`
	Force    bool       `opt:"FORCE" help:"for destring: make missing values of what is no number"`
	Float    bool       `opt:"FLOAT" help:"for destring: float rather than double"`
	Percent  bool       `opt:"PERCENT" help:"for destring: divide percentages by 100"`
}

// parseList is the argument of parse(): words, or quoted strings.
type parseList struct{ separators []string }

// Decode implements interp.Decoder.
func (p *parseList) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	for _, w := range splitGlued(*arg) {
		if s := lang.Unquote(w.Text); s != "" {
			p.separators = append(p.separators, s)
		}
	}
	return nil
}

func (o *split) Run(c *interp.Call) error {
	v := c.Vars[0]
	if o.Parse.separators == nil {
		o.Parse.separators = []string{" "}
	}
	stub := v.Name
	if o.Generate != "" {
		stub = o.Generate
	}
	columns := o.columns(v, c.Rows)
	var names []string
	for k, col := range columns {
		col.Name = fmt.Sprintf("%s%d", stub, k+1)
		names = append(names, col.Name)
		if err := c.CheckNewName(col.Name); err != nil {
			return err
		}
	}
	if len(columns) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	for _, col := range columns {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	kind := "string"
	if len(columns) == 1 {
		c.Printf("variable created as %s: \n%s\n", kind, names[0])
	} else {
		c.Printf("variables created as %s: \n%s\n", kind, strings.Join(names, "  "))
	}
	if o.Destring {
		d := &destring{Replace: true, Ignore: o.Ignore, Force: o.Force, Float: o.Float, Percent: o.Percent}
		for _, col := range columns {
			if err := d.variable(c, col, ""); err != nil {
				return err
			}
		}
	}
	c.ClearR()
	c.Scalar("k_new", float64(len(names)))
	c.Macro("varlist", strings.Join(names, " "))
	return nil
}

// columns returns the parts of v's strings, the first part of each in the
// first column and so on.
func (o *split) columns(v *frame.Column, rows frame.Rows) []*frame.Column {
	codes, first := textRows(v, rows)
	parts := make([][]string, len(first))
	most := 0
	for code, row := range first {
		if row >= 0 && code > 0 {
			parts[code] = o.parts(v.Text(int(row)))
			most = max(most, len(parts[code]))
		}
	}
	mine := make([]int32, v.Len())
	for i := range mine {
		mine[i] = -1
	}
	for i := range rows.Each {
		mine[i] = int32(codes[i])
	}
	out := make([]*frame.Column, most)
	for k := range out {
		values := make([]string, len(parts))
		for code, p := range parts {
			if k < len(p) {
				values[code] = p[k]
			}
		}
		out[k] = frame.NewCoded("", mine, values)
	}
	return out
}

// parts cuts s at the separators. Blanks at the ends of what is left are
// removed before each cut.
func (o *split) parts(s string) []string {
	var out []string
	for {
		if !o.NoTrim {
			s = strings.TrimSpace(s)
		}
		if s == "" {
			return out
		}
		at, n := -1, 0
		for _, sep := range o.Parse.separators {
			if i := strings.Index(s, sep); i >= 0 && (at < 0 || i < at) {
				at, n = i, len(sep)
			}
		}
		if at < 0 || o.Limit > 0 && len(out) == o.Limit-1 {
			if at >= 0 {
				s = s[:at]
			}
			return append(out, s)
		}
		out = append(out, s[:at])
		s = s[at+n:]
	}
}
