package graph

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf16"
)

// A pdfWriter writes a scene as one page of PDF. Text is text in embedded
// subsets of the fonts, so that it can be searched and copied.
type pdfWriter struct {
	out     bytes.Buffer
	offsets []int
	page    bytes.Buffer
	height  float64
	alphas  []string       // graphics states in order of use
	fonts   []int          // faces in order of use
	forms   [][]byte       // markers drawn many times
	used    map[int][]rune // per face: the rune of each glyph used, 0 for none
}

// WritePDF writes the scene as PDF.
func (s *Scene) WritePDF(w io.Writer, title string) error {
	o := &pdfWriter{height: s.Height, used: map[int][]rune{}}
	for i := range s.Shapes {
		o.shape(&s.Shapes[i])
	}
	o.out.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	catalog, pages, page, content, resources, info := 1, 2, 3, 4, 5, 6
	o.object(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", pages))
	o.object(pages, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1>>", page))
	o.object(page, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R/Resources %d 0 R/Group<</S/Transparency/CS/DeviceRGB>>>>",
		pages, num(s.Width), num(s.Height), content, resources))
	o.stream(content, "", o.page.Bytes())
	o.object(info, fmt.Sprintf("<</Producer(Didot)/Title%s>>", pdfText(title)))
	next := info + 1
	var fonts strings.Builder
	for _, f := range o.fonts {
		fmt.Fprintf(&fonts, "/F%d %d 0 R", f, next)
		next = o.font(next, f)
	}
	var states strings.Builder
	for i, a := range o.alphas {
		fmt.Fprintf(&states, "/G%d<<%s>>", i, a)
	}
	var forms strings.Builder
	for i, f := range o.forms {
		fmt.Fprintf(&forms, "/M%d %d 0 R", i, next)
		const reach = 1000 // points; no marker is larger
		o.stream(next, fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[%d %d %d %d]", -reach, -reach, reach, reach), f)
		next++
	}
	o.object(resources, fmt.Sprintf("<</ProcSet[/PDF/Text]/Font<<%s>>/ExtGState<<%s>>/XObject<<%s>>>>", fonts.String(), states.String(), forms.String()))
	o.trailer(catalog, info)
	_, err := w.Write(o.out.Bytes())
	return err
}

// pdfText writes a string as UTF-16.
func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

// object writes object number n.
func (o *pdfWriter) object(n int, body string) {
	o.begin(n)
	o.out.WriteString(body)
	o.out.WriteString("\nendobj\n")
}

func (o *pdfWriter) begin(n int) {
	for len(o.offsets) <= n {
		o.offsets = append(o.offsets, 0)
	}
	o.offsets[n] = o.out.Len()
	fmt.Fprintf(&o.out, "%d 0 obj\n", n)
}

// stream writes a compressed stream as object n.
func (o *pdfWriter) stream(n int, dict string, data []byte) {
	var z bytes.Buffer
	zw, _ := zlib.NewWriterLevel(&z, zlib.DefaultCompression)
	zw.Write(data) // writing to memory does not fail
	zw.Close()
	o.begin(n)
	fmt.Fprintf(&o.out, "<<%s/Filter/FlateDecode/Length %d>>\nstream\n", dict, z.Len())
	o.out.Write(z.Bytes())
	o.out.WriteString("\nendstream\nendobj\n")
}

func (o *pdfWriter) trailer(catalog, info int) {
	start := o.out.Len()
	fmt.Fprintf(&o.out, "xref\n0 %d\n0000000000 65535 f \n", len(o.offsets))
	for _, at := range o.offsets[1:] {
		fmt.Fprintf(&o.out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&o.out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(o.offsets), catalog, info, start)
}

// shape writes the operators that draw a shape.
func (o *pdfWriter) shape(s *Shape) {
	if s.Text != nil {
		o.text(s.Text)
		return
	}
	op := o.paint(s)
	if op == "" {
		return
	}
	if len(s.At) >= manyMarks {
		o.marks(s, op)
		return
	}
	at := s.At
	if len(at) == 0 {
		at = []Point{{}}
	}
	for _, d := range at {
		pdfPath(&o.page, s.Path.moved(d), o.height)
		fmt.Fprintf(&o.page, "%s\n", op)
	}
}

// pdfPath writes a path whose y coordinates count from height downwards.
func pdfPath(w *bytes.Buffer, p Path, height float64) {
	for _, seg := range pdfSegments(p) {
		for k := range seg.points() {
			fmt.Fprintf(w, "%s %s ", num(seg.p[k].X), num(height-seg.p[k].Y))
		}
		fmt.Fprintf(w, "%s\n", pdfOps[seg.op])
	}
}

// marks draws a shape at many places: a form that is moved from each to the
// next.
func (o *pdfWriter) marks(s *Shape, op string) {
	var form bytes.Buffer
	pdfPath(&form, s.Path, 0)
	form.WriteString(op)
	o.page.WriteString("q\n")
	x, y := 0.0, 0.0 // as written so far, in hundredths
	for _, d := range s.At {
		u, v := math.Round(mul(d.X, 100)), math.Round(mul(o.height-d.Y, 100))
		fmt.Fprintf(&o.page, "1 0 0 1 %s %s cm/M%d Do\n", num((u-x)/100), num((v-y)/100), len(o.forms))
		x, y = u, v
	}
	o.page.WriteString("Q\n")
	o.forms = append(o.forms, form.Bytes())
}

var pdfOps = map[byte]string{'M': "m", 'L': "l", 'C': "c", 'Z': "h"}

// pdfSegments returns a path without quadratic curves.
func pdfSegments(p Path) []segment {
	out := make([]segment, 0, len(p.segs))
	var at Point
	for _, s := range p.segs {
		if s.op == 'Q' {
			s = s.asCubic(at)
		}
		if n := s.points(); n > 0 {
			at = s.p[n-1]
		}
		out = append(out, s)
	}
	return out
}

// paint sets colours and line style and returns the painting operator.
func (o *pdfWriter) paint(s *Shape) string {
	fill, stroke := s.Fill.visible(), s.Stroke.visible()
	if fill {
		fmt.Fprintf(&o.page, "%s rg ", pdfColor(s.Fill))
	}
	if stroke {
		fmt.Fprintf(&o.page, "%s RG %s w ", pdfColor(s.Stroke), num(s.Width))
		dash := make([]string, len(s.Dash))
		for i, d := range s.Dash {
			dash[i] = num(d)
		}
		fmt.Fprintf(&o.page, "[%s] 0 d ", strings.Join(dash, " "))
	}
	o.alpha(s.Fill.A, s.Stroke.A)
	switch {
	case fill && stroke:
		return "B"
	case fill:
		return "f"
	case stroke:
		return "S"
	}
	return ""
}

// alpha sets the opacities of fills and strokes.
func (o *pdfWriter) alpha(fill, stroke uint8) {
	state := fmt.Sprintf("/ca %s/CA %s", num(float64(fill)/255), num(float64(stroke)/255))
	i := slices.Index(o.alphas, state)
	if i < 0 {
		i = len(o.alphas)
		o.alphas = append(o.alphas, state)
	}
	fmt.Fprintf(&o.page, "/G%d gs\n", i)
}

func pdfColor(c RGBA) string {
	f := func(v uint8) string { return fmt.Sprintf("%.3g", float64(v)/255) }
	return f(c.R) + " " + f(c.G) + " " + f(c.B)
}
