package did

import (
	"errors"
	"fmt"
	"math"
)

// What can be wrong with the data of a contrast.
var (
	ErrNoGroup   = errors.New("one of the groups is empty")
	ErrNoOverlap = errors.New("the treated can be told from the untreated by the covariates: no overlap")
)

// A Contrast compares a treated group with an untreated one in two periods,
// before and after treatment. Its rows are units of a panel, or observations
// of repeated cross sections.
type Contrast struct {
	Y       []float64   // change of the outcome; in cross sections the outcome
	Post    []bool      // in cross sections, whether the row is of the later period; nil for a panel
	Treated []bool      // in the treated group
	X       [][]float64 // covariates, an intercept being added
	W       []float64   // weights; nil for ones
	Trim    float64     // untreated rows with a propensity score of that much or more do not count; 0 for none
	Plain   bool        // doubly robust estimators for cross sections that are not locally efficient
}

// A Method estimates the average effect on the treated group, and its influence
// function over the rows: estimate less effect is about Σ inf, and the variance
// Σ inf².
type Method func(*Contrast) (att float64, inf []float64, err error)

// Regression extrapolates the untreated group's changes by least squares:
// Heckman, Ichimura and Todd (1997), as in Sant'Anna and Zhao (2020, J.
// Econometrics 219:101-122), eq. 2.2.
func Regression(c *Contrast) (float64, []float64, error) { return c.estimate(byRegression) }

// AbadieWeighting weights the untreated by the odds of being treated: Abadie
// (2005, Review of Economic Studies 72:1-19), weights not normalised.
func AbadieWeighting(c *Contrast) (float64, []float64, error) { return c.estimate(byAbadie) }

// Weighting is AbadieWeighting with weights that sum to one (Hajek).
func Weighting(c *Contrast) (float64, []float64, error) { return c.estimate(byWeighting) }

// DoublyRobust combines least squares and weighting by a logit: Sant'Anna and
// Zhao (2020), eq. 2.5 with inverse probability weights, for cross sections
// eq. 2.7, or eq. 2.6 if Plain.
func DoublyRobust(c *Contrast) (float64, []float64, error) { return c.estimate(byBoth) }

// Improved is DoublyRobust with nuisance functions estimated so that inference
// is doubly robust too: inverse probability tilting and weighted least squares,
// Sant'Anna and Zhao (2020), section 3.
func Improved(c *Contrast) (float64, []float64, error) { return c.estimate(byTilting) }

// WeightedRegression extrapolates the changes of the untreated group of a panel
// by least squares, weighted by the odds of a logit: inverse probability
// weighted regression adjustment.
func WeightedRegression(c *Contrast) (float64, []float64, error) {
	if c.Post != nil {
		panic("did: weighted regression adjustment is for panels")
	}
	return c.estimate(byWeightedRegression)
}

// A contrastWork is a Contrast in the form in which it is computed.
type contrastWork struct {
	n       int
	y, w    []float64
	d, t    []float64 // 1 for treated, 1 for the later period
	panel   bool
	plain   bool
	trim    float64
	x       [][]float64 // independent columns, the intercept first, the others standardised
	inf     []float64
	treated float64 // sum of weights of the treated
}

// estimate prepares c and lets f compute.
func (c *Contrast) estimate(f func(*contrastWork) (float64, error)) (float64, []float64, error) {
	n := len(c.Y)
	if len(c.Treated) != n || c.W != nil && len(c.W) != n || c.Post != nil && len(c.Post) != n {
		panic(fmt.Sprintf("did: %d outcomes, %d treatments, %d weights", n, len(c.Treated), len(c.W)))
	}
	s := &contrastWork{n: n, y: c.Y, w: c.W, panel: c.Post == nil, trim: c.Trim, plain: c.Plain}
	s.d, s.t, s.inf = make([]float64, n), make([]float64, n), make([]float64, n)
	if s.w == nil {
		s.w = make([]float64, n)
		for i := range s.w {
			s.w[i] = 1
		}
	}
	var group [4]float64 // sums of weights
	for i := range n {
		k := 0
		if c.Treated[i] {
			s.d[i], k = 1, 2
			s.treated += s.w[i]
		}
		if s.panel || c.Post[i] {
			s.t[i] = 1
			k++
		}
		group[k] += s.w[i]
	}
	if group[1] <= 0 || group[3] <= 0 || !s.panel && (group[0] <= 0 || group[2] <= 0) {
		return math.NaN(), nil, ErrNoGroup
	}
	s.x = independent(c.X, s.w)
	att, err := f(s)
	if err == nil && (math.IsNaN(att) || math.IsInf(att, 0)) {
		err = ErrNoOverlap
	}
	if err != nil {
		return math.NaN(), nil, err
	}
	return att, s.inf, nil
}

