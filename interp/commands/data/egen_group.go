package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/kernel"
)

// egenGroupFuncs are the functions that give all observations of a group the
// same number.
var egenGroupFuncs = []egenFunc{
	{"mean(exp)", "mean", reduction(mean)},
	{"sd(exp)", "standard deviation", reduction(sd)},
	{"total(exp) [, missing]", "sum; 0 if all is missing, or missing with that option", func() egenRunner { return &egenTotal{} }},
	{"count(exp)", "number of values that are not missing; exp may be a string", func() egenRunner { return &egenCount{} }},
	{"min(exp) [, missing]", "smallest value", func() egenRunner { return &egenExtreme{pick: slices.Min[[]float64]} }},
	{"max(exp) [, missing]", "largest value; with missing, missing values count", func() egenRunner { return &egenExtreme{pick: slices.Max[[]float64], largest: true} }},
	{"median(exp)", "median", reduction(func(v []float64) float64 { return percentile(v, 50) })},
	{"pctile(exp) [, p(#)]", "percentile; p(50) by default", func() egenRunner { return &egenPctile{P: 50} }},
	{"iqr(exp)", "interquartile range", reduction(iqr)},
	{"mad(exp)", "median absolute deviation from the median", reduction(mad)},
	{"mdev(exp)", "mean absolute deviation from the mean", reduction(mdev)},
	{"kurt(exp)", "kurtosis", reduction(func(v []float64) float64 { return stats.Describe(v, nil, 0).Kurtosis })},
	{"skew(exp)", "skewness", reduction(func(v []float64) float64 { return stats.Describe(v, nil, 0).Skewness })},
	{"mode(varname) [, minmode maxmode nummode(#) missing]", "most frequent value", func() egenRunner { return &egenMode{} }},
}

// byOption is the option that functions which go by groups share.
type byOption struct {
	By []*frame.Column `opt:"BY(varlist)" help:"compute for each group of these variables"`
}

// reduced computes f for each group of the values of the argument.
func (o *byOption) reduced(e *egenCall, f func(v []float64) float64) (*frame.Column, error) {
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	r, err := g.reduce(x, f)
	if err != nil {
		return nil, err
	}
	return e.column(g.spread(r))
}

// egenReduction is a function without options of its own.
type egenReduction struct {
	byOption
	Autotype bool `opt:"AUTOtype" help:"choose the narrowest storage type"`

	f func(v []float64) float64
}

func reduction(f func(v []float64) float64) func() egenRunner {
	return func() egenRunner { return &egenReduction{f: f} }
}

func (o *egenReduction) run(e *egenCall) (*frame.Column, error) {
	col, err := o.reduced(e, o.f)
	if err != nil || !o.Autotype {
		return col, err
	}
	return frame.NewNumbers(e.name, narrowestType(col.Numbers()), col.Numbers()), nil
}

func mean(v []float64) float64 {
	return kernel.Sum(v).Div(kernel.Double{Hi: float64(len(v))}).Float()
}

func sd(v []float64) float64 {
	if len(v) < 2 {
		return frame.Missing
	}
	return stats.Describe(v, nil, 0).SD
}

func iqr(v []float64) float64 {
	if len(v) == 0 {
		return frame.Missing
	}
	low := percentile(v, 25)
	return percentile(v, 75) - low
}

func mad(v []float64) float64 {
	m := percentile(v, 50)
	for i, x := range v {
		v[i] = math.Abs(x - m)
	}
	return percentile(v, 50)
}

func mdev(v []float64) float64 {
	m := mean(v)
	for i, x := range v {
		v[i] = math.Abs(x - m)
	}
	return mean(v)
}

type egenTotal struct {
	byOption
	Missing bool `opt:"Missing" help:"the total of nothing but missing values is missing"`
}

func (o *egenTotal) run(e *egenCall) (*frame.Column, error) {
	return o.reduced(e, func(v []float64) float64 {
		if len(v) == 0 && o.Missing {
			return frame.Missing
		}
		return kernel.Sum(v).Float()
	})
}

type egenCount struct{ byOption }

func (o *egenCount) run(e *egenCall) (*frame.Column, error) {
	tree, err := lang.ParseExpr(e.args.Text, e.args.Pos)
	if err != nil {
		return nil, err
	}
	p, err := expr.Compile(tree, e.Env())
	if err != nil {
		return nil, err
	}
	if !p.IsString() {
		return o.reduced(e, func(v []float64) float64 { return float64(len(v)) })
	}
	s, err := p.Strings(e.Rows)
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	counts := make([]float64, g.n)
	for i := range g.rows.Each {
		if s[i-g.rows.Lo] != "" {
			counts[g.of(i)]++
		}
	}
	return e.column(g.spread(counts))
}

// egenExtreme is min() and max().
type egenExtreme struct {
	byOption
	Missing bool `opt:"Missing" help:"missing values count as larger than all numbers"`

	pick    func(v []float64) float64
	largest bool
}

func (o *egenExtreme) run(e *egenCall) (*frame.Column, error) {
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	r, err := g.reduce(x, func(v []float64) float64 {
		if len(v) == 0 {
			return frame.Missing
		}
		return o.pick(v)
	})
	if err != nil {
		return nil, err
	}
	if o.Missing {
		o.countMissing(g, x, r)
	}
	return e.column(g.spread(r))
}

// countMissing puts missing values into r where they are the answer.
func (o *egenExtreme) countMissing(g *grouping, x, r []float64) {
	first := make([]bool, g.n)
	for i := range g.rows.Each {
		k := g.of(i)
		if x[i] < frame.Missing {
			continue
		}
		switch {
		case o.largest && r[k] < frame.Missing, !first[k] && r[k] >= frame.Missing:
			r[k] = x[i]
		case o.largest:
			r[k] = max(r[k], x[i])
		case r[k] >= frame.Missing:
			r[k] = min(r[k], x[i])
		}
		first[k] = true
	}
}

type egenPctile struct {
	byOption
	P float64 `opt:"p(#)" help:"which percentile"`
}

func (o *egenPctile) run(e *egenCall) (*frame.Column, error) {
	if o.P <= 0 || o.P >= 100 {
		return nil, rc.Syntax.Errorf("p(%v) must be between 0 and 100", o.P)
	}
	return o.reduced(e, func(v []float64) float64 { return percentile(v, o.P) })
}
