package causal

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A varSample is a sample with the outcome and the columns of the regressors
// of the call's variable list.
type varSample struct {
	*sample
	depvar string
	y      []float64
	names  []string
	x      [][]float64
}

// newVarSample keeps the rows without missing values in the variables of the
// list and in those of need.
func newVarSample(c *interp.Call, need ...*frame.Column) (*varSample, error) {
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return nil, err
	}
	if len(products) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	first := products[0]
	if len(first) != 1 || first[0].Factor {
		return nil, rc.Syntax.Errorf("depvar may not be a factor variable")
	}
	s, err := newSample(c, need)
	if err != nil {
		return nil, err
	}
	drop := make([]bool, len(s.rows()))
	for _, p := range products {
		for _, spec := range p {
			v, err := s.src.Var(spec.Col.Name, spec.Lags)
			if err != nil {
				return nil, err
			}
			for i, x := range v {
				drop[i] = drop[i] || x >= frame.Missing
			}
		}
	}
	s.drop(drop)
	if len(s.rows()) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	out := &varSample{sample: s}
	outcome := terms.Term{Factors: []terms.Factor{{Var: first[0].Col.Name, Lags: first[0].Lags}}}
	out.depvar = outcome.Name()
	if out.y, err = s.src.Column(outcome); err != nil {
		return nil, err
	}
	list, err := s.src.Expand(products[1:])
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		if t.Omitted {
			continue
		}
		x, err := s.src.Column(t)
		if err != nil {
			return nil, err
		}
		out.names, out.x = append(out.names, t.Name()), append(out.x, x)
	}
	return out, nil
}

// dropRows leaves out rows, in the columns too.
func (s *varSample) dropRows(drop []bool) {
	s.drop(drop)
	s.y = without(s.y, drop)
	for j := range s.x {
		s.x[j] = without(s.x[j], drop)
	}
}

// without is the values of x for which drop is false.
func without[T any](x []T, drop []bool) []T {
	out := make([]T, 0, len(x))
	for i, v := range x {
		if !drop[i] {
			out = append(out, v)
		}
	}
	return out
}
