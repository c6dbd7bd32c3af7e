package expr

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/didot-lang/didot/interp/frame"
)

var strofrealEval = Impl{Params: "n?s", Str: func(a *Args, dst []string) {
	format, _ := frame.ParseFormat("%9.0g")
	last := ""
	valid := true
	for i, x := range a.Num[0] {
		if len(a.Str) > 1 && a.Str[1][i] != last {
			last = a.Str[1][i]
			f, err := frame.ParseFormat(last)
			format, valid = f, err == nil && !f.IsString()
		}
		dst[i] = ""
		if valid {
			dst[i] = format.Trimmed(x)
		}
	}
}}

// realOf reads a number, or a missing value such as ".a", with blanks around.
func realOf(s string) float64 {
	s = strings.TrimSpace(s)
	if len(s) == 2 && s[0] == '.' && isLowerASCII(s[1]) {
		return frame.MissingCode(int(s[1]-'a') + 1)
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '+', c == '-', c == 'e', c == 'E':
		case c == 'd' || c == 'D': // the exponent of a double
			s = s[:i] + "e" + s[i+1:]
		default:
			return frame.Missing
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil && (x == 0 || !finite(x)) {
		return frame.Missing
	}
	return x
}

// toHex writes characters as \u00e9 or \U0001f600.
func toHex(a *Args, dst []string) {
	for i, s := range a.Str[0] {
		var out strings.Builder
		s = s[runeOffset(s, max(int(min(a.optional(1, i, 1), 1<<40))-1, 0)):]
		for _, r := range s[:runeOffset(s, 200)] {
			if r > 0xffff {
				fmt.Fprintf(&out, `\U%08x`, r)
			} else {
				fmt.Fprintf(&out, `\u%04x`, r)
			}
		}
		dst[i] = out.String()
	}
}

// escapes holds the lengths of hexadecimal escapes, and the single letters.
var (
	escapeDigits  = map[byte]int{'u': 4, 'U': 8, 'x': 2}
	escapeLetters = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', '\\': '\\', '"': '"', '\'': '\'', 'a': 7, 'b': 8, 'f': 12, 'v': 11}
)

// unescape replaces \u00e9, \U0001f600, \xe9, \n and so on; one that cannot be
// read makes the whole result "".
func unescape(s string) string {
	var out []byte
	for s != "" {
		at := strings.IndexByte(s, '\\')
		if at < 0 {
			break
		}
		out = append(out, s[:at]...)
		s = s[at+1:]
		if s == "" {
			return ""
		}
		c := s[0]
		s = s[1:]
		if letter, ok := escapeLetters[c]; ok {
			out = append(out, letter)
			continue
		}
		r, n := hexRune(s, escapeDigits[c])
		if n == 0 {
			return ""
		}
		s = s[n:]
		if utf16.IsSurrogate(r) && strings.HasPrefix(s, `\u`) {
			if low, n := hexRune(s[2:], 4); n > 0 {
				r, s = utf16.DecodeRune(r, low), s[2+n:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out) + s
}

// hexRune reads n hexadecimal digits at the head of s; 0 is failure.
func hexRune(s string, n int) (rune, int) {
	if n == 0 || len(s) < n {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[:n], 16, 32)
	if err != nil || v > utf8.MaxRune {
		return 0, 0
	}
	return rune(v), n
}
