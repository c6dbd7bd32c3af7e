package data

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Drop is the command "drop".
var Drop = &interp.Command{
	Name:   "drop",
	Brief:  "remove variables or observations",
	Syntax: "[anything] [if] [in]",
	New:    func() interp.Runner { return &drop{} },
	By:     interp.ByNative,
	Doc: `    drop varlist
    drop if exp
    drop in range [if exp]
    drop _all

drop _all removes all data and, unlike clear, keeps value labels.`,
}

// Keep is the command "keep".
var Keep = &interp.Command{
	Name:   "keep",
	Brief:  "keep variables or observations and remove the rest",
	Syntax: "[anything] [if] [in]",
	New:    func() interp.Runner { return &drop{keep: true} },
	By:     interp.ByNative,
	Doc: `    keep varlist
    keep if exp
    keep in range [if exp]`,
}

type drop struct{ keep bool }

func (o *drop) Run(c *interp.Call) error {
	body := c.Body.Trim()
	selects := c.IfExp != nil || c.Cmd.In() != nil
	switch {
	case body.Text == "" && !selects:
		return rc.Syntax.Errorf("invalid syntax")
	case body.Text == "":
		o.rows(c)
		return nil
	case selects:
		return rc.Syntax.At(body.Pos, "invalid syntax")
	case strings.TrimSpace(body.Text) == "_all" && !o.keep:
		f := c.Frame()
		f.Drop(f.Names()...)
		f.SetN(0)
		return nil
	}
	vars, err := c.VarlistText(body)
	if err != nil {
		return err
	}
	o.variables(c.Frame(), columnNames(vars))
	return nil
}

// rows drops or keeps the observations that if and in select.
func (o *drop) rows(c *interp.Call) {
	f := c.Frame()
	keep := c.Rows
	if !o.keep {
		keep = others(c.Rows, f.N())
	}
	deleted := f.N() - keep.Count()
	if deleted > 0 {
		f.Keep(keep)
	}
	c.Printf("(%s observation%s deleted)\n", c.Count(deleted), plural(deleted))
}

func (o *drop) variables(f *frame.Frame, names []string) {
	if o.keep {
		kept := names
		names = slices.DeleteFunc(f.Names(), func(n string) bool { return slices.Contains(kept, n) })
	}
	f.Drop(names...)
}

// others returns the rows from 0 to n-1 that are not in r.
func others(r frame.Rows, n int) frame.Rows {
	out := frame.AllRows(n).Clone()
	for i := range r.Each {
		out.Remove(i)
	}
	return out
}

// columnNames returns the names of columns.
func columnNames(columns []*frame.Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}
