package lang

import "strings"

// Macros answers what macro expansion asks.
type Macros interface {
	Local(name string) string // "" if undefined
	Global(name string) string
	// Step adds by to local macro name and returns its new value: `++i'.
	Step(name string, by int) (string, error)
	// Eval returns the value of an expression as text: `=exp'.
	Eval(exp string) (string, error)
	// Extended evaluates an extended macro function: `:word 1 of a b'.
	Extended(fn string) (string, error)
}

// An Expanded is a line after macro expansion.
type Expanded struct {
	Text  string
	marks []mark
}

// A mark says that Text[out:] was at offset in of the line before expansion.
type mark struct{ out, in int }

// Origin returns the place in the line before expansion of offset in Text. A
// place inside an expanded macro is where its reference begins.
func (x *Expanded) Origin(offset int) int {
	origin, last := offset, 0
	for i, m := range x.marks {
		if m.out > offset {
			break
		}
		origin, last = m.in+offset-m.out, i
	}
	if last+1 < len(x.marks) {
		origin = min(origin, max(x.marks[last+1].in-1, x.marks[last].in))
	}
	return origin
}

// maxExpansion bounds how deep macros may refer to macros, and maxLine the
// length of what comes out of it.
const (
	maxExpansion = 200
	maxLine      = 16 << 20
)

// Expand replaces the macros in line by their contents, innermost first:
// `name', `=exp', `:fn', `++i', `macval(name)', $name and ${name}. \` and \$
// stand for the bare characters.
func Expand(line string, m Macros) (Expanded, error) {
	if strings.IndexByte(line, '`') < 0 && strings.IndexByte(line, '$') < 0 {
		return Expanded{Text: line}, nil
	}
	e := expander{m: m, marking: true, marks: make([]mark, 0, 4)}
	e.out.Grow(len(line) + 16)
	err := e.expand(line, 0)
	return Expanded{e.out.String(), e.marks}, err
}

type expander struct {
	m       Macros
	out     strings.Builder
	marks   []mark
	marking bool
}

func (e *expander) mark(in int) {
	if e.marking {
		e.marks = append(e.marks, mark{e.out.Len(), in})
	}
}

func (e *expander) expand(s string, depth int) error {
	if depth > maxExpansion || e.out.Len() > maxLine {
		return Errorf(0, "macro expansion does not end")
	}
	start := 0
	for i := 0; i < len(s); {
		n := 0 // bytes of s that a reference at i takes up
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '`' || s[i+1] == '$'):
			e.out.WriteString(s[start:i])
			e.mark(i + 1)
			start = i + 1
			i += 2
			continue
		case c == '`' && i+1 < len(s) && s[i+1] != '"':
			n = localLen(s[i:])
		case c == '$':
			n = globalLen(s[i:])
		}
		if n == 0 {
			i++
			continue
		}
		e.out.WriteString(s[start:i])
		if err := e.reference(s[i:i+n], i, depth); err != nil {
			return err
		}
		i += n
		start = i
		e.mark(i)
	}
	e.out.WriteString(s[start:])
	return nil
}

// localLen measures the reference to a local macro at the head of s, or
// returns 0 if it never ends. Compound quotes inside it balance by themselves.
func localLen(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '`':
			depth++
		case '\'':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// globalLen measures the reference to a global macro at the head of s.
func globalLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch {
	case s[1] == '{':
		depth := 0
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '{':
				depth++
			case '}':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return 0
	case s[1] == '$':
		if n := globalLen(s[1:]); n > 0 {
			return n + 1
		}
		return 0
	}
	n := 1
	for n < len(s) && isNameByte(s[n]) {
		n++
	}
	if n == 1 || isDigit(s[1]) { // $4 is money
		return 0
	}
	return n
}

// reference writes the contents of the macro that ref, at offset at of the
// line, refers to.
func (e *expander) reference(ref string, at, depth int) error {
	value, again, err := e.value(ref, depth)
	if err != nil {
		if le, ok := err.(*Error); ok && le.Pos == 0 && e.marking {
			return &Error{Pos: At(e.out.Len()), Msg: le.Msg}
		}
		return err
	}
	e.mark(at)
	if !again || strings.IndexByte(value, '`') < 0 && strings.IndexByte(value, '$') < 0 && strings.IndexByte(value, '\\') < 0 {
		e.out.WriteString(value)
		return nil
	}
	marking := e.marking
	e.marking = false
	err = e.expand(value, depth+1)
	e.marking = marking
	return err
}

// value returns the contents of a macro and whether they are to be expanded
// in their turn.
func (e *expander) value(ref string, depth int) (value string, again bool, err error) {
	inner := ref[1:]
	if ref[0] == '`' || ref[1] == '{' {
		inner = ref[1 : len(ref)-1]
		if ref[0] == '$' {
			inner = inner[1:]
		}
	}
	if ref[0] == '`' && strings.HasPrefix(inner, "macval(") && strings.HasSuffix(inner, ")") {
		return e.m.Local(inner[7 : len(inner)-1]), false, nil
	}
	if strings.ContainsAny(inner, "`$\\") {
		sub := expander{m: e.m}
		if err := sub.expand(inner, depth+1); err != nil {
			return "", false, err
		}
		inner = sub.out.String()
	}
	if ref[0] == '$' {
		return e.m.Global(inner), true, nil
	}
	switch {
	case inner == "":
		return "", false, nil
	case inner[0] == '=':
		value, err = e.m.Eval(inner[1:])
		return value, false, err
	case inner[0] == ':':
		value, err = e.m.Extended(inner[1:])
		return value, false, err
	case strings.HasPrefix(inner, "++"), strings.HasPrefix(inner, "--"):
		value, err = e.m.Step(inner[2:], step(inner[0]))
		return value, false, err
	case strings.HasSuffix(inner, "++"), strings.HasSuffix(inner, "--"):
		name := inner[:len(inner)-2]
		value = e.m.Local(name)
		_, err = e.m.Step(name, step(inner[len(inner)-1]))
		return value, false, err
	case inner[0] == '.':
		return "", false, Errorf(0, "class macro `%s' is not supported", inner)
	}
	return e.m.Local(inner), true, nil
}

func step(sign byte) int {
	if sign == '-' {
		return -1
	}
	return 1
}
