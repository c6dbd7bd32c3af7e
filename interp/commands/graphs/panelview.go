package graphs

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Panelview is the community command "panelview".
var Panelview = &interp.Command{
	Name: "panelview", Brief: "map of treatment, or outcomes, of panel data", Syntax: "varlist(min=1) [if] [in]",
	New: func() interp.Runner { return &panelview{Type: "treat", figureOptions: &figureOptions{}} },
	Doc: `    panelview outcome treatment [covariates] [if] [in], i(varname) t(varname) type(treat) [bytiming prepost options]
    panelview outcome [covariates] [if] [in], i(varname) t(varname) type(outcome|missing) ignoretreat

Of type(treat), each row is a unit and each column a period: under control, under treatment, or missing. An observation whose outcome or
covariates are missing is missing. With prepost, units before their treatment have a colour of their own; bytiming sorts units by the
time of first treatment, and then by the number of treated periods. ignoreY reads the first variable as the treatment. A treatment of more
than two levels has a colour for each, up to eight. type(missing) shows only where data are missing. type(outcome) draws a line for each
unit, coloured by treatment; with bygroup, units never, sometimes and always treated have panels of their own.`,
}

type panelview struct {
	I           *frame.Column `opt:"I(varname)" help:"variable of units"`
	T           *frame.Column `opt:"T(varname)" help:"variable of time"`
	Type        string        `opt:"type(type)" help:"what is shown: treat (the default), outcome or missing"`
	ByTiming    bool          `opt:"bytiming" help:"units in the order of first treatment"`
	PrePost     string        `opt:"PREpost(on|off)?" help:"treated units before treatment have a colour of their own"`
	IgnoreTreat bool          `opt:"ignoretreat" help:"there is no treatment among the variables"`
	IgnoreY     bool          `opt:"ignoreY ignorey" help:"there is no outcome among the variables"`
	MyColor     lang.Text     `opt:"MYCOLor(colors)" help:"colours in the order of the legend, or the name of a palette such as Reds or PuBu"`
	ByGroup     bool          `opt:"bygroup bygroupside" help:"with type(outcome): a panel for each kind of unit"`
	DisplayAll  bool          `opt:"displayall" help:"all units; they always are"`
	LeaveGap    bool          `opt:"leavegap" help:"periods without data keep their place; they always do"`
	Discrete    bool          `opt:"DISCreteoutcome" help:"with type(outcome): markers instead of lines"`
	XLabDist    int           `opt:"XLABDist(#)" help:"every #-th period is labelled"`
	YLabDist    int           `opt:"YLABDist(#)" help:"every #-th unit is labelled"`
	Width       widthList     `opt:"LWD(width)" help:"width of lines"`
	*figureOptions
}

// A panelMap is the data of panelview: units and periods, and what is known
// of each pair.
type panelMap struct {
	units   []panelUnit
	periods []float64
	step    float64   // the least distance between periods
	levels  []float64 // of the treatment
}

// A panelUnit is one unit; its slices are as long as there are periods.
type panelUnit struct {
	name  string
	seen  []bool    // there is an observation without missing values
	treat []float64 // missing where not seen
	y     []float64
	first int // first period of treatment, len(periods) if there is none
	dose  int // number of treated periods
	never bool
}

// Run draws the map.
func (o *panelview) Run(c *interp.Call) error {
	if err := o.check(c); err != nil {
		return err
	}
	m, err := o.read(c)
	if err != nil {
		return err
	}
	if o.ByTiming {
		slices.SortStableFunc(m.units, func(a, b panelUnit) int {
			if a.first != b.first {
				return a.first - b.first
			}
			return b.dose - a.dose
		})
	}
	f, err := o.figure(c, m)
	if err != nil {
		return err
	}
	return finish(c, f, &o.pageOptions)
}

func (o *panelview) check(c *interp.Call) error {
	if f := c.Frame(); o.I == nil && f.Panel.ID != "" {
		o.I = f.Column(f.Panel.ID)
	}
	if f := c.Frame(); o.T == nil && f.Panel.Time != "" {
		o.T = f.Column(f.Panel.Time)
	}
	if short := []string{"treat", "outcome", "missing"}; !anyOf(o.Type, short...) {
		for _, t := range short {
			if len(o.Type) >= 4 && strings.HasPrefix(t, o.Type) {
				o.Type = t
			}
		}
	}
	need := 2
	if o.IgnoreTreat || o.IgnoreY || o.Type == "missing" {
		need = 1
	}
	switch {
	case o.I == nil || o.T == nil:
		return rc.Required.Errorf("options i() and t() required")
	case o.T.IsString():
		return rc.TypeMismatch.Errorf("option t(): %s is a string variable", o.T.Name)
	case !anyOf(o.Type, "treat", "outcome", "missing"):
		return rc.Syntax.Errorf("type() must be treat, outcome or missing")
	case !anyOf(o.PrePost, "", "on", "off", "prepost"):
		return rc.Syntax.Errorf("option prepost() incorrectly specified")
	case len(c.Vars) < need:
		return rc.TooFewVars.Errorf("too few variables specified: an outcome and a treatment are required")
	}
	if t := o.treatment(c); t != nil && t.IsString() {
		return rc.TypeMismatch.Errorf("%s is a string variable", t.Name)
	}
	return nil
}

