package stats

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/dist"
)

// A NormalityTest is the outcome of the tests of Shapiro and Wilk or Shapiro
// and Francia. V is 1 for the median of normal samples.
type NormalityTest struct {
	N          int
	W, V, Z, P float64
}

// ShapiroWilk is the W test of normality, by the approximations of Royston
// (1992, Statistics and Computing 2:117-119) with expected normal order
// statistics at the mean ranks of tied values, as Stata has it. n must be at
// least 4.
func ShapiroWilk(x []float64) NormalityTest {
	n := len(x)
	m, sum := normalScores(x)
	order := sortedPlaces(x)
	top, second := order[n-1], order[n-2]
	u := 1 / math.Sqrt(float64(n))
	root := math.Sqrt(sum)
	an := m[top]/root + polynomial(u, 0, .221157, -.147981, -2.071190, 4.434685, -2.706056)
	bn := m[second]/root + polynomial(u, 0, .042981, -.293762, -1.752461, 5.682633, -3.582633)
	a := make([]float64, n)
	if n > 5 {
		phi := math.Sqrt((sum - 2*m[top]*m[top] - 2*m[second]*m[second]) / (1 - 2*an*an - 2*bn*bn))
		for i := range a {
			a[i] = m[i] / phi
		}
		a[second], a[order[1]] = bn, -bn
	} else {
		phi := math.Sqrt((sum - 2*m[top]*m[top]) / (1 - 2*an*an))
		for i := range a {
			a[i] = m[i] / phi
		}
	}
	a[top], a[order[0]] = an, -an
	r := correlation(a, x, nil)
	t := NormalityTest{N: n, W: r * r}
	t.finishWilk()
	return t
}

func (t *NormalityTest) finishWilk() {
	n := float64(t.N)
	y := math.Log1p(-t.W)
	if t.N >= 12 {
		l := math.Log(n)
		mu := polynomial(l, -1.5861, -.31082, -.083751, .0038915)
		t.Z = (y - mu) / math.Exp(polynomial(l, -.4803, -.082676, .0030302))
		t.V = math.Exp(y - mu)
	} else {
		gamma := polynomial(n, -2.273, .459)
		mu := polynomial(n, .5440, -.39978, .025054, -.0006714)
		sigma := math.Exp(polynomial(n, 1.3822, -.77857, .062767, -.0020322))
		t.Z = (-math.Log(gamma-y) - mu) / sigma
		t.V = math.Exp(y - (gamma - math.Exp(-mu)))
	}
	t.P = normalTail(t.Z)
}

// ShapiroFrancia is the W' test of normality, by the approximations of Royston
// (1993, Applied Statistics 42:37-43). n must be at least 5.
func ShapiroFrancia(x []float64) NormalityTest {
	m, _ := normalScores(x)
	r := correlation(m, x, nil)
	t := NormalityTest{N: len(x), W: r * r}
	v := math.Log(float64(t.N))
	u, w := math.Log(v)-v, math.Log(v)+2/v
	mu := -1.2725 + 1.0521*u
	y := math.Log1p(-t.W)
	t.Z = (y - mu) / (1.0308 - .26758*w)
	t.V = math.Exp(y - mu)
	t.P = normalTail(t.Z)
	return t
}

// normalScores are Blom's expected order statistics at the ranks of x, and the
// sum of their squares.
func normalScores(x []float64) (m []float64, sum float64) {
	n := float64(len(x))
	m = Ranks(x)
	for i, r := range m {
		m[i] = dist.NormalQuantile((r - .375) / (n + .25))
		sum += m[i] * m[i]
	}
	return m, sum
}

// sortedPlaces are the places of the values of x in ascending order.
func sortedPlaces(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	return order
}

// polynomial is c[0] + c[1]·x + c[2]·x² + ...
func polynomial(x float64, c ...float64) float64 {
	out := 0.0
	for i := len(c) - 1; i >= 0; i-- {
		out = out*x + c[i]
	}
	return out
}

// A SkewnessTest holds tests of normality by skewness and kurtosis, and by
// both together.
type SkewnessTest struct {
	PSkewness, PKurtosis float64
	Chi2, P              float64 // joint, unadjusted
	AdjChi2, AdjP        float64 // with the adjustment of Royston
}

// Skewness tests a sample by its summary: D'Agostino, Belanger and D'Agostino
// (1990, American Statistician 44:316-321); the adjustment is that of Royston
// (1991, Stata Technical Bulletin 3:23-24). N must be at least 8.
func Skewness(s Summary) SkewnessTest {
	n, b2 := s.N, s.Kurtosis
	y := s.Skewness * math.Sqrt((n+1)*(n+3)/(6*(n-2)))
	beta := 3 * (n*n + 27*n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
	w2 := -1 + math.Sqrt(2*(beta-1))
	z1 := math.Asinh(y/math.Sqrt(2/(w2-1))) / math.Sqrt(math.Log(w2)/2)

	mean := 3 * (n - 1) / (n + 1)
	variance := 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5))
	x := (b2 - mean) / math.Sqrt(variance)
	root := 6 * (n*n - 5*n + 2) / ((n + 7) * (n + 9)) * math.Sqrt(6*(n+3)*(n+5)/(n*(n-2)*(n-3)))
	a := 6 + 8/root*(2/root+math.Sqrt(1+4/(root*root)))
	z2 := ((1 - 2/(9*a)) - math.Cbrt((1-2/a)/(1+x*math.Sqrt(2/(a-4))))) / math.Sqrt(2/(9*a))

	t := SkewnessTest{PSkewness: 2 * normalTail(math.Abs(z1)), PKurtosis: 2 * normalTail(math.Abs(z2)), Chi2: z1*z1 + z2*z2}
	t.P = math.Exp(-t.Chi2 / 2)
	t.adjust(n)
	return t
}

func (t *SkewnessTest) adjust(n float64) {
	l := math.Log(n)
	z := -dist.NormalQuantile(t.P)
	if t.P == 0 {
		z = math.Sqrt(t.Chi2)
	}
	corner := .55*math.Pow(n, .2) - .21
	a := (-5 + 3.46*l) * math.Exp(-1.37*l)
	b := 1 + (.854-.148*l)*math.Exp(-.55*l)
	bend := 2.13 / (1 - 2.37*l)
	switch {
	case z < -1:
	case z < corner:
		z = a + b*z
	default:
		z = a - bend*corner + (bend+b)*z
	}
	t.AdjChi2 = -2 * dist.NormalLogCDF(-z)
	t.AdjP = normalTail(z)
}
