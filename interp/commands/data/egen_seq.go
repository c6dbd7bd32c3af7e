package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// egenSeqFuncs are the functions that make sequences, and some means.
var egenSeqFuncs = []egenFunc{
	{"seq() [, from(#) to(#) block(#)]", "integers from..to, again and again, each # times", func() egenRunner { return &egenSeq{From: 1, Block: 1} }},
	{"fill(numlist)", "the sequence that the numbers begin", func() egenRunner { return &egenFill{} }},
}

// egenMoreFuncs are functions that the community has added.
var egenMoreFuncs = []egenFunc{
	{"gmean(exp)", "geometric mean", reduction(gmean)},
	{"hmean(exp)", "harmonic mean", reduction(hmean)},
	{"xtile(exp) [, nquantiles(#) percentiles(numlist)]", "quantile groups, as those of xtile", func() egenRunner { return &egenXtile{quantiles: quantiles{NQ: 2}} }},
}

func gmean(v []float64) float64 {
	for i, x := range v {
		if x <= 0 {
			return frame.Missing
		}
		v[i] = math.Log(x)
	}
	return math.Exp(mean(v))
}

func hmean(v []float64) float64 {
	for i, x := range v {
		if x <= 0 {
			return frame.Missing
		}
		v[i] = 1 / x
	}
	return 1 / mean(v)
}

type egenSeq struct {
	byOption
	From  int      `opt:"From(#)" help:"first number"`
	To    *float64 `opt:"To(#)" help:"last number; the number of observations by default"`
	Block int      `opt:"Block(#)" help:"how often each number is repeated"`
}

func (o *egenSeq) run(e *egenCall) (*frame.Column, error) {
	if e.args.Text != "" {
		return nil, rc.Syntax.At(e.args.Pos, "seq() takes no argument")
	}
	if o.Block < 1 || o.To != nil && *o.To != math.Trunc(*o.To) {
		return nil, rc.Syntax.Errorf("from(), to(), and block() must be integers, block() at least 1")
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	next := make([]int, g.n)
	sizes := g.sizes()
	out := g.missing()
	for i := range g.rows.Each {
		k := g.of(i)
		to := sizes[k]
		if o.To != nil {
			to = int(*o.To)
		}
		out[i] = float64(sequenceAt(next[k]/o.Block, o.From, to))
		next[k]++
	}
	return e.column(out)
}

// sequenceAt returns element k of from, ..., to, from, ..., to, ....
func sequenceAt(k, from, to int) int {
	if to >= from {
		return from + k%(to-from+1)
	}
	return from - k%(from-to+1)
}

type egenFill struct{}

func (o *egenFill) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	pattern, err := interp.Numlist(e.args)
	if err != nil {
		return nil, err
	}
	period, step, ok := period(pattern)
	if !ok {
		return nil, rc.BadNumlist.At(e.args.Pos, "fill() cannot find a pattern in the numbers")
	}
	out := missingValues(e.Rows.Hi)
	k := 0
	for i := range e.Rows.Each {
		out[i] = pattern[k%period] + float64(k/period)*step
		k++
	}
	return e.column(out)
}

// period returns the shortest period after which the numbers repeat but for a
// constant step.
func period(x []float64) (n int, step float64, ok bool) {
	for n = 1; 2*n <= len(x); n++ {
		step = x[n] - x[0]
		same := true
		for i := n; i < len(x) && same; i++ {
			same = x[i]-x[i-n] == step
		}
		if same {
			return n, step, true
		}
	}
	return 0, 0, false
}

type egenXtile struct {
	byOption
	quantiles
	Percentiles []float64 `opt:"Percentiles(numlist)" help:"the percentages to cut at"`
}

func (o *egenXtile) run(e *egenCall) (*frame.Column, error) {
	p := o.Percentiles
	for _, q := range p {
		if q <= 0 || q >= 100 {
			return nil, rc.Syntax.Errorf("percentiles() must be between 0 and 100")
		}
	}
	if p == nil {
		var err error
		if p, err = o.percents(); err != nil {
			return nil, err
		}
	}
	slices.Sort(p)
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	values, start := g.buckets(x)
	cuts := make([][]float64, g.n)
	for k := range cuts {
		if v := values[start[k]:start[k+1]]; len(v) > 0 {
			if cuts[k], err = o.cuts(v, nil, p); err != nil {
				return nil, err
			}
		}
	}
	out := g.missing()
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			k, _ := slices.BinarySearch(cuts[g.of(i)], x[i])
			out[i] = float64(k + 1)
		}
	}
	return e.column(out)
}
