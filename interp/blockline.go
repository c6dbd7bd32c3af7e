package interp

import "github.com/didot-lang/didot/lang"

// Expand replaces the macros in a line.
func (s *Session) Expand(line string) (lang.Expanded, error) { return lang.Expand(line, (*macros)(s)) }

// PlaceError gives err, which arose at a place of an expanded line, its place
// in the file.
func (s *Session) PlaceError(err error, st *lang.Stmt, line lang.Expanded) error {
	return s.place(err, st, line)
}

// EchoLine shows a line of a script behind a prompt.
func (s *Session) EchoLine(prompt string, l *lang.Line) { s.echoLine(prompt, l) }
