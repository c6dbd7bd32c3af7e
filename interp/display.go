package interp

import (
	"strings"

	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A displayed is a piece of what "display" writes.
type displayed struct {
	style Style
	text  string
}

// DisplayText returns what "display" with the given directives would write,
// without the line end.
func (s *Session) DisplayText(t lang.Text) (string, error) {
	pieces, _, err := s.display(t)
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String(), err
}

// Display writes what the directives say.
func (s *Session) Display(t lang.Text) error {
	pieces, cont, err := s.display(t)
	if err != nil {
		return err
	}
	last := Plain
	for _, p := range pieces {
		last = p.style
		s.printDisplayed(p.style, p.text)
	}
	if !cont {
		s.printDisplayed(last, "\n")
	}
	return nil
}

func (s *Session) printDisplayed(style Style, text string) {
	if style == Error {
		s.PrintError(text)
		return
	}
	s.PrintStyled(style, text)
}

// FileText returns what "file write" with the given directives writes to a
// line on which col columns are written. Strings are taken as they are.
func (s *Session) FileText(t lang.Text, col int) (string, error) {
	d := displayer{s: s, dup: 1, width: col, raw: true}
	if err := d.all(t); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range d.out {
		b.WriteString(p.text)
	}
	return b.String(), nil
}

// display evaluates directives: strings, expressions with formats, and
// _continue, _newline(#), _skip(#), _column(#), _dup(#), _char(#), as style.
func (s *Session) display(t lang.Text) (out []displayed, cont bool, err error) {
	d := displayer{s: s, style: Plain, dup: 1}
	if err := d.all(t); err != nil {
		return nil, false, err
	}
	return d.out, d.cont, nil
}

// CheckDisplay returns the first mistake in directives that can be told
// without evaluating them.
func (s *Session) CheckDisplay(t lang.Text) error {
	d := displayer{s: s, style: Plain, dup: 1, dry: true}
	return d.all(t)
}

func (d *displayer) all(t lang.Text) error {
	for t = t.Trim(); t.Text != ""; t = t.Trim() {
		n, err := d.directive(t)
		if err != nil {
			return err
		}
		t = t.Slice(n, len(t.Text))
	}
	return nil
}

type displayer struct {
	s      *Session
	out    []displayed
	style  Style
	format string
	cont   bool
	dup    int
	width  int  // columns written on this line
	dry    bool // only look for mistakes; no values
	raw    bool // for a file: strings hold no SMCL, and there is _tab
}

var displayStyles = map[string]Style{
	"text": AsText, "txt": AsText, "res": Result, "result": Result, "err": Error, "error": Error, "inp": Input, "input": Input,
	"green": AsText, "yellow": Result, "red": Error, "white": Input, "blue": Plain, "smcl": Plain,
}

// styleNamed returns the style of a word; names of colors may be abbreviated.
func styleNamed(word string) (Style, bool) {
	if style, ok := displayStyles[word]; ok {
		return style, true
	}
	for _, color := range []string{"green", "yellow", "red", "white", "blue"} {
		if word != "" && strings.HasPrefix(color, word) {
			return displayStyles[color], true
		}
	}
	return "", false
}

func (d *displayer) write(text string) {
	text = strings.Repeat(text, d.dup)
	d.dup = 1
	d.out = append(d.out, displayed{d.style, text})
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		d.width, text = 0, text[i+1:]
	}
	d.width += frame.TextWidth(text)
}

