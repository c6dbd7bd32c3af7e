package stats

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// AbsorbOptions tune AbsorbWith; the zero value is the default.
type AbsorbOptions struct {
	KeepSingletons bool       // do not drop rows that an effect explains by itself
	Rules          hdfe.Rules // how degrees of freedom are counted
}

// Absorb is AbsorbWith at its defaults.
func Absorb(d *Design, vce VCE) (*Fit, error) { return AbsorbWith(d, vce, AbsorbOptions{}) }

// AbsorbWith fits y = Xb + effects + u by least squares on Effects, as
// reghdfe does (Correia 2017): singletons are dropped again and again;
// effects nested in a cluster variable cost no degrees of freedom, others
// what hdfe.Degrees says; clusters use ConventionReghdfe. Without effects it
// is least squares by the same conventions. The intercept is the one that
// makes the effects average zero; there is none if all effects are slopes.
//
// A regressor is omitted when the effects leave less than 1e-9 of its sum of
// squares, or when it follows from earlier ones.
func AbsorbWith(d *Design, vce VCE, opt AbsorbOptions) (*Fit, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	vce = d.implied(vce)
	if usesLeverage(vce) && len(d.Effects) > 0 {
		return nil, ErrVCE
	}
	var keep []bool
	var dropped int
	if !opt.KeepSingletons {
		var fw []float64
		if d.WKind == FWeight || d.WKind == IWeight {
			fw = d.W
		}
		if keep, dropped = hdfe.Singletons(d.Effects, fw); keep != nil {
			d = d.Rows(keep)
			vce = RowsOfVCE(vce, keep)
		}
	}
	if len(d.Y) < 2 {
		return nil, ErrFewObs
	}
	fit, err := absorb(d, vce, opt.Rules)
	if err != nil {
		return nil, err
	}
	fit.Kept = keep
	fit.Extra = append(fit.Extra,
		Named{"drop_singletons", truth(!opt.KeepSingletons)},
		Named{"num_singletons", float64(dropped)},
		Named{"N_full", float64(fit.N + dropped)},
	)
	return fit, nil
}

// absorb is AbsorbWith once singletons are gone.
func absorb(d *Design, vce VCE, rules hdfe.Rules) (*Fit, error) {
	effects := d.Effects
	if len(effects) == 0 { // an intercept alone
		effects = []hdfe.Effect{{Name: "_cons", Codes: make([]int32, len(d.Y)), Levels: 1}}
	}
	hasIntercept := false
	for _, e := range effects {
		hasIntercept = hasIntercept || !e.SlopesOnly
	}
	var clusters [][]int32
	if c, ok := vce.(Cluster); ok && len(d.Effects) > 0 {
		clusters = c.Groups
	}
	counted := make(chan []hdfe.Term, 1) // counting parameters takes as long as absorbing
	go func() { counted <- rules.Degrees(effects, clusters) }()
	p, err := d.partial(effects, reghdfeRule)
	if err != nil {
		return nil, err
	}
	explained := make([]bool, len(d.X))
	for j, x := range d.X {
		explained[j] = x != nil && p.x[j] == nil
	}
	intercept := hasIntercept && d.Constant
	s, err := p.solve(intercept)
	if err != nil {
		return nil, err
	}

	terms := <-counted
	used, nestedFree := hdfe.Used(terms)
	sw := p.sandwich(s)
	sw.K = len(s.kept) + used
	sw.KCluster = sw.K
	if nestedFree > 0 {
		sw.KCluster++
	}
	sw.Convention = ConventionReghdfe
	sw.Slopes = len(s.kept)
	sw.Scale = func() []float64 { return standardScale(d, s, intercept) }
	(&Linear{Design: d, Effects: effects, VCE: vce, Refit: func(d *Design) (*Fit, error) { return absorb(d, vce, rules) }}).tap(sw, s, reghdfeRule)
	fit, err := s.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.Explained = explained
	fit.DFModel = len(s.kept)
	fit.Rank = len(s.kept)
	fit.absorbExtra(p, s, float64(used), float64(nestedFree), hasIntercept)
	fit.dofExtra(len(effects), terms, nestedFree)
	fit.Terms = terms
	fit.Leftover = s.leftover(sw)
	if len(d.Effects) > 0 {
		fit.Effects = p.effects(s, intercept)
		fit.Predict = fit.predictor(d.Y)
	} else {
		fit.Predict = s.predictor(fit, sw)
	}
	return fit, nil
}

