package stats

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// A likelihood is the log likelihood of independent rows, in each of which
// the parameters matter through one or several linear indices only. Its
// parameters are those of the equations one after the other, the intercept
// last in each, for columns taken about their means.
type likelihood struct {
	ctx     context.Context
	n       int
	w       []float64 // n weights as used, or nil
	eqs     []equation
	density density
	absent  func(e, f int) bool // pairs of indices whose second derivative is zero in all rows, or nil
	at      contributions
}

// An equation is a linear index: an offset, columns times coefficients, and
// an intercept.
type equation struct {
	name     string   // "" for a model with one equation
	names    []string // of all columns
	kept     []int    // the columns not omitted
	cols     [][]float64
	mean     []float64 // of the kept columns; zeros without intercept or shifts
	shifts   []int     // without intercept: the equations, nothing but a parameter each, from which xb is taken
	constant bool
	cons     string    // the name of the intercept, "" for _cons
	offset   []float64 // n values, or nil
}

// size is the number of parameters of e.
func (e *equation) size() int {
	if e.constant {
		return len(e.cols) + 1
	}
	return len(e.cols)
}

// contributions are what rows add to a log likelihood and its derivatives.
type contributions struct {
	eta [][]float64 // linear indices, by equation
	l   []float64   // log densities
	g   [][]float64 // their derivatives by each index
	h   [][]float64 // second derivatives with the sign turned, for the pairs of indices 00 01 .. 11 12 ..
}

// A density computes l, g and h from eta for rows lo to hi.
type density func(c *contributions, lo, hi int)

// pair is the place in h of the indices e <= f among m.
func pair(e, f, m int) int { return e*m - e*(e-1)/2 + f - e }

// prepare makes room for what m computes; rows and equations must be set.
func (m *likelihood) prepare() {
	columns := func(k int) [][]float64 {
		c := make([][]float64, k)
		for j := range c {
			c[j] = make([]float64, m.n)
		}
		return c
	}
	q := len(m.eqs)
	m.at = contributions{eta: columns(q), l: make([]float64, m.n), g: columns(q), h: make([][]float64, q*(q+1)/2)}
	for e := range q {
		for f := e; f < q; f++ {
			if m.absent == nil || !m.absent(e, f) {
				m.at.h[pair(e, f, q)] = make([]float64, m.n)
			}
		}
	}
}

// starts are the places of the first parameter of each equation.
func (m *likelihood) starts() []int {
	out := make([]int, len(m.eqs))
	at := 0
	for i := range m.eqs {
		out[i] = at
		at += m.eqs[i].size()
	}
	return out
}

// A centering says that for the columns themselves, parameter to is larger by
// so much times parameter from than for columns about their means.
type centering struct {
	to, from int
	by       float64
}

// centerings lists what the means of columns do to intercepts.
func (m *likelihood) centerings() []centering {
	var out []centering
	starts := m.starts()
	for i := range m.eqs {
		e := &m.eqs[i]
		for j, mean := range e.mean {
			if e.constant {
				out = append(out, centering{starts[i] + len(e.cols), starts[i] + j, -mean})
			}
			for _, f := range e.shifts {
				out = append(out, centering{starts[f], starts[i] + j, mean})
			}
		}
	}
	return out
}

// size is the number of parameters.
func (m *likelihood) size() int {
	k := 0
	for i := range m.eqs {
		k += m.eqs[i].size()
	}
	return k
}

// value implements objective.
func (m *likelihood) value(b []float64) (float64, error) {
	for i := range m.eqs {
		e := &m.eqs[i]
		k := len(e.cols)
		base, minus := 0.0, make([]float64, k)
		if e.constant {
			base = b[k]
		}
		for j := range minus {
			minus[j] = -b[j]
		}
		eta := m.at.eta[i]
		for r := range eta {
			eta[r] = base
		}
		for r, v := range e.offset {
			eta[r] += v
		}
		if err := kernel.Subtract(m.ctx, eta, eta, minus, e.cols, e.mean); err != nil {
			return 0, err
		}
		b = b[e.size():]
	}
	if err := kernel.Blocks(m.ctx, m.n, func(_, lo, hi int) { m.density(&m.at, lo, hi) }); err != nil {
		return 0, err
	}
	ll, err := kernel.Sums(m.ctx, [][]float64{m.at.l}, m.w)
	if err != nil {
		return 0, err
	}
	return ll[0], nil
}

