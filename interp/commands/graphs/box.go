package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Box and HBox are the commands "graph box" and "graph hbox".
var (
	Box  = boxChart("GRaph box", "vertical box plot", false)
	HBox = boxChart("GRaph hbox", "horizontal box plot", true)
)

func boxChart(name, brief string, horizontal bool) *interp.Command {
	return &interp.Command{
		Name: name, Brief: brief, Syntax: "[anything] [if] [in] [aw fw pw]",
		Doc: `    graph box yvars [if] [in] [weight] [, over(varname, suboptions) options]

Boxes go from the lower to the upper quartile, the line in them is the median. Whiskers go to the last observations within 1.5
interquartile ranges of the box; what lies beyond is shown as markers.`,
		New: func() interp.Runner {
			return &box{horizontal: horizontal, groupOptions: groupOptions{figureOptions: &figureOptions{}}}
		},
	}
}

type box struct {
	groupOptions
	NoOutsides bool     `opt:"noOUTsides" help:"no markers beyond the whiskers"`
	Markers    lookList `opt:"Marker(#-suboptions)" help:"how the markers of one variable look"`
	MedType    string   `opt:"MEDTYPE(type)" help:"how the median is shown: line, cline or marker"`
	MedLine    lineLook `opt:"MEDLine(suboptions)" help:"how the line of the median looks"`
	MedMarker  lookOnly `opt:"MEDMarker(suboptions)" help:"how the marker of the median looks, with medtype(marker)"`
	CWhiskers  bool     `opt:"CWhiskers" help:"lines() says how whiskers look"`
	Lines      lineLook `opt:"LINES(suboptions)" help:"how the whiskers look"`
	AlSize     float64  `opt:"ALSIZE(#)" help:"length of the ends of whiskers, in percent of a box; default 67"`
	CapSize    unused   `opt:"CAPSIZE(#)" help:"changes nothing here"`
	Horizontal bool     `opt:"HORizontal" help:"as graph hbox"`

	horizontal bool
}

// A lineLook is how a line looks.
type lineLook struct{ lineStyle }

// Decode reads the suboptions.
func (l *lineLook) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return bind(c, commasOut(*arg), &l.lineStyle)
}

// lookOnly is an option whose suboptions say how a plot looks.
type lookOnly struct{ look }

// Decode reads the suboptions.
func (l *lookOnly) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return bind(c, commasOut(*arg), &l.look)
}

// Run draws the boxes.
func (o *box) Run(c *interp.Call) error {
	o.horizontal = o.horizontal || o.Horizontal
	if !anyOf(o.MedType, "", "line", "cline", "marker") {
		return rc.Syntax.Errorf("option medtype() incorrectly specified")
	}
	ms, err := measures(c, c.Body, "median")
	if err != nil {
		return err
	}
	for i := range ms {
		if ms[i].col == nil || ms[i].col.IsString() {
			return rc.Required.At(c.Body.Pos, "varlist required")
		}
		if ms[i].name == "" {
			ms[i].name = columnTitle(ms[i].col)
			if o.NoLabel {
				ms[i].name = ms[i].col.Name
			}
		}
	}
	f, err := o.figure(c, ms, o.panel)
	if err != nil {
		return err
	}
	if o.NoOutsides && !o.Note.given && len(o.By.cols) == 0 {
		setTitle(f, graph.NoteRole, "excludes outside values")
	}
	return finish(c, f, &o.pageOptions)
}

// panel makes the plot of boxes.
func (o *box) panel(t *barTable) (*graph.Plot, error) {
	step := 1 + percentText(o.BarGap, 0.33)
	r := &rack{t: t, o: &o.groupOptions, width: func(n *node) float64 {
		return 1 + step*float64(max(len(n.series)-1, 0))
	}}
	length := r.place()
	title, format := "", ""
	if len(t.series) == 1 || o.AsYVars {
		title, format = t.series[0].m.title(), t.series[0].m.col.Format
	}
	p := r.plot(length, o.horizontal, title, format)
	for k := range t.series {
		p.Layers = append(p.Layers, o.layers(t, r, step, k)...)
	}
	if len(t.series) == 1 {
		p.Layers[0].Name = ""
	}
	// Boxes come first, so that legends count them.
	var boxes, rest []graph.Layer
	for _, l := range p.Layers {
		if l.Kind == "rbar" && l.BarWidth == 1 {
			boxes = append(boxes, l)
		} else {
			rest = append(rest, l)
		}
	}
	p.Layers = append(boxes, rest...)
	o.applyTo(p, o.horizontal, length)
	return p, t.c.Stop()
}

