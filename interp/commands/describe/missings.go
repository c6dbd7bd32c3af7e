package describe

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// The commands that count, mark and drop missing values.
var (
	MissingsReport = &interp.Command{
		Name: "missings report", Brief: "table of the numbers of missing values", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &missingsReport{} },
		Doc: `    missings report [varlist] [if] [in] [, minimum(#) percent numeric string sort]
    missings table [varlist] [if] [in] [, numeric string]
    missings tag [varlist] [if] [in], generate(newvar)
    missings dropvars [varlist] [, force numeric string]
    missings dropobs [varlist] [if] [in] [, force numeric string]

The syntax is that of Nicholas Cox's command of this name. Stored results:
r(N), the observations with missing values, r(varlist)`,
	}
	MissingsTable = &interp.Command{
		Name: "missings table", Brief: "tabulate the number of missing values of observations", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &missingsTable{} }, Doc: "See missings report.",
	}
	MissingsTag = &interp.Command{
		Name: "missings tag", Brief: "count the missing values of each observation", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &missingsTag{} }, Doc: "See missings report.",
	}
	MissingsDropVars = &interp.Command{
		Name: "missings dropvars", Brief: "drop variables that are missing everywhere", Syntax: "[varlist]",
		New: func() interp.Runner { return &missingsDropVars{} }, Doc: "See missings report.",
	}
	MissingsDropObs = &interp.Command{
		Name: "missings dropobs", Brief: "drop observations that are missing in all variables", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &missingsDropObs{} }, Doc: "See missings report.",
	}
)

// kinds are the options that choose variables by their type.
type kinds struct {
	Numeric bool `opt:"NUMeric" help:"numeric variables only"`
	String  bool `opt:"STRing" help:"string variables only"`
}

func (k kinds) of(vars []*frame.Column) []*frame.Column {
	return slices.DeleteFunc(slices.Clone(vars), func(v *frame.Column) bool {
		return k.Numeric && !k.String && v.IsString() || k.String && !k.Numeric && !v.IsString()
	})
}

// missingCells counts the missing values of each variable in rows, and the
// rows that have any.
func missingCells(vars []*frame.Column, rows frame.Rows) (counts []int, incomplete int) {
	counts = make([]int, len(vars))
	for i := range rows.Each {
		any := false
		for k, v := range vars {
			if v.Missing(i) {
				counts[k]++
				any = true
			}
		}
		if any {
			incomplete++
		}
	}
	return counts, incomplete
}

type missingsReport struct {
	kinds
	Minimum int  `opt:"MINimum(#)" help:"show variables with that many missing values at least"`
	Percent bool `opt:"Percent" help:"show percentages too"`
	Sort    bool `opt:"Sort" help:"the variable with most missing values first"`
}

func (o *missingsReport) Run(c *interp.Call) error {
	vars := o.of(c.Vars)
	counts, incomplete := missingCells(vars, c.Rows)
	missingsHeading(c, vars, len(c.Vars) == len(c.Frame().Columns()), incomplete)
	order := make([]int, 0, len(vars))
	width := 1
	for k, v := range vars {
		if counts[k] > 0 && counts[k] >= o.Minimum {
			order = append(order, k)
			width = max(width, frame.TextWidth(v.Name))
		}
	}
	if o.Sort {
		slices.SortStableFunc(order, func(a, b int) int { return counts[b] - counts[a] })
	}
	c.ClearR()
	c.Scalar("N", float64(incomplete))
	var names []string
	if len(order) > 0 {
		o.table(c, vars, counts, order, width)
	}
	for _, k := range order {
		names = append(names, vars[k].Name)
	}
	c.Macro("varlist", strings.Join(names, " "))
	return nil
}

func (o *missingsReport) table(c *interp.Call, vars []*frame.Column, counts, order []int, width int) {
	extra, rule := "", width+13
	if o.Percent {
		extra, rule = "        %", rule+9
	}
	c.Printf("%s\n%*s |  # missing%s\n%s+%s\n", strings.Repeat("-", rule), width+1, "", extra,
		strings.Repeat("-", width+2), strings.Repeat("-", rule-width-3))
	for _, k := range order {
		share := ""
		if o.Percent {
			share = " " + c.Format("%8.2f", 100*float64(counts[k])/float64(c.Rows.Count()))
		}
		c.Printf(" %s | %9s%s\n", padLeft(vars[k].Name, width), c.Count(counts[k]), share)
	}
	c.Printf("%s\n", strings.Repeat("-", rule))
}

