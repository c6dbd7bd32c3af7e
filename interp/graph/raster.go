package graph

import (
	"image"
	"math"
)

// A raster fills paths on an image with exact coverage of pixels, in integers
// so that all machines agree: coordinates count 256ths of a pixel, and each
// cell holds the area and the height that the edges through it cover. A pixel
// is inside where the edges wind around it, whichever way.
type raster struct {
	img    *image.RGBA
	w, h   int
	cover  []int32 // per cell: signed heights of edges
	area   []int32 // per cell: twice the area to the left of the edges
	x0, x1 []int   // per row: the cells touched; x0 > x1 is none
	y0, y1 int     // the rows touched
}

const subpixels = 256

func newRaster(w, h int) *raster {
	r := &raster{img: image.NewRGBA(image.Rect(0, 0, w, h)), w: w, h: h}
	r.cover, r.area = make([]int32, (w+1)*h), make([]int32, (w+1)*h)
	r.x0, r.x1 = make([]int, h), make([]int, h)
	for y := range h {
		r.x0[y], r.x1[y] = w+1, -1
	}
	r.y0, r.y1 = h, -1
	return r
}

// fill fills polygons, in pixels, with a colour.
func (r *raster) fill(polygons []strand, c RGBA) {
	for _, s := range polygons {
		n := len(s.points)
		for i := range n {
			r.edge(s.points[i], s.points[(i+1)%n])
		}
	}
	r.sweep(c)
}

// edge adds an edge, cut where it leaves the image at the left or the right;
// what lies above or below it does not count.
func (r *raster) edge(a, b Point) {
	if !(math.Abs(a.X)+math.Abs(a.Y)+math.Abs(b.X)+math.Abs(b.Y) < 1e9) { // also NaN
		return
	}
	a, b, ok := clipY(a, b, float64(r.h))
	if !ok {
		return
	}
	w := float64(r.w)
	for _, wall := range [2]float64{0, w} {
		if (a.X < wall) != (b.X < wall) && a.X != wall && b.X != wall {
			m := Point{wall, a.Y + mul(b.Y-a.Y, (wall-a.X)/(b.X-a.X))}
			r.edge(a, m)
			r.edge(m, b)
			return
		}
	}
	toCell := func(v, limit float64) int { return int(math.Round(mul(min(max(v, 0), limit), subpixels))) }
	r.line(toCell(a.X, w), toCell(a.Y, float64(r.h)), toCell(b.X, w), toCell(b.Y, float64(r.h)))
}

// clipY cuts an edge at the top and bottom of the image.
func clipY(a, b Point, h float64) (Point, Point, bool) {
	cut := func(p, q Point) Point {
		y := min(max(p.Y, 0), h)
		if y == p.Y {
			return p
		}
		return Point{p.X + mul(q.X-p.X, (y-p.Y)/(q.Y-p.Y)), y}
	}
	if a.Y < 0 && b.Y < 0 || a.Y > h && b.Y > h || a.Y == b.Y {
		return a, b, false
	}
	return cut(a, b), cut(b, a), true
}

// line adds an edge in subpixels, row by row.
func (r *raster) line(x0, y0, x1, y1 int) {
	if y0 == y1 {
		return
	}
	dx, dy := x1-x0, y1-y0
	step := 1
	if dy < 0 {
		step = -1
	}
	y, x := y0, x0
	for y != y1 {
		row := floorDiv(y, subpixels)
		next := (row + 1) * subpixels
		if step < 0 {
			row = floorDiv(y-1, subpixels)
			next = row * subpixels
		}
		if step > 0 && next > y1 || step < 0 && next < y1 {
			next = y1
		}
		nx := x0 + divRound(dx*(next-y0), dy)
		r.rowPart(row, x, y-row*subpixels, nx, next-row*subpixels)
		x, y = nx, next
	}
}

// rowPart adds the part of an edge within one row, cell by cell.
func (r *raster) rowPart(row, x0, y0, x1, y1 int) {
	if row < 0 || row >= r.h || y0 == y1 {
		return
	}
	c0, c1 := floorDiv(x0, subpixels), floorDiv(x1, subpixels)
	r.touch(row, min(c0, c1), max(c0, c1))
	if c0 == c1 {
		r.cell(row, c0, y1-y0, x0-c0*subpixels+x1-c0*subpixels)
		return
	}
	dx, dy := x1-x0, y1-y0
	x, y, c := x0, y0, c0
	for c != c1 {
		next, to := (c+1)*subpixels, c+1
		if dx < 0 {
			next, to = c*subpixels, c-1
		}
		ny := y0 + divRound(dy*(next-x0), dx)
		r.cell(row, c, ny-y, x-c*subpixels+next-c*subpixels)
		x, y, c = next, ny, to
	}
	r.cell(row, c1, y1-y, x-c1*subpixels+x1-c1*subpixels)
}

// cell adds height dy at a mean distance of xs/2 from the left of a cell.
func (r *raster) cell(row, c, dy, xs int) {
	if c < 0 || c > r.w || dy == 0 {
		return
	}
	i := row*(r.w+1) + c
	r.cover[i] += int32(dy)
	r.area[i] += int32(dy * xs)
}

func (r *raster) touch(row, lo, hi int) {
	r.y0, r.y1 = min(r.y0, row), max(r.y1, row)
	r.x0[row], r.x1[row] = min(r.x0[row], max(lo, 0)), max(r.x1[row], min(hi, r.w))
}

// sweep colours the pixels covered by the edges added and forgets the edges.
func (r *raster) sweep(c RGBA) {
	for y := r.y0; y <= r.y1; y++ {
		sum := int32(0)
		base := y * (r.w + 1)
		for x := r.x0[y]; x <= r.x1[y]; x++ {
			sum += r.cover[base+x]
			// Twice the area in units of a subpixel squared, of 2*256*256.
			cov := sum*2*subpixels - r.area[base+x]
			r.cover[base+x], r.area[base+x] = 0, 0
			if cov < 0 {
				cov = -cov
			}
			if cov > 0 && x < r.w {
				r.blend(x, y, min(int(cov)*255/(2*subpixels*subpixels), 255), c)
			}
		}
		r.x0[y], r.x1[y] = r.w+1, -1
	}
	r.y0, r.y1 = r.h, -1
}

// blend mixes a colour into a pixel of which cov/255 is covered.
func (r *raster) blend(x, y, cov int, c RGBA) {
	a := cov * int(c.A)
	p := r.img.Pix[y*r.img.Stride+4*x:][:4]
	if a == 255*255 {
		p[0], p[1], p[2], p[3] = c.R, c.G, c.B, 255
		return
	}
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		p[i] = uint8((int(v)*a + int(p[i])*(255*255-a) + 32512) / (255 * 255))
	}
	p[3] = 255
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// divRound returns a/b rounded to the nearest.
func divRound(a, b int) int {
	if b < 0 {
		a, b = -a, -b
	}
	return floorDiv(2*a+b, 2*b)
}
