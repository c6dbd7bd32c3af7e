package graph

// An outlinePoint is a point of a glyph's contour, in the font's units, y up.
// Two neighbours off the curve have a point on it halfway between them.
type outlinePoint struct {
	x, y float64
	on   bool
}

// maxParts bounds the nesting of composite glyphs.
const maxParts = 8

// contours returns the closed contours of a glyph.
func (f *face) contours(glyph int) [][]outlinePoint { return f.parts(glyph, 0) }

func (f *face) parts(glyph, depth int) [][]outlinePoint {
	b := f.data(glyph)
	if len(b) < 10 || depth > maxParts {
		return nil
	}
	if n := i16(b, 0); n >= 0 {
		return simpleContours(b, n)
	}
	return f.composite(b[10:], depth)
}

// Flags of a simple glyph's points.
const (
	flagOn     = 1 << iota // on the curve
	flagShortX             // x is a byte
	flagShortY             // y is a byte
	flagRepeat             // the next byte counts further points with these flags
	flagSameX              // x did not change or, if short, is positive
	flagSameY              // the same of y
)

// simpleContours reads a glyph of n contours.
func simpleContours(b []byte, n int) [][]outlinePoint {
	if n == 0 {
		return nil
	}
	points := u16(b, 8+2*n) + 1
	i := 10 + 2*n
	i += 2 + u16(b, i) // instructions
	flags := make([]byte, 0, points)
	for len(flags) < points {
		fl, count := b[i], 1
		i++
		if fl&flagRepeat != 0 {
			count += int(b[i])
			i++
		}
		for range count {
			flags = append(flags, fl)
		}
	}
	xs, i := coordinates(b, i, flags[:points], flagShortX, flagSameX)
	ys, _ := coordinates(b, i, flags[:points], flagShortY, flagSameY)
	out := make([][]outlinePoint, n)
	start := 0
	for k := range n {
		end := u16(b, 10+2*k) + 1
		for j := start; j < end; j++ {
			out[k] = append(out[k], outlinePoint{float64(xs[j]), float64(ys[j]), flags[j]&flagOn != 0})
		}
		start = end
	}
	return out
}

// coordinates reads the x or y of all points from b[i:] on and returns where
// they end.
func coordinates(b []byte, i int, flags []byte, short, same byte) ([]int, int) {
	out := make([]int, len(flags))
	v := 0
	for k, fl := range flags {
		switch {
		case fl&short != 0:
			d := int(b[i])
			i++
			if fl&same == 0 {
				d = -d
			}
			v += d
		case fl&same == 0:
			v += i16(b, i)
			i += 2
		}
		out[k] = v
	}
	return out, i
}

// Flags of a composite glyph's parts.
const (
	partWords  = 0x1
	partXY     = 0x2
	partScale  = 0x8
	partMore   = 0x20
	partXScale = 0x40
	partMatrix = 0x80
)

// composite reads a glyph that consists of others.
func (f *face) composite(b []byte, depth int) [][]outlinePoint {
	var out [][]outlinePoint
	for {
		flags, glyph := u16(b, 0), u16(b, 2)
		b = b[4:]
		var dx, dy float64
		if flags&partWords != 0 {
			dx, dy = float64(i16(b, 0)), float64(i16(b, 2))
			b = b[4:]
		} else {
			dx, dy = float64(int8(b[0])), float64(int8(b[1]))
			b = b[2:]
		}
		m := [4]float64{1, 0, 0, 1}
		m, b = partTransform(flags, b, m)
		for _, c := range f.parts(glyph, depth+1) {
			for i, p := range c {
				c[i].x = float64(p.x*m[0]) + float64(p.y*m[2]) + dx
				c[i].y = float64(p.x*m[1]) + float64(p.y*m[3]) + dy
			}
			out = append(out, c)
		}
		if flags&partMore == 0 || flags&partXY == 0 {
			return out
		}
	}
}

func partTransform(flags int, b []byte, m [4]float64) ([4]float64, []byte) {
	f2dot14 := func(i int) float64 { return float64(i16(b, i)) / (1 << 14) }
	switch {
	case flags&partScale != 0:
		m[0], m[3] = f2dot14(0), f2dot14(0)
		return m, b[2:]
	case flags&partXScale != 0:
		m[0], m[3] = f2dot14(0), f2dot14(2)
		return m, b[4:]
	case flags&partMatrix != 0:
		m = [4]float64{f2dot14(0), f2dot14(2), f2dot14(4), f2dot14(6)}
		return m, b[8:]
	}
	return m, b
}

// addGlyph adds the outline of a glyph to p. at maps the font's units to the page.
func (f *face) addGlyph(p *Path, glyph int, at func(x, y float64) Point) {
	for _, c := range f.contours(glyph) {
		addContour(p, c, at)
	}
}

func addContour(p *Path, c []outlinePoint, at func(x, y float64) Point) {
	n := len(c)
	if n < 2 {
		return
	}
	start := 0
	for start < n && !c[start].on {
		start++
	}
	first := outlinePoint{}
	if start == n { // no point on the curve
		start, first = 0, mid(c[n-1], c[0])
		start = n - 1
	} else {
		first = c[start]
	}
	p.Move(at(first.x, first.y))
	var ctrl *outlinePoint
	for k := 1; k <= n; k++ {
		q := c[(start+k)%n]
		if k == n && first.on {
			q = first
		}
		switch {
		case q.on && ctrl == nil:
			p.Line(at(q.x, q.y))
		case q.on:
			p.Quad(at(ctrl.x, ctrl.y), at(q.x, q.y))
			ctrl = nil
		case ctrl == nil:
			ctrl = &q
		default:
			m := mid(*ctrl, q)
			p.Quad(at(ctrl.x, ctrl.y), at(m.x, m.y))
			ctrl = &q
		}
	}
	if ctrl != nil {
		p.Quad(at(ctrl.x, ctrl.y), at(first.x, first.y))
	}
	p.Close()
}

func mid(a, b outlinePoint) outlinePoint {
	return outlinePoint{(a.x + b.x) / 2, (a.y + b.y) / 2, true}
}
