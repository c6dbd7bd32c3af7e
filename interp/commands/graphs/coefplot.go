package graphs

import (
	"path"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Coefplot is the community command "coefplot".
var Coefplot = &interp.Command{
	Name: "coefplot", Brief: "plot coefficients with confidence intervals", Syntax: "raw",
	New: func() interp.Runner { return &coefplot{figureOptions: &figureOptions{}} },
	Doc: `    coefplot [model ...] [, options]
    coefplot (model [\ model ...], options) (model, options) ... [|| ...] [, options]

Models are names of stored estimates, with * and ?; . or nothing is the active ones; matrix(M) takes the first row of a matrix,
matrix(M[,2]) a column, with ci((l u)) or se(s). Plots stand side by side; || begins a new panel. In the order of drawing, and so for
legend(order()), each plot is its intervals, one for each level, and then its markers.`,
}

// modelOptions say which coefficients are taken and how they look.
type modelOptions struct {
	look
	Keep       lang.Text  `opt:"keep(coefficients)" help:"only these; * and ? match, eq: is an equation"`
	Drop       lang.Text  `opt:"drop(coefficients)" help:"not these"`
	Omitted    bool       `opt:"OMITted" help:"omitted coefficients too"`
	NoOmitted  bool       `opt:"noOMITted" help:"no omitted coefficients"`
	BaseLevels bool       `opt:"BASElevels" help:"base levels of factor variables too"`
	NoBase     bool       `opt:"noBASElevels" help:"no base levels"`
	Rename     lang.Text  `opt:"REName(old=new ...)" help:"other names for coefficients; a * at one end stands for the rest"`
	EForm      eformList  `opt:"EForm(coefficients)?" help:"exponentiate"`
	Rescale    lang.Text  `opt:"REScale(#|coefficients=# ...)" help:"multiply"`
	Levels     []float64  `opt:"LEVels(numlist)" help:"confidence levels; default 95"`
	NoCI       bool       `opt:"noCI" help:"no intervals"`
	CI         lang.Text  `opt:"ci(matrices)" help:"limits from matrices: ci((l u))"`
	SE         lang.Text  `opt:"se(matrix)" help:"standard errors from a matrix"`
	DF         float64    `opt:"DF(#)" help:"degrees of freedom"`
	At         atOption   `opt:"AT(spec)?" help:"places on the axis: at or at(_coef) takes the names as numbers, at(M) a matrix"`
	Label      titleLines `opt:"Label(text) PLOTLabel(text)" help:"name of the plot in the legend"`
	Offset     *float64   `opt:"OFFset(#)" help:"how far the plot stands beside the middle"`
	CIOpts     lang.Text  `opt:"CIOPts(options) CIOPtion(options)" help:"how intervals look; recast(rcap)"`
	CIRecast   string     `opt:"CIREcast(type)" help:"type of plot of the intervals"`
	CITop      bool       `opt:"CITOP" help:"intervals over the markers"`
	Recast     string     `opt:"RECast(type)" help:"type of plot instead of markers: bar, connected, line"`
	BarWidth   float64    `opt:"BARWidth(#) BARWidt(#)" help:"width of bars"`
	MLabel     mlabelExp  `opt:"MLabel(exp)?" help:"values beside the markers; or texts, of @b @se @t @pval @ll @ul @df"`
	MLabPos    clock      `opt:"MLABPosition(clock)" help:"where they stand"`
	MLabGap    string     `opt:"MLABGap(size)" help:"space between markers and values"`
	MLabSize   oneSize    `opt:"MLABSize(size)" help:"size of the values"`
	MLabColor  oneColor   `opt:"MLABColor(color)" help:"colour of the values"`
	Format     string     `opt:"Format(%fmt)" help:"format of the values"`
	NoKey      bool       `opt:"noKEY" help:"not in the legend"`
	IfCond     lang.Text  `opt:"IF(exp)" help:"not supported"`
	AsEquation atOption   `opt:"ASEQuation(text)?" help:"the coefficients are in an equation of this name; default the name of the model"`
	Transform  lang.Text  `opt:"TRansform(coefficients=exp ...)" help:"expressions in @ that replace coefficients and limits"`
	ByLabel    titleLines `opt:"BYLabel(text)" help:"heading of the panel"`
	P1         lang.Text  `opt:"p1(options)" help:"options of the first plot"`
	P2         lang.Text  `opt:"p2(options)" help:"options of the second plot"`
	P3         lang.Text  `opt:"p3(options)" help:"options of the third plot"`
	P4         lang.Text  `opt:"p4(options)" help:"options of the fourth plot"`
	P5         lang.Text  `opt:"p5(options)" help:"options of the fifth plot"`
	P6         lang.Text  `opt:"p6(options)" help:"options of the sixth plot"`
	P7         lang.Text  `opt:"p7(options)" help:"options of the seventh plot"`
	P8         lang.Text  `opt:"p8(options)" help:"options of the eighth plot"`
}

type coefplot struct {
	modelOptions
	Horizontal  bool       `opt:"HORizontal" help:"coefficients stand below each other; the default"`
	Vertical    bool       `opt:"VERTical" help:"coefficients stand beside each other"`
	Order       lang.Text  `opt:"ORDer(coefficients)" help:"order of the coefficients; . is a gap"`
	CoefLabels  coefTexts  `opt:"COEFLabels(coef=text ...)" help:"names of coefficients on the axis; , wrap(#) angle()"`
	Headings    coefTexts  `opt:"HEADings(coef=text ...)" help:"headings above coefficients"`
	Groups      coefTexts  `opt:"GRoups(coefs=text ...)" help:"names of groups of coefficients"`
	NoLabels    bool       `opt:"noLABels noLABel noLABElS" help:"names of variables, not their labels"`
	NoOffsets   bool       `opt:"noOFFsets" help:"plots stand on each other"`
	PlotLabels  titleLines `opt:"PLOTLabels(texts)" help:"names of the plots in the legend"`
	ByLabels    titleLines `opt:"BYLABels(texts)" help:"headings of the panels"`
	ByOpts      lang.Text  `opt:"BYOPts(suboptions)" help:"suboptions of by() for panels"`
	Grid        lang.Text  `opt:"GRid(suboptions)" help:"grid between coefficients: none, between, within"`
	AddPlot     lang.Text  `opt:"ADDPLOT(plot)" help:"further plots"`
	NoEqLabels  bool       `opt:"noEQLABels" help:"no names of equations"`
	EqLabels    eqLabels   `opt:"EQLabels(texts)" help:"names of equations; , asheadings"`
	SwapNames   bool       `opt:"SWAPnames" help:"exchange names of coefficients and equations"`
	Sort        sortCoefs  `opt:"SORT(#)?" help:"in the order of the coefficients of the first plot, or of plot #; , descending"`
	LegendLabel titleLines `opt:"LEGENDLabels(texts)" help:"as plotlabels()"`
	*figureOptions

	c      *interp.Call
	panels []coefPanel
}

// A coefPanel is what stands between || and ||.
type coefPanel struct {
	label string
	plots []*coefSeries
}

// An atOption is at or at(spec).
type atOption struct {
	given bool
	spec  string
}

// mlabelExp is mlabel or mlabel(exp).
type mlabelExp struct {
	given bool
	exp   lang.Text
}

// Decode reads the expression.
func (e *mlabelExp) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	e.given = true
	if arg != nil {
		e.exp = arg.Trim()
	}
	return nil
}

