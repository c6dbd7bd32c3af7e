package graph

import (
	"slices"
	"strings"
)

// A Scheme is what a figure looks like where it does not say so itself.
type Scheme struct {
	Name          string
	Width, Height float64 // inches

	Background, Foreground string // bg and fg
	Page                   string // colour of the page
	PlotRegion             string // colour of the plot region
	Frame                  string // colour of its border, "none" for none
	FrameWidth             string

	Colors    []string // of layers, in order
	Patterns  []string // of lines
	Symbols   []string
	LineWidth string
	MarkSize  string
	MarkFill  string // opacity or intensity of markers' fill, such as "%80"
	BarFill   string // intensity or opacity of bars, areas and histograms
	BarLine   string // colour of their outline; "" is the layer's
	BarWidth  string // of that outline
	Band      string // colour of confidence bands
	BandLine  string // of their outline

	YGrid, XGrid bool
	GridColor    string
	GridWidth    string
	GridPattern  string
	GridFront    bool

	AxisColor  string
	AxisWidth  string
	NoXLine    bool // axes are not drawn as lines
	NoYLine    bool
	TickLength string
	YAngle     string // of labels
	Zeros      bool   // numbers as in print: 0.5 instead of .5, a true minus
	Expand     string // space between data and edges

	RefColor   string // of xline and yline
	RefWidth   string
	RefPattern string

	Title, Subtitle, Note, Caption TextStyle
	AxisTitle, AxisLabel           TextStyle
	BoldTitle                      bool
	LegendText                     TextStyle
	LegendPos                      int
	LegendCols                     int // 0: as many as fit; 1 for one column
	LegendLine                     string
	LegendFill                     string
	Heading                        string // background of the headings of panels
	CI                             string // colour of the whiskers of coefficient plots; "" is the layer's
}

// muted are eight colours that stay apart for the colour-blind and in grey.
var muted = []string{
	"#1f4e79", "#c8502d", "#2f8f7b", "#d9a12b", "#7a5aa6", "#5fa4d3", "#8c564b", "#6b6b6b", "#b5446e", "#8aa63a", "#17365c", "#e08f6a", "#1d5f52", "#a3771a", "#503a78",
}

var stata2 = []string{
	"navy", "maroon", "forest_green", "dkorange", "teal", "cranberry", "lavender", "khaki", "sienna", "emidblue", "emerald", "brown", "erose", "gold", "bluishgray",
}

var stata1 = []string{
	"dkgreen", "orange_red", "navy", "maroon", "teal", "sienna", "orange", "magenta", "cyan", "red", "lime", "brown", "purple", "olive_teal", "ltblue",
}

var greys = []string{"gs0", "gs6", "gs10", "gs4", "gs8", "gs12", "gs2", "gs7", "gs11", "gs5", "gs9", "gs13", "gs3", "gs14", "gs1"}

var allPatterns = []string{"solid", "dash", "longdash_dot", "shortdash", "dot", "longdash", "dash_dot", "shortdash_dot", "vdot"}

// didotScheme is the default: thin axes, a light grid, sans-serif, numbers as
// printed in journals.
var didotScheme = Scheme{
	Name: "didot", Width: 5.5, Height: 4,
	Background: "white", Foreground: "#222222", Page: "white", PlotRegion: "none", Frame: "none",
	Colors: muted, Patterns: []string{"solid"}, Symbols: []string{"O", "D", "T", "S", "Oh", "Dh", "Th", "Sh"},
	LineWidth: "medthick", MarkSize: "medium", MarkFill: "", BarFill: "*.75", BarLine: "white", BarWidth: "thin", Band: "", BandLine: "none",
	YGrid: true, GridColor: "gs14", GridWidth: "medthin", GridPattern: "solid",
	AxisColor: "gs5", AxisWidth: "medthin", TickLength: "medsmall", YAngle: "0", Zeros: true, Expand: "2.2",
	RefColor: "gs7", RefWidth: "medthin", RefPattern: "solid",
	Title: TextStyle{Size: "large"}, Subtitle: TextStyle{Size: "medsmall", Color: "gs4"}, Note: TextStyle{Size: "small", Color: "gs5"}, Caption: TextStyle{Size: "medsmall"},
	AxisTitle: TextStyle{Size: "medsmall"}, AxisLabel: TextStyle{Size: "medsmall", Color: "gs3"}, LegendText: TextStyle{Size: "medsmall"},
	LegendPos: 6, LegendLine: "none", LegendFill: "none", Heading: "none", BoldTitle: true,
}

