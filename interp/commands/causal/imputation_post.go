package causal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// preTrends regresses untreated outcomes on indicators of the periods before
// treatment besides the effects and controls; nil without pretrends().
func (o *didImputation) preTrends(d *imputationData, imp *did.Imputation) (*stats.Fit, error) {
	if o.PreTrends == 0 {
		return nil, nil
	}
	design, keep := imp.Untreated()
	var cols [][]float64
	var list []string
	for h := 1; h <= o.PreTrends; h++ {
		x := make([]float64, 0, len(design.Y))
		for i, k := range keep {
			if k {
				x = append(x, truth(d.since[i] == -float64(h)))
			}
		}
		cols, list = append(cols, x), append(list, fmt.Sprint("pre", h))
	}
	design.X, design.Names = append(cols, design.X...), append(list, design.Names...)
	var vce stats.VCE = stats.Classical{}
	if d.inference != nil {
		var codes []int32
		for i, k := range keep {
			if k {
				codes = append(codes, d.inference.Cluster[i])
			}
		}
		vce = stats.Cluster{Groups: [][]int32{codes}, Names: []string{d.inference.ClusterName}}
	}
	fit, err := stats.Absorb(design, vce)
	if err != nil {
		return nil, err
	}
	for j, omitted := range fit.Omitted[:o.PreTrends] {
		if omitted {
			d.c.Note("note: %s omitted: no untreated observation is %d periods before treatment, or it is collinear with the effects.", list[j], j+1)
		}
	}
	return fit, nil
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// post makes the estimates e(): averages, pretrends, and coefficients of
// controls, the first and last of which are correlated.
func (o *didImputation) post(d *imputationData, imp *did.Imputation, avg *did.Averages, pre *stats.Fit) {
	all := avg.Result
	if len(o.Controls) > 0 {
		all = did.Join(avg.Result, avg.Controls)
	}
	from := all.Fit(d.y.Name)
	at := map[string]int{}
	for j, name := range from.Names {
		at[name] = j
	}
	fit := *from
	fit.Names = slices.Clone(d.order)
	taus := len(fit.Names)
	for h := 1; h <= o.PreTrends; h++ {
		fit.Names = append(fit.Names, fmt.Sprint("pre", h))
	}
	fit.Names = append(fit.Names, names(o.Controls)...)
	k := len(fit.Names)
	fit.B, fit.Omitted, fit.V = make([]float64, k), make([]bool, k), mat.NewSymDense(k, nil)
	place := make([]int, k) // among the averages and controls, or -1
	for a, name := range fit.Names {
		place[a] = -1
		isPre := a >= taus && a < taus+o.PreTrends
		if j, ok := at[name]; ok && !isPre {
			place[a] = j
			fit.B[a] = from.B[j]
		}
		if isPre {
			fit.B[a] = pre.B[a-taus]
			for b := taus; b <= a; b++ {
				fit.V.SetSym(a, b, pre.V.At(a-taus, b-taus))
			}
		}
		for b := range a + 1 {
			if place[a] >= 0 && place[b] >= 0 {
				fit.V.SetSym(a, b, from.V.At(place[a], place[b]))
			}
		}
	}
	fit.Rank, fit.DFModel = 0, k
	for a := range k {
		fit.Omitted[a] = fit.B[a] == 0 && fit.V.At(a, a) == 0
		fit.Rank += int(truth(fit.V.At(a, a) > 0))
	}
	fit.Details = avg.Result
	fit.VCE.Type = ""
	if d.inference == nil {
		fit.VCE = stats.Covariance{V: fit.V, DF: math.Inf(1)}
	}
	o.store(d, imp, avg, &fit, pre)
}

// store posts the fit with the other stored results.
func (o *didImputation) store(d *imputationData, imp *did.Imputation, avg *did.Averages, fit *stats.Fit, pre *stats.Fit) {
	controls := 0
	for i, treated := range d.model.Treated {
		if !treated && imp.Imputable[i] {
			controls++
		}
	}
	sample := d.set(func(i int) bool { return !d.model.Treated[i] || d.concerning[i] })
	fit.N = sample.Count()
	p := interp.Posting{Cmd: "did_imputation", Title: "Imputation estimates of treatment effects", Sample: sample, Scalars: []string{"N"}}
	fit.Extra = append(fit.Extra, stats.Named{Name: "Nc", Value: float64(controls)})
	if pre != nil {
		test := stats.Wald(pre, stats.Hypothesis{R: selector(o.PreTrends, len(pre.B))})
		fit.Extra = append(fit.Extra, stats.Named{Name: "pre_F", Value: test.Stat}, stats.Named{Name: "pre_p", Value: test.P}, stats.Named{Name: "pre_df", Value: test.DF1})
	}
	nt := interp.NewMatrix(1, max(len(d.order), 1))
	if len(d.order) > 0 {
		nt.Cols = slices.Clone(d.order)
	}
	for j, name := range d.order {
		if i := slices.Index(avg.Names, name); i >= 0 {
			nt.Set(0, j, float64(avg.Treated[i]))
		}
	}
	p.Matrices = []interp.NamedMatrix{{Name: "Nt", Matrix: nt}}
	p.Macros = append(p.Macros, []interp.Macro{
		{Name: "droplist", Text: strings.Join(d.suppressed, " ")},
		{Name: "autosample_drop", Text: strings.Join(d.dropped, " ")},
		{Name: "autosample_trim", Text: strings.Join(d.trimmed, " ")},
		{Name: "ivar", Text: d.id.Name}, {Name: "tvar", Text: d.t.Name}, {Name: "gvar", Text: d.g.Name},
	}...)
	if w := d.c.Weight; w != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "wtype", Text: w.Kind}, interp.Macro{Name: "wexp", Text: "= " + w.Text})
	}
	d.c.Post(fit, p)
}

// selector picks the first q of k coefficients.
func selector(q, k int) *mat.Dense {
	m := mat.NewDense(q, k, nil)
	for i := range q {
		m.Set(i, i, 1)
	}
	return m
}

// save stores effects, weights and residuals as variables.
func (o *didImputation) save(d *imputationData, imp *did.Imputation, avg *did.Averages) error {
	stems := map[string][][]float64{}
	if o.SaveWeights {
		stems["__w_"] = avg.Weights
	}
	if o.SaveResid != "" {
		stems[o.SaveResid+"_"] = avg.Resid
	}
	if (o.SaveWeights || o.SaveResid != "") && d.inference == nil {
		return rc.Conflict.Errorf("options saveweights and saveresid() may not be combined with nose")
	}
	for _, stem := range []string{"__w_", o.SaveResid + "_"} {
		for j := range stems[stem] {
			if err := d.c.CheckNewName(stem + avg.Names[j]); err != nil {
				return err
			}
		}
	}
	for _, stem := range []string{"__w_", o.SaveResid + "_"} {
		for j, v := range stems[stem] {
			d.put(stem+avg.Names[j], "", frame.Double, v)
		}
	}
	if o.SaveEst != "" {
		tau := make([]float64, len(d.since))
		for i, treated := range d.model.Treated {
			tau[i] = frame.Missing
			if treated && imp.Imputable[i] {
				tau[i] = imp.Effect[i]
			}
		}
		d.put(string(o.SaveEst), "Estimated effect of treatment", frame.Double, tau)
	}
	return nil
}