// sortCoefs is sort or sort(#, descending).
type sortCoefs struct {
	given      bool
	plot       int
	descending bool
}

// Decode reads the number of the plot.
func (s *sortCoefs) Decode(c *interp.Call, name string, arg *lang.Text) error {
	s.given, s.plot = true, 1
	if arg == nil {
		return nil
	}
	head, opts := cutComma(*arg)
	var sub struct {
		Descending bool `opt:"DEScending" help:"the largest first"`
	}
	if err := bind(c, opts, &sub); err != nil {
		return err
	}
	s.descending = sub.Descending
	if head.Text == "" || head.Text == "." {
		return nil
	}
	n, err := strconv.Atoi(head.Text)
	if err != nil || n < 1 {
		return rc.Syntax.At(arg.Pos, "option %s() incorrectly specified", name)
	}
	s.plot = n
	return nil
}

// Decode reads the text.
func (a *atOption) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	a.given = true
	if arg != nil {
		a.spec = strings.TrimSpace(arg.Text)
	}
	return nil
}

// eformList is eform or eform(coefficients).
type eformList struct {
	all   bool
	coefs []string
}

// Decode reads the coefficients.
func (e *eformList) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	e.all = arg == nil
	if arg != nil {
		e.coefs = strings.Fields(arg.Text)
	}
	return nil
}

