package programs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// The commands that write a dataset row by row.
var (
	Postfile = &interp.Command{
		Name: "postfile", Brief: "begin a file of results", Syntax: "anything using", New: func() interp.Runner { return &postfile{} },
		Doc: `    postfile name newvarlist using filename [, replace]

post adds observations and postclose writes the file. In the list, a type
holds for the name, or the list in parentheses, behind it: str20 model
double(b se) n.`,
	}
	Post = &interp.Command{
		Name: "post", Brief: "add an observation to a file of results", Syntax: "raw", New: func() interp.Runner { return command(runPost) },
		Doc: "    post name (exp) (exp) ...",
	}
	Postclose = &interp.Command{
		Name: "postclose", Brief: "write a file of results", Syntax: "anything", New: func() interp.Runner { return command(runPostclose) },
		Doc: "    postclose name",
	}
	Postutil = &interp.Command{
		Name: "postutil", Brief: "list or forget files of results", Syntax: "anything", New: func() interp.Runner { return command(runPostutil) },
		Doc: "    postutil dir\n    postutil clear",
	}
)

// A posting is a file of results that is being made.
type posting struct {
	path   string
	names  []string
	types  []frame.Type
	values [][]expr.Value // by variable
	n      int
}

func postings(c *interp.Call) map[string]*posting {
	return interp.State(c.Session, "postings", func() map[string]*posting { return map[string]*posting{} })
}

type postfile struct {
	Every   int  `opt:"EVery(#)" help:"for compatibility; the file is written by postclose"`
	Replace bool `opt:"replace" help:"overwrite the file"`
}

func (o *postfile) Run(c *interp.Call) error {
	words := c.Body.Words()
	name := words[0].Text
	if !lang.IsName(name) {
		return rc.Syntax.At(words[0].Pos, "%s invalid name", name)
	}
	if postings(c)[name] != nil {
		return rc.Exists.At(words[0].Pos, "post %s already exists", name)
	}
	p := &posting{path: interp.WithExt(lang.Unquote(c.Using.Text), ".dta")}
	if !o.Replace && c.Files().Exists(p.path) {
		return rc.FileExists.At(c.Using.Pos, "file %s already exists", p.path)
	}
	var err error
	rest := c.Body.Slice(int(words[0].Pos-c.Body.Pos)+len(name), len(c.Body.Text))
	if p.names, p.types, err = interp.NewVars(rest); err != nil {
		return err
	}
	for i, t := range p.types {
		if t == 0 {
			p.types[i] = c.DefaultType()
		}
	}
	if len(p.names) == 0 {
		return rc.Required.Errorf("newvarlist required")
	}
	p.values = make([][]expr.Value, len(p.names))
	postings(c)[name] = p
	return nil
}

func runPost(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Syntax.Errorf("invalid syntax")
	}
	name := words[0].Text
	p := postings(c)[name]
	if p == nil {
		return rc.NotFound.At(words[0].Pos, "post %s not found", name)
	}
	text := make([]bool, len(p.types))
	for i, t := range p.types {
		text[i] = t.IsString()
	}
	row, err := c.PostedValues(c.Body.Slice(int(words[0].Pos-c.Body.Pos)+len(name), len(c.Body.Text)), text)
	if err != nil {
		return err
	}
	for i, v := range row {
		p.values[i] = append(p.values[i], v)
	}
	p.n++
	return nil
}

// frame returns the dataset that was posted.
func (p *posting) frame() (*frame.Frame, error) {
	f := frame.New()
	f.SetN(p.n)
	for i, name := range p.names {
		var col *frame.Column
		if p.types[i].IsString() {
			texts := make([]string, p.n)
			for r, v := range p.values[i] {
				texts[r] = v.Str
			}
			col = frame.NewStrings(name, texts).AsStr(p.types[i])
			col.Format = col.Type().DefaultFormat()
		} else {
			numbers := make([]float64, p.n)
			for r, v := range p.values[i] {
				numbers[r] = v.Num
			}
			col = frame.NewNumbers(name, p.types[i], numbers)
		}
		if err := f.Add(col); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func runPostclose(c *interp.Call) error {
	name := strings.TrimSpace(c.Body.Text)
	p := postings(c)[name]
	if p == nil {
		return rc.NotFound.At(c.Body.Pos, "post %s not found", name)
	}
	f, err := p.frame()
	if err != nil {
		return err
	}
	if err := c.WriteData(p.path, true, f, frame.DTAWriteOptions{}); err != nil {
		return err
	}
	delete(postings(c), name)
	return nil
}

func runPostutil(c *interp.Call) error {
	all := postings(c)
	switch strings.TrimSpace(c.Body.Text) {
	case "clear":
		clear(all)
		return nil
	case "dir":
		for _, name := range slices.Sorted(maps.Keys(all)) {
			c.Print(fmt.Sprintf("%16s  %s\n", name, all[name].path))
		}
		return nil
	}
	return rc.Syntax.At(c.Body.Pos, "invalid syntax")
}
