package stats

import (
	"math"
	"slices"
)

// A Kernel is a density that integrates to one, used as a weight.
type Kernel struct {
	Name  string
	Reach float64 // the density is zero from there on
	At    func(z float64) float64
}

var sqrt5 = math.Sqrt(5)

// Kernels are those of Stata's kdensity; see [R] kdensity, Methods and
// formulas. The Gaussian one is cut off where it is below the smallest double
// that matters, at 39.
var Kernels = []Kernel{
	{Name: "epanechnikov", Reach: sqrt5, At: func(z float64) float64 { return 0.75 * (1 - z*z/5) / sqrt5 }},
	{Name: "epan2", Reach: 1, At: func(z float64) float64 { return 0.75 * (1 - float64(z*z)) }},
	{Name: "biweight", Reach: 1, At: func(z float64) float64 { u := 1 - float64(z*z); return 15.0 / 16 * u * u }},
	{Name: "cosine", Reach: 0.5, At: func(z float64) float64 { return 1 + math.Cos(2*math.Pi*z) }},
	{Name: "gaussian", Reach: 39, At: func(z float64) float64 { return math.Exp(-(z*z)/2) / math.Sqrt(2*math.Pi) }},
	{Name: "parzen", Reach: 1, At: parzen},
	{Name: "rectangle", Reach: 1, At: func(float64) float64 { return 0.5 }},
	{Name: "triangle", Reach: 1, At: func(z float64) float64 { return 1 - math.Abs(z) }},
}

func parzen(z float64) float64 {
	z = math.Abs(z)
	if z <= 0.5 {
		return 4.0/3 - float64(8*z*z) + float64(8*z*z*z)
	}
	u := 1 - z
	return 8 * u * u * u / 3
}

// FindKernel returns the kernel of that name, or nil.
func FindKernel(name string) *Kernel {
	i := slices.IndexFunc(Kernels, func(k Kernel) bool { return k.Name == name })
	if i < 0 {
		return nil
	}
	return &Kernels[i]
}

// KDensityBandwidth is 0.9 m n^(-1/5) with m the smaller of the standard
// deviation and the interquartile range over 1.349, or the former alone if
// the latter is zero: [R] kdensity.
func KDensityBandwidth(x, w []float64, kind WeightKind) float64 {
	d := Describe(x, w, kind)
	q := Percentiles(x, w, []float64{25, 75})
	m := min(d.SD, (q[1]-q[0])/1.349)
	if !(m > 0) {
		m = d.SD
	}
	return 0.9 * m / math.Pow(d.N, 0.2)
}

// KDensity estimates the density of x, with weights w or nil, at points with
// bandwidth h: sum of w_i K((p - x_i)/h) over h times the sum of weights.
func KDensity(x, w []float64, at []float64, h float64, k *Kernel) []float64 {
	xs, ws := sortedPairs(x, w)
	total := 0.0
	for _, v := range ws {
		total += v
	}
	out := make([]float64, len(at))
	for j, p := range at {
		lo, _ := slices.BinarySearch(xs, p-float64(k.Reach*h))
		sum := 0.0
		for i := lo; i < len(xs); i++ {
			z := (p - xs[i]) / h
			if z <= -k.Reach {
				break
			}
			if z < k.Reach {
				sum += float64(ws[i] * k.At(z))
			}
		}
		out[j] = sum / (h * total)
	}
	return out
}

// sortedPairs returns x in ascending order with its weights, ones for nil.
func sortedPairs(x, w []float64) (xs, ws []float64) {
	xs, ws = make([]float64, len(x)), make([]float64, len(x))
	for i, j := range ascending(x) {
		xs[i], ws[i] = x[j], 1
		if w != nil {
			ws[i] = w[j]
		}
	}
	return xs, ws
}

// ascending returns the order of x; equal values keep theirs.
func ascending(x []float64) []int {
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

// Grid returns n equally spaced points from lo to hi.
func Grid(lo, hi float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = lo
		if n > 1 {
			out[i] = lo + float64(float64(i)*((hi-lo)/float64(n-1)))
		}
	}
	return out
}
