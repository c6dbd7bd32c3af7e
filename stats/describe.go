package stats

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/stats/kernel"
)

// A Summary describes one variable. Skewness and Kurtosis are those of the
// sample, m3/m2^1.5 and m4/m2², not corrected for its size; kurtosis is 3 for
// a normal distribution.
type Summary struct {
	N                  float64 // observations; the sum of frequency and importance weights
	SumW               float64 // sum of weights
	Mean, Var, SD      float64 // Var has divisor N-1; NaN for one observation
	Min, Max, Sum      float64
	Skewness, Kurtosis float64
}

// Describe summarizes x under weights w of the given kind, nil for none.
// Analytic and sampling weights are rescaled to sum to the number of rows;
// rows of weight zero must have been left out. Means and squares are summed
// with twice the precision of float64.
func Describe(x, w []float64, kind WeightKind) Summary {
	s := Summary{N: float64(len(x)), SumW: float64(len(x)), Min: math.NaN(), Max: math.NaN()}
	if len(x) == 0 {
		s.Mean, s.Var, s.SD, s.Skewness, s.Kurtosis = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
		s.SumW = 0
		return s
	}
	sum := kernel.Sum(x)
	if w != nil {
		s.SumW = kernel.Sum(w).Float()
		sum = kernel.Dot(x, w)
		if kind == FWeight || kind == IWeight {
			s.N = s.SumW
		}
	}
	s.Sum = sum.Float()
	s.Min, s.Max = slices.Min(x), slices.Max(x)
	mean := sum.Div(kernel.Double{Hi: s.SumW})
	s.Mean = mean.Float()

	var left, m2 kernel.Double
	var m3, m4 float64
	for i, v := range x {
		d := (v - mean.Hi) - mean.Lo
		wd, square := d, d*d
		if w != nil {
			wd *= w[i]
		}
		left = left.Add(kernel.Double{Hi: wd})
		m2 = m2.AddProd(wd, d)
		m3 += wd * square
		m4 += wd * square * d
	}
	ss := m2.Float() - left.Float()*left.Float()/s.SumW
	s.Var = ss / s.SumW * s.N / (s.N - 1)
	if s.N == 1 {
		s.Var = math.NaN()
	}
	s.SD = math.Sqrt(s.Var)
	v := ss / s.SumW
	s.Skewness = m3 / s.SumW / math.Pow(v, 1.5)
	s.Kurtosis = m4 / s.SumW / (v * v)
	return s
}

// Percentiles are those of x at each of p, in percent, under weights w, nil
// for ones: with x sorted, the first value at which the sum of weights exceeds
// W·p/100, W being their total, or its mean with the value before if the sum
// up to that is W·p/100. Unweighted this is R's type 2. NaN if x is empty.
func Percentiles(x, w []float64, p []float64) []float64 {
	out := make([]float64, len(p))
	if len(x) == 0 {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	if w == nil {
		sorted := slices.Clone(x)
		slices.Sort(sorted)
		for i, q := range p {
			out[i] = quantile(sorted, q)
		}
		return out
	}
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
	values, cum := make([]float64, len(x)), make([]float64, len(x))
	var total kernel.Double
	for i, r := range order {
		values[i] = x[r]
		total = total.Add(kernel.Double{Hi: w[r]})
		cum[i] = total.Float()
	}
	for i, q := range p {
		out[i] = weightedQuantile(values, cum, q)
	}
	return out
}

// same is the relative difference up to which a sum of weights counts as
// equal to the share asked for.
const same = 1e-9

// quantile is the p-th percentile of the sorted x.
func quantile(x []float64, p float64) float64 {
	at := float64(len(x)) * p / 100
	if r := math.Round(at); math.Abs(at-r) < same*max(1, at) {
		i := int(r)
		if i > 0 && i < len(x) {
			return (x[i-1] + x[i]) / 2
		}
		return x[min(i, len(x)-1)]
	}
	return x[min(int(math.Ceil(at))-1, len(x)-1)]
}

// weightedQuantile is the p-th percentile of sorted values whose weights sum
// to cum.
func weightedQuantile(values, cum []float64, p float64) float64 {
	last := len(values) - 1
	at := cum[last] * p / 100
	tie := same * max(cum[last], 0)
	i, _ := slices.BinarySearch(cum, at-tie)
	for i < last && cum[i] <= at+tie {
		if math.Abs(cum[i]-at) <= tie {
			return (values[i] + values[i+1]) / 2
		}
		i++
	}
	return values[i]
}
