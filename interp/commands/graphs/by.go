package graphs

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// byStyle are the suboptions of by().
type byStyle struct {
	titleOptions
	Total     bool         `opt:"TOTal" help:"a panel for all observations"`
	Missing   bool         `opt:"MISSing" help:"panels for missing values"`
	Rows      int          `opt:"Rows(#)" help:"number of rows"`
	Cols      int          `opt:"Cols(#)" help:"number of columns"`
	ColFirst  bool         `opt:"COLFirst" help:"fill columns first"`
	Holes     []float64    `opt:"HOLes(numlist)" help:"places that stay empty"`
	Rescale   bool         `opt:"REscale" help:"each panel has axes of its own"`
	YRescale  bool         `opt:"YREscale" help:"each panel has a y axis of its own"`
	XRescale  bool         `opt:"XREscale" help:"each panel has an x axis of its own"`
	NoRescale bool         `opt:"noREscale noYREscale noXREscale" help:"panels have common axes"`
	Compact   bool         `opt:"COMpact" help:"little space between panels"`
	IScale    string       `opt:"IScale(#)" help:"size of text and markers in the panels"`
	IMargin   oneMargin    `opt:"IMargin(margin)" help:"space between panels"`
	IYAxes    bool         `opt:"IYaxes" help:"each panel shows its y axis"`
	IXAxes    bool         `opt:"IXaxes" help:"each panel shows its x axis"`
	IYLabel   bool         `opt:"IYLabel IYTick" help:"each panel shows labels of its y axis"`
	IXLabel   bool         `opt:"IXLabel IXTick" help:"each panel shows labels of its x axis"`
	EdgeLabel bool         `opt:"EDGElabel" help:"the last panel of each column shows its x axis; it always does"`
	Style     string       `opt:"STYle(style)" help:"stata7, compact or default"`
	Legend    legendOption `opt:"LEGend(suboptions)" help:"legend"`
	Region    regionOption `opt:"GRAPHRegion(suboptions)" help:"background of the figure"`
	Plot      regionOption `opt:"PLOTRegion(suboptions)" help:"background of the plot regions"`
	Scale     float64      `opt:"SCAle(#)" help:"size of everything, as a factor"`
	NoEdge    unused       `opt:"noEDGElabel" help:"changes nothing here"`
	Aspect    aspectRatio  `opt:"ASPECTratio(#)" help:"height of the plot regions divided by their width"`
}

// A byOption is by(varlist, suboptions).
type byOption struct {
	given bool
	cols  []*frame.Column
	style byStyle
}

// Decode reads variables and suboptions.
func (o *byOption) Decode(c *interp.Call, _ string, arg *lang.Text) (err error) {
	if arg == nil {
		return rc.Required.Errorf("option by() requires variables")
	}
	head, opts := cutComma(*arg)
	if head.Text != "" {
		if o.cols, err = c.VarlistText(head); err != nil {
			return err
		}
	}
	o.given = true
	return bind(c, opts, &o.style)
}

// panels returns the rows and the heading of each panel.
func (o *byOption) panels(c *interp.Call, rows frame.Rows) (parts []frame.Rows, heads []string, err error) {
	g := groupRows(o.cols, rows, o.style.Missing)
	const most = 500
	if len(g.rows) > most {
		return nil, nil, rc.TooManyValues.Errorf("too many groups for by(): %d", len(g.rows))
	}
	if len(g.rows) == 0 {
		return nil, nil, noObservations(0)
	}
	for k, r := range g.rows {
		var names []string
		for _, col := range o.cols {
			names = append(names, value(c, col, g.first[k]))
		}
		parts, heads = append(parts, r), append(heads, strings.Join(names, ", "))
	}
	if o.style.Total {
		parts, heads = append(parts, rows), append(heads, "Total")
	}
	return parts, heads, nil
}

// grid arranges n panels: as asked for, else about as many columns as rows.
func (o *byOption) grid(n int) *graph.Grid {
	return arrange(n, o.style.Rows, o.style.Cols, o.style.ColFirst, o.style.Holes)
}

