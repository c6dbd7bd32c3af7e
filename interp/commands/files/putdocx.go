package files

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"path"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/report"
	"github.com/didot-lang/didot/lang"
)

// The commands that write a Word document.
var (
	PutdocxBegin = &interp.Command{
		Name: "putdocx begin", Brief: "begin a Word document", Syntax: "", New: func() interp.Runner { return &docxBegin{} },
		Doc: `    putdocx begin [, pagesize(size) landscape font(name [, size [, color]]) margin(side, #[unit])]
    putdocx paragraph [, style(name) halign(how) font() indent(side, #[unit]) spacing(where, #[unit])]
    putdocx text (exp) [, bold italic underline font() nformat(%fmt) linebreak script(sub | super) ...]
    putdocx image filename [, width(#[unit]) height(#[unit]) linebreak]
    putdocx table name = (#rows, #columns) | matrix(exp) | data(varlist) [if] [in] [, options]
    putdocx table name(i, j) = (exp) [, options]
    putdocx pagebreak
    putdocx sectionbreak
    putdocx save filename [, replace append]
    putdocx append file1 file2 ... [, saving(filename [, replace])]
    putdocx clear
    putdocx describe

Lengths are in inches unless the unit cm, pt or twip follows. Colors are named
or "red green blue".`,
	}
	PutdocxParagraph = &interp.Command{
		Name: "putdocx PARAgraph", Brief: "begin a paragraph of the document", Syntax: "", New: func() interp.Runner { return &docxParagraph{} }, Doc: "See putdocx begin.",
	}
	PutdocxText = &interp.Command{
		Name: "putdocx text", Brief: "write text to the paragraph", Syntax: "plain anything", New: func() interp.Runner { return &docxText{} }, Doc: "See putdocx begin.",
	}
	PutdocxImage = &interp.Command{
		Name: "putdocx image", Brief: "put a picture into the paragraph", Syntax: "plain anything", New: func() interp.Runner { return &docxImage{} }, Doc: "See putdocx begin.",
	}
	PutdocxPagebreak = &interp.Command{
		Name: "putdocx pagebreak", Brief: "begin a page of the document", Syntax: "", New: func() interp.Runner { return docxVerb((*docxState).pageBreak) }, Doc: "See putdocx begin.",
	}
	PutdocxSection = &interp.Command{
		Name: "putdocx sectionbreak", Brief: "begin a section, whose pages may be of another size", Syntax: "", New: func() interp.Runner { return &docxSection{} }, Doc: "See putdocx begin.",
	}
	PutdocxSave = &interp.Command{
		Name: "putdocx save", Brief: "write the document to a file", Syntax: "plain anything", New: func() interp.Runner { return &docxSave{} }, Doc: "See putdocx begin.",
	}
	PutdocxClear = &interp.Command{
		Name: "putdocx clear", Brief: "forget the document", Syntax: "", New: func() interp.Runner { return docxVerb((*docxState).clear) }, Doc: "See putdocx begin.",
	}
	PutdocxDescribe = &interp.Command{
		Name: "putdocx describe", Brief: "describe the document", Syntax: "plain [anything]", New: func() interp.Runner { return docxVerb((*docxState).describe) }, Doc: "See putdocx begin.",
	}
)

// docxState is the document of the session.
type docxState struct {
	doc    *report.Document // nil if there is none
	tables map[string]*docxTable
	names  []string // of the tables, in order
}

func docxOf(c *interp.Call) *docxState {
	return interp.State(c.Session, "putdocx", func() *docxState { return &docxState{} })
}

// openDocx returns the state if a document is being written.
func openDocx(c *interp.Call) (*docxState, error) {
	s := docxOf(c)
	if s.doc == nil {
		return nil, rc.UserError.Errorf("document not created; use putdocx begin first")
	}
	return s, nil
}

// docxVerb is a command without more to say.
type docxVerb func(s *docxState, c *interp.Call) error

func (f docxVerb) Run(c *interp.Call) error { return f(docxOf(c), c) }

func (s *docxState) clear(*interp.Call) error {
	*s = docxState{}
	return nil
}

func (s *docxState) pageBreak(c *interp.Call) error {
	if _, err := openDocx(c); err != nil {
		return err
	}
	s.doc.PageBreak()
	return nil
}

func (s *docxState) describe(c *interp.Call) error {
	if _, err := openDocx(c); err != nil {
		return err
	}
	c.Printf("\n  document in memory, %d table%s\n", len(s.names), plural(len(s.names)))
	for _, name := range s.names {
		g := s.tables[name].grid
		c.Printf("  %-20s %d x %d\n", name, len(g.Cells), len(g.Cells[0]))
	}
	return nil
}

