package graphs

import (
	"math"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

func sqrt(x float64) float64 { return math.Sqrt(x) }

// lowessBandwidth is the default of lowess.
const lowessBandwidth = 0.8

// smoothed returns the lowess values of y over x.
func (o *computed) smoothed(y, x []float64, stop func() error) ([]float64, error) {
	bw := o.Bandwidth
	if bw == 0 {
		bw = lowessBandwidth
	}
	if bw < 0 || bw > 1 {
		bw = lowessBandwidth
	}
	s, err := stats.Lowess(y, x, stats.LowessOptions{Bandwidth: bw, Mean: o.Mean, Unweight: o.NoWeight, Stop: stop})
	if err != nil {
		return nil, err
	}
	if o.Adjust {
		f := stats.Describe(y, nil, stats.NoWeight).Mean / stats.Describe(s, nil, stats.NoWeight).Mean
		for i := range s {
			s[i] *= f
		}
	}
	if o.Logit {
		eps := 1 / float64(len(s)) / 100
		for i, v := range s {
			v = min(max(v, eps), 1-eps)
			s[i] = math.Log(v / (1 - v))
		}
	}
	return s, nil
}

// buildLowess makes the line of a lowess smoother.
func buildLowess(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	data, _ := complete(nil, cols...)
	if len(data[0]) == 0 {
		if b.panel {
			return nil, nil
		}
		return nil, noObservations(0)
	}
	s, err := b.o.smoothed(data[0], data[1], b.c.Stop)
	if err != nil {
		return nil, err
	}
	l := b.newLayer("line", "lowess "+b.vars[0].name+" "+b.vars[1].name, 0)
	order := sortedOrder(data[1])
	l.X, l.Y = permuted(data[1], order), permuted(s, order)
	return []graph.Layer{l}, nil
}

// buildKDensity makes the line of a kernel density.
func buildKDensity(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	data, w := complete(b.weights(), cols...)
	x := data[0]
	if len(x) == 0 {
		if b.panel {
			return nil, nil
		}
		return nil, noObservations(0)
	}
	k, h, err := b.o.kernel(x, w, b.wkind)
	if err != nil {
		return nil, err
	}
	lo, hi := b.span(x)
	if b.o.Boundary && !b.o.Range.given {
		lo, hi = lo-h, hi+h
	}
	n, err := b.points(300)
	if err != nil {
		return nil, err
	}
	l := b.newLayer("line", "kdensity "+b.vars[0].name, 0)
	l.X = stats.Grid(lo, hi, n)
	l.Y = stats.KDensity(x, w, l.X, h, k)
	if b.o.Area > 0 {
		for i := range l.Y {
			l.Y[i] *= b.o.Area
		}
	}
	return []graph.Layer{l}, nil
}

// kernel returns the kernel and the bandwidth of a density of x.
func (o *computed) kernel(x, w []float64, kind stats.WeightKind) (*stats.Kernel, float64, error) {
	k, err := findKernel(o.Kernel, o.kernels)
	if err != nil {
		return nil, 0, err
	}
	h := o.Bandwidth
	if h == 0 {
		h = stats.KDensityBandwidth(x, w, kind)
	}
	if h < 0 {
		return nil, 0, rc.Syntax.Errorf("bwidth() must be positive")
	}
	if !(h > 0) || h >= frame.Missing { // one value
		h = 1
	}
	return k, h, nil
}

// findKernel returns the kernel of kernel(name), which may be abbreviated, or
// of an option that is its name.
func findKernel(name string, old kernels) (*stats.Kernel, error) {
	if name == "" {
		name = old.name()
	}
	if name == "" {
		name = "epanechnikov"
	}
	for _, spelling := range []string{"EPanechnikov", "EPAN2", "BIweight", "COSine", "GAUssian", "PARzen", "RECtangle", "TRIangle"} {
		if abbreviates(name, spelling) {
			return stats.FindKernel(lowerName(spelling)), nil
		}
	}
	return nil, rc.Syntax.Errorf("option kernel() incorrectly specified")
}

// buildLpoly makes the line of a local polynomial smoother.
func buildLpoly(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	data, w := complete(b.weights(), cols...)
	if len(data[0]) < 2 {
		if b.panel {
			return nil, nil
		}
		return nil, noObservations(len(data[0]))
	}
	y, x := data[0], data[1]
	k, err := findKernel(b.o.Kernel, b.o.kernels)
	if err != nil {
		return nil, err
	}
	h := b.o.Bandwidth
	if !(h > 0) {
		return nil, rc.Syntax.Errorf("option bwidth() required: no bandwidth is chosen for lpoly")
	}
	if b.o.Degree < 0 || b.o.Degree > 9 {
		return nil, rc.Syntax.Errorf("option degree() incorrectly specified")
	}
	lo, hi := b.span(x)
	n, err := b.points(min(len(x), 50))
	if err != nil {
		return nil, err
	}
	at := stats.Grid(lo, hi, n)
	fitted := stats.Lpoly(y, x, w, at, h, b.o.Degree, k)
	line := b.newLayer("line", "lpoly smooth: "+b.vars[0].title(), 0)
	for i, v := range fitted {
		fitted[i] = frame.Value(v)
	}
	line.X, line.Y = at, fitted
	return []graph.Layer{line}, nil
}
