package postestimation

import (
	"math"
	"regexp"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// fitOf returns the estimates as the statistics package reads them.
func fitOf(e *interp.Estimates) (*stats.Fit, error) {
	if e.B == nil {
		return nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	if e.V == nil {
		return nil, rc.NotFound.Errorf("e(V) not found")
	}
	k := len(e.B.Cols)
	f := &stats.Fit{Depvar: e.Macro("depvar"), Names: e.B.Cols, B: e.B.RawRowView(0), V: mat.NewSymDense(k, nil), DF: math.Inf(1)}
	for i := range k {
		for j := i; j < k; j++ {
			f.V.SetSym(i, j, e.V.At(i, j))
		}
	}
	if df := e.Scalar("df_r"); df < frame.Missing {
		f.DF = df
	}
	if e.Fit != nil {
		f.VCE.Contrast = e.Fit.VCE.Contrast
	}
	return f, nil
}

// A form is a linear combination of coefficients plus a constant: R·b + c.
type form struct {
	r []float64
	c float64
}

func (f form) constant() bool {
	for _, x := range f.r {
		if x != 0 {
			return false
		}
	}
	return true
}

// plus is f + s·g.
func (f form) plus(g form, s float64) form {
	out := form{r: append([]float64(nil), f.r...), c: f.c + s*g.c}
	for j, x := range g.r {
		out.r[j] += s * x
	}
	return out
}

// times is s·f.
func (f form) times(s float64) form {
	out := form{r: make([]float64, len(f.r)), c: f.c * s}
	for j, x := range f.r {
		out.r[j] = x * s
	}
	return out
}

// A reader reads linear forms in the coefficients of the active estimates.
type reader struct {
	c  *interp.Call
	eq string // the equation that names without one belong to, "" for the first
}

// coefName matches a term of interactions or of groups, which expressions do not know.
var coefName = regexp.MustCompile(`(^|[^\w.\]\[])((?:(?:\d+[bno]*|co?|o|c?[LFDSlfds][LFDSlfds\d]*|i)\.)?[A-Za-z_]\w*(?:[#@](?:(?:-?\d+[bno]*|co?|o|c?[LFDSlfds][LFDSlfds\d]*|i)\.)?[A-Za-z_]\w*)+)`)

// negative matches a level below zero where no operator can stand before it.
var negative = regexp.MustCompile(`(^|[(=+*/-]\s*)(-\d+\.[A-Za-z_]\w*)`)

// prepare writes interactions and negative levels as _b[...].
func (rd reader) prepare(text string) string {
	text = coefName.ReplaceAllString(text, "${1}_b[${2}]")
	return negative.ReplaceAllStringFunc(text, func(m string) string {
		parts := negative.FindStringSubmatch(m)
		if _, j := rd.c.E.Coef(rd.eq, parts[2]); j < 0 {
			return m
		}
		return parts[1] + "_b[" + parts[2] + "]"
	})
}

// form reads an expression that must be linear in the coefficients.
func (rd reader) form(t lang.Text) (form, error) {
	t = t.Trim()
	x, err := lang.ParseExpr(rd.prepare(t.Text), t.Pos)
	if err != nil {
		return form{}, err
	}
	return rd.linear(x)
}

func (rd reader) number(x float64) form {
	return form{r: make([]float64, len(rd.c.E.B.Cols)), c: x}
}

// coef is the form of one coefficient.
func (rd reader) coef(eq, term string, pos lang.Pos) (form, error) {
	if eq == "" {
		eq = rd.eq
	}
	_, j := rd.c.E.Coef(eq, term)
	if j < 0 { // the variable may be abbreviated
		if col, err := rd.c.Frame().Find(term, rd.c.Abbrev()); err == nil {
			_, j = rd.c.E.Coef(eq, col.Name)
		}
	}
	if j < 0 {
		if eq != "" && !hasEquation(rd.c.E, eq) {
			return form{}, rc.NoEquation.At(pos, "equation [%s] not found", eq)
		}
		return form{}, rc.NotFound.At(pos, "%s not found", term)
	}
	f := rd.number(0)
	f.r[j] = 1
	return f, nil
}

func hasEquation(e *interp.Estimates, eq string) bool {
	for _, name := range e.B.ColEq {
		if name == eq {
			return true
		}
	}
	return false
}

// linear evaluates x as a linear form.
func (rd reader) linear(x lang.Expr) (form, error) {
	switch x := x.(type) {
	case *lang.Coef:
		if x.What == "_se" {
			break
		}
		return rd.coef(x.Eq, x.Term, x.Pos)
	case *lang.Name:
		return rd.name(x)
	case *lang.Unary:
		f, err := rd.linear(x.X)
		if err != nil || x.Op != "-" {
			break
		}
		return f.times(-1), nil
	case *lang.Binary:
		return rd.binary(x)
	}
	v, err := expr.EvalNum(x, rd.c.Env())
	if err == nil && v >= frame.Missing {
		err = rc.Syntax.At(x.Position(), "expression evaluates to missing")
	}
	return rd.number(v), err
}

// name reads a bare name: a coefficient, or else a scalar.
func (rd reader) name(x *lang.Name) (form, error) {
	term := x.Name
	if len(x.Ops) > 0 {
		term = strings.Join(x.Ops, "") + "." + x.Name
	}
	f, err := rd.coef("", term, x.Pos)
	if err != nil && len(x.Ops) == 0 {
		if v, ok := rd.c.ScalarValue(x.Name); ok && !v.IsStr && v.Num < frame.Missing {
			return rd.number(v.Num), nil
		}
	}
	return f, err
}

var errNonlinear = rc.Code(131).Errorf("not possible with test")

func (rd reader) binary(x *lang.Binary) (form, error) {
	a, err := rd.linear(x.X)
	if err != nil {
		return form{}, err
	}
	b, err := rd.linear(x.Y)
	if err != nil {
		return form{}, err
	}
	switch {
	case x.Op == "+":
		return a.plus(b, 1), nil
	case x.Op == "-":
		return a.plus(b, -1), nil
	case x.Op == "*" && a.constant():
		return b.times(a.c), nil
	case x.Op == "*" && b.constant():
		return a.times(b.c), nil
	case x.Op == "/" && b.constant() && b.c != 0:
		return a.times(1 / b.c), nil
	case x.Op == "^" && a.constant() && b.constant():
		return rd.number(math.Pow(a.c, b.c)), nil
	}
	return form{}, errNonlinear
}

// write shows f = 0 as Stata does: terms in the order of e(b), the constant at
// the right.
func (rd reader) write(f form) string {
	var b strings.Builder
	e := rd.c.E
	for j, x := range f.r {
		if x == 0 {
			continue
		}
		switch {
		case b.Len() == 0 && x < 0:
			b.WriteString("- ")
		case x < 0:
			b.WriteString(" - ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		if a := math.Abs(x); a != 1 {
			b.WriteString(strings.TrimSpace(rd.c.Format("%9.0g", a)) + "*")
		}
		if eq := e.B.ColEq[j]; eq != "" && eq != "_" {
			b.WriteString("[" + eq + "]")
		}
		b.WriteString(e.B.Cols[j])
	}
	if b.Len() == 0 {
		b.WriteString("0")
	}
	right := -f.c
	if right == 0 {
		right = 0 // no minus before zero
	}
	return b.String() + " = " + strings.TrimSpace(rd.c.Format("%9.0g", right))
}

// showConstraints prints forms that are to be zero, numbered.
func (rd reader) showConstraints(forms []form) {
	rd.c.Print("\n")
	for i, f := range forms {
		rd.c.Printf(" (%2d)  %s\n", i+1, rd.write(f))
	}
}

// hypothesis returns the forms as R·b = r.
func hypothesis(forms []form) stats.Hypothesis {
	h := stats.Hypothesis{R: mat.NewDense(len(forms), len(forms[0].r), nil), C: make([]float64, len(forms))}
	for i, f := range forms {
		h.R.SetRow(i, f.r)
		h.C[i] = -f.c
	}
	return h
}
