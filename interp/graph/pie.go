package graph

import "math"

// layers returns a layer for each slice, for the legend.
func (p *Pie) layers() []Layer {
	out := make([]Layer, len(p.Slices))
	for i, s := range p.Slices {
		out[i] = Layer{Kind: "bar", Name: s.Name, Number: i + 1, Style: Style{Fill: s.Color, Line: p.Line}}
	}
	return out
}

// drawPie draws slices clockwise from the angle on.
func (b *frameBox) drawPie(p *Pie) {
	total := 0.0
	for _, s := range p.Slices {
		total += s.Value
	}
	if total <= 0 {
		return
	}
	r := min(b.core.width(), b.core.height()) / 2 * 0.86
	mid := Point{(b.core.X0 + b.core.X1) / 2, (b.core.Y0 + b.core.Y1) / 2}
	layers := p.layers()
	from := p.Angle
	for i, s := range p.Slices {
		sweep := mul(360, s.Value/total)
		if !p.CCW {
			sweep = -sweep
		}
		sin, cos := sinCos(from + sweep/2)
		out := b.percent(s.Explode)
		c := Point{mid.X + mul(out, cos), mid.Y - mul(out, sin)}
		k := b.look(&layers[i])
		if p.Line.Color == "" {
			k.line = newPen(b.color("bg", RGBA{255, 255, 255, 255}), b.lineWidth("", "medthin"), "solid")
		}
		b.scene.paint(wedge(c, r, from, sweep), k.fill, k.line)
		b.sliceLabel(&s, c, r, sin, cos, math.Abs(sweep), k.fill)
		from += sweep
	}
}

// sliceLabel writes a label on a slice, or outside if its gap says so or the
// slice is too narrow. Text on dark slices is white.
func (b *frameBox) sliceLabel(s *Slice, c Point, r, sin, cos, sweep float64, fill RGBA) {
	if s.Label == "" {
		return
	}
	at := mul(r, 0.65) + b.percent(s.Gap)
	text := b.block([]string{s.Label}, s.Style, TextStyle{Size: "medsmall"}, false, 0)
	narrow := sweep < 180 && mul(2*at, math.Sin(sweep*math.Pi/360)) < math.Hypot(text.width, text.height)
	if s.Gap == 0 && narrow {
		b.place(text, c.X+mul(r+b.percent(1), cos), c.Y-mul(r+b.percent(1), sin), anchor(-cos), anchor(sin), parseAngle(s.Style.Angle, 0))
		return
	}
	if s.Style.Color == "" && at < r && luma(fill) < 140 {
		for _, run := range text.runs {
			run.Color = RGBA{255, 255, 255, 255}
		}
	}
	b.place(text, c.X+mul(at, cos), c.Y-mul(at, sin), 0.5, 0.5, parseAngle(s.Style.Angle, 0))
}

// luma returns the brightness of a colour, 0 to 255.
func luma(c RGBA) int { return (299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000 }

// wedge returns the slice of a circle around c.
func wedge(c Point, r, from, sweep float64) Path {
	n := max(int(math.Ceil(math.Abs(sweep)/45)), 1)
	step := sweep / float64(n)
	k := 4.0 / 3 * math.Tan(step*math.Pi/720)
	on := func(a, along float64) Point { // the point at angle a, moved along the tangent
		sin, cos := sinCos(a)
		return Point{c.X + mul(r, cos-mul(along, sin)), c.Y - mul(r, sin+mul(along, cos))}
	}
	var p Path
	if math.Abs(sweep) < 359.999 {
		p.Move(c)
		p.Line(on(from, 0))
	} else {
		p.Move(on(from, 0))
	}
	for i := range n {
		a := from + mul(float64(i), step)
		p.Cubic(on(a, k), on(a+step, -k), on(a+step, 0))
	}
	p.Close()
	return p
}
