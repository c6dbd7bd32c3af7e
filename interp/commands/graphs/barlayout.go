package graphs

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
)

// Spaces between bars and groups, in bars.
const (
	innerGap = 0.5 // between the innermost groups
	nextGap  = 1.0 // between groups of the next level
	edgeGap  = 0.4
)

// A slot is the place of an innermost group on the axis.
type slot struct {
	*node
	lo, hi float64
}

// A rack places groups on the axis, in units of a bar.
type rack struct {
	t      *barTable
	o      *groupOptions
	at     float64
	width  func(n *node) float64 // of an innermost group
	slots  []slot
	levels []graph.Level // the outermost first
}

// place places all groups and returns the length of the axis.
func (r *rack) place() float64 {
	depth := len(r.t.overs)
	r.levels = make([]graph.Level, depth)
	outer := percentText(r.o.OuterGap, edgeGap)
	r.at = outer
	r.list(r.t.groups, 0, depth)
	return r.at + outer
}

func percentText(s string, otherwise float64) float64 {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "*"); ok {
		if x, err := strconv.ParseFloat(rest, 64); err == nil {
			return otherwise * x
		}
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return x / 100
	}
	return otherwise
}

// list places the groups of one list.
func (r *rack) list(nodes []*node, level, depth int) {
	for i, n := range nodes {
		if i > 0 {
			otherwise := innerGap
			if n.children != nil {
				otherwise = nextGap
			} else if len(n.series) > 1 && !r.stacked() {
				otherwise = 0.8
			}
			gap := otherwise
			if level < depth {
				gap = r.t.overs[level].gap(otherwise)
			}
			r.at += gap
		}
		lo := r.at
		if n.children != nil {
			r.list(n.children, level+1, depth)
		} else {
			r.at += r.width(n)
			r.slots = append(r.slots, slot{n, lo, r.at})
		}
		if level < depth {
			margin := 0.2
			r.levels[level].Names = append(r.levels[level].Names, graph.LevelName{Lo: lo - margin, Hi: r.at + margin, Text: n.name})
		}
	}
}

func (r *rack) stacked() bool { return r.width(&node{series: []int{0, 1}}) == 1 }

// plot makes the plot with an axis of groups of the given length and a value
// axis.
func (r *rack) plot(length float64, horizontal bool, title string, format string) *graph.Plot {
	groups := graph.Axis{Range: []float64{0, length}, Fixed: true, Used: true, Alt: r.o.XAlt}
	for i := len(r.levels) - 1; i >= 0; i-- {
		l := r.levels[i]
		st := r.t.overs[i].style
		ls := st.Label.labelStyle
		l.Style = graph.TextStyle{Size: string(ls.LabSize), Color: string(ls.LabColor), Angle: string(ls.Angle)}
		l.Alternate = ls.Alternate
		if ls.NoLabels || strings.Contains(st.Axis.Text, "off") {
			continue
		}
		groups.Levels = append(groups.Levels, l)
	}
	if len(groups.Levels) == 0 {
		groups.Levels = []graph.Level{{}}
	}
	values := graph.Axis{Title: graph.Title{Lines: textLines(title)}, Format: format, Used: true, Reverse: r.o.YReverse, Alt: r.o.YAlt}
	p := &graph.Plot{X: []graph.Axis{groups}, Y: []graph.Axis{values}}
	if horizontal {
		groups.Reverse = true
		p.X, p.Y = []graph.Axis{values}, []graph.Axis{groups}
	}
	return p
}

