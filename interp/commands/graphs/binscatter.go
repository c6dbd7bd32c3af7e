package graphs

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Binscatter is the community command "binscatter".
var Binscatter = &interp.Command{
	Name: "binscatter", Brief: "means of y within quantiles of x", Syntax: "varlist(min=2 numeric) [if] [in] [aw fw]",
	New: func() interp.Runner {
		return &binscatter{NQuantiles: defaultBins, LineType: "lfit", figureOptions: &figureOptions{}}
	},
	Doc: `    binscatter yvar ... xvar [if] [in] [weight] [, by(varname) nquantiles(#) controls(varlist) absorb(varname) options]

With controls() or absorb(), y and x are replaced by their residuals, to which the means are added again. The bins are quantiles of x,
made within each group of by(). Markers stand at the means of x and y in a bin. Lines are regressions on the data, not on the means, and
go from the first marker to the last; rd() fits them on each side of the given values.`,
}

const defaultBins = 20

// binscatter holds the options; by() is that of figures, read as series.
type binscatter struct {
	NQuantiles int           `opt:"Nquantiles(#)" help:"number of bins; default 20"`
	Controls   lang.Text     `opt:"CONTROLs(varlist)" help:"variables, also factor variables, that y and x are cleaned of"`
	Absorb     *frame.Column `opt:"ABsorb(varname)" help:"groups whose means y and x are cleaned of"`
	NoAddMean  bool          `opt:"noAddmean" help:"residuals without their means"`
	Medians    bool          `opt:"MEDians" help:"medians of y instead of means"`
	Discrete   bool          `opt:"DIscrete" help:"a bin for each value of x"`
	GenXQ      interp.NewVar `opt:"GENxq(newvar)" help:"store the number of the bin"`
	XQ         *frame.Column `opt:"XQ(varname)" help:"numbers of bins that are given"`
	RD         []float64     `opt:"RD(numlist)" help:"values of x at which the relation may jump"`
	LineType   string        `opt:"LINEtype(type)" help:"lfit (the default), qfit, connect or none"`
	NoFast     bool          `opt:"noFASTxtile" help:"how quantiles are computed; the result is the same"`
	Colors     colorList     `opt:"COLors(colors)" help:"colours of markers and lines of each series"`
	MColors    colorList     `opt:"MColors(colors)" help:"colours of markers"`
	LColors    colorList     `opt:"LColors(colors)" help:"colours of lines"`
	MSymbols   symbolList    `opt:"MSymbols(symbols)" help:"symbols of markers"`
	*figureOptions
}

// A binned is the data of one series: y and x over its observations, weights
// or nil, and the number of the bin of each, from 1.
type binned struct {
	name    string
	y, x, w []float64
	bin     []int
}

// Run draws the means.
func (o *binscatter) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	data, err := o.read(c)
	if err != nil {
		return err
	}
	bins := make([]float64, len(data.rows))
	var all []binned
	for _, part := range data.groups {
		first := o.cut(data, part, bins)
		for k, y := range data.y {
			b := binned{bin: first}
			for _, i := range part.at {
				b.y, b.x = append(b.y, y[i]), append(b.x, data.x[i])
				if data.w != nil {
					b.w = append(b.w, data.w[i])
				}
			}
			b.name = seriesName(part.name, columnTitle(c.Vars[k]), len(data.y), len(data.groups))
			all = append(all, b)
		}
	}
	f, err := o.figure(c, all)
	if err != nil {
		return err
	}
	var col *frame.Column
	if o.GenXQ != "" {
		col = shadow(c, string(o.GenXQ), "", data.rows, bins)
	}
	if err := finish(c, f, &o.pageOptions); err != nil || col == nil {
		return err
	}
	return c.Frame().Add(col)
}

func (o *binscatter) check() error {
	switch {
	case !anyOf(o.LineType, "lfit", "qfit", "connect", "none"):
		return rc.Syntax.Errorf("linetype() must be lfit, qfit, connect or none")
	case o.NQuantiles < 2 || o.NQuantiles > 100000:
		return rc.Syntax.Errorf("nquantiles() must be at least 2")
	case o.Discrete && o.XQ != nil:
		return rc.Conflict.Errorf("options discrete and xq() may not be combined")
	case (o.Discrete || o.XQ != nil) && o.GenXQ != "":
		return rc.Conflict.Errorf("option genxq() may not be combined with discrete or xq()")
	case len(o.By.cols) > 1:
		return rc.TooManyVars.Errorf("option by(): too many variables specified")
	case len(o.RD) > 0 && o.LineType == "connect":
		return rc.Conflict.Errorf("options rd() and linetype(connect) may not be combined")
	}
	return nil
}

