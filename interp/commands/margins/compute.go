package margins

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/commands/internal/response"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/margin"
)

// A result is one margin.
type result struct {
	eq       string // the covariate of a derivative, if there are further dimensions
	names    []terms.Factor
	name     string // without dimensions: _cons, or the covariate of the derivative
	b        float64
	jacobian []float64
	n        float64 // rows averaged over

	base         bool // the base level of a factor variable, whose derivative is zero
	notEstimable bool

	predict, at, group int // places in what was asked for
	element, deriv     int // -1: none
	levels             []float64
}

// A results is all that margins computed.
type results struct {
	m          *model
	forms      form
	derivs     []derivative
	predicts   []*asked
	elements   []element
	groups     []group
	ats        []at
	scenarios  [][]scenario // by group and at
	all        []*result
	everyFixed bool // all covariates are held
}

// A derivative is what dydx() asks for: a covariate, or a level of a factor
// variable.
type derivative struct {
	cov    int
	level  float64
	factor bool
	base   bool
}

// name is how the derivative is called in r(b).
func (m *model) derivativeName(d derivative) string {
	v := m.covariates[d.cov]
	if !d.factor {
		return v.label()
	}
	f := v.level(d.level)
	f.Base = d.base
	return terms.Term{Factors: []terms.Factor{f}, Omitted: d.base}.Name()
}

// A form is the kind of derivative.
type form struct {
	option, title, heading string
	smooth, step           margin.Form // of continuous and of factor variables
	list                   lang.Text
}

// formOf finds the kind of derivative asked for.
func (o *margins) formOf() form {
	for _, f := range []form{
		{"dydx()", "dy/dx", "marginal effects", margin.DyDx, margin.Level, o.DyDx},
		{"eyex()", "ey/ex", "marginal effects", margin.EyEx, margin.Level, o.EyEx},
		{"dyex()", "dy/ex", "marginal effects", margin.DyEx, margin.Level, o.DyEx},
		{"eydx()", "ey/dx", "marginal effects", margin.EyDx, margin.Log, o.EyDx},
	} {
		if f.list.Text != "" {
			return f
		}
	}
	return form{title: "Margin"}
}

// readDerivatives lists the derivatives.
func (m *model) readDerivatives(f form, continuous bool) ([]derivative, error) {
	if f.list.Text == "" {
		return nil, nil
	}
	var which []int
	for _, w := range f.list.Words() {
		more, err := m.named(stripped(w), f.option)
		if err != nil {
			return nil, rc.Locate(err, w.Pos)
		}
		for _, i := range more {
			if !slices.Contains(which, i) {
				which = append(which, i)
			}
		}
	}
	var out []derivative
	for _, i := range which {
		v := m.covariates[i]
		if !v.factor {
			out = append(out, derivative{cov: i})
			continue
		}
		if f.smooth == margin.EyEx || f.smooth == margin.DyEx {
			return nil, rc.Syntax.At(f.list.Pos, "factor variable %s not allowed in %s", v.label(), f.option)
		}
		for _, x := range v.levels {
			out = append(out, derivative{cov: i, level: x, factor: true, base: x == v.base && !continuous})
		}
	}
	return out, nil
}

// stripped is a name without i. or c. before it.
func stripped(w lang.Text) lang.Text {
	for _, op := range []string{"i.", "c."} {
		if strings.HasPrefix(w.Text, op) {
			return w.Slice(len(op), len(w.Text))
		}
	}
	return w
}

// compute computes all margins.
func (m *model) compute(o *margins) (*results, error) {
	r := &results{m: m, forms: o.formOf()}
	var err error
	if r.derivs, err = m.readDerivatives(r.forms, o.Continuous); err != nil {
		return nil, err
	}
	if r.elements, err = m.readList(m.c.Body); err != nil {
		return nil, err
	}
	if len(r.elements) == 0 || o.Grand {
		r.elements = append(r.elements, element{})
	}
	if r.groups, err = m.groups(o.Over); err != nil {
		return nil, err
	}
	r.groups = slices.DeleteFunc(r.groups, func(g group) bool { return !slices.ContainsFunc(g.w, func(w float64) bool { return w != 0 }) })
	if r.ats, err = m.readAts(o); err != nil {
		return nil, err
	}
	if r.predicts, err = m.readPredicts(o); err != nil {
		return nil, err
	}
	for _, g := range r.groups {
		var of []scenario
		for _, a := range r.ats {
			s, err := m.resolve(a, g.w)
			if err != nil {
				return nil, err
			}
			of = append(of, s)
		}
		r.scenarios = append(r.scenarios, of)
	}
	if err := r.fill(o); err != nil {
		return nil, err
	}
	if !o.NoEstimCheck {
		return r, r.check(o)
	}
	return r, nil
}

// fill computes the margins in the order of r(b).
func (r *results) fill(o *margins) error {
	derivs := r.derivs
	if derivs == nil {
		derivs = []derivative{{cov: -1}}
	}
	r.everyFixed = true
	for d, deriv := range derivs {
		for e, el := range r.elements {
			for p, pred := range r.predicts {
				for a := range r.ats {
					for g := range r.groups {
						for _, cell := range r.m.cells(el) {
							x := &result{predict: p, at: a, group: g, element: e, deriv: d, levels: cell.values}
							r.dimensions(x, o, deriv, cell)
							if err := r.one(x, pred, deriv, el, cell, o.Continuous); err != nil {
								return err
							}
							r.all = append(r.all, x)
						}
					}
				}
			}
		}
	}
	return nil
}

