package causal

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/dist"
)

// CsdidPlot is the command "csdid_plot".
var CsdidPlot = &interp.Command{
	Name:   "csdid_plot",
	Brief:  "draw what csdid or estat last averaged",
	Syntax: ", *",
	New:    func() interp.Runner { return &csdidPlot{Style: "rspike"} },
	Doc: `    csdid_plot [, options]

Draws the averages that csdid or estat showed last, with pointwise intervals.
After csdid without agg(), group() picks the cohort. Other options are those of
twoway.`,
}

type csdidPlot struct {
	Style  string    `opt:"style(type)" help:"look of intervals: rspike (default), rarea, rcap or rbar"`
	Group  *float64  `opt:"group(#)" help:"cohort to draw effects of"`
	Title  lang.Text `opt:"title(text)" help:"title"`
	XTitle lang.Text `opt:"xtitle(text)" help:"title of the x axis"`
	YTitle lang.Text `opt:"ytitle(text)" help:"title of the y axis"`
	Legend lang.Text `opt:"legend(suboptions)" help:"legend"`
	Level  float64   `opt:"level(#)" help:"confidence level, in percent; default 95"`
}

// plotTitles are the titles of axes by what is drawn.
var plotTitles = map[string][2]string{
	"event": {"Periods to Treatment", "ATT"}, "attgt": {"Periods to Treatment", "ATT"},
	"group": {"Groups", "ATT"}, "calendar": {"Periods", "ATT"}, "simple": {"", "ATT"}, "cevent": {"", "ATT"},
}

func (o *csdidPlot) Run(c *interp.Call) error {
	d, err := csdidOf(c)
	if err != nil {
		return err
	}
	if !strings.Contains(" rspike rarea rcap rbar ", " "+o.Style+" ") {
		return rc.Syntax.Errorf("style() must be rspike, rarea, rcap or rbar, not %s", o.Style)
	}
	level := o.Level
	if level == 0 {
		level = c.Settings().Level
	}
	names, values, labels, err := o.points(d, dist.NormalQuantile(0.5+level/200))
	if err != nil {
		return err
	}
	titles := plotTitles[d.kind]
	line := o.line(d.kind, labels) + fmt.Sprintf(" xtitle(%s) ytitle(%s)", orText(o.XTitle.Text, strconv.Quote(titles[0])), orText(o.YTitle.Text, strconv.Quote(titles[1])))
	line += optional("title", o.Title.Text)
	legend := `order(1 "Pre-treatment" 3 "Post-treatment")`
	if d.kind != "event" && d.kind != "attgt" {
		legend = "off"
	}
	line += " legend(" + orText(o.Legend.Text, legend) + ")"
	return plot(c, columnsFrame(names, values), line+" "+restOf(c, o))
}

// points are what is to be drawn: place, estimate and limits before treatment
// and since, and labels of places that are no numbers.
func (o *csdidPlot) points(d *csdidDetails, z float64) (names []string, values [][]float64, labels []string, err error) {
	names, values = []string{"t", "b0", "lo0", "hi0", "b1", "lo1", "hi1"}, make([][]float64, 7)
	for j, name := range d.shown.Names {
		at, label, ok := o.place(d, j, name, len(labels))
		if !ok {
			continue
		}
		if label != "" {
			labels = append(labels, fmt.Sprintf("%d %q", len(labels)+1, label))
		}
		row := []float64{at, nan, nan, nan, nan, nan, nan}
		side := 4
		if (d.kind == "event" || d.kind == "attgt") && at < 0 {
			side = 1
		}
		b, se := d.shown.B[j], d.shown.SE(j)
		row[side], row[side+1], row[side+2] = b, b-z*se, b+z*se
		for k, v := range row {
			values[k] = append(values[k], v)
		}
	}
	if len(values[0]) == 0 {
		if o.Group != nil {
			return nil, nil, nil, rc.NotFound.Errorf("group(%s) not found: cohorts are %s", interp.FormatNumber(*o.Group), numberList(d.gt.Cohorts))
		}
		return nil, nil, nil, rc.Syntax.Errorf("option group() required: it picks one of the cohorts %s", numberList(d.gt.Cohorts))
	}
	return names, values, labels, nil
}

// place is where estimate j stands, and its label if that is no number; !ok if
// it is not drawn.
func (o *csdidPlot) place(d *csdidDetails, j int, name string, labelled int) (at float64, label string, ok bool) {
	switch d.kind {
	case "attgt":
		return d.gt.EventTime(j), "", o.Group != nil && d.gt.Cells[j].Cohort == *o.Group
	case "event":
		e, err := strconv.ParseFloat(strings.TrimLeft(name, "Tmp"), 64)
		if strings.HasPrefix(name, "Tm") {
			e = -e
		}
		return e, "", err == nil && (strings.HasPrefix(name, "Tm") || strings.HasPrefix(name, "Tp"))
	}
	return float64(labelled + 1), name, true
}

// line is the command that draws the points.
func (o *csdidPlot) line(kind string, labels []string) string {
	style := o.Style
	area := func(k int) string {
		if style == "rarea" || style == "rbar" {
			return fmt.Sprintf("pstyle(p%d) color(%%40) lwidth(none)", k)
		}
		return fmt.Sprintf("pstyle(p%d)", k)
	}
	point := "scatter"
	var plots []string
	for k := range 2 {
		plots = append(plots, fmt.Sprintf("(%s lo%d hi%d t, %s) (%s b%d t, pstyle(p%d))", style, k, k, area(k+1), point, k, k+1))
	}
	line := "twoway " + strings.Join(plots, " ") + ", yline(0, lcolor(gs8) lpattern(dash))"
	if len(labels) > 0 {
		line += " xlabel(" + strings.Join(labels, " ") + ") xscale(range(" + fmt.Sprint(0.5, " ", math.Max(float64(len(labels)), 1)+0.5) + "))"
	}
	return line
}
