package graph

import (
	"fmt"
	"strings"
)

// A symbol is a marker: its outline at size 1 and how it is drawn.
type symbol struct {
	path   func() Path
	hollow bool    // not filled
	lines  bool    // consists of lines
	scale  float64 // of the size
}

// outlines are the shapes of markers, with about the area of a circle of
// diameter 1.
var outlines = map[string]func() Path{
	"circle":   func() Path { return circle(.5) },
	"diamond":  func() Path { return polygon(Point{0, -.62}, Point{.62, 0}, Point{0, .62}, Point{-.62, 0}) },
	"triangle": func() Path { return polygon(Point{0, -.6}, Point{.58, .42}, Point{-.58, .42}) },
	"square":   func() Path { return Rect{-.44, -.44, .44, .44}.path() },
	"plus":     func() Path { return cross(.56, 0) },
	"x":        func() Path { return cross(.42, .42) },
	"point":    func() Path { return circle(.12) },
	"arrowf":   func() Path { return polygon(Point{0, -.6}, Point{.4, .5}, Point{-.4, .5}) },
	"arrow":    func() Path { return polyline(Point{-.4, .5}, Point{0, -.6}, Point{.4, .5}) },
	"pipe":     func() Path { return polyline(Point{0, -.6}, Point{0, .6}) },
	"V":        func() Path { return polyline(Point{-.4, -.5}, Point{0, .5}, Point{.4, -.5}) },
}

// cross returns two lines through the origin.
func cross(x, y float64) Path {
	p := polyline(Point{-x, -y}, Point{x, y})
	p.Move(Point{y, -x})
	p.Line(Point{-y, x})
	return p
}

// symbolCodes are the short names of markers.
var symbolCodes = map[string]string{
	"O": "circle", "D": "diamond", "T": "triangle", "S": "square", "+": "plus", "X": "x", "p": "point", "A": "arrowf", "a": "arrow",
	"|": "pipe", "V": "V", "o": "smcircle", "d": "smdiamond", "t": "smtriangle", "s": "smsquare", "x": "smx",
	"Oh": "circle_hollow", "Dh": "diamond_hollow", "Th": "triangle_hollow", "Sh": "square_hollow",
	"oh": "smcircle_hollow", "dh": "smdiamond_hollow", "th": "smtriangle_hollow", "sh": "smsquare_hollow",
	"i": "none", "none": "none", "default": "circle", "dot": "point", "smplus": "smplus", "smv": "smV", "v": "smV",
}

// CheckSymbol returns an error if spec is no symbol.
func CheckSymbol(spec string) error {
	if _, ok := parseSymbol(spec); !ok {
		return fmt.Errorf("%s is not a symbol", spec)
	}
	return nil
}

// parseSymbol returns the symbol of a name or code; its path is nil for none.
func parseSymbol(spec string) (s symbol, ok bool) {
	name := strings.Trim(strings.TrimSpace(spec), `"`)
	if long, ok := symbolCodes[name]; ok {
		name = long
	}
	if name == "none" {
		return s, true
	}
	s.scale = 1
	if rest, ok := strings.CutSuffix(name, "_hollow"); ok {
		s.hollow, name = true, rest
	}
	if rest, ok := strings.CutPrefix(name, "sm"); ok {
		s.scale, name = .6, rest
	}
	s.path, ok = outlines[name]
	s.lines = name == "plus" || name == "x" || name == "pipe" || name == "V" || name == "arrow"
	return s, ok
}
