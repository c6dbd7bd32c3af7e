package graphs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// barDoc is the help of the charts of groups.
const barDoc = `    graph bar (stat) yvars ... [if] [in] [weight] [, over(varname, suboptions) options]

Statistics: mean (the default), median, p1 ... p99, sum, count, percent, proportion, min, max, sd, semean, iqr, first, last, asis.
Without variables, bars are percentages of the observations, or their number after (count). Up to three over(): the first is the
innermost. asyvars gives its groups colours instead of names on the axis.`

// Bar, HBar and DotChart are the commands "graph bar", "graph hbar" and "graph dot".
var (
	Bar  = chart("GRaph bar", "vertical bar chart", "bar", false)
	HBar = chart("GRaph hbar", "horizontal bar chart", "bar", true)
	Dot  = chart("GRaph dot", "dot chart", "dot", true)
)

func chart(name, brief, kind string, horizontal bool) *interp.Command {
	return &interp.Command{
		Name: name, Brief: brief, Syntax: "[anything] [if] [in] [aw fw pw]", Doc: barDoc,
		New: func() interp.Runner {
			return &bar{kind: kind, horizontal: horizontal, groupOptions: groupOptions{figureOptions: &figureOptions{}}}
		},
	}
}

// groupOptions are the options of bar, box and dot charts.
type groupOptions struct {
	Over        overList  `opt:"over(varname)" help:"groups; sort(), descending, relabel(), label(), gap(); up to three times"`
	NoFill      bool      `opt:"noFILL" help:"leave out groups that do not occur"`
	Missing     bool      `opt:"MISSing" help:"missing values are groups"`
	AllCats     unused    `opt:"ALLCategories" help:"groups that only occur outside the sample; changes nothing here"`
	AsYVars     bool      `opt:"ASYvars" help:"the groups of the first over() are bars of different colours"`
	AsCategory  bool      `opt:"ASCategory" help:"variables are groups of bars of one colour"`
	YVarOptions lang.Text `opt:"YVAROPtions(suboptions)" help:"suboptions of over() for the variables"`
	ShowYVars   bool      `opt:"SHOWYvars" help:"name the variables on the axis too"`
	CW          bool      `opt:"CW" help:"only observations without missing values in any variable"`
	OuterGap    string    `opt:"OUTERGap(#)" help:"space at both ends, in percent of a bar"`
	BarGap      string    `opt:"BARGap(#) BOXGap(#)" help:"space between bars of a group, in percent of a bar"`
	Intensity   string    `opt:"INtensity(#)" help:"intensity of the colours"`
	LIntensity  unused    `opt:"LIntensity(#)" help:"intensity of the outlines; changes nothing here"`
	PCycle      int       `opt:"PCycle(#)" help:"number of different colours"`
	Looks       lookList  `opt:"BAR(#-suboptions) BOX(#-suboptions)" help:"how the bars of one variable look: bar(1, color(navy))"`
	YAlt        bool      `opt:"YALTernate" help:"value axis on the other side"`
	XAlt        bool      `opt:"XALTernate" help:"axis of groups on the other side"`
	YReverse    bool      `opt:"YREVerse" help:"largest value at the bottom or left"`
	NoLabel     bool      `opt:"noLABel" help:"bars are called by names, not labels"`
	Exclude0    bool      `opt:"EXCLUDE0" help:"the value axis need not include 0"`
	XOverhangs  unused    `opt:"XOVERHANGs" help:"changes nothing here"`
	*figureOptions
}

// A lookList is bar(1, ...) bar(2, ...).
type lookList map[int]*look

// Decode reads the number and the suboptions.
func (l *lookList) Decode(c *interp.Call, name string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	n, err := strconv.Atoi(head.Text)
	if err != nil || n < 1 {
		return rc.Syntax.At(arg.Pos, "option %s() incorrectly specified", name)
	}
	if *l == nil {
		*l = lookList{}
	}
	if (*l)[n] == nil {
		(*l)[n] = &look{}
	}
	return bind(c, opts, (*l)[n])
}

type bar struct {
	groupOptions
	BLabel      barLabel  `opt:"BLabel(what)" help:"labels of bars: bar, total, name, group; position(), format(), size(), color(), gap()"`
	Stack       bool      `opt:"STACK" help:"bars stand on each other"`
	Percentages bool      `opt:"PERCENTages PERCent" help:"values are percentages within a group"`
	Horizontal  bool      `opt:"HORizontal" help:"as graph hbar"`
	Vertical    bool      `opt:"VERTical" help:"as graph bar"`
	NDots       unused    `opt:"NDOTs(#)" help:"of graph dot; changes nothing here"`
	DFColor     unused    `opt:"DFColor(color)" help:"of graph dot; changes nothing here"`
	LineType    string    `opt:"LINEType(type)" help:"lines of graph dot: dot, line or rectangle"`
	DotLines    lang.Text `opt:"LINES(suboptions)" help:"how the lines of graph dot look"`
	LineGap     unused    `opt:"LINEGap(#)" help:"of graph dot; changes nothing here"`
	NoExtend    unused    `opt:"noEXTENDLine" help:"of graph dot; changes nothing here"`
	Markers     lookList  `opt:"MARKer(#-suboptions)" help:"how the markers of one variable look: marker(1, msymbol(O))"`

	kind       string
	horizontal bool
}

// barLabel is blabel(what, suboptions).
type barLabel struct {
	what  string
	style barLabelStyle
}

type barLabelStyle struct {
	textStyle
	Position string `opt:"POSition(word)" help:"outside, inside, base or center"`
	Gap      string `opt:"GAP(size)" help:"space to the bar"`
	Format   string `opt:"FORmat(%fmt)" help:"format of the values"`
}

