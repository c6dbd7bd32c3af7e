package lang

import (
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// A Varlist is a list of variables, with factor-variable and time-series
// operators, as it was written: nothing is expanded.
type Varlist struct {
	Terms []*Term `parser:"@@*"`
}

// A Term is one or more atoms joined by # or ##.
type Term struct {
	Atoms []*Atom  `parser:"@@"`
	Joins []string `parser:"( @Hash"` // Joins[i] stands before Atoms[i+1]
	More  []*Atom  `parser:"  @@ )*"`
}

// All returns the atoms of t in order.
func (t *Term) All() []*Atom { return append(slices.Clip(t.Atoms), t.More...) }

// An Atom is a variable, a range or a parenthesized list, with the operators
// before it: "i", "ib3", "c", "L2", "L(1/3)", "i(1/3)", "2", "D".
type Atom struct {
	Pos   Pos
	Ops   []string
	Name  string     // may hold the wildcards * ? ~
	To    string     // the end of a range Name-To
	Group []*Varlist // one, if the atom is a parenthesized list
}

// Plain reports whether a is a mere name or range of names.
func (a *Atom) Plain() bool { return len(a.Ops) == 0 && len(a.Group) == 0 }

// Plain returns the atom of a term that is a mere name or range, or nil.
func (t *Term) Plain() *Atom {
	if len(t.Joins) == 0 && t.Atoms[0].Plain() {
		return t.Atoms[0]
	}
	return nil
}

// Wild reports whether name holds wildcards.
func Wild(name string) bool { return strings.ContainsAny(name, "*?~") }

const (
	tokVar   lexer.TokenType = -(iota + 80) // operators and name
	tokGroup                                // operators before "("
	tokDash
	tokHash
	tokParen
)

type varlistLexers struct{}

// Symbols returns the names of the tokens.
func (varlistLexers) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Var": tokVar, "Group": tokGroup, "Dash": tokDash, "Hash": tokHash, "Paren": tokParen,
	}
}

// Lex is never called: ParseVarlist brings its own lexer.
func (varlistLexers) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, io.ErrUnexpectedEOF }

var varlistParser = sync.OnceValue(func() *participle.Parser[Varlist] {
	return participle.MustBuild[Varlist](participle.Lexer(varlistLexers{}), participle.UseLookahead(2))
})

// ParseVarlist parses all of t as a list of variables.
func ParseVarlist(t Text) (*Varlist, error) {
	lex, err := lexer.Upgrade(&varlistLexer{s: t.Text, base: t.Pos})
	if err != nil {
		return nil, asError(err)
	}
	v, err := varlistParser().ParseFromLexer(lex)
	if err != nil {
		return nil, asError(err)
	}
	return v, nil
}

// Parse reads one atom.
func (a *Atom) Parse(lex *lexer.PeekingLexer) error {
	t := lex.Peek()
	a.Pos = At(t.Pos.Offset)
	switch t.Type {
	case tokVar:
		lex.Next()
		a.Ops, a.Name = splitOps(t.Value)
		if d := lex.Peek(); d.Type == tokDash {
			lex.Next()
			end := lex.Peek()
			if end.Type != tokVar || strings.Contains(end.Value, ".") {
				return unexpected(end)
			}
			lex.Next()
			a.To = end.Value
		}
		return nil
	case tokGroup:
		lex.Next()
		ops, _ := splitOps(t.Value[:len(t.Value)-1])
		a.Ops = ops
		group, err := varlistGroup(lex)
		a.Group = []*Varlist{group}
		return err
	}
	return participle.NextMatch
}

// varlistGroup reads the terms up to the closing parenthesis.
func varlistGroup(lex *lexer.PeekingLexer) (*Varlist, error) {
	v := &Varlist{}
	for {
		t := lex.Peek()
		if t.Value == ")" {
			lex.Next()
			return v, nil
		}
		term := &Term{Atoms: []*Atom{{}}}
		if err := term.Atoms[0].Parse(lex); err != nil {
			if err == participle.NextMatch {
				return nil, unexpected(t)
			}
			return nil, err
		}
		for lex.Peek().Type == tokHash {
			term.Joins = append(term.Joins, lex.Next().Value)
			a := &Atom{}
			if err := a.Parse(lex); err != nil {
				return nil, unexpected(lex.Peek())
			}
			term.More = append(term.More, a)
		}
		v.Terms = append(v.Terms, term)
	}
}

