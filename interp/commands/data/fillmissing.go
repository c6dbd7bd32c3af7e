package data

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// FillMissing is the command "fillmissing".
var FillMissing = &interp.Command{
	Name:   "fillmissing",
	Brief:  "fill missing values with others of the variable",
	Syntax: "varlist [if] [in]",
	New:    func() interp.Runner { return &fillMissing{With: "any"} },
	By:     interp.ByNative,
	Doc: `    [by varlist:] fillmissing varlist [if] [in] [, with(what)]

what is any or first (the first value that is not missing), last, previous or
next (which go on: the value before, filled or not), and for numbers mean,
median, min, max. The syntax is that of Attaullah Shah's command of this name.`,
}

type fillMissing struct {
	With string `opt:"With(what)" help:"what to fill with; default any"`
}

// fillFuncs are the fillings that are a statistic.
var fillFuncs = map[string]func(v []float64) float64{
	"mean": mean, "median": func(v []float64) float64 { return percentile(v, 50) }, "min": slices.Min[[]float64], "max": slices.Max[[]float64],
}

func (o *fillMissing) Run(c *interp.Call) error {
	statistic := fillFuncs[o.With]
	if statistic == nil && !slices.Contains([]string{"any", "first", "last", "previous", "next"}, o.With) {
		return rc.Syntax.Errorf("option with() incorrectly specified")
	}
	g, err := groupsOf(c, nil)
	if err != nil {
		return err
	}
	var fresh []*frame.Column
	for _, v := range c.Vars {
		col := v.Clone()
		switch {
		case statistic == nil:
			o.copies(g, col)
		case v.IsString():
			return rc.TypeMismatch.Errorf("%s is a string variable: with(%s) needs numbers", v.Name, o.With)
		default:
			if col, err = o.statistics(g, v, statistic); err != nil {
				return err
			}
		}
		fresh = append(fresh, col)
	}
	for i, col := range fresh {
		n := 0
		for r := range g.rows.Each {
			if c.Vars[i].Missing(r) && !col.Missing(r) {
				n++
			}
		}
		c.Frame().Put(col)
		c.Frame().Touch(col)
		report(c, n, 0)
	}
	return nil
}

// copies fills col with its own values.
func (o *fillMissing) copies(g *grouping, col *frame.Column) {
	rows := slices.Collect(g.rows.Each)
	if o.With == "next" || o.With == "last" {
		slices.Reverse(rows)
	}
	if o.With == "any" || o.With == "first" || o.With == "last" {
		source := make([]int, g.n)
		for k := range source {
			source[k] = -1
		}
		for _, i := range rows {
			if k := g.of(i); source[k] < 0 && !col.Missing(i) {
				source[k] = i
			}
		}
		for _, i := range rows {
			if s := source[g.of(i)]; s >= 0 && col.Missing(i) {
				copyCell(col, i, s)
			}
		}
		return
	}
	for k := 1; k < len(rows); k++ {
		if i, before := rows[k], rows[k-1]; g.of(i) == g.of(before) && col.Missing(i) {
			copyCell(col, i, before)
		}
	}
}

func copyCell(col *frame.Column, to, from int) {
	if col.IsString() {
		col.SetText(to, col.Text(from))
		return
	}
	col.SetNum(to, col.Num(from))
}

func (o *fillMissing) statistics(g *grouping, v *frame.Column, f func([]float64) float64) (*frame.Column, error) {
	x := v.Numbers()
	r, err := g.reduce(x, func(v []float64) float64 {
		if len(v) == 0 {
			return frame.Missing
		}
		return f(v)
	})
	if err != nil {
		return nil, err
	}
	out := slices.Clone(x)
	t := v.Type()
	for i := range g.rows.Each {
		if x[i] >= frame.Missing {
			out[i] = r[g.of(i)]
			t = t.Promote(out[i])
		}
	}
	col := v.As(t)
	col.Write(out, 0)
	return col, nil
}
