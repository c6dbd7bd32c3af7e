package graphs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// A coefTable places coefficients on an axis.
type coefTable struct {
	o      *coefplot
	coefs  []coefRow          // one of each, in the order of the axis
	place  map[string]float64 // of coefficients, by key
	labels []graph.Tick
	groups []graph.LevelName
	end    float64 // of the axis
}

func newCoefTable(o *coefplot) *coefTable { return &coefTable{o: o, place: map[string]float64{}} }

// arrange puts the coefficients of all plots in order and gives them places.
func (t *coefTable) arrange() error {
	for _, p := range t.o.panels {
		for _, s := range p.plots {
			for _, r := range s.rows {
				if !slices.ContainsFunc(t.coefs, func(c coefRow) bool { return c.key() == r.key() }) {
					t.coefs = append(t.coefs, r)
				}
			}
		}
	}
	if len(t.coefs) == 0 {
		return rc.NotFound.Errorf("no coefficients to plot")
	}
	slices.SortStableFunc(t.coefs, func(a, b coefRow) int {
		return boolInt(a.name == "_cons" && a.eq == "") - boolInt(b.name == "_cons" && b.eq == "")
	})
	order := t.ordered()
	at := 0.0
	group := -1
	for _, r := range order {
		at++
		if r == nil { // a gap
			continue
		}
		if h, ok := t.heading(r); ok {
			t.labels = append(t.labels, graph.Tick{At: at, Text: "{bf:" + h + "}", HasText: true})
			at++
		}
		t.place[r.key()] = at
		t.labels = append(t.labels, graph.Tick{At: at, Text: t.label(r), HasText: true})
		t.addGroup(r, at, &group)
	}
	t.end = at
	return nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ordered applies order(): what it lists comes first; nil is a gap.
func (t *coefTable) ordered() []*coefRow {
	var out []*coefRow
	used := map[string]bool{}
	for _, p := range strings.Fields(t.o.Order.Text) {
		if p == "." {
			out = append(out, nil)
			continue
		}
		for i := range t.coefs {
			if r := &t.coefs[i]; r.matches(p) && !used[r.key()] {
				used[r.key()] = true
				out = append(out, r)
			}
		}
	}
	for i := range t.coefs {
		if r := &t.coefs[i]; !used[r.key()] {
			out = append(out, r)
		}
	}
	return out
}

// heading returns the heading above a coefficient, once.
func (t *coefTable) heading(r *coefRow) (string, bool) {
	for i := range t.o.Headings.list {
		a := &t.o.Headings.list[i]
		if r.matchesAny(a.names) {
			text := a.text
			a.names = nil
			return text, true
		}
	}
	return "", false
}

// addGroup lets a group reach to a coefficient.
func (t *coefTable) addGroup(r *coefRow, at float64, last *int) {
	name, id := "", -1
	for i, a := range t.o.Groups.list {
		if r.matchesAny(a.names) {
			name, id = a.text, i
		}
	}
	if id < 0 && r.eq != "" && !t.o.NoEqLabels {
		name, id = r.eq, 1000
		for k, text := range texts(t.o.EqLabels) {
			if eqs := t.equations(); k < len(eqs) && eqs[k] == r.eq {
				name = text
			}
		}
	}
	if id < 0 {
		*last = -1
		return
	}
	if n := len(t.groups); n > 0 && *last == id && t.groups[n-1].Text == name {
		t.groups[n-1].Hi = at + 0.5
		return
	}
	*last = id
	t.groups = append(t.groups, graph.LevelName{Lo: at - 0.5, Hi: at + 0.5, Text: name})
}

// equations returns the names of equations in order.
func (t *coefTable) equations() []string {
	var out []string
	for i := range t.coefs {
		if eq := t.coefs[i].eq; !slices.Contains(out, eq) {
			out = append(out, eq)
		}
	}
	return out
}

// label is what stands on the axis for a coefficient.
func (t *coefTable) label(r *coefRow) string {
	st := &t.o.CoefLabels.style
	text := ""
	if a, ok := t.o.CoefLabels.of(r); ok {
		text = a.text
	} else {
		text = coefName(t.o.c, r.name, !t.o.NoLabels, st.Interaction)
	}
	if n := []rune(text); st.Truncate > 0 && len(n) > st.Truncate {
		text = string(n[:st.Truncate])
	}
	return text
}

// coefName is how a coefficient is called: by the labels of its variables and
// values.
func coefName(c *interp.Call, name string, labels bool, joiner string) string {
	if joiner == "" {
		joiner = " # "
	}
	if name == "_cons" && labels {
		return "Constant"
	}
	t, err := terms.Parse(name)
	if err != nil || !labels {
		return name
	}
	var parts []string
	for _, f := range t.Factors {
		parts = append(parts, factorName(c.Frame(), f))
	}
	return strings.Join(parts, joiner)
}

func factorName(f *frame.Frame, fac terms.Factor) string {
	col := f.Column(fac.Var)
	name := fac.Var
	if col != nil && col.Label != "" {
		name = col.Label
	}
	if fac.Lags != "" {
		name = fac.Lags + "." + name
	}
	if !fac.Level {
		return name
	}
	if col != nil {
		if text, ok := f.LabelOf(col).Text(fac.Value); ok {
			return text
		}
	}
	return name + "=" + interp.FormatNumber(fac.Value)
}

// plot makes the plot of a panel.
func (t *coefTable) plot(p *coefPanel) (*graph.Plot, error) {
	g := &graph.Plot{}
	coefs := graph.Axis{Used: true}
	values := graph.Axis{Used: true}
	numeric := false
	for j, s := range p.plots {
		layers, byNumber, err := t.layers(p, s, j)
		if err != nil {
			return nil, err
		}
		numeric = numeric || byNumber
		g.Layers = append(g.Layers, layers...)
	}
	if !numeric {
		t.coefAxis(&coefs)
	}
	if t.o.Vertical && !t.o.Horizontal {
		g.X, g.Y = []graph.Axis{coefs}, []graph.Axis{values}
	} else {
		if !numeric {
			coefs.Reverse = true
		}
		g.X, g.Y = []graph.Axis{values}, []graph.Axis{coefs}
		for i := range g.Layers {
			g.Layers[i].Horizontal = true
		}
	}
	if err := t.addPlots(g); err != nil {
		return nil, err
	}
	t.o.axisOptions.apply(g, func(bool, int) func(float64) (string, bool) { return nil })
	on := true
	if t.o.Vertical {
		if g.Y[0].Grid == nil {
			g.Y[0].Grid = &on
		}
	} else if g.X[0].Grid == nil {
		g.X[0].Grid = &on
	}
	return g, nil
}

// coefAxis makes the axis of coefficients.
func (t *coefTable) coefAxis(a *graph.Axis) {
	st := t.o.CoefLabels.style.labelStyle
	off := strings.TrimSpace(t.o.Grid.Text) == "within"
	ticks := graph.Ticks{Values: t.labels, Grid: &off, NoTicks: st.NoTicks, NoLabels: st.NoLabels, Gap: st.LabGap, Alternate: st.Alternate}
	ticks.Style = graph.TextStyle{Size: string(st.LabSize), Color: string(st.LabColor), Angle: string(st.Angle)}
	if ticks.Style.Angle == "" && !t.o.Vertical {
		ticks.Style.Angle = "0"
	}
	a.Labels = []graph.Ticks{ticks}
	a.Range, a.Fixed = []float64{0.5, t.end + 0.5}, true
	if len(t.groups) > 0 {
		gs := t.o.Groups.style.labelStyle
		a.Levels = []graph.Level{{Names: t.groups, Style: graph.TextStyle{Size: string(gs.LabSize), Color: string(gs.LabColor), Angle: string(gs.Angle)}}}
	}
}

// layers makes the layers of one plot: intervals, then markers. byNumber tells
// that the places are those of at().
func (t *coefTable) layers(p *coefPanel, s *coefSeries, j int) (out []graph.Layer, byNumber bool, err error) {
	offset := 0.0
	if n := len(p.plots); n > 1 && !t.o.NoOffsets {
		offset = float64(j+1)/float64(n+1) - 0.5
	}
	if s.o.Offset != nil {
		offset = *s.o.Offset
		if !t.o.Vertical {
			offset = -offset
		}
	}
	x, byNumber, err := t.places(s, offset)
	if err != nil {
		return nil, false, err
	}
	st, number := s.o.style(0, j+1)
	marks := graph.Layer{Kind: "scatter", Name: t.name(p, s, j), Style: st, Number: number, X: x, BarWidth: s.o.barWidth(len(p.plots))}
	if s.o.Recast != "" {
		if !graph.KnownKind(s.o.Recast) {
			return nil, false, rc.Syntax.Errorf("option recast() incorrectly specified")
		}
		marks.Kind = s.o.Recast
	}
	for i := range s.rows {
		marks.Y = append(marks.Y, s.rows[i].b)
	}
	t.markLabels(&marks, s)
	cis, err := t.intervals(s, x, number)
	if err != nil {
		return nil, false, err
	}
	if s.o.CITop {
		return append([]graph.Layer{marks}, cis...), byNumber, nil
	}
	return append(cis, marks), byNumber, nil
}

func (o *modelOptions) barWidth(plots int) float64 {
	if o.BarWidth > 0 {
		return o.BarWidth
	}
	return 0.8 / float64(plots)
}

// name is what the legend calls a plot; "" if there is just one.
func (t *coefTable) name(p *coefPanel, s *coefSeries, j int) string {
	for _, list := range []titleLines{t.o.PlotLabels, t.o.LegendLabel} {
		if j < len(list) {
			return list[j]
		}
	}
	if s.o.NoKey || len(p.plots) == 1 && !t.o.Legend.given {
		return ""
	}
	return s.label
}

// places returns where the coefficients of a plot stand.
func (t *coefTable) places(s *coefSeries, offset float64) ([]float64, bool, error) {
	spec, given := s.o.At.spec, s.o.At.given
	out := make([]float64, len(s.rows))
	if given && spec != "" && spec != "_coef" {
		v, _, _, err := t.o.vector(spec)
		if err != nil {
			return nil, false, err
		}
		for i := range out {
			out[i] = frame.Missing
			if i < len(v) {
				out[i] = v[i]
			}
		}
		return out, true, nil
	}
	for i := range s.rows {
		if given {
			x, err := strconv.ParseFloat(s.rows[i].name, 64)
			if err != nil {
				return nil, false, rc.Syntax.Errorf("option at(): %s is not a number", s.rows[i].name)
			}
			out[i] = x
			continue
		}
		out[i] = t.place[s.rows[i].key()] + offset
	}
	return out, given, nil
}

// markLabels writes the values beside the markers.
func (t *coefTable) markLabels(l *graph.Layer, s *coefSeries) {
	if !s.o.MLabel {
		return
	}
	format := orText(s.o.Format, "%9.3g")
	for _, y := range l.Y {
		l.Label = append(l.Label, strings.TrimSpace(t.o.c.Format(format, y)))
	}
	l.Style.LabelPos, l.Style.LabelGap = string(s.o.MLabPos), s.o.MLabGap
	if l.Style.LabelPos == "" && !t.o.Vertical {
		l.Style.LabelPos = "12"
	}
	l.Style.Labels = graph.TextStyle{Size: string(s.o.MLabSize), Color: string(s.o.MLabColor)}
}

// ciOptions are those of ciopts().
type ciOptions struct {
	look
	Recast   styles  `opt:"REcast(types)" help:"type of plot"`
	BarWidth float64 `opt:"BARWidth(#)" help:"width of bars"`
}

// intervals makes a layer of intervals for each level, the widest the
// thinnest.
func (t *coefTable) intervals(s *coefSeries, x []float64, number int) ([]graph.Layer, error) {
	levels := len(t.o.levels(&s.o))
	for i := range s.rows {
		levels = max(levels, len(s.rows[i].lo))
	}
	if s.o.NoCI {
		return nil, nil
	}
	var ci ciOptions
	if err := bind(t.o.c, s.o.CIOpts, &ci); err != nil {
		return nil, err
	}
	var out []graph.Layer
	for k := range levels {
		st, n := ci.style(k, number)
		kind := orText(ci.Recast.last(k), orText(s.o.CIRecast, "rspike"))
		if !graph.KnownKind(kind) {
			return nil, rc.Syntax.Errorf("option cirecast() incorrectly specified")
		}
		if st.Line.Width == "" && levels > 1 && kind == "rspike" {
			st.Line.Width = []string{"medium", "thick", "vthick"}[min(k, 2)]
		}
		inheritColor(&st, &s.o.look)
		l := graph.Layer{Kind: kind, X: x, Style: st, Number: n, BarWidth: ci.BarWidth, Weak: kind == "rarea"}
		if l.BarWidth == 0 {
			l.BarWidth = 0.5
		}
		for i := range s.rows {
			lo, hi := frame.Missing, frame.Missing
			if k < len(s.rows[i].lo) {
				lo, hi = s.rows[i].lo[k], s.rows[i].hi[k]
			}
			l.Y, l.Y2 = append(l.Y, lo), append(l.Y2, hi)
		}
		out = append(out, l)
	}
	return out, nil
}

// inheritColor gives intervals the colour of their markers.
func inheritColor(st *graph.Style, marks *look) {
	for _, list := range []styles{marks.Color.styles, marks.MColor.styles, marks.LColor.styles} {
		if v := list.pick(0); v != "" && st.Line.Color == "" {
			st.Line.Color = v
		}
	}
}

// addPlots adds the plots of addplot().
func (t *coefTable) addPlots(g *graph.Plot) error {
	if strings.TrimSpace(t.o.AddPlot.Text) == "" {
		return nil
	}
	tw := &twoway{c: t.o.c, fig: t.o.figureOptions}
	if err := tw.addPlots(t.o.AddPlot); err != nil {
		return err
	}
	for _, p := range tw.plots {
		layers, err := p.layers(t.o.c.ProgramRows(), len(g.Layers)/2+1)
		if err != nil {
			return err
		}
		g.Layers = append(g.Layers, layers...)
	}
	return nil
}

// Decode reads a list of words.
func (s *styles) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return s.check(c, "", arg, nil)
}
