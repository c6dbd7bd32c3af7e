package margin

import (
	"context"
	"math"

	"github.com/didot-lang/didot/stats/elementary"
	"github.com/didot-lang/didot/stats/kernel"
)

// A Value is a prediction at m indices, its gradient, and its m x m matrix of
// second derivatives, row by row.
type Value struct {
	F    float64
	G, H []float64
}

// A Function computes the prediction of row i at indices eta. It must set all
// of v.
type Function func(i int, eta []float64, v *Value)

// A Form says what is averaged: the prediction p or its derivative by x.
type Form int

// The forms.
const (
	Level Form = iota // p
	Log               // ln p
	DyDx              // dp/dx
	EyDx              // dp/dx / p
	DyEx              // dp/dx * x
	EyEx              // dp/dx * x/p
)

// A Cell is what is averaged over which rows.
type Cell struct {
	B       []float64 // coefficients
	Indices []Index
	At      Function
	ByRow   bool // At looks at the number of the row
	N       int  // rows
	W       []float64
	Form    Form
	Deriv   [][]Column // derivatives of the columns of each index by x
	X       Column     // x itself, for elasticities
}

// Average is the weighted mean over the rows of positive or negative weight,
// and its derivatives by all coefficients.
func (c *Cell) Average(ctx context.Context) (mean float64, jacobian []float64, err error) {
	n, w := c.N, c.W
	if c.Fixed() {
		n, w = 1, nil
	}
	k := len(c.B)
	sum, err := kernel.Reduce(ctx, n, k+2, func(lo, hi int, out []float64) {
		b := newBlock(c)
		for ; lo < hi; lo += blockRows {
			b.add(lo, min(hi, lo+blockRows), w, out)
		}
	})
	if err != nil {
		return 0, nil, err
	}
	total := sum[k+1]
	for j := range sum {
		sum[j] /= total
	}
	return sum[k], sum[:k], nil
}

// Fixed reports whether all rows are the same.
func (c *Cell) Fixed() bool {
	if c.ByRow || !c.X.Fixed() {
		return false
	}
	for i := range c.Indices {
		if !c.Indices[i].fixed() {
			return false
		}
	}
	for _, cols := range c.Deriv {
		for _, x := range cols {
			if !x.Fixed() {
				return false
			}
		}
	}
	return true
}

const blockRows = 512

// A block computes some rows of a cell at a time.
type block struct {
	c             *Cell
	cols, deriv   [][][]float64 // by index and column
	eta, gamma    [][]float64   // indices, and their derivatives by x
	wf, wx        [][]float64   // by index: weights of columns, of their derivatives
	x             []float64
	at, direction []float64 // one row of eta and gamma
	v             Value
}

func newBlock(c *Cell) *block {
	m := len(c.Indices)
	rows := func(k int) [][]float64 {
		out := make([][]float64, k)
		for j := range out {
			out[j] = make([]float64, blockRows)
		}
		return out
	}
	b := &block{c: c, eta: rows(m), gamma: rows(m), wf: rows(m), wx: rows(m), x: make([]float64, blockRows)}
	for i := range c.Indices {
		b.cols = append(b.cols, rows(len(c.Indices[i].Cols)))
		if c.Deriv != nil {
			b.deriv = append(b.deriv, rows(len(c.Deriv[i])))
		}
	}
	b.at, b.direction = make([]float64, m), make([]float64, m)
	b.v = Value{G: make([]float64, m), H: make([]float64, m*m)}
	return b
}

// add adds the rows lo to hi to out: derivatives by coefficients, the value,
// and the weight.
func (b *block) add(lo, hi int, w, out []float64) {
	c, n := b.c, hi-lo
	b.load(lo, hi)
	k := len(c.B)
	for r := range n {
		weight := 1.0
		if w != nil {
			weight = w[lo+r]
		}
		for i := range c.Indices {
			b.wf[i][r], b.wx[i][r] = 0, 0
		}
		if weight == 0 {
			continue
		}
		out[k] += float64(weight * b.row(lo, r, weight))
		out[k+1] += weight
	}
	for i := range c.Indices {
		for j, at := range c.Indices[i].At {
			out[at] += dot(b.wf[i][:n], b.cols[i][j])
			if c.Deriv != nil && !(c.Deriv[i][j].Scale == 0) {
				out[at] += dot(b.wx[i][:n], b.deriv[i][j])
			}
		}
	}
}

