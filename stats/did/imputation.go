package did

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
	"github.com/didot-lang/didot/stats/rng"
)

// What can be wrong with the data of an imputation.
var (
	ErrNoUntreated = errors.New("no untreated observations")
	ErrNoTreated   = errors.New("no treated observations")
	ErrLeaveOut    = errors.New("leave-out averages need two clusters in every group of treated observations")
)

// A Model is a linear model of untreated outcomes over n rows, of which those
// not Treated are to be used: effects, and controls with common coefficients.
type Model struct {
	Y            []float64
	W            []float64 // estimation weights, not negative; nil for ones
	Treated      []bool
	Effects      []hdfe.Effect // none: an intercept
	Controls     [][]float64
	ControlNames []string
	Context      context.Context // may be nil
}

// An Imputation is a Model fitted to the untreated rows and extrapolated to
// the treated ones: Borusyak, Jaravel and Spiess (2024, Review of Economic
// Studies 91:3253-3285), section 4.
type Imputation struct {
	Model
	// Effect is the outcome less its fitted value: for treated rows the
	// estimated effect, for others the residual; NaN in treated rows that are
	// not Imputable.
	Effect []float64
	// Imputable tells whether the untreated rows determine the fitted value of
	// a row. It is true of all untreated rows.
	Imputable []bool
	// Coefficients of the controls; 0 for those that effects or earlier
	// controls explain.
	Coefficients []float64

	rows     []int32 // those used: all but the rows in levels that no untreated row has
	weight   []float64
	absorber *hdfe.Absorber
	x        [][]float64 // what the effects leave of the controls; nil for omitted ones
	bread    [][]float64 // inverse of their cross product over untreated rows
}

// context is m.Context, or one that never ends.
func (m *Model) context() context.Context {
	if m.Context == nil {
		return context.Background()
	}
	return m.Context
}

// Impute fits m.
func Impute(m Model) (*Imputation, error) {
	p := &Imputation{Model: m}
	n := len(m.Y)
	if len(p.Effects) == 0 {
		p.Effects = []hdfe.Effect{{Name: "_cons", Codes: make([]int32, n), Levels: 1}}
	}
	if len(m.Treated) != n || m.W != nil && len(m.W) != n {
		panic(fmt.Sprintf("did: %d outcomes, %d treatments, %d weights", n, len(m.Treated), len(m.W)))
	}
	if err := p.findRows(); err != nil {
		return nil, err
	}
	var err error
	if p.absorber, err = hdfe.New(p.context(), p.reduced(), p.weight, hdfe.Options{}); err != nil {
		return nil, err
	}
	return p, p.fit()
}

// findRows leaves out treated rows in levels of an effect that no untreated
// row has, and makes the weights of the fit: zero for treated rows.
func (p *Imputation) findRows() error {
	n := len(p.Y)
	use := make([]bool, n)
	untreated := 0
	for i, d := range p.Treated {
		use[i] = true
		if !d && (p.W == nil || p.W[i] > 0) {
			untreated++
		}
	}
	if untreated == 0 {
		return ErrNoUntreated
	}
	for _, e := range p.Effects {
		known := make([]bool, e.Levels)
		for i, c := range e.Codes {
			known[c] = known[c] || !p.Treated[i] && (p.W == nil || p.W[i] > 0)
		}
		for i, c := range e.Codes {
			use[i] = use[i] && known[c]
		}
	}
	for i, u := range use {
		if !u {
			continue
		}
		p.rows = append(p.rows, int32(i))
		w := 0.0
		if !p.Treated[i] {
			w = 1
			if p.W != nil {
				w = p.W[i]
			}
		}
		p.weight = append(p.weight, w)
	}
	return nil
}

// reduced are the effects over the rows used.
func (p *Imputation) reduced() []hdfe.Effect {
	if len(p.rows) == len(p.Y) {
		return p.Effects
	}
	keep := make([]bool, len(p.Y))
	for _, r := range p.rows {
		keep[r] = true
	}
	out := make([]hdfe.Effect, len(p.Effects))
	for j, e := range p.Effects {
		out[j] = e.Rows(keep)
	}
	return out
}

// take is column x over the rows used.
func (p *Imputation) take(x []float64) []float64 {
	if len(p.rows) == len(x) {
		return x
	}
	out := make([]float64, len(p.rows))
	for i, r := range p.rows {
		out[i] = x[r]
	}
	return out
}

