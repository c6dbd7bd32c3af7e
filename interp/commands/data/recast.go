package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Recast is the command "recast".
var Recast = &interp.Command{
	Name:   "recast",
	Brief:  "change the storage types of variables",
	Syntax: "anything",
	New:    func() interp.Runner { return &recast{} },
	Doc: `    recast type varlist [, force]

A variable whose values the type cannot hold is left alone, unless force is
given.`,
}

type recast struct {
	Force bool `opt:"force" help:"change the type even if values change"`
}

func (o *recast) Run(c *interp.Call) error {
	word, rest := firstWord(c.Body.Trim())
	t, ok := frame.ParseType(word.Text)
	if !ok {
		return rc.Syntax.At(word.Pos, "invalid syntax")
	}
	vars, err := c.VarlistText(rest)
	if err != nil {
		return err
	}
	if len(vars) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	for _, v := range vars {
		if v.IsString() != t.IsString() {
			return rc.TypeMismatch.At(word.Pos, "type mismatch")
		}
	}
	for _, v := range vars {
		o.variable(c, v, t)
	}
	return nil
}

func (o *recast) variable(c *interp.Call, v *frame.Column, t frame.Type) {
	if v.Type() == t {
		return
	}
	changed := 0
	if v.IsString() {
		changed = longer(v, t)
	} else {
		for i := range v.Len() {
			if x := v.Num(i); t.Round(x) != x {
				changed++
			}
		}
	}
	switch {
	case changed > 0 && !o.Force:
		c.Printf("%s:  %s value%s would be changed; not changed\n", v.Name, c.Count(changed), plural(changed))
		return
	case changed > 0:
		c.Printf("%s:  %s value%s changed\n", v.Name, c.Count(changed), plural(changed))
	}
	if v.IsString() {
		c.Frame().Put(v.AsStr(t))
	} else {
		c.Frame().Put(v.As(t))
	}
	if changed > 0 {
		c.Frame().Touch(v)
	}
	c.Frame().Changed = true
}

// longer counts the strings that do not fit in t.
func longer(v *frame.Column, t frame.Type) int {
	if t == frame.StrL {
		return 0
	}
	codes, first := textRows(v, frame.AllRows(v.Len()))
	cut := make([]bool, len(first))
	for code, row := range first {
		cut[code] = row >= 0 && len(v.Text(int(row))) > int(t)
	}
	n := 0
	for _, code := range codes {
		if cut[code] {
			n++
		}
	}
	return n
}
