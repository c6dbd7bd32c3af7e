package graph

import "math"

// A plotBox is a plot measured: its axes and the space they need around the
// plot region.
type plotBox struct {
	*drawer
	plot  *Plot
	x, y  []*axisBox // by number
	ex    []extent
	ey    []extent
	rect  Rect // the plot region
	edges [4]float64
}

// shared are the extents of axes that panels have in common; nil is none.
type shared struct{ x, y []extent }

// newPlotBox finds the ranges and ticks of the axes of a plot.
func (d *drawer) newPlotBox(p *Plot, common shared) *plotBox {
	b := &plotBox{drawer: d, plot: p}
	for i := range p.X {
		e := p.dataExtent(&p.X[i], false, i+1)
		if i < len(common.x) {
			e.join(common.x[i])
		}
		b.ex = append(b.ex, e)
		b.x = append(b.x, d.newAxisBox(&p.X[i], axisSide(bottom, i, &p.X[i]), e, 0))
	}
	for i := range p.Y {
		e := p.dataExtent(&p.Y[i], true, i+1)
		if i < len(common.y) {
			e.join(common.y[i])
		}
		b.ey = append(b.ey, e)
		b.y = append(b.y, d.newAxisBox(&p.Y[i], axisSide(left, i, &p.Y[i]), e, 0))
	}
	return b
}

// axisSide returns where axis number i, from 0, stands.
func axisSide(first side, i int, a *Axis) side {
	if (i%2 == 1) != a.Alt {
		return first + 2
	}
	return first
}

// insets returns the space between the edges of the plot region and the ends
// of the scales: left, right, bottom, top.
func (b *plotBox) insets() [4]float64 {
	m := b.percent(percentOf(b.Expand))
	out := [4]float64{m, m, m, m}
	if b.plot.Tight {
		out = [4]float64{}
	}
	b.flatten(&out)
	left, right, top, bottom := b.margin(b.plot.Region.Margin, out)
	return [4]float64{left, right, bottom, top}
}

func percentOf(spec string) float64 {
	l, err := parseLength(spec, margins)
	if err != nil {
		return 0
	}
	return l.value
}

// flatten takes away the space under bars and areas that stand on the end of
// the scale. Categories have space of their own.
func (b *plotBox) flatten(out *[4]float64) {
	if len(b.x) > 0 && len(b.plot.X[0].Levels) > 0 {
		out[0], out[1] = 0, 0
	}
	if len(b.y) > 0 && len(b.plot.Y[0].Levels) > 0 {
		out[2], out[3] = 0, 0
	}
	if !b.Zeros {
		return
	}
	for i := range b.plot.Layers {
		l := &b.plot.Layers[i]
		if !kinds[l.Kind].flat {
			continue
		}
		axes, k := b.y, max(l.YAxis, 1)-1
		lo, hi := 2, 3
		if l.Horizontal {
			axes, k, lo, hi = b.x, max(l.XAxis, 1)-1, 0, 1
		}
		if k >= len(axes) || axes[k].axis.Reverse || axes[k].scale.log {
			continue
		}
		if s := axes[k].scale; s.lo == l.Base {
			out[lo] = 0
		} else if s.hi == l.Base {
			out[hi] = 0
		}
	}
}

// setScales gives the scales their places within a plot region.
func (b *plotBox) setScales(r Rect) {
	b.rect = r
	in := b.insets()
	for _, a := range b.x {
		a.scale.p0, a.scale.p1 = r.X0+in[0], r.X1-in[1]
	}
	for _, a := range b.y {
		a.scale.p0, a.scale.p1 = r.Y1-in[2], r.Y0+in[3]
	}
}

