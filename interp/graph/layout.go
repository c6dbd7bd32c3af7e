package graph

import "math"

// Layout measures and places everything on a page.
func (f *Figure) Layout() *Scene {
	scheme, _ := FindScheme(f.Scheme)
	w, h := f.Size()
	scene := &Scene{Width: mul(w, 72), Height: mul(h, 72)}
	d := &drawer{Scheme: scheme, scene: scene, base: min(scene.Width, scene.Height), scale: 1}
	d.figure(f, Rect{0, 0, scene.Width, scene.Height}, f)
	return scene
}

// Size returns width and height in inches.
func (f *Figure) Size() (w, h float64) {
	scheme, _ := FindScheme(f.Scheme)
	w, h = f.Width, f.Height
	if w == 0 {
		w = scheme.Width
	}
	if h == 0 {
		h = scheme.Height
	}
	return w, h
}

// A frameBox is a figure being laid out: bands of text around its core.
type frameBox struct {
	*drawer
	fig   *Figure
	page  Rect // inside the margin
	core  Rect // inside the bands
	plot  Rect // the plot region, which texts are aligned to
	bands []band
}

// A band is a block of text, or the legend, at a side of the core.
type band struct {
	side   side
	align  float64 // along the side: 0, 0.5 or 1
	text   *block
	angle  float64
	legend *legendBox
	span   bool
	depth  float64
	at     float64 // of its inner edge
}

// figure draws f into r. legendOf has the layers that the legend names.
func (d *drawer) figure(f *Figure, r Rect, legendOf *Figure) {
	if f.Scale > 0 {
		d.scale = mul(d.scale, f.Scale)
	}
	d.scene.paint(r.path(), d.color(f.Region.Color, d.color(d.Page, RGBA{255, 255, 255, 255})), d.pen(LineStyle{Color: f.Region.Line, Width: f.Region.Width, Pattern: f.Region.Pattern}, RGBA{}, "thin", "solid"))
	m := d.percent(2.4)
	left, right, top, bottom := d.margin(f.Region.Margin, [4]float64{m, mul(m, 1.25), m, m})
	b := &frameBox{drawer: d, fig: f, page: r.inset(left, top, right, bottom)}
	if inner := d.color(f.Region.Inner, RGBA{}); inner.visible() {
		d.scene.fill(b.page.path(), inner)
	}
	b.plot = b.page
	b.addBands(legendOf)
	b.measureCore()
	b.drawCore()
	for i := range b.bands {
		b.drawBand(&b.bands[i])
	}
	b.drawInside(legendOf)
}

// measureCore places the bands, from the outside inwards.
func (b *frameBox) measureCore() {
	b.core = b.page
	for i := range b.bands {
		n := &b.bands[i]
		switch n.side {
		case top:
			b.core.Y0 += n.depth
			n.at = b.core.Y0
		case bottom:
			b.core.Y1 -= n.depth
			n.at = b.core.Y1
		case left:
			b.core.X0 += n.depth
			n.at = b.core.X0
		case right:
			b.core.X1 -= n.depth
			n.at = b.core.X1
		}
	}
}

func (b *frameBox) drawCore() {
	switch f := b.fig; {
	case f.Plot != nil:
		p := b.newPlotBox(f.Plot, shared{})
		p.measure(b.core)
		b.plot = p.region(b.core)
		p.draw(b.plot)
	case f.Grid != nil:
		b.drawGrid(f.Grid)
	case f.Pie != nil:
		b.plot = b.core
		b.drawPie(f.Pie)
	}
}

// region returns the plot region within r, of the aspect asked for.
func (b *plotBox) region(r Rect) Rect {
	in := r.inset(b.edges[left], b.edges[top], b.edges[right], b.edges[bottom])
	if b.plot.Aspect > 0 {
		w, h := in.width(), mul(in.width(), b.plot.Aspect)
		if h > in.height() {
			w, h = in.height()/b.plot.Aspect, in.height()
		}
		dx, dy := (in.width()-w)/2, (in.height()-h)/2
		in = in.inset(dx, dy, dx, dy)
	}
	return in
}

// draw draws a plot into its region r.
func (b *plotBox) draw(r Rect) {
	b.setScales(r)
	reg := &b.plot.Region
	b.scene.fill(r.path(), b.color(reg.Color, b.color(b.PlotRegion, RGBA{})))
	if inner := b.color(reg.Inner, RGBA{}); inner.visible() {
		b.scene.fill(r.path(), inner)
	}
	b.drawGridLines(r)
	b.drawRefLines(r, false)
	for i := range b.plot.Layers {
		l := &b.plot.Layers[i]
		x, y := b.scaleOf(b.x, l.XAxis), b.scaleOf(b.y, l.YAxis)
		if x == nil || y == nil || kinds[l.Kind].draw == nil {
			continue
		}
		p := &plotter{b.drawer, *x, *y, r}
		kinds[l.Kind].draw(p, l, b.look(l))
	}
	b.drawRefLines(r, true)
	b.scene.stroke(r.path(), b.pen(LineStyle{Color: reg.Line, Width: reg.Width, Pattern: reg.Pattern}, b.color(b.Frame, RGBA{}), "medthin", "solid"))
	b.drawAxes()
	b.drawTexts()
}

