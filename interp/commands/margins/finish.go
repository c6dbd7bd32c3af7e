package margins

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
)

// finish shows and stores the margins, or contrasts of them.
func (r *results) finish(o *margins) error {
	v := r.usable(r.m.covariance(r.all))
	switch {
	case o.PWCompare.given:
		return r.compare(o, v)
	case o.Contrast.given || r.contrasted():
		return r.contrast(o, v)
	}
	e := r.estimates(o, v)
	r.header(o, r.title())
	t := r.table(o, e)
	t.Estimate = r.forms.title
	r.m.c.Print("\n")
	r.m.c.ShowCoefs(t)
	r.discreteNote(o)
	r.store(o, e, r.m.c.R.Matrix("table"), r.title())
	return nil
}

// title is the first line of the output.
func (r *results) title() string {
	switch {
	case r.derivs != nil && r.everyFixed:
		return "Conditional marginal effects"
	case r.derivs != nil:
		return "Average marginal effects"
	case r.everyFixed:
		return "Adjusted predictions"
	}
	return "Predictive margins"
}

// estimates are the margins as a coefficient vector with its covariance.
func (r *results) estimates(o *margins, v *mat.SymDense) *interp.Estimates {
	k := len(r.all)
	e := &interp.Estimates{B: interp.NewMatrix(1, k), V: interp.NewMatrix(k, k)}
	e.B.Rows = []string{"y1"}
	for i, x := range r.all {
		e.B.Set(0, i, frame.Value(x.b))
		e.B.Cols[i], e.B.ColEq[i] = x.name, x.eq
		for j := range k {
			e.V.Set(i, j, frame.Value(v.At(i, j)))
		}
	}
	e.V.Rows, e.V.Cols = slices.Clone(e.B.Cols), slices.Clone(e.B.Cols)
	e.V.RowEq, e.V.ColEq = slices.Clone(e.B.ColEq), slices.Clone(e.B.ColEq)
	if df := r.m.e.Scalar("df_r"); df < frame.Missing {
		e.SetScalar("df_r", df)
	}
	e.SetMacro("vcetype", "Delta-method")
	if o.NoSE {
		e.V = nil
	}
	return e
}

// table is the table of the margins.
func (r *results) table(o *margins, e *interp.Estimates) *interp.CoefTable {
	t := r.m.c.Table(e, o.CoefOptions)
	t.Depvar = ""
	t.NoTest, t.NoCI = o.NoPValues, o.NoCI
	t.BaseEqs = map[string]string{}
	for _, x := range r.all {
		if x.base && x.eq != "" {
			d := r.derivs[x.deriv]
			t.BaseEqs[x.eq] = terms.Term{Factors: []terms.Factor{r.m.covariates[d.cov].level(d.level)}}.Name()
		}
	}
	return t
}

// header says what is averaged over what.
func (r *results) header(o *margins, title string) {
	c := r.m.c
	right := fmt.Sprintf("Number of obs = %s", c.Count(int(r.m.n)))
	c.Printf("\n%-*s%s\n", 78-len(right), title, right)
	if vce := r.modelVCE(); vce != "" {
		c.Printf("Model VCE: %s\n", vce)
	}
	c.Print("\n")
	if len(r.predicts) == 1 {
		wrapped(c, "Expression: ", r.predicts[0].text())
	}
	for i, p := range r.predicts {
		if len(r.predicts) > 1 {
			c.Printf("%d._predict: %s\n", i+1, p.text())
		}
	}
	if r.derivs != nil {
		wrapped(c, fmt.Sprintf("%-12s", r.forms.title+" wrt:"), strings.Join(r.wrt(), " "))
	}
	if len(o.Over) > 0 {
		var names []string
		for _, v := range o.Over {
			names = append(names, v.Name)
		}
		c.Printf("%-12s%s\n", "Over:", strings.Join(names, " "))
	}
	if !o.NoAtLegend {
		r.legend()
	}
}

// modelVCE is how the model's standard errors are called.
func (r *results) modelVCE() string {
	e := r.m.e
	if t := e.Macro("vcetype"); t != "" {
		return t
	}
	vce := e.Macro("vce")
	switch vce {
	case "ols", "oim", "opg", "eim":
		return strings.ToUpper(vce)
	case "":
		return ""
	}
	return strings.ToUpper(vce[:1]) + vce[1:]
}

