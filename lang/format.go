package lang

import (
	"fmt"
	"strings"
)

// maxBlank is how many blank lines in a row a formatted script may have.
const maxBlank = 2

// indent is the indentation of a block, in blanks; tabSize is what a tab at
// the head of a line counts.
const (
	indent  = 4
	tabSize = 4
)

// Format returns a do-file in canonical form: blocks are indented by four
// blanks, no blanks end a line, and code that stands on one line is as
// canonical returns it. Comments, data lines and the lines of Mata blocks stay
// as they are. The error is that of the first line that cannot be read.
func Format(file, src string, canonical func(code string) string) (string, error) {
	stmts := Parse(file, src)
	if err := firstError(stmts); err != nil {
		return "", err
	}
	src = strings.ReplaceAll(strings.TrimPrefix(src, byteOrderMark), "\r\n", "\n")
	f := &formatter{lines: strings.Split(src, "\n"), canonical: canonical}
	f.plan = make([]plan, len(f.lines))
	f.statements(stmts, 0)
	out := f.text()
	if !sameCode(stmts, Parse(file, out)) {
		return src, nil // better untouched than changed
	}
	return out, nil
}

func firstError(stmts []*Stmt) error {
	for _, st := range stmts {
		if st.Err != nil {
			return &PlacedError{st.Err, st.File, st.Num}
		}
		if err := firstError(st.Body); err != nil {
			return err
		}
	}
	return nil
}

// A PlacedError is a syntax error with its line.
type PlacedError struct {
	Err  *Error
	File string
	Line int
}

func (e *PlacedError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns the error without its place.
func (e *PlacedError) Unwrap() error { return e.Err }

// A plan is what is to become of a physical line.
type plan struct {
	kind  lineKind
	depth int    // of the block that it begins in
	code  string // the code at its head, to be made canonical; "" if there is none or it stays
	first int    // of a continuation: the line, from 0, where its statement begins
}

type lineKind int

const (
	outside  lineKind = iota // blank, or behind the last statement
	begins                   // the first line of a statement or comment
	goesOn                   // a further one
	verbatim                 // data, Mata, inside of a text
)

type formatter struct {
	lines     []string
	plan      []plan
	canonical func(string) string
}

// set plans the physical line num, counted from 1, unless that is done.
func (f *formatter) set(num int, p plan) {
	if num >= 1 && num <= len(f.plan) && f.plan[num-1].kind == outside {
		f.plan[num-1] = p
	}
}

func (f *formatter) statements(stmts []*Stmt, depth int) {
	for _, st := range stmts {
		f.statement(st, depth)
	}
}

func (f *formatter) statement(st *Stmt, depth int) {
	num, source := st.Num, st.Source
	for len(source) > 1 && strings.TrimSpace(source[0]) == "" { // before the code, behind a semicolon
		num, source = num+1, source[1:]
	}
	p := plan{kind: begins, depth: depth}
	if len(source) == 1 && (st.Block == NoBlock || st.End != nil && st.End.Num != st.Num) {
		p.code = st.Text
	}
	f.set(num, p)
	quotes := 0
	for i := 1; i < len(source); i++ {
		next := plan{kind: goesOn, depth: depth, first: num - 1}
		if quotes += strings.Count(source[i-1], `"`); quotes%2 == 1 {
			next.kind = verbatim
		}
		f.set(num+i, next)
	}
	switch st.Block {
	case Braces, Program:
		f.statements(st.Body, depth+1)
	case Mata, Input:
		if st.End != nil {
			for num := st.Num + len(st.Source); num < st.End.Num; num++ {
				f.set(num, plan{kind: verbatim})
			}
		}
	}
	if st.End != nil {
		f.set(st.End.Num, plan{kind: begins, depth: depth})
	}
}

// text carries the plan out.
func (f *formatter) text() string {
	var b strings.Builder
	blank := maxBlank // none at the head
	for i, line := range f.lines {
		line = f.line(i, line)
		if line == "" && f.plan[i].kind != verbatim {
			blank++
			continue
		}
		if b.Len() > 0 {
			b.WriteString(strings.Repeat("\n", min(blank, maxBlank)))
		}
		blank = 0
		b.WriteString(line + "\n")
	}
	return b.String()
}

// line returns the physical line i as it is to be.
func (f *formatter) line(i int, line string) string {
	p := f.plan[i]
	switch p.kind {
	case verbatim:
		return line
	case begins:
		code := strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(code, p.code); ok && p.code != "" {
			code = f.canonical(p.code) + rest
		}
		return margin(indent*p.depth, code)
	case goesOn:
		shift := indent*p.depth - column(f.lines[p.first])
		return margin(max(column(line)+shift, indent*p.depth), strings.TrimSpace(line))
	}
	return strings.TrimSpace(line)
}

func margin(n int, code string) string {
	if code == "" {
		return ""
	}
	return strings.Repeat(" ", n) + code
}

// column returns the width of the blanks at the head of line.
func column(line string) int {
	n := 0
	for _, c := range line {
		switch c {
		case ' ':
			n++
		case '\t':
			n += tabSize - n%tabSize
		default:
			return n
		}
	}
	return n
}

// sameCode reports whether two scripts have the same statements but for
// blanks outside texts.
func sameCode(a, b []*Stmt) bool {
	a, b = withCode(a), withCode(b)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Block != b[i].Block || dense(a[i].Text) != dense(b[i].Text) || !sameCode(a[i].Body, b[i].Body) {
			return false
		}
	}
	return true
}

func withCode(stmts []*Stmt) []*Stmt {
	var out []*Stmt
	for _, st := range stmts {
		if st.Text != "" {
			out = append(out, st)
		}
	}
	return out
}

// dense returns s without the blanks outside texts, and without a comma that
// no options follow.
func dense(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if n := QuotedLen(s[i:]); n > 0 {
			b.WriteString(s[i : i+n])
			i += n - 1
		} else if !isSpace(s[i]) {
			b.WriteByte(s[i])
		}
	}
	return strings.TrimSuffix(b.String(), ",")
}
