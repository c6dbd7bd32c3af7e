package graphs

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Histogram is the command "histogram".
var Histogram = &interp.Command{
	Name: "HISTogram", Brief: "histogram", Syntax: "varlist(min=1 max=1 numeric) [if] [in] [fw]",
	New: func() interp.Runner { return &histogram{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: `    histogram varname [if] [in] [fweight] [, options]

There are min(sqrt(N), 10 log10(N)) bins, rounded down, unless bin() or width() is given. The last bin includes its upper end. With
by(), all panels have the same bins unless binrescale is given.`,
}

type histogram struct {
	plotOptions
	Normal    bool      `opt:"NORMal" help:"add a normal density with the mean and standard deviation of the data"`
	NormOpts  lang.Text `opt:"NORMOPts(options)" help:"how the normal density looks"`
	KDens     bool      `opt:"KDENsity" help:"add a kernel density"`
	KDenOpts  lang.Text `opt:"KDENOPts(options)" help:"bandwidth and look of the kernel density"`
	AddLabels bool      `opt:"ADDLabels ADDLAbel" help:"write heights above the bars"`
	AddLabOpt lang.Text `opt:"ADDLABOpts(options)" help:"how these look"`
	AddPlot   lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`
}

// Run draws the histogram.
func (o *histogram) Run(c *interp.Call) error {
	t := &twoway{c: c, fig: o.figureOptions}
	p, err := columnPlot(c, "histogram", c.Vars[0], &o.plotOptions)
	if err != nil {
		return err
	}
	t.plots = []*plot{p}
	bins, err := o.bins(p)
	if err != nil {
		return err
	}
	if o.AddLabels {
		if err := o.addLabels(c, p); err != nil {
			return err
		}
	}
	if err := o.overlays(t, p, bins); err != nil {
		return err
	}
	f, err := t.figure(c.Rows)
	if err != nil {
		return err
	}
	if !o.Legend.given && o.AddPlot.Text == "" {
		f.Legend.Off = true
	}
	if len(o.By.cols) == 0 {
		start := bins.Start
		if o.Discrete {
			c.Printf("(start=%s, width=%s)\n", short(c, start+bins.Width/2), short(c, bins.Width))
		} else {
			c.Printf("(bin=%d, start=%s, width=%s)\n", bins.bins, short(c, start), short(c, bins.Width))
		}
	}
	return finish(c, f, &o.pageOptions)
}

func short(c *interp.Call, x float64) string { return strings.TrimSpace(c.Format("%9.0g", x)) }

// columnPlot returns the plot of one variable under the options of a command.
func columnPlot(c *interp.Call, kind string, col *frame.Column, o *plotOptions) (*plot, error) {
	typ, _ := findType(lang.Text{Pos: 1, Text: kind + " x"})
	sub := *c
	p := &plot{c: &sub, kind: typ, o: o, named: map[string]bool{}}
	p.vars = []variable{{name: col.Name, label: col.Label, format: col.Format, col: col, values: c.Frame().LabelOf(col)}}
	var err error
	p.rows, p.weight, p.wkind, err = sub.Weighted()
	return p, err
}

// bins counts all data; the bins are those of the panels too.
func (o *histogram) bins(p *plot) (binning, error) {
	b := &builder{plot: p, rows: p.rows.Index()}
	cols, err := b.columns()
	if err != nil {
		return binning{}, err
	}
	data, w := complete(b.weights(), cols...)
	if len(data[0]) == 0 {
		return binning{}, noObservations(0)
	}
	bins, err := o.binned(data[0], w, p.wkind)
	if err == nil && len(o.By.cols) > 0 && !o.BinRe {
		o.bound = &bins
	}
	return bins, err
}

// addLabels labels the bars with their heights.
func (o *histogram) addLabels(c *interp.Call, p *plot) error {
	var look plotOptions
	look.figureOptions = &figureOptions{}
	if err := bind(c, o.AddLabOpt, &look); err != nil {
		return err
	}
	o.mlabels = look.mlabels
	p.kind = &plotType{name: p.kind.name, titles: p.kind.titles, min: 1, build: func(b *builder) ([]graph.Layer, error) {
		layers, err := buildHistogram(b)
		for i := range layers {
			l := &layers[i]
			format := "%9.4g"
			if o.Freq {
				format = "%9.0g"
			}
			if look.MLabFmt != "" {
				format = look.MLabFmt
			}
			l.Label = make([]string, len(l.Y))
			for k, y := range l.Y {
				if y != 0 {
					l.Label[k] = strings.TrimSpace(c.Format(format, y))
				}
			}
		}
		return layers, err
	}}
	return nil
}

// overlays adds the normal and the kernel density and the plots of addplot().
func (o *histogram) overlays(t *twoway, p *plot, bins binning) error {
	add := func(name string, opts lang.Text, build func(b *builder, bins binning, factor float64) ([]graph.Layer, error)) error {
		own := newPlotOptions(t.fig)
		if err := bind(t.c, opts, own); err != nil {
			return err
		}
		own.Horizontal = o.Horizontal
		q := *p
		q.o = own
		q.kind = &plotType{name: name, min: 1, titles: noTitles, build: func(b *builder) ([]graph.Layer, error) {
			cols, err := b.columns()
			if err != nil {
				return nil, err
			}
			data, w := complete(b.weights(), cols...)
			if len(data[0]) == 0 {
				return nil, nil
			}
			h := bins
			if o.BinRe {
				if h, err = o.binned(data[0], w, b.wkind); err != nil {
					return nil, err
				}
			}
			h.Total = stats.Describe(data[0], w, b.wkind).SumW
			layers, err := build(b, h, o.height(h)*h.Total*h.Width)
			return layers, err
		}}
		t.plots = append(t.plots, &q)
		return nil
	}
	if o.Normal {
		if err := add("normal", o.NormOpts, normalCurve); err != nil {
			return err
		}
	}
	if o.KDens {
		if err := add("kdensity", o.KDenOpts, densityCurve); err != nil {
			return err
		}
	}
	return t.addPlots(o.AddPlot)
}

// normalCurve is a normal density times factor.
func normalCurve(b *builder, _ binning, factor float64) ([]graph.Layer, error) {
	cols, _ := b.columns()
	data, w := complete(b.weights(), cols...)
	d := stats.Describe(data[0], w, b.wkind)
	l := b.newLayer("line", "Normal density", 0)
	l.X = stats.Grid(d.Min-d.SD/4, d.Max+d.SD/4, 200)
	for _, x := range l.X {
		z := (x - d.Mean) / d.SD
		l.Y = append(l.Y, frame.Value(factor*math.Exp(-z*z/2)/(d.SD*math.Sqrt(2*math.Pi))))
	}
	return []graph.Layer{l}, nil
}

// densityCurve is a kernel density times factor.
func densityCurve(b *builder, _ binning, factor float64) ([]graph.Layer, error) {
	layers, err := buildKDensity(b)
	for i := range layers {
		layers[i].Name = "Kernel density"
		for k := range layers[i].Y {
			layers[i].Y[k] *= factor
		}
	}
	return layers, err
}

// addPlots adds the plots of addplot().
func (t *twoway) addPlots(text lang.Text) error {
	if strings.TrimSpace(text.Text) == "" {
		return nil
	}
	specs, all, err := splitPlots(text)
	if err != nil {
		return err
	}
	rows, weight, err := t.common(all)
	if err != nil {
		return err
	}
	for i, sp := range specs {
		if i == len(specs)-1 {
			sp.opts = joinTexts(sp.opts, all.opts)
		}
		p, err := newPlot(t.c, sp, rows, t.fig, weight)
		if err != nil {
			return err
		}
		t.plots = append(t.plots, p)
	}
	return nil
}
