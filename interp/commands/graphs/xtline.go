package graphs

import (
	"regexp"
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Xtline is the command "xtline".
var Xtline = &interp.Command{
	Name: "XTLINE", Brief: "line plots of panel data", Syntax: "varlist(min=1 numeric) [if] [in], *",
	New: func() interp.Runner { return newXtline() },
	Doc: `    xtline varlist [if] [in] [, i(varname) t(varname) overlay options]

A panel of lines for each unit; with overlay, the lines of all units in one plot, and plot#opts(options) says how that of unit # looks.
The data must be xtset unless i() and t() are given.`,
}

type xtline struct {
	plotOptions
	I       *frame.Column `opt:"I(varname)" help:"variable of units"`
	T       *frame.Column `opt:"T(varname)" help:"variable of time"`
	Overlay bool          `opt:"OVerlay" help:"all lines in one plot"`
	ByOpts  lang.Text     `opt:"BYOPts(suboptions)" help:"suboptions of by() for the panels"`
	AddPlot lang.Text     `opt:"ADDPLOT(plot)" help:"further plots"`
}

func newXtline() *xtline { return &xtline{plotOptions: plotOptions{figureOptions: &figureOptions{}}} }

// plotOption matches plot1opts and the like.
var plotOption = regexp.MustCompile(`^plot(\d+)(o|op|opt|opts)$`)

// Run draws the lines.
func (*xtline) Run(c *interp.Call) error {
	o := newXtline() // bound here: plot#opts() are no fields
	own := map[int]lang.Text{}
	var rest []lang.Option
	for _, opt := range c.Options {
		m := plotOption.FindStringSubmatch(opt.Name.Text)
		if m == nil || opt.Arg == nil {
			rest = append(rest, opt)
			continue
		}
		n, _ := strconv.Atoi(m[1])
		own[n] = *opt.Arg
	}
	if err := bindOptions(c, rest, o); err != nil {
		return err
	}
	id, time, err := o.panelVars(c)
	if err != nil {
		return err
	}
	s := newSketch(c, o.figureOptions, c.Rows)
	if o.Overlay {
		if len(c.Vars) > 1 {
			return rc.TooManyVars.Errorf("too many variables specified")
		}
		if err := o.overlay(s, id, time, own); err != nil {
			return err
		}
		return s.draw(true)
	}
	o.By.cols = []*frame.Column{id}
	if err := bind(c, o.ByOpts, &o.By.style); err != nil {
		return err
	}
	s.columns("line", &o.plotOptions, append(c.Vars[:len(c.Vars):len(c.Vars)], time)...)
	o.Sort.given = true
	if err := s.addPlots(o.AddPlot); err != nil {
		return err
	}
	return s.draw(len(c.Vars) > 1)
}

// panelVars returns the variables of units and time.
func (o *xtline) panelVars(c *interp.Call) (id, time *frame.Column, err error) {
	f := c.Frame()
	id, time = o.I, o.T
	if id == nil && f.Panel.ID != "" {
		id = f.Column(f.Panel.ID)
	}
	if time == nil && f.Panel.Time != "" {
		time = f.Column(f.Panel.Time)
	}
	switch {
	case id == nil || time == nil:
		return nil, nil, rc.DataProblem.Errorf("must specify panelvar and timevar; use xtset")
	case time.IsString():
		return nil, nil, rc.TypeMismatch.Errorf("option t(): %s is a string variable", time.Name)
	}
	return id, time, nil
}

// overlay adds a line for each unit.
func (o *xtline) overlay(s *sketch, id, time *frame.Column, own map[int]lang.Text) error {
	y := s.c.Vars[0]
	rows := s.rows.Where(func(i int) bool { return !y.Missing(i) && !time.Missing(i) })
	g := groupRows([]*frame.Column{id}, rows, false)
	const most = 500
	if len(g.rows) == 0 {
		return noObservations(0)
	}
	if len(g.rows) > most {
		return rc.TooManyValues.Errorf("too many units to overlay: %d", len(g.rows))
	}
	names := titles{x: columnTitle(time), y: columnTitle(y), xformat: time.Format, yformat: y.Format}
	for k := range g.rows {
		opts := *o
		if err := bind(s.c, own[k+1], &opts.look); err != nil {
			return err
		}
		name, part := value(s.c, id, g.first[k]), g.rows[k]
		s.layer(&opts.plotOptions, names, func(b *builder) ([]graph.Layer, error) {
			var xs, ys []float64
			for i := range part.Each {
				xs, ys = append(xs, time.Num(i)), append(ys, y.Num(i))
			}
			order := sortedOrder(xs)
			l := b.newLayer("line", name, 0)
			l.X, l.Y = permuted(xs, order), permuted(ys, order)
			return []graph.Layer{l}, nil
		})
	}
	return s.addPlots(o.AddPlot)
}
