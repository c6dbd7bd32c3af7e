package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// titleOptions are the titles of a figure.
type titleOptions struct {
	Title    titleOption `opt:"TItle(text)" help:"title; \"line\" \"line\", size(), color(), position(), ring(), span"`
	Subtitle titleOption `opt:"SUBtitle(text)" help:"second title"`
	Note     titleOption `opt:"NOTE(text)" help:"note below"`
	Caption  titleOption `opt:"CAPtion(text)" help:"caption below"`
	T1       titleOption `opt:"t1(text) T1Title(text)" help:"text at the top"`
	T2       titleOption `opt:"t2(text) T2Title(text)" help:"text at the top"`
	B1       titleOption `opt:"b1(text) B1Title(text)" help:"text at the bottom"`
	B2       titleOption `opt:"b2(text) B2Title(text)" help:"text at the bottom"`
	L1       titleOption `opt:"l1(text) L1Title(text)" help:"text at the left"`
	L2       titleOption `opt:"l2(text) L2Title(text)" help:"text at the left"`
	R1       titleOption `opt:"r1(text) R1Title(text)" help:"text at the right"`
	R2       titleOption `opt:"r2(text) R2Title(text)" help:"text at the right"`
}

// apply changes the titles of a figure.
func (o *titleOptions) apply(f *graph.Figure) {
	for _, t := range []struct {
		role string
		opt  *titleOption
	}{
		{graph.TitleRole, &o.Title}, {graph.SubtitleRole, &o.Subtitle}, {graph.NoteRole, &o.Note}, {graph.CaptionRole, &o.Caption},
		{graph.T1Role, &o.T1}, {graph.T2Role, &o.T2}, {graph.B1Role, &o.B1}, {graph.B2Role, &o.B2},
		{graph.L1Role, &o.L1}, {graph.L2Role, &o.L2}, {graph.R1Role, &o.R1}, {graph.R2Role, &o.R2},
	} {
		if t.opt.given {
			t.opt.apply(titleOf(f, t.role))
		}
	}
}

// titleOf returns the title of a role, made if there is none.
func titleOf(f *graph.Figure, role string) *graph.Title {
	for i := range f.Titles {
		if f.Titles[i].Role == role {
			return &f.Titles[i]
		}
	}
	f.Titles = append(f.Titles, graph.Title{Role: role})
	return &f.Titles[len(f.Titles)-1]
}

// setTitle sets the text of a title.
func setTitle(f *graph.Figure, role string, lines ...string) {
	titleOf(f, role).Lines = lines
}

// pageOptions are those of all figures: regions, size, scheme, name and file.
type pageOptions struct {
	Legend      legendOption `opt:"LEGend(suboptions)" help:"legend: order(), label(), position(), ring(), rows(), cols(), size(), region(), off"`
	GraphRegion regionOption `opt:"GRAPHRegion(suboptions)" help:"background of the figure: color(), margin(), lcolor()"`
	PlotRegion  regionOption `opt:"PLOTRegion(suboptions)" help:"background of the plot region: color(), margin(), lcolor()"`
	BGColor     oneColor     `opt:"BGcolor(color)" help:"colour of the background of the plot region"`
	Aspect      aspectRatio  `opt:"ASPECTratio(#)" help:"height of the plot region divided by its width"`
	XSize       inches       `opt:"XSIZe(#)" help:"width in inches, or with cm or pt"`
	YSize       inches       `opt:"YSIZe(#)" help:"height"`
	FXSize      float64      `opt:"FXSIZe(#)" help:"width in a combined figure, in percent of its smaller side"`
	FYSize      float64      `opt:"FYSIZe(#)" help:"height in a combined figure, in percent of its smaller side"`
	Scale       float64      `opt:"SCAle(#)" help:"size of text, markers and lines, as a factor"`
	Scheme      string       `opt:"SCHeme(name)" help:"how the figure looks: didot, stcolor, s2color, s1mono, sj, plotplain, ..."`
	Name        nameOption   `opt:"NAme(name)" help:"name in memory; , replace"`
	Saving      savingOption `opt:"SAVing(filename)" help:"save the figure; , replace asis"`
	NoDraw      bool         `opt:"noDRAW" help:"do not show the figure"`
	Play        string       `opt:"PLAY(name)" help:"recordings of the graph editor do not exist here: an error"`
}

// apply changes a figure that is made of one plot, or is a table of them.
func (o *pageOptions) apply(c *interp.Call, f *graph.Figure) error {
	if o.Play != "" {
		return rc.Syntax.Errorf("option play() not supported: recordings of the graph editor cannot be applied")
	}
	f.Width, f.Height = float64(o.XSize), float64(o.YSize)
	f.FixedWidth, f.FixedHeight = o.FXSize, o.FYSize
	if o.FXSize < 0 || o.FYSize < 0 || o.FXSize > 1000 || o.FYSize > 1000 {
		return rc.Syntax.Errorf("fxsize() and fysize() must be between 0 and 1000")
	}
	f.Scale = o.Scale
	if o.Scale < 0 || o.Scale > 100 {
		return rc.Syntax.Errorf("scale() must be between 0 and 100")
	}
	f.Scheme = schemeName(c, o.Scheme)
	o.GraphRegion.apply(&f.Region)
	eachPlot(f, func(p *graph.Plot) {
		o.PlotRegion.apply(&p.Region)
		if o.BGColor != "" {
			p.Region.Color = string(o.BGColor)
		}
		if o.Aspect > 0 {
			p.Aspect = float64(o.Aspect)
		}
	})
	if f.Pie != nil {
		o.PlotRegion.apply(&f.Pie.Region)
	}
	return nil
}