// absorbExtra fills in Extra as reghdfe has it, but for what singletons say.
func (f *Fit) absorbExtra(p *partialled, s *solution, used, nested float64, hasIntercept bool) {
	n, k := p.n, float64(len(s.kept))
	df := n - used - k - nested
	tss, one := p.total, 1.0
	if !hasIntercept {
		tss, one = p.total+p.sumw*p.ymean*p.ymean, 0
	}
	rmse := math.Sqrt(s.rss)
	if df != 0 {
		rmse = math.Sqrt(s.rss / df)
	}
	wald := math.NaN()
	if len(s.kept) > 0 {
		if w, dropped := waldOf(f.B, f.V, s.kept); dropped == 0 {
			wald = w / k
		}
	}
	f.Extra = append(f.Extra,
		Named{"tss", tss},
		Named{"tss_within", p.within},
		Named{"rss", s.rss},
		Named{"mss", tss - s.rss},
		Named{"rmse", rmse},
		Named{"F", wald},
		Named{"ll", gaussian(s.rss, n)},
		Named{"ll_0", gaussian(p.within, n)},
		Named{"r2", 1 - s.rss/tss},
		Named{"r2_within", 1 - s.rss/p.within},
		Named{"r2_a", 1 - s.rss/df/(tss/(n-one))},
		Named{"r2_a_within", 1 - s.rss/df/(p.within/(df+k))},
		Named{"sumweights", p.rawWeight()},
		Named{"ic", float64(p.result.Iterations)},
		Named{"converged", 1.0},
		Named{"report_constant", float64(f.Constant())},
	)
	f.addClusters()
	if c := f.VCE.Clusters; len(c) > 0 {
		f.Extra = append(f.Extra, Named{"N_clustervars", float64(len(c))})
		for j, g := range c {
			f.Extra = append(f.Extra, Named{fmt.Sprint("N_clust", j+1), float64(g)})
		}
	}
}

// dofExtra appends what reghdfe says of the absorbed degrees of freedom.
func (f *Fit) dofExtra(effects int, terms []hdfe.Term, nested int) {
	initial, redundant := 0, 0
	table := newDense(len(terms), 5)
	for i, t := range terms {
		initial += t.Categories
		redundant += t.Redundant
		table.SetRow(i, []float64{float64(t.Categories), float64(t.Redundant), float64(t.Categories - t.Redundant), truth(!t.Exact), truth(t.Nested)})
	}
	f.Extra = append(f.Extra,
		Named{"N_hdfe", float64(effects)},
		Named{"N_hdfe_extended", float64(len(terms))},
		Named{"df_a", float64(initial - redundant)},
		Named{"df_a_initial", float64(initial)},
		Named{"df_a_redundant", float64(redundant)},
		Named{"df_a_nested", float64(nested)},
		Named{"dof_table", table},
	)
}

// truth is 1 for true.
func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// rawWeight is the sum of the weights as given, or the number of rows.
func (p *partialled) rawWeight() float64 {
	if p.d.W == nil {
		return float64(len(p.y))
	}
	return kernel.Sum(p.d.W).Float()
}

// standardScale is what turns V into that of a regression of standardized
// variables, the scale on which reghdfe repairs an indefinite V: standard
// deviations (unweighted, at least 0.001) of the regressors over that of y.
func standardScale(d *Design, s *solution, intercept bool) []float64 {
	sy := spreadOf(d.Y)
	var scale []float64
	for _, j := range s.kept {
		scale = append(scale, spreadOf(d.X[j])/sy)
	}
	if intercept {
		scale = append(scale, 1/sy)
	}
	return scale
}

// spreadOf is the standard deviation of x, but at least 0.001.
func spreadOf(x []float64) float64 {
	var m, ss float64
	for _, v := range x {
		m += v
	}
	m /= float64(len(x))
	for _, v := range x {
		ss += (v - m) * (v - m)
	}
	return max(math.Sqrt(ss/float64(len(x)-1)), 1e-3)
}
