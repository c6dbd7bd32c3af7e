package data

import (
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// parseNumber reads a decimal number, as real() does: not hexadecimal, no
// infinity, no NaN.
func parseNumber(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eEdD") != "" {
		return 0, false
	}
	s = strings.Map(func(r rune) rune {
		if r == 'd' || r == 'D' {
			return 'e'
		}
		return r
	}, s)
	x, err := strconv.ParseFloat(s, 64)
	if err != nil && x == 0 || x >= frame.Missing || x <= -frame.Missing {
		return 0, false
	}
	return x, err == nil
}
