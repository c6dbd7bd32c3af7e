package postestimation

import (
	"strings"

	"github.com/didot-lang/didot/interp/commands/estimation"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
)

// absorbed are the predictions after absorbing effects: xb is the linear
// prediction, d the sum of the effects.
func absorbed() []statistic {
	d := func(p *prediction) string { return "d[" + p.e.Macro("absvars") + "]" }
	return []statistic{
		{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
		{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
		{option: "Residuals", label: is("Residuals"), compute: withEffects(func(w effects, i int) float64 { return w.resid[i] }), sample: true},
		{option: "SCore", label: is("Residuals"), compute: withEffects(func(w effects, i int) float64 { return w.resid[i] }), sample: true},
		{option: "d", label: d, compute: withEffects(func(w effects, i int) float64 { return w.sum[i] }), sample: true},
		{option: "xbd", label: func(p *prediction) string { return "Xb + " + d(p) },
			compute: withEffects(func(w effects, i int) float64 { return less(w.y[i], w.resid[i]) }), sample: true},
		{option: "DResiduals", label: func(p *prediction) string { return d(p) + " + e" }, compute: (*prediction).ue},
	}
}

var (
	absorbPredictor  = predictor{statistics: absorbed()}
	reghdfePredictor = predictor{statistics: absorbed(), double: true}
)

// panelPredictor is what predict knows after xtreg.
var panelPredictor = predictor{statistics: []statistic{
	{option: "xb", label: is("Linear prediction"), compute: (*prediction).xb},
	{option: "stdp", label: is("S.E. of the prediction"), compute: (*prediction).stdp},
	{option: "ue", label: panelLabel("u[%] + e[%,t]"), compute: (*prediction).ue},
	{option: "xbu", label: panelLabel("Xb + u[%]"), compute: withEffects(func(w effects, i int) float64 { return plus(w.xb(i), w.u[i]) }), sample: true},
	{option: "u", label: panelLabel("u[%]"), compute: withEffects(func(w effects, i int) float64 { return w.u[i] }), sample: true},
	{option: "Residuals", label: is("Residuals"), compute: (*prediction).ue},
	{option: "e", label: panelLabel("e[%,t]"), compute: withEffects(func(w effects, i int) float64 { return w.resid[i] }), sample: true},
}}

func panelLabel(form string) func(*prediction) string {
	return func(p *prediction) string { return strings.ReplaceAll(form, "%", p.e.Macro("ivar")) }
}

// effects are the absorbed effects over the rows of a prediction.
type effects struct {
	y, ue []float64
	u     []float64 // the first effect, or that of the panel
	sum   []float64 // of all effects
	resid []float64
}

func (w effects) xb(i int) float64 { return less(w.y[i], w.ue[i]) }

// withEffects computes a statistic from the absorbed effects, which are found
// anew from the data of the estimation sample.
func withEffects(f func(w effects, i int) float64) func(*prediction) ([]float64, error) {
	return func(p *prediction) ([]float64, error) {
		w, err := p.effects()
		if err != nil {
			return nil, err
		}
		out := make([]float64, len(p.source.Rows()))
		for i := range out {
			out[i] = f(w, i)
		}
		return out, nil
	}
}

// effects absorbs the effects of the estimates from y-xb over the estimation
// sample and returns the part of it that the prediction is for.
func (p *prediction) effects() (effects, error) {
	all := *p
	all.source = terms.NewSource(p.c.Frame(), p.c.Sample().Index())
	var w effects
	var err error
	if w.y, err = all.y(); err != nil {
		return w, err
	}
	if w.ue, err = all.ue(); err != nil {
		return w, err
	}
	for i, r := range all.source.Rows() {
		if w.ue[i] >= frame.Missing {
			return w, rc.MissingFound.Errorf("observation %d of the estimation sample has missing values by now", r+1)
		}
	}
	if err := all.takeApart(&w); err != nil {
		return w, err
	}
	return w.at(all.source.Rows(), p.source.Rows()), nil
}

// takeApart fills in u, sum and resid.
func (p *prediction) takeApart(w *effects) error {
	list := p.e.Macro("absvars")
	if list == "" {
		list = p.e.Macro("ivar")
	}
	if list == "_cons" {
		w.u, w.sum, w.resid = make([]float64, len(w.ue)), make([]float64, len(w.ue)), w.ue
		return nil
	}
	weights, err := p.weights()
	if err != nil {
		return err
	}
	parts, resid, err := estimation.Absorb(p.c, lang.Text{Text: list}, p.source, w.ue, weights)
	if err != nil {
		return err
	}
	if s := p.e.Scalar("sigma_u"); p.e.Macro("model") == "re" {
		shrink(parts[0], resid, w.ue, p.panelSizes(list), s, p.e.Scalar("sigma_e"))
	}
	w.u, w.resid = parts[0], resid
	w.sum = make([]float64, len(resid))
	for i := range w.sum {
		w.sum[i] = w.ue[i] - resid[i]
	}
	return nil
}

// shrink makes panel means u of ue the predictions of random effects.
func shrink(u, resid, ue, sizes []float64, su, se float64) {
	for i := range u {
		u[i] *= sizes[i] * su * su / (sizes[i]*su*su + se*se)
		resid[i] = ue[i] - u[i]
	}
}

// panelSizes is the number of rows of each row's panel.
func (p *prediction) panelSizes(name string) []float64 {
	f, rows := p.c.Frame(), p.source.Rows()
	codes, n := frame.GroupCodes([]*frame.Column{f.Column(name)}, frame.AllRows(f.N()), true)
	count := make([]float64, n)
	for _, r := range rows {
		count[codes[r]]++
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = count[codes[r]]
	}
	return out
}

// at picks from values over rows those over the rows wanted, which are a part.
func (w effects) at(rows, wanted []int32) effects {
	if len(rows) == len(wanted) {
		return w
	}
	pick := func(v []float64) []float64 {
		out := make([]float64, 0, len(wanted))
		k := 0
		for i, r := range rows {
			if k < len(wanted) && wanted[k] == r {
				out, k = append(out, v[i]), k+1
			}
		}
		return out
	}
	return effects{pick(w.y), pick(w.ue), pick(w.u), pick(w.sum), pick(w.resid)}
}

// weights evaluates the weights of the estimates over the rows of p.
func (p *prediction) weights() ([]float64, error) {
	text := strings.TrimPrefix(p.e.Macro("wexp"), "= ")
	if text == "" {
		return nil, nil
	}
	x, err := lang.ParseExpr(text, 1)
	if err != nil {
		return nil, err
	}
	prog, err := expr.Compile(x, p.c.Env())
	if err != nil {
		return nil, err
	}
	v, err := prog.Numbers(frame.AllRows(p.c.Frame().N()))
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(p.source.Rows()))
	for i, r := range p.source.Rows() {
		out[i] = v[r]
	}
	return out, nil
}
