package reshape

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// CF is the command "cf".
var CF = &interp.Command{
	Name:   "cf",
	Brief:  "compare the data in memory with those on disk",
	Syntax: "varlist using",
	New:    func() interp.Runner { return &cf{} },
	Doc: `    cf varlist using filename [, all verbose]

Observations are compared in their order. r(9) if anything differs. Stored
results: r(Nsum), the number of differences`,
}

type cf struct {
	All     bool `opt:"ALL" help:"tell about variables that agree too"`
	Verbose bool `opt:"VERbose" help:"show each difference"`
}

func (o *cf) Run(c *interp.Call) error {
	name := interp.WithExt(lang.Unquote(c.Using.Trim().Text), ".dta")
	using, err := c.ReadData(name, frame.DTAOptions{})
	if err != nil {
		return err
	}
	if using.N() != c.Frame().N() {
		return rc.False.Errorf("master has %s obs., using %s", c.Count(c.Frame().N()), c.Count(using.N()))
	}
	total := 0
	for _, v := range c.Vars {
		other := using.Column(v.Name)
		switch {
		case other == nil:
			total++
			c.Printf("%14s:  does not exist in using\n", v.Name)
		case other.IsString() != v.IsString():
			total++
			c.Printf("%14s:  %s in master but %s in using\n", v.Name, v.Type(), other.Type())
		default:
			n, err := o.variable(c, v, other)
			if err != nil {
				return err
			}
			total += n
		}
	}
	c.ClearR()
	c.Scalar("Nsum", float64(total))
	if total > 0 {
		return &rc.Error{Code: rc.False}
	}
	return nil
}

// variable tells how v and other, which hold the same kind of values, differ.
func (o *cf) variable(c *interp.Call, v, other *frame.Column) (int, error) {
	var rows []int
	for i := range v.Len() {
		if i%65536 == 0 {
			if err := c.Stop(); err != nil {
				return 0, err
			}
		}
		if v.IsString() && v.Text(i) != other.Text(i) || !v.IsString() && v.Num(i) != other.Num(i) {
			rows = append(rows, i)
		}
	}
	switch {
	case len(rows) > 0:
		es := "es"
		if len(rows) == 1 {
			es = ""
		}
		c.Printf("%14s:  %s mismatch%s\n", v.Name, c.Count(len(rows)), es)
	case o.All:
		c.Printf("%14s:  match\n", v.Name)
	}
	if o.Verbose {
		for _, i := range rows {
			c.Printf("%21s obs %s. %s in master; %s in using\n", "", strconv.Itoa(i+1), c.Cell(v, i), c.Cell(other, i))
		}
	}
	return len(rows), nil
}
