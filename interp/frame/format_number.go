package frame

import (
	"encoding/hex"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// appendValue appends x as f shows it, not padded.
func (f Format) appendValue(dst []byte, x float64) []byte {
	switch f.kind {
	case 'x':
		return appendHex(dst, x)
	case 'H', 'L':
		return f.appendBinary(dst, x)
	}
	switch {
	case x >= Missing:
		return appendMissing(dst, x)
	case math.IsNaN(x) || math.IsInf(x, -1):
		return append(dst, '.')
	case f.IsDate():
		return f.appendDate(dst, x)
	}
	if x == 0 {
		x = 0 // no sign
	}
	start := len(dst)
	switch f.kind {
	case 'f':
		dst = f.appendFixed(dst, x)
	case 'e':
		dst = f.appendExponential(dst, x)
	default:
		dst = f.appendGeneral(dst, x)
	}
	if f.comma {
		swapPoints(dst[start:])
	}
	return dst
}

// appendMissing appends the name of a missing value. A double between two
// missing values shows as the lower one and an underscore.
func appendMissing(dst []byte, x float64) []byte {
	if math.IsInf(x, 1) {
		return append(dst, '.')
	}
	dst = append(dst, MissingName(x)...)
	if x != MissingCode(Letter(x)) {
		dst = append(dst, '_')
	}
	return dst
}

func swapPoints(s []byte) {
	for i, c := range s {
		switch c {
		case '.':
			s[i] = ','
		case ',':
			s[i] = '.'
		}
	}
}

// appendHex appends x as %21x: its bits, with the exponent of the bias left
// for zero and denormal numbers.
func appendHex(dst []byte, x float64) []byte {
	b := math.Float64bits(x)
	sign, lead := byte('+'), byte('0')
	if b>>63 == 1 {
		sign = '-'
	}
	biased := int(b >> 52 & 0x7ff)
	if biased > 0 {
		lead = '1'
	}
	exp, expSign := biased-1023, byte('+')
	if exp < 0 {
		exp, expSign = -exp, '-'
	}
	dst = append(dst, sign, lead, '.')
	dst = appendHexDigits(dst, b, 13)
	dst = append(dst, 'X', expSign)
	return appendHexDigits(dst, uint64(exp), 3)
}

// appendHexDigits appends the n lowest hexadecimal digits of b.
func appendHexDigits(dst []byte, b uint64, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, "0123456789abcdef"[b>>(4*i)&15])
	}
	return dst
}

// appendBinary appends the bytes of x as a double or float, high byte first
// for H.
func (f Format) appendBinary(dst []byte, x float64) []byte {
	b := math.Float64bits(x)
	if f.digits == 4 {
		b = uint64(math.Float32bits(encodeFloat(Float.Round(x)))) << 32
	}
	if f.kind == 'L' {
		b = bits.ReverseBytes64(b) << (64 - 8*f.digits)
	}
	var raw [8]byte
	for i := range raw {
		raw[i] = byte(b >> (56 - 8*i))
	}
	return hex.AppendEncode(dst, raw[:f.digits])
}

// appendGeneral appends x as %w.dg: up to w-2 significant digits. Below 1,
// as many decimals; from 10^(w-2) and below 10^-5, scientific notation. With
// d > 0 no digit after the d-th significant one is shown, unless it stands
// before the decimal point.
func (f Format) appendGeneral(dst []byte, x float64) []byte {
	digits := max(f.width-2, 1)
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		if n := decimalLen(uint64(math.Abs(x))); n <= digits {
			return f.appendInteger(dst, int64(x), n, digits)
		}
	}
	exp := exponent(x, digits)
	fits := exp < digits
	if !fits || exp < -5 {
		places := f.width - 7
		if f.digits > 0 {
			places = min(places, max(f.digits, 2)-1)
		}
		if places >= 0 || exp < 0 {
			return appendScientific(dst, x, max(places, 0), f.width)
		}
	}
	places := digits
	if exp >= 0 {
		places = max(digits-exp-1, 0)
	}
	if f.digits > 0 { // a single significant digit is never asked for: %9.1g shows two
		places = min(places, max(max(f.digits, 2)-exp-1, 0))
	}
	commas := 0
	if f.commas && exp >= 3 && exp+1+exp/3 <= digits {
		commas = exp / 3
		places = max(min(places, digits-exp-1-commas), 0)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, x, 'f', places, 64)
	dst = trimDecimals(dst, start)
	if commas > 0 {
		dst = groupThousands(dst, start)
	}
	return dst
}

