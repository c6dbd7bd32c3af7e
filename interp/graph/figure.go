package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/didot-lang/didot/interp/frame"
)

// A Figure is a drawing, but for its format. Exactly one of Plot, Pie and Grid
// is set. Styles are in the words of the language ("navy", "medthick"); empty
// ones are the scheme's.
type Figure struct {
	Scheme string  `json:"scheme,omitempty"`
	Width  float64 `json:"width,omitempty"`  // inches; 0 is the scheme's
	Height float64 `json:"height,omitempty"` // inches; 0 is the scheme's
	Scale  float64 `json:"scale,omitempty"`  // of text, markers and lines; 0 is 1
	Region Region  `json:"region,omitzero"`  // the page

	// In a grid, a column is as wide and a row as high as its figures ask for,
	// in percent of the smaller side of the whole; 0 is an equal share.
	FixedWidth  float64 `json:"fixedwidth,omitempty"`
	FixedHeight float64 `json:"fixedheight,omitempty"`

	Titles []Title `json:"titles,omitempty"`
	Legend Legend  `json:"legend,omitzero"`

	// LegendFrom, if not 0, is the cell of the grid, from 1, whose layers the
	// legend names.
	LegendFrom int `json:"legendfrom,omitempty"`

	Plot *Plot `json:"plot,omitempty"`
	Pie  *Pie  `json:"pie,omitempty"`
	Grid *Grid `json:"grid,omitempty"`
}

// A Region is a background.
type Region struct {
	Color   string `json:"color,omitempty"`  // of the whole
	Inner   string `json:"inner,omitempty"`  // of the part inside the margin
	Line    string `json:"line,omitempty"`   // colour of the border
	Width   string `json:"lwidth,omitempty"` // of the border
	Pattern string `json:"lpattern,omitempty"`
	Margin  string `json:"margin,omitempty"`
}

// The roles of titles.
const (
	TitleRole    = "title"
	SubtitleRole = "subtitle"
	NoteRole     = "note"
	CaptionRole  = "caption"
	T1Role       = "t1title"
	T2Role       = "t2title"
	B1Role       = "b1title"
	B2Role       = "b2title"
	L1Role       = "l1title"
	L2Role       = "l2title"
	R1Role       = "r1title"
	R2Role       = "r2title"
)

// A Title is text around the plot.
type Title struct {
	Role     string    `json:"role,omitempty"`
	Lines    []string  `json:"lines"`
	Position int       `json:"position,omitempty"` // on a clock; 0 is the role's
	Ring     *float64  `json:"ring,omitempty"`     // 0 is inside the plot region
	Span     bool      `json:"span,omitempty"`     // over the whole figure
	Style    TextStyle `json:"style,omitzero"`
}

// A TextStyle is how text looks.
type TextStyle struct {
	Size      string `json:"size,omitempty"`
	Color     string `json:"color,omitempty"`
	Angle     string `json:"angle,omitempty"`   // degrees, horizontal, vertical, ...
	Justify   string `json:"justify,omitempty"` // left, center, right
	Placement string `json:"placement,omitempty"`
	Box       bool   `json:"box,omitempty"`
	Fill      string `json:"fill,omitempty"` // of the box
	Line      string `json:"line,omitempty"` // of the box
	LWidth    string `json:"lwidth,omitempty"`
	Margin    string `json:"margin,omitempty"`
	Width     string `json:"width,omitempty"`   // at which lines are broken
	LineGap   string `json:"linegap,omitempty"` // between lines
}

// A LineStyle is how a line looks.
type LineStyle struct {
	Color   string `json:"color,omitempty"`
	Width   string `json:"width,omitempty"`
	Pattern string `json:"pattern,omitempty"`
}

// A Plot is a plot region with its axes. Axes are addressed by number, from 1;
// the first is at the left or the bottom, the second on the other side.
type Plot struct {
	X      []Axis    `json:"x"`
	Y      []Axis    `json:"y"`
	Layers []Layer   `json:"layers"` // in the order of drawing
	Lines  []RefLine `json:"lines,omitempty"`
	Texts  []Text    `json:"texts,omitempty"`
	Region Region    `json:"region,omitzero"`
	Aspect float64   `json:"aspect,omitempty"` // height of the plot region / its width; 0 is free
	Tight  bool      `json:"tight,omitempty"`  // no space between the data and the edges
}

// A RefLine is a line across the plot region.
type RefLine struct {
	Vertical bool      `json:"vertical,omitempty"`
	At       float64   `json:"at"`
	Axis     int       `json:"axis,omitempty"` // 0 is 1
	Style    LineStyle `json:"style,omitzero"`
	Front    bool      `json:"front,omitempty"` // over the data
	Extend   bool      `json:"extend,omitempty"`
}

