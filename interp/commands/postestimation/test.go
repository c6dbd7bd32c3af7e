package postestimation

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Test is the command "test".
var Test = &interp.Command{
	Name:   "TEst",
	Brief:  "Wald tests of linear hypotheses about coefficients",
	Syntax: "anything",
	New:    func() interp.Runner { return &test{} },
	Doc: `    test coefs              all are zero: test x1 2.region
    test exp = exp [= exp]  test x1 = 2*x2 + 3
    test (spec) (spec)      jointly
    test [eq]               all coefficients of an equation but its constant
    test [eq]: coefs        coefficients of an equation
    test [eq1 = eq2] [: coefs]

Stored results: r(p), r(F) or r(chi2), r(df), r(df_r), r(drop), r(dropped_#)`,
}

type test struct {
	Accumulate bool     `opt:"Accumulate" help:"test together with the hypotheses of the last test"`
	NoTest     bool     `opt:"NOTest" help:"do not test yet"`
	Coef       bool     `opt:"COEF" help:"show the coefficients under the hypothesis"`
	Common     bool     `opt:"COMmon" help:"with equations, test only the terms that all have"`
	Constant   bool     `opt:"Constant" help:"with equations, test the constants too"`
	Mtest      mtest    `opt:"Mtest(method)?" help:"test each hypothesis too; bonferroni, holm, sidak or noadjust"`
	Minimum    bool     `opt:"MINImum" help:"drop constraints that follow from others; always done"`
	DF         *float64 `opt:"df(#)" help:"use F with these denominator degrees of freedom"`
}

// tested is what the last test tested, for accumulate.
type tested struct {
	e     *interp.Estimates
	forms []form
}

func lastTest(s *interp.Session) *tested {
	return interp.State(s, "test", func() *tested { return &tested{} })
}

func (o *test) Run(c *interp.Call) error {
	fit, err := fitOf(c.E)
	if err != nil {
		return err
	}
	if o.DF != nil {
		fit.DF = *o.DF
	}
	forms, err := testSpecs(c, c.Body, o)
	if err != nil {
		return err
	}
	last := lastTest(c.Session)
	if o.Accumulate {
		if last.e != c.E {
			return rc.NoTest.Errorf("last test not found")
		}
		forms = append(append([]form(nil), last.forms...), forms...)
	}
	if len(forms) == 0 {
		return rc.Required.Errorf("coefficients or expressions required")
	}
	last.e, last.forms = c.E, forms
	reader{c: c}.showConstraints(forms)
	if o.NoTest {
		return nil
	}
	t := stats.Wald(fit, hypothesis(forms))
	if o.Mtest.method != "" {
		o.Mtest.show(c, fit, forms, t)
	} else {
		showTest(c, t)
	}
	storeTest(c, t)
	if o.Mtest.method != "" {
		c.Macro("mtmethod", o.Mtest.method)
		c.Matrix("mtest", o.Mtest.matrix)
	}
	if o.Coef {
		return showConstrained(c, fit, forms)
	}
	return nil
}

// showTest prints the outcome of a Wald test.
func showTest(c *interp.Call, t stats.Test) {
	for _, i := range t.Dropped {
		c.Printf("       Constraint %d dropped\n", i+1)
	}
	c.Print("\n")
	if chi2 := isChi2(t); chi2 {
		c.Printf("%15s(%3.0f) =%s\n", "chi2", t.DF1, c.Format("%8.2f", frame.Value(t.Stat)))
		c.Printf("         Prob > chi2 =%s\n", c.Format("%10.4f", frame.Value(t.P)))
		return
	}
	c.Printf("       F(%3.0f,%6.0f) =%s\n", t.DF1, t.DF2, c.Format("%8.2f", frame.Value(t.Stat)))
	c.Printf("            Prob > F =%s\n", c.Format("%10.4f", frame.Value(t.P)))
}

func isChi2(t stats.Test) bool { return t.DF2 > 1e300 }

// storeTest stores the outcome of a test in r().
func storeTest(c *interp.Call, t stats.Test) {
	c.ClearR()
	drop := 0.0
	if len(t.Dropped) > 0 {
		drop = 1
	}
	c.Scalar("drop", drop)
	if isChi2(t) {
		c.Scalar("chi2", t.Stat)
	} else {
		c.Scalar("df_r", t.DF2)
		c.Scalar("F", t.Stat)
	}
	c.Scalar("df", t.DF1)
	c.Scalar("p", t.P)
	for k, i := range t.Dropped {
		c.Scalar(fmt.Sprint("dropped_", k+1), float64(i+1))
	}
}

// testSpecs reads what is to be tested: parenthesized specs or a single one.
func testSpecs(c *interp.Call, body lang.Text, o *test) ([]form, error) {
	body = body.Trim()
	parts := parenthesized(body)
	if parts == nil {
		return testSpec(c, body, o)
	}
	var forms []form
	for _, p := range parts {
		more, err := testSpec(c, p, o)
		if err != nil {
			return nil, err
		}
		forms = append(forms, more...)
	}
	return forms, nil
}