func missingsHeading(c *interp.Call, vars []*frame.Column, all bool, incomplete int) {
	what := strings.Join(variableNames(vars), " ")
	if all {
		what = "all variables"
	}
	c.Printf("\nChecking missings in %s:\n%s observation%s with missing values\n\n", what, c.Count(incomplete), plural(incomplete))
}

type missingsTable struct{ kinds }

func (o *missingsTable) Run(c *interp.Call) error {
	vars := o.of(c.Vars)
	_, incomplete := missingCells(vars, c.Rows)
	missingsHeading(c, vars, len(c.Vars) == len(c.Frame().Columns()), incomplete)
	counts := make([]int, len(vars)+1)
	for i := range c.Rows.Each {
		counts[missingIn(vars, i)]++
	}
	c.Print("       # of |\n    missing |\n     values |      Freq.     Percent        Cum.\n------------+-----------------------------------\n")
	n, cum := float64(c.Rows.Count()), 0.0
	for k, m := range counts {
		if m > 0 {
			cum += float64(m)
			c.Printf("%11d | %10s %s %s\n", k, c.Count(m), c.Format("%11.2f", 100*float64(m)/n), c.Format("%11.2f", 100*cum/n))
		}
	}
	c.Printf("------------+-----------------------------------\n      Total | %10s %s\n", c.Count(int(n)), c.Format("%11.2f", 100))
	return nil
}

// missingIn counts the variables that are missing in row i.
func missingIn(vars []*frame.Column, i int) int {
	n := 0
	for _, v := range vars {
		if v.Missing(i) {
			n++
		}
	}
	return n
}

type missingsTag struct {
	kinds
	Generate interp.NewVar `opt:"GENerate(newvar)" help:"name of the new variable"`
}

func (o *missingsTag) Run(c *interp.Call) error {
	if o.Generate == "" {
		return rc.Syntax.Errorf("option generate() required")
	}
	vars := o.of(c.Vars)
	x := make([]float64, c.Frame().N())
	for i := range x {
		if x[i] = frame.Missing; c.Rows.Has(i) {
			x[i] = float64(missingIn(vars, i))
		}
	}
	t := frame.Byte
	if len(vars) > 100 {
		t = frame.Int
	}
	return c.Frame().Add(frame.NewNumbers(string(o.Generate), t, x))
}

type missingsDropVars struct {
	kinds
	Force bool `opt:"force" help:"drop even if the data have changed since they were saved"`
}

func (o *missingsDropVars) Run(c *interp.Call) error {
	if c.Frame().Changed && !o.Force {
		return rc.Changed.Errorf("force option required with changed dataset")
	}
	vars := o.of(c.Vars)
	counts, _ := missingCells(vars, frame.AllRows(c.Frame().N()))
	var names []string
	for k, v := range vars {
		if counts[k] == c.Frame().N() {
			names = append(names, v.Name)
		}
	}
	c.ClearR()
	c.Macro("varlist", strings.Join(names, " "))
	if len(names) == 0 {
		c.Print("\nno variables qualify\n")
		return nil
	}
	c.Frame().Drop(names...)
	c.Printf("\n%s dropped\n", strings.Join(names, " "))
	return nil
}

type missingsDropObs struct {
	kinds
	Force bool `opt:"force" help:"drop even if the data have changed since they were saved"`
}

func (o *missingsDropObs) Run(c *interp.Call) error {
	if c.Frame().Changed && !o.Force {
		return rc.Changed.Errorf("force option required with changed dataset")
	}
	vars := o.of(c.Vars)
	drop := c.Rows.Where(func(i int) bool { return missingIn(vars, i) == len(vars) })
	n := drop.Count()
	c.Frame().Keep(frame.AllRows(c.Frame().N()).Where(func(i int) bool { return !drop.Has(i) }))
	c.ClearR()
	c.Scalar("n_dropped", float64(n))
	c.Printf("(%s observation%s deleted)\n", c.Count(n), plural(n))
	return nil
}

// Mdesc is the command "mdesc".
var Mdesc = &interp.Command{
	Name:   "mdesc",
	Brief:  "table of the numbers and percentages of missing values",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &mdesc{} },
	By:     interp.ByEach,
	Doc: `    mdesc [varlist] [if] [in] [, any all none]

The syntax is that of the community command of this name. Stored results, of
the last variable: r(miss), r(total), r(percent), r(miss_vars), r(notmiss_vars)`,
}