// pageSizes are in twentieths of a point.
var pageSizes = map[string][2]int{
	"letter": {12240, 15840}, "legal": {12240, 20160}, "a3": {16838, 23811}, "a4": {11906, 16838}, "a5": {8391, 11906}, "b4jis": {14570, 20636},
}

// A docxPage is what begin and sectionbreak say about pages.
type docxPage struct {
	PageSize  string      `opt:"pagesize(size)" help:"letter, legal, A3, A4, A5 or B4JIS; letter unless given"`
	Landscape bool        `opt:"landscape" help:"turn the page"`
	Font      lang.Text   `opt:"font(name[,_size[,_color]])" help:"the font, its size in points, its color"`
	Margin    sideLengths `opt:"margin(side,_#[unit])" help:"margin at left, right, top, bottom or all"`
}

func (o *docxPage) apply(d *report.Document) error {
	size, ok := pageSizes[strings.ToLower(o.PageSize)]
	if o.PageSize == "" {
		size, ok = pageSizes["letter"], true
	}
	if !ok {
		return rc.Syntax.Errorf("option pagesize() incorrectly specified")
	}
	d.Width, d.Height = size[0], size[1]
	if o.Landscape {
		d.Width, d.Height = d.Height, d.Width
	}
	for _, m := range o.Margin {
		for i, side := range []string{"top", "bottom", "left", "right"} {
			if m.side == side || m.side == "all" {
				d.Margins[i] = m.length
			}
		}
	}
	style, err := fontStyle(o.Font)
	if o.Font.Text != "" {
		d.Font = style
	}
	return err
}

type docxBegin struct {
	docxPage
	PageNum string `opt:"pagenum(format)?" help:"not supported: an error"`
	Header  string `opt:"header(name)" help:"not supported: an error"`
	Footer  string `opt:"footer(name)" help:"not supported: an error"`
}

func (o *docxBegin) Run(c *interp.Call) error {
	if o.PageNum != "" || o.Header != "" || o.Footer != "" {
		return rc.Syntax.Errorf("didot does not implement options pagenum(), header() and footer() of putdocx begin yet")
	}
	s := docxOf(c)
	if s.doc != nil {
		return rc.Exists.Errorf("document already created; use putdocx save or putdocx clear first")
	}
	d := &report.Document{}
	if err := o.apply(d); err != nil {
		return err
	}
	s.doc, s.tables, s.names = d, map[string]*docxTable{}, nil
	return nil
}

type docxSection struct{ docxPage }

func (o *docxSection) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	s.doc.Section()
	return o.apply(s.doc)
}

// A sideLength is "side, #[unit]", the length in twentieths of a point.
type sideLength struct {
	side   string
	length int
}

// sideLengths is an option that may be repeated.
type sideLengths []sideLength

// Decode implements interp.Decoder.
func (l *sideLengths) Decode(_ *interp.Call, name string, arg *lang.Text) error {
	parts := commaParts(*arg)
	if len(parts) != 2 {
		return rc.Syntax.Errorf("option %s() incorrectly specified", name)
	}
	n, err := docxLength(parts[1], "in")
	*l = append(*l, sideLength{parts[0], n})
	return err
}

// docxUnits are in twentieths of a point.
var docxUnits = map[string]float64{"in": 1440, "inch": 1440, "inches": 1440, "cm": 1440 / 2.54, "pt": 20, "twip": 1, "twips": 1}

// docxLength reads a number and its unit.
func docxLength(text, unit string) (int, error) {
	n := strings.LastIndexAny(text, "0123456789.") + 1
	if rest := strings.TrimSpace(text[n:]); rest != "" {
		unit = rest
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(text[:n]), 64)
	if err != nil || docxUnits[unit] == 0 {
		return 0, rc.Syntax.Errorf("%s: invalid length", text)
	}
	return int(x*docxUnits[unit] + 0.5), nil
}

// fontStyle reads "name [, size [, color]]".
func fontStyle(t lang.Text) (s report.TextStyle, err error) {
	if t.Text == "" {
		return s, nil
	}
	parts := commaParts(t)
	s.Font = parts[0]
	if len(parts) > 1 && parts[1] != "" {
		if s.Size, err = strconv.ParseFloat(parts[1], 64); err != nil {
			return s, rc.Syntax.At(t.Pos, "option font() incorrectly specified")
		}
	}
	if len(parts) > 2 {
		s.Color, err = colorCode(parts[2])
	}
	return s, err
}

