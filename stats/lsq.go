package stats

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// A problem is one of weighted least squares: y on the columns x, and on an
// intercept if constant is set. Columns that follow from earlier ones are
// omitted, as Stata does: later ones go.
type problem struct {
	ctx      context.Context
	y        []float64
	x        [][]float64 // k columns; nil ones are omitted
	w        []float64   // n weights as used, or nil
	constant bool

	// floor, when not nil, gives for each column a sum of squares below which
	// it counts as zero: what is left of a column that absorbed effects
	// explain.
	floor []float64
	// rounding, when not nil, is the sum of squares that the rounding of the
	// values from which column j was made explains, if the column itself no
	// longer shows it.
	rounding func(j int) float64
}

// A solution is what least squares finds. Slices over columns have k entries,
// zero for omitted columns.
type solution struct {
	b       []float64
	cons    float64
	omitted []bool
	kept    []int         // the columns not omitted
	bread   *mat.SymDense // of the kept columns, then of the intercept
	u       []float64     // n residuals

	mean  []float64 // weighted means; zeros without intercept
	ymean float64
	ss    []float64 // sums of squares about mean
	tss   float64   // of y about ymean
	rss   float64
	sumw  float64
}

// Collinearity: a column is omitted when what earlier columns leave of its
// sum of squares is below collinear of it, or below what the rounding of its
// values explains, with a margin of noise, and below suspect of it.
// A pivot below doubtful is computed anew from the data; when a kept one is
// below shaky, everything is done again with twice the digits. The tightest
// of NIST's certified sets, Filip, keeps a column of 3.7e-15.
const (
	collinear = 1e-15
	suspect   = 1e-10
	noise     = 100
	doubtful  = 1e-9
	shaky     = 1e-4
	refine    = 1e-2
)

// rank is the number of parameters estimated, intercept included.
func (s *solution) rank() int {
	k := len(s.kept)
	if s.bread.SymmetricDim() > k {
		k++
	}
	return k
}

// solve finds b. It uses cross products about the means, which lose as many
// digits as the squared condition of the scaled columns has; when that
// is too many it uses twice the digits.
func (p *problem) solve() (*solution, error) {
	s := &solution{
		b: make([]float64, len(p.x)), omitted: make([]bool, len(p.x)),
		mean: make([]float64, len(p.x)), ss: make([]float64, len(p.x)),
		u: make([]float64, len(p.y)), sumw: float64(len(p.y)),
	}
	if p.w != nil {
		s.sumw = kernel.Sum(p.w).Float()
	}
	ch, err := p.factor(s)
	if err != nil {
		return nil, err
	}
	if ch == nil { // too few digits
		return s, p.solveDouble(s)
	}
	if err := p.finish(s, ch); err != nil {
		return nil, err
	}
	return s, nil
}

// A factored is the Cholesky factor of the scaled cross products of the kept
// columns.
type factored struct {
	l     *triangle
	scale []float64 // of the kept columns: roots of their sums of squares
	xy    []float64 // scaled cross products with y
	least float64   // smallest pivot
}

// factor forms the cross products and factors them, filling in the means and
// sums of squares of s and which columns it omits. It returns nil if the
// columns are too nearly collinear for this.
func (p *problem) factor(s *solution) (*factored, error) {
	live, cols := p.live(s)
	cols = append(cols, p.y)
	m := len(cols)
	var center []float64
	if p.constant {
		sums, err := kernel.Sums(p.ctx, cols, p.w)
		if err != nil {
			return nil, err
		}
		for j := range sums {
			sums[j] /= s.sumw
		}
		center = sums
	}
	g, left, err := kernel.Gram(p.ctx, cols, center, p.w)
	if err != nil {
		return nil, err
	}
	if p.constant { // center was rounded: take out what is left of the mean
		for a := range m {
			for b := range m {
				g[a*m+b] -= left[a] * (left[b] / s.sumw)
			}
		}
		for i, j := range live {
			s.mean[j] = center[i] + left[i]/s.sumw
		}
		s.ymean = center[m-1] + left[m-1]/s.sumw
	}
	s.tss = g[m*m-1]
	for i, j := range live {
		s.ss[j] = g[i*m+i]
	}

	f := &factored{l: newTriangle(len(live)), least: 1}
	row := make([]float64, 0, len(live))
	at := make([]int, 0, len(live)) // places of the kept columns in cols
	for i, j := range live {
		if s.ss[j] <= p.zero(j) {
			s.omitted[j] = true
			continue
		}
		scale := math.Sqrt(s.ss[j])
		row = row[:0]
		for a, b := range at {
			row = append(row, g[i*m+b]/(scale*f.scale[a]))
		}
		pivot := f.l.pivot(row, 1)
		if pivot < doubtful {
			pivot, err = p.leftOver(s, f, j, row)
			if err != nil {
				return nil, err
			}
			if p.dependent(j, pivot*s.ss[j], s) {
				s.omitted[j] = true
				continue
			}
		}
		if pivot < shaky {
			return nil, nil
		}
		f.least = min(f.least, pivot)
		f.l.push(row, pivot)
		f.scale = append(f.scale, scale)
		f.xy = append(f.xy, g[i*m+m-1]/scale)
		s.kept = append(s.kept, j)
		at = append(at, i)
	}
	return f, nil
}

