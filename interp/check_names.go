package interp

import (
	"regexp"
	"strings"

	"github.com/didot-lang/didot/lang"
)

// maxChecked bounds how many files deep a check follows do and include.
const maxChecked = 8

// defined is what a script, and the files that it runs, define.
type defined struct {
	programs   map[string]*definedProgram
	globals    *macroScope
	scopes     map[*lang.Stmt]*macroScope // of programs
	everywhere *macroScope                // what c_local sets
	files      int
}

// A definedProgram is a program that the script defines, with its syntax
// declaration if it has one that can be read.
type definedProgram struct{ syntax *lang.Syntax }

// A macroScope is the names of the macros that some place sets. Names that
// hold macros are patterns.
type macroScope struct {
	names    map[string]bool
	patterns []string
	any      bool
}

func newScope() *macroScope { return &macroScope{names: map[string]bool{}} }

func newDefined() *defined {
	return &defined{
		programs: map[string]*definedProgram{}, scopes: map[*lang.Stmt]*macroScope{},
		globals: newScope(), everywhere: newScope(),
	}
}

// set adds a name or a pattern.
func (m *macroScope) set(names ...string) {
	for _, name := range names {
		if strings.Contains(name, "*") {
			m.patterns = append(m.patterns, name)
		} else {
			m.names[name] = true
		}
	}
}

func (m *macroScope) has(name string) bool {
	if m.any || m.names[name] {
		return true
	}
	for _, p := range m.patterns {
		if globMatch(p, name) {
			return true
		}
	}
	return false
}

// isSet reports whether a macro may be set where the line under way stands.
func (k *checker) isSet(name string, global bool) bool {
	d := k.names
	if name[0] >= '0' && name[0] <= '9' {
		return true // an argument, or money
	}
	if global {
		return k.anyGlobal || d.globals.has(name) || strings.HasPrefix(name, "S_")
	}
	return k.scope.has(name) || d.everywhere.has(name)
}

// collect notes what the statements define; scope is that of their macros.
func (d *defined) collect(k *checker, stmts []*lang.Stmt, scope *macroScope) {
	for _, st := range stmts {
		inner := scope
		if st.Block == lang.Mata {
			d.mata(st, scope)
			continue
		}
		text, spans := lang.Mask(strings.TrimSuffix(st.Text, "{"))
		c := &collector{defined: d, k: k, scope: scope, stmt: st, spans: spans}
		c.line(lang.Text{Pos: 1, Text: text})
		if c.program != nil {
			inner = newScope()
			d.scopes[st] = inner
			for _, inside := range st.Body {
				if word, rest, _ := strings.Cut(inside.Text, " "); word == "syntax" && !strings.ContainsAny(rest, "`$") {
					c.program.syntax, _ = lang.ParseSyntax(rest)
				}
			}
		}
		if st.Block != lang.Input {
			d.collect(k, st.Body, inner)
		}
	}
}

var mataSetter = regexp.MustCompile(`st_(local|global)\(\s*"(\w+)"\s*,`)

// mata notes the macros that Mata code sets.
func (d *defined) mata(st *lang.Stmt, scope *macroScope) {
	for _, l := range st.Body {
		d.mataLine(l.Text, scope)
	}
}

func (d *defined) mataLine(text string, scope *macroScope) {
	for _, m := range mataSetter.FindAllStringSubmatch(text, -1) {
		if m[1] == "global" {
			scope = d.globals
		}
		scope.set(m[2])
	}
	if strings.Contains(text, "st_local(") && !mataSetter.MatchString(text) {
		scope.any = true
	}
}

// A collector notes what one line defines.
type collector struct {
	*defined
	k       *checker
	scope   *macroScope
	stmt    *lang.Stmt
	spans   []lang.Reference
	program *definedProgram // that the line begins to define
}

// line looks at the command in t, behind its prefixes.
func (c *collector) line(t lang.Text) {
	t = t.Trim()
	words := c.k.s.words
	e, n := words.find(t.Text)
	if e == nil {
		c.other(t)
		return
	}
	body := t.Slice(n, len(t.Text)).Trim()
	switch e.name {
	case "if":
		if _, rest, err := lang.ParseExprPrefix(body.Text, body.Pos); err == nil {
			c.line(rest)
		}
		return
	case "else":
		c.line(body)
		return
	case "do", "run":
		c.file(body, newScope())
	case "include":
		c.file(body, c.scope)
	case "mata":
		c.mataLine(body.Text, c.scope)
	}
	if set := macroSetters[e.name]; set != nil {
		set(c, body)
	}
	if e.spec.Kind == lang.Raw {
		return
	}
	cmd, err := lang.ParseCommand(t.Text, words)
	if err != nil {
		return
	}
	for _, o := range cmd.Options { // levelsof x, local(list) and the like
		if o.Arg != nil && lang.Abbreviates(o.Name.Text, "LOCal") {
			c.setWords(c.scope, lang.Text{Pos: o.Arg.Pos.Shift(t.Pos), Text: o.Arg.Text})
		}
	}
	if cmd.Rest != nil {
		c.line(lang.Text{Pos: cmd.Rest.Pos.Shift(t.Pos), Text: cmd.Rest.Text})
	}
}

