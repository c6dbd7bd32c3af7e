package stats

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// Instrumented is a linear model some of whose regressors are endogenous: the
// first Endogenous columns of X. The other columns of X are their own
// instruments.
type Instrumented struct {
	Design
	Endogenous int
	Z          [][]float64 // excluded instruments, columns of n; nil ones are omitted by construction
	ZNames     []string

	// Partial are columns of n that are taken out of all others first, and the
	// constant with them if there is one; nil for none.
	Partial [][]float64
}

// Rows is the design restricted to the rows for which keep is true.
func (d *Instrumented) Rows(keep []bool) *Instrumented {
	r := *d
	r.Design = *d.Design.Rows(keep)
	r.Z = make([][]float64, len(d.Z))
	for j, z := range d.Z {
		r.Z[j] = pick(z, keep)
	}
	r.Partial = make([][]float64, len(d.Partial))
	for j, z := range d.Partial {
		r.Partial[j] = pick(z, keep)
	}
	return &r
}

// An IVSystem is an instrumented design made ready: effects absorbed,
// collinear columns left out, instruments orthonormal. Columns X, y and Q are
// what the effects leave.
type IVSystem struct {
	d *Instrumented

	w    []float64 // as used, or nil
	n    float64   // observations
	sumw float64

	y  []float64
	x  [][]float64 // k regressors that are not omitted: endogenous, exogenous, the constant last
	at []int       // their places in the coefficients
	k1 int         // endogenous among them

	z   [][]float64 // excluded instruments that are not omitted
	zat []int       // their places in Z
	q   [][]float64 // l orthonormal instruments: l2 for the exogenous regressors, the constant first, then one for each of z
	l2  int

	qx *mat.Dense // Q'WX, l×k
	qy []float64  // Q'Wy

	omitted  []bool // of the columns of X
	zOmitted []bool // of those of Z

	part   *partialled // of X and then Z, when effects are absorbed
	degree []hdfe.Term // their degrees of freedom
	used   int         // parameters that absorbed effects use up
	nested int         // those that nesting in clusters frees
	taken  int         // parameters of d.Partial, the constant with them
}

// constant reports whether the constant is among the regressors, not absorbed
// or taken out.
func (s *IVSystem) constant() bool { return s.d.Constant && s.part == nil && s.d.Partial == nil }

// Constant reports whether the constant is among the regressors.
func (s *IVSystem) Constant() bool { return s.constant() }

// Degrees are the degrees of freedom of the absorbed effects.
func (s *IVSystem) Degrees() []hdfe.Term { return s.degree }

// Iterations is the number of iterations that absorbing took, 0 for a direct
// solution.
func (s *IVSystem) Iterations() int {
	if s.part == nil {
		return 0
	}
	return s.part.result.Iterations
}

// Taken is the number of parameters taken out by Partial.
func (s *IVSystem) Taken() int { return s.taken }

// L is the number of instruments, the constant included.
func (s *IVSystem) L() int { return len(s.q) }

// K is the number of regressors, the constant included.
func (s *IVSystem) K() int { return len(s.x) }

// L1 is the number of excluded instruments.
func (s *IVSystem) L1() int { return len(s.q) - s.l2 }

// K1 is the number of endogenous regressors.
func (s *IVSystem) K1() int { return s.k1 }

// Omitted tells which columns of X and of Z are left out as collinear or
// absent.
func (s *IVSystem) Omitted() (x, z []bool) { return s.omitted, s.zOmitted }

// NewIVSystem makes d ready for estimation. clusters, groups of rows, say
// which absorbed effects cost no degrees of freedom; rules how they are
// counted.
func NewIVSystem(d *Instrumented, clusters [][]int32, rules hdfe.Rules) (*IVSystem, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	s := &IVSystem{d: d, y: d.Y}
	s.w, s.n = d.weights()
	s.sumw = s.n
	x, z := d.X, d.Z
	var rounding func(int) float64
	if len(d.Effects) > 0 {
		all := d.Design
		all.X = append(append([][]float64(nil), d.X...), d.Z...)
		p, err := all.partial(d.Effects, reghdfeRule)
		if err != nil {
			return nil, err
		}
		s.part, s.y, x, z = p, p.y, p.x[:len(d.X)], p.x[len(d.X):]
		s.degree = rules.Degrees(d.Effects, clusters)
		s.used, s.nested = hdfe.Used(s.degree)
		rounding = p.rounding
	}
	if s.d.Partial != nil {
		var err error
		if x, z, err = s.takeOut(x, z, rounding); err != nil {
			return nil, err
		}
	}
	if err := s.choose(x, z, rounding); err != nil {
		return nil, err
	}
	switch {
	case s.K() == 0:
		return nil, ErrNothing
	case s.K() > s.L():
		return nil, ErrNotIdentified
	}
	return s, s.project()
}

