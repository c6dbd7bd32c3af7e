package teffects

import (
	"gonum.org/v1/gonum/mat"
)

// A Method says how models of outcomes and treatment are put together.
type Method int

const (
	RA    Method = iota // regression adjustment
	IPW                 // inverse probabilities as weights, summing to one
	IPWRA               // regressions weighted by inverse probabilities
	AIPW                // augmented inverse probabilities, regressions not weighted
)

// Data are n observations. X are the columns of the model of outcomes, for
// all but IPW; Z those of the model of treatment, for all but RA.
type Data struct {
	Y       []float64
	Treated []bool
	X, Z    [][]float64
	W       []float64 // weights, or nil
}

// Models say what is estimated and how.
type Models struct {
	Method             Method
	Outcome, Treatment *Response
	OnTreated          bool // means over the treated; not for AIPW
}

// Estimates are effects and potential-outcome means with what they rest on.
// B holds the effect, the means without and with treatment, the coefficients
// of the outcomes without and with treatment, and those of the treatment.
// Influence has a column for each of these: the estimate less its estimand is,
// to first order, the sum of the column; rows carry their weight.
type Estimates struct {
	B         []float64
	Influence [][]float64
	Score     []float64 // probabilities of treatment, nil for RA
}

// Estimate solves the moment conditions of the models. Newey and McFadden
// (1994, Handbook of Econometrics 4, section 6) have the covariance of such
// estimators in steps: each influence function takes up those of the earlier
// ones. The error is stats.ErrNoConverge.
func Estimate(d *Data, m Models) (*Estimates, error) {
	s := &steps{Data: d, Models: m, n: len(d.Y), w: d.W}
	if s.w == nil {
		s.w = make([]float64, s.n)
		for i := range s.w {
			s.w[i] = 1
		}
	}
	if err := s.treatment(); err != nil {
		return nil, err
	}
	var means, outcomes [2]part
	for t := range 2 {
		if m.Method != IPW {
			var err error
			if outcomes[t], err = s.outcome(t); err != nil {
				return nil, err
			}
		}
		means[t] = s.mean(t, outcomes[t])
	}
	effect := part{b: []float64{means[1].b[0] - means[0].b[0]}, inf: [][]float64{make([]float64, s.n)}}
	for i := range s.n {
		effect.inf[0][i] = means[1].inf[0][i] - means[0].inf[0][i]
	}
	e := &Estimates{Score: s.p}
	for _, p := range []part{effect, means[0], means[1], outcomes[0], outcomes[1], s.gamma} {
		e.B, e.Influence = append(e.B, p.b...), append(e.Influence, p.inf...)
	}
	return e, nil
}

// A part is some of the parameters with their influence functions.
type part struct {
	b   []float64
	inf [][]float64
}

// steps holds the estimation while it goes on.
type steps struct {
	*Data
	Models
	n     int
	w     []float64
	gamma part
	p, dp []float64 // probabilities of treatment and their derivatives
}

// treatment fits the model of treatment.
func (s *steps) treatment() error {
	if s.Method == RA {
		return nil
	}
	y := make([]float64, s.n)
	for i, on := range s.Treated {
		if on {
			y[i] = 1
		}
	}
	b, bread, err := s.Treatment.fit(y, s.Z, s.w)
	if err != nil {
		return err
	}
	eta := index(s.Z, b, s.n)
	s.p, s.dp = make([]float64, s.n), make([]float64, s.n)
	moments := make([]float64, s.n)
	for i, v := range eta {
		s.p[i], s.dp[i] = s.Treatment.mean(v), s.Treatment.slope(v)
		moments[i] = s.w[i] * s.Treatment.score(y[i], v)
	}
	s.gamma = part{b, times(bread, s.Z, moments, nil)}
	return nil
}

// weight is the weight of observation i for the mean of outcomes of group t,
// and its derivative by the probability of treatment; zero for others.
func (s *steps) weight(i, t int) (omega, slope float64) {
	if s.Treated[i] != (t == 1) {
		return 0, 0
	}
	if s.Method == RA {
		return 1, 0
	}
	p := s.p[i]
	switch {
	case s.OnTreated && t == 1:
		return 1, 0
	case s.OnTreated:
		return p / (1 - p), 1 / ((1 - p) * (1 - p))
	case t == 1:
		return 1 / p, -1 / (p * p)
	}
	return 1 / (1 - p), 1 / ((1 - p) * (1 - p))
}

