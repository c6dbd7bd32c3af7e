package graph

import (
	"math"
	"strings"
)

// drawScatter draws markers, the line through them if they are connected, and
// labels.
func drawScatter(p *plotter, l *Layer, k look) {
	if l.Kind == "connected" || k.connect != "" {
		p.connect(l, l.Y, k)
	}
	at, index := p.places(l, l.Y)
	p.marks(at, k, markSizes(l, index, k.msize))
	p.markLabels(l, at, index, k)
}

func drawLine(p *plotter, l *Layer, k look) {
	p.connect(l, l.Y, k)
	if k.symbol.path != nil || len(l.Label) > 0 {
		at, index := p.places(l, l.Y)
		p.marks(at, k, nil)
		p.markLabels(l, at, index, k)
	}
}

// connect draws the line through a layer's points.
func (p *plotter) connect(l *Layer, y []float64, k look) {
	if k.connect == "none" || k.connect == "i" || k.connect == "." {
		return
	}
	var path Path
	open := false
	var last Point
	lastX := math.Inf(-1)
	for i := range min(len(l.X), len(y)) {
		if !p.shown(l, l.X[i], y[i]) {
			open = open && !l.Style.Gaps
			continue
		}
		q := p.at(l, l.X[i], y[i])
		if k.connect == "L" && l.X[i] < lastX {
			open = false
		}
		switch {
		case !open:
			path.Move(q)
		case k.connect == "J" || k.connect == "stairstep":
			path.Line(Point{q.X, last.Y})
			path.Line(q)
		case k.connect == "stepstair":
			path.Line(Point{last.X, q.Y})
			path.Line(q)
		default:
			path.Line(q)
		}
		open, last, lastX = true, q, l.X[i]
	}
	p.scene.stroke(path, k.line)
}

// markLabels writes the labels beside markers.
func (p *plotter) markLabels(l *Layer, at []Point, index []int, k look) {
	if len(l.Label) == 0 {
		return
	}
	gap := p.percent(0.5)
	if g, err := parseLength(l.Style.LabelGap, margins); l.Style.LabelGap != "" && err == nil {
		gap = p.percent(g.value)
	}
	size := k.msize / 2
	if k.symbol.path == nil {
		size = 0
	}
	color := k.mark
	st := l.Style.Labels
	for n, i := range index {
		if i >= len(l.Label) || l.Label[i] == "" {
			continue
		}
		clock := clockPosition(l.Style.LabelPos, 3)
		if i < len(l.Place) && l.Place[i] >= 0 {
			clock = l.Place[i]
		}
		b := p.block([]string{p.printed(l.Label[i])}, st, TextStyle{Size: "small"}, false, 0)
		if st.Color == "" {
			for _, r := range b.runs {
				r.Color = p.foreground()
				if p.Zeros {
					r.Color = tint(color, 1.2)
					r.Color.A = 255
				}
			}
		}
		p.beside(b, at[n], p.turned(b, at[n], clock, size+gap), size+gap, parseAngle(st.Angle, 0))
	}
}

// printed gives a number a true minus and a leading zero in schemes that have
// them.
func (d *drawer) printed(text string) string {
	rest, negative := strings.CutPrefix(text, "-")
	if !d.Zeros || rest == "" || !strings.ContainsRune("0123456789.", rune(rest[0])) {
		return text
	}
	if len(rest) > 1 && rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9' {
		rest = "0" + rest
	}
	if negative {
		return "−" + rest
	}
	return rest
}

// turned returns the clock position, or the one on the other side if a label
// would leave the page.
func (p *plotter) turned(b *block, at Point, clock int, distance float64) int {
	right := clock >= 1 && clock <= 5 && at.X+distance+b.width > p.scene.Width
	left := clock >= 7 && clock <= 11 && at.X-distance-b.width < 0
	if right || left {
		return 12 - clock
	}
	return clock
}

// beside places a block at a clock position around a point, 0 on it.
func (d *drawer) beside(b *block, at Point, clock int, distance, angle float64) {
	if clock == 0 {
		d.place(b, at.X, at.Y, 0.5, 0.5, angle)
		return
	}
	sin, cos := sinCos(90 - float64(clock)*30)
	x, y := at.X+mul(distance, cos), at.Y-mul(distance, sin)
	d.place(b, x, y, anchor(-cos), anchor(sin), angle)
}

// anchor returns which part of a block faces the point it stands beside: 0,
// 0.5 or 1.
func anchor(v float64) float64 {
	switch {
	case v > 0.4:
		return 1
	case v < -0.4:
		return 0
	}
	return 0.5
}

// clockPosition reads 0 to 12, or a compass direction.
func clockPosition(spec string, otherwise int) int {
	if spec == "" {
		return otherwise
	}
	if n, ok := compass[spec]; ok {
		return n
	}
	n := 0
	for _, r := range spec {
		if r < '0' || r > '9' {
			return otherwise
		}
		n = n*10 + int(r-'0')
	}
	if n > 12 {
		return otherwise
	}
	return n
}

// compass are directions on a clock.
var compass = map[string]int{
	"c": 0, "center": 0, "n": 12, "north": 12, "top": 12, "ne": 2, "neast": 2, "northeast": 2, "e": 3, "east": 3, "right": 3, "se": 4, "seast": 4, "southeast": 4,
	"s": 6, "south": 6, "bottom": 6, "sw": 8, "swest": 8, "southwest": 8, "w": 9, "west": 9, "left": 9, "nw": 10, "nwest": 10, "northwest": 10,
}

// IsClock reports whether spec is a clock position or a compass direction.
func IsClock(spec string) bool { return clockPosition(spec, -1) >= 0 }
