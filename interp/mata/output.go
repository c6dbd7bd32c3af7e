package mata

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// outputFuncs print, and end programs.
var outputFuncs = map[string]builtin{
	"printf": {1, -1, func(c *call) (value, error) {
		s, err := c.formatted()
		if err == nil {
			c.Print(interp.Unsmcl(s))
		}
		return value{}, err
	}},
	"errprintf": {1, -1, func(c *call) (value, error) {
		s, err := c.formatted()
		if err == nil {
			c.PrintError(interp.Unsmcl(s))
		}
		return value{}, err
	}},
	"sprintf":      {1, -1, func(c *call) (value, error) { s, err := c.formatted(); return str(s), err }},
	"display":      {1, 2, fnDisplay},
	"displayas":    {1, 1, func(c *call) (value, error) { _, err := c.str(0); return value{}, err }},
	"displayflush": {0, 0, func(*call) (value, error) { return value{}, nil }},
	"liststruct":   {1, 1, fnListStruct},
	"exit":         {0, 1, fnExit},
	"error":        {1, 1, fnError},
	"_error":       {1, 2, fnThrow},
	"assert":       {1, 1, fnAssert},
	"asserteq":     {2, 2, fnAssertEq},
	"timer":        {0, 0, func(*call) (value, error) { return value{}, nil }},
	"timer_clear":  {0, 1, func(*call) (value, error) { return value{}, nil }},
	"timer_on":     {1, 1, func(*call) (value, error) { return value{}, nil }},
	"timer_off":    {1, 1, func(*call) (value, error) { return value{}, nil }},
}

// formatted fills in the format that is the first argument.
func (c *call) formatted() (string, error) {
	format, err := c.str(0)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	arg := 1
	for i := 0; i < len(format); i++ {
		switch ch := format[i]; {
		case ch == '\\' && i+1 < len(format):
			i++
			if out, ok := escapes[format[i]]; ok {
				b.WriteString(out)
			} else {
				b.WriteString(format[i-1 : i+1])
			}
		case ch == '%' && strings.HasPrefix(format[i:], "%%"):
			b.WriteByte('%')
			i++
		case ch == '%':
			n := conversionLen(format[i:])
			if n == 0 || !c.has(arg) {
				return "", c.failf(badArguments, "incorrect number of arguments")
			}
			text, err := c.converted(format[i:i+n], arg)
			if err != nil {
				return "", err
			}
			b.WriteString(text)
			arg++
			i += n - 1
		default:
			b.WriteByte(ch)
		}
	}
	if c.has(arg) {
		return "", c.failf(badArguments, "incorrect number of arguments")
	}
	return b.String(), nil
}

var escapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", '\\': "\\", '"': "\""}

// conversionLen measures a conversion such as %9.2f or %-12us.
func conversionLen(s string) int {
	i := 1
	for i < len(s) && strings.IndexByte("-~0123456789.,", s[i]) >= 0 {
		i++
	}
	if i < len(s) && s[i] == 'u' {
		i++
	}
	if i < len(s) && s[i] == 't' { // dates: %td, %tcDDmonCCYY
		for i < len(s) && s[i] > ' ' && s[i] != '\\' {
			i++
		}
		return i
	}
	if i >= len(s) || strings.IndexByte("sfgexd", s[i]) < 0 {
		return 0
	}
	i++
	if i < len(s) && s[i] == 'c' && s[i-1] != 's' {
		i++
	}
	return i
}

