package interp

import (
	"strings"

	"github.com/didot-lang/didot/lang"
)

// Canonical returns the do-file src, called name, in canonical form: see
// lang.Format. Between the parts of a command there is one blank, as there is
// around operators of expressions; what only a command itself can read stays
// as written, and so do names and abbreviations.
func (s *Session) Canonical(name, src string) (string, error) {
	return lang.Format(name, src, s.canonical)
}

// canonical returns the code of one line in canonical form, or as it is.
func (s *Session) canonical(code string) string {
	masked, _ := lang.Mask(code)
	l := &spacer{s: s, code: code, masked: masked}
	end := len(strings.TrimRight(strings.TrimSuffix(masked, "{"), " \t"))
	block := strings.HasSuffix(masked, "{")
	if block && (end == 0 || masked[end-1] == '$') {
		return code
	}
	out := l.command(0, end)
	if block {
		out += " {"
	}
	return out
}

// A spacer makes one line canonical. Its parts are given as offsets.
type spacer struct {
	s            *Session
	code, masked string
}

func (l *spacer) command(lo, hi int) string {
	for lo < hi && (l.code[lo] == ' ' || l.code[lo] == '\t') {
		lo++
	}
	text := l.masked[lo:hi]
	e, n := l.s.words.find(text)
	if e == nil || text == "" || text[0] == '*' || l.masked[lo:lo+n] != l.code[lo:lo+n] {
		return strings.TrimRight(l.code[lo:hi], " \t")
	}
	name := strings.Join(strings.Fields(l.code[lo:lo+n]), " ")
	rest := strings.TrimSpace(l.code[lo+n : hi])
	at := lo + n + strings.Index(l.code[lo+n:hi], rest)
	switch {
	case rest == "":
		return name
	case e.name == "if":
		return l.branch(name, at, at+len(rest))
	case e.name == "else":
		return name + " " + l.command(at, at+len(rest))
	case e.name == "while":
		return name + " " + lang.SpaceExpr(rest)
	case e.name == "foreach":
		return name + " " + l.words(at, at+len(rest))
	case e.name == "forvalues":
		return name + " " + assignment(rest, strings.TrimSpace)
	case e.name == "local" || e.name == "global" || e.name == "scalar":
		return name + " " + assignment(rest, lang.SpaceExpr)
	case e.spec.Kind == lang.Raw:
		if l.code[lo+n] != ' ' && l.code[lo+n] != '\t' {
			return name + rest
		}
		return name + " " + rest
	}
	cmd, err := lang.ParseCommand(text, l.s.words)
	if err != nil {
		return strings.TrimRight(l.code[lo:hi], " \t")
	}
	return l.parsed(e, cmd, name, lo, hi)
}

// branch is "if exp command" or "if exp".
func (l *spacer) branch(name string, lo, hi int) string {
	x, rest, err := lang.ParseExprPrefix(l.masked[lo:hi], 1)
	if err != nil || x == nil {
		return name + " " + l.code[lo:hi]
	}
	end := hi - len(rest.Text)
	out := name + " " + lang.SpaceExpr(strings.TrimSpace(l.code[lo:end]))
	if strings.TrimSpace(rest.Text) != "" {
		out += " " + l.command(end, hi)
	}
	return out
}

// assignment spaces "name = exp"; what else follows a name stays. value
// spaces what is behind the equals sign.
func assignment(text string, value func(string) string) string {
	name, rest, ok := strings.Cut(text, "=")
	name = strings.TrimRight(name, " \t")
	if !ok || strings.ContainsAny(name, " \t:\"`") || strings.HasPrefix(rest, "=") {
		return text
	}
	return name + " = " + value(strings.TrimSpace(rest))
}

// parsed puts the parts of a command together again, which was parsed from
// base to hi.
func (l *spacer) parsed(e *entry, cmd *lang.Command, name string, base, hi int) string {
	var b strings.Builder
	b.WriteString(name)
	at := func(t *lang.Text) string {
		lo := base + t.Pos.Offset()
		return strings.TrimSpace(l.code[lo : lo+len(t.Text)])
	}
	if cmd.Body != nil && strings.TrimSpace(cmd.Body.Text) != "" {
		t := cmd.Body.Trim()
		lo := base + t.Pos.Offset()
		b.WriteString(" " + l.body(e, lo, lo+len(t.Text)))
	}
	for _, cl := range cmd.Clauses {
		switch {
		case cl.If != nil:
			text := l.code[base+cl.Pos.Offset : base+cl.EndPos.Offset]
			b.WriteString(" if " + lang.SpaceExpr(strings.TrimSpace(strings.TrimPrefix(text, "if"))))
		case cl.In != nil:
			b.WriteString(" in " + at(cl.In))
		case cl.Weight != nil:
			b.WriteString(" [" + at(cl.Weight) + "]")
		case cl.Using != nil:
			b.WriteString(" using " + at(cl.Using))
		}
	}
	if len(cmd.Options) > 0 {
		b.WriteByte(',')
	}
	for _, o := range cmd.Options {
		b.WriteString(" " + at(o.Name))
		if o.Arg != nil {
			b.WriteString("(" + at(o.Arg) + ")")
		}
	}
	if cmd.Rest == nil {
		if strings.HasSuffix(l.masked[base:hi], ":") {
			b.WriteByte(':')
		}
		return b.String()
	}
	lo := base + cmd.Rest.Pos.Offset()
	before := strings.TrimRight(l.code[base:lo], " \t")
	if strings.HasSuffix(before, ":") {
		b.WriteByte(':')
	}
	rest := l.command(lo, lo+len(cmd.Rest.Text))
	if rest == "" {
		return b.String()
	}
	return b.String() + " " + rest
}

// body collapses blanks where the command reads words, and spaces "= exp".
func (l *spacer) body(e *entry, lo, hi int) string {
	text := l.code[lo:hi]
	if e.spec.Exp != lang.Absent {
		left, right, ok := lang.Text{Pos: lang.At(lo), Text: l.masked[lo:hi]}.SplitAssign()
		if ok {
			end, from := left.Pos.Offset()+len(left.Text), right.Pos.Offset()
			return l.words(lo, end) + " = " + lang.SpaceExpr(l.code[from:from+len(right.Text)])
		}
	}
	switch e.spec.Vars.Kind {
	case "varlist", "newvarlist", "namelist":
		return l.words(lo, hi)
	}
	return text
}

// words puts one blank between the words of a part.
func (l *spacer) words(lo, hi int) string {
	var out []string
	for _, w := range (lang.Text{Pos: lang.At(lo), Text: l.masked[lo:hi]}).Words() {
		at := w.Pos.Offset()
		out = append(out, l.code[at:at+len(w.Text)])
	}
	return strings.Join(out, " ")
}