// schemes are the named ones, made from each other.
var schemes = []Scheme{
	didotScheme,
	didotScheme.with("stcolor", func(s *Scheme) {
		s.Width, s.Height = 7.5, 4.5
		s.Colors, s.Zeros, s.BoldTitle = stc(), false, false
		s.GridColor, s.GridWidth, s.Foreground, s.AxisColor = "gs14", "thin", "black", "black"
		s.LegendPos, s.LegendCols, s.Symbols = 3, 1, []string{"O"}
		s.Title.Size, s.BarFill, s.BarLine = "medlarge", "*.9", ""
	}),
	stataScheme("s2color", stata2).with("s2color", func(s *Scheme) {
		s.Page, s.Heading = "ltbluishgray", "bluishgray"
	}),
	stataScheme("s2mono", greys).with("s2mono", func(s *Scheme) { s.Page, s.Heading, s.Patterns = "gs15", "gs13", allPatterns }),
	stataScheme("s1color", stata1).with("s1color", func(s *Scheme) {
		s.YGrid, s.Frame, s.Heading, s.LegendLine = false, "black", "none", "black"
	}),
	stataScheme("s1mono", greys).with("s1mono", func(s *Scheme) {
		s.YGrid, s.Frame, s.Heading, s.LegendLine, s.Patterns = false, "black", "none", "black", allPatterns
	}),
	stataScheme("s1rcolor", []string{"yellow", "lime", "midblue", "magenta", "orange", "red", "ltblue", "sandb", "mint", "olive_teal", "orange_red", "blue", "pink", "teal", "sienna"}).with("s1rcolor", func(s *Scheme) {
		s.Page, s.PlotRegion, s.Background, s.Foreground, s.AxisColor = "black", "black", "black", "white", "white"
		s.YGrid, s.Frame, s.Heading, s.RefColor = false, "white", "none", "gs10"
		s.Title.Color, s.Subtitle.Color, s.Note.Color, s.AxisTitle.Color, s.AxisLabel.Color, s.LegendText.Color = "white", "white", "white", "white", "white", "white"
	}),
	stataScheme("sj", greys).with("sj", func(s *Scheme) {
		s.YGrid, s.Frame, s.Heading, s.Patterns, s.YAngle = false, "none", "none", allPatterns, "0"
		s.Width, s.Height = 4.6, 3.4
	}),
	stataScheme("economist", []string{"edkblue", "emidblue", "eltblue", "emerald", "erose", "ebblue", "eltgreen", "stone", "navy", "maroon", "brown", "lavender", "teal", "cranberry", "khaki"}).with("economist", func(s *Scheme) {
		s.Page, s.PlotRegion, s.GridColor, s.YAngle, s.NoYLine, s.LegendLine = "ebg", "ebg", "white", "0", true, "none"
		s.GridWidth, s.LegendFill, s.LegendPos, s.BoldTitle = "medium", "none", 12, true
	}),
	didotScheme.with("stmono1", func(s *Scheme) { s.Colors, s.Patterns, s.Zeros = greys, allPatterns, false }),
	didotScheme.with("plotplain", plotplain),
	didotScheme.with("plotplainblind", func(s *Scheme) {
		plotplain(s)
		s.Colors, s.Patterns = blind, []string{"solid"}
	}),
	didotScheme.with("plottig", func(s *Scheme) { plottig(s) }),
	didotScheme.with("plottigblind", func(s *Scheme) {
		plottig(s)
		s.Colors = blind
	}),
	didotScheme.with("white_tableau", func(s *Scheme) { s.Colors, s.LegendPos, s.LegendCols = tableau, 3, 1; s.XGrid = true }),
	didotScheme.with("gg_tableau", func(s *Scheme) { s.Colors = tableau; gg(s) }),
	didotScheme.with("black_tableau", func(s *Scheme) { s.Colors = tableau; dark(s) }),
	didotScheme.with("cleanplots", func(s *Scheme) {
		s.Colors, s.LegendPos, s.LegendCols, s.XGrid = clean, 3, 1, true
		s.GridWidth = "thin"
	}),
	didotScheme.with("lean1", func(s *Scheme) { s.Colors, s.Patterns, s.YGrid, s.Frame = greys, allPatterns, false, "black" }),
	didotScheme.with("lean2", func(s *Scheme) { s.Colors, s.Patterns, s.YGrid = greys, allPatterns, false }),
	didotScheme.with("tufte", func(s *Scheme) { s.Colors, s.Patterns, s.YGrid = greys, allPatterns, false }),
	didotScheme.with("uncluttered", func(s *Scheme) { s.YGrid, s.Colors = false, tableau }),
	didotScheme.with("538", func(s *Scheme) {
		s.Page, s.Colors = "gs15", []string{"#008fd5", "#fc4f30", "#e5ae38", "#6d904f", "#8b8b8b", "#810f7c"}
	}),
	didotScheme.with("burd", func(s *Scheme) {
		s.Colors = []string{"#2166ac", "#b2182b", "#1b7837", "#e08214", "#762a83", "#878787", "#67a9cf", "#ef8a62"}
	}),
}

