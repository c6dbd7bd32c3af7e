package estimation

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Absorb takes y, over the rows of s, apart into the effects that list names,
// one column each, and what they leave. Weights w may be nil.
func Absorb(c *interp.Call, list lang.Text, s *terms.Source, y, w []float64) (parts [][]float64, resid []float64, err error) {
	effects, err := model.ParseEffects(c, list)
	if err != nil {
		return nil, nil, err
	}
	d := &stats.Design{Y: y, Constant: true, Context: c.Context()}
	if w != nil {
		d.W, d.WKind = w, stats.AWeight
	}
	for _, e := range effects {
		over, err := e.Over(s)
		if err != nil {
			return nil, nil, err
		}
		d.Effects = append(d.Effects, over)
	}
	fit, err := stats.Areg(d, stats.Classical{})
	if err != nil {
		return nil, nil, err
	}
	parts = fit.Effects()
	for i := range parts[0] {
		parts[0][i] += fit.B[len(fit.B)-1]
	}
	return parts, fit.Resid, nil
}
