package tables

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A model is a set of estimates in the table.
type model struct {
	name  string
	est   *interp.Estimates
	title string // it was stored with, or ""
	terms []term // in the order of e(b)
	table *interp.CoefTable
}

// A term is a coefficient of a model.
type term struct {
	eq, name string // in the model
	coef     coef   // in the table
	j        int    // place in e(b), or -1
}

// modelNames expands * and ? among the names of stored estimates.
func modelNames(c *interp.Call, words []string) ([]string, error) {
	var out []string
	for _, w := range words {
		if w == "_all" {
			w = "*"
		}
		if !strings.ContainsAny(w, "*?") {
			out = append(out, w)
			continue
		}
		found := false
		for _, name := range c.StoredNames() {
			if ok, _ := path.Match(w, name); ok {
				out = append(out, name)
				found = true
			}
		}
		if !found {
			return nil, rc.NotFound.Errorf("estimation result %s not found", w)
		}
	}
	return out, nil
}

// models returns the estimates to be shown: those named, else those that
// eststo stored, else the active ones.
func models(c *interp.Call, list []string) ([]*model, error) {
	names, err := modelNames(c, list)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		names = storedBy(c.Session).names
	}
	if len(names) == 0 {
		names = []string{"."}
	}
	var out []*model
	for _, name := range names {
		e := c.E
		if name != "." {
			if e, err = c.StoredEstimates(name); err != nil {
				return nil, err
			}
		}
		if e.B == nil && len(e.Matrices) == 0 {
			return nil, rc.NoEstimates.Errorf("last estimates not found")
		}
		out = append(out, newModel(name, e))
	}
	return out, nil
}

func newModel(name string, e *interp.Estimates) *model {
	m := &model{name: name, est: e, title: e.Title, table: &interp.CoefTable{}}
	if m.title == "" {
		m.title = e.Macro("estimates_title")
	}
	if name == "." {
		m.name = e.Macro("_estimates_name")
	}
	return m
}

// canonical returns the name of a term without what distinguishes base and
// omitted levels, or the name as it is if it is none of a term.
func canonical(name string) string {
	if _, err := terms.Parse(name); err != nil {
		return name
	}
	return interp.CanonicalTerm(name)
}

// unmarked returns the name of a term without the marks of base and omitted
// levels, as tables show it: "1b.rep78" is "1.rep78", "co.x" is "x".
func unmarked(name string) string {
	if _, err := terms.Parse(name); err != nil {
		return name
	}
	parts := strings.Split(name, "#")
	for i, p := range parts {
		op, v, ok := strings.Cut(p, ".")
		if !ok {
			continue
		}
		digits := strings.TrimRight(op, "bno")
		switch {
		case op == "o":
			parts[i] = v
		case op == "co":
			parts[i] = "c." + v
		case digits != "" && strings.Trim(strings.TrimPrefix(digits, "-"), "0123456789") == "":
			parts[i] = digits + "." + v
		}
	}
	return strings.Join(parts, "#")
}

// newCoef returns the row that belongs to a term of an equation.
func newCoef(eq, name string) coef {
	k := coef{eq: eq, name: unmarked(name), marked: name}
	t, err := terms.Parse(name)
	if err == nil && t.Omitted {
		k.omitted = true
		k.base = slices.ContainsFunc(t.Factors, func(f terms.Factor) bool { return f.Base })
	}
	return k
}

// key identifies a coefficient across models: base and omitted levels go with
// the estimated ones.
func (k coef) key() string { return k.eq + ":" + canonical(k.name) }

func equationName(eq string) string {
	if eq == "_" {
		return ""
	}
	return eq
}

// collect fills the terms of the model: the coefficients, then whatever else
// the matrices that the table shows have results for.
func (m *model) collect(matrices []string, rename [][2]string) {
	m.terms = nil
	if b := m.est.B; b != nil {
		for j, name := range b.Cols {
			m.add(term{eq: equationName(b.ColEq[j]), name: name, j: j}, rename)
		}
	}
	for _, name := range matrices {
		x := m.est.Matrix(name)
		if x == nil {
			continue
		}
		named := slices.ContainsFunc(x.ColEq, func(eq string) bool { return equationName(eq) != "" })
		for j, col := range x.Cols {
			m.add(term{eq: equationName(x.ColEq[j]), name: col, j: -1}, rename, !named)
		}
	}
}

// add appends a term unless the model has it. With anyEq an equation does not
// matter.
func (m *model) add(t term, rename [][2]string, anyEq ...bool) {
	for _, old := range m.terms {
		if canonical(old.name) == canonical(t.name) && (old.eq == t.eq || len(anyEq) > 0 && anyEq[0]) {
			return
		}
	}
	as := t.name
	for _, r := range rename {
		if r[0] == t.name || r[0] == unmarked(t.name) || r[0] == t.eq+":"+unmarked(t.name) {
			as = r[1]
			break
		}
	}
	t.coef = newCoef(t.eq, as)
	if as != t.name {
		t.coef.name = as
	}
	m.terms = append(m.terms, t)
}

// equations returns the equations of the model as the table calls them.
func (m *model) equations() []string {
	var out []string
	for _, t := range m.terms {
		if !slices.Contains(out, t.coef.eq) {
			out = append(out, t.coef.eq)
		}
	}
	return out
}

// find returns the term of a row, and of a column if equations are columns.
func (m *model) find(key string) *term {
	for i := range m.terms {
		if m.terms[i].coef.key() == key {
			return &m.terms[i]
		}
	}
	return nil
}

// matchEquations gives the equations of all models their names in the table.
// spec is the argument of equations(); nil matches the first equations of all
// models with each other and the others by their names.
func matchEquations(ms []*model, spec *equationSpec, unstack bool) {
	switch {
	case spec != nil:
		spec.apply(ms)
	case !unstack:
		matchFirst(ms)
	}
}

// matchFirst calls the first equations of all models by their name, or main
// if they differ in it.
func matchFirst(ms []*model) {
	name, differ := "", false
	for i, m := range ms {
		eqs := m.equations()
		if len(eqs) == 0 {
			continue
		}
		if i > 0 && eqs[0] != name {
			differ = true
		}
		name = eqs[0]
	}
	if !differ {
		return
	}
	for _, m := range ms {
		if eqs := m.equations(); len(eqs) > 0 {
			m.renameEquation(eqs[0], "main")
		}
	}
}

func (m *model) renameEquation(from, to string) {
	for i := range m.terms {
		if m.terms[i].coef.eq == from {
			m.terms[i].coef.eq = to
		}
	}
}

// allCoefficients returns the union of the models' coefficients, equation by
// equation in order of appearance, the constant last in each.
func allCoefficients(ms []*model, unstack bool) []coef {
	var out []coef
	place := map[string]int{}
	for _, m := range ms {
		for _, t := range m.terms {
			k := t.coef
			if unstack {
				k.eq = ""
			}
			if i, ok := place[k.key()]; ok {
				out[i].omitted = out[i].omitted && k.omitted
				out[i].base = out[i].base && k.base
				continue
			}
			place[k.key()] = len(out)
			out = append(out, k)
		}
	}
	eqs := equationsOf(out)
	slices.SortStableFunc(out, func(a, b coef) int {
		if d := slices.Index(eqs, a.eq) - slices.Index(eqs, b.eq); d != 0 {
			return d
		}
		return boolInt(a.name == "_cons") - boolInt(b.name == "_cons")
	})
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
