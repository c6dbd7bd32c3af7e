package data

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Separate is the command "separate".
var Separate = &interp.Command{
	Name:   "separate",
	Brief:  "spread a variable over new variables, one for each group",
	Syntax: "varname(numeric) [if] [in]",
	New:    func() interp.Runner { return &separate{} },
	Doc: `    separate varname [if] [in], by(groupvar | exp) [generate(stub) sequential missing shortlabel veryshortlabel]

The new variables are called stub and the value of the group, 0 and 1 for an
expression; the stub is the variable's name unless generate() gives another.
Stored results: r(varlist)`,
}

type separate struct {
	By         lang.Text `opt:"BY(groupvar)" help:"the groups: those of a variable, or where an expression is true or not"`
	Generate   string    `opt:"Generate(stub)" help:"names of the new variables begin with stub"`
	Sequential bool      `opt:"SEQuential" help:"number the new variables from 1"`
	Missing    bool      `opt:"Missing" help:"missing values make a group too"`
	Short      bool      `opt:"SHORTlabel" help:"label the new variables without the name of the variable"`
	VeryShort  bool      `opt:"VERYSHORTlabel" help:"label them with the group only"`
}

func (o *separate) Run(c *interp.Call) error {
	if o.By.Text == "" {
		return rc.Required.Errorf("by() option required")
	}
	group, isVar, err := o.group(c)
	if err != nil {
		return err
	}
	codes, n := frame.GroupCodes([]*frame.Column{group}, c.Rows, o.Missing && isVar)
	if n == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	columns, err := o.columns(c, group, isVar, codes, n)
	if err != nil {
		return err
	}
	names := columnNames(columns)
	if err := checkNewNames(c, names); err != nil {
		return err
	}
	for _, col := range columns {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	if c.FindCommand("describe") != nil {
		if err := c.Session.Run("describe " + strings.Join(names, " ")); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Macro("varlist", strings.Join(names, " "))
	return nil
}

// group returns the variable that tells the groups; an expression becomes one.
func (o *separate) group(c *interp.Call) (col *frame.Column, isVar bool, err error) {
	if vars, err := c.VarlistText(o.By); err == nil && len(vars) == 1 {
		return vars[0], true, nil
	}
	x, err := lang.ParseExpr(o.By.Text, o.By.Pos)
	if err != nil {
		return nil, false, err
	}
	v, err := numbersOf(c, x, c.Rows)
	if err != nil {
		return nil, false, err
	}
	col = frame.NewColumn("", frame.Byte, c.Frame().N())
	for i := range c.Rows.Each {
		truth := 0.0
		if v[i-c.Rows.Lo] != 0 {
			truth = 1
		}
		col.SetNum(i, truth)
	}
	return col, false, nil
}

func (o *separate) columns(c *interp.Call, group *frame.Column, isVar bool, codes []int32, n int) ([]*frame.Column, error) {
	v := c.Vars[0]
	first := make([]int, n)
	for i, k := range slices.Backward(codes) {
		if k >= 0 {
			first[k] = i
		}
	}
	out := make([]*frame.Column, n)
	for k := range out {
		out[k] = frame.NewColumn(o.name(v, group, first[k], k), v.Type(), v.Len())
		out[k].Format, out[k].ValueLabel = v.Format, v.ValueLabel
		out[k].Label = cutRunes(o.label(c, v, group, isVar, first[k]), maxLabel)
		if !lang.IsName(out[k].Name) {
			return nil, rc.Syntax.Errorf("%s invalid name", out[k].Name)
		}
	}
	for i := range c.Rows.Each {
		if k := codes[i]; k >= 0 {
			out[k].SetNum(i, v.Num(i))
		}
	}
	return out, nil
}

// name returns the name of the variable of group k, which row belongs to.
func (o *separate) name(v, group *frame.Column, row, k int) string {
	stub := v.Name
	if o.Generate != "" {
		stub = o.Generate
	}
	switch {
	case o.Sequential || group.IsString():
		return fmt.Sprintf("%s%d", stub, k+1)
	case group.Missing(row):
		return stub + strings.ReplaceAll(frame.MissingName(group.Num(row)), ".", "_")
	}
	return fmt.Sprintf("%s%g", stub, group.Num(row))
}

func (o *separate) label(c *interp.Call, v, group *frame.Column, isVar bool, row int) string {
	which := strings.TrimSpace(o.By.Text)
	switch {
	case isVar && o.VeryShort:
		which = c.Cell(group, row)
	case isVar:
		which = group.Name + " == " + c.Cell(group, row)
	case group.Num(row) == 0:
		which = "!(" + which + ")"
	}
	if o.Short || o.VeryShort {
		return which
	}
	return v.Name + ", " + which
}
