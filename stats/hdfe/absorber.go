package hdfe

import (
	"context"
	"errors"
)

// ErrNoConverge says that the effects could not be absorbed to the accuracy
// asked for.
var ErrNoConverge = errors.New("convergence not achieved")

// Options tune an Absorber; the zero value is the default.
type Options struct {
	// Tolerance is the accuracy of the normal equations: the norm of their
	// residual, scaled by their diagonal, over that of the column within the
	// largest effect. Default 1e-12.
	Tolerance float64
	// MaxIterations of conjugate gradients; default 16,000.
	MaxIterations int
}

// An Absorber takes effects out of columns. It eliminates the effect with
// most coefficients exactly; for the coefficients of the others it solves the
// normal equations that this leaves (their Schur complement S). It may be
// used for any number of columns, also from several goroutines.
type Absorber struct {
	lay    *layout
	opt    Options
	cg     *gradients
	solver solver
}

// A solver solves S·theta = rhs, four columns at a time, theta holding a first
// guess.
type solver interface {
	solve(ctx context.Context, rhs, theta []quad, goal quad) (iterations int, err error)
}

// quad is four columns' values of one row or coefficient.
type quad [4]float64

// New prepares effects over n rows for absorption; w are weights, nil for
// ones. Effects and weights must not change while the Absorber is in use.
func New(ctx context.Context, effects []Effect, w []float64, opt Options) (*Absorber, error) {
	if len(effects) == 0 {
		panic("hdfe: no effects")
	}
	if opt.Tolerance == 0 {
		opt.Tolerance = 1e-12
	}
	if opt.MaxIterations == 0 {
		opt.MaxIterations = 16000
	}
	for _, e := range effects {
		e.check(len(effects[0].Codes))
	}
	a := &Absorber{lay: newLayout(effects, w), opt: opt}
	if a.lay.unknowns == 0 {
		return a, ctx.Err()
	}
	var err error
	a.solver, a.cg, err = a.lay.choose(ctx, opt)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// A Result holds what Absorb made of columns.
type Result struct {
	Resid      [][]float64 // the columns less the effects' part
	Iterations int         // of the slowest column; 0 for direct solutions
	*Solution
}

// A Solution is the coefficients of the effects in columns.
type Solution struct {
	lay   *layout
	theta [][]quad // per four columns: coefficients of the other effects
	first [][]quad // per four columns: coefficients of the eliminated effect
}

// Absorb takes the effects out of columns, which are left as they are.
func (a *Absorber) Absorb(ctx context.Context, cols [][]float64) (*Result, error) {
	r := &Result{Resid: make([][]float64, len(cols)), Solution: &Solution{lay: a.lay}}
	for j := 0; j < len(cols); j += 4 {
		if err := a.batch(ctx, r, cols, j, min(j+4, len(cols))); err != nil {
			return nil, err
		}
	}
	return r, ctx.Err()
}

// batch absorbs columns j up to end, four at most.
func (a *Absorber) batch(ctx context.Context, r *Result, cols [][]float64, j, end int) error {
	l := a.lay
	theta := make([]quad, l.unknowns)
	if l.unknowns > 0 {
		rhs := make([]quad, l.unknowns)
		goal, err := l.rightSide(ctx, cols[j:end], rhs, a.opt.Tolerance)
		if err != nil {
			return err
		}
		it, err := a.solver.solve(ctx, rhs, theta, goal)
		if err != nil {
			return err
		}
		r.Iterations = max(r.Iterations, it)
	}
	for k := j; k < end; k++ {
		r.Resid[k] = make([]float64, l.n)
	}
	first, err := l.residuals(ctx, cols[j:end], r.Resid[j:end], theta)
	r.theta, r.first = append(r.theta, theta), append(r.first, first)
	return err
}
