package stats

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// A Placebo is a linear model that is to be fitted again and again with
// another column in place of one of its regressors: fake treatments. What does
// not depend on that column is computed once. By Frisch, Waugh and Lovell
// (Lovell 1963, J. American Statistical Association 58:993-1010) the
// coefficient of a column D is e'WD / D'WMD, where e is what effects and the
// other regressors leave of y and M takes both out. The numerator needs the
// rows in which D is not zero. So does the denominator: for effects of which
// all but the largest are few, it is a quadratic form in D's sums by level.
type Placebo struct {
	model  *Linear
	column int
	se     bool

	n, k   int
	row    []float64 // n×(k+1): weighted, e and the k other regressors, orthonormal, without effects
	basis  [][]float64
	resid  []float64
	rss    float64
	used   int            // parameters besides those of the sandwich
	absorb *hdfe.Absorber // nil without effects
	sparse *hdfe.Sparse   // nil if there are too many effects
	group  []int32        // cluster of each row; nil without
	groups int
	never  bool // y is explained: nothing can be taken as computed
}

// A PlaceboDraw is the coefficient of a fake treatment and its standard
// error, NaN unless asked for; both 0 if it was omitted.
type PlaceboDraw struct{ B, SE float64 }

// ErrNoPlacebo says that a model has standard errors, or weights together with
// them, that Placebo does not compute.
var ErrNoPlacebo = errors.New("placebo: not for this covariance estimator")

// NewPlacebo prepares m for other values of a column of its design. se asks
// for standard errors as well: classical, robust, or clustered on one variable,
// without weights.
func NewPlacebo(m *Linear, column int, se bool) (*Placebo, error) {
	d := *m.Design
	d.X = slices.Clone(d.X)
	d.X[column] = nil
	effects := m.Effects
	if len(effects) == 0 && d.Constant {
		effects = []hdfe.Effect{{Name: "_cons", Codes: make([]int32, len(d.Y)), Levels: 1}}
	}
	p := &Placebo{model: m, column: column, se: se, n: len(d.Y)}
	if err := p.covariance(); err != nil {
		return nil, err
	}
	part, err := p.partial(&d, effects)
	if err != nil {
		return nil, err
	}
	s, err := part.solve(false)
	if err != nil {
		return nil, err
	}
	p.resid, p.rss = s.u, s.rss
	p.never = !(s.rss > 1e-12*part.within)
	p.used = len(s.kept) + 1 - m.kept
	cols := make([][]float64, len(s.kept))
	for a, j := range s.kept {
		cols[a] = part.x[j]
	}
	p.orthonormal(cols, part.w)
	return p, nil
}

// partial takes the effects, if any, from y and the other regressors.
func (p *Placebo) partial(d *Design, effects []hdfe.Effect) (*partialled, error) {
	if len(effects) == 0 {
		part := &partialled{d: d, x: d.X, mean: make([]float64, len(d.X)), y: d.Y}
		part.w, part.n = d.weights()
		var err error
		part.within, err = kernel.SumSquares(d.context(), d.Y, part.w)
		return part, err
	}
	part, err := d.partial(effects, p.model.rule)
	if err != nil {
		return nil, err
	}
	p.absorb, err = hdfe.New(d.context(), effects, part.w, hdfe.Options{})
	if err != nil {
		return nil, err
	}
	p.sparse = p.absorb.Sparse()
	return part, nil
}

// covariance reads the covariance estimator.
func (p *Placebo) covariance() error {
	if !p.se {
		return nil
	}
	if p.model.Design.W != nil {
		return ErrNoPlacebo
	}
	switch v := p.model.VCE.(type) {
	case Classical, Robust:
		return nil
	case Cluster:
		if len(v.Groups) == 1 {
			p.group, p.groups = compact(v.Groups[0])
			return nil
		}
	}
	return ErrNoPlacebo
}

// orthonormal makes an orthonormal basis of cols by the modified method of
// Gram and Schmidt, done twice, and lays it out by rows.
func (p *Placebo) orthonormal(cols [][]float64, w []float64) {
	dot := func(a, b []float64) float64 {
		var t float64
		for i, v := range a {
			v *= b[i]
			if w != nil {
				v *= w[i]
			}
			t += v
		}
		return t
	}
	for _, c := range cols {
		q := slices.Clone(c)
		scale(q, 1/math.Sqrt(dot(q, q)))
		for range 2 {
			for _, b := range p.basis {
				subtract(q, dot(q, b), b)
			}
			scale(q, 1/math.Sqrt(dot(q, q)))
		}
		p.basis = append(p.basis, q)
	}
	p.k = len(p.basis)
	p.row = make([]float64, p.n*(p.k+1))
	for i := range p.n {
		r := p.row[i*(p.k+1):]
		wi := 1.0
		if w != nil {
			wi = w[i]
		}
		r[0] = wi * p.resid[i]
		for j, b := range p.basis {
			r[j+1] = wi * b[i]
		}
	}
}

func scale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

// subtract takes by·b from x.
func subtract(x []float64, by float64, b []float64) {
	for i, v := range b {
		x[i] -= float64(by * v)
	}
}

// An Assigner makes the column of a draw: its values in the given rows, each
// named at most once; it is zero elsewhere. Both are valid until the next call.
type Assigner func(draw int) (rows []int32, values []float64)

// placeboChunk is the number of draws that one call of a parallel loop makes.
const placeboChunk = 64