// treatment returns the variable of treatment, or nil.
func (o *panelview) treatment(c *interp.Call) *frame.Column {
	switch {
	case o.IgnoreTreat || o.Type == "missing" && !o.IgnoreY && len(c.Vars) < 2:
		return nil
	case o.IgnoreY:
		return c.Vars[0]
	}
	return c.Vars[1]
}

// read sorts the observations into units and periods.
func (o *panelview) read(c *interp.Call) (*panelMap, error) {
	rows := c.Rows.Where(func(i int) bool { return !o.I.Missing(i) && !o.T.Missing(i) })
	g := groupRows([]*frame.Column{o.I}, rows, false)
	if len(g.rows) == 0 {
		return nil, noObservations(0)
	}
	m := &panelMap{step: 1}
	for i := range rows.Each {
		m.periods = append(m.periods, o.T.Num(i))
	}
	slices.Sort(m.periods)
	m.periods = slices.Compact(m.periods)
	for k := 1; k < len(m.periods); k++ {
		if d := m.periods[k] - m.periods[k-1]; k == 1 || d < m.step {
			m.step = d
		}
	}
	treat := o.treatment(c)
	for k, part := range g.rows {
		u, err := o.unit(c, m, part, treat)
		if err != nil {
			return nil, err
		}
		u.name = value(c, o.I, g.first[k])
		m.units = append(m.units, u)
	}
	for _, u := range m.units {
		for _, v := range u.treat {
			if v < frame.Missing {
				m.levels = append(m.levels, v)
			}
		}
	}
	slices.Sort(m.levels)
	m.levels = slices.Compact(m.levels)
	if len(m.levels) > 8 && o.Type == "treat" {
		return nil, rc.TooManyValues.Errorf("treatment has %d levels; at most 8 can be shown", len(m.levels))
	}
	return m, c.Stop()
}

// unit reads the observations of one unit.
func (o *panelview) unit(c *interp.Call, m *panelMap, rows frame.Rows, treat *frame.Column) (panelUnit, error) {
	n := len(m.periods)
	u := panelUnit{seen: make([]bool, n), treat: make([]float64, n), y: make([]float64, n), first: n, never: true}
	for k := range n {
		u.treat[k], u.y[k] = frame.Missing, frame.Missing
	}
	taken := make([]bool, n)
	for i := range rows.Each {
		k, _ := slices.BinarySearch(m.periods, o.T.Num(i))
		if taken[k] {
			return u, rc.DataProblem.Errorf("repeated time values within panel: unit %s has more than one observation at %s", value(c, o.I, i), value(c, o.T, i))
		}
		taken[k] = true
		if slices.ContainsFunc(c.Vars, func(v *frame.Column) bool { return v.Missing(i) }) {
			continue
		}
		u.seen[k] = true
		if y := c.Vars[0]; !y.IsString() {
			u.y[k] = y.Num(i)
		}
		u.treat[k] = 0
		if treat != nil {
			u.treat[k] = treat.Num(i)
		}
		if u.treat[k] != 0 {
			u.first, u.never = min(u.first, k), false
			u.dose++
		}
	}
	return u, nil
}

// figure makes the figure.
func (o *panelview) figure(c *interp.Call, m *panelMap) (*graph.Figure, error) {
	none := func(bool, int) func(float64) (string, bool) { return nil }
	if o.Type == "outcome" {
		return o.outcomes(c, m)
	}
	p := &graph.Plot{Layers: o.cells(c, m), Tight: true}
	off := false
	units := graph.Ticks{Grid: &off, NoTicks: true}
	every := max(o.YLabDist, 1)
	for k, u := range m.units {
		if k%every == 0 {
			units.Values = append(units.Values, graph.Tick{At: float64(k + 1), Text: u.name, HasText: true})
		}
	}
	lo, hi := m.periods[0]-m.step/2, m.periods[len(m.periods)-1]+m.step/2
	x := graph.Axis{Used: true, Fixed: true, Range: []float64{lo, hi}, Format: o.T.Format, Hidden: true, Title: graph.Title{Lines: []string{columnTitle(o.T)}}}
	if len(m.periods) <= 40 || o.XLabDist > 0 {
		t := graph.Ticks{Grid: &off}
		for k := 0; k < len(m.periods); k += max(o.XLabDist, 1) {
			t.Values = append(t.Values, graph.Tick{At: m.periods[k]})
		}
		x.Labels = []graph.Ticks{t}
	}
	p.X = []graph.Axis{x}
	p.Y = []graph.Axis{{
		Used: true, Fixed: true, Range: []float64{0.5, float64(len(m.units)) + 0.5}, Reverse: true, Hidden: true,
		Labels: []graph.Ticks{units}, Title: graph.Title{Lines: []string{columnTitle(o.I)}},
	}}
	o.axisOptions.apply(p, none)
	f := &graph.Figure{Plot: p}
	setTitle(f, graph.TitleRole, map[string]string{"treat": "Treatment status", "missing": "Missing values"}[o.Type])
	o.titleOptions.apply(f)
	o.Legend.apply(&f.Legend, p.Layers)
	return f, nil
}

