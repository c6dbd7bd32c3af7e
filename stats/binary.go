package stats

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// Logit fits Pr(y=1) = 1/(1+exp(-xb)) by maximum likelihood. The outcome is 0
// or not. Columns that predict outcomes perfectly are left out together with
// the rows they predict, unless o.AsIs is set; of the others, those that
// follow from earlier ones.
//
// Extra holds ic, k, k_eq, k_dv, converged, rc, ll, k_eq_model, ll_0, df_m,
// chi2type, chi2, p, N_clust, N_cdf, N_cds (rows whose outcome is determined to the
// last digit) and r2_p, as "logit" does.
func Logit(d *Design, vce VCE, o ML) (*Fit, error) { return binary(d, vce, o, logitModel) }

// Probit fits Pr(y=1) = Φ(xb); else it is as Logit.
func Probit(d *Design, vce VCE, o ML) (*Fit, error) { return binary(d, vce, o, probitModel) }

// Cloglog fits Pr(y=1) = 1-exp(-exp(xb)); else it is as Logit, but for N_f
// and N_s, the numbers of failures and successes.
func Cloglog(d *Design, vce VCE, o ML) (*Fit, error) { return binary(d, vce, o, cloglogModel) }

// A binaryModel is a model of a binary outcome.
type binaryModel struct {
	density  func(y []float64) density
	quantile func(p float64) float64 // the index that gives probability p
}

var (
	logitModel   = binaryModel{logitDensity, func(p float64) float64 { return elementary.Log(p / (1 - p)) }}
	probitModel  = binaryModel{probitDensity, dist.NormalQuantile}
	cloglogModel = binaryModel{cloglogDensity, func(p float64) float64 { return elementary.Log(-elementary.Log1p(-p)) }}
)

// determined is the probability of the other outcome below which an outcome
// counts as determined: Φ(-6). A log of Stata's probit counts -6.005 and not
// -5.999.
const determined = 9.865876450376981e-10

func binary(d *Design, vce VCE, o ML, model binaryModel) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	all := *d
	all.Y = outcomes(d.Y)
	if !varies(all.Y) {
		return nil, ErrOutcome
	}
	used, found, keep, err := all.withoutSeparated(o)
	if err != nil {
		return nil, err
	}
	f, err := binaryFit(used, vce, o, model)
	if f != nil {
		f.Separated, f.Kept = found, keep
	}
	return f, err
}

// withoutSeparated is d without what predicts perfectly.
func (d *Design) withoutSeparated(o ML) (*Design, []Separated, []bool, error) {
	if o.AsIs {
		return d, nil, nil, nil
	}
	found, keep, err := separate(d.Y, d.X)
	if err != nil || found == nil {
		return d, nil, nil, err
	}
	x := slices.Clone(d.X)
	for _, s := range found {
		x[s.Column] = nil
	}
	all := *d
	all.X = x
	used := all.Rows(keep)
	if len(used.Y) == 0 {
		return nil, nil, nil, ErrNoObs
	}
	if !varies(used.Y) {
		return nil, nil, nil, ErrOutcome
	}
	return used, found, keep, nil
}

// outcomes is 0 where y is 0 and 1 elsewhere.
func outcomes(y []float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		if v != 0 {
			out[i] = 1
		}
	}
	return out
}

func varies(y []float64) bool { return len(y) > 0 && !isConstant(y) }

// binaryFit fits the model to outcomes 0 and 1.
func binaryFit(d *Design, vce VCE, o ML, model binaryModel) (*Fit, error) {
	w, _ := d.likelihoodWeights()
	main, err := mainEquation(d, w)
	if err != nil {
		return nil, err
	}
	main.name = d.Depvar
	m := &likelihood{ctx: d.context(), n: len(d.Y), w: w, eqs: []equation{main}, density: model.density(d.Y)}
	m.prepare()
	null, err := m.interceptFit(model.quantile(weightedMean(d.Y, w)))
	if err != nil {
		return nil, err
	}
	b := make([]float64, m.size())
	if d.Constant {
		b[len(b)-1] = null.b[0]
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
	ll0 := null.ll
	if !d.Constant {
		ll0 = math.NaN()
	}
	f.modelTest(1, ll0)
	f.addDetermined(d.Y, m.at)
	f.Extra = append(f.Extra, Named{"r2_p", 1 - p.ll/ll0})
	m.addIterations(f, p)
	return f, nil
}

// interceptFit maximizes the likelihood of the first equation of m without
// columns, from start.
func (m *likelihood) interceptFit(start float64) (*optimum, error) {
	null := &likelihood{ctx: m.ctx, n: m.n, w: m.w, density: m.density, eqs: []equation{{constant: true, offset: m.eqs[0].offset}}}
	null.prepare()
	return newton(null, []float64{start}, ML{})
}

// addDetermined appends the numbers of failures and successes whose
// probability is one within rounding.
func (f *Fit) addDetermined(y []float64, c contributions) {
	var failures, successes float64
	for i, l := range c.l {
		switch {
		case -l > determined:
		case y[i] == 0:
			failures++
		default:
			successes++
		}
	}
	f.Extra = append(f.Extra, Named{"N_cdf", failures}, Named{"N_cds", successes})
}

func weightedMean(y, w []float64) float64 {
	var sum, total float64
	for i, v := range y {
		weight := 1.0
		if w != nil {
			weight = w[i]
		}
		sum += weight * v
		total += weight
	}
	return sum / total
}

func logitDensity(y []float64) density {
	return func(c *contributions, lo, hi int) {
		eta, l, g, h := c.eta[0], c.l, c.g[0], c.h[0]
		for i := lo; i < hi; i++ {
			e := elementary.Exp(-math.Abs(eta[i]))
			p, q := 1/(1+e), e/(1+e)
			h[i] = p * q
			if eta[i] < 0 {
				p, q = q, p
			}
			s := eta[i] // positive where the outcome is the likely one
			if y[i] == 0 {
				s = -s
				g[i] = -p
			} else {
				g[i] = q
			}
			l[i] = min(s, 0) - elementary.Log1p(e)
		}
	}
}

func probitDensity(y []float64) density {
	return func(c *contributions, lo, hi int) {
		eta, l, g, h := c.eta[0], c.l, c.g[0], c.h[0]
		for i := lo; i < hi; i++ {
			sign := 2*y[i] - 1
			z := sign * eta[i]
			l[i] = dist.NormalLogCDF(z)
			mills := elementary.Exp(dist.NormalLogDensity(z) - l[i])
			g[i] = sign * mills
			h[i] = mills * (mills + z)
		}
	}
}

func cloglogDensity(y []float64) density {
	return func(c *contributions, lo, hi int) {
		eta, l, g, h := c.eta[0], c.l, c.g[0], c.h[0]
		for i := lo; i < hi; i++ {
			mu := elementary.Exp(eta[i])
			if y[i] == 0 {
				l[i], g[i], h[i] = -mu, -mu, mu
				continue
			}
			e := -math.Expm1(-mu) // the probability
			r := mu * elementary.Exp(-mu) / e
			l[i], g[i], h[i] = elementary.Log(e), r, r*(mu-1+r)
		}
	}
}