// Draws fits the model with the columns of draws 0 to n-1. assigner makes an
// Assigner for each of several goroutines.
func (p *Placebo) Draws(ctx context.Context, n int, assigner func() Assigner) ([]PlaceboDraw, error) {
	out := make([]PlaceboDraw, n)
	failed := make([]error, (n+placeboChunk-1)/placeboChunk)
	err := kernel.Each(ctx, len(failed), func(c int) {
		w := &placeboWork{p: p, ctx: ctx, assign: assigner(), sums: make([]float64, p.k+1)}
		lo, hi := c*placeboChunk, min(n, (c+1)*placeboChunk)
		if p.sparse != nil && !p.se && !p.never {
			w.scratch = p.sparse.Scratch()
			failed[c] = w.short(out[lo:hi], lo)
		} else {
			failed[c] = w.long(out[lo:hi], lo)
		}
	})
	if err != nil {
		return nil, err
	}
	return out, errors.Join(failed...)
}

// placeboWork is the memory of one goroutine.
type placeboWork struct {
	p       *Placebo
	ctx     context.Context
	assign  Assigner
	scratch *hdfe.SparseScratch
	sums    []float64
}

// project adds up, over the rows of a column, its products with e and the
// other regressors, and its squares.
func (w *placeboWork) project(rows []int32, values []float64) (squares float64) {
	clear(w.sums)
	m := len(w.sums)
	for a, r := range rows {
		v := values[a]
		squares += float64(v * v)
		row := w.p.row[int(r)*m : int(r)*m+m]
		for j, x := range row {
			w.sums[j] += float64(v * x)
		}
	}
	return squares
}

// weak tells that what is left of a column, or of its part that effects leave,
// is so little that the estimator's own rules must decide.
const weak = 1e-6

// short makes draws from the rows in which columns are not zero.
func (w *placeboWork) short(out []PlaceboDraw, first int) error {
	for i := range out {
		rows, values := w.assign(first + i)
		squares := w.project(rows, values)
		norm := w.p.sparse.SquaredNorm(w.scratch, rows, values)
		q := norm
		for _, c := range w.sums[1:] {
			q -= float64(c * c)
		}
		if !(norm > weak*squares) || !(q > weak*norm) {
			var err error
			if out[i], err = w.p.again(rows, values); err != nil {
				return err
			}
			continue
		}
		out[i] = PlaceboDraw{w.sums[0] / q, math.NaN()}
	}
	return nil
}

// long makes draws from whole columns, four at a time.
func (w *placeboWork) long(out []PlaceboDraw, first int) error {
	for lo := 0; lo < len(out); lo += 4 {
		part := out[lo:min(lo+4, len(out))]
		cols := make([][]float64, len(part))
		for i := range part {
			rows, values := w.assign(first + lo + i)
			cols[i] = dense(w.p.n, rows, values)
		}
		left := cols
		if w.p.absorb != nil {
			r, err := w.p.absorb.Absorb(w.ctx, cols)
			if err != nil {
				return err
			}
			left = r.Resid
		}
		for i := range part {
			var err error
			if part[i], err = w.column(cols[i], left[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// dense is the column of n rows that has values in the given ones.
func dense(n int, rows []int32, values []float64) []float64 {
	x := make([]float64, n)
	for i, r := range rows {
		x[r] = values[i]
	}
	return x
}

// column is the draw of column x, of which the effects leave r; r is
// overwritten.
func (w *placeboWork) column(x, r []float64) (PlaceboDraw, error) {
	p := w.p
	weights := p.model.sw.W
	var squares, norm, q, num float64
	for i, v := range x {
		squares += float64(v * v)
		norm += float64(r[i] * r[i])
	}
	m := p.k + 1
	for j, b := range p.basis {
		var c float64
		for i, v := range r {
			c += float64(v * p.row[i*m+j+1])
		}
		subtract(r, c, b)
	}
	for i, v := range r {
		num += float64(v * p.row[i*m])
		if weights != nil {
			q += float64(v * v * weights[i])
		} else {
			q += float64(v * v)
		}
	}
	if p.never || !(norm > weak*squares) || !(q > weak*norm) {
		return p.refit(x)
	}
	d := PlaceboDraw{num / q, math.NaN()}
	if p.se {
		d.SE = math.Sqrt(p.variance(r, d.B, q))
	}
	return d, nil
}

// variance is that of the coefficient b of a column of which effects and
// other regressors leave r, q being its sum of squares.
func (p *Placebo) variance(r []float64, b, q float64) float64 {
	sw := p.model.sw
	k, clustered := float64(sw.K+p.used), float64(sw.K+p.used)
	if sw.Convention.FreeNested {
		clustered = float64(sw.KCluster + p.used)
	}
	var meat float64
	switch p.model.VCE.(type) {
	case Classical:
		return (p.rss - b*b*q) / (sw.N - k) / q
	case Robust:
		for i, v := range r {
			s := v * (p.resid[i] - float64(b*v))
			meat += float64(s * s)
		}
		meat *= sw.Convention.Robust.factor(sw.N, k, false)
	case Cluster:
		sums := make([]float64, p.groups)
		for i, v := range r {
			sums[p.group[i]] += float64(v * (p.resid[i] - float64(b*v)))
		}
		for _, s := range sums {
			meat += float64(s * s)
		}
		meat *= sw.Convention.Cluster.factor(sw.N, clustered, true)
		if sw.Convention.CountGroups {
			meat *= groupFactor(p.groups)
		}
	}
	return meat / (q * q)
}

// again is refit for a column given by its rows.
func (p *Placebo) again(rows []int32, values []float64) (PlaceboDraw, error) {
	return p.refit(dense(p.n, rows, values))
}

// refit has the estimator itself fit the model with column x.
func (p *Placebo) refit(x []float64) (PlaceboDraw, error) {
	d := *p.model.Design
	d.X = slices.Clone(d.X)
	d.X[p.column] = x
	fit, err := p.model.Refit(&d)
	if err != nil {
		return PlaceboDraw{}, err
	}
	return PlaceboDraw{fit.B[p.column], fit.SE(p.column)}, nil
}
