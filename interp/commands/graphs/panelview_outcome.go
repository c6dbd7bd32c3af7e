package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
)

// An outcomeKind is one of the colours of the lines of outcomes.
type outcomeKind struct {
	name, color string
	is          func(u *panelUnit, k int) bool
}

var outcomeKinds = []outcomeKind{
	{"Control", "gs10%60", func(u *panelUnit, k int) bool { return u.never }},
	{"Treated (pre)", "#84b0d6", func(u *panelUnit, k int) bool { return !u.never && u.treat[k] == 0 }},
	{"Treated (post)", "#c8502d", func(u *panelUnit, k int) bool { return !u.never && u.treat[k] != 0 }},
}

// outcomes draws the outcome of each unit over time.
func (o *panelview) outcomes(c *interp.Call, m *panelMap) (*graph.Figure, error) {
	if o.IgnoreY || c.Vars[0].IsString() {
		return nil, rc.Syntax.Errorf("type(outcome) requires a numeric outcome")
	}
	if !o.ByGroup {
		p := o.outcomePlot(c, m, m.units)
		f := &graph.Figure{Plot: p}
		o.titleOptions.apply(f)
		o.Legend.apply(&f.Legend, p.Layers)
		return f, nil
	}
	groups := []struct {
		name string
		is   func(u *panelUnit) bool
	}{
		{"Never treated", func(u *panelUnit) bool { return u.never }},
		{"Treatment changes", func(u *panelUnit) bool { return !u.never && u.dose < u.observed() }},
		{"Always treated", func(u *panelUnit) bool { return !u.never && u.dose == u.observed() }},
	}
	var cells []*graph.Figure
	for _, g := range groups {
		var units []panelUnit
		for i := range m.units {
			if g.is(&m.units[i]) {
				units = append(units, m.units[i])
			}
		}
		if len(units) > 0 {
			cell := &graph.Figure{Plot: o.outcomePlot(c, m, units)}
			setTitle(cell, graph.SubtitleRole, g.name)
			cells = append(cells, cell)
		}
	}
	by := o.By
	f := &graph.Figure{Grid: by.grid(len(cells))}
	for i, cell := range cells {
		f.Grid.Cells[i].Figure = cell
	}
	by.cols = nil
	return f, by.apply(c, f, o.figureOptions)
}

// observed counts the periods with data.
func (u *panelUnit) observed() int {
	n := 0
	for _, ok := range u.seen {
		if ok {
			n++
		}
	}
	return n
}

// outcomePlot makes the plot of some units.
func (o *panelview) outcomePlot(c *interp.Call, m *panelMap, units []panelUnit) *graph.Plot {
	colors := o.colors(len(outcomeKinds))
	p := &graph.Plot{
		X: []graph.Axis{{Used: true, Format: o.T.Format, Title: graph.Title{Lines: []string{columnTitle(o.T)}}}},
		Y: []graph.Axis{{Used: true, Format: c.Vars[0].Format, Title: graph.Title{Lines: []string{columnTitle(c.Vars[0])}}}},
	}
	kinds := outcomeKinds
	if o.treatment(c) == nil {
		kinds = []outcomeKind{{"", "#1f4e79%60", func(*panelUnit, int) bool { return true }}}
	}
	for n, kind := range kinds {
		l := graph.Layer{Kind: "line", Name: kind.name, Number: 1, X: graph.Numbers{}}
		if o.Discrete {
			l.Kind = "scatter"
		}
		color := kind.color
		if n < len(colors) {
			color = colors[n]
		}
		l.Style = graph.Style{Gaps: true, MColor: color, MSize: "small", Line: graph.LineStyle{Color: color, Width: orText(o.Width.pick(0), "medthin"), Pattern: "solid"}}
		for i := range units {
			o.trace(&l, m, &units[i], kind)
		}
		if len(l.X) > 0 || o.ByGroup { // the legend is that of the first panel
			p.Layers = append(p.Layers, l)
		}
	}
	o.axisOptions.apply(p, func(bool, int) func(float64) (string, bool) { return nil })
	return p
}

// trace adds the periods of a unit that are of a kind, with the period before
// each of their runs, so that lines hang together.
func (o *panelview) trace(l *graph.Layer, m *panelMap, u *panelUnit, kind outcomeKind) {
	add := func(x, y float64) { l.X, l.Y = append(l.X, x), append(l.Y, y) }
	open := false
	for k, x := range m.periods {
		if !u.seen[k] || !kind.is(u, k) {
			if open {
				add(x, frame.Missing)
			}
			open = false
			continue
		}
		if !open && !o.Discrete && k > 0 && u.seen[k-1] {
			add(m.periods[k-1], u.y[k-1])
		}
		open = true
		add(x, u.y[k])
	}
	if open {
		add(m.periods[len(m.periods)-1], frame.Missing)
	}
}