type docxParagraph struct {
	Style   string      `opt:"style(name)" help:"Title, Subtitle, Heading1 to Heading9"`
	Font    lang.Text   `opt:"font(name[,_size[,_color]])" help:"the font, its size in points, its color"`
	HAlign  string      `opt:"halign(how)" help:"left, center, right, both or distribute"`
	VAlign  string      `opt:"valign(how)" help:"baseline, bottom, center or top"`
	Indent  sideLengths `opt:"indent(side,_#[unit])" help:"indentation: left, right, para (of the first line) or hanging"`
	Spacing sideLengths `opt:"spacing(where,_#[unit])" help:"space before, after, or the height of a line"`
	Shading lang.Text   `opt:"shading(color)" help:"color of the background"`
}

var (
	docxHAligns = []string{"", "left", "center", "right", "both", "distribute"}
	docxVAligns = []string{"", "baseline", "bottom", "center", "top", "auto"}
)

func (o *docxParagraph) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	if indexOf(docxHAligns, o.HAlign) < 0 || indexOf(docxVAligns, o.VAlign) < 0 {
		return rc.Syntax.Errorf("options halign() or valign() incorrectly specified")
	}
	p := report.ParagraphStyle{Name: o.Style, Align: o.HAlign, VAlign: o.VAlign}
	if p.Font, err = fontStyle(o.Font); err != nil {
		return err
	}
	if o.Shading.Text != "" {
		if p.Shade, err = colorCode(commaParts(o.Shading)[0]); err != nil {
			return err
		}
	}
	for _, x := range o.Indent {
		switch x.side {
		case "left":
			p.Left = x.length
		case "right":
			p.Right = x.length
		case "para":
			p.First = x.length
		case "hanging":
			p.First = -x.length
		default:
			return rc.Syntax.Errorf("option indent() incorrectly specified")
		}
	}
	for _, x := range o.Spacing {
		switch x.side {
		case "before":
			p.Before = &x.length
		case "after":
			p.After = &x.length
		case "line":
			p.Line = &x.length
		default:
			return rc.Syntax.Errorf("option spacing() incorrectly specified")
		}
	}
	s.doc.Paragraph(p)
	return nil
}

// textOptions are how text looks.
type textOptions struct {
	Bold      bool      `opt:"bold" help:"bold type"`
	Italic    bool      `opt:"italic" help:"italic type"`
	Underline string    `opt:"underline(pattern)?" help:"underlined: single, double, dash, dotted, ..."`
	Strikeout bool      `opt:"strikeout" help:"struck out"`
	AllCaps   bool      `opt:"allcaps" help:"capitals"`
	SmallCaps bool      `opt:"smallcaps" help:"small capitals"`
	Script    string    `opt:"script(sub_super)" help:"sub or super: a subscript or superscript"`
	Font      lang.Text `opt:"font(name[,_size[,_color]])" help:"the font, its size in points, its color"`
	Shading   lang.Text `opt:"shading(color)" help:"color of the background"`
	NFormat   string    `opt:"nformat(%fmt)" help:"how a number is written"`
}

func (o *textOptions) style() (s report.TextStyle, err error) {
	if s, err = fontStyle(o.Font); err != nil {
		return s, err
	}
	s.Bold, s.Italic, s.Strike, s.AllCaps, s.SmallCaps = o.Bold, o.Italic, o.Strikeout, o.AllCaps, o.SmallCaps
	switch s.Underline = o.Underline; o.Underline {
	case "underline":
		s.Underline = "single"
	}
	switch o.Script {
	case "":
	case "sub", "super":
		s.Script = o.Script + "script"
	default:
		return s, rc.Syntax.Errorf("option script() incorrectly specified")
	}
	if o.Shading.Text != "" {
		s.Shade, err = colorCode(commaParts(o.Shading)[0])
	}
	return s, err
}

// value evaluates an expression and returns it as text.
func (o *textOptions) value(c *interp.Call, t lang.Text) (string, error) {
	x, err := lang.ParseExpr(t.Text, t.Pos)
	if err != nil {
		return "", err
	}
	v, err := expr.Eval(x, c.Env())
	if err != nil || v.IsStr {
		return v.Str, err
	}
	return o.number(c, v.Num, "%9.0g")
}

// number is x in nformat() or a format of its own.
func (o *textOptions) number(c *interp.Call, x float64, format string) (string, error) {
	if o.NFormat != "" {
		format = o.NFormat
		if _, err := frame.ParseFormat(format); err != nil {
			return "", err
		}
	}
	return strings.TrimSpace(c.Format(format, x)), nil
}

