package graph

import (
	"fmt"
	"strconv"
	"strings"
)

// Sizes are in percent of the smaller side of the figure, by name.
var (
	textSizes = map[string]float64{
		"zero": 0, "minuscule": .35, "quarter_tiny": .35, "third_tiny": .46, "half_tiny": .69, "tiny": 1.39, "vsmall": 2.08, "small": 2.78,
		"medsmall": 3.47, "medium": 3.82, "medlarge": 4.17, "large": 4.86, "vlarge": 5.56, "huge": 6.94, "vhuge": 9.72,
		"default": 3.82, "tenth": 10, "quarter": 25, "third": 33.33, "half": 50, "full": 100,
	}
	lineWidths = map[string]float64{
		"none": 0, "vvvthin": .01, "vvthin": .05, "vthin": .09, "thin": .15, "medthin": .25, "medium": .35, "medthick": .5, "thick": .85,
		"vthick": 1.4, "vvthick": 2.6, "vvvthick": 4.2,
	}
	markerSizes = map[string]float64{
		"zero": 0, "vtiny": .5, "tiny": .65, "vsmall": 1, "small": 1.35, "medsmall": 1.7, "medium": 2.1, "medlarge": 2.6, "large": 3.1,
		"vlarge": 4, "huge": 5, "vhuge": 6.2, "ehuge": 10, "default": 2.1,
	}
	margins = map[string]float64{
		"zero": 0, "tiny": .5, "vsmall": 1, "small": 2, "medsmall": 2.5, "medium": 3.5, "medlarge": 5, "large": 7, "vlarge": 10, "sides": 3.5, "bottom": 3.5,
	}
	tickLengths = map[string]float64{
		"zero": 0, "minuscule": .1, "tiny": .4, "vsmall": .6, "small": .9, "medsmall": 1.2, "medium": 1.5, "medlarge": 2, "large": 2.5, "vlarge": 3.5, "huge": 5,
	}
)

// units are lengths in points.
var units = map[string]float64{"pt": 1, "in": 72, "inch": 72, "cm": 72 / 2.54, "mm": 72 / 25.4}

// A length is a size as scripts give it.
type length struct {
	value  float64
	unit   string // "%" of the figure, "pt", or "*" of the default
	number bool   // given as a number, not by name
}

// parseLength reads a name of table, a number (percent of the figure),
// *number (of the default), or a number with a unit.
func parseLength(spec string, table map[string]float64) (length, error) {
	s := strings.TrimSpace(spec)
	if v, ok := table[s]; ok {
		return length{v, "%", false}, nil
	}
	bad := fmt.Errorf("%s is not a size", spec)
	if rest, ok := strings.CutPrefix(s, "*"); ok {
		x, err := strconv.ParseFloat(rest, 64)
		if err != nil || x < 0 {
			return length{}, bad
		}
		return length{x, "*", true}, nil
	}
	for unit, points := range units {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			if x, err := strconv.ParseFloat(strings.TrimSpace(rest), 64); err == nil && x >= 0 {
				return length{mul(x, points), "pt", true}, nil
			}
		}
	}
	x, err := strconv.ParseFloat(strings.TrimSuffix(s, "rs"), 64)
	if err != nil || x < -100 || x > 1000 {
		return length{}, bad
	}
	return length{x, "%", true}, nil
}

// CheckTextSize returns an error if spec is no size of text.
func CheckTextSize(spec string) error { return checkLength(spec, textSizes) }

// CheckMarkerSize returns an error if spec is no size of markers.
func CheckMarkerSize(spec string) error { return checkLength(spec, markerSizes) }

// CheckLineWidth returns an error if spec is no width of lines.
func CheckLineWidth(spec string) error { return checkLength(spec, lineWidths) }

// CheckMargin returns an error if spec is no margin.
func CheckMargin(spec string) error {
	_, err := parseMargin(spec)
	return err
}

func checkLength(spec string, table map[string]float64) error {
	_, err := parseLength(spec, table)
	return err
}

// points returns the length of spec in points, where base points are 100% and
// scale enlarges what is relative; otherwise, a spec too, is the default.
func points(spec, otherwise string, table map[string]float64, base, scale float64) float64 {
	l, err := parseLength(spec, table)
	if spec == "" || err != nil {
		if l, err = parseLength(otherwise, table); err != nil {
			return 0
		}
	}
	switch l.unit {
	case "pt":
		return l.value
	case "*":
		if spec == otherwise {
			return 0
		}
		return mul(l.value, points("", otherwise, table, base, scale))
	}
	return mul(mul(l.value/100, base), scale)
}

// A margin is the space at the four sides, in percent of the figure, NaN-free;
// set tells which sides were given.
type margin struct {
	left, right, top, bottom float64
	set                      [4]bool
}

// parseMargin reads a name, "l=1 r=2 t=3 b=4" in any order, or four numbers
// left, right, bottom, top.
func parseMargin(spec string) (m margin, err error) {
	spec = strings.TrimSpace(spec)
	all := [4]bool{true, true, true, true}
	if v, ok := margins[spec]; ok {
		m = margin{v, v, v, v, all}
		switch spec {
		case "sides":
			m.top, m.bottom = 0, 0
		case "bottom":
			m.left, m.right, m.top = 0, 0, 0
		}
		return m, nil
	}
	words := strings.Fields(strings.NewReplacer("=", " = ", ",", " ").Replace(spec))
	sides := map[string]int{"l": 0, "left": 0, "r": 1, "right": 1, "b": 2, "bottom": 2, "t": 3, "top": 3}
	values := [4]*float64{&m.left, &m.right, &m.bottom, &m.top}
	first := ""
	if len(words) > 0 {
		first = words[0]
	}
	if _, named := sides[first]; named || len(words) == 2 {
		return m, namedSides(words, sides, values, &m.set, spec)
	}
	if len(words) != 1 && len(words) != 4 {
		return m, fmt.Errorf("%s is not a margin", spec)
	}
	for i, v := range values {
		x, err := strconv.ParseFloat(words[i%len(words)], 64)
		if err != nil {
			return m, fmt.Errorf("%s is not a margin", spec)
		}
		*v = x
	}
	m.set = all
	return m, nil
}

func namedSides(words []string, sides map[string]int, values [4]*float64, set *[4]bool, spec string) error {
	for i := 0; i < len(words); {
		k, ok := sides[words[i]]
		i++
		if i < len(words) && words[i] == "=" {
			i++
		}
		if !ok || i == len(words) {
			return fmt.Errorf("%s is not a margin", spec)
		}
		x, err := strconv.ParseFloat(strings.TrimPrefix(words[i], "+"), 64)
		if err != nil {
			return fmt.Errorf("%s is not a margin", spec)
		}
		*values[k], set[k] = x, true
		i++
	}
	return nil
}

// Margin returns a margin given by name or as a number, in percent of the
// figure; 0 if it is neither.
func Margin(spec string) float64 { return percentOf(spec) }
