package graph

import "math"

// drawSpikes draws lines from the base to the points.
func drawSpikes(p *plotter, l *Layer, k look) {
	base := p.base(l)
	var path Path
	_, index := p.places(l, l.Y)
	for _, i := range index {
		path.Move(p.at(l, l.X[i], base))
		path.Line(p.at(l, l.X[i], l.Y[i]))
	}
	p.scene.stroke(path, k.line)
}

func drawDropline(p *plotter, l *Layer, k look) {
	drawSpikes(p, l, k)
	at, index := p.places(l, l.Y)
	p.marks(at, k, nil)
	p.markLabels(l, at, index, k)
}

// drawDots draws markers on lines across the plot region.
func drawDots(p *plotter, l *Layer, k look) {
	var path Path
	at, index := p.places(l, l.Y)
	for _, q := range at {
		if l.Horizontal {
			path.Move(Point{p.rect.X0, q.Y})
			path.Line(Point{p.rect.X1, q.Y})
		} else {
			path.Move(Point{q.X, p.rect.Y0})
			path.Line(Point{q.X, p.rect.Y1})
		}
	}
	p.scene.stroke(path, k.line)
	p.marks(at, k, nil)
	p.markLabels(l, at, index, k)
}

func drawRangeSpikes(p *plotter, l *Layer, k look) {
	var path Path
	for _, i := range p.ranges(l) {
		path.Move(p.at(l, l.X[i], l.Y[i]))
		path.Line(p.at(l, l.X[i], l.Y2[i]))
	}
	p.scene.stroke(path, k.line)
}

// drawCaps draws ranges with caps.
func drawCaps(p *plotter, l *Layer, k look) { drawCapped(p, l, k, true) }

// drawWhiskers draws ranges with a cap at their second end.
func drawWhiskers(p *plotter, l *Layer, k look) { drawCapped(p, l, k, false) }

func drawCapped(p *plotter, l *Layer, k look, both bool) {
	half := p.markerSize(l.Style.MSize, "medium") / 2
	var path Path
	cap := func(q Point) {
		d := Point{half, 0}
		if l.Horizontal {
			d = Point{0, half}
		}
		path.Move(Point{q.X - d.X, q.Y - d.Y})
		path.Line(Point{q.X + d.X, q.Y + d.Y})
	}
	for _, i := range p.ranges(l) {
		a, b := p.at(l, l.X[i], l.Y[i]), p.at(l, l.X[i], l.Y2[i])
		path.Move(a)
		path.Line(b)
		if both {
			cap(a)
		}
		cap(b)
	}
	p.scene.stroke(path, k.line)
}

func drawCapSymbols(p *plotter, l *Layer, k look) {
	drawRangeSpikes(p, l, k)
	for _, y := range [][]float64{l.Y, l.Y2} {
		at, _ := p.places(l, y)
		p.marks(at, k, nil)
	}
}

// drawRangeScatter draws both ends of ranges as markers, for rconnected with
// lines through them.
func drawRangeScatter(p *plotter, l *Layer, k look) {
	for _, y := range [][]float64{l.Y, l.Y2} {
		if l.Kind == "rconnected" {
			p.connect(l, y, k)
		}
		at, index := p.places(l, y)
		p.marks(at, k, nil)
		p.markLabels(l, at, index, k)
	}
}

func drawRangeLines(p *plotter, l *Layer, k look) {
	p.connect(l, l.Y, k)
	p.connect(l, l.Y2, k)
}

// pairs returns the ends of the pairs of points that can be drawn.
func (p *plotter) pairs(l *Layer) (from, to []Point) {
	for i := range min(len(l.X), len(l.Y), len(l.X2), len(l.Y2)) {
		if p.shown(l, l.X[i], l.Y[i]) && p.shown(l, l.X2[i], l.Y2[i]) {
			from = append(from, p.at(l, l.X[i], l.Y[i]))
			to = append(to, p.at(l, l.X2[i], l.Y2[i]))
		}
	}
	return from, to
}

// drawPairs draws lines between pairs of points, with markers if it has any.
func drawPairs(p *plotter, l *Layer, k look) {
	from, to := p.pairs(l)
	var path Path
	for i := range from {
		path.Move(from[i])
		path.Line(to[i])
	}
	p.scene.stroke(path, k.line)
	if k.symbol.path != nil {
		p.marks(from, k, nil)
		p.marks(to, k, nil)
	}
	p.pairLabels(l, to, k)
}

func drawPairScatter(p *plotter, l *Layer, k look) {
	from, to := p.pairs(l)
	p.marks(from, k, nil)
	p.marks(to, k, nil)
}

// drawArrows draws arrows from point to point, pcbarrow with two heads.
func drawArrows(p *plotter, l *Layer, k look) {
	from, to := p.pairs(l)
	var shafts, heads Path
	size := p.markerSize(l.Style.HeadSize, p.MarkSize)
	if l.Style.HeadSize == "" {
		size = p.markerSize(l.Style.MSize, p.MarkSize)
	}
	angle := parseAngle(l.Style.HeadAngle, 28.64)
	for i := range from {
		shafts.Move(from[i])
		shafts.Line(to[i])
		arrowHead(&heads, from[i], to[i], size, angle)
		if l.Kind == "pcbarrow" {
			arrowHead(&heads, to[i], from[i], size, angle)
		}
	}
	p.scene.stroke(shafts, k.line)
	line := k.line
	line.dash = nil
	fill := p.color(l.Style.HeadFill, k.line.color)
	p.scene.paint(heads, fill, line)
	p.pairLabels(l, to, k)
}

// arrowHead adds the head of an arrow from a to b.
func arrowHead(path *Path, a, b Point, size, angle float64) {
	dx, dy := b.X-a.X, b.Y-a.Y
	n := math.Hypot(dx, dy)
	if n == 0 {
		return
	}
	dx, dy = dx/n, dy/n
	sin, cos := sinCos(angle)
	wing := func(s float64) Point {
		return Point{b.X - mul(size, mul(dx, cos)-mul(mul(dy, sin), s)), b.Y - mul(size, mul(dy, cos)+mul(mul(dx, sin), s))}
	}
	path.Move(wing(1))
	path.Line(b)
	path.Line(wing(-1))
	path.Close()
}

// pairLabels writes labels beside the second points of pairs.
func (p *plotter) pairLabels(l *Layer, at []Point, k look) {
	if len(l.Label) == 0 {
		return
	}
	var index []int
	for i := range min(len(l.X), len(l.Y), len(l.X2), len(l.Y2)) {
		if p.shown(l, l.X[i], l.Y[i]) && p.shown(l, l.X2[i], l.Y2[i]) {
			index = append(index, i)
		}
	}
	p.markLabels(l, at, index, k)
}
