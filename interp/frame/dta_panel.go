package frame

import (
	"math"
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
	{"_TSdelta", func(p Panel) string { return timeOnly(p, hexNumber(max(p.Delta, 0))) }, func(p *Panel, s string) { p.Delta = parseHexNumber(s) }},
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

// hexNumber writes a positive x as the format %21x does: a hexadecimal
// mantissa of 13 digits and a hexadecimal exponent of 2, "+1.8000000000000X+001"
// for 3. Zero stands for 1.
func hexNumber(x float64) string {
	if x == 0 {
		x = 1
	}
	bits := math.Float64bits(x)
	exponent := int(bits>>52&0x7ff) - 1023
	sign := byte('+')
	if exponent < 0 {
		sign, exponent = '-', -exponent
	}
	hex := strconv.FormatUint(bits&(1<<52-1)|1<<52, 16)
	power := strconv.FormatUint(uint64(exponent)|1<<12, 16)
	return "+1." + hex[1:] + "X" + string(sign) + power[1:]
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
