package frame

import (
	"sync"

	"github.com/rivo/uniseg"
)

var formats sync.Map // from text to Format

func formatOf(text, otherwise string) Format {
	if f, ok := formats.Load(text); ok {
		return f.(Format)
	}
	f, err := ParseFormat(text)
	if err != nil {
		f, _ = ParseFormat(otherwise)
	}
	formats.Store(text, f)
	return f
}

// FormatValue returns x in a display format, padded to its width. A format
// that is not valid counts as %10.0g.
func FormatValue(format string, x float64) string { return formatOf(format, "%10.0g").Number(x) }

// FormatString returns s in a display format for strings, padded to its
// width. A format that is not valid counts as %9s.
func FormatString(format, s string) string { return formatOf(format, "%9s").Text(s) }

// TextWidth returns the number of columns that s takes on a screen.
func TextWidth(s string) int { return uniseg.StringWidth(s) }

// Abbrev shortens a name to at most width columns, with a ~ in front of its
// last character.
func Abbrev(name string, width int) string {
	if TextWidth(name) <= width {
		return name
	}
	runes := []rune(name)
	last := string(runes[len(runes)-1])
	for n := len(runes) - 1; n > 0; n-- {
		if short := string(runes[:n]) + "~" + last; TextWidth(short) <= width {
			return short
		}
	}
	return last
}
