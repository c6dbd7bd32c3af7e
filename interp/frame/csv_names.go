package frame

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// maxName is the largest number of characters of a name.
const maxName = 32

// reservedNames may not name a variable.
var reservedNames = []string{"_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long",
	"_n", "_N", "_pi", "_pred", "_rc", "_skip", "strL", "using", "with"}

// legalNames makes names of variables for n columns out of their headers:
// characters that no name may hold are dropped, and letters changed to the
// case. A column has the name v#, # being its number, if nothing legal is
// left or an earlier column has the name.
func legalNames(headers []string, n int, nameCase NameCase) []string {
	names := make([]string, n)
	taken := map[string]bool{}
	for i := range names {
		name := ""
		if i < len(headers) {
			name = legalName(headers[i], nameCase)
		}
		for try := 1; name == "" || taken[name]; try++ {
			name = "v" + strconv.Itoa(i+1)
			if nameCase == UpperCase {
				name = "V" + name[1:]
			}
			if try > 1 {
				name += "_" + strconv.Itoa(try)
			}
		}
		taken[name] = true
		names[i] = name
	}
	return names
}

// legalName returns the name that is in a header, or "".
func legalName(header string, nameCase NameCase) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, header)
	switch nameCase {
	case LowerCase:
		name = strings.ToLower(name)
	case UpperCase:
		name = strings.ToUpper(name)
	}
	name = cutRunes(name, maxName)
	if name == "" || unicode.IsDigit([]rune(name)[0]) || slices.Contains(reservedNames, name) || isStrType(name) {
		return ""
	}
	return name
}

// isStrType reports whether name is str#, which is reserved.
func isStrType(name string) bool {
	digits, ok := strings.CutPrefix(name, "str")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// cutRunes returns the first n characters of s.
func cutRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
