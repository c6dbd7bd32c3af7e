package expr

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/didot-lang/didot/interp/frame"
)

// Functions whose name begins with u count Unicode characters, udstr... those
// of the screen; the others count bytes and know only the letters of ASCII.
var stringFuncs = []Func{
	{"abbrev(s,n)", "s shortened to n columns by a ~", Impl{Params: "sn", Str: withNumber(abbrev)}},
	{"char(n)", "the byte with code n", Impl{Params: "n", Str: fromNumber(char)}},
	{"index(s1,s2)", "strpos(s1,s2) (old name)", compare(strpos)},
	{"indexnot(s1,s2)", "place of the first character of s1 that is not in s2, or 0", compare(indexNot)},
	{"itrim(s)", "stritrim(s) (old name)", mapText(itrim)},
	{"length(s)", "strlen(s) (old name)", measure(byteLen)},
	{"lower(s)", "strlower(s) (old name)", mapText(lowerASCII)},
	{"ltrim(s)", "strltrim(s) (old name)", mapText(ltrim)},
	{"match(s,pattern)", "strmatch(s,pattern) (old name)", compare(strmatch)},
	{"plural(n,s,plural)", "s, or its plural unless n is 1 or -1: with s added, or by +ending or -old+new", pluralEval},
	{"proper(s)", "strproper(s) (old name)", mapText(proper)},
	{"real(s)", "the number that s spells, or missing", measure(realOf)},
	{"regexm(s,re)", "1 if s matches the regular expression", Impl{Params: "ss", Num: regexMatch}},
	{"regexr(s,re,new)", "s with the first match replaced", Impl{Params: "sss", Str: regexReplace(false)}},
	{"regexra(s,re,new)", "s with all matches replaced", Impl{Params: "sss", Str: regexReplace(true)}},
	{"regexs(n)", "part n of what the last regexm() matched", Impl{Params: "n", Str: regexPart, ByRow: true}},
	{"reverse(s)", "strreverse(s) (old name)", mapText(reverseBytes)},
	{"rtrim(s)", "strrtrim(s) (old name)", mapText(rtrim)},
	{"soundex(s)", "Soundex code", mapText(func(s string) string { return soundex(s, false) })},
	{"soundex_nara(s)", "Soundex code of the U.S. census", mapText(func(s string) string { return soundex(s, true) })},
	{"strdup(s,n)", "s repeated n times", Impl{Params: "sn", Str: withNumber(repeated)}},
	{"string(n,format)", "strofreal(n,format) (old name)", strofrealEval},
	{"stritrim(s)", "s with inner blanks reduced to one", mapText(itrim)},
	{"strlen(s)", "number of bytes", measure(byteLen)},
	{"strlower(s)", "s in lower case", mapText(lowerASCII)},
	{"strltrim(s)", "s without leading blanks", mapText(ltrim)},
	{"strmatch(s,pattern)", "1 if s matches the pattern with * and ?", compare(strmatch)},
	{"strofreal(n,format)", "n as text, in %9.0g or another format", strofrealEval},
	{"strpos(s1,s2)", "place of s2 in s1, or 0", compare(strpos)},
	{"strproper(s)", "s with the first letter of each word capital", mapText(proper)},
	{"strreverse(s)", "s backwards", mapText(reverseBytes)},
	{"strrpos(s1,s2)", "place of the last s2 in s1, or 0", compare(func(s, t string) float64 {
		if t == "" {
			return 0
		}
		return float64(strings.LastIndex(s, t) + 1)
	})},
	{"strrtrim(s)", "s without trailing blanks", mapText(rtrim)},
	{"strtoname(s,p)", "s made a name; unless p is 0, not beginning with a digit", Impl{Params: "s?n", Str: toName(32, false)}},
	{"strtrim(s)", "s without leading and trailing blanks", mapText(trim)},
	{"strupper(s)", "s in upper case", mapText(upperASCII)},
	{"subinstr(s1,s2,s3,n)", "s1 with its first n s2 replaced by s3; all if n is .", substitute(subinstr)},
	{"subinword(s1,s2,s3,n)", "s1 with its first n words s2 replaced by s3; all if n is .", substitute(subinword)},
	{"substr(s,n1,n2)", "n2 bytes of s from place n1, counted from the end if negative", part(substr)},
	{"trim(s)", "strtrim(s) (old name)", mapText(trim)},
	{"uchar(n)", "the Unicode character with code n", Impl{Params: "n", Str: fromNumber(uchar)}},
	{"udstrlen(s)", "number of columns of the screen", measure(func(s string) float64 { return float64(uniseg.StringWidth(s)) })},
	{"udsubstr(s,n1,n2)", "n2 columns of s from place n1", part(udsubstr)},
	{"uisdigit(s)", "1 if the first character is a digit", measure(firstIs(unicode.IsDigit))},
	{"uisletter(s)", "1 if the first character is a letter", measure(firstIs(unicode.IsLetter))},
	{"upper(s)", "strupper(s) (old name)", mapText(upperASCII)},
	{"ustrfix(s,rep)", "s with bytes that are no UTF-8 replaced", Impl{Params: "s?s", Str: ustrfix}},
	{"ustrinvalidcnt(s)", "number of bytes that are no UTF-8", measure(invalidCount)},
	{"ustrleft(s,n)", "the first n characters", Impl{Params: "sn", Str: withNumber(ustrleft)}},
	{"ustrlen(s)", "number of characters", measure(func(s string) float64 { return float64(utf8.RuneCountInString(s)) })},
	{"ustrlower(s,locale)", "s in lower case", Impl{Params: "s?s", Str: first(strings.ToLower)}},
	{"ustrltrim(s)", "s without leading white space", mapText(func(s string) string { return strings.TrimLeftFunc(s, unicode.IsSpace) })},
	{"ustrnormalize(s,form)", "s in the normal form nfc, nfd, nfkc or nfkd", Impl{Params: "ss", Str: normalize}},
	{"ustrpos(s1,s2,n)", "place of s2 in s1, from place n on, or 0", Impl{Params: "ss?n", Num: ustrpos}},
	{"ustrregexm(s,re,noc)", "1 if s matches; noc not 0 ignores case", Impl{Params: "ss?n", Num: regexMatch}},
	{"ustrregexra(s,re,new,noc)", "s with all matches replaced", Impl{Params: "sss?n", Str: regexReplace(true)}},
	{"ustrregexrf(s,re,new,noc)", "s with the first match replaced", Impl{Params: "sss?n", Str: regexReplace(false)}},
	{"ustrregexs(n)", "part n of what the last ustrregexm() matched", Impl{Params: "n", Str: regexPart, ByRow: true}},
	{"ustrreverse(s)", "s backwards", mapText(reverseRunes)},
	{"ustrright(s,n)", "the last n characters", Impl{Params: "sn", Str: withNumber(ustrright)}},
	{"ustrrpos(s1,s2,n)", "place of the last s2 in s1, up to place n, or 0", Impl{Params: "ss?n", Num: ustrrpos}},
	{"ustrrtrim(s)", "s without trailing white space", mapText(func(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) })},
	{"ustrtitle(s,locale)", "s with the first letter of each word capital", Impl{Params: "s?s", Str: first(titleCase)}},
	{"ustrtohex(s,n)", "the escapes of up to 200 characters from place n on", Impl{Params: "s?n", Str: toHex}},
	{"ustrtoname(s,p)", "s made a name, which may have letters of any language", Impl{Params: "s?n", Str: toName(32, true)}},
	{"ustrtrim(s)", "s without leading and trailing white space", mapText(strings.TrimSpace)},
	{"ustrunescape(s)", `s with escapes such as \u00e9 replaced`, mapText(unescape)},
	{"ustrupper(s,locale)", "s in upper case", Impl{Params: "s?s", Str: first(strings.ToUpper)}},
	{"ustrword(s,n,locale)", "word n by the rules of Unicode, counted from the end if negative", Impl{Params: "sn?s", Str: withNumber(func(s string, n float64) string { return nth(unicodeWords(s), n) })}},
	{"ustrwordcount(s,locale)", "number of words by the rules of Unicode", Impl{Params: "s?s", Num: func(a *Args, dst []float64) {
		for i, s := range a.Str[0] {
			dst[i] = float64(len(unicodeWords(s)))
		}
	}}},
	{"usubinstr(s1,s2,s3,n)", "s1 with its first n s2 replaced by s3; all if n is .", substitute(subinstr)},
	{"usubstr(s,n1,n2)", "n2 characters of s from place n1", part(usubstr)},
	{"word(s,n)", "word n of s, counted from the end if negative", Impl{Params: "sn", Str: withNumber(func(s string, n float64) string { return nth(words(s), n) })}},
	{"wordcount(s)", "number of words", measure(func(s string) float64 { return float64(len(words(s))) })},
}

