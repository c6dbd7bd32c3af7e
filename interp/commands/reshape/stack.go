package reshape

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Stack is the command "stack".
var Stack = &interp.Command{
	Name:   "stack",
	Brief:  "put variables on top of each other",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return &stack{} },
	Doc: `    stack varlist [if] [in], into(newvars) [clear wide]
    stack varlist [if] [in], group(#) [clear wide]

The first variables of varlist, as many as into() names, come first, then the
next ones, and so on; _stack tells which. group() says how many stacks there
are; the variables are named after those of the first.`,
}

type stack struct {
	Into  []string `opt:"Into(newvars)" help:"names of the stacked variables"`
	Group int      `opt:"Group(#)" help:"number of stacks"`
	Clear bool     `opt:"clear" help:"the data in memory may be lost"`
	Wide  bool     `opt:"Wide" help:"keep the variables of varlist too, missing in other stacks"`
}

func (o *stack) Run(c *interp.Call) error {
	names, err := o.names(c)
	if err != nil {
		return err
	}
	if c.Frame().Changed && !o.Clear {
		return rc.Changed.Errorf("no; dataset in memory has changed since last saved")
	}
	rows := c.Rows.Index()
	k, stacks := len(names), len(c.Vars)/len(names)
	out := c.Frame().Emptied(len(rows) * stacks)
	number := make([]float64, out.N())
	for i := range number {
		number[i] = float64(i/max(len(rows), 1) + 1)
	}
	if err := out.Add(frame.NewNumbers("_stack", frame.Byte.Promote(float64(stacks)), number)); err != nil {
		return err
	}
	for i, name := range names {
		col := c.Vars[i].Gather(rows)
		for s := 1; s < stacks; s++ {
			next := c.Vars[s*k+i]
			if next.IsString() != col.IsString() {
				return rc.TypeMismatch.Errorf("type mismatch\n%s and %s may not be stacked", c.Vars[i].Name, next.Name)
			}
			col = frame.Concat(col, next.Gather(rows))
		}
		col.Name = name
		if err := out.Add(col); err != nil {
			return err
		}
	}
	if o.Wide {
		o.addWide(out, c.Vars, names, rows)
	}
	finish(out, nil)
	c.SetFrame(out)
	return nil
}

// names returns the names of the stacked variables.
func (o *stack) names(c *interp.Call) ([]string, error) {
	n := len(c.Vars)
	switch {
	case (o.Into == nil) == (o.Group == 0):
		return nil, rc.Syntax.Errorf("one of options into() and group() required")
	case o.Group < 0 || o.Group > 0 && n%o.Group != 0 || o.Group == 0 && n%len(o.Into) != 0:
		return nil, rc.Syntax.Errorf("number of variables in varlist is not a multiple of the number in a stack")
	case o.Group > 0:
		return namesOf(c.Vars[:n/o.Group]), nil
	}
	var names []string
	for _, name := range o.Into {
		if err := checkName(name); err != nil {
			return nil, err
		}
		if slices.Contains(names, name) {
			return nil, rc.Exists.Errorf("variable %s already defined", name)
		}
		names = append(names, name)
	}
	return names, nil
}

// addWide adds the variables of varlist that are not stacked ones, missing
// outside their stack.
func (o *stack) addWide(out *frame.Frame, vars []*frame.Column, names []string, rows []int32) {
	for i, v := range vars {
		if out.Column(v.Name) != nil {
			continue
		}
		source := make([]int32, out.N())
		for q := range source {
			source[q] = -1
			if s := q / len(rows); s == i/len(names) {
				source[q] = rows[q-s*len(rows)]
			}
		}
		out.Put(v.GatherOr(source))
	}
}
