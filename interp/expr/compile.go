package expr

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A compiler turns a tree into nodes.
type compiler struct {
	env    *Env
	traits traits
}

func (c *compiler) compile(e lang.Expr) (node, error) {
	switch e := e.(type) {
	case *lang.Number:
		return &constNum{x: frame.Value(e.Value)}, nil
	case *lang.Missing:
		return &constNum{x: frame.MissingCode(e.Letter)}, nil
	case *lang.String:
		return &constStr{s: e.Value}, nil
	case *lang.Unary:
		return c.unary(e)
	case *lang.Binary:
		return c.binary(e)
	case *lang.Name:
		return c.name(e)
	case *lang.Call:
		return c.call(e)
	case *lang.Result:
		return c.result(e)
	case *lang.Coef:
		x, err := c.env.Scope.Coef(e.What, e.Eq, e.Term)
		return &constNum{x: x}, rc.Locate(err, e.Pos)
	case *lang.Index:
		return c.index(e)
	}
	return nil, rc.Syntax.At(e.Position(), "invalid syntax")
}

func (c *compiler) number(e lang.Expr) (node, error) {
	n, err := c.compile(e)
	if err == nil && n.isStr() {
		return nil, rc.TypeMismatch.At(e.Position(), "type mismatch")
	}
	return n, err
}

func (c *compiler) unary(e *lang.Unary) (node, error) {
	x, err := c.number(e.X)
	if err != nil {
		return nil, err
	}
	if k, ok := x.(*constNum); ok && e.Op == "-" && k.x < frame.Missing {
		return &constNum{x: 0 - k.x}, nil
	}
	apply := negate
	if e.Op == "!" {
		apply = not
	}
	return &unaryOp{x: x, apply: apply}, nil
}

func (c *compiler) binary(e *lang.Binary) (node, error) {
	x, err := c.compile(e.X)
	if err != nil {
		return nil, err
	}
	y, err := c.compile(e.Y)
	if err != nil {
		return nil, err
	}
	switch {
	case x.isStr() && y.isStr():
		if e.Op == "+" {
			return &concat{x: x, y: y}, nil
		}
		if is := stringRelations[e.Op]; is != nil {
			return &compareStr{x: x, y: y, is: is}, nil
		}
	case x.isStr() && e.Op == "*":
		return &repeat{s: x, n: y}, nil
	case y.isStr() && e.Op == "*":
		return &repeat{s: y, n: x}, nil
	case !x.isStr() && !y.isStr():
		if apply := operators[e.Op]; apply != nil {
			return &binary{x: x, y: y, apply: apply}, nil
		}
	}
	return nil, rc.TypeMismatch.At(e.Pos, "type mismatch")
}

// name compiles a system variable, a variable or a scalar.
func (c *compiler) name(e *lang.Name) (node, error) {
	if e.Sub == nil && len(e.Ops) == 0 {
		if n := c.system(e); n != nil {
			return n, nil
		}
	}
	col, err := c.env.Frame.Find(e.Name, c.env.Scope.Abbrev())
	if err != nil {
		return c.scalar(e, err)
	}
	c.traits.varies = true
	switch {
	case e.Sub != nil:
		if len(e.Ops) > 0 {
			return nil, rc.Syntax.At(e.Pos, "invalid syntax")
		}
		sub, err := c.number(e.Sub)
		return &subscripted{col: col, sub: sub, by: c.env.By}, err
	case len(e.Ops) > 0:
		return c.operated(e, col)
	case col.IsString():
		return &strColumn{col: col}, nil
	}
	n := &numColumn{col: col}
	if col.Type() == frame.Double {
		n.dbl = col.Numbers()
	}
	return n, nil
}

// scalar compiles a name that is no variable, for the reason err.
func (c *compiler) scalar(e *lang.Name, err error) (node, error) {
	if len(e.Ops) == 0 && e.Sub == nil {
		if v, ok := c.env.Scope.Scalar(e.Name); ok {
			return constant(v), nil
		}
	}
	if strings.Contains(err.Error(), "ambiguous") {
		return nil, rc.NotFound.At(e.Pos, "%s ambiguous abbreviation", e.Name)
	}
	return nil, rc.NotFound.At(e.Pos, "%s not found", e.Name)
}

func constant(v Value) node {
	if v.IsStr {
		return &constStr{s: v.Str}
	}
	return &constNum{x: v.Num}
}

func (c *compiler) system(e *lang.Name) node {
	switch e.Name {
	case "_n":
		c.traits.varies = true
		return &rowNumber{by: c.env.By}
	case "_N":
		c.traits.varies = c.env.By != nil
		return &rowCount{by: c.env.By, all: c.env.Frame.N()}
	case "_pi":
		return &constNum{x: math.Pi}
	case "_rc":
		return &constNum{x: c.env.Scope.Returned()}
	}
	return nil
}

