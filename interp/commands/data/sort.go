package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Sort is the command "sort".
var Sort = &interp.Command{
	Name:   "SOrt",
	Brief:  "sort the data",
	Syntax: "varlist [in]",
	New:    func() interp.Runner { return &sortData{} },
	Doc: `    sort varlist [in] [, stable]

Ascending; missing values come last. Observations that agree in all variables
keep their order, so that the same script gives the same order every time.`,
}

type sortData struct {
	Stable bool `opt:"Stable" help:"sorting is always stable; for compatibility"`
}

func (o *sortData) Run(c *interp.Call) error {
	if c.Cmd.In() == nil {
		return c.SortBy(columnNames(c.Vars))
	}
	part := make([]*frame.Column, len(c.Vars))
	rows := c.Rows.Index()
	for i, v := range c.Vars {
		part[i] = v.Gather(rows)
	}
	order := frame.Order(frame.Keys(part...))
	if order == nil {
		return nil
	}
	all := frame.AllRows(c.Frame().N()).Index()
	for i, r := range order {
		all[rows[i]] = rows[r]
	}
	c.Frame().Gather(all)
	return nil
}

// Gsort is the command "gsort".
var Gsort = &interp.Command{
	Name:   "gsort",
	Brief:  "sort the data, ascending or descending",
	Syntax: "[anything]",
	New:    func() interp.Runner { return &gsort{} },
	Doc: `    gsort [+|-]varname [[+|-]varname ...] [, generate(newvar) mfirst]

A minus sign asks for descending order. Missing values come last all the same,
unless mfirst is given. Observations that agree keep their order.`,
}

type gsort struct {
	Generate interp.NewVar `opt:"Generate(newvar)" help:"number the groups of equal observations 1, 2, ... in the new order"`
	MFirst   bool          `opt:"Mfirst" help:"put missing values first in descending order"`
}

func (o *gsort) Run(c *interp.Call) error {
	keys, err := o.keys(c)
	if err != nil {
		return err
	}
	f := c.Frame()
	if rows := frame.Order(keys); rows != nil {
		f.Gather(rows)
	}
	f.SortedBy = nil
	for _, k := range keys { // ascending keys alone are an order that by can use
		if k.Descending {
			break
		}
		f.SortedBy = append(f.SortedBy, k.Column.Name)
	}
	if o.Generate != "" {
		return o.number(f, keys)
	}
	return nil
}

// keys reads "-a b +c".
func (o *gsort) keys(c *interp.Call) ([]frame.Key, error) {
	var keys []frame.Key
	sign := ""
	for _, w := range signedWords(c.Body) {
		if w.Text == "-" || w.Text == "+" {
			sign = w.Text
			continue
		}
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		for _, col := range cols {
			keys = append(keys, frame.Key{Column: col, Descending: sign == "-", MissingFirst: o.MFirst})
		}
		sign = ""
	}
	if sign != "" {
		return nil, rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if len(keys) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	return keys, nil
}

// signedWords splits t at blanks; signs are words of their own.
func signedWords(t lang.Text) []lang.Text {
	var out []lang.Text
	for _, w := range t.Words() {
		for len(w.Text) > 1 && strings.ContainsRune("+-", rune(w.Text[0])) {
			out = append(out, w.Slice(0, 1))
			w = w.Slice(1, len(w.Text))
		}
		out = append(out, w)
	}
	return out
}

// number adds the variable that counts groups of equal rows.
func (o *gsort) number(f *frame.Frame, keys []frame.Key) error {
	columns := make([]*frame.Column, len(keys))
	for i, k := range keys {
		columns[i] = f.Column(k.Column.Name)
	}
	values := make([]float64, f.N())
	starts := f.GroupStarts(columns)
	for k, lo := range starts {
		hi := len(values)
		if k+1 < len(starts) {
			hi = int(starts[k+1])
		}
		for i := int(lo); i < hi; i++ {
			values[i] = float64(k + 1)
		}
	}
	return f.Add(frame.NewNumbers(string(o.Generate), frame.Long, values))
}
