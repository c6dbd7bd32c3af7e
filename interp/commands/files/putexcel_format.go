package files

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// putExcel is what the command putexcel may be told.
type putExcel struct {
	Names    bool `opt:"names" help:"write the names of the rows and columns of a matrix"`
	RowNames bool `opt:"rownames" help:"write the names of its rows"`
	ColNames bool `opt:"colnames" help:"write the names of its columns"`
	Colwise  bool `opt:"colwise" help:"write sets of results in a row"`

	Bold       bool      `opt:"bold" help:"bold type"`
	NoBold     bool      `opt:"nobold" help:"no bold type"`
	Italic     bool      `opt:"italic" help:"italic type"`
	NoItalic   bool      `opt:"noitalic" help:"no italic type"`
	Underline  bool      `opt:"underline" help:"underlined"`
	NoUnder    bool      `opt:"nounderline" help:"not underlined"`
	Strikeout  bool      `opt:"strikeout" help:"struck out"`
	NoStrike   bool      `opt:"nostrikeout" help:"not struck out"`
	Font       lang.Text `opt:"font(name[,_size[,_color]])" help:"font, its size in points and its color"`
	NFormat    string    `opt:"nformat(format)" help:"how numbers are shown"`
	Horizontal string    `opt:"left hcenter right" help:"horizontal alignment"`
	Vertical   string    `opt:"top vcenter bottom" help:"vertical alignment"`
	Indent     int       `opt:"txtindent(#)" help:"indentation, 0 to 15"`
	Rotate     int       `opt:"txtrotate(#)" help:"rotation in degrees, 0 to 180"`
	Wrap       bool      `opt:"txtwrap" help:"wrap text"`
	NoWrap     bool      `opt:"notxtwrap" help:"do not wrap text"`
	Shrink     bool      `opt:"shrinkfit" help:"shrink text to the cell"`
	Border     borders   `opt:"border(side[,_style[,_color]])" help:"lines around cells: left, right, top, bottom or all"`
	Pattern    lang.Text `opt:"fpattern(pattern[,_color[,_color]])" help:"fill: solid, gray125, ..., none"`
	Merge      bool      `opt:"merge" help:"merge the cells"`
	Unmerge    bool      `opt:"unmerge" help:"take merged cells apart"`
	Overwrite  bool      `opt:"overwritefmt" help:"drop the formats that the cells had"`

	Sheet   sheetOption `opt:"SHeet(name[,_replace])" help:"the worksheet, in the older syntax"`
	Modify  bool        `opt:"modify" help:"change an existing file, in the older syntax"`
	Replace bool        `opt:"replace" help:"overwrite an existing file, in the older syntax"`
}

// numberFormats are the names of Excel's own number formats.
var numberFormats = map[string]int{
	"number": 1, "number_d2": 2, "number_sep": 3, "number_sep_d2": 4,
	"number_sep_negbra": 37, "number_sep_negbrared": 38, "number_d2_sep_negbra": 39, "number_d2_sep_negbrared": 40,
	"currency_negbra": 5, "currency_negbrared": 6, "currency_d2_negbra": 7, "currency_d2_negbrared": 8,
	"account": 41, "accountcur": 42, "account_d2": 43, "account_d2_cur": 44,
	"percent": 9, "percent_d2": 10, "scientific_d2": 11, "fraction_onedig": 12, "fraction_twodig": 13,
	"date": 14, "date_d_mon_yy": 15, "date_d_mon": 16, "date_mon_yy": 17, "date_time": 22,
	"time_hmm_AM": 18, "time_HMMSS_AM": 19, "time_HMM": 20, "time_HMMSS": 21, "time_MMSS": 45, "time_H0MMSS": 46, "time_MMSS0": 47,
	"text": 49,
}

// borderStyles are numbered as excelize does.
var borderStyles = []string{
	"none", "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "medium_dashed", "dash_dot", "medium_dash_dot",
	"dash_dot_dot", "medium_dash_dot_dot", "slant_dash_dot",
}

