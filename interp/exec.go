package interp

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Signals travel as errors from the command that sends them to the loop,
// program or session that obeys them.
var (
	errContinue = errors.New("continue")
	errBreak    = errors.New("continue, break")
	errExit     = errors.New("exit")
	errExitAll  = errors.New("exit, STATA")
)

// Continue, BreakLoop and Exit are what the commands continue, "continue,
// break" and exit return.
func Continue() error  { return errContinue }
func BreakLoop() error { return errBreak }
func Exit() error      { return errExit }

// isSignal reports whether err is no failure.
func isSignal(err error) bool {
	return err == errContinue || err == errBreak || err == errExit || err == errExitAll
}

// maxDepth bounds the nesting of programs and do-files.
const maxDepth = 64

// maxCached is the number of parsed lines kept.
const maxCached = 4096

// script runs the statements of a do-file. If the settings say so, it goes on
// behind one that fails, unless the do-file is being captured.
func (s *Session) script(stmts []*lang.Stmt, echo bool) (err error) {
	if echo {
		defer func() { s.endScript(err) }()
	}
	for _, st := range stmts {
		err := s.guarded(st, echo)
		if err == nil {
			continue
		}
		if isSignal(err) || !s.settings.Continue || s.captures > 0 || rc.Of(err) == rc.Break {
			return err
		}
		s.report(err)
		if echo {
			s.Print("\n")
		}
		s.out.failed = append(s.out.failed, err)
	}
	return nil
}

// guarded runs a statement of a do-file. A panic, which is a bug, becomes an
// error: it must not cost the user the data in memory.
func (s *Session) guarded(st *lang.Stmt, echo bool) (err error) {
	level, quiet, muted, blocks, captures := s.level, s.out.quiet, s.out.muted, s.out.blocks, s.captures
	defer func() {
		if p := recover(); p != nil {
			for s.level != level {
				s.leave()
			}
			s.group, s.native = nil, nil
			s.out.quiet, s.out.muted, s.out.blocks, s.captures = quiet, muted, blocks, captures
			bug := &rc.Error{Code: rc.Internal, Msg: fmt.Sprintf("internal error: %v", p), Err: errors.New(string(debug.Stack()))}
			err = s.place(bug, st, lang.Expanded{Text: st.Text})
		}
	}()
	return s.run([]*lang.Stmt{st}, echo)
}

// run runs statements one after the other, up to the first that fails. echo
// shows each line first, and a blank line behind each command that is not in
// a block.
func (s *Session) run(stmts []*lang.Stmt, echo bool) error {
	before := s.out.echoing
	s.out.echoing = echo
	defer func() { s.out.echoing = before }()
	for _, st := range stmts {
		if echo {
			s.echoStmt(st)
		}
		if st.Text == "" && st.Err == nil {
			continue
		}
		err := s.statement(st)
		if s.watch != nil {
			s.watch()
		}
		if err != nil {
			return err
		}
		if echo && s.out.blocks == 0 {
			s.Print("\n")
		}
	}
	return nil
}

// statement runs one statement and gives its error a place.
func (s *Session) statement(st *lang.Stmt) error {
	if st.Err != nil {
		return s.place(st.Err, st, lang.Expanded{Text: st.Text})
	}
	if err := s.ctx.Err(); err != nil {
		return s.place(rc.Break.Errorf("--Break--"), st, lang.Expanded{Text: st.Text})
	}
	line, err := lang.Expand(st.Text, (*macros)(s))
	if err == nil {
		s.traceLine(st, line)
		text := line.Text
		var block *lang.Stmt
		if st.Block != lang.NoBlock {
			block = st
			if st.Block == lang.Braces {
				text = strings.TrimRight(strings.TrimSuffix(text, "{"), " \t")
			}
		}
		err = s.exec(text, block)
	}
	if err != nil && !isSignal(err) {
		return s.place(err, st, line)
	}
	s.sendResults()
	return err
}

// sendResults tells the sink when r() has changed, outside of programs.
func (s *Session) sendResults() {
	if s.out.sink != nil && s.level.depth == 0 && s.R != s.out.sent {
		s.out.sent = s.R
		s.Emit(Event{Kind: ResultEvent, Data: s.R})
	}
}

// exec runs a line whose macros are expanded. block is the block it opens.
func (s *Session) exec(line string, block *lang.Stmt) error {
	return s.execText(lang.Text{Pos: 1, Text: line}, block)
}

func (s *Session) execText(t lang.Text, block *lang.Stmt) error {
	t = t.Trim()
	if t.Text == "" && block == nil {
		return nil
	}
	if t.Text == "" || t.Text[0] == '*' {
		if block != nil {
			return s.RunBlock(block)
		}
		return nil
	}
	e, n := s.words.find(t.Text)
	if e == nil {
		return s.unknown(t, n, block)
	}
	if p := s.redefined(t.Text); p != nil {
		return s.runProgram(p, t.Text[lang.WordLen(t.Text):])
	}
	if err := s.unknownPart(e, t, n); err != nil {
		return err
	}
	cmd, err := s.parse(t, e, n)
	if err != nil {
		return shift(err, t.Pos)
	}
	return s.dispatch(e, cmd, t, block)
}

// parse parses a line; raw ones need no grammar, and the others are kept.
func (s *Session) parse(t lang.Text, e *entry, n int) (*lang.Command, error) {
	if e.spec.Kind == lang.Raw {
		raw := struct {
			lang.Command
			name, body lang.Text
		}{name: t.Slice(0, n), body: t.Slice(n, len(t.Text)).Trim()}
		raw.Name, raw.Body = &raw.name, &raw.body
		return &raw.Command, nil
	}
	if cmd := s.cache[t.Text]; cmd != nil {
		return cmd, nil
	}
	cmd, err := lang.ParseCommand(t.Text, s.words)
	if err != nil {
		return nil, err
	}
	if len(s.cache) >= maxCached {
		clear(s.cache)
	}
	s.cache[t.Text] = cmd
	return cmd, nil
}

