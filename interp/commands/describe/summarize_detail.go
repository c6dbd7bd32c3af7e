package describe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
)

// shownExtremes is the number of values shown at each end.
const shownExtremes = 4

// extremes returns the smallest values, ascending, then the largest, ascending.
// With fewer values than places the missing ones are frame.Missing.
func extremes(x []float64) []float64 {
	low, high := make([]float64, 0, shownExtremes+1), make([]float64, 0, shownExtremes+1)
	for _, v := range x {
		if len(low) < shownExtremes || v < low[len(low)-1] {
			i, _ := slices.BinarySearch(low, v)
			low = slices.Insert(low, i, v)
			low = low[:min(len(low), shownExtremes)]
		}
		if len(high) < shownExtremes || v > high[0] {
			i, _ := slices.BinarySearch(high, v)
			high = slices.Insert(high, i, v)
			high = high[max(len(high)-shownExtremes, 0):]
		}
	}
	for len(low) < shownExtremes {
		low = append(low, frame.Missing)
	}
	for len(high) < shownExtremes {
		high = slices.Insert(high, 0, frame.Missing)
	}
	return append(low, high...)
}

// printDetail prints the block of one variable.
func (o *summarize) printDetail(c *interp.Call, s *sample, d described) {
	title := d.Label
	if title == "" {
		title = d.name
	}
	const width = 61
	c.Printf("\n%s%s\n%s\n", strings.Repeat(" ", max((width-frame.TextWidth(title))/2, 0)), title, strings.Repeat("-", width))
	if d.obs == 0 {
		c.Print("no observations\n")
		return
	}
	format := "%9.0g"
	if o.Format {
		format = d.Column.Format
	}
	num := func(x float64) string { return number(format, x) }
	right := func(label string, x float64) string { return fmt.Sprintf("       %-14s%9s", label, num(x)) }
	counts := func(label, format string, x float64) string {
		return fmt.Sprintf("       %-11s%12s", label, number(format, x))
	}
	p := make([]string, len(d.percentiles))
	for i, x := range d.percentiles {
		p[i] = fmt.Sprintf("%2g%%%13s", detailPercentiles[i], num(x))
	}
	e := make([]string, len(d.sorted))
	for i, x := range d.sorted {
		e[i] = fmt.Sprintf("%15s", num(x))
	}
	blank := strings.Repeat(" ", 15)
	c.Print("      Percentiles      Smallest\n")
	for _, line := range []string{
		p[0] + e[0],
		p[1] + e[1],
		p[2] + e[2] + counts("Obs", "%11.0fc", d.obs),
		p[3] + e[3] + counts("Sum of wgt.", "%11.0gc", d.SumW),
		"",
		p[4] + blank + right("Mean", d.Mean),
		"                        Largest" + right("Std. dev.", d.SD),
		p[5] + e[4],
		p[6] + e[5] + right("Variance", d.Var),
		p[7] + e[6] + right("Skewness", d.Skewness),
		p[8] + e[7] + right("Kurtosis", d.Kurtosis),
	} {
		c.Print(line + "\n")
	}
}
