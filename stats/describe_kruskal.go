package stats

import "math"

// A KruskalTest is the outcome of the test of Kruskal and Wallis.
type KruskalTest struct {
	Sums  []float64 // of ranks, by group
	N     []float64
	DF    float64
	H, P  float64
	Ties  float64 // H corrected for ties, and its significance
	PTies float64
}

// KruskalWallis tests that groups come from one distribution: Kruskal and
// Wallis (1952, J. American Statistical Association 47:583-621). groups are
// codes from 0 of the values x.
func KruskalWallis(x []float64, groups []int32, k int) KruskalTest {
	t := KruskalTest{Sums: make([]float64, k), N: make([]float64, k), DF: float64(k - 1)}
	ranks := Ranks(x)
	for i, r := range ranks {
		t.Sums[groups[i]] += r
		t.N[groups[i]]++
	}
	n := float64(len(x))
	for g, s := range t.Sums {
		t.H += s * s / t.N[g]
	}
	t.H = 12/(n*(n+1))*t.H - 3*(n+1)
	t.P = chi2Tail(t.DF, t.H)
	ties := tieSums(x) // of t³-t
	t.Ties = t.H / (1 - (ties[1]+3*ties[0])/(n*n*n-n))
	t.PTies = chi2Tail(t.DF, t.Ties)
	return t
}

// A SmirnovTest compares two distribution functions.
type SmirnovTest struct {
	D1, D2, D float64 // largest excess of the first, of the second (negative), largest difference
	P1, P2, P float64 // asymptotic
	Exact     float64 // of D, NaN if not computed
	Unique    int     // different values
}

// KolmogorovSmirnov compares the distributions of two samples. exact asks for
// the exact significance of D, as if there were no ties: Kim and Jennrich
// (1973, Selected Tables in Mathematical Statistics 1:79-170).
func KolmogorovSmirnov(a, b []float64, exact bool) SmirnovTest {
	all := append(append([]float64(nil), a...), b...)
	order := sortedPlaces(all)
	n, m := float64(len(a)), float64(len(b))
	t := SmirnovTest{Exact: math.NaN()}
	var inA, inB float64
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && all[order[hi]] == all[order[lo]] {
			if order[hi] < len(a) {
				inA++
			} else {
				inB++
			}
			hi++
		}
		t.Unique++
		d := inA/n - inB/m
		t.D1, t.D2 = max(t.D1, d), min(t.D2, d)
		lo = hi
	}
	t.finish(n * m / (n + m))
	if exact {
		t.Exact = smirnovExact(t.D, len(a), len(b))
	}
	return t
}

// finish computes significances; size is the number of rows, or half the
// harmonic mean of two.
func (t *SmirnovTest) finish(size float64) {
	t.D = max(t.D1, -t.D2)
	t.P1, t.P2 = math.Exp(-2*size*t.D1*t.D1), math.Exp(-2*size*t.D2*t.D2)
	t.P = kolmogorovTail(math.Sqrt(size) * t.D)
}

// KolmogorovOne compares the distribution of a sample, given by the values of
// a distribution function at its points, with that function.
func KolmogorovOne(x, cdf []float64) SmirnovTest {
	order := sortedPlaces(x)
	n := float64(len(x))
	t := SmirnovTest{Exact: math.NaN()}
	for i, r := range order {
		if i == 0 || x[r] != x[order[i-1]] {
			t.Unique++
		}
		t.D1 = max(t.D1, float64(i+1)/n-cdf[r])
		t.D2 = min(t.D2, float64(i)/n-cdf[r])
	}
	t.finish(n)
	return t
}

// kolmogorovTail is the limit of Pr(sqrt(n)·D > z).
func kolmogorovTail(z float64) float64 {
	if z <= 0 {
		return 1
	}
	if z < 1 { // the other expansion converges faster
		sum := 0.0
		for k := 1.0; k < 40; k += 2 {
			sum += math.Exp(-k * k * math.Pi * math.Pi / (8 * z * z))
		}
		return max(0, 1-math.Sqrt(2*math.Pi)/z*sum)
	}
	sum, sign := 0.0, 1.0
	for k := 1.0; k < 60; k++ {
		term := math.Exp(-2 * k * k * z * z)
		sum += sign * term
		if term < 1e-17 {
			break
		}
		sign = -sign
	}
	return min(1, 2*sum)
}

// smirnovExact is Pr(D >= d) for samples of n and m: the share of paths from
// (0,0) to (n,m) that come d or farther from the diagonal.
func smirnovExact(d float64, n, m int) float64 {
	if n > m {
		n, m = m, n
	}
	limit := (math.Floor(d*float64(n)*float64(m)-1e-7) + .5) / (float64(n) * float64(m))
	within := func(i, j int) bool { return math.Abs(float64(i)/float64(n)-float64(j)/float64(m)) < limit }
	u := make([]float64, m+1) // share of paths within the limit
	for j := range u {
		if within(0, j) {
			u[j] = 1
		}
		if j > 0 && u[j-1] == 0 {
			u[j] = 0
		}
	}
	for i := 1; i <= n; i++ {
		w := float64(i) / float64(i+m)
		u[0] *= w
		if !within(i, 0) {
			u[0] = 0
		}
		for j := 1; j <= m; j++ {
			u[j] = w*u[j] + u[j-1]
			if !within(i, j) {
				u[j] = 0
			}
		}
	}
	return 1 - u[m]
}
