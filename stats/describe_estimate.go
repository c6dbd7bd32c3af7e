package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// An Estimand is what a Survey estimates of each variable and group.
type Estimand int

const (
	MeanOf       Estimand = iota
	ProportionOf          // the mean of an indicator; its variance divides by N, not N-1
	TotalOf
	RatioOf // of the totals of Y and X
)

// A Survey is a sample from which means, proportions, totals or ratios are
// estimated: of every variable in every group, the groups varying fastest.
type Survey struct {
	Of     Estimand
	Names  []string    // of the estimates
	Y      [][]float64 // variables over n rows
	X      [][]float64 // the denominators of ratios
	Group  []int32     // of each row, counted from 0; nil for one group
	Groups int
	W      []float64
	WKind  WeightKind

	Cluster     []int32 // of each row, counted from 0; nil for none
	ClusterName string
}

// Estimate estimates by linearization: see Wolter (2007), Introduction to
// Variance Estimation, chapter 6. Without sampling weights and clusters the
// variances of means, proportions and ratios are those within their group. It
// also returns the numbers of observations behind the estimates.
func (s *Survey) Estimate() (*Fit, []float64, error) {
	if s.Group == nil {
		s.Group, s.Groups = make([]int32, len(s.Y[0])), 1
	}
	n := s.N()
	weight, count := make([]float64, s.Groups), make([]float64, s.Groups)
	for i, g := range s.Group {
		weight[g] += s.weight(i)
		count[g] += s.times(i)
	}
	k := len(s.Y) * s.Groups
	f := &Fit{Names: s.Names, B: make([]float64, k), V: mat.NewSymDense(k, nil), N: int(math.Round(n)), DF: n - 1, VCE: Covariance{Kind: "analytic"}}
	counts := make([]float64, k)
	scores := make([]float64, k) // what a deviation is divided by
	for a := range s.Y {
		for g := range s.Groups {
			counts[a*s.Groups+g] = count[g]
		}
		s.points(f.B, scores, a, weight)
	}
	var factor []float64 // of each group
	var meat *mat.SymDense
	if s.Cluster != nil {
		clusters := countCodes(s.Cluster)
		if clusters < 2 {
			return nil, nil, ErrFewGroups
		}
		f.DF = float64(clusters - 1)
		f.VCE = Covariance{Kind: "cluster", Type: "Robust", Clusters: []int{clusters}, Names: []string{s.ClusterName}}
		meat = s.clustered(f.B, scores, clusters)
		factor = s.factors(weight, count, float64(clusters))
	} else {
		meat = s.within(f.B, scores)
		factor = s.factors(weight, count, n)
	}
	for i := range k {
		for j := i; j < k; j++ {
			v := meat.At(i, j)
			if v != 0 {
				v *= factor[i%s.Groups]
			}
			if math.IsNaN(v) || math.IsInf(v, 0) {
				v = 0
			}
			f.V.SetSym(i, j, v)
		}
		if f.V.At(i, i) > 0 {
			f.Rank++
		}
	}
	return f, counts, nil
}

// N is the number of observations: the sum of weights that count them.
func (s *Survey) N() float64 {
	n := 0.0
	for i := range s.Y[0] {
		n += s.times(i)
	}
	return n
}

// weight is the weight of row i, times how many observations it counts for.
func (s *Survey) weight(i int) float64 {
	if s.W == nil {
		return 1
	}
	return s.W[i]
}

func (s *Survey) times(i int) float64 {
	if s.WKind == FWeight || s.WKind == IWeight {
		return s.W[i]
	}
	return 1
}

// points sets the estimates of variable a, and what the deviations from them
// are divided by.
func (s *Survey) points(b, scores []float64, a int, weight []float64) {
	at := a * s.Groups
	y := b[at : at+s.Groups]
	for i, g := range s.Group {
		y[g] += s.weight(i) * s.Y[a][i]
	}
	by := scores[at : at+s.Groups]
	switch s.Of {
	case TotalOf:
		for g := range by {
			by[g] = 1
		}
		return
	case RatioOf:
		for i, g := range s.Group {
			by[g] += s.weight(i) * s.X[a][i]
		}
	default:
		copy(by, weight)
	}
	for g := range y {
		y[g] /= by[g]
	}
	if s.Of == RatioOf {
		return
	}
	rest := make([]float64, s.Groups) // of rounding
	for i, g := range s.Group {
		rest[g] += s.weight(i) * (s.Y[a][i] - y[g])
	}
	for g := range y {
		y[g] += rest[g] / by[g]
	}
}

// score is the contribution of row i to the estimate of variable a in its
// group, without the row's weight.
func (s *Survey) score(b, by []float64, a, i int) float64 {
	j := a*s.Groups + int(s.Group[i])
	switch s.Of {
	case TotalOf:
		return s.Y[a][i]
	case RatioOf:
		return (s.Y[a][i] - b[j]*s.X[a][i]) / by[j]
	}
	return (s.Y[a][i] - b[j]) / by[j]
}

// within sums the products of scores, row by row; those of totals about their
// mean over the whole sample.
func (s *Survey) within(b, by []float64) *mat.SymDense {
	v := mat.NewSymDense(len(b), nil)
	z := make([]float64, len(s.Y))
	for i, g := range s.Group {
		w := s.weight(i)
		if s.WKind == PWeight {
			w *= w
		}
		for a := range z {
			z[a] = s.score(b, by, a, i)
			for c := range a + 1 {
				p, q := c*s.Groups+int(g), a*s.Groups+int(g)
				v.SetSym(p, q, v.At(p, q)+w*z[a]*z[c])
			}
		}
	}
	if s.Of == TotalOf {
		about(v, b, s.N())
	}
	return v
}

// clustered sums the products of scores summed by cluster.
func (s *Survey) clustered(b, by []float64, clusters int) *mat.SymDense {
	k := len(b)
	sums := mat.NewDense(clusters, k, nil)
	for i, g := range s.Group {
		for a := range s.Y {
			j := a*s.Groups + int(g)
			c := int(s.Cluster[i])
			sums.Set(c, j, sums.At(c, j)+s.weight(i)*s.score(b, by, a, i))
		}
	}
	v := mat.NewSymDense(k, nil)
	v.SymOuterK(1, sums.T())
	if s.Of == TotalOf {
		about(v, b, float64(clusters))
	}
	return v
}

// about takes from sums of squares those of the mean of n rows that sum to b.
func about(v *mat.SymDense, b []float64, n float64) {
	for i := range b {
		for j := i; j < len(b); j++ {
			v.SetSym(i, j, v.At(i, j)-b[i]*b[j]/n)
		}
	}
}

// factors are what the sums of squares of each group are multiplied by; n is
// the number of sampling units.
func (s *Survey) factors(weight, count []float64, n float64) []float64 {
	out := make([]float64, s.Groups)
	for g := range out {
		switch {
		case s.Cluster != nil || s.WKind == PWeight || s.Of == TotalOf:
			out[g] = n / (n - 1)
		case s.Of == ProportionOf:
			out[g] = 1
		case s.Of == RatioOf:
			out[g] = count[g] / (count[g] - 1)
		default:
			out[g] = weight[g] / (count[g] - 1)
		}
	}
	return out
}
