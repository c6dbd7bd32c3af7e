package lang

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// The tokens of expressions.
const (
	tokNumber  lexer.TokenType = -(iota + 2)
	tokHex                     // 1.8X+003
	tokString                  // with its quotes
	tokMissing                 // . or .a
	tokName
	tokOps       // operators and the name they apply to: L2.x, D.L.x, 3.rep78
	tokOp        // + - * / ^ & | ! ~ == != ...
	tokPunct     // ( ) [ ] , =
	tokCall      // "(" directly behind a name
	tokDates     // "(22aug2026)" behind td, tm, tin, ...
	tokSubscript // "[" directly behind a name or a result
	tokCoef      // "[...]" behind _b, _se, ...
	tokEquation  // "[eq]" before _b, _se or a name
)

// coefWords are the names behind which brackets hold the name of a coefficient.
var coefWords = map[string]bool{"_b": true, "_coef": true, "_se": true}

// exprLexer cuts an expression into tokens. Positions are offsets in the
// line the expression stands in.
type exprLexer struct {
	s       string
	i       int
	base    int
	prev    lexer.TokenType // 0 after white space
	last    string          // value of the previous token
	open    int             // parentheses and brackets open
	signs   int             // operators in a row
	lenient bool            // what is no token ends the expression
}

func newExprLexer(s string, base Pos) *exprLexer {
	return &exprLexer{s: s, base: base.Offset()}
}

// exprTokens reads the tokens of an expression as they are needed. After an
// error it finds no more tokens.
type exprTokens struct {
	l      exprLexer
	err    error
	ring   [4]lexer.Token
	n      int // tokens taken
	peeked bool
}

// exprPool keeps readers for use again: loops parse the same line with other
// numbers over and over.
var exprPool = sync.Pool{New: func() any { return new(exprTokens) }}

func newExprTokens(s string, base Pos) *exprTokens {
	t := exprPool.Get().(*exprTokens)
	*t = exprTokens{l: exprLexer{s: s, base: base.Offset()}}
	return t
}

// Peek returns the next token.
func (t *exprTokens) Peek() *lexer.Token {
	at := &t.ring[t.n%len(t.ring)]
	if !t.peeked {
		t.peeked = true
		tok, err := t.l.Next()
		if err != nil {
			t.err = err
			tok = lexer.EOFToken(lexer.Position{})
		}
		*at = tok
	}
	return at
}

// Next returns the next token and takes it.
func (t *exprTokens) Next() *lexer.Token {
	at := t.Peek()
	if !at.EOF() {
		t.n++
		t.peeked = false
	}
	return at
}

// Next returns the next token.
func (l *exprLexer) Next() (lexer.Token, error) {
	for l.i < len(l.s) && isSpace(l.s[l.i]) {
		l.i++
		l.prev = 0
	}
	s := l.s[l.i:]
	if s == "" {
		return l.token(lexer.EOF, 0), nil
	}
	typ, n, err := l.scan(s)
	if err != nil && l.lenient {
		typ, n, err = tokPunct, len(s), nil
	}
	if err != nil {
		return lexer.Token{}, err
	}
	if l.signs++; typ != tokOp {
		l.signs = 0
	} else if l.signs > maxDepth {
		return lexer.Token{}, Errorf(l.pos(), "expression too long")
	}
	if s[0] == '(' || s[0] == '[' && typ != tokCoef && typ != tokEquation {
		if l.open++; l.open > maxDepth {
			return lexer.Token{}, Errorf(l.pos(), "expression too long")
		}
	}
	return l.token(typ, n), nil
}

func (l *exprLexer) pos() Pos { return At(l.base + l.i) }

func (l *exprLexer) token(typ lexer.TokenType, n int) lexer.Token {
	at := l.base + l.i
	t := lexer.Token{Type: typ, Value: l.s[l.i : l.i+n], Pos: lexer.Position{Offset: at, Line: 1, Column: at + 1}}
	l.i += n
	l.prev, l.last = typ, t.Value
	return t
}

