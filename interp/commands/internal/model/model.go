package model

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// A Model is a model bound to the data: what the user wrote, and the design
// over its estimation sample.
type Model struct {
	Call     *interp.Call
	Depvar   terms.Spec
	Products []terms.Product // the regressors as written
	Terms    []terms.Term    // the columns they make
	Panel    *frame.Column   // panel variable, or nil
	Effects  []Effect        // absorbed
	Clusters []Effect        // slopes are not allowed
	Open     bool            // the dependent variable may be missing
	Also     []*frame.Column // further variables that must not be missing
	Others   []terms.Product // and further terms, such as instruments
	Source   *terms.Source
	Weights  []float64 // over all rows of the data, or nil
	Design   *stats.Design
}

// New reads depvar and regressors off the call's variable list.
func New(c *interp.Call) (*Model, error) {
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return nil, err
	}
	return Of(c, products)
}

// Of is the model of the first of products, the dependent variable, on the
// others.
func Of(c *interp.Call, products []terms.Product) (*Model, error) {
	if len(products) == 0 {
		return nil, rc.Required.Errorf("varlist required")
	}
	first := products[0]
	if len(first) != 1 || first[0].Factor {
		return nil, rc.Syntax.Errorf("depvar may not be a factor variable")
	}
	return &Model{Call: c, Depvar: first[0], Products: products[1:]}, nil
}

// Build finds the estimation sample, rows without missing values in anything
// the model uses, and makes the design.
func (m *Model) Build() error {
	if m.Panel != nil {
		m.Also = append(m.Also, m.Panel)
	}
	if err := m.findSample(); err != nil {
		return err
	}
	var err error
	if m.Terms, err = m.Source.Expand(m.Products); err != nil {
		return err
	}
	d := &stats.Design{Depvar: m.depvarTerm().Name(), Constant: true, Context: m.Call.Context()}
	if d.Y, err = m.Source.Column(m.depvarTerm()); err != nil {
		return err
	}
	if d.Names, d.X, err = m.Columns(m.Terms); err != nil {
		return err
	}
	m.Design = d
	return m.addRest()
}

// Columns are the names and values of terms over the estimation sample; nil
// for omitted ones.
func (m *Model) Columns(list []terms.Term) (names []string, x [][]float64, err error) {
	for _, t := range list {
		names = append(names, t.Name())
		var col []float64
		if !t.Omitted {
			if col, err = m.Source.Column(t); err != nil {
				return nil, nil, err
			}
		}
		x = append(x, col)
	}
	return names, x, nil
}

// Products reads a variable list; names of lists stand for their members.
func Products(c *interp.Call, t lang.Text) ([]terms.Product, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	return terms.Products(list, c)
}

// addRest completes the design: weights, panels, absorbed effects.
func (m *Model) addRest() error {
	rows, d := m.Source.Rows(), m.Design
	if m.Weights != nil {
		d.W = make([]float64, len(rows))
		for i, r := range rows {
			d.W[i] = m.Weights[r]
		}
		d.WKind = interp.WeightKinds[m.Call.Weight.Kind]
	}
	if m.Panel != nil {
		d.Group, _ = Effect{Factors: []*frame.Column{m.Panel}}.Codes(m.Source)
	}
	for _, e := range m.Effects {
		over, err := e.Over(m.Source)
		if err != nil {
			return err
		}
		d.Effects = append(d.Effects, over)
	}
	return nil
}

func (m *Model) depvarTerm() terms.Term {
	return terms.Term{Factors: []terms.Factor{{Var: m.Depvar.Col.Name, Lags: m.Depvar.Lags}}}
}

// VCE returns the covariance estimator over the estimation sample.
func (m *Model) VCE(v VCE) stats.VCE {
	switch v.Kind {
	case "robust":
		return stats.Robust{}
	case "hc2":
		return m.cr2(v)
	case "hc3":
		return stats.HC3{}
	case "oim":
		return stats.OIM{}
	case "opg":
		return stats.OPG{}
	case "cluster":
		out := stats.Cluster{}
		for _, e := range m.Clusters {
			codes, _ := e.Codes(m.Source)
			out.Groups = append(out.Groups, codes)
			out.Names = append(out.Names, e.Name())
		}
		return out
	}
	return stats.Classical{}
}

// cr2 is HC2, over clusters if v names a variable.
func (m *Model) cr2(v VCE) stats.VCE {
	if !v.Adjust && len(m.Clusters) == 0 {
		return stats.HC2{}
	}
	out := stats.CR2{Adjust: v.Adjust}
	for _, e := range m.Clusters {
		out.Group, _ = e.Codes(m.Source)
		out.Name = e.Name()
	}
	return out
}

// Cluster reads the cluster variables of v, before Build.
func (m *Model) Cluster(v VCE) error {
	if v.Kind != "cluster" && v.Cluster.Text == "" {
		return nil
	}
	effects, err := ParseEffects(m.Call, v.Cluster)
	for _, e := range effects {
		if len(e.Slopes) > 0 {
			return rc.Syntax.At(v.Cluster.Pos, "cluster variables may not be continuous")
		}
	}
	if len(effects) == 0 && err == nil {
		return rc.Syntax.At(v.Cluster.Pos, "option cluster() incorrectly specified")
	}
	if len(effects) > 1 && v.Kind == "hc2" {
		return rc.Syntax.At(v.Cluster.Pos, "option vce() incorrectly specified: hc2 takes one cluster variable")
	}
	m.Clusters = effects
	return err
}

// SumOfWeights says what analytic and sampling weights add up to.
func (m *Model) SumOfWeights() {
	if k := m.Design.WKind; k == stats.AWeight || k == stats.PWeight {
		sum := 0.0
		for _, w := range m.Design.W {
			sum += w
		}
		m.Call.Printf("(sum of wgt is %s)\n", strings.TrimSpace(m.Call.Format("%18.0gc", sum)))
	}
}

// NoteOmitted marks terms omitted for collinearity and says why terms are
// omitted. words is the text about a collinear one, "" for none.
func (m *Model) NoteOmitted(fit *stats.Fit, words func(j int, name string) string) {
	for j := range m.Terms {
		t := &m.Terms[j]
		switch {
		case fit.Omitted[j] && !t.Omitted:
			if text := words(j, t.Name()); text != "" {
				m.Call.Note("%s", text)
			}
			t.Omitted = true
			for k := range t.Factors {
				t.Factors[k].Omit = true
			}
			fit.Names[j] = t.Name()
		case t.Empty:
			m.Call.Note("note: %s identifies no observations in the sample.", t.Plain())
		}
	}
}

// Empty reports whether nothing is to be estimated: no regressors, no constant.
func (m *Model) Empty() bool {
	for _, x := range m.Design.X {
		if x != nil {
			return false
		}
	}
	return !m.Design.Constant
}

// ErrEmpty is the error of a model in which nothing is to be estimated.
var ErrEmpty = rc.TooFewVars.Errorf("too few variables specified")

// Collinear are the words about a term that follows from earlier ones.
func Collinear(_ int, name string) string {
	return "note: " + name + " omitted because of collinearity."
}

// Post makes fit e(), with the sample and the weights.
func (m *Model) Post(fit *stats.Fit, p interp.Posting) {
	p.Sample = m.Sample(fit.Kept)
	if fit.VCE.Repaired {
		m.Call.Warn("Warning: variance matrix was not positive semidefinite; adjusted as in Cameron, Gelbach & Miller (2011).")
	}
	if w := m.Call.Weight; w != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "wtype", Text: w.Kind}, interp.Macro{Name: "wexp", Text: "= " + w.Text})
	}
	m.Call.Post(fit, p)
}