// derivatives implements objective.
func (m *likelihood) derivatives() ([]float64, *mat.SymDense, error) {
	g, h := make([]float64, 0, m.size()), newSym(m.size())
	first := 0
	for i := range m.eqs {
		e := &m.eqs[i]
		ge, err := m.project(e, m.at.g[i], m.w)
		if err != nil {
			return nil, nil, err
		}
		g = append(g, ge...)
		second := first
		for j := i; j < len(m.eqs); j++ {
			if err := m.block(h, first, second, i, j); err != nil {
				return nil, nil, err
			}
			second += m.eqs[j].size()
		}
		first += e.size()
	}
	return g, h, nil
}

// project is Σ w·v·x over the columns of e about their means, and its
// intercept.
func (m *likelihood) project(e *equation, v, w []float64) ([]float64, error) {
	out, err := kernel.Cross(m.ctx, e.cols, e.mean, w, [][]float64{v})
	if err != nil {
		return nil, err
	}
	if e.constant {
		s, err := kernel.Sums(m.ctx, [][]float64{v}, w)
		if err != nil {
			return nil, err
		}
		out = append(out, s[0])
	}
	return out, nil
}

// block adds the Hessian of the equations i <= j to h, at row first and
// column second.
func (m *likelihood) block(h *mat.SymDense, first, second, i, j int) error {
	a, b := &m.eqs[i], &m.eqs[j]
	wh := m.at.h[pair(i, j, len(m.eqs))]
	if wh == nil {
		return nil
	}
	if m.w != nil {
		weighted := make([]float64, m.n)
		for r, v := range wh {
			weighted[r] = v * m.w[r]
		}
		wh = weighted
	}
	total, err := kernel.Sums(m.ctx, [][]float64{wh}, nil)
	if err != nil {
		return err
	}
	ka, kb := len(a.cols), len(b.cols)
	if i == j {
		g, s, err := kernel.Gram(m.ctx, a.cols, a.mean, wh)
		if err != nil {
			return err
		}
		for p := range ka {
			for q := p; q < ka; q++ {
				h.SetSym(first+p, first+q, g[p*ka+q])
			}
			if a.constant {
				h.SetSym(first+p, first+ka, s[p])
			}
		}
		if a.constant {
			h.SetSym(first+ka, first+ka, total[0])
		}
		return nil
	}
	sa, err := kernel.Cross(m.ctx, a.cols, a.mean, nil, [][]float64{wh})
	if err != nil {
		return err
	}
	sb, err := kernel.Cross(m.ctx, b.cols, b.mean, nil, [][]float64{wh})
	if err != nil {
		return err
	}
	g, err := kernel.Cross(m.ctx, a.cols, a.mean, wh, b.cols)
	if err != nil {
		return err
	}
	for p := range ka {
		for q := range kb {
			h.SetSym(first+p, second+q, g[p*kb+q]-sa[p]*b.mean[q])
		}
		if b.constant {
			h.SetSym(first+p, second+kb, sa[p])
		}
	}
	if a.constant {
		for q := range kb {
			h.SetSym(first+ka, second+q, sb[q])
		}
		if b.constant {
			h.SetSym(first+ka, second+kb, total[0])
		}
	}
	return nil
}

// original turns parameters for columns about their means into those for the
// columns themselves.
func (m *likelihood) original(b []float64) []float64 {
	out := slices.Clone(b)
	for _, c := range m.centerings() {
		out[c.to] += float64(c.by * b[c.from])
	}
	return out
}

// centered is the inverse of original.
func (m *likelihood) centered(b []float64) []float64 {
	out := slices.Clone(b)
	for _, c := range m.centerings() {
		out[c.to] -= float64(c.by * b[c.from])
	}
	return out
}

