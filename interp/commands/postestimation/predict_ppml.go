package postestimation

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// ppmlPredictor is what predict knows after ppmlhdfe. What involves the effects
// reads their sum from the variable that option d of the command saved.
var ppmlPredictor = predictor{double: true, statistics: []statistic{
	{option: "mu", label: func(p *prediction) string { return "Predicted mean of " + p.e.Macro("depvar") }, compute: fromSum(math.Exp)},
	{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
	{option: "xbd", label: is("Xb + d[absvars]"), compute: fromSum(func(eta float64) float64 { return eta })},
	{option: "eta", label: is("Xb + d[absvars]"), compute: fromSum(func(eta float64) float64 { return eta })},
	{option: "d", label: is("Sum of fixed effects"), compute: savedSum},
	{option: "RESponse", label: is("Response residuals"), compute: withSum(func(y, eta float64) float64 { return y - math.Exp(eta) })},
	{option: "SCores", label: is("Scores"), compute: withSum(func(y, eta float64) float64 { return y - math.Exp(eta) })},
	{option: "Pearson", label: is("Pearson residuals"), compute: withSum(func(y, eta float64) float64 { return (y - math.Exp(eta)) / math.Exp(eta/2) })},
	{option: "Working", label: is("Working residuals"), compute: withSum(func(y, eta float64) float64 { return (y - math.Exp(eta)) / math.Exp(eta) })},
	{option: "Deviance", label: is("Deviance residuals"), compute: withSum(poissonDeviance)},
	{option: "Anscombe", label: is("Anscombe residuals"), compute: withSum(func(y, eta float64) float64 {
		return 1.5 * (math.Pow(y, 2./3) - math.Exp(eta*2/3)) / math.Exp(eta/6)
	})},
}}

func poissonDeviance(y, eta float64) float64 {
	mu := math.Exp(eta)
	d := mu - y
	if y > 0 {
		d += y * (math.Log(y) - eta)
	}
	r := math.Sqrt(2 * max(d, 0))
	if y < mu {
		return -r
	}
	return r
}

// savedSum is the sum of the effects as estimation saved it.
func savedSum(p *prediction) ([]float64, error) {
	name := p.e.Macro("d")
	if name == "" {
		if p.e.Macro("absvars") == "_cons" {
			return make([]float64, len(p.source.Rows())), nil
		}
		return nil, rc.NotFound.Errorf("ppmlhdfe must be run with option d for this prediction: the sum of the effects was not saved")
	}
	return p.source.Var(name, "")
}

// fromSum computes a statistic from the linear index with effects.
func fromSum(f func(eta float64) float64) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		eta, err := p.xb()
		if err != nil {
			return nil, err
		}
		d, err := savedSum(p)
		if err != nil {
			return nil, err
		}
		for i, v := range d {
			if eta[i] = plus(eta[i], v); eta[i] < frame.Missing {
				eta[i] = frame.Value(f(eta[i]))
			}
		}
		return eta, nil
	}
}

// withSum computes a statistic from y and the linear index with effects.
func withSum(f func(y, eta float64) float64) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		eta, err := fromSum(func(eta float64) float64 { return eta })(p)
		if err != nil {
			return nil, err
		}
		y, err := p.y()
		if err != nil {
			return nil, err
		}
		for i, v := range y {
			if v >= frame.Missing || eta[i] >= frame.Missing {
				eta[i] = frame.Missing
				continue
			}
			eta[i] = frame.Value(f(v, eta[i]))
		}
		return eta, nil
	}
}
