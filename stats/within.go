package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// Within fits y = Xb + a_g + u by least squares on deviations from the means
// of the panels in Group. Effects are absorbed besides; numbers are then those
// of dummies for them among the regressors, but for the intercept, for which
// they average zero, and e(F), which is of the regressors alone. Singletons
// stay. Robust means clustered on the panels; one of the cluster variables must contain whole
// panels (ErrNotNested), and weights must not vary within (ErrWeights).
//
// Clustered covariances do not count the panels' effects: the factor is
// G/(G-1)·(N-1)/(N-K), K being slopes and intercept; rmse and r2_a then use
// N-K as well, and df_m is one less than the number of slopes, as in "xtreg,
// fe". u_i is Effects[0]; sigma_u is its standard deviation over panels, corr
// its correlation with the linear prediction over rows.
func Within(d *Design, vce VCE) (*Fit, error) { return WithinWith(d, vce, WithinOptions{}) }

// WithinOptions tune WithinWith; the zero value is the default.
type WithinOptions struct {
	CountPanels bool // in clustered covariances, as option dfadj of "xtreg, fe"
	CrossPanels bool // clusters need not contain whole panels, as option nonest
}

// WithinWith is Within with options.
func WithinWith(d *Design, vce VCE, opt WithinOptions) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Group == nil {
		panic("stats: Within without panels")
	}
	shape := panelOf(d.Group)
	if !shape.constantWithin(d.W) {
		return nil, ErrWeights
	}
	vce, err := panelCluster(d, vce, opt.CrossPanels)
	if err != nil {
		return nil, err
	}
	panels := hdfe.Effect{Name: "panel", Codes: shape.codes, Levels: shape.groups}
	effects := append([]hdfe.Effect{panels}, d.Effects...)
	p, err := d.partial(effects, exactRule)
	if err != nil {
		return nil, err
	}
	s, err := p.solve(true)
	if err != nil {
		return nil, err
	}
	used, _ := hdfe.Used(hdfe.Degrees(effects, nil))
	slopes := len(s.kept) + used - shape.groups // dummies of the other effects included
	sw := p.sandwich(s)
	sw.K = len(s.kept) + used
	sw.KCluster = slopes + 1
	if opt.CountPanels {
		sw.KCluster = sw.K
	}
	sw.Convention = ConventionXtreg
	(&Linear{Design: d, Effects: effects, VCE: vce, Refit: func(d *Design) (*Fit, error) { return WithinWith(d, vce, opt) }}).tap(sw, s, exactRule)
	fit, err := s.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.Effects = p.effects(s, true)
	fit.Leftover = s.leftover(sw)
	fit.Predict = fit.predictor(d.Y)
	fit.DFModel = slopes + shape.groups - 1
	if len(fit.VCE.Clusters) > 0 {
		fit.DFModel = slopes - 1
	}
	return fit, fit.withinExtra(p, s, shape, slopes, d.Effects)
}

// withinExtra fills in Extra as "xtreg, fe" has it.
func (f *Fit) withinExtra(p *partialled, s *solution, shape *panelShape, slopes int, rest []hdfe.Effect) error {
	n, groups := p.n, float64(shape.groups)
	sigma := n - groups - float64(slopes) // degrees of freedom of sigma_e
	df := sigma
	clustered := len(f.VCE.Clusters) > 0
	if clustered {
		df = n - float64(slopes) - 1
	}
	fitted, own := make([]float64, len(p.y)), f.Effects()[0]
	for i, y := range p.d.Y {
		fitted[i] = y - s.u[i] - own[i]
	}
	var tss float64 // of y within panels
	for i, g := 0, shape.means(p.d.Y); i < len(p.y); i++ {
		v := p.d.Y[i] - g[shape.codes[i]]
		if p.w != nil {
			v *= v * p.w[i]
		} else {
			v *= v
		}
		tss += v
	}
	r2 := 1 - s.rss/tss
	u := shape.firsts(own)
	sigmaE, sigmaU := math.Sqrt(s.rss/sigma), deviation(u)
	f.Extra = append(f.Extra, Named{"N_g", groups}, Named{"mss", tss - s.rss}, Named{"rss", s.rss}, Named{"tss", p.total})
	f.Extra = append(f.Extra, shape.sizes()...)
	f.Extra = append(f.Extra, Named{"Tbar", shape.mean}, Named{"r2", r2}, Named{"r2_a", 1 - (1-r2)*(n-1)/df})
	f.Extra = append(f.Extra, shape.rSquares(fitted, p.d.Y, p.w)...)
	f.Extra = append(f.Extra,
		Named{"ll", gaussian(s.rss, n)},
		Named{"ll_0", gaussian(tss, n)},
	)
	f.addClusters()
	f.Extra = append(f.Extra,
		Named{"corr", correlation(own, fitted, nil)},
		Named{"rmse", math.Sqrt(s.rss / df)},
		Named{"sigma_u", sigmaU},
		Named{"sigma_e", sigmaE},
		Named{"sigma", math.Hypot(sigmaU, sigmaE)},
		Named{"rho", sigmaU * sigmaU / (sigmaU*sigmaU + sigmaE*sigmaE)},
		Named{"df_b", float64(slopes)},
		Named{"df_a", groups - 1},
		Named{"F", s.slopesF(f, p.within-s.rss, sigma)},
	)
	f.addP("p", float64(len(s.kept)))
	if clustered {
		return nil
	}
	ff, err := effectsF(p.d, s.rss, groups-1, sigma, rest)
	f.Extra = append(f.Extra, Named{"F_f", ff}, Named{"p_f", fTail(groups-1, sigma, ff)})
	return err
}

// addP appends the significance of the F statistic on m degrees of freedom.
func (f *Fit) addP(name string, m float64) {
	f.Extra = append(f.Extra, Named{name, fTail(m, f.DF, f.Scalar("F"))})
}

// deviation is the standard deviation of x.
func deviation(x []float64) float64 {
	m := kernel.Sum(x).Float() / float64(len(x))
	var ss float64
	for _, v := range x {
		ss += (v - m) * (v - m)
	}
	return math.Sqrt(ss / float64(len(x)-1))
}
