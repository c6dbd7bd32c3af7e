package interp

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// macros is a session as macro expansion sees it.
type macros Session

// Local implements `name'; r(x), e(x), s(x) and c(x) stand for stored results.
func (m *macros) Local(name string) string {
	if len(name) > 3 && name[1] == '(' && name[len(name)-1] == ')' {
		v, ok := (*scope)(m).Result(name[:1], name[2:len(name)-1])
		switch {
		case !ok:
			return ""
		case v.IsStr:
			return v.Str
		}
		return FormatNumber(v.Num)
	}
	return m.level.locals[name]
}

func (m *macros) Global(name string) string { return (*Session)(m).Global(name) }

// Step implements `++i'.
func (m *macros) Step(name string, by int) (string, error) {
	x := 0.0 // an undefined macro counts as 0
	if old := strings.TrimSpace(m.level.locals[name]); old != "" {
		v, err := strconv.ParseFloat(old, 64)
		if err != nil {
			return "", rc.NotFound.Errorf("%s not found", old)
		}
		x = v
	}
	text := FormatNumber(x + float64(by))
	m.level.locals[name] = text
	return text, nil
}

// Eval implements `=exp'.
func (m *macros) Eval(exp string) (string, error) {
	return (*Session)(m).evalText(lang.Text{Text: exp})
}

// Extended implements `:fn'.
func (m *macros) Extended(fn string) (string, error) {
	return (*Session)(m).Extended(lang.Text{Text: fn})
}

// evalText returns the value of an expression as a macro holds it.
func (s *Session) evalText(t lang.Text) (string, error) {
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return "", err
	}
	v, err := expr.Eval(x, s.Env())
	if err != nil {
		return "", err
	}
	if v.IsStr {
		return v.Str, nil
	}
	return FormatNumber(v.Num), nil
}

// macroFormat is how numbers become macros: 16 significant digits.
var macroFormat, _ = frame.ParseFormat("%18.0g")

// FormatNumber returns x as a macro holds it.
func FormatNumber(x float64) string {
	if i := int64(x); float64(i) == x && i > -1e15 && i < 1e15 {
		return strconv.FormatInt(i, 10)
	}
	return macroFormat.Trimmed(x)
}

// Local returns the contents of a local macro, "" if undefined.
func (s *Session) Local(name string) string { return s.level.locals[name] }

// SetLocal defines a local macro; empty contents remove it.
func (s *Session) SetLocal(name, text string) {
	if text == "" {
		delete(s.level.locals, name)
		return
	}
	s.level.locals[name] = text
}

// LocalNames returns the names of the local macros in alphabetical order.
func (s *Session) LocalNames() []string { return slices.Sorted(maps.Keys(s.level.locals)) }

// CallerLocals returns the local macros of the program or do-file that called
// the running one, for c_local; nil at the outermost level.
func (s *Session) CallerLocals() map[string]string {
	if s.level.parent == nil {
		return nil
	}
	return s.level.parent.locals
}

// Global returns the contents of a global macro, "" if undefined. The system
// macros S_DATE and the like come from c().
func (s *Session) Global(name string) string {
	if text, ok := s.globals[name]; ok {
		return text
	}
	if fn := systemGlobals[name]; fn != "" {
		v, _ := s.CValue(fn)
		if !v.IsStr {
			return FormatNumber(v.Num)
		}
		return v.Str
	}
	return ""
}

var systemGlobals = map[string]string{
	"S_DATE": "current_date", "S_TIME": "current_time", "S_OS": "os", "S_FN": "filename", "S_level": "level", "S_FNDATE": "filedate",
}

// SetGlobal defines a global macro; empty contents remove it.
func (s *Session) SetGlobal(name, text string) {
	if text == "" {
		delete(s.globals, name)
		return
	}
	s.globals[name] = text
}

// GlobalNames returns the names of the global macros in alphabetical order.
func (s *Session) GlobalNames() []string { return slices.Sorted(maps.Keys(s.globals)) }

// Tokens splits text into words; quoted words lose their quotes.
func Tokens(text string) []string {
	var out []string
	for text = strings.TrimLeft(text, " \t"); text != ""; text = strings.TrimLeft(text, " \t") {
		word, rest := NextToken(text)
		out = append(out, word)
		text = rest
	}
	return out
}

// NextToken returns the first word of text, without its quotes, and the rest.
func NextToken(text string) (word, rest string) {
	text = strings.TrimLeft(text, " \t")
	if text == "" {
		return "", ""
	}
	if n := lang.QuotedLen(text); n > 0 {
		return lang.Unquote(text[:n]), text[n:]
	}
	n := strings.IndexAny(text, " \t\"")
	if n < 0 {
		return text, ""
	}
	if n == 0 { // a quote that never ends
		return text, ""
	}
	return text[:n], text[n:]
}

var localCommand = &Command{
	Name: "LOCal", Brief: "define a local macro", Syntax: "raw", New: plain(runLocal), By: ByNative,
	Doc: `    local name text
    local name "text"
    local name = exp
    local name : extended function
    local ++name
    local --name`,
}

