package margins

import (
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/margin"
)

// An expression is what expression() asks for, with the predictions in it
// replaced by variables.
type expression struct {
	tree   lang.Expr
	pieces []*response.Prediction
	names  []string // of the variables that stand for them
	vars   []string // variables of the dataset that it may refer to
}

// readExpression reads expression(): predict(...) and xb() are predictions.
func (m *model) readExpression(o *margins) (*asked, error) {
	raw := o.Expression.Trim()
	x := &expression{}
	var b strings.Builder
	for rest := raw; rest.Text != ""; {
		i, name := nextPrediction(rest.Text)
		if i < 0 {
			b.WriteString(rest.Text)
			break
		}
		inner := rest.Slice(i+len(name), len(rest.Text))
		n := inner.BalancedLen()
		if n < 2 {
			return nil, rc.Syntax.At(inner.Pos, "option expression() incorrectly specified")
		}
		options := inner.Slice(1, n-1)
		if name == "xb" {
			options = text(strings.TrimSpace("xb " + equationOption(options.Text)))
		}
		all, err := response.Read(m.c, m.source, options)
		if err != nil {
			return nil, rc.Locate(err, inner.Pos)
		}
		v := m.c.TempName()
		x.pieces, x.names = append(x.pieces, all[0]), append(x.names, v)
		b.WriteString(rest.Text[:i] + v)
		rest = inner.Slice(n, len(inner.Text))
	}
	var err error
	if x.tree, err = lang.ParseExpr(b.String(), raw.Pos); err != nil {
		return nil, err
	}
	for _, c := range m.c.Frame().Columns() {
		if !c.IsString() && strings.Contains(raw.Text, c.Name) {
			x.vars = append(x.vars, c.Name)
		}
	}
	p := &asked{Prediction: &response.Prediction{Label: raw.Text}, exp: x}
	if _, err := m.evaluate(x, make(scenario, len(m.covariates)), m.b); err != nil {
		return nil, rc.Locate(err, raw.Pos)
	}
	return p, nil
}

// equationOption turns the argument of xb() into an option.
func equationOption(name string) string {
	if name = strings.TrimSpace(name); name != "" {
		return "equation(" + name + ")"
	}
	return ""
}

// nextPrediction finds "predict(" or "xb(" as a word.
func nextPrediction(s string) (int, string) {
	for i := range s {
		if i > 0 && (s[i-1] == '_' || s[i-1] >= '0' && s[i-1] <= '9' || s[i-1] >= 'A' && s[i-1] <= 'Z' || s[i-1] >= 'a' && s[i-1] <= 'z') {
			continue
		}
		for _, name := range []string{"predict", "xb"} {
			if strings.HasPrefix(s[i:], name+"(") {
				return i, name
			}
		}
	}
	return -1, ""
}

// evaluate is the expression in each row under s, with coefficients b.
func (m *model) evaluate(x *expression, s scenario, b []float64) ([]float64, error) {
	f := frame.New()
	n := len(m.w)
	f.SetN(n)
	for _, name := range x.vars {
		v, err := m.heldValues(s, name)
		if err != nil {
			return nil, err
		}
		f.Put(frame.NewDoubles(name, v))
	}
	for k, p := range x.pieces {
		cell, err := m.cell(p, s, m.w, margin.Level, nil)
		if err != nil {
			return nil, err
		}
		cell.B = b
		v, err := cell.Values(m.c.Context())
		if err != nil {
			return nil, err
		}
		for i, y := range v {
			v[i] = frame.Value(y)
		}
		f.Put(frame.NewDoubles(x.names[k], v))
	}
	return m.evaluateOn(f, x.tree, b)
}

// evaluateOn evaluates a tree for all rows of f, with coefficients b.
func (m *model) evaluateOn(f *frame.Frame, tree lang.Expr, b []float64) ([]float64, error) {
	c := m.c
	before, active, name := c.CurrentFrame(), c.Session.E, c.TempName()
	moved := active.Clone()
	moved.B = active.B.Clone()
	moved.B.SetRow(0, b)
	c.PutFrame(name, f)
	c.UseFrame(name)
	c.Session.E = moved
	defer func() {
		c.Session.E = active
		c.UseFrame(before)
		c.PutFrame(name, nil)
	}()
	p, err := expr.Compile(tree, c.Env())
	if err != nil {
		return nil, err
	}
	if p.IsString() {
		return nil, rc.TypeMismatch.Errorf("type mismatch")
	}
	return p.Numbers(frame.AllRows(f.N()))
}

