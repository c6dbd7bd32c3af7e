package interp

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A matrixFunc is one row of the table of matrix functions. Its parameters
// are M, N, X or Y for matrices, s for a string, name for the name of a matrix,
// and other letters for numbers.
type matrixFunc struct {
	call  string
	brief string
	eval  func(s *Session, a []operand) (operand, error)
}

var matrixTable = []matrixFunc{
	{"J(r,c,z)", "r by c matrix whose elements are z", matrixJ},
	{"I(n)", "n by n identity matrix", matrixI},
	{"inv(M)", "inverse", square(inverse)},
	{"invsym(M)", "inverse of a symmetric matrix; rows and columns that depend on earlier ones are 0", symmetricOnly(inverseSym)},
	{"syminv(M)", "older name of invsym()", symmetricOnly(inverseSym)},
	{"cholesky(M)", "lower triangular T with TT' = M", symmetricOnly(cholesky)},
	{"corr(M)", "correlation matrix of a variance matrix", symmetricOnly(correlation)},
	{"diag(M)", "square matrix whose diagonal is the row or column vector M", whole(diagonal)},
	{"vecdiag(M)", "row vector of the diagonal", square(diagonalOf)},
	{"vec(M)", "column vector of the columns, one below the other", whole(columnsBelow)},
	{"vech(M)", "column vector of the lower triangle of a symmetric matrix", symmetricOnly(lowerTriangle)},
	{"invvech(M)", "symmetric matrix whose vech() is M", whole(fromLowerTriangle)},
	{"hadamard(M,N)", "element by element product", matrixHadamard},
	{"sweep(M,i)", "M with row and column i swept", matrixSweep},
	{"matuniform(r,c)", "matrix of uniform random numbers", matrixUniform},
	{"nullmat(name)", "the matrix, or nothing if there is none, for joining to it", matrixNull},
	{"get(name)", "_b or VCE: coefficients or their covariance", matrixGet},
	{"det(M)", "determinant", square1(determinant)},
	{"trace(M)", "sum of the diagonal", square1(trace)},
	{"rowsof(M)", "number of rows", whole1(func(m *Matrix) float64 { return float64(len(m.Rows)) })},
	{"colsof(M)", "number of columns", whole1(func(m *Matrix) float64 { return float64(len(m.Cols)) })},
	{"issymmetric(M)", "1 if M is symmetric", whole1(func(m *Matrix) float64 { return oneIf(m.SymmetricValues()) })},
	{"matmissing(M)", "1 if an element is missing", whole1(func(m *Matrix) float64 { return oneIf(m.HasMissing()) })},
	{"diag0cnt(M)", "number of zeros on the diagonal", square1(diagonalZeros)},
	{"mreldif(X,Y)", "largest relative difference of elements", matrixRelDif},
	{"el(M,i,j)", "element i, j", matrixElement},
	{"rownumb(M,s)", "number of the row called s", numberOf(func(m *Matrix) (eqs, names []string) { return m.RowEq, m.Rows })},
	{"colnumb(M,s)", "number of the column called s", numberOf(func(m *Matrix) (eqs, names []string) { return m.ColEq, m.Cols })},
	{"roweqnumb(M,s)", "number of the row equation called s", equationNumber(func(m *Matrix) []string { return m.RowEq })},
	{"coleqnumb(M,s)", "number of the column equation called s", equationNumber(func(m *Matrix) []string { return m.ColEq })},
}

// MatrixFunctions describes the functions of matrices, a line for each.
func MatrixFunctions() string {
	var b strings.Builder
	for _, f := range matrixTable {
		fmt.Fprintf(&b, "    %-18s %s\n", f.call, f.brief)
	}
	return b.String()
}

var matrixFuncs map[string]*matrixFunc

func init() { // the table refers to functions that look the table up
	matrixFuncs = map[string]*matrixFunc{}
	for i := range matrixTable {
		name, _, _ := strings.Cut(matrixTable[i].call, "(")
		matrixFuncs[name] = &matrixTable[i]
	}
}

