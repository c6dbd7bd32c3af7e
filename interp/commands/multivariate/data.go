package multivariate

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Variables are the variables analysed over the rows where none is missing.
type variables struct {
	names      []string
	rows       frame.Rows
	n          float64
	means, sds []float64
	covariance *mat.SymDense
	corr       *mat.SymDense
}

func readVariables(c *interp.Call) (*variables, error) {
	rows, w, kind, err := c.Weighted()
	if err != nil {
		return nil, err
	}
	rows = rows.Where(func(r int) bool {
		for _, col := range c.Vars {
			if col.Missing(r) {
				return false
			}
		}
		return true
	})
	v := &variables{rows: rows}
	cols := make([][]float64, len(c.Vars))
	var weights []float64
	for r := range rows.Each {
		if w != nil {
			weights = append(weights, w[r])
		}
		for j, col := range c.Vars {
			cols[j] = append(cols[j], col.Num(r))
		}
	}
	if len(cols[0]) == 0 {
		return nil, rc.NoObs.Errorf("no observations")
	}
	for j, col := range c.Vars {
		s := stats.Describe(cols[j], weights, kind)
		if !(s.SD > 0) {
			return nil, rc.UserError.Errorf("%s has zero variance", col.Name)
		}
		v.names, v.means, v.sds = append(v.names, col.Name), append(v.means, s.Mean), append(v.sds, s.SD)
	}
	v.covariance, v.n, err = stats.Covariances(cols, weights, kind)
	if err != nil {
		return nil, err
	}
	v.corr = stats.Correlations(v.covariance)
	return v, nil
}

// row is a 1×k matrix of values named after names.
func row(values []float64, names []string) *interp.Matrix {
	m := interp.NewMatrix(1, len(values))
	for j, x := range values {
		m.Set(0, j, frame.Value(x))
	}
	m.Rows, m.Cols = []string{"r1"}, names
	return m
}

// table is a matrix with the given names.
func table(x mat.Matrix, rows, cols []string) *interp.Matrix {
	r, k := x.Dims()
	m := interp.NewMatrix(r, k)
	for i := range r {
		for j := range k {
			m.Set(i, j, frame.Value(x.At(i, j)))
		}
	}
	m.Rows, m.Cols = rows, cols
	return m
}

// dense is the numbers of a stored matrix.
func dense(m *interp.Matrix) *mat.Dense { return mat.DenseCopyOf(m.Dense) }

// symmetric is the numbers of a stored symmetric matrix.
func symmetric(m *interp.Matrix) *mat.SymDense {
	k, _ := m.Dims()
	out := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			out.SetSym(i, j, m.At(i, j))
		}
	}
	return out
}

// trace is the sum of the diagonal.
func trace(m mat.Symmetric) float64 {
	sum := 0.0
	for i := range m.SymmetricDim() {
		sum += m.At(i, i)
	}
	return sum
}

// retained is how many of the eigenvalues, descending, exceed least, at most
// most of them, 0 for any number.
func retained(values []float64, most int, least float64) int {
	n := 0
	for n < len(values) && values[n] > least {
		n++
	}
	if most > 0 {
		n = min(n, most)
	}
	return n
}

// near is x, or 0 if it is so but for rounding on the scale given.
func near(x, scale float64) float64 {
	if math.Abs(x) < 1e-12*scale {
		return 0
	}
	return x
}
