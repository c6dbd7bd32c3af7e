package interp

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Finding is something wrong with a script, found without running it. The
// code of its error is that with which the line would fail, 0 if it need not.
type Finding struct {
	*rc.Error
	Kind FindingKind
}

// A FindingKind says what sort of thing is wrong.
type FindingKind string

// The kinds of findings.
const (
	BadSyntax  FindingKind = "syntax"
	BadBlock   FindingKind = "block"   // { without }, program without end
	BadCommand FindingKind = "command" // neither a command nor a program that the script defines
	Missing    FindingKind = "missing" // a command that exists, but not in Didot
	BadOption  FindingKind = "option"
	UnsetMacro FindingKind = "macro" // used, and set nowhere
)

// A Checker is a Runner that can tell mistakes in its line before there are
// data. The Call has the clauses and the options as typed, and no columns.
type Checker interface {
	// Check returns the first mistake, with its place. unknown tells of a part
	// of the line whether macros stand there, so that its text is not known.
	Check(c *Call, unknown func(lang.Text) bool) error
}

// A Script is the text of a do-file and its name.
type Script struct{ Name, Text string }

// Check reports what is wrong with do-files of one project, in the order of
// their lines: what cannot be parsed, commands and options that do not exist,
// blocks without end, macros that are used but set nowhere. Programs and
// global macros of one are known in the others, and those of files that they
// run.
func (s *Session) Check(scripts ...Script) []Finding {
	defer s.SetFrame(s.Frame())
	s.SetFrame(frame.New()) // what the data in memory say is no matter
	names := newDefined()
	checkers := make([]*checker, len(scripts))
	parsed := make([][]*lang.Stmt, len(scripts))
	for i, script := range scripts {
		checkers[i] = &checker{s: s, names: names, scope: newScope()}
		parsed[i] = lang.Parse(script.Name, script.Text)
		names.collect(checkers[i], parsed[i], checkers[i].scope)
	}
	var found []Finding
	for i, k := range checkers {
		k.statements(parsed[i])
		slices.SortStableFunc(k.found, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Col, b.Place.Col))
		})
		found = append(found, k.found...)
	}
	return found
}

// A checker is a check under way.
type checker struct {
	s     *Session
	names *defined
	found []Finding

	st    *lang.Stmt       // being checked
	spans []lang.Reference // its macros
	scope *macroScope

	anyProgram bool // there may be other programs: a file that the script runs could not be read, or a name holds macros
	anyGlobal  bool // and other global macros

	captured bool // the command may fail: capture precedes it
}

func (k *checker) statements(stmts []*lang.Stmt) {
	for _, st := range stmts {
		k.statement(st)
	}
}

// statement checks one line and the block that it opens.
func (k *checker) statement(st *lang.Stmt) {
	k.st = st
	if st.Err != nil {
		k.report(BadBlock, st.Err, 0)
	}
	if st.Open && st.Text == "" && len(st.Source) == 0 {
		k.report(BadBlock, rc.Code(0).Errorf("unexpected end of file: /* without */"), 0)
	}
	text, spans := lang.Mask(st.Text)
	k.spans = spans
	k.macros(st.Text)
	if st.Block == lang.Braces {
		text = strings.TrimRight(strings.TrimSuffix(text, "{"), " \t")
	}
	if st.Err == nil || st.Block != lang.NoBlock {
		k.command(lang.Text{Pos: 1, Text: text})
	}
	switch st.Block {
	case lang.Braces:
		captured := k.captured
		k.captured = captured || k.captures(st)
		k.statements(st.Body)
		k.captured = captured
	case lang.Mata:
		if st.Word == "mata" && st.Err == nil {
			k.mata(st.Body)
		}
	case lang.Program:
		outer := k.scope
		k.scope = k.names.scopes[st]
		k.statements(st.Body)
		k.scope = outer
	}
}

// captures reports whether the block of st is one of capture.
func (k *checker) captures(st *lang.Stmt) bool {
	e, _ := k.s.words.find(st.Text)
	return e != nil && e.def == captureCommand
}

// report adds a finding at a place of the statement, that of err if it has
// one, where base is the place in the line of the text that err speaks of.
func (k *checker) report(kind FindingKind, err error, base lang.Pos) {
	e, ok := errors.AsType[*rc.Error](shift(err, base))
	if !ok || k.captured && kind != BadBlock && kind != UnsetMacro {
		return
	}
	located := *e
	located.Place = &rc.Place{File: k.st.File, Line: k.st.Num, Expanded: k.st.Text, Offset: -1}
	if e.Pos > 0 {
		located.Place.Offset = min(e.Pos.Offset(), len(k.st.Text))
		located.Place.Line, located.Place.Col = k.st.Place(located.Place.Offset)
	}
	k.found = append(k.found, Finding{&located, kind})
}

// unknown reports whether macros stand in a part of the line.
func (k *checker) unknown(t lang.Text) bool {
	lo := t.Pos.Offset()
	return slices.ContainsFunc(k.spans, func(r lang.Reference) bool {
		at := r.Pos.Offset()
		return at < lo+max(len(t.Text), 1) && at+r.Len > lo
	})
}

// syntax reports err, which is about t, unless macros could mend it: that
// macros bring half of a pair of parentheses is not expected.
func (k *checker) syntax(err error, t lang.Text) {
	if err != nil && (!k.unknown(t) || !t.Balanced()) {
		k.report(BadSyntax, rc.Locate(err, 1), t.Pos)
	}
}

// macros reports the macros in text that are set nowhere.
func (k *checker) macros(text string) {
	for _, r := range lang.References(text) {
		if !r.Plain || k.isSet(r.Name, r.Global) {
			continue
		}
		what := "local"
		if r.Global {
			what = "global"
			k.names.globals.set(r.Name)
		} else {
			k.scope.set(r.Name)
		}
		k.report(UnsetMacro, rc.Code(0).At(r.Pos, "%s macro %s is used but never set", what, r.Name), 1)
	}
}
