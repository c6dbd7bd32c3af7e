package data

import (
	"cmp"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Order is the command "order".
var Order = &interp.Command{
	Name:   "order",
	Brief:  "change the order of the variables",
	Syntax: "varlist",
	New:    func() interp.Runner { return &order{} },
	Doc: `    order varlist [, first last before(varname) after(varname) alphabetic sequential]

The variables listed are moved, as they are listed, to the front of the
dataset or to the place asked for.`,
}

type order struct {
	First      bool          `opt:"first" help:"move the variables to the front; the default"`
	Last       bool          `opt:"last" help:"move the variables to the end"`
	Before     *frame.Column `opt:"Before(varname)" help:"move the variables before this one"`
	After      *frame.Column `opt:"After(varname)" help:"move the variables behind this one"`
	Alphabetic bool          `opt:"ALPHAbetic" help:"put the variables listed into alphabetical order"`
	Sequential bool          `opt:"SEQuential" help:"the same, with numbers in names in the order of their values"`
}

func (o *order) Run(c *interp.Call) error {
	places := 0
	for _, given := range []bool{o.First, o.Last, o.Before != nil, o.After != nil} {
		if given {
			places++
		}
	}
	if places > 1 || o.Alphabetic && o.Sequential {
		return rc.Syntax.Errorf("options first, last, before(), and after() are mutually exclusive")
	}
	names := unique(columnNames(c.Vars))
	switch {
	case o.Alphabetic:
		slices.Sort(names)
	case o.Sequential:
		slices.SortStableFunc(names, compareSequential)
	}
	f := c.Frame()
	switch {
	case o.Last:
		f.Reorder(append(without(f.Names(), names), names...))
	case o.Before != nil:
		return moveBeside(f, names, o.Before.Name, false)
	case o.After != nil:
		return moveBeside(f, names, o.After.Name, true)
	default:
		f.Reorder(append(slices.Clone(names), without(f.Names(), names)...))
	}
	return nil
}

// moveBeside moves the named columns before or behind the one called target.
func moveBeside(f *frame.Frame, names []string, target string, behind bool) error {
	if slices.Contains(names, target) {
		return rc.Syntax.Errorf("%s may not be both moved and the place to move to", target)
	}
	rest := without(f.Names(), names)
	i := slices.Index(rest, target)
	if behind {
		i++
	}
	f.Reorder(slices.Insert(rest, i, names...))
	return nil
}

// without returns the elements of list that are not in drop.
func without(list, drop []string) []string {
	gone := map[string]bool{}
	for _, s := range drop {
		gone[s] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return gone[s] })
}

// unique returns list without repetitions.
func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

// compareSequential compares names such that x2 comes before x10.
func compareSequential(a, b string) int {
	for a != "" && b != "" {
		n, m := digits(a), digits(b)
		if n > 0 && m > 0 {
			x, y := strings.TrimLeft(a[:n], "0"), strings.TrimLeft(b[:m], "0")
			if d := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y), cmp.Compare(n, m)); d != 0 {
				return d
			}
			a, b = a[n:], b[m:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits measures the digits at the head of s.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Aorder is the command "aorder".
var Aorder = &interp.Command{
	Name:   "aorder",
	Brief:  "put variables into alphabetical order, numbers by value",
	Syntax: "[varlist]",
	New:    func() interp.Runner { return &aorder{} },
	Doc:    "    aorder [varlist]\n\nThe same as order varlist, sequential.",
}

type aorder struct{}

func (o *aorder) Run(c *interp.Call) error { return (&order{Sequential: true}).Run(c) }

// Move is the command "move".
var Move = &interp.Command{
	Name:   "move",
	Brief:  "move a variable to the place of another",
	Syntax: "varlist(min=2 max=2)",
	New:    func() interp.Runner { return &move{} },
	Doc:    "    move varname1 varname2\n\nvarname1 takes the place of varname2. The modern command is order.",
}

type move struct{}

func (o *move) Run(c *interp.Call) error {
	f, name, target := c.Frame(), c.Vars[0].Name, c.Vars[1].Name
	if name == target {
		return nil
	}
	return moveBeside(f, []string{name}, target, f.Position(name) < f.Position(target))
}
