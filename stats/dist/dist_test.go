package dist

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

var functions = map[string]any{
	"BetaCDF": BetaCDF, "BetaTail": BetaTail, "BetaDensity": BetaDensity,
	"BinomialCDF": BinomialCDF, "BinomialTail": BinomialTail, "BinomialProbability": BinomialProbability,
	"BivariateNormalCDF": BivariateNormalCDF, "Digamma": Digamma, "Trigamma": Trigamma, "LnGamma": LnGamma,
	"FCDF": FCDF, "FTail": FTail, "FDensity": FDensity, "GammaP": GammaP, "GammaQ": GammaQ,
	"HypergeometricCDF": HypergeometricCDF, "HypergeometricProbability": HypergeometricProbability,
	"InverseGaussianCDF": InverseGaussianCDF, "InverseGaussianTail": InverseGaussianTail,
	"NegativeBinomialCDF": NegativeBinomialCDF, "NegativeBinomialTail": NegativeBinomialTail,
	"NegativeBinomialProbability": NegativeBinomialProbability,
	"NoncentralChi2CDF":           NoncentralChi2CDF, "NoncentralChi2Tail": NoncentralChi2Tail,
	"NoncentralChi2Density": NoncentralChi2Density,
	"NoncentralFCDF":        NoncentralFCDF, "NoncentralFTail": NoncentralFTail, "NoncentralFDensity": NoncentralFDensity,
	"NoncentralTCDF": NoncentralTCDF, "NoncentralTTail": NoncentralTTail,
	"NormalCDF": NormalCDF, "NormalLogCDF": NormalLogCDF, "NormalDensity": NormalDensity,
	"PoissonCDF": PoissonCDF, "PoissonTail": PoissonTail, "PoissonProbability": PoissonProbability,
	"TDensity": TDensity, "TTail": TTail, "TukeyCDF": TukeyCDF,
}

func call(f any, a []float64) float64 {
	switch f := f.(type) {
	case func(float64) float64:
		return f(a[0])
	case func(a, b float64) float64:
		return f(a[0], a[1])
	case func(a, b, c float64) float64:
		return f(a[0], a[1], a[2])
	}
	return f.(func(a, b, c, d float64) float64)(a[0], a[1], a[2], a[3])
}

// closeTo reports whether got is want to a relative 1e-12.
func closeTo(got, want float64) bool {
	return math.Abs(got-want) <= 1e-12*math.Abs(want)
}

func TestReference(t *testing.T) {
	data, err := os.ReadFile("testdata/reference.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		f, ok := functions[fields[0]]
		if !ok {
			t.Fatalf("no function %s", fields[0])
		}
		seen[fields[0]] = true
		args := make([]float64, len(fields)-1)
		for i, s := range fields[1:] {
			if args[i], err = strconv.ParseFloat(s, 64); err != nil {
				t.Fatal(err)
			}
		}
		want := args[len(args)-1]
		if got := call(f, args); !closeTo(got, want) {
			t.Errorf("%s: got %.17g", strings.TrimSpace(line), got)
		}
	}
	if len(seen) != len(functions) {
		t.Errorf("%d functions of %d have references", len(seen), len(functions))
	}
}

