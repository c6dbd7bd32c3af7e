package stats

import (
	"cmp"
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/dist"
)

// Ranks are the ranks of x from 1, equal values sharing the mean of theirs.
func Ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	out := make([]float64, len(x))
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && x[order[hi]] == x[order[lo]] {
			hi++
		}
		for _, i := range order[lo:hi] {
			out[i] = float64(lo+hi+1) / 2
		}
		lo = hi
	}
	return out
}

// normalTail is the probability that a standard normal number exceeds z.
func normalTail(z float64) float64 { return dist.NormalCDF(-z) }

// A RankTest is a test on sums of ranks: of the first of two samples, or of
// the positive differences.
type RankTest struct {
	N                     [3]int     // of both samples; or positive, negative and zero differences
	Sum, Expected         [3]float64 // of their ranks
	Unadjusted            float64    // variance without ties
	Ties, Zeros           float64    // adjustments of it
	Variance              float64
	Z, P, PL, PU          float64 // two-sided; of less and of greater sums
	Exact, ExactL, ExactU float64 // from the distribution itself; NaN when not computed
}

// exactRanks is the largest number of ranks for which the distribution is
// enumerated.
const exactRanks = 200

func (t *RankTest) finish() {
	t.Z = (t.Sum[0] - t.Expected[0]) / math.Sqrt(t.Variance)
	t.P = 2 * normalTail(math.Abs(t.Z))
	t.PL, t.PU = normalTail(-t.Z), normalTail(t.Z)
}

// RankSum is the test of Wilcoxon, and Mann and Whitney, that two samples
// come from one distribution. The exact probabilities are those given the
// ranks, ties included.
func RankSum(a, b []float64) RankTest {
	ranks := Ranks(slices.Concat(a, b))
	n1, n2 := float64(len(a)), float64(len(b))
	n := n1 + n2
	t := RankTest{N: [3]int{len(a), len(b)}, Exact: math.NaN(), ExactL: math.NaN(), ExactU: math.NaN()}
	for i, r := range ranks {
		if i < len(a) {
			t.Sum[0] += r
		} else {
			t.Sum[1] += r
		}
	}
	t.Expected = [3]float64{n1 * (n + 1) / 2, n2 * (n + 1) / 2}
	t.Unadjusted = n1 * n2 * (n + 1) / 12
	t.Variance = n1 * n2 / n * Describe(ranks, nil, NoWeight).Var
	t.Ties = t.Variance - t.Unadjusted
	t.finish()
	if len(ranks) <= exactRanks {
		t.exact(sumsOfChosen(twice(ranks), len(a)))
	}
	return t
}

// SignedRank is Wilcoxon's test that differences are symmetric around zero.
// Zeros are ranked too, but have no sign.
func SignedRank(d []float64) RankTest {
	size := make([]float64, len(d))
	for i, x := range d {
		size[i] = math.Abs(x)
	}
	ranks := Ranks(size)
	t := RankTest{Exact: math.NaN(), ExactL: math.NaN(), ExactU: math.NaN()}
	var signed []float64
	for i, x := range d {
		k := 2
		if x > 0 {
			k = 0
		} else if x < 0 {
			k = 1
		}
		t.N[k]++
		t.Sum[k] += ranks[i]
		if x != 0 {
			signed = append(signed, ranks[i])
			t.Variance += ranks[i] * ranks[i] / 4
		}
	}
	n, zero := float64(len(d)), float64(t.N[2])
	t.Expected[2] = zero * (zero + 1) / 2
	t.Expected[0] = (n*(n+1)/2 - t.Expected[2]) / 2
	t.Expected[1] = t.Expected[0]
	t.Unadjusted = n * (n + 1) * (2*n + 1) / 24
	t.Zeros = -zero * (zero + 1) * (2*zero + 1) / 24
	t.Ties = t.Variance - t.Unadjusted - t.Zeros
	t.finish()
	if len(d) <= exactRanks {
		t.exact(sumsOfSubsets(twice(signed)))
	}
	return t
}

// twice are the ranks doubled, so that they are whole.
func twice(ranks []float64) []int {
	out := make([]int, len(ranks))
	for i, r := range ranks {
		out[i] = int(math.Round(2 * r))
	}
	return out
}

