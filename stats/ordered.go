package stats

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/dist"
	"github.com/didot-lang/didot/stats/elementary"
)

// OrderedLogit fits Pr(y <= k-th value) = 1/(1+exp(xb-κk)) by maximum
// likelihood; the values of y are its categories, in their order. There is no
// intercept; the cutpoints are the parameters cut1, cut2, ... of equation "/".
//
// Extra holds ic, k, k_eq, k_dv, converged, rc, ll, k_eq_model, ll_0, df_m,
// chi2type, chi2, p, N_clust, r2_p, k_aux, k_cat, N_cd (rows whose outcome is
// determined to the last digit) and cat (a column of the values). McCullagh
// (1980, J. Royal Statistical Society B 42:109-142).
func OrderedLogit(d *Design, vce VCE, o ML) (*Fit, error) { return ordered(d, vce, o, logitLink) }

// OrderedProbit fits Pr(y <= k-th value) = Φ(κk-xb); else it is as OrderedLogit.
func OrderedProbit(d *Design, vce VCE, o ML) (*Fit, error) { return ordered(d, vce, o, probitLink) }

// A cumulative is a distribution function with what ordered outcomes need of
// it: its logarithm, density, the density's derivative, and its inverse.
type cumulative struct {
	logCDF, density, slope, quantile func(x float64) float64
}

var (
	logitLink = cumulative{
		func(x float64) float64 { return min(x, 0) - elementary.Log1p(elementary.Exp(-math.Abs(x))) },
		LogitResponse.D1, LogitResponse.D2,
		func(p float64) float64 { return elementary.Log(p / (1 - p)) },
	}
	probitLink = cumulative{dist.NormalLogCDF, dist.NormalDensity, ProbitResponse.D2, dist.NormalQuantile}
)

// categories are the values of y in ascending order, and the place of each
// row's value among them.
func categories(y []float64) (values []float64, code []int) {
	values = slices.Clone(y)
	slices.Sort(values)
	values = slices.Compact(values)
	code = make([]int, len(y))
	for i, v := range y {
		code[i], _ = slices.BinarySearch(values, v)
	}
	return values, code
}

// shareOf is the weighted share of rows with each code.
func shareOf(code []int, k int, w []float64) []float64 {
	out := make([]float64, k)
	total := 0.0
	for i, c := range code {
		weight := 1.0
		if w != nil {
			weight = w[i]
		}
		out[c] += weight
		total += weight
	}
	for c := range out {
		out[c] /= total
	}
	return out
}

func ordered(d *Design, vce VCE, o ML, link cumulative) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	values, code := categories(d.Y)
	k := len(values)
	if k < 2 {
		return nil, ErrCategories
	}
	w, _ := d.likelihoodWeights()
	slopes := *d
	slopes.Constant = true
	main, err := mainEquation(&slopes, w)
	if err != nil {
		return nil, err
	}
	main.name, main.constant = d.Depvar, false
	m := &likelihood{ctx: d.context(), n: len(d.Y), w: w, eqs: []equation{main}, density: orderedDensity(code, k, link), absent: farCuts}
	start := make([]float64, main.size(), main.size()+k-1)
	cum := 0.0
	for j, p := range shareOf(code, k, w)[:k-1] {
		cum += p
		start = append(start, link.quantile(cum))
		m.eqs[0].shifts = append(m.eqs[0].shifts, j+1)
		m.eqs = append(m.eqs, ancillary("cut"+strconv.Itoa(j+1)))
	}
	m.prepare()
	null, err := m.cutsOnly(start[main.size():])
	if err != nil {
		return nil, err
	}
	copy(start[main.size():], null.b)
	if o.From != nil {
		start = m.centered(o.From)
	}
	o.exact = true
	p, err := newton(m, start, o)
	if err != nil {
		return nil, err
	}
	f, err := m.fit(d, p, vce)
	if err != nil {
		return nil, err
	}
	f.modelTest(1, null.ll)
	determinedRows := 0.0
	for _, l := range m.at.l {
		if -l <= determined {
			determinedRows++
		}
	}
	f.Extra = append(f.Extra, Named{"r2_p", 1 - p.ll/null.ll}, Named{"k_aux", float64(k - 1)}, Named{"k_cat", float64(k)},
		Named{"N_cd", determinedRows}, Named{"cat", mat.NewDense(k, 1, values)})
	m.addIterations(f, p)
	return f, nil
}

