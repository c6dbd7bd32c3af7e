package graph

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
)

// WriteEPS writes the scene as encapsulated PostScript. PostScript knows no
// opacity: translucent colours become what they are on white. Text is
// outlines.
func (s *Scene) WriteEPS(w io.Writer, title string) error {
	o := &epsWriter{height: s.Height}
	fmt.Fprintf(o, "%%!PS-Adobe-3.0 EPSF-3.0\n%%%%BoundingBox: 0 0 %d %d\n%%%%HiResBoundingBox: 0 0 %s %s\n%%%%Creator: Didot\n", int(math.Ceil(s.Width)), int(math.Ceil(s.Height)), num(s.Width), num(s.Height))
	if title = strings.Map(ascii, title); title != "" {
		fmt.Fprintf(o, "%%%%Title: %s\n", title)
	}
	o.WriteString("%%EndComments\n/m{moveto}bind def/l{lineto}bind def/c{curveto}bind def/h{closepath}bind def/f{fill}bind def/S{stroke}bind def/rg{setrgbcolor}bind def/w{setlinewidth}bind def\n")
	for i := range s.Shapes {
		o.shape(&s.Shapes[i])
	}
	o.WriteString("showpage\n%%EOF\n")
	_, err := w.Write(o.Bytes())
	return err
}

func ascii(r rune) rune {
	if r < ' ' || r > '~' {
		return '?'
	}
	return r
}

type epsWriter struct {
	bytes.Buffer
	height float64
}

func (o *epsWriter) shape(s *Shape) {
	white := RGBA{255, 255, 255, 255}
	if s.Text != nil {
		o.path(s.Text.outline())
		fmt.Fprintf(o, "%s rg f\n", pdfColor(s.Text.Color.on(white)))
		return
	}
	at := s.At
	if len(at) == 0 {
		at = []Point{{}}
	}
	for _, d := range at {
		p := s.Path.moved(d)
		if s.Fill.visible() {
			o.path(p)
			fmt.Fprintf(o, "%s rg f\n", pdfColor(s.Fill.on(white)))
		}
		if s.Stroke.visible() {
			dash := make([]string, len(s.Dash))
			for i, v := range s.Dash {
				dash[i] = num(v)
			}
			o.path(p)
			fmt.Fprintf(o, "%s rg %s w [%s] 0 setdash S\n", pdfColor(s.Stroke.on(white)), num(s.Width), strings.Join(dash, " "))
		}
	}
}

func (o *epsWriter) path(p Path) {
	for _, seg := range pdfSegments(p) {
		for k := range seg.points() {
			fmt.Fprintf(o, "%s %s ", num(seg.p[k].X), num(o.height-seg.p[k].Y))
		}
		fmt.Fprintf(o, "%s\n", pdfOps[seg.op])
	}
}
