package stats

import (
	"context"

	"github.com/didot-lang/didot/stats/hdfe"
)

// A Linear is a linear model as an estimator fitted it, for what fits it
// again and again with other columns; see Placebo.
type Linear struct {
	Design  *Design       // the rows used
	Effects []hdfe.Effect // absorbed, panels included; nil for a plain regression
	VCE     VCE
	Refit   func(d *Design) (*Fit, error) // fits it to other columns of the same rows

	sw   *Sandwich
	kept int // slopes that were estimated
	rule absorbedRule
}

// A Tap catches the first linear model that OLS, Areg, Absorb or Within fits
// to a design with its context.
type Tap struct{ Linear *Linear }

type tapKey struct{}

// Context returns ctx with the tap.
func (t *Tap) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, tapKey{}, t)
}

// tap shows the model, fitted as s, to the tap of the design's context, if
// there is one.
func (m *Linear) tap(sw *Sandwich, s *solution, rule absorbedRule) {
	t, ok := m.Design.context().Value(tapKey{}).(*Tap)
	if ok && t.Linear == nil {
		m.sw, m.kept, m.rule = sw, len(s.kept), rule
		m.VCE = m.Design.implied(m.VCE)
		t.Linear = m
	}
}
