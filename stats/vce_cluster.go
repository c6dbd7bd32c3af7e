package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/stats/kernel"
)

// Cluster allows any correlation of errors within the groups of one or more
// variables. With several, V is the sum over their subsets of the covariance
// clustered on the intersection, signs alternating: Cameron, Gelbach and
// Miller (2011, J. Business & Economic Statistics 29:238-249), section 2; a V
// that comes out indefinite is replaced as in their section 2.3.
type Cluster struct {
	Groups [][]int32 // for each variable the code of each row, counted from 0
	Names  []string  // of the variables
}

// Cov implements VCE.
func (c Cluster) Cov(s *Sandwich) (*Covariance, error) {
	rows := len(s.U)
	if len(s.Scores) > 0 {
		rows = len(s.Scores[0])
	}
	out := &Covariance{Kind: "cluster", Type: "Robust", Names: c.Names}
	for _, g := range c.Groups {
		if len(g) != rows {
			panic("stats: cluster codes do not match the rows")
		}
		out.Clusters = append(out.Clusters, countCodes(g))
	}
	least := slices.Min(out.Clusters)
	if least < 2 {
		return nil, ErrFewGroups
	}

	k := s.Bread.SymmetricDim()
	total := make([]float64, k*k)
	for set := 1; set < 1<<len(c.Groups); set++ {
		codes, groups, sign := c.intersection(set)
		meat, err := s.clusterMeat(codes, groups)
		if err != nil {
			return nil, err
		}
		if s.Convention.CountGroups && s.Convention.PerTerm {
			sign *= groupFactor(groups)
		}
		for i, v := range meat {
			total[i] += sign * v
		}
	}

	used := float64(s.K)
	if s.Convention.FreeNested {
		used = float64(s.KCluster)
	}
	out.Factor = s.Convention.Cluster.factor(s.N, used, true)
	if s.Convention.CountGroups && !s.Convention.PerTerm {
		out.Factor *= groupFactor(least)
	}
	out.V = s.sandwich(total, out.Factor)
	if len(c.Groups) > 1 {
		out.Repaired = s.repair(out.V)
	}
	out.DF = s.clusterDF(least)
	return out, nil
}

// groupFactor is G/(G-1).
func groupFactor(g int) float64 { return float64(g) / float64(g-1) }

// clusterDF is the degrees of freedom of inference with groups clusters.
func (s *Sandwich) clusterDF(groups int) float64 {
	if s.Convention.Normal {
		return math.Inf(1)
	}
	df := float64(groups - 1)
	if s.Convention.CapDF {
		df = min(df, s.N-float64(s.K))
	}
	return df
}

// intersection codes the rows by the cluster variables in set, a bit for
// each, and gives the number of codes and the sign of the set's term.
func (c Cluster) intersection(set int) (codes []int32, groups int, sign float64) {
	sign = -1
	for j, g := range c.Groups {
		if set&(1<<j) == 0 {
			continue
		}
		sign = -sign
		if codes == nil {
			codes, groups = compact(g)
		} else {
			codes, groups = pairCodes(codes, g)
		}
	}
	return codes, groups, sign
}

// scores are k columns whose products with e are the scores; e nil counts as
// ones.
func (s *Sandwich) scores() (cols [][]float64, e []float64) {
	if s.Scores != nil {
		return s.Scores, nil
	}
	if s.W == nil {
		return s.X, s.U
	}
	e = make([]float64, len(s.U))
	for i, u := range s.U {
		e[i] = u * s.W[i]
	}
	return s.X, e
}

// clusterMeat is the k×k sum of squares of the scores summed by group.
func (s *Sandwich) clusterMeat(codes []int32, groups int) ([]float64, error) {
	cols, e := s.scores()
	sums := make([][]float64, len(cols))
	err := kernel.Each(s.context(), len(cols), func(j int) {
		t := make([]float64, groups)
		if e == nil {
			for i, v := range cols[j] {
				t[codes[i]] += v
			}
		} else {
			for i, v := range cols[j] {
				t[codes[i]] += float64(v * e[i])
			}
		}
		sums[j] = t
	})
	if err != nil {
		return nil, err
	}
	g, _, err := kernel.Gram(s.context(), sums, nil, nil)
	return g, err
}

// repair replaces an indefinite v by the nearest positive semidefinite matrix
// on the scale of s.Scale, and then, if s.Slopes says so, the block of the
// slopes by what the same does to that block alone. It tells whether it did.
func (s *Sandwich) repair(v *mat.SymDense) bool {
	k := v.SymmetricDim()
	var scale []float64
	if s.Scale != nil {
		scale = s.Scale()
	}
	slopes := newSym(s.Slopes)
	for a := range s.Slopes {
		for b := a; b < s.Slopes; b++ {
			slopes.SetSym(a, b, v.At(a, b))
		}
	}
	if !nearest(v, scale) {
		return false
	}
	if s.Slopes > 0 && s.Slopes < k {
		nearest(slopes, scale)
		for a := range s.Slopes {
			for b := a; b < s.Slopes; b++ {
				v.SetSym(a, b, slopes.At(a, b))
			}
		}
	}
	return true
}

// nearest sets the negative eigenvalues of v, rows and columns multiplied by
// scale, to zero; it tells whether there were any.
func nearest(v *mat.SymDense, scale []float64) bool {
	k := v.SymmetricDim()
	at := func(j int) float64 {
		if scale == nil {
			return 1
		}
		return scale[j]
	}
	scaled := newSym(k)
	for a := range k {
		for b := a; b < k; b++ {
			scaled.SetSym(a, b, v.At(a, b)*at(a)*at(b))
		}
	}
	var e mat.EigenSym
	if k == 0 || !e.Factorize(scaled, true) {
		return false
	}
	values := e.Values(nil)
	if values[0] >= 0 {
		return false
	}
	var q mat.Dense
	e.VectorsTo(&q)
	for a := range k {
		for b := a; b < k; b++ {
			var t float64
			for l, lambda := range values {
				if lambda > 0 {
					t += q.At(a, l) * lambda * q.At(b, l)
				}
			}
			v.SetSym(a, b, t/(at(a)*at(b)))
		}
	}
	return true
}
