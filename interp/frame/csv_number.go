package frame

import (
	"bytes"
	"math"
	"strconv"
	"unsafe"
)

// powers are the powers of ten that a double holds exactly.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// decimal reads nothing, or digits with or without a point, from b[p:] up to
// the end of the field. An end of -1 means that this is no such number or not
// one that two exact doubles make (Clinger 1990); number can tell. b must end
// in a newline.
func (s *csvScanner) decimal(b []byte, p int) (x float64, end int) {
	if class := s.class[b[p]]; class == csvDelimiter || class == csvNewline {
		return Missing, p
	}
	negative := b[p] == '-'
	if negative {
		p++
	}
	m, first := uint64(0), p
	for b[p]-'0' <= 9 {
		m = m*10 + uint64(b[p]-'0')
		p++
	}
	digits, decimals := p-first, 0
	if b[p] == '.' {
		p++
		point := p
		for b[p]-'0' <= 9 {
			m = m*10 + uint64(b[p]-'0')
			p++
		}
		decimals = p - point
		digits += decimals
	}
	if digits == 0 || digits > 18 || decimals > 0 && m >= 1<<53 {
		return 0, -1
	}
	if class := s.class[b[p]]; class == 0 || class > csvReturn || class == csvReturn && b[p+1] != '\n' {
		return 0, -1
	}
	x = float64(m)
	if decimals > 0 {
		x /= powers[decimals]
	}
	if negative {
		x = -x
	}
	return x, p
}

// number returns the value of a field: a number or missing. Blanks around it
// do not count.
func (s *csvScanner) number(field []byte) (x float64, ok bool) {
	field = bytes.Trim(field, " \t")
	switch {
	case len(field) == 0 || string(field) == ".":
		return Missing, true
	case len(field) == 2 && field[0] == '.' && 'a' <= field[1] && field[1] <= 'z':
		return MissingCode(int(field[1]-'a') + 1), true
	}
	if s.opts.Decimal != 0 || s.opts.Group != 0 {
		field = s.canonical(field)
	}
	field, ok = wellFormed(field)
	if !ok {
		return 0, false
	}
	x, _ = strconv.ParseFloat(unsafe.String(unsafe.SliceData(field), len(field)), 64)
	if x >= Missing || math.IsInf(x, -1) {
		x = Missing
	}
	return x, true
}

// canonical returns field with a point for the decimal point of the options
// and without groups; nil if there is a point that is neither.
func (s *csvScanner) canonical(field []byte) []byte {
	out := make([]byte, 0, len(field))
	for _, c := range field {
		switch {
		case c == s.opts.Decimal:
			out = append(out, '.')
		case c == s.opts.Group:
		case c == '.' && s.opts.Decimal != 0:
			return nil
		default:
			out = append(out, c)
		}
	}
	return out
}

// wellFormed reports whether b is a decimal number: sign, digits with or
// without a point, and exponent, which d may mark as well as e. It returns the
// number with an e.
func wellFormed(b []byte) ([]byte, bool) {
	p := 0
	sign := func() {
		if p < len(b) && (b[p] == '-' || b[p] == '+') {
			p++
		}
	}
	digits := func() int {
		first := p
		for p < len(b) && b[p]-'0' <= 9 {
			p++
		}
		return p - first
	}
	sign()
	n := digits()
	if p < len(b) && b[p] == '.' {
		p++
		n += digits()
	}
	if n == 0 {
		return b, false
	}
	if p < len(b) && (b[p]|0x20 == 'e' || b[p]|0x20 == 'd') {
		if b[p]|0x20 == 'd' {
			b = bytes.Clone(b)
			b[p] = 'e'
		}
		p++
		sign()
		if digits() == 0 {
			return b, false
		}
	}
	return b, p == len(b)
}
