package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/elementary"
	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// The iterations end when the deviance changes by less than its tolerance and
// the squared step, in units of the coefficients' covariance, is below settled:
// what a further step would change is of the order of its square.
const settled = 1e-14

// iterate takes steps until they change nothing, or until the means of
// observations with y = 0 have died away so often that they may be separated.
func (p *ppml) iterate() error {
	tol := orNumber(p.opt.Tolerance, 1e-8)
	for p.out.Iterations < orInt(p.opt.MaxIter, 1000) {
		last, first := p.dev, p.kept == nil
		inner, err := p.ols(first)
		if err != nil {
			return err
		}
		halved, err := p.move(last, first)
		if err != nil {
			return err
		}
		eps := math.NaN()
		if !first {
			eps = math.Abs(p.dev-last) / max(min(p.dev, last), 0.1)
		}
		p.out.Iterations++
		p.out.Inner += max(inner, 1)
		p.log(eps, inner, halved)
		exact := p.tight
		p.tight = p.tight || eps < 1e-2
		if exact && eps < tol && !halved && (p.decrement < settled || p.separating()) {
			p.settled = true
			return nil
		}
		p.deaths++
		if !p.dying(-0.8) {
			p.deaths = 0
		}
		if p.deaths >= 4 && !p.cleared && !p.opt.NoRectifier {
			return nil
		}
	}
	return ErrNoConverge
}

func (p *ppml) log(eps float64, inner int, halved bool) {
	if p.opt.Log == nil {
		return
	}
	least := math.Inf(1)
	for _, v := range p.eta {
		least = min(least, v)
	}
	p.opt.Log(PPMLStep{p.out.Iterations, p.dev, eps, max(inner, 1), p.tolerance(), least, halved, p.tight})
}

// separating reports whether the only rows that still move are ones with y = 0
// whose means die away.
func (p *ppml) separating() bool {
	rest := 0.0
	for i, s := range p.step {
		if p.d.Y[i] > 0 || s > -0.5 {
			rest += p.weight[i] * s * s
		}
	}
	return rest < settled
}

// ols regresses the working variable on the regressors and effects, weighted by
// the means.
func (p *ppml) ols(first bool) (inner int, err error) {
	n := len(p.d.Y)
	cols := p.cols
	if cols == nil {
		cols = [][]float64{make([]float64, n)}
		for j, x := range p.d.X {
			if x != nil {
				p.kept = append(p.kept, j)
				cols = append(cols, x)
			}
		}
	}
	// what effects left of the old working variable stands for all of it
	z := make([]float64, n)
	err = kernel.Blocks(p.context(), n, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			m := p.mu[i]
			v := p.eta[i] + (p.d.Y[i]-m)/m
			if p.d.Offset != nil {
				v -= p.d.Offset[i]
			}
			z[i] = cols[0][i] + (v - p.z[i])
			p.z[i] = v
			if p.w != nil {
				m *= p.w[i]
			}
			p.weight[i] = m
		}
	})
	if err != nil {
		return 0, err
	}
	cols[0] = z
	tolerance := p.tolerance()
	if p.abs == nil {
		p.abs, err = hdfe.New(p.context(), p.effects, p.weight, hdfe.Options{Tolerance: tolerance})
	} else {
		p.abs, err = p.abs.Reweight(p.context(), p.effects, p.weight, tolerance)
	}
	if err != nil {
		return 0, err
	}
	r, err := p.abs.Absorb(p.context(), cols)
	if err != nil {
		return 0, err
	}
	if first {
		p.explain(cols, r.Resid)
	}
	p.cols = r.Resid
	q := &problem{ctx: p.context(), y: p.cols[0], x: p.cols[1:], w: p.weight, rounding: p.rounding}
	s, err := q.solve()
	if err != nil {
		return 0, err
	}
	if first {
		p.omit(s)
	}
	p.b = pickPlaces(s.b, s.kept)
	p.step = s.u
	return r.Iterations, nil
}

// tolerance is that of absorbing: at first rough.
func (p *ppml) tolerance() float64 {
	if p.tight {
		return 1e-12
	}
	return 1e-5
}

// explain makes nil the columns that effects explain.
func (p *ppml) explain(cols, resid [][]float64) {
	for a := range p.kept {
		var raw, left float64
		for i, v := range cols[1+a] {
			raw += v * v
			left += resid[1+a][i] * resid[1+a][i]
		}
		if left <= 1e-9*raw {
			resid[1+a] = nil
		}
	}
}

// omit leaves out the columns that s omits.
func (p *ppml) omit(s *solution) {
	kept, cols := []int{}, p.cols[:1:1]
	for _, a := range s.kept {
		kept, cols = append(kept, p.kept[a]), append(cols, p.cols[1+a])
	}
	p.kept, p.cols = kept, cols
	s.b = pickPlaces(s.b, s.kept)
	for a := range s.kept {
		s.kept[a] = a
	}
}

// rounding is the sum of squares that the rounding of column a's values
// explains.
func (p *ppml) rounding(a int) float64 {
	x := p.d.X[p.kept[a]]
	g := grainOf(x)
	var raw float64
	for i, v := range x {
		raw += v * v * p.weight[i]
	}
	return g * g * raw
}

func pickPlaces(v []float64, at []int) []float64 {
	out := make([]float64, len(at))
	for a, j := range at {
		out[a] = v[j]
	}
	return out
}

// move replaces eta by the fitted values, or goes half the way, and again, if
// the deviance grows; step, the residuals of the regression, becomes the
// change of eta.
func (p *ppml) move(last float64, first bool) (halved bool, err error) {
	old := p.eta
	p.eta, p.spare = p.spare, old
	err = p.measure(func(i int) float64 {
		v := p.z[i] - p.step[i]
		if p.d.Offset != nil {
			v += p.d.Offset[i]
		}
		return v
	})
	for range 30 {
		if err != nil || first || p.dev <= last*(1+1e-7)+1e-10 || math.IsNaN(last) {
			break
		}
		halved = true
		err = p.measure(func(i int) float64 { return (p.eta[i] + old[i]) / 2 })
	}
	if err == nil && (math.IsNaN(p.dev) || math.IsInf(p.dev, 0)) {
		err = ErrNoConverge
	}
	return halved, err
}

// measure sets eta to what at says and computes the means, the deviance
// 2Σw(y·ln(y/mu)-(y-mu)), and the step from the former eta, p.spare, with its
// weighted squares.
func (p *ppml) measure(at func(i int) float64) error {
	sums, err := kernel.Reduce(p.context(), len(p.eta), 2, func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			v := at(i)
			m := elementary.Exp(v)
			y := p.d.Y[i]
			t := m - y + float64(y*(p.logY[i]-v))
			if p.w != nil {
				t *= p.w[i]
			}
			s := v - p.spare[i]
			p.eta[i], p.mu[i], p.step[i] = v, m, s
			out[0] += t
			out[1] += float64(p.weight[i] * float64(s*s))
		}
	})
	if err != nil {
		return err
	}
	p.dev, p.decrement = max(2*sums[0], 0), sums[1]
	return nil
}
