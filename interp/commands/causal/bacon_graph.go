package causal

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/did"
)

// baconGraph are the options about the graph of a decomposition.
type baconGraph struct {
	NoGraph  bool      `opt:"noGRaph" help:"draw no graph"`
	MSymbols []string  `opt:"MSymbols(list)" help:"symbols of the kinds of comparisons"`
	MColors  []string  `opt:"MColors(list)" help:"colors of the kinds of comparisons"`
	MSizes   []string  `opt:"MSIZes(list)" help:"sizes of the kinds of comparisons"`
	DDLine   lang.Text `opt:"DDLine(suboptions)" help:"look of the line at the two-way estimate"`
	NoLine   bool      `opt:"noLIne" help:"no line at the two-way estimate"`
	NoLegend bool      `opt:"noLEGend" help:"no legend"`
	GrOpt    lang.Text `opt:"GRopt(options)" help:"options of twoway"`
}

// comparisonLooks are the legend and the symbol of each kind of comparison.
var comparisonLooks = []struct {
	kinds          []did.Comparison
	legend, symbol string
}{
	{[]did.Comparison{did.EarlierLater}, "Earlier treated vs. later control", "Oh"},
	{[]did.Comparison{did.LaterEarlier}, "Later treated vs. earlier control", "X"},
	{[]did.Comparison{did.WithAlways}, "Treated vs. always treated", "S"},
	{[]did.Comparison{did.WithNever}, "Treated vs. never treated", "T"},
}

// draw plots the estimates of the comparisons over their weights.
func (o *baconGraph) draw(d *bacon) error {
	if o.NoGraph {
		return nil
	}
	var plots, legend []string
	names, values := []string{"weight"}, [][]float64{nil}
	for _, p := range d.pairs {
		values[0] = append(values[0], p.Weight)
	}
	for _, look := range comparisonLooks {
		v := make([]float64, len(d.pairs))
		any := false
		for i, p := range d.pairs {
			v[i] = nan
			if p.Kind == look.kinds[0] {
				v[i], any = p.Estimate, true
			}
		}
		if !any {
			continue
		}
		k := len(plots)
		name := fmt.Sprintf("estimate%d", k+1)
		names, values = append(names, name), append(values, v)
		style := "msymbol(" + nth(o.MSymbols, k, look.symbol) + ")"
		style += optional("mcolor", nth(o.MColors, k, "")) + optional("msize", nth(o.MSizes, k, ""))
		plots = append(plots, fmt.Sprintf("(scatter %s weight, %s)", name, style))
		legend = append(legend, fmt.Sprintf("%d %q", k+1, look.legend))
	}
	line := "twoway " + strings.Join(plots, " ") + `, ytitle("2x2 DD estimate") xtitle("Weight")`
	if !o.NoLine {
		_, b := d.c.E.Coef("", d.d.Name)
		line += fmt.Sprintf(" yline(%s, %s)", interp.FormatNumber(d.c.E.B.At(0, b)), orText(o.DDLine.Text, "lcolor(red)"))
	}
	if o.NoLegend {
		line += " legend(off)"
	} else {
		line += " legend(order(" + strings.Join(legend, " ") + "))"
	}
	return plot(d.c, columnsFrame(names, values), line+" "+o.GrOpt.Text)
}

// nth is list[k], or otherwise.
func nth(list []string, k int, otherwise string) string {
	if k < len(list) {
		return list[k]
	}
	return otherwise
}

func orText(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}
