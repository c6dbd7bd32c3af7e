package interp

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Usage returns the command with what may follow it, as indented lines, and
// the rest of its help. A Doc that begins with indented lines brings its own;
// otherwise they are made from the syntax, where capitals mark the shortest
// abbreviation.
func (c *Command) Usage() (usage, remarks string) {
	doc := strings.TrimRight(c.Doc, "\n")
	if strings.HasPrefix(doc, "    ") {
		lines := strings.SplitAfter(doc+"\n", "\n")
		n := 0
		for n < len(lines) && (lines[n] == "\n" || strings.HasPrefix(lines[n], "    ")) {
			n++
		}
		usage, remarks = strings.Join(lines[:n], ""), strings.Join(lines[n:], "")
		return strings.TrimRight(usage, "\n"), strings.TrimRight(remarks, "\n")
	}
	usage = "    " + c.Name
	for _, w := range strings.Fields(c.Syntax) {
		if !bodyWords[w] {
			usage += " " + w
		}
	}
	if spec, err := lang.ParseSyntax(c.Syntax); err == nil && spec.Kind == lang.Prefix {
		usage += " : command"
	}
	if len(optionTable(c.New())) > 0 {
		usage += " [, options]"
	}
	return usage, doc
}

// bodyWords are words of a syntax that say how to read it; they are not for
// the user.
var bodyWords = map[string]bool{"raw": true, "plain": true, "prefix": true, "bareprefix": true}

// An OptionHelp is one option as the manual shows it.
type OptionHelp struct {
	Spelling string // "SEParator(#)"
	Help     string
}

// Options returns the options of the command in the order of the manual.
func (c *Command) Options() []OptionHelp {
	var out []OptionHelp
	for _, o := range optionTable(c.New()) {
		spelling := o.name
		if o.arg != "" {
			spelling += "(" + strings.TrimSuffix(o.arg, "?") + ")"
		}
		out = append(out, OptionHelp{spelling, o.help})
	}
	return out
}

// Help returns what the manual says about a command or a function. The error
// for an unknown topic is r(111) and may name one that is spelled alike.
func (s *Session) Help(topic string) (string, error) {
	if e, n := s.words.find(topic); e != nil && n == len(topic) {
		return e.def.Help(), nil
	}
	for _, f := range expr.Funcs() {
		if f.Name() == topic {
			return f.Call + " -- " + f.Brief + "\n", nil
		}
	}
	if near := nearest(topic, append(s.commandNames(), functionNames()...)); near != "" {
		return "", rc.NotFound.Errorf("no help for %s; did you mean %s?", topic, near)
	}
	return "", rc.NotFound.Errorf("no help for %s", topic)
}

func (s *Session) commandNames() []string {
	var out []string
	for _, e := range s.words.all {
		out = append(out, e.name)
	}
	return out
}

// byHelp says what "by varlist:" does with a command.
var byHelp = map[ByMode]string{ByEach: "by varlist: may precede the command.", ByNative: "by varlist: may precede the command."}

// Help returns the manual's entry for the command as plain text.
func (c *Command) Help() string {
	usage, remarks := c.Usage()
	parts := []string{strings.ToLower(c.Name) + " -- " + c.Brief, usage}
	if c.NoOp {
		parts = append(parts, "Accepted without effect.")
	}
	if opts := c.Options(); len(opts) > 0 {
		lines := []string{"Options"}
		for _, o := range opts {
			lines = append(lines, fmt.Sprintf("    %-22s  %s", o.Spelling, o.Help))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return paragraphs(append(parts, byHelp[c.By], remarks))
}

// Manual returns the reference manual of commands in Markdown.
func Manual(commands []*Command) string {
	index := []string{"| command | |", "|---|---|"}
	for _, c := range commands {
		index = append(index, fmt.Sprintf("| `%s` | %s |", strings.ToLower(c.Name), cell(c.Brief)))
	}
	parts := []string{
		"# Commands", "Generated from the commands themselves. Capitals mark the shortest abbreviation.",
		strings.Join(index, "\n"),
	}
	for _, c := range commands {
		parts = append(parts, c.chapter()...)
	}
	return paragraphs(parts)
}

// chapter returns the paragraphs of the manual that are about c.
func (c *Command) chapter() []string {
	usage, remarks := c.Usage()
	parts := []string{"## " + strings.ToLower(c.Name), sentence(c.Brief), usage}
	if c.NoOp {
		parts = append(parts, "Accepted without effect.")
	}
	if opts := c.Options(); len(opts) > 0 {
		lines := []string{"| option | |", "|---|---|"}
		for _, o := range opts {
			lines = append(lines, fmt.Sprintf("| `%s` | %s |", cell(o.Spelling), cell(o.Help)))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return append(parts, byHelp[c.By], remarks)
}

// paragraphs joins those that are not empty.
func paragraphs(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(p + "\n")
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
