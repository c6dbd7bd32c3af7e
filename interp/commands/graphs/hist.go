package graphs

import (
	"math"

	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

func abbreviates(word, name string) bool { return lang.Abbreviates(lowerName(word), name) }

// A binning is a histogram as the options ask for it.
type binning struct {
	stats.Histogram
	bins int
}

// binned counts x in bins.
func (o *computed) binned(x, w []float64, kind stats.WeightKind) (binning, error) {
	var b binning
	if o.bound != nil {
		b = *o.bound
		b.Histogram = stats.CountBins(x, w, b.Start, b.Width, b.bins)
		return b, nil
	}
	d := stats.Describe(x, w, kind)
	start := d.Min
	if o.Start != nil {
		start = *o.Start
		if start > d.Min {
			return b, rc.Syntax.Errorf("start() may not be larger than minimum of data (%v)", d.Min)
		}
	}
	width, bins := o.Width, o.Bins
	switch {
	case width < 0 || bins < 0:
		return b, rc.Syntax.Errorf("options bin() and width() must be positive")
	case width > 0 && bins > 0:
		return b, rc.Syntax.Errorf("options bin() and width() may not be combined")
	case o.Discrete:
		if width == 0 {
			width = stats.LeastGap(x)
		}
		bins = int(math.Floor((d.Max-start)/width+1e-9)) + 1
		start -= width / 2
	case width > 0:
		bins = max(int(math.Ceil((d.Max-start)/width-1e-9)), 1)
	default:
		if bins == 0 {
			bins = stats.HistogramBins(d.N)
		}
		width = (d.Max - start) / float64(bins)
		if width == 0 {
			width, bins = 1, 1
		}
	}
	if bins > 100000 {
		return b, rc.Syntax.Errorf("too many bins")
	}
	b.Histogram, b.bins = stats.CountBins(x, w, start, width, bins), bins
	return b, nil
}

// height returns the factor that turns a count into the height of a bar.
func (o *computed) height(b binning) float64 {
	switch {
	case o.Freq:
		return 1
	case o.Fraction:
		return 1 / b.Total
	case o.Percent:
		return 100 / b.Total
	}
	return 1 / (b.Total * b.Width)
}

// heightTitle is the title of the axis of heights.
func (o *computed) heightTitle() string {
	switch {
	case o.Freq:
		return "Frequency"
	case o.Fraction:
		return "Fraction"
	case o.Percent:
		return "Percent"
	}
	return "Density"
}

// buildHistogram makes the bars of a histogram.
func buildHistogram(b *builder) ([]graph.Layer, error) {
	cols, err := b.columns()
	if err != nil {
		return nil, err
	}
	data, w := complete(b.weights(), cols...)
	if len(data[0]) == 0 {
		if b.panel {
			return nil, nil
		}
		return nil, noObservations(0)
	}
	h, err := b.o.binned(data[0], w, b.wkind)
	if err != nil {
		return nil, err
	}
	l := b.newLayer("bar", b.o.heightTitle(), 0)
	l.BarWidth = h.Width
	if b.o.BarWidth > 0 {
		l.BarWidth = b.o.BarWidth
	}
	l.BarWidth *= 1 - b.o.Gap/100
	k := b.o.height(h)
	for i, count := range h.Counts {
		l.X = append(l.X, h.Start+float64((float64(i)+0.5)*h.Width))
		l.Y = append(l.Y, count*k)
	}
	return []graph.Layer{l}, nil
}
