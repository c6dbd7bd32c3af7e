package describe

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// MisstableSummarize is the command "misstable summarize".
var MisstableSummarize = &interp.Command{
	Name:   "misstable SUMmarize",
	Brief:  "missing values of variables",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &misstableSummarize{} },
	Doc: `    misstable summarize [varlist] [if] [in] [, all showzeros generate(stub)]

Stored results, of the last variable shown: r(N_eq_dot), r(N_gt_dot),
r(N_lt_dot), r(K_uniq), r(min), r(max), r(vartype)`,
}

type misstableSummarize struct {
	All       bool   `opt:"ALL" help:"also show variables without missing values"`
	ShowZeros bool   `opt:"SHOWZEROs" help:"show zero counts"`
	Generate  string `opt:"GENerate(stub)" help:"create an indicator of missing values of each variable"`
}

// maxUnique is the number of different values beyond which they are not
// counted.
const maxUnique = 500

// A missingness counts the missing values of a variable.
type missingness struct {
	v             *frame.Column
	dot, ext, num int
	unique        int
	lo, hi        float64
}

func (m missingness) missing() int { return m.dot + m.ext }

func countMissing(v *frame.Column, rows frame.Rows) missingness {
	m := missingness{v: v}
	seen := map[float64]bool{}
	for r := range rows.Each {
		switch x := v.Num(r); {
		case x == frame.Missing:
			m.dot++
		case x > frame.Missing:
			m.ext++
		default:
			if m.num == 0 {
				m.lo, m.hi = x, x
			}
			m.lo, m.hi = min(m.lo, x), max(m.hi, x)
			m.num++
			if len(seen) <= maxUnique {
				seen[x] = true
			}
		}
	}
	m.unique = len(seen)
	return m
}

