package data

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Winsor2 is the command "winsor2".
var Winsor2 = &interp.Command{
	Name:   "winsor2",
	Brief:  "winsorize or trim variables at percentiles",
	Syntax: "varlist(numeric) [if] [in]",
	New:    func() interp.Runner { return &winsor2{Cuts: []float64{1, 99}} },
	Doc: `    winsor2 varlist [if] [in] [, cuts(# #) suffix(str) prefix(str) replace trim by(varlist) label]

Values below the first percentile of cuts() become that percentile, values
above the second that one; with trim they become missing. The percentiles are
those of summarize, detail. The new variables are called x_w, or x_tr if
trimmed, unless suffix(), prefix() or replace says otherwise. The syntax is
that of Yujun Lian's command of this name.`,
}

type winsor2 struct {
	Cuts    []float64       `opt:"Cuts(# #)" help:"the two percentiles; default 1 and 99"`
	Suffix  string          `opt:"Suffix(str)" help:"what to add to the names of the new variables"`
	Prefix  string          `opt:"Prefix(str)" help:"what to put before the names of the new variables"`
	Replace bool            `opt:"REPLACE" help:"change the variables themselves"`
	Trim    bool            `opt:"Trim" help:"make missing values of what lies outside"`
	By      []*frame.Column `opt:"BY(varlist)" help:"percentiles for each group of these variables"`
	Label   bool            `opt:"Label" help:"tell in the variable label what was done"`
}

func (o *winsor2) Run(c *interp.Call) error {
	low, high, err := o.limits()
	if err != nil {
		return err
	}
	for _, v := range c.Vars {
		if o.Replace {
			break
		}
		if err := c.CheckNewName(o.newName(v.Name)); err != nil {
			return err
		}
	}
	g, err := groupsOf(c, o.By)
	if err != nil {
		return err
	}
	for _, v := range c.Vars {
		if err := o.variable(c, g, v, low, high); err != nil {
			return err
		}
	}
	return nil
}

// limits returns the two percentages, the smaller one first.
func (o *winsor2) limits() (low, high float64, err error) {
	if len(o.Cuts) != 2 {
		return 0, 0, rc.Syntax.Errorf("option cuts() must hold two numbers")
	}
	low, high = min(o.Cuts[0], o.Cuts[1]), max(o.Cuts[0], o.Cuts[1])
	switch {
	case low < 0 || high > 100 || low == high:
		return 0, 0, rc.Syntax.Errorf("option cuts() must hold two different numbers between 0 and 100")
	case o.Replace && (o.Suffix != "" || o.Prefix != ""):
		return 0, 0, rc.Conflict.Errorf("option replace may not be combined with suffix() or prefix()")
	}
	if o.Suffix == "" && o.Prefix == "" {
		o.Suffix = "_w"
		if o.Trim {
			o.Suffix = "_tr"
		}
	}
	return low, high, nil
}

func (o *winsor2) newName(name string) string { return o.Prefix + name + o.Suffix }

func (o *winsor2) variable(c *interp.Call, g *grouping, v *frame.Column, low, high float64) error {
	x := v.Numbers()
	bottom, err := g.reduce(x, func(values []float64) float64 { return percentile(values, low) })
	if err != nil {
		return err
	}
	top, err := g.reduce(x, func(values []float64) float64 { return percentile(values, high) })
	if err != nil {
		return err
	}
	out := missingValues(v.Len())
	if o.Replace {
		copy(out, x)
	}
	for i := range g.rows.Each {
		k := g.of(i)
		out[i] = x[i]
		switch {
		case x[i] >= frame.Missing:
		case x[i] < bottom[k] && o.Trim, x[i] > top[k] && o.Trim:
			out[i] = frame.Missing
		case x[i] < bottom[k]:
			out[i] = bottom[k]
		case x[i] > top[k]:
			out[i] = top[k]
		}
	}
	o.store(c, v, out, low, high)
	return nil
}

// store puts x into v or a new variable; the type widens if a percentile is a
// fraction.
func (o *winsor2) store(c *interp.Call, v *frame.Column, x []float64, low, high float64) {
	t := v.Type()
	for _, y := range x {
		t = t.Promote(y)
	}
	col := v.As(t)
	col.Write(x, 0)
	if !o.Replace {
		col.Name = o.newName(v.Name)
	}
	if o.Label {
		what := "Winsor"
		if o.Trim {
			what = "Trim"
		}
		text := v.Label
		if text == "" {
			text = v.Name
		}
		col.Label = cutRunes(fmt.Sprintf("%s-%s(p%g,p%g)", text, what, low, high), maxLabel)
	}
	c.Frame().Put(col)
	c.Frame().Touch(col)
}