// takeOut takes d.Partial, and the constant if there is one, out of y and the
// columns of x and z; columns of which rounding alone is left become nil.
func (s *IVSystem) takeOut(x, z [][]float64, rounding func(int) float64) (px, pz [][]float64, err error) {
	out := slices.Clone(s.d.Partial)
	if s.part != nil {
		all := s.d.Design
		all.X, all.Names = out, make([]string, len(out))
		p, err := all.partial(s.d.Effects, reghdfeRule)
		if err != nil {
			return nil, nil, err
		}
		out = p.x
	} else if s.d.Constant {
		out = append([][]float64{ones(len(s.y))}, out...)
	}
	p := &problem{ctx: s.d.context(), y: s.y, x: out, w: s.w}
	sol, err := p.solve()
	if err != nil {
		return nil, nil, err
	}
	var basis [][]float64
	for _, j := range sol.kept {
		basis = append(basis, out[j])
	}
	s.taken = len(basis)
	if basis, err = orthonormal(s.d.context(), basis, s.w); err != nil {
		return nil, nil, err
	}
	if s.y, err = s.less(s.y, basis); err != nil {
		return nil, nil, err
	}
	for k, list := range [][][]float64{x, z} {
		for j, c := range list {
			if c == nil {
				px, pz = place(px, pz, k, nil)
				continue
			}
			left, err := s.less(c, basis)
			if err != nil {
				return nil, nil, err
			}
			noise := 0.0
			if rounding != nil {
				noise = rounding(j + k*len(x))
			}
			if gone(c, left, noise) {
				left = nil
			}
			px, pz = place(px, pz, k, left)
		}
	}
	return px, pz, nil
}

// place appends v to a if k is 0, else to b.
func place(a, b [][]float64, k int, v []float64) (x, z [][]float64) {
	if k == 0 {
		return append(a, v), b
	}
	return a, append(b, v)
}

// gone reports whether left, what others leave of c, is rounding or noise.
func gone(c, left []float64, noise float64) bool {
	var before, after float64
	for i, v := range c {
		before += v * v
		after += left[i] * left[i]
	}
	return after <= max(1e-20*before, 100*noise)
}

// less is what the orthonormal basis leaves of c.
func (s *IVSystem) less(c []float64, basis [][]float64) ([]float64, error) {
	b, err := kernel.Cross(s.d.context(), basis, nil, s.w, [][]float64{c})
	if err != nil {
		return nil, err
	}
	v := make([]float64, len(c))
	return v, kernel.Subtract(s.d.context(), v, c, b, basis, nil)
}

// choose leaves out the columns that follow from others: exogenous regressors
// come first, then either instruments or endogenous regressors.
func (s *IVSystem) choose(x, z [][]float64, rounding func(int) float64) error {
	k, k1 := len(x), s.d.Endogenous
	exogenous := x[k1:]
	inX := func(j int) float64 { return rounding((j + k1) % k) }
	inZ := func(j int) float64 { return rounding(j + k1) }
	if rounding == nil {
		inX, inZ = nil, nil
	}
	left, err := s.dependent(append(append([][]float64(nil), exogenous...), z...), inZ)
	if err != nil {
		return err
	}
	right, err := s.dependent(append(append([][]float64(nil), exogenous...), x[:k1]...), inX)
	if err != nil {
		return err
	}
	k2 := len(exogenous)
	s.omitted, s.zOmitted = append(append([]bool(nil), right[k2:]...), right[:k2]...), left[k2:]
	var q2 [][]float64
	if s.constant() {
		q2 = append(q2, ones(len(s.y)))
	}
	for j, c := range x {
		if s.omitted[j] {
			continue
		}
		if j < k1 {
			s.k1++
		} else {
			q2 = append(q2, c)
		}
		s.x, s.at = append(s.x, c), append(s.at, j)
	}
	if s.constant() {
		s.x, s.at = append(s.x, q2[0]), append(s.at, k)
	}
	s.l2 = len(q2)
	for j, c := range z {
		if !s.zOmitted[j] {
			s.z, s.zat = append(s.z, c), append(s.zat, j)
		}
	}
	s.q, err = orthonormal(s.d.context(), append(q2, s.z...), s.w)
	return err
}

