package frame

import (
	"math"
	"slices"
	"strings"
)

// NoTopYear is the topyear argument of a date function that was given none:
// years of two digits are then missing, unless the mask names a century.
const NoTopYear = 0.0

// DateOf reads a date such as "22 August 2026" by a mask such as "DMY": the
// order of M, D and [##]Y, with # for an element to skip. topyear decides on
// years of two digits: they are the last ones not after it.
func DateOf(s, mask string, topyear float64) float64 {
	t, ok := readTime(s, mask, "YMD", topyear)
	if !ok {
		return Missing
	}
	return MDY(t['M'], t['D'], t['Y'])
}

// ClockOf reads a time such as "2026-08-22 1:45 pm" by a mask such as
// "YMDhm": M, D, [##]Y, h, m, s and # in their order.
func ClockOf(s, mask string, topyear float64) float64 {
	t, ok := readTime(s, mask, "YMDhms", topyear)
	if !ok {
		return Missing
	}
	return MDYHMS(t['M'], t['D'], t['Y'], t['h'], t['m'], t['s'])
}

// WeeklyOf reads a week such as "2026w34" by the mask "YW" or "WY".
func WeeklyOf(s, mask string, topyear float64) float64 { return periodOf(s, mask, 'W', 52, topyear) }

// MonthlyOf reads a month such as "2026m8" or "Aug 2026" by "YM" or "MY".
func MonthlyOf(s, mask string, topyear float64) float64 { return periodOf(s, mask, 'M', 12, topyear) }

// QuarterlyOf reads a quarter such as "2026q3" by "YQ" or "QY".
func QuarterlyOf(s, mask string, topyear float64) float64 { return periodOf(s, mask, 'Q', 4, topyear) }

// HalfYearlyOf reads a half-year such as "2026h2" by "YH" or "HY".
func HalfYearlyOf(s, mask string, topyear float64) float64 { return periodOf(s, mask, 'H', 2, topyear) }

// YearlyOf reads a year by "Y".
func YearlyOf(s, mask string, topyear float64) float64 {
	if t, ok := readTime(s, mask, "Y", topyear); ok {
		return YofD(DofY(t['Y']))
	}
	return Missing
}

func periodOf(s, mask string, letter byte, n int, topyear float64) float64 {
	if t, ok := readTime(s, mask, "Y"+string(letter), topyear); ok {
		return period(t['Y'], t[letter], n)
	}
	return Missing
}

// dateLiterals are the functions whose argument is not an expression but a
// date as text: td(22aug2026). Masks are tried in order.
var dateLiterals = map[string]struct {
	read  func(s, mask string, topyear float64) float64
	masks []string
}{
	"td": {DateOf, []string{"DMY"}},
	"tc": {ClockOf, []string{"DMYhms", "DMYhm", "DMYh", "DMY", "hms", "hm"}},
	"tw": {WeeklyOf, []string{"YW", "WY"}},
	"tm": {MonthlyOf, []string{"YM", "MY"}},
	"tq": {QuarterlyOf, []string{"YQ", "QY"}},
	"th": {HalfYearlyOf, []string{"YH", "HY"}},
	"ty": {YearlyOf, []string{"Y"}},
}

// DateLiteral returns the value of a literal such as td(22aug2026): its
// function td, tc, tC, tw, tm, tq, th or ty (or the old d, w, m, q, h, y) and
// its text.
func DateLiteral(function, text string) (x float64, ok bool) {
	if function == "tC" {
		x, ok = DateLiteral("tc", text)
		return LeapOfC(x), ok
	}
	if len(function) == 1 {
		function = "t" + function
	}
	lit, ok := dateLiterals[function]
	if !ok {
		return Missing, false
	}
	for _, mask := range lit.masks {
		if x := lit.read(text, mask, NoTopYear); x != Missing {
			return x, true
		}
	}
	return Missing, false
}

// timeParts holds the elements that were read, by their letter in the mask.
type timeParts ['z' + 1]float64

// A timeElement is one element of a mask: a letter or #, and for Y a century
// in hundreds of years or 0.
type timeElement struct {
	letter  byte
	century float64
}