type docxText struct {
	textOptions
	Break string `opt:"linebreak(#)?" help:"break the line behind the text, once or # times"`
	Link  string `opt:"hyperlink(address)" help:"make the text a link"`
	Trim  bool   `opt:"trim" help:"without blanks around it"`
}

func (o *docxText) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	if !s.doc.Open() {
		return rc.UserError.Errorf("no paragraph is active; use putdocx paragraph first")
	}
	text, err := o.value(c, c.Body.Trim())
	if err != nil {
		return err
	}
	if o.Trim {
		text = strings.TrimSpace(text)
	}
	breaks, err := lineBreaks(o.Break)
	if err != nil {
		return err
	}
	style, err := o.style()
	if err != nil {
		return err
	}
	style.Link = o.Link
	s.doc.Text(text+strings.Repeat("\n", breaks), style)
	return nil
}

// lineBreaks reads the argument of linebreak, which holds its own name if it
// was given none.
func lineBreaks(arg string) (int, error) {
	switch arg {
	case "":
		return 0, nil
	case "linebreak":
		return 1, nil
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 || n > 1000 {
		return 0, rc.Syntax.Errorf("option linebreak() incorrectly specified")
	}
	return n, nil
}

type docxImage struct {
	Width  string `opt:"width(#[unit])" help:"width of the picture; at most that of the text, unless given"`
	Height string `opt:"height(#[unit])" help:"height of the picture; as the width asks, unless given"`
	Break  string `opt:"linebreak(#)?" help:"break the line behind the picture"`
	Link   bool   `opt:"link" help:"not supported: an error"`
}

func (o *docxImage) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	if o.Link {
		return rc.Syntax.Errorf("option link not supported: pictures are part of the document")
	}
	if !s.doc.Open() {
		s.doc.Paragraph(report.ParagraphStyle{})
	}
	name := fileName(c.Body)
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if !report.ImageKind(ext) {
		return rc.Syntax.At(c.Body.Pos, "pictures of this kind are not supported: %s", name)
	}
	data, err := c.Files().Read(name)
	if err != nil {
		return err
	}
	w, h, err := o.size(data, s.doc.TextWidth())
	if err != nil {
		return err
	}
	breaks, err := lineBreaks(o.Break)
	if err != nil {
		return err
	}
	s.doc.Image(data, ext, w, h)
	if breaks > 0 {
		s.doc.Text(strings.Repeat("\n", breaks), report.TextStyle{})
	}
	return nil
}

// size returns the width and height of a picture in twentieths of a point. A
// picture without a size that can be read is taken to be 6 by 4 inches.
func (o *docxImage) size(data []byte, most int) (w, h int, err error) {
	const perPixel = 15 // 96 pixels an inch
	natural := [2]int{6 * 1440, 4 * 1440}
	if conf, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && conf.Width > 0 && conf.Height > 0 {
		natural = [2]int{conf.Width * perPixel, conf.Height * perPixel}
	}
	if o.Width != "" {
		if w, err = docxLength(o.Width, "in"); err != nil {
			return 0, 0, err
		}
	}
	if o.Height != "" {
		if h, err = docxLength(o.Height, "in"); err != nil {
			return 0, 0, err
		}
	}
	switch {
	case w == 0 && h == 0:
		w = min(natural[0], most)
		h = natural[1] * w / natural[0]
	case w == 0:
		w = natural[0] * h / natural[1]
	case h == 0:
		h = natural[1] * w / natural[0]
	}
	return w, h, nil
}

type docxSave struct {
	Replace bool   `opt:"replace" help:"overwrite the file"`
	Append  string `opt:"append(options)?" help:"put the document behind that in the file"`
	NoMsg   bool   `opt:"nomsg" help:"tell nothing"`
}

func (o *docxSave) Run(c *interp.Call) error {
	s, err := openDocx(c)
	if err != nil {
		return err
	}
	name := interp.WithExt(fileName(c.Body), ".docx")
	data, err := s.doc.Bytes()
	if err != nil {
		return err
	}
	if o.Append != "" && c.Files().Exists(name) {
		old, err := c.Files().Read(name)
		if err != nil {
			return err
		}
		if data, err = report.JoinDocuments(old, data); err != nil {
			return rc.NotStata.Errorf("file %s: %v", name, err)
		}
		o.Replace = true
	}
	if err := c.Files().Write(name, o.Replace, data); err != nil {
		return err
	}
	if !o.NoMsg {
		c.Printf("successfully created %s\n", fmt.Sprintf("%q", c.Files().Path(name)))
	}
	return s.clear(c)
}
