package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Fillin is the command "fillin".
var Fillin = &interp.Command{
	Name:   "fillin",
	Brief:  "add observations until all combinations of values exist",
	Syntax: "varlist(min=2)",
	New:    func() interp.Runner { return &fillin{} },
	Doc: `    fillin varlist

Observations are added for the combinations of values of varlist that do not
occur; the other variables are missing there. _fillin is 1 for the new
observations and 0 for the others. The data come in the order of varlist.`,
}

type fillin struct{}

func (o *fillin) Run(c *interp.Call) error {
	if err := c.CheckNewName("_fillin"); err != nil {
		return err
	}
	f := c.Frame()
	x, err := frame.Cross(c.Vars, frame.AllRows(f.N()))
	if err != nil {
		return err
	}
	var rows, groups []int32
	var filled []float64
	for g := range x.Len() {
		members := x.Of(g)
		if len(members) == 0 {
			rows, groups, filled = append(rows, -1), append(groups, int32(g)), append(filled, 1)
		}
		for _, r := range members {
			rows, groups, filled = append(rows, r), append(groups, int32(g)), append(filled, 0)
		}
	}
	out := f.Emptied(len(rows))
	keys := map[string]*frame.Column{}
	for _, col := range x.Keys(groups) {
		keys[col.Name] = col
	}
	for _, col := range f.Columns() {
		filledIn := keys[col.Name]
		if filledIn == nil {
			filledIn = col.GatherOr(rows)
		}
		if err := out.Add(filledIn); err != nil {
			return err
		}
	}
	if err := out.Add(frame.NewNumbers("_fillin", frame.Byte, filled)); err != nil {
		return err
	}
	out.SortedBy = namesOf(c.Vars)
	c.SetFrame(out)
	return nil
}
