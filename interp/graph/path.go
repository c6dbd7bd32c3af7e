package graph

import "math"

// A Point is a place on the page, in points (1/72 inch), x to the right and y
// down.
type Point struct{ X, Y float64 }

// add and mul keep the compiler from fusing the two operations, which would
// change the last digit on some processors.
func mul(a, b float64) float64 { return float64(a * b) }

// A Path is a sequence of lines and curves.
type Path struct{ segs []segment }

type segment struct {
	op byte // M, L, Q, C or Z
	p  [3]Point
}

// Move begins a new piece of the path.
func (p *Path) Move(a Point) { p.segs = append(p.segs, segment{'M', [3]Point{a}}) }

// Line adds a straight line.
func (p *Path) Line(a Point) { p.segs = append(p.segs, segment{'L', [3]Point{a}}) }

// Quad adds a quadratic Bézier curve.
func (p *Path) Quad(a, b Point) { p.segs = append(p.segs, segment{'Q', [3]Point{a, b}}) }

// Cubic adds a cubic Bézier curve.
func (p *Path) Cubic(a, b, c Point) { p.segs = append(p.segs, segment{'C', [3]Point{a, b, c}}) }

// Close draws a line back to where the piece began.
func (p *Path) Close() { p.segs = append(p.segs, segment{op: 'Z'}) }

// Empty reports whether nothing is drawn.
func (p *Path) Empty() bool { return len(p.segs) == 0 }

// points returns how many points of a segment count.
func (s *segment) points() int {
	switch s.op {
	case 'M', 'L':
		return 1
	case 'Q':
		return 2
	case 'C':
		return 3
	}
	return 0
}

// polyline returns an open path through points.
func polyline(points ...Point) Path {
	var p Path
	for i, a := range points {
		if i == 0 {
			p.Move(a)
		} else {
			p.Line(a)
		}
	}
	return p
}

// polygon returns a closed path through points.
func polygon(points ...Point) Path {
	p := polyline(points...)
	if !p.Empty() {
		p.Close()
	}
	return p
}

// arcControl is how far the control points of a quarter circle lie from its
// ends, in radii: (4/3)(sqrt(2)-1).
const arcControl = 0.5522847498307936

// circle returns a circle around the origin.
func circle(r float64) Path {
	k := mul(r, arcControl)
	var p Path
	p.Move(Point{r, 0})
	p.Cubic(Point{r, k}, Point{k, r}, Point{0, r})
	p.Cubic(Point{-k, r}, Point{-r, k}, Point{-r, 0})
	p.Cubic(Point{-r, -k}, Point{-k, -r}, Point{0, -r})
	p.Cubic(Point{k, -r}, Point{r, -k}, Point{r, 0})
	p.Close()
	return p
}

// transformed returns the path with at applied to its points.
func (p Path) transformed(at func(Point) Point) Path {
	out := Path{make([]segment, len(p.segs))}
	for i, s := range p.segs {
		for k := range s.points() {
			s.p[k] = at(s.p[k])
		}
		out.segs[i] = s
	}
	return out
}

// moved returns the path moved by d.
func (p Path) moved(d Point) Path {
	return p.transformed(func(a Point) Point { return Point{a.X + d.X, a.Y + d.Y} })
}

// A strand is a piece of a path with curves resolved into lines.
type strand struct {
	points []Point
	closed bool
}

// flatten resolves curves so that no line is farther than tolerance from them.
func (p Path) flatten(tolerance float64) []strand {
	var out []strand
	var cur strand
	end := func() {
		if len(cur.points) > 0 {
			out = append(out, cur)
		}
		cur = strand{}
	}
	for _, s := range p.segs {
		switch s.op {
		case 'M':
			end()
			cur.points = append(cur.points, s.p[0])
		case 'L':
			cur.points = append(cur.points, s.p[0])
		case 'Q':
			a := cur.points[len(cur.points)-1]
			c := s.asCubic(a)
			cur.curve(a, c.p[0], c.p[1], c.p[2], tolerance)
		case 'C':
			cur.curve(cur.points[len(cur.points)-1], s.p[0], s.p[1], s.p[2], tolerance)
		case 'Z':
			if len(cur.points) > 0 {
				first := cur.points[0]
				cur.closed = true
				end()
				cur.points = append(cur.points, first)
			}
		}
	}
	if len(cur.points) > 1 || len(out) == 0 || len(p.segs) > 0 && p.segs[len(p.segs)-1].op != 'Z' {
		end()
	}
	return out
}

// asCubic returns the cubic curve equal to a quadratic one from a on.
func (s segment) asCubic(a Point) segment {
	c, b := s.p[0], s.p[1]
	third := func(u, v float64) float64 { return u + mul(v-u, 2.0/3) }
	return segment{'C', [3]Point{{third(a.X, c.X), third(a.Y, c.Y)}, {third(b.X, c.X), third(b.Y, c.Y)}, b}}
}

// curve adds a cubic curve as lines of equal parameter length.
func (s *strand) curve(a, b, c, d Point, tolerance float64) {
	bend := max(math.Abs(a.X-b.X-b.X+c.X), math.Abs(b.X-c.X-c.X+d.X)) + max(math.Abs(a.Y-b.Y-b.Y+c.Y), math.Abs(b.Y-c.Y-c.Y+d.Y))
	n := int(math.Ceil(math.Sqrt(bend / tolerance)))
	n = min(max(n, 1), 200)
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		w0, w1, w2, w3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		s.points = append(s.points, Point{
			mul(w0, a.X) + mul(w1, b.X) + mul(w2, c.X) + mul(w3, d.X),
			mul(w0, a.Y) + mul(w1, b.Y) + mul(w2, c.Y) + mul(w3, d.Y),
		})
	}
}
