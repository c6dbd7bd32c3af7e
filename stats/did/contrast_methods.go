package did

// sides are the four groups of rows, as weights: treated or not, before or
// after.
type sides struct{ treatedPost, treatedPre, controlPost, controlPre []float64 }

// sides splits the weights of treated rows and the given ones of untreated
// rows by period.
func (s *contrastWork) sides(control []float64) sides {
	treated := product(s.w, s.d)
	return sides{product(treated, s.t), product(treated, not(s.t)), product(control, s.t), product(control, not(s.t))}
}

// plainControls are the weights of untreated rows.
func (s *contrastWork) plainControls() []float64 { return product(s.w, not(s.d)) }

func byRegression(s *contrastWork) (float64, error) {
	g := s.sides(s.plainControls())
	treated := product(s.w, s.d)
	post := s.least(g.controlPost)
	if s.panel {
		m := s.mean(treated, post.fitted())
		att := s.mean(treated, s.y).add(1) + m.add(-1)
		post.effect(-1, m.columns())
		return att, nil
	}
	pre := s.least(g.controlPre)
	m := s.mean(treated, minus(post.fitted(), pre.fitted()))
	att := s.mean(g.treatedPost, s.y).add(1) + s.mean(g.treatedPre, s.y).add(-1) + m.add(-1)
	post.effect(-1, m.columns())
	pre.effect(1, m.columns())
	return att, nil
}

// byAbadie is Σ (d - (1-d)·odds)·w·z / Σ w·d, where z is the change, or in cross
// sections the outcome times (t-l)/(l(1-l)) with l the share of later rows.
func byAbadie(s *contrastWork) (float64, error) {
	ps, err := s.logit()
	if err != nil {
		return 0, err
	}
	control := s.weights(ps)
	diff := minus(product(s.w, s.d), control)
	z := s.y
	share := 1.0
	var total float64
	for _, w := range s.w {
		total += w
	}
	if !s.panel {
		share = dot(s.w, s.t) / total
		z = make([]float64, s.n)
		for i, y := range s.y {
			z[i] = y * (s.t[i] - share) / (share * (1 - share))
		}
	}
	att := dot(diff, z) / s.treated
	for i := range s.inf {
		s.inf[i] = (diff[i]*z[i] - att*s.w[i]*s.d[i]) / s.treated
	}
	gradient := make([]float64, len(s.x))
	for j, x := range s.x {
		gradient[j] = weightedDot(control, z, x) / s.treated
	}
	ps.effect(-1, gradient)
	if s.panel {
		return att, nil
	}
	// The shares of later and of earlier rows are estimated too; as in
	// ipw_did_rc of DRDID, the sum of weights counts as known.
	var post, pre float64
	for i, y := range s.y {
		post -= diff[i] * y * s.t[i] / (share * share)
		pre += diff[i] * y * (1 - s.t[i]) / ((1 - share) * (1 - share))
	}
	for i, w := range s.w {
		n := float64(s.n)
		s.inf[i] += post / s.treated * (w*s.t[i]/total - share/n)
		s.inf[i] += pre / s.treated * (w*(1-s.t[i])/total - (1-share)/n)
	}
	return att, nil
}

func byWeighting(s *contrastWork) (float64, error) {
	ps, err := s.logit()
	if err != nil {
		return 0, err
	}
	return s.robust(ps, nil, nil, s.y), nil
}

func byBoth(s *contrastWork) (float64, error) {
	ps, err := s.logit()
	if err != nil {
		return 0, err
	}
	g := s.sides(s.plainControls())
	var pre *nuisance
	post := s.least(g.controlPost)
	r := minus(s.y, post.fitted())
	if !s.panel {
		pre = s.least(g.controlPre)
		r = s.residual(post, pre)
	}
	att := s.robust(ps, post, pre, r)
	if s.panel || s.plain {
		return att, nil
	}
	return att + s.efficient(post, pre, true), nil
}

