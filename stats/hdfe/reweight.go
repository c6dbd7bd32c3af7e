package hdfe

import (
	"context"

	"github.com/didot-lang/didot/stats/kernel"
)

// Reweight is a for other weights, without sorting rows and looking for an
// order of the unknowns again. effects are those that a was made for;
// tolerance replaces that of a, if it is not 0.
func (a *Absorber) Reweight(ctx context.Context, effects []Effect, w []float64, tolerance float64) (*Absorber, error) {
	opt := a.opt
	if tolerance != 0 {
		opt.Tolerance = tolerance
	}
	if a.lay.slopes() || w == nil {
		return New(ctx, effects, w, opt)
	}
	l := *a.lay
	l.w, l.counts = arrange(w, l.order), nil
	l.totals = l.groupTotals()
	b := &Absorber{lay: &l, opt: opt}
	if l.unknowns == 0 {
		return b, ctx.Err()
	}
	var err error
	if b.cg, err = l.weightedGradients(ctx, opt); err != nil {
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

// weightedGradients is newGradients for weighted rows and effects without
// slopes, on all processors.
func (l *layout) weightedGradients(ctx context.Context, opt Options) (*gradients, error) {
	parts := len(l.parts) - 1
	sums := make([][2][]float64, parts)
	err := kernel.Each(ctx, parts, func(p int) {
		diag, own := make([]float64, l.unknowns), make([]float64, l.unknowns)
		for g := l.parts[p]; g < l.parts[p+1]; g++ {
			a, b := l.starts[g], l.starts[g+1]
			w, total := l.w[a:b], 0.0
			for _, v := range w {
				total += v
			}
			for _, f := range l.others {
				for i, at := range f.base[a:b] {
					own[at] += w[i]
					diag[at] += float64(w[i] * (1 - w[i]/total))
				}
			}
		}
		sums[p] = [2][]float64{diag, own}
	})
	if err != nil {
		return nil, err
	}
	diag, own := sums[0][0], sums[0][1]
	for _, s := range sums[1:] {
		for j := range diag {
			diag[j] += s[0][j]
			own[j] += s[1][j]
		}
	}
	for j, d := range diag {
		if d > 1e-12*own[j] {
			diag[j] = 1 / d
		} else {
			diag[j] = 0
		}
	}
	return &gradients{lay: l, opt: opt, inv: diag, own: own}, nil
}
