package graph

import (
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"math"
)

// Image draws the scene, width pixels wide, on white.
func (s *Scene) Image(width int) *image.RGBA {
	k := float64(width) / s.Width
	height := max(int(math.Round(mul(s.Height, k))), 1)
	r := newRaster(width, height)
	draw.Draw(r.img, r.img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i := range s.Shapes {
		r.shape(&s.Shapes[i], k)
	}
	return r.img
}

// flatness is the largest distance of lines from curves, in pixels.
const flatness = 0.1

// shape draws a shape k times as large.
func (r *raster) shape(s *Shape, k float64) {
	if s.Text != nil {
		r.fill(scaled(s.Text.outline(), k, Point{}).flatten(flatness), s.Text.Color)
		return
	}
	if len(s.At) >= manyMarks {
		r.stamps(s, k)
		return
	}
	at := s.At
	if len(at) == 0 {
		at = []Point{{}}
	}
	for _, d := range at {
		r.once(s, scaled(s.Path, k, d).flatten(flatness), k)
	}
}

// once draws a shape whose path, in pixels, is strands.
func (r *raster) once(s *Shape, strands []strand, k float64) {
	if s.Fill.visible() {
		r.fill(strands, s.Fill)
	}
	if s.Stroke.visible() {
		r.fill(s.outlined(strands, k), s.Stroke)
	}
}

// outlined returns the line around strands, in pixels, as areas.
func (s *Shape) outlined(strands []strand, k float64) []strand {
	dash := make([]float64, len(s.Dash))
	for i, x := range s.Dash {
		dash[i] = mul(x, k)
	}
	return widened(dashed(strands, dash), mul(s.Width, k), s.Round)
}

// scaled returns the path moved by d and then enlarged.
func scaled(p Path, k float64, d Point) Path {
	return p.transformed(func(a Point) Point { return Point{mul(a.X+d.X, k), mul(a.Y+d.Y, k)} })
}

// WritePNG writes the scene as a PNG, width pixels wide.
func (s *Scene) WritePNG(w io.Writer, width int) error {
	enc := png.Encoder{CompressionLevel: png.DefaultCompression}
	return enc.Encode(w, s.Image(width))
}

// WriteJPEG writes the scene as a JPEG of the given quality, 1 to 100.
func (s *Scene) WriteJPEG(w io.Writer, width, quality int) error {
	return jpeg.Encode(w, s.Image(width), &jpeg.Options{Quality: quality})
}
