package interp

import (
	"slices"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// An operand is a value in a matrix expression: a matrix, or an ordinary value.
type operand struct {
	m *Matrix // nil for an ordinary value
	v expr.Value
}

func number(x float64) operand { return operand{v: expr.Num(frame.Value(x))} }

// matrix returns o as a matrix; a number is one of a single element.
func (o operand) matrix() (*Matrix, error) {
	switch {
	case o.m == absent:
		return nil, rc.NotFound.Errorf("nullmat() is only for joining to a matrix")
	case o.m != nil:
		return o.m, nil
	case o.v.IsStr:
		return nil, rc.TypeMismatch.Errorf("type mismatch")
	}
	return MatrixOf([]float64{o.v.Num}), nil
}

// scalar returns o as an ordinary value; a matrix must have a single element.
func (o operand) scalar() (expr.Value, error) {
	if o.m == nil {
		return o.v, nil
	}
	if o.m == absent || len(o.m.Rows) != 1 || len(o.m.Cols) != 1 {
		return expr.Value{}, rc.Code(509).Errorf("matrix operators that return matrices not allowed in this context")
	}
	return expr.Num(o.m.At(0, 0)), nil
}

// EvalMatrix returns the value of a matrix expression. The matrix is the
// caller's to change.
func (s *Session) EvalMatrix(t lang.Text) (*Matrix, error) {
	x, err := lang.ParseMatrix(t)
	if err != nil {
		return nil, err
	}
	o, err := s.operand(x)
	if err != nil {
		return nil, rc.Locate(err, t.Pos)
	}
	m, err := o.matrix()
	if err != nil {
		return nil, rc.Locate(err, t.Pos)
	}
	return m.Clone(), nil
}

// matrixOf returns the value, a matrix, of a tree of the ordinary grammar.
func (s *Session) matrixOf(x lang.Expr) (*Matrix, error) {
	o, err := s.operand(x)
	if err != nil {
		return nil, err
	}
	if o.m == nil {
		return nil, rc.NotFound.At(x.Position(), "matrix not found")
	}
	return o.m, nil
}

// operand evaluates a matrix expression.
func (s *Session) operand(x lang.Expr) (operand, error) {
	switch x := x.(type) {
	case *lang.Cell:
		if x.Scalar != nil && (x.X == nil || !isBare(x.Scalar) && !s.mentionsMatrix(x.Scalar)) {
			return s.ordinary(x.Scalar)
		}
		return s.operand(x.X)
	case *lang.Name:
		return s.namedOperand(x)
	case *lang.Result:
		if m := s.ResultMatrix(x.Class, x.Name); m != nil {
			return operand{m: m}, nil
		}
		if _, ok := (*scope)(s).Result(x.Class, x.Name); !ok {
			return operand{}, rc.NotFound.At(x.Pos, "matrix %s(%s) not found", x.Class, x.Name)
		}
	case *lang.Submatrix:
		return s.submatrix(x)
	case *lang.Unary:
		return s.unaryOperand(x)
	case *lang.Binary:
		if x.Op == "," || x.Op == `\` {
			return s.join(x)
		}
		return s.binaryOperand(x)
	case *lang.Call:
		if f := matrixFuncs[x.Func]; f != nil {
			return s.callMatrix(f, x)
		}
		return s.ordinary(ordinaryCall(x))
	}
	return s.ordinary(x)
}

// isBare reports whether x is nothing but a name or a stored result, which
// should be a matrix.
func isBare(x lang.Expr) bool {
	switch x := x.(type) {
	case *lang.Name:
		return x.Sub == nil && len(x.Ops) == 0
	case *lang.Result:
		return true
	}
	return false
}

// ordinary evaluates an ordinary expression.
func (s *Session) ordinary(x lang.Expr) (operand, error) {
	v, err := expr.Eval(x, s.Env())
	return operand{v: v}, err
}

// ordinaryCall returns the call with the ordinary readings of its arguments.
func ordinaryCall(x *lang.Call) *lang.Call {
	c := &lang.Call{Pos: x.Pos, Func: x.Func}
	for _, arg := range x.Args {
		if cell, ok := arg.(*lang.Cell); ok && cell.Scalar != nil {
			arg = cell.Scalar
		}
		c.Args = append(c.Args, arg)
	}
	return c
}

func (s *Session) namedOperand(x *lang.Name) (operand, error) {
	if m := s.matrices[x.Name]; m != nil && x.Sub == nil && len(x.Ops) == 0 {
		return operand{m: m}, nil
	}
	o, err := s.ordinary(x)
	if err != nil && rc.Of(err) == rc.NotFound {
		err = rc.NotFound.At(x.Pos, "matrix %s not found", x.Name)
	}
	return o, err
}

// mentionsMatrix reports whether x names a matrix, or calls a function that
// yields one, other than to take a numbered element.
func (s *Session) mentionsMatrix(x lang.Expr) bool {
	switch x := x.(type) {
	case *lang.Name:
		return s.matrices[x.Name] != nil && x.Sub == nil
	case *lang.Result:
		return s.ResultMatrix(x.Class, x.Name) != nil
	case *lang.Call:
		if matrixFuncs[x.Func] != nil {
			return true
		}
		return slices.ContainsFunc(x.Args, s.mentionsMatrix)
	case *lang.Index:
		return !numberedSubscript(x.Row) || !numberedSubscript(x.Col)
	case *lang.Unary:
		return s.mentionsMatrix(x.X)
	case *lang.Binary:
		return s.mentionsMatrix(x.X) || s.mentionsMatrix(x.Y)
	}
	return false
}

// numberedSubscript reports whether a subscript is neither a name nor ".".
func numberedSubscript(x lang.Expr) bool {
	switch x.(type) {
	case *lang.String, *lang.Missing:
		return false
	}
	return true
}

func (s *Session) unaryOperand(x *lang.Unary) (operand, error) {
	o, err := s.operand(x.X)
	if err != nil {
		return o, err
	}
	switch {
	case x.Op == "'":
		m, err := o.matrix()
		if err != nil {
			return o, err
		}
		return operand{m: m.transposed()}, nil
	case o.m == nil:
		return s.ordinary(&lang.Unary{Pos: x.Pos, Op: x.Op, X: literal(o.v, x.Pos)})
	case x.Op == "-" && o.m != absent:
		return operand{m: o.m.scaled(-1)}, nil
	}
	return o, rc.Syntax.At(x.Pos, "invalid syntax")
}

// literal returns v as an expression.
func literal(v expr.Value, pos lang.Pos) lang.Expr {
	switch {
	case v.IsStr:
		return &lang.String{Pos: pos, Value: v.Str}
	case v.Num >= frame.Missing:
		return &lang.Missing{Pos: pos, Letter: frame.Letter(v.Num)}
	}
	return &lang.Number{Pos: pos, Value: v.Num}
}

func (s *Session) binaryOperand(x *lang.Binary) (operand, error) {
	a, err := s.operand(x.X)
	if err != nil {
		return a, err
	}
	b, err := s.operand(x.Y)
	if err != nil {
		return b, err
	}
	if a.m == nil && b.m == nil && x.Op != "#" {
		return s.ordinary(&lang.Binary{Pos: x.Pos, Op: x.Op, X: literal(a.v, x.Pos), Y: literal(b.v, x.Pos)})
	}
	f := matrixOperators[x.Op]
	if f == nil || a.m == absent || b.m == absent {
		return a, rc.Syntax.At(x.Pos, "invalid syntax")
	}
	o, err := f(a, b)
	return o, rc.Locate(err, x.Pos)
}

// join evaluates a chain of joins. Numbers alone make a matrix with the
// names r1, r2, ... and c1, c2, ...; otherwise names are kept.
func (s *Session) join(x *lang.Binary) (operand, error) {
	parts := chain(x, x.Op)
	values := make([]operand, len(parts))
	plain := true
	for i, p := range parts {
		o, err := s.operand(p)
		if err != nil {
			return o, err
		}
		values[i] = o
		plain = plain && (o.m == nil || x.Op == `\` && s.isLiteralRow(p))
	}
	first := -1 // the first part that is not absent, as nullmat() may be
	for i, o := range values {
		if o.m == absent {
			continue
		}
		m, err := o.matrix()
		if err != nil {
			return o, rc.Locate(err, parts[i].Position())
		}
		values[i].m = m
		if first < 0 {
			first = i
		}
	}
	if first < 0 {
		return operand{m: absent}, nil
	}
	m, err := joinMatrices(values[first:], x.Op)
	if err != nil {
		return operand{}, rc.Locate(err, x.Pos)
	}
	if plain {
		r, c := m.Dims()
		m.Rows, m.Cols = defaultNames("r", r), defaultNames("c", c)
	}
	return operand{m: m}, nil
}

// isLiteralRow reports whether x is a row of numbers, as "1, 2" in "(1, 2 \ 3, 4)".
func (s *Session) isLiteralRow(x lang.Expr) bool {
	b, ok := x.(*lang.Binary)
	if !ok || b.Op != "," {
		return false
	}
	return !slices.ContainsFunc(chain(b, ","), func(part lang.Expr) bool {
		cell, ok := part.(*lang.Cell)
		return !ok || cell.Scalar == nil || s.mentionsMatrix(cell.Scalar)
	})
}

// chain returns the operands of a chain of op, which associates to the left.
func chain(x lang.Expr, op string) []lang.Expr {
	var out []lang.Expr
	for {
		b, ok := x.(*lang.Binary)
		if !ok || b.Op != op {
			out = append(out, x)
			slices.Reverse(out)
			return out
		}
		out = append(out, b.Y)
		x = b.X
	}
}

// submatrix evaluates X[i..j, k..l].
func (s *Session) submatrix(x *lang.Submatrix) (operand, error) {
	if x.Cols == nil {
		return s.observation(x)
	}
	m, err := s.matrixOf(x.X)
	if err != nil {
		return operand{}, err
	}
	r, c := m.Dims()
	rows, err := s.subscript(x.Rows, m.RowEq, m.Rows, r)
	if err != nil {
		return operand{}, err
	}
	cols, err := s.subscript(*x.Cols, m.ColEq, m.Cols, c)
	if err != nil {
		return operand{}, err
	}
	if len(rows) == 0 || len(cols) == 0 { // a numbered element that does not exist
		return number(frame.Missing), nil
	}
	return operand{m: m.Sub(rows, cols)}, nil
}

// observation evaluates x[i], an observation of a variable.
func (s *Session) observation(x *lang.Submatrix) (operand, error) {
	n, ok := x.X.(*lang.Name)
	if !ok || x.Rows.To != nil || x.Rows.Rest {
		return operand{}, rc.Syntax.At(x.Pos, "invalid syntax")
	}
	return s.ordinary(&lang.Name{Pos: n.Pos, Name: n.Name, Sub: x.Rows.From})
}

// subscript returns the places, from 0, that a subscript refers to among
// names. A single number beyond them gives none; "." stands for all.
func (s *Session) subscript(x lang.Subscript, eqs, names []string, n int) ([]int, error) {
	if _, all := x.From.(*lang.Missing); all && x.To == nil && !x.Rest { // A[., 1]
		x = lang.Subscript{From: &lang.Number{Pos: x.From.Position(), Value: 1}, Rest: true}
	}
	from, to, err := s.subscriptPlace(x.From, eqs, names)
	if err != nil {
		return nil, err
	}
	switch {
	case x.Rest:
		to = n - 1
	case x.To != nil:
		if _, to, err = s.subscriptPlace(x.To, eqs, names); err != nil {
			return nil, err
		}
	case from < 0 || from >= n:
		return nil, nil
	}
	if from < 0 || to >= n || to < from {
		return nil, rc.Conformability.At(x.From.Position(), "conformability error")
	}
	places := make([]int, 0, to-from+1)
	for i := from; i <= to; i++ {
		places = append(places, i)
	}
	return places, nil
}

// subscriptPlace returns the first and last place of one end of a subscript:
// a number, a name, or "eq:" for all of an equation.
func (s *Session) subscriptPlace(x lang.Expr, eqs, names []string) (first, last int, err error) {
	v, err := expr.Eval(x, s.Env())
	if err != nil {
		return 0, 0, err
	}
	if !v.IsStr {
		if v.Num >= frame.Missing {
			return -1, -1, nil
		}
		return int(v.Num) - 1, int(v.Num) - 1, nil
	}
	if first, last = findNamed(v.Str, eqs, names); first < 0 {
		return 0, 0, rc.NotFound.At(x.Position(), "%s not found", v.Str)
	}
	return first, last, nil
}
