package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// FormatNumber returns x in a format: Stata's ("%9.2f"), a number of decimals
// ("3"), or "a3", which shows at least three significant digits as estout's
// adaptive formats do. Missing values give ".", ".a", ....
func FormatNumber(x float64, format string) string {
	if x >= frame.Missing {
		return frame.MissingName(x)
	}
	switch {
	case format == "":
		format = "a3"
	case strings.HasPrefix(format, "%"):
		return strings.TrimSpace(frame.FormatValue(format, x))
	}
	if digits, ok := strings.CutPrefix(format, "a"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil {
			n = 3
		}
		return adaptive(x, n)
	}
	n, err := strconv.Atoi(format)
	if err != nil {
		return strings.TrimSpace(frame.FormatValue("%9.0g", x))
	}
	return fixed(x, n)
}

// fixed returns x with n decimals, and no minus before a zero.
func fixed(x float64, n int) string {
	s := strconv.FormatFloat(x, 'f', n, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return s
}

// adaptive shows integers as such, numbers from 1 to 10 with n decimals, one
// decimal less for each further digit before the point, but never none, and
// numbers below 1 with n significant digits.
func adaptive(x float64, n int) string {
	a := math.Abs(x)
	switch {
	case x == math.Trunc(x) && a < 1e15:
		return fixed(x, 0)
	case a >= 1e8 || a < 1e-10:
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
