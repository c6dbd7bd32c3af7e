package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/lang"
)

// Lowess is the command "lowess".
var Lowess = &interp.Command{
	Name: "LOWess", Brief: "lowess smoothing", Syntax: "varlist(min=2 max=2 numeric) [if] [in]",
	New: func() interp.Runner { return &lowess{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: `    lowess yvar xvar [if] [in] [, bwidth(#) mean noweight logit adjust generate(newvar) nograph options]

Running lines with tricube weights; bwidth() is the share of the data used for each point, 0.8 if left out. Reference: [R] lowess.`,
}

type lowess struct {
	plotOptions
	Generate interp.NewVar `opt:"Generate(newvar)" help:"store the smoothed values"`
	NoGraph  bool          `opt:"noGRaph" help:"draw nothing"`
	LineOpts lang.Text     `opt:"LINEOPts(options)" help:"how the smoothed line looks"`
	AddPlot  lang.Text     `opt:"ADDPLOT(plot)" help:"further plots"`
}

// Run smooths.
func (o *lowess) Run(c *interp.Call) error {
	y, x := c.Vars[0], c.Vars[1]
	rows := c.Rows.Where(func(i int) bool { return !y.Missing(i) && !x.Missing(i) })
	if rows.Count() == 0 {
		return noObservations(0)
	}
	var xs, ys []float64
	for i := range rows.Each {
		xs, ys = append(xs, x.Num(i)), append(ys, y.Num(i))
	}
	s, err := o.smoothed(ys, xs, c.Stop)
	if err != nil {
		return err
	}
	if !o.NoGraph {
		if err := o.draw(c, rows); err != nil {
			return err
		}
	}
	if o.Generate == "" {
		return nil
	}
	col := frame.NewColumn(string(o.Generate), c.DefaultType(), c.Frame().N())
	k := 0
	for i := range rows.Each {
		col.SetNum(i, frame.Value(s[k]))
		k++
	}
	col.Label = "lowess: " + columnTitle(y)
	return c.Frame().Add(col)
}

// draw draws data and smoothed line.
func (o *lowess) draw(c *interp.Call, rows frame.Rows) error {
	bw := o.Bandwidth
	if bw == 0 {
		bw = lowessBandwidth
	}
	t := &twoway{c: c, fig: o.figureOptions}
	line := newPlotOptions(t.fig)
	if err := bind(c, o.LineOpts, line); err != nil {
		return err
	}
	line.computed = o.computed
	vars := []variable{}
	for _, col := range c.Vars {
		vars = append(vars, variable{name: col.Name, label: col.Label, format: col.Format, col: col, values: c.Frame().LabelOf(col)})
	}
	if !o.Logit {
		scatter, _ := findType(lang.Text{Pos: 1, Text: "scatter x"})
		t.plots = append(t.plots, &plot{c: c, kind: scatter, vars: vars, o: &o.plotOptions, rows: rows})
	}
	smooth, _ := findType(lang.Text{Pos: 1, Text: "lowess x"})
	t.plots = append(t.plots, &plot{c: c, kind: smooth, vars: vars, o: line, rows: rows, panel: true})
	if err := t.addPlots(o.AddPlot); err != nil {
		return err
	}
	f, err := t.figure(rows)
	if err != nil {
		return err
	}
	if !o.Title.given {
		setTitle(f, graph.TitleRole, "Lowess smoother")
	}
	if !o.Note.given {
		setTitle(f, graph.NoteRole, "bandwidth = "+short(c, bw))
	}
	if !o.Legend.given {
		f.Legend.Off = true
	}
	return finish(c, f, &o.pageOptions)
}
