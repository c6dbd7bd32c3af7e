package data

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// copies are groups of observations that agree in some variables.
type copies struct {
	vars  []*frame.Column
	codes []int32 // the group of each row, in order of values; -1 outside the sample
	sizes []int   // of each group
	rows  frame.Rows
}

// findCopies groups the sample by the variables of c and prints the heading.
func findCopies(c *interp.Call) *copies {
	named := c.Body.Trim().Text != ""
	d := &copies{vars: c.Vars, rows: c.Rows}
	if len(d.vars) == 0 {
		d.codes = make([]int32, c.Frame().N())
		d.sizes = []int{c.Rows.Count()}
	} else {
		n := 0
		d.codes, n = frame.GroupCodes(c.Vars, c.Rows, true)
		d.sizes = make([]int, n)
		for i := range c.Rows.Each {
			d.sizes[d.codes[i]]++
		}
	}
	if named {
		c.Printf("\nDuplicates in terms of %s\n", strings.Join(columnNames(c.Vars), " "))
	} else {
		c.Print("\nDuplicates in terms of all variables\n")
	}
	return d
}

// store sets r(N) and r(unique_value).
func (d *copies) store(c *interp.Call) {
	c.ClearR()
	c.Scalar("unique_value", float64(len(d.sizes)))
	c.Scalar("N", float64(d.rows.Count()))
}

// DuplicatesReport is the command "duplicates report".
var DuplicatesReport = &interp.Command{
	Name:   "duplicates Report",
	Brief:  "count observations that occur several times",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &duplicatesReport{} },
	Doc:    "Stored results: r(unique_value), the number of different observations, r(N)",
}

type duplicatesReport struct{}

func (o *duplicatesReport) Run(c *interp.Call) error {
	d := findCopies(c)
	counts := map[int]int{}
	for _, size := range d.sizes {
		counts[size]++
	}
	var sizes []int
	for size := range counts {
		if size > 0 {
			sizes = append(sizes, size)
		}
	}
	slices.Sort(sizes)
	rule := strings.Repeat("-", 38)
	c.Printf("\n%s\n   Copies | Observations       Surplus\n----------+---------------------------\n", rule)
	for _, size := range sizes {
		n := size * counts[size]
		c.Printf("%9d |%13d%14d\n", size, n, n-counts[size])
	}
	c.Printf("%s\n", rule)
	d.store(c)
	return nil
}

// DuplicatesTag is the command "duplicates tag".
var DuplicatesTag = &interp.Command{
	Name:   "duplicates Tag",
	Brief:  "count the duplicates of each observation",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &duplicatesTag{} },
	Doc:    "    duplicates tag [varlist] [if] [in], generate(newvar)\n\nThe variable is 0 for observations that occur once.",
}

type duplicatesTag struct {
	Generate interp.NewVar `opt:"Generate(newvar)" help:"name of the new variable"`
}

func (o *duplicatesTag) Run(c *interp.Call) error {
	if o.Generate == "" {
		return rc.Syntax.Errorf("option generate() required")
	}
	d := findCopies(c)
	x := make([]float64, len(d.codes))
	for i := range x {
		x[i] = frame.Missing
	}
	for i := range c.Rows.Each {
		x[i] = float64(d.sizes[d.codes[i]] - 1)
	}
	col := frame.NewNumbers(string(o.Generate), narrowestType(x), x)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	c.Print("\n")
	noteMissing(c, col)
	return nil
}

// DuplicatesDrop is the command "duplicates drop".
var DuplicatesDrop = &interp.Command{
	Name:   "duplicates drop",
	Brief:  "remove all but the first of observations that agree",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &duplicatesDrop{} },
	Doc: `    duplicates drop [if] [in]
    duplicates drop varlist [if] [in], force

With a varlist, observations that differ in other variables are lost: force
says that this is meant.`,
}

type duplicatesDrop struct {
	Force bool `opt:"force" help:"required with a varlist"`
}

func (o *duplicatesDrop) Run(c *interp.Call) error {
	if c.Body.Trim().Text != "" && !o.Force {
		return rc.Syntax.Errorf("option force required to drop observations that agree in some variables only")
	}
	d := findCopies(c)
	seen := make([]bool, len(d.sizes))
	keep := frame.AllRows(c.Frame().N()).Clone()
	dropped := 0
	for i := range c.Rows.Each {
		if seen[d.codes[i]] {
			keep.Remove(i)
			dropped++
		}
		seen[d.codes[i]] = true
	}
	c.ClearR()
	c.Scalar("N_drop", float64(dropped))
	if dropped == 0 {
		c.Print("\n(0 observations are duplicates)\n")
		return nil
	}
	c.Frame().Keep(keep)
	c.Printf("\n(%s observation%s deleted)\n", c.Count(dropped), plural(dropped))
	return nil
}

// DuplicatesList is the command "duplicates list".
var DuplicatesList = &interp.Command{
	Name:   "duplicates List",
	Brief:  "list observations that occur several times",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &duplicatesList{} },
	Doc:    "    duplicates list [varlist] [if] [in]",
}

// DuplicatesExamples is the command "duplicates examples".
var DuplicatesExamples = &interp.Command{
	Name:   "duplicates Examples",
	Brief:  "list one observation of each group of duplicates",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &duplicatesList{examples: true} },
	Doc:    "    duplicates examples [varlist] [if] [in]",
}

type duplicatesList struct{ examples bool }

func (o *duplicatesList) Run(c *interp.Call) error {
	d := findCopies(c)
	rows := slices.DeleteFunc(c.Rows.Index(), func(i int32) bool { return d.sizes[d.codes[i]] < 2 })
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(d.codes[a], d.codes[b]) })
	d.store(c)
	if len(rows) == 0 {
		c.Print("\n(0 observations are duplicates)\n")
		return nil
	}
	b := &box{heads: []string{"Group", "Obs"}, left: []bool{false, false}}
	if o.examples {
		b = &box{heads: []string{"Group", "#", "e.g. obs"}, left: []bool{false, false, false}}
	}
	for _, v := range d.vars {
		b.addColumn(v)
	}
	group, last := 0, int32(-1)
	for _, i := range rows {
		again := d.codes[i] == last
		if !again {
			group++
			last = d.codes[i]
		}
		if o.examples && again {
			continue
		}
		row := []string{strconv.Itoa(group)}
		if o.examples {
			row = append(row, strconv.Itoa(d.sizes[d.codes[i]]))
		}
		row = append(row, strconv.Itoa(int(i)+1))
		for _, v := range d.vars {
			row = append(row, c.Cell(v, int(i)))
		}
		b.rows = append(b.rows, row)
	}
	c.Print("\n")
	b.print(c)
	return nil
}
