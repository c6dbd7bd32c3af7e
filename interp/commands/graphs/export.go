package graphs

import (
	"bytes"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Export is the command "graph export".
var Export = &interp.Command{
	Name: "GRaph EXPort", Brief: "write a figure to a file: SVG, PDF, EPS, PNG, TIFF, JPEG", Syntax: "anything", New: func() interp.Runner { return &export{Quality: 90} },
	Doc: `    graph export filename.suffix [, as(format) name(name) width(#) height(#) replace]

The ending of the name tells the format: svg, pdf, eps, ps, png, tif, jpg, gph; as() does if there is none. width() and height() are
pixels for png, tif and jpg, of which one is enough; without them there are 300 to the inch. For the other formats they are inches.
Fonts are embedded. Translucent colours are opaque in eps, as PostScript has no other.`,
}

type export struct {
	As          string  `opt:"as(format)" help:"svg, pdf, eps, ps, png, tif, jpg or gph"`
	Name        string  `opt:"name(name)" help:"the figure in memory; the last one drawn if left out"`
	Width       float64 `opt:"Width(#) WIDth(#)" help:"width in pixels; in inches for svg, pdf and eps"`
	Height      float64 `opt:"Height(#) HEIght(#)" help:"height in pixels; in inches for svg, pdf and eps"`
	Quality     int     `opt:"Quality(#)" help:"quality of jpg, 1 to 100; default 90"`
	Replace     bool    `opt:"replace" help:"replace the file"`
	FontFace    unused  `opt:"fontface(name)" help:"changes nothing here: the font is embedded"`
	FontDir     unused  `opt:"fontdir(folder)" help:"changes nothing here: the font is embedded"`
	Orientation unused  `opt:"orientation(word)" help:"changes nothing here"`
	Mag         unused  `opt:"mag(#)" help:"changes nothing here"`
	Logo        unused  `opt:"logo(on|off)" help:"changes nothing here"`
	Preview     unused  `opt:"preview(on|off)" help:"changes nothing here"`
	CMYK        unused  `opt:"cmyk(on|off)" help:"changes nothing here: colours are RGB"`
	BaseLine    unused  `opt:"baselineshift" help:"changes nothing here"`
	IgnoreFont  unused  `opt:"ignorefont(on|off)" help:"changes nothing here: text is outlines"`
	ScaleStrk   unused  `opt:"scalestrokewidth(on|off)" help:"changes nothing here"`
	Verbose     unused  `opt:"verbose" help:"changes nothing here"`

	kind string // name of the format
}

// A format is a kind of file that figures are written as.
type format struct {
	name   string // as messages call it
	pixels bool
	write  func(o *export, f *graph.Figure, name string) ([]byte, error)
}

// formats by the ending of the name or the word of as().
var formats = map[string]format{
	"svg": {"SVG", false, vector((*graph.Scene).WriteSVG)}, "pdf": {"PDF", false, vector((*graph.Scene).WritePDF)},
	"eps": {"EPS", false, vector((*graph.Scene).WriteEPS)}, "ps": {"PS", false, vector((*graph.Scene).WriteEPS)},
	"png": {"PNG", true, raster}, "tif": {"TIF", true, raster}, "tiff": {"TIF", true, raster},
	"jpg": {"JPG", true, raster}, "jpeg": {"JPG", true, raster},
}

// dotsPerInch is the resolution of pixels when nothing is said.
const dotsPerInch = 300

// Run writes the file.
func (o *export) Run(c *interp.Call) error {
	words := c.Body.Words()
	if len(words) == 0 {
		return rc.Required.At(c.Body.Pos, "file name required")
	}
	file := strings.TrimSpace(lang.Unquote(c.Body.Trim().Text))
	f, name, err := memoryOf(c.Session).get(o.Name)
	if err != nil {
		return err
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(strings.ReplaceAll(file, `\`, "/")), "."))
	kind := ext
	if o.As != "" {
		kind = strings.ToLower(o.As)
	}
	if kind == "gph" {
		return saveFigure(c, f, file, o.Replace)
	}
	how, ok := formats[kind]
	switch {
	case kind == "":
		return rc.Syntax.At(c.Body.Pos, "output file suffix not recognized; add .svg, .pdf or .png to the name or specify as()")
	case !ok:
		return rc.Syntax.At(c.Body.Pos, "graphs cannot be written as %s; use svg, pdf, eps, png, tif or jpg", kind)
	}
	if ext == "" {
		file += "." + kind
	}
	if err := o.check(how); err != nil {
		return err
	}
	o.kind = how.name
	b, err := how.write(o, f, name)
	if err != nil {
		return err
	}
	if err := c.Files().Write(file, o.Replace, b); err != nil {
		return err
	}
	c.Printf("file %s saved as %s format\n", file, how.name)
	return nil
}

func (o *export) check(how format) error {
	limit, unit := 100.0, "inches"
	if how.pixels {
		limit, unit = 20000, "pixels"
	}
	for _, v := range []float64{o.Width, o.Height} {
		if v < 0 || v > limit || how.pixels && v != 0 && v < 8 {
			return rc.Syntax.Errorf("width() and height() must be between 8 and %s %s", strconv.FormatFloat(limit, 'f', -1, 64), unit)
		}
	}
	if o.Quality < 1 || o.Quality > 100 {
		return rc.Syntax.Errorf("quality() must be between 1 and 100")
	}
	return nil
}

// resized returns the figure with another size in inches; one side follows
// from the other.
func resized(f *graph.Figure, width, height float64) *graph.Figure {
	w, h := f.Size()
	switch {
	case width > 0 && height > 0:
		w, h = width, height
	case width > 0:
		w, h = width, h*width/w
	case height > 0:
		w, h = w*height/h, height
	}
	c := *f
	c.Width, c.Height = w, h
	return &c
}

func vector(write func(*graph.Scene, io.Writer, string) error) func(*export, *graph.Figure, string) ([]byte, error) {
	return func(o *export, f *graph.Figure, name string) ([]byte, error) {
		var b bytes.Buffer
		err := write(resized(f, o.Width, o.Height).Layout(), &b, name)
		return b.Bytes(), err
	}
}

// raster writes pixels. With both sides given the figure takes their shape.
func raster(o *export, f *graph.Figure, _ string) ([]byte, error) {
	w, h := f.Size()
	width := o.Width
	switch {
	case o.Width > 0 && o.Height > 0:
		f = resized(f, w, w*o.Height/o.Width)
	case o.Height > 0:
		width = o.Height * w / h
	case o.Width == 0:
		width = w * dotsPerInch
	}
	pixels := int(width + 0.5)
	if pixels < 1 || float64(pixels)*width*h/w > 2e8 {
		return nil, rc.Syntax.Errorf("the picture would have too many pixels; give width()")
	}
	var b bytes.Buffer
	s := f.Layout()
	var err error
	switch o.kind {
	case "JPG":
		err = s.WriteJPEG(&b, pixels, o.Quality)
	case "TIF":
		err = s.WriteTIFF(&b, pixels)
	default:
		err = s.WritePNG(&b, pixels)
	}
	return b.Bytes(), err
}
