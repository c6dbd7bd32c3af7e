package interp

import (
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// WeightKinds are the kinds of weights by the name in Call.Weight.
var WeightKinds = map[string]stats.WeightKind{
	"aweight": stats.AWeight, "fweight": stats.FWeight, "pweight": stats.PWeight, "iweight": stats.IWeight,
}

// Weighted evaluates the weights of the call, one for each row of the data;
// w is nil without a weight clause. The rows are those of the call whose
// weights are neither missing nor zero. Weights may not be negative, r(402),
// but for iweights, and fweights must be integers, r(401).
func (c *Call) Weighted() (rows frame.Rows, w []float64, kind stats.WeightKind, err error) {
	if c.Weight == nil {
		return c.Rows, nil, stats.NoWeight, nil
	}
	p, err := expr.Compile(c.Weight.Exp, c.Env())
	if err != nil {
		return frame.Rows{}, nil, 0, err
	}
	if p.IsString() {
		return frame.Rows{}, nil, 0, rc.TypeMismatch.At(c.Weight.Exp.Position(), "type mismatch")
	}
	if w, err = p.Numbers(frame.AllRows(c.Frame().N())); err != nil {
		return frame.Rows{}, nil, 0, err
	}
	kind = WeightKinds[c.Weight.Kind]
	for r := range c.Rows.Each {
		switch x := w[r]; {
		case x >= frame.Missing:
		case x < 0 && kind != stats.IWeight:
			return frame.Rows{}, nil, 0, rc.NegativeWeights.Errorf("negative weights encountered")
		case x != float64(int64(x)) && kind == stats.FWeight:
			return frame.Rows{}, nil, 0, rc.NonintegerFW.Errorf("may not use noninteger frequency weights")
		}
	}
	return c.Rows.Where(func(r int) bool { return w[r] < frame.Missing && w[r] != 0 }), w, kind, nil
}
