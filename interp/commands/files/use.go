package files

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Use is the command "use".
var Use = &interp.Command{
	Name:   "Use",
	Brief:  "load a Stata dataset",
	Syntax: "[anything] [if] [in] [using]",
	New:    func() interp.Runner { return &use{} },
	Late:   true,
	Doc: `    use filename [, clear nolabel]
    use [varlist] [if] [in] using filename [, clear nolabel]

Reads .dta files of all versions from Stata 4 on. if and in refer to the
data in the file. Only the variables asked for are read.`,
}

type use struct {
	Clear   bool `opt:"clear replace" help:"replace the data in memory even if they have changed"`
	NoLabel bool `opt:"nolabel" help:"leave out the value labels"`
}

func (o *use) Run(c *interp.Call) error {
	name, list, err := usingOrBody(c)
	if err != nil {
		return err
	}
	if c.Using.Text == "" && (c.IfExp != nil || c.Cmd.In() != nil) {
		return rc.Required.Errorf("using required")
	}
	return o.load(c, name, list)
}

// load makes the dataset in a file the current one.
func (o *use) load(c *interp.Call, name string, list lang.Text) error {
	if err := c.MayReplace(o.Clear); err != nil {
		return err
	}
	f, err := read(c, name, list)
	if err != nil {
		return err
	}
	if o.NoLabel {
		f = withLabels(f, func(string) bool { return false })
	}
	c.SetFrame(f)
	if f.Label != "" {
		c.Printf("(%s)\n", f.Label)
	}
	return nil
}

// read returns the listed variables of a file for the observations of the if
// and in clauses.
func read(c *interp.Call, name string, list lang.Text) (*frame.Frame, error) {
	in := c.Cmd.In()
	if list.Text == "" && c.IfExp == nil && in == nil {
		return c.ReadData(name, frame.DTAOptions{})
	}
	h, err := c.ReadDataHeader(name)
	if err != nil {
		return nil, err
	}
	all := frame.New()
	for _, col := range h.Columns {
		if err := all.Add(col); err != nil {
			return nil, err
		}
	}
	cols, err := listed(c, all, list)
	if err != nil {
		return nil, err
	}
	var opts frame.DTAOptions
	for _, col := range cols {
		opts.Columns = append(opts.Columns, col.Name)
	}
	extra := mentioned(all, c.IfExp, opts.Columns)
	opts.Columns = append(opts.Columns, extra...)
	if in != nil {
		rows, err := interp.ParseRange(*in, h.N)
		if err != nil {
			return nil, err
		}
		opts.Lo, opts.Hi = rows.Lo, rows.Hi
	}
	f, err := c.ReadData(name, opts)
	if err != nil || c.IfExp == nil {
		return f, err
	}
	env := c.Env()
	env.Frame = f
	p, err := expr.Compile(c.IfExp, env)
	if err != nil {
		return nil, err
	}
	rows, err := p.Filter(frame.AllRows(f.N()))
	if err != nil {
		return nil, err
	}
	f.Drop(extra...)
	f.Keep(rows)
	return f, nil
}

// mentioned returns the names of the variables of f, apart from those known,
// that an expression mentions.
func mentioned(f *frame.Frame, e lang.Expr, known []string) []string {
	var names []string
	lang.Walk(e, func(x lang.Expr) {
		n, ok := x.(*lang.Name)
		if !ok {
			return
		}
		col, err := f.Find(n.Name, true)
		if err == nil && !slices.Contains(known, col.Name) && !slices.Contains(names, col.Name) {
			names = append(names, col.Name)
		}
	})
	return names
}

// SysUse, WebUse and BCUse are the commands that load example datasets by
// name. Didot ships none: they are looked for in the data folders.
var (
	SysUse = exampleData("sysuse", "load an example dataset", "    sysuse name [, clear]")
	WebUse = exampleData("webuse", "load an example dataset of the manuals", "    webuse name [, clear]")
	BCUse  = exampleData("bcuse", "load a dataset of the Boston College archive", "    bcuse name [, clear]")
)

func exampleData(name, brief, doc string) *interp.Command {
	return &interp.Command{
		Name: name, Brief: brief, Syntax: "anything",
		New: func() interp.Runner { return &example{} },
		Doc: doc + "\n\nThe file name.dta is looked for in the working folder and in the folders given\nwith --data-dir.",
	}
}

type example struct {
	use
	NoDesc bool `opt:"nodesc" help:"accepted; no description is shown"`
}

func (o *example) Run(c *interp.Call) error {
	name := interp.WithExt(fileName(c.Body), ".dta")
	if c.Files().Exists(name) {
		return o.load(c, name, lang.Text{})
	}
	for _, dir := range c.Files().Rules().DataDirs {
		for _, base := range []string{name, strings.ToLower(name)} {
			if p := filepath.Join(dir, base); c.Files().Exists(p) {
				return o.load(c, p, lang.Text{})
			}
		}
	}
	return rc.NoFile.Errorf("file %s not found: didot ships no datasets; put it into a folder and name it with --data-dir", name)
}
