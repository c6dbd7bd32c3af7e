package graphs

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// margins are results of the command margins: numbers over some dimensions.
type margins struct {
	dims   []marginDim
	points []margin
	ytitle string
	what   string   // title of the results
	derivs []string // variables of dydx()
	level  float64
}

// A marginDim is one dimension: a variable of at() that changes, a factor, or
// the variables of dydx().
type marginDim struct {
	name, label string
	at          bool // a variable of at()
	factor      bool
	values      []float64 // that occur, in order of occurrence
	texts       map[float64]string
}

// derivDim is the name of the dimension of the variables of dydx().
const derivDim = "_deriv"

// A margin is one number with its place on each dimension.
type margin struct {
	b, se, df, lo, hi float64
	at                []float64 // by dimension
}

// readMargins reads r(), or e() after margins, post.
func readMargins(c *interp.Call, o *marginsplot) (*margins, error) {
	get, text := func(n string) *interp.Matrix { return c.R.Matrix(n) }, c.R.Macro
	scalar := c.R.Scalar
	if text("cmd") != "margins" {
		e := c.E
		get = func(n string) *interp.Matrix {
			if n == "b" {
				return e.B
			}
			if n == "V" {
				return e.V
			}
			return e.Results.Matrix(n)
		}
		text, scalar = e.Macro, e.Scalar
		if text("cmd") != "margins" {
			return nil, rc.NoEstimates.Errorf("previous command was not margins")
		}
	}
	b := get("b")
	if b == nil {
		return nil, rc.NoEstimates.Errorf("previous command was not margins")
	}
	m := &margins{what: text("title"), level: c.Settings().Level}
	if v := scalar("level"); v < frame.Missing {
		m.level = v
	}
	m.setTitle(text)
	_, n := b.Dims()
	table := get("table")
	for j := range n {
		eq := ""
		if j < len(b.ColEq) && b.ColEq[j] != "_" {
			eq = b.ColEq[j]
		}
		if err := m.add(c, eq, b.Cols[j], text("derivatives") != "", get("at"), o.NoLabels); err != nil {
			return nil, err
		}
		if len(m.points) > 0 && m.points[len(m.points)-1].at == nil { // a base level
			m.points = m.points[:len(m.points)-1]
			continue
		}
		m.points[len(m.points)-1].read(b.At(0, j), table, get("V"), j, m.level)
	}
	if len(m.points) == 0 {
		return nil, rc.NoEstimates.Errorf("margins left no results to plot")
	}
	m.dropConstant()
	return m, nil
}

// setTitle finds what the margins are called.
func (m *margins) setTitle(text func(string) string) {
	m.ytitle = text("predict1_label")
	if m.ytitle == "" {
		m.ytitle = text("predict_label")
	}
	if m.ytitle == "" {
		m.ytitle = "Linear prediction"
	}
	if text("derivatives") != "" {
		s := m.ytitle
		if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' && !strings.HasPrefix(s, "Pr(") {
			s = strings.ToLower(s[:1]) + s[1:]
		}
		m.ytitle = "Effects on " + s
	}
}

// read reads the number of column j.
func (p *margin) read(b float64, table, v *interp.Matrix, j int, level float64) {
	p.b, p.se, p.df, p.lo, p.hi = b, frame.Missing, math.Inf(1), frame.Missing, frame.Missing
	if table != nil {
		for i, name := range table.Rows {
			x := table.At(i, j)
			switch name {
			case "se":
				p.se = x
			case "ll":
				p.lo = x
			case "ul":
				p.hi = x
			case "df":
				if x < frame.Missing {
					p.df = x
				}
			}
		}
		return
	}
	if v != nil {
		p.se = math.Sqrt(v.At(j, j))
		row := stats.NewRow("", b, p.se, p.df, level)
		p.lo, p.hi = frame.Value(row.Lo), frame.Value(row.Hi)
	}
}

