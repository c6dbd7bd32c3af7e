package interp

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// resultRows are the rows of r(table); the third is z for the normal.
var resultRows = []string{"b", "se", "t", "pvalue", "ll", "ul", "df", "crit", "eform"}

// ResultTable returns r(table), the coefficients with their tests and
// intervals, as estimation commands leave it behind.
func (e *Estimates) ResultTable(level float64) *Matrix {
	t := e.Table(level)
	m := NewMatrix(len(resultRows), len(t.Rows))
	copy(m.Rows, resultRows)
	copy(m.Cols, e.B.Cols)
	copy(m.ColEq, e.B.ColEq)
	df := frame.Value(t.DF)
	if t.Normal {
		m.Rows[2], df = "z", frame.Missing
	}
	crit := t.critical()
	for j, r := range t.Rows {
		stat, p, lo, hi := t.Test(r)
		b, se, eform := r.B, r.SE, 0.0
		if !(se > 0) {
			se = frame.Missing
		}
		if t.EForm != "" && b < frame.Missing {
			b, eform = math.Exp(b), 1
			if se < frame.Missing {
				se = frame.Value(se * b)
			}
			lo, hi = expMissing(lo), expMissing(hi)
		}
		for i, x := range []float64{b, se, stat, p, lo, hi, df, crit, eform} {
			m.Set(i, j, frame.Value(x))
		}
	}
	return m
}

// critical returns the quantile that half the width of an interval is, in
// standard errors.
func (t *CoefTable) critical() float64 {
	df := t.DF
	if t.Normal {
		df = math.Inf(1)
	}
	return frame.Value(stats.NewRow("", 0, 1, df, t.Level).Hi)
}
