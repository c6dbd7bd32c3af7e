package margins

import (
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// A model is the active estimates and the rows to average over.
type model struct {
	c          *interp.Call
	e          *interp.Estimates
	b          []float64
	covariates []*covariate
	source     *terms.Source
	w          []float64 // weights of the rows
	n          float64   // observations: rows, or the sum of frequency weights
}

// newModel reads the estimates and finds the rows.
func newModel(c *interp.Call, o *margins) (*model, error) {
	e := c.E
	switch {
	case e.B == nil:
		return nil, rc.NoEstimates.Errorf("last estimates not found")
	case e.V == nil && !o.NoSE:
		return nil, rc.NotFound.Errorf("e(V) not found")
	case e.Cmd() == "margins":
		return nil, rc.NotValidAfter.Errorf("requested action not valid after most recent estimation command")
	}
	m := &model{c: c, e: e, b: slices.Clone(e.B.RawRowView(0))}
	var names []string
	for j, eq := range e.B.ColEq {
		if eq != "/" {
			names = append(names, e.B.Cols[j])
		}
	}
	var err error
	if m.covariates, err = covariatesOf(names); err != nil {
		return nil, err
	}
	return m, m.findRows(o)
}

// findRows finds the rows: those of the call in the estimation sample, of
// positive weight and without missing values in covariates and over().
func (m *model) findRows(o *margins) error {
	rows := m.c.Rows
	if !o.NoSample {
		if !m.e.Has {
			return rc.NotFound.Errorf("e(sample) not found: option noesample takes all observations")
		}
		rows = rows.Where(m.c.Sample().Has)
	}
	m.source = terms.NewSource(m.c.Frame(), rows.Index())
	n := len(m.source.Rows())
	drop := make([]bool, n)
	mark := func(name, lags string) error {
		v, err := m.source.Var(name, lags)
		for i, x := range v {
			drop[i] = drop[i] || x >= frame.Missing
		}
		return err
	}
	for _, v := range m.covariates {
		if err := mark(v.name, v.lags); err != nil {
			return err
		}
	}
	for _, c := range o.Over {
		if err := mark(c.Name, ""); err != nil {
			return err
		}
	}
	if offset := m.e.Macro("offset"); offset != "" {
		if err := mark(response.OffsetVariable(offset), ""); err != nil {
			return err
		}
	}
	w, kind, err := m.weights(o)
	if err != nil {
		return err
	}
	for i, r := range m.source.Rows() {
		drop[i] = drop[i] || w != nil && (w[r] >= frame.Missing || w[r] == 0)
	}
	m.source.Drop(drop)
	for _, r := range m.source.Rows() {
		weight := 1.0
		if w != nil {
			weight = w[r]
		}
		m.w = append(m.w, weight)
		if kind == "fweight" {
			m.n += weight
		} else {
			m.n++
		}
	}
	if len(m.w) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return nil
}

// weights are the weights of all rows of the data: those of the call, or those
// of the estimation; nil for none.
func (m *model) weights(o *margins) (w []float64, kind string, err error) {
	if m.c.Weight != nil {
		_, w, _, err = m.c.Weighted()
		return w, m.c.Weight.Kind, err
	}
	exp := strings.TrimPrefix(m.e.Macro("wexp"), "= ")
	if exp == "" || o.NoWeights {
		return nil, "", nil
	}
	x, err := lang.ParseExpr(exp, 1)
	if err != nil {
		return nil, "", err
	}
	p, err := expr.Compile(x, m.c.Env())
	if err != nil {
		return nil, "", err
	}
	w, err = p.Numbers(frame.AllRows(m.c.Frame().N()))
	return w, m.e.Macro("wtype"), err
}

// covariance is J V J'.
func (m *model) covariance(all []*result) *mat.SymDense {
	n, k := len(all), len(m.b)
	v := mat.NewSymDense(n, nil)
	if m.e.V == nil {
		return v
	}
	j := mat.NewDense(n, k, nil)
	for i, r := range all {
		j.SetRow(i, r.jacobian)
	}
	var half, full mat.Dense
	half.Mul(j, m.e.V.Dense)
	full.Mul(&half, j.T())
	for a := range n {
		for b := a; b < n; b++ {
			v.SetSym(a, b, (full.At(a, b)+full.At(b, a))/2)
		}
	}
	return v
}
