package stats

import (
	"context"
	"errors"
	"slices"

	"github.com/didot-lang/didot/stats/elementary"
	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// ErrSeparated says that no observation is left that separation spares.
var ErrSeparated = errors.New("all observations are separated")

// PPMLOptions tune PPML; the zero value is the default.
type PPMLOptions struct {
	KeepSingletons bool
	NoEffects      bool // separation: do not drop levels of effects without a positive outcome
	NoRectifier    bool // do not look for other separated observations
	Mu             bool // drop observations whose mean goes to zero
	Rules          hdfe.Rules
	Tolerance      float64 // relative change of the deviance to stop at; 0 for 1e-8
	MaxIter        int     // 0 for 1000
	Log            func(PPMLStep)
}

// A PPMLStep is one iteration of PPML.
type PPMLStep struct {
	Iteration         int
	Deviance, Epsilon float64
	Inner             int     // iterations of the absorber
	Inexact           float64 // tolerance of the absorber
	MinEta            float64
	Halved, Exact     bool
}

// A PPMLFit is what PPML finds besides its Fit.
type PPMLFit struct {
	*Fit
	Eta         []float64 // linear index, offset included, of the used rows
	Mu          []float64
	Dropped     int // singletons and rows of effects without a positive outcome
	Separated   int // rows dropped because a combination of regressors separates them
	Rounds      int // of the rectifier
	Iterations  int
	Inner       int
	Intercept   bool
	SD          float64   // standard deviation of y, not weighted
	Certificate []float64 // over all rows of the design: a combination of regressors and effects that is zero where nothing is separated, else positive; nil if nothing is
}

// PPML fits E(y) = exp(Xb + effects + offset) by Poisson pseudo maximum
// likelihood, as ppmlhdfe does: Correia, Guimarães and Zylkin (2020, Stata
// Journal 20:95-115). Singletons are dropped, and observations for which no
// finite estimates exist: Correia, Guimarães and Zylkin (2019, arXiv
// 1903.01633). Covariances are those of maximum likelihood: N/(N-1) or
// G/(G-1). Without effects there is an intercept alone.
//
// Steps are iteratively reweighted least squares on what the effects leave of
// the working variable and the regressors. Where the step of an observation
// with y = 0 does not die down, the rectifier looks for separation: at a
// solution the scores of all such observations are positive weights that rule
// it out.
func PPML(d *Design, vce VCE, opt PPMLOptions) (*PPMLFit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	for _, y := range d.Y {
		if y < 0 {
			return nil, ErrCounts
		}
	}
	if vce == nil {
		vce = Robust{}
	}
	vce = d.implied(vce)
	p := &ppml{all: d, opt: opt, keep: make([]bool, len(d.Y)), out: &PPMLFit{}}
	for i := range p.keep {
		p.keep[i] = true
	}
	if err := p.prune(); err != nil {
		return nil, err
	}
again:
	for {
		if err := p.start(); err != nil {
			return nil, err
		}
		for {
			failed := p.iterate()
			if failed != nil && !errors.Is(failed, ErrNoConverge) && !errors.Is(failed, hdfe.ErrNoConverge) {
				return nil, failed
			}
			more, err := p.separate()
			switch {
			case err != nil:
				return nil, err
			case more:
				continue again
			case failed != nil:
				return nil, failed
			case p.settled:
				return p.finish(vce)
			}
			p.cleared = true
		}
	}
}

// ppml is the state of the iterations.
type ppml struct {
	all  *Design
	opt  PPMLOptions
	keep []bool // rows of all in use
	was  []bool // and those that d has
	out  *PPMLFit

	d       *Design       // all restricted to keep
	effects []hdfe.Effect // its effects, or the constant's
	w       []float64     // weights as used, or nil
	n       float64

	abs       *hdfe.Absorber
	tight     bool
	mu, eta   []float64
	weight    []float64   // w·mu
	z         []float64   // working variable, less the offset
	cols      [][]float64 // what effects left of z and the kept columns, by the last weights
	kept      []int       // columns of X in use; nil before the first step
	b         []float64   // of kept
	step      []float64   // last change of eta
	spare     []float64   // eta before it
	logY      []float64   // 0 where y is 0
	dev       float64
	decrement float64
	deaths    int  // iterations in a row in which a mean died
	cleared   bool // the rectifier found nothing with the present rows
	settled   bool // the iterations came to their end
}

func (p *ppml) context() context.Context { return p.all.context() }

// prune drops singletons and the levels of effects in which y is always zero,
// again and again.
func (p *ppml) prune() error {
	d := p.all
	if len(d.Effects) == 0 {
		return nil
	}
	effects, y, w := d.Effects, d.Y, d.W
	for {
		drop := make([]bool, len(y))
		if !p.opt.KeepSingletons {
			var fw []float64
			if d.WKind == FWeight || d.WKind == IWeight {
				fw = w
			}
			if keep, n := hdfe.Singletons(effects, fw); n > 0 {
				for i, k := range keep {
					drop[i] = !k
				}
			}
		}
		if !p.opt.NoEffects {
			for _, e := range effects {
				if !e.SlopesOnly {
					zeroLevels(e, y, drop)
				}
			}
		}
		if !slices.Contains(drop, true) {
			return nil
		}
		at := 0
		for i, k := range p.keep {
			if !k {
				continue
			}
			if drop[at] {
				p.keep[i] = false
				p.out.Dropped++
			}
			at++
		}
		y, w = pick(d.Y, p.keep), pick(d.W, p.keep)
		if len(y) == 0 {
			return ErrSeparated
		}
		effects = nil
		for _, e := range d.Effects {
			effects = append(effects, e.Rows(p.keep))
		}
	}
}

// zeroLevels marks the rows of levels in which y is always zero.
func zeroLevels(e hdfe.Effect, y []float64, drop []bool) {
	positive := make([]bool, e.Levels)
	for i, c := range e.Codes {
		if y[i] > 0 {
			positive[c] = true
		}
	}
	for i, c := range e.Codes {
		if !positive[c] {
			drop[i] = true
		}
	}
}

// start restricts the design to the rows in use and sets first values.
func (p *ppml) start() error {
	first := p.d == nil
	var eta []float64
	if !first {
		eta = pick(p.eta, p.pickUsed(p.keep))
	}
	p.was = slices.Clone(p.keep)
	p.d = p.all
	for _, k := range p.keep {
		if !k {
			p.d = p.all.Rows(p.keep)
			break
		}
	}
	n := len(p.d.Y)
	if n == 0 {
		return ErrSeparated
	}
	p.effects = p.d.Effects
	if len(p.effects) == 0 {
		p.effects = []hdfe.Effect{{Name: "_cons", Codes: make([]int32, n), Levels: 1}}
	}
	p.w, p.n = p.d.weights()
	p.abs, p.kept, p.cols, p.dev = nil, nil, nil, 0
	p.deaths, p.cleared, p.settled, p.tight = 0, false, false, false
	for _, v := range []*[]float64{&p.mu, &p.weight, &p.z, &p.step, &p.spare, &p.logY} {
		*v = make([]float64, n)
	}
	for i, y := range p.d.Y {
		if y > 0 {
			p.logY[i] = elementary.Log(y)
		}
	}
	if !first {
		p.eta = eta
		return p.means()
	}
	mean := weightedMean(p.d.Y, p.w)
	if !(mean > 0) {
		return ErrSeparated
	}
	p.eta = make([]float64, n)
	for i, y := range p.d.Y {
		p.mu[i] = (y + mean) / 2
	}
	elementary.Logs(p.eta, p.mu)
	return nil
}

// pickUsed is, of values over all rows, those of the rows that d has.
func (p *ppml) pickUsed(v []bool) []bool {
	out := make([]bool, 0, len(p.d.Y))
	for i, used := range p.was {
		if used {
			out = append(out, v[i])
		}
	}
	return out
}

// means computes mu from eta.
func (p *ppml) means() error {
	return kernel.Blocks(p.context(), len(p.eta), func(_, lo, hi int) {
		for i, v := range p.eta[lo:hi] {
			p.mu[lo+i] = elementary.Exp(v)
		}
	})
}