// exact fills in the exact probabilities from those of twice the sum.
func (t *RankTest) exact(chance []float64) {
	at, middle := 2*t.Sum[0], 2*t.Expected[0]
	t.Exact, t.ExactL, t.ExactU = 0, 0, 0
	for s, p := range chance {
		x := float64(s)
		if math.Abs(x-middle) >= math.Abs(at-middle)-1e-9 {
			t.Exact += p
		}
		if x <= at {
			t.ExactL += p
		}
		if x >= at {
			t.ExactU += p
		}
	}
	t.Exact = min(t.Exact, 1)
}

// sumsOfChosen are the probabilities of the sums of k of the values, all
// choices being equally likely.
func sumsOfChosen(values []int, k int) []float64 {
	total := 0
	for _, v := range values {
		total += v
	}
	// chance[j][s]: of j chosen among the values so far with sum s, in
	// proportion to the number of choices; scaled by the final number.
	chance := make([][]float64, k+1)
	for j := range chance {
		chance[j] = make([]float64, total+1)
	}
	chance[0][0] = 1
	for i, v := range values {
		for j := min(i+1, k); j >= 1; j-- {
			// Each value is among the k with odds that keep numbers near one.
			for s := total; s >= v; s-- {
				chance[j][s] += chance[j-1][s-v]
			}
		}
		if i%16 == 15 {
			rescale(chance)
		}
	}
	sum := 0.0
	for _, p := range chance[k] {
		sum += p
	}
	for s := range chance[k] {
		chance[k][s] /= sum
	}
	return chance[k]
}

// rescale divides by a power of two, so that counts do not overflow.
func rescale(chance [][]float64) {
	top := 0.0
	for _, row := range chance {
		top = max(top, slices.Max(row))
	}
	if top < 1e200 {
		return
	}
	for _, row := range chance {
		for s := range row {
			row[s] *= 0x1p-500
		}
	}
}

// sumsOfSubsets are the probabilities of the sums of the values that remain
// when each is kept with probability one half.
func sumsOfSubsets(values []int) []float64 {
	total := 0
	for _, v := range values {
		total += v
	}
	chance := make([]float64, total+1)
	chance[0] = 1
	for _, v := range values {
		for s := total; s >= 0; s-- {
			p := chance[s] / 2
			if s >= v {
				p += chance[s-v] / 2
			}
			chance[s] = p
		}
	}
	return chance
}

// Spearman is the rank correlation of x and y.
func Spearman(x, y []float64) float64 {
	v, _, err := Covariances([][]float64{Ranks(x), Ranks(y)}, nil, NoWeight)
	if err != nil {
		return math.NaN()
	}
	return Correlations(v).At(0, 1)
}

// A Concordance is Kendall's rank correlation: TauB corrects for ties. SE is
// that of Score if there is no association, corrected for ties; P has a
// correction for continuity.
type Concordance struct {
	Score, SE  float64
	TauA, TauB float64
	P          float64
	Tied       bool
}

// Kendall compares all pairs of rows of x and y.
func Kendall(x, y []float64) Concordance {
	var k Concordance
	n := float64(len(x))
	for i := range x {
		for j := range i {
			k.Score += float64(cmp.Compare(x[i], x[j]) * cmp.Compare(y[i], y[j]))
		}
	}
	tx, ty := tieSums(x), tieSums(y)
	all := n * (n - 1) / 2
	k.TauA = k.Score / all
	k.TauB = k.Score / math.Sqrt((all-tx[0]/2)*(all-ty[0]/2))
	k.Tied = tx[0] > 0 || ty[0] > 0
	v := (n*(n-1)*(2*n+5) - tx[2] - ty[2]) / 18
	v += tx[1] * ty[1] / (9 * n * (n - 1) * (n - 2))
	v += tx[0] * ty[0] / (2 * n * (n - 1))
	k.SE = math.Sqrt(v)
	k.P = 1
	if k.Score != 0 {
		k.P = 2 * normalTail((math.Abs(k.Score)-1)/k.SE)
	}
	return k
}

// tieSums are the sums over groups of t equal values of t(t-1), t(t-1)(t-2)
// and t(t-1)(2t+5): Kendall and Gibbons (1990), Rank Correlation Methods.
func tieSums(x []float64) [3]float64 {
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	var out [3]float64
	for lo := 0; lo < len(sorted); {
		hi := lo
		for hi < len(sorted) && sorted[hi] == sorted[lo] {
			hi++
		}
		t := float64(hi - lo)
		out[0] += t * (t - 1)
		out[1] += t * (t - 1) * (t - 2)
		out[2] += t * (t - 1) * (2*t + 5)
		lo = hi
	}
	return out
}