// operated compiles L.x, D2.x, 3.x and the like.
func (c *compiler) operated(e *lang.Name, col *frame.Column) (node, error) {
	if col.IsString() {
		return nil, rc.TypeMismatch.At(e.Pos, "type mismatch")
	}
	if len(e.Ops) == 1 {
		op := strings.TrimPrefix(e.Ops[0], "i")
		if op == "c" {
			return &numColumn{col: col}, nil
		}
		if v, err := strconv.Atoi(strings.TrimRight(op, "bno")); err == nil {
			return &level{x: &numColumn{col: col}, value: float64(v)}, nil
		}
	}
	lags, err := frame.ParseLags(e.Ops)
	if err != nil {
		return nil, rc.Locate(err, e.Pos)
	}
	n := &lagged{col: col, lags: lags}
	for _, t := range lags {
		pos, err := c.env.Frame.LagRows(t.Lag)
		if err != nil {
			return nil, rc.Locate(err, e.Pos)
		}
		n.pos = append(n.pos, pos)
	}
	return n, nil
}

func (c *compiler) result(e *lang.Result) (node, error) {
	if e.Class == "e" && e.Name == "sample" {
		rows, _ := c.env.Scope.Sample()
		c.traits.varies = true
		return &sample{rows: rows}, nil
	}
	if v, ok := c.env.Scope.Result(e.Class, e.Name); ok {
		return constant(v), nil
	}
	return &constNum{x: frame.Missing}, nil
}

func (c *compiler) index(e *lang.Index) (node, error) {
	row, err := Eval(e.Row, c.env)
	if err != nil {
		return nil, err
	}
	col, err := Eval(e.Col, c.env)
	if err != nil {
		return nil, err
	}
	x, err := c.env.Scope.Element(e.X, row, col)
	return &constNum{x: frame.Value(x)}, rc.Locate(err, e.Pos)
}

func (c *compiler) call(e *lang.Call) (node, error) {
	if e.Func == "scalar" && len(e.Args) == 1 {
		if n, ok := e.Args[0].(*lang.Name); ok {
			return c.scalar(n, rc.NotFound)
		}
	}
	f := byName[e.Func]
	if f == nil {
		if n, err := c.columnCall(e); n != nil || err != nil {
			return n, rc.Locate(err, e.Pos)
		}
		v, ok, err := c.env.Scope.Call(e)
		if err != nil {
			return nil, rc.Locate(err, e.Pos)
		}
		if !ok {
			return nil, rc.UnknownFunction.At(e.Pos, "unknown function %s()", e.Func)
		}
		return constant(v), nil
	}
	n := &call{eval: &f.Eval, env: c.env}
	for _, arg := range e.Args {
		x, err := c.compile(arg)
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, x)
	}
	if err := n.check(e); err != nil {
		return nil, err
	}
	n.run = f.Eval.Num
	if f.Eval.Make != nil {
		n.run = f.Eval.Make()
		c.traits.ordered, c.traits.varies = true, true
	}
	if f.Eval.ByRow {
		c.traits.varies = true
	}
	if f.Eval.Random {
		c.traits.ordered, c.traits.varies = true, true
		c.traits.random++
	}
	return n, nil
}

// columnCall compiles a function that gives a column, if the scope has one.
func (c *compiler) columnCall(e *lang.Call) (node, error) {
	s, ok := c.env.Scope.(ColumnScope)
	if !ok {
		return nil, nil
	}
	col, err := s.ColumnCall(e)
	if err != nil || col == nil {
		return nil, err
	}
	c.traits.varies = true
	if col.IsString() {
		return &strColumn{col: col}, nil
	}
	return &numColumn{col: col}, nil
}

// check compares number and types of the arguments with the declaration.
func (c *call) check(e *lang.Call) error {
	least, most := c.eval.arity()
	if len(c.args) < least || most >= 0 && len(c.args) > most {
		return rc.Syntax.At(e.Pos, "invalid syntax")
	}
	either := -1 // an argument declared a; all of them must agree
	for k, arg := range c.args {
		switch c.eval.param(k) {
		case 'a':
			if either >= 0 && c.args[either].isStr() != arg.isStr() {
				return rc.TypeMismatch.At(e.Args[k].Position(), "type mismatch")
			}
			either = k
		case 'm':
		case 's':
			if !arg.isStr() {
				return rc.TypeMismatch.At(e.Args[k].Position(), "type mismatch")
			}
		default:
			if arg.isStr() {
				return rc.TypeMismatch.At(e.Args[k].Position(), "type mismatch")
			}
		}
	}
	c.isText = c.eval.Str != nil
	if c.isText && c.eval.Num != nil {
		c.isText = either >= 0 && c.args[either].isStr()
	}
	return nil
}
