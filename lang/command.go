package lang

import (
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// A Command is one command line after macro expansion:
//
//	name body [if exp] [in range] [weight] [using file] [, options] [: rest]
//
// The body is raw: what it may hold is the command's own business, see Syntax.
type Command struct {
	Name    *Text     `parser:"@@"`
	Body    *Text     `parser:"( (?= Body) @@ )?"`
	Clauses []*Clause `parser:"@@*"`
	Comma   string    `parser:"( @Comma"`
	Options []*Option `parser:"  ( (?= Option) @@ | Comma )* )?"`
	Rest    *Text     `parser:"( Colon ( (?= Rest) @@ )? )?"` // behind the colon of a prefix
}

// A Clause is one of: if, in, a weight, using.
type Clause struct {
	Pos, EndPos lexer.Position // where it begins and what follows it begins

	If     *Expression `parser:"  If @@"`
	In     *Text       `parser:"| In @@"`
	Weight *Text       `parser:"| (?= Weight) @@"`
	Using  *Text       `parser:"| Using @@"`
}

// An Option is a name and, in parentheses, an argument whose meaning the
// command decides; the parser only keeps its text.
type Option struct {
	Name *Text `parser:"@@"`
	Arg  *Text `parser:"( (?= Arg) @@ )?"` // without its parentheses; nil if there are none
}

// Parse takes one token as raw text.
func (t *Text) Parse(lex *lexer.PeekingLexer) error {
	tok := lex.Peek()
	if tok.Type > tokRaw || tok.Type < tokRawLast {
		return participle.NextMatch
	}
	lex.Next()
	t.Pos, t.Text = At(tok.Pos.Offset), tok.Value
	switch tok.Type {
	case tokArg, tokWeight:
		t.Text = tok.Value[1 : len(tok.Value)-1]
		t.Pos++
	}
	return nil
}

// A Body says how the text behind a command's name is to be read.
type Body int

// The kinds of bodies.
const (
	Clauses   Body = iota // body, if, in, weight, using, options
	Raw                   // everything belongs to the body
	Prefix                // as Clauses up to a colon, then another command
	BarePre               // the next word, or what follows a colon, is another command
	OnlyComma             // as Clauses, but "if", "in" and "using" belong to the body
	PlainPre              // as OnlyComma up to a colon, then another command or text
)

// A Vocabulary measures the name of the command at the head of line, which
// may be two words, and tells how its body is to be read. For an unknown
// command n is 0: its name is the first word.
type Vocabulary interface {
	Command(line string) (n int, body Body)
}

var commandParser = sync.OnceValue(func() *participle.Parser[Command] {
	return participle.MustBuild[Command](participle.Lexer(commandLexers{}), participle.UseLookahead(2))
})

// ParseCommand parses one command line.
func ParseCommand(line string, words Vocabulary) (*Command, error) {
	l := newCommandLexer(line, words)
	lex, err := lexer.Upgrade(l)
	if err != nil {
		return nil, asError(err)
	}
	c, err := commandParser().ParseFromLexer(lex)
	if err != nil {
		return nil, asError(err)
	}
	return c, nil
}

// If returns the expression of the if clause, or nil. A second one is an error.
func (c *Command) If() (Expr, error) {
	var found Expr
	for _, cl := range c.Clauses {
		if cl.If != nil {
			if found != nil {
				return nil, Errorf(cl.If.Position(), "invalid syntax")
			}
			found = cl.If.Expr
		}
	}
	return found, nil
}

// In, Weight and Using return the text of the clause, or nil.
func (c *Command) In() *Text {
	return c.clause(func(cl *Clause) *Text { return cl.In })
}

// Weight returns the text between the brackets of the weight clause, or nil.
func (c *Command) Weight() *Text {
	return c.clause(func(cl *Clause) *Text { return cl.Weight })
}

// Using returns the text behind using, or nil.
func (c *Command) Using() *Text {
	return c.clause(func(cl *Clause) *Text { return cl.Using })
}

func (c *Command) clause(get func(*Clause) *Text) *Text {
	for _, cl := range c.Clauses {
		if t := get(cl); t != nil {
			return t
		}
	}
	return nil
}

// BodyText returns the body, which is empty rather than nil.
func (c *Command) BodyText() Text {
	if c.Body == nil {
		return Text{Pos: c.Name.Pos + Pos(len(c.Name.Text))}
	}
	return *c.Body
}

// Option returns the option called exactly name, or nil.
func (c *Command) Option(name string) *Option {
	for _, o := range c.Options {
		if o.Name.Text == name {
			return o
		}
	}
	return nil
}

// SplitAssign splits "names = exp" at the first = outside parentheses and
// quotes that is not part of ==, <=, >=, != or ~=.
func (t Text) SplitAssign() (left, right Text, ok bool) {
	s := t.Text
	i := find(s, func(i int, c byte, depth int) bool {
		return c == '=' && depth == 0 && (i+1 == len(s) || s[i+1] != '=') && (i == 0 || strings.IndexByte("=<>!~", s[i-1]) < 0)
	})
	if i < 0 {
		return t, Text{}, false
	}
	return t.Slice(0, i).Trim(), t.Slice(i+1, len(s)).Trim(), true
}

// Slice returns the part of t from byte lo to byte hi.
func (t Text) Slice(lo, hi int) Text { return Text{t.Pos + Pos(lo), t.Text[lo:hi]} }

// Trim returns t without blanks around it.
func (t Text) Trim() Text {
	lo, hi := 0, len(t.Text)
	for lo < hi && isSpace(t.Text[lo]) {
		lo++
	}
	for hi > lo && isSpace(t.Text[hi-1]) {
		hi--
	}
	return t.Slice(lo, hi)
}

// Words splits t at blanks outside quotes, parentheses and brackets. Quotes
// stay on the words.
func (t Text) Words() []Text {
	var out []Text
	s := t.Text
	for i := 0; i < len(s); {
		if isSpace(s[i]) {
			i++
			continue
		}
		start := i
		i += wordLen(s[i:])
		out = append(out, t.Slice(start, i))
	}
	return out
}

// wordLen measures the word at the head of s, up to a blank at depth 0.
func wordLen(s string) int {
	return findOr(s, func(_ int, c byte, depth int) bool { return isSpace(c) && depth <= 0 })
}

// IfText returns the text of the if clause, without the word if, in the line
// that was parsed.
func (c *Command) IfText(line string) string {
	for _, cl := range c.Clauses {
		if cl.If != nil {
			return strings.TrimSpace(line[cl.Pos.Offset+len("if") : cl.EndPos.Offset])
		}
	}
	return ""
}
