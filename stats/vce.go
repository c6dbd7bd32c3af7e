package stats

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A VCE estimates the covariance of coefficients and the degrees of freedom
// of inference. There is one file for each.
type VCE interface {
	Cov(s *Sandwich) (*Covariance, error)
}

// A Sandwich is what an estimator hands to a covariance estimator. Its k
// columns are the estimated terms only: omitted ones are left out.
type Sandwich struct {
	Bread *mat.SymDense // k×k, (X'WX)⁻¹ for least squares, inverse of the negative Hessian for a likelihood
	X     [][]float64   // k columns of n, the intercept's included
	U     []float64     // residuals, or generalized residuals of a likelihood; row i of the scores is W[i]·U[i]·X[·][i]

	// Scores, when not nil, are the k columns of n scores themselves, weights
	// included, for models in which they are no product of X and U.
	Scores [][]float64

	W     []float64 // n weights as used (analytic ones rescaled), or nil
	WKind WeightKind

	RSS float64 // weighted residual sum of squares
	N   float64 // observations; the sum of frequency weights

	// K counts the parameters used up, intercept and absorbed effects
	// included: N-K are the residual degrees of freedom.
	K int
	// KCluster is K as counted by cluster factors, where effects nested in
	// clusters are free. It is used if Convention says so.
	KCluster int

	// Hat is what absorbed effects add to the leverage of each row; or nil.
	Hat []float64

	Convention Convention

	// Scale is what the rows and columns of an indefinite V are multiplied by
	// while it is repaired; nil for ones. Slopes, if not 0, is the number of
	// leading terms that are then repaired by themselves.
	Scale  func() []float64
	Slopes int

	Context context.Context // may be nil
}

// context is s.Context, or one that never ends.
func (s *Sandwich) context() context.Context {
	if s.Context == nil {
		return context.Background()
	}
	return s.Context
}

// A Covariance is an estimated covariance and how it was made.
type Covariance struct {
	V    *mat.SymDense
	DF   float64 // degrees of freedom of inference; +Inf for z
	Kind string  // Stata's name in e(vce): "ols", "robust", "hc2", "hc3", "cluster"
	Type string  // Stata's e(vcetype): "", "Robust", "Robust HC2", ...

	Factor   float64  // the finite-sample factor that multiplied the sandwich
	Clusters []int    // number of clusters in each cluster variable; nil if none
	Names    []string // of the cluster variables
	Kernel   string   // of HAC, "" otherwise
	Lag      float64  // of HAC: the lags that the kernel weights

	// Contrast, when not nil, gives each combination of the coefficients its
	// own degrees of freedom in place of DF.
	Contrast func(r []float64) float64

	Repaired bool // V was indefinite and was replaced by the nearest of positive semidefinite ones
}

// A Small is a finite-sample factor on the meat of a sandwich.
type Small int

const (
	None    Small = iota
	NoverNK       // N/(N-K), clustered (N-1)/(N-K)
	NoverN1       // N/(N-1), clustered 1
)

// A Convention is the finite-sample practice of a command. Clustering
// multiplies by G/(G-1) unless CountGroups is false.
type Convention struct {
	Name        string // of the command that does so
	Robust      Small  // factor of Robust
	Cluster     Small  // factor of Cluster, besides G/(G-1)
	CountGroups bool   // clustering multiplies by G/(G-1)
	PerTerm     bool   // several cluster variables: G/(G-1) for each term of the sum, not the least G once
	FreeNested  bool   // (N-1)/(N-K) uses KCluster
	CapDF       bool   // clustered degrees of freedom are min(N-K, G-1), not G-1
	Normal      bool   // inference by z and chi2
	OverN       bool   // the classical variance of errors is RSS/N, not RSS/(N-K)
}

// The conventions of Stata's commands, checked on printed results of each.
var (
	ConventionRegress    = Convention{Name: "regress", Robust: NoverNK, Cluster: NoverNK, CountGroups: true}
	ConventionAreg       = Convention{Name: "areg", Robust: NoverNK, Cluster: NoverNK, CountGroups: true}
	ConventionXtreg      = Convention{Name: "xtreg", Robust: NoverNK, Cluster: NoverNK, CountGroups: true, FreeNested: true}
	ConventionReghdfe    = Convention{Name: "reghdfe", Robust: NoverNK, Cluster: NoverNK, CountGroups: true, FreeNested: true, CapDF: true}
	ConventionXtregRE    = Convention{Name: "xtreg, re", Robust: NoverNK, Cluster: NoverNK, CountGroups: true, FreeNested: true, Normal: true}
	ConventionLikelihood = Convention{Name: "ml", Robust: NoverN1, Cluster: NoverN1, CountGroups: true, Normal: true}
	ConventionLarge      = Convention{Name: "ivregress", Robust: None, Cluster: None, Normal: true, OverN: true}
	ConventionSmall      = Convention{Name: "ivregress, small", Robust: NoverNK, Cluster: NoverNK, CountGroups: true}
)

// factor is the factor of kind k for n observations and p parameters.
func (k Small) factor(n, p float64, clustered bool) float64 {
	top := n
	if clustered {
		top = n - 1
	}
	switch k {
	case NoverNK:
		return top / (n - p)
	case NoverN1:
		return top / (n - 1)
	}
	return 1
}

// df is the residual degrees of freedom of inference without clusters.
func (s *Sandwich) df() float64 {
	if s.Convention.Normal {
		return math.Inf(1)
	}
	return s.N - float64(s.K)
}
