package stats

import (
	"math"

	"github.com/didot-lang/didot/stats/dist"
)

// A ProportionTest compares two proportions, or one with a number, by the
// normal approximation.
type ProportionTest struct {
	N1, N2, P1, P2 float64
	SE1, SE2       float64
	Diff           float64 // P1 - P2, or P1 - the value tested
	SE, SE0        float64 // of Diff: as it is, and if the hypothesis holds
	Z, P, PL, PU   float64
}

func (t *ProportionTest) finish() ProportionTest {
	t.Z = t.Diff / t.SE0
	t.P, t.PL, t.PU = 2*normalTail(math.Abs(t.Z)), normalTail(-t.Z), normalTail(t.Z)
	return *t
}

// ProportionIs tests that the share p of n observations is mu in truth.
func ProportionIs(n, p, mu float64) ProportionTest {
	t := ProportionTest{N1: n, P1: p, SE1: math.Sqrt(p * (1 - p) / n), Diff: p - mu, SE0: math.Sqrt(mu * (1 - mu) / n)}
	t.SE = t.SE1
	return t.finish()
}

// Proportions tests that the shares p1 of n1 and p2 of n2 observations are
// the same in truth.
func Proportions(n1, p1, n2, p2 float64) ProportionTest {
	t := ProportionTest{N1: n1, N2: n2, P1: p1, P2: p2, SE1: math.Sqrt(p1 * (1 - p1) / n1), SE2: math.Sqrt(p2 * (1 - p2) / n2), Diff: p1 - p2}
	t.SE = math.Hypot(t.SE1, t.SE2)
	p := (n1*p1 + n2*p2) / (n1 + n2)
	t.SE0 = math.Sqrt(p * (1 - p) * (1/n1 + 1/n2))
	return t.finish()
}

// NormalInterval is the confidence interval around x, level in percent.
func NormalInterval(x, se, level float64) (lo, hi float64) {
	c := -dist.NormalQuantile((1-level/100)/2) * se
	return x - c, x + c
}

// WilsonInterval and its kin are confidence intervals of the share p of n
// observations: see Brown, Cai and DasGupta (2001), Statistical Science
// 16:101-133.
func WilsonInterval(n, p, level float64) (lo, hi float64) {
	z := -dist.NormalQuantile((1 - level/100) / 2)
	center := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return center - half, center + half
}

// ExactInterval is the interval of Clopper and Pearson.
func ExactInterval(n, p, level float64) (lo, hi float64) {
	k := math.Round(n * p)
	a := (1 - level/100) / 2
	if k > 0 {
		lo = dist.BetaQuantile(k, n-k+1, a)
	}
	hi = 1
	if k < n {
		hi = dist.BetaTailQuantile(k+1, n-k, a)
	}
	return lo, hi
}

// LogitInterval is symmetric on the scale of log odds with the given standard
// error of p and degrees of freedom; level is in percent.
func LogitInterval(p, se, df, level float64) (lo, hi float64) {
	if p <= 0 || p >= 1 || !(se > 0) {
		return math.NaN(), math.NaN()
	}
	center, half := math.Log(p/(1-p)), tQuantile2(df, 1-level/100)*se/(p*(1-p))
	inverse := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	return inverse(center - half), inverse(center + half)
}
