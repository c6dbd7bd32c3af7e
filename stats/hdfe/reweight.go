package hdfe

import "context"

// Reweight is a for other weights, without sorting rows and looking for an
// order of the unknowns again. effects are those that a was made for;
// tolerance replaces that of a, if it is not 0.
func (a *Absorber) Reweight(ctx context.Context, effects []Effect, w []float64, tolerance float64) (*Absorber, error) {
	opt := a.opt
	if tolerance != 0 {
		opt.Tolerance = tolerance
	}
	if a.lay.slopes() {
		return New(ctx, effects, w, opt)
	}
	l := *a.lay
	l.w, l.counts = arrange(w, l.order), nil
	b := &Absorber{lay: &l, opt: opt}
	if l.unknowns == 0 {
		return b, ctx.Err()
	}
	var err error
	if b.cg, err = newGradients(ctx, &l, opt); err != nil {
		return nil, err
	}
	b.solver = b.cg
	if c, ok := a.solver.(*cholesky); ok {
		b.solver, err = newCholesky(ctx, &l, c.shape, b.cg)
	}
	return b, err
}

// slopes reports whether an effect has slopes.
func (l *layout) slopes() bool {
	for _, f := range l.others {
		if f.basis != nil {
			return true
		}
	}
	return l.group.basis != nil
}
