package data

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Tostring is the command "tostring".
var Tostring = &interp.Command{
	Name:   "tostring",
	Brief:  "make strings of numbers",
	Syntax: "varlist",
	New:    func() interp.Runner { return &tostring{} },
	Doc: `    tostring varlist, {generate(newvars) | replace} [force format(%fmt) usedisplayformat]

The format is %12.0g unless another is asked for. A variable whose numbers
could not be read back from the strings is left alone, unless force is given.`,
}

type tostring struct {
	Generate   []string `opt:"Generate(newvarlist)" help:"names of the new variables"`
	Replace    bool     `opt:"replace" help:"replace the numeric variables"`
	Force      bool     `opt:"force" help:"convert even if digits are lost"`
	Format     string   `opt:"Format(%fmt)" help:"format to convert with"`
	UseDisplay bool     `opt:"Usedisplayformat" help:"convert with each variable's own display format"`
}

func (o *tostring) Run(c *interp.Call) error {
	switch {
	case o.Replace == (len(o.Generate) > 0):
		return rc.Syntax.Errorf("must specify either generate or replace option")
	case len(o.Generate) > 0 && len(o.Generate) != len(c.Vars):
		return rc.Syntax.Errorf("number of variables in varlist must equal number of variables in generate(newvarlist)")
	case o.Format != "" && o.UseDisplay:
		return rc.Conflict.Errorf("options format() and usedisplayformat may not be combined")
	}
	if o.Format != "" {
		if f, err := frame.ParseFormat(o.Format); err != nil || f.IsString() {
			return rc.BadFormat.Errorf("invalid %%format")
		}
	}
	if err := checkNewNames(c, o.Generate); err != nil {
		return err
	}
	for i, v := range c.Vars {
		name := ""
		if !o.Replace {
			name = o.Generate[i]
		}
		o.variable(c, v, name)
	}
	return nil
}

// variable converts v to a new variable called name, or in place.
func (o *tostring) variable(c *interp.Call, v *frame.Column, name string) {
	undone := "no replace"
	if name != "" {
		undone = "no generate"
	}
	if v.IsString() {
		c.Printf("%s already string; %s\n", v.Name, undone)
		return
	}
	col, exact := o.strings(v)
	if !exact && !o.Force {
		c.Printf("%s cannot be converted reversibly; %s\n", v.Name, undone)
		return
	}
	col.Label, col.Chars = v.Label, slices.Clone(v.Chars)
	note := "converted to string"
	if !exact {
		note = "forced to string; " + o.format(v)
	}
	col.Chars.Set("tostring", note)
	if name != "" {
		col.Name = name
		c.Printf("%s generated as %s\n", name, col.Type())
	} else {
		c.Printf("%s was %s now %s\n", v.Name, v.Type(), col.Type())
	}
	if !exact {
		c.Printf("%s was forced to string; some loss of information\n", col.Name)
	}
	c.Frame().Put(col)
	if name == "" {
		c.Frame().Touch(col)
	} else {
		placeColumn(c.Frame(), name, nil, v)
	}
}

func (o *tostring) format(v *frame.Column) string {
	switch {
	case o.UseDisplay:
		return v.Format
	case o.Format != "":
		return o.Format
	}
	return "%12.0g"
}

// strings returns v as strings and whether they give back its values. Each
// distinct value is converted once.
func (o *tostring) strings(v *frame.Column) (col *frame.Column, exact bool) {
	f, err := frame.ParseFormat(o.format(v))
	if err != nil {
		f, _ = frame.ParseFormat("%12.0g")
	}
	codes, n := frame.GroupCodes([]*frame.Column{v}, frame.AllRows(v.Len()), true)
	values, done := make([]string, n), make([]bool, n)
	exact = !f.IsDate()
	for i, k := range codes {
		if done[k] {
			continue
		}
		x := v.Num(i)
		values[k], done[k] = strings.TrimSpace(f.Number(x)), true
		if exact {
			back, ok := recodeNumber(strings.ReplaceAll(values[k], ",", ""))
			exact = ok && v.Type().Round(back) == x
		}
	}
	return frame.NewCoded(v.Name, codes, values), exact
}
