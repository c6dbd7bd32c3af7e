package causal

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/hdfe"
)

// Bacondecomp is the command "bacondecomp".
var Bacondecomp = &interp.Command{
	Name:   "bacondecomp",
	Brief:  "two-by-two comparisons in a two-way fixed-effects estimate",
	Syntax: "varlist(min=2 numeric) [if] [in] [aw fw pw]",
	New:    func() interp.Runner { return &bacondecomp{} },
	By:     interp.ByEach,
	Doc: `    bacondecomp depvar treatment [if] [in] [weight] [, options]

The estimate of a regression on treatment and effects of panels and periods is
an average of two-by-two comparisons: of units treated early with units not
yet treated, of units treated late with units already treated, and of both
with units that are never or always treated. The table shows the averages by
kind; with ddetail, each pair of cohorts by itself. Weights sum to 1.

The data must be xtset and strongly balanced, the treatment 0 or 1 and kept
once it is 1.

Stored results: e(b), e(V), e(sumdd) (the table), e(pairs) (all comparisons: treated
cohort, control cohort, kind, estimate, weight), e(wt), e(N), e(sample)

Reference: Goodman-Bacon, A. 2021. Difference-in-differences with variation in
treatment timing. Journal of Econometrics 225.`,
}

type bacondecomp struct {
	Detail  bool      `opt:"DDetail" help:"show earlier and later comparisons of each pair of cohorts"`
	Stub    string    `opt:"STub(name)" help:"save the comparisons as variables nameT nameC nameB nameS namecgroup namegp"`
	VCE     model.VCE `opt:"vce(vcetype)" help:"type of standard error of the two-way estimate"`
	Robust  model.VCE `opt:"Robust" help:"robust standard errors, vce(robust)"`
	Cluster model.VCE `opt:"CLuster(varlist)" help:"clustered standard errors, vce(cluster varlist)"`
	baconGraph
	interp.CoefOptions
}

// comparisonNames are how the kinds of comparisons are called, in the order of
// did.Comparison.
var comparisonNames = []string{"", "Late_v_Early", "Early_v_Late", "Always_v_timing", "Never_v_timing"}

func (o *bacondecomp) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if len(c.Vars) > 2 {
		return rc.TooManyVars.Errorf("bacondecomp with control variables is not available: %s", c.Vars[2].Name)
	}
	d, err := newBacon(c)
	if err != nil {
		return err
	}
	opt := model.Options{VCE: o.VCE, Robust: o.Robust, Cluster: o.Cluster}
	v, err := opt.Standard()
	if err != nil {
		return err
	}
	fit, err := d.twoWay(v)
	if err != nil {
		return err
	}
	table, rows := d.summary(o.Detail)
	if o.Stub != "" {
		if err := d.save(o.Stub); err != nil {
			return err
		}
	}
	d.announce()
	d.post(fit, table)
	c.ShowCoefs(c.Table(c.E, o.CoefOptions))
	printComparisons(c, rows)
	return o.draw(d)
}

// A bacon is a decomposition of a two-way estimate.
type bacon struct {
	*panel
	y, d     *frame.Column
	weight   []float64 // of units
	adoption did.Adoption
	pairs    []did.Pair
	cohorts  int // groups of units, those never or always treated included
}

// newBacon reads the panel and takes the two-way estimate apart.
func newBacon(c *interp.Call) (*bacon, error) {
	id, time, err := declared(c)
	if err != nil {
		return nil, err
	}
	return newBaconOf(c, id, time)
}

