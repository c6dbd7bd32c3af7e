package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Format is the command "format".
var Format = &interp.Command{
	Name:   "FORmat",
	Brief:  "set the display formats of variables",
	Syntax: "raw",
	New:    func() interp.Runner { return &format{} },
	Doc: `    format varlist %fmt
    format %fmt varlist
    format [varlist]

Without a format the variables' formats are shown.`,
}

type format struct{}

func (o *format) Run(c *interp.Call) error {
	vars, fmt, err := splitFormat(c)
	if err != nil {
		return err
	}
	if fmt.Text == "" {
		showFormats(c, vars)
		return nil
	}
	f, err := frame.ParseFormat(fmt.Text)
	if err != nil {
		return rc.BadFormat.At(fmt.Pos, "invalid %%format")
	}
	if len(vars) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	for _, v := range vars {
		if v.IsString() != f.IsString() {
			kind := "numeric"
			if v.IsString() {
				kind = "string"
			}
			return rc.BadFormat.At(fmt.Pos, "may not apply format %s to %s variable %s", fmt.Text, kind, v.Name)
		}
	}
	for _, v := range vars {
		v.Format = fmt.Text
	}
	c.Frame().Changed = true
	return nil
}

// splitFormat reads "varlist %fmt" or "%fmt varlist"; the format may be
// missing.
func splitFormat(c *interp.Call) (vars []*frame.Column, fmt lang.Text, err error) {
	var names []string
	for _, w := range c.Body.Words() {
		if text := lang.Unquote(w.Text); strings.HasPrefix(text, "%") {
			if fmt.Text != "" {
				return nil, fmt, rc.Syntax.At(w.Pos, "invalid syntax")
			}
			fmt = lang.Text{Pos: w.Pos, Text: text}
			continue
		}
		names = append(names, w.Text)
	}
	if len(names) > 0 {
		vars, err = c.VarlistText(lang.Text{Pos: c.Body.Pos, Text: strings.Join(names, " ")})
	} else if fmt.Text == "" {
		vars = c.Frame().Columns()
	}
	return vars, fmt, err
}

func showFormats(c *interp.Call, vars []*frame.Column) {
	width := len("variable name")
	for _, v := range vars {
		width = max(width, frame.TextWidth(v.Name))
	}
	c.Printf("%s   display format\n%s\n", pad("variable name", width), strings.Repeat("-", width+17))
	for _, v := range vars {
		c.Printf("%s   %s\n", pad(v.Name, width), v.Format)
	}
}