// dimensions names a margin.
func (r *results) dimensions(x *result, o *margins, d derivative, cell levelSet) {
	number := func(of string, i, n int) {
		if n > 1 {
			x.names = append(x.names, terms.Factor{Var: of, Level: true, Value: float64(i + 1), All: i == 0})
		}
	}
	number("_predict", x.predict, len(r.predicts))
	number("_at", x.at, len(r.ats))
	x.names = append(x.names, r.groups[x.group].names...)
	x.names = append(x.names, cell.names...)
	x.name = "_cons"
	if d.cov < 0 {
		x.deriv = -1
	} else if name := r.m.derivativeName(d); len(x.names) > 0 {
		x.eq = name
	} else {
		x.name = name
	}
	if len(x.names) > 0 {
		x.name = terms.Term{Factors: x.names}.Name()
	}
}

// one computes a margin.
func (r *results) one(x *result, p *asked, d derivative, el element, cell levelSet, continuous bool) error {
	m := r.m
	s := r.scenarios[x.group][x.at]
	for i, f := range el.factors {
		s = s.with(f.cov, cell.values[i])
	}
	w := r.groups[x.group].w
	for _, v := range w {
		if v != 0 {
			x.n++
		}
	}
	held := s.fixed()
	x.jacobian = make([]float64, len(m.b))
	switch {
	case d.cov < 0:
		r.everyFixed = r.everyFixed && held
		return m.average(x, p, s, w, margin.Level, nil)
	case !d.factor:
		r.everyFixed = r.everyFixed && held
		by := terms.Factor{Var: m.covariates[d.cov].name, Lags: m.covariates[d.cov].lags}
		return m.average(x, p, s, w, r.forms.smooth, &by)
	case continuous:
		r.everyFixed = r.everyFixed && held
		by := m.covariates[d.cov].level(d.level)
		return m.average(x, p, s, w, r.forms.smooth, &by)
	}
	s = s.with(d.cov, m.covariates[d.cov].base)
	r.everyFixed = r.everyFixed && s.fixed()
	if d.base {
		x.base = true
		return nil
	}
	base := *x
	base.jacobian = make([]float64, len(m.b))
	if err := m.average(&base, p, s, w, r.forms.step, nil); err != nil {
		return err
	}
	if err := m.average(x, p, s.with(d.cov, d.level), w, r.forms.step, nil); err != nil {
		return err
	}
	x.b -= base.b
	for j := range x.jacobian {
		x.jacobian[j] -= base.jacobian[j]
	}
	return nil
}

// average averages a prediction, or its derivative by a covariate.
func (m *model) average(x *result, p *asked, s scenario, w []float64, f margin.Form, by *terms.Factor) error {
	if p.exp != nil {
		return m.averageExpression(x, p, s, w, f, by)
	}
	cell, err := m.cell(p.Prediction, s, w, f, by)
	if err != nil {
		return err
	}
	x.b, x.jacobian, err = cell.Average(m.c.Context())
	return err
}

// cell is the average of a prediction under s.
func (m *model) cell(p *response.Prediction, s scenario, w []float64, f margin.Form, by *terms.Factor) (*margin.Cell, error) {
	indices, err := m.indices(s, p)
	if err != nil {
		return nil, err
	}
	c := &margin.Cell{B: m.b, Indices: indices, At: p.At, ByRow: p.ByRow, N: len(w), W: w, Form: f, X: margin.Const(1)}
	if by == nil {
		return c, nil
	}
	if c.Deriv, err = m.derivatives(s, p, *by); err != nil {
		return nil, err
	}
	scale, part, err := m.part(s, *by)
	c.X = margin.Const(scale)
	if part != nil {
		c.X.Parts = append(c.X.Parts, *part)
	}
	return c, err
}

// An asked is a prediction as it was asked for: by predict() or expression().
type asked struct {
	*response.Prediction
	opts string      // within predict()
	exp  *expression // or nil
}

// text is how the header shows p: "Pr(y), predict()".
func (p *asked) text() string {
	if p.exp != nil {
		return p.Label
	}
	return fmt.Sprintf("%s, predict(%s)", p.Label, p.opts)
}

// readPredicts lists the predictions; without predict() that is the default.
func (m *model) readPredicts(o *margins) ([]*asked, error) {
	if o.Expression.Text != "" {
		p, err := m.readExpression(o)
		return []*asked{p}, err
	}
	list := o.Predict
	if len(list) == 0 {
		list = texts{{}}
	}
	var out []*asked
	for _, t := range list {
		all, err := response.Read(m.c, m.source, t)
		if err != nil {
			return nil, rc.Locate(err, t.Pos)
		}
		for _, p := range all {
			out = append(out, &asked{Prediction: p, opts: p.Options})
		}
	}
	return out, nil
}
