package stats

import "gonum.org/v1/gonum/mat"

// A Hypothesis is linear: R·b = r.
type Hypothesis struct {
	R *mat.Dense // q×k over all coefficients of the fit
	C []float64  // q values r; nil for zeros
}

// A Test is the outcome of a Wald test: F on DF1 and DF2 degrees of freedom
// (Stat = W/DF1), or, when DF2 is +Inf, chi2 on DF1 (Stat = W).
type Test struct {
	Stat, P  float64
	DF1, DF2 float64
	Dropped  []int // rows of R that follow from those before them, or that involve omitted terms only
}
