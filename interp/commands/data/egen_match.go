package data

import (
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// egenMatchFuncs are the functions that look for values in variables.
var egenMatchFuncs = []egenFunc{
	{"anycount(varlist), values(numlist)", "number of variables that have one of the values", func() egenRunner { return &egenAny{count: true} }},
	{"anymatch(varlist), values(numlist)", "1 if a variable has one of the values, else 0", func() egenRunner { return &egenAny{} }},
	{"anyvalue(varname), values(numlist)", "the variable where it has one of the values, else missing", func() egenRunner { return &egenAnyValue{} }},
	{"diff(varlist)", "1 if the variables differ, else 0", func() egenRunner { return &egenDiff{} }},
}

// valuesOption is the option that these functions share.
type valuesOption struct {
	Values []float64 `opt:"Values(numlist)" help:"the values looked for"`
}

func (o *valuesOption) check(e *egenCall) error {
	if o.Values == nil {
		return rc.Syntax.Errorf("option values() required")
	}
	if err := e.noBy(); err != nil {
		return err
	}
	slices.Sort(o.Values)
	return nil
}

func (o *valuesOption) has(x float64) bool {
	_, found := slices.BinarySearch(o.Values, x)
	return found
}

type egenAny struct {
	valuesOption
	count bool
}

func (o *egenAny) run(e *egenCall) (*frame.Column, error) {
	if err := o.check(e); err != nil {
		return nil, err
	}
	vars, err := e.numeric()
	if err != nil {
		return nil, err
	}
	out := make([]float64, e.Frame().N()) // 0 outside the sample too
	for _, col := range vars {
		for i := range e.Rows.Each {
			if !o.has(col.Num(i)) {
				continue
			}
			if o.count {
				out[i]++
			} else {
				out[i] = 1
			}
		}
	}
	t := frame.Byte
	if len(vars) > 100 {
		t = frame.Int
	}
	return e.columnOf(t, out)
}

type egenAnyValue struct{ valuesOption }

func (o *egenAnyValue) run(e *egenCall) (*frame.Column, error) {
	if err := o.check(e); err != nil {
		return nil, err
	}
	x, err := e.values()
	if err != nil {
		return nil, err
	}
	out := missingValues(e.Rows.Hi)
	for i := range e.Rows.Each {
		if o.has(x[i]) {
			out[i] = x[i]
		}
	}
	return e.column(out)
}

type egenDiff struct{}

func (o *egenDiff) run(e *egenCall) (*frame.Column, error) {
	if err := e.noBy(); err != nil {
		return nil, err
	}
	vars, err := e.variables()
	if err != nil {
		return nil, err
	}
	for _, v := range vars {
		if v.IsString() != vars[0].IsString() {
			return nil, rc.TypeMismatch.Errorf("type mismatch")
		}
	}
	out := make([]float64, e.Frame().N())
	for _, v := range vars[1:] {
		for i := range e.Rows.Each {
			if v.IsString() && v.Text(i) != vars[0].Text(i) || !v.IsString() && v.Num(i) != vars[0].Num(i) {
				out[i] = 1
			}
		}
	}
	col, err := e.columnOf(frame.Byte, out)
	if err == nil {
		col.Label = cutRunes("diff "+e.args.Text, maxLabel)
	}
	return col, err
}