// eachPlot calls do for the plots of a figure.
func eachPlot(f *graph.Figure, do func(p *graph.Plot)) {
	if f.Plot != nil {
		do(f.Plot)
	}
	if f.Grid != nil {
		for _, cell := range f.Grid.Cells {
			eachPlot(cell.Figure, do)
		}
	}
}

// An aspectRatio is a number, with placement that is of no effect.
type aspectRatio float64

// Decode reads the number.
func (a *aspectRatio) Decode(c *interp.Call, name string, arg *lang.Text) error {
	head, _ := cutComma(*arg)
	x, err := c.EvalNumber(head)
	if err != nil || x < 0 || x > 100 {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	*a = aspectRatio(x)
	return nil
}

// A nameOption is name(name, replace).
type nameOption struct {
	name    string
	replace bool
}

// Decode reads the name.
func (o *nameOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var sub struct {
		Replace bool `opt:"replace" help:"replace the figure of that name"`
	}
	if err := bind(c, opts, &sub); err != nil {
		return err
	}
	if !lang.IsName(head.Text) {
		return rc.Syntax.At(head.Pos, "option name() incorrectly specified: %s invalid name", head.Text)
	}
	o.name, o.replace = head.Text, sub.Replace
	return nil
}

// A savingOption is saving(filename, replace).
type savingOption struct {
	path    string
	replace bool
}

// Decode reads the name of the file.
func (o *savingOption) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	var sub struct {
		Replace bool `opt:"replace" help:"replace the file"`
		AsIs    bool `opt:"asis" help:"as it is; figures always are"`
	}
	if err := bind(c, opts, &sub); err != nil {
		return err
	}
	o.path, o.replace = strings.TrimSpace(lang.Unquote(head.Text)), sub.Replace
	if o.path == "" {
		return rc.Syntax.At(arg.Pos, "option saving() incorrectly specified")
	}
	return nil
}

// axisOptions are those of the axes of a plot.
type axisOptions struct {
	XTitle titleList `opt:"XTItle(text) TTItle(text)" help:"title of the x axis"`
	YTitle titleList `opt:"YTItle(text)" help:"title of the y axis"`
	XLabel labelList `opt:"XLAbel(rule-or-values) TLAbel(rule-or-values) XTICk(rule-or-values) TTICk(rule-or-values) XMLabel(rule-or-values) TMLabel(rule-or-values) XMTick(rule-or-values) TMTick(rule-or-values)" help:"labels and ticks of the x axis: #5, ##10, 0(5)20, 1 \"one\" 2 \"two\", with angle(), labsize(), format(), grid, nogrid, add, valuelabel"`
	YLabel labelList `opt:"YLAbel(rule-or-values) YTICk(rule-or-values) YMLabel(rule-or-values) YMTick(rule-or-values)" help:"labels and ticks of the y axis"`
	XScale scaleList `opt:"XSCale(suboptions) TSCale(suboptions)" help:"x axis: log, range(), reverse, off, noline, alt"`
	YScale scaleList `opt:"YSCale(suboptions)" help:"y axis: log, range(), reverse, off, noline, alt"`
	XLine  refList   `opt:"XLIne(numlist) TLIne(numlist)" help:"vertical lines; lcolor(), lpattern(), lwidth()"`
	YLine  refList   `opt:"YLIne(numlist)" help:"horizontal lines"`
	Text   textList  `opt:"TEXT(y-x-text) TTEXT(y-x-text)" help:"text at places of the plot region"`
	XLog   bool      `opt:"XLOG" help:"as xscale(log)"`
	YLog   bool      `opt:"YLOG" help:"as yscale(log)"`
}

// apply changes the axes of a plot.
func (o *axisOptions) apply(p *graph.Plot, labelOf func(vertical bool, axis int) func(x float64) (string, bool)) {
	o.XTitle.apply(p.X)
	o.YTitle.apply(p.Y)
	o.XScale.apply(p.X)
	o.YScale.apply(p.Y)
	o.XLabel.apply(p.X, func(k int) func(x float64) (string, bool) { return labelOf(false, k) })
	o.YLabel.apply(p.Y, func(k int) func(x float64) (string, bool) { return labelOf(true, k) })
	p.X[0].Log = p.X[0].Log || o.XLog
	p.Y[0].Log = p.Y[0].Log || o.YLog
	p.Lines = append(p.Lines, o.XLine...)
	p.Lines = append(p.Lines, o.YLine...)
	p.Texts = append(p.Texts, o.Text...)
}

// figureOptions are the options of a figure that is made of plots.
type figureOptions struct {
	titleOptions
	axisOptions
	pageOptions
	By byOption `opt:"BY(varlist)" help:"a panel for each group; total, rows(), cols(), rescale, legend(), title(), note()"`
}
