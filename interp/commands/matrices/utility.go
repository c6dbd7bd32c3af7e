package matrices

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// assigns reports whether c is the definition of a matrix that has the name
// of a subcommand: "matrix list = (1, 2)".
func assigns(c *interp.Call) bool {
	return strings.HasPrefix(c.Body.Text, "=") && !strings.HasPrefix(c.Body.Text, "==") || strings.HasPrefix(c.Body.Text, "[")
}

// assign defines the matrix that has the name of a subcommand.
func assign(c *interp.Call) error {
	words := strings.Fields(c.Cmd.Name.Text)
	return c.Run("matrix define " + words[len(words)-1] + c.Body.Text)
}

// sub makes the Runner of a subcommand whose body is raw.
func sub(run func(c *interp.Call) error) func() interp.Runner {
	return func() interp.Runner { return subcommand(run) }
}

type subcommand func(c *interp.Call) error

// Run runs the subcommand.
func (f subcommand) Run(c *interp.Call) error {
	if assigns(c) {
		return assign(c)
	}
	return f(c)
}

// MatrixDir is the command "matrix dir".
var MatrixDir = &interp.Command{
	Name: "MATrix DIR", Brief: "list the names of all matrices", Syntax: "raw", New: sub(runDir),
}

func runDir(c *interp.Call) error {
	for _, name := range c.MatrixNames() {
		m := c.MatrixNamed(name)
		c.Printf("%13s[%d,%d]\n", name, len(m.Rows), len(m.Cols))
	}
	return nil
}

// MatrixDrop is the command "matrix drop".
var MatrixDrop = &interp.Command{
	Name: "MATrix DROP", Brief: "remove matrices", Syntax: "raw", New: sub(runDrop), Doc: "    matrix drop A [B ...] | _all",
}

func runDrop(c *interp.Call) error {
	names := c.Body.Words()
	if len(names) == 0 {
		return rc.Required.Errorf("matrix name required")
	}
	for _, w := range names {
		if w.Text != "_all" && c.MatrixNamed(w.Text) == nil {
			return rc.NotFound.At(w.Pos, "matrix %s not found", w.Text)
		}
	}
	for _, w := range names {
		if w.Text == "_all" {
			for _, name := range c.MatrixNames() {
				c.SetMatrix(name, nil)
			}
			return nil
		}
		c.SetMatrix(w.Text, nil)
	}
	return nil
}

// MatrixRename is the command "matrix rename".
var MatrixRename = &interp.Command{
	Name: "MATrix REName", Brief: "rename a matrix", Syntax: "raw", New: sub(runRename), Doc: "    matrix rename old new",
}

func runRename(c *interp.Call) error {
	names := c.Body.Words()
	if len(names) != 2 || !lang.IsName(names[1].Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	old, name := names[0].Text, names[1].Text
	m := c.MatrixNamed(old)
	if m == nil {
		return rc.NotFound.At(names[0].Pos, "matrix %s not found", old)
	}
	if c.MatrixNamed(name) != nil {
		return rc.Exists.At(names[1].Pos, "%s already defined", name)
	}
	c.SetMatrix(old, nil)
	c.SetMatrix(name, m)
	return nil
}

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

// MatrixSymeigen is the command "matrix symeigen".
var MatrixSymeigen = &interp.Command{
	Name: "MATrix SYMeigen", Brief: "eigenvectors and eigenvalues of a symmetric matrix", Syntax: "raw", New: sub(runSymeigen),
	Doc: "    matrix symeigen X v = A\n\nThe columns of X are the eigenvectors; the row v holds the eigenvalues, the largest first.",
}

func runSymeigen(c *interp.Call) error {
	return decompose(c, 2, func(m *interp.Matrix) ([]*interp.Matrix, error) {
		x, v, err := m.SymEigen()
		return []*interp.Matrix{x, v}, err
	})
}

// MatrixEigenvalues is the command "matrix eigenvalues".
var MatrixEigenvalues = &interp.Command{
	Name: "MATrix EIGenvalues", Brief: "eigenvalues of a square matrix", Syntax: "raw", New: sub(runEigenvalues),
	Doc: "    matrix eigenvalues r c = A\n\nThe rows r and c hold the real and imaginary parts, by falling modulus.",
}

func runEigenvalues(c *interp.Call) error {
	return decompose(c, 2, func(m *interp.Matrix) ([]*interp.Matrix, error) {
		re, im, err := m.Eigenvalues()
		return []*interp.Matrix{re, im}, err
	})
}

// MatrixSVD is the command "matrix svd".
var MatrixSVD = &interp.Command{
	Name: "MATrix SVD", Brief: "singular value decomposition", Syntax: "raw", New: sub(runSVD),
	Doc: "    matrix svd U w V = A\n\nA = U*diag(w)*V', where A has at least as many rows as columns.",
}

func runSVD(c *interp.Call) error {
	return decompose(c, 3, func(m *interp.Matrix) ([]*interp.Matrix, error) {
		u, w, v, err := m.SVD()
		return []*interp.Matrix{u, w, v}, err
	})
}

// decompose stores the results of f under the n names before the =.
func decompose(c *interp.Call, n int, f func(m *interp.Matrix) ([]*interp.Matrix, error)) error {
	left, right, ok := c.Body.SplitAssign()
	names := strings.Fields(left.Text)
	if !ok || len(names) != n || slices.ContainsFunc(names, func(s string) bool { return !lang.IsName(s) }) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	m, err := c.EvalMatrix(right)
	if err != nil {
		return err
	}
	results, err := f(m)
	if err != nil {
		return err
	}
	for i, name := range names {
		c.SetMatrix(name, results[i])
	}
	return nil
}

// dims describes the size of m as in "A[2,3]".
func dims(m *interp.Matrix) string { return fmt.Sprintf("[%d,%d]", len(m.Rows), len(m.Cols)) }
