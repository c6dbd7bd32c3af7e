package data

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A matched is a variable and what the wildcards of its pattern stand for.
type matched struct {
	name  string
	parts []string
	word  int // the place in the list of old names of the pattern that found it
}

// A place is one piece of a pattern: literal text, or a wildcard.
type place struct {
	kind  byte // 't' text; '*', '?', '#'; '=' the old name; '.' nothing
	text  string
	width int // of # in parentheses: the number of digits; 0 for a bare #
	index int // the explicit subscript, from 1, or 0
}

// places cuts a pattern into its pieces.
func places(w lang.Text) ([]place, error) {
	var out []place
	s := w.Text
	for i := 0; i < len(s); {
		switch {
		case strings.IndexByte("*?#=.", s[i]) >= 0:
			out = append(out, place{kind: s[i]})
			i++
		case s[i] == '(' && isDigitPattern(s[i:]):
			n := closing(s[i:])
			out = append(out, place{kind: '#', width: n - 1})
			i += n + 1
		case s[i] == '[' && len(out) > 0:
			n := strings.IndexByte(s[i:], ']')
			k, err := strconv.Atoi(s[i+1 : i+max(n, 1)])
			if err != nil || k < 1 {
				return nil, rc.Syntax.At(w.Pos, "%s invalid subscript", w.Text)
			}
			out[len(out)-1].index = k
			i += n + 1
		default:
			n := 1
			for i+n < len(s) && strings.IndexByte("*?#=.([", s[i+n]) < 0 {
				n++
			}
			out = append(out, place{kind: 't', text: s[i : i+n]})
			i += n
		}
	}
	return out, nil
}

// match returns the variables that w, a name, range or pattern, stands for.
func (o *rename) match(c *interp.Call, w lang.Text) ([]matched, error) {
	index := int(w.Pos)
	if !strings.ContainsAny(w.Text, "*?#(") {
		cols, err := c.VarlistText(w)
		if err != nil {
			return nil, err
		}
		var out []matched
		for _, col := range cols {
			out = append(out, matched{col.Name, nil, index})
		}
		return out, nil
	}
	pieces, err := places(w)
	if err != nil {
		return nil, err
	}
	re := patternRegexp(pieces)
	var out []matched
	for _, name := range c.Frame().Names() {
		if m := re.FindStringSubmatch(name); m != nil {
			out = append(out, matched{name, m[1:], index})
		}
	}
	if out == nil {
		return nil, rc.NotFound.At(w.Pos, "variable %s not found", w.Text)
	}
	if o.Sort {
		slices.SortStableFunc(out, func(a, b matched) int { return compareSequential(a.name, b.name) })
	}
	return out, nil
}

// patternRegexp returns the expression that a pattern of old names means,
// with a group for each wildcard.
func patternRegexp(pieces []place) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("^")
	for k, p := range pieces {
		switch {
		case p.kind == '*' && k+1 < len(pieces) && pieces[k+1].kind == '#':
			b.WriteString("(.*?)") // leave all digits to the number
		case p.kind == '*':
			b.WriteString("(.*)")
		case p.kind == '?':
			b.WriteString("(.)")
		case p.kind == '#' && p.width > 0:
			fmt.Fprintf(&b, "([0-9]{%d})", p.width)
		case p.kind == '#':
			b.WriteString("([0-9]+)")
		case p.kind == 't':
			b.WriteString(regexp.QuoteMeta(p.text))
		default:
			b.WriteString(regexp.QuoteMeta(string(p.kind)))
		}
	}
	return regexp.MustCompile(b.String() + "$")
}

// assign gives each variable found its new name. from and to are the words of
// the two lists: as many, or a single word of new names for all.
func (o *rename) assign(c *interp.Call, from, to []lang.Text, found []matched) (old, fresh []string, err error) {
	if len(to) == 0 {
		return nil, nil, rc.Syntax.At(c.Body.Pos, "new names required")
	}
	if len(to) > 1 || len(found) == 1 {
		if to, err = expandNewNames(to); err != nil {
			return nil, nil, err
		}
	} else if !strings.ContainsAny(to[0].Text, "*?#=") {
		if to, err = expandNewNames(to); err != nil {
			return nil, nil, err
		}
	}
	number := max(o.AddNumber.from, o.Renumber.from)
	for i, m := range found {
		k := i
		switch {
		case len(to) == 1 && strings.ContainsAny(to[0].Text, "*?#="):
			k = 0
		case len(to) == len(from) && len(from) != len(found):
			k = slices.IndexFunc(from, func(w lang.Text) bool { return int(w.Pos) == m.word })
		case len(to) != len(found):
			return nil, nil, rc.Syntax.At(c.Body.Pos, "%d old names but %d new names", len(found), len(to))
		}
		name, err := o.newName(to[k], m, number+i)
		if err != nil {
			return nil, nil, err
		}
		old, fresh = append(old, m.name), append(fresh, name)
	}
	return old, fresh, nil
}

// expandNewNames writes out ranges such as y1-y3.
func expandNewNames(to []lang.Text) ([]lang.Text, error) {
	var out []lang.Text
	for _, w := range to {
		if !strings.Contains(w.Text, "-") {
			out = append(out, w)
			continue
		}
		names, err := interp.NewNames(w)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			out = append(out, lang.Text{Pos: w.Pos, Text: name})
		}
	}
	return out, nil
}

// newName fills in the pattern w for one variable.
func (o *rename) newName(w lang.Text, m matched, number int) (string, error) {
	pieces, err := places(w)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	next := 0
	for _, p := range pieces {
		switch {
		case p.kind == 't':
			b.WriteString(p.text)
		case p.kind == '=':
			b.WriteString(m.name)
		case p.kind == '#' && (o.AddNumber.given || o.Renumber.given):
			fmt.Fprintf(&b, "%0*d", p.width, number)
			if o.Renumber.given {
				next++
			}
		case p.kind == '.':
			next++
		default:
			k := next
			if p.index > 0 {
				k = p.index - 1
			} else {
				next++
			}
			if k >= len(m.parts) {
				return "", rc.Syntax.At(w.Pos, "%s: too many wildcards in the new name", w.Text)
			}
			part, err := p.filled(m.parts[k], w)
			if err != nil {
				return "", err
			}
			b.WriteString(part)
		}
	}
	return b.String(), nil
}

// filled returns what a wildcard of a new name becomes, given what the one of
// the old name stands for.
func (p place) filled(part string, w lang.Text) (string, error) {
	if p.kind != '#' || p.width == 0 {
		return part, nil
	}
	n, err := strconv.Atoi(part)
	if err != nil {
		return "", rc.Syntax.At(w.Pos, "%s: (#) in the new name does not stand for a number", w.Text)
	}
	return fmt.Sprintf("%0*d", p.width, n), nil
}
