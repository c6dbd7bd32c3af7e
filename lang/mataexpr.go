package lang

// mataLevels are the precedences of binary operators; the higher bind the
// tighter. See [M-2] exp.
var mataLevels = map[string]int{
	"\\": 1, "::": 2, ",": 3, "..": 4,
	"|": 5, "||": 5, ":|": 5, "&": 6, "&&": 6, ":&": 6,
	"==": 7, "!=": 7, "~=": 7, ">": 7, "<": 7, ">=": 7, "<=": 7,
	":==": 7, ":!=": 7, ":~=": 7, ":>": 7, ":<": 7, ":>=": 7, ":<=": 7,
	"+": 8, "-": 8, ":+": 8, ":-": 8,
	"*": 9, "/": 9, "#": 9, ":*": 9, ":/": 9,
	"^": 11, ":^": 11,
}

const (
	mataCommaLevel = 3
	mataTimesLevel = 9
	mataSignLevel  = 10 // of - and !, which bind looser than ^
)

// maxTerms bounds the operands of equal precedence in a row.
const maxTerms = 10000

// expr parses an expression.
func (p *mataParser) expr() (Expr, error) { return p.assignment(true) }

// argument parses an expression that a comma ends.
func (p *mataParser) argument() (Expr, error) { return p.assignment(false) }

func (p *mataParser) assignment(commas bool) (Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	x, err := p.conditional(commas)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); p.accept("=") {
		p.skipLines()
		if !assignable(x) {
			return nil, Errorf(t.pos, "invalid lval")
		}
		y, err := p.assignment(commas)
		return &MataAssign{t.pos, x, y}, err
	}
	return x, nil
}

// assignable reports whether x may stand left of =.
func assignable(x Expr) bool {
	switch x := x.(type) {
	case *Name:
		return true
	case *MataSub:
		return assignable(x.X)
	case *MataMember:
		return x.Arrow || assignable(x.X)
	case *Unary:
		return x.Op == "*"
	}
	return false
}

func (p *mataParser) conditional(commas bool) (Expr, error) {
	c, err := p.binary(1, commas)
	if err != nil || !p.at("?") {
		return c, err
	}
	e := &MataCond{Pos: p.next().pos, C: c}
	p.skipLines()
	if e.X, err = p.conditional(commas); err != nil {
		return nil, err
	}
	if err = p.expect(":"); err != nil {
		return nil, err
	}
	p.skipLines()
	e.Y, err = p.conditional(commas)
	return e, err
}

// binary parses operators of at least the given level.
func (p *mataParser) binary(level int, commas bool) (Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	x, err := p.unary()
	if err != nil {
		return nil, err
	}
	for terms := 0; ; terms++ {
		t := p.peek()
		if terms > maxTerms {
			return nil, Errorf(t.pos, "expression too long")
		}
		op, n := t.text, 0
		if t.kind == mataOp {
			n = mataLevels[op]
		}
		implied := n == 0 && p.primed && (t.kind == mataName || t.kind == mataNumber || t.kind == mataOp && op == "(")
		if implied { // X'Y is X'*Y
			op, n = "*", mataTimesLevel
		}
		if n < max(level, 1) || op == "," && !commas {
			return x, nil
		}
		if !implied {
			p.i++
		}
		p.primed = false
		p.skipLines()
		y, err := p.binary(n+1, commas)
		if err != nil {
			return nil, err
		}
		x = &Binary{t.pos, mataSpelling(op), x, y}
	}
}

// mataSpelling returns the one spelling of an operator that has two.
func mataSpelling(op string) string {
	switch op {
	case "~=":
		return "!="
	case ":~=":
		return ":!="
	}
	return op
}

// unary parses the operators in front of an operand.
func (p *mataParser) unary() (Expr, error) {
	t := p.peek()
	p.primed = false
	if t.kind == mataLine {
		p.skipLines()
		t = p.peek()
	}
	if t.kind != mataOp {
		return p.postfix()
	}
	switch t.text {
	case "-", "+":
		p.i++
		x, err := p.binary(mataSignLevel, false)
		return &Unary{t.pos, t.text, x}, err
	case "!", "~", "&", "*":
		p.i++
		if err := p.enter(); err != nil {
			return nil, err
		}
		x, err := p.unary()
		p.depth--
		op := t.text
		if op == "~" {
			op = "!"
		}
		return &Unary{t.pos, op, x}, err
	case "++", "--":
		p.i++
		if err := p.enter(); err != nil {
			return nil, err
		}
		x, err := p.unary()
		p.depth--
		if err == nil && !assignable(x) {
			err = Errorf(t.pos, "invalid lval")
		}
		return &MataStep{Pos: t.pos, X: x, By: stepOf(t.text), Prefix: true}, err
	}
	return p.postfix()
}

