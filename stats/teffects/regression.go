package teffects

import "github.com/didot-lang/didot/stats"

// RegressionWeights say which average of effects a regression estimates.
type RegressionWeights struct {
	ATE, ATT, ATU float64
	P1            float64 // share of the treated
	W1            float64 // weight of ATT in the coefficient; that of ATU is the rest
}

// Regression finds what the coefficient of a treatment, 0 or 1, is made of
// when outcome y is regressed on it and the columns of d, whose Y is the
// treatment: effects from regressions of the outcome on the linear probability
// of treatment in each group, weighted by the other group's share and variance
// of that probability (Słoczyński 2022, Review of Economics and Statistics
// 104, theorem 1). The result has NaN where the probability does not vary.
func Regression(y []float64, d *stats.Design) (*RegressionWeights, error) {
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return nil, err
	}
	p := fit.XB(d.X, len(y))
	var n, mp, my, vp, cov [2]float64
	for i, t := range d.Y {
		g := int(t)
		n[g]++
		mp[g] += p[i]
		my[g] += y[i]
	}
	for g := range 2 {
		mp[g] /= n[g]
		my[g] /= n[g]
	}
	for i, t := range d.Y {
		g := int(t)
		vp[g] += float64((p[i] - mp[g]) * (p[i] - mp[g]))
		cov[g] += float64((p[i] - mp[g]) * (y[i] - my[g]))
	}
	effect := func(at float64) float64 {
		return my[1] + cov[1]/vp[1]*(at-mp[1]) - my[0] - cov[0]/vp[0]*(at-mp[0])
	}
	r := &RegressionWeights{ATT: effect(mp[1]), ATU: effect(mp[0]), P1: n[1] / (n[0] + n[1])}
	r.ATE = r.P1*r.ATT + (1-r.P1)*r.ATU
	r.W1 = vp[0] / (vp[0] + vp[1]) // shares times variances are sums of squares over the number of all
	return r, nil
}