// A Text is text at a place of the plot region.
type Text struct {
	X        float64   `json:"x"`
	Y        float64   `json:"y"`
	XAxis    int       `json:"xaxis,omitempty"`
	YAxis    int       `json:"yaxis,omitempty"`
	Lines    []string  `json:"lines"`
	Position string    `json:"position,omitempty"` // compass direction from the point, or a clock position
	Relative bool      `json:"relative,omitempty"` // X and Y are fractions of the plot region
	Fit      bool      `json:"fit,omitempty"`      // lines are broken at the width of the plot region
	Style    TextStyle `json:"style,omitzero"`
}

// A Layer is one plot: its data and how it is drawn. Which columns count
// depends on the kind, see Kinds.
type Layer struct {
	Kind  string   `json:"kind"`
	Name  string   `json:"name"` // in the legend; "" is not in it
	X     Numbers  `json:"x"`
	Y     Numbers  `json:"y,omitempty"`
	X2    Numbers  `json:"x2,omitempty"` // where a pair ends
	Y2    Numbers  `json:"y2,omitempty"` // the upper end of ranges, or where a pair ends
	Size  Numbers  `json:"weights,omitempty"`
	Label []string `json:"labels,omitempty"` // beside the markers
	Place []int    `json:"label_positions,omitempty"`

	XAxis int `json:"xaxis,omitempty"` // 0 is 1
	YAxis int `json:"yaxis,omitempty"` // 0 is 1

	Horizontal bool    `json:"horizontal,omitempty"` // x and y change places
	Base       float64 `json:"base,omitempty"`       // where bars, areas and spikes begin
	BarWidth   float64 `json:"barwidth,omitempty"`   // in units of the axis
	Style      Style   `json:"style,omitzero"`
	Number     int     `json:"number"` // of its colour and pattern in the scheme, from 1
	Weak       bool    `json:"weak,omitempty"`
}

// A Style is how a layer looks.
type Style struct {
	Connect string `json:"connect,omitempty"` // l, L, J, stairstep, none; by kind if empty
	Gaps    bool   `json:"gaps,omitempty"`    // missing values break lines

	Symbol    string    `json:"symbol,omitempty"`
	MSize     string    `json:"msize,omitempty"`
	MColor    string    `json:"mcolor,omitempty"`
	MFill     string    `json:"mfill,omitempty"`
	MLine     string    `json:"mline,omitempty"` // colour of the outline
	MLWidth   string    `json:"mlwidth,omitempty"`
	MAngle    string    `json:"mangle,omitempty"`
	Line      LineStyle `json:"line,omitzero"`  // or the outline of areas and bars
	Fill      string    `json:"fill,omitempty"` // of areas and bars
	Intensity string    `json:"intensity,omitempty"`

	Labels    TextStyle `json:"mlabels,omitzero"`
	LabelPos  string    `json:"mlabpos,omitempty"` // clock position
	LabelGap  string    `json:"mlabgap,omitempty"`
	HeadSize  string    `json:"headsize,omitempty"`  // of arrows
	HeadAngle string    `json:"headangle,omitempty"` // of arrows
	HeadFill  string    `json:"headfill,omitempty"`
}

// A Legend names the layers.
type Legend struct {
	Off      bool          `json:"off,omitempty"`
	On       bool          `json:"on,omitempty"`
	Entries  []LegendEntry `json:"entries,omitempty"` // nil: one for each layer with a name
	Position int           `json:"position,omitempty"`
	Ring     *float64      `json:"ring,omitempty"` // 0 is inside the plot region
	Cols     int           `json:"cols,omitempty"`
	Rows     int           `json:"rows,omitempty"`
	ColFirst bool          `json:"colfirst,omitempty"`
	Titles   []Title       `json:"titles,omitempty"`
	Text     TextStyle     `json:"text,omitzero"`
	Region   Region        `json:"region,omitzero"`
	SymXSize string        `json:"symxsize,omitempty"`
	SymYSize string        `json:"symysize,omitempty"`
	KeyGap   string        `json:"keygap,omitempty"`
	ColGap   string        `json:"colgap,omitempty"`
	RowGap   string        `json:"rowgap,omitempty"`
	TextLeft bool          `json:"textfirst,omitempty"`
	Stack    bool          `json:"stack,omitempty"` // symbols above their texts
	Span     bool          `json:"span,omitempty"`
	BMargin  string        `json:"bmargin,omitempty"`
}

// A LegendEntry is a key of the legend with its text.
type LegendEntry struct {
	Layer int      `json:"layer"` // from 1; 0 is a heading or a blank
	Lines []string `json:"lines"`
}

