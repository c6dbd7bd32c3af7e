package data

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// egenRowFuncs are the functions of several variables of one observation.
var egenRowFuncs = []egenFunc{
	{"rowmean(varlist)", "mean of the values that are not missing", rowwise(mean)},
	{"rowtotal(varlist) [, missing]", "sum; 0 if all is missing, or missing with that option", func() egenRunner { return &egenRowTotal{} }},
	{"rowmin(varlist)", "smallest value", rowwise(orMissing(slices.Min[[]float64]))},
	{"rowmax(varlist)", "largest value", rowwise(orMissing(slices.Max[[]float64]))},
	{"rowfirst(varlist)", "first value that is not missing", rowwise(orMissing(func(v []float64) float64 { return v[0] }))},
	{"rowlast(varlist)", "last value that is not missing", rowwise(orMissing(func(v []float64) float64 { return v[len(v)-1] }))},
	{"rowsd(varlist)", "standard deviation", rowwise(sd)},
	{"rowmedian(varlist)", "median", rowwise(func(v []float64) float64 { return percentile(v, 50) })},
	{"rowpctile(varlist) [, p(#)]", "percentile; p(50) by default", func() egenRunner { return &egenRowPctile{P: 50} }},
	{"rowmiss(varlist)", "number of missing values; strings are allowed", func() egenRunner { return &egenRowMiss{missing: true, StrOK: true} }},
	{"rownonmiss(varlist) [, strok]", "number of values that are not missing", func() egenRunner { return &egenRowMiss{} }},
}

// egenRow is a function of the values of a row that are not missing.
type egenRow struct{ f func(v []float64) float64 }

func rowwise(f func(v []float64) float64) func() egenRunner {
	return func() egenRunner { return &egenRow{f} }
}

// orMissing makes f, which needs at least one value, missing for none.
func orMissing(f func(v []float64) float64) func(v []float64) float64 {
	return func(v []float64) float64 {
		if len(v) == 0 {
			return frame.Missing
		}
		return f(v)
	}
}

func (o *egenRow) run(e *egenCall) (*frame.Column, error) { return e.rows(o.f) }

// rowBlock is the number of rows whose values are gathered at a time.
const rowBlock = 1024

// rows computes f of the values that are not missing of each row; f may
// change the slice it is given.
func (e *egenCall) rows(f func(v []float64) float64) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	vars, err := e.numeric()
	if err != nil {
		return nil, err
	}
	out := missingValues(e.Rows.Hi)
	block := make([]float64, rowBlock*len(vars))
	v := make([]float64, 0, len(vars))
	for lo := e.Rows.Lo; lo < e.Rows.Hi; lo += rowBlock {
		if e.Context().Err() != nil {
			return nil, rc.Break
		}
		n := min(rowBlock, e.Rows.Hi-lo)
		for k, col := range vars {
			col.Read(block[k*rowBlock:k*rowBlock+n], lo)
		}
		for i := range n {
			if !e.Rows.Has(lo + i) {
				continue
			}
			v = v[:0]
			for k := range vars {
				if x := block[k*rowBlock+i]; x < frame.Missing {
					v = append(v, x)
				}
			}
			out[lo+i] = frame.Value(f(v))
		}
	}
	return e.column(out)
}

type egenRowTotal struct {
	Missing bool `opt:"Missing" help:"the total of nothing but missing values is missing"`
}

func (o *egenRowTotal) run(e *egenCall) (*frame.Column, error) {
	return e.rows(func(v []float64) float64 {
		if len(v) == 0 && o.Missing {
			return frame.Missing
		}
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		return sum
	})
}

type egenRowPctile struct {
	P float64 `opt:"p(#)" help:"which percentile"`
}

func (o *egenRowPctile) run(e *egenCall) (*frame.Column, error) {
	if o.P <= 0 || o.P >= 100 || math.IsNaN(o.P) {
		return nil, rc.Syntax.Errorf("p(%v) must be between 0 and 100", o.P)
	}
	return e.rows(func(v []float64) float64 { return percentile(v, o.P) })
}

// egenRowMiss counts the missing values of a row, or the others.
type egenRowMiss struct {
	StrOK bool `opt:"Strok" help:"allow string variables"`

	missing bool
}

func (o *egenRowMiss) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	read := e.numeric
	if o.StrOK {
		read = e.variables
	}
	vars, err := read()
	if err != nil {
		return nil, err
	}
	out := missingValues(e.Rows.Hi)
	for i := range e.Rows.Each {
		out[i] = 0
	}
	for _, col := range vars {
		for i := range e.Rows.Each {
			if col.Missing(i) == o.missing {
				out[i]++
			}
		}
	}
	return e.column(out)
}
