package data

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// CarryForward is the command "carryforward".
var CarryForward = &interp.Command{
	Name:   "carryforward",
	Brief:  "fill missing values with the value before",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return &carryForward{} },
	By:     interp.ByNative,
	Doc: `    [by varlist:] carryforward varlist [if] [in], generate(newvarlist) | replace [back]

if and in choose the observations that are filled; the values may come from
others. The syntax is that of David Kantor's command of this name.`,
}

type carryForward struct {
	Generate []string `opt:"GENerate(newvarlist)" help:"names of new variables"`
	Replace  bool     `opt:"REPLACE" help:"change the variables themselves"`
	Back     bool     `opt:"BACK" help:"fill with the value behind instead"`
}

func (o *carryForward) Run(c *interp.Call) error {
	switch {
	case o.Replace == (len(o.Generate) > 0):
		return rc.Syntax.Errorf("either option generate() or option replace is needed")
	case !o.Replace && len(o.Generate) != len(c.Vars):
		return rc.Syntax.Errorf("generate() must name as many variables as there are")
	}
	if err := checkNewNames(c, o.Generate); err != nil {
		return err
	}
	g, err := groupsOf(c, nil)
	if err != nil {
		return err
	}
	g.rows = frame.AllRows(c.Frame().N())
	rows := slices.Collect(g.rows.Each)
	if o.Back {
		slices.Reverse(rows)
	}
	for k, v := range c.Vars {
		col, n := v.Clone(), 0
		for j := 1; j < len(rows); j++ {
			if i, before := rows[j], rows[j-1]; c.Rows.Has(i) && g.of(i) == g.of(before) && col.Missing(i) && !col.Missing(before) {
				copyCell(col, i, before)
				n++
			}
		}
		if !o.Replace {
			col.Name = o.Generate[k]
		}
		c.Frame().Put(col)
		c.Frame().Touch(col)
		c.Printf("%s:  ", col.Name)
		report(c, n, 0)
	}
	return nil
}
