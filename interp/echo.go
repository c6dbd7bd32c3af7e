package interp

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/lang"
)

// echoStmt shows a statement as Stata's logs do. The bodies of loops and
// programs follow at once, numbered; those of other blocks are shown line by
// line as they run.
func (s *Session) echoStmt(st *lang.Stmt) {
	if s.out.quiet {
		return
	}
	s.echoLine(". ", st.Line)
	if !numbered(st) {
		return
	}
	first := 2
	if st.Block == lang.Program {
		first = 1
	}
	s.EchoNumbered(st, first)
}

// EchoNumbered shows the body of a block and its end, numbered from first.
func (s *Session) EchoNumbered(st *lang.Stmt, first int) {
	e := numberedEcho{s: s, n: first}
	e.body(st)
}

// numbered reports whether the whole body of st is read before it runs.
func numbered(st *lang.Stmt) bool {
	switch st.Block {
	case lang.NoBlock, lang.Input, lang.Mata: // input and mata show their lines themselves
		return false
	case lang.Braces:
		return loopWords[lastPrefixed(st.Text)]
	}
	return true
}

var loopWords = map[string]bool{
	"foreach": true, "while": true, "forvalues": true, "forvalue": true, "forvalu": true, "forval": true, "forva": true, "forv": true,
}

// lastPrefixed returns the command word behind bare prefixes.
func lastPrefixed(text string) string {
	for {
		n := lang.WordLen(text)
		word := text[:n]
		if !lang.Abbreviates(word, "CAPture") && !lang.Abbreviates(word, "Quietly") && !lang.Abbreviates(word, "Noisily") {
			return word
		}
		text = strings.TrimLeft(text[n:], " \t:")
	}
}

func (s *Session) echoLine(prompt string, l *lang.Line) {
	for i, src := range l.Source {
		if i > 0 {
			prompt = "> "
		}
		s.out.emit(Event{Kind: InputEvent, Style: Input, Text: prompt + src + "\n"})
	}
}

// endScript shows the end of a do-file whose lines were shown.
func (s *Session) endScript(err error) {
	switch err {
	case nil:
		s.out.emit(Event{Kind: InputEvent, Style: Input, Text: ". \n"})
		s.Print("end of do-file\n")
	case errExitAll:
	default:
		if !isSignal(err) {
			s.report(err)
		}
		s.Print("\nend of do-file\n")
	}
}

// numberedEcho shows the lines of a body with their numbers. A comment takes
// the number as its prompt, and the next line then has a bare one.
type numberedEcho struct {
	s       *Session
	n       int
	comment bool // the line before was a comment
}

func (e *numberedEcho) line(l *lang.Line) {
	prompt := fmt.Sprintf("%3d. ", e.n)
	if e.comment {
		prompt = ". "
	}
	e.comment = l.Text == ""
	if !e.comment {
		e.n++
	}
	e.s.echoLine(prompt, l)
}

func (e *numberedEcho) body(st *lang.Stmt) {
	for _, inner := range st.Body {
		e.line(inner.Line)
		if inner.Block != lang.NoBlock {
			e.body(inner)
		}
	}
	if st.End != nil {
		e.line(st.End)
	}
}

// RunBlock runs the body of a block once. If the script is being shown, its
// lines are shown as they run.
func (s *Session) RunBlock(b *lang.Stmt) error {
	echo := s.out.echoing && !s.out.quiet
	s.out.blocks++
	err := s.run(b.Body, echo)
	s.out.blocks--
	if echo && b.End != nil && (err == nil || !isSignal(err)) {
		if err != nil && s.out.reported != err {
			s.report(err)
		}
		s.echoLine(". ", b.End)
	}
	return err
}

// SkipBlock shows the lines of a block that does not run, if the script is
// being shown.
func (s *Session) SkipBlock(b *lang.Stmt) {
	if !s.out.echoing || s.out.quiet {
		return
	}
	for _, st := range b.Body {
		s.echoLine(". ", st.Line)
		if st.Block != lang.NoBlock {
			s.SkipBlock(st)
		}
	}
	if b.End != nil {
		s.echoLine(". ", b.End)
	}
}

// RunBody runs the body of a loop or program once, without showing it.
func (s *Session) RunBody(b *lang.Stmt) error { return s.run(b.Body, false) }