// wrapped prints words behind a heading, in lines of 78 columns.
func wrapped(c *interp.Call, heading, words string) {
	line := heading
	for i, w := range strings.Fields(words) {
		if i > 0 && frame.TextWidth(line)+1+frame.TextWidth(w) > 78 {
			c.Print(line + "\n")
			line = strings.Repeat(" ", len(heading))
		} else if i > 0 {
			line += " "
		}
		line += w
	}
	c.Print(line + "\n")
}

// wrt are the covariates of the derivatives, base levels left out.
func (r *results) wrt() []string {
	var out []string
	for _, d := range r.derivs {
		if !d.base {
			out = append(out, r.m.derivativeName(d))
		}
	}
	return out
}

// discreteNote says what the derivatives by factor variables are.
func (r *results) discreteNote(o *margins) {
	if o.Continuous || !slices.ContainsFunc(r.derivs, func(d derivative) bool { return d.factor }) {
		return
	}
	r.m.c.Printf("Note: %s for factor levels is the discrete change from the base level.\n", r.forms.title)
}

// A legendLine is a covariate that is held, and at what.
type legendLine struct{ name, value, stat string }

// lines are the covariates that at() and atmeans hold in a scenario.
func (m *model) lines(a at, s scenario) []legendLine {
	var out []legendLine
	num := func(x float64) string { return strings.TrimSpace(m.c.Format("%9.0g", x)) }
	for i, set := range s {
		v := m.covariates[i]
		stat := ""
		switch a[i].stat {
		case "", "asobserved":
			continue
		case "value":
		default:
			stat = a[i].stat
		}
		if set.values != nil {
			out = append(out, legendLine{v.label(), "", "(generated)"})
			continue
		}
		if stat != "" {
			stat = "(" + stat + ")"
		}
		if set.shares == nil {
			out = append(out, legendLine{v.label(), num(set.value), stat})
			continue
		}
		for k, x := range v.levels {
			name := terms.Term{Factors: []terms.Factor{v.level(x)}}.Name()
			out = append(out, legendLine{name, num(set.shares[k]), stat})
		}
	}
	return out
}

// legend lists the settings of at() and atmeans.
func (r *results) legend() {
	c := r.m.c
	var all [][]legendLine
	name, value := 0, 0
	for a := range r.ats {
		for g := range r.groups {
			lines := r.m.lines(r.ats[a], r.scenarios[g][a])
			for _, l := range lines {
				name, value = max(name, frame.TextWidth(l.name)), max(value, len(l.value))
			}
			all = append(all, lines)
		}
	}
	if name == 0 {
		return
	}
	show := func(lead string, lines []legendLine) {
		for i, l := range lines {
			if i > 0 {
				lead = strings.Repeat(" ", len(lead))
			}
			text := fmt.Sprintf("%s%s%s = %*s %s", lead, l.name, strings.Repeat(" ", name-frame.TextWidth(l.name)), value, l.value, l.stat)
			c.Print(strings.TrimRight(text, " ") + "\n")
		}
	}
	wide := len(fmt.Sprintf("%d._at: ", len(r.ats)))
	for a := range r.ats {
		lead := "At: "
		if len(r.ats) > 1 {
			lead = fmt.Sprintf("%-*s", wide, fmt.Sprintf("%d._at: ", a+1))
		}
		if len(r.groups) == 1 || !r.varies(a) {
			lines := all[a*len(r.groups)]
			if len(lines) == 0 {
				c.Print(lead + "(asobserved)\n")
				continue
			}
			show(lead, lines)
			continue
		}
		for g := range r.groups {
			c.Print(lead + terms.Term{Factors: r.groups[g].names}.Plain() + "\n")
			lead = strings.Repeat(" ", len(lead))
			show(lead+"    ", all[a*len(r.groups)+g])
		}
	}
}

// varies reports whether the settings of an at() differ between groups.
func (r *results) varies(a int) bool {
	return slices.ContainsFunc(r.ats[a], func(s setting) bool {
		switch s.stat {
		case "", "asobserved", "value", "generate", "zero", "base", "asbalanced":
			return false
		}
		return true
	})
}