// Decode reads what and how.
func (b *barLabel) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	b.what = head.Text
	if !anyOf(b.what, "none", "bar", "total", "name", "group") {
		return rc.Syntax.At(arg.Pos, "option blabel() incorrectly specified")
	}
	return bind(c, opts, &b.style)
}

// Run draws the chart.
func (o *bar) Run(c *interp.Call) error {
	o.horizontal = (o.horizontal || o.Horizontal) && !o.Vertical
	ms, err := measures(c, c.Body, "mean")
	if err != nil {
		return err
	}
	if o.NoLabel {
		for i := range ms {
			if ms[i].name == "" && ms[i].col != nil {
				ms[i].name = ms[i].col.Name
			}
		}
	}
	f, err := o.figure(c, ms, o.panel)
	if err != nil {
		return err
	}
	return finish(c, f, &o.pageOptions)
}

// figure makes the figure of groups, with panels for by().
func (o *groupOptions) figure(c *interp.Call, ms []measure, panel func(t *barTable) (*graph.Plot, error)) (*graph.Figure, error) {
	rows, w, kind, err := c.Weighted()
	if err != nil {
		return nil, err
	}
	for _, v := range o.Over {
		if !o.Missing {
			rows = rows.Where(func(i int) bool { return !v.col.Missing(i) })
		}
	}
	if o.CW {
		rows = rows.Where(func(i int) bool {
			return !slices.ContainsFunc(ms, func(m measure) bool { return m.col != nil && m.col.Missing(i) })
		})
	}
	if rows.Count() == 0 {
		return nil, noObservations(0)
	}
	make := func(part frame.Rows) (*graph.Plot, error) {
		t, err := o.table(c, ms, part, rows, w)
		if err != nil {
			return nil, err
		}
		t.wkind = kind
		return panel(t)
	}
	if o.By.given && len(o.By.cols) == 0 {
		return nil, rc.Required.Errorf("option by(): varlist required")
	}
	if len(o.By.cols) == 0 {
		p, err := make(rows)
		if err != nil {
			return nil, err
		}
		f := &graph.Figure{Plot: p}
		o.titleOptions.apply(f)
		o.Legend.apply(&f.Legend, p.Layers)
		return f, nil
	}
	parts, heads, err := o.By.panels(c, rows)
	if err != nil {
		return nil, err
	}
	f := &graph.Figure{Grid: o.By.grid(len(parts))}
	for i, part := range parts {
		p, err := make(part)
		if err != nil {
			return nil, err
		}
		f.Grid.Cells[i].Figure = &graph.Figure{Plot: p, Titles: []graph.Title{{Role: graph.SubtitleRole, Lines: []string{heads[i]}}}}
	}
	layers := f.Grid.Cells[0].Figure.Plot.Layers
	o.Legend.apply(&f.Legend, layers)
	o.By.style.Legend.apply(&f.Legend, layers)
	return f, o.By.apply(c, f, o.figureOptions)
}

// table makes the groups of a panel.
func (o *groupOptions) table(c *interp.Call, ms []measure, part, all frame.Rows, w []float64) (*barTable, error) {
	t := &barTable{c: c, weight: w}
	overs := o.Over
	if o.AsYVars && len(overs) > 0 {
		if len(ms) > 1 {
			return nil, rc.Syntax.Errorf("option asyvars not allowed with more than one y variable")
		}
		for _, l := range t.levels(&overs[0], all, o.Missing) {
			rows := l.rows
			t.series = append(t.series, series{l.name, ms[0], &rows})
		}
		if overs[0].style.Descending || overs[0].style.Reverse {
			slices.Reverse(t.series)
		}
		overs = overs[1:]
	} else {
		for _, m := range ms {
			t.series = append(t.series, series{m.title(), m, nil})
		}
	}
	for i := len(overs) - 1; i >= 0; i-- {
		t.overs = append(t.overs, overs[i])
	}
	t.build(part, all, o.NoFill, o.Missing)
	if err := t.sort(ms); err != nil {
		return nil, err
	}
	if o.AsCategory && !o.AsYVars {
		return t, o.categories(c, t)
	}
	t.allSeries()
	return t, nil
}

// categories makes the series groups, called as yvaroptions(relabel()) says.
func (o *groupOptions) categories(c *interp.Call, t *barTable) error {
	var style overStyle
	if err := bind(c, o.YVarOptions, &style); err != nil {
		return err
	}
	for k, text := range style.Relabel {
		if k >= 1 && k <= len(t.series) {
			t.series[k-1].name = text
		}
	}
	t.asCategories()
	t.overs = append(t.overs, over{style: style})
	return nil
}

// colors returns how the bars of series k look; one colour if they are
// categories.
func (o *groupOptions) seriesStyle(looks lookList, k int) (graph.Style, int) {
	n := k + 1
	if o.PCycle > 0 {
		n = k%o.PCycle + 1
	}
	if o.AsCategory && !o.AsYVars {
		n = 1
	}
	var st graph.Style
	number := n
	if l := looks[k+1]; l != nil {
		st, number = l.style(0, n)
	}
	if in := strings.TrimSpace(o.Intensity); in != "" && st.Intensity == "" {
		st.Intensity = strings.TrimPrefix(in, "*")
		if strings.HasPrefix(in, "*") {
			if x, err := strconv.ParseFloat(st.Intensity, 64); err == nil {
				st.Intensity = strconv.FormatFloat(100*x, 'f', -1, 64)
			}
		}
	}
	return st, number
}
