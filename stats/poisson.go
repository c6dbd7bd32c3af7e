package stats

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/elementary"
)

// Poisson fits E(y) = exp(xb) by the likelihood of the Poisson distribution;
// y may be no integer, but not negative.
//
// Extra holds ic, k, k_eq, k_dv, converged, rc, ll, k_eq_model, ll_0, df_m,
// chi2type, chi2, p, N_clust and r2_p, as "poisson" does.
func Poisson(d *Design, vce VCE, o ML) (*Fit, error) {
	m, b, err := countModel(d, poissonDensity(d.Y))
	if err != nil {
		return nil, err
	}
	if o.From != nil {
		b = m.centered(o.From)
	}
	p, err := newton(m, b, o)
	if err != nil {
		return nil, err
	}
	f, err := m.fit(d, p, vce)
	if err != nil {
		return nil, err
	}
	ll0 := math.NaN()
	if d.Constant {
		if ll0, err = m.poissonNull(d); err != nil {
			return nil, err
		}
	}
	f.modelTest(1, ll0)
	f.Extra = append(f.Extra, Named{"r2_p", 1 - p.ll/ll0})
	m.addIterations(f, p)
	return f, nil
}

// countModel prepares a likelihood with a log-linear mean, and its starting
// values.
func countModel(d *Design, f density) (*likelihood, []float64, error) {
	if err := d.check(); err != nil {
		return nil, nil, err
	}
	if slices.Min(d.Y) < 0 {
		return nil, nil, ErrCounts
	}
	w, _ := d.likelihoodWeights()
	main, err := mainEquation(d, w)
	if err != nil {
		return nil, nil, err
	}
	main.name = d.Depvar
	m := &likelihood{ctx: d.context(), n: len(d.Y), w: w, eqs: []equation{main}, density: f}
	m.prepare()
	b, err := logLinearStart(d, w, &m.eqs[0])
	return m, b, err
}

// logLinearStart is the first step of iteratively weighted least squares,
// which begins halfway between y and its mean.
func logLinearStart(d *Design, w []float64, e *equation) ([]float64, error) {
	mean := weightedMean(d.Y, w)
	z, wz := make([]float64, len(d.Y)), make([]float64, len(d.Y))
	for i, y := range d.Y {
		mu := max((y+mean)/2, 1e-300)
		z[i], wz[i] = elementary.Log(mu)+(y-mu)/mu, mu
		if w != nil {
			wz[i] *= w[i]
		}
		if d.Offset != nil {
			z[i] -= d.Offset[i]
		}
	}
	p := &problem{ctx: d.context(), y: z, x: e.cols, w: wz, constant: d.Constant}
	s, err := p.solve()
	if err != nil || !d.Constant {
		return s.b, err
	}
	cons := s.cons
	for j, mean := range e.mean {
		cons += s.b[j] * mean
	}
	return append(s.b, cons), nil
}

// poissonNull is the log likelihood of the model with nothing but an
// intercept and the offset: exp(intercept) is Σy/Σexp(offset).
func (m *likelihood) poissonNull(d *Design) (float64, error) {
	rate := weightedMean(d.Y, m.w)
	if d.Offset != nil {
		e := make([]float64, len(d.Y))
		for i, v := range d.Offset {
			e[i] = elementary.Exp(v)
		}
		rate /= weightedMean(e, m.w)
	}
	p, err := m.interceptFit(elementary.Log(rate))
	if err != nil {
		return 0, err
	}
	return p.ll, nil
}

func poissonDensity(y []float64) density {
	factorial := lnFactorials(y)
	return func(c *contributions, lo, hi int) {
		eta, l, g, h := c.eta[0], c.l, c.g[0], c.h[0]
		for i := lo; i < hi; i++ {
			mu := elementary.Exp(eta[i])
			l[i] = float64(y[i]*eta[i]) - mu - factorial[i]
			g[i] = y[i] - mu
			h[i] = mu
		}
	}
}
