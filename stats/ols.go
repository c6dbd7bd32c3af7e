package stats

import "math"

// OLS fits y = Xb + u by least squares, weighted if the design is. Robust
// covariances follow ConventionRegress. A regressor that follows from earlier
// ones is omitted.
//
// Extra holds F, r2, rmse, mss, rss, r2_a, ll, ll_0 and, with clusters,
// N_clust, as "regress" does, and tss; F is NaN when the covariance is too poor in
// rank to test all slopes. With no constant, r2 and mss are about zero.
func OLS(d *Design, vce VCE) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	w, n := d.weights()
	p := &problem{ctx: d.context(), y: d.Y, x: d.X, w: w, constant: d.Constant}
	s, err := p.solve()
	if err != nil {
		return nil, err
	}
	if n < 2 {
		return nil, ErrFewObs
	}
	sw := s.sandwich(d, w, n)
	sw.K = s.rank()
	sw.KCluster = sw.K
	sw.Convention = ConventionRegress
	(&Linear{Design: d, VCE: vce, Refit: func(d *Design) (*Fit, error) { return OLS(d, vce) }}).tap(sw, s, exactRule)
	fit, err := s.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.DFModel = len(s.kept)
	fit.Beta = s.beta(len(fit.B))
	s.regressExtra(fit, d, n)
	fit.Predict = s.predictor(fit, sw)
	return fit, nil
}

// sandwich is s as covariance estimators take it, but for what depends on the
// estimator: K, KCluster, Convention.
func (s *solution) sandwich(d *Design, w []float64, n float64) *Sandwich {
	sw := &Sandwich{Bread: s.bread, U: s.u, W: w, WKind: d.WKind, RSS: s.rss, N: n, Context: d.Context}
	for _, j := range s.kept {
		sw.X = append(sw.X, d.X[j])
	}
	if s.bread.SymmetricDim() > len(s.kept) {
		sw.X = append(sw.X, ones(len(d.Y)))
	}
	return sw
}

// fit starts a Fit: coefficients, covariance and residuals.
func (s *solution) fit(d *Design, sw *Sandwich, vce VCE) (*Fit, error) {
	vce = d.implied(vce)
	c, err := vce.Cov(sw)
	if err != nil {
		return nil, err
	}
	f := &Fit{
		Depvar: d.Depvar, Names: append([]string(nil), d.Names...), B: append([]float64(nil), s.b...),
		Omitted: append([]bool(nil), s.omitted...), N: int(math.Floor(sw.N + 1e-9)), DF: c.DF, VCE: *c, Resid: s.u,
	}
	at := append([]int(nil), s.kept...)
	if sw.Bread.SymmetricDim() > len(s.kept) {
		at = append(at, len(f.B))
		f.Names = append(f.Names, "_cons")
		f.B = append(f.B, s.cons)
		f.Omitted = append(f.Omitted, false)
	}
	f.V = spread(c.V, at, len(f.B))
	f.Rank = len(at)
	for _, g := range c.Clusters {
		if c.Kind == "cluster" { // scores sum to zero over clusters
			g--
		}
		f.Rank = min(f.Rank, g)
	}
	if c.Contrast != nil {
		f.VCE.Contrast = func(r []float64) float64 {
			own := make([]float64, len(at))
			for i, j := range at {
				own[i] = r[j]
			}
			return c.Contrast(own)
		}
	}
	if c.Kind != "ols" {
		model, err := Classical{}.Cov(sw)
		if err != nil {
			return nil, err
		}
		f.VModel = spread(model.V, at, len(f.B))
	}
	return f, nil
}

// beta is the standardized coefficients, k in all: b times the standard
// deviation of x over that of y, NaN for the intercept.
func (s *solution) beta(k int) []float64 {
	beta := make([]float64, k)
	for j := range beta {
		beta[j] = math.NaN()
		if j < len(s.b) {
			beta[j] = s.b[j] * math.Sqrt(s.ss[j]/s.tss)
		}
	}
	return beta
}

// regressExtra fills in Extra as "regress" has it.
func (s *solution) regressExtra(f *Fit, d *Design, n float64) {
	k := float64(s.rank())
	about := n // degrees of freedom of tss
	if d.Constant {
		about--
	}
	mss := max(0, s.tss-s.rss)
	r2 := 1 - s.rss/s.tss // which rounds as Stata's does
	ll0 := math.NaN()
	if d.Constant {
		ll0 = gaussian(s.tss, n)
	}
	f.Extra = append(f.Extra,
		Named{"F", s.slopesF(f, mss, n-k)},
		Named{"r2", r2},
		Named{"rmse", math.Sqrt(s.rss / (n - k))},
		Named{"mss", mss},
		Named{"rss", s.rss},
		Named{"r2_a", 1 - (1-r2)*about/(n-k)},
		Named{"ll", gaussian(s.rss, n)},
		Named{"ll_0", ll0},
	)
	f.addClusters()
	f.Extra = append(f.Extra, Named{"tss", s.tss})
}

// slopesF is the F statistic that all slopes are zero: from the sums of
// squares when errors are equal and independent, which loses least, else the
// Wald statistic, NaN if that would leave slopes out.
func (s *solution) slopesF(f *Fit, mss, df float64) float64 {
	m := float64(len(s.kept))
	if m == 0 {
		return math.NaN()
	}
	if f.VCE.Kind == "ols" {
		return mss / m / (s.rss / df)
	}
	w, dropped := waldOf(f.B, f.V, s.kept)
	if dropped > 0 {
		return math.NaN()
	}
	return w / m
}

// gaussian is the log likelihood of n normal errors whose squares sum to rss.
func gaussian(rss, n float64) float64 {
	return -n / 2 * (math.Log(2*math.Pi) + math.Log(rss/n) + 1)
}

// addClusters appends N_clust to Extra if V is clustered.
func (f *Fit) addClusters() {
	if len(f.VCE.Clusters) == 0 {
		return
	}
	least := f.VCE.Clusters[0]
	for _, g := range f.VCE.Clusters {
		least = min(least, g)
	}
	f.Extra = append(f.Extra, Named{"N_clust", float64(least)})
}
