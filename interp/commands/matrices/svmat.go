package matrices

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Svmat is the command "svmat".
var Svmat = &interp.Command{
	Name: "svmat", Brief: "make variables of the columns of a matrix", Syntax: "anything", New: func() interp.Runner { return &svmat{} },
	Doc: "    svmat [type] A [, names(col | eqcol | matcol | text)]\n\nWithout names(), the variables are A1, A2, ....",
}

type svmat struct {
	Names string `opt:"Names(text)" help:"col: the column names; eqcol, matcol: with equation or matrix before; otherwise the stem"`
}

func (o *svmat) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	t := c.DefaultType()
	if len(words) == 2 {
		given, ok := frame.ParseType(words[0])
		if !ok || given.IsString() {
			return rc.Syntax.At(c.Body.Pos, "invalid syntax")
		}
		t, words = given, words[1:]
	}
	if len(words) != 1 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	m := c.FindMatrix(words[0])
	if m == nil {
		return rc.NotFound.At(c.Body.Pos, "matrix %s not found", words[0])
	}
	names := o.columnNames(words[0], m)
	for _, name := range names {
		if err := c.CheckNewName(name); err != nil {
			return err
		}
	}
	f := c.Frame()
	if before := f.N(); before < len(m.Rows) {
		f.SetN(len(m.Rows))
		c.Printf("Number of observations (_N) was %s, now %s.\n", c.Count(before), c.Count(f.N()))
	}
	for j, name := range names {
		values := make([]float64, f.N())
		for i := range values {
			values[i] = frame.Missing
			if i < len(m.Rows) {
				values[i] = m.At(i, j)
			}
		}
		if err := f.Add(frame.NewNumbers(name, t, values)); err != nil {
			return err
		}
	}
	return nil
}

func (o *svmat) columnNames(matrix string, m *interp.Matrix) []string {
	names := make([]string, len(m.Cols))
	for j, col := range m.Cols {
		switch o.Names {
		case "":
			names[j] = matrix + strconv.Itoa(j+1)
		case "col":
			names[j] = col
		case "eqcol":
			names[j] = m.ColEq[j] + col
		case "matcol":
			names[j] = matrix + col
		default:
			names[j] = o.Names + strconv.Itoa(j+1)
		}
	}
	return names
}
