package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/kernel"
)

// HAC allows unequal variances and, within panels, autocorrelation: the
// sandwich with kernel-weighted autocovariances of the scores. Newey and West
// (1987, Econometrica 55:703-708). For L lags of Bartlett's kernel BW is L+1.
// A BW of 0 asks IVRegress for that of Newey and West (1994).
type HAC struct {
	Kernel LagKernel
	BW     float64
	Timeline
	Name string // e(vcetype); "" for HAC
}

// Cov implements VCE. The factor is the convention's for Robust.
func (h HAC) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := h.moment(s)
	if err != nil {
		return nil, err
	}
	f := s.Convention.Robust.factor(s.N, float64(s.K), false)
	name := h.Name
	if name == "" {
		name = "HAC"
	}
	return &Covariance{V: s.sandwich(meat, f), DF: s.df(), Kind: "hac", Type: name, Factor: f, Kernel: h.Kernel.Name, Lag: h.BW - 1}, nil
}

func (h HAC) moment(s *Sandwich) ([]float64, error) {
	cols, err := s.weightedScores()
	if err != nil {
		return nil, err
	}
	g, err := s.meat(nil)
	if err != nil {
		return nil, err
	}
	return g, addLags(s, g, cols, h.Timeline, h.Kernel.weights(h.BW, h.span()))
}

// weightedScores are the k columns of n scores, weights included.
func (s *Sandwich) weightedScores() ([][]float64, error) {
	if s.Scores != nil {
		return s.Scores, nil
	}
	cols, e := s.scores()
	out := make([][]float64, len(cols))
	return out, kernel.Each(s.context(), len(cols), func(j int) {
		c := make([]float64, len(e))
		for i, v := range cols[j] {
			c[i] = float64(v * e[i])
		}
		out[j] = c
	})
}

// addLags adds Σ κ(lag)·(Γ+Γ') to g, Γ being the sum of products of cols with
// themselves that many periods before.
func addLags(s *Sandwich, g []float64, cols [][]float64, t Timeline, weights []float64) error {
	k := len(cols)
	if k == 0 || len(weights) == 0 {
		return nil
	}
	order := t.order()
	past := make([][]float64, k)
	for j := range past {
		past[j] = make([]float64, len(t.Time))
	}
	for l, w := range weights {
		if err := s.context().Err(); err != nil {
			return err
		}
		t.lag(order, l+1, func(now, before int32) {
			for j, c := range cols {
				past[j][now] += float64(w * c[before])
			}
		})
	}
	c, err := kernel.Cross(s.context(), cols, nil, nil, past)
	if err != nil {
		return err
	}
	for a := range k {
		for b := range k {
			g[a*k+b] += c[a*k+b] + c[b*k+a]
		}
	}
	return nil
}

// AC allows autocorrelation within panels but equal variances: each
// autocovariance of the scores is that of the residuals times that of the
// columns.
type AC struct {
	Kernel LagKernel
	BW     float64
	Timeline
	Name string // e(vcetype); "" for AC
}

// Cov implements VCE.
func (h AC) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := h.moment(s)
	if err != nil {
		return nil, err
	}
	f := s.Convention.Robust.factor(s.N, float64(s.K), false)
	name := h.Name
	if name == "" {
		name = "AC"
	}
	return &Covariance{V: s.sandwich(meat, f), DF: s.df(), Kind: "ac", Type: name, Factor: f}, nil
}

func (h AC) moment(s *Sandwich) ([]float64, error) {
	g, err := Classical{}.moment(s)
	if err != nil {
		return nil, err
	}
	order := h.order()
	for l, w := range h.Kernel.weights(h.BW, h.span()) {
		now, before, e := h.pairs(s, order, l+1)
		c, err := kernel.Cross(s.context(), now, nil, nil, before)
		if err != nil {
			return nil, err
		}
		k := len(s.X)
		for a := range k {
			for b := range k {
				g[a*k+b] += w * e / s.N * (c[a*k+b] + c[b*k+a])
			}
		}
	}
	return g, nil
}

