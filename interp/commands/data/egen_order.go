package data

import (
	"slices"
	"sort"
	"strconv"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/kernel"
)

// egenOrderFuncs are the functions that transform a variable by where its
// values lie among the others.
var egenOrderFuncs = []egenFunc{
	{"rank(exp) [, field track unique]", "ranks; of equal values their mean, unless an option is given", func() egenRunner { return &egenRank{} }},
	{"std(exp) [, mean(#) sd(#)]", "values with mean 0 and standard deviation 1, or those given", func() egenRunner { return &egenStd{SD: 1} }},
	{"pc(exp) [, prop]", "percentage, or proportion, of the total", func() egenRunner { return &egenPC{} }},
	{"cut(varname), at(numlist) | group(#) [icodes label]", "classes", func() egenRunner { return &egenCut{} }},
	{"ma(exp) [, t(#) nomiss]", "moving average of # observations", func() egenRunner { return &egenMA{T: 3} }},
	{"outside(varname) [, factor(#)]", "values beyond the fences of a box plot", func() egenRunner { return &egenOutside{Factor: 1.5} }},
}

type egenRank struct {
	byOption
	Field  bool `opt:"Field" help:"the largest value has rank 1, equal values the best rank"`
	Track  bool `opt:"Track" help:"the smallest value has rank 1, equal values the best rank"`
	Unique bool `opt:"Unique" help:"equal values have different ranks, in the order of the observations"`
}

func (o *egenRank) run(e *egenCall) (*frame.Column, error) {
	kind := ""
	switch {
	case o.Field && o.Track || o.Field && o.Unique || o.Track && o.Unique:
		return nil, rc.Syntax.Errorf("only one of field, track, and unique may be specified")
	case o.Field:
		kind = "field "
	case o.Track:
		kind = "track "
	case o.Unique:
		kind = "unique "
	}
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	col, err := e.column(o.ranks(g, x))
	if err == nil {
		col.Label = cutRunes(kind+"rank of ("+e.args.Text+")", maxLabel)
	}
	return col, err
}

// sorted returns the rows of the sample whose x is not missing, group by
// group, in ascending order of x; rows that are equal keep their order.
func (g *grouping) sorted(x []float64) []int32 {
	kept := make([]int32, 0, g.rows.Count())
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			kept = append(kept, int32(i))
		}
	}
	values, codes := make([]float64, len(kept)), make([]float64, len(kept))
	for j, i := range kept {
		values[j], codes[j] = x[i], float64(g.of(int(i)))
	}
	order := frame.Order(frame.Keys(frame.NewDoubles("", codes), frame.NewDoubles("", values)))
	if order == nil {
		return kept
	}
	for j, r := range order {
		order[j] = kept[r]
	}
	return order
}

func (o *egenRank) ranks(g *grouping, x []float64) []float64 {
	rows := g.sorted(x)
	out := g.missing()
	for lo := 0; lo < len(rows); {
		group := g.of(int(rows[lo]))
		end := lo
		for end < len(rows) && g.of(int(rows[end])) == group {
			end++
		}
		for from := lo; from < end; {
			to := from
			for to < end && x[rows[to]] == x[rows[from]] {
				to++
			}
			for k := from; k < to; k++ {
				switch {
				case o.Unique:
					out[rows[k]] = float64(k - lo + 1)
				case o.Track:
					out[rows[k]] = float64(from - lo + 1)
				case o.Field:
					out[rows[k]] = float64(end - to + 1)
				default:
					out[rows[k]] = float64(from-lo+1+to-lo) / 2
				}
			}
			from = to
		}
		lo = end
	}
	return out
}

type egenStd struct {
	byOption
	Mean float64 `opt:"Mean(#)" help:"mean of the result"`
	SD   float64 `opt:"Sd(#) STd(#)" help:"standard deviation of the result"`
}

func (o *egenStd) run(e *egenCall) (*frame.Column, error) {
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	means, err := g.reduce(x, mean)
	if err != nil {
		return nil, err
	}
	sds, err := g.reduce(x, sd)
	if err != nil {
		return nil, err
	}
	out := g.missing()
	for i := range g.rows.Each {
		k := g.of(i)
		if x[i] < frame.Missing && sds[k] < frame.Missing {
			out[i] = frame.Value(float64((x[i]-means[k])/sds[k]*o.SD) + o.Mean)
		}
	}
	col, err := e.column(out)
	if err == nil {
		col.Label = cutRunes("Standardized values of ("+e.args.Text+")", maxLabel)
	}
	return col, err
}

type egenPC struct {
	byOption
	Prop bool `opt:"prop" help:"proportions rather than percentages"`
}

func (o *egenPC) run(e *egenCall) (*frame.Column, error) {
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	totals, err := g.reduce(x, func(v []float64) float64 { return kernel.Sum(v).Float() })
	if err != nil {
		return nil, err
	}
	scale := 100.0
	if o.Prop {
		scale = 1
	}
	out := g.missing()
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			out[i] = frame.Value(scale * x[i] / totals[g.of(i)])
		}
	}
	return e.column(out)
}