func (b *plotBox) scaleOf(axes []*axisBox, number int) *scale {
	k := max(number, 1) - 1
	if k >= len(axes) {
		return nil
	}
	return &axes[k].scale
}

// drawGridLines draws the grid at the labels of the axes.
func (b *plotBox) drawGridLines(r Rect) {
	for _, a := range b.axes() {
		on := b.gridOn(a)
		for i := range a.sets {
			t := &a.sets[i]
			own := on && !t.Minor && a == firstOf(b, a)
			if t.Grid != nil {
				own = *t.Grid
			} else if a.axis.Grid != nil && !t.Minor {
				own = *a.axis.Grid
			}
			if own {
				b.gridLines(a, t, r)
			}
		}
	}
}

// gridOn reports whether the scheme draws the grid of an axis. Where groups
// stand along the y axis, the grid of values is that of the x axis.
func (b *plotBox) gridOn(a *axisBox) bool {
	if len(a.axis.Levels) > 0 {
		return false
	}
	if a.side.vertical() {
		return b.YGrid
	}
	return b.XGrid || b.YGrid && len(b.plot.Y[0].Levels) > 0
}

// firstOf returns the first axis of a's direction: only it has a grid.
func firstOf(b *plotBox, a *axisBox) *axisBox {
	axes := b.x
	if a.side.vertical() {
		axes = b.y
	}
	for _, x := range axes {
		if x.axis.Used {
			return x
		}
	}
	return axes[0]
}

func (b *plotBox) gridLines(a *axisBox, t *tickSet, r Rect) {
	var path Path
	for _, v := range t.at {
		if !a.scale.has(v) {
			continue
		}
		at := a.scale.at(v)
		if a.side.vertical() {
			path.Move(Point{r.X0, at})
			path.Line(Point{r.X1, at})
		} else {
			path.Move(Point{at, r.Y0})
			path.Line(Point{at, r.Y1})
		}
	}
	b.scene.stroke(path, b.pen(t.GridLine, b.color(b.GridColor, RGBA{224, 224, 224, 255}), b.GridWidth, b.GridPattern))
}

// drawRefLines draws xline and yline, in front of the data or behind.
func (b *plotBox) drawRefLines(r Rect, front bool) {
	for _, l := range b.plot.Lines {
		axes := b.y
		if l.Vertical {
			axes = b.x
		}
		s := b.scaleOf(axes, l.Axis)
		if l.Front != front || s == nil || !s.has(l.At) {
			continue
		}
		at := s.at(l.At)
		if lo, hi := min(s.p0, s.p1), max(s.p0, s.p1); at < lo-1e-6 || at > hi+1e-6 {
			continue
		}
		path := polyline(Point{r.X0, at}, Point{r.X1, at})
		if l.Vertical {
			path = polyline(Point{at, r.Y0}, Point{at, r.Y1})
		}
		b.scene.stroke(path, b.pen(l.Style, b.color(b.RefColor, b.foreground()), b.RefWidth, b.RefPattern))
	}
}

// drawTexts writes text().
func (b *plotBox) drawTexts() {
	b.eachText(func(text *block, at Point, clock int, angle float64) {
		b.beside(text, at, clock, b.percent(0.6), angle)
	})
}

// eachText calls do for the texts that can be placed.
func (b *plotBox) eachText(do func(text *block, at Point, clock int, angle float64)) {
	for _, t := range b.plot.Texts {
		x, y := b.scaleOf(b.x, t.XAxis), b.scaleOf(b.y, t.YAxis)
		if x == nil || y == nil || !t.Relative && (!x.has(t.X) || !y.has(t.Y)) {
			continue
		}
		at := Point{b.rect.X0 + mul(t.X, b.rect.width()), b.rect.Y1 - mul(t.Y, b.rect.height())}
		if !t.Relative {
			at = Point{x.at(t.X), y.at(t.Y)}
		}
		st := t.Style
		if st.Justify == "" {
			st.Justify = "center"
		}
		wrap := 0.0
		if t.Fit {
			wrap = mul(b.rect.width(), 0.94)
		}
		text := b.block(t.Lines, st, TextStyle{Size: "medsmall"}, false, wrap)
		do(text, at, clockPosition(t.Position, clockPosition(st.Placement, 0)), parseAngle(st.Angle, 0))
	}
}

// textsReach returns how far texts reach beyond the plot region r, on each
// side.
func (b *plotBox) textsReach(r Rect) (out [4]float64) {
	b.eachText(func(text *block, at Point, clock int, angle float64) {
		w, h := text.bounds(angle)
		x, y := at.X, at.Y
		ax, ay := 0.5, 0.5
		if clock != 0 {
			sin, cos := sinCos(90 - float64(clock)*30)
			gap := b.percent(0.6)
			x, y, ax, ay = x+mul(gap, cos), y-mul(gap, sin), anchor(-cos), anchor(sin)
		}
		x, y = x-mul(ax, w), y-mul(ay, h)
		out[left], out[right] = max(out[left], r.X0-x), max(out[right], x+w-r.X1)
		out[top], out[bottom] = max(out[top], r.Y0-y), max(out[bottom], y+h-r.Y1)
	})
	return out
}

// clamp keeps a span of the given length that begins at x within lo to hi.
func clamp(x, length, lo, hi float64) float64 { return math.Max(lo, math.Min(x, hi-length)) }