func (l *exprLexer) scan(s string) (lexer.TokenType, int, error) {
	c := s[0]
	switch {
	case c == '"' || c == '`':
		n := QuotedLen(s)
		if n == 0 {
			return 0, 0, Errorf(l.pos(), "invalid syntax")
		}
		return tokString, n, nil
	case isDigit(c) || c == '.' && len(s) > 1 && isDigit(s[1]):
		typ, n := scanNumber(s)
		return typ, n, nil
	case c == '.':
		if len(s) > 1 && isLower(s[1]) && (len(s) == 2 || !isNameByte(s[2])) {
			return tokMissing, 2, nil
		}
		return tokMissing, 1, nil
	}
	if n := nameLen(s); n > 0 {
		if m := opsLen(s, n); m > 0 {
			return tokOps, m, nil
		}
		return tokName, n, nil
	}
	return l.scanSymbol(s)
}

func (l *exprLexer) scanSymbol(s string) (lexer.TokenType, int, error) {
	switch c := s[0]; c {
	case '=', '!', '~', '<', '>':
		if len(s) > 1 && s[1] == '=' {
			return tokOp, 2, nil
		}
		if c == '=' {
			return tokPunct, 1, nil
		}
		return tokOp, 1, nil
	case '+', '-', '*', '/', '^', '&', '|':
		return tokOp, 1, nil
	case '(':
		if l.prev == tokName {
			if n := datesLen(l.last, s); n > 0 {
				return tokDates, n, nil
			}
			return tokCall, 1, nil
		}
		return tokPunct, 1, nil
	case '[':
		return l.scanBracket(s)
	case ')', ']', ',':
		return tokPunct, 1, nil
	}
	r, _ := utf8.DecodeRuneInString(s)
	return 0, 0, Errorf(l.pos(), "%c invalid name", r)
}

// scanBracket tells apart _b[x], x[i], [eq]_b[x] and [x], which means (x).
func (l *exprLexer) scanBracket(s string) (lexer.TokenType, int, error) {
	end := strings.IndexByte(s, ']')
	switch {
	case l.prev == tokName && coefWords[l.last] && end > 0:
		return tokCoef, end + 1, nil
	case l.prev == tokName, l.prev == tokOps, l.prev == tokPunct && l.last == ")":
		return tokSubscript, 1, nil
	case end > 1 && isEquation(s[1:end]) && end+1 < len(s) && nameLen(s[end+1:]) > 0:
		return tokEquation, end + 1, nil
	}
	return tokPunct, 1, nil
}

func isEquation(s string) bool {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	n := nameLen(s)
	return n > 0 && n == len(s) || s != "" && strings.Trim(s, "0123456789") == ""
}

// scanNumber measures a number, or a factor level applied to a name (3.rep78).
func scanNumber(s string) (lexer.TokenType, int) {
	j := countDigits(s)
	if n := hexLen(s); n > 0 {
		return tokHex, n
	}
	if j > 0 && j+1 < len(s) && s[j] == '.' && nameLen(s[j+1:]) > 0 && !isExponent(s[j+1:]) {
		return tokOps, j + 1 + nameLen(s[j+1:])
	}
	if j < len(s) && s[j] == '.' {
		j++
		j += countDigits(s[j:])
	}
	if isExponent(s[j:]) {
		j += 2
		j += countDigits(s[j:])
	}
	return tokNumber, j
}

// hexLen measures a number in hexadecimal notation, such as 1.8X+003.
func hexLen(s string) int {
	if len(s) < 3 || !isDigit(s[0]) || s[1] != '.' {
		return 0
	}
	n := 2
	for n < len(s) && isHexDigit(s[n]) {
		n++
	}
	if isHexTail(s[n:]) {
		return n + 5
	}
	return 0
}

// isExponent reports whether s begins with e5, E-3, e+10.
func isExponent(s string) bool {
	if len(s) < 2 || s[0] != 'e' && s[0] != 'E' {
		return false
	}
	return isDigit(s[1]) || len(s) > 2 && (s[1] == '-' || s[1] == '+') && isDigit(s[2])
}

// isHexTail reports whether s begins with an exponent such as X+003.
func isHexTail(s string) bool {
	return len(s) >= 5 && (s[0] == 'X' || s[0] == 'x') && (s[1] == '+' || s[1] == '-') &&
		isHexDigit(s[2]) && isHexDigit(s[3]) && isHexDigit(s[4])
}

