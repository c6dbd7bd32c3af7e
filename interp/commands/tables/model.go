package tables

import (
	"path"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// A model is one column of estimates in a table.
type model struct {
	name string
	est  *interp.Estimates
	rows map[string]int // place of each coefficient in e(b), by its key

	table *interp.CoefTable // at the level last asked for
}

// modelNames expands * and ? among the names of stored estimates.
func modelNames(c *interp.Call, words []string) ([]string, error) {
	var out []string
	for _, w := range words {
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
func models(c *interp.Call) ([]model, error) {
	names, err := modelNames(c, interp.Tokens(c.Body.Text))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		names = storedBy(c.Session).names
	}
	if len(names) == 0 {
		names = []string{"."}
	}
	var out []model
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

func newModel(name string, e *interp.Estimates) model {
	m := model{name: name, est: e, rows: map[string]int{}, table: &interp.CoefTable{}}
	for j := range m.terms().Cols {
		m.rows[coefKey(m.terms().ColEq[j], m.terms().Cols[j])] = j
	}
	return m
}

// terms returns the matrix whose columns are the rows of the table: e(b) or,
// after estpost, the first matrix posted.
func (m model) terms() *interp.Matrix {
	if m.est.B != nil {
		return m.est.B
	}
	return m.est.Matrices[0].Matrix
}

// coefKey identifies a coefficient across models: base and omitted levels go
// with the estimated ones.
func coefKey(eq, name string) string {
	name = interp.CanonicalTerm(name)
	if eq == "" || eq == "_" {
		return name
	}
	return eq + ":" + name
}

// A coef is a row of the table: a coefficient that some model has.
type coef struct {
	key     string
	name    string // without equation, as in e(b)
	eq      string
	omitted bool // in all models
	base    bool
}

// coefficients returns the union of the models' coefficients in order of
// appearance, the constant last.
func coefficients(ms []model) []coef {
	var out []coef
	for _, m := range ms {
		for j, name := range m.terms().Cols {
			key := coefKey(m.terms().ColEq[j], name)
			t, err := terms.Parse(name)
			omitted := err == nil && t.Omitted
			base := omitted && slices.ContainsFunc(t.Factors, func(f terms.Factor) bool { return f.Base })
			if i := slices.IndexFunc(out, func(c coef) bool { return c.key == key }); i >= 0 {
				out[i].omitted = out[i].omitted && omitted
				out[i].base = out[i].base && base
				continue
			}
			out = append(out, coef{key, name, m.terms().ColEq[j], omitted, base})
		}
	}
	slices.SortStableFunc(out, func(a, b coef) int {
		return boolInt(a.name == "_cons" && a.eq == "") - boolInt(b.name == "_cons" && b.eq == "")
	})
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// matches reports whether a pattern of keep(), drop(), order() or indicate()
// means the coefficient: its name, with wildcards, or "eq:".
func (k coef) matches(pattern string) bool {
	if pattern == k.key || pattern == k.name || interp.CanonicalTerm(pattern) == k.key {
		return true
	}
	if eq, ok := strings.CutSuffix(pattern, ":"); ok {
		return k.eq == eq
	}
	ok, _ := path.Match(pattern, k.key)
	return ok
}

// chosen applies keep, drop and order.
func chosen(all []coef, keep, drop, order []string) ([]coef, error) {
	for _, list := range [][]string{keep, drop} {
		for _, p := range list {
			if !slices.ContainsFunc(all, func(k coef) bool { return k.matches(p) }) {
				return nil, rc.NotFound.Errorf("coefficient %s not found", p)
			}
		}
	}
	any := func(k coef, patterns []string) bool {
		return slices.ContainsFunc(patterns, k.matches)
	}
	out := slices.DeleteFunc(slices.Clone(all), func(k coef) bool {
		return len(keep) > 0 && !any(k, keep) || any(k, drop)
	})
	if len(order) == 0 {
		return out, nil
	}
	var first []coef
	for _, p := range order {
		for _, k := range out {
			if k.matches(p) && !slices.ContainsFunc(first, func(f coef) bool { return f.key == k.key }) {
				first = append(first, k)
			}
		}
	}
	rest := slices.DeleteFunc(out, func(k coef) bool {
		return slices.ContainsFunc(first, func(f coef) bool { return f.key == k.key })
	})
	return append(first, rest...), nil
}

// coefLabel returns how a coefficient is called in the stub: its name, with
// base marks gone, or, with labels, the labels of its variables and values.
func coefLabel(c *interp.Call, k coef, labels bool) string {
	if k.name == "_cons" {
		if labels {
			return "Constant"
		}
		return "_cons"
	}
	t, err := terms.Parse(k.name)
	if err != nil || !labels {
		return k.name
	}
	var parts []string
	for _, f := range t.Factors {
		parts = append(parts, factorLabel(c.Frame(), f))
	}
	return strings.Join(parts, " # ")
}

func factorLabel(f *frame.Frame, fac terms.Factor) string {
	col := f.Column(fac.Var)
	name := fac.Var
	if col != nil && col.Label != "" {
		name = col.Label
	}
	if fac.Lags != "" {
		name = fac.Lags + "." + name
	}
	if !fac.Level {
		return name
	}
	value := interp.FormatNumber(fac.Value)
	if col != nil {
		if text, ok := f.LabelOf(col).Text(fac.Value); ok {
			return text
		}
	}
	return name + "=" + value
}
