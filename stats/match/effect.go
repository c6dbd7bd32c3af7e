package match

import "math"

// An Effect is the mean difference between the units of a focus and their
// matches, those without matches left out.
type Effect struct {
	N                 int // units of the focus that have matches
	Own, Matched      float64
	Diff, SE          float64 // Diff is Own - Matched
	Pool              int     // units of the pool that are matches
	SumSquares, Total float64 // of the weights of the pool
}

// A Variance says how the standard error of an effect is computed.
type Variance int

const (
	// Matched takes the variance of the pool's outcomes over units that are
	// matches: psmatch2 up to 4.0.12.
	Matched Variance = iota
	// Whole takes it over the whole pool: psmatch2 4.1.0.
	Whole
)

// Estimate computes the effect for the focus of g: the standard error is that
// of independent outcomes with one variance in the focus and another in the
// pool, sqrt(s1²/N1 + s0²·Σw²/N1²).
func Estimate(g Groups, m Matching, y []float64, v Variance) Effect {
	var e Effect
	matched := m.Outcome(y)
	w, _ := m.Weights()
	var focus, pool moments
	for i := range y {
		switch {
		case g.Focus[i] && m.Found(i):
			e.Own += y[i]
			e.Matched += matched[i]
			focus.add(y[i])
		case g.Pool[i]:
			if w[i] > 0 {
				e.Pool++
				e.Total += w[i]
				e.SumSquares += w[i] * w[i]
			}
			if w[i] > 0 || v == Whole {
				pool.add(y[i])
			}
		}
	}
	e.N = int(focus.n)
	n := focus.n
	e.Own /= n
	e.Matched /= n
	e.Diff = e.Own - e.Matched
	e.SE = math.Sqrt(focus.variance()/n + pool.variance()*e.SumSquares/(n*n))
	return e
}

// moments accumulate a mean and a sum of squares about it.
type moments struct{ n, mean, ss float64 }

func (m *moments) add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / m.n
	m.ss += d * (x - m.mean)
}

// variance has divisor n-1; NaN for fewer than two values.
func (m *moments) variance() float64 {
	if m.n < 2 {
		return math.NaN()
	}
	return m.ss / (m.n - 1)
}

// A Parameter is what an effect is about.
type Parameter int

const (
	OnTreated   Parameter = iota // ATT
	OnUntreated                  // ATU
	OnAll                        // ATE
)

// AbadieImbens computes standard errors of effects of matching on a known
// score, robust against heteroskedasticity: Abadie and Imbens (2006,
// Econometrica 74:235-267). The conditional variance of an outcome is
// estimated from the j units of the same group with the nearest scores
// (their formula 14). toTreated matches the treated with the untreated,
// toUntreated the reverse; the latter is needed for OnUntreated and OnAll. The
// groups are those of toTreated.
type AbadieImbens struct {
	Groups
	ToTreated, ToUntreated Matching
	Y                      []float64
	Neighbors              int
	Population             bool // of the population's effect, not that of the sample at hand
}

// SE is the standard error of the effect diff.
func (a *AbadieImbens) SE(of Parameter, diff float64) float64 {
	sigma2 := a.conditional()
	n := len(a.Y)
	one, oneSquares, zero, zeroSquares := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	var outcome, reverse []float64
	if of != OnUntreated {
		zero, zeroSquares = a.ToTreated.Weights() // of untreated units
		outcome = a.ToTreated.Outcome(a.Y)
	}
	if of != OnTreated {
		one, oneSquares = a.ToUntreated.Weights() // of treated units
		reverse = a.ToUntreated.Outcome(a.Y)
	}
	var sum, count float64
	for i := range n {
		treated := a.Focus[i]
		if !treated && !a.Pool[i] {
			continue
		}
		own := 0.0 // 1 if the unit is one of those the effect is about
		var w, squares, effect float64
		if treated {
			if of != OnUntreated && a.ToTreated.Found(i) {
				own, effect = 1, a.Y[i]-outcome[i]
			}
			w, squares = one[i], oneSquares[i]
		} else {
			if of != OnTreated && a.ToUntreated.Found(i) {
				own, effect = 1, reverse[i]-a.Y[i]
			}
			w, squares = zero[i], zeroSquares[i]
		}
		count += own
		if !a.Population {
			sum += sigma2[i] * (own + w) * (own + w)
			continue
		}
		sum += own*(effect-diff)*(effect-diff) + sigma2[i]*(w*w+2*own*w-squares)
	}
	return math.Sqrt(sum) / count
}

// conditional estimates the variance of each unit's outcome given its score.
func (a *AbadieImbens) conditional() []float64 {
	out := make([]float64, len(a.Y))
	j := float64(a.Neighbors)
	for _, group := range [][]bool{a.Focus, a.Pool} {
		p := newPool(a.Score, func(i int) bool { return group[i] })
		for i, in := range group {
			if !in {
				continue
			}
			d := a.Y[i] - p.othersMean(int32(i), a.Score[i], a.Y, a.Neighbors)
			out[i] = j / (j + 1) * d * d
		}
	}
	return out
}

// othersMean is the mean of y over the k units nearest to score other than
// unit i.
func (p *pool) othersMean(i int32, score float64, y []float64, k int) float64 {
	var sum, found float64
	w := p.walk(score)
	for found < float64(k) {
		r, _ := w.next()
		if r < 0 {
			break
		}
		for _, u := range p.unit[p.first[r]:p.first[r+1]] {
			if u != i && found < float64(k) {
				sum += y[u]
				found++
			}
		}
	}
	return sum / found
}