// opsLen measures time-series operators and the name behind them, given that
// s begins with a name of length n: L.x, L2D.x, F(1/3).x, S12.x, c.x, i.x.
func opsLen(s string, n int) int {
	i, found := 0, false
	for {
		m := opLen(s[i:])
		if m == 0 {
			break
		}
		i += m
		found = true
	}
	if !found {
		return 0
	}
	k := nameLen(s[i:])
	if k == 0 {
		return 0
	}
	return i + k
}

// opLen measures one operator with its dot: "L.", "L2.", "l(1/3).", "LD2.".
func opLen(s string) int {
	j := 0
	for j < len(s) && (strings.IndexByte("LFDSlfdsicob", s[j]) >= 0 || isDigit(s[j])) {
		j++
	}
	if j > 0 && j < len(s) && s[j] == '(' {
		end := strings.IndexByte(s, ')')
		if end < 0 || strings.Trim(s[j+1:end], "0123456789/ ()") != "" {
			return 0
		}
		j = end + 1
	}
	if j == 0 || j >= len(s) || s[j] != '.' {
		return 0
	}
	if j+1 < len(s) && nameLen(s[j+1:]) == 0 && !isDigit(s[j+1]) {
		return 0
	}
	return j + 1
}

// QuotedLen measures the string literal at the head of s, quotes included, or
// returns 0 if s does not begin with one that ends.
func QuotedLen(s string) int {
	if s != "" && s[0] == '"' {
		if i := strings.IndexByte(s[1:], '"'); i >= 0 {
			return i + 2
		}
		return 0
	}
	depth := 0
	for j := 0; j+1 < len(s); j++ {
		switch {
		case s[j] == '`' && s[j+1] == '"':
			depth++
			j++
		case s[j] == '"' && s[j+1] == '\'':
			depth--
			j++
			if depth == 0 {
				return j + 1
			}
		case depth == 0:
			return 0
		}
	}
	return 0
}

func isSpace(c byte) bool    { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isLower(c byte) bool    { return c >= 'a' && c <= 'z' }
func isHexDigit(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func isNameByte(c byte) bool {
	return c == '_' || isLower(c) || c >= 'A' && c <= 'Z' || isDigit(c)
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// dateWords are the functions whose arguments are dates as text, not
// expressions, and how many they take.
var dateWords = map[string]int{
	"td": 1, "tc": 1, "tC": 1, "tw": 1, "tm": 1, "tq": 1, "th": 1, "ty": 1, "d": 1, "w": 1, "m": 1, "q": 1, "h": 1, "y": 1, "tin": 2, "twithin": 2,
}

// datesLen returns the length of "(22aug2026)" at the head of s, behind the
// name of a function; 0 if that takes no dates or these are none.
func datesLen(function, s string) int {
	end := strings.IndexByte(s, ')')
	if dateWords[function] == 0 || end < 0 || !isDates(function, s[1:end]) {
		return 0
	}
	return end + 1
}

// isDates reports whether text may be the dates that a function takes.
func isDates(function, text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || !isNameByte(c) && strings.IndexByte(" .:-/,", c) < 0 {
			return false
		}
	}
	return strings.Count(text, ",") == dateWords[function]-1 && strings.TrimSpace(text) != ""
}

// nameLen measures the name at the head of s: letters of any script, digits
// and underscores, not beginning with a digit.
func nameLen(s string) int {
	if s == "" || isDigit(s[0]) {
		return 0
	}
	n := 0
	for n < len(s) {
		if isNameByte(s[n]) {
			n++
			continue
		}
		if s[n] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			break
		}
		n += size
	}
	return n
}

// NameLen measures the name at the head of s.
func NameLen(s string) int { return nameLen(s) }

// IsName reports whether s is a legal name of at most 32 characters.
func IsName(s string) bool {
	return s != "" && nameLen(s) == len(s) && utf8.RuneCountInString(s) <= 32
}

// IsMacroName reports whether s can name a macro: a name that may begin with
// a digit.
func IsMacroName(s string) bool { return s != "" && nameLen("_"+s) == len(s)+1 }
