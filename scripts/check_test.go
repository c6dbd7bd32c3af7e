package scripts

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A want is a comment "// want r(111): text" behind a line that must fail.
type want struct {
	code rc.Code
	text string // "" if only the code matters
	met  bool
}

var wantRE = regexp.MustCompile(`//\s*want r\((\d+)\)(?::\s*(.*))?$`)

// wants returns the errors that a script announces, by line.
func wants(src string) map[int]*want {
	out := map[int]*want{}
	for i, line := range strings.Split(src, "\n") {
		if m := wantRE.FindStringSubmatch(strings.TrimRight(line, " \t\r")); m != nil {
			code, _ := strconv.Atoi(m[1])
			out[i+1] = &want{code: rc.Code(code), text: m[2]}
		}
	}
	return out
}

// checkErrors compares the errors of a run with those announced.
func checkErrors(t *testing.T, src string, err error) {
	announced := wants(src)
	for _, err := range rc.All(err) {
		line, w := lineOf(err, announced)
		msg := strings.ReplaceAll(err.Error(), "\n", " ")
		switch {
		case w == nil:
			t.Errorf("%s:%d: %s; r(%d)", mainFile, line, msg, rc.Of(err))
			continue
		case w.code != rc.Of(err):
			t.Errorf("%s:%d: r(%d): %s; want r(%d)", mainFile, line, rc.Of(err), msg, w.code)
		case w.text != "" && w.text != msg:
			t.Errorf("%s:%d: error is\n%s\nwant\n%s", mainFile, line, msg, w.text)
		}
		w.met = true
	}
	for _, line := range slices.Sorted(maps.Keys(announced)) {
		if w := announced[line]; !w.met {
			t.Errorf("%s:%d: no error; want r(%d): %s", mainFile, line, w.code, w.text)
		}
	}
}

// place returns where err arose, the zero Place if unknown.
func place(err error) rc.Place {
	if e, ok := errors.AsType[*rc.Error](err); ok && e.Place != nil {
		return *e.Place
	}
	return rc.Place{}
}

// lineOf returns the line of main.do where err arose, 0 if elsewhere, or,
// within a program or do-file, the line that called it, if that announces an
// error.
func lineOf(err error, announced map[int]*want) (line int, w *want) {
	p := place(err)
	for _, c := range append([]rc.Caller{{File: p.File, Line: p.Line}}, p.Callers...) {
		if c.File != mainFile {
			continue
		}
		if w := announced[c.Line]; w != nil {
			return c.Line, w
		}
		if line == 0 {
			line = c.Line
		}
	}
	return line, nil
}

// checkNumbers evaluates the lines of a want.num: an expression and the value
// it must have, to the digits written; integers, missing values and strings
// must be equal.
func checkNumbers(t *testing.T, s *interp.Session, lines string) {
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		i := strings.LastIndexAny(line, " \t")
		if strings.HasSuffix(line, `"`) {
			i = strings.LastIndexByte(line[:len(line)-1], '"') - 1
		}
		if i < 0 {
			t.Errorf("%s: no value in %q", numFile, line)
			continue
		}
		exp, wanted := strings.TrimSpace(line[:i]), strings.TrimSpace(line[i:])
		v, err := eval(s, exp)
		if err != nil {
			t.Errorf("%s: %s: %v", numFile, exp, err)
			continue
		}
		if err := sameValue(v, wanted); err != nil {
			t.Errorf("%s: %s: %v", numFile, exp, err)
		}
	}
}

// eval evaluates an expression in a session.
func eval(s *interp.Session, exp string) (expr.Value, error) {
	x, err := lang.ParseExpr(exp, 1)
	if err != nil {
		return expr.Value{}, err
	}
	return expr.Eval(x, s.Env())
}

// sameValue compares a value with its text.
func sameValue(v expr.Value, wanted string) error {
	if v.IsStr {
		if strconv.Quote(v.Str) != wanted && `"`+v.Str+`"` != wanted {
			return fmt.Errorf("%q, want %s", v.Str, wanted)
		}
		return nil
	}
	x, unit, err := decimal(wanted)
	if err != nil {
		return err
	}
	if math.Abs(v.Num-x) > unit/2*(1+1e-6) {
		return fmt.Errorf("%.17g, want %s", v.Num, wanted)
	}
	return nil
}

// decimal reads a number as written, and the value of one in its last digit:
// 0 for integers and missing values, which must be met exactly.
func decimal(text string) (x, unit float64, err error) {
	if text == "." || len(text) == 2 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z' {
		e, err := lang.ParseExpr(text, 1)
		if err != nil {
			return 0, 0, err
		}
		v, err := expr.EvalNum(e, &expr.Env{})
		return v, 0, err
	}
	if x, err = strconv.ParseFloat(text, 64); err != nil {
		return 0, 0, fmt.Errorf("%q is not a number", text)
	}
	mantissa, exponent, scaled := strings.Cut(strings.ToLower(text), "e")
	_, digits, fraction := strings.Cut(mantissa, ".")
	if !fraction && !scaled {
		return x, 0, nil
	}
	power := 0
	if scaled {
		power, _ = strconv.Atoi(exponent)
	}
	return x, math.Pow(10, float64(power-len(digits))), nil
}

// TestDecimal checks the unit in the last place that decimal finds, by hand.
func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		text    string
		x, unit float64
	}{
		{"5", 5, 0},
		{"-12", -12, 0},
		{"1.30", 1.3, 0.01},
		{".5", .5, 0.1},
		{"6.35e+08", 6.35e8, 1e6},
		{"2e-3", 2e-3, 1e-3},
		{".a", 0x1p1023 * (1 + 1.0/4096), 0},
	} {
		x, unit, err := decimal(c.text)
		if err != nil || x != c.x || math.Abs(unit-c.unit) > 1e-12*c.unit {
			t.Errorf("decimal(%q) = %v, %v, %v; want %v, %v", c.text, x, unit, err, c.x, c.unit)
		}
	}
}

// TestWants checks how announcements of errors are read.
func TestWants(t *testing.T) {
	got := wants("regress y x\nregress y z // want r(111): variable z not found\n, x /// want r(198)\n")
	if len(got) != 2 || got[2].code != 111 || got[2].text != "variable z not found" || got[3].code != 198 || got[3].text != "" {
		t.Errorf("wants: %+v", got)
	}
}
