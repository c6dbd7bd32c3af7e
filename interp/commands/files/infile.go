package files

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Infile is the command "infile".
var Infile = &interp.Command{
	Name:   "INFile",
	Brief:  "read a text of values in free or, by a dictionary, in fixed format",
	Syntax: "[anything] [if] [in] using",
	New:    func() interp.Runner { return &infile{} },
	Late:   true,
	Doc: `    infile varlist using filename [if] [in] [, clear byvariable(#)]
    infile using dictionary [if] [in] [, using(filename) clear]

In free format, values are separated by blanks, commas or line ends; strings
that hold blanks are in quotes. A type may stand in front of a name or of
names in parentheses; _skip or _skip(#) passes over values. A dictionary is

    infile dictionary [using filename] {
        [_column(#)] [type] name[:label] [%infmt] ["variable label"]
        ...
    }

with the directives _skip(#), _line(#), _newline(#), _lines(#), _lrecl(#) and
_firstlineoffile(#). The data may follow it. What is no number becomes missing
and is shown.`,
}

type infile struct {
	Clear      bool   `opt:"clear" help:"replace the data in memory"`
	Using      string `opt:"Using(filename)" help:"with a dictionary: the file of the data"`
	ByVariable int    `opt:"BYvariable(#)" help:"the file holds # values of the first variable, then of the second, ..."`
}

func (o *infile) Run(c *interp.Call) error {
	name := fileName(c.Using)
	if strings.TrimSpace(c.Body.Text) == "" {
		return o.dictionary(c, name)
	}
	if o.Using != "" {
		return rc.Syntax.Errorf("option using() is for dictionaries")
	}
	p := &rawPlan{opts: frame.RawOptions{Free: true}}
	if err := p.free(c); err != nil {
		return err
	}
	data, err := c.Files().Read(interp.WithExt(name, ".raw"))
	if err != nil {
		return err
	}
	if o.ByVariable > 0 {
		if data, err = byObservation(data, len(p.steps), o.ByVariable); err != nil {
			return err
		}
	}
	return p.read(c, o.Clear, data)
}

// free reads the list of variables of free format.
func (p *rawPlan) free(c *interp.Call) error {
	for _, part := range skipParts(c.Body) {
		if n, ok := count(part.Text); ok && strings.HasPrefix(part.Text, "_skip") {
			for range n {
				p.steps = append(p.steps, frame.RawStep{Field: -1})
			}
			continue
		}
		names, types, err := interp.NewVars(part)
		if err != nil {
			return err
		}
		for i, name := range names {
			k, err := p.field(c, name, types[i])
			if err != nil {
				return err
			}
			p.steps = append(p.steps, frame.RawStep{Field: k})
		}
	}
	return nil
}

// skipParts cuts t around the words _skip and _skip(#).
func skipParts(t lang.Text) []lang.Text {
	var out []lang.Text
	start := 0
	for _, w := range t.Words() {
		if w.Text == "_skip" || strings.HasPrefix(w.Text, "_skip(") {
			at := int(w.Pos - t.Pos)
			out = append(out, t.Slice(start, at), w)
			start = at + len(w.Text)
		}
	}
	return append(out, t.Slice(start, len(t.Text)))
}

// byObservation turns a text of n values of each of k variables, one variable
// after the other, into one of k values of each of n observations.
func byObservation(data []byte, k, n int) ([]byte, error) {
	words := (lang.Text{Pos: 1, Text: strings.NewReplacer("\r", " ", "\n", " ", ",", " ").Replace(string(data))}).Words()
	if len(words) < k*n {
		return nil, rc.EndOfFile.Errorf("unexpected end of file: %d values where %d are expected", len(words), k*n)
	}
	var b strings.Builder
	for i := range n {
		for j := range k {
			b.WriteString(words[j*n+i].Text + " ")
		}
		b.WriteByte('\n')
	}
	return []byte(b.String()), nil
}

// dictionary reads data by the dictionary in the file called name.
func (o *infile) dictionary(c *interp.Call, name string) error {
	d, err := readDictionary(c, name, "infile")
	if err != nil {
		return err
	}
	p := &rawPlan{}
	for _, line := range d.lines {
		if err := p.infileLine(c, line); err != nil {
			return err
		}
	}
	data, err := d.data(c, o.Using)
	if err != nil {
		return err
	}
	return p.read(c, o.Clear, data)
}

// directives are the words of a dictionary that say where to read.
var directives = map[string]func(p *rawPlan, n int){
	"_column":          func(p *rawPlan, n int) { p.step(frame.RawColumn, n) },
	"_col":             func(p *rawPlan, n int) { p.step(frame.RawColumn, n) },
	"_skip":            func(p *rawPlan, n int) { p.step(frame.RawSkip, n) },
	"_line":            func(p *rawPlan, n int) { p.step(frame.RawLine, n) },
	"_newline":         func(p *rawPlan, n int) { p.step(frame.RawNewline, n) },
	"_lines":           func(p *rawPlan, n int) { p.opts.Lines = n },
	"_lrecl":           func(p *rawPlan, n int) { p.opts.Record = n },
	"_firstlineoffile": func(p *rawPlan, n int) { p.opts.FirstLine = n },
	"_first":           func(p *rawPlan, n int) { p.opts.FirstLine = n },
}

func (p *rawPlan) step(do frame.RawAction, n int) {
	p.steps = append(p.steps, frame.RawStep{Do: do, N: n})
}

// infileLine reads one line of an infile dictionary: directives, and at most
// one variable with its type, format and label.
func (p *rawPlan) infileLine(c *interp.Call, line string) error {
	bad := func(word string) error { return rc.NotStata.Errorf("dictionary invalid: %s in: %s", word, line) }
	typ, at := frame.Type(0), -1
	for _, w := range (lang.Text{Pos: 1, Text: line}).Words() {
		word := w.Text
		name, _, _ := strings.Cut(word, "(")
		t, isType := frame.ParseType(word)
		switch {
		case directives[name] != nil:
			n, ok := count(word)
			if !ok {
				return bad(word)
			}
			directives[name](p, n)
		case at < 0 && isType:
			typ = t
		case at < 0:
			name, label, _ := strings.Cut(word, ":")
			k, err := p.field(c, name, typ)
			if err != nil {
				return err
			}
			p.fields[k].ValueLabel = label
			at = len(p.steps)
			p.steps = append(p.steps, frame.RawStep{Field: k})
		case strings.HasPrefix(word, "%"):
			if !inFormat(word, &p.steps[at], p.fields[p.steps[at].Field].Type) {
				return bad(word)
			}
		case lang.QuotedLen(word) == len(word):
			p.fields[p.steps[at].Field].Label = lang.Unquote(word)
		default:
			return bad(word)
		}
	}
	return nil
}

// inFormat reads an input format such as %8.2f, %20s or %10S into s and
// reports whether it is one for the type.
func inFormat(word string, s *frame.RawStep, t frame.Type) bool {
	kind := word[len(word)-1]
	width, decimals, _ := strings.Cut(word[1:len(word)-1], ".")
	ok := true
	number := func(text string) int {
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		ok = ok && err == nil && n >= 0
		return n
	}
	s.Width, s.Decimals, s.Verbatim = number(width), number(decimals), kind == 'S'
	if kind == 's' || kind == 'S' {
		return ok && t.IsString()
	}
	return ok && strings.IndexByte("fge", kind) >= 0 && !t.IsString()
}
