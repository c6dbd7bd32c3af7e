package margins

import (
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
)

// operatorNames are the contrast operators.
var operatorNames = []string{"r", "a", "ar", "g", "gw", "h", "j"}

// A combination is one contrast of a dimension: weights of its levels, how it
// is shown, "(2 vs 1)", and how it is called, "r2vs1".
type combination struct {
	weights     []float64
	label, name string
}

// A dimension is something that margins vary over: predictions, settings of
// at(), groups of over(), or a factor variable.
type dimension struct {
	name   string
	labels []string // of the levels
	values []string // how the levels are called in names: "2"
	op     string   // contrast operator, "" for none
	plain  bool     // contrasts without an operator: labelled "(2 vs base)"
	base   int
	share  []float64 // of the observations with each level, for gw
}

// contrasted reports whether contrasts are made of d.
func (d *dimension) contrasted() bool { return d.op != "" || d.plain }

// combinations are the contrasts of the levels of d, or the levels themselves.
func (d *dimension) combinations() []combination {
	k := len(d.labels)
	var out []combination
	add := func(label, name string, weights []float64) {
		out = append(out, combination{weights, label, name})
	}
	unit := func(i int) []float64 {
		w := make([]float64, k)
		w[i] = 1
		return w
	}
	if !d.contrasted() {
		for i := range k {
			add(d.labels[i], d.values[i], unit(i))
		}
		return out
	}
	against := func(i int, other []float64, label, name string) {
		w := unit(i)
		for l := range w {
			w[l] -= other[l]
		}
		add("("+d.labels[i]+" vs "+label+")", d.op+d.values[i]+"vs"+name, w)
	}
	if d.plain {
		for i := range k {
			if i != d.base {
				against(i, unit(d.base), "base", d.values[d.base])
			}
		}
		return out
	}
	switch d.op {
	case "r":
		for i := range k {
			if i != d.base {
				against(i, unit(d.base), d.labels[d.base], d.values[d.base])
			}
		}
	case "ar":
		for i := 1; i < k; i++ {
			against(i, unit(i-1), d.labels[i-1], d.values[i-1])
		}
	case "a":
		for i := range k - 1 {
			against(i, unit(i+1), d.labels[i+1], d.values[i+1])
		}
	case "g":
		for i := range k {
			against(i, mean(k, 0, k), "mean", "mean")
		}
	case "gw":
		for i := range k {
			against(i, d.share, "mean", "mean")
		}
	case "h":
		for i := range k - 1 {
			against(i, mean(k, i+1, k), ">"+d.labels[i], "gt"+d.values[i])
		}
	case "j":
		for i := 1; i < k; i++ {
			against(i, mean(k, 0, i), "<"+d.labels[i], "lt"+d.values[i])
		}
	}
	return out
}

// mean is the weights of the mean of levels lo to hi of k.
func mean(k, lo, hi int) []float64 {
	w := make([]float64, k)
	for i := lo; i < hi; i++ {
		w[i] = 1 / float64(hi-lo)
	}
	return w
}

// dimensionsOf are the dimensions of the margins of an element, in the order
// in which they vary, the last fastest.
func (r *results) dimensionsOf(o *margins, e element) []*dimension {
	var out []*dimension
	numbered := func(name string, n int, op string) {
		if n < 2 {
			return
		}
		d := &dimension{name: name, op: op}
		for i := range n {
			d.labels = append(d.labels, strconv.Itoa(i+1))
			d.share = append(d.share, 1/float64(n))
		}
		d.values = d.labels
		out = append(out, d)
	}
	numbered("_predict", len(r.predicts), o.Contrast.predict)
	numbered("_at", len(r.ats), o.Contrast.at)
	if len(r.groups[0].names) > 0 {
		d := &dimension{}
		for i, f := range r.groups[0].names {
			if i > 0 {
				d.name += "#"
			}
			d.name += f.Var
		}
		for _, g := range r.groups {
			var labels, values []string
			for _, f := range g.names {
				labels = append(labels, r.m.levelLabel(f.Var, f.Value))
				values = append(values, interp.FormatNumber(f.Value))
			}
			d.labels, d.values = append(d.labels, strings.Join(labels, " ")), append(d.values, strings.Join(values, "#"))
			d.share = append(d.share, 0)
		}
		out = append(out, d)
	}
	explicit := slices.ContainsFunc(e.factors, func(f listed) bool { return f.contrast != "" })
	for _, f := range e.factors {
		v := r.m.covariates[f.cov]
		d := &dimension{name: v.label(), op: f.contrast, base: max(0, slices.Index(f.levels, f.base))}
		d.plain = f.contrast == "" && !f.within && !o.Contrast.within && (explicit || o.Contrast.given)
		for _, x := range f.levels {
			d.labels = append(d.labels, r.m.levelLabel(v.name, x))
			d.values = append(d.values, interp.FormatNumber(x))
		}
		d.share = r.m.levelShares(f)
		out = append(out, d)
	}
	return out
}

// levelShares are the shares of observations with each of the listed levels.
func (m *model) levelShares(f listed) []float64 {
	v := m.covariates[f.cov]
	x, err := m.source.Var(v.name, v.lags)
	if err != nil {
		return make([]float64, len(f.levels))
	}
	s := shares(x, m.w, f.levels)
	total := 0.0
	for _, p := range s {
		total += p
	}
	for i := range s {
		s[i] /= total
	}
	return s
}

// levelLabel is how a level is shown: by its value label, or its number.
func (m *model) levelLabel(name string, x float64) string {
	f := m.c.Frame()
	if col := f.Column(name); col != nil {
		if text, ok := f.LabelOf(col).Text(x); ok {
			return text
		}
	}
	return interp.FormatNumber(x)
}
