package lang

import (
	"errors"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// An Expr is a node of an expression: *Number, *String, *Missing, *Name,
// *Call, *Coef, *Result, *Index, *Unary or *Binary.
type Expr interface{ Position() Pos }

type (
	// Number is a numeric literal.
	Number struct {
		Pos   Pos
		Value float64
	}
	// String is a string literal, without its quotes.
	String struct {
		Pos   Pos
		Value string
	}
	// Missing is "." (Letter 0) or ".a" to ".z" (1 to 26).
	Missing struct {
		Pos    Pos
		Letter int
	}
	// Name is a variable, scalar or system variable, with the operators
	// before it ("L2", "D", or a factor level such as "3").
	Name struct {
		Pos  Pos
		Ops  []string
		Name string
		Sub  Expr // the observation in x[sub], or nil
	}
	// Call is a function call.
	Call struct {
		Pos  Pos
		Func string
		Args []Expr
	}
	// Coef is _b[x], _se[x], [eq]_b[x] or [eq]x.
	Coef struct {
		Pos      Pos
		What     string // "_b" or "_se"
		Eq, Term string
	}
	// Result is a stored result: r(mean), e(b), c(N), s(x).
	Result struct {
		Pos   Pos
		Class string // "r", "e", "c" or "s"
		Name  string
	}
	// Index is an element of a matrix: A[i,j] or e(b)[i,j].
	Index struct {
		Pos      Pos
		X        Expr // *Name or *Result
		Row, Col Expr
	}
	// Unary is -x or !x.
	Unary struct {
		Pos Pos
		Op  string
		X   Expr
	}
	// Binary is x op y.
	Binary struct {
		Pos  Pos // of the operator
		Op   string
		X, Y Expr
	}
)

func (e *Number) Position() Pos  { return e.Pos }
func (e *String) Position() Pos  { return e.Pos }
func (e *Missing) Position() Pos { return e.Pos }
func (e *Name) Position() Pos    { return e.Pos }
func (e *Call) Position() Pos    { return e.Pos }
func (e *Coef) Position() Pos    { return e.Pos }
func (e *Result) Position() Pos  { return e.Pos }
func (e *Index) Position() Pos   { return e.Pos }
func (e *Unary) Position() Pos   { return e.Pos }
func (e *Binary) Position() Pos  { return e.X.Position() }

// Expression is an Expr as a production of the participle grammars.
type Expression struct{ Expr }

// Parse parses the longest expression at the head of lex.
func (e *Expression) Parse(lex *lexer.PeekingLexer) error {
	x, err := climb(lex, 1)
	e.Expr = x
	return err
}

// ParseExpr parses all of text, which begins at base in its line.
func ParseExpr(text string, base Pos) (Expr, error) {
	lex := newExprTokens(text, base)
	defer exprPool.Put(lex)
	x, err := climb(lex, 1)
	if t := lex.Peek(); err == nil && !t.EOF() {
		err = unexpected(t)
	}
	if lex.err != nil {
		err = lex.err
	}
	if err != nil {
		return nil, asError(err)
	}
	return x, nil
}

// asError turns what participle reports into an Error.
func asError(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[participle.Error](err); ok {
		return &Error{Pos: At(e.Position().Offset), Msg: "invalid syntax"}
	}
	return err
}

func unexpected(t *lexer.Token) *Error {
	pos := At(t.Pos.Offset)
	switch {
	case t.EOF():
		return Errorf(pos, "invalid syntax")
	case t.Value == "=":
		return Errorf(pos, "=exp not allowed")
	case t.Value == ")":
		return Errorf(pos, "too many ')' or ']'")
	case t.Type == tokName || t.Type == tokOps:
		return Errorf(pos, "invalid '%s'", t.Value)
	}
	return Errorf(pos, "invalid syntax")
}

// precedence holds the binary operators. All associate to the left; unary
// minus stands between ^ and *, and ! above everything.
var precedence = map[string]int{
	"|": 1, "&": 2,
	"==": 3, "!=": 3, "~=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3,
	"+": 4, "-": 4, "*": 5, "/": 5, "^": 7,
}

const minusPrecedence = 6

// maxDepth bounds the nesting of expressions, so that hostile input cannot
// exhaust the stack.
const maxDepth = 500

// tokens are read one at a time. A token stays valid while three more are read.
type tokens interface {
	Peek() *lexer.Token
	Next() *lexer.Token
}

// climb parses an expression whose operators bind at least as tightly as least.
func climb(lex tokens, least int) (Expr, error) {
	x, err := unary(lex)
	if err != nil {
		return nil, err
	}
	for {
		t := lex.Peek()
		p := precedence[t.Value]
		if t.Type != tokOp || p < least {
			return x, nil
		}
		op, pos := canonicalOp(t.Value), At(t.Pos.Offset)
		lex.Next()
		y, err := climb(lex, p+1)
		if err != nil {
			return nil, err
		}
		x = &Binary{pos, op, x, y}
	}
}

func canonicalOp(op string) string {
	switch op {
	case "~=":
		return "!="
	case "~":
		return "!"
	}
	return op
}

func unary(lex tokens) (Expr, error) {
	t := lex.Peek()
	if t.Type != tokOp {
		return atom(lex)
	}
	pos := At(t.Pos.Offset)
	switch t.Value {
	case "+":
		lex.Next()
		return unary(lex)
	case "-":
		lex.Next()
		x, err := climb(lex, minusPrecedence+1)
		if err != nil {
			return nil, err
		}
		return &Unary{pos, "-", x}, nil
	case "!", "~":
		lex.Next()
		x, err := unary(lex)
		if err != nil {
			return nil, err
		}
		return &Unary{pos, "!", x}, nil
	}
	return nil, unexpected(t)
}

func atom(lex tokens) (Expr, error) {
	t := lex.Peek()
	pos := At(t.Pos.Offset)
	switch t.Type {
	case tokNumber:
		lex.Next()
		v, err := strconv.ParseFloat(t.Value, 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return nil, Errorf(pos, "invalid '%s'", t.Value)
		}
		return &Number{pos, v}, nil
	case tokHex:
		lex.Next()
		v, ok := parseHexFloat(t.Value)
		if !ok {
			return nil, Errorf(pos, "invalid '%s'", t.Value)
		}
		return &Number{pos, v}, nil
	case tokString:
		lex.Next()
		return &String{pos, Unquote(t.Value)}, nil
	case tokMissing:
		lex.Next()
		letter := 0
		if len(t.Value) > 1 {
			letter = int(t.Value[1]-'a') + 1
		}
		return &Missing{pos, letter}, nil
	case tokEquation:
		return equationCoef(lex)
	case tokName, tokOps:
		return name(lex)
	}
	if t.Value == "(" || t.Value == "[" {
		return parenthesized(lex)
	}
	return nil, unexpected(t)
}

// parenthesized parses (x), or [x], which means the same.
func parenthesized(lex tokens) (Expr, error) {
	closing := ")"
	if lex.Next().Value == "[" {
		closing = "]"
	}
	x, err := climb(lex, 1)
	if err != nil {
		return nil, err
	}
	return x, expect(lex, closing)
}

func expect(lex tokens, s string) error {
	t := lex.Peek()
	if t.Value != s || t.Type == tokString {
		if t.EOF() && s == ")" {
			return Errorf(At(t.Pos.Offset), "too few ')' or ']'")
		}
		return unexpected(t)
	}
	lex.Next()
	return nil
}

// name parses what begins with a name: a variable with operators and
// subscript, a call, a stored result, a coefficient or a matrix element.
func name(lex tokens) (Expr, error) {
	t := lex.Next()
	n := &Name{Pos: At(t.Pos.Offset)}
	if t.Type == tokOps {
		ops, rest := splitOps(t.Value)
		n.Ops, n.Name = ops, rest
	} else {
		n.Name = t.Value
	}
	if clauseWord(n.Name) == n.Name {
		return nil, Errorf(n.Pos, "%s invalid name", n.Name)
	}
	switch next := lex.Peek(); {
	case next.Type == tokCoef:
		lex.Next()
		eq, term := splitCoef(next.Value)
		return &Coef{n.Pos, n.Name, eq, term}, nil
	case next.Type == tokDates:
		lex.Next()
		return dates(n, next)
	case next.Type == tokCall:
		lex.Next()
		return call(lex, n)
	case next.Type == tokSubscript:
		lex.Next()
		return subscript(lex, n, n)
	}
	return n, nil
}

// subscript parses i] or i,j] behind x.
func subscript(lex tokens, x Expr, n *Name) (Expr, error) {
	i, err := climb(lex, 1)
	if err != nil {
		return nil, err
	}
	if lex.Peek().Value == "," {
		lex.Next()
		j, err := climb(lex, 1)
		if err != nil {
			return nil, err
		}
		return &Index{x.Position(), x, i, j}, expect(lex, "]")
	}
	if n == nil {
		return nil, unexpected(lex.Peek())
	}
	n.Sub = i
	return n, expect(lex, "]")
}

// resultClasses name the families of stored results.
var resultClasses = map[string]bool{"r": true, "e": true, "c": true, "s": true}

func call(lex tokens, n *Name) (Expr, error) {
	if len(n.Ops) > 0 {
		return nil, Errorf(n.Pos, "invalid syntax")
	}
	c := &Call{Pos: n.Pos, Func: n.Name}
	if lex.Peek().Value == ")" {
		lex.Next()
		return c, nil
	}
	for {
		x, err := climb(lex, 1)
		if err != nil {
			return nil, err
		}
		c.Args = append(c.Args, x)
		if lex.Peek().Value != "," {
			break
		}
		lex.Next()
	}
	if err := expect(lex, ")"); err != nil {
		return nil, err
	}
	return result(lex, c)
}

// dates makes the call td("22aug2026") of td(22aug2026).
func dates(n *Name, t *lexer.Token) (Expr, error) {
	if len(n.Ops) > 0 {
		return nil, Errorf(n.Pos, "invalid syntax")
	}
	c := &Call{Pos: n.Pos, Func: n.Name}
	for _, text := range strings.Split(t.Value[1:len(t.Value)-1], ",") {
		c.Args = append(c.Args, &String{At(t.Pos.Offset + 1), strings.TrimSpace(text)})
	}
	return c, nil
}

// result turns the call r(name) into a stored result, or an element of one.
func result(lex tokens, c *Call) (Expr, error) {
	if !resultClasses[c.Func] || len(c.Args) != 1 {
		return c, nil
	}
	arg, ok := c.Args[0].(*Name)
	if !ok || len(arg.Ops) > 0 || arg.Sub != nil {
		return c, nil
	}
	r := &Result{c.Pos, c.Func, arg.Name}
	if lex.Peek().Type == tokSubscript {
		lex.Next()
		return subscript(lex, r, nil)
	}
	return r, nil
}

// equationCoef parses [eq]_b[x], [eq]_se[x] and [eq]x.
func equationCoef(lex tokens) (Expr, error) {
	t := lex.Next()
	c := &Coef{Pos: At(t.Pos.Offset), What: "_b", Eq: strings.TrimSpace(strings.Trim(t.Value, "[]"))}
	n := lex.Peek()
	if n.Type != tokName && n.Type != tokOps {
		return nil, unexpected(n)
	}
	lex.Next()
	if inner := lex.Peek(); inner.Type == tokCoef {
		lex.Next()
		c.What = n.Value
		_, c.Term = splitCoef(inner.Value)
		return c, nil
	}
	c.Term = n.Value
	return c, nil
}

// splitCoef separates "[eq:term]" into its parts.
func splitCoef(s string) (eq, term string) {
	s = strings.TrimSpace(s[1 : len(s)-1])
	if eq, term, ok := strings.Cut(s, ":"); ok {
		return strings.TrimSpace(eq), strings.TrimSpace(term)
	}
	return "", s
}

// splitOps separates "L2.D.x" into its operators and the name.
func splitOps(s string) (ops []string, name string) {
	parts := splitDots(s)
	return parts[:len(parts)-1], parts[len(parts)-1]
}

// splitDots cuts s at the dots outside parentheses.
func splitDots(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '.':
			if depth == 0 {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, s[start:])
}

// parseHexFloat reads Stata's hexadecimal notation: 1.8X+003 is 1.5 * 2^3.
func parseHexFloat(s string) (float64, bool) {
	i := strings.IndexAny(s, "xX")
	exp, err := strconv.ParseInt(s[i+1:], 16, 32)
	if err != nil {
		return 0, false
	}
	v, err := strconv.ParseFloat("0x"+strings.TrimPrefix(s[:i], "+")+"p"+strconv.FormatInt(exp, 10), 64)
	return v, err == nil
}

// Unquote removes the quotes, plain or compound, around s.
func Unquote(s string) string {
	switch {
	case len(s) >= 4 && strings.HasPrefix(s, "`\"") && strings.HasSuffix(s, "\"'"):
		return s[2 : len(s)-2]
	case len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"':
		return s[1 : len(s)-1]
	}
	return s
}

// Quote puts quotes around s: compound ones if s itself holds a quote.
func Quote(s string) string {
	if strings.Contains(s, "\"") {
		return "`\"" + s + "\"'"
	}
	return `"` + s + `"`
}

// ParseExprPrefix parses the longest expression at the head of text and
// returns what follows it, as in "if x==1 display y".
func ParseExprPrefix(text string, base Pos) (x Expr, rest Text, err error) {
	lex := newExprTokens(text, base)
	defer exprPool.Put(lex)
	lex.l.lenient = true
	x, err = climb(lex, 1)
	if lex.err != nil {
		err = lex.err
	}
	if err != nil {
		return nil, rest, asError(err)
	}
	at := len(text)
	if t := lex.Peek(); !t.EOF() {
		at = t.Pos.Offset - base.Offset()
	}
	return x, Text{base, text}.Slice(at, len(text)), nil
}

// Walk calls visit for e and all expressions in it.
func Walk(e Expr, visit func(Expr)) {
	visit(e)
	switch e := e.(type) {
	case *Name:
		if e.Sub != nil {
			Walk(e.Sub, visit)
		}
	case *Call:
		for _, arg := range e.Args {
			Walk(arg, visit)
		}
	case *Index:
		Walk(e.X, visit)
		Walk(e.Row, visit)
		Walk(e.Col, visit)
	case *Unary:
		Walk(e.X, visit)
	case *Binary:
		Walk(e.X, visit)
		Walk(e.Y, visit)
	}
}
