package hdfe

import "context"

// choose picks the solver: a dense factor for few unknowns; a sparse one if
// it costs no more than some iterations; else conjugate gradients, which
// change to a sparse factor if they turn out to be slow.
func (l *layout) choose(ctx context.Context, opt Options) (solver, *gradients, error) {
	cg, err := newGradients(ctx, l, opt)
	if err != nil {
		return nil, nil, err
	}
	if l.smallComplement() {
		c, err := newCholesky(ctx, l, full(l.unknowns), cg)
		return c, cg, err
	}
	shape, err := l.sparse(ctx, 60*l.n)
	if err != nil {
		return nil, nil, err
	}
	if shape != nil {
		c, err := newCholesky(ctx, l, shape, cg)
		return c, cg, err
	}
	return cg, cg, nil
}