// add adds the point of a column of r(b): "1._at#2.foreign", in the equation of
// its derivative if there are several.
func (m *margins) add(c *interp.Call, eq, name string, derivatives bool, at *interp.Matrix, values bool) error {
	m.points = append(m.points, margin{})
	p := &m.points[len(m.points)-1]
	place := make([]float64, len(m.dims))
	for i := range place {
		place[i] = frame.Missing
	}
	set := func(dim string, at, factor bool, v float64, text string) {
		k := slices.IndexFunc(m.dims, func(d marginDim) bool { return d.name == dim && d.at == at })
		if k < 0 {
			k = len(m.dims)
			m.dims = append(m.dims, newDim(c, dim, at, factor))
			place = append(place, frame.Missing)
		}
		d := &m.dims[k]
		if !slices.Contains(d.values, v) {
			d.values = append(d.values, v)
		}
		if _, ok := d.texts[v]; !ok && text != "" && !values {
			d.texts[v] = text
		}
		place[k] = v
	}
	deriv := eq
	t, err := terms.Parse(name)
	if derivatives && eq == "" && !strings.Contains(name, "._at") {
		deriv, t = name, terms.Term{}
	}
	if strings.Contains(deriv, "b.") && derivatives {
		return nil // the base level of a factor has no derivative
	}
	if err != nil {
		deriv, t = name, terms.Term{}
	}
	for _, f := range t.Factors {
		if f.Var == "_at" && at != nil {
			atRow(at, int(f.Value), func(name string, v float64, factor bool) {
				text := ""
				if factor {
					text = levelText(c, name, v)
				}
				set(name, true, factor, v, text)
			})
			continue
		}
		set(f.Var, false, true, f.Value, levelText(c, f.Var, f.Value))
	}
	if deriv != "" {
		if !slices.Contains(m.derivs, deriv) {
			m.derivs = append(m.derivs, deriv)
		}
		values = false
		v := float64(slices.Index(m.derivs, deriv) + 1)
		set(derivDim, false, true, v, derivText(c, deriv))
	}
	p.at = place
	return nil
}

// derivText is how a variable of dydx() is called: a level of a factor by its
// label.
func derivText(c *interp.Call, name string) string {
	t, err := terms.Parse(name)
	if err == nil && len(t.Factors) == 1 && t.Factors[0].Level {
		f := t.Factors[0]
		if text := levelText(c, f.Var, f.Value); text != "" {
			return text
		}
	}
	return name
}

// levelText is the label of a value of a variable, or "".
func levelText(c *interp.Call, name string, v float64) string {
	col := c.Frame().Column(name)
	if col == nil {
		return ""
	}
	text, _ := c.Frame().LabelOf(col).Text(v)
	return text
}

// newDim returns a dimension without values.
func newDim(c *interp.Call, name string, at, factor bool) marginDim {
	d := marginDim{name: name, label: name, at: at, factor: factor, texts: map[float64]string{}}
	if col := c.Frame().Column(name); col != nil {
		d.label = columnTitle(col)
	}
	return d
}

// atRow calls each for the variables in a row of r(at): a factor is at the
// level whose column is 1.
func atRow(at *interp.Matrix, row int, each func(name string, v float64, factor bool)) {
	rows, cols := at.Dims()
	if row < 1 || row > rows {
		return
	}
	for j := range cols {
		v := at.At(row-1, j)
		t, err := terms.Parse(at.Cols[j])
		if err != nil || len(t.Factors) != 1 || v >= frame.Missing {
			continue
		}
		if f := t.Factors[0]; !f.Level {
			each(f.Var, v, false)
		} else if v == 1 {
			each(f.Var, f.Value, true)
		}
	}
}

// dropConstant removes the variables of at() that do not change. Points
// without a value on a dimension that others have keep a missing one.
func (m *margins) dropConstant() {
	for i := range m.points {
		for len(m.points[i].at) < len(m.dims) {
			m.points[i].at = append(m.points[i].at, frame.Missing)
		}
	}
	for k := len(m.dims) - 1; k >= 0; k-- {
		if len(m.dims[k].values) > 1 || !m.dims[k].at && m.dims[k].name != derivDim {
			continue
		}
		if len(m.dims) == 1 { // something must be the x axis
			continue
		}
		m.dims = slices.Delete(m.dims, k, k+1)
		for i := range m.points {
			m.points[i].at = slices.Delete(m.points[i].at, k, k+1)
		}
	}
}

// dimensions says which dimensions are the x axis, the plots and the panels.
func (o *marginsplot) dimensions(m *margins) (x, plots, by []int, err error) {
	used := map[int]bool{}
	find := func(d dimension) (out []int, err error) {
		for _, name := range d.names {
			k := slices.IndexFunc(m.dims, func(d marginDim) bool { return d.name == name })
			if k < 0 {
				return nil, rc.Syntax.Errorf("'%s' is not a dimension in the preceding margins result", name)
			}
			if used[k] {
				return nil, rc.Syntax.Errorf("'%s' is in more than one dimension", name)
			}
			used[k] = true
			out = append(out, k)
		}
		return out, nil
	}
	if x, err = find(o.XDim); err != nil {
		return
	}
	if by, err = find(o.ByDim); err != nil {
		return
	}
	if plots, err = find(o.PlotDim); err != nil {
		return
	}
	if len(x) == 0 {
		for _, wanted := range []func(d *marginDim) bool{
			func(d *marginDim) bool { return d.at && !d.factor }, func(d *marginDim) bool { return d.at }, func(*marginDim) bool { return true },
		} {
			for k := range m.dims {
				if len(x) == 0 && !used[k] && wanted(&m.dims[k]) {
					x, used[k] = []int{k}, true
				}
			}
		}
	}
	for k := range m.dims {
		if !used[k] {
			plots = append(plots, k)
		}
	}
	if len(x) == 0 {
		return nil, nil, nil, rc.Syntax.Errorf("no dimension is left for the x axis")
	}
	return x, plots, by, nil
}

