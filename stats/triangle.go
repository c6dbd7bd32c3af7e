package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A triangle is a lower triangular Cholesky factor that grows by rows.
type triangle struct {
	rows [][]float64 // row i has i+1 entries
}

func newTriangle(n int) *triangle { return &triangle{rows: make([][]float64, 0, n)} }

// pivot turns row, the products of a new column with those factored, into
// its row of the factor and returns what is left of its own product d.
func (t *triangle) pivot(row []float64, d float64) float64 {
	t.forward(row)
	for _, v := range row {
		d -= v * v
	}
	return d
}

// push appends the row that pivot made.
func (t *triangle) push(row []float64, pivot float64) {
	r := make([]float64, len(row)+1)
	copy(r, row)
	r[len(row)] = math.Sqrt(pivot)
	t.rows = append(t.rows, r)
}

// forward solves L·x = b in place.
func (t *triangle) forward(b []float64) []float64 {
	for i, r := range t.rows {
		s := b[i]
		for j, v := range r[:i] {
			s -= v * b[j]
		}
		b[i] = s / r[i]
	}
	return b
}

// backward solves L'·x = b in place.
func (t *triangle) backward(b []float64) []float64 {
	for i := len(t.rows) - 1; i >= 0; i-- {
		r := t.rows[i]
		b[i] /= r[i]
		for j, v := range r[:i] {
			b[j] -= v * b[i]
		}
	}
	return b
}

// inverse is (L·L')⁻¹.
func (t *triangle) inverse() *mat.SymDense {
	k := len(t.rows)
	if k == 0 {
		return &mat.SymDense{}
	}
	inv := make([][]float64, k) // column j of L⁻¹, from entry j on
	for j := range k {
		c := make([]float64, k-j)
		c[0] = 1 / t.rows[j][j]
		for i := j + 1; i < k; i++ {
			var s float64
			for l, v := range t.rows[i][j:i] {
				s -= v * c[l]
			}
			c[i-j] = s / t.rows[i][i]
		}
		inv[j] = c
	}
	out := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			var s float64
			ca := inv[a][b-a:]
			for l, v := range inv[b] {
				s += v * ca[l]
			}
			out.SetSym(a, b, s)
		}
	}
	return out
}
