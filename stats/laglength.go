package stats

import "math"

// lagRules are what Newey and West (1994, Review of Economic Studies
// 61:631-653) make of kernels: the order q of its smoothness at zero, the
// constant of the best bandwidth, and the exponent of the number of
// autocovariances looked at.
var lagRules = map[string]lagRule{
	"Bartlett":           {1, 1.1447, 2. / 9},
	"Parzen":             {2, 2.6614, 4. / 25},
	"Quadratic Spectral": {2, 1.3221, 2. / 25},
}

// settle replaces a HAC whose bandwidth is to be found from the data, with
// sol being the first estimates.
func (s *IVSystem) settle(vce VCE, sol *ivSolution) (VCE, error) {
	switch v := vce.(type) {
	case HAC:
		if v.BW == 0 {
			bw, err := s.newBandwidth(v.Kernel, v.Timeline, sol.u)
			v.BW = bw
			return v, err
		}
	case AC:
		if v.BW == 0 {
			bw, err := s.newBandwidth(v.Kernel, v.Timeline, sol.u)
			v.BW = bw
			return v, err
		}
	}
	return vce, nil
}

// newBandwidth is the bandwidth of Newey and West for the moments of residuals
// u: the constant does not count among the instruments.
func (s *IVSystem) newBandwidth(k LagKernel, h Timeline, u []float64) (float64, error) {
	by, ok := lagRules[k.Name]
	if !ok {
		return 0, ErrVCE
	}
	f := make([]float64, len(u))
	for _, list := range [][][]float64{s.x[s.k1 : s.k1+s.exogenous()], s.z} {
		for _, c := range list {
			for i, v := range c {
				f[i] += v
			}
		}
	}
	for i, e := range u {
		f[i] *= e
		if s.w != nil {
			f[i] *= s.w[i]
		}
	}
	t := float64(h.span())
	most := math.Floor(by.lags(t))
	s0, sq := 0.0, 0.0
	for _, v := range f {
		s0 += v * v
	}
	order := h.order()
	for lag := 1; lag <= int(most); lag++ {
		var c float64
		h.lag(order, lag, func(now, before int32) { c += f[now] * f[before] })
		s0 += 2 * c
		sq += 2 * c * math.Pow(float64(lag), by.order)
	}
	root := 1 / (2*by.order + 1)
	best := by.constant * math.Pow((sq/s0)*(sq/s0), root) * math.Pow(t, root)
	if !k.Spectral {
		best = math.Floor(best)
	}
	return min(best, most) + 1, nil
}

// exogenous is the number of exogenous regressors, the constant left out.
func (s *IVSystem) exogenous() int {
	k := len(s.x) - s.k1
	if s.constant() {
		k--
	}
	return k
}

// A lagRule is the rule of Newey and West for a kernel.
type lagRule struct{ order, constant, exponent float64 }

// lags is the number of autocovariances that t periods are enough for.
func (r lagRule) lags(t float64) float64 {
	return 20 * math.Pow(t/100, r.exponent)
}