type mdesc struct {
	Any        bool `opt:"ANY" help:"show variables with some missing values"`
	All        bool `opt:"ALL" help:"show variables that are missing everywhere"`
	None       bool `opt:"NONE" help:"show variables without missing values"`
	Abbreviate int  `opt:"ABbreviate(#)" help:"length of names in the table"`
}

func (o *mdesc) Run(c *interp.Call) error {
	counts, _ := missingCells(c.Vars, c.Rows)
	n := c.Rows.Count()
	width := 12
	if o.Abbreviate > 0 {
		width = o.Abbreviate
	}
	const rule = "----------------+-----------------------------------------------\n"
	c.Print("\n    Variable    |     Missing          Total     Percent Missing\n" + rule)
	var with, without []string
	c.ClearR()
	for k, v := range c.Vars {
		m := counts[k]
		if m > 0 {
			with = append(with, v.Name)
		} else {
			without = append(without, v.Name)
		}
		if (o.Any || o.All || o.None) && !(o.Any && m > 0 || o.All && m == n || o.None && m == 0) {
			continue
		}
		share := frame.Value(100 * float64(m) / float64(n))
		c.Printf("%15s | %11s  %13s  %s\n", abbreviate(v.Name, width), c.Count(m), c.Count(n), c.Format("%13.2f", share))
		c.Scalar("miss", float64(m))
		c.Scalar("total", float64(n))
		c.Scalar("percent", share)
	}
	c.Print(rule)
	c.Macro("miss_vars", strings.Join(with, " "))
	c.Macro("notmiss_vars", strings.Join(without, " "))
	return nil
}

// Nmissing, Npresent and Dropmiss are the commands of these names.
var (
	Nmissing = &interp.Command{
		Name: "nmissing", Brief: "list variables with missing values and how many", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &nmissing{} }, Doc: "    nmissing [varlist] [if] [in] [, min(#) obs]",
	}
	Npresent = &interp.Command{
		Name: "npresent", Brief: "list variables and how many values they have", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &nmissing{present: true} }, Doc: "    npresent [varlist] [if] [in] [, min(#)]",
	}
	Dropmiss = &interp.Command{
		Name: "dropmiss", Brief: "drop variables or observations that are missing", Syntax: "[varlist] [if] [in]",
		New: func() interp.Runner { return &dropmiss{} },
		Doc: `    dropmiss [varlist] [, any force]
    dropmiss [varlist] [if] [in], obs [any force]

Drops variables that are missing in all observations, or in any; with obs,
observations.`,
	}
)

type nmissing struct {
	Min     int `opt:"MIN(#)" help:"list variables with that many at least; default 1"`
	present bool
}

func (o *nmissing) Run(c *interp.Call) error {
	counts, _ := missingCells(c.Vars, c.Rows)
	width := 8
	for _, v := range c.Vars {
		width = max(width, frame.TextWidth(v.Name))
	}
	c.Print("\n")
	for k, v := range c.Vars {
		n := counts[k]
		if o.present {
			n = c.Rows.Count() - n
		}
		if n >= max(o.Min, 1) {
			c.Printf("%s %10s\n", padRight(v.Name, width), c.Count(n))
		}
	}
	return nil
}

type dropmiss struct {
	Obs   bool `opt:"obs" help:"drop observations"`
	Any   bool `opt:"any" help:"one missing value is enough"`
	Force bool `opt:"force" help:"drop even if the data have changed since they were saved"`
}

func (o *dropmiss) Run(c *interp.Call) error {
	if c.Frame().Changed && !o.Force {
		return rc.Changed.Errorf("no; data in memory would be lost")
	}
	if o.Obs {
		least := len(c.Vars)
		if o.Any {
			least = 1
		}
		drop := c.Rows.Where(func(i int) bool { return missingIn(c.Vars, i) >= least })
		n := drop.Count()
		c.Frame().Keep(frame.AllRows(c.Frame().N()).Where(func(i int) bool { return !drop.Has(i) }))
		c.Printf("(%s observation%s deleted)\n", c.Count(n), plural(n))
		return nil
	}
	counts, _ := missingCells(c.Vars, c.Rows)
	var names []string
	for k, v := range c.Vars {
		if counts[k] == c.Rows.Count() || o.Any && counts[k] > 0 {
			names = append(names, v.Name)
		}
	}
	if len(names) == 0 {
		c.Print("(no variables dropped)\n")
		return nil
	}
	c.Frame().Drop(names...)
	c.Printf("(%s dropped)\n", strings.Join(names, " "))
	return nil
}
