package terms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// Expand turns products into terms: levels are those that occur at rows, the
// estimation sample. See Source.Expand.
func Expand(f *frame.Frame, products []Product, rows []int32) ([]Term, error) {
	return NewSource(f, rows).Expand(products)
}

// Expand turns products into terms: levels are those that occur at the rows
// of s. A variable that is typed again stays, to be omitted as collinear;
// terms of factor variables do not.
func (s *Source) Expand(products []Product) ([]Term, error) {
	x := levelExpander{s: s, cache: map[string]*levels{}}
	if err := x.collectBases(products); err != nil {
		return nil, err
	}
	var out []Term
	seen := map[string]bool{}
	for _, p := range products {
		terms, err := x.product(p)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			if id := t.identity(); !seen[id] || p[0].Bare {
				seen[id] = true
				out = append(out, t)
			}
		}
	}
	markImplied(out, products)
	return out, nil
}

// identity tells terms apart whatever the marks on their names.
func (t Term) identity() string {
	var parts []string
	for _, f := range t.Factors {
		parts = append(parts, Factor{Var: f.Var, Lags: f.Lags, Level: f.Level, Value: f.Value}.name(true, false))
	}
	return strings.Join(parts, "#")
}

// levels are the levels of a factor variable in the sample, and its base.
type levels struct {
	values []float64
	base   float64
	none   bool
}

type levelExpander struct {
	s     *Source
	cache map[string]*levels
}

func (s Spec) key() string { return s.Lags + "." + s.Col.Name }

// collectBases finds levels and bases. A base given once holds wherever the
// variable occurs.
func (x *levelExpander) collectBases(products []Product) error {
	for _, p := range products {
		for _, s := range p {
			if !s.Factor {
				continue
			}
			l := x.cache[s.key()]
			if l == nil {
				v, err := x.s.Var(s.Col.Name, s.Lags)
				if err != nil {
					return err
				}
				values, err := levelsOf(s.Col.Name, v)
				if err != nil {
					return err
				}
				l = &levels{values: values}
				if len(values) > 0 {
					l.base = values[0]
				}
				x.cache[s.key()] = l
			}
			if s.Levels == nil && s.Base != "" {
				if err := x.setBase(l, s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (x *levelExpander) setBase(l *levels, s Spec) error {
	switch {
	case s.Base == "none":
		l.none = true
	case s.Base == "first":
	case s.Base == "last":
		if n := len(l.values); n > 0 {
			l.base = l.values[n-1]
		}
	case s.Base == "freq":
		v, err := x.s.Var(s.Col.Name, s.Lags)
		if err != nil {
			return err
		}
		l.base = mode(v)
	case strings.HasPrefix(s.Base, "#"):
		k, err := strconv.Atoi(s.Base[1:])
		if err != nil || k < 1 || k > len(l.values) {
			return rc.Syntax.Errorf("base level %s of %s not found", s.Base, s.Col.Name)
		}
		l.base = l.values[k-1]
	default:
		v, err := strconv.ParseFloat(s.Base, 64)
		if err != nil {
			return rc.Syntax.Errorf("base level %s of %s not found", s.Base, s.Col.Name)
		}
		l.base = v
	}
	return nil
}

// product expands the factor variables of p to their levels; the last one
// varies fastest.
func (x *levelExpander) product(p Product) ([]Term, error) {
	terms := []Term{{}}
	for _, s := range p {
		var next []Term
		factors := x.factors(s)
		for _, t := range terms {
			for _, f := range factors {
				next = append(next, Term{Factors: append(slices.Clip(t.Factors), f)})
			}
		}
		terms = next
	}
	if len(p) > 1 {
		if err := x.markEmpty(p, terms); err != nil {
			return nil, err
		}
	}
	return terms, nil
}

func (x *levelExpander) factors(s Spec) []Factor {
	if !s.Factor {
		return []Factor{{Var: s.Col.Name, Lags: s.Lags, Omit: s.Omit}}
	}
	l := x.cache[s.key()]
	values := l.values
	if s.Levels != nil {
		values = s.Levels
	}
	var out []Factor
	for _, v := range values {
		base := s.Levels == nil && !l.none && v == l.base || s.Levels != nil && s.Base != "none" && s.Base == strconv.FormatFloat(v, 'f', -1, 64)
		out = append(out, Factor{Var: s.Col.Name, Lags: s.Lags, Level: true, Value: v, Base: base, Omit: s.Omit})
	}
	return out
}

// markEmpty marks the cells of an interaction of factor variables in which no
// row of the sample falls.
func (x *levelExpander) markEmpty(p Product, terms []Term) error {
	var which []int
	var cols [][]float64
	for i, s := range p {
		if s.Factor {
			v, err := x.s.Var(s.Col.Name, s.Lags)
			if err != nil {
				return err
			}
			which, cols = append(which, i), append(cols, v)
		}
	}
	if len(which) < 2 {
		return nil
	}
	full := map[string]bool{}
	key := make([]byte, 0, 64)
	for r := range x.s.rows {
		key = key[:0]
		for _, c := range cols {
			key = strconv.AppendFloat(key, c[r], 'g', -1, 64)
			key = append(key, '#')
		}
		if !full[string(key)] {
			full[string(key)] = true
		}
	}
	for i := range terms {
		key = key[:0]
		for _, w := range which {
			key = strconv.AppendFloat(key, terms[i].Factors[w].Value, 'g', -1, 64)
			key = append(key, '#')
		}
		if !full[string(key)] {
			terms[i].Empty, terms[i].Omitted = true, true
		}
	}
	return nil
}

// markImplied marks what is omitted by construction: a term whose factors at
// base levels can be removed to leave a term of the model, or nothing but the
// constant.
func markImplied(terms []Term, products []Product) {
	models := map[string]bool{}
	for _, p := range products {
		models[shape(p)] = true
	}
	for i := range terms {
		t := &terms[i]
		for _, f := range t.Factors {
			t.Omitted = t.Omitted || f.Omit
		}
		byHand := t.Omitted && !t.Empty
		implied := false
		var bases []int
		for k, f := range t.Factors {
			if f.Base {
				bases = append(bases, k)
			}
		}
		for set := 1; set < 1<<len(bases); set++ {
			if t.without(bases, set, models) {
				t.Omitted, implied = true, true
			}
		}
		if t.Empty && !implied && !byHand {
			for k := range t.Factors { // its name shows that it is no base cell
				t.Factors[k].Base, t.Factors[k].Omit = false, t.Factors[k].Level
			}
		}
	}
}

func shape(p Product) string {
	var parts []string
	for _, s := range p {
		kind := "c"
		if s.Factor {
			kind = "i"
		}
		parts = append(parts, kind+s.Lags+"."+s.Col.Name)
	}
	slices.Sort(parts)
	return strings.Join(parts, "#")
}

// without reports whether t less the base factors in set is a term of the model.
func (t *Term) without(bases []int, set int, models map[string]bool) bool {
	var parts []string
	for k, f := range t.Factors {
		if i := slices.Index(bases, k); i >= 0 && set>>i&1 == 1 {
			continue
		}
		kind := "c"
		if f.Level {
			kind = "i"
		}
		parts = append(parts, kind+f.Lags+"."+f.Var)
	}
	slices.Sort(parts)
	return len(parts) == 0 || models[strings.Join(parts, "#")]
}
