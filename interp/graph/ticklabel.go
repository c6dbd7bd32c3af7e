package graph

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

// labelTexts returns what stands beside ticks at x. format is the axis's, own
// the format that the script asked for, or "".
func (s *Scheme) labelTexts(x []float64, format, own string) []string {
	out := make([]string, len(x))
	if own == "" && isPlain(format) {
		for i, v := range x {
			out[i] = s.plainNumber(v, x, strings.HasSuffix(format, "c"))
		}
		return out
	}
	if own == "" {
		format = dateFormat(format, x)
	} else {
		format = own
	}
	f, err := frame.ParseFormat(format)
	if err != nil || f.IsString() {
		f, _ = frame.ParseFormat("%9.0g")
	}
	for i, v := range x {
		out[i] = strings.TrimSpace(f.Trimmed(v))
		if s.Zeros && !f.IsDate() {
			out[i] = strings.Replace(out[i], "-", "−", 1)
		}
	}
	return out
}

// isPlain reports whether a format leaves the number of decimals open.
func isPlain(format string) bool {
	f := strings.TrimSuffix(format, "c")
	return format == "" || strings.HasPrefix(format, "%") && strings.HasSuffix(f, "g") && !strings.HasPrefix(format, "%t")
}

// plainNumber writes v among the ticks x. In schemes with Zeros all have the
// same decimals, a leading zero and a true minus; thousands are grouped from
// 10,000 on. Otherwise they look like %9.0g.
func (s *Scheme) plainNumber(v float64, x []float64, commas bool) string {
	decimals, big := 0, 0.0
	for _, t := range x {
		decimals = max(decimals, decimalsOf(t))
		big = max(big, math.Abs(t))
	}
	if big >= 1e9 || big > 0 && big < 1e-5 || decimals > 8 {
		return scientific(v, s.Zeros)
	}
	if !s.Zeros {
		format := "%9.0g"
		if commas {
			format = "%9.0gc"
		}
		if big >= 1e7 {
			format = strings.Replace(format, "9", "15", 1)
		}
		return strings.TrimSpace(frame.FormatValue(format, v))
	}
	if v == 0 {
		return "0"
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	if commas || big >= 10000 {
		text = grouped(text)
	}
	if v < 0 {
		text = "−" + text
	}
	return text
}

// decimalsOf returns how many decimals show x to ten digits.
func decimalsOf(x float64) int {
	text := strconv.FormatFloat(x, 'g', 10, 64)
	x, _ = strconv.ParseFloat(text, 64)
	text = strconv.FormatFloat(x, 'f', -1, 64)
	if _, frac, ok := strings.Cut(text, "."); ok {
		return len(frac)
	}
	return 0
}

func grouped(text string) string {
	whole, frac, ok := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if ok {
		return whole + "." + frac
	}
	return whole
}

// scientific writes 2e9 as 2×10⁹, or as 2.0e+09.
func scientific(v float64, pretty bool) string {
	if !pretty {
		return strings.TrimSpace(frame.FormatValue("%9.0g", v))
	}
	if v == 0 {
		return "0"
	}
	mant, exp, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	n, _ := strconv.Atoi(exp)
	return strings.Replace(mant+"×10{sup:"+strconv.Itoa(n)+"}", "-", "−", 2)
}

// dateFormat shortens a default date format to what the ticks need: years,
// months, or the whole.
func dateFormat(format string, x []float64) string {
	short, ok := shortDates[strings.TrimPrefix(format, "%")]
	if !ok {
		return format
	}
	cal := calendars[short.unit]
	years, months := true, true
	for _, v := range x {
		y := cal.year(v)
		years = years && v == cal.start(y, 0)
		whole := false
		for m := range 12 {
			whole = whole || v == cal.start(y, m)
		}
		months = months && whole
	}
	switch {
	case years:
		return short.year
	case months && short.month != "":
		return short.month
	}
	return format
}

var shortDates = map[string]struct {
	unit        byte
	year, month string
}{
	"td": {'d', "%tdCCYY", "%tdMon_CCYY"}, "d": {'d', "%tdCCYY", "%tdMon_CCYY"}, "tc": {'c', "%tcCCYY", "%tcMon_CCYY"},
	"tm": {'m', "%tmCCYY", ""}, "tq": {'q', "%tqCCYY", ""}, "th": {'h', "%thCCYY", ""}, "tw": {'w', "%twCCYY", ""},
}
