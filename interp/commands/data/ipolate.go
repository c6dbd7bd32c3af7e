package data

import (
	"cmp"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Ipolate is the command "ipolate".
var Ipolate = &interp.Command{
	Name:   "ipolate",
	Brief:  "interpolate missing values linearly",
	Syntax: "varlist(min=2 max=2 numeric) [if] [in]",
	New:    func() interp.Runner { return &ipolate{} },
	By:     interp.ByNative,
	Doc: `    [by varlist:] ipolate yvar xvar [if] [in], generate([type] newvar) [epolate]

newvar is yvar where that is known, else what the line between the nearest
points on both sides says. Values of yvar at the same xvar are averaged first.`,
}

type ipolate struct {
	Generate string          `opt:"Generate([type]_newvar)" help:"name of the new variable"`
	Epolate  bool            `opt:"Epolate" help:"extrapolate too, along the line of the two nearest points"`
	By       []*frame.Column `opt:"BY(varlist)" help:"interpolate within each group of these variables"`
}

func (o *ipolate) Run(c *interp.Call) error {
	if o.Generate == "" {
		return rc.Syntax.Errorf("option generate() required")
	}
	t, name, err := typedName(c, o.Generate)
	if err != nil {
		return err
	}
	g, err := groupsOf(c, o.By)
	if err != nil {
		return err
	}
	y, x := c.Vars[0].Numbers(), c.Vars[1].Numbers()
	out := missingValues(c.Frame().N())
	members := make([][]int, g.n)
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			members[g.of(i)] = append(members[g.of(i)], i)
		}
	}
	for _, rows := range members {
		o.group(rows, x, y, out)
	}
	col := frame.NewColumn(name, t, c.Frame().N())
	col.Write(out, 0)
	if err := c.Frame().Add(col); err != nil {
		return err
	}
	noteMissing(c, col)
	return nil
}

// typedName reads "[type] newvar".
func typedName(c *interp.Call, text string) (frame.Type, string, error) {
	names, types, err := interp.NewVars(lang.Text{Pos: 1, Text: text})
	if err != nil {
		return 0, "", err
	}
	if len(names) != 1 {
		return 0, "", rc.Syntax.Errorf("one new variable is wanted")
	}
	if types[0] == 0 {
		types[0] = c.DefaultType()
	}
	return types[0], names[0], c.CheckNewName(names[0])
}

// A knot is a point through which the interpolation goes.
type knot struct{ x, y float64 }

// group interpolates within rows, whose x are known.
func (o *ipolate) group(rows []int, x, y, out []float64) {
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	var knots []knot
	for lo := 0; lo < len(rows); {
		hi, sum, n := lo, 0.0, 0
		for ; hi < len(rows) && x[rows[hi]] == x[rows[lo]]; hi++ {
			if v := y[rows[hi]]; v < frame.Missing {
				sum, n = sum+v, n+1
			}
		}
		if n > 0 {
			knots = append(knots, knot{x[rows[lo]], sum / float64(n)})
		}
		lo = hi
	}
	k := 0 // the first knot at or behind the row
	for _, i := range rows {
		for k < len(knots) && knots[k].x < x[i] {
			k++
		}
		switch {
		case k < len(knots) && knots[k].x == x[i]:
			out[i] = knots[k].y
		case k > 0 && k < len(knots):
			out[i] = line(knots[k-1], knots[k], x[i])
		case o.Epolate && len(knots) > 1:
			at := min(max(k, 1), len(knots)-1)
			out[i] = line(knots[at-1], knots[at], x[i])
		}
	}
}

// line returns the value at x of the line through a and b.
func line(a, b knot, x float64) float64 {
	return frame.Value(a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x))
}
