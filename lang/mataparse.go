package lang

import "strings"

// ParseMata parses the statements of a piece of Mata. If more text could
// mend what is wrong, the error's Incomplete is true.
func ParseMata(text string) ([]MataStmt, error) {
	tokens, err := mataTokens(text)
	if err != nil {
		return nil, err
	}
	p := &mataParser{text: text, tokens: tokens}
	var out []MataStmt
	for {
		p.skipLines()
		if p.at(";") {
			p.i++
			continue
		}
		if p.peek().kind == mataEnd {
			return out, nil
		}
		s, err := p.statement(true)
		if err != nil {
			return out, err
		}
		if s != nil {
			out = append(out, s)
		}
	}
}

// MataDepth returns how many parentheses, brackets and braces a line of Mata
// opens beyond those that it closes. Macros need not be expanded.
func MataDepth(line string) int {
	n := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"' || strings.HasPrefix(line[i:], "`\""):
			if q := QuotedLen(line[i:]); q > 0 {
				i += q - 1
			}
		case strings.HasPrefix(line[i:], "//"):
			return n
		case c == '(' || c == '[' || c == '{':
			n++
		case c == ')' || c == ']' || c == '}':
			n--
		}
	}
	return n
}

type mataParser struct {
	text   string
	tokens []mataToken
	i      int
	inner  int  // parentheses and brackets open: line ends do not count
	primed bool // the operand just read ended with a transpose
	depth  int
}

// peek returns the next token that counts.
func (p *mataParser) peek() mataToken {
	if p.inner > 0 {
		p.skipLines()
	}
	return p.tokens[p.i]
}

func (p *mataParser) skipLines() {
	for p.tokens[p.i].kind == mataLine {
		p.i++
	}
}

func (p *mataParser) next() mataToken {
	t := p.peek()
	if t.kind != mataEnd {
		p.i++
	}
	return t
}

// at reports whether the next token is an operator.
func (p *mataParser) at(op string) bool {
	t := p.peek()
	return t.kind == mataOp && t.text == op
}

func (p *mataParser) atWord(word string) bool {
	t := p.peek()
	return t.kind == mataName && t.text == word
}

// accept takes an operator if it is the next token.
func (p *mataParser) accept(op string) bool {
	if p.at(op) {
		p.i++
		return true
	}
	return false
}

// expect takes an operator.
func (p *mataParser) expect(op string) error {
	if p.accept(op) {
		return nil
	}
	return p.unexpected("'" + p.shown() + "' found where '" + op + "' expected")
}

// shown is the next token as messages show it.
func (p *mataParser) shown() string {
	t := p.peek()
	switch t.kind {
	case mataEnd, mataLine:
		return "end of line"
	}
	return p.text[t.pos.Offset():t.end.Offset()]
}

func (p *mataParser) unexpected(msg string) error {
	t := p.peek()
	e := Errorf(t.pos, "%s", msg)
	if t.kind == mataEnd {
		e.Msg, e.Incomplete = "unexpected end of line", true
	}
	return e
}

// enter bounds how deep statements and expressions may be nested.
func (p *mataParser) enter() error {
	if p.depth++; p.depth > maxDepth {
		return Errorf(p.peek().pos, "nested too deeply")
	}
	return nil
}

// statement parses a statement; top tells that functions may be defined.
func (p *mataParser) statement(top bool) (MataStmt, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	t := p.peek()
	if t.kind == mataName {
		if parse := mataStatements[t.text]; parse != nil {
			p.i++
			return parse(p, t.pos)
		}
		if p.typed() {
			return p.declaration(top)
		}
	}
	switch {
	case p.at("{"):
		return p.block()
	case p.accept(";"):
		return &MataBlock{Pos: t.pos}, nil
	}
	return p.expressionStatement()
}

// mataStatements are the statements that begin with a word.
var mataStatements map[string]func(p *mataParser, pos Pos) (MataStmt, error)

func init() { // the table refers to functions that look the table up
	mataStatements = map[string]func(p *mataParser, pos Pos) (MataStmt, error){
		"if": (*mataParser).ifElse, "for": (*mataParser).forLoop, "while": (*mataParser).whileLoop, "do": (*mataParser).doLoop,
		"break": jump("break"), "continue": jump("continue"), "return": (*mataParser).returns,
		"pragma": (*mataParser).ignored, "version": (*mataParser).ignored,
		"goto": func(p *mataParser, pos Pos) (MataStmt, error) { return nil, Errorf(pos, "goto is not implemented") },
		"else": func(p *mataParser, pos Pos) (MataStmt, error) {
			return nil, Errorf(pos, "'else' found where almost anything else expected")
		},
	}
}

// finish takes the end of a statement.
func (p *mataParser) finish() error {
	t := p.tokens[p.i]
	switch {
	case t.kind == mataLine, t.kind == mataOp && t.text == ";":
		p.i++
		return nil
	case t.kind == mataEnd, t.kind == mataOp && t.text == "}":
		return nil
	}
	return p.unexpected("invalid expression")
}

func (p *mataParser) expressionStatement() (MataStmt, error) {
	s := &MataExpr{Pos: p.peek().pos}
	if p.at("(") && p.i+2 < len(p.tokens) && p.tokens[p.i+1].text == "void" && p.tokens[p.i+2].text == ")" {
		p.i += 3
		s.Silent = true
	}
	x, err := p.expr()
	if err != nil {
		return nil, err
	}
	s.X = x
	return s, p.finish()
}

// ignored passes over a line that does nothing here.
func (p *mataParser) ignored(pos Pos) (MataStmt, error) {
	for k := p.tokens[p.i].kind; k != mataLine && k != mataEnd && !p.at(";"); k = p.tokens[p.i].kind {
		p.i++
	}
	return &MataBlock{Pos: pos}, nil
}

func jump(word string) func(p *mataParser, pos Pos) (MataStmt, error) {
	return func(p *mataParser, pos Pos) (MataStmt, error) { return &MataJump{Pos: pos, Word: word}, p.finish() }
}

func (p *mataParser) returns(pos Pos) (MataStmt, error) {
	s := &MataJump{Pos: pos, Word: "return"}
	if t := p.tokens[p.i]; t.kind != mataLine && t.kind != mataEnd && t.text != ";" && t.text != "}" {
		x, err := p.expr()
		if err != nil {
			return nil, err
		}
		s.X = x
	}
	return s, p.finish()
}

func (p *mataParser) block() (*MataBlock, error) {
	b := &MataBlock{Pos: p.peek().pos}
	if err := p.expect("{"); err != nil {
		return nil, err
	}
	for {
		p.skipLines()
		if p.accept("}") {
			return b, nil
		}
		if p.peek().kind == mataEnd {
			return nil, p.unexpected("")
		}
		s, err := p.statement(false)
		if err != nil {
			return nil, err
		}
		b.Body = append(b.Body, s)
	}
}

// condition parses (x).
func (p *mataParser) condition() (Expr, error) {
	p.skipLines()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	return p.closed(")")
}

// closed parses an expression and the operator that closes it.
func (p *mataParser) closed(shut string) (Expr, error) {
	p.inner++
	x, err := p.expr()
	if err == nil {
		p.peek()
		err = p.expect(shut)
	}
	p.inner--
	return x, err
}

// body parses the statement that a condition is for.
func (p *mataParser) body() (MataStmt, error) {
	p.skipLines()
	if p.peek().kind == mataEnd {
		return nil, p.unexpected("")
	}
	return p.statement(false)
}

func (p *mataParser) ifElse(pos Pos) (MataStmt, error) {
	s := &MataIf{Pos: pos}
	var err error
	if s.C, err = p.condition(); err != nil {
		return nil, err
	}
	if s.Then, err = p.body(); err != nil {
		return nil, err
	}
	at := p.i
	p.skipLines()
	for p.accept(";") {
		p.skipLines()
	}
	if !p.atWord("else") {
		p.i = at
		return s, nil
	}
	p.i++
	s.Else, err = p.body()
	return s, err
}

func (p *mataParser) whileLoop(pos Pos) (MataStmt, error) {
	s := &MataLoop{Pos: pos}
	var err error
	if s.C, err = p.condition(); err != nil {
		return nil, err
	}
	s.Body, err = p.body()
	return s, err
}

func (p *mataParser) doLoop(pos Pos) (MataStmt, error) {
	s := &MataLoop{Pos: pos, Do: true}
	var err error
	if s.Body, err = p.body(); err != nil {
		return nil, err
	}
	p.skipLines()
	if !p.atWord("while") {
		return nil, p.unexpected("'" + p.shown() + "' found where while expected")
	}
	p.i++
	if s.C, err = p.condition(); err != nil {
		return nil, err
	}
	return s, p.finish()
}

func (p *mataParser) forLoop(pos Pos) (MataStmt, error) {
	s := &MataLoop{Pos: pos}
	p.skipLines()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	p.inner++
	for i, part := range []*Expr{&s.Init, &s.C, &s.Step} {
		shut := ";"
		if i == 2 {
			shut = ")"
		}
		if !p.at(shut) {
			x, err := p.expr()
			if err != nil {
				return nil, err
			}
			*part = x
		}
		if err := p.expect(shut); err != nil {
			return nil, err
		}
	}
	p.inner--
	body, err := p.body()
	s.Body = body
	return s, err
}

// typed reports whether a declaration begins here: a word of a type with a
// name or a parenthesis behind it.
func (p *mataParser) typed() bool {
	word := p.tokens[p.i].text
	following := p.tokens[min(p.i+1, len(p.tokens)-1)]
	switch {
	case word == "function" || word == "external":
		return true
	case mataElems[word] && word == "pointer":
		return following.kind == mataName || following.text == "("
	case mataElems[word] || mataOrgs[word]:
		return following.kind == mataName
	}
	return false
}

// typeWords reads the words of a type.
func (p *mataParser) typeWords() (t MataType, external, function bool, err error) {
	for {
		tok := p.peek()
		if tok.kind != mataName {
			return t, external, function, nil
		}
		word := tok.text
		switch {
		case word == "external":
			external = true
		case word == "function":
			function = true
		case word == "struct" || word == "class":
			p.i++
			if tok = p.peek(); tok.kind != mataName {
				return t, external, function, p.unexpected("invalid expression")
			}
			t.Elem, t.Struct = word, tok.text
		case mataElems[word]:
			t.Elem = word
			if word == "pointer" && p.tokens[p.i+1].text == "(" {
				if err := p.skipParens(); err != nil {
					return t, external, function, err
				}
				continue
			}
		case mataOrgs[word]:
			t.Org = word
		default:
			return t, external, function, nil
		}
		p.i++
	}
}

// skipParens passes over a word and the parentheses behind it.
func (p *mataParser) skipParens() error {
	p.i++
	for depth := 0; ; {
		t := p.next()
		switch {
		case t.kind == mataEnd:
			return p.unexpected("")
		case t.text == "(" && t.kind == mataOp:
			depth++
		case t.text == ")" && t.kind == mataOp:
			if depth--; depth == 0 {
				return nil
			}
		}
	}
}

// declaration parses the declaration of variables, or the definition of a
// function or structure.
func (p *mataParser) declaration(top bool) (MataStmt, error) {
	start := p.peek().pos
	t, external, function, err := p.typeWords()
	if err != nil {
		return nil, err
	}
	if t.Struct != "" && p.peek().kind != mataName {
		at := p.i
		p.skipLines()
		if p.at("{") {
			return p.structure(start, t)
		}
		if p.peek().kind == mataEnd {
			return nil, p.unexpected("")
		}
		p.i = at
	}
	name := p.peek()
	if name.kind != mataName {
		return nil, p.unexpected("invalid expression")
	}
	if function || p.tokens[p.i+1].text == "(" && p.tokens[p.i+1].kind == mataOp {
		if !top {
			return nil, Errorf(start, "functions may not be defined within functions")
		}
		return p.function(start, t)
	}
	d := &MataDeclare{Pos: start, External: external}
	for {
		v, err := p.variable(t)
		if err != nil {
			return nil, err
		}
		if p.accept("=") {
			if v.Init, err = p.argument(); err != nil {
				return nil, err
			}
		}
		d.Vars = append(d.Vars, v)
		if !p.accept(",") {
			return d, p.finish()
		}
		p.skipLines()
	}
}

// variable reads the name of a variable.
func (p *mataParser) variable(t MataType) (MataVar, error) {
	tok := p.peek()
	if tok.kind != mataName || mataReserved[tok.text] {
		return MataVar{}, p.unexpected("'" + p.shown() + "' found where name expected")
	}
	p.i++
	return MataVar{Pos: tok.pos, Name: tok.text, Type: t}, nil
}

func (p *mataParser) function(start Pos, t MataType) (MataStmt, error) {
	f := &MataFunc{Pos: start, Name: p.next().text, Type: t}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	p.inner++
	optional := false
	for !p.at(")") {
		if p.accept("|") {
			optional = true
			f.Optional = len(f.Params)
			p.accept(",")
		}
		if p.at(")") {
			break
		}
		t, _, _, err := p.typeWords()
		if err != nil {
			return nil, err
		}
		v, err := p.variable(t)
		if err != nil {
			return nil, err
		}
		f.Params = append(f.Params, v)
		if !p.accept(",") && !p.at("|") {
			break
		}
	}
	if !optional {
		f.Optional = len(f.Params)
	}
	err := p.expect(")")
	p.inner--
	if err != nil {
		return nil, err
	}
	p.skipLines()
	if p.peek().kind == mataEnd {
		return nil, p.unexpected("")
	}
	body, err := p.statement(false)
	if err != nil {
		return nil, err
	}
	f.Body = &MataBlock{Pos: body.Position(), Body: []MataStmt{body}}
	f.Source = strings.TrimRight(p.text[start.Offset():p.tokens[p.i-1].end.Offset()], " \n")
	return f, nil
}

func (p *mataParser) structure(start Pos, t MataType) (MataStmt, error) {
	if t.Elem == "class" {
		return nil, Errorf(start, "classes are not implemented")
	}
	b, err := p.block()
	if err != nil {
		return nil, err
	}
	s := &MataStruct{Pos: start, Name: t.Struct}
	for _, st := range b.Body {
		d, ok := st.(*MataDeclare)
		if !ok {
			return nil, Errorf(st.Position(), "invalid structure")
		}
		s.Fields = append(s.Fields, d.Vars...)
	}
	return s, nil
}

// MataContinues reports whether the next line of a block that is not blank
// begins with else, so that the if before it is not complete.
func MataContinues(rest []*Stmt) bool {
	for _, st := range rest {
		if st.Text != "" {
			return st.Text[:nameLen(st.Text)] == "else"
		}
	}
	return false
}