// originalCov is the covariance of original(b) when v is that of b.
func (m *likelihood) originalCov(v *mat.SymDense) *mat.SymDense {
	k := m.size()
	if k == 0 {
		return v
	}
	t := mat.NewDense(k, k, nil)
	for j := range k {
		t.Set(j, j, 1)
	}
	for _, c := range m.centerings() {
		t.Set(c.to, c.from, c.by)
	}
	var half, full mat.Dense
	half.Mul(t, v)
	full.Mul(&half, t.T())
	out := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			out.SetSym(a, b, (full.At(a, b)+full.At(b, a))/2)
		}
	}
	return out
}

// mainEquation makes an equation of the columns of d, leaving out those that
// follow from earlier ones.
func mainEquation(d *Design, w []float64) (equation, error) {
	p := &problem{ctx: d.context(), y: d.Y, x: d.X, w: w, constant: d.Constant}
	s, err := p.solve()
	if err != nil {
		return equation{}, err
	}
	e := equation{names: d.Names, kept: s.kept, constant: d.Constant, offset: d.Offset}
	for _, j := range s.kept {
		e.cols = append(e.cols, d.X[j])
		e.mean = append(e.mean, s.mean[j])
	}
	return e, nil
}

// ancillary is an equation that is nothing but a parameter.
func ancillary(name string) equation { return equation{name: "/", constant: true, cons: name} }

// likelihoodWeights are the weights that multiply the rows of a log
// likelihood, and the number of observations they stand for. Sampling weights
// are taken as they are, analytic ones rescaled to sum to the number of rows.
func (d *Design) likelihoodWeights() (w []float64, n float64) {
	if d.WKind == PWeight {
		return d.W, float64(len(d.Y))
	}
	return d.weights()
}

// likelihoodVCE is the covariance estimator that likelihoods use for vce.
func (d *Design) likelihoodVCE(vce VCE) (VCE, error) {
	switch d.implied(vce).(type) {
	case Classical:
		return OIM{}, nil
	case HC2, HC3:
		return nil, ErrVCE
	}
	return d.implied(vce), nil
}

// fit makes a Fit of the optimum of m: coefficients, covariance and, in Extra,
// what all commands of likelihoods store, up to ll.
func (m *likelihood) fit(d *Design, p *optimum, vce VCE) (*Fit, error) {
	vce, err := d.likelihoodVCE(vce)
	if err != nil {
		return nil, err
	}
	_, n := d.likelihoodWeights()
	sw := m.sandwich(d, p, n)
	c, err := vce.Cov(sw)
	if err != nil {
		return nil, err
	}
	f := &Fit{Depvar: d.Depvar, N: int(math.Floor(n + 1e-9)), DF: c.DF, VCE: *c, Stages: []Stage{p.stage}}
	at := m.layout(f, m.original(p.b))
	k := len(f.B)
	f.V = spread(c.V, at, k)
	if c.Kind == "robust" || c.Kind == "cluster" {
		f.VModel = spread(sw.Bread, at, k)
	}
	f.Rank = len(at)
	for _, g := range c.Clusters { // scores sum to zero over clusters
		f.Rank = min(f.Rank, g-1)
	}
	converged := 0.0
	if p.converged {
		converged = 1
	}
	f.Extra = []Named{
		{"ic", float64(p.stage.iterations())}, {"k", float64(k)}, {"k_eq", float64(len(m.eqs))}, {"k_dv", 1.0},
		{"converged", converged}, {"rc", 430 * (1 - converged)}, {"ll", p.ll},
	}
	return f, nil
}

