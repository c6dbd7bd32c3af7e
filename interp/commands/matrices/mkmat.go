package matrices

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Mkmat is the command "mkmat".
var Mkmat = &interp.Command{
	Name: "mkmat", Brief: "make matrices of variables", Syntax: "varlist(min=1 numeric) [if] [in]", New: func() interp.Runner { return &mkmat{} },
	Doc: "Without matrix(), each variable becomes a column vector of its own name; with it, all become the columns of one matrix.",
}

type mkmat struct {
	Matrix    string        `opt:"MATrix(name)" help:"one matrix of all variables"`
	NoMissing bool          `opt:"noMISsing" help:"leave out observations with missing values"`
	RowNames  *frame.Column `opt:"ROWNames(varname)" help:"the row names are the values of this variable"`
	RowEq     *frame.Column `opt:"ROWEq(varname)" help:"the row equations are the values of this variable"`
	RowPrefix string        `opt:"ROWPrefix(text)" help:"put text before row names"`
	Obs       bool          `opt:"obs" help:"the row names are observation numbers"`
	NChar     int           `opt:"nchar(#)" help:"cut row names to # characters; default 32"`
}

func (o *mkmat) Run(c *interp.Call) error {
	rows := c.Rows
	if o.NoMissing {
		rows = rows.Where(func(i int) bool {
			for _, v := range c.Vars {
				if v.Missing(i) {
					return false
				}
			}
			return true
		})
	}
	index := rows.Index()
	if len(index) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	m := interp.NewMatrix(len(index), len(c.Vars))
	for j, v := range c.Vars {
		m.Cols[j] = v.Name
		for i, r := range index {
			m.Set(i, j, v.Num(int(r)))
		}
	}
	o.nameRows(c, m, index)
	if o.Matrix != "" {
		if !lang.IsName(o.Matrix) {
			return rc.Syntax.Errorf("%s invalid name", o.Matrix)
		}
		c.SetMatrix(o.Matrix, m)
		return nil
	}
	all := make([]int, len(index))
	for i := range all {
		all[i] = i
	}
	for j, v := range c.Vars {
		c.SetMatrix(v.Name, m.Sub(all, []int{j}))
	}
	return nil
}

func (o *mkmat) nameRows(c *interp.Call, m *interp.Matrix, index []int32) {
	longest := 32
	if o.NChar > 0 {
		longest = min(o.NChar, 32)
	}
	for i, r := range index {
		name := m.Rows[i]
		switch {
		case o.Obs:
			name = strconv.Itoa(int(r) + 1)
			if o.RowPrefix == "" {
				name = "r" + name
			}
		case o.RowNames != nil:
			name = rowText(c, o.RowNames, int(r))
		}
		name = strings.NewReplacer(" ", "_", ":", "_").Replace(o.RowPrefix + name)
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest])
		}
		m.Rows[i] = name
		if o.RowEq != nil {
			m.RowEq[i] = strings.ReplaceAll(rowText(c, o.RowEq, int(r)), " ", "_")
		}
	}
}

// rowText is the value of v without its label.
func rowText(c *interp.Call, v *frame.Column, row int) string {
	if v.IsString() {
		return strings.TrimSpace(v.Text(row))
	}
	return interp.FormatNumber(v.Num(row))
}