// layers makes the layers of one variable: boxes, medians, whiskers, markers.
func (o *box) layers(t *barTable, r *rack, step float64, k int) []graph.Layer {
	st, number := o.seriesStyle(o.Looks, k)
	base := graph.Layer{Style: st, Number: number, Horizontal: o.horizontal}
	boxes, medians, whiskers, outside := base, base, base, base
	boxes.Kind, boxes.BarWidth, boxes.Name = "rbar", 1, t.series[k].name
	if o.AsCategory && !o.AsYVars {
		boxes.Name = ""
	}
	medians.Kind, medians.BarWidth = "rbar", 1.0000001
	medians.Style = graph.Style{Line: graph.LineStyle{Color: "bg", Width: "medthick"}}
	if l := o.MedLine.style(); l != (graph.LineStyle{}) {
		medians.Style.Line = l
	}
	if o.MedType == "marker" {
		medians.Kind = "scatter"
		medians.Style, _ = o.MedMarker.style(0, number)
		if medians.Style.MColor == "" {
			medians.Style.MColor = "bg"
		}
	}
	whiskers.Kind, whiskers.Style = "whisker", graph.Style{Line: whiskerLine(st, o.Lines.style()), MSize: "medlarge"}
	outside.Kind = "scatter"
	if l := o.Markers[k+1]; l != nil {
		outside.Style, outside.Number = l.style(0, number)
	} else {
		outside.Style = graph.Style{MSize: "small", MColor: st.Fill}
	}
	for _, s := range r.slots {
		for i, j := range s.series {
			if j != k {
				continue
			}
			b, ok := t.box(s.node, k)
			if !ok {
				continue
			}
			x := s.lo + 0.5 + step*float64(i)
			add := func(l *graph.Layer, lo, hi float64) {
				l.X, l.Y, l.Y2 = append(l.X, x), append(l.Y, lo), append(l.Y2, hi)
			}
			add(&boxes, b.q1, b.q3)
			add(&medians, b.median, b.median)
			add(&whiskers, b.q3, b.upper)
			add(&whiskers, b.q1, b.lower)
			for _, v := range b.outside {
				if !o.NoOutsides {
					outside.X, outside.Y = append(outside.X, x), append(outside.Y, v)
				}
			}
		}
	}
	return []graph.Layer{boxes, whiskers, medians, outside}
}

func whiskerLine(st graph.Style, own graph.LineStyle) graph.LineStyle {
	if own == (graph.LineStyle{}) {
		own.Color = st.Line.Color
	}
	return own
}

// A fiveNumbers describes the values of one box.
type fiveNumbers struct {
	q1, median, q3, lower, upper float64
	outside                      []float64
}

// box describes series k in a group; ok tells that there are data.
func (t *barTable) box(n *node, k int) (b fiveNumbers, ok bool) {
	s := &t.series[k]
	var x, w []float64
	for i := range n.rows.Each {
		if s.rows != nil && !s.rows.Has(i) {
			continue
		}
		if v := s.m.col.Num(i); v < frame.Missing {
			x = append(x, v)
			if t.weight != nil {
				w = append(w, t.weight[i])
			}
		}
	}
	if len(x) == 0 {
		return b, false
	}
	q := stats.Percentiles(x, w, []float64{25, 50, 75})
	b.q1, b.median, b.q3 = q[0], q[1], q[2]
	fence := 1.5 * (b.q3 - b.q1)
	b.lower, b.upper = b.q1, b.q3
	for _, v := range x {
		switch {
		case v < b.q1-fence || v > b.q3+fence:
			b.outside = append(b.outside, v)
		default:
			b.lower, b.upper = min(b.lower, v), max(b.upper, v)
		}
	}
	return b, true
}
