package interp

import (
	"strings"

	"github.com/didot-lang/didot/lang"
)

// traceLine shows a line of a program, as written and as it reads once its
// macros are expanded, if "set trace" is on.
func (s *Session) traceLine(st *lang.Stmt, line lang.Expanded) {
	if !s.settings.Trace || s.level.program == nil {
		return
	}
	indent := strings.Repeat("  ", s.level.depth)
	text := indent + "- " + st.Text + "\n"
	if line.Text != st.Text {
		text += indent + "= " + line.Text + "\n"
	}
	s.traced(text)
}

// traceProgram shows where a program begins or ends.
func (s *Session) traceProgram(what, name string) {
	if !s.settings.Trace {
		return
	}
	mark := " " + what + " " + name + " ---"
	indent := strings.Repeat("  ", s.level.depth)
	s.traced(indent + strings.Repeat("-", max(s.settings.LineSize-len(indent)-len(mark), 3)) + mark + "\n")
}

// traced prints text even where output is quiet.
func (s *Session) traced(text string) {
	quiet := s.SetQuiet(false)
	s.Print(text)
	s.SetQuiet(quiet)
}
