package graphs

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Twoway is the command "twoway".
var Twoway = &interp.Command{
	Name: "TWoway", Brief: "plots of y over x", Syntax: "raw", New: newTwoway(""), Doc: twowayDoc,
}

// GraphTwoway is the command "graph twoway".
var GraphTwoway = &interp.Command{
	Name: "GRaph TWoway", Brief: "plots of y over x", Syntax: "raw", New: newTwoway(""), Doc: "See twoway.",
}

// Scatter is the command "scatter".
var Scatter = &interp.Command{
	Name: "SCATter", Brief: "scatterplot", Syntax: "raw", New: newTwoway("scatter"), Doc: "    scatter yvar ... xvar [if] [in] [weight] [, options]\n\nSee twoway.",
}

// Sc is "sc", which cannot be an abbreviation in the table: "sca" is scalar.
var Sc = &interp.Command{
	Name: "sc", Brief: "scatterplot", Syntax: "raw", New: newTwoway("scatter"), Doc: "Short for scatter.",
}

// Line is the command "line".
var Line = &interp.Command{
	Name: "line", Brief: "line plot", Syntax: "raw", New: newTwoway("line"), Doc: "    line yvar ... xvar [if] [in] [, options]\n\nSee twoway.",
}

// Tsline is the command "tsline".
var Tsline = &interp.Command{
	Name: "TSLine", Brief: "line plot over the time variable", Syntax: "raw", New: newTwoway("tsline"), Doc: "    tsline yvar ... [if] [in] [, options]\n\nThe data must be tsset. See twoway.",
}

func newTwoway(first string) func() interp.Runner {
	return func() interp.Runner {
		return &twoway{first: first, plotOptions: plotOptions{figureOptions: &figureOptions{}}}
	}
}

// A twoway is a figure of plots. Its options are those of all plots; each
// plot binds its own.
type twoway struct {
	plotOptions
	first string // type of the first plot, if the command names it
	c     *interp.Call
	fig   *figureOptions
	plots []*plot
}

// Run draws the plots.
func (t *twoway) Run(c *interp.Call) error {
	specs, all, err := splitPlots(c.Body)
	if err != nil {
		return err
	}
	if t.first != "" {
		if len(specs) == 0 || specs[0].text.Pos != c.Body.Trim().Pos {
			return rc.Required.At(c.Body.Pos, "varlist required")
		}
		specs[0].text.Text = t.first + " " + specs[0].text.Text
		specs[0].text.Pos -= lang.Pos(len(t.first) + 1)
	}
	return t.draw(c, specs, all)
}

// draw draws the plots that specs describe.
func (t *twoway) draw(c *interp.Call, specs []spec, all spec) error {
	t.c, t.fig = c, &figureOptions{}
	if len(specs) == 0 {
		return rc.Required.At(c.Body.Pos, "nothing to plot: a plot such as (scatter y x) is required")
	}
	rows, weight, err := t.common(all)
	if err != nil {
		return err
	}
	for _, sp := range specs {
		p, err := newPlot(c, sp, rows, t.fig, weight)
		if err != nil {
			return err
		}
		t.plots = append(t.plots, p)
	}
	opts, err := options(all.opts)
	if err != nil {
		return err
	}
	if err := t.bindAll(opts); err != nil {
		return err
	}
	f, err := t.figure(rows)
	if err != nil {
		return err
	}
	return finish(c, f, &t.fig.pageOptions)
}

// common evaluates the if, in and weight that concern all plots.
func (t *twoway) common(all spec) (frame.Rows, *interp.Weight, error) {
	rows := t.c.ProgramRows()
	if strings.TrimSpace(all.text.Text) == "" {
		return rows, nil, nil
	}
	cmd, err := parseCommand(lang.Text{Pos: all.text.Pos - 2, Text: "x " + all.text.Text})
	if err != nil {
		return rows, nil, err
	}
	rows, err = sample(t.c, cmd, all.text.Pos-2, rows)
	if err != nil {
		return rows, nil, err
	}
	if w := cmd.Weight(); w != nil {
		weight, err := readWeight(lang.Text{Pos: w.Pos.Shift(all.text.Pos - 2), Text: w.Text})
		return rows, weight, err
	}
	return rows, nil, nil
}

// bindAll binds the options behind the last plot: those of the figure. What
// is said there about a plot goes to the only one, as in Stata.
func (t *twoway) bindAll(opts []lang.Option) error {
	if len(t.plots) == 1 {
		p := t.plots[0]
		if err := bindOptions(t.c, opts, p.o); err != nil {
			return err
		}
		return p.checkOptions(opts)
	}
	o := newPlotOptions(t.fig)
	if err := bindOptions(t.c, opts, o); err != nil {
		return err
	}
	for _, opt := range opts {
		name := interp.OptionName(o, opt.Name.Text)
		if interp.OptionName(t.fig, opt.Name.Text) != name {
			if name == "recast" {
				for _, p := range t.plots {
					p.o.Recast = o.Recast
				}
				continue
			}
			return rc.Syntax.At(opt.Name.Pos, "option %s not allowed: it belongs to one plot, inside its parentheses", opt.Name.Text)
		}
	}
	return nil
}

const twowayDoc = `    twoway (plot) (plot) ... [if] [in] [, options]
    twoway plot || plot || ... [, options]

where a plot is

    [type] varlist [if] [in] [weight] [, options]

Types: scatter, line, connected, area, bar, spike, dropline, dot, tsline; rarea, rbar, rspike, rcap, rcapsym, rscatter, rline,
rconnected; pcspike, pccapsym, pcarrow, pcbarrow, pcscatter; lfit, qfit, lfitci, qfitci, lowess, lpoly; histogram, kdensity, function;
scatteri, pci, pcarrowi. Options of the figure may stand behind the last plot or inside any.

A figure is kept in memory under name(), or as Graph; graph export writes it to a file. Text may hold {it:...}, {bf:...}, {sup:...},
{sub:...} and {&alpha}, {&beta}, .... A style that does not exist is noted and replaced by the scheme's.`