// A panelState is what a cell of the map can show.
type panelState struct {
	name, color string
	is          func(u *panelUnit, k int) bool
}

// states lists them in the order of the legend.
func (o *panelview) states(c *interp.Call, m *panelMap) []panelState {
	seen := func(u *panelUnit, k int) bool { return u.seen[k] }
	missing := panelState{"Missing", "gs14", func(u *panelUnit, k int) bool { return !u.seen[k] }}
	if o.Type == "missing" || o.treatment(c) == nil {
		return []panelState{{"Observed", "#5b87b0", seen}, missing}
	}
	if len(m.levels) > 2 || len(m.levels) == 2 && m.levels[0] != 0 {
		var out []panelState
		treat := o.treatment(c)
		for i, v := range m.levels {
			name := treat.Name + " = " + interp.FormatNumber(v)
			if text, ok := c.Frame().LabelOf(treat).Text(v); ok {
				name = text
			}
			out = append(out, panelState{name, doseColors[min(i*(len(doseColors)-1)/max(len(m.levels)-1, 1), len(doseColors)-1)], func(u *panelUnit, k int) bool { return u.treat[k] == v }})
		}
		return append(out, missing)
	}
	treated := func(u *panelUnit, k int) bool { return u.seen[k] && u.treat[k] != 0 }
	control := func(u *panelUnit, k int) bool { return u.seen[k] && u.treat[k] == 0 }
	if o.PrePost == "" || o.PrePost == "off" {
		return []panelState{{"Under control", "#c6dbef", control}, {"Under treatment", "#1f4e79", treated}, missing}
	}
	return []panelState{
		{"Controls", "#dbe6f1", func(u *panelUnit, k int) bool { return control(u, k) && u.never }},
		{"Treated (pre)", "#84b0d6", func(u *panelUnit, k int) bool { return control(u, k) && !u.never }},
		{"Treated (post)", "#1f4e79", treated},
		missing,
	}
}

// doseColors go from light to dark.
var doseColors = []string{"#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b"}

// smallMap is up to how many units and periods cells have white edges.
const smallMap = 80

// cells makes a layer of bars for each state that occurs. Without edges,
// neighbours in the same state are one bar.
func (o *panelview) cells(c *interp.Call, m *panelMap) []graph.Layer {
	states := o.states(c, m)
	colors := o.colors(len(states) - 1)
	edge := graph.LineStyle{Color: "white", Width: "vthin"}
	joined := len(m.units) > smallMap || len(m.periods) > smallMap
	if joined {
		edge = graph.LineStyle{Color: "none"}
	}
	var out []graph.Layer
	for n, s := range states {
		l := graph.Layer{Kind: "rbar", Name: s.name, Number: n + 1, Horizontal: true, BarWidth: 1, X: graph.Numbers{}}
		l.Style.Fill, l.Style.Line = s.color, edge
		if n < len(colors) {
			l.Style.Fill = colors[n]
		}
		for r := range m.units {
			u := &m.units[r]
			for k := 0; k < len(m.periods); k++ {
				if !s.is(u, k) {
					continue
				}
				from := k
				for joined && k+1 < len(m.periods) && m.periods[k+1]-m.periods[k] <= m.step && s.is(u, k+1) {
					k++
				}
				l.X, l.Y, l.Y2 = append(l.X, float64(r+1)), append(l.Y, m.periods[from]-m.step/2), append(l.Y2, m.periods[k]+m.step/2)
			}
		}
		if len(l.X) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// colors returns those of mycolor(): a list, or n of a palette from light to
// dark.
func (o *panelview) colors(n int) []string {
	var out []string
	for _, w := range o.MyColor.Words() {
		out = append(out, lang.Unquote(w.Text))
	}
	if len(out) != 1 {
		return out
	}
	p := findPalette(out[0])
	if p == nil {
		return out
	}
	out = nil
	for i := range n {
		out = append(out, p.at(0.15+0.7*float64(i)/float64(max(n-1, 1))))
	}
	return out
}