func newBaconOf(c *interp.Call, id, time *frame.Column) (*bacon, error) {
	d := &bacon{y: c.Vars[0], d: c.Vars[1]}
	var err error
	if d.panel, err = newPanel(c, id, time, d.y, d.d); err != nil {
		return nil, err
	}
	if d.adoption, err = d.panel.adoption(d.d); err != nil {
		return nil, err
	}
	if err = d.balanced(d.adoption); err != nil {
		return nil, err
	}
	if d.weight, err = d.unitWeights(); err != nil {
		return nil, err
	}
	y, err := d.num(d.y)
	if err != nil {
		return nil, err
	}
	d.pairs, err = did.Bacon(d.byUnit(y), d.adoption.Cohort, d.weight, len(d.periods))
	if err != nil {
		return nil, rc.DataProblem.Errorf("%v: nothing can be compared", err)
	}
	seen := map[int32]bool{}
	for _, g := range d.adoption.Cohort {
		seen[g] = true
	}
	d.cohorts = len(seen)
	return d, nil
}

// twoWay estimates the regression on treatment, panels and periods.
func (d *bacon) twoWay(v model.VCE) (*stats.Fit, error) {
	m := &model.Model{Call: d.c, Source: d.src}
	if err := m.Cluster(v); err != nil {
		return nil, err
	}
	y, err := d.num(d.y)
	if err != nil {
		return nil, err
	}
	x, err := d.num(d.d)
	if err != nil {
		return nil, err
	}
	design := &stats.Design{
		Depvar: d.y.Name, Names: []string{d.d.Name}, X: [][]float64{x}, Y: y, Constant: true, Group: d.unit, Context: d.c.Context(),
		Effects: []hdfe.Effect{{Name: d.time.Name, Codes: d.period, Levels: len(d.periods)}},
	}
	if d.weights != nil {
		design.W, design.WKind = d.weights, interp.WeightKinds[d.c.Weight.Kind]
	}
	fit, err := stats.Within(design, m.VCE(v))
	if err != nil {
		return nil, err
	}
	fit.Names, fit.B, fit.Omitted = fit.Names[:1], fit.B[:1], fit.Omitted[:1] // the constant is not shown
	fit.V = mat.NewSymDense(1, []float64{fit.V.At(0, 0)})
	fit.VModel, fit.Rank = nil, 1
	return fit, nil
}

// announce says what is compared.
func (d *bacon) announce() {
	var always, never bool
	for _, g := range d.adoption.Cohort {
		always, never = always || g == did.Always, never || g == did.Never
	}
	d.c.Printf("Computing decomposition across %d timing groups\n", d.cohorts)
	switch {
	case always && never:
		d.c.Print("including an always-treated group and a never-treated group\n")
	case always:
		d.c.Print("including an always-treated group\n")
	case never:
		d.c.Print("including a never-treated group\n")
	}
}

// A comparisonRow is a line of the table.
type comparisonRow struct {
	name             string
	estimate, weight float64
}

// summary averages the comparisons by kind: with detail, those among cohorts
// pair by pair.
func (d *bacon) summary(detail bool) (*interp.Matrix, []comparisonRow) {
	var rows []comparisonRow
	at := map[string]int{}
	add := func(name string, p did.Pair) {
		i, ok := at[name]
		if !ok {
			i = len(rows)
			at[name] = i
			rows = append(rows, comparisonRow{name: name})
		}
		rows[i].estimate += p.Weight * p.Estimate
		rows[i].weight += p.Weight
	}
	timing := func(p did.Pair) bool { return p.Kind == did.EarlierLater || p.Kind == did.LaterEarlier }
	for _, p := range d.pairs {
		switch {
		case timing(p) && detail:
			rows = append(rows, comparisonRow{comparisonNames[p.Kind], p.Weight * p.Estimate, p.Weight})
		case timing(p):
			add("Timing_groups", p)
		}
	}
	for _, kind := range []did.Comparison{did.WithAlways, did.WithNever} {
		for _, p := range d.pairs {
			if p.Kind == kind {
				add(comparisonNames[kind], p)
			}
		}
	}
	m := interp.NewMatrix(len(rows), 2)
	m.Cols = []string{"Beta", "TotalWeight"}
	for i := range rows {
		rows[i].estimate /= rows[i].weight
		m.Rows[i] = rows[i].name
		m.SetRow(i, []float64{rows[i].estimate, rows[i].weight})
	}
	return m, rows
}

