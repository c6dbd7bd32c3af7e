package programs

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// Fvexpand is the command "fvexpand".
var Fvexpand = &interp.Command{
	Name: "fvexpand", Brief: "expand a list with factor variables to single terms", Syntax: "[varlist(fv ts)] [if] [in]", New: func() interp.Runner { return &fvexpand{} },
	Doc: `The terms are those of an estimation command, base levels marked: 1b.x 2.x.

Stored results: r(varlist); r(fvops) and r(tsops), true if there are such
operators`,
}

type fvexpand struct{}

func (o *fvexpand) Run(c *interp.Call) error {
	list := c.Varlist
	if len(list.Terms) == 0 {
		list = &lang.Varlist{}
		for _, name := range c.Frame().Names() {
			list.Terms = append(list.Terms, &lang.Term{Atoms: []*lang.Atom{{Name: name}}})
		}
	}
	products, err := terms.Products(list, c)
	if err != nil {
		return err
	}
	rows := c.Rows.Index()
	for _, v := range terms.Columns(products) {
		rows = slices.DeleteFunc(rows, func(r int32) bool { return v.Missing(int(r)) })
	}
	expanded, err := terms.Expand(c.Frame(), products, rows)
	if err != nil {
		return err
	}
	names := make([]string, len(expanded))
	factors, lags := false, false
	for i, t := range expanded {
		names[i] = t.Name()
		for _, f := range t.Factors {
			factors = factors || f.Level || len(t.Factors) > 1
			lags = lags || f.Lags != ""
		}
	}
	c.ClearR()
	c.Macro("varlist", strings.Join(names, " "))
	if factors {
		c.Macro("fvops", "true")
	}
	if lags {
		c.Macro("tsops", "true")
	}
	return nil
}