// seriesName is what the legend calls a series.
func seriesName(group, y string, ys, groups int) string {
	switch {
	case groups > 1 && ys > 1:
		return y + ": " + group
	case groups > 1:
		return group
	case ys > 1:
		return y
	}
	return ""
}

// A binData is the sample: y variables and x, cleaned, and the groups of by().
type binData struct {
	rows   []int32
	y      [][]float64
	x, w   []float64
	xq     []float64
	groups []binGroup
}

// A binGroup is the places in the sample of one group.
type binGroup struct {
	name string
	at   []int
}

// read reads the sample and cleans it of controls.
func (o *binscatter) read(c *interp.Call) (*binData, error) {
	rows, w, kind, err := c.Weighted()
	if err != nil {
		return nil, err
	}
	needed := slices.Clone(c.Vars)
	for _, col := range append([]*frame.Column{o.Absorb, o.XQ}, o.By.cols...) {
		if col != nil {
			needed = append(needed, col)
		}
	}
	controls, rows, err := controlColumns(c, o.Controls, rows.Where(func(i int) bool {
		return !slices.ContainsFunc(needed, func(col *frame.Column) bool { return col.Missing(i) })
	}))
	if err != nil {
		return nil, err
	}
	d := &binData{rows: rows.Index()}
	if len(d.rows) == 0 {
		return nil, noObservations(0)
	}
	if w != nil {
		for _, r := range d.rows {
			d.w = append(d.w, w[r])
		}
	}
	clean := cleaner{c: c, x: controls, w: d.w, kind: kind, addMean: !o.NoAddMean}
	if o.Absorb != nil {
		codes, n := frame.GroupCodes([]*frame.Column{o.Absorb}, rows, true)
		clean.groups = n
		for _, r := range d.rows {
			clean.codes = append(clean.codes, codes[r])
		}
	}
	for k, col := range c.Vars {
		v := make([]float64, len(d.rows))
		for i, r := range d.rows {
			v[i] = col.Num(int(r))
		}
		if v, err = clean.clean(v); err != nil {
			return nil, err
		}
		if k == len(c.Vars)-1 {
			d.x = v
		} else {
			d.y = append(d.y, v)
		}
	}
	o.split(c, d, rows)
	return d, c.Stop()
}

// split finds the groups of by() and the bins of xq().
func (o *binscatter) split(c *interp.Call, d *binData, rows frame.Rows) {
	if o.XQ != nil {
		for _, r := range d.rows {
			d.xq = append(d.xq, o.XQ.Num(int(r)))
		}
	}
	if len(o.By.cols) == 0 {
		g := binGroup{at: make([]int, len(d.rows))}
		for i := range g.at {
			g.at[i] = i
		}
		d.groups = []binGroup{g}
		return
	}
	g := groupRows(o.By.cols, rows, false)
	d.groups = make([]binGroup, len(g.rows))
	for k := range d.groups {
		d.groups[k].name = value(c, o.By.cols[0], g.first[k])
		for i, r := range d.rows {
			if g.rows[k].Has(int(r)) {
				d.groups[k].at = append(d.groups[k].at, i)
			}
		}
	}
}

// cut numbers the bins of a group, from 1; numbers also go to all, which is
// as long as the sample.
func (o *binscatter) cut(d *binData, g binGroup, all []float64) []int {
	x, w := make([]float64, len(g.at)), []float64(nil)
	for k, i := range g.at {
		x[k] = d.x[i]
		if d.w != nil {
			w = append(w, d.w[i])
		}
	}
	if o.XQ != nil {
		for k, i := range g.at {
			x[k] = d.xq[i]
		}
	}
	var cuts []float64
	if o.Discrete || o.XQ != nil {
		cuts = slices.Clone(x)
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
	} else {
		p := make([]float64, o.NQuantiles-1)
		for k := range p {
			p[k] = 100 * float64(k+1) / float64(o.NQuantiles)
		}
		cuts = stats.Percentiles(x, w, p)
	}
	out := make([]int, len(x))
	for k, v := range x {
		n, _ := slices.BinarySearch(cuts, v)
		out[k] = n + 1
		all[g.at[k]] = float64(n + 1)
	}
	return out
}

