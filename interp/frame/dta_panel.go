package frame

import (
	"slices"
	"strconv"
	"strings"
)

// xtset keeps its settings in characteristics of the dataset, those of Stata
// before version 10 and newer ones side by side. A Frame has them as its Panel
// instead; files have the characteristics.
var panelChars = []struct {
	name string
	get  func(Panel) string
	set  func(*Panel, string)
}{
	{"iis", panelID, setPanelID},
	{"tis", panelTime, setPanelTime},
	{"_TSitrvl", func(p Panel) string { return timeOnly(p, "1") }, func(*Panel, string) {}},
	{"_TSdelta", func(p Panel) string { return timeOnly(p, hexNumber(p.Delta)) }, func(p *Panel, s string) { p.Delta = parseHexNumber(s) }},
	{"_TSpanel", panelID, setPanelID},
	{"_TStvar", panelTime, setPanelTime},
}

func panelID(p Panel) string          { return p.ID }
func panelTime(p Panel) string        { return p.Time }
func setPanelID(p *Panel, s string)   { p.ID = s }
func setPanelTime(p *Panel, s string) { p.Time = s }
func timeOnly(p Panel, s string) string {
	if p.Time == "" {
		return ""
	}
	return s
}

// takePanel turns the characteristics of xtset into f.Panel. Names of
// variables that f lacks are dropped.
func (f *Frame) takePanel() {
	for _, c := range panelChars {
		if text := f.Chars.Get(c.name); text != "" {
			c.set(&f.Panel, text)
			f.Chars.Set(c.name, "")
		}
	}
	if f.Column(f.Panel.ID) == nil {
		f.Panel.ID = ""
	}
	if f.Column(f.Panel.Time) == nil {
		f.Panel.Time, f.Panel.Delta = "", 0
	}
	if f.Panel.Delta == 1 {
		f.Panel.Delta = 0
	}
}

// charsWithPanel returns the characteristics of the dataset, those of xtset
// included.
func (f *Frame) charsWithPanel() Chars {
	chars := slices.Clone(f.Chars)
	for _, c := range panelChars {
		chars.Set(c.name, c.get(f.Panel))
	}
	return chars
}

// hexNumber writes x as the format %21x does. Zero stands for 1.
func hexNumber(x float64) string {
	if x == 0 {
		x = 1
	}
	return string(appendHex(nil, x))
}

// parseHexNumber is the inverse of hexNumber; it returns 0 for anything else.
func parseHexNumber(s string) float64 {
	mantissa, power, ok := strings.Cut(strings.TrimPrefix(s, "+"), "X")
	if !ok {
		return 0
	}
	exponent, err := strconv.ParseInt(power, 16, 16)
	if err != nil {
		return 0
	}
	x, err := strconv.ParseFloat("0x"+mantissa+"p"+strconv.FormatInt(exponent, 10), 64)
	if err != nil || x <= 0 {
		return 0
	}
	return x
}
