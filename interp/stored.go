package interp

import (
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// sampleVar is the variable that holds the sample of estimates stored as name.
func sampleVar(name string) string { return "_est_" + name }

// StoreEstimates keeps e() under name, replacing what was kept there. Their
// sample becomes a variable called _est_ and the name.
func (s *Session) StoreEstimates(name string, e *Estimates) {
	if s.stored[name] == nil {
		s.names = append(s.names, name)
	}
	s.stored[name] = e
	f := s.Frame()
	if f.Column(sampleVar(name)) != nil {
		f.Drop(sampleVar(name))
	}
	if !e.Has {
		return
	}
	rows := e.Sample
	if e.mark != 0 {
		rows, _ = f.Mark(e.mark)
	}
	col := frame.NewColumn(sampleVar(name), frame.Byte, f.N())
	for i := range f.N() {
		col.SetNum(i, oneIf(rows.Has(i)))
	}
	col.Label = "esample() from estimates store"
	f.Put(col)
}

// RestoreEstimates makes the estimates kept under name active again. Their
// sample is what the variable _est_name says, if it still exists.
func (s *Session) RestoreEstimates(name string) error {
	kept, err := s.StoredEstimates(name)
	if err != nil {
		return err
	}
	e := kept.Clone()
	e.mark, e.Held = 0, false
	e.Sample = frame.Rows{}
	if col := s.Frame().Column(sampleVar(name)); col != nil && !col.IsString() {
		e.Sample = frame.AllRows(col.Len()).Where(func(i int) bool { return col.Num(i) == 1 })
	}
	s.SetEstimates(e)
	return nil
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

// DropStored forgets the estimates kept under name, and their sample.
func (s *Session) DropStored(name string) {
	if s.Frame().Column(sampleVar(name)) != nil {
		s.Frame().Drop(sampleVar(name))
	}
	delete(s.stored, name)
	s.names = slices.DeleteFunc(s.names, func(n string) bool { return n == name })
}

// Clone returns a copy whose results can be added to without changing e.
func (e *Estimates) Clone() *Estimates {
	c := *e
	c.Results = *e.Results.Clone()
	return &c
}
