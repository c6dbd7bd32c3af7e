package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// Did2s is the command "did2s".
var Did2s = &interp.Command{
	Name:   "did2s",
	Brief:  "two-stage difference in differences",
	Syntax: "varlist(min=1 max=1 numeric) [if] [in] [aw fw iw pw]",
	New:    func() interp.Runner { return &did2s{} },
	By:     interp.ByEach,
	Doc: `    did2s depvar [if] [in] [weight], first_stage(varlist) second_stage(varlist) treatment(varname) cluster(varname)

The first stage regresses the outcomes of untreated observations, those where
treatment() is 0, on first_stage(), such as i.id i.year. The second stage
regresses what it leaves of all outcomes on second_stage(), such as i.treat or
indicators of periods since treatment, without an intercept. Factor variables
of the first stage are absorbed, however many levels they have.

Standard errors take account of the first stage, and are clustered, without
corrections for few clusters. Treated observations whose outcome the first stage
does not determine are left out.

Stored results: e(N), e(N_clust), e(b), e(V), e(sample)

Reference: Gardner, J. 2021. Two-stage differences in differences.`,
}

type did2s struct {
	First   lang.Text       `opt:"first_stage(varlist)" help:"variables that explain untreated outcomes"`
	Second  lang.Text       `opt:"second_stage(varlist)" help:"variables whose effects are wanted"`
	Treat   *frame.Column   `opt:"treatment(varname)" help:"1 for treated observations, 0 for others"`
	Cluster []*frame.Column `opt:"CLUSter(varlist)" help:"clusters of standard errors"`
	Unit    *frame.Column   `opt:"unit(varname)" help:"panel variable, for which the estimator has no use: no effect"`
	interp.CoefOptions
}

func (o *did2s) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.First.Text == "" || o.Second.Text == "" || o.Treat == nil || len(o.Cluster) == 0 {
		return rc.Syntax.Errorf("options first_stage(), second_stage(), treatment() and cluster() required")
	}
	d, err := o.read(c)
	if err != nil {
		return err
	}
	imp, err := did.Impute(d.model)
	if err != nil {
		return refusal(err)
	}
	d.leaveOut(imp)
	cluster, clusters := d.codes(o.Cluster...)
	name := strings.Join(names(o.Cluster), "#")
	r, err := imp.TwoStage(d.x, d.names, cluster, clusters, name)
	if is(err, did.ErrNoRegressors) {
		return rc.NoObs.Errorf("%v", err)
	}
	if err != nil {
		return err
	}
	o.post(d, imp, r)
	c.Print("\n")
	t := c.Table(c.E, o.CoefOptions)
	t.Depvar = ""
	t.Clusters = fmt.Sprintf("(Std. err. adjusted for clustering on %s)", name)
	c.ShowCoefs(t)
	return nil
}

// twoStageData is the model of the first stage and the columns of the second.
type twoStageData struct {
	*sample
	y     *frame.Column
	model did.Model
	terms []terms.Term
	names []string
	x     [][]float64
}

// read finds the sample and builds both stages.
func (o *did2s) read(c *interp.Call) (*twoStageData, error) {
	d := &twoStageData{y: c.Vars[0]}
	first, err := productsOf(c, o.First)
	if err != nil {
		return nil, err
	}
	second, err := productsOf(c, o.Second)
	if err != nil {
		return nil, err
	}
	need := append([]*frame.Column{d.y, o.Treat}, o.Cluster...)
	if d.sample, err = newSample(c, need); err != nil {
		return nil, err
	}
	if err := d.dropMissingIn(first, second); err != nil {
		return nil, err
	}
	if d.terms, err = d.src.Expand(second); err != nil {
		return nil, err
	}
	for k := range d.terms {
		t := &d.terms[k]
		x := make([]float64, len(d.rows()))
		if !t.Omitted {
			if x, err = d.src.Column(*t); err != nil {
				return nil, err
			}
		}
		d.names, d.x = append(d.names, t.Name()), append(d.x, x)
	}
	return d, o.firstStage(d, first)
}

// firstStage makes the model of untreated outcomes: products of factor
// variables are effects, others are controls.
func (o *did2s) firstStage(d *twoStageData, products []terms.Product) error {
	m := &d.model
	m.Context, m.W = d.c.Context(), d.weights
	var err error
	if m.Y, err = d.num(d.y); err != nil {
		return err
	}
	treat, err := d.num(o.Treat)
	if err != nil {
		return err
	}
	bad, on := 0, 0
	for _, x := range treat {
		bad += int(truth(x != 0 && x != 1))
		on += int(truth(x == 1))
		m.Treated = append(m.Treated, x == 1)
	}
	switch {
	case bad > 0:
		return rc.NotZeroOne.Errorf("treatment() %s must be 0 or 1; it is not in %s observations", o.Treat.Name, d.c.Count(bad))
	case on == 0:
		return rc.NoObs.Errorf("no treated observations: %s is 0 in all %s observations", o.Treat.Name, d.c.Count(len(treat)))
	}
	effects, rest := splitEffects(products)
	for _, e := range effects {
		over, err := e.Over(d.src)
		if err != nil {
			return err
		}
		m.Effects = append(m.Effects, over)
	}
	list, err := d.src.Expand(rest)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.Omitted {
			continue
		}
		x, err := d.src.Column(t)
		if err != nil {
			return err
		}
		m.ControlNames, m.Controls = append(m.ControlNames, t.Name()), append(m.Controls, x)
	}
	return nil
}

