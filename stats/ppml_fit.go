package stats

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/stats/elementary"
	"github.com/didot-lang/didot/stats/hdfe"
	"github.com/didot-lang/didot/stats/kernel"
)

// finish makes the Fit.
func (p *ppml) finish(vce VCE) (*PPMLFit, error) {
	f := p.out
	d := p.d
	if len(d.Y) < len(p.all.Y) {
		vce = RowsOfVCE(vce, p.keep)
	}
	f.Intercept = d.Constant && hasIntercept(p.effects)
	plain, err := p.solution(f.Intercept)
	if err != nil {
		return nil, err
	}
	var clusters [][]int32
	if c, ok := vce.(Cluster); ok && len(d.Effects) > 0 {
		clusters = c.Groups
	}
	terms := p.opt.Rules.Degrees(p.effects, clusters)
	used, nested := hdfe.Used(terms)
	sw := &Sandwich{Bread: plain.bread, U: plain.u, W: p.w, WKind: d.WKind, RSS: p.dev, N: p.n, Context: d.Context, Convention: ConventionLikelihood}
	sw.K = len(p.kept) + used
	sw.KCluster, sw.Slopes = sw.K, len(p.kept)
	sw.X = p.regressors(plain, f.Intercept)
	fit, err := plain.fit(d, sw, vce)
	if err != nil {
		return nil, err
	}
	fit.VModel = nil
	fit.DFModel, fit.Rank = len(p.kept), len(p.kept)
	fit.Terms = terms
	fit.Resid = plain.u
	if len(d.Y) < len(p.all.Y) {
		fit.Kept = p.keep
	}
	f.Fit = fit
	f.Eta, f.Mu, f.SD = p.eta, p.mu, spreadOf(d.Y)
	return f, p.extra(fit, used, nested)
}

func hasIntercept(effects []hdfe.Effect) bool {
	for _, e := range effects {
		if !e.SlopesOnly {
			return true
		}
	}
	return false
}

// solution is the coefficients as least squares hands them over: the bread is
// the inverse of the information, bordered for the intercept, and u is y-mu.
func (p *ppml) solution(intercept bool) (*solution, error) {
	k := len(p.kept)
	s := &solution{b: make([]float64, len(p.d.X)), omitted: make([]bool, len(p.d.X)), kept: p.kept, u: make([]float64, len(p.d.Y)), mean: make([]float64, len(p.d.X))}
	for j := range s.omitted {
		s.omitted[j] = true
	}
	for a, j := range p.kept {
		s.b[j], s.omitted[j] = p.b[a], false
	}
	for i, y := range p.d.Y {
		s.u[i] = y - p.mu[i]
	}
	q := &problem{ctx: p.context(), y: p.cols[0], x: p.cols[1:], w: p.weight, rounding: p.rounding}
	ls, err := q.solve()
	if err != nil {
		return nil, err
	}
	if len(ls.kept) != k {
		return nil, ErrNoConverge
	}
	s.bread = ls.bread
	if !intercept {
		return s, nil
	}
	total := kernel.Sum(p.weight).Float()
	mean := make([]float64, k)
	at := make([]float64, len(p.eta))
	copy(at, p.eta)
	for i := range at {
		if p.d.Offset != nil {
			at[i] -= p.d.Offset[i]
		}
	}
	s.cons = kernel.Dot(at, p.weight).Float() / total
	for a, j := range p.kept {
		mean[a] = kernel.Dot(p.d.X[j], p.weight).Float() / total
		s.mean[j] = mean[a]
		s.cons -= p.b[a] * mean[a]
	}
	s.bread = border(s.bread, mean, 1/total)
	return s, nil
}

// regressors are the columns of the scores: what effects leave of the kept
// columns, their means added back if there is an intercept, and ones.
func (p *ppml) regressors(s *solution, intercept bool) [][]float64 {
	out := p.cols[1:len(p.cols):len(p.cols)]
	if !intercept {
		return out
	}
	for a, j := range p.kept {
		for i := range out[a] {
			out[a][i] += s.mean[j]
		}
	}
	return append(out, ones(len(p.d.Y)))
}