func stepOf(op string) float64 {
	if op == "--" {
		return -1
	}
	return 1
}

// postfix parses an operand with what follows it.
func (p *mataParser) postfix() (Expr, error) {
	x, err := p.primary()
	for terms := 0; err == nil; terms++ {
		if terms > maxTerms {
			return nil, Errorf(p.peek().pos, "expression too long")
		}
		p.primed = false
		t := p.peek()
		if t.kind != mataOp {
			return x, nil
		}
		switch t.text {
		case "'":
			p.i++
			x = &Unary{t.pos, "'", x}
			if next := p.peek(); next.kind == mataOp && (next.text == "'" || next.text == "[") {
				continue
			}
			p.primed = true
			return x, nil
		case "++", "--":
			if !assignable(x) {
				return nil, Errorf(t.pos, "invalid lval")
			}
			p.i++
			return &MataStep{Pos: t.pos, X: x, By: stepOf(t.text)}, nil
		case "[", "[|":
			p.i++
			x, err = p.subscript(t, x)
		case ".", "->":
			p.i++
			name := p.next()
			if name.kind != mataName {
				return nil, Errorf(t.pos, "invalid expression")
			}
			x = &MataMember{Pos: t.pos, X: x, Name: name.text, Arrow: t.text == "->"}
		case "(":
			if _, method := x.(*MataMember); method {
				return nil, Errorf(t.pos, "classes are not implemented")
			}
			deref, ok := x.(*Unary)
			if !ok || deref.Op != "*" {
				return x, nil
			}
			p.i++
			var args []Expr
			args, err = p.arguments()
			x = &MataInvoke{t.pos, deref.X, args}
		default:
			return x, nil
		}
	}
	return x, err
}

// subscript parses what stands in brackets behind x.
func (p *mataParser) subscript(open mataToken, x Expr) (Expr, error) {
	e := &MataSub{Pos: open.pos, X: x}
	var err error
	if open.text == "[|" {
		e.Range = true
		e.I, err = p.closed("|]")
		return e, err
	}
	p.inner++
	defer func() { p.inner-- }()
	if !p.at(",") && !p.at("]") {
		if e.I, err = p.argument(); err != nil {
			return nil, err
		}
	}
	if e.Two = p.accept(","); e.Two && !p.at("]") {
		if e.J, err = p.argument(); err != nil {
			return nil, err
		}
	}
	return e, p.expect("]")
}

func (p *mataParser) primary() (Expr, error) {
	t := p.peek()
	switch t.kind {
	case mataNumber:
		p.i++
		switch {
		case t.text == ".":
			return &Missing{Pos: t.pos}, nil
		case t.text != "":
			return &Missing{Pos: t.pos, Letter: int(t.text[1]-'a') + 1}, nil
		}
		return &Number{t.pos, t.num}, nil
	case mataString:
		p.i++
		return &String{t.pos, t.text}, nil
	case mataName:
		if mataReserved[t.text] {
			return nil, p.unexpected("'" + t.text + "' found where almost anything else expected")
		}
		p.i++
		if p.at("(") {
			p.i++
			args, err := p.arguments()
			return &Call{t.pos, t.text, args}, err
		}
		return &Name{Pos: t.pos, Name: t.text}, nil
	}
	if p.accept("(") {
		return p.closed(")")
	}
	if t.kind == mataEnd || t.kind == mataLine {
		return nil, p.unexpected("invalid expression")
	}
	return nil, p.unexpected("invalid expression")
}

// arguments parses what a call passes, up to the closing parenthesis. An
// argument left out is nil.
func (p *mataParser) arguments() ([]Expr, error) {
	p.inner++
	defer func() { p.inner-- }()
	var args []Expr
	if p.accept(")") {
		return nil, nil
	}
	for {
		var x Expr
		var err error
		if !p.at(",") && !p.at(")") {
			if x, err = p.argument(); err != nil {
				return nil, err
			}
		}
		args = append(args, x)
		if p.accept(")") {
			return args, nil
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}