// dependent tells which columns follow from earlier ones.
func (s *IVSystem) dependent(cols [][]float64, rounding func(int) float64) ([]bool, error) {
	p := &problem{ctx: s.d.context(), y: s.y, x: cols, w: s.w, constant: s.constant(), rounding: rounding}
	sol, err := p.solve()
	if err != nil {
		return nil, err
	}
	return sol.omitted, nil
}

// project computes Q'WX and Q'Wy.
func (s *IVSystem) project() error {
	l, k := s.L(), s.K()
	s.qx = newDense(l, k)
	if l == 0 {
		return nil
	}
	g, err := kernel.Cross(s.d.context(), s.q, nil, s.w, append(append([][]float64(nil), s.x...), s.y))
	if err != nil {
		return err
	}
	s.qy = make([]float64, l)
	for i := range l {
		for j := range k {
			v := g[i*(k+1)+j]
			if j >= s.k1 && i >= s.l2 { // an exogenous regressor
				v = 0
			}
			s.qx.Set(i, j, v)
		}
		s.qy[i] = g[i*(k+1)+k]
	}
	return nil
}

// fitted is Q·p, columns of n, for the l×k matrix p.
func (s *IVSystem) fitted(p *mat.Dense) ([][]float64, error) {
	l, k := p.Dims()
	out := make([][]float64, k)
	for j := range out {
		minus := make([]float64, l)
		for i := range minus {
			minus[i] = -p.At(i, j)
		}
		out[j] = make([]float64, len(s.y))
		if err := kernel.Subtract(s.d.context(), out[j], out[j], minus, s.q, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// residuals is y - Xb.
func (s *IVSystem) residuals(b []float64) ([]float64, error) {
	u := make([]float64, len(s.y))
	return u, kernel.Subtract(s.d.context(), u, s.y, b, s.x, nil)
}

// An ivSolution is what an estimator of a system finds.
type ivSolution struct {
	b     []float64     // k coefficients
	u     []float64     // n residuals
	bread *mat.SymDense // k×k
	p     *mat.Dense    // l×k: the columns of Q·p times u are the scores, which sum to zero
	rss   float64
	extra []Named
}

// leastSquares finds the b that minimizes the length of c - A·b, and (A'A)⁻¹.
func leastSquares(a *mat.Dense, c []float64) (b []float64, bread *mat.SymDense, err error) {
	_, k := a.Dims()
	bread = newSym(k)
	if k == 0 {
		return nil, bread, nil
	}
	scaled := mat.DenseCopyOf(a)
	scale := make([]float64, k)
	for j := range k {
		scale[j] = mat.Norm(scaled.ColView(j), 2)
		if scale[j] == 0 {
			return nil, nil, ErrNotIdentified
		}
		for i := range c {
			scaled.Set(i, j, scaled.At(i, j)/scale[j])
		}
	}
	var qr mat.QR
	qr.Factorize(scaled)
	var r mat.Dense
	qr.RTo(&r)
	inv := mat.NewTriDense(k, mat.Upper, nil)
	for i := range k {
		if !(math.Abs(r.At(i, i)) > 1e-13) {
			return nil, nil, ErrNotIdentified
		}
		for j := i; j < k; j++ {
			inv.SetTri(i, j, r.At(i, j))
		}
	}
	if err := inv.InverseTri(inv); err != nil && !errors.As(err, new(mat.Condition)) {
		return nil, nil, ErrNotIdentified
	}
	var x mat.VecDense
	if err := qr.SolveVecTo(&x, false, mat.NewVecDense(len(c), c)); err != nil && x.IsEmpty() {
		return nil, nil, ErrNotIdentified
	}
	b = make([]float64, k)
	for i := range k {
		b[i] = x.AtVec(i) / scale[i]
		for j := i; j < k; j++ {
			var v float64
			for l := j; l < k; l++ {
				v += inv.At(i, l) * inv.At(j, l)
			}
			bread.SetSym(i, j, v/(scale[i]*scale[j]))
		}
	}
	return b, bread, nil
}
