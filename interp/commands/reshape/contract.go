package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Contract is the command "contract".
var Contract = &interp.Command{
	Name:   "contract",
	Brief:  "make a dataset of frequencies",
	Syntax: "varlist [if] [in] [fw]",
	New:    func() interp.Runner { return &contract{Freq: "_freq", Format: "%8.2f"} },
	Doc: `    contract varlist [if] [in] [fweight] [, options]

The result has one observation for each combination of values of varlist that
occurs, in ascending order, with its frequency.`,
}

type contract struct {
	Freq     string        `opt:"Freq(newvar)" help:"name of the frequency; default _freq"`
	CFreq    interp.NewVar `opt:"CFreq(newvar)" help:"create cumulative frequency"`
	Percent  interp.NewVar `opt:"Percent(newvar)" help:"create percentage"`
	CPercent interp.NewVar `opt:"CPercent(newvar)" help:"create cumulative percentage"`
	Float    bool          `opt:"FLOAT" help:"percentages are floats, not doubles"`
	Format   string        `opt:"FORMat(%fmt)" help:"display format of percentages; default %8.2f"`
	Zero     bool          `opt:"Zero" help:"include combinations that do not occur"`
	NoMiss   bool          `opt:"NOMISS" help:"drop observations with missing values in varlist"`
}

func (o *contract) Run(c *interp.Call) error {
	if _, err := frame.ParseFormat(o.Format); err != nil {
		return err
	}
	if err := c.CheckNewName(o.Freq); err != nil {
		return err
	}
	rows, w, _, err := weighted(c)
	if err != nil {
		return err
	}
	if o.NoMiss {
		rows = rows.Where(func(i int) bool {
			for _, v := range c.Vars {
				if v.Missing(i) {
					return false
				}
			}
			return true
		})
	}
	if rows.Count() == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	groups, keys, err := o.groups(c, rows)
	if err != nil {
		return err
	}
	out := c.Frame().Emptied(groups.Len())
	for _, col := range append(keys, o.columns(groups, w)...) {
		if err := out.Add(col); err != nil {
			return err
		}
	}
	finish(out, namesOf(c.Vars))
	c.SetFrame(out)
	return nil
}

// groups returns the combinations and the columns that hold their values.
func (o *contract) groups(c *interp.Call, rows frame.Rows) (*frame.Grouping, []*frame.Column, error) {
	var keys []*frame.Column
	if !o.Zero {
		g := frame.GroupRows(c.Vars, rows)
		firsts := g.Firsts()
		for _, v := range c.Vars {
			keys = append(keys, v.Gather(firsts))
		}
		return g, keys, nil
	}
	x, err := frame.Cross(c.Vars, rows)
	if err != nil {
		return nil, nil, err
	}
	all := make([]int32, x.Len())
	for g := range all {
		all[g] = int32(g)
	}
	return &x.Grouping, x.Keys(all), nil
}

// columns returns the frequency and what else is wanted.
func (o *contract) columns(groups *frame.Grouping, w []float64) []*frame.Column {
	freq := make([]float64, groups.Len())
	total := 0.0
	for g := range freq {
		for _, r := range groups.Of(g) {
			if w == nil {
				freq[g]++
			} else {
				freq[g] += w[r]
			}
		}
		total += freq[g]
	}
	typ := frame.Double
	if o.Float {
		typ = frame.Float
	}
	var out []*frame.Column
	add := func(name, label string, t frame.Type, values []float64) {
		if name == "" {
			return
		}
		col := frame.NewNumbers(name, t, values)
		col.Label = label
		if t != frame.Long {
			col.Format = o.Format
		}
		out = append(out, col)
	}
	cumulated := running(freq)
	add(o.Freq, "Frequency", frame.Long, freq)
	add(string(o.CFreq), "Cumulative frequency", frame.Long, cumulated)
	add(string(o.Percent), "Percent", typ, shareOf(freq, total))
	add(string(o.CPercent), "Cumulative percent", typ, shareOf(cumulated, total))
	return out
}

// running returns the running sums of x.
func running(x []float64) []float64 {
	out := make([]float64, len(x))
	sum := 0.0
	for i, v := range x {
		sum += v
		out[i] = sum
	}
	return out
}

// shareOf returns 100 times x over total.
func shareOf(x []float64, total float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = 100 * v / total
	}
	return out
}