func runLocal(c *Call) error {
	t := c.Body
	if sign := t.Text; strings.HasPrefix(sign, "++") || strings.HasPrefix(sign, "--") {
		by := 1
		if sign[0] == '-' {
			by = -1
		}
		_, err := (*macros)(c.Session).Step(strings.TrimSpace(sign[2:]), by)
		return err
	}
	name, text, err := c.macroValue(t, 31)
	if err != nil {
		return err
	}
	c.SetLocal(name, text)
	return nil
}

var globalCommand = &Command{
	Name: "GLobal", Brief: "define a global macro", Syntax: "raw", New: plain(runGlobal), By: ByNative,
	Doc: `    global name text
    global name "text"
    global name = exp
    global name : extended function`,
}

func runGlobal(c *Call) error {
	name, text, err := c.macroValue(c.Body, 32)
	if err != nil {
		return err
	}
	c.SetGlobal(name, text)
	return nil
}

// macroValue reads "name text", "name = exp" and "name : function".
func (c *Call) macroValue(t lang.Text, longest int) (name, text string, err error) {
	n := 0
	for n < len(t.Text) && !strings.ContainsRune(" \t=:\"`", rune(t.Text[n])) {
		n++
	}
	name = t.Text[:n]
	if !lang.IsMacroName(name) || len([]rune(name)) > longest {
		return "", "", rc.Syntax.At(t.Pos, "%s invalid name", name)
	}
	rest := t.Slice(n, len(t.Text)).Trim()
	switch {
	case rest.Text == "":
		return name, "", nil
	case rest.Text[0] == '=' && !strings.HasPrefix(rest.Text, "=="):
		text, err = c.evalText(rest.Slice(1, len(rest.Text)).Trim())
	case rest.Text[0] == ':':
		text, err = c.Extended(rest.Slice(1, len(rest.Text)).Trim())
	case lang.QuotedLen(rest.Text) == len(rest.Text):
		text = lang.Unquote(rest.Text)
	default:
		text = rest.Text
	}
	return name, text, err
}

var macroDrop = &Command{
	Name: "MAcro DROP", Brief: "remove global macros", Syntax: "raw", New: plain(runMacroDrop),
	Doc: "    macro drop name [name ...]\n\n_all removes all; a wildcard * may end a name. A name that begins with _ is the local macro behind it.",
}

func runMacroDrop(c *Call) error {
	for _, w := range c.Body.Words() {
		stem, wild := strings.CutSuffix(w.Text, "*")
		for _, name := range c.GlobalNames() {
			if w.Text == "_all" || name == w.Text || wild && strings.HasPrefix(name, stem) {
				c.SetGlobal(name, "")
			}
		}
		if local, ok := strings.CutPrefix(w.Text, "_"); ok && w.Text != "_all" {
			c.SetLocal(local, "")
		}
	}
	return nil
}

var macroShift = &Command{
	Name: "MAcro SHift", Brief: "shift the numbered local macros", Syntax: "raw", New: plain(runMacroShift),
	Doc: "    macro shift [#]\n\n`2' becomes `1', and so on.",
}

func runMacroShift(c *Call) error {
	by := 1
	if text := strings.TrimSpace(c.Body.Text); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return rc.Syntax.At(c.Body.Pos, "invalid syntax")
		}
		by = n
	}
	args := c.numbered()
	c.setNumbered(args[min(by, len(args)):], len(args))
	return nil
}

// numbered returns the macros `1', `2', ... up to the first empty one.
func (s *Session) numbered() []string {
	var args []string
	for i := 1; s.Local(strconv.Itoa(i)) != ""; i++ {
		args = append(args, s.Local(strconv.Itoa(i)))
	}
	return args
}

// setNumbered defines `1', `2', ... and `*', and removes those up to old.
func (s *Session) setNumbered(args []string, old int) {
	for i := range max(old, len(args)) {
		text := ""
		if i < len(args) {
			text = args[i]
		}
		s.SetLocal(strconv.Itoa(i+1), text)
	}
	s.SetLocal("*", strings.Join(args, " "))
}

// Tokenize defines `1', `2', ... as the words given.
func (s *Session) Tokenize(words []string) { s.setNumbered(words, len(s.numbered())) }

var macroList = &Command{
	Name: "MAcro LIST", Brief: "list macros", Syntax: "raw", New: plain(runMacroList), Doc: "    macro list [name ...]",
}

func runMacroList(c *Call) error {
	want := c.Body.Words()
	listed := func(name string) bool {
		return len(want) == 0 || slices.ContainsFunc(want, func(t lang.Text) bool { return t.Text == name || t.Text == "_all" })
	}
	for _, name := range c.GlobalNames() {
		if listed(name) {
			c.Printf("%-16s%s\n", name+":", c.Global(name))
		}
	}
	for _, name := range c.LocalNames() {
		if listed("_" + name) {
			c.Printf("%-16s%s\n", "_"+name+":", c.Local(name))
		}
	}
	return nil
}
