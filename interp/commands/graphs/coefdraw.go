package graphs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A coefTable places coefficients on an axis.
type coefTable struct {
	o      *coefplot
	coefs  []coefRow          // one of each, in the order of the axis
	place  map[string]float64 // of coefficients, by key
	labels []graph.Tick
	groups []graph.LevelName
	end    float64         // of the axis
	headed map[string]bool // equations that have their heading
}

func newCoefTable(o *coefplot) *coefTable {
	return &coefTable{o: o, place: map[string]float64{}, headed: map[string]bool{}}
}

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
	t.sortCoefs()
	order := t.ordered()
	at := 0.0
	group := -1
	eq := -2
	for _, r := range order {
		at++
		if r == nil { // a gap
			continue
		}
		if at > 1 && t.startsGroup(r, &eq) {
			at += t.gap()
		}
		if h, ok := t.heading(r); ok {
			if at > 1 {
				at += t.o.Headings.style.Gap
			}
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

// sortCoefs applies sort(): by the coefficients of one plot; others stay behind
// those.
func (t *coefTable) sortCoefs() {
	by := t.o.Sort
	var plots []*coefSeries
	for _, p := range t.o.panels {
		plots = append(plots, p.plots...)
	}
	if !by.given || by.plot > len(plots) {
		return
	}
	value := func(key string) (float64, bool) {
		for _, r := range plots[by.plot-1].rows {
			if r.key() == key {
				return r.b, true
			}
		}
		return 0, false
	}
	slices.SortStableFunc(t.coefs, func(a, b coefRow) int {
		x, okx := value(a.key())
		y, oky := value(b.key())
		if !okx || !oky {
			return boolInt(!okx) - boolInt(!oky)
		}
		if by.descending {
			x, y = y, x
		}
		return boolInt(x > y) - boolInt(x < y)
	})
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
	if t.eqHeadings() && r.eq != "" && !t.headed[r.eq] {
		t.headed[r.eq] = true
		return t.eqName(r.eq), true
	}
	return "", false
}

// gap is the space between groups of coefficients.
func (t *coefTable) gap() float64 {
	if st := &t.o.Groups.style; !st.NoGap && st.Gap > 0 {
		return st.Gap
	}
	return 0
}

// startsGroup reports whether a coefficient is in another group than the one
// before, whose number is in last.
func (t *coefTable) startsGroup(r *coefRow, last *int) bool {
	_, id := t.groupOf(r)
	before := *last
	*last = id
	return before != -2 && id != before
}

// groupOf returns the name and the number of the group of a coefficient, by
// groups() or by equation; the number is -1 if it has none.
func (t *coefTable) groupOf(r *coefRow) (name string, id int) {
	id = -1
	for i, a := range t.o.Groups.list {
		if r.matchesAny(a.names) {
			name, id = a.text, i
		}
	}
	if id >= 0 || r.eq == "" || t.o.NoEqLabels || t.eqHeadings() {
		return name, id
	}
	return t.eqName(r.eq), 1000 + slices.Index(t.equations(), r.eq)
}

// eqHeadings reports whether names of equations are headings.
func (t *coefTable) eqHeadings() bool { return t.o.EqLabels.style.AsHead }

// eqName is what an equation is called.
func (t *coefTable) eqName(eq string) string {
	k := slices.Index(t.equations(), eq)
	if k < len(t.o.EqLabels.texts) {
		return t.o.EqLabels.texts[k]
	}
	return eq
}

// addGroup lets a group reach to a coefficient.
func (t *coefTable) addGroup(r *coefRow, at float64, last *int) {
	name, id := t.groupOf(r)
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
	if st.Wrap > 0 {
		text = strings.Join(wrapWords(text, st.Wrap), "\n")
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
	if err := t.addPlots(g, p); err != nil {
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
	x, byNumber, err := t.places(s, t.offset(p, s, j))
	if err != nil {
		return nil, false, err
	}
	st, number := s.o.style(0, j+1)
	marks := graph.Layer{Kind: "scatter", Name: t.name(p, s, j), Style: st, Number: number, X: x, BarWidth: s.o.barWidth(len(p.plots))}
	if s.o.Recast != "" {
		if marks.Kind = drawnType(s.o.Recast); marks.Kind == "" {
			return nil, false, rc.Syntax.Errorf("option recast() incorrectly specified")
		}
	}
	for i := range s.rows {
		marks.Y = append(marks.Y, s.rows[i].b)
	}
	if err := t.markLabels(&marks, s); err != nil {
		return nil, false, err
	}
	cis, err := t.intervals(s, x, number)
	if err != nil {
		return nil, false, err
	}
	if s.o.CITop {
		return append([]graph.Layer{marks}, cis...), byNumber, nil
	}
	return append(cis, marks), byNumber, nil
}

// offset is how far plot j stands beside the places of the coefficients.
func (t *coefTable) offset(p *coefPanel, s *coefSeries, j int) float64 {
	switch n := len(p.plots); {
	case s.o.Offset != nil && t.o.Vertical:
		return *s.o.Offset
	case s.o.Offset != nil:
		return -*s.o.Offset
	case n > 1 && !t.o.NoOffsets:
		return float64(j+1)/float64(n+1) - 0.5
	}
	return 0
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

// markLabels writes values, or what an expression says, beside the markers.
func (t *coefTable) markLabels(l *graph.Layer, s *coefSeries) error {
	if !s.o.MLabel.given {
		return nil
	}
	format := orText(s.o.Format, "%9.3g")
	for i := range s.rows {
		v, err := t.mlabel(&s.rows[i], l.X[i], s.o.MLabel.exp)
		if err != nil {
			return err
		}
		text := v.Str
		if !v.IsStr {
			text = strings.TrimSpace(t.o.c.Format(format, v.Num))
		}
		l.Label = append(l.Label, text)
	}
	l.Style.LabelPos, l.Style.LabelGap = string(s.o.MLabPos), s.o.MLabGap
	if l.Style.LabelPos == "" && !t.o.Vertical {
		l.Style.LabelPos = "12"
	}
	l.Style.Labels = graph.TextStyle{Size: string(s.o.MLabSize), Color: string(s.o.MLabColor)}
	return nil
}

// mlabel evaluates the expression of mlabel() for a coefficient.
func (t *coefTable) mlabel(r *coefRow, at float64, exp lang.Text) (expr.Value, error) {
	if exp.Text == "" {
		return expr.Num(r.b), nil
	}
	lo, hi := frame.Missing, frame.Missing
	if len(r.lo) > 0 {
		lo, hi = r.lo[0], r.hi[0]
	}
	row := stats.NewRow("", r.b, r.se, r.df, 95)
	text := strings.NewReplacer("@pval", literal(row.P), "@se", literal(row.SE), "@b", literal(r.b), "@ll1", literal(lo), "@ul1", literal(hi),
		"@ll", literal(lo), "@ul", literal(hi), "@t", literal(row.T), "@df", literal(r.df), "@at", literal(at)).Replace(exp.Text)
	x, err := lang.ParseExpr(text, exp.Pos)
	if err != nil {
		return expr.Value{}, rc.Locate(err, exp.Pos)
	}
	v, err := expr.Eval(x, t.o.c.Env())
	return v, rc.Locate(err, exp.Pos)
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
		asked := orText(ci.Recast.last(k), orText(s.o.CIRecast, "rspike"))
		kind := drawnType(asked)
		if kind == "" {
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

// addPlots adds the plots of addplot(). In them @b, @at, @ll, @ul and @se are
// what the panel shows, a row for each coefficient.
func (t *coefTable) addPlots(g *graph.Plot, p *coefPanel) error {
	text := t.o.AddPlot
	if strings.TrimSpace(text.Text) == "" {
		return nil
	}
	c, rows := t.o.c, t.o.c.ProgramRows()
	if strings.Contains(text.Text, "@") {
		data, names, err := t.shown(p)
		if err != nil {
			return err
		}
		before, name := c.CurrentFrame(), c.TempName()
		c.PutFrame(name, data)
		c.UseFrame(name)
		defer func() {
			c.UseFrame(before)
			c.PutFrame(name, nil)
		}()
		text.Text, rows = names.Replace(text.Text), frame.AllRows(data.N())
	}
	tw := &twoway{c: c, fig: t.o.figureOptions}
	if err := tw.addPlots(text); err != nil {
		return err
	}
	for _, own := range tw.plots {
		own.rows = own.rows.Where(rows.Has)
		layers, err := own.layers(rows, len(g.Layers)/2+1)
		if err != nil {
			return err
		}
		g.Layers = append(g.Layers, layers...)
	}
	return nil
}

// shown returns the coefficients of a panel as a dataset, and what turns @b and
// the like into names of its variables.
func (t *coefTable) shown(p *coefPanel) (*frame.Frame, *strings.Replacer, error) {
	names := []string{"at", "b", "se", "ll", "ul", "plot"}
	cols := make([][]float64, len(names))
	for j, s := range p.plots {
		x, _, err := t.places(s, t.offset(p, s, j))
		if err != nil {
			return nil, nil, err
		}
		for i := range s.rows {
			r := &s.rows[i]
			lo, hi := frame.Missing, frame.Missing
			if len(r.lo) > 0 {
				lo, hi = r.lo[0], r.hi[0]
			}
			for k, v := range []float64{x[i], r.b, r.se, lo, hi, float64(j + 1)} {
				cols[k] = append(cols[k], frame.Value(v))
			}
		}
	}
	f := frame.New()
	f.SetN(len(cols[0]))
	var pairs []string
	for k, name := range names {
		f.Put(frame.NewDoubles("__"+name, cols[k]))
		pairs = append(pairs, "@"+name, "__"+name)
	}
	return f, strings.NewReplacer(pairs...), nil
}

// Decode reads a list of words.
func (s *styles) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	return s.check(c, "", arg, nil)
}
