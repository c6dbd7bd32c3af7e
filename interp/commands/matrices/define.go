package matrices

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Matrix is the command "matrix" without the word define.
var Matrix = &interp.Command{
	Name: "MATrix", Brief: "define a matrix", Syntax: "raw", New: func() interp.Runner { return define{} },
	Doc: "    matrix A = matrix expression\n    matrix A[i,j] = matrix expression\n\nSee matrix define.",
}

// MatrixDefine is the command "matrix define".
var MatrixDefine = &interp.Command{
	Name: "MATrix DEFine", Brief: "define a matrix", Syntax: "raw", New: func() interp.Runner { return define{} },
	Doc: `    matrix [define] A = matrix expression
    matrix [define] A[i,j] = matrix expression

Operators, the tightest first: ' (transpose), - (negation), # (Kronecker
product), / (division by a number), *, -, +, a comma (join columns), \ (join
rows). A[i,j] is an element; A[i..j,k..l], A[i...,j], A["row","column"] and
A["eq:",1...] are submatrices. With A[i,j] on the left, an element or the
submatrix that begins there is replaced. e(b), e(V), r(table) and other stored
matrices may be used.

Functions:

` + interp.MatrixFunctions(),
}

// MatrixInput is the command "matrix input".
var MatrixInput = &interp.Command{
	Name: "MATrix INput", Brief: "define a matrix by its elements", Syntax: "raw", New: func() interp.Runner { return input{} },
	Doc: "    matrix input A = (1, 2 \\ 3, .)\n\nCommas between the elements may be left out.",
}

type define struct{}

func (define) Run(c *interp.Call) error {
	left, right, ok := c.Body.SplitAssign()
	if !ok {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	name, sub, isPart := strings.Cut(left.Text, "[")
	name = strings.TrimSpace(name)
	if !lang.IsName(name) {
		return rc.Syntax.At(left.Pos, "%s invalid name", left.Text)
	}
	m, err := c.EvalMatrix(right)
	if err != nil {
		return err
	}
	if !isPart {
		c.SetMatrix(name, m)
		return nil
	}
	old := c.MatrixNamed(name)
	if old == nil {
		return rc.NotFound.At(left.Pos, "matrix %s not found", name)
	}
	inner, ok := strings.CutSuffix(strings.TrimSpace(sub), "]")
	if !ok {
		return rc.Syntax.At(left.Pos, "invalid syntax")
	}
	at := lang.Text{Pos: left.Pos + lang.Pos(strings.Index(left.Text, "[")+1), Text: inner}
	return replacePart(c, name, old, at, m)
}

// replacePart puts part into a copy of the matrix called name, which is old,
// from the element that the subscripts name on.
func replacePart(c *interp.Call, name string, old *interp.Matrix, at lang.Text, part *interp.Matrix) error {
	sub, err := lang.SubscriptedBy(&lang.Name{Pos: at.Pos, Name: name}, at)
	if err != nil {
		return err
	}
	if sub.Cols == nil {
		return rc.Syntax.At(at.Pos, "invalid syntax")
	}
	i, err := place(c, sub.Rows.From, old.RowEq, old.Rows)
	if err != nil {
		return err
	}
	j, err := place(c, sub.Cols.From, old.ColEq, old.Cols)
	if err != nil {
		return err
	}
	m := old.Clone()
	r, k := part.Dims()
	if i < 0 || j < 0 || i+r > len(m.Rows) || j+k > len(m.Cols) {
		return rc.Conformability.At(at.Pos, "conformability error")
	}
	for x := range r {
		for y := range k {
			m.Set(i+x, j+y, part.At(x, y))
		}
	}
	c.SetMatrix(name, m)
	return nil
}

// place returns the row or column, from 0, that a subscript refers to, or -1.
func place(c *interp.Call, x lang.Expr, eqs, names []string) (int, error) {
	v, err := expr.Eval(x, c.Env())
	if err != nil {
		return 0, err
	}
	if !v.IsStr {
		return int(v.Num) - 1, nil
	}
	eq, term, ok := strings.Cut(v.Str, ":")
	if !ok {
		eq, term = "", v.Str
	}
	k := interp.FindTerm(eqs, names, eq, term)
	if k < 0 {
		return 0, rc.NotFound.At(x.Position(), "%s not found", v.Str)
	}
	return k, nil
}

type input struct{}

func (input) Run(c *interp.Call) error {
	name, list, ok := c.Body.SplitAssign()
	if !ok || !lang.IsName(name.Text) {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	text, closed := strings.CutSuffix(list.Text, ")")
	if text, ok = strings.CutPrefix(text, "("); !ok || !closed {
		return rc.Syntax.At(list.Pos, "invalid syntax")
	}
	var rows [][]float64
	for line := range strings.SplitSeq(text, `\`) {
		row, err := inputRow(c, lang.Text{Pos: list.Pos, Text: line})
		if err != nil {
			return err
		}
		if len(rows) > 0 && len(row) != len(rows[0]) {
			return rc.Conformability.At(list.Pos, "conformability error")
		}
		rows = append(rows, row)
	}
	if len(rows[0]) == 0 {
		return rc.Syntax.At(list.Pos, "invalid syntax")
	}
	c.SetMatrix(name.Text, interp.MatrixOf(rows...))
	return nil
}

// inputRow reads numbers, missing values among them.
func inputRow(c *interp.Call, line lang.Text) ([]float64, error) {
	var row []float64
	for _, word := range strings.FieldsFunc(line.Text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		x, err := lang.ParseExpr(word, line.Pos)
		if err != nil {
			return nil, err
		}
		v, err := expr.EvalNum(x, c.Env())
		if err != nil {
			return nil, err
		}
		row = append(row, v)
	}
	return row, nil
}
