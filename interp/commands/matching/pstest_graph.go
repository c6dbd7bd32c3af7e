package matching

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/figure"
)

// draw draws the figures asked for.
func (o *pstest) draw(c *interp.Call, b *balance) error {
	rest := figure.Rest(c, o)
	for _, f := range []struct {
		on   bool
		draw func(*interp.Call, *balance, string) error
	}{{o.Graph, o.dots}, {o.Hist, o.histogram}, {o.Scatter, o.ratios}} {
		if f.on {
			if err := f.draw(c, b, rest); err != nil {
				return err
			}
		}
	}
	return nil
}

// samples are those that o compares: 0 before and 1 after matching.
func (o *pstest) samples() []int {
	switch {
	case o.Both:
		return []int{0, 1}
	case o.Raw:
		return []int{0}
	}
	return []int{1}
}

var (
	sampleNames   = [2]string{"Unmatched", "Matched"}
	sampleSymbols = [2]string{"O", "X"}
)

const biasTitle = "Standardized % bias across covariates"

// dots draws the bias of each covariate, the greatest before matching on top.
func (o *pstest) dots(c *interp.Call, b *balance, rest string) error {
	rows := slices.Clone(b.rows)
	first := o.samples()[0]
	slices.SortStableFunc(rows, func(p, q comparison) int {
		switch {
		case p.bias[first] < q.bias[first]:
			return -1
		case p.bias[first] > q.bias[first]:
			return 1
		}
		return 0
	})
	place := make([]float64, len(rows))
	var labels strings.Builder
	for i, r := range rows {
		place[i] = float64(i + 1)
		fmt.Fprintf(&labels, " %d `\"%s\"'", i+1, r.name)
	}
	names, values := []string{"covariate"}, [][]float64{place}
	var plots, legend []string
	for k, when := range o.samples() {
		bias := make([]float64, len(rows))
		for i, r := range rows {
			bias[i] = r.bias[when]
		}
		name := strings.ToLower(sampleNames[when])
		names, values = append(names, name), append(values, bias)
		plots = append(plots, fmt.Sprintf("(scatter covariate %s, msymbol(%s))", name, sampleSymbols[when]))
		legend = append(legend, fmt.Sprintf("%d %q", k+1, sampleNames[when]))
	}
	line := "twoway " + strings.Join(plots, " ") + `, xline(0) xtitle("` + biasTitle + `") ytitle("")` +
		fmt.Sprintf(" ylabel(%s, angle(0)) yscale(range(0.5 %g)) legend(order(%s))%s", labels.String(), float64(len(rows))+0.5, strings.Join(legend, " "), rest)
	return figure.Draw(c, figure.Columns(names, values), line)
}

// histogram draws the distribution of the biases.
func (o *pstest) histogram(c *interp.Call, b *balance, rest string) error {
	var bias, sample []float64
	for _, when := range o.samples() {
		for _, r := range b.rows {
			bias, sample = append(bias, r.bias[when]), append(sample, float64(when))
		}
	}
	data := figure.Columns([]string{"bias", "sample"}, [][]float64{bias, sample})
	label(data, "sample", sampleNames[0], sampleNames[1])
	line := `histogram bias, percent xtitle("` + biasTitle + `")`
	if o.Both {
		line += " by(sample, cols(1))"
	}
	return figure.Draw(c, data, line+rest)
}

// ratios draws ratios of variances over biases.
func (o *pstest) ratios(c *interp.Call, b *balance, rest string) error {
	var names, plots, legend []string
	var values [][]float64
	for k, when := range o.samples() {
		var bias, ratio []float64
		for _, r := range b.rows {
			bias, ratio = append(bias, r.bias[when]), append(ratio, r.ratio[when])
		}
		if !slices.ContainsFunc(ratio, func(x float64) bool { return !math.IsNaN(x) }) {
			c.Note("note: no covariate has a ratio of variances: nothing is drawn.")
			return nil
		}
		names = append(names, fmt.Sprintf("bias%d", k), fmt.Sprintf("ratio%d", k))
		values = append(values, bias, ratio)
		plots = append(plots, fmt.Sprintf("(scatter ratio%d bias%d, msymbol(%s))", k, k, sampleSymbols[when]))
		legend = append(legend, fmt.Sprintf("%d %q", k+1, sampleNames[when]))
	}
	line := "twoway " + strings.Join(plots, " ") + `, yline(1) xline(0) xtitle("` + biasTitle + `") ytitle("Ratio of variances")` +
		" legend(order(" + strings.Join(legend, " ") + "))" + rest
	return figure.Draw(c, figure.Columns(names, values), line)
}
