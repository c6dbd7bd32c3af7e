package programs

import (
	"strings"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Tokenize is the command "tokenize".
var Tokenize = &interp.Command{
	Name: "TOKENize", Brief: "split a text into numbered macros", Syntax: "plain [anything]", New: func() interp.Runner { return &tokenize{Parse: " "} },
	Doc: "    tokenize [text] [, parse(\"chars\")]\n\nCharacters of parse() other than the blank are tokens themselves.",
}

type tokenize struct {
	Parse string `opt:"Parse(text)" help:"characters between tokens; default the blank"`
}

func (o *tokenize) Run(c *interp.Call) error {
	t := tokenizer{rest: lang.Unquote(c.Body.Text), parse: o.Parse}
	var words []string
	for t.next() {
		words = append(words, t.token)
	}
	c.Tokenize(words)
	return nil
}

// A tokenizer cuts a text at parse characters.
type tokenizer struct {
	rest  string
	parse string
	bind  bool // (...) and [...] are one token
	match bool // as bind, and parentheses around a whole token are removed

	token  string
	quoted bool // the token stood in quotes, which token lacks
	parens bool // the token stood in parentheses, which token lacks
}

// next finds the next token; it returns false at the end.
func (t *tokenizer) next() bool {
	t.quoted, t.parens = false, false
	if strings.Contains(t.parse, " ") {
		t.rest = strings.TrimLeft(t.rest, " ")
	}
	if t.rest == "" {
		t.token = ""
		return false
	}
	if n := lang.QuotedLen(t.rest); n > 0 {
		t.quoted = true
		t.token, t.rest = lang.Unquote(t.rest[:n]), t.rest[n:]
		return true
	}
	if t.match && t.rest[0] == '(' {
		if n := closing(t.rest); n > 0 {
			t.parens = true
			t.token, t.rest = t.rest[1:n-1], t.rest[n:]
			return true
		}
	}
	n := t.length()
	t.token, t.rest = t.rest[:n], t.rest[n:]
	return true
}

// length measures the token at the head of the rest.
func (t *tokenizer) length() int {
	first, size := utf8.DecodeRuneInString(t.rest)
	if strings.ContainsRune(t.parse, first) {
		return size
	}
	for i := 0; i < len(t.rest); {
		r, size := utf8.DecodeRuneInString(t.rest[i:])
		if strings.ContainsRune(t.parse, r) || i > 0 && lang.QuotedLen(t.rest[i:]) > 0 && strings.Contains(t.parse, " ") {
			return i
		}
		if (t.bind || t.match) && (r == '(' || r == '[') {
			if n := closing(t.rest[i:]); n > 0 {
				i += n
				continue
			}
		}
		i += size
	}
	return len(t.rest)
}

// closing measures s, which begins with an opening parenthesis or bracket, up
// to the one that closes it; 0 if there is none.
func closing(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '`':
			if n := lang.QuotedLen(s[i:]); n > 0 {
				i += n - 1
			}
		}
	}
	return 0
}

// Gettoken is the command "gettoken".
var Gettoken = &interp.Command{
	Name: "gettoken", Brief: "take the first token off a macro", Syntax: "plain anything", New: func() interp.Runner { return &gettoken{Parse: " "} },
	Doc: `    gettoken name1 [name2] : name3 [, options]

name1 gets the first token of the macro name3, and name2 the rest. The names
are local macros; (global) in front of one makes it global.`,
}

type gettoken struct {
	Parse  string `opt:"Parse(text)" help:"characters between tokens; default the blank"`
	Quotes bool   `opt:"Quotes" help:"keep the quotes around the token"`
	QED    string `opt:"qed(name)" help:"local macro that gets 1 if the token was in quotes, 0 otherwise"`
	Match  string `opt:"Match(name)" help:"take text in parentheses as a token, without them; the local macro gets ( then"`
	Bind   bool   `opt:"bind" help:"take text in parentheses or brackets as part of a token"`
}

func (o *gettoken) Run(c *interp.Call) error {
	left, right, ok := strings.Cut(c.Body.Text, ":")
	targets, err := macroRefs(left)
	if err != nil || !ok || len(targets) == 0 || len(targets) > 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	source, err := macroRefs(right)
	if err != nil || len(source) != 1 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	t := tokenizer{rest: source[0].get(c), parse: o.Parse, bind: o.Bind, match: o.Match != ""}
	before := t.rest
	t.next()
	token := t.token
	if t.quoted && o.Quotes {
		lead := before[:len(before)-len(t.rest)]
		token = strings.TrimLeft(lead, " ")
	}
	targets[0].set(c, token)
	if len(targets) == 2 {
		targets[1].set(c, t.rest)
	}
	if o.QED != "" {
		c.SetLocal(o.QED, oneZero(t.quoted))
	}
	if o.Match != "" {
		c.SetLocal(o.Match, map[bool]string{true: "("}[t.parens])
	}
	return nil
}

func oneZero(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// A macroRef names a local or global macro.
type macroRef struct {
	name   string
	global bool
}

func (m macroRef) get(c *interp.Call) string {
	if m.global {
		return c.Global(m.name)
	}
	return c.Local(m.name)
}

func (m macroRef) set(c *interp.Call, text string) {
	if m.global {
		c.SetGlobal(m.name, text)
		return
	}
	c.SetLocal(m.name, text)
}

// macroRefs reads names, each perhaps behind (local) or (global).
func macroRefs(text string) ([]macroRef, error) {
	var refs []macroRef
	global := false
	for w := range strings.FieldsSeq(strings.ReplaceAll(text, ")", ") ")) {
		switch w {
		case "(local)":
			global = false
			continue
		case "(global)":
			global = true
			continue
		}
		if !lang.IsMacroName(w) {
			return nil, rc.Syntax.Errorf("%s invalid name", w)
		}
		refs = append(refs, macroRef{w, global})
		global = false
	}
	return refs, nil
}
