package postestimation

import (
	"strconv"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats/margin"
)

// responsePredictor is what can be predicted after e by what margins knows of
// it; nil if that is nothing but the linear prediction.
func responsePredictor(e *interp.Estimates) *predictor {
	if !response.Known(e) {
		return nil
	}
	k := &predictor{}
	for _, s := range response.After(e) {
		st := statistic{option: s.Option, arg: s.Arg, label: responseLabel(s), compute: responseValues(s)}
		if s.Outcomes {
			st.outcomes = response.Outcomes(e)
		}
		k.statistics = append(k.statistics, st)
	}
	k.statistics = append(k.statistics, statistic{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp})
	return k
}

// made is the prediction that p asks for by s.
func (p *prediction) made(s response.Statistic) (*response.Prediction, error) {
	return s.New(&response.Query{C: p.c, E: p.e, Source: p.source, Arg: p.arg, Eq: p.eq, Outcome: p.which, NoOffset: p.noOffset})
}

func responseLabel(s response.Statistic) func(*prediction) string {
	return func(p *prediction) string {
		r, err := p.made(s)
		if err != nil {
			return ""
		}
		return r.Label
	}
}

// responseValues computes s for each row.
func responseValues(s response.Statistic) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		r, err := p.made(s)
		if err != nil {
			return nil, err
		}
		return p.evaluate(r)
	}
}

// evaluate computes a prediction for each row, missing where a variable is.
func (p *prediction) evaluate(r *response.Prediction) ([]float64, error) {
	n := len(p.source.Rows())
	missing := make([]bool, n)
	cell := &margin.Cell{B: p.e.B.RawRowView(0), At: r.At, N: n}
	for _, x := range r.Indices {
		index := margin.Index{At: x.At}
		for _, name := range x.Names {
			c, err := p.column(name, missing)
			if err != nil {
				return nil, err
			}
			index.Cols = append(index.Cols, c)
		}
		if x.Offset != "" {
			v, err := p.source.Var(response.OffsetVariable(x.Offset), "")
			if err != nil {
				return nil, err
			}
			out := make([]float64, n)
			for i, y := range v {
				out[i] = response.OffsetValue(x.Offset, y)
				missing[i] = missing[i] || y >= frame.Missing
			}
			index.Offset = &margin.Column{Scale: 1, Parts: []margin.Part{{Values: out}}}
		}
		cell.Indices = append(cell.Indices, index)
	}
	v, err := cell.Values(p.c.Context())
	for i := range v {
		if missing[i] {
			v[i] = frame.Missing
		} else {
			v[i] = frame.Value(v[i])
		}
	}
	return v, err
}

// column is the column of a coefficient; rows without a value are marked.
func (p *prediction) column(name string, missing []bool) (margin.Column, error) {
	if name == "" || name == "_cons" {
		return margin.Const(1), nil
	}
	t, err := terms.Parse(name)
	if err != nil || t.Omitted {
		return margin.Const(0), err
	}
	v, err := p.source.Column(t)
	for i, x := range v {
		missing[i] = missing[i] || x >= frame.Missing
	}
	return margin.Column{Scale: 1, Parts: []margin.Part{{Values: v}}}, err
}

// eachOutcome makes a new variable for each outcome, or for the one that
// outcome() picks; a single variable is for the first.
func (p *prediction) eachOutcome(kind *predictor, st statistic) error {
	names := p.c.Names
	if p.c.Stub != "" {
		for i := range st.outcomes {
			name := p.c.Stub + strconv.Itoa(i+1)
			if err := p.c.CheckNewName(name); err != nil {
				return err
			}
			names = append(names, name)
		}
	}
	which := st.outcomes
	switch {
	case p.which != "" && len(names) == 1:
		which = []string{p.which}
	case p.which != "":
		return rc.TooManyVars.Errorf("outcome() picks one outcome: too many variables specified")
	case len(names) == 1:
		which = which[:1]
		p.c.Note("(outcome(#1) assumed)")
	case len(names) < len(which):
		return rc.TooFewVars.Errorf("too few variables specified: there are %d outcomes", len(which))
	case len(names) > len(which):
		return rc.TooManyVars.Errorf("too many variables specified: there are %d outcomes", len(which))
	}
	p.source = terms.NewSource(p.c.Frame(), p.c.Rows.Index())
	values := make([][]float64, len(which))
	for i, outcome := range which {
		p.which = outcome
		var err error
		if values[i], err = st.compute(p); err != nil {
			return err
		}
	}
	for i, outcome := range which {
		p.which = outcome
		if err := p.storeAs(names[i], kind, st, values[i]); err != nil {
			return err
		}
	}
	return nil
}
