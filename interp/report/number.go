package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// Numbers says how numbers are written.
type Numbers struct {
	Point  string // the decimal point; "" is "."
	Minus  string // the minus sign; "" is "-"
	NoZero bool   // no zero in front of the decimal point of fixed formats
}

// format returns the number of an atom as text.
func (n Numbers) format(a Atom) string {
	s := FormatNumber(a.Num, a.Format)
	if n == (Numbers{}) || a.Num >= frame.Missing {
		return s
	}
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	if n.NoZero && strings.HasPrefix(s, "0.") {
		s = s[1:]
	}
	if n.Point != "" {
		s = strings.Replace(s, ".", n.Point, 1)
	}
	switch {
	case negative && n.Minus != "":
		return n.Minus + s
	case negative:
		return "-" + s
	}
	return s
}

// ValidFormat reports whether FormatNumber knows the format.
func ValidFormat(format string) bool {
	if format == "g" || format == "%g" || format == "a" || format == "s" {
		return true
	}
	if strings.HasPrefix(format, "%") {
		_, err := frame.ParseFormat(format)
		return err == nil
	}
	n, err := strconv.Atoi(strings.TrimPrefix(format, "a"))
	return err == nil && n >= 0 && n <= 30
}

// FormatNumber returns x in a format: Stata's ("%9.2f", "g" for "%9.0g"), a
// number of decimals ("3"), "a3", which shows at least three significant
// digits ("a" counts as "a3"), or "o3", which is outreg2's automatic format. Missing values give ".", ".a", ..., but ".z"
// nothing: it stands for what there is not.
func FormatNumber(x float64, format string) string {
	if x == Nothing {
		return ""
	}
	if x >= frame.Missing {
		return frame.MissingName(x)
	}
	switch {
	case format == "" || format == "g" || format == "%g" || format == "s":
		format = "%9.0g"
	case format == "a":
		format = "a3"
	}
	if strings.HasPrefix(format, "%") {
		return strings.TrimSpace(frame.FormatValue(format, x))
	}
	if digits, ok := strings.CutPrefix(format, "a"); ok {
		n, _ := strconv.Atoi(digits)
		return adaptive(x, max(n, 1))
	}
	if digits, ok := strings.CutPrefix(format, "o"); ok {
		n, _ := strconv.Atoi(digits)
		return significant(x, max(n, 1))
	}
	n, _ := strconv.Atoi(format)
	return fixed(x, n)
}

// Nothing is the number of a cell that shows none: ".z".
var Nothing = frame.MissingCode(26)

// fixed returns x with n decimals.
func fixed(x float64, n int) string { return strconv.FormatFloat(x, 'f', n, 64) }

// The bounds outside which adaptive formats turn to exponents.
const (
	adaptiveLarge = 1e8
	adaptiveSmall = 1e-8
)

// adaptive shows integers as such, numbers from 1 to 10 with n decimals, one
// decimal less for each further digit before the point, but never none, and
// numbers below 1 with n significant digits.
func adaptive(x float64, n int) string {
	a := math.Abs(x)
	switch {
	case x == math.Trunc(x) && a < 1e15:
		return fixed(x, 0)
	case a >= adaptiveLarge || a < adaptiveSmall:
		return strconv.FormatFloat(x, 'e', max(n-1, 0), 64)
	}
	for decimals := n + 10; ; decimals-- { // rounding may carry into a new digit
		s := fixed(x, decimals)
		v, _ := strconv.ParseFloat(s, 64)
		if want := adaptiveDecimals(math.Abs(v), n); decimals <= want || decimals == 0 {
			return s
		}
	}
}

func adaptiveDecimals(a float64, n int) int {
	if a == 0 {
		return n
	}
	order := int(math.Floor(math.Log10(a)))
	if order < 0 {
		return n - order - 1
	}
	return max(n-order, 1)
}

// significant shows integers as such, numbers below 1 with n significant
// digits, larger ones with n + 1 but no fewer than those before the point,
// between which commas stand, and numbers below 0.0001 with exponents.
func significant(x float64, n int) string {
	a := math.Abs(x)
	switch {
	case x == math.Trunc(x) && a < 1e15:
		return strings.TrimSpace(frame.FormatValue("%32.0fc", x))
	case a < 1e-4 || a >= 1e9:
		return strconv.FormatFloat(x, 'e', max(n-1, 0), 64)
	}
	decimals := n
	if order := int(math.Floor(math.Log10(a))); order < 0 {
		decimals = n - order - 1
	} else {
		decimals = max(n-order, 0)
	}
	return strings.TrimSpace(frame.FormatValue("%32."+strconv.Itoa(decimals)+"fc", x))
}
