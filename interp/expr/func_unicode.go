package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"github.com/didot-lang/didot/interp/frame"
)

func unicodeWords(s string) []string {
	var out []string
	for state := -1; s != ""; {
		var w string
		w, s, state = uniseg.FirstWordInString(s, state)
		if strings.TrimSpace(w) != "" {
			out = append(out, w)
		}
	}
	return out
}

func reverseRunes(s string) string {
	out := make([]byte, 0, len(s))
	for s != "" {
		_, n := utf8.DecodeLastRuneInString(s)
		out = append(out, s[len(s)-n:]...)
		s = s[:len(s)-n]
	}
	return string(out)
}

func abbrev(s string, n float64) string {
	width := int(min(max(n, 5), 32))
	if uniseg.StringWidth(s) <= width {
		return s
	}
	_, last := utf8.DecodeLastRuneInString(s)
	tail := s[len(s)-last:]
	head := s[:len(s)-last]
	for uniseg.StringWidth(head)+1+uniseg.StringWidth(tail) > width {
		_, k := utf8.DecodeLastRuneInString(head)
		head = head[:len(head)-k]
	}
	return head + "~" + tail
}

func uchar(n float64) string {
	if n < 0 || n > unicode.MaxRune {
		return ""
	}
	return string(rune(n))
}

func usubstr(s string, n, count int) string {
	if n < 0 {
		if n += utf8.RuneCountInString(s) + 1; n < 1 {
			return ""
		}
	}
	s = s[runeOffset(s, n-1):]
	if count >= 0 {
		s = s[:runeOffset(s, count)]
	}
	return s
}

func runeOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

func udsubstr(s string, n, count int) string {
	if n < 0 {
		if n += uniseg.StringWidth(s) + 1; n < 1 {
			return ""
		}
	}
	column, from, to, state := 1, -1, len(s), -1
	for rest := s; rest != ""; {
		at := len(s) - len(rest)
		var w int
		_, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if from < 0 && column >= n {
			from = at
		}
		if count >= 0 && column+w > n+count {
			to = at
			break
		}
		column += w
	}
	if from < 0 || from > to {
		return ""
	}
	return s[from:to]
}

func ustrleft(s string, n float64) string {
	return s[:runeOffset(s, int(min(max(n, 0), 1<<40)))]
}

func ustrright(s string, n float64) string {
	skip := utf8.RuneCountInString(s) - int(min(max(n, 0), 1<<40))
	return s[runeOffset(s, max(skip, 0)):]
}

func ustrpos(a *Args, dst []float64) {
	for i, s := range a.Str[0] {
		t := a.Str[1][i]
		from := runeOffset(s, max(int(min(a.optional(2, i, 1), 1<<40))-1, 0))
		dst[i] = 0
		if k := strings.Index(s[from:], t); k >= 0 && t != "" {
			dst[i] = float64(utf8.RuneCountInString(s[:from+k]) + 1)
		}
	}
}

func ustrrpos(a *Args, dst []float64) {
	for i, s := range a.Str[0] {
		t := a.Str[1][i]
		if n := a.optional(2, i, frame.Missing); n < frame.Missing && n >= 1 {
			s = s[:min(runeOffset(s, int(min(n, 1<<40))-1)+len(t), len(s))]
		}
		dst[i] = 0
		if k := strings.LastIndex(s, t); k >= 0 && t != "" {
			dst[i] = float64(utf8.RuneCountInString(s[:k]) + 1)
		}
	}
}

func firstIs(class func(rune) bool) func(s string) float64 {
	return func(s string) float64 {
		r, _ := utf8.DecodeRuneInString(s)
		return truth(s != "" && class(r))
	}
}

func ustrfix(a *Args, dst []string) {
	for i, s := range a.Str[0] {
		rep := "\ufffd"
		if len(a.Str) > 1 {
			rep = a.Str[1][i]
		}
		dst[i] = strings.ToValidUTF8(s, rep)
	}
}

func invalidCount(s string) float64 {
	n := 0.0
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		s = s[size:]
	}
	return n
}

var normalForms = map[string]norm.Form{"nfc": norm.NFC, "nfd": norm.NFD, "nfkc": norm.NFKC, "nfkd": norm.NFKD}

func normalize(a *Args, dst []string) {
	for i, s := range a.Str[0] {
		dst[i] = ""
		if form, ok := normalForms[strings.ToLower(a.Str[1][i])]; ok {
			dst[i] = form.String(s)
		}
	}
}

func titleCase(s string) string {
	inWord := false
	return strings.Map(func(r rune) rune {
		letter := unicode.IsLetter(r) || inWord && (r == '\'' || r == '\u2019' || unicode.IsMark(r))
		switch {
		case unicode.IsLetter(r) && !inWord:
			r = unicode.ToTitle(r)
		case inWord:
			r = unicode.ToLower(r)
		}
		inWord = letter
		return r
	}, s)
}

func toName(n int, letters bool) func(a *Args, dst []string) {
	legal := func(r rune) bool {
		return r == '_' || r < 0x80 && (isLowerASCII(byte(r)|0x20) || r >= '0' && r <= '9') ||
			letters && r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	return func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			name := strings.Map(func(r rune) rune {
				if legal(r) {
					return r
				}
				return '_'
			}, s)
			if r, _ := utf8.DecodeRuneInString(name); (name == "" || unicode.IsDigit(r)) && a.optional(0+1, i, 1) != 0 {
				name = "_" + name
			}
			dst[i] = name[:runeOffset(name, n)]
		}
	}
}
