package interp

import (
	"maps"
	"slices"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// MacroValue reads "name text", "name = exp" or "name : function" and returns
// the name and what the macro is to hold.
func (c *Call) MacroValue(t lang.Text) (name, text string, err error) { return c.macroValue(t, 32) }

// MayReturn returns r(151), r(152) or r(153) if the running program may not
// set results of a class, "r", "e" or "s". Scripts may set all of them.
func (s *Session) MayReturn(class string) error {
	p := s.level.program
	if p == nil || p.Class == class+"class" {
		return nil
	}
	code := map[string]rc.Code{"r": 151, "e": 152, "s": 153}[class]
	return code.Errorf("non %s-class program may not set %s()", class, class)
}

// Empty reports whether there are no results.
func (r *Results) Empty() bool { return len(r.Scalars)+len(r.Macros)+len(r.Matrices) == 0 }

// Merge adds those of other's results whose names r does not have.
func (r *Results) Merge(other *Results) {
	for _, x := range other.Scalars {
		if !r.has(x.Name) {
			r.SetScalar(x.Name, x.Value)
		}
	}
	for _, x := range other.Macros {
		if !r.has(x.Name) {
			r.SetMacro(x.Name, x.Text)
		}
	}
	for _, x := range other.Matrices {
		if !r.has(x.Name) {
			r.SetMatrix(x.Name, x.Matrix)
		}
	}
}

// PutScalar stores a number as a program does: a new name comes first in
// lists, while those of built-in commands come in order.
func (r *Results) PutScalar(name string, x float64) {
	if _, there := r.Get(name); !there {
		r.Remove(name)
		r.Scalars = slices.Insert(r.Scalars, 0, Scalar{Name: name})
	}
	r.SetScalar(name, x)
}

// PutMacro stores a text as a program does; an empty one removes it.
func (r *Results) PutMacro(name, text string) {
	if r.Macro(name) == "" && text != "" {
		r.Remove(name)
		r.Macros = slices.Insert(r.Macros, 0, Macro{Name: name})
	}
	r.SetMacro(name, text)
}

// PutMatrix stores a matrix as a program does.
func (r *Results) PutMatrix(name string, m *Matrix) {
	if r.Matrix(name) == nil {
		r.Remove(name)
		r.Matrices = slices.Insert(r.Matrices, 0, NamedMatrix{Name: name})
	}
	r.SetMatrix(name, m)
}

func (r *Results) has(name string) bool {
	_, ok := r.Get(name)
	return ok || r.Matrix(name) != nil
}

// ProgramNames returns the names of the programs defined, in alphabetical order.
func (s *Session) ProgramNames() []string { return slices.Sorted(maps.Keys(s.programs)) }
