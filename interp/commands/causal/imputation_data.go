package causal

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/did"
	"github.com/didot-lang/didot/stats/hdfe"
)

func is(err, target error) bool { return errors.Is(err, target) }

// imputationData is the data of did_imputation over its sample.
type imputationData struct {
	*sample
	y, id, t, g *frame.Column
	since       []float64 // periods since treatment of each row; missing for units never treated
	unit        []int32
	units       int
	model       did.Model
	effects     []model.Effect
	inference   *did.Inference
	estimands   []did.Estimand
	suppressed  []string // names of estimands with too few observations
	dropped     []string // of which no row could be imputed
	trimmed     []string // of which some rows could not
	order       []string // all names, in order
	concerning  []bool   // treated rows that some estimand counts
	schedule    schedule
}

// read finds the sample and the model.
func (o *didImputation) read(c *interp.Call) (*imputationData, error) {
	d := &imputationData{y: c.Vars[0], id: c.Vars[1], t: c.Vars[2], g: c.Vars[3]}
	for _, col := range []*frame.Column{d.y, d.t, d.g} {
		if col.IsString() {
			return nil, rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", col.Name)
		}
	}
	var err error
	if d.effects, err = o.effects(c, d); err != nil {
		return nil, err
	}
	need := slices.Concat([]*frame.Column{d.y, d.id, d.t}, o.Controls, o.UnitControls, o.TimeControls, o.Cluster)
	for _, e := range d.effects {
		need = append(need, slices.Concat(e.Factors, e.Slopes)...)
	}
	if d.sample, err = newSample(c, need); err != nil {
		return nil, err
	}
	d.unit, d.units = d.codes(d.id)
	if err := o.timing(d); err != nil {
		return nil, err
	}
	if err := o.model(d); err != nil {
		return nil, err
	}
	return d, o.infer(d)
}

// effects reads fe(); units and periods with controls of their own get slopes.
func (o *didImputation) effects(c *interp.Call, d *imputationData) ([]model.Effect, error) {
	var out []model.Effect
	switch text := strings.TrimSpace(o.FE.Text); text {
	case "":
		out = []model.Effect{{Factors: []*frame.Column{d.id}}, {Factors: []*frame.Column{d.t}}}
	case ".":
	default:
		var err error
		if out, err = model.ParseEffects(c, o.FE); err != nil {
			return nil, err
		}
	}
	out = withSlopes(out, d.id, o.UnitControls)
	return withSlopes(out, d.t, o.TimeControls), nil
}

// withSlopes adds slopes on cols by the levels of by.
func withSlopes(effects []model.Effect, by *frame.Column, cols []*frame.Column) []model.Effect {
	if len(cols) == 0 {
		return effects
	}
	for i, e := range effects {
		if len(e.Factors) == 1 && e.Factors[0] == by && len(e.Slopes) == 0 {
			effects[i].Slopes, effects[i].Both = cols, true
			return effects
		}
	}
	return append(effects, model.Effect{Factors: []*frame.Column{by}, Slopes: cols})
}

// timing computes the periods since treatment.
func (o *didImputation) timing(d *imputationData) error {
	t, err := d.num(d.t)
	if err != nil {
		return err
	}
	g, err := d.num(d.g)
	if err != nil {
		return err
	}
	delta := 1.0
	if p := d.c.Frame().Panel; p.Time == d.t.Name && p.Delta > 0 {
		delta = p.Delta
	}
	if o.Delta != nil {
		delta = *o.Delta
	}
	if !(delta > 0) {
		return rc.Syntax.Errorf("delta() must be positive")
	}
	if err := checkCohorts(d, t, g); err != nil {
		return err
	}
	d.since = make([]float64, len(t))
	off := 0
	for i := range t {
		if g[i] >= frame.Missing {
			d.since[i] = frame.Missing
			continue
		}
		k := (t[i]-g[i])/delta + float64(o.Shift)
		d.since[i] = math.Round(k)
		if math.Abs(k-d.since[i]) > 1e-6 {
			off++
		}
	}
	if off > 0 {
		return rc.DataProblem.Errorf("%s observations are a fraction of a period from treatment: %s and %s differ by no multiple of %s",
			d.c.Count(off), d.t.Name, d.g.Name, interp.FormatNumber(delta))
	}
	return nil
}

