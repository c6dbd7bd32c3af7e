package stats

import (
	"sync"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// A partialled is a design from which effects have been taken.
type partialled struct {
	d    *Design
	w    []float64
	n    float64     // observations
	sumw float64     // sum of w
	y    []float64   // what the effects leave of Y
	x    [][]float64 // and of X; nil for omitted columns

	mean    []float64 // weighted means of the columns of X; 0 for omitted ones
	ymean   float64
	total   float64 // sum of squares of Y about its mean
	within  float64 // and of y
	result  *hdfe.Result
	columns []int // the columns of X behind the columns of result but the first, which is Y
}

// An absorbedRule tells from a column's sums of squares whether effects
// explain it: raw is about zero and unweighted, total about the mean, left
// and leftRaw of what they leave, weighted and not; y says that the column is
// the dependent variable, of which then nothing is left.
type absorbedRule func(raw, total, leftRaw, left float64, y bool) bool

// reghdfeRule is that of reghdfe: unweighted squares, a ratio of 1e-9.
func reghdfeRule(raw, _, leftRaw, _ float64, _ bool) bool { return leftRaw <= 1e-9*raw }

// exactRule asks for little more than rounding errors, of the dependent
// variable for nothing but these.
func exactRule(raw, total, leftRaw, left float64, y bool) bool {
	if y {
		return leftRaw <= 1e-29*raw
	}
	return left <= 1e-13*total
}

// partial takes effects from y and the columns of d.
func (d *Design) partial(effects []hdfe.Effect, rule absorbedRule) (*partialled, error) {
	ctx := d.context()
	p := &partialled{d: d, x: make([][]float64, len(d.X)), mean: make([]float64, len(d.X))}
	p.w, p.n = d.weights()
	p.sumw = p.n
	cols := [][]float64{d.Y}
	for j, c := range d.X {
		if c != nil {
			p.columns = append(p.columns, j)
			cols = append(cols, c)
		}
	}
	a, err := hdfe.New(ctx, effects, p.w, hdfe.Options{})
	if err != nil {
		return nil, err
	}
	if p.result, err = a.Absorb(ctx, cols); err != nil {
		return nil, err
	}
	sums, err := kernel.Sums(ctx, cols, p.w)
	if err != nil {
		return nil, err
	}
	for k := range cols {
		mean := sums[k] / p.sumw
		raw, total, leftRaw, left, err := d.squares(cols[k], p.result.Resid[k], mean, p.w)
		if err != nil {
			return nil, err
		}
		if k == 0 {
			p.ymean, p.total, p.within, p.y = mean, total, left, p.result.Resid[0]
			if rule(raw, total, leftRaw, left, true) {
				clear(p.y)
				p.within = 0
			}
			continue
		}
		if !rule(raw, total, leftRaw, left, false) {
			j := p.columns[k-1]
			p.mean[j], p.x[j] = mean, p.result.Resid[k]
		}
	}
	return p, nil
}

// squares are the sums of squares that an absorbedRule looks at.
func (d *Design) squares(x, resid []float64, mean float64, w []float64) (raw, total, leftRaw, left float64, err error) {
	ctx := d.context()
	if raw, err = kernel.SumSquares(ctx, x, nil); err != nil {
		return
	}
	g, s, err := kernel.Gram(ctx, [][]float64{x}, []float64{mean}, w)
	if err != nil {
		return
	}
	sumw := float64(len(x))
	if w != nil {
		sumw = kernel.Sum(w).Float()
	}
	total = g[0] - s[0]*(s[0]/sumw)
	if leftRaw, err = kernel.SumSquares(ctx, resid, nil); err != nil {
		return
	}
	left = leftRaw
	if w != nil {
		left, err = kernel.SumSquares(ctx, resid, w)
	}
	return
}

// solve regresses what is left of y on what is left of X. With an intercept,
// the bread is bordered as if the means had been added back.
func (p *partialled) solve(intercept bool) (*solution, error) {
	q := &problem{ctx: p.d.context(), y: p.y, x: p.x, w: p.w, rounding: p.rounding}
	s, err := q.solve()
	if err != nil {
		return nil, err
	}
	s.mean, s.ymean = p.mean, p.ymean
	if intercept {
		s.cons = p.ymean
		mean := make([]float64, len(s.kept))
		for a, j := range s.kept {
			mean[a] = p.mean[j]
			s.cons -= s.b[j] * p.mean[j]
		}
		s.bread = border(s.bread, mean, 1/p.sumw)
	}
	return s, nil
}

// rounding is the sum of squares that the rounding of column j's values
// explains.
func (p *partialled) rounding(j int) float64 {
	g := grainOf(p.d.X[j])
	var raw float64
	for i, v := range p.d.X[j] {
		if p.w != nil {
			v *= v * p.w[i]
		} else {
			v *= v
		}
		raw += v
	}
	return g * g * raw
}

// sandwich is s as covariance estimators take it; the columns have their
// means added back if there is an intercept. It changes p.x.
func (p *partialled) sandwich(s *solution) *Sandwich {
	sw := &Sandwich{Bread: s.bread, U: s.u, W: p.w, WKind: p.d.WKind, RSS: s.rss, N: p.n, Context: p.d.Context}
	intercept := s.bread.SymmetricDim() > len(s.kept)
	for _, j := range s.kept {
		c := p.x[j]
		if intercept {
			for i := range c {
				c[i] += p.mean[j]
			}
		}
		sw.X = append(sw.X, c)
	}
	if intercept {
		sw.X = append(sw.X, ones(len(p.y)))
	}
	return sw
}

// effects are the fitted effects, each centered but the first, which is made
// so that xb + their sum + residuals is y.
func (p *partialled) effects(s *solution, intercept bool) func() [][]float64 {
	coef := make([]float64, len(p.columns)+1)
	coef[0] = 1
	for k, j := range p.columns {
		coef[k+1] = -s.b[j]
	}
	cons := 0.0
	if intercept {
		cons = s.cons
	}
	solution, w := p.result.Solution, p.w
	return sync.OnceValue(func() [][]float64 { return center(solution.Effects(coef), w, cons) })
}

// center takes their means from the parts but the first, which gets what
// that takes, less cons.
func center(parts [][]float64, w []float64, cons float64) [][]float64 {
	shift := 0.0
	for e := len(parts) - 1; e >= 0; e-- {
		if e == 0 {
			for i := range parts[0] {
				parts[0][i] += shift - cons
			}
			break
		}
		m := kernel.Sum(parts[e]).Float() / float64(len(parts[e]))
		if w != nil {
			m = kernel.Dot(parts[e], w).Float() / kernel.Sum(w).Float()
		}
		for i := range parts[e] {
			parts[e][i] -= m
		}
		shift += m
	}
	return parts
}

// predictor predicts xb and stdp for any rows and, for the rows used,
// residuals, d (the sum of effects), xbd (with the linear prediction), u (the
// first effect), ue (with the residual) and dresiduals (d with the residual).
func (f *Fit) predictor(y []float64) Predictor {
	return func(what string, d *Design) ([]float64, error) {
		switch what {
		case "xb", "stdp":
			n := max(len(d.Y), rowsOf(d.X))
			if what == "xb" {
				return f.XB(d.X, n), nil
			}
			return f.STDP(d.X, n), nil
		case "u":
			return f.Effects()[0], nil
		}
		kind, ok := fromEffects[what]
		if !ok {
			return nil, ErrPredict
		}
		out := make([]float64, len(f.Resid))
		parts := f.Effects()
		for i, e := range f.Resid {
			var sum float64
			for _, part := range parts {
				sum += part[i]
			}
			out[i] = kind(y[i], parts[0][i], sum, e)
		}
		return out, nil
	}
}

// fromEffects are the predictions made of y, the first effect u, the sum d of
// all effects, and the residual e.
var fromEffects = map[string]func(y, u, d, e float64) float64{
	"residuals":  func(_, _, _, e float64) float64 { return e },
	"e":          func(_, _, _, e float64) float64 { return e },
	"d":          func(_, _, d, _ float64) float64 { return d },
	"xbd":        func(y, _, _, e float64) float64 { return y - e },
	"xbu":        func(y, _, _, e float64) float64 { return y - e },
	"ue":         func(_, u, _, e float64) float64 { return u + e },
	"dresiduals": func(_, _, d, e float64) float64 { return d + e },
}
