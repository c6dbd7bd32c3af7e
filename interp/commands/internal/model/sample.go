package model

import (
	"context"
	"slices"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats/kernel"
)

// findSample reads the variables of the model and leaves out the rows in
// which one is missing or the weight is zero.
func (m *Model) findSample() error {
	used, weights, _, err := m.Call.Weighted()
	if err != nil {
		return err
	}
	m.Weights = weights
	s := terms.NewSource(m.Call.Frame(), used.Index())
	rows := s.Rows()
	drop := make([]bool, len(rows))
	var specs []terms.Spec
	if !m.Open {
		specs = append(specs, m.Depvar)
	}
	for _, p := range slices.Concat(m.Products, m.Others) {
		specs = append(specs, p...)
	}
	for _, sp := range specs {
		v, err := s.Var(sp.Col.Name, sp.Lags)
		if err != nil {
			return err
		}
		_ = kernel.Blocks(context.Background(), len(v), func(_, lo, hi int) {
			for i, x := range v[lo:hi] {
				if x >= frame.Missing {
					drop[lo+i] = true
				}
			}
		})
	}
	cols := m.Also
	for _, effects := range [][]Effect{m.Effects, m.Clusters} {
		for _, e := range effects {
			cols = append(cols, e.columns()...)
		}
	}
	for _, c := range cols {
		if !c.HasMissing() {
			continue
		}
		for i, r := range rows {
			if c.Missing(int(r)) {
				drop[i] = true
			}
		}
	}
	s.Drop(drop)
	m.Source = s
	if len(s.Rows()) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return nil
}

// Sample returns the rows of the estimation sample: those of the design for
// which kept, if not nil, is true.
func (m *Model) Sample(kept []bool) frame.Rows {
	out := frame.NewRows(0, m.Call.Frame().N())
	for i, r := range m.Source.Rows() {
		if kept == nil || kept[i] {
			out.Add(int(r))
		}
	}
	return out
}