// compare makes an Impl of a function of two strings.
func compare(f func(s, t string) float64) Impl {
	return Impl{Params: "ss", Num: func(a *Args, dst []float64) {
		for i, s := range a.Str[0] {
			dst[i] = f(s, a.Str[1][i])
		}
	}}
}

// withNumber evaluates f of a string and a number; missing numbers give "".
func withNumber(f func(s string, n float64) string) func(a *Args, dst []string) {
	return func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			dst[i] = ""
			if n := a.Num[1][i]; n < frame.Missing {
				dst[i] = f(s, math.Trunc(n))
			}
		}
	}
}

func fromNumber(f func(n float64) string) func(a *Args, dst []string) {
	return func(a *Args, dst []string) {
		for i, n := range a.Num[0] {
			dst[i] = f(math.Trunc(n))
		}
	}
}

// first evaluates f of the first argument; others are ignored.
func first(f func(s string) string) func(a *Args, dst []string) {
	return func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			dst[i] = f(s)
		}
	}
}

func byteLen(s string) float64 { return float64(len(s)) }

func trim(s string) string  { return strings.Trim(s, " ") }
func ltrim(s string) string { return strings.TrimLeft(s, " ") }
func rtrim(s string) string { return strings.TrimRight(s, " ") }

// itrim reduces runs of blanks between other characters to one blank.
func itrim(s string) string {
	inner := trim(s)
	if !strings.Contains(inner, "  ") {
		return s
	}
	lead := len(s) - len(ltrim(s))
	return s[:lead] + strings.Join(words(inner), " ") + s[lead+len(inner):]
}

