package interp

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Usage returns the command with what may follow it, in the notation of the
// manual: capitals mark the shortest abbreviation.
func (c *Command) Usage() string {
	usage := c.Name
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
	return usage
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
	var b strings.Builder
	fmt.Fprintf(&b, "%s -- %s\n\n    %s\n", strings.ToLower(c.Name), c.Brief, c.Usage())
	if c.NoOp {
		b.WriteString("\nAccepted without effect.\n")
	}
	if opts := c.Options(); len(opts) > 0 {
		b.WriteString("\nOptions\n")
		for _, o := range opts {
			fmt.Fprintf(&b, "    %-22s  %s\n", o.Spelling, o.Help)
		}
	}
	if text := byHelp[c.By]; text != "" {
		b.WriteString("\n" + text + "\n")
	}
	if c.Doc != "" {
		b.WriteString("\n" + strings.TrimRight(c.Doc, "\n") + "\n")
	}
	return b.String()
}

// Manual returns the reference manual of commands in Markdown.
func Manual(commands []*Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nGenerated from the commands themselves. Capitals mark the shortest abbreviation.\n\n| command | |\n|---|---|\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ToLower(c.Name), cell(c.Brief))
	}
	for _, c := range commands {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", strings.ToLower(c.Name), sentence(c.Brief))
		if c.NoOp {
			b.WriteString("Accepted without effect.\n\n")
		}
		fmt.Fprintf(&b, "    %s\n", c.Usage())
		if opts := c.Options(); len(opts) > 0 {
			b.WriteString("\n| option | |\n|---|---|\n")
			for _, o := range opts {
				fmt.Fprintf(&b, "| `%s` | %s |\n", cell(o.Spelling), cell(o.Help))
			}
		}
		if text := byHelp[c.By]; text != "" {
			b.WriteString("\n" + text + "\n")
		}
		if c.Doc != "" {
			b.WriteString("\n" + strings.TrimRight(c.Doc, "\n") + "\n")
		}
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
