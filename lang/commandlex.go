package lang

import (
	"io"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// The tokens of command lines besides those of expressions. Tokens between
// tokRaw and tokRawLast are raw text.
const (
	tokComma lexer.TokenType = -(iota + 40)
	tokColon
	tokIf
	tokIn
	tokUsing
	tokRaw     // command word
	tokBody    // text up to the first clause
	tokRange   // behind in
	tokFile    // behind using
	tokWeight  // [...]
	tokOption  // name of an option
	tokArg     // (...)
	tokRawLast // text behind the colon of a prefix
)

// commandLexers gives participle the names of the tokens; lines are lexed by
// commandLexer, which knows the vocabulary.
type commandLexers struct{}

// Symbols returns the names of the tokens.
func (commandLexers) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Comma": tokComma, "Colon": tokColon, "If": tokIf, "In": tokIn, "Using": tokUsing,
		"Body": tokBody, "Weight": tokWeight, "Option": tokOption, "Arg": tokArg, "Rest": tokRawLast,
	}
}

// Lex is never called: ParseCommand brings its own lexer.
func (commandLexers) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, io.ErrUnexpectedEOF }

// A commandLexer cuts a command line into tokens. Its state is the part of
// the line it is in: participle reads all tokens before it parses.
type commandLexer struct {
	s     string
	i     int
	words Vocabulary
	state func(*commandLexer) (lexer.Token, error)
	kind  Body
	end   int // of the part before the colon of a prefix, or len(s)
	expr  *exprLexer
}

func newCommandLexer(s string, words Vocabulary) *commandLexer {
	return &commandLexer{s: s, words: words, state: (*commandLexer).word, end: len(s)}
}

// Next returns the next token.
func (l *commandLexer) Next() (lexer.Token, error) {
	l.blanks()
	return l.state(l)
}

func (l *commandLexer) blanks() {
	for l.i < l.end && isSpace(l.s[l.i]) {
		l.i++
	}
}

func (l *commandLexer) token(typ lexer.TokenType, n int) lexer.Token {
	t := lexer.Token{Type: typ, Value: l.s[l.i : l.i+n], Pos: lexer.Position{Offset: l.i, Line: 1, Column: l.i + 1}}
	l.i += n
	return t
}

// word reads the command word and decides how to read the rest.
func (l *commandLexer) word() (lexer.Token, error) {
	n, kind := l.words.Command(l.s[l.i:])
	if n == 0 {
		n = WordLen(l.s[l.i:])
	}
	if n == 0 {
		return lexer.Token{}, Errorf(At(l.i), "invalid syntax")
	}
	t := l.token(tokRaw, n)
	l.kind = kind
	switch l.kind {
	case Raw:
		l.state = (*commandLexer).raw
	case BarePre:
		if l.blanks(); l.i < len(l.s) && l.s[l.i] == ':' {
			l.i++
		}
		l.end = l.i
		l.state = (*commandLexer).colon
	case Prefix, PlainPre:
		if n := colonLen(l.s[l.i:]); n >= 0 {
			l.end = l.i + n
		}
		l.state = (*commandLexer).body
	default:
		l.state = (*commandLexer).body
	}
	return t, nil
}

// WordLen measures the command word at the head of s: a name, or one of the few
// commands spelled with other characters.
func WordLen(s string) int {
	if n := nameLen(s); n > 0 {
		return n
	}
	if strings.HasPrefix(s, "#") {
		return 1 + nameLen(s[1:])
	}
	if s != "" && strings.IndexByte("?!=", s[0]) >= 0 {
		return 1
	}
	return 0
}

func (l *commandLexer) raw() (lexer.Token, error) {
	l.state = (*commandLexer).colon
	if n := l.end - l.i; n > 0 {
		return l.token(tokBody, n), nil
	}
	return l.colon()
}

// colon reads what follows the clauses: nothing, or the colon of a prefix.
func (l *commandLexer) colon() (lexer.Token, error) {
	if l.end == len(l.s) && (l.kind != BarePre || l.i == len(l.s)) {
		return lexer.EOFToken(lexer.Position{Offset: l.i, Line: 1, Column: l.i + 1}), nil
	}
	l.state = (*commandLexer).rest
	n := 1
	if l.kind == BarePre {
		n = 0
	}
	l.end = len(l.s)
	return l.token(tokColon, n), nil
}

func (l *commandLexer) rest() (lexer.Token, error) {
	if n := len(l.s) - l.i; n > 0 {
		return l.token(tokRawLast, n), nil
	}
	return lexer.EOFToken(lexer.Position{Offset: l.i, Line: 1, Column: l.i + 1}), nil
}

// body reads up to the first clause.
func (l *commandLexer) body() (lexer.Token, error) {
	l.state = (*commandLexer).clause
	n := l.bodyLen()
	if n == 0 {
		return l.clause()
	}
	t := l.token(tokBody, n)
	t.Value = strings.TrimRight(t.Value, " \t")
	return t, nil
}

// bodyLen measures the text up to a clause at depth 0.
func (l *commandLexer) bodyLen() int {
	s := l.s[l.i:l.end]
	plain := l.kind == OnlyComma || l.kind == PlainPre
	return findOr(s, func(i int, c byte, depth int) bool {
		switch {
		case depth > 0:
			return false
		case c == ',', c == '[' && weightLen(s[i:]) > 0:
			return true
		}
		return !plain && (i == 0 || strings.IndexByte(" \t)\"", s[i-1]) >= 0) && clauseWord(s[i:]) != ""
	})
}

