package graphs

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Marginsplot is the command "marginsplot".
var Marginsplot = &interp.Command{
	Name: "MARGINSPLOT", Brief: "plot the results of margins", Syntax: "raw",
	New: func() interp.Runner { return &marginsplot{figureOptions: &figureOptions{}} },
	Doc: `    marginsplot [, xdimension(names) plotdimension(names) bydimension(names) recast(type) recastci(type) noci horizontal options]

Reads what margins left in r(), or in e() after margins, post. The dimensions are the variables of at() that change, the factors before the
comma, and with dydx() of several variables these (_deriv). Unless dimensions are given, the first variable of at() that changes, else the
first factor, is the x axis; others make the plots.`,
}

type marginsplot struct {
	XDim       dimension `opt:"Xdimension(names)" help:"what the x axis shows"`
	PlotDim    dimension `opt:"PLOTdimension(names)" help:"what the plots are; , labels(texts) nosimplelabels"`
	ByDim      dimension `opt:"BYdimension(names)" help:"what the panels are"`
	Recast     string    `opt:"RECAST(type)" help:"type of plot of the margins: line, scatter, bar, ..."`
	RecastCI   string    `opt:"RECASTCI(type)" help:"type of plot of the intervals: rarea, rline, ..."`
	NoCI       bool      `opt:"noCI" help:"no intervals"`
	Horizontal bool      `opt:"HORizontal" help:"the margins stand on the x axis"`
	Level      float64   `opt:"Level(#)" help:"confidence level; default that of margins"`
	PlotOpts   lang.Text `opt:"PLOTOPts(options)" help:"how all plots look; plot1opts() and so on how one does"`
	CIOpts     lang.Text `opt:"CIOPts(options)" help:"how all intervals look; ci1opts() and so on how one does"`
	ByOpts     lang.Text `opt:"BYOPts(suboptions)" help:"suboptions of by() for panels"`
	AddPlot    lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`
	AllX       bool      `opt:"ALLXlabels" help:"a label at each value of x"`
	NoLabels   bool      `opt:"noLABels" help:"values of factors, not their labels"`
	NoSimple   bool      `opt:"noSIMPLElabels" help:"names of variables in the legend too"`
	Simple     bool      `opt:"ALLSIMplelabels" help:"no names of variables in the legend"`

	plotOpts, ciOpts map[string]lang.Text // of plot#opts() and ci#opts(), by their number
	*figureOptions
}

// A dimension is xdimension() and the like.
type dimension struct {
	names  []string
	labels []string
	named  bool // with names of variables
}

// Decode reads names and suboptions.
func (d *dimension) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var sub struct {
		Labels   titleLines `opt:"LABels(texts) LABel(texts)" help:"names of the groups"`
		ELabels  unused     `opt:"ELABels(texts)" help:"names of some groups; changes nothing here"`
		NoSimple bool       `opt:"noSIMPLElabels" help:"names of variables too"`
		NoLabels unused     `opt:"noLABels" help:"values instead of labels; changes nothing here"`
		Sep      unused     `opt:"SEParator(text)" help:"what stands between names; changes nothing here"`
	}
	if err := bind(c, opts, &sub); err != nil {
		return err
	}
	for _, w := range head.Words() {
		d.names = append(d.names, strings.TrimSuffix(strings.TrimPrefix(w.Text, "at("), ")"))
	}
	d.labels, d.named = sub.Labels, sub.NoSimple
	return nil
}

// numbered matches plot1opts and ci2opts.
var numbered = regexp.MustCompile(`^(plot|ci)(\d+)(op|opt|opts)$`)

// Run draws the margins.
func (o *marginsplot) Run(c *interp.Call) error {
	head, text := cutComma(c.Body)
	if head.Text != "" {
		return rc.Syntax.At(head.Pos, "%s not allowed", head.Text)
	}
	opts, err := options(text)
	if err != nil {
		return err
	}
	o.plotOpts, o.ciOpts = map[string]lang.Text{}, map[string]lang.Text{}
	var rest []lang.Option
	for _, opt := range opts {
		switch m := numbered.FindStringSubmatch(opt.Name.Text); {
		case m == nil || opt.Arg == nil:
			rest = append(rest, opt)
		case m[1] == "plot":
			o.plotOpts[m[2]] = *opt.Arg
		default:
			o.ciOpts[m[2]] = *opt.Arg
		}
	}
	if err := bindOptions(c, rest, o); err != nil {
		return err
	}
	m, err := readMargins(c, o)
	if err != nil {
		return err
	}
	f, err := o.figure(c, m)
	if err != nil {
		return err
	}
	return finish(c, f, &o.pageOptions)
}

// figure makes the figure: a plot, or a panel for each group of bydimension().
func (o *marginsplot) figure(c *interp.Call, m *margins) (*graph.Figure, error) {
	x, plots, by, err := o.dimensions(m)
	if err != nil {
		return nil, err
	}
	panels := m.groups(by, allPoints(m))
	title := m.title(c, o)
	if len(by) == 0 {
		p, err := o.plot(c, m, x, plots, panels[0].points)
		if err != nil {
			return nil, err
		}
		f := &graph.Figure{Plot: p}
		setTitle(f, graph.TitleRole, title)
		o.titleOptions.apply(f)
		o.Legend.apply(&f.Legend, p.Layers)
		return f, nil
	}
	var style byOption
	if err := bind(c, o.ByOpts, &style.style); err != nil {
		return nil, err
	}
	f := &graph.Figure{Grid: style.grid(len(panels))}
	for i, g := range panels {
		p, err := o.plot(c, m, x, plots, g.points)
		if err != nil {
			return nil, err
		}
		cell := &graph.Figure{Plot: p}
		head := m.name(by, g.points[0], true)
		if i < len(o.ByDim.labels) {
			head = o.ByDim.labels[i]
		}
		setTitle(cell, graph.SubtitleRole, head)
		f.Grid.Cells[i].Figure = cell
	}
	setTitle(f, graph.TitleRole, title)
	o.Legend.apply(&f.Legend, f.Grid.Cells[0].Figure.Plot.Layers)
	return f, style.apply(c, f, o.figureOptions)
}

// plot makes the plot of the points of a panel.
func (o *marginsplot) plot(c *interp.Call, m *margins, x, plots []int, points []int) (*graph.Plot, error) {
	p := &graph.Plot{}
	places, axis := m.axis(c, o, x)
	var marks, bands []graph.Layer
	groups := m.groups(plots, points)
	for k, g := range groups {
		label := m.name(plots, g.points[0], o.PlotDim.named || o.NoSimple || len(plots) > 1 && !o.Simple)
		if k < len(o.PlotDim.labels) {
			label = o.PlotDim.labels[k]
		}
		if len(groups) == 1 && len(plots) == 0 {
			label = ""
		}
		mark, band, err := o.layers(c, m, g.points, places, k)
		if err != nil {
			return nil, err
		}
		mark.Name = label
		marks = append(marks, mark)
		if !o.NoCI {
			bands = append(bands, band)
		}
	}
	if kind := marks[0].Kind; kind == "bar" || kind == "area" { // which would hide the intervals
		p.Layers = append(marks, bands...)
	} else {
		p.Layers = append(bands, marks...)
	}
	values := graph.Axis{Used: true, Title: graph.Title{Lines: []string{m.ytitle}}}
	p.X, p.Y = []graph.Axis{axis}, []graph.Axis{values}
	if o.Horizontal {
		p.X, p.Y = p.Y, p.X
		for i := range p.Layers {
			p.Layers[i].Horizontal = true
		}
	}
	tw := &twoway{c: c, fig: o.figureOptions}
	if err := tw.addPlots(o.AddPlot); err != nil {
		return nil, err
	}
	for _, own := range tw.plots {
		layers, err := own.layers(c.ProgramRows(), len(groups)+1)
		if err != nil {
			return nil, err
		}
		p.Layers = append(p.Layers, layers...)
	}
	o.axisOptions.apply(p, func(bool, int) func(float64) (string, bool) { return nil })
	return p, nil
}

// layers makes the margins and the intervals of plot k.
func (o *marginsplot) layers(c *interp.Call, m *margins, points []int, places map[int]float64, k int) (mark, band graph.Layer, err error) {
	var marks, cis look
	number := strconv.Itoa(k + 1)
	for _, t := range []lang.Text{o.PlotOpts, o.plotOpts[number]} {
		if err := bind(c, t, &lookWithWidth{look: &marks}); err != nil {
			return mark, band, err
		}
	}
	for _, t := range []lang.Text{o.CIOpts, o.ciOpts[number]} {
		if err := bind(c, t, &lookWithWidth{look: &cis}); err != nil {
			return mark, band, err
		}
	}
	mark.Kind, band.Kind = drawnType(orText(o.Recast, "connected")), drawnType(orText(o.RecastCI, "rcap"))
	if mark.Kind == "" || band.Kind == "" {
		return mark, band, rc.Syntax.Errorf("option recast() or recastci() incorrectly specified")
	}
	mark.Style, mark.Number = marks.style(0, k+1)
	band.Style, band.Number = cis.style(0, k+1)
	inheritColor(&band.Style, &marks)
	mark.BarWidth, band.BarWidth, band.Weak = 0.8, 0.5, band.Kind == "rarea"
	for _, i := range points {
		p := &m.points[i]
		lo, hi := p.lo, p.hi
		if o.Level > 0 {
			row := stats.NewRow("", p.b, p.se, p.df, o.Level)
			lo, hi = frame.Value(row.Lo), frame.Value(row.Hi)
		}
		mark.X, mark.Y = append(mark.X, places[i]), append(mark.Y, p.b)
		band.X, band.Y, band.Y2 = append(band.X, places[i]), append(band.Y, lo), append(band.Y2, hi)
	}
	return mark, band, nil
}

// lookWithWidth is how plots look, with the width of bars, which is that of
// all here.
type lookWithWidth struct {
	*look
	BarWidth unused `opt:"BARWidth(#) BARWidt(#)" help:"width of bars; changes nothing here"`
}