// extra fills in Extra as ppmlhdfe has it.
func (p *ppml) extra(f *Fit, used, nested int) error {
	ll, ll0, err := p.likelihoods()
	if err != nil {
		return err
	}
	wald, k := math.NaN(), float64(len(p.kept))
	if w, dropped := waldOf(f.B, f.V, p.kept); k > 0 && dropped == 0 {
		wald = w
	}
	df := p.n - k - float64(used) - float64(nested)
	if len(f.VCE.Clusters) > 0 {
		least := f.VCE.Clusters[0]
		for _, g := range f.VCE.Clusters {
			least = min(least, g)
		}
		df = min(df, float64(least-1))
	}
	f.Extra = append(f.Extra,
		Named{"N_full", p.n + float64(p.out.Dropped+p.out.Separated)},
		Named{"num_singletons", float64(p.out.Dropped)}, Named{"num_separated", float64(p.out.Separated)},
		Named{"df", df}, Named{"chi2", wald}, Named{"p", chi2Tail(k, wald)},
		Named{"deviance", p.dev}, Named{"ll", ll}, Named{"ll_0", ll0}, Named{"r2_p", 1 - ll/ll0},
		Named{"ic", float64(p.out.Iterations)}, Named{"ic2", float64(p.out.Inner)}, Named{"converged", 1.0},
	)
	f.addClusters()
	if c := f.VCE.Clusters; len(c) > 0 {
		f.Extra = append(f.Extra, Named{"N_clustervars", float64(len(c))})
		for j, g := range c {
			f.Extra = append(f.Extra, Named{fmt.Sprint("N_clust", j+1), float64(g)})
		}
	}
	f.dofExtra(len(p.d.Effects), f.Terms, nested)
	return nil
}

// logFactorials is Σw·ln(y!).
func (p *ppml) logFactorials() (float64, error) {
	small := make([]float64, 1024)
	for k := range small {
		small[k], _ = math.Lgamma(float64(k) + 1)
	}
	sum, err := kernel.Reduce(p.context(), len(p.eta), 1, func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			y := p.d.Y[i]
			var t float64
			if k := int(y); y < 1024 && float64(k) == y {
				t = small[k]
			} else {
				t, _ = math.Lgamma(y + 1)
			}
			if p.w != nil {
				t *= p.w[i]
			}
			out[0] += t
		}
	})
	if err != nil {
		return math.NaN(), err
	}
	return sum[0], nil
}

// likelihoods are the log likelihood of the Poisson distribution, and that with
// an intercept alone, and the offset.
func (p *ppml) likelihoods() (ll, ll0 float64, err error) {
	constant, err := p.logFactorials()
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	base := 1.0
	if p.d.Offset != nil {
		v := make([]float64, len(p.d.Offset))
		for i, o := range p.d.Offset {
			v[i] = elementary.Exp(o)
		}
		base = weightedMean(v, p.w)
	}
	log := math.Log(weightedMean(p.d.Y, p.w) / base)
	sums, err := kernel.Reduce(p.context(), len(p.eta), 3, func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			y, w, null := p.d.Y[i], 1.0, log
			if p.d.Offset != nil {
				null += p.d.Offset[i]
			}
			if p.w != nil {
				w = p.w[i]
			}
			out[0] += float64(w * (float64(y*p.eta[i]) - p.mu[i]))
			out[1] += float64(w * float64(y*null))
			out[2] += float64(w * y)
		}
	})
	if err != nil {
		return math.NaN(), math.NaN(), err
	}
	return sums[0] - constant, sums[1] - sums[2] - constant, nil
}

// SumOfEffects is the linear index less that of the coefficients and the
// offset, over the used rows of d.
func (f *PPMLFit) SumOfEffects(d *Design) []float64 {
	cut := d
	if f.Kept != nil {
		cut = d.Rows(f.Kept)
	}
	xb := f.XB(cut.X, len(cut.Y))
	out := make([]float64, len(f.Eta))
	for i, v := range f.Eta {
		out[i] = v - xb[i]
		if cut.Offset != nil {
			out[i] -= cut.Offset[i]
		}
	}
	return out
}

// EffectsOf returns a function that takes the sum of the effects apart, a
// column for each effect of d over its used rows; it does so once.
func (f *PPMLFit) EffectsOf(d *Design) func() [][]float64 {
	var parts [][]float64
	return func() [][]float64 {
		if parts == nil {
			cut := d
			if f.Kept != nil {
				cut = d.Rows(f.Kept)
			}
			sum := f.SumOfEffects(d)
			a, err := hdfe.New(cut.context(), cut.Effects, nil, hdfe.Options{})
			if err != nil {
				return make([][]float64, len(cut.Effects))
			}
			r, err := a.Absorb(cut.context(), [][]float64{sum})
			if err != nil {
				return make([][]float64, len(cut.Effects))
			}
			parts = r.Effects([]float64{1})
		}
		return parts
	}
}
