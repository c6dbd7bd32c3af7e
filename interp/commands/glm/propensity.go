package glm

import (
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/stats"
)

// Propensity fits the probability that the dependent variable of m is not
// zero, by probit or logit. publish makes the fit e(), as those commands
// would, and shows it without the iterations.
func Propensity(m *model.Model, logit bool) (fit *stats.Fit, publish func(quietly bool) error, err error) {
	k := probitKind
	if logit {
		k = logitKind
	}
	k.silent = true
	fit, err = k.fit(m.Design, m.VCE(model.VCE{}), stats.ML{})
	if err != nil {
		return nil, nil, explain(m, err)
	}
	return fit, func(quietly bool) error {
		o := &maximum{}
		o.post(m, k, fit, nil)
		if quietly {
			return nil
		}
		return o.show(m.Call, display{})
	}, nil
}
