package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/hdfe"
)

// Areg fits y = Xb + effects + u by least squares on Effects, counting every
// absorbed coefficient as a parameter, with clusters too: numbers are those
// of dummies in "regress". Singletons stay. The intercept is the one that
// makes the effects average zero.
//
// Extra holds tss, rss, r2, r2_a, df_a, rmse, ll, ll_0, N_clust, F, F_absorb
// (the latter under Classical and one effect), as "areg" does; all are about
// the whole of y, not its part within.
func Areg(d *Design, vce VCE) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if len(d.Effects) == 0 {
		panic("stats: Areg without effects")
	}
	p, err := d.partial(d.Effects, exactRule)
	if err != nil {
		return nil, err
	}
	s, err := p.solve(true)
	if err != nil {
		return nil, err
	}
	if usesLeverage(vce) && (len(d.Effects) > 1 || len(d.Effects[0].Slopes) > 0) {
		return nil, ErrVCE
	}
	used, _ := hdfe.Used(hdfe.Degrees(d.Effects, nil))
	sw := p.sandwich(s)
	sw.K = len(s.kept) + used
	sw.KCluster = sw.K
	sw.Convention = ConventionAreg
	if usesLeverage(vce) {
		sw.Hat = p.groupLeverage(d.Effects[0])
	}
	(&Linear{Design: d, Effects: d.Effects, VCE: vce, Refit: func(d *Design) (*Fit, error) { return Areg(d, vce) }}).tap(sw, s, exactRule)
	fit, err := s.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.DFModel = len(s.kept)
	n, df := p.n, p.n-float64(sw.K)
	r2 := 1 - s.rss/p.total
	fit.Extra = append(fit.Extra,
		Named{"tss", p.total},
		Named{"rss", s.rss},
		Named{"r2", r2},
		Named{"r2_a", 1 - (1-r2)*(n-1)/df},
		Named{"df_a", float64(used - 1)},
		Named{"rmse", math.Sqrt(s.rss / df)},
		Named{"ll", gaussian(s.rss, n)},
		Named{"ll_0", gaussian(p.total, n)},
	)
	fit.addClusters()
	fit.Extra = append(fit.Extra, Named{"F", s.slopesF(fit, p.within-s.rss, df)})
	if fit.VCE.Kind == "ols" {
		f, err := effectsF(d, s.rss, float64(used-1), df, nil)
		if err != nil {
			return nil, err
		}
		fit.Extra = append(fit.Extra, Named{"F_absorb", f})
	}
	fit.Effects = p.effects(s, true)
	fit.Predict = fit.predictor(d.Y)
	return fit, nil
}

// groupLeverage is what the intercepts of e add to the leverage of each row
// over a common intercept.
func (p *partialled) groupLeverage(e hdfe.Effect) []float64 {
	weight := func(i int) float64 {
		if p.w == nil {
			return 1
		}
		return p.w[i]
	}
	sum := make([]float64, e.Levels)
	for i, c := range e.Codes {
		sum[c] += weight(i)
	}
	h := make([]float64, len(e.Codes))
	for i, c := range e.Codes {
		h[i] = 1/sum[c] - 1/p.sumw
		if p.d.WKind != FWeight {
			h[i] *= weight(i)
		}
	}
	return h
}

// effectsF is the F statistic that effects using m degrees of freedom are
// zero in a regression that leaves rss on df; rest are the effects that stay.
func effectsF(d *Design, rss, m, df float64, rest []hdfe.Effect) (float64, error) {
	var pooled float64
	if len(rest) == 0 {
		w, _ := d.weights()
		q := &problem{ctx: d.context(), y: d.Y, x: d.X, w: w, constant: true}
		s, err := q.solve()
		if err != nil {
			return 0, err
		}
		pooled = s.rss
	} else {
		p, err := d.partial(rest, exactRule)
		if err != nil {
			return 0, err
		}
		s, err := p.solve(true)
		if err != nil {
			return 0, err
		}
		pooled = s.rss
	}
	return (pooled - rss) / m / (rss / df), nil
}