func dot(x, y []float64) float64 {
	var s float64
	for i, v := range x {
		s += float64(v * y[i])
	}
	return s
}

// load computes columns, indices and their derivatives.
func (b *block) load(lo, hi int) {
	c, n := b.c, hi-lo
	c.X.read(lo, hi, b.x[:n])
	for i := range c.Indices {
		x := &c.Indices[i]
		eta, gamma := b.eta[i][:n], b.gamma[i][:n]
		clear(eta)
		clear(gamma)
		if x.Offset != nil {
			x.Offset.read(lo, hi, eta)
		}
		for j, at := range x.At {
			x.Cols[j].read(lo, hi, b.cols[i][j][:n])
			addScaled(eta, c.B[at], b.cols[i][j])
			if c.Deriv != nil {
				c.Deriv[i][j].read(lo, hi, b.deriv[i][j][:n])
				addScaled(gamma, c.B[at], b.deriv[i][j])
			}
		}
	}
}

func addScaled(to []float64, b float64, x []float64) {
	if b == 0 {
		return
	}
	for i := range to {
		to[i] += float64(b * x[i])
	}
}

// row is the value of row lo+r; it sets the weights of columns.
func (b *block) row(lo, r int, weight float64) float64 {
	c, m := b.c, len(b.c.Indices)
	for i := range m {
		b.at[i], b.direction[i] = b.eta[i][r], b.gamma[i][r]
	}
	v := &b.v
	c.At(lo+r, b.at, v)
	var slope float64 // dp/dx
	for i := range m {
		slope += float64(v.G[i] * b.direction[i])
	}
	scale, value := 1.0, v.F
	switch c.Form {
	case Level, Log:
		if c.Form == Log {
			scale, value = 1/v.F, elementary.Log(v.F)
		}
		for i := range m {
			b.wf[i][r] = weight * scale * v.G[i]
		}
		return value
	case DyEx, EyEx:
		scale = b.x[r]
	}
	ratio := 0.0 // what the derivative of 1/p adds
	if c.Form == EyDx || c.Form == EyEx {
		scale /= v.F
		ratio = slope / v.F
	}
	for i := range m {
		bend := 0.0 // the derivative of slope by index i
		for l := range m {
			bend += float64(v.H[i*m+l] * b.direction[l])
		}
		b.wf[i][r] = weight * scale * (bend - float64(ratio*v.G[i]))
		b.wx[i][r] = weight * scale * v.G[i]
	}
	if slope == 0 && math.IsInf(scale, 0) {
		return math.NaN()
	}
	return scale * slope
}

// Values are the predictions of all rows, of those of weight zero too.
func (c *Cell) Values(ctx context.Context) ([]float64, error) {
	out := make([]float64, c.N)
	err := kernel.Blocks(ctx, c.N, func(_, lo, hi int) {
		b := newBlock(c)
		for ; lo < hi; lo += blockRows {
			end := min(hi, lo+blockRows)
			b.load(lo, end)
			for r := range end - lo {
				for i := range c.Indices {
					b.at[i] = b.eta[i][r]
				}
				c.At(lo+r, b.at, &b.v)
				out[lo+r] = b.v.F
			}
		}
	})
	return out, err
}

// Reach is, for each coefficient, the largest absolute value of its columns:
// how far indices move with it.
func (c *Cell) Reach() []float64 {
	out := make([]float64, len(c.B))
	x := make([]float64, blockRows)
	for i := range c.Indices {
		for j, at := range c.Indices[i].At {
			for lo := 0; lo < c.N; lo += blockRows {
				hi := min(c.N, lo+blockRows)
				c.Indices[i].Cols[j].read(lo, hi, x[:hi-lo])
				for _, v := range x[:hi-lo] {
					out[at] = max(out[at], math.Abs(v))
				}
			}
		}
	}
	return out
}