var (
	blind   = []string{"black", "#999999", "#56b4e9", "#009e73", "#e69f00", "#0072b2", "#d55e00", "#cc79a7"}
	tableau = []string{"#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7", "#9c755f", "#bab0ac"}
	clean   = []string{"#23395b", "#b02828", "#4f8a3b", "#e08a1e", "#6a4c93", "#3ba3a0", "#9c6b3d", "#7f7f7f"}
)

func stc() []string {
	out := make([]string, 15)
	for i := range out {
		out[i] = "stc" + string("123456789"[i%9])
		if i >= 9 {
			out[i] = "stc1" + string("012345"[i-9])
		}
	}
	return out
}

func plotplain(s *Scheme) {
	s.Colors, s.Patterns = []string{"gs0", "gs7", "gs4", "gs10", "gs2", "gs12"}, allPatterns
	s.GridPattern, s.GridWidth, s.LegendPos, s.LegendCols, s.XGrid = "dot", "thin", 3, 1, true
}

func plottig(s *Scheme) {
	gg(s)
	s.Colors = []string{"#f8766d", "#00bfc4", "#7cae00", "#c77cff", "#00a9ff", "#e68613", "#0cb702", "#ff61cc"}
}

func gg(s *Scheme) {
	s.PlotRegion, s.GridColor, s.XGrid, s.NoXLine, s.NoYLine, s.LegendPos, s.LegendCols = "gs15", "white", true, true, true, 3, 1
	s.GridWidth, s.Heading = "medium", "gs13"
}

func dark(s *Scheme) {
	s.Page, s.Background, s.Foreground, s.AxisColor, s.GridColor, s.RefColor = "#1a1a1a", "#1a1a1a", "white", "gs12", "gs4", "gs10"
	s.Title.Color, s.Subtitle.Color, s.Note.Color, s.AxisTitle.Color, s.AxisLabel.Color, s.LegendText.Color = "white", "gs13", "gs12", "white", "gs13", "white"
}

// stataScheme is what the schemes of Stata before 18 have in common.
func stataScheme(name string, palette []string) Scheme {
	s := didotScheme
	s.Name, s.Colors, s.Symbols = name, palette, []string{"O"}
	s.Foreground, s.AxisColor, s.AxisWidth, s.PlotRegion, s.Zeros, s.YAngle = "black", "black", "medthin", "white", false, "90"
	s.GridColor, s.GridWidth, s.LegendLine, s.LegendFill, s.BarFill, s.BarLine, s.BarWidth = "gs14", "medium", "black", "white", "", "", "thin"
	s.Title, s.Subtitle, s.BoldTitle = TextStyle{Size: "large"}, TextStyle{Size: "medium"}, false
	s.Note, s.Caption, s.AxisLabel = TextStyle{Size: "small"}, TextStyle{Size: "medsmall"}, TextStyle{Size: "medsmall"}
	s.LegendCols, s.RefColor = 2, "black"
	return s
}

// with returns a scheme made from s.
func (s Scheme) with(name string, change func(*Scheme)) Scheme {
	change(&s)
	s.Name = name
	return s
}

// aliases are other names, of schemes that differ in what Didot does not draw.
var aliases = map[string]string{
	"": "didot", "s2manual": "s2mono", "s1manual": "s1mono", "s2gmanual": "s2mono", "s2gcolor": "s2color", "s2color8": "s2color", "s2colour": "s2color",
	"stcolor_alt": "stcolor", "stgcolor": "stcolor", "stgcolor_alt": "stcolor", "stmono2": "stmono1", "stsj": "sj", "st": "stcolor", "tab2": "white_tableau",
	"tab1": "white_tableau", "tab3": "white_tableau", "tableau": "white_tableau", "burd4": "burd", "plotplain2": "plotplain", "rbn1mono": "lean2", "mrc": "burd", "ibm": "cleanplots", "modern": "didot",
}

// FindScheme returns the scheme called name. Families such as white_* share one.
func FindScheme(name string) (*Scheme, bool) {
	if a, ok := aliases[name]; ok {
		name = a
	}
	for _, prefix := range []string{"white_", "gg_", "black_", "burd"} {
		if strings.HasPrefix(name, prefix) && name != prefix {
			if prefix != "burd" {
				name = prefix + "tableau"
			} else {
				name = prefix
			}
		}
	}
	i := slices.IndexFunc(schemes, func(s Scheme) bool { return s.Name == name })
	if i < 0 {
		return &schemes[0], false
	}
	return &schemes[i], true
}

// SchemeNames returns the names of all schemes.
func SchemeNames() []string {
	var out []string
	for _, s := range schemes {
		out = append(out, s.Name)
	}
	return out
}
