package margins

import (
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// contrasts are the suboptions of contrast().
type contrasts struct {
	given, noWald, effects, ci, pv, within bool
	at, predict                            string
}

// contrastWords are the suboptions as they are typed.
type contrastWords struct {
	NoWald    bool   `opt:"noWALD" help:"show no tests of hypotheses about several contrasts"`
	Effects   bool   `opt:"EFFects" help:"show contrasts with tests and intervals"`
	CI        bool   `opt:"CIeffects" help:"show contrasts with intervals"`
	PV        bool   `opt:"PVeffects" help:"show contrasts with tests"`
	NoEffects bool   `opt:"noEFFects" help:"show no contrasts"`
	Within    bool   `opt:"MARGINSWITHIN" help:"contrasts at each level of marginlist"`
	At        string `opt:"ATcontrast(op)" help:"contrasts of the settings of at()"`
	Predict   string `opt:"PREDICTcontrast(op)" help:"contrasts of the predictions"`
}

// Decode reads the suboptions.
func (o *contrasts) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	o.given = true
	if arg == nil {
		return nil
	}
	var w contrastWords
	if err := c.BindText(*arg, &w); err != nil {
		return err
	}
	*o = contrasts{given: true, noWald: w.NoWald, effects: w.Effects, ci: w.CI, pv: w.PV, within: w.Within, at: strings.TrimSuffix(w.At, "."), predict: strings.TrimSuffix(w.Predict, ".")}
	for _, op := range []string{o.at, o.predict} {
		if op != "" && !slices.Contains(operatorNames, op) {
			return rc.Syntax.At(arg.Pos, "invalid contrast operator %s", op)
		}
	}
	return nil
}

// contrasted reports whether a factor variable has a contrast operator, or
// stands behind @.
func (r *results) contrasted() bool {
	return slices.ContainsFunc(r.elements, func(e element) bool {
		return slices.ContainsFunc(e.factors, func(f listed) bool { return f.contrast != "" || f.within })
	})
}

// A row is a contrast: weights of all margins, and how it is called.
type row struct {
	eq, heading, label, name string
	weights                  []float64
	term                     int    // contrasts of one term are tested together
	within                   string // the levels at which it is made
}

// rows makes the contrasts.
func (r *results) rows(o *margins) []row {
	var out []row
	at, term := 0, 0
	for at < len(r.all) {
		first := r.all[at]
		dims := r.dimensionsOf(o, r.elements[first.element])
		size := 1
		for _, d := range dims {
			size *= len(d.labels)
		}
		if !first.base {
			for _, x := range contrastsOf(dims) {
				x.eq, x.term = first.eq, term
				full := make([]float64, len(r.all))
				copy(full[at:], x.weights)
				x.weights = full
				out = append(out, x)
			}
			term++
		}
		at += size
	}
	return out
}

// contrastsOf are the contrasts of margins over dims: products of those of the
// dimensions, the last dimension varying fastest, contrasts before levels at
// which they are made.
func contrastsOf(dims []*dimension) []row {
	var of, within []int
	for i, d := range dims {
		if d.contrasted() {
			of = append(of, i)
		} else {
			within = append(within, i)
		}
	}
	if len(of) == 0 {
		return nil
	}
	var rows []row
	parts := [][]combination{{}}
	order := append(slices.Clone(of), within...)
	for _, i := range order {
		var next [][]combination
		for _, p := range parts {
			for _, c := range dims[i].combinations() {
				next = append(next, append(slices.Clip(p), c))
			}
		}
		parts = next
	}
	for _, p := range parts {
		x := row{weights: []float64{1}}
		for i := range dims { // in the order of the margins
			c := p[slices.Index(order, i)]
			var w []float64
			for _, a := range x.weights {
				for _, b := range c.weights {
					w = append(w, a*b)
				}
			}
			x.weights = w
		}
		var labels, names []string
		for k, c := range p {
			labels = append(labels, c.label)
			names = append(names, c.name+"."+dims[order[k]].name)
			if k >= len(of) {
				x.within += " " + c.label
			}
		}
		x.label = strings.Join(labels, " ")
		x.within = strings.TrimSpace(x.within)
		x.name = strings.Join(names[:len(of)], "#")
		if len(within) > 0 {
			x.name += "@" + strings.Join(names[len(of):], "#")
		}
		x.heading = headingOf(dims, of, within)
		rows = append(rows, x)
	}
	return rows
}

