package teffects

import (
	"gonum.org/v1/gonum/mat"
)

// ScoreMatching matches on the probability of treatment that a model gives.
// Scores that are equal to the last digit are ties, no others.
type ScoreMatching struct {
	Matching             // X is filled in; Variance counts the observation itself
	Model    *Response   // of treatment
	Z        [][]float64 // its columns, the constant included
}

// Score fits the model of treatment: its coefficients and their covariance,
// and the probabilities. The error is stats.ErrNoConverge.
func (m *ScoreMatching) Score() (b []float64, v *mat.SymDense, p []float64, err error) {
	n := len(m.Y)
	y, w := make([]float64, n), make([]float64, n)
	for i, on := range m.Treated {
		w[i] = 1
		if on {
			y[i] = 1
		}
	}
	if b, v, err = m.Model.fit(y, m.Z, w); err != nil {
		return nil, nil, nil, err
	}
	p = index(m.Z, b, n)
	for i, eta := range p {
		p[i] = m.Model.mean(eta)
	}
	return b, v, p, nil
}

// Estimate is as that of Matching, with the variance of Abadie and Imbens
// (2016, Econometrica 84), which takes account of the score being estimated:
// b, v and p are what Score returns. The neighbours from which its parts are
// estimated are those of "teffects psmatch".
func (m *ScoreMatching) Estimate(b []float64, v *mat.SymDense, p []float64) (*Matched, error) {
	m.X, m.counted = [][]float64{p}, true
	r, err := m.Matching.Estimate()
	if err != nil || r.Lacking != nil {
		return r, err
	}
	g := gradient{m: m, r: r, p: p, eta: index(m.Z, b, len(m.Y))}
	if m.OnTreated {
		g.nearby = m.byCovariates()
	}
	for i := range m.Y {
		if i%256 == 0 && m.Context != nil && m.Context.Err() != nil {
			return nil, m.Context.Err()
		}
		if err := g.add(i); err != nil {
			return nil, err
		}
	}
	r.Variance += (quadratic(g.slope, v) - quadratic(g.covariance, v)) / (g.total * g.total)
	return r, nil
}

// byCovariates are trees of the two groups in the space of the covariates as
// they are.
func (m *ScoreMatching) byCovariates() map[bool]*tree {
	out := map[bool]*tree{}
	for _, group := range []bool{false, true} {
		var rows []int32
		for i, on := range m.Treated {
			if on == group {
				rows = append(rows, int32(i))
			}
		}
		out[group] = newTree(m.Z, rows, 0)
	}
	return out
}

// A gradient sums up the covariance of the effect with the score of the model
// of treatment, and the derivative of the effect on the treated by its
// coefficients.
type gradient struct {
	m                 *ScoreMatching
	r                 *Matched
	p, eta            []float64
	nearby            map[bool]*tree
	covariance, slope []float64
	total             float64
}

// add adds observation i.
func (g *gradient) add(i int) error {
	m := g.m
	if g.covariance == nil {
		g.covariance, g.slope = make([]float64, len(m.Z)), make([]float64, len(m.Z))
	}
	if m.focus(i) {
		g.total++
	}
	with, without := m.around(g.r, i, true), m.around(g.r, i, false)
	if with == nil || without == nil {
		return ErrFew
	}
	f, p := m.Model.slope(g.eta[i]), g.p[i]
	one, none := 1/p, 1/(1-p)
	if m.OnTreated {
		one, none = 1, p/(1-p)
		effect, change, err := g.effects(i)
		if err != nil {
			return err
		}
		for j, z := range m.Z {
			g.covariance[j] += z[i] * f * (effect - g.r.Effect)
			g.slope[j] += z[i] * f * (change - g.r.Effect)
		}
	}
	for j, z := range m.Z {
		g.covariance[j] += f * (covariance(with, z, m.Y)*one + covariance(without, z, m.Y)*none)
	}
	return nil
}

// effects are the effect near observation i given the score, from neighbours
// in both groups that are not i, and given the covariates, from i and its
// matches by these.
func (g *gradient) effects(i int) (byScore, byCovariates float64, err error) {
	m, on := g.m, g.m.Treated[i]
	own := units(g.r.trees[m.cellOf(i, on)].nearest(i, m.Variance, false))
	other := m.around(g.r, i, !on)
	if len(own) == 0 || other == nil {
		return 0, 0, ErrFew
	}
	byScore = meanOf(own, m.Y) - meanOf(other, m.Y)
	byCovariates = m.Y[i] - meanOf(units(g.nearby[!on].nearest(i, m.Neighbors, false)), m.Y)
	if !on {
		byScore, byCovariates = -byScore, -byCovariates
	}
	return byScore, byCovariates, nil
}

func meanOf(set []int32, y []float64) float64 {
	sum := 0.0
	for _, i := range set {
		sum += y[i]
	}
	return sum / float64(len(set))
}

func quadratic(c []float64, v *mat.SymDense) float64 {
	sum := 0.0
	for a, x := range c {
		for b, y := range c {
			sum += float64(x * y * v.At(a, b))
		}
	}
	return sum
}
