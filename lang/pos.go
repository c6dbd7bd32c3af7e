package lang

import "fmt"

// A Pos is a place in one line of text as the parser saw it, that is, after
// macro expansion: the byte offset plus one. Zero means unknown.
type Pos int

// At returns the Pos of the byte at offset.
func At(offset int) Pos { return Pos(offset + 1) }

// Offset returns the byte offset of p, or 0 if p is unknown.
func (p Pos) Offset() int { return max(int(p)-1, 0) }

// Shift moves p, a place in a text that itself begins at base, to the text
// around it. An unknown p becomes base.
func (p Pos) Shift(base Pos) Pos {
	if p == 0 || base == 0 {
		return base
	}
	return p + base - 1
}

// A Text is raw text cut out of a line, with the place where it begins.
type Text struct {
	Pos  Pos
	Text string
}

func (t Text) String() string { return t.Text }

// An Error is a syntax error and the place where it was found. Incomplete
// tells that more input could mend it, as after an unclosed brace.
type Error struct {
	Pos        Pos
	Msg        string
	Incomplete bool
}

func (e *Error) Error() string { return e.Msg }

// Errorf returns a syntax error at p.
func Errorf(p Pos, format string, args ...any) *Error {
	return &Error{Pos: p, Msg: fmt.Sprintf(format, args...)}
}
