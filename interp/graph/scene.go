package graph

// A Scene is a figure laid out on a page: what the renderers draw.
type Scene struct {
	Width, Height float64 // points
	Shapes        []Shape
}

// A Shape is filled, stroked, or both. Text is drawn as the outlines of its
// glyphs, except in formats that can hold the fonts.
type Shape struct {
	Path   Path
	At     []Point // if not empty, the path is drawn at each of these places
	Fill   RGBA
	Stroke RGBA
	Width  float64   // of the stroke, in points
	Dash   []float64 // lengths of lines and gaps in turn; nil is solid
	Round  bool      // ends of strokes
	Text   *TextRun  // text, instead of a path
}

// RGBA is a colour with opacity A, not premultiplied.
type RGBA struct{ R, G, B, A uint8 }

// visible reports whether anything would be seen.
func (c RGBA) visible() bool { return c.A > 0 }

// on returns the colour that c makes over an opaque one.
func (c RGBA) on(under RGBA) RGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A)) + 127) / 255) }
	return RGBA{mix(c.R, under.R), mix(c.G, under.G), mix(c.B, under.B), 255}
}

// A Rect is a rectangle of the page.
type Rect struct{ X0, Y0, X1, Y1 float64 }

func (r Rect) width() float64  { return r.X1 - r.X0 }
func (r Rect) height() float64 { return r.Y1 - r.Y0 }

// inset returns r with its sides moved inwards.
func (r Rect) inset(left, top, right, bottom float64) Rect {
	return Rect{r.X0 + left, r.Y0 + top, r.X1 - right, r.Y1 - bottom}
}

func (r Rect) path() Path {
	return polygon(Point{r.X0, r.Y0}, Point{r.X1, r.Y0}, Point{r.X1, r.Y1}, Point{r.X0, r.Y1})
}

func (s *Scene) add(sh Shape) { s.Shapes = append(s.Shapes, sh) }

// fill adds a filled path.
func (s *Scene) fill(p Path, c RGBA) {
	if c.visible() && !p.Empty() {
		s.add(Shape{Path: p, Fill: c})
	}
}

// A pen is how lines are drawn.
type pen struct {
	color RGBA
	width float64 // points
	dash  []float64
}

func (p pen) visible() bool { return p.color.visible() && p.width > 0 }

// stroke adds a line along a path.
func (s *Scene) stroke(p Path, with pen) {
	if with.visible() && !p.Empty() {
		s.add(Shape{Path: p, Stroke: with.color, Width: with.width, Dash: with.dash})
	}
}

// paint adds a path both filled and stroked.
func (s *Scene) paint(p Path, fill RGBA, with pen) {
	sh := Shape{Path: p, Fill: fill}
	if with.visible() {
		sh.Stroke, sh.Width, sh.Dash = with.color, with.width, with.dash
	}
	if (fill.visible() || with.visible()) && !p.Empty() {
		s.add(sh)
	}
}
