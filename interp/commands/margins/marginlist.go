package margins

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// An element is a term of the list of margins: factor variables whose levels
// are combined, perhaps under contrast operators. No factors are the margin
// over all rows.
type element struct {
	factors []listed
}

// A listed is a factor variable in an element.
type listed struct {
	cov      int
	levels   []float64
	contrast string // the operator: "r", "ar", ...; "" for none
	base     float64
	within   bool // behind @: contrasts are made at each of its levels
}

// readList reads the list of margins.
func (m *model) readList(body lang.Text) ([]element, error) {
	var out []element
	for _, w := range body.Words() {
		e, err := m.element(w)
		if err != nil {
			return nil, rc.Locate(err, w.Pos)
		}
		out = append(out, e...)
	}
	return out, nil
}

// element reads one word: "a", "i.a#b", "a##b", "r.a@b".
func (m *model) element(w lang.Text) ([]element, error) {
	of, over, nested := strings.Cut(w.Text, "@")
	out := []element{{}}
	for k, part := range []string{of, over} {
		if k == 1 && !nested {
			break
		}
		full := false // the # before the factor is ##
		for i, name := range strings.Split(part, "#") {
			if name == "" && i > 0 {
				full = true
				continue
			}
			f, err := m.listed(name)
			if err != nil {
				return nil, err
			}
			f.within = k == 1
			out = crossed(out, f, full && k == 0)
			full = false
		}
	}
	return slices.DeleteFunc(out, func(e element) bool { return len(e.factors) == 0 }), nil
}

// crossed multiplies each element by f; full keeps the elements and f itself.
func crossed(all []element, f listed, full bool) []element {
	var out []element
	if full {
		out = append(out, all...)
		out = append(out, element{[]listed{f}})
	}
	for _, e := range all {
		out = append(out, element{append(slices.Clip(e.factors), f)})
	}
	return out
}

// listed reads a factor variable with its operators.
func (m *model) listed(name string) (listed, error) {
	ops, v := "", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		ops, v = name[:i], name[i+1:]
	}
	cov, err := m.find("", v)
	if err != nil {
		return listed{}, err
	}
	c := m.covariates[cov]
	if !c.factor {
		return listed{}, rc.BadEstimates.Errorf("factor '%s' not found in list of covariates", v)
	}
	f := listed{cov: cov, levels: c.levels, base: c.base}
	return f, f.operators(c, ops)
}

// operators applies the operators before a factor variable: i, contrast
// operators with a base such as rb2, and levels such as 2 or i(1 2).
func (f *listed) operators(c *covariate, ops string) error {
	bad := rc.Syntax.Errorf("invalid operator %s.", ops)
	for op := range strings.SplitSeq(ops, ".") {
		switch {
		case op == "" || op == "i" || op == "ibn" || op == "bn":
			continue
		}
		letters := strings.TrimRight(op, "0123456789()/ #")
		if name, based := strings.CutSuffix(letters, "b"); based && letters != op {
			letters = name
		}
		arg := strings.Trim(op[len(strings.TrimRight(op, "0123456789()/ #")):], "()")
		switch {
		case letters == "i" || letters == "" || letters == "ib" || letters == "b":
		case slices.Contains(operatorNames, letters):
			f.contrast = letters
		default:
			return bad
		}
		if arg == "" {
			continue
		}
		levels, err := lang.ParseNumlist(text(strings.TrimPrefix(arg, "#")))
		if err != nil {
			return bad
		}
		if f.contrast != "" || strings.HasPrefix(op, "ib") || strings.HasPrefix(op, "b") {
			f.base = levels[0]
			continue
		}
		for _, x := range levels {
			if !slices.Contains(c.levels, x) {
				return rc.BadEstimates.Errorf("level %s of factor %s not found in list of covariates", interp.FormatNumber(x), c.label())
			}
		}
		f.levels = levels
	}
	if !slices.Contains(c.levels, f.base) {
		return rc.BadEstimates.Errorf("level %s of factor %s not found in list of covariates", interp.FormatNumber(f.base), c.label())
	}
	return nil
}

// A cell of an element: a level of each of its factors.
type levelSet struct {
	values []float64
	names  []terms.Factor
}

// cells are the combinations of levels, the last factor varying fastest.
func (m *model) cells(e element) []levelSet {
	out := []levelSet{{}}
	for _, f := range e.factors {
		var next []levelSet
		for _, s := range out {
			for k, x := range f.levels {
				name := m.covariates[f.cov].level(x)
				name.All = k == 0
				next = append(next, levelSet{append(slices.Clip(s.values), x), append(slices.Clip(s.names), name)})
			}
		}
		out = next
	}
	return out
}

// A group is a combination of levels of the variables of over().
type group struct {
	levelSet
	w []float64 // weights: zero outside of the group
}

// groups finds the groups of over(); without it there is one.
func (m *model) groups(over []*frame.Column) ([]group, error) {
	if len(over) == 0 {
		return []group{{w: m.w}}, nil
	}
	var cols [][]float64
	var levels [][]float64
	for _, c := range over {
		v, err := m.source.Var(c.Name, "")
		if err != nil {
			return nil, err
		}
		seen := map[float64]bool{}
		var of []float64
		for i, x := range v {
			if x >= frame.Missing || m.w[i] == 0 || seen[x] {
				continue
			}
			if x < 0 || x != float64(int64(x)) {
				return nil, rc.BadFactor.Errorf("%s: factor variables may not contain %s values", c.Name, map[bool]string{true: "negative", false: "noninteger"}[x < 0])
			}
			seen[x] = true
			of = append(of, x)
		}
		slices.Sort(of)
		cols, levels = append(cols, v), append(levels, of)
	}
	out := []group{{w: m.w}}
	for k, c := range over {
		var next []group
		for _, g := range out {
			for j, x := range levels[k] {
				h := group{w: make([]float64, len(m.w))}
				h.values = append(slices.Clip(g.values), x)
				h.names = append(slices.Clip(g.names), terms.Factor{Var: c.Name, Level: true, Value: x, All: j == 0})
				for i, y := range cols[k] {
					if y == x {
						h.w[i] = g.w[i]
					}
				}
				next = append(next, h)
			}
		}
		out = next
	}
	return out, nil
}