// appendInteger appends an integer of n decimal digits, n <= digits.
func (f Format) appendInteger(dst []byte, x int64, n, digits int) []byte {
	start := len(dst)
	dst = strconv.AppendInt(dst, x, 10)
	if f.commas && n > 3 && n+(n-1)/3 <= digits {
		dst = groupThousands(dst, start)
	}
	return dst
}

func decimalLen(n uint64) int {
	if n == 0 {
		return 1
	}
	k := bits.Len64(n) * 1233 >> 12 // about log10
	if n >= powersOfTen[k] {
		k++
	}
	return k
}

var powersOfTen = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()

// exponent returns the decimal exponent of x != 0 rounded to n significant
// digits.
func exponent(x float64, n int) int {
	var buf [400]byte
	s := strconv.AppendFloat(buf[:0], x, 'e', n-1, 64)
	i := len(s) - 1
	for s[i-1] != 'e' {
		i--
	}
	exp := 0
	for _, c := range s[i+1:] {
		exp = 10*exp + int(c-'0')
	}
	if s[i] == '-' {
		return -exp
	}
	return exp
}

// trimDecimals takes off dst, where a number begins at start, trailing zeros
// after the decimal point and a zero before it.
func trimDecimals(dst []byte, start int) []byte {
	point := slices.Index(dst[start:], '.')
	if point < 0 {
		return dst
	}
	n := len(dst)
	for dst[n-1] == '0' {
		n--
	}
	if dst[n-1] == '.' {
		n--
	}
	dst = dst[:n]
	if at := start + point - 1; dst[at] == '0' && len(dst) > at+1 && (at == start || dst[at-1] == '-') {
		dst = slices.Delete(dst, at, at+1)
	}
	return dst
}

// groupThousands puts commas into the integer part of the number that begins
// at start.
func groupThousands(dst []byte, start int) []byte {
	if dst[start] == '-' {
		start++
	}
	end := start
	for end < len(dst) && dst[end] >= '0' && dst[end] <= '9' {
		end++
	}
	for i := end - 3; i > start; i -= 3 {
		dst = slices.Insert(dst, i, ',')
	}
	return dst
}

// appendFixed appends x as %w.df. A number too wide loses its commas, then
// becomes scientific; where even that has no room, it overflows.
func (f Format) appendFixed(dst []byte, x float64) []byte {
	start := len(dst)
	dst = strconv.AppendFloat(dst, x, 'f', f.digits, 64)
	plain := len(dst) - start
	fits := plain <= f.width
	if !fits && f.width >= 7 {
		return appendScientific(dst[:start], x, f.width-7, f.width)
	}
	if f.commas {
		dst = groupThousands(dst, start)
		if fits && len(dst)-start > f.width {
			dst = strconv.AppendFloat(dst[:start], x, 'f', f.digits, 64)
		}
	}
	return dst
}

// appendExponential appends x as %w.de: with d decimals, or as many as there
// is room for, which d = 0 asks for. Where there is room for none, it
// overflows.
func (f Format) appendExponential(dst []byte, x float64) []byte {
	room := f.width - 7
	switch {
	case room < 0:
		return appendScientific(dst, x, f.digits, 0)
	case f.digits > 0:
		room = min(room, f.digits)
	}
	return appendScientific(dst, x, room, f.width)
}

// appendScientific appends x in scientific notation with the given number of
// decimals, or fewer if a number with a sign would be wider than width. The
// decimal point is always there. A width below 7 is no limit.
func appendScientific(dst []byte, x float64, decimals, width int) []byte {
	start := len(dst)
	for {
		dst = strconv.AppendFloat(dst[:start], x, 'e', decimals, 64)
		sign := 0
		if dst[start] == '-' {
			sign = 1
		}
		if decimals == 0 {
			dst = slices.Insert(dst, start+sign+1, '.')
		}
		if decimals == 0 || width < 7 || len(dst)-start-sign < width {
			return dst
		}
		decimals--
	}
}