// words returns the parts of s between blanks.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// nth returns list[n-1], or counts from the end if n is negative.
func nth(list []string, n float64) string {
	if n < 0 {
		n += float64(len(list)) + 1
	}
	if n < 1 || n > float64(len(list)) {
		return ""
	}
	return list[int(n)-1]
}

// unicodeWords returns the words of s by the rules of UAX #29, less blanks.
func isLowerASCII(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpperASCII(c byte) bool { return c >= 'A' && c <= 'Z' }

// mapBytes applies f to the bytes of s, if that changes any.
func mapBytes(s string, f func(c byte) byte) string {
	for i := range len(s) {
		if f(s[i]) != s[i] {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = f(b[i])
			}
			return string(b)
		}
	}
	return s
}

func lowerASCII(s string) string {
	return mapBytes(s, func(c byte) byte {
		if isUpperASCII(c) {
			return c | 0x20
		}
		return c
	})
}

func upperASCII(s string) string {
	return mapBytes(s, func(c byte) byte {
		if isLowerASCII(c) {
			return c &^ 0x20
		}
		return c
	})
}

// proper capitalizes letters that do not follow a letter, and lowers others.
func proper(s string) string {
	inWord := false
	return mapAll(s, func(c byte) byte {
		switch {
		case isLowerASCII(c) && !inWord:
			c &^= 0x20
		case isUpperASCII(c) && inWord:
			c |= 0x20
		}
		inWord = isLowerASCII(c) || isUpperASCII(c)
		return c
	})
}

// mapAll applies f once to each byte of s.
func mapAll(s string, f func(c byte) byte) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = f(c)
	}
	return string(b)
}

func reverseBytes(s string) string {
	b := make([]byte, len(s))
	for i := range len(s) {
		b[len(s)-1-i] = s[i]
	}
	return string(b)
}

func strpos(s, t string) float64 {
	if t == "" {
		return 0
	}
	return float64(strings.Index(s, t) + 1)
}

func indexNot(s, t string) float64 {
	for i := range len(s) {
		if strings.IndexByte(t, s[i]) < 0 {
			return float64(i + 1)
		}
	}
	return 0
}

// strmatch matches s with a pattern in which * is any text and ? any
// character.
func strmatch(s, pattern string) float64 {
	retry, star := -1, 0 // where to match again the text behind the last *
	i, p := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			p++
			retry, star = i, p
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRuneInString(s[i:])
			i, p = i+n, p+1
		case p < len(pattern) && pattern[p] == s[i]:
			i, p = i+1, p+1
		case retry >= 0:
			retry++
			i, p = retry, star
		default:
			return 0
		}
	}
	return truth(strings.Trim(pattern[p:], "*") == "")
}

