package matching

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/dist"
)

// A comparison is of one covariate; index 0 is before matching, 1 after.
type comparison struct {
	name             string
	treated, control [2]float64 // means
	bias             [2]float64 // percent
	reduction        float64    // of the absolute bias, percent
	t, p             [2]float64
	ratio            [2]float64 // of variances, NaN for an indicator
}

// A summary is of all covariates.
type summary struct {
	pseudoR2, chi2, p float64
	mean, median      float64 // of the absolute bias
	b, r              float64 // Rubin's
	outside           float64 // percent of the variance ratios that are outside the interval of F
}

// group is a weighted mean and variance with divisor Σw-1.
type group struct{ w, mean, ss float64 }

func (g *group) add(x, w float64) {
	if w == 0 {
		return
	}
	g.w += w
	d := x - g.mean
	g.mean += d * w / g.w
	g.ss += w * d * (x - g.mean)
}

func (g *group) variance() float64 { return g.ss / (g.w - 1) }

// groups are the moments of x among the treated and the untreated.
func (s *tested) groups(x []float64, matched bool) (treated, control group) {
	for i, v := range x {
		w := 1.0
		if matched {
			w = s.weight[i]
		}
		if s.treat[i] {
			treated.add(v, w)
		} else {
			control.add(v, w)
		}
	}
	return treated, control
}

// balance compares before and, if wanted, after matching.
func (s *tested) balance(after bool) (*balance, error) {
	b := &balance{}
	for j, x := range s.x {
		r := comparison{name: s.names[j], reduction: math.NaN()}
		t0, c0 := s.groups(x, false)
		b.n1[0] = t0.w
		if t0.w == 0 || c0.w == 0 {
			return nil, rc.NoObs.Errorf("no observations in one of the groups: %s treated, %s untreated", s.c.Count(int(t0.w)), s.c.Count(int(c0.w)))
		}
		scale := math.Sqrt((t0.variance() + c0.variance()) / 2)
		s.compare(&r, 0, x, scale)
		if after {
			t1, c1 := s.groups(x, true)
			if t1.w == 0 || c1.w == 0 {
				return nil, rc.NoObs.Errorf("no matched observations on common support")
			}
			b.n1[1] = float64(s.matchedTreated())
			s.compare(&r, 1, x, scale)
			r.reduction = 100 * (math.Abs(r.bias[0]) - math.Abs(r.bias[1])) / math.Abs(r.bias[0])
		}
		b.rows = append(b.rows, r)
	}
	var err error
	if b.before, err = s.summarize(b, 0); err == nil && after {
		b.after, err = s.summarize(b, 1)
	}
	return b, err
}

// matchedTreated counts the treated rows that have a match.
func (s *tested) matchedTreated() int {
	n := 0
	for i, t := range s.treat {
		if t && s.weight[i] > 0 {
			n++
		}
	}
	return n
}

// compare fills in what r says of x before (0) or after (1) matching; scale is
// the standard deviation that biases are shares of.
func (s *tested) compare(r *comparison, when int, x []float64, scale float64) {
	t, c := s.groups(x, when == 1)
	r.treated[when], r.control[when] = t.mean, c.mean
	r.bias[when] = 100 * (t.mean - c.mean) / scale
	s2 := (t.ss + c.ss) / (t.w + c.w - 2)
	r.t[when] = (t.mean - c.mean) / math.Sqrt(s2*(1/t.w+1/c.w))
	r.p[when] = stats.TTail2(t.w+c.w-2, r.t[when])
	r.ratio[when] = math.NaN()
	if !isIndicator(x) {
		r.ratio[when] = t.variance() / c.variance()
	}
}

func isIndicator(x []float64) bool {
	return !slices.ContainsFunc(x, func(v float64) bool { return v != 0 && v != 1 })
}

// interval is where 95% of the ratios of two variances of n normal values lie.
func interval(n float64) (lo, hi float64) {
	return dist.FQuantile(n-1, n-1, .025), dist.FTailQuantile(n-1, n-1, .025)
}

// outside reports whether a ratio of variances, if there is one, is beyond the
// interval of F.
func (b *balance) outside(ratio float64, when int) bool {
	lo, hi := interval(b.n1[when])
	return ratio < lo || ratio > hi
}

// summarize fits the probit of treatment and sums up the covariates.
func (s *tested) summarize(b *balance, when int) (summary, error) {
	var out summary
	var biases []float64
	ratios, beyond := 0, 0
	for _, r := range b.rows {
		biases = append(biases, math.Abs(r.bias[when]))
		if !math.IsNaN(r.ratio[when]) {
			ratios++
			if b.outside(r.ratio[when], when) {
				beyond++
			}
		}
	}
	out.outside = math.NaN()
	if ratios > 0 {
		out.outside = 100 * float64(beyond) / float64(ratios)
	}
	d := stats.Describe(biases, nil, stats.NoWeight)
	out.mean, out.median = d.Mean, stats.Percentiles(biases, nil, []float64{50})[0]
	design := s.design(when == 1)
	fit, err := stats.Probit(design, stats.OIM{}, stats.ML{})
	if err != nil {
		return out, err
	}
	out.pseudoR2, out.chi2, out.p = fit.Scalar("r2_p"), fit.Scalar("chi2"), fit.Scalar("p")
	out.b, out.r = rubin(design, fit)
	return out, nil
}

// rubin is the standardized difference, in percent, and the ratio of variances
// of the index between the treated and the untreated.
func rubin(d *stats.Design, fit *stats.Fit) (b, r float64) {
	var t, c group
	for i, x := range fit.XB(d.X, len(d.Y)) {
		w := 1.0
		if d.W != nil {
			w = d.W[i]
		}
		switch {
		case fit.Kept != nil && !fit.Kept[i]:
		case d.Y[i] == 1:
			t.add(x, w)
		default:
			c.add(x, w)
		}
	}
	return 100 * math.Abs(t.mean-c.mean) / math.Sqrt((t.variance()+c.variance())/2), t.variance() / c.variance()
}