// live lists the columns that are not omitted from the start and marks the
// others; constant ones are omitted if there is an intercept.
func (p *problem) live(s *solution) (live []int, cols [][]float64) {
	for j, c := range p.x {
		if c == nil || p.constant && isConstant(c) {
			s.omitted[j] = true
			continue
		}
		live = append(live, j)
		cols = append(cols, c)
	}
	return live, cols
}

// zero is the sum of squares at which column j counts as zero.
func (p *problem) zero(j int) float64 {
	if p.floor == nil {
		return 0
	}
	return p.floor[j]
}

// dependent tells whether column j, of which earlier columns leave the sum of
// squares left, counts as their combination.
func (p *problem) dependent(j int, left float64, s *solution) bool {
	if left <= collinear*s.ss[j] || left <= p.zero(j) {
		return true
	}
	if left > suspect*s.ss[j] {
		return false
	}
	if p.rounding != nil {
		return left <= noise*p.rounding(j)
	}
	grain := grainOf(p.x[j])
	raw := s.ss[j] + s.sumw*s.mean[j]*s.mean[j]
	return left <= noise*grain*grain*raw
}

// leftOver computes from the data what the kept columns leave of the sum of
// squares of column j, as a share of it. row is its row of the factor.
func (p *problem) leftOver(s *solution, f *factored, j int, row []float64) (float64, error) {
	coef := f.l.backward(append([]float64(nil), row...))
	cols := make([][]float64, len(s.kept))
	mean := make([]float64, len(s.kept))
	for a, k := range s.kept {
		coef[a] *= math.Sqrt(s.ss[j]) / f.scale[a]
		cols[a], mean[a] = p.x[k], s.mean[k]
	}
	r := make([]float64, len(p.y))
	if err := kernel.Subtract(p.ctx, r, p.x[j], coef, cols, mean); err != nil {
		return 0, err
	}
	var center []float64
	if p.constant {
		center = []float64{s.mean[j]}
	}
	g, left, err := kernel.Gram(p.ctx, [][]float64{r}, center, p.w)
	if err != nil {
		return 0, err
	}
	if p.constant {
		g[0] -= left[0] * (left[0] / s.sumw)
	}
	return max(0, g[0]/s.ss[j]), nil
}

// finish computes coefficients, residuals and bread from the factor.
func (p *problem) finish(s *solution, f *factored) error {
	k := len(s.kept)
	cols, mean := make([][]float64, k), make([]float64, k)
	for a, j := range s.kept {
		cols[a], mean[a] = p.x[j], s.mean[j]
	}
	y := p.y
	if p.constant {
		y = make([]float64, len(p.y))
		for i, v := range p.y {
			y[i] = v - s.ymean
		}
	}
	b := f.solve(f.xy)
	if err := kernel.Subtract(p.ctx, s.u, y, b, cols, mean); err != nil {
		return err
	}
	if f.least < refine { // correct b by what is left of the normal equations
		grad, err := kernel.Cross(p.ctx, cols, mean, p.w, [][]float64{s.u})
		if err != nil {
			return err
		}
		for a := range grad {
			grad[a] /= f.scale[a]
		}
		db := f.solve(grad)
		for a := range b {
			b[a] += db[a]
		}
		if err := kernel.Subtract(p.ctx, s.u, y, b, cols, mean); err != nil {
			return err
		}
	}
	if err := p.sumResiduals(s); err != nil {
		return err
	}
	cons := s.ymean
	for a, j := range s.kept {
		s.b[j] = b[a]
		cons -= b[a] * mean[a]
	}
	s.bread = f.bread(mean, s.sumw, p.constant)
	if p.constant {
		s.cons = cons
	}
	return nil
}

// sumResiduals adds up the squares of the residuals. Those that the rounding
// of the fitted values explains are zero: the fit is perfect.
func (p *problem) sumResiduals(s *solution) (err error) {
	if s.rss, err = kernel.SumSquares(p.ctx, s.u, p.w); err != nil {
		return err
	}
	ulps := float64(len(s.kept)+1) * 0x1p-52
	if s.rss <= ulps*ulps*(s.tss+s.sumw*s.ymean*s.ymean) {
		s.rss = 0
		clear(s.u)
	}
	return nil
}

// solve solves the normal equations for the scaled right-hand side xy.
func (f *factored) solve(xy []float64) []float64 {
	b := f.l.backward(f.l.forward(append([]float64(nil), xy...)))
	for a := range b {
		b[a] /= f.scale[a]
	}
	return b
}

// bread is the inverse of the cross products, bordered by the intercept's row.
func (f *factored) bread(mean []float64, sumw float64, constant bool) *mat.SymDense {
	inv := f.l.inverse()
	k := len(f.scale)
	for a := range k {
		for b := a; b < k; b++ {
			inv.SetSym(a, b, inv.At(a, b)/(f.scale[a]*f.scale[b]))
		}
	}
	if constant {
		return border(inv, mean, 1/sumw)
	}
	return inv
}

// border extends the bread of k columns by an intercept: rows -B·mean, corner
// c + mean'B·mean (the inverse of a partitioned matrix).
func border(b *mat.SymDense, mean []float64, c float64) *mat.SymDense {
	k := len(mean)
	out := mat.NewSymDense(k+1, nil)
	for a := range k {
		var side float64
		for j := range k {
			out.SetSym(a, j, b.At(a, j))
			side += b.At(a, j) * mean[j]
		}
		out.SetSym(a, k, -side)
		c += side * mean[a]
	}
	out.SetSym(k, k, c)
	return out
}