// dispatch binds and runs a command. Places in errors are moved to the line
// around t.
func (s *Session) dispatch(e *entry, cmd *lang.Command, t lang.Text, block *lang.Stmt) error {
	if s.group != nil || s.native != nil {
		if err := s.checkBy(e); err != nil {
			return err
		}
	}
	if line, ok := s.vcePrefix(e, cmd, t.Text); ok {
		return rc.Locate(s.exec(line, nil), t.Pos)
	}
	c, r, err := s.bind(e, cmd, block)
	if err == nil {
		c.line = t.Text
		err = coded(r.Run(c))
		if e.spec.Kind == lang.Raw && !isSignal(err) { // raw commands see places of the whole line
			return rc.Locate(err, t.Pos)
		}
	}
	if err != nil && !isSignal(err) {
		return shift(rc.Locate(err, cmd.Name.Pos), t.Pos)
	}
	return err
}

// shift moves the place of err, which is in a text that begins at base.
func shift(err error, base lang.Pos) error {
	if base <= 1 {
		return rc.Locate(err, base)
	}
	if e, ok := errors.AsType[*rc.Error](err); ok && e.Place == nil {
		moved := *e
		moved.Pos = e.Pos.Shift(base)
		return &moved
	}
	if e, ok := errors.AsType[*lang.Error](err); ok {
		return &rc.Error{Code: rc.Syntax, Pos: e.Pos.Shift(base), Msg: e.Msg, Err: err}
	}
	return rc.Locate(err, base)
}

// redefined returns the program that takes the place of the command at the
// head of line, or nil.
func (s *Session) redefined(line string) *Program {
	if len(s.programs) == 0 {
		return nil
	}
	return s.findProgram(line[:lang.WordLen(line)])
}

// unknown runs a user's program, of the script or of an ado-file, or fails.
func (s *Session) unknown(t lang.Text, n int, block *lang.Stmt) error {
	name := t.Text[:n]
	p := s.findProgram(name)
	if p == nil {
		if file := s.AdoFile(name); file != "" {
			var err error
			if p, err = s.loadAdo(name, file); err != nil {
				return err
			}
		}
	}
	if p != nil {
		return s.runProgram(p, t.Slice(n, len(t.Text)).Text)
	}
	if n == 0 {
		return rc.Syntax.At(t.Pos, "%s invalid name", firstWord(t.Text))
	}
	if known := s.known.find(t.Text); known != "" {
		return notImplemented(t.Pos, known)
	}
	return rc.Unrecognized.At(t.Pos, "command %s is unrecognized", name)
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " \t"); i > 0 {
		return s[:i]
	}
	return s
}

// Run runs a line of code, whose macros are already expanded, as the command
// that called it would.
func (s *Session) Run(line string) error { return s.exec(line, nil) }

// RunAs runs line, whose macros are expanded, in place of the command that
// calls it: with its block.
func (c *Call) RunAs(line string) error { return c.exec(line, c.Block) }

// RunRest runs what follows a prefix: the command behind it or its block.
func (c *Call) RunRest() error {
	if c.Cmd.Rest == nil {
		if c.Block != nil {
			return c.RunBlock(c.Block)
		}
		return nil
	}
	return c.execText(*c.Cmd.Rest, c.Block)
}

// place gives err its place in the file. An error that has one notes the
// line that called the program or do-file where it arose.
func (s *Session) place(err error, st *lang.Stmt, line lang.Expanded) error {
	e, ok := errors.AsType[*rc.Error](rc.Locate(err, 0))
	if !ok {
		return err
	}
	if e.Place != nil {
		if s.level.depth < e.Place.Depth {
			e.Place.Depth = s.level.depth
			e.Place.Callers = append(e.Place.Callers, rc.Caller{File: st.File, Line: st.Num})
		}
		return err
	}
	located := *e
	located.Place = &rc.Place{File: st.File, Line: st.Num, Expanded: line.Text, Offset: -1, Depth: s.level.depth}
	if e.Pos > 0 {
		located.Place.Offset = e.Pos.Offset()
		located.Place.Line, located.Place.Col = st.Line.Place(line.Origin(e.Pos.Offset()))
	}
	return &located
}

// report shows a failure in the text view as Stata does: the message once,
// the return code again on each way out of a block or a do-file.
func (s *Session) report(err error) {
	e, _ := errors.AsType[*rc.Error](rc.Locate(err, 0))
	text := fmt.Sprintf("r(%d);\n", int(e.Code))
	if s.out.reported == err {
		s.PrintStyled(Error, text)
		return
	}
	if e.Msg != "" {
		text = e.Msg + "\n" + text
	}
	s.out.emit(Event{Kind: ErrorEvent, Style: Error, Text: text, Data: e})
	s.out.reported = err
}

// finish reports the error that ended a script, once.
func (s *Session) finish(err error) error {
	if err != nil {
		quiet := s.SetQuiet(false)
		s.report(err)
		s.SetQuiet(quiet)
		s.returned = int(rc.Of(err))
		s.unwind()
	}
	s.out.reported = nil
	if len(s.out.failed) > 0 {
		err = errors.Join(append(s.out.failed, err)...)
		s.out.failed = nil
	}
	return err
}

// unwind brings a session back to its outermost level after an error.
func (s *Session) unwind() {
	for s.level.parent != nil {
		s.leave()
	}
	s.group, s.native = nil, nil
	s.out.quiet, s.out.muted, s.out.blocks = false, false, 0
}
