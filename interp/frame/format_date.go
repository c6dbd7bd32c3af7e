package frame

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A dateUnit is what a kind of date format counts: how it shows unless told
// otherwise, and what moment a value is.
type dateUnit struct {
	codes  []maskCode
	moment func(x float64) (moment, bool)
}

// A moment is a point in time in all its parts.
type moment struct {
	year, month, day int
	doy, dow         int
	week             int
	hour, min, sec   int
	ms               int
}

// dateUnits is indexed by the letter after %t.
var dateUnits = map[byte]dateUnit{
	'd': {mustCompile("DDmonCCYY"), dayMoment},
	'c': {mustCompile("DDmonCCYY HH:MM:SS"), clockMoment},
	'C': {mustCompile("DDmonCCYY HH:MM:SS"), leapMoment},
	'w': {mustCompile("CCYY!www"), periodMoment(DofW)},
	'm': {mustCompile("CCYY!mnn"), periodMoment(DofM)},
	'q': {mustCompile("CCYY!qq"), periodMoment(DofQ)},
	'h': {mustCompile("CCYY!hh"), periodMoment(DofH)},
	'y': {mustCompile("CCYY"), periodMoment(DofY)},
}

func periodMoment(first func(float64) float64) func(float64) (moment, bool) {
	return func(x float64) (moment, bool) { return dayMoment(first(x)) }
}

func dayMoment(x float64) (moment, bool) {
	n, ok := whole(x, minDay, maxDay)
	if !ok {
		return moment{}, false
	}
	y, m, d := civil(n)
	doy := n - daysBefore(y, 1) + 1
	return moment{year: y, month: m, day: d, doy: doy, dow: weekday(n), week: min((doy-1)/7+1, 52)}, true
}

func clockMoment(x float64) (moment, bool) {
	if !clockOK(x) {
		return moment{}, false
	}
	day, rest := splitClock(x)
	t, ok := dayMoment(day)
	ms := int(rest)
	t.hour, t.min, t.sec, t.ms = ms/3600000, ms/60000%60, ms/1000%60, ms%1000
	return t, ok
}

func leapMoment(x float64) (moment, bool) {
	c, leap := unleap(x)
	if !leap {
		return clockMoment(c)
	}
	t, ok := clockMoment(c - 1000)
	t.sec = 60
	return t, ok
}

// A maskCode is one code of a date format's details. Codes are tried in the
// order of the table, longer ones first; the single letters at its end are
// those of Stata's old %d formats.
type maskCode struct {
	code   string
	width  int // columns of the widest value
	append func(dst []byte, t *moment) []byte
}

var monthNames = [...]string{
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
}

var dayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// padded returns a part of a moment as n digits with leading zeros.
func padded(n int, part func(*moment) int) func([]byte, *moment) []byte {
	return func(dst []byte, t *moment) []byte {
		s := strconv.Itoa(part(t))
		dst = appendByte(dst, '0', n-len(s))
		return append(dst, s...)
	}
}

func name(part func(*moment) string) func([]byte, *moment) []byte {
	return func(dst []byte, t *moment) []byte { return append(dst, part(t)...) }
}

func century(t *moment) int { return t.year / 100 }
func yy(t *moment) int      { return t.year % 100 }
func monthOf(t *moment) int { return t.month }
func dayOf(t *moment) int   { return t.day }
func hour24(t *moment) int  { return t.hour }
func hour12(t *moment) int  { return (t.hour+11)%12 + 1 }

func monthName(t *moment) string { return monthNames[t.month-1] }
func dayName(t *moment) string   { return dayNames[t.dow] }

// ampm returns "am" or "pm" in the style of code.
func ampm(code string) maskCode {
	pm := strings.NewReplacer("a", "p", "A", "P").Replace(code)
	return maskCode{code, len(code), name(func(t *moment) string {
		if t.hour >= 12 {
			return pm
		}
		return code
	})}
}

