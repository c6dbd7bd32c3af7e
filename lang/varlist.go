package lang

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// A Varlist is a list of variables, with factor-variable and time-series
// operators, as it was written: nothing is expanded.
type Varlist struct {
	Terms []*Term
}

// A Term is one or more atoms joined by # or ##.
type Term struct {
	Atoms []*Atom
	Joins []string // Joins[i] stands before Atoms[i+1]
	More  []*Atom
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

// ParseVarlist parses all of t as a list of variables.
func ParseVarlist(t Text) (*Varlist, error) {
	lex, err := lexer.Upgrade(&varlistLexer{s: t.Text, base: t.Pos})
	if err != nil {
		return nil, asError(err)
	}
	return terms(lex, "")
}

// terms reads the terms up to the token that closes the list.
func terms(lex tokens, closing string) (*Varlist, error) {
	v := &Varlist{}
	for lex.Peek().Value != closing {
		term := &Term{}
		a, err := varlistAtom(lex)
		if err != nil {
			return nil, err
		}
		term.Atoms = []*Atom{a}
		for lex.Peek().Type == tokHash {
			term.Joins = append(term.Joins, lex.Next().Value)
			a, err := varlistAtom(lex)
			if err != nil {
				return nil, err
			}
			term.More = append(term.More, a)
		}
		v.Terms = append(v.Terms, term)
	}
	lex.Next()
	return v, nil
}

// varlistAtom reads a name, a range or a parenthesized list.
func varlistAtom(lex tokens) (*Atom, error) {
	t := lex.Peek()
	a := &Atom{Pos: At(t.Pos.Offset)}
	switch t.Type {
	case tokVar:
		lex.Next()
		a.Ops, a.Name = splitOps(t.Value)
		if lex.Peek().Type != tokDash {
			return a, nil
		}
		lex.Next()
		end := lex.Peek()
		if end.Type != tokVar || strings.Contains(end.Value, ".") {
			return nil, unexpected(end)
		}
		lex.Next()
		a.To = end.Value
		return a, nil
	case tokGroup:
		lex.Next()
		a.Ops, _ = splitOps(t.Value[:len(t.Value)-1])
		group, err := terms(lex, ")")
		a.Group = []*Varlist{group}
		return a, err
	}
	return nil, unexpected(t)
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
