package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// CR2 is the extension of HC2 to clusters: residuals u of a cluster are
// replaced by (I-H)^(-½)·u, H being the cluster's block of the hat matrix. It
// is unbiased when errors are independent and of equal variance. Bell and
// McCaffrey (2002, Survey Methodology 28:169-181); where I-H is singular, as
// when the cluster has a dummy of its own, its generalized inverse is used:
// Pustejovsky and Tipton (2018, J. Business & Economic Statistics 36:672-683).
type CR2 struct {
	Group []int32 // the code of each row, counted from 0; nil makes each row a cluster
	Name  string  // of the cluster variable

	// Adjust gives each coefficient the degrees of freedom of Bell and
	// McCaffrey, those of Satterthwaite under independent equal errors.
	Adjust bool
}

// Cov implements VCE.
func (c CR2) Cov(s *Sandwich) (*Covariance, error) {
	if s.W != nil || s.Scores != nil || s.Hat != nil {
		return nil, ErrVCE
	}
	out := &Covariance{Kind: "hc2", Type: "Robust HC2", Factor: 1, DF: s.df()}
	rows := c.rows(len(s.U))
	if c.Group != nil {
		if len(rows) < 2 {
			return nil, ErrFewGroups
		}
		out.Names, out.Clusters = []string{c.Name}, []int{len(rows)}
		out.DF = s.clusterDF(len(rows))
	}
	k := s.Bread.SymmetricDim()
	meat := make([]float64, k*k)
	if k == 0 {
		out.V = newSym(0)
		return out, nil
	}
	root, ok := rootOf(s.Bread)
	if !ok {
		return nil, ErrVCE
	}
	blocks := make([]block, 0, len(rows))
	score := make([]float64, k)
	for _, r := range rows {
		if err := s.context().Err(); err != nil {
			return nil, err
		}
		b := s.block(r, root)
		blocks = append(blocks, b)
		clear(score)
		s.addScores(score, r)
		w := b.adjusted(times(root.T(), score))
		for i := range k {
			for j := range k {
				meat[i*k+j] += w[i] * w[j]
			}
		}
	}
	var half, full mat.Dense
	half.Mul(root, mat.NewDense(k, k, meat))
	full.Mul(&half, root.T())
	out.V = newSym(k)
	for i := range k {
		for j := i; j < k; j++ {
			out.V.SetSym(i, j, full.At(i, j))
		}
	}
	if c.Adjust {
		out.Contrast = func(r []float64) float64 { return satterthwaite(blocks, times(root.T(), r)) }
	}
	return out, nil
}

// rows lists the rows of each cluster.
func (c CR2) rows(n int) [][]int {
	if c.Group == nil {
		out := make([][]int, n)
		for i := range out {
			out[i] = []int{i}
		}
		return out
	}
	codes, groups := compact(c.Group)
	out := make([][]int, groups)
	for i, g := range codes {
		out[g] = append(out[g], i)
	}
	return out
}

// rootOf is a matrix R with RR' = v.
func rootOf(v *mat.SymDense) (*mat.TriDense, bool) {
	var c mat.Cholesky
	if !c.Factorize(v) {
		return nil, false
	}
	var root mat.TriDense
	c.LTo(&root)
	return &root, true
}

// times is m·x.
func times(m mat.Matrix, x []float64) []float64 {
	var v mat.VecDense
	v.MulVec(m, mat.NewVecDense(len(x), x))
	return v.RawVector().Data
}

func inner(x, y []float64) float64 {
	var sum float64
	for i, v := range x {
		sum += float64(v * y[i])
	}
	return sum
}

// addScores adds the scores of rows to sum.
func (s *Sandwich) addScores(sum []float64, rows []int) {
	for j, x := range s.X {
		for _, i := range rows {
			sum[j] += float64(x[i] * s.U[i])
		}
	}
}

// whole is the part of a direction in a cluster, or outside it, that counts
// as none.
const whole = 1e-10

// A block is a cluster's block H of the hat matrix, by way of R'X'XR, which
// has the eigenvalues of H: X the cluster's rows, RR' the bread.
type block struct {
	values  []float64   // eigenvalues, all positive
	vectors [][]float64 // of R'X'XR
}

func (s *Sandwich) block(rows []int, root *mat.TriDense) block {
	k := len(s.X)
	if len(rows) == 1 {
		x := make([]float64, k)
		for j := range x {
			x[j] = s.X[j][rows[0]]
		}
		x = times(root.T(), x)
		h := inner(x, x)
		if h == 0 {
			return block{}
		}
		for j := range x {
			x[j] /= math.Sqrt(h)
		}
		return block{[]float64{h}, [][]float64{x}}
	}
	part := mat.NewDense(len(rows), k, nil)
	for a, i := range rows {
		for j := range k {
			part.Set(a, j, s.X[j][i])
		}
	}
	var q mat.Dense
	q.Mul(part, root)
	square := newSym(k)
	square.SymOuterK(1, q.T())
	var e mat.EigenSym
	if !e.Factorize(square, true) {
		return block{}
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	var b block
	for j, v := range e.Values(nil) {
		if v > whole {
			b.values = append(b.values, v)
			b.vectors = append(b.vectors, mat.Col(nil, j, &vectors))
		}
	}
	return b
}

// rest is 1-λ of eigenvalue j, 0 if the cluster takes up the direction whole.
func (b block) rest(j int) float64 {
	if r := 1 - b.values[j]; r > whole {
		return r
	}
	return 0
}

// adjusted is w, a sum of scores times R', with residuals multiplied by
// (I-H)^(-½).
func (b block) adjusted(w []float64) []float64 {
	out := append([]float64(nil), w...)
	for j, v := range b.vectors {
		f := -1.0
		if r := b.rest(j); r > 0 {
			f += 1 / math.Sqrt(r)
		}
		f *= inner(v, w)
		for i := range out {
			out[i] += f * v[i]
		}
	}
	return out
}

// satterthwaite is the degrees of freedom of a combination c of coefficients,
// given as R'c: tr(M)²/tr(M²), where c'Vc = u'GG'u for the matrix G with a
// column for each cluster, and M = G'(I-H)G.
func satterthwaite(blocks []block, c []float64) float64 {
	k := len(c)
	sum := newSym(k) // of yy'; M is diag(d) - Y'Y
	var trace, squares float64
	for _, b := range blocks {
		var d float64
		y := make([]float64, k)
		for j, v := range b.vectors {
			r := b.rest(j)
			if r == 0 {
				continue
			}
			p := inner(v, c)
			d += b.values[j] / r * p * p
			for i := range y {
				y[i] += b.values[j] / math.Sqrt(r) * p * v[i]
			}
		}
		yy := inner(y, y)
		trace += d - yy
		squares += d*d - 2*d*yy
		sum.SymRankOne(sum, 1, mat.NewVecDense(k, y))
	}
	f := mat.Norm(sum, 2)
	return trace * trace / (squares + f*f)
}
