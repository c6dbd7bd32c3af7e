package describe

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Unique is the command "unique".
var Unique = &interp.Command{
	Name:   "unique",
	Brief:  "count the distinct values, or combinations of values",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return unique{} },
	By:     interp.ByEach,
	Doc: `    unique varlist [if] [in]

Observations with missing values do not count. The syntax is that of the
community command of this name.

Stored results: r(N), r(unique), r(sum) (the same)`,
}

type unique struct{}

func (unique) Run(c *interp.Call) error {
	rows := c.Rows.Where(func(i int) bool { return complete(c.Vars, i) })
	_, n := frame.GroupCodes(c.Vars, rows, true)
	c.ClearR()
	c.Scalar("N", float64(rows.Count()))
	c.Scalar("sum", float64(n))
	c.Scalar("unique", float64(n))
	c.Printf("Number of unique values of %s is  %d\n", strings.Join(variableNames(c.Vars), " "), n)
	c.Printf("Number of records is  %d\n", rows.Count())
	return nil
}

// complete reports whether no variable is missing in row i.
func complete(vars []*frame.Column, i int) bool {
	for _, v := range vars {
		if v.Missing(i) {
			return false
		}
	}
	return true
}

func variableNames(vars []*frame.Column) []string {
	names := make([]string, len(vars))
	for i, v := range vars {
		names[i] = v.Name
	}
	return names
}

// Distinct is the command "distinct".
var Distinct = &interp.Command{
	Name:   "distinct",
	Brief:  "table of the numbers of distinct values",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &distinct{} },
	By:     interp.ByEach,
	Doc: `    distinct [varlist] [if] [in] [, missing joint abbrev(#) minimum(#) maximum(#)]

The syntax is that of the command of this name of Gary Longton and Nicholas
Cox. Stored results, of the last variable: r(N), r(ndistinct)`,
}

type distinct struct {
	Missing bool `opt:"Missing" help:"missing values count"`
	Joint   bool `opt:"Joint" help:"count combinations of values"`
	Abbrev  int  `opt:"Abbrev(#)" help:"length of names in the table"`
	Min     int  `opt:"MINimum(#)" help:"show variables with that many values at least"`
	Max     int  `opt:"MAXimum(#)" help:"show variables with that many values at most"`
}

func (o *distinct) Run(c *interp.Call) error {
	if o.Abbrev != 0 && (o.Abbrev < 5 || o.Abbrev > 32) {
		return rc.Syntax.Errorf("abbrev() must be between 5 and 32")
	}
	lists := [][]*frame.Column{c.Vars}
	if !o.Joint {
		lists = lists[:0]
		for _, v := range c.Vars {
			lists = append(lists, []*frame.Column{v})
		}
	}
	type line struct {
		name     string
		total, n int
	}
	var lines []line
	width := 1
	for _, vars := range lists {
		rows := c.Rows.Where(func(i int) bool { return o.Missing || complete(vars, i) })
		_, n := frame.GroupCodes(vars, rows, true)
		if n < o.Min || o.Max > 0 && n > o.Max {
			continue
		}
		name := vars[0].Name
		if o.Joint {
			name = "(jointly)"
		}
		if o.Abbrev > 0 {
			name = abbreviate(name, o.Abbrev)
		}
		width = max(width, frame.TextWidth(name))
		lines = append(lines, line{name, rows.Count(), n})
	}
	c.Printf("\n%*s |        Observations\n%*s |      total   distinct\n", width+1, "", width+1, "")
	c.Printf("%s+----------------------\n", strings.Repeat("-", width+2))
	c.ClearR()
	for _, l := range lines {
		c.Printf(" %s | %10d %10d\n", padLeft(l.name, width), l.total, l.n)
		c.Scalar("N", float64(l.total))
		c.Scalar("ndistinct", float64(l.n))
	}
	return nil
}