func textLines(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// applyTo applies the options of axes: y is the axis of values, wherever it is.
func (o *groupOptions) applyTo(p *graph.Plot, horizontal bool, length float64) {
	none := func(bool, int) func(float64) (string, bool) { return nil }
	a := o.axisOptions
	texts := a.Text
	a.Text = nil
	if horizontal {
		a.XTitle, a.YTitle = a.YTitle, a.XTitle
		a.XScale, a.YScale = a.YScale, a.XScale
		a.XLabel, a.YLabel = a.YLabel, a.XLabel
		a.XLine, a.YLine = turned(a.YLine, true), turned(a.XLine, false)
		a.XLog, a.YLog = a.YLog, a.XLog
	}
	a.apply(p, none)
	for _, t := range texts { // x counts 0 to 100 along the groups
		t.X = t.X / 100 * length
		if horizontal {
			t.X, t.Y = t.Y, t.X
		}
		p.Texts = append(p.Texts, t)
	}
}

func turned(l refList, vertical bool) refList {
	out := make(refList, len(l))
	for i, r := range l {
		r.Vertical = vertical
		out[i] = r
	}
	return out
}

// panel makes the plot of a bar or dot chart.
func (o *bar) panel(t *barTable) (*graph.Plot, error) {
	step := 1 + percentText(o.BarGap, 0)
	r := &rack{t: t, o: &o.groupOptions, width: func(n *node) float64 {
		if o.Stack || o.kind == "dot" || len(n.series) == 0 {
			return 1
		}
		return 1 + step*float64(len(n.series)-1)
	}}
	length := r.place()
	title, format := "", ""
	if len(t.series) == 1 || o.AsYVars {
		m := &t.series[0].m
		title = m.title()
		if m.col != nil && !anyOf(m.stat, "count", "percent", "proportion") {
			format = m.col.Format
		}
	}
	if o.Percentages {
		title, format = "percent", ""
	}
	if o.AsCategory && len(t.series) > 1 && !o.AsYVars {
		title = ""
	}
	p := r.plot(length, o.horizontal, title, format)
	p.Layers = o.layers(t, r, step)
	o.applyTo(p, o.horizontal, length)
	return p, t.c.Stop()
}

// layers makes a layer for each series.
func (o *bar) layers(t *barTable, r *rack, step float64) []graph.Layer {
	looks := o.Looks
	if o.kind == "dot" {
		looks = o.Markers
	}
	out := make([]graph.Layer, len(t.series))
	for k := range out {
		st, number := o.seriesStyle(looks, k)
		out[k] = graph.Layer{Kind: "bar", Name: t.series[k].name, Style: st, Number: number, Horizontal: o.horizontal, BarWidth: 1, X: graph.Numbers{}}
		if o.Stack {
			out[k].Kind, out[k].Y2 = "stack", graph.Numbers{}
		}
		if o.kind == "dot" {
			out[k].Kind = "dot"
			if l := looks[k+1]; l != nil {
				out[k].Style.Line = graph.LineStyle{}
			}
		}
		if o.AsCategory && !o.AsYVars {
			out[k].Name = ""
		}
	}
	for _, s := range r.slots {
		o.fill(t, s, out, step)
	}
	if o.Exclude0 && o.kind == "bar" && !o.Stack {
		o.raiseBase(out)
	}
	if len(t.series) == 1 {
		out[0].Name = ""
	}
	return out
}

// fill adds the bars of one group to the layers.
func (o *bar) fill(t *barTable, s slot, out []graph.Layer, step float64) {
	values := make([]float64, len(s.series))
	total := 0.0
	for i, k := range s.series {
		values[i] = t.value(s.node, k)
		if values[i] < frame.Missing {
			total += values[i]
		}
	}
	up, down := 0.0, 0.0
	for i, k := range s.series {
		v := values[i]
		if v >= frame.Missing {
			continue
		}
		if o.Percentages {
			if total == 0 {
				continue
			}
			v = 100 * v / total
		}
		l := &out[k]
		switch {
		case o.Stack:
			base := &up
			if v < 0 {
				base = &down
			}
			l.X, l.Y, l.Y2 = append(l.X, s.lo+0.5), append(l.Y, *base), append(l.Y2, *base+v)
			*base += v
			o.label(t, l, s, k, v, *base)
			continue
		case o.kind == "dot":
			l.X, l.Y = append(l.X, s.lo+0.5), append(l.Y, v)
		default:
			l.X, l.Y = append(l.X, s.lo+0.5+step*float64(i)), append(l.Y, v)
		}
		o.label(t, l, s, k, v, v)
	}
}

// label adds the label of the bar that was added last.
func (o *bar) label(t *barTable, l *graph.Layer, s slot, k int, v, total float64) {
	if o.BLabel.what == "" || o.BLabel.what == "none" {
		return
	}
	format := o.BLabel.style.Format
	if format == "" {
		format = "%9.0g"
	}
	text := ""
	switch o.BLabel.what {
	case "bar":
		text = strings.TrimSpace(t.c.Format(format, v))
	case "total":
		text = strings.TrimSpace(t.c.Format(format, total))
	case "name":
		text = t.series[k].name
	case "group":
		text = s.name
	}
	l.Label = append(l.Label, text)
	l.Style.Labels = o.BLabel.style.style()
	l.Style.LabelPos, l.Style.LabelGap = o.BLabel.style.Position, o.BLabel.style.Gap
	if o.Stack && o.BLabel.what == "total" && l.Style.LabelPos == "" {
		l.Style.LabelPos = "outside"
	}
}

// raiseBase lets bars begin at the lower end of the data.
func (o *bar) raiseBase(layers []graph.Layer) {
	lo, hi := frame.Missing, -frame.Missing
	for i := range layers {
		for _, y := range layers[i].Y {
			lo, hi = min(lo, y), max(hi, y)
		}
	}
	if lo > 0 && lo < hi {
		for i := range layers {
			layers[i].Base = lo - (hi-lo)/10
		}
	}
}
