package data

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Labmask is the command "labmask".
var Labmask = &interp.Command{
	Name:   "labmask",
	Brief:  "make the values of one variable the value labels of another",
	Syntax: "varname(numeric) [if] [in]",
	New:    func() interp.Runner { return &labmask{} },
	Doc: `    labmask varname [if] [in], values(varname2) [lblname(name) decode]

varname holds integers; varname2 is the same wherever varname is. The value
label is called varname unless lblname() names another, which may exist. The
syntax is that of Nicholas Cox's command of this name.`,
}

type labmask struct {
	Values  *frame.Column `opt:"VALues(varname2)" help:"the variable with the texts or numbers"`
	LblName string        `opt:"LBLname(name)" help:"name of the value label"`
	Decode  bool          `opt:"decode" help:"use the value labels of varname2, not its numbers"`
}

func (o *labmask) Run(c *interp.Call) error {
	v := c.Vars[0]
	name := v.Name
	if o.LblName != "" {
		name = o.LblName
	}
	switch {
	case o.Values == nil:
		return rc.Syntax.Errorf("option values() required")
	case !lang.IsName(name):
		return rc.Syntax.Errorf("%s invalid name", name)
	case o.Decode && c.Frame().LabelOf(o.Values) == nil:
		return rc.NotLabelled.Errorf("%s not labeled", o.Values.Name)
	}
	l := frame.NewValueLabel(name)
	if old := c.Frame().ValueLabel(name); old != nil {
		l = old.Clone(name)
	}
	texts := map[float64]string{}
	for i := range c.Rows.Each {
		x := v.Num(i)
		if x >= frame.Missing {
			continue
		}
		if x != float64(int64(x)) {
			return rc.Syntax.Errorf("may not label noninteger values: %s", interp.FormatNumber(x))
		}
		text := o.text(c, i)
		if before, seen := texts[x]; seen && before != text {
			return rc.DataProblem.Errorf("%s not constant within groups of %s", o.Values.Name, v.Name)
		}
		texts[x] = text
		l.Set(x, text)
	}
	if len(texts) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	c.Frame().SetValueLabel(l)
	v.ValueLabel = name
	v.Format = widened(v.Format, l)
	c.Frame().Changed = true
	return nil
}

// text is the label that row i gives.
func (o *labmask) text(c *interp.Call, i int) string {
	if o.Values.IsString() {
		return o.Values.Text(i)
	}
	x := o.Values.Num(i)
	if o.Decode {
		if text, ok := c.Frame().LabelOf(o.Values).Text(x); ok {
			return text
		}
	}
	return interp.FormatNumber(x)
}
