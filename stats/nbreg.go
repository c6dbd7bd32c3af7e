package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// NegBinomial fits E(y) = exp(xb) with the variance μ(1+αμ), by the
// likelihood of the negative binomial distribution; the logarithm of α is the
// parameter "lnalpha" of equation "/". The models of Poisson and of an
// intercept alone come first and are further stages.
//
// Extra holds what Poisson has, and ll_c, chi2_c (the likelihood ratio
// against the Poisson model, only when V comes from the likelihood), alpha.
// Cameron and Trivedi (2013, Regression Analysis of Count Data), section 3.3.
func NegBinomial(d *Design, vce VCE, o ML) (*Fit, error) {
	return negBinomial(d, vce, o, "alpha", nb2Density(d.Y))
}

// NegBinomialConstant is NegBinomial with the variance μ(1+δ): the parameter
// is "lndelta".
func NegBinomialConstant(d *Design, vce VCE, o ML) (*Fit, error) {
	return negBinomial(d, vce, o, "delta", nb1Density(d.Y))
}

func negBinomial(d *Design, vce VCE, o ML, parameter string, f density) (*Fit, error) {
	m, b, err := countModel(d, poissonDensity(d.Y))
	if err != nil {
		return nil, err
	}
	poisson, err := newton(m, b, ML{})
	if err != nil {
		return nil, err
	}
	stages := []Stage{poisson.stage}
	stages[0].Title = "Fitting Poisson model"
	m.eqs, m.density = append(m.eqs, ancillary("ln"+parameter)), f
	m.prepare()
	null, err := m.dispersedNull(d)
	if err != nil {
		return nil, err
	}
	null.stage.Title = "Fitting constant-only model"
	b = append(poisson.b, null.b[1])
	if o.From != nil {
		b = m.centered(o.From)
	}
	o.exact = true
	p, err := newton(m, b, o)
	if err != nil {
		return nil, err
	}
	if d.Constant {
		stages = append(stages, null.stage)
	}
	p.stage.Title = "Fitting full model"
	fit, err := m.fit(d, p, vce)
	if err != nil {
		return nil, err
	}
	fit.Stages = append(stages, p.stage)
	ll0 := null.ll
	if !d.Constant {
		ll0 = math.NaN()
	}
	fit.modelTest(1, ll0)
	fit.Extra = append(fit.Extra, Named{"r2_p", 1 - p.ll/ll0})
	fit.Extra = append(fit.Extra, Named{"k_aux", 1.0}, Named{parameter, elementary.Exp(p.b[len(p.b)-1])})
	if fit.VModel == nil {
		fit.Extra = append(fit.Extra, Named{"chi2_c", max(0, 2*(p.ll-poisson.ll))}, Named{"ll_c", poisson.ll})
	}
	m.addIterations(fit, p)
	return fit, nil
}

// dispersedNull fits an intercept and the dispersion, beginning with the mean
// and a dispersion of one, as the logs of Stata's nbreg show.
func (m *likelihood) dispersedNull(d *Design) (*optimum, error) {
	null := &likelihood{ctx: m.ctx, n: m.n, w: m.w, density: m.density}
	null.eqs = []equation{{constant: true, offset: m.eqs[0].offset}, {constant: true}}
	null.prepare()
	rate := weightedMean(d.Y, m.w)
	if d.Offset != nil {
		e := make([]float64, len(d.Y))
		for i, v := range d.Offset {
			e[i] = elementary.Exp(v)
		}
		rate /= weightedMean(e, m.w)
	}
	return newton(null, []float64{elementary.Log(rate), 0}, ML{})
}

