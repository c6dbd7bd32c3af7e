package causal

import (
	"fmt"
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// Eventstudyinteract is the command "eventstudyinteract".
var Eventstudyinteract = &interp.Command{
	Name:   "eventstudyinteract",
	Brief:  "event study by interactions of cohorts with event times",
	Syntax: "varlist(min=2 fv) [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &eventstudyinteract{} },
	By:     interp.ByEach,
	Doc: `    eventstudyinteract depvar indicators [if] [in] [weight], cohort(varname) control_cohort(varname) absorb(effects) [options]

The indicators are of periods since treatment, one of them left out. Each is
interacted with the cohorts of cohort(), those but the control cohort, where
control_cohort() is 1: units never treated, or treated last, whose periods
since treatment then must be left out by if. The estimates are averages of the
interactions' coefficients, weighted by the cohorts' shares among treated
observations of an event time. Standard errors take account of the shares'
sampling error.

Stored results: e(N), e(df_m), e(df_r), e(F), e(r2), e(r2_a), e(rmse),
e(N_clust), e(b), e(V), e(b_iw), e(V_iw), e(ff_w), e(b_interact), e(V_interact),
e(sample)

Reference: Sun, L., and S. Abraham. 2021. Estimating dynamic treatment effects in
event studies with heterogeneous treatment effects. Journal of Econometrics 225.`,
}

type eventstudyinteract struct {
	Cohort  *frame.Column `opt:"COHort(varname)" help:"period of treatment"`
	Control *frame.Column `opt:"CONTROL_cohort(varname)" help:"1 for the control cohort, 0 for others"`
	Absorb  lang.Text     `opt:"Absorb(effects)" help:"effects to absorb, as in reghdfe"`
	Covars  lang.Text     `opt:"COVARIATEs(varlist)" help:"control variables"`
	model.Options
}

func (o *eventstudyinteract) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	v, err := o.Standard()
	if err != nil {
		return err
	}
	if o.Cohort == nil || o.Control == nil || o.Absorb.Text == "" {
		return rc.Syntax.Errorf("options cohort(), control_cohort() and absorb() required")
	}
	m, in, err := o.read(c, v)
	if err != nil {
		return err
	}
	fit, err := did.InteractionWeighted(in.Interaction, m.VCE(v))
	if is(err, did.ErrNoControls) {
		return rc.NoObs.Errorf("%v: control_cohort() %s is 1 in %s of %s observations", err, o.Control.Name, c.Count(in.controls), c.Count(len(in.Y)))
	}
	if err != nil {
		return err
	}
	o.notes(c, fit)
	o.post(c, m, in, fit)
	o.show(c)
	return nil
}

// An interactionData is the regression with the values of the cohorts.
type interactionData struct {
	*did.Interaction
	values   []float64 // of the cohorts
	controls int       // rows of the control cohort
}

// read builds the design and codes the cohorts.
func (o *eventstudyinteract) read(c *interp.Call, v model.VCE) (*model.Model, *interactionData, error) {
	m, err := model.New(c)
	if err != nil {
		return nil, nil, err
	}
	indicators := m.Products
	if o.Covars.Text != "" {
		list, err := lang.ParseVarlist(o.Covars)
		if err != nil {
			return nil, nil, err
		}
		if list, err = c.ExpandLists(list); err != nil {
			return nil, nil, err
		}
		more, err := terms.Products(list, c)
		if err != nil {
			return nil, nil, err
		}
		m.Products = append(m.Products[:len(m.Products):len(m.Products)], more...)
	}
	if m.Effects, err = model.ParseEffects(c, o.Absorb); err != nil {
		return nil, nil, err
	}
	if err := m.Cluster(v); err != nil {
		return nil, nil, err
	}
	m.Also = append(m.Also, o.Control)
	if err := m.Build(); err != nil {
		return nil, nil, err
	}
	first, err := m.Source.Expand(indicators)
	if err != nil {
		return nil, nil, err
	}
	in := &interactionData{Interaction: &did.Interaction{Design: m.Design, Indicators: len(first)}}
	return m, in, o.cohorts(c, m, in)
}

// cohorts codes the treated cohorts; r(459), with counts, for rows without one.
func (o *eventstudyinteract) cohorts(c *interp.Call, m *model.Model, in *interactionData) error {
	rows := m.Source.Rows()
	codes, _ := model.Effect{Factors: []*frame.Column{o.Cohort}}.Codes(m.Source)
	in.Cohort = make([]int32, len(rows))
	number := map[int32]int32{}
	lacking, bad := 0, 0
	for i, r := range rows {
		switch x := o.Control.Num(int(r)); {
		case x == 1:
			in.Cohort[i] = -1
			in.controls++
			continue
		case x != 0:
			bad++
			continue
		case o.Cohort.Missing(int(r)):
			lacking++
			continue
		}
		n, ok := number[codes[i]]
		if !ok {
			n = int32(len(in.values))
			number[codes[i]] = n
			in.values = append(in.values, o.Cohort.Num(int(r)))
		}
		in.Cohort[i] = n
	}
	switch {
	case bad > 0:
		return rc.NotZeroOne.Errorf("control_cohort() %s must be 0 or 1; it is not in %s observations", o.Control.Name, c.Count(bad))
	case lacking > 0:
		return rc.DataProblem.Errorf("cohort() %s is missing in %s observations that are not of the control cohort", o.Cohort.Name, c.Count(lacking))
	}
	in.Cohorts = len(in.values)
	in.sortCohorts()
	return nil
}

