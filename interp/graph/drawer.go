package graph

import (
	"math"
	"strconv"
	"strings"
)

// A drawer draws one figure, or one cell of a grid, on a scene.
type drawer struct {
	*Scheme
	scene *Scene
	base  float64 // points that 100% is: the smaller side of the figure
	scale float64 // of text, markers and lines
}

func (d *drawer) textSize(spec, otherwise string) float64 {
	return points(spec, otherwise, textSizes, d.base, d.scale)
}

func (d *drawer) lineWidth(spec, otherwise string) float64 {
	return max(points(spec, otherwise, lineWidths, d.base, d.scale), 0)
}

func (d *drawer) markerSize(spec, otherwise string) float64 {
	return points(spec, otherwise, markerSizes, d.base, d.scale)
}

// percent returns p percent of the figure in points.
func (d *drawer) percent(p float64) float64 { return mul(mul(p/100, d.base), d.scale) }

// margin returns the margins of spec in points; sides not given are otherwise.
func (d *drawer) margin(spec string, otherwise [4]float64) (left, right, top, bottom float64) {
	m, err := parseMargin(spec)
	if spec == "" || err != nil {
		return otherwise[0], otherwise[1], otherwise[3], otherwise[2]
	}
	values := [4]float64{m.left, m.right, m.bottom, m.top}
	for i := range values {
		if m.set[i] {
			values[i] = d.percent(values[i])
		} else {
			values[i] = otherwise[i]
		}
	}
	return values[0], values[1], values[3], values[2]
}

// pen returns the pen of a line style with the given defaults.
func (d *drawer) pen(l LineStyle, color RGBA, width, pattern string) pen {
	if l.Pattern == "" {
		l.Pattern = pattern
	}
	return newPen(d.color(l.Color, color), d.lineWidth(l.Width, width), l.Pattern)
}

// foreground is the colour of text and lines that have none of their own.
func (d *drawer) foreground() RGBA { return d.color("fg", RGBA{0, 0, 0, 255}) }

// A block is some lines of text, measured.
type block struct {
	runs          []*TextRun
	size          float64
	leading       float64 // from one base line to the next
	width, height float64
	justify       float64 // 0 left, 0.5 centre, 1 right
	color         RGBA
	style         TextStyle

	lines []string // as they were before they were broken
	bold  bool
}

// font returns the font of a style.
func (d *drawer) font(st, otherwise TextStyle, bold bool) font {
	if otherwise.Size == "" {
		otherwise.Size = "medsmall"
	}
	return font{size: d.textSize(st.Size, otherwise.Size), bold: bold}
}

// block measures lines of text. Lines wider than wrap are broken; wrap 0 is no
// limit.
func (d *drawer) block(lines []string, st, otherwise TextStyle, bold bool, wrap float64) *block {
	f := d.font(st, otherwise, bold)
	b := &block{size: f.size, leading: mul(f.size, lineHeight), justify: justification(st.Justify, 0.5), style: st, lines: lines, bold: bold}
	b.color = d.color(st.Color, d.color(otherwise.Color, d.foreground()))
	if l, err := parseLength(st.LineGap, margins); st.LineGap != "" && err == nil {
		b.leading = f.size + d.percent(l.value)
	}
	if l, err := parseLength(st.Width, textSizes); st.Width != "" && err == nil && l.unit == "%" {
		wrap = d.percent(l.value)
	}
	b.fill(f, wrap)
	return b
}

// fill lays the lines out. Those wider than wrap are broken; 0 is no limit.
func (b *block) fill(f font, wrap float64) {
	b.runs, b.width, b.height = nil, 0, 0
	for _, line := range b.lines {
		pieces := []string{line}
		if wrap > 0 {
			pieces = f.wrap(line, wrap)
		}
		for _, piece := range pieces {
			run := f.shape(strings.TrimRight(piece, " "))
			run.Color = b.color
			b.runs = append(b.runs, run)
			b.width = max(b.width, run.width)
		}
	}
	if n := len(b.runs); n > 0 {
		b.height = mul(float64(n-1), b.leading) + mul(f.size, ascent+descent)
	}
}

// resized returns the block with smaller or larger text, broken at wrap.
func (b *block) resized(factor, wrap float64) *block {
	c := *b
	c.size, c.leading = mul(b.size, factor), mul(b.leading, factor)
	c.fill(font{size: c.size, bold: b.bold}, wrap)
	return &c
}

func justification(word string, otherwise float64) float64 {
	switch word {
	case "left":
		return 0
	case "center", "centre":
		return 0.5
	case "right":
		return 1
	}
	return otherwise
}

// bounds returns width and height of a block turned by angle.
func (b *block) bounds(angle float64) (w, h float64) {
	sin, cos := sinCos(angle)
	sin, cos = math.Abs(sin), math.Abs(cos)
	return mul(b.width, cos) + mul(b.height, sin), mul(b.width, sin) + mul(b.height, cos)
}

// place draws a block so that the point at fractions ax of its width and ay of
// its height (from the top) comes to (x, y), turned around it by angle.
func (d *drawer) place(b *block, x, y, ax, ay, angle float64) {
	if b == nil || len(b.runs) == 0 {
		return
	}
	sin, cos := sinCos(angle)
	at := func(u, v float64) Point { // of the block, from its top left
		u -= mul(ax, b.width)
		v -= mul(ay, b.height)
		return Point{x + mul(u, cos) + mul(v, sin), y - mul(u, sin) + mul(v, cos)}
	}
	if b.style.Box {
		d.textBox(b, at)
	}
	for i, run := range b.runs {
		p := at(mul(b.justify, b.width-run.width), mul(float64(i), b.leading)+mul(b.size, ascent))
		r := *run
		r.X, r.Y, r.Angle = p.X, p.Y, angle
		if r.Color.visible() {
			d.scene.add(Shape{Text: &r})
		}
	}
}

// textBox draws the box around a block of text.
func (d *drawer) textBox(b *block, at func(u, v float64) Point) {
	pad := mul(b.size, 0.35)
	left, right, top, bottom := d.margin(b.style.Margin, [4]float64{pad, pad, pad, pad})
	p := polygon(at(-left, -top), at(b.width+right, -top), at(b.width+right, b.height+bottom), at(-left, b.height+bottom))
	d.scene.paint(p, d.color(b.style.Fill, d.color(d.Background, RGBA{255, 255, 255, 255})), d.pen(LineStyle{Color: b.style.Line, Width: b.style.LWidth}, d.foreground(), "thin", "solid"))
}

// parseAngle returns an angle in degrees.
func parseAngle(spec string, otherwise float64) float64 {
	switch strings.TrimSpace(spec) {
	case "horizontal", "horiz", "hor", "h", "0":
		return 0
	case "vertical", "vert", "ver", "v", "stdarrow":
		return 90
	case "rvertical", "rvert":
		return 270
	case "rhorizontal", "rhor":
		return 180
	}
	if x, err := strconv.ParseFloat(strings.TrimSpace(spec), 64); err == nil {
		return x
	}
	return otherwise
}

// CheckAngle reports whether spec is an angle.
func CheckAngle(spec string) bool {
	const none = 12345
	return parseAngle(spec, none) != none
}
