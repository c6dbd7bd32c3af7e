package stats

import "math"

// A panelShape is the groups of a panel.
type panelShape struct {
	codes     []int32 // without gaps
	groups    int
	size      []float64 // rows of each group
	low, high float64   // least and greatest size
	mean      float64
	harmonic  float64
}

// panelOf is the shape of codes.
func panelOf(codes []int32) *panelShape {
	p := &panelShape{low: math.Inf(1)}
	p.codes, p.groups = compact(codes)
	p.size = make([]float64, p.groups)
	for _, g := range p.codes {
		p.size[g]++
	}
	inverse := 0.0
	for _, t := range p.size {
		p.low, p.high = min(p.low, t), max(p.high, t)
		inverse += 1 / t
	}
	p.mean = float64(len(codes)) / float64(p.groups)
	p.harmonic = float64(p.groups) / inverse
	return p
}

// means are the means of x by group; nil stays nil.
func (p *panelShape) means(x []float64) []float64 {
	if x == nil {
		return nil
	}
	m := make([]float64, p.groups)
	for i, g := range p.codes {
		m[g] += x[i]
	}
	for g, t := range p.size {
		m[g] /= t
	}
	for i, r := 0, make([]float64, p.groups); i < 1; i++ { // once more, for the rounding
		for j, g := range p.codes {
			r[g] += x[j] - m[g]
		}
		for g, t := range p.size {
			m[g] += r[g] / t
		}
	}
	return m
}

// firsts are the values of x in the first row of each group.
func (p *panelShape) firsts(x []float64) []float64 {
	f := make([]float64, p.groups)
	for i := len(x) - 1; i >= 0; i-- {
		f[p.codes[i]] = x[i]
	}
	return f
}

// constantWithin tells whether x is constant within groups; nil is.
func (p *panelShape) constantWithin(x []float64) bool {
	if x == nil {
		return true
	}
	f := p.firsts(x)
	for i, g := range p.codes {
		if x[i] != f[g] {
			return false
		}
	}
	return true
}

// rSquares are the squared correlations of fit and y within groups, between
// group means, and over all rows, named as "xtreg" does. Only the first uses
// the weights w: so Stata 13 prints.
func (p *panelShape) rSquares(fit, y, w []float64) []Named {
	mf, my := p.means(fit), p.means(y)
	df, dy := make([]float64, len(y)), make([]float64, len(y))
	for i, g := range p.codes {
		df[i], dy[i] = fit[i]-mf[g], y[i]-my[g]
	}
	square := func(r float64) float64 { return r * r }
	return []Named{
		{"r2_w", square(correlation(df, dy, w))},
		{"r2_o", square(correlation(fit, y, nil))},
		{"r2_b", square(correlation(mf, my, nil))},
	}
}

// sizes are the group counts, named as "xtreg" does.
func (p *panelShape) sizes() []Named {
	return []Named{{"g_min", p.low}, {"g_avg", p.mean}, {"g_max", p.high}}
}

// correlation is that of a and b under weights w, nil for ones; NaN if one of
// them is constant.
func correlation(a, b, w []float64) float64 {
	at := func(i int) float64 {
		if w == nil {
			return 1
		}
		return w[i]
	}
	var sw, ma, mb float64
	for i := range a {
		sw += at(i)
		ma += at(i) * a[i]
		mb += at(i) * b[i]
	}
	ma, mb = ma/sw, mb/sw
	var aa, bb, ab float64
	for i := range a {
		x, y := a[i]-ma, b[i]-mb
		aa += at(i) * x * x
		bb += at(i) * y * y
		ab += at(i) * x * y
	}
	return ab / math.Sqrt(aa*bb)
}

// panelCluster is vce as the panel estimators understand it: robust means
// clustered on the panels, and one of the cluster variables must contain whole
// panels, unless crossed. Leverages are not defined.
func panelCluster(d *Design, vce VCE, crossed bool) (VCE, error) {
	switch v := d.implied(vce).(type) {
	case Robust:
		return Cluster{Groups: [][]int32{d.Group}}, nil
	case Cluster:
		for _, g := range v.Groups {
			if crossed || nested(d.Group, g) {
				return v, nil
			}
		}
		return nil, ErrNotNested
	case HC2, HC3, CR2:
		return nil, ErrVCE
	default:
		return v, nil
	}
}
