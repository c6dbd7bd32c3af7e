package graph

import (
	"fmt"
	"strings"
)

// patterns are dashes in units of the width of the line: lengths of lines and
// gaps in turn.
var patterns = map[string][]float64{
	"solid": nil, "dash": {6, 3.5}, "longdash": {11, 4}, "shortdash": {3.6, 2.6}, "dot": {1, 2.6}, "vdot": {1, 4},
	"dash_dot": {6, 3, 1, 3}, "longdash_dot": {11, 3.4, 1, 3.4}, "shortdash_dot": {3.6, 2.4, 1, 2.4},
	"longdash_shortdash": {11, 3.4, 3.6, 3.4}, "dash_3dot": {6, 2.6, 1, 2.6, 1, 2.6, 1, 2.6}, "blank": {0, 1},
	"longdash_3dot": {11, 2.6, 1, 2.6, 1, 2.6, 1, 2.6}, "dash_dot_dot": {6, 2.6, 1, 2.6, 1, 2.6}, "longdash_dot_dot": {11, 2.6, 1, 2.6, 1, 2.6},
	"tight_dot": {1, 1.4}, "tight_dash": {4, 1.6},
}

// formula are the pieces of patterns such as "-.-" and "_#".
var formula = map[rune][2]float64{'-': {3.6, 0}, '_': {9, 0}, '.': {1, 0}, '#': {0, 1.3}, 'l': {9, 0}}

// CheckPattern returns an error if spec is no pattern of lines.
func CheckPattern(spec string) error {
	_, err := parsePattern(spec)
	return err
}

func parsePattern(spec string) ([]float64, error) {
	spec = strings.Trim(strings.TrimSpace(spec), `"`)
	if p, ok := patterns[spec]; ok {
		return p, nil
	}
	var dash []float64
	for _, r := range spec {
		switch piece, ok := formula[r]; {
		case r == ' ' && len(dash) > 0:
			dash[len(dash)-1] += 2.6
		case !ok:
			return nil, fmt.Errorf("%s is not a line pattern", spec)
		case r == '#' && len(dash) > 0:
			dash[len(dash)-1] += piece[1]
		default:
			dash = append(dash, piece[0], 2.6)
		}
	}
	return dash, nil
}

// newPen returns the pen of a colour, a width in points and a pattern.
func newPen(c RGBA, width float64, pattern string) pen {
	p := pen{color: c, width: width}
	dash, err := parsePattern(pattern)
	if err != nil || len(dash) == 0 {
		return p
	}
	if strings.TrimSpace(pattern) == "blank" {
		return pen{}
	}
	unit := max(width, 0.6)
	for _, d := range dash {
		p.dash = append(p.dash, mul(d, unit))
	}
	return p
}