type egenCut struct {
	At     []float64 `opt:"at(numlist)" help:"where the classes begin; the last one is the end"`
	Group  int       `opt:"Group(#)" help:"that many classes of about equal size"`
	ICodes bool      `opt:"ICodes" help:"number the classes 0, 1, ... instead of using where they begin"`
	Label  bool      `opt:"Label" help:"label the numbers with where the classes begin"`
}

func (o *egenCut) run(e *egenCall) (*frame.Column, error) {
	if err := o.check(e); err != nil {
		return nil, err
	}
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	if o.Group > 0 {
		return o.byGroup(e, x)
	}
	out := missingValues(e.Rows.Hi)
	last := len(o.At) - 1
	for i := range e.Rows.Each {
		if x[i] < o.At[0] || x[i] >= o.At[last] {
			continue
		}
		k, found := slices.BinarySearch(o.At, x[i])
		if !found {
			k--
		}
		out[i] = o.At[k]
		if o.ICodes || o.Label {
			out[i] = float64(k)
		}
	}
	return o.labelled(e, out, o.At[:last])
}

func (o *egenCut) check(e *egenCall) error {
	if err := e.noBy(); err != nil {
		return err
	}
	switch {
	case o.Group < 0:
		return rc.Syntax.Errorf("group() must be positive")
	case o.At == nil && o.Group == 0:
		return rc.Syntax.Errorf("either option at() or group() must be specified")
	case o.At != nil && o.Group != 0:
		return rc.Syntax.Errorf("options at() and group() may not be combined")
	case o.At != nil && len(o.At) < 2:
		return rc.NumlistFew.Errorf("at() has too few elements")
	case !slices.IsSorted(o.At):
		return rc.Syntax.Errorf("at() must be in ascending order")
	}
	return nil
}

// byGroup cuts at the percentiles; a value equal to one begins the class
// above it.
func (o *egenCut) byGroup(e *egenCall, x []float64) (*frame.Column, error) {
	g := &grouping{ctx: e.Context(), rows: e.Rows, n: 1}
	values, _ := g.buckets(x)
	if len(values) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	from := []float64{slices.Min(values)}
	var cuts []float64
	for k := 1; k < o.Group; k++ {
		cuts = append(cuts, percentile(values, 100*float64(k)/float64(o.Group)))
	}
	from = append(from, cuts...)
	out := g.missing()
	for i := range g.rows.Each {
		if x[i] < frame.Missing {
			k := sort.Search(len(cuts), func(k int) bool { return cuts[k] > x[i] })
			out[i] = float64(k)
		}
	}
	return o.labelled(e, out, from)
}

// labelled returns the new variable; from is where the classes begin.
func (o *egenCut) labelled(e *egenCall, x, from []float64) (*frame.Column, error) {
	col, err := e.column(x)
	if err != nil || !o.Label {
		return col, err
	}
	if e.Frame().ValueLabel(e.name) != nil {
		return nil, rc.Exists.Errorf("label %s already defined", e.name)
	}
	l := frame.NewValueLabel(e.name)
	for k, v := range from {
		l.Set(float64(k), strconv.FormatFloat(v, 'g', -1, 64)+"-")
	}
	e.Frame().SetValueLabel(l)
	col.ValueLabel = l.Name
	return col, nil
}

type egenMA struct {
	byOption
	T      int  `opt:"t(#)" help:"number of observations, odd"`
	NoMiss bool `opt:"NOMiss" help:"shorter averages at the ends"`
}

func (o *egenMA) run(e *egenCall) (*frame.Column, error) {
	if o.T < 1 || o.T%2 == 0 {
		return nil, rc.Syntax.Errorf("t() must be odd")
	}
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	members := make([][]int32, g.n)
	for i := range g.rows.Each {
		members[g.of(i)] = append(members[g.of(i)], int32(i))
	}
	out := g.missing()
	half := o.T / 2
	for _, rows := range members {
		for k, i := range rows {
			lo, hi := k-half, k+half
			if (lo < 0 || hi >= len(rows)) && !o.NoMiss {
				continue
			}
			out[i] = window(x, rows[max(lo, 0):min(hi+1, len(rows))])
		}
	}
	return e.column(out)
}

// window returns the mean of x over rows; missing if one is.
func window(x []float64, rows []int32) float64 {
	var sum kernel.Double
	for _, i := range rows {
		if x[i] >= frame.Missing {
			return frame.Missing
		}
		sum = sum.Add(kernel.Double{Hi: x[i]})
	}
	return frame.Value(sum.Float() / float64(len(rows)))
}

type egenOutside struct {
	byOption
	Factor float64 `opt:"factor(#)" help:"how many interquartile ranges beyond the quartiles the fences lie"`
}

func (o *egenOutside) run(e *egenCall) (*frame.Column, error) {
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	g, err := groupsOf(e.Call, o.By)
	if err != nil {
		return nil, err
	}
	low, err := g.reduce(x, func(v []float64) float64 { return percentile(v, 25) })
	if err != nil {
		return nil, err
	}
	high, err := g.reduce(x, func(v []float64) float64 { return percentile(v, 75) })
	if err != nil {
		return nil, err
	}
	out := g.missing()
	for i := range g.rows.Each {
		k := g.of(i)
		reach := float64(o.Factor * (high[k] - low[k]))
		if x[i] < low[k]-reach || x[i] > high[k]+reach {
			out[i] = x[i]
		}
	}
	return e.column(out)
}
