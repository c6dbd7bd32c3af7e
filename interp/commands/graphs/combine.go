package graphs

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Combine is the command "graph combine".
var Combine = &interp.Command{
	Name: "GRaph COMBine", Brief: "put figures together", Syntax: "anything", New: func() interp.Runner { return &combine{} },
	Doc: `    graph combine name ... [, rows(#) cols(#) options]

Names are those of figures in memory or of .gph files. Text and markers shrink with the number of figures; iscale() sets by how much:
a number is a factor of the original, *# one of the default.`,
}

// Grc1leg is the community command "grc1leg".
var Grc1leg = &interp.Command{
	Name: "grc1leg", Brief: "put figures together under one legend", Syntax: "anything", New: func() interp.Runner { return &combine{oneLegend: true} },
	Doc: "    grc1leg name ... [, legendfrom(name) position(clock) options]\n\nAs graph combine, with the legend of one figure for all.",
}

// Grc1leg2 is the community command "grc1leg2".
var Grc1leg2 = &interp.Command{
	Name: "grc1leg2", Brief: "put figures together under one legend", Syntax: "anything", New: func() interp.Runner { return &combine{oneLegend: true} }, Doc: "See grc1leg.",
}

type combine struct {
	titleOptions
	pageOptions
	Rows       int       `opt:"Rows(#)" help:"number of rows"`
	Cols       int       `opt:"Cols(#)" help:"number of columns"`
	ColFirst   bool      `opt:"COLFirst" help:"fill columns first"`
	Holes      []float64 `opt:"HOLes(numlist)" help:"places that stay empty"`
	IScale     string    `opt:"ISCale(#)" help:"size of text and markers"`
	AltShrink  bool      `opt:"ALTSHRINK" help:"text shrinks with the cells"`
	IMargin    oneMargin `opt:"IMargin(margin)" help:"space around each figure"`
	YCommon    bool      `opt:"YCOMmon" help:"common range of y axes"`
	XCommon    bool      `opt:"XCOMmon" help:"common range of x axes"`
	Commons    bool      `opt:"COMMONscheme" help:"one scheme for all"`
	LegendFrom string    `opt:"LEGENDfrom(name)" help:"of grc1leg: whose legend; default the first's"`
	LegPos     clock     `opt:"POSition(clock)" help:"of grc1leg: where the legend stands; default 6"`
	LegRing    *float64  `opt:"RING(#)" help:"of grc1leg: how far out the legend stands; 0 is inside"`
	LegSpan    bool      `opt:"SPAN" help:"of grc1leg: centre the legend over the figure"`

	oneLegend bool
}

// Run puts the figures together.
func (o *combine) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.At(c.Body.Pos, "names of graphs required")
	}
	if !o.oneLegend && (o.LegendFrom != "" || o.LegPos != "" || o.LegRing != nil) {
		return rc.Syntax.Errorf("options legendfrom(), position() and ring() belong to grc1leg")
	}
	var figures []*graph.Figure
	for _, w := range words {
		f, err := o.find(c, w)
		if err != nil {
			return err
		}
		copied := *f
		figures = append(figures, &copied)
	}
	f := &graph.Figure{Grid: arrange(len(figures), o.Rows, o.Cols, o.ColFirst, o.Holes)}
	for i := range figures {
		f.Grid.Cells[i].Figure = figures[i]
	}
	var err error
	if f.Grid.Scale, f.Grid.Times, err = innerScale(o.IScale); err != nil {
		return err
	}
	if o.AltShrink && f.Grid.Scale == 0 {
		f.Grid.Scale = 1 / float64(max(f.Grid.Rows, f.Grid.Cols))
	}
	f.Grid.Gap = string(o.IMargin)
	common(figures, o.XCommon, o.YCommon)
	if o.oneLegend {
		if err := o.shareLegend(c, f, words); err != nil {
			return err
		}
	}
	o.titleOptions.apply(f)
	if o.PlotRegion.given {
		o.PlotRegion.given = false // the region of the combination has no plot
		if !o.GraphRegion.given {
			o.PlotRegion.regionStyle.Margin = ""
		}
	}
	if err := finish(c, f, &o.pageOptions); err != nil {
		return err
	}
	if o.Scheme != "" || o.Commons {
		for _, g := range figures {
			g.Scheme = f.Scheme
		}
	}
	return nil
}

// find returns the figure of a name or in a file.
func (o *combine) find(c *interp.Call, w lang.Text) (*graph.Figure, error) {
	name := lang.Unquote(w.Text)
	if f := memoryOf(c.Session).figures[name]; f != nil && !quoted(w.Text) {
		return f, nil
	}
	if f := memoryOf(c.Session).figures[name]; f != nil && !c.Files().Exists(interp.WithExt(name, ".gph")) {
		return f, nil
	}
	if lang.IsName(name) && !c.Files().Exists(interp.WithExt(name, ".gph")) {
		return nil, rc.NotFound.At(w.Pos, "graph %s not found", name)
	}
	return loadFigure(c, name)
}

// shareLegend takes the legend of one figure for all.
func (o *combine) shareLegend(c *interp.Call, f *graph.Figure, words []lang.Text) error {
	from := 0
	if o.LegendFrom != "" {
		from = -1
		for i, w := range words {
			if lang.Unquote(w.Text) == o.LegendFrom {
				from = i
			}
		}
		if from < 0 {
			return rc.NotFound.Errorf("option legendfrom(): graph %s is not among those combined", o.LegendFrom)
		}
	}
	source := f.Grid.Cells[from].Figure
	f.Legend = source.Legend
	f.Legend.Position, f.Legend.Ring = 6, o.LegRing
	if n := clockNumber(o.LegPos); n > 0 {
		f.Legend.Position = n
	}
	f.Legend.Off = false
	f.LegendFrom = from + 1
	for i := range f.Grid.Cells {
		cell := f.Grid.Cells[i].Figure
		cell.Legend.Off, cell.Legend.On, cell.Legend.Entries = true, false, nil
	}
	return nil
}

// common gives plots one range of axes.
func common(figures []*graph.Figure, x, y bool) {
	if !x && !y {
		return
	}
	var xs, ys graph.Extent
	for _, f := range figures {
		if f.Plot != nil {
			xs.Join(f.Plot.XExtent())
			ys.Join(f.Plot.YExtent())
		}
	}
	for _, f := range figures {
		if f.Plot == nil {
			continue
		}
		p := *f.Plot
		f.Plot = &p
		if r := xs.Range(); x && r != nil {
			p.X = append([]graph.Axis(nil), p.X...)
			p.X[0].Range = append(r, p.X[0].Range...)
		}
		if r := ys.Range(); y && r != nil {
			p.Y = append([]graph.Axis(nil), p.Y...)
			p.Y[0].Range = append(r, p.Y[0].Range...)
		}
	}
}
