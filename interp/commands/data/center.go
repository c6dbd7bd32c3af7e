package data

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Center is the command "center".
var Center = &interp.Command{
	Name:   "center",
	Brief:  "subtract the mean, and divide by the standard deviation",
	Syntax: "varlist(numeric) [if] [in]",
	New:    func() interp.Runner { return &center{Prefix: "c_"} },
	By:     interp.ByNative,
	Doc: `    [by varlist:] center varlist [if] [in] [, prefix(str) generate(newvarlist) inplace replace standardize casewise double]

The new variables are called c_x unless prefix() or generate() says
otherwise. The syntax is that of Ben Jann's command of this name.`,
}

type center struct {
	Prefix      string   `opt:"Prefix(str)" help:"what to put before the names of the new variables"`
	Generate    []string `opt:"Generate(newvarlist)" help:"names of the new variables"`
	InPlace     bool     `opt:"inplace" help:"change the variables themselves"`
	Replace     bool     `opt:"replace" help:"the new variables may exist"`
	Standardize bool     `opt:"Standardize" help:"divide by the standard deviation"`
	Casewise    bool     `opt:"Casewise" help:"use only observations without missing values in any of the variables"`
	Double      bool     `opt:"Double" help:"store in double precision"`
	NoLabel     bool     `opt:"nolabel" help:"do not label the new variables"`
}

func (o *center) Run(c *interp.Call) error {
	if len(o.Generate) > 0 && len(o.Generate) != len(c.Vars) {
		return rc.Syntax.Errorf("generate() must name as many variables as there are")
	}
	names := make([]string, len(c.Vars))
	for i, v := range c.Vars {
		switch names[i] = o.Prefix + v.Name; {
		case o.InPlace:
			names[i] = v.Name
		case len(o.Generate) > 0:
			names[i] = o.Generate[i]
		}
		if !o.InPlace && !(o.Replace && c.Frame().Column(names[i]) != nil) {
			if err := c.CheckNewName(names[i]); err != nil {
				return err
			}
		}
	}
	g, err := groupsOf(c, nil)
	if err != nil {
		return err
	}
	if o.Casewise {
		g.rows = g.rows.Where(func(i int) bool {
			return !slices.ContainsFunc(c.Vars, func(v *frame.Column) bool { return v.Missing(i) })
		})
	}
	fresh := make([]*frame.Column, len(c.Vars))
	for i, v := range c.Vars {
		if fresh[i], err = o.centered(c, g, v, names[i]); err != nil {
			return err
		}
	}
	for _, col := range fresh {
		c.Frame().Put(col)
		c.Frame().Touch(col)
	}
	return nil
}

func (o *center) centered(c *interp.Call, g *grouping, v *frame.Column, name string) (*frame.Column, error) {
	x := v.Numbers()
	means, err := g.reduce(x, mean)
	if err != nil {
		return nil, err
	}
	scales := make([]float64, g.n)
	for k := range scales {
		scales[k] = 1
	}
	if o.Standardize {
		if scales, err = g.reduce(x, sd); err != nil {
			return nil, err
		}
	}
	t := c.DefaultType()
	if o.Double || v.Type() == frame.Double {
		t = frame.Double
	}
	col := frame.NewColumn(name, t, v.Len())
	for i := range g.rows.Each {
		if k := g.of(i); x[i] < frame.Missing && scales[k] < frame.Missing {
			col.SetNum(i, frame.Value((x[i]-means[k])/scales[k]))
		}
	}
	if !o.NoLabel {
		text := v.Label
		if text == "" {
			text = v.Name
		}
		kind := "centered "
		if o.Standardize {
			kind = "standardized "
		}
		col.Label = cutRunes(kind+text, maxLabel)
	}
	return col, nil
}