func (e *eformList) has(r *coefRow) bool { return e.all || r.matchesAny(e.coefs) }

// Run draws the coefficients.
func (o *coefplot) Run(c *interp.Call) error {
	o.c = c
	parts := splitBars(c.Body)
	last := len(parts) - 1
	if head, opts := cutComma(parts[last]); true {
		parts[last] = head
		all, err := options(opts)
		if err != nil {
			return err
		}
		if err := bindOptions(c, all, o); err != nil {
			return err
		}
		if head.Text == "" && last > 0 {
			parts = parts[:last]
		}
	}
	for _, part := range parts {
		if err := o.panel(part); err != nil {
			return err
		}
	}
	f, err := o.draw()
	if err != nil {
		return err
	}
	return finish(c, f, &o.pageOptions)
}

// splitBars splits text at || outside parentheses.
func splitBars(t lang.Text) []lang.Text {
	var out []lang.Text
	rest := t.Trim()
	for {
		i := find(rest.Text, func(s string) bool { return strings.HasPrefix(s, "||") })
		if i < 0 {
			return append(out, rest.Trim())
		}
		out = append(out, rest.Slice(0, i).Trim())
		rest = rest.Slice(i+2, len(rest.Text)).Trim()
	}
}

// panel reads the plots of one panel.
func (o *coefplot) panel(t lang.Text) error {
	head, opts := cutComma(t)
	base := o.modelOptions
	if err := bind(o.c, opts, &base); err != nil {
		return err
	}
	p := coefPanel{}
	if len(base.ByLabel) > 0 {
		p.label = base.ByLabel[0]
	}
	rest := head
	for rest.Text != "" {
		var one lang.Text
		grouped := rest.Text[0] == '('
		if grouped {
			n := closing(rest.Text)
			if n < 0 {
				return rc.Syntax.At(rest.Pos, "parentheses do not balance")
			}
			one, rest = rest.Slice(1, n), rest.Slice(n+1, len(rest.Text)).Trim()
		} else {
			words := rest.Words()
			one, rest = words[0], rest.Slice(len(words[0].Text), len(rest.Text)).Trim()
		}
		if err := o.plot(&p, one, base, grouped); err != nil {
			return err
		}
	}
	if head.Text == "" {
		if err := o.plot(&p, lang.Text{Pos: head.Pos, Text: "."}, base, false); err != nil {
			return err
		}
	}
	o.panels = append(o.panels, p)
	return nil
}