// params returns the names of the parameters.
func (f *matrixFunc) params() []string {
	_, list, _ := strings.Cut(strings.TrimSuffix(f.call, ")"), "(")
	return strings.Split(list, ",")
}

// callMatrix evaluates the arguments and calls f.
func (s *Session) callMatrix(f *matrixFunc, call *lang.Call) (operand, error) {
	params := f.params()
	if len(params) != len(call.Args) {
		return operand{}, rc.Syntax.At(call.Pos, "invalid syntax")
	}
	args := make([]operand, len(params))
	for i, p := range params {
		o, err := s.argument(p, call.Args[i])
		if err != nil {
			return o, rc.Locate(err, call.Args[i].Position())
		}
		args[i] = o
	}
	o, err := f.eval(s, args)
	return o, rc.Locate(err, call.Pos)
}

// argument evaluates the argument for the parameter p.
func (s *Session) argument(p string, x lang.Expr) (operand, error) {
	if p == "name" {
		if cell, ok := x.(*lang.Cell); ok {
			x = cell.Scalar
		}
		switch n := x.(type) {
		case *lang.Name:
			return operand{v: expr.Str(n.Name)}, nil
		case *lang.Result:
			return operand{v: expr.Str(n.Class + "(" + n.Name + ")")}, nil
		}
		return operand{}, rc.Syntax.Errorf("invalid syntax")
	}
	o, err := s.operand(x)
	if err != nil {
		return o, err
	}
	if strings.Contains("MNXY", p) {
		o.m, err = o.matrix()
		return o, err
	}
	o.v, err = o.scalar()
	if err == nil && o.v.IsStr != (p == "s") && p != "i" && p != "j" {
		err = rc.TypeMismatch.Errorf("type mismatch")
	}
	o.m = nil
	return o, err
}

// whole, square and symmetricOnly make table functions of functions of one matrix
// that need no shape, a square one, or a symmetric one.
func whole(f func(m *Matrix) (*Matrix, error)) func(*Session, []operand) (operand, error) {
	return func(_ *Session, a []operand) (operand, error) {
		m, err := f(a[0].m)
		return operand{m: m}, err
	}
}

func square(f func(m *Matrix) (*Matrix, error)) func(*Session, []operand) (operand, error) {
	return whole(func(m *Matrix) (*Matrix, error) {
		if err := conformable(len(m.Rows) == len(m.Cols)); err != nil {
			return nil, err
		}
		return f(m)
	})
}

func symmetricOnly(f func(m *Matrix) (*Matrix, error)) func(*Session, []operand) (operand, error) {
	return square(func(m *Matrix) (*Matrix, error) {
		if m.HasMissing() {
			return nil, rc.MatrixMissing.Errorf("matrix has missing values")
		}
		if !m.nearlySymmetric() {
			return nil, rc.NotSymmetric.Errorf("matrix not symmetric")
		}
		return f(m)
	})
}

func whole1(f func(m *Matrix) float64) func(*Session, []operand) (operand, error) {
	return func(_ *Session, a []operand) (operand, error) { return number(f(a[0].m)), nil }
}

func square1(f func(m *Matrix) float64) func(*Session, []operand) (operand, error) {
	return func(_ *Session, a []operand) (operand, error) {
		m := a[0].m
		if err := conformable(len(m.Rows) == len(m.Cols)); err != nil {
			return operand{}, err
		}
		return number(f(m)), nil
	}
}

// maxElements bounds the size of a matrix.
const maxElements = 1 << 27

// dimensions returns the numbers of rows and columns that two arguments ask for.
func dimensions(r, c operand) (rows, cols int, err error) {
	x, y := r.v.Num, c.v.Num
	if x != math.Floor(x) || y != math.Floor(y) || x < 1 || y < 1 || x >= frame.Missing || y >= frame.Missing || x*y > maxElements {
		return 0, 0, rc.Conformability.Errorf("conformability error")
	}
	return int(x), int(y), nil
}

