package matrices

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

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
