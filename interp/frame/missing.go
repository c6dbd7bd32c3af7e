package frame

import "math"

// Missing is ".". Stata reserves the doubles from 2^1023 up, so that
// numbers < . < .a < ... < .z under the ordinary comparison; the n-th letter
// is Missing * (1 + n/4096).
const Missing = 0x1p1023

const missingStep = Missing / 4096

// MissingCode returns the missing value "." (n = 0) or ".a" to ".z" (n = 1 to 26).
func MissingCode(n int) float64 { return Missing + float64(n)*missingStep }

// IsMissing reports whether x is one of the 27 missing values.
func IsMissing(x float64) bool { return x >= Missing }

// Letter returns 0 for "." and 1 to 26 for ".a" to ".z"; x must be missing.
func Letter(x float64) int {
	return min(int((x-Missing)/missingStep), 26)
}

// MissingName returns ".", ".a", ... for a missing x.
func MissingName(x float64) string {
	if n := Letter(x); n > 0 {
		return "." + string(rune('a'+n-1))
	}
	return "."
}

// Value is the door through which computed numbers enter a dataset, r() or
// e(): NaN, infinities and overflow become Missing.
func Value(x float64) float64 {
	if x < Missing && !math.IsInf(x, -1) {
		return x
	}
	if x >= Missing && x <= MissingCode(26) {
		return x
	}
	return Missing
}
