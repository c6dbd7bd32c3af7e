package graph

import "math"

// outward returns the direction from the plot region to an axis.
func (s side) outward() Point {
	return [...]Point{bottom: {0, 1}, left: {-1, 0}, top: {0, -1}, right: {1, 0}}[s]
}

// line returns where an axis stands: the fixed coordinate.
func (s side) line(r Rect) float64 {
	return [...]float64{bottom: r.Y1, left: r.X0, top: r.Y0, right: r.X1}[s]
}

// drawAxes draws axes; those that share a side stand one outside the other.
func (b *plotBox) drawAxes() {
	var offset [4]float64
	for _, a := range b.axes() {
		b.drawAxis(a, offset[a.side])
		offset[a.side] += a.depth
	}
}

func (b *plotBox) drawAxis(a *axisBox, offset float64) {
	if a.axis.Off {
		return
	}
	out := a.side.outward()
	line := a.side.line(b.rect) + mul(offset, out.X+out.Y)
	place := func(along, away float64) Point {
		if a.side.vertical() {
			return Point{line + mul(away, out.X), along}
		}
		return Point{along, line + mul(away, out.Y)}
	}
	b.axisLine(a, place)
	for i := range a.sets {
		b.drawTicks(&a.sets[i], a, place)
	}
	if a.bare {
		return
	}
	deepest := 0.0
	for i := range a.sets {
		deepest = max(deepest, a.sets[i].depth)
	}
	for i := range a.levels {
		b.drawLevels(&a.levels[i], a, place, deepest)
	}
	b.drawAxisTitle(a, place)
}

func (b *plotBox) axisLine(a *axisBox, place func(along, away float64) Point) {
	if a.axis.Hidden || !a.side.vertical() && b.NoXLine || a.side.vertical() && b.NoYLine {
		return
	}
	p := b.pen(a.axis.Line, b.color(b.AxisColor, b.foreground()), b.AxisWidth, "solid")
	from, to := b.rect.X0, b.rect.X1
	if a.side.vertical() {
		from, to = b.rect.Y1, b.rect.Y0
	}
	b.scene.stroke(polyline(place(from, 0), place(to, 0)), p)
}

func (b *plotBox) drawTicks(t *tickSet, a *axisBox, place func(along, away float64) Point) {
	if t.length != 0 {
		var path Path
		for _, v := range t.at {
			if !a.scale.has(v) {
				continue
			}
			from := 0.0
			if t.Position == "crossing" {
				from = -t.length
			}
			path.Move(place(a.scale.at(v), from))
			path.Line(place(a.scale.at(v), t.length))
		}
		b.scene.stroke(path, t.pen)
	}
	if a.bare {
		return
	}
	for i, l := range t.labels {
		if i%t.skip != 0 || !a.scale.has(t.at[i]) {
			continue
		}
		away := max(t.length, 0) + t.gap
		if t.rows == 2 && i%2 == 1 {
			away += (t.depth - away) / 2
		}
		q := place(a.scale.at(t.at[i]), away)
		ax, ay := labelAnchor(a.side, t.angle)
		b.place(l, q.X, q.Y, ax, ay, t.angle)
	}
}

// labelAnchor returns which point of a label, turned by angle, stands at its
// tick.
func labelAnchor(s side, angle float64) (ax, ay float64) {
	sin, cos := sinCos(angle)
	out := s.outward()
	// The direction of the tick as seen along and across the text.
	along, across := -(mul(out.X, cos) - mul(out.Y, sin)), -(mul(out.X, sin) + mul(out.Y, cos))
	ax, ay = 0.5, 0.5
	if math.Abs(along) > 0.3 {
		ax = (1 + math.Copysign(1, along)) / 2
	}
	if math.Abs(across) > 0.95 {
		ay = (1 + math.Copysign(1, across)) / 2
	}
	return ax, ay
}

// drawLevels writes the names of categories.
func (b *plotBox) drawLevels(r *levelRow, a *axisBox, place func(along, away float64) Point, deepest float64) {
	for k, n := range r.names {
		away := deepest + r.offset + r.gap
		if r.level.Alternate && k%2 == 1 {
			away += (r.depth - r.gap) / 2
		}
		q := place(a.levelPlace(r, k), away)
		ax, ay := labelAnchor(a.side, r.angle)
		if a.side.vertical() && r.angle == 0 {
			n.justify = ax
		}
		b.place(n, q.X, q.Y, ax, ay, r.angle)
	}
}

func (b *plotBox) drawAxisTitle(a *axisBox, place func(along, away float64) Point) {
	if a.title == nil {
		return
	}
	from, to, angle := b.rect.X0, b.rect.X1, 0.0
	if a.side.vertical() {
		from, to, angle = b.rect.Y1, b.rect.Y0, 90
	}
	angle = parseAngle(a.axis.Title.Style.Angle, angle)
	w, h := a.title.bounds(angle)
	depth := h
	if a.side.vertical() {
		depth = w
	}
	// A title may be longer than the axis, but not leave the page.
	extent, page := w, b.scene.Width
	if a.side.vertical() {
		extent, page = h, b.scene.Height
	}
	edge := b.percent(1)
	along := clamp((from+to-extent)/2, extent, edge, page-edge) + extent/2
	q := place(along, a.depth-depth/2)
	b.place(a.title, q.X, q.Y, 0.5, 0.5, angle)
}
