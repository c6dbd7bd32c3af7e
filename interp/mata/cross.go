package mata

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/kernel"
)

// crossFuncs are cross products, means and variances. Rows with a missing
// value are left out, as are those whose weight is missing.
var crossFuncs = map[string]builtin{
	"cross": {2, 5, fnCross}, "quadcross": {2, 5, fnCross},
	"crossdev": {4, 5, fnCrossDev}, "quadcrossdev": {4, 5, fnCrossDev},
	"mean": {1, 2, fnMean}, "quadmean": {1, 2, fnMean},
	"variance": {1, 2, fnVariance}, "quadvariance": {1, 2, fnVariance},
	"meanvariance": {1, 2, fnMeanVariance}, "quadmeanvariance": {1, 2, fnMeanVariance},
	"correlation": {1, 2, fnCorrelation}, "quadcorrelation": {1, 2, fnCorrelation},
	"corr": {1, 1, func(c *call) (value, error) {
		v, err := c.square(0)
		if err != nil {
			return value{}, err
		}
		return corrOf(v), nil
	}},
}

// A sample is the rows of matrices that are complete, with their weights.
type sample struct {
	rows []int
	w    []float64 // nil for none
}

// weightArg reads argument i, weights: a scalar counts as none but for its
// value.
func (c *call) weightArg(i, n int) ([]float64, error) {
	if !c.has(i) {
		return nil, nil
	}
	w, err := c.vector(i)
	if err != nil {
		return nil, err
	}
	if w.scalar() {
		if w.at(0) == 1 {
			return nil, nil
		}
		w = spread(w, n, 1)
	}
	if w.size() != n {
		return nil, c.fail(conformability)
	}
	return w.nums(), nil
}

// completeRows returns the rows in which none of the matrices lacks a value.
func completeRows(w []float64, ms ...value) sample {
	s := sample{w: w}
rows:
	for i := range ms[0].rows {
		if w != nil && w[i] >= frame.Missing {
			continue
		}
		for _, m := range ms {
			for j := range m.cols {
				if m.at(i*m.cols+j) >= frame.Missing {
					continue rows
				}
			}
		}
		s.rows = append(s.rows, i)
	}
	return s
}

// product is X'diag(w)Z over the sample, about xbar and zbar. A column of ones
// joins X or Z if so is wished.
func (s sample) product(x, z value, xc, zc bool, xbar, zbar []float64) value {
	column := func(m value, j int, bar []float64) []float64 {
		out := make([]float64, len(s.rows))
		for k, i := range s.rows {
			out[k] = 1
			if j < m.cols {
				out[k] = m.at(i*m.cols + j)
			}
			if bar != nil && j < len(bar) {
				out[k] -= bar[j]
			}
		}
		return out
	}
	columns := func(m value, cons bool, bar []float64) [][]float64 {
		var out [][]float64
		n := m.cols
		if cons {
			n++
		}
		for j := range n {
			out = append(out, column(m, j, bar))
		}
		return out
	}
	xs, zs := columns(x, xc, xbar), columns(z, zc, zbar)
	if s.w != nil {
		for _, col := range zs {
			for k, i := range s.rows {
				col[k] *= s.w[i]
			}
		}
	}
	out := zeros(len(xs), len(zs))
	for i := range xs {
		for j := range zs {
			out.num[i*len(zs)+j] = frame.Value(kernel.Dot(xs[i], zs[j]).Float())
		}
	}
	return out
}

// crossArgs reads the arguments (X, Z), (X, w, Z), (X, xc, Z, zc) or
// (X, xc, w, Z, zc).
func (c *call) crossArgs() (x, z value, xc, zc bool, s sample, err error) {
	at, wat := 1, -1
	switch c.n() {
	case 3:
		at, wat = 2, 1
	case 4:
		at = 2
	case 5:
		at, wat = 3, 2
	}
	if c.n() >= 4 {
		flags := [2]float64{}
		for i, k := range []int{1, c.n() - 1} {
			if flags[i], err = c.num(k); err != nil {
				return
			}
		}
		xc, zc = flags[0] != 0, flags[1] != 0
	}
	if x, err = c.matrix(0); err != nil {
		return
	}
	if z, err = c.matrix(at); err != nil {
		return
	}
	if x.rows != z.rows {
		err = c.fail(conformability)
		return
	}
	var w []float64
	if wat > 0 {
		if w, err = c.weightArg(wat, x.rows); err != nil {
			return
		}
	}
	return x, z, xc, zc, completeRows(w, x, z), nil
}

func fnCross(c *call) (value, error) {
	x, z, xc, zc, s, err := c.crossArgs()
	if err != nil {
		return value{}, err
	}
	return s.product(x, z, xc, zc, nil, nil), nil
}

// fnCrossDev has the arguments (X, xbar, Z, zbar) or (X, xbar, w, Z, zbar).
func fnCrossDev(c *call) (value, error) {
	at := 2
	if c.n() == 5 {
		at = 3
	}
	x, err := c.matrix(0)
	if err != nil {
		return value{}, err
	}
	xbar, err := c.vector(1)
	if err != nil {
		return value{}, err
	}
	z, err := c.matrix(at)
	if err != nil {
		return value{}, err
	}
	zbar, err := c.vector(at + 1)
	if err != nil {
		return value{}, err
	}
	if x.rows != z.rows || xbar.size() != x.cols || zbar.size() != z.cols {
		return value{}, c.fail(conformability)
	}
	var w []float64
	if at == 3 {
		if w, err = c.weightArg(2, x.rows); err != nil {
			return value{}, err
		}
	}
	return completeRows(w, x, z).product(x, z, false, false, xbar.nums(), zbar.nums()), nil
}

// moments are the means and the variance matrix of the complete rows.
func (c *call) moments(wantVariance bool) (mean, variance value, err error) {
	x, err := c.matrix(0)
	if err != nil {
		return mean, variance, err
	}
	w, err := c.weightArg(1, x.rows)
	if err != nil {
		return mean, variance, err
	}
	s := completeRows(w, x)
	n := float64(len(s.rows))
	if w != nil {
		n = 0
		for _, i := range s.rows {
			n += w[i]
		}
	}
	ones := zeros(x.rows, 0)
	mean = s.product(ones, x, true, false, nil, nil)
	for j := range mean.num {
		mean.num[j] = frame.Value(mean.num[j] / n)
	}
	if !wantVariance {
		return mean, variance, nil
	}
	variance = s.product(x, x, false, false, mean.num, mean.num)
	for k := range variance.num {
		variance.num[k] = frame.Value(variance.num[k] / (n - 1))
	}
	return mean, variance, nil
}

func fnMean(c *call) (value, error) {
	m, _, err := c.moments(false)
	return m, err
}

func fnVariance(c *call) (value, error) {
	_, v, err := c.moments(true)
	return v, err
}

func fnMeanVariance(c *call) (value, error) {
	m, v, err := c.moments(true)
	if err != nil {
		return value{}, err
	}
	return joinRows(m, v)
}

func fnCorrelation(c *call) (value, error) {
	_, v, err := c.moments(true)
	if err != nil {
		return value{}, err
	}
	return corrOf(v), nil
}

// corrOf makes correlations of variances.
func corrOf(v value) value {
	out := zeros(v.rows, v.cols)
	for i := range v.rows {
		for j := range v.cols {
			x := v.at(i*v.cols+j) / math.Sqrt(v.at(i*v.cols+i)*v.at(j*v.cols+j))
			if i == j && x == x {
				x = 1
			}
			out.num[i*v.cols+j] = frame.Value(x)
		}
	}
	return out
}