// heldValues are the values of a variable of the dataset under s.
func (m *model) heldValues(s scenario, name string) ([]float64, error) {
	i := slices.IndexFunc(m.covariates, func(v *covariate) bool { return v.name == name && v.lags == "" })
	if i < 0 || !s[i].fixed() && s[i].values == nil {
		v, err := m.source.Var(name, "")
		return slices.Clone(v), err
	}
	switch {
	case s[i].values != nil:
		return slices.Clone(s[i].values), nil
	case s[i].shares != nil:
		return nil, rc.Syntax.Errorf("expression() may not refer to factor variable %s held at the shares of its levels", name)
	}
	return slices.Repeat([]float64{s[i].value}, len(m.w)), nil
}

// averageExpression averages an expression, or its derivative by a covariate.
// Derivatives by coefficients are numerical.
func (m *model) averageExpression(x *result, p *asked, s scenario, w []float64, f margin.Form, by *terms.Factor) error {
	var failure error
	at := func(b []float64) float64 {
		v, err := m.formed(p.exp, s, b, f, by)
		if err != nil {
			failure = err
			return math.NaN()
		}
		return weightedMean(v, w)
	}
	x.b = at(m.b)
	reach, err := m.reach(p.exp, s)
	if err != nil {
		return err
	}
	b := slices.Clone(m.b)
	for j := range b {
		if m.e.V == nil || m.e.V.At(j, j) == 0 {
			continue
		}
		h := min(math.Sqrt(m.e.V.At(j, j))/10, 0.01/reach[j])
		x.jacobian[j] = slope(func(d float64) float64 {
			b[j] = m.b[j] + d
			return at(b)
		}, h)
		b[j] = m.b[j]
		if err := m.c.Context().Err(); err != nil {
			return err
		}
	}
	return failure
}

// reach is how far the indices in x move with each coefficient.
func (m *model) reach(x *expression, s scenario) ([]float64, error) {
	out := make([]float64, len(m.b))
	for _, p := range x.pieces {
		cell, err := m.cell(p, s, m.w, margin.Level, nil)
		if err != nil {
			return nil, err
		}
		for j, r := range cell.Reach() {
			out[j] = max(out[j], r)
		}
	}
	return out, nil
}

// slope is the derivative of f at 0, from four points.
func slope(f func(float64) float64, h float64) float64 {
	return (8*(f(h)-f(-h)) - (f(2*h) - f(-2*h))) / (12 * h)
}

// weightedMean is the mean over the rows of nonzero weight.
func weightedMean(v, w []float64) float64 {
	var sum, total float64
	for i, x := range v {
		if w[i] == 0 {
			continue
		}
		if x >= frame.Missing {
			return math.NaN()
		}
		sum += w[i] * x
		total += w[i]
	}
	return sum / total
}

// formed is the expression in each row, or its derivative by a covariate, in
// the form asked for.
func (m *model) formed(x *expression, s scenario, b []float64, f margin.Form, by *terms.Factor) ([]float64, error) {
	v, err := m.evaluate(x, s, b)
	if err != nil {
		return nil, err
	}
	if by == nil {
		if f == margin.Log {
			for i, y := range v {
				v[i] = math.Log(y)
			}
		}
		return v, nil
	}
	if by.Level {
		return nil, rc.Syntax.Errorf("option continuous not allowed with expression() and factor variables")
	}
	i := slices.IndexFunc(m.covariates, func(c *covariate) bool { return c.name == by.Var && c.lags == by.Lags })
	values := s[i].values
	switch {
	case s[i].fixed():
		values = slices.Repeat([]float64{s[i].value}, len(m.w))
	case values == nil:
		if values, err = m.source.Var(by.Var, by.Lags); err != nil {
			return nil, err
		}
	}
	return m.differenced(x, s, b, f, i, values, v)
}

// differenced is the derivative of the expression by covariate i, whose values
// are given, as are those of the expression.
func (m *model) differenced(x *expression, s scenario, b []float64, f margin.Form, i int, values, v []float64) ([]float64, error) {
	size := 0.0
	for _, y := range values {
		size = max(size, math.Abs(y))
	}
	h := 1e-3 * max(size, 1e-3)
	out := make([]float64, len(v))
	for _, step := range []struct{ d, weight float64 }{{h, 8}, {-h, -8}, {2 * h, -1}, {-2 * h, 1}} {
		moved := slices.Clone(values)
		for r := range moved {
			moved[r] += step.d
		}
		held := slices.Clone(s)
		held[i] = setting{stat: "generate", values: moved}
		g, err := m.evaluate(x, held, b)
		if err != nil {
			return nil, err
		}
		for r := range out {
			out[r] += step.weight * g[r] / (12 * h)
		}
	}
	for r := range out {
		if f == margin.EyDx || f == margin.EyEx {
			out[r] /= v[r]
		}
		if f == margin.DyEx || f == margin.EyEx {
			out[r] *= values[r]
		}
	}
	return out, nil
}