// fit estimates the model and finds out which rows it can be extrapolated to:
// those where an outcome that follows the model without error, its effects
// drawn at random, is met.
func (p *Imputation) fit() error {
	cols := [][]float64{p.take(p.Y), p.probe()}
	for _, c := range p.Controls {
		x := p.take(c)
		cols = append(cols, x)
	}
	src := rng.New(rng.DefaultSeed)
	for _, x := range cols[2:] {
		scale := src.Normal() / (1e-300 + largest(x))
		addScaled(cols[1], scale, x)
	}
	res, err := p.absorber.Absorb(p.context(), cols)
	if err != nil {
		return err
	}
	y, probe := res.Resid[0], res.Resid[1]
	if len(p.Controls) > 0 {
		if err := p.controls(cols[2:], res.Resid[2:]); err != nil {
			return err
		}
		p.Coefficients = p.partial(y)
		p.partial(probe)
	}
	n := len(p.Y)
	p.Effect, p.Imputable = make([]float64, n), make([]bool, n)
	for i := range p.Effect {
		p.Effect[i] = math.NaN()
	}
	for i, r := range p.rows {
		if !p.Treated[r] || math.Abs(probe[i]) < 1e-6 {
			p.Effect[r], p.Imputable[r] = y[i], true
		}
	}
	return nil
}

// probe is an outcome that the effects explain, drawn at random.
func (p *Imputation) probe() []float64 {
	src := rng.New(rng.DefaultSeed)
	out := make([]float64, len(p.rows))
	draw := func(e hdfe.Effect, col []float64) {
		level := make([]float64, e.Levels)
		for j := range level {
			level[j] = src.Normal()
		}
		scale := 1.0
		if col != nil {
			scale = 1 / (1e-300 + largest(col))
		}
		for i, r := range p.rows {
			v := level[e.Codes[r]]
			if col != nil {
				v *= col[r] * scale
			}
			out[i] += v
		}
	}
	for _, e := range p.Effects {
		if !e.SlopesOnly {
			draw(e, nil)
		}
		for _, s := range e.Slopes {
			draw(e, s)
		}
	}
	return out
}

// largest is the largest absolute value of x.
func largest(x []float64) float64 {
	var m float64
	for _, v := range x {
		m = max(m, math.Abs(v))
	}
	return m
}

// controls keeps what the effects leave of the controls, omits those of which
// that is nothing over the untreated rows, and inverts the cross product.
func (p *Imputation) controls(raw, left [][]float64) error {
	g, _, err := kernel.Gram(p.context(), left, nil, p.weight)
	if err != nil {
		return err
	}
	k := len(left)
	total := make([]float64, k)
	for j, x := range raw {
		if total[j], err = kernel.SumSquares(p.context(), x, p.weight); err != nil {
			return err
		}
	}
	p.x = make([][]float64, k)
	p.bread = make([][]float64, k)
	for j := range p.bread {
		p.bread[j] = make([]float64, k)
	}
	for j, x := range left {
		pivot := g[j*k+j]
		if pivot > 1e-9*total[j] && sweepable(g, p.x, j, total[j]) {
			p.x[j] = x
		}
	}
	invert(g, p.x, p.bread)
	return nil
}

// sweepable tells whether column j has something left once the columns kept
// before it are taken out of it.
func sweepable(g []float64, kept [][]float64, j int, total float64) bool {
	k := len(kept)
	var at []int
	for i, x := range kept[:j] {
		if x != nil {
			at = append(at, i)
		}
	}
	at = append(at, j)
	s := newSym(len(at))
	for a, i := range at {
		for b, l := range at[:a+1] {
			s.SetSym(a, b, g[i*k+l])
		}
	}
	inv, ok := inverse(s)
	return ok && 1/inv.At(len(at)-1, len(at)-1) > 1e-9*total
}

// partial takes the controls out of y, in place, and returns their
// coefficients.
func (p *Imputation) partial(y []float64) []float64 {
	k := len(p.x)
	xy, b := make([]float64, k), make([]float64, k)
	for j, x := range p.x {
		for i, v := range x {
			xy[j] += float64(v * p.weight[i] * y[i])
		}
	}
	for j := range b {
		b[j] = dot(p.bread[j], xy)
		addScaled(y, -b[j], p.x[j])
	}
	return b
}

// Untreated is the design of the same model over the untreated rows, for
// regressions on them, and those rows.
func (p *Imputation) Untreated() (*stats.Design, []bool) {
	keep := make([]bool, len(p.Y))
	for i, d := range p.Treated {
		keep[i] = !d
	}
	d := &stats.Design{Y: p.Y, X: p.Controls, Names: p.ControlNames, Effects: p.Model.Effects, Constant: true, Context: p.Context}
	if p.W != nil {
		d.W, d.WKind = p.W, stats.AWeight
	}
	return d.Rows(keep), keep
}
