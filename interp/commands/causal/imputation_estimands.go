package causal

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/did"
)

// cannotImpute is the variable that tells which treated observations have no
// imputed outcome.
const cannotImpute = "cannot_impute"

// estimands sets up the averages asked for.
func (o *didImputation) estimands(d *imputationData, imp *did.Imputation) error {
	horizons := o.Horizons
	if o.AllHorizons {
		horizons = d.horizons()
	}
	inBalance, err := o.balanced(d, horizons)
	if err != nil {
		return err
	}
	var list []did.Estimand
	for _, w := range o.weightings(d) {
		v, err := w.values(d)
		if err != nil {
			return err
		}
		if len(horizons) == 0 {
			list = append(list, d.treatedRows("tau"+w.suffix, v, func(int) bool { return true }))
		}
		for _, h := range horizons {
			name := "tau" + interp.FormatNumber(h) + w.suffix
			list = append(list, d.treatedRows(name, v, func(i int) bool { return d.since[i] == h && (inBalance == nil || inBalance[d.unit[i]]) }))
		}
	}
	if o.HetBy != nil {
		if list, err = d.byGroups(list, o.HetBy); err != nil {
			return err
		}
	}
	if err := o.possible(d, imp, list); err != nil {
		return err
	}
	return o.scaled(d, list)
}

