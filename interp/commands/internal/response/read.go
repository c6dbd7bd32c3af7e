package response

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// Read returns the predictions after the active estimates that the options in
// text ask for: one, or without outcome() one for each outcome.
func Read(c *interp.Call, source *terms.Source, text lang.Text) ([]*Prediction, error) {
	options, err := interp.ParseOptions(text)
	if err != nil {
		return nil, err
	}
	all := After(c.E)
	q := &Query{C: c, E: c.E, Source: source}
	var found *Statistic
	for _, o := range options {
		name := o.Name.Text
		switch {
		case lang.Abbreviates(name, "EQuation") && o.Arg != nil:
			q.Eq = strings.TrimSpace(o.Arg.Text)
		case lang.Abbreviates(name, "Outcome") && o.Arg != nil && Outcomes(c.E) != nil:
			q.Outcome = strings.TrimSpace(o.Arg.Text)
		case lang.Abbreviates(name, "nooffset") && o.Arg == nil:
			q.NoOffset = true
		default:
			st := Find(all, name, o.Arg != nil)
			switch {
			case st == nil:
				return nil, rc.Syntax.At(o.Name.Pos, "option %s not allowed: margins knows no such prediction after %s", name, c.E.Cmd())
			case found != nil:
				return nil, rc.Syntax.At(o.Name.Pos, "only one statistic may be specified")
			}
			found = st
			if o.Arg != nil {
				q.Arg = *o.Arg
			}
		}
	}
	if found == nil {
		found = &all[0]
	}
	if found.Outcomes && q.Outcome == "" {
		return eachOutcome(q, found)
	}
	p, err := found.New(q)
	if err != nil {
		return nil, err
	}
	p.Options = strings.TrimSpace(text.Text)
	return []*Prediction{p}, nil
}

// eachOutcome returns a prediction for each outcome.
func eachOutcome(q *Query, s *Statistic) ([]*Prediction, error) {
	var out []*Prediction
	for _, name := range Outcomes(q.E) {
		one := *q
		one.Outcome = name
		p, err := s.New(&one)
		if err != nil {
			return nil, err
		}
		p.Options = strings.ToLower(s.Option) + " outcome(" + name + ")"
		out = append(out, p)
	}
	return out, nil
}

// Outcomes are the values of the outcomes of models with several, as outcome()
// takes them; nil after other models.
func Outcomes(e *interp.Estimates) []string {
	m := e.Matrix("out")
	if m == nil {
		if m = e.Matrix("cat"); m == nil {
			return nil
		}
		m = transposed(m)
	}
	_, k := m.Dims()
	out := make([]string, k)
	for j := range out {
		out[j] = interp.FormatNumber(m.At(0, j))
	}
	return out
}

// transposed is the row that a column is.
func transposed(m *interp.Matrix) *interp.Matrix {
	r, _ := m.Dims()
	out := interp.NewMatrix(1, r)
	for i := range r {
		out.Set(0, i, m.At(i, 0))
	}
	return out
}