func matrixJ(_ *Session, a []operand) (operand, error) {
	r, c, err := dimensions(a[0], a[1])
	if err != nil {
		return operand{}, err
	}
	m := NewMatrix(r, c)
	for i := range r {
		for j := range c {
			m.Set(i, j, a[2].v.Num)
		}
	}
	return operand{m: m}, nil
}

func matrixI(_ *Session, a []operand) (operand, error) {
	n, _, err := dimensions(a[0], a[0])
	if err != nil {
		return operand{}, err
	}
	m := NewMatrix(n, n)
	for i := range n {
		m.Set(i, i, 1)
	}
	return operand{m: m}, nil
}

func matrixUniform(s *Session, a []operand) (operand, error) {
	r, c, err := dimensions(a[0], a[1])
	if err != nil {
		return operand{}, err
	}
	m := NewMatrix(r, c)
	for i := range r {
		for j := range c {
			m.Set(i, j, s.random.Uniform())
		}
	}
	return operand{m: m}, nil
}

func matrixHadamard(_ *Session, a []operand) (operand, error) {
	m, err := elementwise(a[0].m, a[1].m, func(x, y float64) float64 { return x * y })
	return operand{m: m}, err
}

func matrixRelDif(_ *Session, a []operand) (operand, error) {
	largest := 0.0
	_, err := elementwise(a[0].m, a[1].m, func(x, y float64) float64 {
		largest = max(largest, math.Abs(x-y)/(math.Abs(y)+1))
		return 0
	})
	if a[0].m.HasMissing() || a[1].m.HasMissing() {
		largest = frame.Missing
	}
	return number(largest), err
}

func matrixElement(_ *Session, a []operand) (operand, error) {
	m := a[0].m
	i, err := index(a[1].v, m.RowEq, m.Rows)
	if err != nil {
		return operand{}, err
	}
	j, err := index(a[2].v, m.ColEq, m.Cols)
	return number(m.element(i, j)), err
}

func numberOf(names func(m *Matrix) (eqs, names []string)) func(*Session, []operand) (operand, error) {
	return func(_ *Session, a []operand) (operand, error) {
		eqs, list := names(a[0].m)
		if k, _ := findNamed(a[1].v.Str, eqs, list); k >= 0 {
			return number(float64(k + 1)), nil
		}
		return number(frame.Missing), nil
	}
}

func equationNumber(eqs func(m *Matrix) []string) func(*Session, []operand) (operand, error) {
	return func(_ *Session, a []operand) (operand, error) {
		k := slices.Index(slices.Compact(slices.Clone(eqs(a[0].m))), strings.TrimSuffix(a[1].v.Str, ":"))
		if k < 0 {
			return number(frame.Missing), nil
		}
		return number(float64(k + 1)), nil
	}
}

func matrixNull(s *Session, a []operand) (operand, error) {
	if m := s.FindMatrix(a[0].v.Str); m != nil {
		return operand{m: m}, nil
	}
	return operand{m: absent}, nil
}

func matrixGet(s *Session, a []operand) (operand, error) {
	name, ok := map[string]string{"_b": "b", "VCE": "V"}[a[0].v.Str]
	m := s.ResultMatrix("e", name)
	if !ok || m == nil {
		return operand{}, rc.NotFound.Errorf("matrix %s not found", a[0].v.Str)
	}
	return operand{m: m}, nil
}

// FindMatrix returns the matrix that a name such as "A", "e(b)" or "r(table)"
// refers to, or nil.
func (s *Session) FindMatrix(name string) *Matrix {
	if class, rest, ok := strings.Cut(name, "("); ok {
		return s.ResultMatrix(class, strings.TrimSuffix(rest, ")"))
	}
	return s.matrices[name]
}
