package estimation

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// A model is a linear model bound to the data: what the user wrote, and the
// design over its estimation sample.
type model struct {
	c        *interp.Call
	depvar   terms.Spec
	products []terms.Product
	terms    []terms.Term
	panel    *frame.Column // panel variable, or nil
	effects  []Effect      // absorbed
	clusters []Effect      // slopes are not allowed
	also     []*frame.Column
	source   *terms.Source
	weights  []float64 // over all rows of the data, or nil
	design   *stats.Design
}

// newModel reads depvar and regressors off the call's variable list.
func newModel(c *interp.Call) (*model, error) {
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return nil, err
	}
	if len(products) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	first := products[0]
	if len(first) != 1 || first[0].Factor {
		return nil, rc.Syntax.Errorf("depvar may not be a factor variable")
	}
	return &model{c: c, depvar: first[0], products: products[1:]}, nil
}

// build finds the estimation sample, rows without missing values in anything
// the model uses, and makes the design.
func (m *model) build() error {
	if m.panel != nil {
		m.also = append(m.also, m.panel)
	}
	if err := m.findSample(); err != nil {
		return err
	}
	var err error
	if m.terms, err = m.source.Expand(m.products); err != nil {
		return err
	}
	d := &stats.Design{Depvar: m.depvarTerm().Name(), Constant: true, Context: m.c.Context()}
	if d.Y, err = m.source.Column(m.depvarTerm()); err != nil {
		return err
	}
	for _, t := range m.terms {
		d.Names = append(d.Names, t.Name())
		if t.Omitted {
			d.X = append(d.X, nil)
			continue
		}
		x, err := m.source.Column(t)
		if err != nil {
			return err
		}
		d.X = append(d.X, x)
	}
	m.design = d
	return m.addRest()
}

// addRest completes the design: weights, panels, absorbed effects.
func (m *model) addRest() error {
	f, rows, d := m.c.Frame(), m.source.Rows(), m.design
	if m.weights != nil {
		d.W = make([]float64, len(rows))
		for i, r := range rows {
			d.W[i] = m.weights[r]
		}
		d.WKind = interp.WeightKinds[m.c.Weight.Kind]
	}
	if m.panel != nil {
		d.Group, _ = Effect{Factors: []*frame.Column{m.panel}}.codes(f, rows)
	}
	for _, e := range m.effects {
		over, err := e.over(f, m.source)
		if err != nil {
			return err
		}
		d.Effects = append(d.Effects, over)
	}
	return nil
}

func (m *model) depvarTerm() terms.Term {
	return terms.Term{Factors: []terms.Factor{{Var: m.depvar.Col.Name, Lags: m.depvar.Lags}}}
}

// vce returns the covariance estimator over the estimation sample.
func (m *model) vce(v VCE) stats.VCE {
	switch v.Kind {
	case "robust":
		return stats.Robust{}
	case "hc2":
		return stats.HC2{}
	case "hc3":
		return stats.HC3{}
	case "cluster":
		out := stats.Cluster{}
		for _, e := range m.clusters {
			codes, _ := e.codes(m.c.Frame(), m.source.Rows())
			out.Groups = append(out.Groups, codes)
			out.Names = append(out.Names, e.Name())
		}
		return out
	}
	return stats.Classical{}
}

// cluster reads the cluster variables of v, before build.
func (m *model) cluster(v VCE) error {
	if v.Kind != "cluster" {
		return nil
	}
	effects, err := ParseEffects(m.c, v.Cluster)
	for _, e := range effects {
		if len(e.Slopes) > 0 {
			return rc.Syntax.At(v.Cluster.Pos, "cluster variables may not be continuous")
		}
	}
	if len(effects) == 0 && err == nil {
		return rc.Syntax.At(v.Cluster.Pos, "option cluster() incorrectly specified")
	}
	m.clusters = effects
	return err
}

// noteOmitted marks terms omitted for collinearity and says why terms are
// omitted. words is the text about a collinear one.
func (m *model) noteOmitted(fit *stats.Fit, words func(j int, name string) string) {
	for j := range m.terms {
		t := &m.terms[j]
		switch {
		case fit.Omitted[j] && !t.Omitted:
			m.c.Note("%s", words(j, t.Name()))
			t.Omitted = true
			for k := range t.Factors {
				t.Factors[k].Omit = true
			}
			fit.Names[j] = t.Name()
		case t.Empty:
			m.c.Note("note: %s identifies no observations in the sample.", t.Plain())
		}
	}
}

// empty reports whether nothing is to be estimated: no regressors, no constant.
func (m *model) empty() bool {
	for _, x := range m.design.X {
		if x != nil {
			return false
		}
	}
	return !m.design.Constant
}

// errEmpty is the error of a model in which nothing is to be estimated.
var errEmpty = rc.TooFewVars.Errorf("too few variables specified")

// collinear are the words about a term that follows from earlier ones.
func collinear(_ int, name string) string {
	return "note: " + name + " omitted because of collinearity."
}

// post makes fit e(), with the sample and the weights.
func (m *model) post(fit *stats.Fit, p interp.Posting) {
	p.Sample = m.sample(fit.Kept)
	if fit.VCE.Repaired {
		m.c.Warn("Warning: variance matrix was not positive semidefinite; adjusted as in Cameron, Gelbach & Miller (2011).")
	}
	if w := m.c.Weight; w != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "wtype", Text: w.Kind}, interp.Macro{Name: "wexp", Text: "= " + w.Text})
	}
	m.c.Post(fit, p)
}
