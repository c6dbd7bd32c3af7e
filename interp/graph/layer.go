package graph

import (
	"math"
	"slices"
)

// A kind is a way to draw a layer.
type kind struct {
	base  bool    // the y axis includes Base
	bars  bool    // the x axis includes half a bar on either side
	flat  bool    // bars and areas from the base: no space between base and edge
	key   keyKind // what the legend shows
	draw  func(p *plotter, l *Layer, k look)
	lines bool // markers are off unless they are asked for
}

type keyKind int

// What the key of a layer consists of.
const (
	keyMark keyKind = iota
	keyLine
	keyBoth
	keySwatch
	keyCap
	keyArrow
)

// kinds are the ways to draw, under the names of plot types.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"scatter":    {key: keyMark, draw: drawScatter},
		"line":       {key: keyLine, draw: drawLine, lines: true},
		"connected":  {key: keyBoth, draw: drawScatter},
		"area":       {key: keySwatch, draw: drawArea, base: true, flat: true, lines: true},
		"bar":        {key: keySwatch, draw: drawBars, base: true, bars: true, flat: true},
		"spike":      {key: keyLine, draw: drawSpikes, base: true, flat: true, lines: true},
		"dropline":   {key: keyMark, draw: drawDropline, base: true, flat: true},
		"dot":        {key: keyMark, draw: drawDots, base: true},
		"rarea":      {key: keySwatch, draw: drawRangeArea, lines: true},
		"stack":      {key: keySwatch, draw: drawStack, base: true, bars: true, flat: true},
		"rbar":       {key: keySwatch, draw: drawRangeBars, bars: true},
		"rspike":     {key: keyLine, draw: drawRangeSpikes, lines: true},
		"rcap":       {key: keyCap, draw: drawCaps, lines: true},
		"whisker":    {key: keyCap, draw: drawWhiskers, lines: true},
		"rcapsym":    {key: keyBoth, draw: drawCapSymbols},
		"rscatter":   {key: keyMark, draw: drawRangeScatter},
		"rline":      {key: keyLine, draw: drawRangeLines, lines: true},
		"rconnected": {key: keyBoth, draw: drawRangeScatter},
		"pcspike":    {key: keyLine, draw: drawPairs, lines: true},
		"pccapsym":   {key: keyBoth, draw: drawPairs},
		"pcscatter":  {key: keyMark, draw: drawPairScatter},
		"pcarrow":    {key: keyArrow, draw: drawArrows, lines: true},
		"pcbarrow":   {key: keyArrow, draw: drawArrows, lines: true},
	}
}

// KnownKind reports whether layers of that kind can be drawn.
func KnownKind(name string) bool { _, ok := kinds[name]; return ok }

// A look is a style with the scheme's defaults filled in.
type look struct {
	symbol  symbol
	msize   float64 // points
	mfill   RGBA
	mpen    pen
	mark    RGBA // of the marker as a whole
	mangle  float64
	line    pen
	fill    RGBA
	connect string
}

// nth returns the element of a list that repeats, n counted from 1.
func nth(list []string, n int) string {
	if len(list) == 0 {
		return ""
	}
	return list[(max(n, 1)-1)%len(list)]
}

// look resolves the style of a layer.
func (d *drawer) look(l *Layer) look {
	st, kd := &l.Style, kinds[l.Kind]
	own := d.color(nth(d.Colors, l.Number), d.foreground())
	k := look{connect: st.Connect}
	k.line = d.layerPen(l, kd, own)
	k.fill = d.layerFill(l, own)

	name := st.Symbol
	if name == "" {
		name = nth(d.Symbols, l.Number)
		if kd.lines {
			name = "none"
		}
	}
	k.symbol, _ = parseSymbol(name)
	k.msize = mul(d.markerSize(st.MSize, d.MarkSize), max(k.symbol.scale, 0.01))
	mark := d.color(st.MColor, own)
	k.mfill = d.color(st.MFill, d.color(d.MarkFill, mark))
	width := "vthin"
	if st.MFill != "" {
		width = "medthin"
	}
	if k.symbol.hollow || k.symbol.lines {
		k.mfill, width = d.color(st.MFill, RGBA{}), "medium"
		if k.symbol.lines {
			k.mfill = RGBA{}
		}
	}
	k.mpen = newPen(d.color(st.MLine, mark), d.lineWidth(st.MLWidth, width), "solid")
	k.mark = mark
	if !k.symbol.hollow && !k.symbol.lines && st.MLine == "" && st.MLWidth == "" && st.MFill == "" {
		k.mpen = pen{} // the fill is enough; translucent markers have no darker edge
	}
	k.mangle = parseAngle(st.MAngle, 0)
	return k
}

