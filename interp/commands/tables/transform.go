package tables

import (
	"math"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A transformation shows f(b) in place of b, with standard errors by the
// delta method: se*|f'(b)|. Functions are expressions of @.
type transformation struct {
	of          *selection // nil for all coefficients that are left
	f, df       lang.Text
	exponential bool
}

type transforms struct {
	list    []transformation
	pattern []bool
}

// readTransforms reads eform and transform().
func (s *spec) readTransforms() (err error) {
	if s.EForm.set && !s.NoEForm {
		s.exponentiate = true
		if s.eform, err = pattern(s.EForm.arg, "eform"); err != nil {
			return err
		}
		s.transform = transforms{[]transformation{{exponential: true}}, s.eform}
	}
	if s.Transform.Text == "" {
		return nil
	}
	list, subs := splitSub(s.Transform)
	var o struct {
		Pattern lang.Text `opt:"Pattern(zeros-and-ones)"`
	}
	if err := bindSub(s.c, subs, &o); err != nil {
		return err
	}
	if s.transform.pattern, err = pattern(o.Pattern, "pattern"); err != nil {
		return err
	}
	s.transform.list = nil
	words := list.Words()
	for len(words) > 0 {
		n := min(3, len(words))
		if strings.Contains(words[0].Text, "@") {
			n = 2
		}
		if n > len(words) || len(words) < 2 {
			return rc.Syntax.At(s.Transform.Pos, "option transform() incorrectly specified")
		}
		t := transformation{f: unquoted(words[n-2]), df: unquoted(words[n-1])}
		if n == 3 {
			of, err := parseSelection(s.c, unquoted(words[0]))
			if err != nil {
				return err
			}
			t.of = &of
		}
		s.transform.list = append(s.transform.list, t)
		words = words[n:]
	}
	return nil
}

// unquoted removes the quotes around a word.
func unquoted(t lang.Text) lang.Text {
	switch text := lang.Unquote(t.Text); len(t.Text) - len(text) {
	case 2:
		return t.Slice(1, len(t.Text)-1)
	case 4:
		return t.Slice(2, len(t.Text)-2)
	}
	return t
}

// of returns the transformation of a coefficient of model i, or nil.
func (t transforms) of(i int, k coef) *transformation {
	if !selected(t.pattern, i) {
		return nil
	}
	for j := range t.list {
		if x := &t.list[j]; x.of == nil || x.of.has(k) {
			return x
		}
	}
	return nil
}

// at evaluates an expression of @ at x.
func (s *spec) at(f lang.Text, x float64) (float64, error) {
	if x >= frame.Missing {
		return x, nil
	}
	text := strings.ReplaceAll(f.Text, "@", "("+strconv.FormatFloat(x, 'g', -1, 64)+")")
	return s.c.EvalNumber(lang.Text{Pos: f.Pos, Text: text})
}

// transformed returns the values of an element transformed; b is the
// coefficient.
func (s *spec) transformed(t *transformation, name string, v []float64, b float64) ([]float64, error) {
	f := func(x float64) (float64, error) { return s.at(t.f, x) }
	df := func(x float64) (float64, error) { return s.at(t.df, x) }
	if t.exponential {
		f = func(x float64) (float64, error) {
			if x >= frame.Missing {
				return x, nil
			}
			return frame.Value(math.Exp(x)), nil
		}
		df = f
	}
	out := make([]float64, len(v))
	for i, x := range v {
		var err error
		switch name {
		case "b", "ci", "ci_l", "ci_u":
			out[i], err = f(x)
		case "se", "var":
			var d float64
			if d, err = df(b); err != nil {
				break
			}
			switch {
			case x >= frame.Missing || d >= frame.Missing:
				out[i] = frame.Missing
			case name == "se":
				out[i] = frame.Value(x * math.Abs(d))
			default:
				out[i] = frame.Value(x * d * d)
			}
		default:
			out[i] = x
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
