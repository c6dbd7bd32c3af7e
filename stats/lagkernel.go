package stats

import "math"

// A LagKernel weights autocovariances: Weight is for the lag over the
// bandwidth. Priestley (1981, Spectral Analysis and Time Series), section
// 6.2.3; Andrews (1991, Econometrica 59:817-858).
type LagKernel struct {
	Name   string // in full: "Bartlett"
	Weight func(x float64) float64
	// Spectral kernels weight all lags, the others those up to the bandwidth.
	Spectral bool
}

// LagKernels are the kernels that there are, Bartlett's first.
var LagKernels = []LagKernel{
	{Name: "Bartlett", Weight: func(x float64) float64 { return 1 - x }},
	{Name: "Truncated", Weight: func(float64) float64 { return 1 }},
	{Name: "Parzen", Weight: parzenWeight},
	{Name: "Tukey-Hanning", Weight: func(x float64) float64 { return .5 + .5*math.Cos(math.Pi*x) }},
	{Name: "Tukey-Hamming", Weight: func(x float64) float64 { return .54 + .46*math.Cos(math.Pi*x) }},
	{Name: "Daniell", Weight: func(x float64) float64 { return math.Sin(math.Pi*x) / (math.Pi * x) }, Spectral: true},
	{Name: "Tent", Weight: func(x float64) float64 { return 2 * (1 - math.Cos(x)) / (x * x) }, Spectral: true},
	{Name: "Quadratic Spectral", Weight: quadraticSpectral, Spectral: true},
}

func parzenWeight(x float64) float64 {
	if x <= .5 {
		return 1 - 6*x*x + 6*x*x*x
	}
	return 2 * math.Pow(1-x, 3)
}

func quadraticSpectral(x float64) float64 {
	z := 6 * math.Pi * x / 5
	return 25 / (12 * math.Pi * math.Pi * x * x) * (math.Sin(z)/z - math.Cos(z))
}

// weights are those of lags 1, 2, ... for bandwidth bw in a series of the given
// length.
func (k LagKernel) weights(bw float64, length int) []float64 {
	var w []float64
	for lag := 1; lag < length && (k.Spectral || float64(lag) <= bw); lag++ {
		w = append(w, k.Weight(float64(lag)/bw))
	}
	for len(w) > 0 && w[len(w)-1] == 0 {
		w = w[:len(w)-1]
	}
	return w
}
