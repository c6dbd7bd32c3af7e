package reshape

import (
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// Tsfill is the command "tsfill".
var Tsfill = &interp.Command{
	Name:   "tsfill",
	Brief:  "add observations for missing periods",
	Syntax: "",
	New:    func() interp.Runner { return &tsfill{} },
	Doc: `    tsfill [, full]

The data must be tsset. All variables but panel and time are missing in the
new observations.`,
}

type tsfill struct {
	Full bool `opt:"full" help:"let every panel begin with the first period of all panels and end with the last"`
}

func (o *tsfill) Run(c *interp.Call) error {
	v, err := currentPanels(c, frame.AllRows(c.Frame().N()), true)
	if err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	g := growth{v: v}
	lo, hi := v.span()
	for p := range v.n() {
		times := v.of(p)
		first, last := times[0], times[len(times)-1]
		if o.Full {
			for first-v.delta >= lo {
				first -= v.delta
			}
			for last+v.delta <= hi {
				last += v.delta
			}
		}
		g.between(p, first, times[0])
		for i, t := range times {
			if i > 0 {
				g.between(p, times[i-1]+v.delta, t)
			}
		}
		g.between(p, times[len(times)-1]+v.delta, last+v.delta)
	}
	return g.apply(c)
}

// A growth is observations to be added to panels.
type growth struct {
	v     *panelView
	panel []int32 // a row of the panel of each
	time  []float64
}

// between adds observations of panel p from one time to before another.
func (g *growth) between(p int, from, to float64) {
	for t := from; t < to; t += g.v.delta {
		g.panel = append(g.panel, g.v.order[g.v.start[p]])
		g.time = append(g.time, t)
	}
}

// apply adds the observations and sorts the data.
func (g *growth) apply(c *interp.Call) error {
	if len(g.time) == 0 {
		return nil
	}
	f := c.Frame()
	rows := make([]int32, f.N()+len(g.time))
	ids := make([]int32, len(rows))
	for i := range rows {
		rows[i], ids[i] = int32(i), int32(i)
		if i >= f.N() {
			rows[i], ids[i] = -1, g.panel[i-f.N()]
		}
	}
	out := f.Emptied(len(rows))
	for _, col := range f.Columns() {
		grown := col.GatherOr(rows)
		switch col {
		case g.v.id:
			grown = col.Gather(ids)
		case g.v.time:
			t := col.Type()
			for _, x := range g.time {
				t = t.Promote(x)
			}
			grown = grown.As(t)
			grown.Write(g.time, f.N())
		}
		if err := out.Add(grown); err != nil {
			return err
		}
	}
	keys := []string{g.v.time.Name}
	if g.v.id != nil {
		keys = slices.Insert(keys, 0, g.v.id.Name)
	}
	out.Sort(keys)
	c.SetFrame(out)
	return nil
}
