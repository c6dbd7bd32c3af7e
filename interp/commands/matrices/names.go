package matrices

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
)

// A stripe is the kind of names that a command sets.
type stripe struct{ cols, eq bool }

func stripeCommand(name, brief string, s stripe) *interp.Command {
	what := strings.ToLower(strings.Fields(name)[1])
	return &interp.Command{
		Name: name, Brief: brief, Syntax: "raw", New: sub(s.run),
		Doc: "    matrix " + what + " A = name [name ...]\n\nA name is name, eq:name or eq:. If there are too few, the last one repeats.",
	}
}

// The commands that name rows, columns and their equations.
var (
	MatrixRownames = stripeCommand("MATrix ROWNames", "name the rows of a matrix", stripe{})
	MatrixColnames = stripeCommand("MATrix COLNames", "name the columns of a matrix", stripe{cols: true})
	MatrixRoweq    = stripeCommand("MATrix ROWEq", "name the equations of the rows of a matrix", stripe{eq: true})
	MatrixColeq    = stripeCommand("MATrix COLEq", "name the equations of the columns of a matrix", stripe{cols: true, eq: true})
)

func (s stripe) run(c *interp.Call) error {
	left, right, ok := c.Body.SplitAssign()
	if !ok {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	old := c.MatrixNamed(left.Text)
	if old == nil {
		return rc.NotFound.At(left.Pos, "matrix %s not found", left.Text)
	}
	m := old.Clone()
	eqs, names := m.RowEq, m.Rows
	if s.cols {
		eqs, names = m.ColEq, m.Cols
	}
	given := interp.Tokens(right.Text)
	switch {
	case len(given) == 0:
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	case len(given) > len(names):
		return rc.Conformability.At(right.Pos, "conformability error")
	}
	for i := range names {
		eq, name, both := strings.Cut(given[min(i, len(given)-1)], ":")
		switch {
		case both:
			eqs[i] = eq
			if name != "" {
				names[i] = name
			}
		case s.eq:
			eqs[i] = eq
		default:
			names[i] = eq
		}
		if eqs[i] == "_" {
			eqs[i] = ""
		}
	}
	c.SetMatrix(left.Text, m)
	return nil
}
