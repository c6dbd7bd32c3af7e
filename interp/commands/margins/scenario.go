package margins

import (
	"slices"

	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats/margin"
)

// A setting says how a covariate is held.
type setting struct {
	stat   string    // "asobserved", "value", "mean", "median", "p25", "min", "max", "zero", "base", "asbalanced", "generate"
	value  float64   // of a continuous one, or the level of a factor variable
	shares []float64 // of the levels of a factor variable that is spread over them
	values []float64 // one for each row
}

// fixed reports whether all rows are held at the same.
func (s setting) fixed() bool { return s.stat != "" && s.stat != "asobserved" && s.values == nil }

// A scenario is a setting for each covariate of the model.
type scenario []setting

// with is s with covariate i held at a level.
func (s scenario) with(i int, value float64) scenario {
	out := slices.Clone(s)
	out[i] = setting{stat: "value", value: value}
	return out
}

// fixed reports whether all covariates are held.
func (s scenario) fixed() bool {
	return !slices.ContainsFunc(s, func(x setting) bool { return !x.fixed() })
}

// part is factor f of a term under s: a constant, or a part of a product.
func (m *model) part(s scenario, f terms.Factor) (scale float64, part *margin.Part, err error) {
	i := slices.IndexFunc(m.covariates, func(v *covariate) bool { return v.name == f.Var && v.lags == f.Lags })
	set, v := s[i], m.covariates[i]
	switch {
	case f.Level && set.shares != nil:
		return set.shares[slices.Index(v.levels, f.Value)], nil, nil
	case f.Level && set.fixed():
		if set.value == f.Value {
			return 1, nil, nil
		}
		return 0, nil, nil
	case set.fixed():
		return set.value, nil, nil
	}
	values := set.values
	if values == nil {
		if values, err = m.source.Var(f.Var, f.Lags); err != nil {
			return 0, nil, err
		}
	}
	return 1, &margin.Part{Values: values, Indicator: f.Level, Level: f.Value}, nil
}

// column is the column called name under s; derivative, if not nil, is the
// covariate that it is differentiated by.
func (m *model) column(s scenario, name string, derivative *terms.Factor) (margin.Column, error) {
	if name == "_cons" || name == "" {
		if derivative != nil {
			return margin.Const(0), nil
		}
		return margin.Const(1), nil
	}
	t, err := terms.Parse(name)
	if err != nil {
		return margin.Column{}, err
	}
	out := margin.Const(1)
	times := 0.0
	for _, f := range t.Factors {
		if derivative != nil && f.Var == derivative.Var && f.Lags == derivative.Lags && f.Level == derivative.Level && f.Value == derivative.Value {
			times++
			if times == 1 {
				continue
			}
		}
		scale, part, err := m.part(s, f)
		if err != nil {
			return out, err
		}
		out.Scale *= scale
		if part != nil {
			out.Parts = append(out.Parts, *part)
		}
	}
	if derivative != nil {
		out.Scale *= times
	}
	if out.Scale == 0 {
		out.Parts = nil
	}
	return out, nil
}

// indices are the indices of a prediction under s.
func (m *model) indices(s scenario, p *response.Prediction) ([]margin.Index, error) {
	out := make([]margin.Index, len(p.Indices))
	for i, x := range p.Indices {
		out[i].At = x.At
		for _, name := range x.Names {
			c, err := m.column(s, name, nil)
			if err != nil {
				return nil, err
			}
			out[i].Cols = append(out[i].Cols, c)
		}
		if x.Offset != "" {
			c, err := m.offset(s, x.Offset)
			if err != nil {
				return nil, err
			}
			out[i].Offset = &c
		}
	}
	return out, nil
}

// derivatives are the derivatives of the columns of each index by a covariate,
// or by the indicator of a level.
func (m *model) derivatives(s scenario, p *response.Prediction, by terms.Factor) ([][]margin.Column, error) {
	out := make([][]margin.Column, len(p.Indices))
	for i, x := range p.Indices {
		for _, name := range x.Names {
			c, err := m.column(s, name, &by)
			if err != nil {
				return nil, err
			}
			out[i] = append(out[i], c)
		}
	}
	return out, nil
}

// offset is the offset, which at() may hold like a covariate.
func (m *model) offset(s scenario, name string) (margin.Column, error) {
	i := slices.IndexFunc(m.covariates, func(v *covariate) bool { return v.name == response.OffsetVariable(name) })
	set := setting{}
	if i >= 0 {
		set = s[i]
	}
	if set.fixed() {
		x := response.OffsetValue(name, set.value)
		if x != x {
			return margin.Column{}, rc.Syntax.Errorf("exposure must be greater than zero")
		}
		return margin.Const(x), nil
	}
	v := set.values
	if v == nil {
		var err error
		if v, err = m.source.Var(response.OffsetVariable(name), ""); err != nil {
			return margin.Column{}, err
		}
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = response.OffsetValue(name, x)
	}
	return margin.Column{Scale: 1, Parts: []margin.Part{{Values: out}}}, nil
}
