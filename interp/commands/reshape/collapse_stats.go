package reshape

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/lang"
)

// A statistic is one of those that collapse computes.
type statistic struct {
	name        string // capitals mark the shortest abbreviation in the table, lower case elsewhere
	value       func(*frame.Cell) float64
	pick        *pick // instead of value
	percentiles []float64
	texts       bool     // allowed for strings
	share       bool     // value is a count, to become a percentage of the total
	refuses     []string // kinds of weights that are not allowed
	typ         func(source, standard frame.Type) frame.Type
}

// A pick takes the value of one observation.
type pick struct{ last, nonmissing bool }

var statistics = []statistic{
	{name: "mean", value: func(c *frame.Cell) float64 { return c.Summary().Mean }, typ: enough},
	{name: "sd", value: func(c *frame.Cell) float64 { return c.Summary().SD }, refuses: []string{"pweight"}, typ: enough},
	{name: "SEMean", value: (*frame.Cell).StandardError, refuses: []string{"pweight", "iweight"}, typ: enough},
	{name: "SEBinomial", value: binomial, refuses: []string{"pweight", "iweight", "aweight"}, typ: enough},
	{name: "SEPoisson", value: poisson, refuses: []string{"pweight", "iweight", "aweight"}, typ: enough},
	{name: "sum", value: (*frame.Cell).Sum, typ: always(frame.Double)},
	{name: "rawsum", value: (*frame.Cell).RawSum, typ: always(frame.Double)},
	{name: "count", value: (*frame.Cell).Count, texts: true, typ: always(frame.Long)},
	{name: "percent", value: (*frame.Cell).Count, texts: true, share: true, typ: enough},
	{name: "max", value: func(c *frame.Cell) float64 { return c.Summary().Max }, typ: same},
	{name: "min", value: func(c *frame.Cell) float64 { return c.Summary().Min }, typ: same},
	{name: "iqr", value: func(c *frame.Cell) float64 { return c.Percentile(75) - c.Percentile(25) }, percentiles: []float64{25, 75}, typ: enough},
	{name: "first", pick: &pick{}, texts: true},
	{name: "last", pick: &pick{last: true}, texts: true},
	{name: "firstnm", pick: &pick{nonmissing: true}, texts: true},
	{name: "lastnm", pick: &pick{last: true, nonmissing: true}, texts: true},
}

// The storage types of statistics.
func enough(source, standard frame.Type) frame.Type {
	if source == frame.Double || source == frame.Long {
		return frame.Double
	}
	return standard
}

func same(source, _ frame.Type) frame.Type { return source }

func always(t frame.Type) func(frame.Type, frame.Type) frame.Type {
	return func(frame.Type, frame.Type) frame.Type { return t }
}

func binomial(c *frame.Cell) float64 {
	if !c.Binary() {
		return math.NaN()
	}
	p := c.Summary().Mean
	return math.Sqrt(p * (1 - p) / c.Count())
}

func poisson(c *frame.Cell) float64 { return math.Sqrt(c.Summary().Mean / c.Count()) }

// findStatistic returns the statistic that word names, or nil.
func findStatistic(word string) *statistic {
	if word == "median" {
		word = "p50"
	}
	if digits, ok := strings.CutPrefix(word, "p"); ok {
		if p, err := strconv.Atoi(digits); err == nil && p >= 1 && p <= 99 && digits[0] != '0' {
			at := float64(p)
			return &statistic{name: word, value: func(c *frame.Cell) float64 { return c.Percentile(at) }, percentiles: []float64{at}, typ: enough}
		}
	}
	for _, s := range statistics {
		if lang.Abbreviates(word, s.name) {
			s.name = strings.ToLower(s.name)
			return &s
		}
	}
	return nil
}
