package estimation

import (
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/hdfe"
)

// A model is a linear model bound to the data: what the user wrote, and the
// design over its estimation sample.
type model struct {
	c        *interp.Call
	depvar   terms.Spec
	products []terms.Product
	terms    []terms.Term
	effects  []effect
	clusters []effect        // interactions are allowed, slopes are not
	also     []*frame.Column // further variables that must not be missing
	sample   frame.Rows
	rows     []int32
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
	if err := m.findWeights(); err != nil {
		return err
	}
	if err := m.findSample(); err != nil {
		return err
	}
	f := m.c.Frame()
	var err error
	if m.terms, err = terms.Expand(f, m.products, m.rows); err != nil {
		return err
	}
	d := &stats.Design{Depvar: m.depvarName(), Constant: true, Context: m.c.Context()}
	if d.Y, err = m.depvarTerm().Column(f, m.rows); err != nil {
		return err
	}
	for _, t := range m.terms {
		d.Names = append(d.Names, t.Name())
		if t.Omitted {
			d.X = append(d.X, nil)
			continue
		}
		x, err := t.Column(f, m.rows)
		if err != nil {
			return err
		}
		d.X = append(d.X, x)
	}
	if m.weights != nil {
		d.W = make([]float64, len(m.rows))
		for i, r := range m.rows {
			d.W[i] = m.weights[r]
		}
		d.WKind = weightKinds[m.c.Weight.Kind]
	}
	for _, e := range m.effects {
		d.Effects = append(d.Effects, e.over(f, m.rows))
	}
	m.design = d
	return nil
}

var weightKinds = map[string]stats.WeightKind{
	"aweight": stats.AWeight, "fweight": stats.FWeight, "pweight": stats.PWeight, "iweight": stats.IWeight,
}

func (m *model) depvarTerm() terms.Term {
	return terms.Term{Factors: []terms.Factor{{Var: m.depvar.Col.Name, Lags: m.depvar.Lags}}}
}

func (m *model) depvarName() string { return m.depvarTerm().Name() }

// findWeights evaluates the weights over the rows of if and in.
func (m *model) findWeights() error {
	w := m.c.Weight
	if w == nil {
		return nil
	}
	p, err := expr.Compile(w.Exp, m.c.Env())
	if err != nil {
		return err
	}
	if p.IsString() {
		return rc.TypeMismatch.At(w.Exp.Position(), "type mismatch")
	}
	if m.weights, err = p.Numbers(frame.AllRows(m.c.Frame().N())); err != nil {
		return err
	}
	for r := range m.c.Rows.Each {
		switch x := m.weights[r]; {
		case x >= frame.Missing:
		case x < 0 && w.Kind != "iweight":
			return rc.NegativeWeights.Errorf("negative weights encountered")
		case w.Kind == "fweight" && x != float64(int64(x)):
			return rc.NonintegerFW.Errorf("may not use noninteger frequency weights")
		}
	}
	return nil
}

// findSample drops rows with missing values from the rows of if and in.
func (m *model) findSample() error {
	f := m.c.Frame()
	rows := m.c.Rows.Clone()
	drop := func(t terms.Term) error {
		index := rows.Index()
		v, err := t.Column(f, index)
		if err != nil {
			return err
		}
		for i, x := range v {
			if x >= frame.Missing {
				rows.Remove(int(index[i]))
			}
		}
		return nil
	}
	specs := []terms.Spec{m.depvar}
	for _, p := range m.products {
		specs = append(specs, p...)
	}
	seen := map[terms.Factor]bool{}
	for _, s := range specs {
		fac := terms.Factor{Var: s.Col.Name, Lags: s.Lags}
		if seen[fac] {
			continue
		}
		seen[fac] = true
		if err := drop(terms.Term{Factors: []terms.Factor{fac}}); err != nil {
			return err
		}
	}
	cols := m.also
	for _, e := range append(m.effects, m.clusters...) {
		cols = append(cols, e.columns()...)
	}
	for _, c := range cols {
		for r := range rows.Each {
			if c.Missing(r) {
				rows.Remove(r)
			}
		}
	}
	if m.weights != nil {
		for r := range rows.Each {
			if x := m.weights[r]; x >= frame.Missing || x == 0 {
				rows.Remove(r)
			}
		}
	}
	m.sample, m.rows = rows, rows.Index()
	if len(m.rows) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return nil
}

// An effect is an absorbed effect or a cluster variable: the levels of one or
// more factors, and slopes on continuous variables.
type effect struct {
	name    string
	factors []*frame.Column
	slopes  []*frame.Column
	both    bool // intercepts too: i.id##c.t
}

func (e effect) columns() []*frame.Column { return append(e.factors, e.slopes...) }

