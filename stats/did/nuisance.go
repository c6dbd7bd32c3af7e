package did

import "math"

// A nuisance is coefficients on the columns of x with their influence
// functions.
type nuisance struct {
	s     *contrastWork
	b     []float64
	score []float64 // of each row: influence function is bread·x_i·score_i
	bread [][]float64
}

// fitted is x·b.
func (v *nuisance) fitted() []float64 {
	out := make([]float64, v.s.n)
	for j, x := range v.s.x {
		addScaled(out, v.b[j], x)
	}
	return out
}

// effect adds to the influence function what the estimation of b contributes,
// sign times gradient being the derivative of the estimate by b.
func (v *nuisance) effect(sign float64, gradient []float64) {
	k := len(v.b)
	c := make([]float64, k)
	for a := range k {
		for j := range k {
			c[a] += sign * v.bread[a][j] * gradient[j]
		}
	}
	for j, x := range v.s.x {
		if c[j] == 0 {
			continue
		}
		for i, e := range v.score {
			v.s.inf[i] += float64(c[j] * x[i] * e)
		}
	}
}

// least fits y by weighted least squares. Columns that w leaves no variation
// get coefficient 0.
func (s *contrastWork) least(w []float64) *nuisance {
	v := &nuisance{s: s, bread: s.inverse(w)}
	xy := make([]float64, len(s.x))
	for j, x := range s.x {
		xy[j] = weightedDot(x, s.y, w)
	}
	v.b = multiply(v.bread, xy)
	for range 2 { // refinement: the residuals' projection on x vanishes
		left := minus(s.y, v.fitted())
		for j, x := range s.x {
			xy[j] = weightedDot(x, left, w)
		}
		for j, c := range multiply(v.bread, xy) {
			v.b[j] += c
		}
	}
	v.score = product(w, minus(s.y, v.fitted()))
	return v
}

// inverse is (X'WX)⁻¹, zero in columns without variation of their own.
func (s *contrastWork) inverse(w []float64) [][]float64 {
	k := len(s.x)
	g, total := make([]float64, k*k), make([]float64, k)
	for a, x := range s.x {
		for b := range a + 1 {
			g[a*k+b] = weightedDot(x, s.x[b], w)
			g[b*k+a] = g[a*k+b]
		}
		total[a] = g[a*k+a]
	}
	kept, out := make([][]float64, k), make([][]float64, k)
	for j := range out {
		out[j] = make([]float64, k)
		if total[j] > 0 && sweepable(g, kept, j, total[j]) {
			kept[j] = s.x[j]
		}
	}
	invert(g, kept, out)
	return out
}

func multiply(m [][]float64, v []float64) []float64 {
	out := make([]float64, len(v))
	for i, row := range m {
		out[i] = dot(row, v)
	}
	return out
}

// logit fits the probability of being treated by maximum likelihood.
func (s *contrastWork) logit() (*nuisance, error) {
	v := &nuisance{s: s, b: make([]float64, len(s.x))}
	err := v.newton(func(i int, eta float64) (gap, slope float64) {
		p := 1 / (1 + math.Exp(-eta))
		return s.w[i] * (s.d[i] - p), s.w[i] * p * (1 - p)
	})
	var common float64 // weight of the untreated that are like treated ones
	for i, e := range v.score {
		common -= (1 - s.d[i]) * e
	}
	if err == nil && common <= 1e-8*s.treated {
		err = ErrNoOverlap
	}
	return v, err
}

// tilting fits it so that the odds-weighted untreated have the covariate means
// of the treated: Graham, Pinto and Egel (2012, Review of Economic Studies
// 79:1053-1079), as in Sant'Anna and Zhao (2020), eq. 3.1.
func (s *contrastWork) tilting() (*nuisance, error) {
	v, err := s.logit()
	if err != nil {
		return nil, err
	}
	return v, v.newton(func(i int, eta float64) (gap, slope float64) {
		o := s.w[i] * (1 - s.d[i]) * math.Exp(eta)
		return s.w[i]*s.d[i] - o, o
	})
}

// newton solves Σ x·gap = 0 from v.b on, where slope is the derivative of -gap
// by the index; steps are halved while the largest moment does not fall.
func (v *nuisance) newton(f func(i int, eta float64) (gap, slope float64)) error {
	s := v.s
	slope := make([]float64, s.n)
	v.score = make([]float64, s.n)
	moments := func() ([]float64, float64) {
		eta := v.fitted()
		for i, e := range eta {
			v.score[i], slope[i] = f(i, e)
		}
		out := make([]float64, len(s.x))
		var size float64
		for j, x := range s.x {
			out[j] = dot(x, v.score)
			size = max(size, math.Abs(out[j]))
		}
		return out, size
	}
	m, size := moments()
	for range 200 {
		v.bread = s.inverse(slope)
		if size <= 1e-12*s.treated {
			return nil
		}
		step := multiply(v.bread, m)
		before := append([]float64(nil), v.b...)
		last := size
		for half := range 60 {
			for j := range v.b {
				v.b[j] = before[j] + math.Ldexp(step[j], -half)
			}
			if m, size = moments(); size < last {
				break
			}
		}
		if !(size < last) { // no step helps: at the limit of precision, or nowhere
			if last <= 1e-9*s.treated {
				copy(v.b, before)
				moments()
				return nil
			}
			return ErrNoOverlap
		}
		for _, b := range v.b {
			if math.Abs(b) > 1e3 {
				return ErrNoOverlap
			}
		}
	}
	return ErrNoOverlap
}

// weights are s.w times the odds of being treated for untreated rows, 0 for
// treated ones and for those trimmed.
func (s *contrastWork) weights(v *nuisance) []float64 {
	out := v.fitted()
	for i, e := range out {
		p := min(1/(1+math.Exp(-e)), 1-1e-6)
		out[i] = s.w[i] * (1 - s.d[i]) * p / (1 - p)
		if s.trim > 0 && p >= s.trim {
			out[i] = 0
		}
	}
	return out
}