// other looks at a line whose command is none of Didot's.
func (c *collector) other(t lang.Text) {
	cmd, err := lang.ParseCommand(t.Text, argumentWords{lang.Clauses})
	if err != nil {
		return
	}
	for _, o := range cmd.Options {
		if o.Arg != nil && lang.Abbreviates(o.Name.Text, "LOCal") {
			c.setWords(c.scope, lang.Text{Pos: o.Arg.Pos.Shift(t.Pos), Text: o.Arg.Text})
		}
	}
}

// pattern returns the text of t with a star for each macro in it.
func (c *collector) pattern(t lang.Text) string {
	out, from := "", t.Pos.Offset()
	for _, r := range c.spans {
		at := r.Pos.Offset()
		if at < from || at >= t.Pos.Offset()+len(t.Text) {
			continue
		}
		out += c.stmt.Text[from:at] + "*"
		from = at + r.Len
	}
	return out + c.stmt.Text[min(from, len(c.stmt.Text)):max(min(t.Pos.Offset()+len(t.Text), len(c.stmt.Text)), min(from, len(c.stmt.Text)))]
}

func (c *collector) setWords(m *macroScope, t lang.Text) {
	for _, w := range t.Words() {
		m.set(c.pattern(w))
	}
}

// macroSetters note, by command, the macros and programs that it defines.
var macroSetters = map[string]func(c *collector, body lang.Text){
	"local": (*collector).head, "foreach": (*collector).head, "forvalues": (*collector).head, "marksample": (*collector).head, "mark": (*collector).head,
	"tempvar": (*collector).words, "tempname": (*collector).words, "tempfile": (*collector).words, "args": (*collector).words, "file read": (*collector).words,
	"gettoken": (*collector).beforeColon, "unab": (*collector).beforeColon, "tsunab": (*collector).beforeColon, "fvunab": (*collector).beforeColon,
	"global":  func(c *collector, body lang.Text) { c.setHead(c.globals, body) },
	"c_local": func(c *collector, body lang.Text) { c.setHead(c.everywhere, body) },
	"syntax":  (*collector).syntax, "program": (*collector).define,
}

func (c *collector) head(body lang.Text)  { c.setHead(c.scope, body) }
func (c *collector) words(body lang.Text) { c.setWords(c.scope, body) }

func (c *collector) beforeColon(body lang.Text) {
	head, _, _ := strings.Cut(body.Text, ":")
	c.words(lang.Text{Pos: body.Pos, Text: head})
}

// setHead adds the name at the head of t, which may be "++name".
func (c *collector) setHead(m *macroScope, t lang.Text) {
	text := strings.TrimLeft(t.Text, "+-")
	t = t.Slice(len(t.Text)-len(text), len(t.Text)).Trim()
	n := strings.IndexAny(t.Text, " \t=:\",")
	if n < 0 {
		n = len(t.Text)
	}
	m.set(c.pattern(t.Slice(0, n)))
}

// syntax notes the macros of a syntax declaration.
func (c *collector) syntax(body lang.Text) {
	spec, err := lang.ParseSyntax(body.Text)
	if err != nil || len(c.spans) > 0 {
		c.scope.any = true
		return
	}
	c.scope.set("varlist", "namelist", "anything", "typlist", "if", "in", "using", "weight", "exp", "options", "0")
	if spec.Vars.Name != "" {
		c.scope.set(spec.Vars.Name)
	}
	for _, o := range spec.Options {
		c.scope.set(o.Macro())
	}
}

// define notes a program.
func (c *collector) define(body lang.Text) {
	words := body.Words()
	if len(words) > 1 && lang.Abbreviates(words[0].Text, "DEfine") {
		words = words[1:]
	}
	if len(words) == 0 || c.stmt.Block != lang.Program {
		return
	}
	name, _, _ := strings.Cut(c.pattern(words[0]), ",")
	c.program = &definedProgram{}
	if strings.Contains(name, "*") {
		c.k.anyProgram = true
		return
	}
	c.programs[name] = c.program
}

// file notes what a do-file defines, whose macros are those of scope.
func (c *collector) file(body lang.Text, scope *macroScope) {
	name, _ := NextToken(body.Text)
	known := len(c.spans) == 0 && c.files < maxChecked
	var src []byte
	err := error(nil)
	if known {
		src, err = c.k.s.files.Read(WithExt(name, ".do"))
	}
	if !known || err != nil {
		c.k.anyProgram, c.k.anyGlobal, scope.any = true, true, true
		return
	}
	c.files++
	c.collect(c.k, lang.Parse(name, string(src)), scope)
}