// checkCohorts refuses a date of treatment that varies within units, or that
// is zero where it should be missing.
func checkCohorts(d *imputationData, t, g []float64) error {
	date := make([]float64, d.units)
	vary := make([]bool, d.units)
	zero := make([]bool, d.units)
	seen := make([]bool, d.units)
	first := math.Inf(1)
	for i, u := range d.unit {
		x := min(g[i], frame.Missing) // any missing value means never
		if seen[u] && date[u] != x {
			vary[u] = true
		}
		seen[u], date[u] = true, x
		zero[u] = zero[u] || x == 0
		first = min(first, t[i])
	}
	if n := count(vary); n > 0 {
		return rc.DataProblem.Errorf("%s is not constant within %s: it varies in %s of %s units", d.g.Name, d.id.Name, d.c.Count(n), d.c.Count(d.units))
	}
	if n := count(zero); n > 0 && first > 0 {
		return rc.DataProblem.Errorf("%s is 0 for %s of %s units, which would be treated in all periods; it must be missing for units that are never treated",
			d.g.Name, d.c.Count(n), d.c.Count(d.units))
	}
	return nil
}

func count(list []bool) int {
	n := 0
	for _, b := range list {
		if b {
			n++
		}
	}
	return n
}

// model makes the model of untreated outcomes.
func (o *didImputation) model(d *imputationData) error {
	m := &d.model
	m.Context, m.W = d.c.Context(), d.weights
	var err error
	if m.Y, err = d.num(d.y); err != nil {
		return err
	}
	treated := 0
	m.Treated = make([]bool, len(m.Y))
	for i, k := range d.since {
		if m.Treated[i] = k >= 0 && k < frame.Missing; m.Treated[i] {
			treated++
		}
	}
	if treated == 0 {
		return rc.NoObs.Errorf("no treated observations: none has %s at or after %s", d.t.Name, d.g.Name)
	}
	period, periods := d.codes(d.t)
	g, err := d.num(d.g)
	if err != nil {
		return err
	}
	d.schedule = schedule{d.unit, period, d.units, periods, m.Treated, g}
	for _, e := range d.effects {
		var over hdfe.Effect
		if over, err = e.Over(d.src); err != nil {
			return err
		}
		m.Effects = append(m.Effects, over)
	}
	m.ControlNames = names(o.Controls)
	m.Controls, err = d.nums(o.Controls)
	return err
}

// infer reads the clusters and the groups of equal effects.
func (o *didImputation) infer(d *imputationData) error {
	if o.NoSE {
		return nil
	}
	inf := &did.Inference{Cluster: d.unit, Clusters: d.units, ClusterName: d.id.Name, LeaveOut: o.LeaveOut, KeepWeights: o.SaveWeights, KeepResid: o.SaveResid != ""}
	if len(o.Cluster) > 0 {
		inf.Cluster, inf.Clusters = d.codes(o.Cluster...)
		inf.ClusterName = strings.Join(names(o.Cluster), "#")
	}
	if inf.Clusters < 2 {
		return rc.FewObs.Errorf("insufficient observations: there must be at least two clusters in %s", inf.ClusterName)
	}
	d.inference = inf
	var err error
	inf.Group, err = o.groups(d)
	return err
}

// groups codes the groups of avgeffectsby(), whose pseudo-variables are K and
// D.
func (o *didImputation) groups(d *imputationData) ([]int32, error) {
	var cols []*frame.Column
	bySince := false
	if strings.TrimSpace(o.AvgEffectsBy.Text) == "" {
		cols = []*frame.Column{d.g, d.t}
	}
	for _, w := range o.AvgEffectsBy.Words() {
		more, err := d.c.VarlistText(lang.Text{Pos: w.Pos, Text: w.Text})
		switch {
		case err == nil:
			cols = append(cols, more...)
		case w.Text == "K":
			bySince = true
		case w.Text != "D":
			return nil, err
		}
	}
	f := d.c.Frame()
	if bySince {
		k := frame.NewColumn("K", frame.Double, f.N())
		for i, r := range d.rows() {
			k.SetNum(int(r), d.since[i])
		}
		cols = append(cols, k)
	}
	if len(cols) == 0 {
		return nil, nil
	}
	codes, _ := d.codes(cols...)
	return codes, nil
}
