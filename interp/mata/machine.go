package mata

import (
	"maps"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Machine holds the variables and functions of Mata, and runs it.
type Machine struct {
	*interp.Session
	globals map[string]*cell
	funcs   map[string]*lang.MataFunc
	structs map[string]*lang.MataStruct
	at      *activation // the function being run, nil outside
	depth   int
	steps   int
	files   fileTable
}

// New returns a machine for a session.
func New(s *interp.Session) *Machine {
	m := &Machine{Session: s}
	m.Clear()
	return m
}

// Close closes the files that are open, without writing them.
func (m *Machine) Close() error {
	m.files = fileTable{}
	return nil
}

// Clear forgets all variables, functions and structures.
func (m *Machine) Clear() {
	m.globals, m.funcs, m.structs = map[string]*cell{}, map[string]*lang.MataFunc{}, map[string]*lang.MataStruct{}
}

// A cell is a variable. Values assigned to it must be of its type.
type cell struct {
	v      value
	typ    lang.MataType
	shared bool // the elements may be another variable's
}

// An activation is a call of a function: its variables.
type activation struct {
	fn   *lang.MataFunc
	vars map[string]*cell
	args int // passed
	up   *activation
}

// maxCalls bounds the depth of calls, and of expressions.
const maxCalls = 1000

// checkEvery is how many steps are taken between two looks at whether the
// user wants to stop.
const checkEvery = 4096

// Run runs statements outside of functions.
func (m *Machine) Run(stmts []lang.MataStmt) error {
	m.at, m.depth = nil, 0
	for _, s := range stmts {
		if err := m.top(s); err != nil {
			return coded(err)
		}
	}
	return nil
}

func (m *Machine) top(s lang.MataStmt) error {
	switch s := s.(type) {
	case *lang.MataFunc:
		if _, builtin := builtins[s.Name]; builtin {
			return &failure{code: syntaxError, plain: s.Name + "() is a function of Mata and cannot be redefined"}
		}
		if old := m.funcs[s.Name]; old != nil {
			return &failure{code: syntaxError, plain: s.Name + "() already exists"}
		}
		m.funcs[s.Name] = s
		return nil
	case *lang.MataStruct:
		m.structs[s.Name] = s
		return nil
	}
	jump, err := m.exec(s)
	if err == nil && jump.word != "" {
		err = &failure{code: syntaxError, plain: "'" + jump.word + "' found where almost anything else expected"}
	}
	if err != nil {
		return through(err, "<istmt>")
	}
	return nil
}

// tick counts a step, and looks now and then whether to stop.
func (m *Machine) tick() error {
	if m.steps++; m.steps%checkEvery == 0 && m.Context().Err() != nil {
		return rc.Break.Errorf("--Break--")
	}
	return nil
}

// lookup returns the variable called name, or nil.
func (m *Machine) lookup(name string) *cell {
	if m.at != nil {
		return m.at.vars[name]
	}
	return m.globals[name]
}

// variable returns the variable called name and makes it if there is none.
func (m *Machine) variable(name string) *cell {
	if c := m.lookup(name); c != nil {
		return c
	}
	c := &cell{v: blank(numeric, 0, 0)}
	if m.at != nil {
		m.at.vars[name] = c
	} else {
		m.globals[name] = c
	}
	return c
}

// Names returns the names of the variables and of the functions, sorted.
func (m *Machine) Names() (variables, functions []string) {
	return slices.Sorted(maps.Keys(m.globals)), slices.Sorted(maps.Keys(m.funcs))
}

// Drop forgets a variable, or a function if the name ends in parentheses. It
// reports whether there was one.
func (m *Machine) Drop(name string) bool {
	if fn, ok := cutParens(name); ok {
		_, found := m.funcs[fn]
		delete(m.funcs, fn)
		return found
	}
	_, found := m.globals[name]
	delete(m.globals, name)
	return found
}

func cutParens(name string) (string, bool) {
	if n := len(name); n > 2 && name[n-2:] == "()" {
		return name[:n-2], true
	}
	return name, false
}
