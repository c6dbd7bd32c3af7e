package data

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Levelsof is the command "levelsof".
var Levelsof = &interp.Command{
	Name:   "levelsof",
	Brief:  "list the distinct values of a variable",
	Syntax: "varname [if] [in]",
	New:    func() interp.Runner { return &levelsof{Separate: " "} },
	By:     interp.NoBy,
	Doc: `    levelsof varname [if] [in] [, local(name) clean missing separate(str) matrow(name) matcell(name)]

Stored results: r(levels), r(r), the number of levels, r(N)`,
}

type levelsof struct {
	Local    string `opt:"Local(name)" help:"store the list in this local macro too"`
	Clean    bool   `opt:"Clean" help:"no quotes around strings"`
	Missing  bool   `opt:"MIssing" help:"include missing values"`
	Separate string `opt:"Separate(str)" help:"what stands between values; a blank by default"`
	MatRow   string `opt:"MATROW(name)" help:"store the levels in this matrix"`
	MatCell  string `opt:"MATCELL(name)" help:"store how often each level occurs in this matrix"`
}

func (o *levelsof) Run(c *interp.Call) error {
	v := c.Vars[0]
	if o.MatRow != "" && v.IsString() {
		return rc.TypeMismatch.Errorf("option matrow() is for numeric variables")
	}
	for _, name := range []string{o.MatRow, o.MatCell} {
		if name != "" && !lang.IsName(name) {
			return rc.Syntax.Errorf("%s invalid name", name)
		}
	}
	codes, n := frame.GroupCodes(c.Vars, c.Rows, o.Missing)
	first, counts := make([]int, n), make([]int, n)
	total := 0
	for i := range c.Rows.Each {
		if k := codes[i]; k >= 0 {
			if counts[k] == 0 {
				first[k] = i
			}
			counts[k]++
			total++
		}
	}
	levels := make([]string, n)
	for k, row := range first {
		levels[k] = o.text(v, row)
	}
	list := strings.Join(levels, o.Separate)
	c.Printf("%s\n", list)
	if o.Local != "" {
		c.SetLocal(o.Local, list)
	}
	c.ClearR()
	c.Macro("levels", list)
	c.Scalar("r", float64(n))
	c.Scalar("N", float64(total))
	o.matrices(c, v, first, counts)
	return nil
}

// text returns the value of v in a row as the list shows it.
func (o *levelsof) text(v *frame.Column, row int) string {
	if !v.IsString() {
		x := v.Num(row)
		if x >= frame.Missing {
			return frame.MissingName(x)
		}
		return interp.FormatNumber(x)
	}
	s := v.Text(row)
	if o.Clean && s != "" {
		return s
	}
	return "`\"" + s + "\"'"
}

// matrices stores what matrow() and matcell() ask for.
func (o *levelsof) matrices(c *interp.Call, v *frame.Column, first, counts []int) {
	if len(first) == 0 {
		return
	}
	rows, cells := interp.NewMatrix(len(first), 1), interp.NewMatrix(len(first), 1)
	for k := range first {
		if !v.IsString() {
			rows.Set(k, 0, v.Num(first[k]))
		}
		cells.Set(k, 0, float64(counts[k]))
	}
	if o.MatRow != "" {
		c.SetMatrix(o.MatRow, rows)
	}
	if o.MatCell != "" {
		c.SetMatrix(o.MatCell, cells)
	}
}