// horizons are the numbers of periods since treatment that occur.
func (d *imputationData) horizons() []float64 {
	var out []float64
	seen := map[float64]bool{}
	for i, k := range d.since {
		if d.model.Treated[i] && !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// balanced tells which units are observed at all the horizons; nil without
// hbalance.
func (o *didImputation) balanced(d *imputationData, horizons []float64) ([]bool, error) {
	if !o.HBalance {
		return nil, nil
	}
	seen := make([]int, d.units)
	weight := make([]float64, d.units)
	var uneven int
	for i, k := range d.since {
		if !d.model.Treated[i] || !slices.Contains(horizons, k) {
			continue
		}
		u, w := d.unit[i], 1.0
		if d.weights != nil {
			w = d.weights[i]
		}
		if seen[u] > 0 && weight[u] != w {
			uneven++
		}
		seen[u]++
		weight[u] = w
	}
	if uneven > 0 {
		return nil, rc.DataProblem.Errorf("option hbalance needs weights that are constant within units over the horizons; they change in %s observations", d.c.Count(uneven))
	}
	out := make([]bool, d.units)
	for u, n := range seen {
		out[u] = n == len(horizons)
	}
	if count(out) == 0 {
		return nil, rc.NoObs.Errorf("no unit is observed at all %d horizons", len(horizons))
	}
	return out, nil
}

// A weighting is a variable in wtr(), or none.
type weighting struct {
	col    *frame.Column
	suffix string
	sum    bool
}

func (o *didImputation) weightings(d *imputationData) []weighting {
	if len(o.Wtr) == 0 {
		return []weighting{{sum: o.Sum}}
	}
	var out []weighting
	for _, col := range o.Wtr {
		w := weighting{col: col, suffix: "_" + col.Name, sum: o.Sum}
		if len(o.Wtr) == 1 {
			w.suffix = ""
		}
		out = append(out, w)
	}
	return out
}

// values are the weights of all rows, estimation weights included.
func (w weighting) values(d *imputationData) ([]float64, error) {
	out := make([]float64, len(d.since))
	for i := range out {
		out[i] = 1
		if d.weights != nil {
			out[i] = d.weights[i]
		}
	}
	if w.col == nil {
		return out, nil
	}
	v, err := d.num(w.col)
	if err != nil {
		return nil, err
	}
	negative := 0
	for i, x := range v {
		switch {
		case !d.model.Treated[i]:
		case x >= frame.Missing:
			out[i] = 0
			continue
		case x < 0:
			negative++
		}
		out[i] *= x
	}
	if negative > 0 && !w.sum {
		return nil, rc.Syntax.Errorf("%s is negative in %s treated observations, which only option sum allows", w.col.Name, d.c.Count(negative))
	}
	return out, nil
}

// treatedRows is the estimand of the treated rows that are in, weighted by v.
func (d *imputationData) treatedRows(name string, v []float64, in func(i int) bool) did.Estimand {
	e := did.Estimand{Name: name}
	for i, treated := range d.model.Treated {
		if treated && v[i] != 0 && in(i) {
			e.Rows, e.Weights = append(e.Rows, int32(i)), append(e.Weights, v[i])
		}
	}
	return e
}

// byGroups splits estimands by the values of a variable.
func (d *imputationData) byGroups(list []did.Estimand, by *frame.Column) ([]did.Estimand, error) {
	value := make([]string, len(d.since))
	numbers := map[string]float64{}
	for i, r := range d.rows() {
		switch {
		case !d.model.Treated[i] || by.Missing(int(r)):
		case by.IsString():
			value[i] = strings.ReplaceAll(by.Text(int(r)), " ", "_")
		default:
			x := by.Num(int(r))
			if x < 0 || x != float64(int(x)) {
				return nil, rc.DataProblem.Errorf("hetby(): %s must have nonnegative integer values, or text; it is %s in observation %d", by.Name, interp.FormatNumber(x), r+1)
			}
			value[i] = interp.FormatNumber(x)
			numbers[value[i]] = x
		}
	}
	values := slices.Clone(value)
	slices.SortFunc(values, func(a, b string) int {
		if numbers[a] != numbers[b] {
			return int(numbers[a] - numbers[b])
		}
		return strings.Compare(a, b)
	})
	values = slices.DeleteFunc(slices.Compact(values), func(s string) bool { return s == "" })
	var out []did.Estimand
	for _, e := range list {
		for _, v := range values {
			part := did.Estimand{Name: e.Name + "_" + v}
			for k, r := range e.Rows {
				if value[r] == v {
					part.Rows, part.Weights = append(part.Rows, r), append(part.Weights, e.Weights[k])
				}
			}
			out = append(out, part)
		}
	}
	return out, nil
}

// possible refuses, or with autosample leaves out, rows whose outcome cannot
// be imputed, and marks them in cannot_impute.
func (o *didImputation) possible(d *imputationData, imp *did.Imputation, list []did.Estimand) error {
	marks := make([]float64, len(d.since))
	bad := 0
	for _, e := range list {
		for _, r := range e.Rows {
			if !imp.Imputable[r] && marks[r] == 0 {
				marks[r] = 1
				bad++
			}
		}
	}
	if bad == 0 {
		return nil
	}
	d.put(cannotImpute, "1 where the untreated outcome cannot be imputed", frame.Byte, marks)
	if !o.AutoSample {
		why := d.schedule.untreatedNowhere(d.c, marks)
		if why != "" {
			why = ": " + why
		}
		return rc.Syntax.Errorf("could not impute the untreated outcome of %s treated observations, marked in variable %s%s; option autosample leaves them out",
			d.c.Count(bad), cannotImpute, why)
	}
	for k := range list {
		e := &list[k]
		was := len(e.Rows)
		var rows []int32
		var weights []float64
		for i, r := range e.Rows {
			if imp.Imputable[r] {
				rows, weights = append(rows, r), append(weights, e.Weights[i])
			}
		}
		e.Rows, e.Weights = rows, weights
		switch {
		case len(rows) == was:
		case len(rows) == 0:
			d.dropped = append(d.dropped, e.Name)
		default:
			d.trimmed = append(d.trimmed, e.Name)
		}
	}
	if len(d.dropped) > 0 {
		d.c.Warn("Warning: suppressing the following coefficients because FE could not be imputed for any units: %s.", strings.Join(d.dropped, " "))
	}
	if len(d.trimmed) > 0 {
		d.c.Warn("Warning: part of the sample was dropped for the following coefficients because FE could not be imputed: %s.", strings.Join(d.trimmed, " "))
	}
	return nil
}

// scaled turns sums into averages or projections and suppresses those of too
// few rows.
func (o *didImputation) scaled(d *imputationData, list []did.Estimand) error {
	d.concerning = make([]bool, len(d.since))
	for _, e := range list {
		d.order = append(d.order, e.Name)
		if len(e.Rows) == 0 {
			if !slices.Contains(d.dropped, e.Name) {
				d.suppressed = append(d.suppressed, e.Name)
			}
			continue
		}
		if !o.Sum {
			var sum float64
			for _, w := range e.Weights {
				sum += w
			}
			for i := range e.Weights {
				e.Weights[i] /= sum
			}
		}
		for _, r := range e.Rows {
			d.concerning[r] = true
		}
		if e.Effective() < o.MinN*(1-1e-9) {
			d.suppressed = append(d.suppressed, e.Name)
			continue
		}
		if len(o.Project) == 0 {
			d.estimands = append(d.estimands, e)
			continue
		}
		more, err := o.projected(d, e)
		if err != nil {
			return err
		}
		at := len(d.order) - 1
		d.order = d.order[:at]
		for _, m := range more {
			d.order = append(d.order, m.Name)
		}
		d.estimands = append(d.estimands, more...)
	}
	if len(d.suppressed) > 0 {
		d.c.Warn("WARNING: suppressing the following coefficients from estimation because of insufficient effective sample size: %s. "+
			"To report them nevertheless, set the minn option to a smaller number or 0, but keep in mind that the estimates may be unreliable and their SE may be downward biased.",
			strings.Join(d.suppressed, " "))
	}
	return nil
}

// projected are the coefficients of a regression of the effects in e on the
// variables of project(), as weighted sums of effects.
func (o *didImputation) projected(d *imputationData, e did.Estimand) ([]did.Estimand, error) {
	cols, err := d.nums(o.Project)
	if err != nil {
		return nil, err
	}
	k := len(cols) + 1
	n := len(e.Rows)
	x := mat.NewDense(n, k, nil)
	for i, r := range e.Rows {
		x.Set(i, 0, 1)
		for j, c := range cols {
			if c[r] >= frame.Missing {
				return nil, rc.MissingFound.Errorf("project(): %s is missing in observation %d", o.Project[j].Name, d.rows()[r]+1)
			}
			x.Set(i, j+1, c[r])
		}
	}
	g := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			var s float64
			for i, w := range e.Weights {
				s += w * x.At(i, a) * x.At(i, b)
			}
			g.SetSym(a, b, s)
		}
	}
	var chol mat.Cholesky
	var inv mat.SymDense
	if !chol.Factorize(g) || chol.InverseTo(&inv) != nil {
		return nil, rc.DataProblem.Errorf("the variables of project() are collinear in the %s observations of %s", d.c.Count(n), e.Name)
	}
	out := make([]did.Estimand, k)
	for j := range out {
		out[j].Name = e.Name + "_cons"
		if j > 0 {
			out[j].Name = fmt.Sprintf("%s_%s", e.Name, o.Project[j-1].Name)
		}
		out[j].Rows = e.Rows
		for i, w := range e.Weights {
			var v float64
			for a := range k {
				v += inv.At(j, a) * x.At(i, a)
			}
			out[j].Weights = append(out[j].Weights, w*v)
		}
	}
	return out, nil
}
