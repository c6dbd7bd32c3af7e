package lang

import (
	"strings"
)

// Matrix expressions are ordinary expressions with four more operators: \
// joins rows, a comma joins columns, # is the Kronecker product and a ' behind
// an operand transposes. They share the nodes of Expr, with the operators
// spelled as written (Unary has the Op "'"), and add two.
type (
	// Submatrix is X[rows, columns]. Cols is nil for x[i], which can only be
	// an observation of a variable.
	Submatrix struct {
		Pos  Pos
		X    Expr
		Rows Subscript
		Cols *Subscript
	}
	// Cell is what stands between joins. If no matrix is named in it, Scalar,
	// its reading as an ordinary expression, counts; Scalar is nil if it has none.
	Cell struct {
		Pos    Pos
		Scalar Expr
		X      Expr // nil if it has no reading as a matrix expression
	}
)

// A Subscript is i, i..j, or i... (up to the last).
type Subscript struct {
	From, To Expr // To is nil for a single one
	Rest     bool // i...
}

// Position returns where the operand begins.
func (e *Submatrix) Position() Pos { return e.X.Position() }

// Position returns where the cell begins.
func (e *Cell) Position() Pos { return e.Pos }

// ParseMatrix parses a matrix expression.
func ParseMatrix(t Text) (Expr, error) {
	return joinedRows(t.Trim(), 0)
}

func joinedRows(t Text, depth int) (Expr, error) {
	if depth > maxDepth/10 {
		return nil, Errorf(t.Pos, "expression too long")
	}
	return joined(t, '\\', func(row Text) (Expr, error) {
		return joined(row, ',', func(cell Text) (Expr, error) { return parseCell(cell.Trim(), depth) })
	})
}

// joined parses the parts of t between separators and chains them.
func joined(t Text, sep byte, part func(Text) (Expr, error)) (Expr, error) {
	var out Expr
	for {
		n := separatorLen(t.Text, sep)
		x, err := part(t.Slice(0, n))
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = x
		} else {
			out = &Binary{t.Pos, string(sep), out, x}
		}
		if n == len(t.Text) {
			return out, nil
		}
		t = t.Slice(n+1, len(t.Text))
	}
}

// separatorLen measures s up to a separator outside parentheses and quotes.
func separatorLen(s string, sep byte) int {
	return findOr(s, func(_ int, c byte, depth int) bool { return c == sep && depth == 0 })
}

// parseCell reads t both as a scalar and as a matrix expression.
func parseCell(t Text, depth int) (Expr, error) {
	if t.Text == "" {
		return nil, Errorf(t.Pos, "invalid syntax")
	}
	scalar, _ := ParseExpr(t.Text, t.Pos)
	p := &matrixParser{t: t, depth: depth}
	x, err := p.level(0)
	if p.blanks(); err == nil && p.i < len(t.Text) {
		err = Errorf(p.pos(), "invalid syntax")
	}
	if err != nil && scalar == nil {
		return nil, err
	}
	if err != nil {
		x = nil
	}
	return &Cell{t.Pos, scalar, x}, nil
}

// A matrixParser parses a cell.
type matrixParser struct {
	t     Text
	i     int
	depth int
}

// matrixOps are the binary operators of matrices, the loosest first; see
// [P] matrix define.
const matrixOps = "+-*/#"

func (p *matrixParser) blanks() {
	for p.i < len(p.t.Text) && isSpace(p.t.Text[p.i]) {
		p.i++
	}
}

func (p *matrixParser) pos() Pos { return p.t.Pos + Pos(p.i) }

// peek returns the next byte that is no blank, or 0.
func (p *matrixParser) peek() byte {
	p.blanks()
	if p.i < len(p.t.Text) {
		return p.t.Text[p.i]
	}
	return 0
}

func (p *matrixParser) level(k int) (Expr, error) {
	if k == len(matrixOps) {
		return p.unary()
	}
	x, err := p.level(k + 1)
	for err == nil && p.peek() == matrixOps[k] {
		pos := p.pos()
		p.i++
		var y Expr
		y, err = p.level(k + 1)
		x = &Binary{pos, string(matrixOps[k]), x, y}
	}
	return x, err
}

func (p *matrixParser) unary() (Expr, error) {
	switch pos := p.pos(); p.peek() {
	case '-':
		p.i++
		x, err := p.unary()
		return &Unary{pos, "-", x}, err
	case '+':
		p.i++
		return p.unary()
	}
	x, err := p.operand()
	for err == nil && p.peek() == '\'' {
		x = &Unary{p.pos(), "'", x}
		p.i++
	}
	if err == nil && p.peek() == '^' {
		pos := p.pos()
		p.i++
		var y Expr
		y, err = p.unary()
		x = &Binary{pos, "^", x, y}
	}
	return x, err
}

func (p *matrixParser) operand() (Expr, error) {
	c := p.peek()
	rest := p.t.Slice(p.i, len(p.t.Text))
	switch {
	case c == 0:
		return nil, Errorf(p.pos(), "invalid syntax")
	case c == '(':
		return p.group(rest)
	case c == '[':
		if n := equationLen(rest.Text); n > 0 {
			return p.scalar(n)
		}
		return p.group(rest)
	case c == '"' || c == '`':
		return p.scalar(QuotedLen(rest.Text))
	case isDigit(c) || c == '.':
		return p.scalar(numberLen(rest.Text))
	}
	n := nameLen(rest.Text)
	if n == 0 {
		return nil, Errorf(p.pos(), "invalid syntax")
	}
	return p.named(rest, n)
}

