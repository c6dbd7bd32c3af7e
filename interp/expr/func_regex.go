package expr

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2"
)

// Matches remembers, for regexs(), what the last regexm() found in each row.
// A Scope that has one keeps it for the whole session, since a condition such
// as "if regexm(s, ...)" is evaluated before the expression it guards.
type Matches struct {
	mu   sync.Mutex
	rows [][]string // of each row: the match and its parts; nil for none
}

// matchKeeper is a Scope that keeps Matches.
type matchKeeper interface{ Matches() *Matches }

func (a *Args) matches() *Matches {
	if k, ok := a.Env.Scope.(matchKeeper); ok {
		return k.Matches()
	}
	return nil
}

// reserve makes room for the rows of a dataset. Rows of their own may then be
// written concurrently.
func (m *Matches) reserve(n int) [][]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.rows) < n {
		m.rows = append(m.rows, make([][]string, n-len(m.rows))...)
	}
	return m.rows
}

// A pattern is a compiled regular expression.
type pattern interface {
	// matches returns the first n matches in s, or all if n < 0.
	matches(s string, n int) []match
}

// A match is s[lo:hi]; parts are the match and its subexpressions.
type match struct {
	lo, hi int
	parts  []string
}

// linear patterns need time proportional to the text: those without
// back-references and look-around.
type linear struct{ re *regexp.Regexp }

func (p linear) matches(s string, n int) []match {
	var out []match
	for _, loc := range p.re.FindAllStringSubmatchIndex(s, n) {
		m := match{loc[0], loc[1], make([]string, len(loc)/2)}
		for k := range m.parts {
			if loc[2*k] >= 0 {
				m.parts[k] = s[loc[2*k]:loc[2*k+1]]
			}
		}
		out = append(out, m)
	}
	return out
}

// backtracking patterns have back-references or look-around.
type backtracking struct{ re *regexp2.Regexp }

func (p backtracking) matches(s string, n int) []match {
	var out []match
	found, err := p.re.FindStringMatch(s)
	for err == nil && found != nil && n != 0 {
		lo := runeOffset(s, found.Index) // regexp2 counts runes
		m := match{lo: lo, hi: lo + len(found.String())}
		for _, g := range found.Groups() {
			m.parts = append(m.parts, g.String())
		}
		out = append(out, m)
		n--
		found, err = p.re.FindNextMatch(found)
	}
	return out
}

// patternTimeout ends a match that would backtrack for ever; it then fails.
const patternTimeout = 5 * time.Second

// maxPatterns bounds the number of compiled patterns that are kept.
const maxPatterns = 256

// patterns keeps what compilePattern made. A pattern that cannot be compiled
// is nil, and matches nothing.
var patterns = struct {
	sync.Mutex
	m map[string]pattern
}{m: map[string]pattern{}}

func compilePattern(source string, ignoreCase bool) pattern {
	if ignoreCase {
		source = "(?i)" + source
	}
	patterns.Lock()
	defer patterns.Unlock()
	if p, ok := patterns.m[source]; ok {
		return p
	}
	var p pattern
	if re, err := regexp.Compile(source); err == nil {
		p = linear{re}
	} else if re, err := regexp2.Compile(source, regexp2.None); err == nil {
		re.MatchTimeout = patternTimeout
		p = backtracking{re}
	}
	if len(patterns.m) >= maxPatterns {
		clear(patterns.m)
	}
	patterns.m[source] = p
	return p
}

// lookup returns a function that compiles patterns, remembering the last one.
func lookup() func(source string, ignoreCase bool) pattern {
	var p pattern
	last, lastCase, known := "", false, false
	return func(source string, ignoreCase bool) pattern {
		if !known || source != last || ignoreCase != lastCase {
			p = compilePattern(source, ignoreCase)
			last, lastCase, known = source, ignoreCase, true
		}
		return p
	}
}

// regexMatch is regexm() and, with a third argument, ustrregexm().
func regexMatch(a *Args, dst []float64) {
	compile := lookup()
	var rows [][]string
	if m := a.matches(); m != nil {
		rows = m.reserve(max(a.Env.Frame.N(), 1))
	}
	for i, s := range a.Str[0] {
		dst[i] = 0
		var parts []string
		if p := compile(a.Str[1][i], a.optional(2, i, 0) != 0); p != nil {
			if found := p.matches(s, 1); found != nil {
				parts = found[0].parts
			}
		}
		if parts != nil {
			dst[i] = 1
		}
		if r := a.Row(i); r < len(rows) {
			rows[r] = parts
		}
	}
}

// regexPart is regexs().
func regexPart(a *Args, dst []string) {
	var rows [][]string
	if m := a.matches(); m != nil {
		rows = m.reserve(max(a.Env.Frame.N(), 1))
	}
	for i, n := range a.Num[0] {
		dst[i] = ""
		if r := a.Row(i); r < len(rows) && n >= 0 && n < float64(len(rows[r])) {
			dst[i] = rows[r][int(n)]
		}
	}
}

// regexReplace replaces the first match, or all; \1 to \9 and $1 to $9 in the
// new text are parts of the match, \0 and $0 all of it.
func regexReplace(all bool) func(a *Args, dst []string) {
	n := 1
	if all {
		n = -1
	}
	return func(a *Args, dst []string) {
		compile := lookup()
		for i, s := range a.Str[0] {
			dst[i] = s
			if p := compile(a.Str[1][i], a.optional(3, i, 0) != 0); p != nil {
				dst[i] = replaced(s, p.matches(s, n), a.Str[2][i])
			}
		}
	}
}

// replaced returns s with text in place of the matches.
func replaced(s string, found []match, text string) string {
	if found == nil {
		return s
	}
	var out strings.Builder
	at := 0
	for _, m := range found {
		out.WriteString(s[at:m.lo])
		writeReplacement(&out, text, m.parts)
		at = m.hi
	}
	return out.String() + s[at:]
}

func writeReplacement(out *strings.Builder, text string, parts []string) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if (c == '\\' || c == '$') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
			if k := int(text[i] - '0'); k < len(parts) {
				out.WriteString(parts[k])
			}
			continue
		}
		if c == '\\' && i+1 < len(text) {
			i++
			c = text[i]
		}
		out.WriteByte(c)
	}
}
