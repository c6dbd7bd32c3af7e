package graph

import (
	"math"
	"math/rand/v2"
	"testing"
)

// covered returns the sum of coverage of black on white, in pixels.
func covered(r *raster) float64 {
	sum := 0.0
	for i := 0; i < len(r.img.Pix); i += 4 {
		sum += float64(255-r.img.Pix[i]) / 255
	}
	return sum
}

func blank8(w, h int) *raster {
	r := newRaster(w, h)
	for i := range r.img.Pix {
		r.img.Pix[i] = 255
	}
	return r
}

var black = RGBA{0, 0, 0, 255}

// Areas of filled shapes, exact by geometry; parts outside the image do not count.
func TestRasterAreas(t *testing.T) {
	for _, c := range []struct {
		name string
		path Path
		want float64
	}{
		{"square on pixels", Rect{2, 2, 6, 7}.path(), 20},
		{"square between pixels", Rect{2.25, 2.5, 6.75, 7.25}.path(), 4.5 * 4.75},
		{"triangle", polygon(Point{1, 1}, Point{13, 1}, Point{1, 9}), 48},
		{"circle", circle(5).moved(Point{8, 8}), math.Pi * 25},
		{"cut at all sides", Rect{-5, -5, 50, 50}.path(), 400},
		{"cut at the left", Rect{-5, 3, 4, 5}.path(), 8},
		{"slanted, cut at the left", polygon(Point{-10, 0}, Point{10, 0}, Point{10, 20}, Point{-10, 20}), 200},
		{"backwards", polygon(Point{1, 1}, Point{1, 9}, Point{13, 1}), 48},
		{"ring", Path{append(Rect{2, 2, 12, 12}.path().segs, polygon(Point{4, 4}, Point{4, 10}, Point{10, 10}, Point{10, 4}).segs...)}, 100 - 36},
	} {
		r := blank8(20, 20)
		r.fill(c.path.flatten(0.01), black)
		if got := covered(r); math.Abs(got-c.want) > 0.01*c.want+0.1 {
			t.Errorf("%s: area %.3f, want %.3f", c.name, got, c.want)
		}
	}
}

// Lines cover length times width; corners do not leave holes.
func TestStrokeAreas(t *testing.T) {
	for _, c := range []struct {
		name  string
		path  Path
		width float64
		dash  []float64
		want  float64
	}{
		{"line", polyline(Point{2, 5}, Point{18, 5}), 2, nil, 32},
		{"slanted", polyline(Point{2, 2}, Point{14, 18}), 1, nil, 20},
		{"corner", polyline(Point{3, 3}, Point{15, 3}, Point{15, 15}), 2, nil, 12*2 + 12*2}, // the outer and the inner quarter cancel
		{"square", Rect{4, 4, 14, 14}.path(), 2, nil, 144 - 64},
		{"dashes", polyline(Point{0, 5}, Point{20, 5}), 2, []float64{4, 6}, 16},
		{"there and back", polyline(Point{2, 5}, Point{18, 5}, Point{2, 5}), 2, nil, 32},
	} {
		r := blank8(24, 24)
		r.fill(widened(dashed(c.path.flatten(0.01), c.dash), c.width, false), black)
		if got := covered(r); math.Abs(got-c.want) > 0.02*c.want+0.2 {
			t.Errorf("%s: area %.3f, want %.3f", c.name, got, c.want)
		}
	}
}

// Translucent ink over white is the mixture that its opacity says.
func TestBlend(t *testing.T) {
	r := blank8(4, 4)
	r.fill(Rect{0, 0, 4, 4}.path().flatten(1), RGBA{200, 100, 0, 51}) // a fifth
	if got := [3]uint8(r.img.Pix[:3]); got != [3]uint8{244, 224, 204} {
		t.Errorf("mixed colour %v, want [244 224 204]", got)
	}
}

// Markers drawn by stamps look like markers drawn one by one.
func TestStamps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shape := Shape{Path: symbolPath(t, "Th").transformed(func(p Point) Point { return Point{8 * p.X, 8 * p.Y} }), Fill: RGBA{200, 40, 40, 128}, Stroke: RGBA{0, 0, 80, 255}, Width: 1}
	for range manyMarks {
		shape.At = append(shape.At, Point{300 * r.Float64(), 200 * r.Float64()})
	}
	all := &Scene{Width: 300, Height: 200, Shapes: []Shape{shape}}
	single := &Scene{Width: 300, Height: 200}
	for _, at := range shape.At {
		one := shape
		one.At = []Point{at}
		single.Shapes = append(single.Shapes, one)
	}
	a, b := all.Image(450), single.Image(450)
	sum, most := 0, 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		sum, most = sum+d, max(most, d, -d)
	}
	// Places are rounded to an eighth of a pixel: an edge may cover a sixteenth more.
	if most > 48 || sum > len(a.Pix) || -sum > len(a.Pix) {
		t.Errorf("pixels differ by up to %d, by %d in all of %d", most, sum, len(a.Pix))
	}
}

func symbolPath(t *testing.T, name string) Path {
	s, ok := parseSymbol(name)
	if !ok {
		t.Fatalf("no symbol %s", name)
	}
	return s.path()
}