// A quantile put into its tail gives the probability back, as closely as the
// quantile, a double, allows.
func TestQuantiles(t *testing.T) {
	check := func(name string, x, tail, p, density float64, args ...float64) {
		if math.IsInf(x, 0) || math.Abs(x) < 1e-290 {
			return
		}
		relative := math.Abs(tail-p) / (density * math.Abs(x))
		if !(relative < 4e-15 || math.Abs(tail-p) < 5e-13*p || math.Abs(tail-p) < 2.3e-16) {
			t.Errorf("%s%v of %v: got %v, whose tail is %v", name, args, p, x, tail)
		}
	}
	shapes := []float64{1e-3, .01, .1, .5, .9, 1, 2, 5.5, 40, 1000, 12345, 1e6, 1e9}
	for _, p := range []float64{1e-300, 1e-100, 1e-20, 1e-8, 1e-3, .025, .1, .25, .3, .5, .7, .75, .9, .975, .999, 1 - 1e-8} {
		x := NormalQuantile(p)
		check("normal", x, NormalCDF(x), p, NormalDensity(x))
		for _, a := range shapes {
			x := GammaQuantile(a, p)
			check("gamma", x, GammaP(a, x), p, GammaDensity(a, x), a)
			x = GammaTailQuantile(a, p)
			check("gamma tail", x, GammaQ(a, x), p, GammaDensity(a, x), a)
			x = TQuantile(a, p)
			check("t", x, TCDF(a, x), p, TDensity(a, x), a)
			x = TTailQuantile(a, p)
			check("t tail", x, TTail(a, x), p, TDensity(a, x), a)
			for _, b := range []float64{.01, .5, 1, 3, 20, 700, 1e5, 1e8} {
				x = FQuantile(a, b, p)
				check("F", x, FCDF(a, b, x), p, FDensity(a, b, x), a, b)
				x = FTailQuantile(a, b, p)
				check("F tail", x, FTail(a, b, x), p, FDensity(a, b, x), a, b)
				if x, y := unlogit(betaLogit(a, b, p, true)); x > 1e-250 && y > 1e-250 {
					lower, _ := betaPQ(a, b, x, y)
					check("beta", min(x, y), lower, p, betaDensity(a, b, x, y)*max(x, y), a, b)
				}
			}
		}
	}
}

func TestNoncentralQuantiles(t *testing.T) {
	for _, p := range []float64{1e-8, .01, .3, .5, .9, .9999} {
		for _, df := range []float64{1, 4.5, 30} {
			for _, l := range []float64{.1, 5, 60} {
				for what, got := range map[string]float64{
					"chi2":        NoncentralChi2CDF(df, l, NoncentralChi2Quantile(df, l, p, false)),
					"chi2 tail":   NoncentralChi2Tail(df, l, NoncentralChi2Quantile(df, l, p, true)),
					"F":           NoncentralFCDF(df, 8, l, NoncentralFQuantile(df, 8, l, p, false)),
					"F tail":      NoncentralFTail(df, 8, l, NoncentralFQuantile(df, 8, l, p, true)),
					"beta":        NoncentralBetaCDF(df, 2, l, NoncentralBetaQuantile(df, 2, l, p)),
					"t":           NoncentralTCDF(df, l/10, NoncentralTQuantile(df, l/10, p, false)),
					"t tail":      NoncentralTTail(df, l/10, NoncentralTQuantile(df, l/10, p, true)),
					"t center":    NoncentralTCDF(df, NoncentralTCenter(df, l, p), l),
					"IG":          InverseGaussianCDF(df, l, InverseGaussianQuantile(df, l, p, false)),
					"IG tail":     InverseGaussianTail(df, l, InverseGaussianQuantile(df, l, p, true)),
					"chi2 center": centred(p, func(c float64) float64 { return NoncentralChi2CDF(df, c, l) }, NoncentralChi2Center(df, l, p)),
					"F center":    centred(p, func(c float64) float64 { return NoncentralFCDF(df, 8, c, l) }, NoncentralFCenter(df, 8, l, p)),
				} {
					if math.Abs(got-p) > 5e-13*p+1e-15 {
						t.Errorf("%s, df %v, noncentrality %v: got %v for %v", what, df, l, got, p)
					}
				}
			}
		}
	}
}

// centred is cdf(c), or p where no noncentrality c gives that.
func centred(p float64, cdf func(float64) float64, c float64) float64 {
	if math.IsNaN(c) && cdf(0) < p {
		return p
	}
	return cdf(c)
}

