package match

import (
	"math"
	"slices"
)

// Density estimates the density of sample at the given points with the
// Epanechnikov kernel on (-√5, √5) and the bandwidth 0.9·min(s, IQR/1.349)·n^(-1/5),
// as "kdensity" does by default. Silverman (1986, Density Estimation), 3.4.2.
func Density(sample, at []float64) []float64 {
	x := slices.Sorted(slices.Values(sample))
	n := float64(len(x))
	var m moments
	for _, v := range x {
		m.add(v)
	}
	spread := math.Sqrt(m.variance())
	if iqr := (percentile(x, 75) - percentile(x, 25)) / 1.349; iqr > 0 {
		spread = min(spread, iqr)
	}
	h := 0.9 * spread * math.Pow(n, -0.2)
	root := math.Sqrt(5)
	out := make([]float64, len(at))
	for i, p := range at {
		lo, _ := slices.BinarySearch(x, p-root*h)
		for _, v := range x[lo:] {
			z := (p - v) / h
			if z <= -root {
				break
			}
			if z < root {
				out[i] += 0.75 * (1 - z*z/5) / root
			}
		}
		out[i] /= n * h
	}
	return out
}

// percentile is Stata's p-th percentile of sorted values.
func percentile(x []float64, p float64) float64 {
	k := p / 100 * float64(len(x))
	i := int(math.Floor(k))
	switch {
	case i >= len(x):
		return x[len(x)-1]
	case k == float64(i) && i > 0:
		return (x[i-1] + x[i]) / 2
	}
	return x[i]
}

// Thinnest marks those of the points whose density among sample is zero or
// not above the given percentile of these densities.
func Thinnest(sample, points []float64, percent float64) []bool {
	d := Density(sample, points)
	cut := percentile(slices.Sorted(slices.Values(d)), percent)
	out := make([]bool, len(d))
	for i, v := range d {
		out[i] = v <= 0 || v <= cut
	}
	return out
}
