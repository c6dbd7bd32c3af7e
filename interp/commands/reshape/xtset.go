package reshape

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

const setDoc = `The data are sorted by panelvar and timevar, which must be an integer and may
not repeat within panels. The unit is that of the time variable's display
format, unless one is given. Time-series operators and panel estimators use
what is declared; it is kept with the dataset.

delta() is a number or (expression), with or without a unit: delta(2),
delta((7*24)), delta(30 minutes), delta(1 week).

Stored results: r(imin), r(imax), r(tmin), r(tmax), r(tdelta), r(gaps),
r(panelvar), r(timevar), r(balanced), r(tmins), r(tmaxs), r(tdeltas),
r(tsfmt), r(unit), r(unit1)`

// Xtset is the command "xtset".
var Xtset = &interp.Command{
	Name:   "xtset",
	Brief:  "declare panel data",
	Syntax: "[varlist(numeric max=2 default(none))]",
	New:    func() interp.Runner { return &panelSetter{command: "xtset"} },
	Doc: `    xtset panelvar [timevar] [, options]
    xtset
    xtset, clear

` + setDoc,
}

// Tsset is the command "tsset".
var Tsset = &interp.Command{
	Name:   "tsset",
	Brief:  "declare time-series or panel data",
	Syntax: "[varlist(numeric max=2 default(none))]",
	New:    func() interp.Runner { return &panelSetter{command: "tsset"} },
	Doc: `    tsset [panelvar] timevar [, options]
    tsset
    tsset, clear

` + setDoc,
}

type panelSetter struct {
	command    string
	Clear      bool      `opt:"clear" help:"forget what was declared"`
	Clock      bool      `opt:"Clocktime" help:"time is in milliseconds, %tc"`
	Daily      bool      `opt:"Daily" help:"time is in days, %td"`
	Weekly     bool      `opt:"Weekly" help:"time is in weeks, %tw"`
	Monthly    bool      `opt:"Monthly" help:"time is in months, %tm"`
	Quarterly  bool      `opt:"Quarterly" help:"time is in quarters, %tq"`
	Halfyearly bool      `opt:"Halfyearly" help:"time is in half-years, %th"`
	Yearly     bool      `opt:"Yearly" help:"time is in years, %ty"`
	Generic    bool      `opt:"Generic" help:"time is a plain number, %tg"`
	Format     string    `opt:"Format(%fmt)" help:"display format of the time variable"`
	Delta      lang.Text `opt:"DELta(# [unit])" help:"period between observations; default 1"`
	NoQuery    bool      `opt:"noquery" help:"do not summarize the panels"`
}

func (o *panelSetter) Run(c *interp.Call) error {
	switch {
	case o.Clear:
		if len(c.Vars) > 0 {
			return rc.Syntax.Errorf("option clear not allowed")
		}
		c.Frame().Panel = frame.Panel{}
		return nil
	case len(c.Vars) == 0:
		return o.query(c)
	}
	id, time := c.Vars[0], (*frame.Column)(nil)
	if len(c.Vars) == 2 {
		time = c.Vars[1]
	} else if o.command == "tsset" {
		id, time = nil, id
	}
	format, err := o.format(time)
	if err != nil {
		return err
	}
	delta, err := o.delta(c, format)
	if err != nil {
		return err
	}
	v := viewPanels(id, time, delta, frame.AllRows(c.Frame().N()))
	if err := v.check(); err != nil {
		return err
	}
	declare(c, v, format)
	if !o.NoQuery {
		show(c, c.Frame(), v)
	}
	return nil
}

// format returns the display format that the time variable is to have.
func (o *panelSetter) format(time *frame.Column) (string, error) {
	units := []struct {
		on     bool
		format string
	}{
		{o.Clock, "%tc"}, {o.Daily, "%td"}, {o.Weekly, "%tw"}, {o.Monthly, "%tm"}, {o.Quarterly, "%tq"},
		{o.Halfyearly, "%th"}, {o.Yearly, "%ty"}, {o.Generic, "%tg"}, {o.Format != "", o.Format},
	}
	format := ""
	for _, u := range units {
		switch {
		case !u.on:
		case format != "":
			return "", rc.Syntax.Errorf("only one of the units of time may be specified")
		case time == nil:
			return "", rc.Syntax.Errorf("time variable required with a unit of time")
		default:
			format = u.format
		}
	}
	if format == "" && time != nil {
		return time.Format, nil
	}
	if format != "" {
		if _, err := frame.ParseFormat(format); err != nil {
			return "", err
		}
	}
	return format, nil
}