// post makes the two-way estimate e().
func (d *bacon) post(fit *stats.Fit, table *interp.Matrix) {
	fit.DF = math.Inf(1)
	p := interp.Posting{Cmd: "bacondecomp", Title: "Bacon decomposition", Scalars: []string{"N"}, Sample: d.set(func(int) bool { return true })}
	fit.Extra = nil
	dd, wt := interp.NewMatrix(len(d.pairs), 5), interp.NewMatrix(1, len(d.pairs))
	dd.Cols = []string{"treated", "control", "kind", "estimate", "weight"}
	for i, x := range d.pairs {
		dd.SetRow(i, []float64{d.cohortValue(x.Treated), d.cohortValue(x.Control), float64(x.Kind), x.Estimate, x.Weight})
		wt.Set(0, i, x.Weight)
	}
	p.Matrices = []interp.NamedMatrix{{Name: "sumdd", Matrix: table}, {Name: "pairs", Matrix: dd}, {Name: "wt", Matrix: wt}}
	d.c.Post(fit, p)
}

// cohortValue is the first treated period of a cohort in the units of the
// data, missing for units never treated.
func (d *bacon) cohortValue(cohort int32) float64 {
	if cohort == did.Never {
		return frame.Missing
	}
	return d.periods[cohort]
}

// printComparisons prints the table.
func printComparisons(c *interp.Call, rows []comparisonRow) {
	c.Print("\nBacon Decomposition\n\n")
	c.Print("+---------------------------------------------------+\n")
	c.Printf("|%21s | %12s  %12s |\n", "", "Beta", "TotalWeight")
	c.Print("|----------------------+----------------------------|\n")
	for _, r := range rows {
		c.Printf("|%21s | %12s  %12s |\n", r.name, c.Format("%12.0g", r.estimate), c.Format("%12.0g", r.weight))
	}
	c.Print("+---------------------------------------------------+\n")
}

// save stores the comparisons as variables.
func (d *bacon) save(stub string) error {
	f := d.c.Frame()
	if f.N() < len(d.pairs) {
		return rc.FewObs.Errorf("insufficient observations: %d comparisons do not fit into %d observations", len(d.pairs), f.N())
	}
	label := frame.NewValueLabel(stub + "cgroup")
	for k, name := range comparisonNames[1:] {
		label.Set(float64(k+1), name)
	}
	cols := []struct {
		suffix, label string
		value         func(i int, p did.Pair) float64
	}{
		{"T", "Treated cohort", func(_ int, p did.Pair) float64 { return d.cohortValue(p.Treated) }},
		{"C", "Control cohort", func(_ int, p did.Pair) float64 { return d.cohortValue(p.Control) }},
		{"B", "Difference in differences", func(_ int, p did.Pair) float64 { return p.Estimate }},
		{"S", "Weight", func(_ int, p did.Pair) float64 { return p.Weight }},
		{"cgroup", "Kind of comparison", func(_ int, p did.Pair) float64 { return float64(p.Kind) }},
		{"gp", "Comparison", func(i int, _ did.Pair) float64 { return float64(i + 1) }},
	}
	for _, x := range cols {
		if err := d.c.CheckNewName(stub + x.suffix); err != nil {
			return err
		}
	}
	f.SetValueLabel(label)
	for _, x := range cols {
		col := frame.NewColumn(stub+x.suffix, frame.Double, f.N())
		for i := range col.Len() {
			col.SetNum(i, frame.Missing)
			if i < len(d.pairs) {
				col.SetNum(i, frame.Value(x.value(i, d.pairs[i])))
			}
		}
		col.Label = x.label
		if x.suffix == "cgroup" {
			col.ValueLabel = label.Name
		}
		f.Put(col)
	}
	return nil
}
