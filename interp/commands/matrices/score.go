package matrices

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// MatrixScore is the command "matrix score".
var MatrixScore = &interp.Command{
	Name: "MATrix SCOre", Brief: "make a variable of a row of coefficients", Syntax: "newvarname =exp [if] [in]", New: func() interp.Runner { return &score{} },
	Doc: "    matrix score newvar = b\n\nThe column names of the row b are variables, with operators, or _cons.",
}

type score struct {
	Equation string   `opt:"EQuation(name)" help:"the equation to use; the first one otherwise"`
	MissVal  *float64 `opt:"Missval(#)" help:"take missing values for #"`
}

func (o *score) Run(c *interp.Call) error {
	name, ok := c.Exp.(*lang.Name)
	if !ok {
		return rc.Syntax.At(c.Exp.Position(), "invalid syntax")
	}
	b := c.MatrixNamed(name.Name)
	if b == nil {
		return rc.NotFound.At(name.Pos, "matrix %s not found", name.Name)
	}
	if len(b.Rows) != 1 {
		return rc.Conformability.At(name.Pos, "conformability error")
	}
	eq := b.ColEq[0]
	if o.Equation != "" {
		eq = o.Equation
	}
	sum := make([]float64, c.Rows.Hi-c.Rows.Lo)
	found := false
	for j, col := range b.Cols {
		if b.ColEq[j] != eq {
			continue
		}
		found = true
		if err := o.add(c, sum, col, b.At(0, j)); err != nil {
			return err
		}
	}
	if !found {
		return rc.NoEquation.Errorf("equation %s not found", eq)
	}
	t := c.Type
	if t == 0 {
		t = c.DefaultType()
	}
	col := frame.NewColumn(c.Names[0], t, c.Frame().N())
	for r := range c.Rows.Each {
		col.SetNum(r, frame.Value(sum[r-c.Rows.Lo]))
	}
	return c.Frame().Add(col)
}

// add adds coef times the variable called col, which may be an interaction.
func (o *score) add(c *interp.Call, sum []float64, col string, coef float64) error {
	term := make([]float64, len(sum))
	for i := range term {
		term[i] = coef
	}
	if col == "_cons" {
		col = ""
	}
	for part := range strings.SplitSeq(col, "#") {
		if part == "" || coef == 0 {
			continue
		}
		x, err := lang.ParseExpr(part, 0)
		if err != nil {
			return err
		}
		p, err := expr.Compile(x, c.Env())
		if err != nil {
			return rc.NotFound.Errorf("variable %s not found", part)
		}
		v, err := p.Numbers(c.Rows)
		if err != nil {
			return err
		}
		for i := range term {
			term[i] *= o.orMissing(v[i])
		}
	}
	for i := range sum {
		sum[i] += term[i]
	}
	return nil
}

// orMissing returns x, or if it is missing what stands for it.
func (o *score) orMissing(x float64) float64 {
	switch {
	case x < frame.Missing:
		return x
	case o.MissVal != nil:
		return *o.MissVal
	}
	return nan
}
