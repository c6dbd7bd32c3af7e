package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// KDensity is the command "kdensity".
var KDensity = &interp.Command{
	Name: "KDENsity", Brief: "kernel density estimate", Syntax: "varlist(min=1 max=1 numeric) [if] [in] [aw fw iw]",
	New: func() interp.Runner { return &kdensity{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: `    kdensity varname [if] [in] [weight] [, options]

The density is estimated at min(N, 50) points from one bandwidth below the data to one above. The default kernel is Epanechnikov's in the
form (3/4)(1 - z²/5)/sqrt(5); epan2 is (3/4)(1 - z²). The default bandwidth is 0.9 m N^(-1/5), m being the smaller of the standard
deviation and the interquartile range over 1.349.

Stored results: r(bwidth), r(n), r(scale), r(kernel). References: [R] kdensity.`,
}

type kdensity struct {
	plotOptions
	Generate []string      `opt:"Generate(newvar newvar)" help:"store points and densities"`
	At       *frame.Column `opt:"AT(varname)" help:"estimate at these values"`
	NoGraph  bool          `opt:"noGRaph" help:"draw nothing"`
	Normal   bool          `opt:"NORMal" help:"add a normal density"`
	NormOpts lang.Text     `opt:"NORMOPts(options)" help:"how the normal density looks"`
	AddPlot  lang.Text     `opt:"ADDPLOT(plot)" help:"further plots"`
}

// defaultPoints is how many points there are unless n() is given.
const defaultPoints = 50

// Run estimates the density.
func (o *kdensity) Run(c *interp.Call) error {
	p, err := columnPlot(c, "kdensity", c.Vars[0], &o.plotOptions)
	if err != nil {
		return err
	}
	b := &builder{plot: p, rows: p.rows.Index(), number: 1}
	cols, err := b.columns()
	if err != nil {
		return err
	}
	data, w := complete(b.weights(), cols...)
	x := data[0]
	if len(x) == 0 {
		return noObservations(0)
	}
	k, h, err := o.kernel(x, w, p.wkind)
	if err != nil {
		return err
	}
	at, err := o.at(c, x, h)
	if err != nil {
		return err
	}
	density := stats.KDensity(x, w, at, h, k)
	scale := 1.0
	if len(at) > 1 {
		scale = at[1] - at[0]
	}
	if o.Area > 0 {
		for i := range density {
			density[i] *= o.Area
		}
	}
	newCols, err := o.columns(c, at, density)
	if err != nil {
		return err
	}
	if !o.NoGraph {
		if err := o.draw(c, p, at, density, k.Name, h); err != nil {
			return err
		}
	}
	for _, col := range newCols {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Scalar("bwidth", h)
	c.Scalar("n", float64(len(at)))
	c.Scalar("scale", scale)
	c.Macro("kernel", k.Name)
	return nil
}

// at returns the points at which the density is estimated.
func (o *kdensity) at(c *interp.Call, x []float64, h float64) ([]float64, error) {
	if o.At != nil {
		if o.N != 0 {
			return nil, rc.Conflict.Errorf("options n() and at() may not be combined")
		}
		if o.At.IsString() {
			return nil, rc.TypeMismatch.Errorf("option at(): %s is a string variable", o.At.Name)
		}
		return o.At.Numbers(), nil
	}
	n := o.N
	if n == 0 {
		n = min(len(x), defaultPoints)
	}
	if n < 1 {
		return nil, rc.Syntax.Errorf("option n() incorrectly specified")
	}
	n = min(n, c.Frame().N())
	d := stats.Describe(x, nil, stats.NoWeight)
	return stats.Grid(d.Min-h, d.Max+h, n), nil
}

// columns returns the variables of generate().
func (o *kdensity) columns(c *interp.Call, at, density []float64) ([]*frame.Column, error) {
	if len(o.Generate) == 0 {
		return nil, nil
	}
	want := 2
	if o.At != nil {
		want = 1
	}
	if len(o.Generate) != want {
		return nil, rc.Syntax.Errorf("option generate() incorrectly specified: %d new variables required", want)
	}
	full := func(values []float64) []float64 {
		out := make([]float64, c.Frame().N())
		for i := range out {
			out[i] = frame.Missing
			if i < len(values) {
				out[i] = frame.Value(values[i])
			}
		}
		return out
	}
	if o.At != nil {
		for i, v := range at {
			if v >= frame.Missing {
				density[i] = frame.Missing
			}
		}
	}
	v := c.Vars[0]
	d := frame.NewDoubles(o.Generate[want-1], full(density))
	d.Label = "density: " + columnTitle(v)
	out := []*frame.Column{d}
	if want == 2 {
		x := frame.NewDoubles(o.Generate[0], full(at))
		x.Label = columnTitle(v)
		out = []*frame.Column{x, d}
	}
	for _, col := range out {
		if err := c.CheckNewName(col.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// draw draws the density.
func (o *kdensity) draw(c *interp.Call, p *plot, at, density []float64, kernel string, h float64) error {
	p.kind = &plotType{name: "kdensity", min: 1, titles: kdensityTitles, build: func(b *builder) ([]graph.Layer, error) {
		l := b.newLayer("line", "Kernel density estimate", 0)
		for _, i := range sortedOrder(at) {
			if at[i] < frame.Missing {
				l.X, l.Y = append(l.X, at[i]), append(l.Y, density[i])
			}
		}
		return []graph.Layer{l}, nil
	}}
	t := &twoway{c: c, fig: o.figureOptions, plots: []*plot{p}}
	if o.Normal {
		own := newPlotOptions(t.fig)
		if err := bind(c, o.NormOpts, own); err != nil {
			return err
		}
		q := *p
		q.o = own
		q.kind = &plotType{name: "normal", min: 1, titles: noTitles, build: func(b *builder) ([]graph.Layer, error) { return normalCurve(b, binning{}, 1) }}
		t.plots = append(t.plots, &q)
	}
	if err := t.addPlots(o.AddPlot); err != nil {
		return err
	}
	f, err := t.figure(c.Rows)
	if err != nil {
		return err
	}
	if !o.Title.given {
		setTitle(f, graph.TitleRole, "Kernel density estimate")
	}
	if !o.Note.given {
		setTitle(f, graph.NoteRole, "kernel = "+kernel+", bandwidth = "+short(c, h))
	}
	return finish(c, f, &o.pageOptions)
}
