package lang

import "strings"

// A Reference is a use of a macro in a line whose macros are not expanded.
type Reference struct {
	Pos    Pos // where its quote or dollar stands
	Len    int // in bytes
	Name   string
	Global bool
	Plain  bool // Name is all of it: `x', `++x', `macval(x)', $x or ${x}, and no `=exp', `:fn' or `x`i''
	Inner  bool // it is part of another reference
}

// References returns the uses of macros in line, each before those inside it.
func References(line string) []Reference { return references(nil, line, 0, false) }

func references(out []Reference, s string, base int, inner bool) []Reference {
	for i := 0; i < len(s); {
		n := 0
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '`' || s[i+1] == '$'):
			i++
		case c == '`' && i+1 < len(s) && s[i+1] != '"':
			n = localLen(s[i:])
		case c == '$':
			n = globalLen(s[i:])
		}
		if n == 0 {
			i++
			continue
		}
		text, lead := referenceName(s[i : i+n])
		out = append(out, Reference{
			Pos: At(base + i), Len: n, Name: text, Inner: inner,
			Global: s[i] == '$', Plain: IsMacroName(text),
		})
		out = references(out, s[i+lead:i+n], base+i+lead, true)
		i += n
	}
	return out
}

// referenceName returns the name in a reference, and what precedes the part
// of it that may hold other references.
func referenceName(ref string) (name string, lead int) {
	if ref[0] == '$' {
		if strings.HasPrefix(ref, "${") {
			return ref[2 : len(ref)-1], 2
		}
		return ref[1:], 1
	}
	name = ref[1 : len(ref)-1]
	if inner, ok := strings.CutPrefix(name, "macval("); ok {
		return strings.TrimSuffix(inner, ")"), 1
	}
	for _, step := range []string{"++", "--"} {
		name = strings.TrimSuffix(strings.TrimPrefix(name, step), step)
	}
	return name, 1
}

// Mask returns line with each macro reference replaced by a name of the same
// length, so that the line can be parsed before its macros are known and
// places stay, and where those names stand: the outermost references.
func Mask(line string) (string, []Reference) {
	var outer []Reference
	for _, r := range References(line) {
		if !r.Inner {
			outer = append(outer, r)
		}
	}
	if len(outer) == 0 {
		return line, nil
	}
	b := []byte(line)
	for _, r := range outer {
		at := r.Pos.Offset()
		b[at] = 'm'
		copy(b[at+1:at+r.Len], strings.Repeat("_", r.Len-1))
	}
	return string(b), outer
}