// headingOf is "a#b@c#d".
func headingOf(dims []*dimension, of, within []int) string {
	join := func(which []int) string {
		var names []string
		for _, i := range which {
			names = append(names, dims[i].name)
		}
		return strings.Join(names, "#")
	}
	if len(within) == 0 {
		return join(of)
	}
	return join(of) + "@" + join(within)
}

// contrast computes, shows and stores the contrasts.
func (r *results) contrast(o *margins, v *mat.SymDense) error {
	rows := r.rows(o)
	if len(rows) == 0 {
		return rc.Syntax.Errorf("nothing to contrast")
	}
	e := r.combined(o, rows, v)
	title := "Contrasts of " + strings.ToLower(r.title()[:1]) + r.title()[1:]
	r.header(o, title)
	if !o.Contrast.noWald {
		r.wald(rows, e)
	}
	comparisons(r.m.c, o.MCompare, rows)
	explicit := r.contrasted() || o.Contrast.at != "" || o.Contrast.predict != ""
	t := r.effects(o, e, rows)
	switch k := o.Contrast; {
	case k.effects:
	case k.pv:
		t.NoCI = true
	case k.ci || explicit:
		t.NoTest = true
	default:
		r.store(o, e, nil, title)
		return nil
	}
	r.adjusted(o, t, rows)
	r.m.c.Print("\n")
	r.m.c.ShowCoefs(t)
	r.discreteNote(o)
	r.store(o, e, r.m.c.R.Matrix("table"), title)
	return nil
}

// combined are the contrasts as a coefficient vector with its covariance.
func (r *results) combined(o *margins, rows []row, v *mat.SymDense) *interp.Estimates {
	n, k := len(rows), len(r.all)
	l, b := mat.NewDense(n, k, nil), mat.NewVecDense(k, nil)
	for i, x := range rows {
		l.SetRow(i, x.weights)
	}
	for j, x := range r.all {
		if !x.notEstimable {
			b.SetVec(j, x.b)
		}
	}
	var value mat.VecDense
	value.MulVec(l, b)
	var half, full mat.Dense
	half.Mul(l, v)
	full.Mul(&half, l.T())
	e := &interp.Estimates{B: interp.NewMatrix(1, n), V: interp.NewMatrix(n, n)}
	e.B.Rows = []string{"y1"}
	for i, x := range rows {
		e.B.Set(0, i, frame.Value(value.AtVec(i)))
		for j, w := range x.weights {
			if w != 0 && r.all[j].notEstimable {
				e.B.Set(0, i, frame.Missing)
			}
		}
		e.B.Cols[i], e.B.ColEq[i] = x.name, x.eq
		for j := range n {
			e.V.Set(i, j, frame.Value((full.At(i, j)+full.At(j, i))/2))
		}
	}
	for i := range rows {
		if e.B.At(0, i) >= frame.Missing {
			for j := range n {
				e.V.Set(i, j, 0)
				e.V.Set(j, i, 0)
			}
		}
	}
	e.V.Rows, e.V.Cols = slices.Clone(e.B.Cols), slices.Clone(e.B.Cols)
	e.V.RowEq, e.V.ColEq = slices.Clone(e.B.ColEq), slices.Clone(e.B.ColEq)
	if df := r.m.e.Scalar("df_r"); df < frame.Missing {
		e.SetScalar("df_r", df)
	}
	e.SetMacro("vcetype", "Delta-method")
	return e
}

// effects is the table of contrasts.
func (r *results) effects(o *margins, e *interp.Estimates, rows []row) *interp.CoefTable {
	t := r.m.c.Table(e, o.CoefOptions)
	t.Depvar, t.Estimate = "", "Contrast"
	if r.derivs != nil {
		t.Estimate, t.Above = r.forms.title, "   Contrast Delta-method"
	}
	for i, x := range rows {
		t.Rows[i].Label = &interp.CoefLabel{Heading: x.heading, Label: x.label, IsLevel: true}
	}
	return t
}
