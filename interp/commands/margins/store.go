package margins

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
)

// store makes r(), and with post e().
func (r *results) store(o *margins, e *interp.Estimates, table *interp.Matrix, title string) {
	m, c := r.m, r.m.c
	old := m.e
	out := &interp.Results{}
	out.SetScalar("N", m.n)
	out.SetScalar("k_predict", float64(len(r.predicts)))
	out.SetScalar("k_margins", float64(len(r.all)))
	out.SetScalar("k_by", float64(len(r.groups)))
	out.SetScalar("k_at", float64(r.kAt()))
	if df := e.Scalar("df_r"); df < frame.Missing {
		out.SetScalar("df_r", df)
	}
	out.SetScalar("level", c.Table(e, o.CoefOptions).Level)
	set := out.SetMacro
	set("cmd", "margins")
	set("cmdline", c.Line())
	set("est_cmd", old.Cmd())
	set("est_cmdline", old.Macro("cmdline"))
	set("title", title)
	set("vce", "delta")
	set("vcetype", "Delta-method")
	set("model_vce", old.Macro("vce"))
	set("model_vcetype", old.Macro("vcetype"))
	set("margins", strings.Join(strings.Fields(c.Body.Text), " "))
	set("derivatives", map[bool]string{true: r.forms.title, false: ""}[r.derivs != nil])
	var xvars []string
	for _, d := range r.derivs {
		xvars = append(xvars, m.derivativeName(d))
	}
	set("xvars", strings.Join(xvars, " "))
	var over []string
	for _, v := range o.Over {
		over = append(over, v.Name)
	}
	set("over", strings.Join(over, " "))
	set("continuous", map[bool]string{true: "continuous"}[o.Continuous])
	set("expression", r.expression())
	for i, p := range r.predicts {
		if i == 0 {
			set("predict_label", p.Label)
		}
		set(fmt.Sprintf("predict%d_opts", i+1), p.opts)
		set(fmt.Sprintf("predict%d_label", i+1), p.Label)
	}
	for i, g := range r.groups {
		if len(g.names) > 0 {
			set(fmt.Sprintf("by%d", i+1), terms.Term{Factors: g.names}.Plain())
		}
	}
	set("emptycells", "strict")
	set("mcmethod", map[bool]string{true: "noadjust", false: o.MCompare}[o.MCompare == ""])
	r.storeAt(out)
	r.storeMatrices(out, e, table)
	c.ClearR()
	*c.R = *out
	if o.Post {
		r.post(o, e, out)
	}
}

// expression is the text of expression(), or of predict() by default.
func (r *results) expression() string {
	if r.predicts[0].exp != nil {
		return r.predicts[0].Label
	}
	if len(r.predicts) == 1 {
		return "predict(" + r.predicts[0].opts + ")"
	}
	return ""
}

// kAt is the number of settings that at() and atmeans ask for, 0 without.
func (r *results) kAt() int {
	for _, a := range r.ats {
		if slices.ContainsFunc(a, func(s setting) bool { return s.stat != "" }) {
			return len(r.ats)
		}
	}
	return 0
}

// storeAt stores r(at), in which a row is a setting in a group, and
// r(atstats#), what each covariate is held at.
func (r *results) storeAt(out *interp.Results) {
	if r.kAt() == 0 {
		return
	}
	m := r.m
	var cols []string
	for _, v := range m.covariates {
		if !v.factor {
			cols = append(cols, v.label())
			continue
		}
		for _, x := range v.levels {
			f := v.level(x)
			f.Base = x == v.base
			cols = append(cols, terms.Term{Factors: []terms.Factor{f}, Omitted: f.Base}.Name())
		}
	}
	mat := interp.NewMatrix(len(r.ats)*len(r.groups), len(cols))
	mat.Cols = cols
	row := 0
	for g := range r.groups {
		for a := range r.ats {
			var values []float64
			var names []string
			for i, s := range r.scenarios[g][a] {
				values = append(values, m.atValues(i, s)...)
				for range max(1, len(m.covariates[i].levels)) {
					names = append(names, atStat(s.stat))
				}
			}
			mat.SetRow(row, values)
			mat.Rows[row] = strconv.Itoa(a+1) + "._at"
			if len(r.groups) > 1 {
				mat.Rows[row] = terms.Term{Factors: append([]terms.Factor{{Var: "_at", Level: true, Value: float64(a + 1)}}, r.groups[g].names...)}.Plain()
			}
			row++
			out.SetMacro(fmt.Sprintf("atstats%d", row), strings.Join(names, " "))
		}
	}
	out.SetMatrix("at", mat)
}

func atStat(stat string) string {
	switch stat {
	case "":
		return "asobserved"
	case "value":
		return "values"
	}
	return stat
}

// atValues is what covariate i is held at, for a factor variable the share of
// each level; missing where it is as observed.
func (m *model) atValues(i int, s setting) []float64 {
	v := m.covariates[i]
	switch {
	case !v.factor && s.fixed():
		return []float64{s.value}
	case !v.factor:
		return []float64{frame.Missing}
	case s.shares != nil:
		return s.shares
	}
	out := make([]float64, len(v.levels))
	for k, x := range v.levels {
		switch {
		case !s.fixed():
			out[k] = frame.Missing
		case x == s.value:
			out[k] = 1
		}
	}
	return out
}

// storeMatrices stores r(b), r(V), r(Jacobian), r(_N), r(error) and r(table).
func (r *results) storeMatrices(out *interp.Results, e *interp.Estimates, table *interp.Matrix) {
	n, k := len(r.all), len(r.m.b)
	counts, failures, jacobian := interp.NewMatrix(1, n), interp.NewMatrix(1, n), interp.NewMatrix(n, k)
	for i, x := range r.all {
		counts.Set(0, i, x.n)
		if x.notEstimable {
			failures.Set(0, i, 8)
		}
		for j, v := range x.jacobian {
			jacobian.Set(i, j, frame.Value(v))
		}
	}
	for _, m := range []*interp.Matrix{counts, failures} {
		m.Cols, m.ColEq = e.B.Cols, e.B.ColEq
	}
	jacobian.Rows, jacobian.RowEq = e.B.Cols, e.B.ColEq
	jacobian.Cols, jacobian.ColEq = r.m.e.B.Cols, r.m.e.B.ColEq
	out.SetMatrix("b", e.B)
	if e.V != nil {
		out.SetMatrix("V", e.V)
		out.SetMatrix("Jacobian", jacobian)
	}
	out.SetMatrix("_N", counts)
	out.SetMatrix("error", failures)
	if table != nil {
		out.SetMatrix("table", table)
	}
}

// post makes the margins e().
func (r *results) post(o *margins, e *interp.Estimates, out *interp.Results) {
	old, c := r.m.e, r.m.c
	e.Results = *out.Clone()
	for _, name := range []string{"b", "V", "table"} {
		e.Remove(name)
	}
	e.SetMacro("depvar", old.Macro("depvar"))
	e.SetMacro("properties", map[bool]string{true: "b V", false: "b"}[e.V != nil])
	if n := old.Scalar("N_clust"); n < frame.Missing {
		e.SetScalar("N_clust", n)
		e.SetMacro("clustvar", old.Macro("clustvar"))
	}
	e.Sample, e.Has = c.Sample(), old.Has
	c.SetEstimates(e)
}
