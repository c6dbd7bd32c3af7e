package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/elementary"
)

// Tobit fits y* = xb + e, e normal, where y is y* but lower where y* <= lower,
// and upper where y* >= upper, by maximum likelihood. lower and upper have a
// value for each row, or one for all, ∓Inf for no limit. The variance of e is
// the parameter "var(e.y)" of equation "/". Inference uses t on N less the
// number of slopes.
//
// Extra holds ic, k, k_eq, k_dv, converged, rc, ll, k_eq_model, ll_0, df_m, and
// chi2type, chi2 or F, p, N_clust, N_unc, N_lc, N_rc, r2_p, k_aux. Tobin (1958,
// Econometrica 26:24-36).
func Tobit(d *Design, vce VCE, o ML, lower, upper []float64) (*Fit, error) {
	at := func(v []float64, i int) float64 {
		if len(v) == 1 {
			return v[0]
		}
		return v[i]
	}
	lo, hi := make([]float64, len(d.Y)), make([]float64, len(d.Y))
	for i, y := range d.Y {
		lo[i], hi[i] = y, y
		switch {
		case y <= at(lower, i):
			lo[i], hi[i] = math.Inf(-1), at(lower, i)
		case y >= at(upper, i):
			lo[i], hi[i] = at(upper, i), math.Inf(1)
		}
	}
	f, m, p, err := censored(d, vce, o, lo, hi, d.Depvar)
	if err != nil {
		return nil, err
	}
	f.Stages = f.Stages[len(f.Stages)-1:]
	name := "var(e." + d.Depvar + ")"
	k := len(f.B) - 1
	f.B[k] = elementary.Exp(2 * f.B[k])
	f.Names[k] = name
	f.rescale(k, 2*f.B[k])
	slopes := 0.0
	for j, omitted := range f.Omitted[:k] {
		if !omitted && f.Names[j] != "_cons" {
			slopes++
		}
	}
	f.DF = float64(f.N) - slopes
	if f.VCE.Kind == "cluster" {
		f.DF = float64(f.VCE.Clusters[0]) - 1
	}
	f.modelTest(1, f.Scalar("null"))
	f.withF()
	f.take("null")
	f.countCensored(lo, hi, d, false)
	f.Extra = append(f.Extra, Named{"r2_p", 1 - p.ll/f.Scalar("ll_0")}, Named{"k_aux", 1.0})
	m.addIterations(f, p)
	return f, nil
}

// IntervalRegression fits y* = xb + e, e normal, of which the rows tell
// lo <= y* <= hi, by maximum likelihood; lo = hi is y* itself, ∓Inf no bound.
// The logarithm of e's standard deviation is the parameter "lnsigma" of
// equation "/".
//
// Extra holds what Tobit has with chi2, and N_int, sigma, se_sigma.
func IntervalRegression(d *Design, vce VCE, o ML, lo, hi []float64) (*Fit, error) {
	f, m, p, err := censored(d, vce, o, lo, hi, "model")
	if err != nil {
		return nil, err
	}
	ll0 := f.Scalar("null")
	f.take("null")
	f.modelTest(1, ll0)
	f.countCensored(lo, hi, d, true)
	k := len(f.B) - 1
	sigma := elementary.Exp(f.B[k])
	f.Extra = append(f.Extra, Named{"k_aux", 1.0}, Named{"sigma", sigma}, Named{"se_sigma", sigma * f.SE(k)})
	m.addIterations(f, p)
	return f, nil
}

// take removes a result from Extra.
func (f *Fit) take(name string) {
	for i, x := range f.Extra {
		if x.Name == name {
			f.Extra = append(f.Extra[:i], f.Extra[i+1:]...)
			return
		}
	}
}

// withF turns Wald's chi2 of the model into F, for inference with t.
func (f *Fit) withF() {
	if f.VModel == nil {
		return
	}
	dfm := float64(f.DFModel)
	for i, x := range f.Extra {
		switch x.Name {
		case "chi2":
			v := x.Value.(float64) / dfm
			f.Extra[i] = Named{"F", v}
		case "p":
			f.Extra[i].Value = fTail(dfm, f.DF, f.Scalar("F"))
		}
	}
	f.take("chi2type")
}

// rescale multiplies coefficient j's row and column of the covariances.
func (f *Fit) rescale(j int, by float64) {
	for _, v := range []*mat.SymDense{f.V, f.VModel} {
		if v == nil {
			continue
		}
		for i := range f.B {
			x := v.At(i, j) * by
			if i == j {
				x *= by
			}
			v.SetSym(min(i, j), max(i, j), x)
		}
	}
}

// countCensored appends the numbers of uncensored, left- and right-censored
// observations and of intervals.
func (f *Fit) countCensored(lo, hi []float64, d *Design, intervals bool) {
	var exact, left, right, inside float64
	for i := range lo {
		n := 1.0
		if d.WKind == FWeight {
			n = d.W[i]
		}
		switch {
		case lo[i] == hi[i]:
			exact += n
		case math.IsInf(lo[i], -1):
			left += n
		case math.IsInf(hi[i], 1):
			right += n
		default:
			inside += n
		}
	}
	f.Extra = append(f.Extra, Named{"N_unc", exact}, Named{"N_lc", left}, Named{"N_rc", right})
	if intervals {
		f.Extra = append(f.Extra, Named{"N_int", inside})
	}
}

