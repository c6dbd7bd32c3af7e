package mata

import (
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A leap is how a statement was left: "" for as usual, or break, continue or
// return with what is returned.
type leap struct {
	word string
	v    value
}

// exec runs a statement.
func (m *Machine) exec(s lang.MataStmt) (leap, error) {
	if err := m.tick(); err != nil {
		return leap{}, err
	}
	switch s := s.(type) {
	case *lang.MataExpr:
		return leap{}, m.expression(s)
	case *lang.MataBlock:
		for _, inner := range s.Body {
			if j, err := m.exec(inner); err != nil || j.word != "" {
				return j, err
			}
		}
		return leap{}, nil
	case *lang.MataIf:
		yes, err := m.condition(s.C)
		switch {
		case err != nil:
			return leap{}, err
		case yes:
			return m.exec(s.Then)
		case s.Else != nil:
			return m.exec(s.Else)
		}
		return leap{}, nil
	case *lang.MataLoop:
		return m.loop(s)
	case *lang.MataJump:
		j := leap{word: s.Word}
		if s.X == nil {
			return j, nil
		}
		v, err := m.eval(s.X)
		j.v = v
		return j, err
	case *lang.MataDeclare:
		return leap{}, m.declare(s)
	}
	return leap{}, &failure{code: syntaxError, plain: "invalid expression"}
}

// expression evaluates an expression and shows its value, unless it is an
// assignment or yields nothing.
func (m *Machine) expression(s *lang.MataExpr) error {
	v, err := m.eval(s.X)
	if err != nil || s.Silent || v.kind == void {
		return err
	}
	switch s.X.(type) {
	case *lang.MataAssign, *lang.MataStep:
		return nil
	}
	m.show(v)
	return nil
}

func (m *Machine) condition(x lang.Expr) (bool, error) {
	v, err := m.eval(x)
	if err != nil {
		return false, err
	}
	return truthOf(v)
}

// truthOf reads a scalar as a condition.
func truthOf(v value) (bool, error) {
	switch {
	case v.kind != numeric:
		return false, failf(here, notReal, "%s", messages[notReal])
	case !v.scalar():
		return false, fail(here, notScalar)
	}
	return v.at(0) != 0, nil
}

func (m *Machine) loop(s *lang.MataLoop) (leap, error) {
	if s.Init != nil {
		if _, err := m.eval(s.Init); err != nil {
			return leap{}, err
		}
	}
	for first := true; ; first = false {
		if err := m.tick(); err != nil {
			return leap{}, err
		}
		if s.C != nil && !(s.Do && first) {
			if yes, err := m.condition(s.C); err != nil || !yes {
				return leap{}, err
			}
		}
		j, err := m.exec(s.Body)
		if err != nil || j.word == "return" {
			return j, err
		}
		if j.word == "break" {
			return leap{}, nil
		}
		if s.Step != nil {
			if _, err := m.eval(s.Step); err != nil {
				return leap{}, err
			}
		}
	}
}

func (m *Machine) declare(s *lang.MataDeclare) error {
	for _, d := range s.Vars {
		if s.External {
			c := m.globals[d.Name]
			if c == nil {
				c = m.fresh(d)
				m.globals[d.Name] = c
			}
			if m.at != nil {
				m.at.vars[d.Name] = c
			}
			continue
		}
		c := m.lookup(d.Name)
		if c == nil || m.at == nil {
			*m.variable(d.Name) = *m.fresh(d)
			c = m.variable(d.Name)
		} else { // within a loop, the value stays
			c.typ = d.Type
		}
		if d.Init != nil {
			v, err := m.eval(d.Init)
			if err != nil {
				return err
			}
			if err := m.store(c, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// fresh returns a variable with the value that its type begins with.
func (m *Machine) fresh(d lang.MataVar) *cell {
	c := &cell{typ: d.Type}
	k := numeric
	switch d.Type.Elem {
	case "string":
		k = text
	case "pointer":
		k = address
	case "struct":
		if def := m.structs[d.Type.Struct]; def != nil && d.Type.Org == "scalar" {
			c.v = m.newStruct(def)
			return c
		}
	}
	rows, cols := 0, 0
	switch d.Type.Org {
	case "scalar":
		rows, cols = 1, 1
	case "rowvector", "vector":
		rows = 1
	case "colvector":
		cols = 1
	}
	c.v = blank(k, rows, cols)
	return c
}

func (m *Machine) newStruct(def *lang.MataStruct) value {
	s := &structure{name: def.Name, fields: map[string]*cell{}}
	for _, f := range def.Fields {
		s.fields[f.Name] = m.fresh(f)
		s.order = append(s.order, f.Name)
	}
	return value{kind: record, rows: 1, cols: 1, rec: s}
}

// call runs a function that the program defines. The arguments are passed by
// reference.
func (m *Machine) call(f *lang.MataFunc, args []*cell) (value, error) {
	where := f.Name + "()"
	if len(args) > len(f.Params) || len(args) < f.Optional {
		return value{}, argumentCount(where, f.Optional, len(f.Params), len(args))
	}
	if m.depth++; m.depth > maxCalls {
		return value{}, failf(where, rc.Code(3900), "calls nested too deeply")
	}
	at := &activation{fn: f, vars: make(map[string]*cell, len(f.Params)+4), args: len(args), up: m.at}
	for i, p := range f.Params {
		if i >= len(args) {
			at.vars[p.Name] = m.fresh(p)
			continue
		}
		if code := mismatch(p.Type, args[i].v); code != 0 {
			m.depth--
			return value{}, fail(where, code)
		}
		at.vars[p.Name] = args[i]
	}
	m.at = at
	j, err := m.exec(f.Body)
	m.at = at.up
	m.depth--
	if err != nil {
		return value{}, through(err, where)
	}
	if f.Type.Elem == "void" {
		return value{}, nil
	}
	if j.word == "return" && j.v.kind != void {
		if code := mismatch(f.Type, j.v); code != 0 {
			return value{}, fail(where, code)
		}
	}
	return j.v, nil
}

// argumentCount is the error of a call with too few or too many arguments.
func argumentCount(where string, least, most, n int) error {
	switch {
	case least == most && most == 1:
		return failf(where, badArguments, "expected 1 argument but received %d", n)
	case least == most:
		return failf(where, badArguments, "expected %d arguments but received %d", least, n)
	case most < 0:
		return failf(where, badArguments, "expected at least %d arguments but received %d", least, n)
	}
	return failf(where, badArguments, "expected %d to %d arguments but received %d", least, most, n)
}

// mismatch returns the code of the error that v is not of the type, or 0.
func mismatch(t lang.MataType, v value) rc.Code {
	switch t.Elem {
	case "real", "numeric":
		if v.kind != numeric {
			return notReal
		}
	case "complex":
		if v.kind != numeric {
			return rc.Code(3252)
		}
	case "string":
		if v.kind != text {
			return notString
		}
	case "pointer":
		if v.kind != address {
			return notPointer
		}
	case "struct":
		if v.kind != record || v.rec.name != t.Struct {
			return rc.Code(3259)
		}
	}
	switch {
	case v.kind == record || v.kind == table:
	case t.Org == "scalar" && !v.scalar():
		return notScalar
	case t.Org == "vector" && !v.isVector():
		return notVector
	case t.Org == "rowvector" && v.rows != 1:
		return notRowVector
	case t.Org == "colvector" && v.cols != 1:
		return notColVector
	}
	return 0
}
