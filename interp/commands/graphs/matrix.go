package graphs

import (
	"math/rand/v2"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Matrix is the command "graph matrix".
var Matrix = &interp.Command{
	Name: "GRaph MATrix", Brief: "scatterplots of all pairs of variables", Syntax: "varlist(min=2 numeric) [if] [in] [aw fw pw]",
	New: func() interp.Runner { return &matrix{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: "    graph matrix varlist [if] [in] [weight] [, half options]\n\nOnly observations without missing values in any of the variables are shown.",
}

type matrix struct {
	plotOptions
	Half     bool          `opt:"HALF" help:"only the lower triangle"`
	Diagonal diagonalTexts `opt:"DIAGonal(texts)" help:"texts on the diagonal instead of labels"`
	DiagOpts lang.Text     `opt:"DIAGOPTs(suboptions)" help:"how these look"`
	MaxEs    maxes         `opt:"MAXEs(suboptions)" help:"options of all axes: ylabel(), xlabel()"`
	IScale   string        `opt:"ISCale(#)" help:"size of text and markers"`
	CW       bool          `opt:"CW" help:"only observations without missing values; the default"`
}

// diagonalTexts are texts; "." leaves a label.
type diagonalTexts struct {
	lines []string
	style textStyle
}

// Decode reads the texts.
func (d *diagonalTexts) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	head, opts := cutComma(*arg)
	for _, w := range head.Words() {
		d.lines = append(d.lines, lang.Unquote(w.Text))
	}
	return bind(c, opts, &d.style)
}

// maxes are options of all axes.
type maxes struct {
	YLabel labelList `opt:"YLAbel(rule) YTICk(rule)" help:"labels of y axes"`
	XLabel labelList `opt:"XLAbel(rule) XTICk(rule)" help:"labels of x axes"`
	YScale scaleList `opt:"YSCale(suboptions)" help:"scales of y axes"`
	XScale scaleList `opt:"XSCale(suboptions)" help:"scales of x axes"`
}

// Decode reads the options.
func (m *maxes) Decode(c *interp.Call, _ string, arg *lang.Text) error { return bind(c, *arg, m) }

// Run draws the matrix.
func (o *matrix) Run(c *interp.Call) error {
	if len(o.By.cols) > 0 {
		return rc.Syntax.Errorf("option by() not supported with graph matrix")
	}
	if err := bind(c, o.DiagOpts, &o.Diagonal.style); err != nil {
		return err
	}
	rows, w, _, err := c.Weighted()
	if err != nil {
		return err
	}
	rows = rows.Where(func(i int) bool {
		for _, col := range c.Vars {
			if col.Missing(i) {
				return false
			}
		}
		return true
	})
	if rows.Count() == 0 {
		return noObservations(0)
	}
	m := matrixData{o: o, c: c, rows: rows.Index(), weight: w}
	n := len(c.Vars)
	g := &graph.Grid{Rows: n, Cols: n, Panels: true, EdgeX: true, EdgeY: true, Gap: "vsmall"}
	if g.Scale, g.Times, err = innerScale(o.IScale); err != nil {
		return err
	}
	m.read()
	for i := range n {
		for j := range n {
			if o.Half && j > i {
				continue
			}
			g.Cells = append(g.Cells, graph.Cell{Row: i, Col: j, Figure: &graph.Figure{Plot: m.cell(i, j)}})
		}
	}
	f := &graph.Figure{Grid: g}
	f.Legend.Off = true
	o.titleOptions.apply(f)
	return finish(c, f, &o.pageOptions)
}

// matrixData are the data of a matrix.
type matrixData struct {
	o      *matrix
	c      *interp.Call
	rows   []int32
	weight []float64
	x      [][]float64
	size   []float64
	labels []string
}

// read reads the variables.
func (m *matrixData) read() {
	r := rand.New(rand.NewPCG(uint64(m.o.JitterSeed), 1))
	for _, col := range m.c.Vars {
		v := variable{col: col}
		x, _ := v.at(m.c, m.rows)
		if m.o.Jitter > 0 {
			x = jittered(x, m.o.Jitter, r)
		}
		m.x = append(m.x, x)
	}
	if m.weight != nil {
		for _, r := range m.rows {
			m.size = append(m.size, m.weight[r])
		}
	}
	if len(m.o.MLabel) > 0 {
		b := &builder{plot: &plot{c: m.c, o: &m.o.plotOptions}, rows: m.rows}
		labels, _ := b.markerLabels()
		m.labels = labels[0]
	}
}

// cell makes the plot of variable i over variable j.
func (m *matrixData) cell(i, j int) *graph.Plot {
	axis := func(k int) graph.Axis {
		lo, hi := frame.Missing, -frame.Missing
		for _, v := range m.x[k] {
			lo, hi = min(lo, v), max(hi, v)
		}
		return graph.Axis{Range: []float64{lo, hi}, Format: m.c.Vars[k].Format, Used: true, Labels: []graph.Ticks{{Rule: "#3"}}}
	}
	p := &graph.Plot{X: []graph.Axis{axis(j)}, Y: []graph.Axis{axis(i)}}
	no := false
	p.X[0].Grid, p.Y[0].Grid = &no, &no
	p.Region.Line = "fg"
	p.Region.Width = "vthin"
	for _, a := range []axisOptions{{XLabel: m.o.MaxEs.XLabel, YLabel: m.o.MaxEs.YLabel, XScale: m.o.MaxEs.XScale, YScale: m.o.MaxEs.YScale}, m.o.axisOptions} {
		if len(a.XLabel) > 0 {
			p.X[0].Labels = nil
		}
		if len(a.YLabel) > 0 {
			p.Y[0].Labels = nil
		}
		a.Text = nil
		a.apply(p, func(bool, int) func(float64) (string, bool) { return nil })
	}
	if i == j {
		m.diagonal(p, i)
		return p
	}
	st, number := m.o.style(0, 1)
	st.Labels, st.LabelPos, st.LabelGap = m.o.labelStyle(0)
	p.Layers = []graph.Layer{{Kind: "scatter", X: m.x[j], Y: m.x[i], Size: m.size, Label: m.labels, Style: st, Number: number}}
	return p
}

// diagonal writes the name of a variable into its cell.
func (m *matrixData) diagonal(p *graph.Plot, i int) {
	text := columnTitle(m.c.Vars[i])
	if i < len(m.o.Diagonal.lines) && m.o.Diagonal.lines[i] != "." {
		text = strings.TrimSpace(m.o.Diagonal.lines[i])
	}
	st := m.o.Diagonal.style.style()
	if st.Size == "" {
		st.Size = "large"
	}
	p.Texts = []graph.Text{{X: 0.5, Y: 0.5, Relative: true, Lines: []string{text}, Fit: true, Style: st}}
	p.Lines = nil
}