// sortCohorts numbers the cohorts in the order of their values.
func (in *interactionData) sortCohorts() {
	order := make([]int32, len(in.values))
	sorted := append([]float64(nil), in.values...)
	for i := range sorted {
		for j := i; j > 0 && sorted[j] < sorted[j-1]; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	for k, x := range in.values {
		for n, y := range sorted {
			if x == y {
				order[k] = int32(n)
			}
		}
	}
	for i, g := range in.Cohort {
		if g >= 0 {
			in.Cohort[i] = order[g]
		}
	}
	in.values = sorted
}

// notes says which event times are not estimated.
func (o *eventstudyinteract) notes(c *interp.Call, fit *did.InteractionFit) {
	for l, name := range fit.Names {
		any := false
		for _, e := range fit.Effects {
			any = any || !math.IsNaN(e[l])
		}
		if !any {
			c.Note("note: %s omitted because no treated unit has this event time.", name)
		}
	}
	omitted := 0
	for _, o := range fit.Fit.Omitted {
		omitted += int(truth(o))
	}
	if omitted > 0 {
		c.Note("note: %d interactions omitted because of collinearity; they count as zero.", omitted)
	}
}

// post makes the averages e().
func (o *eventstudyinteract) post(c *interp.Call, m *model.Model, in *interactionData, fit *did.InteractionFit) {
	r := fit.Fit
	out := &stats.Fit{Depvar: m.Design.Depvar, Names: fit.Names, B: fit.B, V: fit.V, N: r.N, DF: r.DF, DFModel: r.DFModel, VCE: r.VCE, Rank: r.Rank}
	out.Omitted = make([]bool, len(fit.B))
	for _, name := range []string{"F", "r2", "r2_a", "r2_within", "rmse", "rss", "N_clust"} {
		if x := r.Scalar(name); !math.IsNaN(x) || name == "F" {
			out.Extra = append(out.Extra, stats.Named{Name: name, Value: x})
		}
	}
	p := interp.Posting{Cmd: "eventstudyinteract", Title: "IW estimates for dynamic effects", Hidden: map[string]bool{"r2_within": true}}
	p.Macros = append(p.Macros, interp.Macro{Name: "absvars", Text: model.EffectNames(m.Effects)})
	shares, inner := interp.NewMatrix(in.Cohorts, len(fit.B)), interp.NewMatrix(in.Cohorts, len(fit.B))
	for g, x := range in.values {
		shares.Rows[g], inner.Rows[g] = interp.FormatNumber(x), interp.FormatNumber(x)
		for l := range fit.B {
			shares.Set(g, l, fit.Shares[g][l])
			inner.Set(g, l, frame.Value(fit.Effects[g][l]))
		}
	}
	shares.Cols, inner.Cols = append([]string(nil), fit.Names...), append([]string(nil), fit.Names...)
	k := len(r.B)
	vi := interp.NewMatrix(k, k)
	for i := range k {
		vi.Rows[i], vi.Cols[i] = r.Names[i], r.Names[i]
		for j := range k {
			vi.Set(i, j, r.V.At(i, j))
		}
	}
	b, v := matrices(&did.Result{Names: fit.Names, B: fit.B}, fit.Names, nil)
	for i := range fit.B {
		for j := range fit.B {
			v.Set(i, j, fit.V.At(i, j))
		}
	}
	p.Matrices = []interp.NamedMatrix{{Name: "b_iw", Matrix: b}, {Name: "V_iw", Matrix: v}, {Name: "ff_w", Matrix: shares}, {Name: "b_interact", Matrix: inner}, {Name: "V_interact", Matrix: vi}}
	out.Kept = r.Kept
	m.Post(out, p)
}

// show prints the active estimates.
func (o *eventstudyinteract) show(c *interp.Call) {
	e := c.E
	test := model.TestRows(c, e)
	f := test[0].Value
	if e.Scalar("F") >= frame.Missing {
		f = "."
	}
	left := []string{e.Macro("title"), fmt.Sprintf("Absorbing %d HDFE groups", len(o.Absorb.Words()))}
	right := []model.HeaderRow{
		{Name: "Number of obs", Value: model.Count(c, e, "N")},
		{Name: fmt.Sprintf("F(%4s,%7s)", interp.FormatNumber(e.Scalar("df_m")), interp.FormatNumber(e.Scalar("df_r"))), Value: f},
		test[1],
		{Name: "R-squared", Value: model.Fixed(c, e.Scalar("r2"), 4)},
		{Name: "Adj R-squared", Value: model.Fixed(c, e.Scalar("r2_a"), 4)},
		{Name: "Root MSE", Value: model.Fixed(c, e.Scalar("rmse"), 4)},
	}
	c.Print("\n")
	model.PrintHeader(c, left, right, 17, 10)
	c.ShowCoefs(o.Table(c))
}