// layout fills in the names and values of the coefficients of f, omitted ones
// included, and returns the places of the parameters b among them.
func (m *likelihood) layout(f *Fit, b []float64) (at []int) {
	for i := range m.eqs {
		e := &m.eqs[i]
		first := len(f.B)
		f.Names = append(f.Names, e.names...)
		f.B = append(f.B, make([]float64, len(e.names))...)
		for range e.names {
			f.Omitted = append(f.Omitted, true)
		}
		for a, j := range e.kept {
			f.B[first+j], f.Omitted[first+j] = b[a], false
			at = append(at, first+j)
		}
		if e.constant {
			name := e.cons
			if name == "" {
				name = "_cons"
			}
			at = append(at, len(f.B))
			f.Names, f.B, f.Omitted = append(f.Names, name), append(f.B, b[len(e.cols)]), append(f.Omitted, false)
		}
		for len(f.Eqs) < len(f.B) {
			f.Eqs = append(f.Eqs, e.name)
		}
		b = b[e.size():]
	}
	return at
}

// sandwich is what covariance estimators take of m at its optimum.
func (m *likelihood) sandwich(d *Design, p *optimum, n float64) *Sandwich {
	sw := &Sandwich{
		Bread: m.originalCov(p.inverse), W: m.w, WKind: d.WKind, N: n, K: m.size(), KCluster: m.size(),
		Convention: ConventionLikelihood, Context: d.Context,
	}
	if len(m.eqs) == 1 {
		e := &m.eqs[0]
		sw.X, sw.U = slices.Clone(e.cols), m.at.g[0]
		if e.constant {
			sw.X = append(sw.X, ones(m.n))
		}
		return sw
	}
	for i := range m.eqs {
		e := &m.eqs[i]
		u := slices.Clone(m.at.g[i])
		for r := range m.w {
			u[r] *= m.w[r]
		}
		for _, x := range e.cols {
			s := make([]float64, m.n)
			for r, v := range x {
				s[r] = v * u[r]
			}
			sw.Scores = append(sw.Scores, s)
		}
		if e.constant {
			sw.Scores = append(sw.Scores, u)
		}
	}
	return sw
}

// modelTest appends k_eq_model, ll_0, df_m, chi2type, chi2 and p: the test
// that the slopes of the first eqs equations are zero, by the likelihood ratio
// if ll0 is a number and V comes from the likelihood alone, else by Wald's
// statistic, NaN if that would leave slopes out.
func (f *Fit) modelTest(eqs int, ll0 float64) {
	var at []int
	var names []string
	for j := range f.B {
		if len(names) == 0 || names[len(names)-1] != f.Eqs[j] {
			names = append(names, f.Eqs[j])
		}
		if len(names) <= eqs && f.Names[j] != "_cons" && !f.Omitted[j] {
			at = append(at, j)
		}
	}
	f.DFModel = len(at)
	chi2, kind := math.NaN(), "Wald"
	switch {
	case !math.IsNaN(ll0) && f.VModel == nil:
		chi2, kind = max(0, 2*(f.Scalar("ll")-ll0)), "LR"
	case len(at) > 0:
		w, dropped := waldOf(f.B, f.V, at)
		if dropped == 0 {
			chi2 = w
		}
	}
	f.Extra = append(f.Extra, Named{"k_eq_model", float64(eqs)}, Named{"ll_0", ll0}, Named{"df_m", float64(len(at))},
		Named{"chi2type", kind}, Named{"chi2", chi2}, Named{"p", chi2Tail(float64(len(at)), chi2)})
	f.addClusters()
}

// addIterations appends the course of the last stage, and the gradient, as
// e(ilog) and e(gradient).
func (m *likelihood) addIterations(f *Fit, p *optimum) {
	const columns = 20
	log := mat.NewDense(1, columns, nil)
	for i, ll := range p.stage.LL[max(0, len(p.stage.LL)-columns):] {
		log.Set(0, i, ll)
	}
	f.Extra = append(f.Extra, Named{"ilog", log})
	if len(p.g) == 0 {
		return
	}
	g := slices.Clone(p.g) // by coefficients of the columns themselves
	for _, c := range m.centerings() {
		g[c.from] -= float64(c.by * p.g[c.to])
	}
	var full Fit
	row := mat.NewDense(1, len(f.B), nil)
	for a, j := range m.layout(&full, g) {
		row.Set(0, j, g[a])
	}
	f.Extra = append(f.Extra, Named{"gradient", row})
}
