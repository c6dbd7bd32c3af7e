package terms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// A Resolver finds the variables that names, wildcards and ranges stand for.
type Resolver interface {
	NamedColumns(a *lang.Atom) ([]*frame.Column, error)
	Frame() *frame.Frame
}

// A Spec is a variable under operators, not yet expanded to levels.
type Spec struct {
	Col    *frame.Column
	Lags   string
	Factor bool      // a factor variable: all its levels, or Levels
	Levels []float64 // the only levels wanted; nil for all
	Base   string    // "", "first", "last", "freq", "none", "#2" or a value
	Omit   bool      // omitted by hand: o.
	Bare   bool      // typed without factor operator and outside interactions
}

// A Product is a term not yet expanded: factors joined by #.
type Product []Spec

// Products multiplies out a variable list: wildcards, ranges, groups, ## and
// lists of lags become products, in the order in which Stata shows them.
func Products(list *lang.Varlist, r Resolver) ([]Product, error) {
	e := expander{r: r}
	return e.list(list, nil)
}

// Columns returns the columns that products refer to, each once.
func Columns(products []Product) []*frame.Column {
	var out []*frame.Column
	for _, p := range products {
		for _, s := range p {
			if !slices.Contains(out, s.Col) {
				out = append(out, s.Col)
			}
		}
	}
	return out
}

type expander struct{ r Resolver }

// list expands the terms of a list; ops stand before the parenthesis around it.
func (e *expander) list(list *lang.Varlist, ops []string) ([]Product, error) {
	var out []Product
	for _, t := range list.Terms {
		products, err := e.term(t, ops)
		if err != nil {
			return nil, rc.Locate(err, t.Atoms[0].Pos)
		}
		out = append(out, products...)
	}
	return out, nil
}

// term expands atoms joined by # and ##.
func (e *expander) term(t *lang.Term, ops []string) ([]Product, error) {
	atoms := t.All()
	left, err := e.atom(atoms[0], ops, len(atoms) > 1)
	if err != nil {
		return nil, err
	}
	for i, join := range t.Joins {
		right, err := e.atom(atoms[i+1], ops, true)
		if err != nil {
			return nil, err
		}
		left = cross(left, right, join == "##")
	}
	return left, nil
}

// cross multiplies each product on the left by each on the right; full puts
// them themselves before.
func cross(left, right []Product, full bool) []Product {
	var out []Product
	if full {
		out = append(out, left...)
		out = append(out, right...)
	}
	for _, a := range left {
		for _, b := range right {
			p := slices.Concat(a, b)
			slices.SortStableFunc(p, func(s, t Spec) int { return oneIf(t.Factor) - oneIf(s.Factor) }) // factor variables first
			out = append(out, p)
		}
	}
	return out
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// atom expands a variable, wildcard, range or group under operators. Inside
// an interaction a variable without operator is a factor variable.
func (e *expander) atom(a *lang.Atom, outer []string, interacted bool) ([]Product, error) {
	ops := slices.Concat(outer, a.Ops)
	if len(a.Group) > 0 {
		var out []Product
		for _, t := range a.Group[0].Terms {
			inner := ops
			if interacted && len(inner) == 0 && t.Plain() != nil {
				inner = []string{"i"}
			}
			products, err := e.term(t, inner)
			if err != nil {
				return nil, err
			}
			out = append(out, products...)
		}
		return out, nil
	}
	cols, err := e.r.NamedColumns(a)
	if err != nil {
		return nil, rc.Locate(err, a.Pos)
	}
	var out []Product
	for _, c := range cols {
		specs, err := operated(c, ops, interacted)
		if err != nil {
			return nil, rc.Locate(err, a.Pos)
		}
		for _, s := range specs {
			out = append(out, Product{s})
		}
	}
	return out, nil
}

// operated applies operators to a column. A list of lags gives several specs.
func operated(c *frame.Column, ops []string, interacted bool) ([]Spec, error) {
	s := Spec{Col: c, Factor: interacted && len(ops) == 0, Bare: !interacted}
	lags := []string{""}
	for _, op := range ops {
		if isLag(op) {
			more, err := lagList(op)
			if err != nil {
				return nil, err
			}
			lags = products(lags, more)
			continue
		}
		s.Bare = false
		if err := s.factorOp(op); err != nil {
			return nil, err
		}
	}
	if c.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s: string variables may not be used as factor variables or regressors", c.Name)
	}
	var out []Spec
	for _, l := range lags {
		s.Lags = l
		out = append(out, s)
	}
	return out, nil
}

