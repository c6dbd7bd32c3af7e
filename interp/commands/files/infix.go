package files

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Infix is the command "infix".
var Infix = &interp.Command{
	Name:   "INFIX",
	Brief:  "read a text whose values stand in fixed columns",
	Syntax: "[anything] [if] [in] using",
	New:    func() interp.Runner { return &infix{} },
	Late:   true,
	Doc: `    infix specifications using filename [if] [in] [, clear]
    infix using dictionary [if] [in] [, using(filename) clear]

Specifications:

    [byte|int|long|float|double|str] name [#:]#[-#]   line and columns of a variable
    # firstlineoffile      the line where the data begin
    # lines                lines of an observation
    #:                     go to that line of the observation
    /                      go to its next line

In a dictionary they stand, a line each, in "infix dictionary [using filename]
{ }", which the data may follow. What is no number becomes missing and is
shown.`,
}

type infix struct {
	Clear bool   `opt:"clear" help:"replace the data in memory"`
	Using string `opt:"Using(filename)" help:"with a dictionary: the file of the data"`
}

func (o *infix) Run(c *interp.Call) error {
	name := fileName(c.Using)
	words := interp.Tokens(c.Body.Text)
	p := &rawPlan{}
	if len(words) > 0 {
		if o.Using != "" {
			return rc.Syntax.Errorf("option using() is for dictionaries")
		}
		if err := p.infix(c, words); err != nil {
			return err
		}
		data, err := c.Files().Read(interp.WithExt(name, ".raw"))
		if err != nil {
			return err
		}
		return p.read(c, o.Clear, data)
	}
	d, err := readDictionary(c, name, "infix")
	if err != nil {
		return err
	}
	if err := p.infix(c, interp.Tokens(strings.Join(d.lines, " "))); err != nil {
		return err
	}
	data, err := d.data(c, o.Using)
	if err != nil {
		return err
	}
	return p.read(c, o.Clear, data)
}

// infix reads the words of specifications.
func (p *rawPlan) infix(c *interp.Call, words []string) error {
	bad := func(word string) error { return rc.Syntax.Errorf("invalid '%s'", word) }
	next := func(i int) string {
		if i+1 < len(words) {
			return words[i+1]
		}
		return ""
	}
	typ, isText, name := frame.Type(0), false, ""
	for i := 0; i < len(words); i++ {
		word := words[i]
		n, err := strconv.Atoi(word)
		t, isType := frame.ParseType(word)
		switch {
		case name != "":
			if err := p.columns(c, name, word, typ, isText); err != nil {
				return err
			}
			typ, isText, name = 0, false, ""
		case err == nil && (next(i) == "lines" || next(i) == "line"):
			p.opts.Lines = n
			i++
		case err == nil && (next(i) == "firstlineoffile" || next(i) == "first"):
			p.opts.FirstLine = n
			i++
		case word == "/":
			p.step(frame.RawNewline, 1)
		case strings.HasSuffix(word, ":"):
			n, err := strconv.Atoi(strings.TrimSuffix(word, ":"))
			if err != nil {
				return bad(word)
			}
			p.step(frame.RawLine, n)
		case word == "str":
			isText = true
		case isType && t.IsString():
			typ, isText = t, true
		case isType:
			typ = t
		case err == nil:
			return bad(word)
		default:
			name = word
		}
	}
	if name != "" {
		return rc.Syntax.Errorf("columns of %s are missing", name)
	}
	return nil
}

// columns adds a variable that stands in the columns "#-#", "#" or "#:#-#".
func (p *rawPlan) columns(c *interp.Call, name, word string, t frame.Type, isText bool) error {
	line, span, other := strings.Cut(word, ":")
	if !other {
		span = word
	}
	from, to, two := strings.Cut(span, "-")
	lo, err := strconv.Atoi(from)
	hi := lo
	if two && err == nil {
		hi, err = strconv.Atoi(to)
	}
	if err != nil || lo < 1 || hi < lo {
		return rc.Syntax.Errorf("invalid '%s': columns of %s expected", word, name)
	}
	if other {
		n, err := strconv.Atoi(line)
		if err != nil || n < 1 {
			return rc.Syntax.Errorf("invalid '%s'", word)
		}
		p.step(frame.RawLine, n)
	}
	width := hi - lo + 1
	if isText && t == 0 {
		t = frame.Type(min(width, frame.MaxStr))
	}
	k, err := p.field(c, name, t)
	if err != nil {
		return err
	}
	p.step(frame.RawColumn, lo)
	p.steps = append(p.steps, frame.RawStep{Field: k, Width: width})
	return nil
}