// Exact values and identities.
func TestExact(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"invbinomial", BinomialCDF(10, 3, BinomialInverse(10, 3, .2)), .2},
		{"invbinomialtail", BinomialTail(10, 3, BinomialTailInverse(10, 3, .2)), .2},
		{"invpoisson", PoissonCDF(PoissonInverse(7, .1), 7), .1},
		{"invpoissontail", PoissonTail(PoissonTailInverse(7, .1), 7), .1},
		{"invnbinomial", NegativeBinomialCDF(4, 9, NegativeBinomialInverse(4, 9, .3)), .3},
		{"invnbinomialtail", NegativeBinomialTail(4, 9, NegativeBinomialTailInverse(4, 9, .3)), .3},
		{"t with 1 df is Cauchy's", TTail(1, 1e10), math.Atan(1e-10) / math.Pi},
		{"F(1, n) is t squared", FTail(1, 7, 9), TTail2(7, 3)},
		{"F(d, inf) is chi2/d", FTail(3, inf, 5), Chi2Tail(3, 15)},
		{"t(inf) is normal", TTail(inf, 3), NormalCDF(-3)},
		{"chi2(2) is exponential", Chi2Tail(2, 800), math.Exp(-400)},
		{"chi2 density", Chi2Density(2, 3), math.Exp(-1.5) / 2},
		{"Tukey of two is t", TukeyCDF(2, 5, 3.5), 1 - TTail2(5, 3.5/math.Sqrt2)},
		{"Tukey of two, 1 df", TukeyCDF(2, 1, 30), 1 - TTail2(1, 30/math.Sqrt2)},
		{"Tukey quantile", TukeyCDF(4, 12, TukeyQuantile(4, 12, .95)), .95},
		{"binormal, correlation 1", BivariateNormalCDF(.3, .2, 1), NormalCDF(.2)},
		{"binormal, correlation -1", BivariateNormalCDF(.3, .2, -1), NormalCDF(.3) - NormalCDF(-.2)},
		{"binormal at 0", BivariateNormalCDF(0, 0, .5), 1.0 / 3},
		{"logistic", Logistic.Quantile(1, 2, Logistic.CDF(1, 2, -700)), -700},
		{"logistic tail", Logistic.Tail(0, 1, 700), math.Exp(-700)},
		{"laplace", Laplace.Quantile(0, 1, Laplace.CDF(0, 1, -5)), -5},
		{"cauchy", Cauchy.TailQuantile(0, 1, Cauchy.Tail(0, 1, 1e8)), 1e8},
		{"exponential", Exponential.CDF(0, 2, 1e-20), 5e-21},
		{"exponential tail", ExponentialTailQuantile(2, Exponential.Tail(0, 2, 1400)), 1400},
		{"weibull", Weibull(2, 3).Quantile(Weibull(2, 3).CDF(1e-8)), 1e-8},
		{"weibullph", WeibullPH(2, 3).TailQuantile(WeibullPH(2, 3).Tail(5)), 5},
		{"weibull density", Weibull(2, 3).Density(1), 2.0 / 9 * math.Exp(-1.0/9)},
	} {
		if !closeTo(c.got, c.want) {
			t.Errorf("%s: got %.17g, want %.17g", c.what, c.got, c.want)
		}
	}
}

func TestDomain(t *testing.T) {
	for name, f := range functions {
		for _, bad := range [][]float64{{nan, nan, nan, nan}} {
			if got := call(f, bad); !math.IsNaN(got) {
				t.Errorf("%s of NaN: got %v", name, got)
			}
		}
	}
	for _, got := range []float64{
		NormalQuantile(-.1), TTail(0, 1), TTail(-1, 1), Chi2Tail(0, 1), FTail(-1, 2, 3), GammaQuantile(1, 1.1),
		BetaQuantile(1, 1, -1), BinomialCDF(10, 3, 1.5), BivariateNormalCDF(0, 0, 1.1), Weibull(-1, 1).CDF(1),
		Logistic.CDF(0, -1, 0), TukeyCDF(1, 5, 1), HypergeometricCDF(10, 20, 5, 3), LnGamma(0), Digamma(-3),
	} {
		if !math.IsNaN(got) {
			t.Errorf("outside the domain: got %v", got)
		}
	}
}

func BenchmarkTTail(b *testing.B) {
	for i := range b.N {
		TTail(70, float64(i%7))
	}
}

func BenchmarkTTailQuantile(b *testing.B) {
	for b.Loop() {
		TTailQuantile(70, .025)
	}
}

func BenchmarkNormalCDF(b *testing.B) {
	for i := range b.N {
		NormalCDF(float64(i%9 - 4))
	}
}

func BenchmarkNormalQuantile(b *testing.B) {
	for i := range b.N {
		NormalQuantile(float64(i%999+1) / 1000)
	}
}