// parseTimeMask returns the elements of a mask, which must be among allowed,
// each at most once, or #.
func parseTimeMask(mask, allowed string) (elements []timeElement, ok bool) {
	for i := 0; i < len(mask); i++ {
		c, e := mask[i], timeElement{}
		switch {
		case c == ' ':
			continue
		case c == '#':
		case isDigit(c) && i+2 < len(mask) && isDigit(mask[i+1]) && mask[i+2] == 'Y':
			e.century = float64(1000*int(c-'0') + 100*int(mask[i+1]-'0'))
			i += 2
			c = 'Y'
			fallthrough
		default:
			known := strings.IndexByte(allowed, c) >= 0
			again := slices.ContainsFunc(elements, func(o timeElement) bool { return o.letter == c })
			if !known || again {
				return nil, false
			}
		}
		e.letter = c
		elements = append(elements, e)
	}
	return elements, len(elements) > 0
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// A timeReader reads the elements of a date off a string.
type timeReader struct {
	s       string
	topyear float64
	parts   timeParts
}

// readTime reads s by mask. Elements that the mask lacks are those of
// 01jan1960 00:00:00.
func readTime(s, mask, allowed string, topyear float64) (parts *timeParts, ok bool) {
	elements, ok := parseTimeMask(mask, allowed)
	if !ok {
		return nil, false
	}
	r := &timeReader{s: s, topyear: topyear}
	r.parts['Y'], r.parts['M'], r.parts['D'] = 1960, 1, 1
	half := ""
	if slices.ContainsFunc(elements, func(e timeElement) bool { return e.letter == 'h' }) {
		r.s, half = cutHalf(s)
	}
	for len(elements) > 0 {
		n := r.read(elements)
		if n == 0 {
			return nil, false
		}
		elements = elements[n:]
	}
	r.skip()
	return &r.parts, r.s == "" && r.toHour24(half)
}

// cutHalf takes "am", "p.m." and the like out of s.
func cutHalf(s string) (rest, half string) {
	low := strings.ToLower(s)
	if len(low) != len(s) { // lower case of other lengths: no date
		return s, ""
	}
	for _, word := range []string{"a.m.", "p.m.", "am", "pm"} {
		for at := 0; ; at++ {
			i := strings.Index(low[at:], word)
			if i < 0 {
				break
			}
			at += i
			end := at + len(word)
			if (at == 0 || !isLetter(s[at-1])) && (end == len(s) || !isLetter(s[end])) {
				return s[:at] + " " + s[end:], low[at : at+1]
			}
		}
	}
	return s, ""
}

// toHour24 turns an hour of 1 to 12 into one of 0 to 23.
func (r *timeReader) toHour24(half string) bool {
	h := &r.parts['h']
	switch {
	case half == "":
		return true
	case *h < 1 || *h > 12:
		return false
	case *h == 12:
		*h = 0
	}
	if half == "p" {
		*h += 12
	}
	return true
}

// skip passes over blanks and punctuation.
func (r *timeReader) skip() {
	r.s = strings.TrimLeftFunc(r.s, func(c rune) bool { return c < 0x80 && !isLetter(byte(c)) && !isDigit(byte(c)) })
}

// run returns the length of the digits, or else of the letters, ahead.
func (r *timeReader) run(is func(byte) bool) int {
	n := 0
	for n < len(r.s) && is(r.s[n]) {
		n++
	}
	return n
}

// read reads the first of the elements, or several written without anything
// between them, and returns how many; 0 is failure.
func (r *timeReader) read(elements []timeElement) int {
	r.skip()
	e := elements[0]
	digits, letters := r.run(isDigit), r.run(isLetter)
	if e.letter == '#' {
		r.s = r.s[max(digits, letters):]
		return min(max(digits, letters), 1)
	}
	if letters > 0 {
		if e.letter == 'M' && r.monthName(letters) {
			return 1
		}
		if letters != 1 || r.s[0]|0x20 != e.letter|0x20 { // the m of 2026m8
			return 0
		}
		r.s = r.s[1:]
		digits = r.run(isDigit)
	}
	k, yearDigits := splitRun(digits, elements)
	for i := range k {
		if !r.take(elements[i], min(elements[i].digits(yearDigits), r.run(isDigit))) {
			return 0
		}
	}
	return k
}

// splitRun returns how many of the elements a run of digits holds, and how
// many digits the year has in it: the first alone if it can, else as many as
// possible.
func splitRun(digits int, elements []timeElement) (k, yearDigits int) {
	if digits > 0 && digits <= elements[0].digits(4) {
		return 1, digits
	}
	for k := len(elements); k > 1; k-- {
		for _, year := range []int{4, 2} {
			sum := 0
			for _, e := range elements[:k] {
				sum += e.digits(year)
			}
			if sum == digits {
				return k, year
			}
		}
	}
	return 0, 0
}

// digits returns the digits that e takes in a run of several elements.
func (e timeElement) digits(year int) int {
	switch e.letter {
	case 'Y':
		return year
	case '#':
		return 1 << 20 // never part of a run
	}
	return 2
}

// take reads n digits as element e.
func (r *timeReader) take(e timeElement, n int) bool {
	x := 0
	for _, c := range []byte(r.s[:n]) {
		x = 10*x + int(c-'0')
	}
	r.s = r.s[n:]
	v := float64(x)
	if e.letter == 'Y' {
		year, ok := fullYear(v, n, e.century, r.topyear)
		if !ok {
			return false
		}
		v = year
	}
	if e.letter == 's' {
		v += r.fraction()
	}
	r.parts[e.letter] = v
	return true
}

// fraction reads decimals of a second, rounded to milliseconds.
func (r *timeReader) fraction() float64 {
	if len(r.s) < 2 || r.s[0] != '.' && r.s[0] != ',' || !isDigit(r.s[1]) {
		return 0
	}
	r.s = r.s[1:]
	n := r.run(isDigit)
	x, unit := 0.0, .1
	for _, c := range []byte(r.s[:n]) {
		x += float64(float64(c-'0') * unit)
		unit /= 10
	}
	r.s = r.s[n:]
	return min(math.Round(x*1000), 999) / 1000
}

// fullYear completes a year of n digits.
func fullYear(y float64, n int, century, topyear float64) (float64, bool) {
	switch {
	case n == 4:
		return y, true
	case n != 2:
		return 0, false
	case century > 0:
		return century + y, true
	case topyear >= 1000 && topyear <= 9998:
		top := math.Floor(topyear)
		y += 100 * math.Floor(top/100)
		if y > top {
			y -= 100
		}
		return y, true
	}
	return 0, false
}

// monthName reads a month's name of n letters, cut to three or more.
func (r *timeReader) monthName(n int) bool {
	word := strings.ToLower(r.s[:n])
	if n < 3 {
		return false
	}
	for i, name := range monthNames {
		if strings.HasPrefix(strings.ToLower(name), word) {
			r.parts['M'] = float64(i + 1)
			r.s = r.s[n:]
			return true
		}
	}
	return false
}