func byTilting(s *contrastWork) (float64, error) {
	ps, err := s.tilting()
	if err != nil {
		return 0, err
	}
	g := s.sides(s.weights(ps))
	post := s.least(g.controlPost)
	if s.panel {
		return s.differences(g, minus(s.y, post.fitted())), nil
	}
	pre := s.least(g.controlPre)
	att := s.differences(g, s.residual(post, pre))
	if s.plain {
		return att, nil
	}
	return att + s.efficient(post, pre, false), nil
}

// residual is y less the fitted value of its period.
func (s *contrastWork) residual(post, pre *nuisance) []float64 {
	return minus(s.y, between(post.fitted(), pre.fitted(), s.t))
}

// between is a where t is 1 and b elsewhere.
func between(a, b, t []float64) []float64 {
	out := make([]float64, len(a))
	for i := range out {
		if out[i] = b[i]; t[i] == 1 {
			out[i] = a[i]
		}
	}
	return out
}

// differences is the difference in differences of r, with its influence
// function for known weights.
func (s *contrastWork) differences(g sides, r []float64) float64 {
	att := s.mean(g.treatedPost, r).add(1) + s.mean(g.controlPost, r).add(-1)
	if !s.panel {
		att += s.mean(g.treatedPre, r).add(-1) + s.mean(g.controlPre, r).add(1)
	}
	return att
}

// robust is the difference in differences of r, the outcome less what post and
// pre explain (nil for nothing), the untreated weighted by the odds of ps,
// with what the estimation of all these contributes.
func (s *contrastWork) robust(ps, post, pre *nuisance, r []float64) float64 {
	g := s.sides(s.weights(ps))
	att := s.differences(g, r)
	control := s.mean(g.controlPost, r)
	ps.effect(-1, control.odds())
	if post != nil {
		post.effect(-1, s.mean(g.treatedPost, r).columns())
		post.effect(1, control.columns())
	}
	if s.panel {
		return att
	}
	control = s.mean(g.controlPre, r)
	ps.effect(1, control.odds())
	if pre != nil {
		// The two means agree but for sampling error, and so does their
		// difference with its opposite, which drdid_rc of DRDID takes.
		pre.effect(-1, s.mean(g.treatedPre, r).columns())
		pre.effect(1, control.columns())
	}
	return att
}

// efficient is what makes an estimate for cross sections locally efficient:
// the effects by the regressions of both groups, averaged over the treated of
// both periods instead of one.
func (s *contrastWork) efficient(post, pre *nuisance, estimated bool) float64 {
	g := s.sides(s.plainControls())
	all := product(s.w, s.d)
	var att float64
	for _, x := range []struct {
		sign    float64
		side    []float64
		control *nuisance
	}{{1, g.treatedPost, post}, {-1, g.treatedPre, pre}} {
		treated := s.least(x.side)
		gain := minus(treated.fitted(), x.control.fitted())
		both, one := s.mean(all, gain), s.mean(x.side, gain)
		att += both.add(x.sign) + one.add(-x.sign)
		if !estimated {
			continue
		}
		gradient := minus(both.columns(), one.columns())
		treated.effect(x.sign, gradient)
		x.control.effect(-x.sign, gradient)
	}
	return att
}

// byWeightedRegression extrapolates the changes of the untreated by least
// squares weighted by the odds of a logit.
func byWeightedRegression(s *contrastWork) (float64, error) {
	ps, err := s.logit()
	if err != nil {
		return 0, err
	}
	weights := s.weights(ps)
	reg := s.least(weights)
	treated := product(s.w, s.d)
	m := s.mean(treated, reg.fitted())
	att := s.mean(treated, s.y).add(1) + m.add(-1)
	gradient := m.columns()
	reg.effect(-1, gradient)
	// The regression depends on the logit: its coefficients move by
	// (X'ΩX)⁻¹·Σ x·ω·residual·x' with those of the logit.
	on := multiply(reg.bread, gradient)
	through := make([]float64, len(s.x))
	for i, e := range reg.score {
		if e == 0 {
			continue
		}
		var at float64
		for j, x := range s.x {
			at += on[j] * x[i]
		}
		for j, x := range s.x {
			through[j] += float64(at * e * x[i])
		}
	}
	ps.effect(-1, through)
	return att, nil
}
