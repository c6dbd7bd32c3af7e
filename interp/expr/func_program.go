package expr

import (
	"strings"

	"github.com/didot-lang/didot/interp/frame"
)

var programFuncs = []Func{
	{"cond(x,a,b,c)", "a if x is true (not zero), b if it is false; c, if given, where x is missing", Impl{Params: "naa?a", Num: condNum, Str: condStr}},
	{"inlist(z,a,b)", "1 if z equals one of the values behind it", Impl{Params: "aa*", Num: inlist}},
	{"inrange(z,a,b)", "1 if a <= z <= b; a missing bound is no bound", Impl{Params: "aaa", Num: inrange}},
	{"missing(x)", "1 if an argument is missing", Impl{Params: "m*", Num: anyMissing}},
	{"mi(x)", "1 if an argument is missing", Impl{Params: "m*", Num: anyMissing}},
}

func condNum(a *Args, dst []float64) {
	for i, x := range a.Num[0] {
		dst[i] = a.Num[chosen(x, len(a.Num))][i]
	}
}

func condStr(a *Args, dst []string) {
	for i, x := range a.Num[0] {
		dst[i] = a.Str[chosen(x, len(a.Num))][i]
	}
}

// chosen returns which of cond()'s n arguments its value is.
func chosen(x float64, n int) int {
	switch {
	case x >= frame.Missing && n > 3:
		return 3
	case x != 0:
		return 1
	}
	return 2
}

func inlist(a *Args, dst []float64) {
	for i := range dst {
		dst[i] = 0
		for k := 1; k < len(a.Num); k++ {
			if a.Str[0] != nil && a.Str[0][i] == a.Str[k][i] || a.Num[0] != nil && a.Num[0][i] == a.Num[k][i] {
				dst[i] = 1
				break
			}
		}
	}
}

func inrange(a *Args, dst []float64) {
	for i := range dst {
		if a.Str[0] != nil {
			s := a.Str[0][i]
			dst[i] = truth(a.Str[1][i] <= s && s <= a.Str[2][i])
			continue
		}
		x, lo, hi := a.Num[0][i], a.Num[1][i], a.Num[2][i]
		dst[i] = truth(x < frame.Missing && (lo >= frame.Missing || lo <= x) && (hi >= frame.Missing || x <= hi))
	}
}

func anyMissing(a *Args, dst []float64) {
	clear(dst)
	for k := range a.Num {
		for i, s := range a.Str[k] {
			if s == "" {
				dst[i] = 1
			}
		}
		for i, x := range a.Num[k] {
			if x >= frame.Missing {
				dst[i] = 1
			}
		}
	}
}

// maxRepeat bounds the length of s * n.
const maxRepeat = 1 << 28

// repeated returns s n times.
func repeated(s string, n float64) string {
	if s == "" || n < 1 || n*float64(len(s)) > maxRepeat {
		return ""
	}
	return strings.Repeat(s, int(n))
}