// A Pie is a pie chart.
type Pie struct {
	Slices []Slice   `json:"slices"`
	Angle  float64   `json:"angle"` // where the first begins, degrees counter-clockwise from the right
	CCW    bool      `json:"ccw,omitempty"`
	Line   LineStyle `json:"line,omitzero"`
	Region Region    `json:"region,omitzero"`
}

// A Slice is a part of a pie.
type Slice struct {
	Name    string    `json:"name"`
	Value   float64   `json:"value"`
	Color   string    `json:"color,omitempty"`
	Explode float64   `json:"explode,omitempty"` // percent of the figure
	Label   string    `json:"label,omitempty"`
	Gap     float64   `json:"gap,omitempty"` // of the label from its place
	Style   TextStyle `json:"style,omitzero"`
}

// A Grid is a table of figures.
type Grid struct {
	Cols  int     `json:"cols"`
	Rows  int     `json:"rows"`
	Cells []Cell  `json:"cells"`
	Scale float64 `json:"scale,omitempty"` // of text, markers and lines in the cells; 0 is by their number
	Times float64 `json:"times,omitempty"` // multiplies that; 0 is 1
	Gap   string  `json:"gap,omitempty"`   // margin around cells

	Panels bool `json:"panels,omitempty"` // plots whose regions are aligned, with titles as headings
	ShareX bool `json:"sharex,omitempty"` // panels have one x axis, drawn at the bottom
	ShareY bool `json:"sharey,omitempty"` // panels have one y axis, drawn at the left
	EdgeX  bool `json:"edgex,omitempty"`  // labels of x axes stand only at the bottom
	EdgeY  bool `json:"edgey,omitempty"`  // labels of y axes stand only at the left
	Plain  bool `json:"plain,omitempty"`  // headings have no background
}

// A Cell is a figure of a grid with its place, counted from 0.
type Cell struct {
	Row    int     `json:"row"`
	Col    int     `json:"col"`
	Figure *Figure `json:"figure"`
}

// Numbers are data. In JSON, missing values are null.
type Numbers []float64

// MarshalJSON writes missing values as null.
func (n Numbers) MarshalJSON() ([]byte, error) {
	out := make([]*float64, len(n))
	for i := range n {
		if present(n[i]) {
			out[i] = &n[i]
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads null as ".".
func (n *Numbers) UnmarshalJSON(b []byte) error {
	var in []*float64
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*n = make(Numbers, len(in))
	for i, x := range in {
		(*n)[i] = frame.Missing
		if x != nil {
			(*n)[i] = *x
		}
	}
	return nil
}

// present reports whether x is a number that can be drawn.
func present(x float64) bool { return x < frame.Missing && !math.IsInf(x, 0) }

// Check returns an error if a figure that was read from a file cannot be
// drawn: parts that are missing, or columns of different lengths.
func (f *Figure) Check() error {
	for _, v := range []float64{f.Width, f.Height, f.Scale} {
		if !(v == 0 || v >= 0.1 && v <= 100) {
			return errors.New("the size is out of range")
		}
	}
	parts := 0
	if f.Plot != nil {
		parts++
		if len(f.Plot.X) == 0 || len(f.Plot.Y) == 0 {
			return errors.New("a plot has no axes")
		}
		for i := range f.Plot.Layers {
			if err := f.Plot.Layers[i].check(); err != nil {
				return err
			}
		}
	}
	if f.Pie != nil {
		parts++
	}
	if f.Grid != nil {
		parts++
		const most = 1000
		if g := f.Grid; g.Rows > most || g.Cols > most || !(g.Scale >= 0 && g.Scale <= 100 && g.Times >= 0 && g.Times <= 100) {
			return errors.New("the grid is out of range")
		}
		for _, c := range f.Grid.Cells {
			if c.Figure == nil || c.Row < 0 || c.Col < 0 || c.Row >= f.Grid.Rows || c.Col >= f.Grid.Cols || f.Grid.Panels && c.Figure.Plot == nil {
				return errors.New("a cell lies outside its grid")
			}
			if err := c.Figure.Check(); err != nil {
				return err
			}
		}
	}
	if parts != 1 {
		return errors.New("a figure must consist of a plot, a pie or a grid")
	}
	return nil
}

func (l *Layer) check() error {
	if !KnownKind(l.Kind) {
		return fmt.Errorf("unknown kind of plot %q", l.Kind)
	}
	n := len(l.X)
	for _, m := range []int{len(l.Y), len(l.X2), len(l.Y2), len(l.Size), len(l.Label), len(l.Place)} {
		if m != 0 && m != n {
			return errors.New("columns of different lengths")
		}
	}
	return nil
}
