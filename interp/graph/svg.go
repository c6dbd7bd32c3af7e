package graph

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// An svgWriter writes a scene as SVG. Text is outlines under a label, so that
// it looks the same everywhere and can still be found.
type svgWriter struct {
	bytes.Buffer
	marks int // shapes defined for repeated use
}

// WriteSVG writes the scene as SVG.
func (s *Scene) WriteSVG(w io.Writer, title string) error {
	var o svgWriter
	fmt.Fprintf(&o, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img">`+"\n", num(s.Width), num(s.Height), num(s.Width), num(s.Height))
	if title != "" {
		fmt.Fprintf(&o, "<title>%s</title>\n", escapeXML(title))
	}
	for i := range s.Shapes {
		o.shape(&s.Shapes[i])
	}
	o.WriteString("</svg>\n")
	_, err := w.Write(o.Bytes())
	return err
}

func escapeXML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}

// num writes a length with two decimals at most.
func num(x float64) string {
	x = math.Round(mul(x, 100)) / 100
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func hexColor(c RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// opacity writes an attribute for colours that are not opaque.
func opacity(name string, c RGBA) string {
	if c.A == 255 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%s"`, name, strconv.FormatFloat(math.Round(float64(c.A)/255*1000)/1000, 'f', -1, 64))
}

func (o *svgWriter) shape(s *Shape) {
	switch {
	case s.Text != nil:
		o.text(s.Text)
	case len(s.At) > 0:
		o.repeated(s)
	default:
		fmt.Fprintf(o, `<path d="%s"%s/>`+"\n", svgPath(s.Path), paintAttrs(s))
	}
}

// paintAttrs are the attributes of fill and stroke.
func paintAttrs(s *Shape) string {
	var b strings.Builder
	if s.Fill.visible() {
		b.WriteString(` fill="` + hexColor(s.Fill) + `"` + opacity("fill", s.Fill))
	} else {
		b.WriteString(` fill="none"`)
	}
	if s.Stroke.visible() {
		fmt.Fprintf(&b, ` stroke="%s"%s stroke-width="%s"`, hexColor(s.Stroke), opacity("stroke", s.Stroke), num(s.Width))
		if len(s.Dash) > 0 {
			words := make([]string, len(s.Dash))
			for i, d := range s.Dash {
				words[i] = num(d)
			}
			fmt.Fprintf(&b, ` stroke-dasharray="%s"`, strings.Join(words, " "))
		}
	}
	return b.String()
}

// repeated draws markers: the shape once, then its places.
func (o *svgWriter) repeated(s *Shape) {
	o.marks++
	fmt.Fprintf(o, `<defs><path id="m%d" d="%s"/></defs><g%s>`+"\n", o.marks, svgPath(s.Path), paintAttrs(s))
	for _, p := range s.At {
		fmt.Fprintf(o, `<use href="#m%d" x="%s" y="%s"/>`+"\n", o.marks, num(p.X), num(p.Y))
	}
	o.WriteString("</g>\n")
}

func (o *svgWriter) text(t *TextRun) {
	path := t.outline()
	if path.Empty() {
		return
	}
	fmt.Fprintf(o, `<path aria-label="%s" d="%s" fill="%s"%s/>`+"\n", escapeXML(t.Text), svgPath(path), hexColor(t.Color), opacity("fill", t.Color))
}

// svgPath writes the data of a path.
func svgPath(p Path) string {
	var b strings.Builder
	for _, s := range p.segs {
		b.WriteByte(s.op)
		for k := range s.points() {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(num(s.p[k].X))
			b.WriteByte(' ')
			b.WriteString(num(s.p[k].Y))
		}
	}
	return b.String()
}
