package files

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A rawPlan is what infile and infix know of a text before they read it.
type rawPlan struct {
	fields []frame.RawField
	steps  []frame.RawStep
	opts   frame.RawOptions
}

// field adds a variable and returns its place. The zero type is the default.
func (p *rawPlan) field(c *interp.Call, name string, t frame.Type) (int, error) {
	if !lang.IsName(name) {
		return 0, rc.Syntax.Errorf("%s invalid name", name)
	}
	for _, f := range p.fields {
		if f.Name == name {
			return 0, rc.Exists.Errorf("variable %s already defined", name)
		}
	}
	if t == 0 {
		t = c.DefaultType()
	}
	p.fields = append(p.fields, frame.RawField{Name: name, Type: t})
	return len(p.fields) - 1, nil
}

// read reads data and makes what if and in leave of it the current dataset.
// If there are data in memory they must be cleared.
func (p *rawPlan) read(c *interp.Call, clear bool, data []byte) error {
	if len(p.fields) == 0 {
		return rc.Required.Errorf("no variables to read")
	}
	if err := c.MustBeEmpty(clear); err != nil {
		return err
	}
	p.opts.Stop = c.Stop
	p.opts.Bad = func(obs int, f *frame.RawField, text string) {
		c.Printf("'%s' cannot be read as a number for %s[%d]\n", text, f.Name, obs)
	}
	p.opts.Short = func() { c.Printf("(eof not at end of obs)\n") }
	f, err := frame.ReadRaw(data, p.fields, p.steps, p.opts)
	if err != nil {
		return err
	}
	if err := keepRows(c, f); err != nil {
		return err
	}
	c.SetFrame(f)
	c.Printf("(%s observation%s read)\n", c.Count(f.N()), plural(f.N()))
	return nil
}

// keepRows drops the observations of f that the if and in clauses leave out.
func keepRows(c *interp.Call, f *frame.Frame) error {
	rows := frame.AllRows(f.N())
	if in := c.Cmd.In(); in != nil {
		var err error
		if rows, err = interp.ParseRange(*in, f.N()); err != nil {
			return err
		}
	}
	if c.IfExp != nil {
		env := c.Env()
		env.Frame = f
		p, err := expr.Compile(c.IfExp, env)
		if err != nil {
			return err
		}
		if rows, err = p.Filter(rows); err != nil {
			return err
		}
	}
	if rows.Count() < f.N() {
		f.Keep(rows)
	}
	return nil
}

// dictionaryText is a dictionary as it stands in a file.
type dictionaryText struct {
	kind   string // "infile" or "infix"
	using  string // the file of the data, or ""
	lines  []string
	inside []byte // what follows the closing brace
}

// readDictionary reads the dictionary in a file. Kind is the command's name.
func readDictionary(c *interp.Call, name, kind string) (*dictionaryText, error) {
	name = interp.WithExt(name, ".dct")
	b, err := c.Files().Read(name)
	if err != nil {
		return nil, err
	}
	bad := func(what string) error { return rc.NotStata.Errorf("file %s is no dictionary: %s", name, what) }
	d := &dictionaryText{}
	head, rest, ok := strings.Cut(string(b), "{")
	if !ok {
		return nil, bad("there is no {")
	}
	var words []string
	for line := range strings.Lines(head) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "*") {
			words = append(words, interp.Tokens(line)...)
		}
	}
	if len(words) > 0 && (words[0] == "infile" || words[0] == "infix") {
		d.kind, words = words[0], words[1:]
	}
	if len(words) == 0 || words[0] != "dictionary" || d.kind != "" && d.kind != kind || d.kind == "" && kind == "infix" {
		return nil, bad("it does not begin with " + kind + " dictionary")
	}
	switch words = words[1:]; {
	case len(words) == 2 && words[0] == "using":
		d.using = words[1]
	case len(words) > 0:
		return nil, bad("invalid '" + words[0] + "'")
	}
	body, after, ok := cutClosing(rest)
	if !ok {
		return nil, bad("there is no }")
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "*") {
			d.lines = append(d.lines, line)
		}
	}
	_, data, _ := strings.Cut(after, "\n")
	d.inside = []byte(data)
	return d, nil
}

// cutClosing splits s at the first } outside quotes.
func cutClosing(s string) (body, after string, ok bool) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\n':
			quoted = false
		case s[i] == '}' && !quoted:
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// count reads the number in a word such as "_skip(3)"; without parentheses it
// is 1.
func count(word string) (int, bool) {
	_, arg, ok := strings.Cut(strings.TrimSuffix(word, ")"), "(")
	if !ok {
		return 1, true
	}
	n, err := strconv.Atoi(strings.TrimSpace(arg))
	return n, err == nil
}

// dataOf returns the data that belong to a dictionary: those of the file
// named by the user or else by the dictionary, or those that follow it.
func (d *dictionaryText) data(c *interp.Call, using string) ([]byte, error) {
	if using == "" {
		using = d.using
	}
	if using == "" {
		return d.inside, nil
	}
	return c.Files().Read(interp.WithExt(using, ".raw"))
}