// delta returns the period between observations, in units of the time
// variable.
func (o *panelSetter) delta(c *interp.Call, format string) (float64, error) {
	text := o.Delta.Trim()
	if text.Text == "" {
		return 1, nil
	}
	wrong := rc.Syntax.At(text.Pos, "option delta() incorrectly specified")
	words := text.Words()
	if format == "" || len(words) > 2 {
		return 0, wrong
	}
	e, err := lang.ParseExpr(words[0].Text, words[0].Pos)
	if err != nil {
		return 0, wrong
	}
	x, err := expr.EvalNum(e, c.Env())
	if err != nil {
		return 0, wrong
	}
	if len(words) == 2 {
		n, ok := unitOf(format).periods(words[1].Text)
		if !ok {
			return 0, wrong
		}
		x *= n
	}
	if x <= 0 || x >= frame.Missing || x != float64(int64(x)) {
		return 0, wrong
	}
	return x, nil
}

// declare sorts the data and stores what v says about them.
func declare(c *interp.Call, v *panelView, format string) {
	f := c.Frame()
	p := frame.Panel{Delta: v.delta}
	var keys []string
	if v.id != nil {
		p.ID, keys = v.id.Name, append(keys, v.id.Name)
	}
	if v.time != nil {
		p.Time, keys = v.time.Name, append(keys, v.time.Name)
		if v.time.Format != format {
			v.time.Format = format
			f.Changed = true
		}
		if len(f.SortedBy) < len(keys) || !slices.Equal(f.SortedBy[:len(keys)], keys) {
			f.Sort(keys)
		}
	}
	if p.Delta == 1 {
		p.Delta = 0
	}
	if f.Panel != p {
		f.Panel, f.Changed = p, true
	}
}

// query shows what is declared.
func (o *panelSetter) query(c *interp.Call) error {
	f := c.Frame()
	switch {
	case o.command == "xtset" && f.Panel.ID == "":
		return needPanel("xtset")
	case o.command == "tsset" && f.Panel.Time == "":
		return rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	v, err := currentPanels(c, frame.AllRows(f.N()), false)
	if err != nil {
		return err
	}
	show(c, f, v)
	return nil
}

// show prints what is declared and stores it in r().
func show(c *interp.Call, f *frame.Frame, v *panelView) {
	time := f.Column(f.Panel.Time)
	c.ClearR()
	c.Print("\n")
	if v.id != nil {
		c.Printf("Panel variable: %s (%s)\n", v.id.Name, v.balance())
		c.Macro("panelvar", v.id.Name)
		if v.n() > 0 {
			c.Scalar("imin", v.idOf(0))
			c.Scalar("imax", v.idOf(v.n()-1))
		}
		c.Macro("balanced", v.balance())
	}
	if time == nil {
		return
	}
	unit, gaps := unitOf(time.Format), v.gaps()
	lo, hi := v.span()
	first, last := strings.TrimSpace(frame.FormatValue(time.Format, lo)), strings.TrimSpace(frame.FormatValue(time.Format, hi))
	indent, tail := "", ""
	if v.id != nil {
		indent = " "
	}
	if gaps {
		tail = ", but with gaps"
	}
	c.Printf("%sTime variable: %s, %s to %s%s\n", indent, time.Name, first, last, tail)
	c.Printf("%s        Delta: %s\n", indent, unit.describe(v.delta))
	c.Scalar("tmin", lo)
	c.Scalar("tmax", hi)
	c.Scalar("tdelta", v.delta)
	c.Scalar("gaps", map[bool]float64{true: 1}[gaps])
	c.Macro("timevar", time.Name)
	c.Macro("tmins", first)
	c.Macro("tmaxs", last)
	c.Macro("tdeltas", unit.describe(v.delta))
	c.Macro("tsfmt", time.Format)
	c.Macro("unit", unit.name)
	c.Macro("unit1", strings.Trim(string(rune(unit.letter)), "\x00"))
}