// fillPatterns are numbered as excelize does.
var fillPatterns = []string{
	"none", "solid", "gray50", "gray75", "gray25", "horstripe", "verstripe", "diagstripe", "revdiagstripe", "diagcrosshatch",
	"thickdiagcrosshatch", "thinhorstripe", "thinverstripe", "thinrevdiagstripe", "thindiagstripe", "thinhorcrosshatch",
	"thindiagcrosshatch", "gray12p5", "gray6p25",
}

var colorNames = map[string]string{
	"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "yellow": "FFFF00", "orange": "FFA500",
	"gray": "808080", "grey": "808080", "lightgray": "D3D3D3", "lightgrey": "D3D3D3", "darkgray": "A9A9A9", "silver": "C0C0C0",
	"lightblue": "ADD8E6", "darkblue": "00008B", "navy": "000080", "lightgreen": "90EE90", "darkgreen": "006400", "darkred": "8B0000",
	"maroon": "800000", "olive": "808000", "purple": "800080", "pink": "FFC0CB", "brown": "A52A2A", "cyan": "00FFFF", "magenta": "FF00FF",
	"lightyellow": "FFFFE0", "gold": "FFD700", "teal": "008080",
}

// A border is the argument of border().
type border struct {
	sides []string
	style int
	color string
}

// borders are the arguments of border(), which may be repeated.
type borders []border

// Decode implements interp.Decoder.
func (b *borders) Decode(_ *interp.Call, _ string, arg *lang.Text) error {
	one, err := parseBorder(*arg)
	*b = append(*b, one)
	return err
}

// commaParts splits an argument at its commas.
func commaParts(t lang.Text) []string {
	parts := strings.Split(t.Text, ",")
	for i := range parts {
		parts[i] = lang.Unquote(strings.TrimSpace(parts[i]))
	}
	return parts
}

func indexOf(list []string, word string) int {
	for i, w := range list {
		if w == word {
			return i
		}
	}
	return -1
}

// colorCode returns a color, named or "red green blue", as Excel writes it.
func colorCode(text string) (string, error) {
	if code, ok := colorNames[strings.ToLower(text)]; ok {
		return code, nil
	}
	var r, g, b uint8
	if n, err := fmt.Sscan(text, &r, &g, &b); err == nil && n == 3 {
		return fmt.Sprintf("%02X%02X%02X", r, g, b), nil
	}
	return "", rc.Syntax.Errorf("%s: invalid color", text)
}

// parseBorder reads the argument of border().
func parseBorder(t lang.Text) (b border, err error) {
	parts := commaParts(t)
	b.style, b.color = 1, "000000"
	switch parts[0] {
	case "all", "":
		b.sides = []string{"left", "right", "top", "bottom"}
	case "left", "right", "top", "bottom":
		b.sides = parts[:1]
	default:
		return b, rc.Syntax.At(t.Pos, "option border() incorrectly specified")
	}
	if len(parts) > 1 && parts[1] != "" {
		if b.style = indexOf(borderStyles, parts[1]); b.style < 0 {
			return b, rc.Syntax.At(t.Pos, "option border() incorrectly specified: unknown style %s", parts[1])
		}
	}
	if len(parts) > 2 {
		b.color, err = colorCode(parts[2])
	}
	return b, err
}

// format gives the cells of a box the formats asked for.
func (o *putExcel) format(b *putBook, box cellBox) error {
	book, sheet := b.open, b.sheet.name
	if o.Unmerge {
		if err := cellError(book.UnmergeCell(sheet, box.name(0, 0), box.last())); err != nil {
			return err
		}
	}
	if o.Merge {
		if err := cellError(book.MergeCell(sheet, box.name(0, 0), box.last())); err != nil {
			return err
		}
	}
	if !o.styled() {
		return nil
	}
	for y := range box.bottom - box.top + 1 {
		for x := range box.right - box.left + 1 {
			cell := box.name(x, y)
			style := &excelize.Style{}
			if id, err := book.GetCellStyle(sheet, cell); err == nil && !o.Overwrite {
				if old, err := book.GetStyle(id); err == nil {
					style = old
				}
			}
			if err := o.restyle(style); err != nil {
				return err
			}
			id, err := book.NewStyle(style)
			if err == nil {
				err = book.SetCellStyle(sheet, cell, cell, id)
			}
			if err != nil {
				return cellError(err)
			}
		}
	}
	return nil
}

