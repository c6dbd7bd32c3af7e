package mata

import (
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// eval evaluates an expression. The elements of the value may be shared with
// a variable.
func (m *Machine) eval(x lang.Expr) (value, error) {
	switch x := x.(type) {
	case *lang.Number:
		return number(x.Value), nil
	case *lang.String:
		return str(x.Value), nil
	case *lang.Missing:
		return number(frame.MissingCode(x.Letter)), nil
	case *lang.Name:
		return m.read(x.Name)
	case *lang.Binary:
		return m.binary(x)
	case *lang.Unary:
		return m.unary(x)
	case *lang.MataCond:
		yes, err := m.condition(x.C)
		switch {
		case err != nil:
			return value{}, err
		case yes:
			return m.eval(x.X)
		}
		return m.eval(x.Y)
	case *lang.MataAssign:
		return m.assign(x)
	case *lang.MataStep:
		return m.step(x)
	case *lang.MataSub:
		return m.subscripted(x)
	case *lang.MataMember:
		c, err := m.member(x)
		if err != nil {
			return value{}, err
		}
		return c.v, nil
	case *lang.Call:
		return m.invoke(x.Func, x.Args)
	case *lang.MataInvoke:
		v, err := m.eval(x.Func)
		if err != nil {
			return value{}, err
		}
		if v.kind != address || !v.scalar() {
			return value{}, fail(here, notPointer)
		}
		if v.ptr[0] == nil || v.ptr[0].fn == "" {
			return value{}, fail(here, nullPointer)
		}
		return m.invoke(v.ptr[0].fn, x.Args)
	}
	return value{}, &failure{code: syntaxError, plain: "invalid expression"}
}

// read returns the value of a variable.
func (m *Machine) read(name string) (value, error) {
	if c := m.lookup(name); c != nil {
		if c.v.view != nil {
			return c.v.view.read(m)
		}
		return c.v, nil
	}
	if name == "NULL" {
		return value{kind: address, rows: 1, cols: 1, ptr: []*pointer{nil}}, nil
	}
	if m.at != nil {
		return blank(numeric, 0, 0), nil
	}
	return value{}, failf(here, notFound, "%s not found", name)
}

// binary evaluates x op y.
func (m *Machine) binary(e *lang.Binary) (value, error) {
	x, err := m.eval(e.X)
	if err != nil {
		return value{}, err
	}
	if e.Op == "&&" || e.Op == "||" {
		return m.shortcut(e, x)
	}
	y, err := m.eval(e.Y)
	if err != nil {
		return value{}, err
	}
	if x.kind == void || y.kind == void {
		return value{}, failf(e.Op, rc.Code(3258), "void found where nonvoid required")
	}
	return operate(e.Op, x, y)
}

func (m *Machine) shortcut(e *lang.Binary, x value) (value, error) {
	yes, err := truthOf(x)
	if err != nil || yes == (e.Op == "||") {
		return truth(yes), err
	}
	yes, err = m.condition(e.Y)
	return truth(yes), err
}

func (m *Machine) unary(e *lang.Unary) (value, error) {
	switch e.Op {
	case "&":
		return m.addressOf(e.X)
	case "*":
		c, err := m.deref(e.X)
		if err != nil {
			return value{}, err
		}
		return c.v, nil
	}
	v, err := m.eval(e.X)
	if err != nil {
		return value{}, err
	}
	if e.Op == "'" {
		return v.transposed(), nil
	}
	if v.kind != numeric {
		return value{}, fail(e.Op, notReal)
	}
	switch e.Op {
	case "-":
		return v.mapped(func(x float64) float64 { return -x }), nil
	case "!":
		out := v.copied()
		if out.num == nil {
			return truth(v.at(0) == 0), nil
		}
		for i, x := range out.num {
			out.num[i] = truth(x == 0).x
		}
		return out, nil
	}
	return v, nil
}

// addressOf makes a pointer to a variable, a function or a new value.
func (m *Machine) addressOf(x lang.Expr) (value, error) {
	p := &pointer{}
	switch x := x.(type) {
	case *lang.Name:
		p.cell = m.variable(x.Name)
	case *lang.Call:
		if len(x.Args) == 0 {
			p.fn = x.Func
			break
		}
		v, err := m.eval(x)
		if err != nil {
			return value{}, err
		}
		p.cell = &cell{v: v.copied()}
	default:
		v, err := m.eval(x)
		if err != nil {
			return value{}, err
		}
		p.cell = &cell{v: v.copied()}
	}
	return value{kind: address, rows: 1, cols: 1, ptr: []*pointer{p}}, nil
}

// deref returns the variable that a pointer points to.
func (m *Machine) deref(x lang.Expr) (*cell, error) {
	v, err := m.eval(x)
	switch {
	case err != nil:
		return nil, err
	case v.kind != address || !v.scalar():
		return nil, fail(here, notPointer)
	case v.ptr[0] == nil || v.ptr[0].cell == nil:
		return nil, fail(here, nullPointer)
	}
	return v.ptr[0].cell, nil
}

// member returns a member of a structure.
func (m *Machine) member(x *lang.MataMember) (*cell, error) {
	var c *cell
	var err error
	if x.Arrow {
		c, err = m.deref(x.X)
	} else {
		c, err = m.target(x.X)
	}
	if err != nil {
		return nil, err
	}
	if c.v.kind != record {
		return nil, failf(here, rc.Code(3259), "nonstruct found where struct required")
	}
	f := c.v.rec.fields[x.Name]
	if f == nil {
		return nil, failf(here, notFound, "%s not found", x.Name)
	}
	return f, nil
}

// invoke calls a function by its name.
func (m *Machine) invoke(name string, exprs []lang.Expr) (value, error) {
	f := m.funcs[name]
	b, builtin := builtins[name]
	if f == nil && !builtin {
		if def := m.structs[name]; def != nil && len(exprs) == 0 {
			return m.newStruct(def), nil
		}
		if unimplemented[name] {
			return value{}, lacking("the Mata function " + name + "()")
		}
		return value{}, failf(here, notFound, "%s() not found", name)
	}
	args := make([]*cell, len(exprs))
	for i, x := range exprs {
		c, err := m.pass(x)
		if err != nil {
			return value{}, err
		}
		args[i] = c
	}
	if f != nil {
		return m.call(f, args)
	}
	return m.callBuiltin(name, b, args)
}

// pass evaluates an argument: the variable itself where it is one, so that
// the function can change it.
func (m *Machine) pass(x lang.Expr) (*cell, error) {
	switch x := x.(type) {
	case nil:
		return nil, fail(here, badArguments)
	case *lang.Name:
		if c := m.lookup(x.Name); c != nil {
			return c, nil
		}
		if x.Name != "NULL" {
			if m.at == nil {
				return nil, failf(here, notFound, "%s not found", x.Name)
			}
			return m.variable(x.Name), nil
		}
	case *lang.MataAssign:
		if n, ok := x.X.(*lang.Name); ok {
			if _, err := m.assign(x); err != nil {
				return nil, err
			}
			return m.variable(n.Name), nil
		}
	case *lang.MataMember:
		return m.member(x)
	case *lang.Unary:
		if x.Op == "*" {
			return m.deref(x.X)
		}
	}
	v, err := m.eval(x)
	if err != nil {
		return nil, err
	}
	if v.kind == void {
		return nil, failf(here, rc.Code(3258), "void found where nonvoid required")
	}
	return &cell{v: v, shared: true}, nil
}
