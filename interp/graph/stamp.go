package graph

import "math"

// manyMarks is from how many places on a marker is drawn by stamps: its
// coverage of pixels, kept for a grid of places within a pixel.
const manyMarks = 500

// stampGrid is how many places across a pixel have stamps of their own.
const stampGrid = 8

// A stamp is the coverage of pixels, 0 to 255, by a shape in a box.
type stamp struct {
	x, y, w, h   int // of the box, from the pixel of the place
	fill, stroke []uint8
}

// stamps draws a shape at its many places.
func (r *raster) stamps(s *Shape, k float64) {
	var kept [stampGrid * stampGrid]*stamp
	for _, d := range s.At {
		x, y := mul(d.X, k), mul(d.Y, k)
		if !(math.Abs(x)+math.Abs(y) < 1e9) {
			continue
		}
		u, v := int(math.Floor(mul(x, stampGrid)+0.5)), int(math.Floor(mul(y, stampGrid)+0.5))
		px, py := floorDiv(u, stampGrid), floorDiv(v, stampGrid)
		i := (v-py*stampGrid)*stampGrid + u - px*stampGrid
		if kept[i] == nil {
			kept[i] = newStamp(s, k, float64(u-px*stampGrid)/stampGrid, float64(v-py*stampGrid)/stampGrid)
		}
		r.press(kept[i], kept[i].fill, px, py, s.Fill)
		r.press(kept[i], kept[i].stroke, px, py, s.Stroke)
	}
}

// newStamp covers pixels with a shape whose place is (dx, dy) within a pixel.
func newStamp(s *Shape, k, dx, dy float64) *stamp {
	strands := scaled(s.Path, k, Point{}).flatten(flatness)
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, st := range strands {
		for _, p := range st.points {
			lo, hi = Point{min(lo.X, p.X), min(lo.Y, p.Y)}, Point{max(hi.X, p.X), max(hi.Y, p.Y)}
		}
	}
	if lo.X > hi.X {
		return &stamp{}
	}
	pad := mul(s.Width, mul(k, 2)) + 2
	t := &stamp{x: int(math.Floor(lo.X - pad)), y: int(math.Floor(lo.Y - pad))}
	t.w, t.h = int(math.Ceil(hi.X+pad))-t.x+1, int(math.Ceil(hi.Y+pad))-t.y+1
	for _, st := range strands {
		for i := range st.points {
			st.points[i].X += dx - float64(t.x)
			st.points[i].Y += dy - float64(t.y)
		}
	}
	if s.Fill.visible() {
		t.fill = coverage(strands, t.w, t.h)
	}
	if s.Stroke.visible() {
		t.stroke = coverage(s.outlined(strands, k), t.w, t.h)
	}
	return t
}

// coverage returns how much of each pixel polygons cover.
func coverage(polygons []strand, w, h int) []uint8 {
	r := newRaster(w, h) // black and transparent
	r.fill(polygons, RGBA{255, 255, 255, 255})
	out := make([]uint8, w*h)
	for i := range out {
		out[i] = r.img.Pix[4*i]
	}
	return out
}

// press draws a stamp with a colour.
func (r *raster) press(t *stamp, cover []uint8, px, py int, c RGBA) {
	if cover == nil {
		return
	}
	for y := range t.h {
		row := py + t.y + y
		if row < 0 || row >= r.h {
			continue
		}
		for x, cov := range cover[y*t.w : (y+1)*t.w] {
			if at := px + t.x + x; cov > 0 && at >= 0 && at < r.w {
				r.blend(at, row, int(cov), c)
			}
		}
	}
}