// directive handles what stands at the head of t and returns its length.
func (d *displayer) directive(t lang.Text) (n int, err error) {
	s := t.Text
	switch {
	case s[0] == ',':
		if d.width > 0 || len(d.out) > 0 {
			d.write(" ")
		}
		return 1, nil
	case strings.HasPrefix(s, "_"):
		if n, err := d.underscore(t); n > 0 || err != nil {
			return n, err
		}
	case s[0] == '%':
		n := strings.IndexAny(s, " \t\"(`")
		if n < 0 {
			n = len(s)
		}
		if _, err := frame.ParseFormat(s[:n]); err != nil {
			return 0, rc.Locate(err, t.Pos)
		}
		d.format = s[:n]
		return n, nil
	}
	if n := lang.WordLen(s); n > 0 && (s[:n] == "as" || s[:n] == "in") {
		word, rest := NextToken(s[n:])
		if style, ok := styleNamed(word); ok {
			d.style = style
			return len(s) - len(rest), nil
		}
	}
	return d.value(t)
}

// value writes a string or an expression in the pending format.
func (d *displayer) value(t lang.Text) (int, error) {
	if n := lang.QuotedLen(t.Text); n > 0 && !operatorFollows(t.Text[n:]) {
		text := lang.Unquote(t.Text[:n])
		if !d.raw {
			text = Unsmcl(text)
		}
		d.write(d.formatted(expr.Str(text)))
		return n, nil
	}
	x, rest, err := lang.ParseExprPrefix(t.Text, t.Pos)
	if err != nil {
		return 0, err
	}
	var v expr.Value
	if d.dry {
		err = CheckFunctions(x)
	} else {
		v, err = expr.Eval(x, d.s.Env())
	}
	if err != nil {
		return 0, err
	}
	if lit, ok := x.(*lang.Number); ok { // the bits themselves, even of what is no number in expressions
		v = expr.Num(lit.Value)
	}
	d.write(d.formatted(v))
	n := len(t.Text) - len(rest.Text)
	if n == 0 {
		return 0, rc.Syntax.At(t.Pos, "invalid syntax")
	}
	return n, nil
}

// operatorFollows reports whether a string literal is part of an expression.
func operatorFollows(rest string) bool {
	rest = strings.TrimLeft(rest, " \t")
	return rest != "" && strings.IndexByte("+*=<>!~&|", rest[0]) >= 0
}

func (d *displayer) formatted(v expr.Value) string {
	format := d.format
	d.format = ""
	if v.IsStr {
		if format == "" {
			return v.Str
		}
		return d.s.FormatText(format, v.Str)
	}
	if format == "" {
		return strings.TrimLeft(d.s.Format("%10.0g", v.Num), " ")
	}
	return d.s.Format(format, v.Num)
}

// underscore handles _continue and its kin; n is 0 if t is something else.
func (d *displayer) underscore(t lang.Text) (n int, err error) {
	n = lang.WordLen(t.Text)
	word, arg := t.Text[:n], 1.0
	rest := t.Slice(n, len(t.Text))
	if strings.HasPrefix(rest.Text, "(") {
		end := strings.IndexByte(rest.Text, ')')
		if end < 0 {
			return 0, nil
		}
		x, err := lang.ParseExpr(rest.Text[1:end], rest.Pos+1)
		if err != nil {
			return 0, nil
		}
		if arg, err = expr.EvalNum(x, d.s.Env()); err != nil {
			return 0, nil
		}
		n += end + 1
	}
	count := int(min(max(arg, 0), 1e6))
	switch {
	case lang.Abbreviates(word, "_Continue"):
		d.cont = true
	case lang.Abbreviates(word, "_Newline"):
		d.write(strings.Repeat("\n", count))
	case lang.Abbreviates(word, "_Skip"):
		d.write(strings.Repeat(" ", count))
	case lang.Abbreviates(word, "_COLumn"):
		d.write(strings.Repeat(" ", max(count-1-d.width, 0)))
	case lang.Abbreviates(word, "_Dup"):
		d.dup = count
	case d.raw && word == "_tab":
		d.write(strings.Repeat("\t", count))
	case d.raw && word == "_page":
		d.write(strings.Repeat("\f", count))
	case word == "_char":
		d.write(string([]byte{byte(count)}))
	default:
		return 0, nil
	}
	return n, nil
}
