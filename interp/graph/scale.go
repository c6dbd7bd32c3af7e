package graph

import "math"

// A scale maps the values of an axis to places on the page.
type scale struct {
	lo, hi       float64 // logarithms if log
	log, reverse bool
	p0, p1       float64 // places of lo and hi
}

// newScale returns the scale of values lo to hi; its places are set later.
func newScale(lo, hi float64, a *Axis) scale {
	s := scale{lo: lo, hi: hi, log: a.Log, reverse: a.Reverse}
	if a.Log {
		s.lo, s.hi = math.Log10(lo), math.Log10(hi)
	}
	if s.hi <= s.lo { // one value: it stands in the middle
		d := math.Abs(s.lo) / 2
		if d == 0 || s.log {
			d = 1
		}
		s.lo, s.hi = s.lo-d, s.lo+d
	}
	return s
}

// at returns the place of v.
func (s scale) at(v float64) float64 {
	if s.log {
		v = math.Log10(v)
	}
	t := (v - s.lo) / (s.hi - s.lo)
	if s.reverse {
		t = 1 - t
	}
	return s.p0 + mul(t, s.p1-s.p0)
}

// has reports whether v can be shown: it is a number and, in logarithms,
// positive.
func (s scale) has(v float64) bool { return present(v) && (!s.log || v > 0) }

// unit returns the length of one unit of a linear scale.
func (s scale) unit() float64 { return math.Abs(s.p1-s.p0) / (s.hi - s.lo) }

// An extent grows to cover values.
type extent struct {
	lo, hi float64
	any    bool
}

func (e *extent) add(v float64, a *Axis) {
	switch {
	case !present(v) || a.Log && v <= 0:
	case !e.any:
		e.lo, e.hi, e.any = v, v, true
	default:
		e.lo, e.hi = min(e.lo, v), max(e.hi, v)
	}
}

func (e *extent) join(o extent) {
	switch {
	case !o.any:
	case !e.any:
		*e = o
	default:
		e.lo, e.hi = min(e.lo, o.lo), max(e.hi, o.hi)
	}
}

// dataExtent returns what the layers on axis number k of the plot cover.
func (p *Plot) dataExtent(a *Axis, vertical bool, k int) extent {
	var e extent
	for i := range p.Layers {
		l := &p.Layers[i]
		onY := vertical != l.Horizontal
		number := l.XAxis
		if vertical {
			number = l.YAxis
		}
		if max(number, 1) != k {
			continue
		}
		kind := kinds[l.Kind]
		if onY {
			l.extentY(&e, a, kind)
		} else {
			l.extentX(&e, a, kind)
		}
	}
	p.labelRoom(&e, a, vertical)
	for _, v := range a.Range {
		e.add(v, a)
	}
	for _, set := range a.Labels {
		for _, t := range set.Values {
			e.add(t.At, a)
		}
	}
	for _, line := range p.Lines {
		if line.Vertical != vertical && max(line.Axis, 1) == k && e.any {
			e.add(line.At, a)
		}
	}
	return e
}

// labelRoom makes room for labels at the ends of bars.
func (p *Plot) labelRoom(e *extent, a *Axis, vertical bool) {
	const share = 0.06
	room := false
	for i := range p.Layers {
		l := &p.Layers[i]
		outside := l.Kind == "bar" && (l.Style.LabelPos == "" || l.Style.LabelPos == "outside") || l.Kind == "stack" && l.Style.LabelPos == "outside"
		room = room || outside && len(l.Label) > 0 && vertical != l.Horizontal
	}
	if room && e.any && !a.Log {
		d := mul(e.hi-e.lo, share)
		if e.hi > 0 {
			e.hi += d
		}
		if e.lo < 0 {
			e.lo -= d
		}
	}
}

func (l *Layer) extentY(e *extent, a *Axis, kind kind) {
	for i, v := range l.Y {
		if i < len(l.X) && !present(l.X[i]) {
			continue
		}
		e.add(v, a)
		if i < len(l.Y2) {
			e.add(l.Y2[i], a)
		}
	}
	if kind.base && e.any {
		e.add(l.Base, a)
	}
}

func (l *Layer) extentX(e *extent, a *Axis, kind kind) {
	half := 0.0
	if kind.bars {
		half = l.BarWidth / 2
	}
	for i, v := range l.X {
		if !present(v) || i < len(l.Y) && !present(l.Y[i]) && len(l.Y2) == 0 {
			continue
		}
		e.add(v-half, a)
		e.add(v+half, a)
		if i < len(l.X2) {
			e.add(l.X2[i], a)
		}
	}
}

// An Extent is the range of values that axes cover.
type Extent struct{ e extent }

// Join extends e to cover o.
func (e *Extent) Join(o Extent) { e.e.join(o.e) }

// Range returns the ends, nil if there are no values.
func (e *Extent) Range() []float64 {
	if !e.e.any {
		return nil
	}
	return []float64{e.e.lo, e.e.hi}
}

// XExtent returns what the first x axis of a plot covers.
func (p *Plot) XExtent() Extent { return Extent{p.dataExtent(&p.X[0], false, 1)} }

// YExtent returns what the first y axis of a plot covers.
func (p *Plot) YExtent() Extent { return Extent{p.dataExtent(&p.Y[0], true, 1)} }