// parenthesized splits "(a) (b)" into the contents of the parentheses; nil if
// there is more than that.
func parenthesized(t lang.Text) []lang.Text {
	var parts []lang.Text
	for rest := t; rest.Text != ""; {
		if rest.Text[0] != '(' {
			return nil
		}
		depth, end := 0, -1
		for i := range len(rest.Text) {
			switch rest.Text[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
			if depth == 0 {
				end = i
				break
			}
		}
		if end < 0 {
			return nil
		}
		parts = append(parts, rest.Slice(1, end))
		rest = rest.Slice(end+1, len(rest.Text)).Trim()
	}
	return parts
}

// testSpec reads one of the forms that test knows.
func testSpec(c *interp.Call, t lang.Text, o *test) ([]form, error) {
	t = t.Trim()
	if eqs, rest, ok := equations(t); ok {
		return equationForms(c, eqs, rest, o)
	}
	if sides := splitEqual(t); len(sides) > 1 {
		return equalForms(reader{c: c}, sides)
	}
	return coefForms(reader{c: c}, t)
}

// equalForms reads a = b = c: all are equal.
func equalForms(rd reader, sides []lang.Text) ([]form, error) {
	first, err := rd.form(sides[0])
	if err != nil {
		return nil, err
	}
	var out []form
	for _, s := range sides[1:] {
		f, err := rd.form(s)
		if err != nil {
			return nil, err
		}
		out = append(out, first.plus(f, -1))
	}
	return out, nil
}

// splitEqual splits t at = and == outside parentheses and brackets.
func splitEqual(t lang.Text) []lang.Text {
	var out []lang.Text
	depth, start := 0, 0
	for i := 0; i < len(t.Text); i++ {
		switch t.Text[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '=':
			if depth != 0 {
				continue
			}
			out = append(out, t.Slice(start, i))
			if strings.HasPrefix(t.Text[i:], "==") {
				i++
			}
			start = i + 1
		}
	}
	return append(out, t.Slice(start, len(t.Text)))
}

// coefForms reads a list of coefficients, each to be zero.
func coefForms(rd reader, t lang.Text) ([]form, error) {
	var out []form
	for _, w := range t.Words() {
		text := strings.TrimSuffix(strings.TrimPrefix(w.Text, "_b["), "]")
		if text == w.Text {
			text = strings.TrimSuffix(strings.TrimPrefix(w.Text, "_coef["), "]")
		}
		if eq, term, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && strings.HasPrefix(text, "[") {
			f, err := rd.coef(eq, strings.TrimSuffix(strings.TrimPrefix(term, "_b["), "]"), w.Pos)
			if err != nil {
				return nil, err
			}
			out = append(out, f)
			continue
		}
		f, err := rd.coef("", text, w.Pos)
		if err != nil {
			more, listErr := listForms(rd, w)
			if listErr != nil || len(more) == 0 {
				return nil, err
			}
			out = append(out, more...)
			continue
		}
		out = append(out, f)
	}
	return out, nil
}

// equations reads "[eq]", "[eq1=eq2=...]" and what follows a colon.
func equations(t lang.Text) (eqs []string, rest lang.Text, ok bool) {
	if !strings.HasPrefix(t.Text, "[") {
		return nil, rest, false
	}
	end := strings.IndexByte(t.Text, ']')
	if end < 0 {
		return nil, rest, false
	}
	after := t.Slice(end+1, len(t.Text)).Trim()
	switch {
	case after.Text == "":
	case after.Text[0] == ':':
		rest = after.Slice(1, len(after.Text)).Trim()
	default:
		return nil, rest, false
	}
	for _, eq := range strings.Split(t.Text[1:end], "=") {
		eqs = append(eqs, strings.TrimSpace(eq))
	}
	return eqs, rest, true
}

// equationForms tests the terms of an equation, or that those of several
// equations are equal.
func equationForms(c *interp.Call, eqs []string, rest lang.Text, o *test) ([]form, error) {
	for _, eq := range eqs {
		if !hasEquation(c.E, eq) {
			return nil, rc.NoEquation.At(c.Body.Pos, "equation [%s] not found", eq)
		}
	}
	var terms []string
	if rest.Text != "" {
		for _, w := range rest.Words() {
			terms = append(terms, w.Text)
		}
	} else {
		terms = commonTerms(c.E, eqs, o.Constant, o.Common)
	}
	var out []form
	for _, term := range terms {
		first, err := reader{c: c}.coef(eqs[0], term, rest.Pos)
		if err != nil {
			return nil, err
		}
		if len(eqs) == 1 {
			out = append(out, first)
		}
		for _, eq := range eqs[1:] {
			f, err := reader{c: c}.coef(eq, term, rest.Pos)
			if err != nil {
				return nil, err
			}
			out = append(out, first.plus(f, -1))
		}
	}
	return out, nil
}

// commonTerms are the terms of the first equation, less its constant unless it
// is wanted; common leaves out those that another equation lacks.
func commonTerms(e *interp.Estimates, eqs []string, constant, common bool) []string {
	var out []string
	for j, name := range e.B.Cols {
		if e.B.ColEq[j] != eqs[0] || name == "_cons" && !constant || e.V.At(j, j) == 0 {
			continue
		}
		everywhere := true
		for _, eq := range eqs[1:] {
			if _, k := e.Coef(eq, name); k < 0 {
				everywhere = false
			}
		}
		if everywhere || !common {
			out = append(out, name)
		}
	}
	return out
}
