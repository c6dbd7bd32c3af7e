package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/hdfe"
)

// separate drops the observations that a combination of regressors and effects
// separates, if some there are, and tells whether it did.
func (p *ppml) separate() (bool, error) {
	if p.settled && p.opt.Mu && p.vanishing() {
		return true, nil
	}
	if p.opt.NoRectifier || !p.dying(-0.02) {
		return false, nil
	}
	z, rounds, err := p.rectify()
	if err != nil {
		return false, err
	}
	p.out.Rounds += rounds
	dropped, at := 0, 0
	certificate := p.out.Certificate
	if certificate == nil {
		certificate = make([]float64, len(p.keep))
	}
	for i, used := range p.was {
		if !used {
			continue
		}
		if z[at] > 0 {
			p.keep[i] = false
			certificate[i] = z[at]
			dropped++
		}
		at++
	}
	if dropped == 0 {
		return false, nil
	}
	p.out.Separated += dropped
	p.out.Certificate = certificate
	return true, nil
}

// dying reports whether the linear index of an observation with y = 0 changed
// by less than limit.
func (p *ppml) dying(limit float64) bool {
	for i, s := range p.step {
		if s < limit && p.d.Y[i] == 0 {
			return true
		}
	}
	return false
}

// vanishing drops observations with y = 0 whose mean is below 1e-6, or less
// where there are small positive outcomes.
func (p *ppml) vanishing() bool {
	least := math.Inf(1)
	for i, y := range p.d.Y {
		if y > 0 {
			least = min(least, p.eta[i])
		}
	}
	limit := math.Log(1e-6) + min(least+5, 0)
	any, at := false, 0
	for i, used := range p.was {
		if !used {
			continue
		}
		if p.d.Y[at] == 0 && p.eta[at] < limit {
			p.keep[i], any = false, true
			p.out.Separated++
		}
		at++
	}
	return any
}

// great is the weight that holds fitted values at zero.
const great = 1e8

// rectify is the iterative rectifier: the weighted regression, on regressors
// and effects, of a variable that is 1 where y = 0 and 0 with a great weight
// elsewhere; negative fitted values are set to zero, and the regression
// repeated until there are none. What is positive then is separated. Correia,
// Guimarães and Zylkin (2019), section 3. Since that may take long, sets of
// observations that look separated are put to the test on the way.
func (p *ppml) rectify() (z []float64, rounds int, err error) {
	n := len(p.d.Y)
	u := make([]float64, n)
	held := make([]bool, n)
	for i, y := range p.d.Y {
		if held[i] = y > 0; !held[i] {
			u[i] = 1
		}
	}
	r, err := p.newRectifier(held, u)
	if err != nil {
		return nil, 0, err
	}
	const most = 5000
	try := 8
	for rounds = 1; rounds <= most; rounds++ {
		fit, err := r.fit()
		if err != nil {
			return nil, rounds, err
		}
		negative, largest := 0.0, 0.0
		next := make([]float64, n)
		for i, v := range fit {
			if !held[i] {
				negative, largest = max(negative, -v), max(largest, v)
				next[i] = max(v, 0)
			}
		}
		if largest <= 1e-9 {
			return make([]float64, n), rounds, nil
		}
		if last := negative <= 1e-9*largest; last || rounds >= try && negative < 0.01*largest {
			try = 2 * rounds
			z, err := p.certify(fit, max(10*negative, 1e-6*largest))
			if err != nil || z != nil || last {
				if z == nil {
					z = make([]float64, n)
				}
				return z, rounds, err
			}
		}
		if err := r.replace(next); err != nil {
			return nil, rounds, err
		}
	}
	return make([]float64, n), rounds, nil
}

// certify looks for a combination of regressors and effects that is positive
// where fit exceeds limit and zero elsewhere; nil if there is none.
func (p *ppml) certify(fit []float64, limit float64) ([]float64, error) {
	held := make([]bool, len(fit))
	u := make([]float64, len(fit))
	largest := 0.0
	for i, v := range fit {
		if held[i] = p.d.Y[i] > 0 || v <= limit; !held[i] {
			u[i] = v
			largest = max(largest, v)
		}
	}
	if largest == 0 {
		return nil, nil
	}
	r, err := p.newRectifier(held, u)
	if err != nil {
		return nil, err
	}
	z, err := r.fit()
	if err != nil {
		return nil, err
	}
	for i, v := range z {
		switch {
		case held[i] && math.Abs(v) > 1e-5*largest || !held[i] && !(v > limit/2):
			return nil, nil
		case held[i]:
			z[i] = 0
		}
	}
	return z, nil
}

// A rectifier regresses variables on regressors and effects, fitted values
// being held at zero in some rows.
type rectifier struct {
	p    *ppml
	abs  *hdfe.Absorber
	w    []float64
	x    [][]float64 // what effects leave of the regressors
	u    []float64   // the variable
	left []float64   // and what effects leave of it
}

func (p *ppml) newRectifier(held []bool, u []float64) (*rectifier, error) {
	r := &rectifier{p: p, u: u, w: make([]float64, len(u))}
	for i, h := range held {
		r.w[i] = 1
		if h {
			r.w[i] = great
		}
	}
	var err error
	if r.abs, err = hdfe.New(p.context(), p.effects, r.w, hdfe.Options{Tolerance: 1e-10}); err != nil {
		return nil, err
	}
	cols := [][]float64{u}
	for _, x := range p.d.X {
		if x != nil {
			cols = append(cols, x)
		}
	}
	res, err := r.abs.Absorb(p.context(), cols)
	if err != nil {
		return nil, err
	}
	r.left, r.x = res.Resid[0], res.Resid[1:]
	return r, nil
}

// fit is the fitted values.
func (r *rectifier) fit() ([]float64, error) {
	q := &problem{ctx: r.p.context(), y: r.left, x: r.x, w: r.w}
	s, err := q.solve()
	if err != nil {
		return nil, err
	}
	for i, e := range s.u {
		s.u[i] = r.u[i] - e
	}
	return s.u, nil
}

// replace makes u the variable.
func (r *rectifier) replace(u []float64) error {
	change := make([]float64, len(u))
	for i := range change {
		change[i] = u[i] - r.u[i]
	}
	c, err := r.abs.Absorb(r.p.context(), [][]float64{change})
	if err != nil {
		return err
	}
	for i, v := range c.Resid[0] {
		r.left[i] += v
	}
	r.u = u
	return nil
}
