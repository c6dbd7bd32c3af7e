package interp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// listFuncs are the macro list functions of one list.
var listFuncs = map[string]func(a []string) []string{
	"uniq":       uniq,
	"dups":       dups,
	"sort":       func(a []string) []string { return slices.Sorted(slices.Values(a)) },
	"retokenize": func(a []string) []string { return a },
	"clean":      func(a []string) []string { return a },
	"sizeof":     func(a []string) []string { return []string{strconv.Itoa(len(a))} },
}

// listOps are the macro list operators between two lists. Duplicates are
// distinct: the second x of one list matches the second x of the other.
var listOps = map[string]func(a, b []string) []string{
	"|":   func(a, b []string) []string { return slices.Concat(a, matched(b, a, false)) },
	"&":   func(a, b []string) []string { return matched(a, b, true) },
	"-":   func(a, b []string) []string { return matched(a, b, false) },
	"==":  func(a, b []string) []string { return oneZero(slices.Equal(a, b)) },
	"===": func(a, b []string) []string { return oneZero(slices.Equal(sorted(a), sorted(b))) },
	"in":  func(a, b []string) []string { return oneZero(len(matched(a, b, false)) == 0) },
}

func sorted(a []string) []string { return slices.Sorted(slices.Values(a)) }

// matched returns the elements of a that have a match in b or, if want is
// false, those that have none.
func matched(a, b []string, want bool) []string {
	left := map[string]int{}
	for _, w := range b {
		left[w]++
	}
	var out []string
	for _, w := range a {
		if (left[w] > 0) == want {
			out = append(out, w)
		}
		left[w]--
	}
	return out
}

func oneZero(b bool) []string {
	if b {
		return []string{"1"}
	}
	return []string{"0"}
}

func uniq(a []string) []string {
	var out []string
	for _, w := range a {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func dups(a []string) []string {
	var out, seen []string
	for _, w := range a {
		if slices.Contains(seen, w) {
			out = append(out, w)
		}
		seen = append(seen, w)
	}
	return out
}

// extendedList is "list A | B", "list uniq A", "list posof "x" in A" and so
// on, where A and B are names of macros.
func extendedList(s *Session, fn string, t lang.Text) (string, error) {
	first, rest := NextToken(t.Text)
	if first == "posof" {
		word, rest := NextToken(rest)
		in, name := NextToken(rest)
		if in != "in" {
			return "", rc.Syntax.Errorf("invalid syntax")
		}
		return strconv.Itoa(slices.Index(s.macroWords(name), word) + 1), nil
	}
	if f := listFuncs[first]; f != nil {
		return joinQuoted(f(s.macroWords(rest))), nil
	}
	for _, op := range []string{"===", "==", " in ", "|", "&", "-"} {
		if a, b, ok := strings.Cut(t.Text, op); ok {
			return joinQuoted(listOps[strings.TrimSpace(op)](s.macroWords(a), s.macroWords(b))), nil
		}
	}
	return joinQuoted(s.macroWords(t.Text)), nil
}

// macroWords returns the words of the macro called name: a local one, or
// "global(name)".
func (s *Session) macroWords(name string) []string {
	name = strings.TrimSpace(name)
	if g, ok := strings.CutPrefix(name, "global("); ok {
		return Tokens(s.Global(strings.TrimSuffix(g, ")")))
	}
	return Tokens(s.Local(name))
}

// joinQuoted joins words; those with blanks get quotes.
func joinQuoted(words []string) string {
	out := slices.Clone(words)
	for i, w := range out {
		if strings.ContainsAny(w, " \t") || w == "" {
			out[i] = lang.Quote(w)
		}
	}
	return strings.Join(out, " ")
}
