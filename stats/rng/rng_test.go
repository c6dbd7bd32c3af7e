package rng

import (
	"bufio"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestUniform(t *testing.T) {
	for _, c := range []struct {
		seed uint64
		want []float64
	}{
		// Stata's help for set seed.
		{123456789, []float64{.348871704556195, .266885709753138}},
		{472195, []float64{.713028143573182, .920524469911484}},
		// Published as checked with Stata 17.
		{12345, []float64{.357629722888425872, .400442617044061255, .689383317002768448}},
	} {
		s := New(c.seed)
		for i, want := range c.want {
			if got := s.Uniform(); math.Abs(got-want) > 5e-16 {
				t.Errorf("seed %d, draw %d: got %.18f, want %.18f", c.seed, i+1, got, want)
			}
		}
	}
}

// StataNow 18.5, log core_surface.log of the public repository
// AniruthAnanth/stratum: set seed 12345; generate u = runiform(); summarize u.
func TestUniformSummary(t *testing.T) {
	s := New(12345)
	u := make([]float64, 74)
	for i := range u {
		u[i] = float64(float32(s.Uniform()))
	}
	mean, sd := moments(u)
	for _, c := range []struct{ got, want float64 }{
		{mean, .4837835}, {sd, .3017227}, {slices.Min(u), .0034476}, {slices.Max(u), .9978225},
	} {
		if math.Abs(c.got-c.want) > 5.1e-8 {
			t.Errorf("got %.9f, want %.7f", c.got, c.want)
		}
	}
}

// StataCorp's blog on random numbers: set seed 98034, 10,000 draws of
// runiformint(0,100), summarize; two variables of 10,000 draws come before.
func TestIntSummary(t *testing.T) {
	s := New(98034)
	for range 20000 {
		s.Uniform()
	}
	x := make([]float64, 10000)
	for i := range x {
		x[i] = float64(s.Int(0, 100))
	}
	if mean, sd := moments(x); math.Abs(mean-49.9804) > 5e-5 || math.Abs(sd-29.19094) > 5e-6 {
		t.Errorf("got mean %v, sd %v, want 49.9804, 29.19094", mean, sd)
	}
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(x)-1))
}

func TestNormal(t *testing.T) {
	for _, c := range []struct {
		seed uint64
		want []float64
		tol  float64
	}{
		// Output of Stata published by users.
		{12345, []float64{.9591999837964262, -.00180503192612, .54407705019582, .00162871393917, .35768090610133, 1.878867680998293}, 6e-15},
		{1, []float64{.94173812887872, .48703311280191, .55453213575708}, 6e-15},
	} {
		s := New(c.seed)
		for i, want := range c.want {
			if got := s.Normal(); math.Abs(got-want) > c.tol {
				t.Errorf("seed %d, draw %d: got %.16f, want %.16f", c.seed, i+1, got, want)
			}
		}
	}
}

func TestNormalColumns(t *testing.T) {
	f, err := os.Open("testdata/normal.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := New(77777)
	var draws [6000]float64
	for i := range draws {
		draws[i] = s.Normal()
	}
	row := 0
	for scan := bufio.NewScanner(f); scan.Scan(); {
		if strings.HasPrefix(scan.Text(), "#") {
			continue
		}
		for k, field := range strings.Split(scan.Text(), ",") {
			want, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			got := draws[3000*k+row]
			if math.Abs(got-want) > 1.7e-15 || float32(got) != float32(want) {
				t.Errorf("row %d, column %d: got %.17f, want %s", row+1, k+1, got, field)
			}
		}
		row++
	}
	if row != 100 {
		t.Errorf("%d rows, want 100", row)
	}
}

func TestState(t *testing.T) {
	s := New(DefaultSeed)
	for range 1000 {
		s.Normal()
	}
	state, c := s.State(), s.Clone()
	r := New(1)
	if err := r.SetState(state); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		x := s.Normal()
		if y, z := r.Normal(), c.Normal(); x != y || x != z {
			t.Fatalf("streams part: %v, %v, %v", x, y, z)
		}
	}
	for _, bad := range []string{"", "mt64-", "mt64-313-AAAA", "x" + state, state[:100]} {
		if r.SetState(bad) == nil {
			t.Errorf("SetState(%.20q) accepted", bad)
		}
	}
}

