package describe

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Summarize is the command "summarize".
var Summarize = &interp.Command{
	Name:   "SUmmarize",
	Brief:  "summary statistics",
	Syntax: "[varlist(fv ts)] [if] [in] [aw fw iw]",
	New:    func() interp.Runner { return &summarize{Separator: 5} },
	By:     interp.ByEach,
	Doc: `    summarize [varlist] [if] [in] [weight] [, options]

Percentiles are those of [R] summarize: the observation in whose place N*p/100
falls, or the mean of two neighbours.

Stored results: r(N), r(sum_w), r(mean), r(Var), r(sd), r(skewness),
r(kurtosis), r(sum), r(min), r(max), r(p1), ..., r(p99), of the last variable`,
}

type summarize struct {
	Detail    bool `opt:"Detail" help:"also report percentiles, extremes, skewness and kurtosis"`
	MeanOnly  bool `opt:"MEANonly" help:"compute mean, sum and extremes only, and print nothing"`
	Format    bool `opt:"Format" help:"use the variables' display formats"`
	Separator int  `opt:"SEParator(#)" help:"draw a line after every # variables; 0 for none"`
}

// A described variable is what summarize found out about it.
type described struct {
	variable
	stats.Summary
	obs         float64   // as shown: weights do not count unless they are frequencies
	percentiles []float64 // with detail
	sorted      []float64 // with detail
}

// detailPercentiles are those that detail shows.
var detailPercentiles = []float64{1, 5, 10, 25, 50, 75, 90, 95, 99}

func (o *summarize) Run(c *interp.Call) error {
	if o.Detail && o.MeanOnly {
		return rc.Conflict.Errorf("options detail and meanonly may not be combined")
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	vars, err := variables(c)
	if err != nil {
		return err
	}
	if len(vars) == 0 {
		return rc.NotFound.Errorf("no variables defined")
	}
	found := make([]described, len(vars))
	for i, v := range vars {
		if err := c.Context().Err(); err != nil {
			return rc.Break
		}
		found[i] = o.describe(s, v)
	}
	o.store(c, found[len(found)-1])
	switch {
	case o.MeanOnly:
	case o.Detail:
		for _, d := range found {
			o.printDetail(c, s, d)
		}
	default:
		o.print(c, s, found)
	}
	return nil
}

func (o *summarize) describe(s *sample, v variable) described {
	x, w := s.of(v.Column)
	d := described{variable: v, Summary: stats.Describe(x, w, s.kind)}
	d.obs = d.N
	if s.kind == stats.IWeight {
		d.obs = float64(len(x))
	}
	if o.Detail && len(x) > 0 {
		d.percentiles = stats.Percentiles(x, w, detailPercentiles)
		d.sorted = extremes(x)
	}
	return d
}

// store sets r() from the last variable.
func (o *summarize) store(c *interp.Call, d described) {
	c.ClearR()
	c.Scalar("N", d.obs)
	c.Scalar("sum_w", d.SumW)
	if d.obs == 0 {
		c.Scalar("sum", 0)
		return
	}
	if o.MeanOnly {
		c.Scalar("sum", d.Sum)
		c.Scalar("mean", d.Mean)
		c.Scalar("min", d.Min)
		c.Scalar("max", d.Max)
		return
	}
	c.Scalar("mean", d.Mean)
	c.Scalar("Var", d.Var)
	c.Scalar("sd", d.SD)
	if !o.Detail {
		c.Scalar("min", d.Min)
		c.Scalar("max", d.Max)
		c.Scalar("sum", d.Sum)
		return
	}
	c.Scalar("skewness", d.Skewness)
	c.Scalar("kurtosis", d.Kurtosis)
	c.Scalar("sum", d.Sum)
	c.Scalar("min", d.Min)
	c.Scalar("max", d.Max)
	for i, p := range detailPercentiles {
		c.Scalar(fmt.Sprintf("p%g", p), d.percentiles[i])
	}
}

// A tableWidths are the widths of the columns Obs, Weight, Mean, SD, Min, Max.
var (
	plainHeader    = "    Variable |        Obs        Mean    Std. dev.       Min        Max\n"
	plainRule      = strings.Repeat("-", 13) + "+" + strings.Repeat("-", 57) + "\n"
	weightedHeader = "    Variable |     Obs      Weight        Mean   Std. dev.       Min        Max\n"
	weightedRule   = strings.Repeat("-", 13) + "+" + strings.Repeat("-", 65) + "\n"
)

func (o *summarize) print(c *interp.Call, s *sample, found []described) {
	weighted := s.kind == stats.AWeight || s.kind == stats.IWeight
	header, rule := plainHeader, plainRule
	if weighted {
		header, rule = weightedHeader, weightedRule
	}
	c.Print("\n" + header + rule)
	lines, factor := 0, ""
	for _, d := range found {
		if lines > 0 && o.Separator > 0 && lines%o.Separator == 0 && (d.factor == "" || d.factor != factor) {
			c.Print(rule)
		}
		lines++
		if d.factor != "" && d.factor != factor {
			c.Printf("%12s |\n", abbreviate(d.factor, 12))
		}
		factor = d.factor
		name := abbreviate(d.name, 12) + " "
		if d.factor != "" {
			name = d.level + "  "
		}
		c.Printf("%13s|%s\n", name, o.row(d, weighted))
	}
}

// row returns the numbers of one line.
func (o *summarize) row(d described, weighted bool) string {
	if d.obs == 0 {
		if weighted {
			return fmt.Sprintf("%8s%12s", "0", "0")
		}
		return fmt.Sprintf("%11s", "0")
	}
	format := "%9.0g"
	if o.Format {
		format = d.Format
	}
	num := func(x float64) string { return number(format, x) }
	if weighted {
		return fmt.Sprintf("%8s%12s%12s%11s%11s%11s", number("%7.0fc", d.obs), number("%11.0g", d.SumW), num(d.Mean), num(d.SD), num(d.Min), num(d.Max))
	}
	return fmt.Sprintf("%11s%12s%12s%11s%11s", number("%10.0fc", d.obs), num(d.Mean), num(d.SD), num(d.Min), num(d.Max))
}

// number returns x in a format without blanks around it; NaN shows as missing.
func number(format string, x float64) string {
	return strings.TrimSpace(frame.FormatValue(format, frame.Value(x)))
}