// independent standardises columns, leaves out those that follow from earlier
// ones, and puts an intercept first.
func independent(cols [][]float64, w []float64) [][]float64 {
	n := len(w)
	one := make([]float64, n)
	for i := range one {
		one[i] = 1
	}
	out := [][]float64{one}
	var base [][]float64 // orthogonal to one another
	for _, c := range cols {
		x, scale := standardised(c, w)
		if scale == 0 {
			continue
		}
		left := append([]float64(nil), x...)
		for range 2 { // twice is enough for orthogonality to working precision
			for _, b := range base {
				addScaled(left, -weightedDot(left, b, w)/weightedDot(b, b, w), b)
			}
		}
		if weightedDot(left, left, w) <= 1e-18*weightedDot(x, x, w) {
			continue
		}
		base = append(base, left)
		out = append(out, left)
	}
	return out
}

// standardised is x less its weighted mean, over its weighted deviation, which
// is 0 for a constant.
func standardised(x, w []float64) ([]float64, float64) {
	var sum, total float64
	for i, v := range x {
		sum += w[i] * v
		total += w[i]
	}
	mean := sum / total
	out := make([]float64, len(x))
	var ss, size float64
	for i, v := range x {
		out[i] = v - mean
		ss += w[i] * out[i] * out[i]
		size = max(size, math.Abs(v))
	}
	sd := math.Sqrt(ss / total)
	if sd <= 1e-13*size {
		return nil, 0
	}
	for i := range out {
		out[i] /= sd
	}
	return out, sd
}

func weightedDot(x, y, w []float64) float64 {
	var s float64
	for i, v := range x {
		s += float64(v * y[i] * w[i])
	}
	return s
}

// product multiplies columns element by element.
func product(cols ...[]float64) []float64 {
	out := append([]float64(nil), cols[0]...)
	for _, c := range cols[1:] {
		for i, v := range c {
			out[i] *= v
		}
	}
	return out
}

// not is 1 - x.
func not(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = 1 - v
	}
	return out
}

// minus is x - y.
func minus(x, y []float64) []float64 {
	out := append([]float64(nil), x...)
	addScaled(out, -1, y)
	return out
}

// A mean is Σ w·r / Σ w, with what it depends on.
type mean struct {
	s     *contrastWork
	value float64
	w, r  []float64
	total float64
}

func (s *contrastWork) mean(w, r []float64) mean {
	m := mean{s: s, w: w, r: r}
	for i, v := range w {
		m.total += v
		m.value += float64(v * r[i])
	}
	m.value /= m.total
	return m
}

// add adds sign times the influence function of m, for known w and r, and
// returns sign times m.
func (m mean) add(sign float64) float64 {
	for i, v := range m.w {
		m.s.inf[i] += sign * v * (m.r[i] - m.value) / m.total
	}
	return sign * m.value
}

// columns are the means of the columns of x with the weights of m: the
// derivative of m by coefficients b in r = x·b.
func (m mean) columns() []float64 {
	out := make([]float64, len(m.s.x))
	for j, x := range m.s.x {
		out[j] = dot(m.w, x) / m.total
	}
	return out
}

// odds is the derivative of m by coefficients g of w = exp(x·g)·(what does not
// depend on g).
func (m mean) odds() []float64 {
	out := make([]float64, len(m.s.x))
	for j, x := range m.s.x {
		for i, v := range m.w {
			out[j] += float64(v * (m.r[i] - m.value) * x[i])
		}
		out[j] /= m.total
	}
	return out
}