// over returns the effect over the given rows.
func (e effect) over(f *frame.Frame, rows []int32) hdfe.Effect {
	codes, levels := e.codes(f, rows)
	out := hdfe.Effect{Name: e.name, Codes: codes, Levels: levels, SlopesOnly: len(e.slopes) > 0 && !e.both}
	for _, s := range e.slopes {
		v := make([]float64, len(rows))
		for i, r := range rows {
			v[i] = s.Num(int(r))
		}
		out.Slopes = append(out.Slopes, v)
	}
	return out
}

// codes numbers the combinations of levels over the given rows.
func (e effect) codes(f *frame.Frame, rows []int32) ([]int32, int) {
	set := frame.NewRows(0, f.N())
	for _, r := range rows {
		set.Add(int(r))
	}
	all, n := frame.GroupCodes(e.factors, set, true)
	codes := make([]int32, len(rows))
	for i, r := range rows {
		codes[i] = all[r]
	}
	return codes, n
}

// parseEffects reads "firm year i.a#i.b id##c.t" and the like. Named variable
// lists stand for their members.
func parseEffects(c *interp.Call, t lang.Text) ([]effect, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	var out []effect
	for _, term := range list.Terms {
		more, err := termEffects(c, term)
		if err != nil {
			return nil, rc.Locate(err, term.Atoms[0].Pos)
		}
		out = append(out, more...)
	}
	return out, nil
}

func termEffects(c *interp.Call, t *lang.Term) ([]effect, error) {
	if len(t.Joins) == 0 {
		cols, err := atomColumns(c, t.Atoms[0])
		var out []effect
		for _, col := range cols {
			out = append(out, effect{name: col.Name, factors: []*frame.Column{col}})
		}
		return out, err
	}
	var e effect
	var names []string
	for i, a := range t.All() {
		cols, err := atomColumns(c, a)
		if err != nil {
			return nil, err
		}
		if len(cols) != 1 {
			return nil, rc.Syntax.Errorf("interactions in absorb() must be of single variables")
		}
		if continuous := len(a.Ops) == 1 && a.Ops[0] == "c"; continuous {
			if cols[0].IsString() {
				return nil, rc.TypeMismatch.Errorf("%s is a string variable", cols[0].Name)
			}
			e.slopes = append(e.slopes, cols[0])
			e.both = e.both || t.Joins[max(i-1, 0)] == "##"
			names = append(names, "c."+cols[0].Name)
			continue
		}
		e.factors = append(e.factors, cols[0])
		names = append(names, cols[0].Name)
	}
	if len(e.factors) == 0 {
		return nil, rc.Syntax.Errorf("absorb() needs a factor variable beside the slope")
	}
	join := "#"
	if e.both {
		join = "##"
	}
	e.name = strings.Join(names, join)
	return []effect{e}, nil
}

func atomColumns(c *interp.Call, a *lang.Atom) ([]*frame.Column, error) {
	for _, op := range a.Ops {
		if op != "i" && op != "c" {
			return nil, rc.Syntax.Errorf("operator %s. not allowed in absorb()", op)
		}
	}
	if len(a.Group) > 0 {
		return c.Columns(a.Group[0])
	}
	return c.NamedColumns(a)
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
			codes, _ := e.codes(m.c.Frame(), m.rows)
			out.Groups = append(out.Groups, codes)
			out.Names = append(out.Names, e.name)
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
	effects, err := parseEffects(m.c, v.Cluster)
	for _, e := range effects {
		if len(e.slopes) > 0 {
			return rc.Syntax.At(v.Cluster.Pos, "cluster variables may not be continuous")
		}
	}
	m.clusters = effects
	return err
}

// used returns the estimation sample, less rows that the estimator dropped.
func (m *model) used(fit *stats.Fit) frame.Rows {
	if fit.Kept == nil {
		return m.sample
	}
	out := m.sample.Clone()
	for i, kept := range fit.Kept {
		if !kept {
			out.Remove(int(m.rows[i]))
		}
	}
	return out
}

// post makes fit e(), with the names of collinear terms marked, and says what
// was omitted.
func (m *model) post(fit *stats.Fit, p interp.Posting) {
	for j := range m.terms {
		if fit.Omitted[j] && !m.terms[j].Omitted {
			m.c.Note("note: %s omitted because of collinearity.", m.terms[j].Name())
			m.terms[j].Omitted = true
			for k := range m.terms[j].Factors {
				m.terms[j].Factors[k].Omit = true
			}
			fit.Names[j] = m.terms[j].Name()
		} else if m.terms[j].Empty {
			m.c.Note("note: %s identifies no observations in the sample.", m.terms[j].Plain())
		}
	}
	p.Sample = m.used(fit)
	m.c.Post(fit, p)
}
