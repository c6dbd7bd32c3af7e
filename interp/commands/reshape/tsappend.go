package reshape

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Tsappend is the command "tsappend".
var Tsappend = &interp.Command{
	Name:   "tsappend",
	Brief:  "add periods behind the last",
	Syntax: "",
	New:    func() interp.Runner { return &tsappend{} },
	Doc: `    tsappend, add(#) [panel(#)]
    tsappend, last(date) tsfmt(unit) [panel(#)]

The data must be tsset. Every panel, or the one given, gets # more periods, or
periods up to a date such as 2020m12 with tsfmt(tm).`,
}

type tsappend struct {
	Add   int      `opt:"add(#)" help:"number of periods to add"`
	Last  string   `opt:"last(date)" help:"last period to add"`
	Tsfmt string   `opt:"tsfmt(unit)" help:"what last() is written in: tc, td, tw, tm, tq, th or ty"`
	Panel *float64 `opt:"panel(#)" help:"value of the panel variable; default all panels"`
}

func (o *tsappend) Run(c *interp.Call) error {
	last, err := o.last()
	if err != nil {
		return err
	}
	v, err := currentPanels(c, frame.AllRows(c.Frame().N()), true)
	if err != nil {
		return err
	}
	if o.Panel != nil && v.id == nil {
		return needPanel("tsset")
	}
	g := growth{v: v}
	for p := range v.n() {
		if o.Panel != nil && v.idOf(p) != *o.Panel {
			continue
		}
		times := v.of(p)
		next := times[len(times)-1] + v.delta
		if o.Add > 0 {
			g.between(p, next, next+float64(o.Add)*v.delta)
		} else {
			g.between(p, next, last+1)
		}
	}
	if len(g.time) == 0 && o.Add > 0 {
		return rc.Syntax.Errorf("panel not found")
	}
	return g.apply(c)
}

// last reads the options; it returns the date of last().
func (o *tsappend) last() (float64, error) {
	switch {
	case o.Add > 0 && o.Last == "":
		return 0, nil
	case o.Add != 0 || o.Last == "" || o.Tsfmt == "":
		return 0, rc.Syntax.Errorf("either option add(), a positive number, or options last() and tsfmt() are required")
	}
	x, ok := frame.DateLiteral(strings.TrimPrefix(o.Tsfmt, "%"), o.Last)
	if !ok {
		return 0, rc.Syntax.Errorf("option last() incorrectly specified")
	}
	return x, nil
}
