package frame

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/didot-lang/didot/interp/rc"
)

// A Format is a display format, such as "%9.0g", "%-18s" or "%tdDD_Mon_CCYY".
// See [D] format and [D] datetime display formats. Parsing is cheap enough
// that formats need no cache.
type Format struct {
	text   string
	kind   byte // g f e s x; H and L; or the unit of a date: d c C m q w h y
	width  int
	digits int        // what follows the point; bytes for H and L
	codes  []maskCode // of a date format
	left   bool
	center bool
	zeros  bool // pad with leading zeros
	commas bool // group thousands
	comma  bool // decimal comma
}

// maxWidth is the widest format that is accepted, as for str#.
const maxWidth = MaxStr

// ParseFormat reads a display format; r(120) if it is none.
func ParseFormat(s string) (Format, error) {
	f := Format{text: s}
	rest, ok := strings.CutPrefix(s, "%")
	if !ok {
		return Format{}, errFormat
	}
	rest = f.parseFlags(rest)
	if rest != "" && (rest[0] == 't' || rest[0] == 'd') {
		ok = f.parseDate(rest)
	} else {
		ok = f.parsePlain(rest)
	}
	if !ok {
		return Format{}, errFormat
	}
	return f, nil
}

var errFormat = rc.BadFormat.Errorf("invalid %%format")

// parseFlags takes the leading -, ~ and 0 off s.
func (f *Format) parseFlags(s string) string {
	for s != "" {
		switch s[0] {
		case '-':
			f.left = true
		case '~':
			f.center = true
		case '0':
			f.zeros = true
		default:
			return s
		}
		s = s[1:]
	}
	return s
}

// parsePlain reads what follows the flags of a format that is not a date's.
func (f *Format) parsePlain(s string) bool {
	var ok bool
	if f.width, s, ok = number(s); !ok || f.width == 0 || f.width > maxWidth || s == "" {
		return false
	}
	switch s {
	case "s":
		f.kind = 's'
		return !f.zeros
	case "x", "X":
		f.kind = 'x'
		return f.width == 21 && !f.center
	case "H", "L":
		f.kind, f.digits = s[0], f.width/2
		return (f.width == 8 || f.width == 16) && !f.center
	}
	if s[0] != '.' && s[0] != ',' || f.center {
		return false
	}
	f.comma = s[0] == ','
	if f.digits, s, ok = number(s[1:]); !ok || s == "" || f.digits >= maxWidth {
		return false
	}
	f.kind = s[0]
	if s[1:] == "c" {
		f.commas = f.kind != 'e'
		s = s[:1]
	}
	return len(s) == 1 && strings.IndexByte("gfe", f.kind) >= 0
}

// parseDate reads "tdCCYY", "tm" and the like, or the old "d".
func (f *Format) parseDate(s string) bool {
	if f.center || f.zeros {
		return false
	}
	kind, mask := byte('d'), s[1:]
	if s[0] == 't' {
		if len(s) < 2 {
			return false
		}
		kind, mask = s[1], s[2:]
	}
	f.kind = kind
	if kind == 'g' { // generic: a plain number
		f.width = 9
		return mask == ""
	}
	unit, ok := dateUnits[kind]
	if mask == "" || !ok {
		f.codes = unit.codes
		return ok
	}
	f.codes, ok = compileMask(mask)
	return ok
}

// number takes a decimal number off the front of s; absent, it is not ok.
func number(s string) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' && i < 5 {
		n = 10*n + int(s[i]-'0')
		i++
	}
	return n, s[i:], i > 0
}

func (f Format) String() string { return f.text }

// IsString reports whether f is for strings.
func (f Format) IsString() bool { return f.kind == 's' }

// IsDate reports whether f is for dates or times.
func (f Format) IsDate() bool { return f.codes != nil }

// Unit returns the unit of a date format: d c C m q w h y, or 0.
func (f Format) Unit() byte {
	if f.IsDate() {
		return f.kind
	}
	return 0
}

// Width returns the number of columns a value takes: for a date, those of its
// widest value.
func (f Format) Width() int {
	if f.IsDate() {
		return maskWidth(f.codes)
	}
	return f.width
}

// Left reports whether values are left-justified.
func (f Format) Left() bool { return f.left }

// Number returns x as f shows it, padded to the width of f. Missing values
// show as ., .a, ... Dates are as wide as they are; longer numbers overflow.
func (f Format) Number(x float64) string {
	var buf [64]byte
	return string(f.AppendNumber(buf[:0], x))
}

// Trimmed returns x as f shows it without leading and trailing blanks.
func (f Format) Trimmed(x float64) string {
	var buf [64]byte
	return string(f.appendValue(buf[:0], x))
}

// AppendNumber appends what Number returns to dst.
func (f Format) AppendNumber(dst []byte, x float64) []byte {
	start := len(dst)
	dst = f.appendValue(dst, x)
	pad := f.width - (len(dst) - start) // numbers are ASCII
	if pad <= 0 || f.IsDate() {
		return dst
	}
	if f.left {
		return appendByte(dst, ' ', pad)
	}
	fill := byte(' ')
	if f.zeros && x < Missing {
		fill = '0'
		if dst[start] == '-' {
			start++
		}
	}
	dst = appendByte(dst, fill, pad)
	copy(dst[start+pad:], dst[start:])
	for i := range pad {
		dst[start+i] = fill
	}
	return dst
}

func appendByte(dst []byte, b byte, n int) []byte {
	for range n {
		dst = append(dst, b)
	}
	return dst
}

// Text returns s padded to the width of f, counted in display columns. If f
// is for strings, longer ones are cut; under a number's format they are
// labels and overflow.
func (f Format) Text(s string) string {
	if f.IsDate() {
		return s
	}
	w := uniseg.StringWidth(s)
	if w > f.width && f.kind == 's' {
		s, w = cutColumns(s, f.width)
	}
	pad := f.width - w
	if pad <= 0 {
		return s
	}
	switch {
	case f.left:
		return s + strings.Repeat(" ", pad)
	case f.center:
		return strings.Repeat(" ", pad/2) + s + strings.Repeat(" ", pad-pad/2)
	}
	return strings.Repeat(" ", pad) + s
}

// cutColumns returns the longest beginning of s that fits in n columns, and
// its width.
func cutColumns(s string, n int) (string, int) {
	width, state, rest := 0, -1, s
	for rest != "" {
		cluster, after, w, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if width+w > n {
			break
		}
		width, state, rest = width+w, next, after
		_ = cluster
	}
	return s[:len(s)-len(rest)], width
}
