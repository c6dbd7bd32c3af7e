package stats

import "math"

// A VarianceTest compares two variances, or one with a number. F is the ratio
// or chi-squared.
type VarianceTest struct {
	F, DF1, DF2  float64
	P, PL, PU    float64 // two-sided: twice the smaller of the others
	A, B         Summary
	HypothesisSD float64
}

func (t *VarianceTest) finish() VarianceTest {
	t.P = min(2*min(t.PL, t.PU), 1)
	return *t
}

// VarianceRatio tests that the variances behind a and b are equal.
func VarianceRatio(a, b Summary) VarianceTest {
	t := VarianceTest{F: a.Var / b.Var, DF1: a.N - 1, DF2: b.N - 1, A: a, B: b}
	t.PU = fTail(t.DF1, t.DF2, t.F)
	t.PL = fTail(t.DF2, t.DF1, 1/t.F)
	return t.finish()
}

// StandardDeviation tests that the standard deviation behind a is sd.
func StandardDeviation(a Summary, sd float64) VarianceTest {
	t := VarianceTest{F: (a.N - 1) * a.Var / (sd * sd), DF1: a.N - 1, DF2: math.NaN(), A: a, HypothesisSD: sd}
	t.PU = chi2Tail(t.DF1, t.F)
	t.PL = 1 - t.PU
	return t.finish()
}
