package interp

import (
	"slices"

	"github.com/didot-lang/didot/interp/rc"
)

// StoreEstimates keeps e() under name, replacing what was kept there.
func (s *Session) StoreEstimates(name string, e *Estimates) {
	if s.stored[name] == nil {
		s.names = append(s.names, name)
	}
	s.stored[name] = e
}

// StoredEstimates returns the estimates kept under name; r(111) if there are none.
func (s *Session) StoredEstimates(name string) (*Estimates, error) {
	if e := s.stored[name]; e != nil {
		return e, nil
	}
	return nil, rc.NotFound.Errorf("estimation result %s not found", name)
}

// StoredNames returns the names of stored estimates in the order of storing.
func (s *Session) StoredNames() []string { return slices.Clone(s.names) }

// DropStored forgets the estimates kept under name.
func (s *Session) DropStored(name string) {
	delete(s.stored, name)
	s.names = slices.DeleteFunc(s.names, func(n string) bool { return n == name })
}

// Clone returns a copy whose results can be added to without changing e.
func (e *Estimates) Clone() *Estimates {
	c := *e
	c.Results = *e.Results.Clone()
	return &c
}
