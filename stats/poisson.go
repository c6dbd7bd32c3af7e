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
	if slices.Max(d.Y) == 0 {
		return nil, nil, ErrNoVariance
	}
	w, _ := d.likelihoodWeights()
	main, err := mainEquation(d, w)
	if err != nil {
		return nil, nil, err
	}
	main.name = d.Depvar
	m := &likelihood{ctx: d.context(), n: len(d.Y), w: w, eqs: []equation{main}, density: f}
	m.prepare()
	b, err := m.logLinearStart(d)
	return m, b, err
}

// logLinearStart is where Stata's poisson begins, as its logs show: one step
// of iteratively weighted least squares from the mean, the intercept set so
// that fitted values add up to y, and one step of Newton's.
func (m *likelihood) logLinearStart(d *Design) ([]float64, error) {
	e := &m.eqs[0]
	b, err := e.fromMean(d, m.w)
	if err != nil {
		return nil, err
	}
	mu := &likelihood{ctx: m.ctx, n: m.n, w: m.w, eqs: m.eqs[:1], density: poissonDensity(d.Y)}
	mu.prepare()
	if _, err := mu.value(b); err != nil {
		return nil, err
	}
	if e.constant {
		fitted := make([]float64, len(d.Y))
		for i, x := range mu.at.eta[0] {
			fitted[i] = elementary.Exp(x)
		}
		b[len(b)-1] += elementary.Log(weightedMean(d.Y, m.w) / weightedMean(fitted, m.w))
		if _, err := mu.value(b); err != nil {
			return nil, err
		}
	}
	g, h, err := mu.derivatives()
	if err != nil {
		return nil, err
	}
	next := slices.Clone(b)
	for j, step := range ascend(g, h).d {
		next[j] += step
	}
	ll, err := mu.value(next)
	if err == nil && !finite(ll) {
		return b, nil
	}
	return next, err
}

// fromMean regresses log(m) + (y-m)/m less the offset, m being the mean of y,
// on the columns of e.
func (e *equation) fromMean(d *Design, w []float64) ([]float64, error) {
	mean := weightedMean(d.Y, w)
	z := make([]float64, len(d.Y))
	for i, y := range d.Y {
		z[i] = elementary.Log(mean) + (y-mean)/mean
		if d.Offset != nil {
			z[i] -= d.Offset[i]
		}
	}
	p := &problem{ctx: d.context(), y: z, x: e.cols, w: w, constant: e.constant}
	s, err := p.solve()
	if err != nil {
		return nil, err
	}
	if !e.constant {
		return s.b, nil
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
