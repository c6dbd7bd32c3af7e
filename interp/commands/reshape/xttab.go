package reshape

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Xttab is the command "xttab".
var Xttab = &interp.Command{
	Name:   "xttab",
	Brief:  "tabulate between and within panels",
	Syntax: "varname [if] [in]",
	New:    func() interp.Runner { return &xttab{} },
	Doc: `    xttab varname [if] [in] [, i(varname)]

Overall: observations. Between: panels that ever have the value. Within: how
much of their time these panels have it, on average. Stored results: r(n),
r(results)`,
}

type xttab struct {
	ID *frame.Column `opt:"i(varname)" help:"panel variable; default the one of xtset"`
}

// A xtValue is one value of the variable.
type xtValue struct {
	text    string
	overall int     // observations
	between int     // panels
	share   float64 // sum over panels of the share of their observations
}

func (o *xttab) Run(c *interp.Call) error {
	id, err := panelOf(c, o.ID, "xttab")
	if err != nil {
		return err
	}
	v := c.Vars[0]
	rows := c.Rows.Where(func(i int) bool { return !id.Missing(i) && !v.Missing(i) })
	codes, n := frame.GroupCodes([]*frame.Column{v}, rows, false)
	if n == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	values := make([]xtValue, n)
	groups := frame.GroupRows([]*frame.Column{id}, rows)
	counts := make([]int, n)
	for g := range groups.Len() {
		members := groups.Of(g)
		clear(counts)
		for _, r := range members {
			k := codes[r]
			counts[k]++
			values[k].overall++
			values[k].text = c.Cell(v, int(r))
		}
		for k, m := range counts {
			if m > 0 {
				values[k].between++
				values[k].share += float64(m) / float64(len(members))
			}
		}
	}
	showXttab(c, v, values, groups.Len())
	return nil
}

// panelOf returns the panel variable, that of an option i() first.
func panelOf(c *interp.Call, option *frame.Column, command string) (*frame.Column, error) {
	if option != nil {
		return option, nil
	}
	if id := c.Frame().Column(c.Frame().Panel.ID); id != nil {
		return id, nil
	}
	return nil, needPanel(command)
}

func showXttab(c *interp.Call, v *frame.Column, values []xtValue, panels int) {
	var all xtValue
	for _, x := range values {
		all.overall += x.overall
		all.between += x.between
		all.share += x.share
	}
	const width = 9
	c.Printf("\n%18sOverall             Between            Within\n", "")
	c.Printf("%s |    Freq.  Percent      Freq.  Percent        Percent\n", pad(abbreviated(v.Name, width), width))
	c.Printf("%s+-----------------------------------------------------\n", strings.Repeat("-", width+1))
	m := interp.NewMatrix(len(values), 5)
	line := func(text string, x xtValue) []float64 {
		row := []float64{
			float64(x.overall), 100 * float64(x.overall) / float64(all.overall),
			float64(x.between), 100 * float64(x.between) / float64(panels), 100 * x.share / float64(x.between),
		}
		c.Printf("%s | %8.0f  %8.2f  %8.0f  %8.2f       %8.2f\n", pad(abbreviated(text, width), width), row[0], row[1], row[2], row[3], row[4])
		return row
	}
	for k, x := range values {
		m.SetRow(k, line(strings.TrimSpace(x.text), x))
	}
	c.Printf("%s+-----------------------------------------------------\n", strings.Repeat("-", width+1))
	line("Total", all)
	c.Printf("%30s (n = %d)\n", "", panels)
	c.ClearR()
	c.Scalar("n", float64(panels))
	m.Cols = []string{"Overall_freq", "Overall_pct", "Between_freq", "Between_pct", "Within_pct"}
	c.Matrix("results", m)
}

// pad puts blanks before text up to width.
func pad(text string, width int) string {
	return strings.Repeat(" ", max(width-frame.TextWidth(text), 0)) + text
}

// Xttrans is the command "xttrans".
var Xttrans = &interp.Command{
	Name:   "xttrans",
	Brief:  "tabulate the transitions from one observation of a panel to the next",
	Syntax: "varname [if] [in]",
	New:    func() interp.Runner { return &xttrans{} },
	Doc: `    xttrans varname [if] [in] [, i(varname) t(varname) freq]

The observations of a panel are taken in the order of time, whatever lies
between them.`,
}

type xttrans struct {
	ID   *frame.Column `opt:"i(varname)" help:"panel variable; default the one of xtset"`
	Time *frame.Column `opt:"t(varname)" help:"time variable; default the one of xtset"`
	Freq bool          `opt:"FREQ" help:"show frequencies too"`
}

func (o *xttrans) Run(c *interp.Call) error {
	id, err := panelOf(c, o.ID, "xttrans")
	if err != nil {
		return err
	}
	time := o.Time
	if time == nil {
		time = c.Frame().Column(c.Frame().Panel.Time)
	}
	if time == nil {
		return rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	v := c.Vars[0]
	view := viewPanels(id, time, 1, c.Rows)
	var from, to []int32
	for p := range view.n() {
		rows := view.order[view.start[p]:view.start[p+1]]
		for k := 1; k < len(rows); k++ {
			if !v.Missing(int(rows[k-1])) && !v.Missing(int(rows[k])) {
				from, to = append(from, rows[k-1]), append(to, rows[k])
			}
		}
	}
	f := frame.New()
	f.SetN(len(from))
	names := []string{v.Name, "_to"}
	for k, rows := range [][]int32{from, to} {
		col := v.Gather(rows)
		col.Name = names[k]
		if col.Label == "" {
			col.Label = v.Name
		}
		if err := f.Add(col); err != nil {
			return err
		}
	}
	if l := c.Frame().LabelOf(v); l != nil {
		f.SetValueLabel(l)
	}
	before := c.Frame()
	defer c.SetFrame(before)
	c.SetFrame(f)
	line := "tabulate " + strings.Join(names, " ") + ", row"
	if !o.Freq {
		line += " nofreq"
	}
	return c.Session.Run(line)
}