// pairs gathers the columns, weights included, of rows lag periods apart, and
// the sum of products of their residuals.
func (h AC) pairs(s *Sandwich, order []int32, lag int) (now, before [][]float64, products float64) {
	now, before = make([][]float64, len(s.X)), make([][]float64, len(s.X))
	weight := func(i int32) float64 {
		if s.W == nil {
			return 1
		}
		return s.W[i]
	}
	h.lag(order, lag, func(i, j int32) {
		a, b := weight(i), weight(j)
		products += a * b * s.U[i] * s.U[j]
		for k, x := range s.X {
			now[k], before[k] = append(now[k], a*x[i]), append(before[k], b*x[j])
		}
	})
	return now, before, products
}

// DriscollKraay allows any correlation of errors within a period and
// kernel-weighted correlation between periods: the scores are summed by
// period. Driscoll and Kraay (1998, Review of Economics and Statistics
// 80:549-560). Degrees of freedom and factors count periods as clusters.
type DriscollKraay struct {
	Kernel LagKernel
	BW     float64
	Timeline
	Name string // e(vcetype); "" for Driscoll-Kraay
}

// Cov implements VCE.
func (d DriscollKraay) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := d.moment(s)
	if err != nil {
		return nil, err
	}
	_, times := d.periods()
	if len(times) < 2 {
		return nil, ErrFewGroups
	}
	used := float64(s.K)
	if s.Convention.FreeNested {
		used = float64(s.KCluster)
	}
	f := s.Convention.Cluster.factor(s.N, used, true)
	if s.Convention.CountGroups {
		f *= groupFactor(len(times))
	}
	name := d.Name
	if name == "" {
		name = "Driscoll-Kraay"
	}
	c := &Covariance{V: s.sandwich(meat, f), DF: s.clusterDF(len(times)), Kind: "dkraay", Type: name, Factor: f}
	return c, nil
}

func (d DriscollKraay) moment(s *Sandwich) ([]float64, error) {
	cols, err := s.weightedScores()
	if err != nil {
		return nil, err
	}
	codes, times := d.periods()
	sums := make([][]float64, len(cols))
	for j, c := range cols {
		sums[j] = make([]float64, len(times))
		for i, v := range c {
			sums[j][codes[i]] += v
		}
	}
	g, _, err := kernel.Gram(s.context(), sums, nil, nil)
	if err != nil {
		return nil, err
	}
	span := int(math.Round(times[len(times)-1]-times[0])) + 1
	return g, addLags(s, g, sums, Timeline{Time: times}, d.Kernel.weights(d.BW, span))
}

// ClusterKernel allows any correlation within the groups of Cluster, and between
// rows of different ones a kernel-weighted correlation over time: Thompson
// (2011, J. Financial Economics 99:1-10). The groups are those of the timeline's
// panels.
type ClusterKernel struct {
	Cluster
	Kernel LagKernel
	BW     float64
	Timeline
}

// Cov implements VCE: the factors are those of clusters, of which periods are
// the second variable.
func (c ClusterKernel) Cov(s *Sandwich) (*Covariance, error) {
	meat, err := c.moment(s)
	if err != nil {
		return nil, err
	}
	g := c.Count()
	if g < 2 {
		return nil, ErrFewGroups
	}
	used := float64(s.K)
	if s.Convention.FreeNested {
		used = float64(s.KCluster)
	}
	f := s.Convention.Cluster.factor(s.N, used, true)
	if s.Convention.CountGroups {
		f *= groupFactor(g)
	}
	return &Covariance{V: s.sandwich(meat, f), DF: s.clusterDF(g), Kind: "dkraay", Type: "Robust", Factor: f, Kernel: c.Kernel.Name, Lag: c.BW - 1}, nil
}

// Count is the least of the numbers of groups and periods.
func (c ClusterKernel) Count() int {
	_, times := c.periods()
	return min(c.Cluster.Count(), len(times))
}

func (c ClusterKernel) moment(s *Sandwich) ([]float64, error) {
	total, err := c.Cluster.moment(s)
	if err != nil {
		return nil, err
	}
	across, err := DriscollKraay{Kernel: c.Kernel, BW: c.BW, Timeline: c.Timeline}.moment(s)
	if err != nil {
		return nil, err
	}
	twice, err := HAC{Kernel: c.Kernel, BW: c.BW, Timeline: c.Timeline}.moment(s)
	if err != nil {
		return nil, err
	}
	for i := range total {
		total[i] += across[i] - twice[i]
	}
	return total, nil
}