// Means and standard deviations of 200,000 draws, against the formulas, to
// five standard errors.
func TestMoments(t *testing.T) {
	const n = 200000
	for _, c := range []struct {
		name     string
		draw     func(s *Source) float64
		mean, sd float64
		kurtosis float64 // of the distribution, about; for the error of sd
	}{
		{"normal", func(s *Source) float64 { return s.NormalIn(3, 2) }, 3, 2, 3},
		{"exponential", func(s *Source) float64 { return s.Exponential(2) }, 2, 2, 9},
		{"weibull", func(s *Source) float64 { return s.Weibull(2, 3) }, 3 * math.Gamma(1.5), 3 * math.Sqrt(1-math.Gamma(1.5)*math.Gamma(1.5)), 3.3},
		{"weibullph", func(s *Source) float64 { return s.WeibullPH(1, .5) }, 2, 2, 9},
		{"logistic", func(s *Source) float64 { return s.Logistic(1, 2) }, 1, 2 * math.Pi / math.Sqrt(3), 4.2},
		{"laplace", func(s *Source) float64 { return s.Laplace(1, 2) }, 1, 2 * math.Sqrt2, 6},
		{"gamma .3", func(s *Source) float64 { return s.Gamma(.3, 2) }, .6, 2 * math.Sqrt(.3), 23},
		{"gamma 5", func(s *Source) float64 { return s.Gamma(5, 2) }, 10, 2 * math.Sqrt(5), 4.2},
		{"beta", func(s *Source) float64 { return s.Beta(2, 3) }, .4, .2, 2.4},
		{"chi2", func(s *Source) float64 { return s.ChiSquared(7) }, 7, math.Sqrt(14), 4.8},
		{"t", func(s *Source) float64 { return s.T(10) }, 0, math.Sqrt(10.0 / 8), 4},
		{"inverse gaussian", func(s *Source) float64 { return s.InverseGaussian(2, 3) }, 2, math.Sqrt(8.0 / 3), 13},
		{"poisson 3", func(s *Source) float64 { return s.Poisson(3) }, 3, math.Sqrt(3), 3.4},
		{"poisson 50", func(s *Source) float64 { return s.Poisson(50) }, 50, math.Sqrt(50), 3},
		{"poisson 1e6", func(s *Source) float64 { return s.Poisson(1e6) }, 1e6, 1000, 3},
		{"binomial 10", func(s *Source) float64 { return s.Binomial(10, .8) }, 8, math.Sqrt(1.6), 3},
		{"binomial 100", func(s *Source) float64 { return s.Binomial(100, .3) }, 30, math.Sqrt(21), 3},
		{"binomial 1e6", func(s *Source) float64 { return s.Binomial(1e6, .99) }, 990000, math.Sqrt(9900), 3},
		{"negative binomial", func(s *Source) float64 { return s.NegativeBinomial(4, .25) }, 12, math.Sqrt(48), 4.6},
		{"hypergeometric", func(s *Source) float64 { return s.Hypergeometric(50, 20, 35) }, 14, math.Sqrt(35 * .4 * .6 * 15 / 49), 3},
	} {
		s := New(2026)
		x := make([]float64, n)
		for i := range x {
			x[i] = c.draw(s)
		}
		mean, sd := moments(x)
		if math.Abs(mean-c.mean) > 5*c.sd/math.Sqrt(n) || math.Abs(sd-c.sd) > 2.5*c.sd*math.Sqrt((c.kurtosis-1)/n) {
			t.Errorf("%s: got mean %v, sd %v, want %v, %v", c.name, mean, sd, c.mean, c.sd)
		}
	}
}

// The whole distribution of counts, by Pearson's chi-squared against the
// probabilities in closed form: about its degrees of freedom.
func TestCounts(t *testing.T) {
	const n = 300000
	for _, c := range []struct {
		name  string
		draw  func(s *Source) float64
		prob  func(k float64) float64
		lo, k int
	}{
		{"poisson 12", func(s *Source) float64 { return s.Poisson(12) },
			func(k float64) float64 { return math.Exp(k*math.Log(12) - 12 - logFactorial(k)) }, 2, 24},
		{"binomial 40", func(s *Source) float64 { return s.Binomial(40, .4) },
			func(k float64) float64 {
				return math.Exp(logFactorial(40) - logFactorial(k) - logFactorial(40-k) + k*math.Log(.4) + (40-k)*math.Log(.6))
			}, 6, 27},
	} {
		s := New(7)
		seen := map[float64]float64{}
		for range n {
			seen[c.draw(s)]++
		}
		chi2 := 0.0
		for k := c.lo; k < c.k; k++ {
			want := n * c.prob(float64(k))
			chi2 += (seen[float64(k)] - want) * (seen[float64(k)] - want) / want
		}
		df := float64(c.k - c.lo)
		if chi2 > df+5*math.Sqrt(2*df) {
			t.Errorf("%s: chi-squared %v on %v degrees of freedom", c.name, chi2, df)
		}
	}
}

func TestPerm(t *testing.T) {
	s := New(3)
	p := s.Perm(100)
	seen := map[int32]bool{}
	for _, v := range p {
		seen[v] = true
	}
	if len(seen) != 100 || slices.IsSorted(p) {
		t.Errorf("no permutation: %v", p)
	}
	if c := s.Choose(100, 30); len(c) != 30 || !slices.IsSorted(c) || c[29] > 99 {
		t.Errorf("no choice: %v", c)
	}
	if r := s.Resample(10, 1000); slices.Min(r) != 0 || slices.Max(r) != 9 {
		t.Errorf("no sample: %v", r)
	}
	if s.Int(5, 5) != 5 || len(s.Choose(5, 9)) != 5 || len(s.Perm(0)) != 0 {
		t.Error("degenerate cases")
	}
	if v := s.Int(math.MinInt64, math.MaxInt64); v == s.Int(math.MinInt64, math.MaxInt64) {
		t.Error("widest range")
	}
}

func BenchmarkUniform(b *testing.B) {
	s := New(1)
	for range b.N {
		s.Uniform()
	}
}

func BenchmarkNormal(b *testing.B) {
	s := New(1)
	for range b.N {
		s.Normal()
	}
}