var maskCodes = []maskCode{
	{"DAYNAME", 9, func(dst []byte, t *moment) []byte {
		s := dayName(t)
		return appendByte(append(dst, s...), ' ', 9-len(s))
	}},
	{"Dayname", 9, name(dayName)},
	{"dayname", 9, name(func(t *moment) string { return strings.ToLower(dayName(t)) })},
	{"Month", 9, name(monthName)},
	{"month", 9, name(func(t *moment) string { return strings.ToLower(monthName(t)) })},
	ampm("a.m."), ampm("p.m."), ampm("A.M."), ampm("P.M."),
	{".sss", 4, func(dst []byte, t *moment) []byte {
		return padded(3, func(t *moment) int { return t.ms })(append(dst, '.'), t)
	}},
	{".ss", 3, func(dst []byte, t *moment) []byte {
		return padded(2, func(t *moment) int { return t.ms / 10 })(append(dst, '.'), t)
	}},
	{"Mon", 3, name(func(t *moment) string { return monthName(t)[:3] })},
	{"mon", 3, name(func(t *moment) string { return strings.ToLower(monthName(t)[:3]) })},
	{"Day", 3, name(func(t *moment) string { return dayName(t)[:3] })},
	{"day", 3, name(func(t *moment) string { return strings.ToLower(dayName(t)[:3]) })},
	{"JJJ", 3, padded(3, func(t *moment) int { return t.doy })},
	{"jjj", 3, padded(1, func(t *moment) int { return t.doy })},
	{".s", 2, func(dst []byte, t *moment) []byte { return append(dst, '.', byte('0'+t.ms/100)) }},
	{"CC", 2, padded(2, century)}, {"cc", 2, padded(1, century)},
	{"YY", 2, padded(2, yy)}, {"yy", 2, padded(1, yy)},
	{"NN", 2, padded(2, monthOf)}, {"nn", 2, padded(1, monthOf)},
	{"DD", 2, padded(2, dayOf)}, {"dd", 2, padded(1, dayOf)},
	{"Da", 2, name(func(t *moment) string { return dayName(t)[:2] })},
	{"da", 2, name(func(t *moment) string { return strings.ToLower(dayName(t)[:2]) })},
	{"WW", 2, padded(2, func(t *moment) int { return t.week })},
	{"ww", 2, padded(1, func(t *moment) int { return t.week })},
	{"HH", 2, padded(2, hour24)}, {"Hh", 2, padded(2, hour12)},
	{"hH", 2, padded(1, hour24)}, {"hh", 2, padded(1, hour12)},
	{"MM", 2, padded(2, func(t *moment) int { return t.min })},
	{"mm", 2, padded(1, func(t *moment) int { return t.min })},
	{"SS", 2, padded(2, func(t *moment) int { return t.sec })},
	{"ss", 2, padded(1, func(t *moment) int { return t.sec })},
	ampm("am"), ampm("pm"), ampm("AM"), ampm("PM"),
	{"h", 1, padded(1, func(t *moment) int { return (t.month + 5) / 6 })},
	{"q", 1, padded(1, func(t *moment) int { return (t.month + 2) / 3 })},
	{"_", 1, func(dst []byte, _ *moment) []byte { return append(dst, ' ') }},
	{"+", 0, func(dst []byte, _ *moment) []byte { return dst }},
	{"C", 2, padded(2, century)}, {"c", 2, padded(1, century)},
	{"Y", 2, padded(2, yy)}, {"y", 2, padded(1, yy)},
	{"M", 3, name(func(t *moment) string { return monthName(t)[:3] })},
	{"m", 3, name(func(t *moment) string { return strings.ToLower(monthName(t)[:3]) })},
	{"L", 9, name(monthName)},
	{"l", 9, name(func(t *moment) string { return strings.ToLower(monthName(t)) })},
	{"N", 2, padded(2, monthOf)}, {"n", 2, padded(1, monthOf)},
	{"D", 2, padded(2, dayOf)}, {"d", 2, padded(1, dayOf)},
	{"J", 3, padded(3, func(t *moment) int { return t.doy })},
	{"j", 3, padded(1, func(t *moment) int { return t.doy })},
	{"W", 2, padded(2, func(t *moment) int { return t.week })},
	{"w", 2, padded(1, func(t *moment) int { return t.week })},
}

// maskLiterals may stand in a mask for themselves.
const maskLiterals = ".,:-/\\' "

// nextCode splits the first code off a mask. A literal has no append.
func nextCode(mask string) (c maskCode, rest string, ok bool) {
	for _, c := range maskCodes {
		if strings.HasPrefix(mask, c.code) {
			return c, mask[len(c.code):], true
		}
	}
	n := 0
	if mask[0] == '!' && len(mask) > 1 {
		n, mask = 1, mask[1:]
		if _, size := utf8.DecodeRuneInString(mask); size > n {
			n = size
		}
	} else if strings.IndexByte(maskLiterals, mask[0]) >= 0 {
		n = 1
	}
	return maskCode{code: mask[:n], width: uniseg.StringWidth(mask[:n])}, mask[n:], n > 0
}

// compileMask returns the codes of a mask; not ok if one is unknown.
func compileMask(mask string) (codes []maskCode, ok bool) {
	for mask != "" {
		c, rest, ok := nextCode(mask)
		if !ok {
			return nil, false
		}
		codes, mask = append(codes, c), rest
	}
	return codes, true
}

func mustCompile(mask string) []maskCode {
	codes, ok := compileMask(mask)
	if !ok {
		panic("frame: bad mask " + mask)
	}
	return codes
}

// maskWidth returns the columns of the widest value that codes show.
func maskWidth(codes []maskCode) int {
	width := 0
	for _, c := range codes {
		width += c.width
	}
	return width
}

// appendDate appends x as a date. Outside the calendar it is a plain number.
func (f Format) appendDate(dst []byte, x float64) []byte {
	t, ok := dateUnits[f.kind].moment(x)
	if !ok {
		return Format{kind: 'g', width: 12}.appendGeneral(dst, x)
	}
	for _, c := range f.codes {
		if c.append == nil {
			dst = append(dst, c.code...)
		} else {
			dst = c.append(dst, &t)
		}
	}
	return dst
}
