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

// A variable is what a plot shows: a numeric variable, perhaps under
// time-series operators.
type variable struct {
	name, label, format string
	col                 *frame.Column
	term                *terms.Term // nil without operators
	values              *frame.ValueLabel
}

// title is how the variable is called on axes and in legends.
func (v *variable) title() string {
	if v.label != "" {
		return v.label
	}
	return v.name
}

// at returns the values at rows.
func (v *variable) at(c *interp.Call, rows []int32) ([]float64, error) {
	if v.term != nil {
		return v.term.Column(c.Frame(), rows)
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = v.col.Num(int(r))
	}
	return out, nil
}

// variables reads a list of numeric variables.
func variables(c *interp.Call, t lang.Text) ([]variable, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	products, err := terms.Products(list, c)
	if err != nil {
		return nil, err
	}
	var out []variable
	for _, p := range products {
		v, err := newVariable(c, p)
		if err != nil {
			return nil, rc.Locate(err, t.Pos)
		}
		out = append(out, v...)
	}
	return out, nil
}

// newVariable returns the variables of a product: one for a plain variable or
// one with lags.
func newVariable(c *interp.Call, p terms.Product) ([]variable, error) {
	s := p[0]
	if len(p) > 1 || s.Factor {
		return nil, rc.NotAllowed.Errorf("factor variables not allowed")
	}
	if s.Col.IsString() {
		return nil, rc.TypeMismatch.Errorf("string variables not allowed in varlist;\n%s is a string variable", s.Col.Name)
	}
	v := variable{name: s.Col.Name, label: s.Col.Label, format: s.Col.Format, col: s.Col, values: c.Frame().LabelOf(s.Col)}
	if s.Lags != "" {
		t := terms.Term{Factors: []terms.Factor{{Var: s.Col.Name, Lags: s.Lags}}}
		v.term, v.name = &t, t.Name()
		if v.label != "" {
			v.label += ", " + s.Lags
		}
	}
	return []variable{v}, nil
}

// A plot is one plot of a figure, bound: what it shows, how, and for which
// observations.
type plot struct {
	c      *interp.Call // with the plot's options, and its weight
	kind   *plotType
	body   lang.Text
	vars   []variable
	o      *plotOptions
	rows   frame.Rows
	named  map[string]bool // options typed, by their full names
	panel  bool            // the figure has panels: one may be empty
	weight []float64       // per row of the dataset, or nil
	wkind  stats.WeightKind
}

// newPlot binds one plot within the sample that if and in select for all.
func newPlot(c *interp.Call, sp spec, rows frame.Rows, fig *figureOptions, weight *interp.Weight) (*plot, error) {
	kind, body := findType(sp.text)
	if word := sp.text.Text[:lang.WordLen(sp.text.Text)]; anyOf(word, missingTypes...) && c.Frame().Column(word) == nil {
		return nil, rc.Syntax.At(sp.text.Pos, "plots of type %s not supported", word)
	}
	cmd, err := parseCommand(lang.Text{Pos: body.Pos - 2, Text: "x " + body.Text})
	if err != nil {
		return nil, err
	}
	sub := *c
	p := &plot{c: &sub, kind: kind, o: newPlotOptions(fig), rows: rows}
	if cmd.Body != nil {
		p.body = lang.Text{Pos: cmd.Body.Pos.Shift(body.Pos - 2), Text: cmd.Body.Text}
	}
	if p.rows, err = sample(c, cmd, body.Pos-2, rows); err != nil {
		return nil, err
	}
	opts, err := options(sp.opts)
	if err != nil {
		return nil, err
	}
	if err := bindOptions(c, opts, p.o); err != nil {
		return nil, err
	}
	if err := p.checkOptions(opts); err != nil {
		return nil, err
	}
	if sub.Weight, err = weightOf(cmd, body.Pos-2, kind, weight); err != nil {
		return nil, err
	}
	sub.Rows = p.rows
	if p.rows, p.weight, p.wkind, err = sub.Weighted(); err != nil {
		return nil, err
	}
	if kind.noVars {
		return p, nil
	}
	if p.vars, err = variables(c, p.body); err != nil {
		return nil, err
	}
	if kind.defaultTime && len(p.vars) >= 1 {
		if err := p.addTime(); err != nil {
			return nil, err
		}
	}
	if len(p.vars) < kind.min {
		return nil, rc.TooFewVars.At(p.body.Pos, "too few variables specified")
	}
	if kind.max > 0 && len(p.vars) > kind.max {
		return nil, rc.TooManyVars.At(p.body.Pos, "too many variables specified")
	}
	return p, nil
}

// sample evaluates the if and in of a plot within rows.
func sample(c *interp.Call, cmd *lang.Command, base lang.Pos, rows frame.Rows) (frame.Rows, error) {
	if in := cmd.In(); in != nil {
		within, err := interp.ParseRange(*in, c.Frame().N())
		if err != nil {
			return rows, shiftedRC(err, base)
		}
		rows = rows.Where(within.Has)
	}
	cond, err := cmd.If()
	if err != nil || cond == nil {
		return rows, shifted(err, base)
	}
	p, err := expr.Compile(cond, c.Env())
	if err != nil {
		return rows, shiftedRC(err, base)
	}
	return p.Filter(rows)
}

// shiftedRC moves the place of an error to the line around.
func shiftedRC(err error, base lang.Pos) error {
	if e, ok := err.(*rc.Error); ok && e.Pos > 0 {
		moved := *e
		moved.Pos = e.Pos.Shift(base)
		return &moved
	}
	return shifted(err, base)
}

