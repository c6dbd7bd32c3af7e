package interp

import (
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"io"
)

// ClearData empties the current dataset, with its value labels.
func (s *Session) ClearData() { s.SetFrame(frame.New()) }

// ClearFrames removes all frames but an empty one called default.
func (s *Session) ClearFrames() {
	s.frames = map[string]*frame.Frame{"default": frame.New()}
	s.current = "default"
}

// ClearMatrices removes all matrices.
func (s *Session) ClearMatrices() { clear(s.matrices) }

// ClearScalars removes all scalars.
func (s *Session) ClearScalars() { s.scalars = map[string]expr.Value{} }

// ClearPrograms removes the programs that scripts have defined.
func (s *Session) ClearPrograms() { clear(s.programs) }

// ClearResults empties r(), e() and s().
func (s *Session) ClearResults() { s.R, s.E, s.S = &Results{}, &Estimates{}, &Results{} }

// ClearStored forgets all stored estimates.
func (s *Session) ClearStored() {
	clear(s.stored)
	s.names = nil
}

// ClearLists removes all named variable lists.
func (s *Session) ClearLists() { clear(s.lists) }

// MataState is the key under which the session keeps Mata.
const MataState = "mata"

// ClearMata forgets what Mata holds.
func (s *Session) ClearMata() {
	if c, ok := s.state[MataState].(io.Closer); ok {
		c.Close()
	}
	delete(s.state, MataState)
}
