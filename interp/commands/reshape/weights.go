package reshape

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

var weightKinds = map[string]stats.WeightKind{
	"aweight": stats.AWeight, "fweight": stats.FWeight, "pweight": stats.PWeight, "iweight": stats.IWeight,
}

// weighted evaluates the weights of the call, one for each row of the data,
// nil without a weight clause. The rows are those of the call whose weights
// are neither zero nor missing; the error is r(2000) if there are none.
func weighted(c *interp.Call) (rows frame.Rows, w []float64, kind stats.WeightKind, err error) {
	rows = c.Rows
	if c.Weight != nil {
		kind = weightKinds[c.Weight.Kind]
		if w, err = weights(c); err != nil {
			return rows, nil, kind, err
		}
		rows = rows.Where(func(i int) bool { return w[i] != 0 && w[i] < frame.Missing })
	}
	if rows.Count() == 0 {
		err = rc.NoObs.Errorf("no observations")
	}
	return rows, w, kind, err
}

func weights(c *interp.Call) ([]float64, error) {
	p, err := expr.Compile(c.Weight.Exp, c.Env())
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.At(c.Weight.Exp.Position(), "type mismatch")
	}
	w, err := p.Numbers(frame.AllRows(c.Frame().N()))
	if err != nil {
		return nil, err
	}
	for r := range c.Rows.Each {
		switch x := w[r]; {
		case x >= frame.Missing:
		case x < 0 && c.Weight.Kind != "iweight":
			return nil, rc.NegativeWeights.Errorf("negative weights encountered")
		case c.Weight.Kind == "fweight" && x != float64(int64(x)):
			return nil, rc.NonintegerFW.Errorf("may not use noninteger frequency weights")
		}
	}
	return w, nil
}
