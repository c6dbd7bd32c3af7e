package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Char is the command "char".
var Char = &interp.Command{
	Name:   "char",
	Brief:  "characteristics: texts attached to the dataset or a variable",
	Syntax: "raw",
	New:    func() interp.Runner { return &char{} },
	Doc: `    char [define] varname[charname] ["]text["]
    char list [varname[[charname]]]
    char rename oldvar newvar [, replace]

_dta stands for the dataset. Defining an empty text removes a characteristic.
Macro expansion reads them: ` + "`varname[charname]'.",
}

type char struct{}

func (o *char) Run(c *interp.Call) error {
	body := c.Body.Trim()
	verb, rest := firstWord(body)
	switch {
	case verb.Text == "list":
		return o.list(c, rest)
	case verb.Text == "rename" || verb.Text == "ren":
		return o.rename(c, rest)
	case lang.Abbreviates(verb.Text, "Define"):
		return o.define(c, rest)
	}
	return o.define(c, body)
}

// splitChar reads "name[char]"; char is empty if there are no brackets.
func splitChar(t lang.Text) (target lang.Text, name string, rest lang.Text) {
	open := strings.IndexByte(t.Text, '[')
	shut := strings.IndexByte(t.Text, ']')
	if open < 0 || shut < open {
		target, rest = firstWord(t)
		return target, "", rest
	}
	return t.Slice(0, open).Trim(), strings.TrimSpace(t.Text[open+1 : shut]), t.Slice(shut+1, len(t.Text)).Trim()
}

func (o *char) define(c *interp.Call, t lang.Text) error {
	target, name, rest := splitChar(t)
	if target.Text == "" || name == "" {
		return rc.Syntax.At(t.Pos, "invalid syntax")
	}
	to, err := annotatedBy(c, target)
	if err != nil {
		return err
	}
	to[0].chars.Set(name, lang.Unquote(rest.Text))
	c.Frame().Changed = true
	return nil
}

func (o *char) list(c *interp.Call, t lang.Text) error {
	target, name, _ := splitChar(t)
	from, err := annotatedBy(c, target)
	if err != nil {
		return err
	}
	for _, a := range from {
		for _, ch := range *a.chars {
			if name == "" || name == ch.Name {
				c.Printf("  %s%s\n", pad(a.name+"["+ch.Name+"]:", 27), ch.Text)
			}
		}
	}
	return nil
}

func (o *char) rename(c *interp.Call, t lang.Text) error {
	head, options, _ := strings.Cut(t.Text, ",")
	pair, err := annotatedBy(c, t.Slice(0, len(head)))
	if err != nil {
		return err
	}
	if len(pair) != 2 {
		return rc.Syntax.At(t.Pos, "invalid syntax")
	}
	from, to := pair[0].chars, pair[1].chars
	for _, ch := range *from {
		if to.Get(ch.Name) != "" && strings.TrimSpace(options) != "replace" {
			return rc.Exists.Errorf("%s[%s] already exists", pair[1].name, ch.Name)
		}
	}
	for _, ch := range *from {
		to.Set(ch.Name, ch.Text)
	}
	*from = nil
	c.Frame().Changed = true
	return nil
}