// arrange returns a grid with n cells without figures.
func arrange(n, rows, cols int, colFirst bool, holes []float64) *graph.Grid {
	empty := map[int]bool{}
	for _, h := range holes {
		empty[int(h)] = true
	}
	total := n + len(empty)
	switch {
	case cols > 0:
		cols = min(cols, total)
	case rows > 0:
		cols = (total + rows - 1) / rows
	default:
		cols = int(math.Ceil(math.Sqrt(float64(total))))
	}
	g := &graph.Grid{Cols: cols, Rows: (total + cols - 1) / cols}
	place := 0
	for range n {
		for place++; empty[place]; place++ {
		}
		cell := graph.Cell{Row: (place - 1) / cols, Col: (place - 1) % cols}
		if colFirst {
			cell = graph.Cell{Row: (place - 1) % g.Rows, Col: (place - 1) / g.Rows}
		}
		g.Cells = append(g.Cells, cell)
		g.Rows, g.Cols = max(g.Rows, cell.Row+1), max(g.Cols, cell.Col+1)
	}
	return g
}

// apply makes the figure of panels: titles of axes stand once, at the edges.
func (o *byOption) apply(c *interp.Call, f *graph.Figure, fig *figureOptions) error {
	g, st := f.Grid, &o.style
	g.Panels = true
	g.ShareX = !(st.Rescale || st.XRescale) || st.NoRescale
	g.ShareY = !(st.Rescale || st.YRescale) || st.NoRescale
	g.EdgeX = g.ShareX && !st.IXAxes && !st.IXLabel
	g.EdgeY = g.ShareY && !st.IYAxes && !st.IYLabel
	g.Gap = string(st.IMargin)
	if st.Compact && g.Gap == "" {
		g.Gap = "vsmall"
	}
	var err error
	if g.Scale, g.Times, err = innerScale(st.IScale); err != nil {
		return err
	}
	p := g.Cells[0].Figure.Plot
	x, y := p.X[0].Title, p.Y[0].Title
	y2 := graph.Title{}
	if len(p.Y) > 1 {
		y2 = p.Y[1].Title
	}
	eachPlot(f, func(p *graph.Plot) {
		p.X[0].Title, p.Y[0].Title = graph.Title{}, graph.Title{}
		if len(p.Y) > 1 {
			p.Y[1].Title = graph.Title{}
		}
	})
	for _, t := range []struct {
		role  string
		title graph.Title
	}{{graph.B1Role, x}, {graph.L1Role, y}, {graph.R1Role, y2}} {
		if len(t.title.Lines) > 0 {
			t.title.Role = t.role
			if t.title.Style.Size == "" { // labels in panels are small too
				t.title.Style.Size = "small"
			}
			*titleOf(f, t.role) = t.title
		}
	}
	var names []string
	for _, col := range o.cols {
		names = append(names, columnTitle(col))
	}
	if len(names) > 0 {
		setTitle(f, graph.NoteRole, "Graphs by "+joinAnd(names))
	}
	fig.titleOptions.apply(f)
	st.titleOptions.apply(f)
	st.Region.apply(&f.Region)
	if st.Plot.given {
		eachPlot(f, func(p *graph.Plot) { st.Plot.apply(&p.Region) })
	}
	if st.Aspect > 0 {
		eachPlot(f, func(p *graph.Plot) { p.Aspect = float64(st.Aspect) })
	}
	return nil
}

// innerScale reads iscale(): a factor of the whole, or *factor of the default.
func innerScale(s string) (scale, times float64, err error) {
	if s == "" {
		return 0, 0, nil
	}
	rest, relative := strings.CutPrefix(s, "*")
	v, perr := lang.ParseNumlist(lang.Text{Pos: 1, Text: rest})
	if perr != nil || len(v) != 1 || v[0] <= 0 || v[0] > 100 {
		return 0, 0, rc.Syntax.Errorf("option iscale() incorrectly specified")
	}
	if relative {
		return 0, v[0], nil
	}
	return v[0], 0, nil
}

// joinAnd joins names: a, b, and c.
func joinAnd(names []string) string {
	switch n := len(names); n {
	case 1:
		return names[0]
	case 2:
		return names[0] + " and " + names[1]
	default:
		return strings.Join(names[:n-1], ", ") + ", and " + names[n-1]
	}
}
