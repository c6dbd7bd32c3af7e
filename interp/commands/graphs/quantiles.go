package graphs

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// A quantilePlot is a plot of the ordered values of a variable over what they
// are compared with.
type quantilePlot struct {
	plotOptions
	RLOpts  lang.Text `opt:"RLOPts(options)" help:"how the reference line looks"`
	AddPlot lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`

	compare func(c *interp.Call, x []float64) comparison
}

// A comparison is what such a plot shows, with the names of its axes.
type comparison struct {
	x, y   []float64
	xTitle string
	yTitle string
	format string // of the axes, if they show the variable
	line   [2]graph.Point
}

func quantileCommand(name, brief, doc string, vars int, compare func(*interp.Call, []float64) comparison) *interp.Command {
	syntax := "varlist(min=1 max=1 numeric) [if] [in]"
	if vars == 2 {
		syntax = "varlist(min=2 max=2 numeric) [if] [in]"
	}
	return &interp.Command{
		Name: name, Brief: brief, Syntax: syntax, Doc: doc,
		New: func() interp.Runner {
			return &quantilePlot{compare: compare, plotOptions: plotOptions{figureOptions: &figureOptions{}}}
		},
	}
}

// Qnorm, Pnorm, Quantile, Symplot and Qqplot are the commands of these names.
var (
	Qnorm = quantileCommand("QNORM", "quantiles of a variable over those of a normal distribution",
		"    qnorm varname [if] [in] [, rlopts(options) addplot(plot) options]\n\nThe i-th of N ordered values stands over mean + sd * invnormal(i/(N+1)).", 1, compareNormal)
	Pnorm = quantileCommand("PNORM", "standardized normal probability plot",
		"    pnorm varname [if] [in] [, rlopts(options) addplot(plot) options]\n\nThe normal probability of the i-th of N ordered values, standardized, stands over i/(N+1).", 1, compareProbability)
	Quantile = quantileCommand("QUANTILE", "ordered values over quantiles of a uniform distribution",
		"    quantile varname [if] [in] [, rlopts(options) addplot(plot) options]\n\nThe i-th of N ordered values stands over (i-0.5)/N.", 1, compareUniform)
	Symplot = quantileCommand("SYMPLOT", "plot of symmetry about the median",
		"    symplot varname [if] [in] [, rlopts(options) addplot(plot) options]\n\nDistances above the median stand over those below it.", 1, compareSymmetry)
	Qqplot = quantileCommand("QQPLOT", "quantiles of a variable over those of another",
		"    qqplot varname1 varname2 [if] [in] [, rlopts(options) addplot(plot) options]", 2, nil)
)

// Run draws the plot.
func (o *quantilePlot) Run(c *interp.Call) error {
	x := present(c.Vars[0], c.Rows)
	if len(x) == 0 {
		return noObservations(0)
	}
	var p comparison
	if o.compare != nil {
		p = o.compare(c, x)
	} else {
		other := present(c.Vars[1], c.Rows)
		if len(other) == 0 {
			return noObservations(0)
		}
		p = compareVariables(c, x, other)
	}
	s := newSketch(c, o.figureOptions, c.Rows)
	line, err := s.options(o.RLOpts)
	if err != nil {
		return err
	}
	if len(o.By.cols) > 0 {
		return rc.Syntax.Errorf("option by() not allowed")
	}
	names := titles{x: p.xTitle, y: p.yTitle, xformat: p.format, yformat: p.format}
	s.points("scatter", p.yTitle, &o.plotOptions, names, p.x, p.y)
	s.points("line", "Reference", line, titles{weak: true}, []float64{p.line[0].X, p.line[1].X}, []float64{p.line[0].Y, p.line[1].Y})
	if err := s.addPlots(o.AddPlot); err != nil {
		return err
	}
	return s.draw(false)
}

// present returns the values of a variable that are not missing, ascending.
func present(col *frame.Column, rows frame.Rows) []float64 {
	var x []float64
	for i := range rows.Each {
		if v := col.Num(i); v < frame.Missing {
			x = append(x, v)
		}
	}
	slices.Sort(x)
	return x
}

func diagonalOf(lo, hi float64) [2]graph.Point {
	return [2]graph.Point{{X: lo, Y: lo}, {X: hi, Y: hi}}
}

func compareNormal(c *interp.Call, x []float64) comparison {
	d := stats.Describe(x, nil, stats.NoWeight)
	p := comparison{y: x, xTitle: "Inverse normal", yTitle: columnTitle(c.Vars[0]), format: c.Vars[0].Format}
	for i := range x {
		p.x = append(p.x, d.Mean+float64(d.SD*dist.NormalQuantile(float64(i+1)/float64(len(x)+1))))
	}
	p.line = diagonalOf(p.x[0], p.x[len(x)-1])
	return p
}

func compareProbability(c *interp.Call, x []float64) comparison {
	d := stats.Describe(x, nil, stats.NoWeight)
	p := comparison{xTitle: "Empirical P[i] = i/(N+1)", yTitle: "Normal F[(" + c.Vars[0].Name + "−m)/s]", line: diagonalOf(0, 1)}
	for i, v := range x {
		p.x = append(p.x, float64(i+1)/float64(len(x)+1))
		p.y = append(p.y, dist.NormalCDF((v-d.Mean)/d.SD))
	}
	return p
}

func compareUniform(c *interp.Call, x []float64) comparison {
	n := float64(len(x))
	p := comparison{y: x, xTitle: "Fraction of the data", yTitle: "Quantiles of " + columnTitle(c.Vars[0])}
	for i := range x {
		p.x = append(p.x, (float64(i)+0.5)/n)
	}
	p.line = [2]graph.Point{{X: 0, Y: x[0]}, {X: 1, Y: x[len(x)-1]}}
	return p
}

func compareSymmetry(c *interp.Call, x []float64) comparison {
	median := stats.Percentiles(x, nil, []float64{50})[0]
	p := comparison{xTitle: "Distance below median", yTitle: "Distance above median", format: c.Vars[0].Format}
	for i := range (len(x) + 1) / 2 {
		p.x, p.y = append(p.x, median-x[i]), append(p.y, x[len(x)-1-i]-median)
	}
	p.line = diagonalOf(0, min(slices.Max(p.x), slices.Max(p.y)))
	return p
}

// compareVariables takes the quantiles of the larger sample where those of
// the smaller one stand.
func compareVariables(c *interp.Call, y, x []float64) comparison {
	p := comparison{x: x, y: y, xTitle: columnTitle(c.Vars[1]), yTitle: columnTitle(c.Vars[0]), format: c.Vars[1].Format}
	n := min(len(x), len(y))
	if len(x) > n {
		p.x = thinned(x, n)
	}
	if len(y) > n {
		p.y = thinned(y, n)
	}
	p.line = diagonalOf(min(p.x[0], p.y[0]), max(p.x[n-1], p.y[n-1]))
	return p
}

// thinned interpolates ordered values at the n positions (i-0.5)/n.
func thinned(x []float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		at := min(max((float64(i)+0.5)/float64(n)*float64(len(x))-0.5, 0), float64(len(x)-1))
		k := int(math.Floor(at))
		out[i] = x[k]
		if k+1 < len(x) {
			out[i] += float64((at - float64(k)) * (x[k+1] - x[k]))
		}
	}
	return out
}
