package graphs

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Rvfplot is the command "rvfplot".
var Rvfplot = &interp.Command{
	Name: "RVFPLOT", Brief: "plot of residuals over fitted values", Syntax: "",
	New: func() interp.Runner { return &residualPlot{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: "    rvfplot [, options of scatter and twoway, addplot(plot)]\n\nAfter a linear regression.",
}

// Rvpplot is the command "rvpplot".
var Rvpplot = &interp.Command{
	Name: "RVPPLOT", Brief: "plot of residuals over a regressor", Syntax: "varlist(min=1 max=1 numeric)",
	New: func() interp.Runner {
		return &residualPlot{overVar: true, plotOptions: plotOptions{figureOptions: &figureOptions{}}}
	},
	Doc: "    rvpplot varname [, options of scatter and twoway, addplot(plot)]\n\nAfter a linear regression.",
}

// Lvr2plot is the command "lvr2plot".
var Lvr2plot = &interp.Command{
	Name: "LVR2PLOT", Brief: "plot of leverage over squared residuals", Syntax: "",
	New: func() interp.Runner { return &leveragePlot{plotOptions: plotOptions{figureOptions: &figureOptions{}}} },
	Doc: `    lvr2plot [, options of scatter and twoway, addplot(plot)]

After regress. Residuals are squared and divided by their sum. The lines stand at the means.`,
}

type residualPlot struct {
	plotOptions
	AddPlot lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`

	overVar bool
}

// predicted returns a prediction for the estimation sample, computed in a copy
// of the data.
func predicted(c *interp.Call, statistic string) (*frame.Column, error) {
	if c.E.B == nil {
		return nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	before, name, v := c.CurrentFrame(), c.TempName(), c.TempName()
	c.PutFrame(name, c.Frame().Clone())
	c.UseFrame(name)
	quiet := c.SetQuiet(true)
	err := c.Run(fmt.Sprintf("predict double %s, %s", v, statistic))
	c.SetQuiet(quiet)
	col := c.Frame().Column(v)
	c.UseFrame(before)
	c.PutFrame(name, nil)
	return col, err
}

// linear returns an error unless the last estimates are of a regression.
func linear(c *interp.Call, commands ...string) error {
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if !anyOf(c.E.Cmd(), commands...) {
		return rc.NoEstimates.Errorf("last estimates not found: this plot is for %s", commands[0])
	}
	return nil
}

// Run draws the residuals.
func (o *residualPlot) Run(c *interp.Call) error {
	if err := linear(c, "regress", "anova", "areg", "ivregress", "reghdfe"); err != nil {
		return err
	}
	e, err := predicted(c, "residuals")
	if err != nil {
		return err
	}
	e.Label = "Residuals"
	x := (*frame.Column)(nil)
	if o.overVar {
		x = c.Vars[0]
		if _, j := c.E.Coef("", x.Name); j < 0 {
			return rc.NotFound.Errorf("%s is not in the model", x.Name)
		}
	} else {
		if x, err = predicted(c, "xb"); err != nil {
			return err
		}
		x.Label = "Fitted values"
	}
	s := newSketch(c, o.figureOptions, c.Sample())
	s.columns("scatter", &o.plotOptions, e, x)
	if err := s.addPlots(o.AddPlot); err != nil {
		return err
	}
	return s.draw(false)
}

type leveragePlot struct {
	plotOptions
	AddPlot lang.Text `opt:"ADDPLOT(plot)" help:"further plots"`
}

// Run draws leverages.
func (o *leveragePlot) Run(c *interp.Call) error {
	if err := linear(c, "regress"); err != nil {
		return err
	}
	h, err := predicted(c, "leverage")
	if err != nil {
		return err
	}
	e, err := predicted(c, "residuals")
	if err != nil {
		return err
	}
	rows := c.Sample()
	ss, n, meanH := 0.0, 0.0, 0.0
	for i := range rows.Each {
		ss += float64(e.Num(i) * e.Num(i))
		meanH += h.Num(i)
		n++
	}
	if n == 0 {
		return noObservations(0)
	}
	v := make([]float64, c.Frame().N())
	for i := range v {
		v[i] = frame.Missing
		if rows.Has(i) {
			v[i] = frame.Value(float64(e.Num(i)*e.Num(i)) / ss)
		}
	}
	x := frame.NewDoubles("r2", v)
	x.Label, h.Label = "Normalized residual squared", "Leverage"
	s := newSketch(c, o.figureOptions, rows)
	s.columns("scatter", &o.plotOptions, h, x)
	if err := s.addPlots(o.AddPlot); err != nil {
		return err
	}
	return s.draw(false, func(f *graph.Figure) {
		eachPlot(f, func(p *graph.Plot) {
			p.Lines = append(p.Lines, graph.RefLine{At: meanH / n}, graph.RefLine{Vertical: true, At: 1 / n})
		})
	})
}

// tinyResidual is what is left of a variable that others explain, relative to
// its size.
const tinyResidual = 1e-12

func negligible(x, size float64) bool { return math.Abs(x) <= tinyResidual*size }