// A varlistLexer cuts a variable list into tokens.
type varlistLexer struct {
	s    string
	i    int
	base Pos
	open int
}

// Next returns the next token.
func (l *varlistLexer) Next() (lexer.Token, error) {
	for l.i < len(l.s) && isSpace(l.s[l.i]) {
		l.i++
	}
	s := l.s[l.i:]
	if s == "" {
		return l.token(lexer.EOF, 0), nil
	}
	switch s[0] {
	case '-':
		return l.token(tokDash, 1), nil
	case '#':
		if strings.HasPrefix(s, "##") {
			return l.token(tokHash, 2), nil
		}
		return l.token(tokHash, 1), nil
	case ')':
		l.open--
		return l.token(tokParen, 1), nil
	}
	n := varlistOpsLen(s)
	if n < len(s) && s[n] == '(' {
		if l.open++; l.open > maxDepth {
			return lexer.Token{}, Errorf(l.pos(), "varlist nested too deeply")
		}
		return l.token(tokGroup, n+1), nil
	}
	m := wildLen(s[n:])
	if m == 0 {
		return lexer.Token{}, l.invalid(s)
	}
	return l.token(tokVar, n+m), nil
}

func (l *varlistLexer) invalid(s string) error {
	w := s[:max(1, wordLen(s))]
	if isDigit(s[0]) {
		return Errorf(l.pos(), "%s invalid name", w)
	}
	return Errorf(l.pos(), "invalid '%s'", w)
}

func (l *varlistLexer) pos() Pos { return l.base + Pos(l.i) }

func (l *varlistLexer) token(typ lexer.TokenType, n int) lexer.Token {
	at := l.pos().Offset()
	t := lexer.Token{Type: typ, Value: l.s[l.i : l.i+n], Pos: lexer.Position{Offset: at, Line: 1, Column: at + 1}}
	l.i += n
	return t
}

// wildLen measures a name that may hold wildcards at the head of s.
func wildLen(s string) int {
	n := 0
	for n < len(s) {
		if s[n] == '*' || s[n] == '?' || s[n] == '~' || n > 0 && isDigit(s[n]) {
			n++
			continue
		}
		k := nameLen(s[n:])
		if k == 0 {
			break
		}
		n += k
	}
	return n
}

// varlistOpsLen measures the operators, each with its dot, at the head of s:
// "i.", "ib3.", "ib(-1).", "ib(freq).", "c.", "L(0/2).", "2.", "D.L2.".
func varlistOpsLen(s string) int {
	total := 0
	for {
		n := varlistOpLen(s[total:])
		if n == 0 {
			return total
		}
		total += n
	}
}

func varlistOpLen(s string) int {
	j := 0
	for j < len(s) && (isNameByte(s[j]) && s[j] != '_') {
		j++
	}
	if j < len(s) && s[j] == '(' && operatorWord(s[:j]) {
		n := balancedLen(s[j:])
		if n == 0 {
			return 0
		}
		j += n
	}
	if j == 0 || j >= len(s) || s[j] != '.' || !operatorWord(s[:j]) {
		return 0
	}
	return j + 1
}

// operatorWord reports whether s, which may end in a parenthesized argument,
// is spelled like an operator: factor operators are made of i, b, n, o, c and
// digits, time-series operators of L, F, D, S and digits.
func operatorWord(s string) bool {
	head, _, _ := strings.Cut(s, "(")
	if head == "" {
		return false
	}
	if strings.Trim(head, "0123456789") == "" {
		return true
	}
	if strings.Trim(strings.ToLower(head), "lfds0123456789") == "" && !isDigit(head[0]) {
		return true
	}
	return strings.Trim(head, "ibnoc0123456789") == ""
}