// weightOf returns the weight of a plot, its own or that of all plots.
func weightOf(cmd *lang.Command, base lang.Pos, kind *plotType, all *interp.Weight) (*interp.Weight, error) {
	w := cmd.Weight()
	if w == nil {
		return all, nil
	}
	return readWeight(lang.Text{Pos: w.Pos.Shift(base), Text: w.Text})
}

// readWeight reads what stands between the brackets of a weight clause.
func readWeight(t lang.Text) (*interp.Weight, error) {
	word, exp, _ := strings.Cut(t.Text, "=")
	kind := lang.WeightName(strings.TrimSpace(word))
	if kind == "" {
		return nil, rc.Syntax.At(t.Pos, "[%s invalid weight", strings.TrimSpace(word))
	}
	if kind == "weight" {
		kind = "aweight"
	}
	at := lang.Text{Pos: t.Pos + lang.Pos(len(word)+1), Text: exp}.Trim()
	x, err := lang.ParseExpr(at.Text, at.Pos)
	return &interp.Weight{Kind: kind, Exp: x, Text: at.Text}, err
}

// addTime puts the time variable of tsset behind the variables of a plot over
// time.
func (p *plot) addTime() error {
	name := p.c.Frame().Panel.Time
	if name == "" {
		return rc.DataProblem.Errorf("time variable not set, use tsset varname ...")
	}
	v, err := variables(p.c, lang.Text{Pos: p.body.Pos, Text: name})
	p.vars = append(p.vars, v...)
	return err
}

// layers returns the layers of a plot for the observations of a panel. number
// is that of the first layer's style in the scheme.
func (p *plot) layers(in frame.Rows, number int) ([]graph.Layer, error) {
	rows := p.rows.Where(in.Has)
	if p.rows.Bits == nil && in.Bits == nil && in.Lo <= p.rows.Lo && in.Hi >= p.rows.Hi {
		rows = p.rows
	}
	b := &builder{plot: p, rows: rows.Index(), number: number}
	layers, err := p.kind.build(b)
	if err != nil {
		return nil, err
	}
	for i := range layers {
		l := &layers[i]
		l.XAxis, l.YAxis = p.o.XAxis.first(), p.o.YAxis.first()
		if l.Number == 0 {
			l.Number = number
		}
	}
	return layers, nil
}

// A builder makes the layers of a plot out of data.
type builder struct {
	*plot
	rows   []int32
	number int
}

// columns returns the variables at the rows of the panel.
func (b *builder) columns() ([][]float64, error) {
	out := make([][]float64, len(b.vars))
	for i := range b.vars {
		v, err := b.vars[i].at(b.c, b.rows)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, b.c.Stop()
}

// weights returns the weights at the rows of the panel, or nil.
func (b *builder) weights() []float64 {
	if b.weight == nil {
		return nil
	}
	out := make([]float64, len(b.rows))
	for i, r := range b.rows {
		out[i] = b.weight[r]
	}
	return out
}

// complete returns the rows, and their weights, where no column is missing.
func complete(w []float64, cols ...[]float64) (kept [][]float64, weights []float64) {
	kept = make([][]float64, len(cols))
	for i := range cols[0] {
		ok := true
		for _, col := range cols {
			ok = ok && col[i] < frame.Missing
		}
		if !ok {
			continue
		}
		for k, col := range cols {
			kept[k] = append(kept[k], col[i])
		}
		if w != nil {
			weights = append(weights, w[i])
		}
	}
	return kept, weights
}

// newLayer returns a layer for variable i of the plot in its style.
func (b *builder) newLayer(kind, name string, i int) graph.Layer {
	st, number := b.o.style(i, b.number+i)
	st.Labels, st.LabelPos, st.LabelGap = b.o.labelStyle(i)
	if b.o.Recast != "" {
		kind = b.o.Recast
	}
	return graph.Layer{Kind: kind, Name: name, Style: st, Number: number, Horizontal: b.o.Horizontal, Base: b.o.base(), BarWidth: b.o.barWidth()}
}

// ordered returns the order in which sort asks for the rows: sort alone is by
// x.
func (b *builder) ordered(x []float64) ([]int, error) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	if !b.o.Sort.given {
		return order, nil
	}
	keys := [][]float64{x}
	if len(b.o.Sort.cols) > 0 {
		keys = nil
		for _, col := range b.o.Sort.cols {
			if col.IsString() {
				return nil, rc.TypeMismatch.Errorf("option sort(): %s is a string variable", col.Name)
			}
			v := variable{col: col}
			k, _ := v.at(b.c, b.rows)
			keys = append(keys, k)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		for _, k := range keys {
			switch {
			case k[i] < k[j]:
				return -1
			case k[i] > k[j]:
				return 1
			}
		}
		return 0
	})
	return order, nil
}

func permuted[T any](v []T, order []int) []T {
	if v == nil {
		return nil
	}
	out := make([]T, len(order))
	for i, k := range order {
		out[i] = v[k]
	}
	return out
}

// axisNumbersOption is yaxis() or xaxis(): the first axis counts.
type axisList []int

// Decode reads the numbers of axes.
func (l *axisList) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	*l = nil
	for _, w := range arg.Words() {
		n, err := strconv.Atoi(w.Text)
		if err != nil || n < 1 || n > maxAxes {
			return rc.Syntax.At(w.Pos, "option %s() incorrectly specified", name)
		}
		*l = append(*l, n)
	}
	return nil
}

func (l axisList) first() int {
	if len(l) == 0 || l[0] == 1 {
		return 0
	}
	return l[0]
}

// count returns the largest axis number used.
func (l axisList) count() int {
	n := 1
	for _, k := range l {
		n = max(n, k)
	}
	return n
}