func products(a, b []string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

// isLag reports whether op is a time-series operator.
func isLag(op string) bool {
	return op != "" && strings.ContainsRune("LFDSlfds", rune(op[0]))
}

// lagList expands "L(0/2)" to "", "L", "L2", and "L2D" to itself.
func lagList(op string) ([]string, error) {
	letter, list, ok := strings.Cut(strings.ToUpper(op), "(")
	if !ok {
		return []string{canonicalLags(letter)}, nil
	}
	values, err := lang.ParseNumlist(lang.Text{Pos: 1, Text: strings.TrimSuffix(list, ")")})
	if err != nil || len(letter) != 1 {
		return nil, rc.Syntax.Errorf("invalid operator %s.", op)
	}
	var out []string
	for _, v := range values {
		l := letter
		if v < 0 && (l == "L" || l == "F") {
			l, v = map[string]string{"L": "F", "F": "L"}[l], -v
		}
		switch {
		case v == 0:
			out = append(out, "")
		case v == 1:
			out = append(out, l)
		default:
			out = append(out, l+strconv.FormatFloat(v, 'f', -1, 64))
		}
	}
	return out, nil
}

// canonicalLags drops powers of one and zero: L1 is L, L0 nothing.
func canonicalLags(ops string) string {
	var b strings.Builder
	for ops != "" {
		n := 1
		for n < len(ops) && ops[n] >= '0' && ops[n] <= '9' {
			n++
		}
		if power := ops[1:n]; power != "0" {
			b.WriteByte(ops[0])
			if power != "1" {
				b.WriteString(power)
			}
		}
		ops = ops[n:]
	}
	return b.String()
}

// factorOp applies c, i, ib3, b3, ibn, i(1/3), o, 2 and the like.
func (s *Spec) factorOp(op string) error {
	bad := rc.Syntax.Errorf("invalid operator %s.", op)
	if op == "c" {
		s.Factor = false
		return nil
	}
	if op == "o" {
		s.Omit = true
		return nil
	}
	s.Factor = true
	rest, arg, hasArg := strings.Cut(strings.TrimPrefix(op, "i"), "(")
	arg = strings.TrimSuffix(arg, ")")
	rest, omit := strings.CutPrefix(rest, "o")
	s.Omit = s.Omit || omit
	base, isBase := strings.CutPrefix(rest, "b")
	switch {
	case isBase && hasArg:
		s.Base = arg
		if name, ok := baseNames[arg]; ok {
			s.Base = name
		}
		return nil
	case isBase && base == "n", rest == "bn", rest == "n":
		s.Base = "none"
		return nil
	case isBase && base != "":
		s.Base = base
		if _, err := strconv.Atoi(base); err != nil {
			return bad
		}
		return nil
	case isBase:
		return bad
	case hasArg:
		levels, err := lang.ParseNumlist(lang.Text{Pos: 1, Text: arg})
		s.Levels, s.Base = levels, "none"
		return err
	case rest == "":
		return nil
	}
	digits := strings.TrimRight(rest, "bno")
	v, err := strconv.Atoi(digits)
	if err != nil {
		return bad
	}
	s.Levels, s.Base = []float64{float64(v)}, "none"
	if strings.Contains(rest[len(digits):], "b") {
		s.Base = digits
	}
	if strings.Contains(rest[len(digits):], "o") {
		s.Omit = true
	}
	return nil
}

var baseNames = map[string]string{"first": "first", "f": "first", "last": "last", "l": "last", "freq": "freq", "none": "none", "n": "none"}
