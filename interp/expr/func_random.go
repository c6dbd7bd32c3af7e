package expr

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/rng"
)

// The first rows are Stata's own streams; those marked * are deterministic,
// but the numbers are not Stata's.
var randomFuncs = []Func{
	{"rbeta(a,b)", "beta *", draw("nn", bothPositive, func(s *rng.Source, x []float64) float64 { return s.Beta(x[0], x[1]) })},
	{"rbinomial(n,p)", "successes in n trials of probability p *", draw("nn", trials, func(s *rng.Source, x []float64) float64 { return s.Binomial(math.Floor(x[0]), x[1]) })},
	{"rcauchy(a,b)", "Cauchy with median a and scale b *", draw("nn", secondPositive, func(s *rng.Source, x []float64) float64 { return s.Cauchy(x[0], x[1]) })},
	{"rchi2(df)", "chi-squared *", draw("n", firstPositive, func(s *rng.Source, x []float64) float64 { return s.ChiSquared(x[0]) })},
	{"rexponential(b)", "exponential with mean b", draw("n", firstPositive, func(s *rng.Source, x []float64) float64 { return s.Exponential(x[0]) })},
	{"rgamma(a,b)", "gamma with shape a and scale b *", draw("nn", bothPositive, func(s *rng.Source, x []float64) float64 { return s.Gamma(x[0], x[1]) })},
	{"rhypergeometric(N,K,n)", "how many of n drawn from N are among K *", draw("nnn", urn, func(s *rng.Source, x []float64) float64 {
		return s.Hypergeometric(math.Floor(x[0]), math.Floor(x[1]), math.Floor(x[2]))
	})},
	{"rigaussian(m,a)", "inverse Gaussian with mean m and shape a *", draw("nn", bothPositive, func(s *rng.Source, x []float64) float64 { return s.InverseGaussian(x[0], x[1]) })},
	{"rlaplace(m,b)", "Laplace with mean m and scale b *", draw("nn", secondPositive, func(s *rng.Source, x []float64) float64 { return s.Laplace(x[0], x[1]) })},
	{"rlogistic(m,s)", "logistic; rlogistic(), rlogistic(s) and rlogistic(m,s) *", draw("?nn", lastPositive, func(s *rng.Source, x []float64) float64 {
		m, scale := locationOf(x)
		return s.Logistic(m, scale)
	})},
	{"rnbinomial(n,p)", "failures before the n-th success *", draw("nn", successes, func(s *rng.Source, x []float64) float64 { return s.NegativeBinomial(x[0], x[1]) })},
	{"rnormal(m,s)", "normal; rnormal(), rnormal(m) and rnormal(m,s)", draw("?nn", spreadPositive, normalDraw)},
	{"rpoisson(m)", "Poisson with mean m *", draw("n", firstPositive, func(s *rng.Source, x []float64) float64 { return s.Poisson(x[0]) })},
	{"rt(df)", "Student's t *", draw("n", firstPositive, func(s *rng.Source, x []float64) float64 { return s.T(x[0]) })},
	{"runiform(a,b)", "uniform on (a,b), or on (0,1) if both are left out", draw("?nn", notOne, uniformDraw)},
	{"runiformint(a,b)", "an integer from a to b", draw("nn", integerRange, func(s *rng.Source, x []float64) float64 {
		return float64(s.Int(int64(math.Floor(x[0])), int64(math.Floor(x[1]))))
	})},
	{"rweibull(a,b,g)", "Weibull with shape a and scale b; location g may be left out", draw("nn?n", bothPositive, func(s *rng.Source, x []float64) float64 { return s.Weibull(x[0], x[1]) + third(x) })},
	{"rweibullph(a,b,g)", "Weibull, proportional hazards; location g may be left out", draw("nn?n", bothPositive, func(s *rng.Source, x []float64) float64 { return s.WeibullPH(x[0], x[1]) + third(x) })},
	{"uniform()", "runiform() (old name)", draw("", nothing, uniformDraw)},
}

// draw makes an Impl that draws one number for each row. Parameters that are
// missing or not valid give Missing, and draw nothing.
func draw(params string, valid func(x []float64) bool, f func(s *rng.Source, x []float64) float64) Impl {
	return Impl{Params: params, Random: true, Num: func(a *Args, dst []float64) {
		source := a.Env.Scope.RNG()
		x := make([]float64, len(a.Num))
		for i := range dst {
			dst[i] = frame.Missing
			if a.row(i, x) && valid(x) {
				dst[i] = frame.Value(f(source, x))
			}
		}
	}}
}

func nothing([]float64) bool          { return true }
func notOne(x []float64) bool         { return len(x) != 1 }
func firstPositive(x []float64) bool  { return x[0] > 0 }
func secondPositive(x []float64) bool { return x[1] > 0 }
func bothPositive(x []float64) bool   { return x[0] > 0 && x[1] > 0 }
func lastPositive(x []float64) bool   { return len(x) == 0 || x[len(x)-1] > 0 }
func spreadPositive(x []float64) bool { return len(x) < 2 || x[1] >= 0 }
func trials(x []float64) bool         { return x[0] >= 1 && x[1] >= 0 && x[1] <= 1 }
func successes(x []float64) bool      { return x[0] > 0 && x[1] > 0 && x[1] <= 1 }

func urn(x []float64) bool {
	return x[0] >= 2 && x[0] < 1<<31 && x[1] >= 1 && x[1] < x[0] && x[2] >= 1 && x[2] < x[0]
}

func integerRange(x []float64) bool {
	const limit = 1 << 53
	return x[0] >= -limit && x[1] <= limit && math.Floor(x[0]) <= math.Floor(x[1])
}

func third(x []float64) float64 {
	if len(x) > 2 {
		return x[2]
	}
	return 0
}

// locationOf reads (), (s) or (m,s).
func locationOf(x []float64) (m, s float64) {
	switch len(x) {
	case 0:
		return 0, 1
	case 1:
		return 0, x[0]
	}
	return x[0], x[1]
}

func normalDraw(s *rng.Source, x []float64) float64 {
	switch len(x) {
	case 0:
		return s.Normal()
	case 1:
		return s.NormalIn(x[0], 1)
	}
	return s.NormalIn(x[0], x[1])
}

func uniformDraw(s *rng.Source, x []float64) float64 {
	if len(x) == 0 {
		return s.Uniform()
	}
	return s.UniformIn(x[0], x[1])
}