// measure finds the space that the axes need around a plot region when all of
// it is to go into r.
func (b *plotBox) measure(r Rect) {
	b.setScales(r)
	for range 3 { // the length of an axis depends on the depth of the others
		inner := r.inset(b.edges[left], b.edges[top], b.edges[right], b.edges[bottom])
		if inner.width() < 1 || inner.height() < 1 {
			inner = Rect{r.X0, r.Y0, r.X0 + 1, r.Y0 + 1}
		}
		b.setScales(inner)
		for i, a := range b.y {
			b.measureLevels(a, mul(r.width(), 0.3))
			b.y[i] = b.fit(a, b.ey[i])
			b.y[i].title = b.axisTitle(b.y[i], inner.height())
			b.y[i].finish(b.drawer)
		}
		for i, a := range b.x {
			b.measureLevels(a, 0)
			b.x[i] = b.fit(a, b.ex[i])
			b.x[i].title = b.axisTitle(b.x[i], inner.width())
			b.x[i].finish(b.drawer)
		}
		b.addEdges()
	}
}

// addEdges adds up the depths of the axes on each side, and sees to it that
// labels at the ends of other axes are not cut off.
func (b *plotBox) addEdges() {
	b.edges = [4]float64{}
	for _, a := range b.axes() {
		b.edges[a.side] += a.depth
	}
	const most = 0.25 // of the plot region: texts farther out are left where they are
	for s, x := range b.textsReach(b.rect) {
		if x < mul(most, max(b.rect.width(), b.rect.height())) {
			b.edges[s] = max(b.edges[s], x)
		}
	}
	for _, a := range b.axes() {
		if a.axis.Off || a.bare {
			continue
		}
		lo, hi := a.overhang(b.rect)
		if a.side.vertical() {
			b.edges[bottom], b.edges[top] = max(b.edges[bottom], lo), max(b.edges[top], hi)
		} else {
			b.edges[left], b.edges[right] = max(b.edges[left], lo), max(b.edges[right], hi)
		}
	}
}

// overhang returns how far labels reach beyond the plot region: at its left
// and right, or at its bottom and top.
func (a *axisBox) overhang(r Rect) (lo, hi float64) {
	for s := range a.sets {
		t := &a.sets[s]
		for i, l := range t.labels {
			if i%t.skip != 0 {
				continue
			}
			w, h := l.bounds(t.angle)
			at := a.scale.at(t.at[i])
			switch {
			case a.side.vertical():
				lo, hi = max(lo, at+h/2-r.Y1), max(hi, r.Y0-(at-h/2))
			case t.slanted():
				sin, _ := sinCos(t.angle)
				if (sin > 0) == (a.side == bottom) {
					lo = max(lo, r.X0-(at-w))
				} else {
					hi = max(hi, at+w-r.X1)
				}
			default:
				lo, hi = max(lo, r.X0-(at-w/2)), max(hi, at+w/2-r.X1)
			}
		}
	}
	for i := range a.levels {
		row := &a.levels[i]
		if !row.slantedRow() || a.side != bottom {
			continue
		}
		for k, n := range row.names {
			w, _ := n.bounds(row.angle)
			lo = max(lo, r.X0-(a.levelPlace(row, k)-w))
		}
	}
	return lo, hi
}

func (r *levelRow) slantedRow() bool { return math.Mod(r.angle, 90) != 0 }

// levelPlace returns the middle of a category on the page.
func (a *axisBox) levelPlace(r *levelRow, k int) float64 {
	n := r.level.Names[k]
	return a.scale.at((n.Lo + n.Hi) / 2)
}

// axisTitle measures the title of an axis.
func (b *plotBox) axisTitle(a *axisBox, length float64) *block {
	t := &a.axis.Title
	if len(t.Lines) == 0 || len(t.Lines) == 1 && t.Lines[0] == "" || a.axis.Off {
		return nil
	}
	wrap := length
	if a.side.vertical() && t.Style.Angle == "0" || a.side.vertical() && (t.Style.Angle == "horizontal" || t.Style.Angle == "h") {
		wrap = mul(b.base, 0.25)
	}
	return b.block(t.Lines, t.Style, b.AxisTitle, false, wrap)
}

// axes returns all axes.
func (b *plotBox) axes() []*axisBox { return append(b.x[:len(b.x):len(b.x)], b.y...) }