// A marginGroup is the points that agree on some dimensions.
type marginGroup struct{ points []int }

func allPoints(m *margins) []int {
	out := make([]int, len(m.points))
	for i := range out {
		out[i] = i
	}
	return out
}

// groups splits points by dimensions, in the order of their occurrence.
func (m *margins) groups(dims, points []int) []marginGroup {
	var out []marginGroup
	for _, i := range points {
		k := slices.IndexFunc(out, func(g marginGroup) bool {
			return !slices.ContainsFunc(dims, func(d int) bool { return m.points[g.points[0]].at[d] != m.points[i].at[d] })
		})
		if k < 0 {
			k, out = len(out), append(out, marginGroup{})
		}
		out[k].points = append(out[k].points, i)
	}
	return out
}

// name is what a group of dimensions is called at a point.
func (m *margins) name(dims []int, point int, named bool) string {
	var parts []string
	for _, k := range dims {
		d := &m.dims[k]
		v := m.points[point].at[k]
		text, ok := d.texts[v]
		if !ok {
			text = interp.FormatNumber(v)
		}
		if (named || !ok) && d.name != derivDim {
			text = d.name + "=" + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// mostXLabels is up to how many values of x each have a label.
const mostXLabels = 25

// axis returns the places of the points on the x axis, and that axis.
func (m *margins) axis(c *interp.Call, o *marginsplot, x []int) (places map[int]float64, a graph.Axis) {
	places = map[int]float64{}
	d := &m.dims[x[0]]
	a = graph.Axis{Used: true, Title: graph.Title{Lines: []string{d.label}}}
	if d.name == derivDim {
		a.Title.Lines = []string{"Effects with respect to"}
	}
	if len(x) == 1 && !d.factor {
		if col := c.Frame().Column(d.name); col != nil {
			a.Format = col.Format
		}
		for i := range m.points {
			places[i] = m.points[i].at[x[0]]
		}
		if len(d.values) <= mostXLabels || o.AllX {
			a.Labels = []graph.Ticks{{}}
			for _, v := range d.values {
				a.Labels[0].Values = append(a.Labels[0].Values, graph.Tick{At: v})
			}
		}
		return places, a
	}
	labels := graph.Ticks{}
	for k, g := range m.groups(x, allPoints(m)) {
		v := float64(k + 1)
		if len(x) == 1 && d.name != derivDim {
			v = m.points[g.points[0]].at[x[0]]
		}
		for _, i := range g.points {
			places[i] = v
		}
		text := m.name(x, g.points[0], len(x) > 1)
		if len(x) == 1 && d.name != derivDim {
			text = strings.TrimPrefix(text, d.name+"=")
		}
		labels.Values = append(labels.Values, graph.Tick{At: v, Text: text, HasText: true})
	}
	if len(x) > 1 {
		var names []string
		for _, k := range x {
			names = append(names, m.dims[k].label)
		}
		a.Title.Lines = []string{strings.Join(names, ", ")}
	}
	a.Labels = []graph.Ticks{labels}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, t := range labels.Values {
		lo, hi = min(lo, t.At), max(hi, t.At)
	}
	a.Range = []float64{lo - 0.2, hi + 0.2}
	return places, a
}

// title is that of the figure.
func (m *margins) title(c *interp.Call, o *marginsplot) string {
	s := m.what
	if s == "" {
		s = "Margins"
	}
	var names []string
	for i := range m.dims {
		if d := &m.dims[i]; !d.at && d.name != derivDim {
			names = append(names, d.name)
		}
	}
	switch {
	case len(m.derivs) == 1:
		s += " of " + m.derivs[0]
	case len(m.derivs) == 0 && len(names) > 0:
		s += " of " + strings.Join(names, "#")
	}
	if o.NoCI {
		return s
	}
	level := m.level
	if o.Level > 0 {
		level = o.Level
	}
	return fmt.Sprintf("%s with %s%% CIs", s, c.LevelText(level))
}