// farCuts tells the pairs of cutpoints that no row has both of.
func farCuts(e, f int) bool { return e > 0 && f > e+1 }

// cutsOnly fits the cutpoints without columns, from start.
func (m *likelihood) cutsOnly(start []float64) (*optimum, error) {
	null := &likelihood{ctx: m.ctx, n: m.n, w: m.w, density: m.density, absent: m.absent, eqs: slices.Clone(m.eqs)}
	null.eqs[0] = equation{offset: m.eqs[0].offset}
	null.prepare()
	return newton(null, start, ML{})
}

// orderedDensity has the index xb and the cutpoints.
func orderedDensity(code []int, k int, link cumulative) density {
	q := k // indices: xb and k-1 cutpoints
	return func(c *contributions, lo, hi int) {
		for j := range q {
			clear(c.g[j][lo:hi])
		}
		for _, h := range c.h {
			if h != nil {
				clear(h[lo:hi])
			}
		}
		for i := lo; i < hi; i++ {
			j, xb := code[i], c.eta[0][i]
			up, down := math.Inf(1), math.Inf(-1)
			if j < k-1 {
				up = c.eta[j+1][i] - xb
			}
			if j > 0 {
				down = c.eta[j][i] - xb
			}
			t := intervalTerms(up, down, link)
			c.l[i] = t.l
			c.g[0][i] = -(t.a + t.b)
			c.h[0][i] = -(t.aa + 2*t.ab + t.bb)
			if j < k-1 {
				c.g[j+1][i] += t.a
				c.h[pair(0, j+1, q)][i] = t.aa + t.ab
				c.h[pair(j+1, j+1, q)][i] = -t.aa
			}
			if j > 0 {
				c.g[j][i] += t.b
				c.h[pair(0, j, q)][i] = t.bb + t.ab
				c.h[pair(j, j, q)][i] = -t.bb
			}
			if j > 0 && j < k-1 {
				c.h[pair(j, j+1, q)][i] = -t.ab
			}
		}
	}
}

// An interval is the logarithm of F(a)-F(b) with its first and second
// derivatives.
type intervalTerm struct{ l, a, b, aa, ab, bb float64 }

// intervalTerms computes them in the tail that keeps all digits; a is +Inf or
// b -Inf for an open interval. l is -Inf where a <= b.
func intervalTerms(a, b float64, f cumulative) intervalTerm {
	var t intervalTerm
	switch {
	case math.IsInf(a, 1) && math.IsInf(b, -1):
		return t
	case math.IsInf(a, 1):
		t.l = f.logCDF(-b)
	case math.IsInf(b, -1):
		t.l = f.logCDF(a)
	case a <= b:
		t.l = math.Inf(-1)
		return t
	default:
		if a+b > 0 { // the upper tail, by symmetry
			t.l = logDifference(f.logCDF(-b), f.logCDF(-a))
		} else {
			t.l = logDifference(f.logCDF(a), f.logCDF(b))
		}
	}
	p := elementary.Exp(t.l)
	if !math.IsInf(a, 1) {
		t.a, t.aa = f.density(a)/p, f.slope(a)/p
	}
	if !math.IsInf(b, -1) {
		t.b, t.bb = -f.density(b)/p, -f.slope(b)/p
	}
	t.aa -= float64(t.a * t.a)
	t.bb -= float64(t.b * t.b)
	t.ab = -float64(t.a * t.b)
	return t
}

// logDifference is log(exp(x)-exp(y)) for x > y.
func logDifference(x, y float64) float64 { return x + elementary.Log(-math.Expm1(y-x)) }
