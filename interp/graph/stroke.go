package graph

import "math"

// dashed cuts strands into dashes.
func dashed(in []strand, dash []float64) []strand {
	total := 0.0
	for _, d := range dash {
		total += d
	}
	if !(total > 0) {
		return in
	}
	var out []strand
	for _, s := range in {
		pts := s.points
		if s.closed && len(pts) > 0 {
			pts = append(pts[:len(pts):len(pts)], pts[0])
		}
		out = append(out, dashes(pts, dash)...)
	}
	return out
}

func dashes(pts []Point, dash []float64) []strand {
	var out []strand
	if len(pts) == 0 {
		return nil
	}
	k, left, on := 0, dash[0], true
	cur := []Point{pts[0]}
	for i := 1; i < len(pts); i++ {
		a, b := pts[i-1], pts[i]
		n := math.Hypot(b.X-a.X, b.Y-a.Y)
		done := 0.0
		for n-done > left {
			done += left
			t := done / n
			q := Point{a.X + mul(b.X-a.X, t), a.Y + mul(b.Y-a.Y, t)}
			if on {
				out = append(out, strand{points: append(cur, q)})
			}
			on, cur = !on, []Point{q}
			k = (k + 1) % len(dash)
			left = dash[k]
			if len(out) > 100000 {
				return out
			}
		}
		left -= n - done
		if on {
			cur = append(cur, b)
		}
	}
	if on && len(cur) > 1 {
		out = append(out, strand{points: cur})
	}
	return out
}

// miterLimit is how far a corner may reach, in half widths, before it is cut.
const miterLimit = 4

// widened returns polygons that cover a line of the given width along
// strands. Ends are cut off straight, corners are mitred.
func widened(in []strand, width float64, round bool) []strand {
	var out []strand
	half := width / 2
	for _, s := range in {
		pts := distinct(s.points, s.closed)
		switch {
		case len(pts) == 1 && round:
			c := circle(half).moved(pts[0]).flatten(0.1)
			out = append(out, c...)
		case len(pts) < 2:
		case s.closed && len(pts) > 2:
			loop := append(pts[:len(pts):len(pts)], pts[0], pts[1])
			l := offset(loop, half)
			r := offset(backwards(loop), half)
			out = append(out, strand{l[1:], true}, strand{r[1:], true})
		default:
			l := offset(pts, half)
			out = append(out, strand{append(l, offset(backwards(pts), half)...), true})
		}
	}
	return out
}

// distinct drops points that repeat the one before.
func distinct(in []Point, closed bool) []Point {
	var out []Point
	for _, p := range in {
		if n := len(out); n == 0 || math.Abs(p.X-out[n-1].X)+math.Abs(p.Y-out[n-1].Y) > 1e-6 {
			out = append(out, p)
		}
	}
	if n := len(out); closed && n > 1 && math.Abs(out[0].X-out[n-1].X)+math.Abs(out[0].Y-out[n-1].Y) <= 1e-6 {
		out = out[:n-1]
	}
	return out
}

func backwards(in []Point) []Point {
	out := make([]Point, len(in))
	for i, p := range in {
		out[len(in)-1-i] = p
	}
	return out
}

// offset returns the line half to the left of pts.
func offset(pts []Point, half float64) []Point {
	normal := func(a, b Point) Point {
		n := math.Hypot(b.X-a.X, b.Y-a.Y)
		return Point{(b.Y - a.Y) / n, -(b.X - a.X) / n}
	}
	shifted := func(p, n Point) Point { return Point{p.X + mul(half, n.X), p.Y + mul(half, n.Y)} }
	var out []Point
	before := normal(pts[0], pts[1])
	out = append(out, shifted(pts[0], before))
	for i := 1; i+1 < len(pts); i++ {
		after := normal(pts[i], pts[i+1])
		cross := mul(before.X, after.Y) - mul(before.Y, after.X)
		dot := mul(before.X, after.X) + mul(before.Y, after.Y)
		switch {
		case cross < 0: // an inner corner: through the point, so that all winds one way
			out = append(out, shifted(pts[i], before), pts[i], shifted(pts[i], after))
		case 2/(1+dot) <= miterLimit*miterLimit && dot > -0.9999:
			k := half / (1 + dot)
			out = append(out, Point{pts[i].X + mul(k, before.X+after.X), pts[i].Y + mul(k, before.Y+after.Y)})
		default:
			out = append(out, shifted(pts[i], before), shifted(pts[i], after))
		}
		before = after
	}
	return append(out, shifted(pts[len(pts)-1], before))
}
