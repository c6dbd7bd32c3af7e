package describe

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// Tab1 is the command "tab1".
var Tab1 = &interp.Command{
	Name:   "tab1",
	Brief:  "a table of frequencies of each variable",
	Syntax: "varlist(min=1) [if] [in] [fw aw iw]",
	New:    func() interp.Runner { return &tab1{} },
	By:     interp.ByEach,
	Doc:    "    tab1 varlist [if] [in] [weight] [, options]\n\nThe options are those of tabulate with one variable.",
}

type tab1 struct{ cells }

func (o *tab1) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	for _, v := range c.Vars {
		c.Printf("\n-> tabulation of %s  \n", v.Name)
		if err := o.oneWay(c, s, v); err != nil {
			return err
		}
	}
	return nil
}

// Tab2 is the command "tab2".
var Tab2 = &interp.Command{
	Name:   "tab2",
	Brief:  "a table of frequencies of each pair of variables",
	Syntax: "varlist(min=2) [if] [in] [fw aw iw]",
	New:    func() interp.Runner { return &tab2{} },
	By:     interp.ByEach,
	Doc:    "    tab2 varlist [if] [in] [weight] [, firstonly options]\n\nThe options are those of tabulate with two variables.",
}

type tab2 struct{ cells }

func (o *tab2) Run(c *interp.Call) error {
	s, err := newSample(c)
	if err != nil {
		return err
	}
	for i, row := range c.Vars {
		if i > 0 && o.FirstOnly {
			break
		}
		for _, col := range c.Vars[i+1:] {
			if err := c.Context().Err(); err != nil {
				return rc.Break
			}
			c.Printf("\n-> tabulation of %s by %s  \n", row.Name, col.Name)
			if err := o.twoWay(c, s, row, col); err != nil {
				return err
			}
		}
	}
	return nil
}