// splitEffects tells products that can be absorbed, factor variables and their
// interactions with at most one continuous variable, from others.
func splitEffects(products []terms.Product) (effects []model.Effect, rest []terms.Product) {
	for _, p := range products {
		var e model.Effect
		ok := true
		for _, s := range p {
			switch {
			case s.Lags != "" || s.Omit || s.Levels != nil:
				ok = false
			case s.Factor:
				e.Factors = append(e.Factors, s.Col)
			default:
				e.Slopes = append(e.Slopes, s.Col)
			}
		}
		if ok && len(e.Factors) > 0 && len(e.Slopes) < 2 {
			effects = joinEffect(effects, e)
			continue
		}
		rest = append(rest, p)
	}
	return effects, rest
}

// joinEffect adds e to the effects: levels and slopes by the same factors are
// one effect.
func joinEffect(effects []model.Effect, e model.Effect) []model.Effect {
	for i := range effects {
		old := &effects[i]
		if !slices.Equal(old.Factors, e.Factors) {
			continue
		}
		old.Both = old.Both || len(old.Slopes) == 0 && len(e.Slopes) > 0 || len(old.Slopes) > 0 && len(e.Slopes) == 0
		for _, s := range e.Slopes {
			if !slices.Contains(old.Slopes, s) {
				old.Slopes = append(old.Slopes, s)
			}
		}
		return effects
	}
	return append(effects, e)
}

// productsOf reads a variable list in an option.
func productsOf(c *interp.Call, t lang.Text) ([]terms.Product, error) {
	list, err := lang.ParseVarlist(t)
	if err != nil {
		return nil, err
	}
	if list, err = c.ExpandLists(list); err != nil {
		return nil, err
	}
	return terms.Products(list, c)
}

// dropMissingIn leaves out rows in which a variable of the lists is missing.
func (s *sample) dropMissingIn(lists ...[]terms.Product) error {
	drop := make([]bool, len(s.rows()))
	for _, list := range lists {
		for _, p := range list {
			for _, spec := range p {
				v, err := s.src.Var(spec.Col.Name, spec.Lags)
				if err != nil {
					return err
				}
				for i, x := range v {
					drop[i] = drop[i] || x >= frame.Missing
				}
			}
		}
	}
	s.drop(drop)
	if len(s.rows()) == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	return nil
}

// leaveOut makes the second stage zero where the first does not tell the
// outcome, and says where.
func (d *twoStageData) leaveOut(imp *did.Imputation) {
	n := 0
	for i, ok := range imp.Imputable {
		if ok {
			continue
		}
		n++
		for _, x := range d.x {
			x[i] = 0
		}
	}
	if n > 0 {
		d.c.Note("note: %s treated observations are left out because the first stage does not determine their untreated outcome.", d.c.Count(n))
	}
}

// post makes the second stage e().
func (o *did2s) post(d *twoStageData, imp *did.Imputation, r *did.TwoStage) {
	for j := range d.terms {
		t := &d.terms[j]
		if r.Omitted[j] && !t.Omitted {
			d.c.Note("%s", model.Collinear(j, t.Name()))
			t.Omitted = true
			for k := range t.Factors {
				t.Factors[k].Omit = true
			}
			r.Names[j] = t.Name()
		}
	}
	fit := r.Fit(d.y.Name)
	fit.VCE.Type = ""
	sample := d.set(func(i int) bool { return imp.Imputable[i] })
	fit.N = sample.Count()
	fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(r.Clusters)})
	p := interp.Posting{Cmd: "did2s", Title: "Two-stage difference in differences", Sample: sample, Scalars: []string{"N"}}
	add := func(name, text string) { p.Macros = append(p.Macros, interp.Macro{Name: name, Text: text}) }
	add("first_stage", strings.TrimSpace(o.First.Text))
	add("second_stage", strings.TrimSpace(o.Second.Text))
	add("treatment", o.Treat.Name)
	if w := d.c.Weight; w != nil {
		add("wtype", w.Kind)
		add("wexp", "= "+w.Text)
	}
	d.c.Post(fit, p)
}