// clauseWord returns the word at the head of s if it begins a clause.
func clauseWord(s string) string {
	for _, w := range [...]string{"if", "in", "using"} {
		if strings.HasPrefix(s, w) && (len(s) == len(w) || !isNameByte(s[len(w)]) && s[len(w)] != '=' && s[len(w)] != '.') {
			return w
		}
	}
	return ""
}

// weightLen measures a weight clause such as [aw=pop] at the head of s, or
// returns 0: brackets may also hold subscripts.
func weightLen(s string) int {
	i := 1
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i < len(s) && s[i] == ']' { // [`weight'`exp'] of a program without weights
		return i + 1
	}
	n := 0
	for i+n < len(s) && isLower(s[i+n]) {
		n++
	}
	if n == 0 {
		return 0
	}
	i += n
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i >= len(s) || s[i] != '=' || i+1 < len(s) && s[i+1] == '=' {
		return 0
	}
	return balancedLen(s)
}

// balancedLen measures a bracketed text at the head of s, quotes respected,
// or returns 0 if it never closes.
func balancedLen(s string) int {
	return 1 + find(s, func(_ int, c byte, depth int) bool { return depth == 0 && (c == ')' || c == ']') })
}

// colonLen returns the offset of the first colon at depth 0, or -1.
func colonLen(s string) int {
	return find(s, func(_ int, c byte, depth int) bool { return c == ':' && depth == 0 })
}

// clause reads the keyword that begins a clause, or the comma.
func (l *commandLexer) clause() (lexer.Token, error) {
	s := l.s[l.i:l.end]
	switch {
	case s == "":
		return l.colon()
	case s[0] == ',':
		l.state = (*commandLexer).option
		return l.token(tokComma, 1), nil
	case s[0] == '[':
		if n := weightLen(s); n > 0 {
			return l.token(tokWeight, n), nil
		}
	}
	switch clauseWord(s) {
	case "if":
		l.state = (*commandLexer).condition
		return l.token(tokIf, 2), nil
	case "in":
		l.state = (*commandLexer).rows
		return l.token(tokIn, 2), nil
	case "using":
		l.state = (*commandLexer).file
		return l.token(tokUsing, 5), nil
	}
	if s[0] == ')' || s[0] == ']' {
		return lexer.Token{}, Errorf(At(l.i), "too many ')' or ']'")
	}
	w := s[:min(max(nameLen(s), 1), len(s))]
	return lexer.Token{}, Errorf(At(l.i), "invalid '%s'", w)
}

// condition reads the tokens of the expression behind if.
func (l *commandLexer) condition() (lexer.Token, error) {
	if l.expr == nil {
		n := l.bodyLen()
		l.expr = newExprLexer(l.s[l.i:l.i+n], At(l.i))
	}
	t, err := l.expr.Next()
	if err == nil && t.EOF() {
		l.i += len(l.expr.s)
		l.expr = nil
		l.blanks()
		l.state = (*commandLexer).clause
		return l.clause()
	}
	return t, err
}

// rows reads the range behind in.
func (l *commandLexer) rows() (lexer.Token, error) {
	l.state = (*commandLexer).clause
	n := rangeLen(l.s[l.i:l.end])
	if n == 0 {
		return lexer.Token{}, Errorf(At(l.i), "invalid syntax")
	}
	return l.token(tokRange, n), nil
}

// rangeLen measures "1/10", "-5 / l": two words around a slash.
func rangeLen(s string) int {
	word := func(i int) int {
		for i < len(s) && !isSpace(s[i]) && s[i] != '/' && s[i] != ',' {
			i++
		}
		return i
	}
	blank := func(i int) int {
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		return i
	}
	i := word(0)
	if j := blank(i); j < len(s) && s[j] == '/' {
		return word(blank(j + 1))
	}
	return i
}

// file reads what stands behind using, up to another clause.
func (l *commandLexer) file() (lexer.Token, error) {
	l.state = (*commandLexer).clause
	n := l.bodyLen()
	if n == 0 {
		return lexer.Token{}, Errorf(At(l.i), "invalid file specification")
	}
	t := l.token(tokFile, n)
	t.Value = strings.TrimRight(t.Value, " \t")
	return t, nil
}

// option reads the name of an option or another comma.
func (l *commandLexer) option() (lexer.Token, error) {
	s := l.s[l.i:l.end]
	if s == "" {
		return l.colon()
	}
	if s[0] == ',' {
		return l.token(tokComma, 1), nil
	}
	n := optionLen(s)
	if n == 0 {
		if s[0] == ')' || s[0] == ']' {
			return lexer.Token{}, Errorf(At(l.i), "too many ')' or ']'")
		}
		return lexer.Token{}, Errorf(At(l.i), "invalid '%s'", s[:max(1, wordLen(s))])
	}
	l.state = (*commandLexer).argument
	return l.token(tokOption, n), nil
}

// optionLen measures the name of an option; some are numbers.
func optionLen(s string) int {
	n := 0
	for n < len(s) && (isNameByte(s[n]) || s[n] >= 0x80) {
		n++
	}
	return n
}

// argument reads the parentheses behind the name of an option, if they are there.
func (l *commandLexer) argument() (lexer.Token, error) {
	l.state = (*commandLexer).option
	s := l.s[l.i:l.end]
	if s == "" || s[0] != '(' {
		return l.option()
	}
	n := balancedLen(s)
	if n == 0 {
		return lexer.Token{}, Errorf(At(l.i), "too few ')' or ']'")
	}
	return l.token(tokArg, n), nil
}
