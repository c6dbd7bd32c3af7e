package teffects

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
)

// post makes fit e().
func (p *problem) post(k estimator, stat string, names [2]string, fit *stats.Fit, v model.VCE) {
	counts := [2]float64{}
	for i, on := range p.treated {
		w := 1.0
		if p.Design.WKind == stats.FWeight {
			w = p.Design.W[i]
		}
		if on {
			counts[1] += w
		} else {
			counts[0] += w
		}
	}
	if p.Design.WKind == stats.FWeight {
		fit.N = int(counts[0] + counts[1])
	}
	fit.Extra = append(fit.Extra, stats.Named{Name: "n0", Value: counts[0]}, stats.Named{Name: "n1", Value: counts[1]}, stats.Named{Name: "k_levels", Value: 2.0})
	if v.Kind == "cluster" {
		e := p.Clusters[0]
		_, n := e.Codes(p.Source)
		fit.VCE.Kind, fit.VCE.Names, fit.VCE.Clusters = "cluster", []string{e.Name()}, []int{n}
		fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(n)})
	}
	macros := []interp.Macro{
		{Name: "subcmd", Text: k.sub}, {Name: "stat", Text: stat}, {Name: "tvar", Text: p.tvar.Name},
		{Name: "control", Text: interp.FormatNumber(p.control)}, {Name: "tlevel", Text: interp.FormatNumber(p.level)},
		{Name: "omodel", Text: names[0]}, {Name: "tmodel", Text: names[1]},
	}
	p.Post(fit, interp.Posting{Cmd: "teffects", Title: "Treatment-effects estimation", Scalars: []string{"N"}, Macros: macros})
}

// label says how the effect and the means are shown.
func (p *problem) label(t *interp.CoefTable) {
	versus := fmt.Sprintf("(%s vs %s)", p.text(p.level), p.text(p.control))
	names := map[string]string{p.effectName(): versus, p.levelName(p.control): p.text(p.control), p.levelName(p.level): p.text(p.level)}
	for j := range t.Rows {
		switch r := &t.Rows[j]; r.Eq {
		case "ATE", "ATET", "POmean", "POmeans":
			r.Label = &interp.CoefLabel{Heading: p.tvar.Name, Label: names[r.Name], IsLevel: true, Wrap: r.Name == p.effectName()}
		}
	}
}

// mark creates the variable of osample(), which is one for bad observations of
// the sample.
func (p *problem) mark(name string, bad []bool) {
	if name == "" {
		return
	}
	v := make([]float64, len(p.treated))
	for i := range bad {
		if bad[i] {
			v[i] = 1
		}
	}
	p.put(name, "overlap violation indicator", frame.Byte, v)
}

// put creates a variable over the sample, missing elsewhere.
func (p *problem) put(name, label string, t frame.Type, v []float64) {
	f := p.Call.Frame()
	col := frame.NewColumn(name, t, f.N())
	for i := range col.Len() {
		col.SetNum(i, frame.Missing)
	}
	for i, r := range p.Source.Rows() {
		col.SetNum(int(r), frame.Value(v[i]))
	}
	col.Label = label
	f.Put(col)
}