func (o *misstableSummarize) Run(c *interp.Call) error {
	var found []missingness
	for _, v := range numericOnly(c.Vars) {
		if m := countMissing(v, c.Rows); m.missing() > 0 || o.All {
			found = append(found, m)
		}
	}
	made, err := o.indicators(c, found)
	if err != nil {
		return err
	}
	c.ClearR()
	if len(found) == 0 {
		c.Print("(variables nonmissing or string)\n")
		return nil
	}
	for _, col := range made {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	last := found[len(found)-1]
	c.Scalar("N_eq_dot", float64(last.dot))
	c.Scalar("N_gt_dot", float64(last.ext))
	c.Scalar("N_lt_dot", float64(last.num))
	unique := float64(last.unique)
	if last.unique > maxUnique {
		unique = frame.Missing
	}
	c.Scalar("K_uniq", unique)
	if last.num > 0 {
		c.Scalar("min", last.lo)
		c.Scalar("max", last.hi)
	}
	c.Macro("vartype", "num")
	o.print(c, found)
	return nil
}

// indicators makes the variables of generate(): 1 where the variable is
// missing, else 0.
func (o *misstableSummarize) indicators(c *interp.Call, found []missingness) ([]*frame.Column, error) {
	if o.Generate == "" {
		return nil, nil
	}
	var made []*frame.Column
	for _, m := range found {
		if m.missing() == 0 {
			continue
		}
		name := o.Generate + m.v.Name
		if err := c.CheckNewName(name); err != nil {
			return nil, err
		}
		col := frame.NewColumn(name, frame.Byte, c.Frame().N())
		for r := range c.Rows.Each {
			col.SetNum(r, float64(flag(m.v.Missing(r))))
		}
		col.Label = "(" + m.v.Name + ">=.)"
		made = append(made, col)
	}
	return made, nil
}

func (o *misstableSummarize) print(c *interp.Call, found []missingness) {
	count := func(n int) string {
		if n == 0 && !o.ShowZeros {
			return ""
		}
		return c.Count(n)
	}
	rule := strings.Repeat("-", 30)
	c.Printf("%63s%s\n%48s+%s\n", "", "Obs<.", "", rule)
	c.Printf("%15s|%32s| Unique\n", "", "")
	c.Print("      Variable |     Obs=.     Obs>.     Obs<.  | values        Min         Max\n")
	c.Printf("  -------------+--------------------------------+%s\n", rule)
	for _, m := range found {
		unique, lo, hi := strconv.Itoa(m.unique), number("%9.0g", m.lo), number("%9.0g", m.hi)
		if m.unique > maxUnique {
			unique = fmt.Sprintf(">%d", maxUnique)
		}
		if m.num == 0 {
			lo, hi = ".", "."
		}
		c.Printf("  %12s |%10s%10s%10s  |%7s%11s%12s\n", abbreviate(m.v.Name, 12), count(m.dot), count(m.ext), count(m.num), unique, lo, hi)
	}
	c.Printf("  %s\n", strings.Repeat("-", 77))
}

// MisstablePatterns is the command "misstable patterns".
var MisstablePatterns = &interp.Command{
	Name:   "misstable PATterns",
	Brief:  "patterns of missing values",
	Syntax: "[varlist] [if] [in]",
	New:    func() interp.Runner { return &misstablePatterns{} },
	Doc:    "    misstable patterns [varlist] [if] [in] [, asis frequency exok]\n\nStored results: r(N_complete), r(N_incomplete), r(K), r(vars)",
}

type misstablePatterns struct {
	AsIs      bool `opt:"ASIS" help:"variables in the order given"`
	Frequency bool `opt:"FREQuency" help:"counts instead of percentages"`
	ExOK      bool `opt:"EXOK" help:"extended missing values do not count as missing"`
}

func (o *misstablePatterns) missing(v *frame.Column, r int) bool {
	x := v.Num(r)
	return x == frame.Missing || x > frame.Missing && !o.ExOK
}

func (o *misstablePatterns) Run(c *interp.Call) error {
	type incomplete struct {
		v *frame.Column
		n int
	}
	var vars []incomplete
	for _, v := range numericOnly(c.Vars) {
		n := 0
		for r := range c.Rows.Each {
			n += flag(o.missing(v, r))
		}
		if n > 0 {
			vars = append(vars, incomplete{v, n})
		}
	}
	if len(vars) == 0 {
		c.ClearR()
		c.Print("(variables nonmissing or string)\n")
		return nil
	}
	if !o.AsIs {
		slices.SortStableFunc(vars, func(a, b incomplete) int { return cmp.Compare(a.n, b.n) })
	}
	count := map[string]int{}
	key := make([]byte, len(vars))
	for r := range c.Rows.Each {
		for i, x := range vars {
			key[i] = '1'
			if o.missing(x.v, r) {
				key[i] = '0'
			}
		}
		count[string(key)]++
	}
	if c.Context().Err() != nil {
		return rc.Break
	}
	patterns := make([]string, 0, len(count))
	for p := range count {
		patterns = append(patterns, p)
	}
	complete := strings.Repeat("1", len(vars))
	slices.SortFunc(patterns, func(a, b string) int {
		return cmp.Or(cmp.Compare(flag(b == complete), flag(a == complete)), cmp.Compare(count[b], count[a]), cmp.Compare(b, a))
	})
	var names []string
	for _, x := range vars {
		names = append(names, x.v.Name)
	}
	n := c.Rows.Count()
	c.ClearR()
	c.Scalar("N_complete", float64(count[complete]))
	c.Scalar("N_incomplete", float64(n-count[complete]))
	c.Scalar("K", float64(len(patterns)))
	c.Macro("vars", strings.Join(names, " "))
	o.print(c, names, patterns, count, n)
	return nil
}

func (o *misstablePatterns) print(c *interp.Call, names, patterns []string, count map[string]int, n int) {
	share := func(k int, first bool) string {
		if o.Frequency {
			return c.Count(k)
		}
		percent := 100 * float64(k) / float64(n)
		text := fmt.Sprintf("%.0f", percent)
		if percent < 1 && k > 0 {
			text = "<1"
		}
		if first {
			return text + "%"
		}
		return text + " "
	}
	head := "Percent"
	if o.Frequency {
		head = "Frequency"
	}
	width := 3*len(names) + 2
	width = max(width, 12)
	c.Print("\n        Missing-value patterns\n          (1 means complete)\n\n")
	c.Printf("%14s|   Pattern\n", "")
	c.Printf("%13s |", "  "+padRight("  "+head, 11))
	for i := range names {
		c.Printf("%3d", i+1)
		if i+1 < len(names) && (i+1)%4 == 0 {
			c.Print("  ")
		}
	}
	c.Print("\n")
	rule := "  ------------+" + strings.Repeat("-", width) + "\n"
	c.Print(rule)
	for k, p := range patterns {
		c.Printf("%12s  |", share(count[p], k == 0))
		for i := range p {
			c.Printf("%3s", p[i:i+1])
			if i+1 < len(p) && (i+1)%4 == 0 {
				c.Print("  ")
			}
		}
		c.Print("\n")
		if k == 0 && len(patterns) > 1 {
			c.Printf("%14s|\n", "")
		}
	}
	c.Print(rule)
	c.Printf("%12s  |\n\n", share(n, true))
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("(%d) %s", i+1, name)
	}
	c.Print("  Variables are  " + strings.Join(parts, "  ") + "\n")
}
