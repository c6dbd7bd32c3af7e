package graph

// drawArea fills between a line and the base.
func drawArea(p *plotter, l *Layer, k look) {
	base := p.base(l)
	for _, run := range p.unbroken(l, l.Y, nil) {
		var pts []Point
		for _, i := range run {
			pts = append(pts, p.at(l, l.X[i], l.Y[i]))
		}
		first, last := run[0], run[len(run)-1]
		outline := polygon(append(pts, p.at(l, l.X[last], base), p.at(l, l.X[first], base))...)
		p.scene.paint(outline, k.fill, k.line)
	}
}

// drawRangeArea fills between two lines.
func drawRangeArea(p *plotter, l *Layer, k look) {
	for _, run := range p.unbroken(l, l.Y, l.Y2) {
		var pts []Point
		for _, i := range run {
			pts = append(pts, p.at(l, l.X[i], l.Y2[i]))
		}
		for n := len(run) - 1; n >= 0; n-- {
			pts = append(pts, p.at(l, l.X[run[n]], l.Y[run[n]]))
		}
		p.scene.paint(polygon(pts...), k.fill, k.line)
	}
}

// unbroken returns the indices of the points that can be drawn, cut where
// values are missing if lines are to break there.
func (p *plotter) unbroken(l *Layer, y, y2 []float64) [][]int {
	var out [][]int
	var cur []int
	for i := range min(len(l.X), len(y)) {
		if p.shown(l, l.X[i], y[i]) && (y2 == nil || i < len(y2) && p.shown(l, l.X[i], y2[i])) {
			cur = append(cur, i)
			continue
		}
		if l.Style.Gaps && len(cur) > 0 {
			out, cur = append(out, cur), nil
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// bar returns the bar around x from y to y2.
func (p *plotter) bar(l *Layer, x, y, y2 float64) Path {
	half := l.BarWidth / 2
	a, b := p.at(l, x-half, y), p.at(l, x+half, y2)
	return Rect{min(a.X, b.X), min(a.Y, b.Y), max(a.X, b.X), max(a.Y, b.Y)}.path()
}

func drawBars(p *plotter, l *Layer, k look) {
	base := p.base(l)
	_, index := p.places(l, l.Y)
	for _, i := range index {
		p.scene.paint(p.bar(l, l.X[i], base, l.Y[i]), k.fill, k.line)
	}
	p.barLabels(l, index, k)
}

// barLabels writes the labels of bars: at their ends, or inside for position 0.
func (p *plotter) barLabels(l *Layer, index []int, k look) {
	for _, i := range index {
		if i >= len(l.Label) || l.Label[i] == "" {
			continue
		}
		clock := 12
		if l.Horizontal {
			clock = 3
		}
		if l.Y[i] < l.Base {
			clock = (clock + 6) % 12
			if clock == 0 {
				clock = 12
			}
		}
		at := p.at(l, l.X[i], l.Y[i])
		b := p.barLabel(l, i)
		switch l.Style.LabelPos {
		case "center", "0":
			at, clock = p.at(l, l.X[i], (l.Y[i]+l.Base)/2), 0
		case "inside", "base":
			clock = (clock+6)%12 + 0
			if clock == 0 {
				clock = 12
			}
			if l.Style.LabelPos == "base" {
				at, clock = p.at(l, l.X[i], l.Base), clockPosition("", 12)
				if l.Horizontal {
					clock = 3
				}
			}
		}
		gap := p.percent(0.7)
		if g, err := parseLength(l.Style.LabelGap, margins); l.Style.LabelGap != "" && err == nil {
			gap = p.percent(g.value)
		}
		p.beside(b, at, clock, gap, parseAngle(l.Style.Labels.Angle, 0))
	}
}

// barLabel measures the label of a bar. Above narrow bars, labels without a
// size of their own are up to three tenths smaller.
func (p *plotter) barLabel(l *Layer, i int) *block {
	b := p.block([]string{p.printed(l.Label[i])}, l.Style.Labels, TextStyle{Size: "small"}, false, 0)
	if l.Horizontal || l.Style.Labels.Size != "" || l.Style.Labels.Angle != "" {
		return b
	}
	if room := mul(1.25*l.BarWidth, p.x.unit()); b.width > room && b.width > 0 {
		small := *p.drawer
		small.scale = mul(small.scale, max(room/b.width, 0.7))
		b = small.block([]string{p.printed(l.Label[i])}, l.Style.Labels, TextStyle{Size: "small"}, false, 0)
	}
	return b
}

func drawRangeBars(p *plotter, l *Layer, k look) {
	for _, i := range p.ranges(l) {
		p.scene.paint(p.bar(l, l.X[i], l.Y[i], l.Y2[i]), k.fill, k.line)
	}
}

// ranges returns the indices of the ranges that can be drawn.
func (p *plotter) ranges(l *Layer) []int {
	var out []int
	for i := range min(len(l.X), len(l.Y), len(l.Y2)) {
		if p.shown(l, l.X[i], l.Y[i]) && p.shown(l, l.X[i], l.Y2[i]) {
			out = append(out, i)
		}
	}
	return out
}

// drawStack draws bars that stand on each other, with labels at their middles
// or ends.
func drawStack(p *plotter, l *Layer, k look) {
	drawRangeBars(p, l, k)
	for _, i := range p.ranges(l) {
		if i >= len(l.Label) || l.Label[i] == "" {
			continue
		}
		at, clock := p.at(l, l.X[i], (l.Y[i]+l.Y2[i])/2), 0
		if l.Style.LabelPos == "outside" {
			at, clock = p.at(l, l.X[i], l.Y2[i]), 12
			if l.Horizontal {
				clock = 3
			}
		}
		b := p.block([]string{p.printed(l.Label[i])}, l.Style.Labels, TextStyle{Size: "small"}, false, 0)
		if l.Style.Labels.Color == "" && clock == 0 && luma(k.fill) < 140 {
			for _, run := range b.runs {
				run.Color = RGBA{255, 255, 255, 255}
			}
		}
		p.beside(b, at, clock, p.percent(0.7), parseAngle(l.Style.Labels.Angle, 0))
	}
}