// plot reads one plot: models joined by \, and options. grouped tells that it
// stands in parentheses.
func (o *coefplot) plot(p *coefPanel, t lang.Text, base modelOptions, grouped bool) error {
	models := splitModels(t)
	head, opts := cutComma(models[len(models)-1])
	models[len(models)-1] = head
	own := base
	if j := len(p.plots); j < 8 {
		more := []lang.Text{base.P1, base.P2, base.P3, base.P4, base.P5, base.P6, base.P7, base.P8}[j]
		if err := bind(o.c, more, &own); err != nil {
			return err
		}
	}
	own.Label = nil
	if err := bind(o.c, opts, &own); err != nil {
		return err
	}
	if strings.TrimSpace(own.IfCond.Text) != "" {
		return rc.Syntax.At(own.IfCond.Pos, "option if() not supported")
	}
	parts, err := o.parts(models, own)
	if err != nil {
		return err
	}
	// A name with wildcards outside parentheses stands for several plots.
	groups := [][]modelPart{parts}
	if !grouped {
		groups = nil
		for _, n := range parts {
			groups = append(groups, []modelPart{n})
		}
	}
	for _, g := range groups {
		s := &coefSeries{o: own}
		for _, part := range g {
			rows, label, err := o.read(part.name, &part.o)
			if err != nil {
				return rc.Locate(err, head.Pos)
			}
			s.rows = append(s.rows, rows...)
			if s.label == "" {
				s.label = label
			}
		}
		if len(own.Label) > 0 {
			s.label = strings.Join(own.Label, " ")
		}
		p.plots = append(p.plots, s)
	}
	return nil
}

// A modelPart is one of the models of a plot with its options.
type modelPart struct {
	name string
	o    modelOptions
}

// splitModels splits the models of a plot at \. Options behind the last one are
// those of the plot.
func splitModels(t lang.Text) []lang.Text {
	var out []lang.Text
	for {
		i := find(t.Text, func(s string) bool { return s[0] == '\\' })
		if i < 0 {
			return append(out, t.Trim())
		}
		out = append(out, t.Slice(0, i).Trim())
		t = t.Slice(i+1, len(t.Text))
	}
}

// parts reads the models of a plot; each may be in parentheses with options of
// its own, or be followed by them.
func (o *coefplot) parts(list []lang.Text, base modelOptions) ([]modelPart, error) {
	var out []modelPart
	for _, one := range list {
		head, opts := cutComma(one)
		if inner := head.Text; strings.HasPrefix(inner, "(") && closing(inner) == len(inner)-1 {
			head, opts = cutComma(head.Slice(1, len(inner)-1))
		}
		own := base
		if err := bind(o.c, opts, &own); err != nil {
			return nil, err
		}
		found, err := o.models(head.Text)
		if err != nil {
			return nil, rc.Locate(err, head.Pos)
		}
		for _, n := range found {
			out = append(out, modelPart{n, own})
		}
	}
	return out, nil
}

// models expands a name with wildcards.
func (o *coefplot) models(name string) ([]string, error) {
	if name == "" {
		return nil, rc.Syntax.Errorf("name of estimates required")
	}
	if name == "_all" {
		name = "*"
	}
	if _, ok := matrixName(name); ok || !strings.ContainsAny(name, "*?") {
		return []string{name}, nil
	}
	var out []string
	for _, n := range o.c.StoredNames() {
		if ok, _ := path.Match(name, n); ok {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return nil, rc.NotFound.Errorf("estimation result %s not found", name)
	}
	return out, nil
}

// draw makes the figure.
func (o *coefplot) draw() (*graph.Figure, error) {
	t := newCoefTable(o)
	if err := t.arrange(); err != nil {
		return nil, err
	}
	if len(o.panels) == 1 {
		p, err := t.plot(&o.panels[0])
		if err != nil {
			return nil, err
		}
		f := &graph.Figure{Plot: p}
		o.titleOptions.apply(f)
		o.Legend.apply(&f.Legend, p.Layers)
		return f, nil
	}
	var by byOption
	if err := bind(o.c, o.ByOpts, &by.style); err != nil {
		return nil, err
	}
	f := &graph.Figure{Grid: by.grid(len(o.panels))}
	for i := range o.panels {
		p, err := t.plot(&o.panels[i])
		if err != nil {
			return nil, err
		}
		cell := &graph.Figure{Plot: p}
		label := o.panels[i].label
		if i < len(o.ByLabels) {
			label = o.ByLabels[i]
		}
		setTitle(cell, graph.SubtitleRole, label)
		f.Grid.Cells[i].Figure = cell
	}
	o.Legend.apply(&f.Legend, f.Grid.Cells[0].Figure.Plot.Layers)
	if err := by.apply(o.c, f, o.figureOptions); err != nil {
		return nil, err
	}
	return f, nil
}