// censored fits index and log standard deviation to rows known to lie between
// lo and hi; name is that of the equation. Extra holds as "null" the log likelihood without columns.
func censored(d *Design, vce VCE, o ML, lo, hi []float64, name string) (*Fit, *likelihood, *optimum, error) {
	if err := d.check(); err != nil {
		return nil, nil, nil, err
	}
	w, _ := d.likelihoodWeights()
	main, err := mainEquation(d, w)
	if err != nil {
		return nil, nil, nil, err
	}
	main.name = name
	m := &likelihood{ctx: d.context(), n: len(lo), w: w, density: censoredDensity(lo, hi), eqs: []equation{main, ancillary("lnsigma")}}
	m.prepare()
	mid := make([]float64, len(lo))
	for i := range mid {
		mid[i] = middle(lo[i], hi[i])
		if d.Offset != nil {
			mid[i] -= d.Offset[i]
		}
	}
	start, err := m.linearStart(d, mid)
	if err != nil {
		return nil, nil, nil, err
	}
	o.exact = true
	null := math.NaN()
	var stages []Stage
	if d.Constant {
		mean := weightedMean(mid, w)
		dev := make([]float64, len(mid))
		for i, v := range mid {
			dev[i] = (v - mean) * (v - mean)
		}
		none := &likelihood{ctx: m.ctx, n: m.n, w: w, density: m.density, eqs: []equation{{constant: true, offset: main.offset}, {constant: true}}}
		none.prepare()
		p0, err := newton(none, []float64{mean, logSD(weightedMean(dev, w))}, ML{exact: true})
		if err != nil {
			return nil, nil, nil, err
		}
		null = p0.ll
		p0.stage.Title = "Fitting constant-only model"
		stages = append(stages, p0.stage)
	}
	if o.From != nil {
		start = m.centered(o.From)
	}
	p, err := newton(m, start, o)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := m.fit(d, p, vce)
	if err != nil {
		return nil, nil, nil, err
	}
	p.stage.Title = "Fitting full model"
	f.Stages = append(stages, p.stage)
	f.Extra = append(f.Extra, Named{"null", null})
	return f, m, p, nil
}

// middle is a value for a row between lo and hi.
func middle(lo, hi float64) float64 {
	switch {
	case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		return 0
	case math.IsInf(lo, -1):
		return hi
	case math.IsInf(hi, 1):
		return lo
	}
	return lo + (hi-lo)/2
}

func logSD(variance float64) float64 {
	if !(variance > 0) {
		return 0
	}
	return elementary.Log(variance) / 2
}

// linearStart is the least squares fit of y on the columns of the first
// equation and the logarithm of its residual standard deviation.
func (m *likelihood) linearStart(d *Design, y []float64) ([]float64, error) {
	linear := &Design{Y: y, X: m.eqs[0].cols, Names: make([]string, len(m.eqs[0].cols)), Constant: d.Constant, W: m.w, Context: d.Context}
	if m.w != nil {
		linear.WKind = AWeight
	}
	fit, err := OLS(linear, Classical{})
	if err != nil {
		return nil, err
	}
	b := append([]float64(nil), fit.B...)
	if d.Constant {
		for j, mean := range m.eqs[0].mean {
			b[len(b)-1] += mean * b[j]
		}
	}
	return append(b, logSD(fit.Scalar("rss")/float64(max(1, len(y))))), nil
}

// censoredDensity has the index xb and the log standard deviation s.
func censoredDensity(lo, hi []float64) density {
	const lnSqrt2Pi = 0.918938533204672741780329736406
	return func(c *contributions, from, to int) {
		for i := from; i < to; i++ {
			s := c.eta[1][i]
			inv := elementary.Exp(-s)
			if lo[i] == hi[i] {
				z := (lo[i] - c.eta[0][i]) * inv
				c.l[i] = -lnSqrt2Pi - s - z*z/2
				c.g[0][i], c.g[1][i] = z*inv, float64(z*z)-1
				c.h[0][i], c.h[1][i], c.h[2][i] = inv*inv, 2*z*inv, 2*z*z
				continue
			}
			a, b := (hi[i]-c.eta[0][i])*inv, (lo[i]-c.eta[0][i])*inv
			t := intervalTerms(a, b, probitLink)
			if math.IsInf(a, 1) {
				a = 0 // its derivatives are zero
			}
			if math.IsInf(b, -1) {
				b = 0
			}
			first, drift := t.a+t.b, float64(a*t.a)+float64(b*t.b)
			c.l[i] = t.l
			c.g[0][i], c.g[1][i] = -first*inv, -drift
			c.h[0][i] = -(t.aa + 2*t.ab + t.bb) * inv * inv
			c.h[1][i] = -(float64(a*t.aa) + float64((a+b)*t.ab) + float64(b*t.bb) + first) * inv
			c.h[2][i] = -(float64(a*a*t.aa) + float64(2*a*b*t.ab) + float64(b*b*t.bb) + drift)
		}
	}
}
