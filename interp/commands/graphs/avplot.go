package graphs

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

const avplotDoc = `    avplot indepvar [, rlopts(options) addplot(plot) options]
    avplots [, options]

After regress: the part of the outcome that the other regressors do not explain over the part of the regressor that they do not
explain. The slope is the regressor's coefficient.`

// Avplot is the command "avplot".
var Avplot = &interp.Command{
	Name: "AVPLOT", Brief: "added-variable plot", Syntax: "anything", Doc: avplotDoc,
	New: func() interp.Runner { return &avplot{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
}

// Avplots is the command "avplots".
var Avplots = &interp.Command{
	Name: "AVPLOTS", Brief: "added-variable plots of all regressors", Syntax: "", Doc: avplotDoc,
	New: func() interp.Runner {
		return &avplot{all: true, plotOptions: plotOptions{figureOptions: &figureOptions{}}}
	},
}

type avplot struct {
	plotOptions
	RLOpts  lang.Text `opt:"RLOPts(options)" help:"how the line looks"`
	AddPlot lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`

	all bool
}

// Run draws the plot or plots.
func (o *avplot) Run(c *interp.Call) error {
	if err := linear(c, "regress"); err != nil {
		return err
	}
	m, err := newRegression(c)
	if err != nil {
		return err
	}
	if !o.all {
		j := m.find(c.Body.Trim().Text)
		if j < 0 {
			return rc.NotFound.At(c.Body.Pos, "%s is not in the model", c.Body.Trim().Text)
		}
		s := newSketch(c, o.figureOptions, c.Sample())
		if err := o.add(s, m, j); err != nil {
			return err
		}
		if err := s.addPlots(o.AddPlot); err != nil {
			return err
		}
		return s.draw(false, func(f *graph.Figure) { o.caption(f, m.caption(c, j)) })
	}
	f := &graph.Figure{Grid: arrange(len(m.names), 0, 0, false, nil)}
	for j := range m.names {
		own := figureOptions{axisOptions: o.axisOptions}
		s := newSketch(c, &own, c.Sample())
		if err := o.add(s, m, j); err != nil {
			return err
		}
		cell, err := s.figure(s.rows)
		if err != nil {
			return err
		}
		cell.Legend.Off = true
		o.caption(cell, m.caption(c, j))
		f.Grid.Cells[j].Figure = cell
	}
	o.titleOptions.apply(f)
	return finish(c, f, &o.pageOptions)
}

func (o *avplot) caption(f *graph.Figure, text string) {
	if !o.Note.given {
		setTitle(f, graph.NoteRole, text)
	}
}

// add adds the points and the line of regressor j.
func (o *avplot) add(s *sketch, m *regression, j int) error {
	y, x, err := m.partial(j)
	if err != nil {
		return err
	}
	line, err := s.options(o.RLOpts)
	if err != nil {
		return err
	}
	rows := s.c.Sample().Index()
	ycol := shadow(s.c, "y", "e( "+m.depvar+" | X )", rows, y)
	s.columns("scatter", &o.plotOptions, ycol, shadow(s.c, "x", "e( "+m.names[j]+" | X )", rows, x))
	lo, hi := extremes(x)
	b := m.b[j]
	s.points("line", "Fitted values", line, titles{weak: true}, []float64{lo, hi}, []float64{lo * b, hi * b})
	return nil
}

// A regression is the last linear regression: its data, over the estimation
// sample, and its coefficients.
type regression struct {
	c        *interp.Call
	depvar   string
	names    []string // of regressors that are not omitted
	x        [][]float64
	y, w     []float64
	kind     stats.WeightKind
	constant bool
	b, se    []float64
}

func newRegression(c *interp.Call) (*regression, error) {
	rows := c.Sample()
	m := &regression{c: c, depvar: c.E.Macro("depvar")}
	src := terms.NewSource(c.Frame(), rows.Index())
	for j, name := range c.E.B.Cols {
		if name == "_cons" {
			m.constant = true
			continue
		}
		t, err := terms.Parse(name)
		if err != nil || t.Omitted {
			continue
		}
		v, err := src.Column(t)
		if err != nil {
			return nil, err
		}
		m.names, m.x = append(m.names, name), append(m.x, v)
		m.b, m.se = append(m.b, c.E.B.At(0, j)), append(m.se, math.Sqrt(c.E.V.At(j, j)))
	}
	if len(m.names) == 0 {
		return nil, rc.Syntax.Errorf("the model has no regressors")
	}
	t, err := terms.Parse(m.depvar)
	if err != nil {
		return nil, err
	}
	if m.y, err = src.Column(t); err != nil {
		return nil, err
	}
	return m, m.weigh()
}

// weigh evaluates the weights of the regression and looks for missing values.
func (m *regression) weigh() error {
	if kind := m.c.E.Macro("wtype"); kind != "" {
		sub := *m.c
		w, err := readWeight(lang.Text{Pos: 1, Text: kind + m.c.E.Macro("wexp")})
		if err != nil {
			return err
		}
		sub.Weight, sub.Rows = w, m.c.Sample()
		_, all, wkind, err := sub.Weighted()
		if err != nil {
			return err
		}
		m.kind = wkind
		for i := range sub.Rows.Each {
			m.w = append(m.w, all[i])
		}
	}
	for _, v := range append(m.x[:len(m.x):len(m.x)], m.y) {
		for _, x := range v {
			if x >= frame.Missing {
				return rc.MissingFound.Errorf("the estimation sample has missing values by now")
			}
		}
	}
	return nil
}

// find returns the number of a regressor, or -1.
func (m *regression) find(name string) int {
	return interp.FindTerm(nil, m.names, "", name)
}

// partial returns what the regressors other than j do not explain of the
// outcome and of regressor j.
func (m *regression) partial(j int) (y, x []float64, err error) {
	var others [][]float64
	for k := range m.x {
		if k != j {
			others = append(others, m.x[k])
		}
	}
	rest := func(v []float64) ([]float64, error) {
		if len(others) == 0 && !m.constant {
			return v, nil
		}
		d := &stats.Design{Y: v, X: others, W: m.w, WKind: m.kind, Constant: m.constant, Context: m.c.Context()}
		for k := range others {
			d.Names = append(d.Names, "x"+interp.FormatNumber(float64(k)))
		}
		fit, err := stats.OLS(d, stats.Classical{})
		if err != nil {
			return nil, err
		}
		out := fit.XB(others, len(v))
		for i := range out {
			if out[i] = v[i] - out[i]; negligible(out[i], math.Abs(v[i])) {
				out[i] = 0
			}
		}
		return out, nil
	}
	if y, err = rest(m.y); err != nil {
		return nil, nil, err
	}
	x, err = rest(m.x[j])
	return y, x, err
}

// caption states the coefficient below a plot.
func (m *regression) caption(c *interp.Call, j int) string {
	se := "se"
	if c.E.Macro("vcetype") == "Robust" {
		se = "(robust) se"
	}
	return "coef = " + strings.TrimSpace(c.Format("%9.0g", m.b[j])) + ", " + se + " = " + strings.TrimSpace(c.Format("%9.0g", m.se[j])) +
		", t = " + strings.TrimSpace(c.Format("%5.2f", m.b[j]/m.se[j]))
}