// abbrev keeps the first n-2 characters and the last one.
func char(n float64) string {
	if n < 0 || n > 255 {
		return ""
	}
	return string([]byte{byte(n)})
}

var pluralEval = Impl{Params: "ns?s", Str: func(a *Args, dst []string) {
	for i, n := range a.Num[0] {
		rule := "+s"
		if len(a.Str) > 2 {
			rule = a.Str[2][i]
		}
		dst[i] = plural(n, a.Str[1][i], rule)
	}
}}

func plural(n float64, s, rule string) string {
	if n = round(n, 1); n == 1 || n == -1 {
		return s
	}
	switch {
	case strings.HasPrefix(rule, "+"):
		return s + rule[1:]
	case strings.HasPrefix(rule, "-"):
		old, add, _ := strings.Cut(rule[1:], "+")
		return strings.TrimSuffix(s, old) + add
	}
	return rule
}

// soundexDigits holds the digits of the letters a to z; 0 is a vowel, 7 is h
// or w.
const soundexDigits = "01230127022455012623017202"

// soundex codes s; in the census's variant h and w do not part equal digits.
func soundex(s string, census bool) string {
	out := make([]byte, 0, 4)
	last := byte('0')
	for i := 0; i < len(s) && len(out) < 4; i++ {
		c := s[i] | 0x20
		if !isLowerASCII(c) {
			continue
		}
		d := soundexDigits[c-'a']
		switch {
		case len(out) == 0:
			out = append(out, c&^0x20)
		case d == '7':
			if census {
				continue
			}
		case d != '0' && d != last:
			out = append(out, d)
		}
		last = d
	}
	if len(out) == 0 {
		return ""
	}
	for len(out) < 4 {
		out = append(out, '0')
	}
	return string(out)
}

// substitute makes an Impl of subinstr() or subinword().
func substitute(f func(s, old, new string, n int) string) Impl {
	return Impl{Params: "sssn", Str: func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			n := -1
			if x := a.Num[3][i]; x < frame.Missing {
				n = int(min(max(x, 0), 1<<30))
			}
			dst[i] = s
			if old := a.Str[1][i]; old != "" {
				dst[i] = f(s, old, a.Str[2][i], n)
			}
		}
	}}
}

func subinstr(s, old, new string, n int) string { return strings.Replace(s, old, new, n) }

func subinword(s, old, new string, n int) string {
	var out strings.Builder
	for s != "" && n != 0 {
		i := strings.Index(s, old)
		if i < 0 {
			break
		}
		end := i + len(old)
		begins := i == 0 && (out.Len() == 0 || strings.HasSuffix(out.String(), " ")) || i > 0 && s[i-1] == ' '
		if begins && (end == len(s) || s[end] == ' ') {
			out.WriteString(s[:i])
			out.WriteString(new)
			n--
		} else {
			end = i + 1
			out.WriteString(s[:end])
		}
		s = s[end:]
	}
	return out.String() + s
}

// part makes an Impl of substr() and its like; f takes a number of elements
// from place n, counted from 1 or, if negative, from the end; count < 0 is all.
func part(f func(s string, n, count int) string) Impl {
	return Impl{Params: "snn", Str: func(a *Args, dst []string) {
		for i, s := range a.Str[0] {
			dst[i] = ""
			n, count := a.Num[1][i], a.Num[2][i]
			if n >= frame.Missing || math.Trunc(n) == 0 || count < 1 {
				continue
			}
			k := -1
			if count < frame.Missing {
				k = int(min(count, 1<<40))
			}
			dst[i] = f(s, int(min(max(n, -1<<40), 1<<40)), k)
		}
	}}
}

func substr(s string, n, count int) string {
	if n < 0 {
		if n += len(s) + 1; n < 1 {
			return ""
		}
	}
	if n > len(s) {
		return ""
	}
	s = s[n-1:]
	if count >= 0 && count < len(s) {
		s = s[:count]
	}
	return s
}

// runeOffset returns where character n, counted from 0, begins, or the length
// of s.
// udsubstr takes the characters that begin within the columns asked for and
// do not reach beyond them.
// ustrpos finds a.Str[1] in a.Str[0] from character n on.
// toName makes names of at most n characters.
