package graphs

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/lang"
)

// A sketch is the figure of a command that computes what it draws.
type sketch struct {
	twoway
	rows frame.Rows
}

// newSketch begins a figure of observations in rows.
func newSketch(c *interp.Call, fig *figureOptions, rows frame.Rows) *sketch {
	return &sketch{twoway: twoway{c: c, fig: fig}, rows: rows}
}

// columns adds a plot of variables, which need not belong to the dataset but
// are as long as it.
func (s *sketch) columns(kind string, o *plotOptions, cols ...*frame.Column) *plot {
	p := &plot{c: s.c, kind: typeNamed(kind), o: o, rows: s.rows, panel: true}
	for _, col := range cols {
		p.vars = append(p.vars, variable{name: col.Name, label: col.Label, format: col.Format, col: col, values: s.c.Frame().LabelOf(col)})
	}
	s.plots = append(s.plots, p)
	return p
}

// layer adds a plot that build makes for the rows of each panel.
func (s *sketch) layer(o *plotOptions, t titles, build func(b *builder) ([]graph.Layer, error)) {
	kind := &plotType{name: "drawn", min: 1, build: build, titles: func(*plot) titles { return t }}
	s.plots = append(s.plots, &plot{c: s.c, kind: kind, o: o, rows: s.rows, panel: true})
}

// points adds a plot of given points.
func (s *sketch) points(kind, name string, o *plotOptions, t titles, x, y []float64) {
	s.layer(o, t, func(b *builder) ([]graph.Layer, error) {
		l := b.newLayer(kind, name, 0)
		l.X, l.Y = x, y
		return []graph.Layer{l}, nil
	})
}

// options returns the options of a plot of the figure, from text such as that
// of lineopts().
func (s *sketch) options(t lang.Text) (*plotOptions, error) {
	o := newPlotOptions(s.fig)
	return o, bind(s.c, t, o)
}

// draw makes the figure, without a legend unless one is asked for, and shows
// it.
func (s *sketch) draw(legend bool, change ...func(f *graph.Figure)) error {
	f, err := s.figure(s.rows)
	if err != nil {
		return err
	}
	if !legend && !s.fig.Legend.given {
		f.Legend.Off = true
	}
	for _, do := range change {
		do(f)
	}
	return finish(s.c, f, &s.fig.pageOptions)
}

// typeNamed returns the type of plot with a full name.
func typeNamed(name string) *plotType {
	for _, t := range plotTypes {
		if t.long() == name {
			return t
		}
	}
	panic("no type of plot " + name)
}

// shadow returns a column of the dataset's length that holds v at rows and is
// missing elsewhere.
func shadow(c *interp.Call, name, label string, rows []int32, v []float64) *frame.Column {
	all := make([]float64, c.Frame().N())
	for i := range all {
		all[i] = frame.Missing
	}
	for k, r := range rows {
		all[r] = frame.Value(v[k])
	}
	col := frame.NewDoubles(name, all)
	col.Label = label
	return col
}

// extremes returns the least and the largest value that is not missing.
func extremes(x []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if v < frame.Missing {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return lo, hi
}
