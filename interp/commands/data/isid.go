package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Isid is the command "isid".
var Isid = &interp.Command{
	Name:   "isid",
	Brief:  "check that variables identify the observations",
	Syntax: "varlist",
	New:    func() interp.Runner { return &isid{} },
	Doc:    "    isid varlist [, sort missok]\n\nr(459) if two observations agree in all variables, or one is missing.",
}

type isid struct {
	Sort   bool `opt:"Sort" help:"sort the data by the variables"`
	MissOK bool `opt:"Missok" help:"allow missing values"`
}

func (o *isid) Run(c *interp.Call) error {
	all := frame.AllRows(c.Frame().N())
	names := strings.Join(columnNames(c.Vars), " ")
	many := len(c.Vars) > 1
	for _, v := range c.Vars {
		if o.MissOK {
			break
		}
		for i := range v.Len() {
			if v.Missing(i) {
				return rc.DataProblem.Errorf("variable%s %s should never be missing", pluralIf(many), names)
			}
		}
	}
	if _, n := frame.GroupCodes(c.Vars, all, true); n < c.Frame().N() {
		verb := "does"
		if many {
			verb = "do"
		}
		return rc.DataProblem.Errorf("variable%s %s %s not uniquely identify the observations", pluralIf(many), names, verb)
	}
	if o.Sort {
		return c.SortBy(columnNames(c.Vars))
	}
	return nil
}

func pluralIf(many bool) string {
	if many {
		return "s"
	}
	return ""
}
