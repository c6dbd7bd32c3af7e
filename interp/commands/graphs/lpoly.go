package graphs

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Lpoly is the command "lpoly".
var Lpoly = &interp.Command{
	Name: "LPOLY", Brief: "kernel-weighted local polynomial smoothing", Syntax: "varlist(min=2 max=2 numeric) [if] [in] [aw fw]",
	New: func() interp.Runner { return &lpoly{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: `    lpoly yvar xvar [if] [in] [weight], bwidth(#) [degree(#) kernel(name) n(#) at(varname) generate([newx] newy) noscatter nograph options]

At each of min(N, 50) points between the smallest and the largest x, or at those of at(), y is regressed on powers of the distance to the
point, weighted by the kernel; degree 0, the default, is a local mean. The bandwidth must be given: no rule of thumb is built in, nor are
standard errors.

Stored results: r(degree), r(ngrid), r(N), r(bwidth), r(kernel). Reference: [R] lpoly.`,
}

type lpoly struct {
	Generate  []string      `opt:"GENerate(newvars)" help:"store the points, unless at() has them, and the smoothed values"`
	At        *frame.Column `opt:"AT(varname)" help:"smooth at these values"`
	NoScatter bool          `opt:"noSCatter" help:"draw no data"`
	NoGraph   bool          `opt:"noGRaph" help:"draw nothing"`
	LineOpts  lang.Text     `opt:"LINEOPts(options)" help:"how the smoothed line looks"`
	AddPlot   lang.Text     `opt:"ADDPLOT(plot)" help:"further plots"`
	plotOptions
}

// Run smooths.
func (o *lpoly) Run(c *interp.Call) error {
	rows, w, _, err := c.Weighted()
	if err != nil {
		return err
	}
	y, x := c.Vars[0], c.Vars[1]
	rows = rows.Where(func(i int) bool { return !y.Missing(i) && !x.Missing(i) })
	var ys, xs, ws []float64
	for i := range rows.Each {
		ys, xs = append(ys, y.Num(i)), append(xs, x.Num(i))
		if w != nil {
			ws = append(ws, w[i])
		}
	}
	if len(xs) < 2 {
		return noObservations(len(xs))
	}
	k, err := findKernel(o.Kernel, o.kernels)
	switch {
	case err != nil:
		return err
	case !(o.Bandwidth > 0):
		return rc.Syntax.Errorf("option bwidth() required: no bandwidth is chosen for lpoly")
	case o.Degree < 0 || o.Degree > 9:
		return rc.Syntax.Errorf("option degree() incorrectly specified")
	}
	at, err := o.at(c, xs)
	if err != nil {
		return err
	}
	smooth := stats.Lpoly(ys, xs, ws, at, o.Bandwidth, o.Degree, k)
	for i, v := range smooth {
		smooth[i] = frame.Value(v)
		if at[i] >= frame.Missing {
			smooth[i] = frame.Missing
		}
	}
	cols, err := o.columns(c, at, smooth)
	if err != nil {
		return err
	}
	if !o.NoGraph {
		if err := o.draw(c, rows, at, smooth, k.Name); err != nil {
			return err
		}
	}
	for _, col := range cols {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Scalar("degree", float64(o.Degree))
	c.Scalar("ngrid", float64(len(at)))
	c.Scalar("N", float64(len(xs)))
	c.Scalar("bwidth", o.Bandwidth)
	c.Macro("kernel", k.Name)
	return nil
}

// at returns the points at which y is smoothed.
func (o *lpoly) at(c *interp.Call, x []float64) ([]float64, error) {
	if o.At != nil {
		if o.At.IsString() {
			return nil, rc.TypeMismatch.Errorf("option at(): %s is a string variable", o.At.Name)
		}
		return o.At.Numbers(), nil
	}
	n := o.N
	if n == 0 {
		n = min(len(x), defaultPoints)
	}
	if n < 1 || n > c.Frame().N() {
		return nil, rc.Syntax.Errorf("option n() incorrectly specified")
	}
	lo, hi := extremes(x)
	return stats.Grid(lo, hi, n), nil
}

// columns returns the variables of generate().
func (o *lpoly) columns(c *interp.Call, at, smooth []float64) ([]*frame.Column, error) {
	if len(o.Generate) == 0 {
		return nil, nil
	}
	values, labels := [][]float64{at, smooth}, []string{"lpoly smoothing grid", "lpoly smooth: " + columnTitle(c.Vars[0])}
	if o.At != nil {
		values, labels = values[1:], labels[1:]
	}
	if len(o.Generate) != len(values) {
		return nil, rc.Syntax.Errorf("option generate() incorrectly specified: %d new variables required", len(values))
	}
	var out []*frame.Column
	for k, name := range o.Generate {
		if err := c.CheckNewName(name); err != nil {
			return nil, err
		}
		v := make([]float64, c.Frame().N())
		for i := range v {
			v[i] = frame.Missing
			if i < len(values[k]) {
				v[i] = values[k][i]
			}
		}
		col := frame.NewDoubles(name, v)
		col.Label = labels[k]
		out = append(out, col)
	}
	return out, nil
}

// draw draws the data and the smoothed line.
func (o *lpoly) draw(c *interp.Call, rows frame.Rows, at, smooth []float64, kernel string) error {
	s := newSketch(c, o.figureOptions, rows)
	if len(o.By.cols) > 0 {
		return rc.Syntax.Errorf("option by() not allowed")
	}
	line, err := s.options(o.LineOpts)
	if err != nil {
		return err
	}
	names := titles{x: columnTitle(c.Vars[1]), y: columnTitle(c.Vars[0]), xformat: c.Vars[1].Format, yformat: c.Vars[0].Format}
	if !o.NoScatter {
		s.columns("scatter", &o.plotOptions, c.Vars...)
	} else {
		line.look = o.look
	}
	order := sortedOrder(at)
	s.points("line", "lpoly smooth", line, names, permuted(at, order), permuted(smooth, order))
	if err := s.addPlots(o.AddPlot); err != nil {
		return err
	}
	return s.draw(false, func(f *graph.Figure) {
		if !o.Title.given {
			setTitle(f, graph.TitleRole, "Local polynomial smooth")
		}
		if !o.Note.given {
			setTitle(f, graph.NoteRole, "kernel = "+kernel+", degree = "+strconv.Itoa(o.Degree)+", bandwidth = "+short(c, o.Bandwidth))
		}
	})
}