// means returns the means of x and y, or the medians of y, in each bin.
func (b *binned) means(medians bool) (x, y []float64) {
	n := slices.Max(b.bin)
	rows := make([][]int, n)
	for i, k := range b.bin {
		rows[k-1] = append(rows[k-1], i)
	}
	for _, in := range rows {
		if len(in) == 0 {
			continue
		}
		sx, sy, sw := 0.0, 0.0, 0.0
		var ys, ws []float64
		for _, i := range in {
			w := 1.0
			if b.w != nil {
				w = b.w[i]
				ws = append(ws, w)
			}
			sx, sy, sw = sx+float64(w*b.x[i]), sy+float64(w*b.y[i]), sw+w
			ys = append(ys, b.y[i])
		}
		if sw == 0 {
			continue
		}
		my := sy / sw
		if medians {
			my = stats.Percentiles(ys, ws, []float64{50})[0]
		}
		x, y = append(x, sx/sw), append(y, my)
	}
	return x, y
}

// figure makes the figure of the series.
func (o *binscatter) figure(c *interp.Call, all []binned) (*graph.Figure, error) {
	var names []string
	for _, v := range c.Vars[:len(c.Vars)-1] {
		names = append(names, v.Name)
	}
	xvar := c.Vars[len(c.Vars)-1]
	p := &graph.Plot{
		X: []graph.Axis{{Used: true, Title: graph.Title{Lines: []string{xvar.Name}}}},
		Y: []graph.Axis{{Used: true, Title: graph.Title{Lines: []string{strings.Join(names, " ")}}}},
	}
	var lines []graph.Layer
	for k := range all {
		marks, fitted, err := o.layers(c, &all[k], k)
		if err != nil {
			return nil, err
		}
		p.Layers = append(p.Layers, marks)
		lines = append(lines, fitted...)
	}
	p.Layers = append(p.Layers, lines...)
	for _, cut := range o.RD {
		p.Lines = append(p.Lines, graph.RefLine{Vertical: true, At: cut, Style: graph.LineStyle{Pattern: "dash"}})
	}
	by := o.By
	o.By = byOption{}
	defer func() { o.By = by }()
	o.axisOptions.apply(p, func(bool, int) func(float64) (string, bool) { return nil })
	f := &graph.Figure{Plot: p}
	o.titleOptions.apply(f)
	o.Legend.apply(&f.Legend, p.Layers)
	return f, nil
}

// layers makes the markers and the lines of series k.
func (o *binscatter) layers(c *interp.Call, b *binned, k int) (graph.Layer, []graph.Layer, error) {
	x, y := b.means(o.Medians)
	color := o.Colors.pick(k)
	marks := graph.Layer{Kind: "scatter", Name: b.name, Number: k + 1, X: x, Y: y}
	marks.Style.MColor, marks.Style.Symbol = orText(o.MColors.pick(k), color), o.MSymbols.pick(k)
	line := graph.Layer{Kind: "line", Number: k + 1}
	line.Style.Line.Color = orText(o.LColors.pick(k), color)
	switch {
	case o.LineType == "none" || len(x) == 0:
		return marks, nil, nil
	case o.LineType == "connect":
		marks.Kind = "connected"
		marks.Style.Line.Color = line.Style.Line.Color
		return marks, nil, nil
	}
	edges := append([]float64{math.Inf(-1)}, append(slices.Sorted(slices.Values(o.RD)), math.Inf(1))...)
	var out []graph.Layer
	for j := range len(edges) - 1 {
		l := line
		if err := b.fit(c, &l, edges[j], edges[j+1], x, o.LineType == "qfit"); err != nil {
			return marks, nil, err
		}
		if len(l.X) > 0 {
			out = append(out, l)
		}
	}
	return marks, out, nil
}

// fit makes the line of a regression on the data with lo < x <= hi, between
// the means and the ends of that range.
func (b *binned) fit(c *interp.Call, l *graph.Layer, lo, hi float64, means []float64, quadratic bool) error {
	var x, y, w []float64
	for i, v := range b.x {
		if v > lo && v <= hi {
			x, y = append(x, v), append(y, b.y[i])
			if b.w != nil {
				w = append(w, b.w[i])
			}
		}
	}
	from, to := max(slices.Min(means), lo), min(slices.Max(means), hi)
	need := 2
	if quadratic {
		need = 3
	}
	if len(x) < need || !(from < to) {
		return nil
	}
	d := &stats.Design{Depvar: "y", Names: []string{"x", "x2"}, X: powers(x, quadratic), Y: y, Constant: true, W: w, Context: c.Context()}
	d.Names = d.Names[:len(d.X)]
	if w != nil {
		d.WKind = stats.AWeight
	}
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return err
	}
	n := 2
	if quadratic {
		n = fitPoints
	}
	l.X = stats.Grid(from, to, n)
	l.Y = fit.XB(powers(l.X, quadratic), n)
	return nil
}

func controlName(k int) string { return "x" + strconv.Itoa(k) }
