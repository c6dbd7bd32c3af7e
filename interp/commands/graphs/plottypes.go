package graphs

import (
	"github.com/didot-lang/didot/interp/graph"
	"github.com/didot-lang/didot/lang"
)

// A plotType is a type of plot of twoway.
type plotType struct {
	name        string // capitals mark the shortest abbreviation
	brief       string
	min, max    int  // number of variables; max 0 is no limit
	noVars      bool // the body is no variable list
	defaultTime bool // the x variable is that of tsset
	build       func(*builder) ([]graph.Layer, error)
	titles      func(*plot) titles // of axes; nil takes the variables'
}

// plotTypes are the types of plots, under the names that layers are drawn by
// where they are.
var plotTypes []*plotType

func init() {
	plotTypes = []*plotType{
		{name: "SCatter", brief: "markers", min: 2, build: buildXY},
		{name: "Line", brief: "lines", min: 2, build: buildXY},
		{name: "CONnected", brief: "markers with lines", min: 2, build: buildXY},
		{name: "area", brief: "filled areas", min: 2, build: buildXY},
		{name: "bar", brief: "bars", min: 2, build: buildXY},
		{name: "spike", brief: "spikes from the base", min: 2, build: buildXY},
		{name: "DROPline", brief: "spikes with markers", min: 2, build: buildXY},
		{name: "dot", brief: "markers on dotted lines", min: 2, build: buildXY},
		{name: "TSLine", brief: "lines over the time variable", min: 2, defaultTime: true, build: buildXY},
		{name: "rarea", brief: "areas between two variables", min: 3, max: 3, build: buildRange},
		{name: "rbar", brief: "bars between two variables", min: 3, max: 3, build: buildRange},
		{name: "rspike", brief: "spikes between two variables", min: 3, max: 3, build: buildRange},
		{name: "rcap", brief: "capped spikes between two variables", min: 3, max: 3, build: buildRange},
		{name: "rcapsym", brief: "spikes with markers at their ends", min: 3, max: 3, build: buildRange},
		{name: "RSCatter", brief: "markers of two variables", min: 3, max: 3, build: buildRange},
		{name: "rline", brief: "lines of two variables", min: 3, max: 3, build: buildRange},
		{name: "RCONnected", brief: "lines with markers of two variables", min: 3, max: 3, build: buildRange},
		{name: "TSRLine", brief: "lines of two variables over time", min: 3, max: 3, defaultTime: true, build: buildRange},
		{name: "TSRArea", brief: "areas between two variables over time", min: 3, max: 3, defaultTime: true, build: buildRange},
		{name: "pcspike", brief: "lines between pairs of points", min: 4, max: 4, build: buildPairs},
		{name: "pccapsym", brief: "lines with markers between pairs of points", min: 4, max: 4, build: buildPairs},
		{name: "PCARRow", brief: "arrows", min: 4, max: 4, build: buildPairs},
		{name: "PCBARRow", brief: "arrows with two heads", min: 4, max: 4, build: buildPairs},
		{name: "PCSCatter", brief: "markers at pairs of points", min: 4, max: 4, build: buildPairs},
		{name: "lfit", brief: "line of linear regression", min: 2, max: 2, build: buildFit},
		{name: "qfit", brief: "line of quadratic regression", min: 2, max: 2, build: buildFit},
		{name: "lfitci", brief: "line of linear regression with confidence band", min: 2, max: 2, build: buildFit},
		{name: "qfitci", brief: "line of quadratic regression with confidence band", min: 2, max: 2, build: buildFit},
		{name: "LOWess", brief: "lowess smoother", min: 2, max: 2, build: buildLowess},
		{name: "lpoly", brief: "local polynomial smoother", min: 2, max: 2, build: buildLpoly},
		{name: "HISTogram", brief: "histogram", min: 1, max: 1, build: buildHistogram, titles: histogramTitles},
		{name: "KDENsity", brief: "kernel density", min: 1, max: 1, build: buildKDensity, titles: kdensityTitles},
		{name: "FUNCtion", brief: "a function of x", noVars: true, build: buildFunction, titles: functionTitles},
		{name: "scatteri", brief: "markers at given points", noVars: true, build: buildScatteri, titles: noTitles},
		{name: "pci", brief: "lines between given points", noVars: true, build: buildPci, titles: noTitles},
		{name: "PCARRowi", brief: "arrows between given points", noVars: true, build: buildPci, titles: noTitles},
	}
}

// drawnAs are the kinds of layers of types that have no kind of their own.
var drawnAs = map[string]string{
	"tsline": "line", "tsrline": "rline", "tsrarea": "rarea", "pci": "pcspike", "pcarrowi": "pcarrow", "scatteri": "scatter",
	"lfit": "line", "qfit": "line", "lowess": "line", "lpoly": "line", "kdensity": "line", "function": "line", "histogram": "bar",
}

// drawnType returns the kind of layer that a type of plot, perhaps abbreviated,
// is drawn as; "" if there is none.
func drawnType(word string) string {
	if graph.KnownKind(word) {
		return word
	}
	for _, t := range plotTypes {
		if lang.Abbreviates(word, t.name) && graph.KnownKind(t.long()) {
			return t.long()
		}
	}
	return ""
}

// missingTypes are types of plots that are not drawn.
var missingTypes = []string{"contour", "contourline", "fpfit", "fpfitci", "mband", "mspline", "lpolyci", "rcapsymi", "heatmap"}

// long returns the full name of a type in lower case.
func (t *plotType) long() string { return lowerName(t.name) }

func lowerName(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// drawn returns the kind of layer that the type is drawn as.
func (t *plotType) drawn() string {
	if k, ok := drawnAs[t.long()]; ok {
		return k
	}
	return t.long()
}

// findType returns the type that the first word of a plot names, scatter if it
// names none, and the rest.
func findType(t lang.Text) (*plotType, lang.Text) {
	t = t.Trim()
	word := t.Text[:lang.WordLen(t.Text)]
	if len(word) < len(t.Text) && t.Text[len(word)] == '*' { // a wildcard
		word = ""
	}
	for _, p := range plotTypes {
		if word != "" && lang.Abbreviates(word, p.name) {
			return p, t.Slice(len(word), len(t.Text)).Trim()
		}
	}
	return plotTypes[0], t
}