// rising is, for y >= 0 and a > 0, the sum of log(1+aj) over j from 0 to y-1
// and its first two derivatives by a; y may be no integer, when the sum is
// log Γ(y+1/a) - log Γ(1/a) + y·log a.
func rising(y, a float64) (s, d1, d2 float64) {
	const most = 1000 // terms to be added up
	if y == math.Trunc(y) && y <= most {
		for j := 1.0; j < y; j++ {
			t := a * j
			r := j / (1 + t)
			s += elementary.Log1p(t)
			d1 += r
			d2 -= r * r
		}
		return s, d1, d2
	}
	m := 1 / a
	s = dist.LnGamma(y+m) - dist.LnGamma(m) + y*elementary.Log(a)
	psi := dist.Digamma(y+m) - dist.Digamma(m)
	psi1 := dist.Trigamma(y+m) - dist.Trigamma(m)
	d1 = y/a - psi/(a*a)
	d2 = -y/(a*a) + 2*psi/(a*a*a) + psi1/(a*a*a*a)
	return s, d1, d2
}

// logRest is (log(1+t) - t/(1+t))/t² and (-2·log(1+t) + 2t/(1+t) + t²/(1+t)²)/t³,
// by their series for small t.
func logRest(t float64) (f, g float64) {
	if t > .02 {
		l, r := elementary.Log1p(t), t/(1+t)
		return (l - r) / (t * t), (-2*l + 2*r + r*r) / (t * t * t)
	}
	p := 1.0
	for k := 2.0; k < 14; k++ {
		f += p * (k - 1) / k
		g -= p * k * (k - 1) / (k + 1)
		p *= -t
	}
	return f, g
}

func nb2Density(y []float64) density {
	factorial := lnFactorials(y)
	return func(c *contributions, lo, hi int) {
		eta, theta := c.eta[0], c.eta[1]
		for i := lo; i < hi; i++ {
			mu, a := elementary.Exp(eta[i]), elementary.Exp(theta[i])
			t := a * mu
			s, s1, s2 := rising(y[i], a)
			f, g := logRest(t)
			c.l[i] = s - factorial[i] + y[i]*eta[i] - y[i]*elementary.Log1p(t) - mu*log1pOver(t)
			r := 1 + t
			c.g[0][i] = (y[i] - mu) / r
			c.h[0][i] = mu * (1 + a*y[i]) / (r * r)
			c.h[1][i] = t * (y[i] - mu) / (r * r)
			d1 := s1 + mu*mu*f - y[i]*mu/r
			d2 := s2 + y[i]*mu*mu/(r*r) + mu*mu*mu*g
			c.g[1][i] = a * d1
			c.h[2][i] = -(a*a*d2 + a*d1)
		}
	}
}

// log1pOver is log(1+t)/t.
func log1pOver(t float64) float64 {
	if t == 0 {
		return 1
	}
	return elementary.Log1p(t) / t
}

func nb1Density(y []float64) density {
	factorial := lnFactorials(y)
	return func(c *contributions, lo, hi int) {
		eta, theta := c.eta[0], c.eta[1]
		for i := lo; i < hi; i++ {
			delta := elementary.Exp(theta[i])
			m := elementary.Exp(eta[i] - theta[i])
			s, a, b := risingGamma(y[i], m)
			l1, share := elementary.Log1p(delta), delta/(1+delta)
			c.l[i] = s - factorial[i] + y[i]*theta[i] - (y[i]+m)*l1
			ma := m * (a - l1)
			cross := -ma - m*m*b - m*share
			c.g[0][i] = ma
			c.g[1][i] = -ma + y[i] - (y[i]+m)*share
			c.h[0][i] = -(ma + m*m*b)
			c.h[1][i] = -cross
			c.h[2][i] = cross - m*share + (y[i]+m)*share/(1+delta)
		}
	}
}

// risingGamma is log Γ(y+m) - log Γ(m) and its first two derivatives by m.
func risingGamma(y, m float64) (s, d1, d2 float64) {
	const most = 1000
	if y == math.Trunc(y) && y <= most {
		for j := range int(y) {
			r := m + float64(j)
			s += elementary.Log(r)
			d1 += 1 / r
			d2 -= 1 / (r * r)
		}
		return s, d1, d2
	}
	return dist.LnGamma(y+m) - dist.LnGamma(m), dist.Digamma(y+m) - dist.Digamma(m), dist.Trigamma(y+m) - dist.Trigamma(m)
}

// lnFactorials is log Γ(y+1).
func lnFactorials(y []float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = dist.LnGamma(v + 1)
	}
	return out
}