// layerPen returns the pen of a layer's line, or of the outline of its areas
// and bars.
func (d *drawer) layerPen(l *Layer, kd kind, own RGBA) pen {
	color, width, pattern := own, d.LineWidth, nth(d.Patterns, l.Number)
	switch {
	case kd.key == keySwatch && l.Weak:
		color = d.color(d.BandLine, own)
	case kd.key == keySwatch:
		color, width, pattern = d.color(d.BarLine, own), d.BarWidth, "solid"
	case kd.key == keyCap || l.Kind == "rspike" || l.Kind == "spike" || l.Kind == "dropline" || kd.key == keyArrow || l.Kind == "pcspike":
		width, pattern = "medium", "solid"
	case l.Kind == "dot":
		color, width, pattern = d.color("gs10", own), "thin", "dot"
	}
	return d.pen(l.Style.Line, color, width, pattern)
}

// weakFill is the opacity of confidence bands.
const weakFill = "%22"

// layerFill returns the colour of areas and bars.
func (d *drawer) layerFill(l *Layer, own RGBA) RGBA {
	fill := d.color(d.BarFill, own)
	if l.Weak {
		fill = d.color(weakFill, own)
		if d.Band != "" {
			fill = d.color(d.Band, own)
		}
	}
	fill = d.color(l.Style.Fill, fill)
	if in, err := parseLength(l.Style.Intensity, intensities); l.Style.Intensity != "" && err == nil {
		fill = tint(fill, in.value/100)
	}
	return fill
}

var intensities = map[string]float64{"inten0": 0, "inten10": 10, "inten20": 20, "inten30": 30, "inten40": 40, "inten50": 50, "inten60": 60, "inten70": 70, "inten80": 80, "inten90": 90, "inten100": 100, "full": 100, "half": 50}

// A plotter draws the layers of one plot.
type plotter struct {
	*drawer
	x, y scale // of the layer being drawn
	rect Rect
}

// at returns the place of values, which a horizontal layer exchanges.
func (p *plotter) at(l *Layer, x, y float64) Point {
	if l.Horizontal {
		return Point{p.x.at(y), p.y.at(x)}
	}
	return Point{p.x.at(x), p.y.at(y)}
}

// shown reports whether a pair of values can be drawn.
func (p *plotter) shown(l *Layer, x, y float64) bool {
	if l.Horizontal {
		return p.x.has(y) && p.y.has(x)
	}
	return p.x.has(x) && p.y.has(y)
}

// places returns the places of a layer's points (x, y), and the indices that
// have one.
func (p *plotter) places(l *Layer, y []float64) (at []Point, index []int) {
	for i := range min(len(l.X), len(y)) {
		if p.shown(l, l.X[i], y[i]) {
			at = append(at, p.at(l, l.X[i], y[i]))
			index = append(index, i)
		}
	}
	return at, index
}

// base returns the value where bars begin, on a logarithmic axis its end.
func (p *plotter) base(l *Layer) float64 {
	s := p.y
	if l.Horizontal {
		s = p.x
	}
	if s.log && l.Base <= 0 {
		return math.Pow(10, s.lo)
	}
	return l.Base
}

// marks draws markers at points; sizes, if not nil, are in points.
func (p *plotter) marks(at []Point, k look, sizes []float64) {
	if k.symbol.path == nil || len(at) == 0 || k.msize <= 0 {
		return
	}
	if sizes == nil {
		p.scene.add(markShape(k, k.msize, at))
		return
	}
	order := make([]int, len(at)) // small ones over large ones
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case sizes[a] > sizes[b]:
			return -1
		case sizes[a] < sizes[b]:
			return 1
		}
		return 0
	})
	for _, i := range order {
		p.scene.add(markShape(k, sizes[i], at[i:i+1]))
	}
}

func markShape(k look, size float64, at []Point) Shape {
	sin, cos := sinCos(k.mangle)
	path := k.symbol.path().transformed(func(a Point) Point {
		return Point{mul(size, mul(a.X, cos)+mul(a.Y, sin)), mul(size, mul(a.Y, cos)-mul(a.X, sin))}
	})
	s := Shape{Path: path, At: at, Fill: k.mfill}
	if k.mpen.visible() {
		s.Stroke, s.Width = k.mpen.color, k.mpen.width
	}
	return s
}

// markSizes returns the sizes of markers in proportion to weights: areas are
// proportional, and the largest is three times as wide as without weights.
func markSizes(l *Layer, index []int, size float64) []float64 {
	if len(l.Size) == 0 {
		return nil
	}
	largest := 0.0
	for _, w := range l.Size {
		if present(w) {
			largest = max(largest, w)
		}
	}
	out := make([]float64, len(index))
	for k, i := range index {
		if w := l.Size[i]; present(w) && w > 0 && largest > 0 {
			out[k] = max(mul(mul(3, size), math.Sqrt(w/largest)), size/4)
		}
	}
	return out
}
