package stats

import "github.com/didot-lang/didot/stats/kernel"

// A moments is a VCE that estimates the covariance of the sums of any scores,
// as tests of moment conditions need it.
type moments interface {
	VCE
	// moment is the k×k covariance of the sums of the k scores of s, without
	// finite-sample factors.
	moment(s *Sandwich) ([]float64, error)
}

// momentsOf is vce as a moments, or ErrVCE.
func momentsOf(vce VCE) (moments, error) {
	if m, ok := vce.(moments); ok {
		return m, nil
	}
	return nil, ErrVCE
}

// moment is RSS/N·X'WX: it needs X, not Scores.
func (Classical) moment(s *Sandwich) ([]float64, error) {
	g, _, err := kernel.Gram(s.context(), s.X, nil, s.W)
	for i := range g {
		g[i] *= s.RSS / s.N
	}
	return g, err
}

func (Robust) moment(s *Sandwich) ([]float64, error) { return s.meat(nil) }

// moment is the sum over the subsets of the cluster variables.
func (c Cluster) moment(s *Sandwich) ([]float64, error) {
	var total []float64
	for set := 1; set < 1<<len(c.Groups); set++ {
		codes, groups, sign := c.intersection(set)
		meat, err := s.clusterMeat(codes, groups)
		if err != nil {
			return nil, err
		}
		if total == nil {
			total = make([]float64, len(meat))
		}
		for i, v := range meat {
			total[i] += sign * v
		}
	}
	return total, nil
}

// Counts are the numbers of clusters of each variable.
func (c Cluster) Counts() []int {
	var out []int
	for _, g := range c.Groups {
		out = append(out, countCodes(g))
	}
	return out
}

// Count is the number of clusters, the least of several variables'.
func (c Cluster) Count() int {
	least := 0
	for _, g := range c.Groups {
		if n := countCodes(g); least == 0 || n < least {
			least = n
		}
	}
	return least
}
