// Package expr evaluates expressions: it compiles a tree from package lang
// into loops over blocks of columns, and holds the function tables. It prints
// nothing and changes nothing but the random-number state.
package expr

import (
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/rng"
)

// A Value is a number or a string.
type Value struct {
	Num   float64
	Str   string
	IsStr bool
}

// Num returns x as a Value.
func Num(x float64) Value { return Value{Num: x} }

// Str returns s as a Value.
func Str(s string) Value { return Value{Str: s, IsStr: true} }

// A Scope gives an expression the names that are not columns.
type Scope interface {
	// Scalar returns the scalar called exactly name.
	Scalar(name string) (v Value, ok bool)
	// Result returns r(name), e(name), s(name) or c(name).
	Result(class, name string) (v Value, ok bool)
	// Coef returns _b (what "_b") or _se of a term of the last estimates.
	Coef(what, eq, term string) (float64, error)
	// Element returns element (row, col) of a matrix, counted from 1 or named.
	Element(matrix lang.Expr, row, col Value) (float64, error)
	// Sample returns the estimation sample, e(sample).
	Sample() (rows frame.Rows, ok bool)
	// Returned is _rc.
	Returned() float64
	// RNG is the random-number generator.
	RNG() *rng.Source
	// Abbrev tells whether variable names may be abbreviated.
	Abbrev() bool
	// Call evaluates a function that only the session knows, such as
	// rowsof(A); ok is false if there is none.
	Call(call *lang.Call) (v Value, ok bool, err error)
	// Canceled is closed when evaluation is to stop.
	Canceled() <-chan struct{}
}

// A ColumnScope is a Scope with functions that give a column with a row for
// each of the dataset's, such as frval(). ColumnCall returns nil for others.
type ColumnScope interface {
	ColumnCall(call *lang.Call) (*frame.Column, error)
}

// An Env is what an expression is evaluated in.
type Env struct {
	Frame *frame.Frame
	Scope Scope
	By    *Groups // _n, _N and subscripts are within these groups; nil for none
}

// Groups are runs of rows. Both slices have one element per row: the first
// row of its group and the row behind the last one.
type Groups struct{ Start, End []int32 }

// blockRows is the number of rows evaluated at a time.
const blockRows = 1024

// A block is a run of rows: row, row+1, ... or, if rows is not nil, those.
type block struct {
	row  int
	n    int
	rows []int32
}

func (b *block) at(i int) int {
	if b.rows != nil {
		return int(b.rows[i])
	}
	return b.row + i
}

// A node is a compiled expression. The slice it returns is valid until the
// next call, and belongs to the node.
type node interface {
	nums(b *block) []float64 // of a numeric node
	strs(b *block) []string  // of a string node
	isStr() bool
}

// A Program is a compiled expression.
type Program struct {
	root    node
	env     *Env
	tree    lang.Expr
	traits  traits
	workers []node // further copies of root, with buffers of their own
}

// traits tell how a program may be run.
type traits struct {
	ordered bool // must see the selected rows, each once, in order: sum(), random numbers
	random  int  // calls of random-number functions
	varies  bool // differs between rows
}

// Compile checks e against env and compiles it. Errors are r(111) for unknown
// names, r(133) for unknown functions, r(109) for type mismatch, with places.
func Compile(e lang.Expr, env *Env) (*Program, error) {
	c := compiler{env: env}
	root, err := c.compile(e)
	if err != nil {
		return nil, err
	}
	return &Program{root: root, env: env, tree: e, traits: c.traits}, nil
}

// IsString reports whether the program's values are strings.
func (p *Program) IsString() bool { return p.root.isStr() }

// Varies reports whether values may differ between rows.
func (p *Program) Varies() bool { return p.traits.varies }

// Eval evaluates e once, where variables mean their first observation.
func Eval(e lang.Expr, env *Env) (Value, error) {
	if s, ok := e.(*lang.String); ok {
		return Str(s.Value), nil
	}
	if x, ok := new(arith).eval(e); ok {
		return Num(x), nil
	}
	p, err := Compile(e, env)
	if err != nil {
		return Value{}, err
	}
	return p.At(0), nil
}

// EvalNum is Eval for an expression that must be numeric.
func EvalNum(e lang.Expr, env *Env) (float64, error) {
	v, err := Eval(e, env)
	if err == nil && v.IsStr {
		err = rc.TypeMismatch.At(e.Position(), "type mismatch")
	}
	return v.Num, err
}

// At evaluates the program at one row.
func (p *Program) At(row int) Value {
	b := &block{row: row, n: 1}
	if p.IsString() {
		return Str(p.root.strs(b)[0])
	}
	return Num(p.root.nums(b)[0])
}

// NumAt evaluates a numeric program at one row.
func (p *Program) NumAt(row int) float64 {
	return p.root.nums(&block{row: row, n: 1})[0]
}