// styled reports whether there is any format.
func (o *putExcel) styled() bool {
	return o.Bold || o.NoBold || o.Italic || o.NoItalic || o.Underline || o.NoUnder || o.Strikeout || o.NoStrike || o.Font.Text != "" ||
		o.NFormat != "" || o.Horizontal != "" || o.Vertical != "" || o.Indent != 0 || o.Rotate != 0 || o.Wrap || o.NoWrap || o.Shrink ||
		len(o.Border) > 0 || o.Pattern.Text != "" || o.Overwrite
}

// restyle changes s as the options say.
func (o *putExcel) restyle(s *excelize.Style) error {
	if s.Font == nil {
		s.Font = &excelize.Font{}
	}
	s.Font.Bold = s.Font.Bold && !o.NoBold || o.Bold
	s.Font.Italic = s.Font.Italic && !o.NoItalic || o.Italic
	s.Font.Strike = s.Font.Strike && !o.NoStrike || o.Strikeout
	switch {
	case o.Underline:
		s.Font.Underline = "single"
	case o.NoUnder:
		s.Font.Underline = ""
	}
	if err := o.refont(s.Font); err != nil {
		return err
	}
	if o.NFormat != "" {
		s.NumFmt, s.CustomNumFmt = numberFormats[o.NFormat], nil
		if s.NumFmt == 0 {
			s.CustomNumFmt = &o.NFormat
		}
	}
	o.align(s)
	for _, b := range o.Border {
		s.Border = withBorder(s.Border, b)
	}
	return o.refill(s)
}

func (o *putExcel) refont(f *excelize.Font) (err error) {
	if o.Font.Text == "" {
		return nil
	}
	parts := commaParts(o.Font)
	if parts[0] != "" {
		f.Family = parts[0]
	}
	if len(parts) > 1 && parts[1] != "" {
		if f.Size, err = strconv.ParseFloat(parts[1], 64); err != nil {
			return rc.Syntax.At(o.Font.Pos, "option font() incorrectly specified")
		}
	}
	if len(parts) > 2 {
		f.Color, err = colorCode(parts[2])
	}
	return err
}

func (o *putExcel) align(s *excelize.Style) {
	if s.Alignment == nil {
		s.Alignment = &excelize.Alignment{}
	}
	if o.Horizontal != "" {
		s.Alignment.Horizontal = strings.TrimPrefix(o.Horizontal, "h")
	}
	if o.Vertical != "" {
		s.Alignment.Vertical = strings.TrimPrefix(o.Vertical, "v")
	}
	if o.Indent != 0 {
		s.Alignment.Indent = o.Indent
	}
	if o.Rotate != 0 {
		s.Alignment.TextRotation = o.Rotate
	}
	s.Alignment.WrapText = s.Alignment.WrapText && !o.NoWrap || o.Wrap
	s.Alignment.ShrinkToFit = s.Alignment.ShrinkToFit || o.Shrink
}

// withBorder replaces the sides of b among lines.
func withBorder(lines []excelize.Border, b border) []excelize.Border {
	var out []excelize.Border
	for _, l := range lines {
		if indexOf(b.sides, l.Type) < 0 {
			out = append(out, l)
		}
	}
	if b.style == 0 {
		return out
	}
	for _, side := range b.sides {
		out = append(out, excelize.Border{Type: side, Style: b.style, Color: b.color})
	}
	return out
}

func (o *putExcel) refill(s *excelize.Style) error {
	if o.Pattern.Text == "" {
		return nil
	}
	parts := commaParts(o.Pattern)
	pattern := indexOf(fillPatterns, parts[0])
	if pattern < 0 {
		return rc.Syntax.At(o.Pattern.Pos, "option fpattern() incorrectly specified: unknown pattern %s", parts[0])
	}
	s.Fill = excelize.Fill{}
	if pattern == 0 {
		return nil
	}
	s.Fill = excelize.Fill{Type: "pattern", Pattern: pattern}
	for _, part := range parts[1:] {
		color, err := colorCode(part)
		if err != nil {
			return err
		}
		s.Fill.Color = append(s.Fill.Color, color)
	}
	if len(s.Fill.Color) == 0 {
		s.Fill.Color = []string{"000000"}
	}
	return nil
}