// named parses what begins with a name of length n.
func (p *matrixParser) named(rest Text, n int) (Expr, error) {
	name := rest.Text[:n]
	next := byte(0)
	if n < len(rest.Text) {
		next = rest.Text[n]
	}
	var x Expr = &Name{Pos: rest.Pos, Name: name}
	switch {
	case next == '[' && coefWords[name]:
		return p.scalar(n + balancedLen(rest.Text[n:]))
	case next == '(':
		m := balancedLen(rest.Text[n:])
		if m == 0 {
			return nil, Errorf(rest.Pos+Pos(n), "too few ')' or ']'")
		}
		call, err := p.call(rest.Slice(0, n+m), n)
		if err != nil {
			return nil, err
		}
		p.i += n + m
		x = call
	default:
		p.i += n
	}
	if p.i < len(p.t.Text) && p.t.Text[p.i] == '[' {
		return p.subscripts(x)
	}
	return x, nil
}

// call parses name(args), which takes up all of t.
func (p *matrixParser) call(t Text, n int) (Expr, error) {
	if resultClasses[t.Text[:n]] {
		if x, err := ParseExpr(t.Text, t.Pos); err == nil {
			if r, ok := x.(*Result); ok {
				return r, nil
			}
		}
	}
	c := &Call{Pos: t.Pos, Func: t.Text[:n]}
	args := t.Slice(n+1, len(t.Text)-1).Trim()
	for more := args.Text != ""; more; {
		k := separatorLen(args.Text, ',')
		x, err := parseCell(args.Slice(0, k).Trim(), p.depth+1)
		if err != nil {
			return nil, err
		}
		c.Args = append(c.Args, x)
		if more = k < len(args.Text); more {
			args = args.Slice(k+1, len(args.Text))
		}
	}
	return c, nil
}

// group parses what stands in parentheses or brackets at the head of rest.
func (p *matrixParser) group(rest Text) (Expr, error) {
	n := balancedLen(rest.Text)
	if n == 0 {
		return nil, Errorf(rest.Pos, "too few ')' or ']'")
	}
	p.i += n
	return joinedRows(rest.Slice(1, n-1).Trim(), p.depth+1)
}

// scalar takes the next n bytes as an ordinary expression.
func (p *matrixParser) scalar(n int) (Expr, error) {
	if n == 0 {
		return nil, Errorf(p.pos(), "invalid syntax")
	}
	x, err := ParseExpr(p.t.Text[p.i:p.i+n], p.pos())
	p.i += n
	return x, err
}

// subscripts parses [rows, columns] behind x.
func (p *matrixParser) subscripts(x Expr) (Expr, error) {
	rest := p.t.Slice(p.i, len(p.t.Text))
	n := balancedLen(rest.Text)
	if n == 0 {
		return nil, Errorf(rest.Pos, "too few ')' or ']'")
	}
	p.i += n
	return SubscriptedBy(x, rest.Slice(1, n-1))
}

// SubscriptedBy returns x[inner].
func SubscriptedBy(x Expr, inner Text) (*Submatrix, error) {
	k := separatorLen(inner.Text, ',')
	rows, err := subscript1(inner.Slice(0, k).Trim())
	if err != nil {
		return nil, err
	}
	sub := &Submatrix{Pos: inner.Pos, X: x, Rows: rows}
	if k == len(inner.Text) {
		return sub, nil
	}
	cols, err := subscript1(inner.Slice(k+1, len(inner.Text)).Trim())
	sub.Cols = &cols
	return sub, err
}

// subscript1 parses i, i..j or i....
func subscript1(t Text) (Subscript, error) {
	from, to, ranged := strings.Cut(t.Text, "..")
	var s Subscript
	var err error
	if s.From, err = ParseExpr(strings.TrimSpace(from), t.Pos); err != nil {
		return s, err
	}
	to, s.Rest = strings.CutPrefix(to, ".")
	if ranged && !s.Rest {
		s.To, err = ParseExpr(strings.TrimSpace(to), t.Pos+Pos(len(from)+2))
	} else if strings.TrimSpace(to) != "" {
		return s, Errorf(t.Pos, "invalid syntax")
	}
	return s, err
}

// equationLen measures [eq]_b[x] or [eq]x at the head of s, or returns 0.
func equationLen(s string) int {
	end := strings.IndexByte(s, ']')
	if end < 2 || !isEquation(s[1:end]) {
		return 0
	}
	n := end + 1
	k := nameLen(s[n:])
	if k == 0 {
		return 0
	}
	n += k
	if n < len(s) && s[n] == '[' {
		n += balancedLen(s[n:])
	}
	return n
}

// numberLen measures the number or missing value at the head of s.
func numberLen(s string) int {
	if !isDigit(s[0]) && (len(s) < 2 || !isDigit(s[1])) { // . or .a
		if len(s) > 1 && isLower(s[1]) {
			return 2
		}
		return 1
	}
	_, n := scanNumber(s)
	return n
}
