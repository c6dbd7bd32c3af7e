package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// LabelValues is the command "label values".
var LabelValues = &interp.Command{
	Name:   "LAbel VALues",
	Brief:  "attach a value label to variables",
	Syntax: "anything",
	New:    func() interp.Runner { return &labelValues{} },
	Doc: `    label values varlist lblname [, nofix]
    label values varlist [.]

The second form detaches what value label the variables have. A value label
may be attached before it is defined.`,
}

type labelValues struct {
	NoFix bool `opt:"nofix" help:"leave display formats alone"`
}

func (o *labelValues) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.Errorf("varlist required")
	}
	name := ""
	list := c.Body.Trim()
	if last := words[len(words)-1]; len(words) > 1 {
		if last.Text != "." {
			if name = last.Text; !lang.IsName(name) {
				return rc.Syntax.At(last.Pos, "%s invalid name", name)
			}
		}
		list = list.Slice(0, int(last.Pos-list.Pos)).Trim()
	}
	vars, err := c.VarlistText(list)
	if err != nil {
		return err
	}
	for _, v := range vars {
		if v.IsString() && name != "" {
			return rc.StringLabel.Errorf("may not label strings")
		}
	}
	l := c.Frame().ValueLabel(name)
	for _, v := range vars {
		v.ValueLabel = name
		if l != nil && !o.NoFix {
			v.Format = widened(v.Format, l)
		}
	}
	c.Frame().Changed = true
	return nil
}