// converted writes argument i by one conversion.
func (c *call) converted(format string, i int) (string, error) {
	v, err := c.val(i)
	if err != nil {
		return "", err
	}
	if !v.scalar() {
		return "", c.fail(notScalar)
	}
	if strings.HasSuffix(format, "s") {
		if v.kind != text {
			return "", c.fail(notString)
		}
		return padded(strings.Replace(format, "us", "s", 1), v.str[0]), nil
	}
	if v.kind != numeric {
		return "", c.fail(notReal)
	}
	x := v.at(0)
	switch format {
	case "%g", "%gc":
		return strings.TrimSpace(frame.FormatValue("%12.0"+format[1:], x)), nil
	case "%f":
		if x >= frame.Missing {
			return frame.MissingName(x), nil
		}
		return strconv.FormatFloat(x, 'f', 6, 64), nil
	}
	if _, err := frame.ParseFormat(format); err != nil {
		return "", c.failf(badFormat, "invalid %%fmt %s", format)
	}
	return frame.FormatValue(format, x), nil
}

// padded writes a string by %s, %10s, %-10s or %~10s.
func padded(format, s string) string {
	spec := strings.TrimSuffix(format[1:], "s")
	left, center := strings.HasPrefix(spec, "-"), strings.HasPrefix(spec, "~")
	width, _ := strconv.Atoi(strings.TrimLeft(strings.SplitN(spec, ".", 2)[0], "-~"))
	space := max(width-frame.TextWidth(s), 0)
	switch {
	case left:
		return s + strings.Repeat(" ", space)
	case center:
		return strings.Repeat(" ", space/2) + s + strings.Repeat(" ", space-space/2)
	}
	return strings.Repeat(" ", space) + s
}

// fnDisplay prints strings, one a line.
func fnDisplay(c *call) (value, error) {
	v, err := c.texts(0)
	if err != nil {
		return value{}, err
	}
	for _, s := range v.str {
		c.Print(interp.Unsmcl(s) + "\n")
	}
	return value{}, nil
}

func fnListStruct(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if v.kind != record {
		return value{}, c.failf(3259, "nonstruct found where struct required")
	}
	c.Printf("  1  structure of %d elements\n", len(v.rec.order))
	for i, name := range v.rec.order {
		f := v.rec.fields[name].v
		what := fmt.Sprintf("%s %d x %d", f.kind, f.rows, f.cols)
		if f.scalar() && f.kind != record {
			what += ", " + f.cell(0)
		}
		c.Printf("  %d.%d  %s: %s\n", 1, i+1, name, what)
	}
	return value{}, nil
}

// fnExit ends Mata: with an error unless the code is 0.
func fnExit(c *call) (value, error) {
	code, err := c.numOr(0, 0)
	if err != nil {
		return value{}, err
	}
	return value{}, &exited{code: rc.Code(code)}
}

// exited is how exit() ends everything that runs.
type exited struct{ code rc.Code }

func (e *exited) Error() string { return "" }

// fnError prints the message of a code and returns the code.
func fnError(c *call) (value, error) {
	x, err := c.num(0)
	if err != nil {
		return value{}, err
	}
	if msg := messages[rc.Code(x)]; msg != "" {
		c.PrintError(msg + "\n")
	}
	return number(x), nil
}

// fnThrow fails with a code, or with a message: _error(3498, "text").
func fnThrow(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	if v.kind == text && v.scalar() {
		return value{}, failf(here, userError, "%s", v.str[0])
	}
	x, err := c.num(0)
	if err != nil {
		return value{}, err
	}
	code := rc.Code(x)
	msg, err := c.strOr(1, messages[code])
	if err != nil {
		return value{}, err
	}
	return value{}, failf(here, code, "%s", msg)
}

func fnAssert(c *call) (value, error) {
	v, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	yes, err := truthOf(v)
	if err == nil && !yes {
		err = c.failf(3498, "assertion is false")
	}
	return value{}, err
}

func fnAssertEq(c *call) (value, error) {
	x, err := c.val(0)
	if err != nil {
		return value{}, err
	}
	y, err := c.val(1)
	if err != nil {
		return value{}, err
	}
	if v, err := operate("==", x, y); err != nil || v.at(0) == 0 {
		return value{}, c.failf(3498, "assertion is false")
	}
	return value{}, nil
}