// outcome fits the model of outcomes of group t.
func (s *steps) outcome(t int) (part, error) {
	w, slopes := make([]float64, s.n), make([]float64, s.n)
	for i := range w {
		omega, slope := s.weight(i, t)
		if s.Method == AIPW && omega > 0 {
			omega, slope = 1, 0
		}
		w[i] = s.w[i] * omega
		if s.p != nil {
			slopes[i] = s.w[i] * slope * s.dp[i]
		}
	}
	b, bread, err := s.Outcome.fit(s.Y, s.X, w)
	if err != nil {
		return part{}, err
	}
	eta := index(s.X, b, s.n)
	moments := make([]float64, s.n)
	for i, v := range eta {
		score := 0.0
		if w[i] > 0 {
			score = s.Outcome.score(s.Y[i], v)
		}
		moments[i] = w[i] * score
		slopes[i] *= score
	}
	var further [][]float64
	if s.Method == IPWRA {
		for _, x := range s.X {
			further = append(further, through(slopes, x, s.Z, s.gamma.inf, s.n))
		}
	}
	return part{b, times(bread, s.X, moments, further)}, nil
}

// mean is the potential-outcome mean of group t.
func (s *steps) mean(t int, outcome part) part {
	eta := index(s.X, outcome.b, s.n)
	total, sum := 0.0, 0.0
	value, share := make([]float64, s.n), make([]float64, s.n) // what is averaged, with which weight
	for i := range s.n {
		omega, _ := s.weight(i, t)
		switch s.Method {
		case IPW:
			value[i], share[i] = s.Y[i], s.w[i]*omega
		case AIPW:
			m := s.Outcome.mean(eta[i])
			value[i], share[i] = m+omega*(s.Y[i]-m), s.w[i]
		default:
			value[i], share[i] = s.Outcome.mean(eta[i]), s.w[i]
			if s.OnTreated && !s.Treated[i] {
				share[i] = 0
			}
		}
		total += share[i]
		sum += float64(share[i] * value[i])
	}
	mu := sum / total
	byBeta, byGamma := make([]float64, s.n), make([]float64, s.n)
	inf := make([]float64, s.n)
	for i := range s.n {
		omega, slope := s.weight(i, t)
		inf[i] = share[i] * (value[i] - mu)
		switch s.Method {
		case IPW:
			byGamma[i] = s.w[i] * slope * s.dp[i] * (s.Y[i] - mu)
		case AIPW:
			byBeta[i] = share[i] * (1 - omega) * s.Outcome.slope(eta[i])
			byGamma[i] = s.w[i] * slope * s.dp[i] * (s.Y[i] - s.Outcome.mean(eta[i]))
		default:
			byBeta[i] = share[i] * s.Outcome.slope(eta[i])
		}
	}
	if s.Method != IPW {
		add(inf, through(byBeta, nil, s.X, outcome.inf, s.n))
	}
	if s.Method == IPW || s.Method == AIPW {
		add(inf, through(byGamma, nil, s.Z, s.gamma.inf, s.n))
	}
	for i := range inf {
		inf[i] /= total
	}
	return part{[]float64{mu}, [][]float64{inf}}
}

// times is bread·(x·moments + further), a column for each parameter.
func times(bread *mat.SymDense, x [][]float64, moments []float64, further [][]float64) [][]float64 {
	out := make([][]float64, len(x))
	for a := range out {
		out[a] = make([]float64, len(moments))
		for j, c := range x {
			f := bread.At(a, j)
			for i, g := range moments {
				v := float64(c[i] * g)
				if further != nil {
					v += further[j][i]
				}
				out[a][i] += float64(f * v)
			}
		}
	}
	return out
}

// through is what a moment with derivative Σ v·x·z by parameters takes over
// from their influence functions; a nil x counts as one.
func through(v, x []float64, z, inf [][]float64, n int) []float64 {
	out := make([]float64, n)
	for j, c := range z {
		sum := 0.0
		for i, f := range v {
			if x != nil {
				f *= x[i]
			}
			sum += float64(f * c[i])
		}
		for i, f := range inf[j] {
			out[i] += float64(sum * f)
		}
	}
	return out
}

func add(to, from []float64) {
	for i, v := range from {
		to[i] += v
	}
}
