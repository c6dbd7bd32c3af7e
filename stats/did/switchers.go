package did

import (
	"errors"
	"math"
	"slices"
)

// ErrNoSwitchers says that no unit whose treatment changes can be compared.
var ErrNoSwitchers = errors.New("no unit whose treatment changes can be compared with units of the same first treatment that do not change yet")

// Paths are outcomes and treatments of units over consecutive periods, by unit
// and period: value of unit u in period p at [u*Periods+p], NaN if it is not
// observed.
type Paths struct {
	Units, Periods int
	Y, D, W        []float64 // outcome, treatment, weight (nil for ones)
	Cluster        []int32   // of each unit; nil if units are independent
	Clusters       int
}

// SwitchOptions are choices in the estimation of effects of switching.
type SwitchOptions struct {
	Effects, Placebos int
	Only              int  // 1 for units whose treatment rises, -1 for those where it falls, 0 for both
	Same              bool // all effects of the same units: those for which all can be estimated
	Normalized        bool // effects by unit of treatment received so far
	OneStep           bool // placebos are changes over one period, l periods before the switch, not since then
}

// Switches are effects of having been exposed to a changed treatment for 1,
// 2, ... periods, and placebos: de Chaisemartin and D'Haultfœuille (2024, Review
// of Economics and Statistics, Difference-in-differences estimators of
// intertemporal treatment effects).
type Switches struct {
	Effects                   *Result
	Placebos                  *Result
	Average                   *Result   // total effect by unit of treatment
	Counts                    []float64 // units that switch, by effect, weighted
	Units                     []int     // their number
	Rows                      []int     // units compared in all, by effect
	PlaceboUnits, PlaceboRows []int
	Unclear                   int // units left out because the period of their switch is not known
	Crossing                  int // units whose later periods are left out because treatment crosses its first value
}

// switchWork is Paths with what follows from them.
type switchWork struct {
	*Paths
	opt    SwitchOptions
	first  []int     // of each unit the period of the switch, Periods if there is none
	begin  []float64 // first treatment
	to     []float64 // treatment at the switch
	sign   []float64
	usable []bool
	last   []int // of each unit the last period that may be used
}

// Resample is p with units, or clusters of them, drawn with replacement: draw(n)
// is a number below n.
func (p *Paths) Resample(draw func(n int) int) *Paths {
	members := make([][]int, p.Units)
	for u := range p.Units {
		members[u] = []int{u}
	}
	if p.Cluster != nil {
		members = make([][]int, p.Clusters)
		for u, c := range p.Cluster {
			members[c] = append(members[c], u)
		}
	}
	out := &Paths{Periods: p.Periods}
	for range members {
		for _, u := range members[draw(len(members))] {
			lo, hi := u*p.Periods, (u+1)*p.Periods
			out.Units++
			out.Y, out.D = append(out.Y, p.Y[lo:hi]...), append(out.D, p.D[lo:hi]...)
			if p.W != nil {
				out.W = append(out.W, p.W[lo:hi]...)
			}
		}
	}
	return out
}

// Switch estimates effects of switching. An estimate is the average over
// switchers of the change of the outcome since the period before the switch,
// less the average change of units of the same first treatment that have not
// switched yet. Its variance is that of changes about their cohort's average,
// cohorts being switchers of a first treatment, period and treatment switched
// to, or the units compared with; n/(n-1) in each.
func Switch(p *Paths, o SwitchOptions) (*Switches, error) {
	s := &switchWork{Paths: p, opt: o}
	out := &Switches{}
	s.find(out)
	var weights []float64
	var now, soFar []float64 // change of treatment, in the period of the effect and up to it
	for l := 1; l <= o.Effects; l++ {
		e := s.estimate(l, false)
		if e.count == 0 {
			break
		}
		now, soFar = append(now, e.now), append(soFar, e.soFar)
		weights = append(weights, e.count)
		out.Units, out.Rows = append(out.Units, e.units), append(out.Rows, e.rows)
		out.Effects = s.append(out.Effects, e)
	}
	if out.Effects == nil {
		return nil, ErrNoSwitchers
	}
	out.Counts = weights
	out.Average = s.average(out.Effects, weights, now)
	if o.Normalized {
		s.normalize(out.Effects, soFar)
	}
	for l := 1; l <= o.Placebos; l++ {
		e := s.estimate(l, true)
		if e.count == 0 {
			break
		}
		out.PlaceboUnits, out.PlaceboRows = append(out.PlaceboUnits, e.units), append(out.PlaceboRows, e.rows)
		out.Placebos = s.append(out.Placebos, e)
	}
	return out, nil
}

// find finds the switches.
func (s *switchWork) find(out *Switches) {
	n := s.Units
	s.first, s.last = make([]int, n), make([]int, n)
	s.begin, s.to, s.sign, s.usable = make([]float64, n), make([]float64, n), make([]float64, n), make([]bool, n)
	for u := range n {
		d := s.D[u*s.Periods : (u+1)*s.Periods]
		from := slices.IndexFunc(d, func(x float64) bool { return !math.IsNaN(x) })
		s.first[u], s.last[u] = s.Periods, s.Periods-1
		if from < 0 {
			continue
		}
		s.begin[u], s.usable[u] = d[from], true
		for p := from + 1; p < s.Periods; p++ {
			if math.IsNaN(d[p]) || d[p] == s.begin[u] {
				continue
			}
			if math.IsNaN(d[p-1]) {
				s.usable[u] = false
				out.Unclear++
			}
			s.first[u], s.to[u], s.sign[u] = p, d[p], math.Copysign(1, d[p]-s.begin[u])
			break
		}
		for p := s.first[u]; p < s.Periods; p++ {
			if (d[p]-s.begin[u])*s.sign[u] < 0 {
				s.last[u] = p - 1
				out.Crossing++
				break
			}
		}
	}
}

// value is y of unit u in period p, NaN where it may not be used.
func (s *switchWork) value(u, p int) float64 {
	if p < 0 || p > s.last[u] {
		return math.NaN()
	}
	return s.Y[u*s.Periods+p]
}

func (s *switchWork) weight(u, p int) float64 {
	if s.W == nil {
		return 1
	}
	return s.W[u*s.Periods+p]
}

// A switchEstimate is one estimate with the contributions of units to its
// variance.
type switchEstimate struct {
	b, count    float64
	now, soFar  float64 // change of treatment
	inf         []float64
	units, rows int
}

// A switchSet is the switchers of one first treatment and period with the
// units that they are compared with.
type switchSet struct{ treated, control []int }

// estimate computes effect l, or placebo l: the change from before the switch
// to l periods before that, for units whose effect l can be estimated too.
func (s *switchWork) estimate(l int, placebo bool) switchEstimate {
	e := switchEstimate{inf: make([]float64, s.Units)}
	for f := 1; f < s.Periods; f++ {
		begins := map[float64]bool{}
		for u := range s.Units {
			if s.usable[u] && s.first[u] == f {
				begins[s.begin[u]] = true
			}
		}
		var order []float64
		for b := range begins {
			order = append(order, b)
		}
		slices.Sort(order)
		for _, b := range order {
			set := s.set(f, l, b, placebo)
			if len(set.treated) == 0 || len(set.control) == 0 {
				continue
			}
			s.add(&e, set, f, l, placebo)
			e.rows += len(set.treated) + len(set.control)
			e.units += len(set.treated)
		}
	}
	if e.count > 0 {
		e.b /= e.count
		e.now /= e.count
		e.soFar /= e.count
		for u := range e.inf {
			e.inf[u] /= e.count
		}
	}
	return e
}

// set finds the switchers in period f from treatment b, and their controls.
func (s *switchWork) set(f, l int, b float64, placebo bool) switchSet {
	var out switchSet
	p := f - 1 + l
	if p >= s.Periods && !(placebo && s.opt.OneStep) {
		return out
	}
	need := []int{f - 1, p}
	switch {
	case placebo && s.opt.OneStep:
		p = f
		need = []int{f - l, f - l - 1}
	case placebo:
		need = append(need, f-1-l)
	}
	observed := func(u int, periods []int) bool {
		for _, q := range periods {
			if math.IsNaN(s.value(u, q)) || s.W != nil && !(s.weight(u, q) > 0) || s.W != nil && !(s.weight(u, p) > 0) {
				return false
			}
		}
		return true
	}
	for u := range s.Units {
		if !s.usable[u] || s.begin[u] != b {
			continue
		}
		switch {
		case s.first[u] > p && observed(u, need):
			out.control = append(out.control, u)
		case s.first[u] == f && observed(u, need) && (s.opt.Only == 0 || float64(s.opt.Only) == s.sign[u]):
			if s.opt.Same && !s.complete(u, f, b) {
				continue
			}
			out.treated = append(out.treated, u)
		}
	}
	return out
}

// complete reports whether all effects of unit u can be estimated.
func (s *switchWork) complete(u, f int, b float64) bool {
	end := f - 1 + s.opt.Effects
	if end >= s.Periods {
		return false
	}
	for p := f; p <= end; p++ {
		if math.IsNaN(s.value(u, p)) {
			return false
		}
	}
	for v := range s.Units {
		if s.usable[v] && s.begin[v] == b && s.first[v] > end && !math.IsNaN(s.value(v, end)) && !math.IsNaN(s.value(v, f-1)) {
			return true
		}
	}
	return false
}

// add adds the switchers of a set to e.
func (s *switchWork) add(e *switchEstimate, set switchSet, f, l int, placebo bool) {
	p := f - 1 + l
	at, from := p, f-1
	switch {
	case placebo && s.opt.OneStep:
		p, at, from = f, f-l, f-l-1
	case placebo:
		at = f - 1 - l
	}
	change := func(u int) float64 { return s.value(u, at) - s.value(u, from) }
	average := func(list []int) (mean, total float64) {
		for _, u := range list {
			w := s.weight(u, p)
			mean += w * change(u)
			total += w
		}
		return mean / total, total
	}
	zero, size := average(set.control)
	net := 0.0 // of signs
	for _, u := range set.treated {
		w := s.weight(u, p)
		e.b += w * s.sign[u] * (change(u) - zero)
		e.count += w
		net += w * s.sign[u]
		for q := f; q <= p; q++ {
			if x := s.D[u*s.Periods+q]; !math.IsNaN(x) {
				move := w * s.sign[u] * (x - s.begin[u])
				e.soFar += move
				if q == p {
					e.now += move
				}
			}
		}
	}
	for _, list := range s.cohorts(set.treated) {
		mean, _ := average(list)
		factor := s.correction(list)
		for _, u := range list {
			e.inf[u] += factor * s.weight(u, p) * s.sign[u] * (change(u) - mean)
		}
	}
	factor := s.correction(set.control)
	for _, u := range set.control {
		e.inf[u] -= net / size * factor * s.weight(u, p) * (change(u) - zero)
	}
}

// cohorts splits switchers of one first treatment and period by the treatment
// switched to. A cohort of one unit has no deviation of its own: it is put
// with the others.
func (s *switchWork) cohorts(list []int) [][]int {
	by := map[float64][]int{}
	var order []float64
	for _, u := range list {
		if by[s.to[u]] == nil {
			order = append(order, s.to[u])
		}
		by[s.to[u]] = append(by[s.to[u]], u)
	}
	slices.Sort(order)
	var out [][]int
	for _, d := range order {
		out = append(out, by[d])
	}
	return out
}

// correction is sqrt(n/(n-1)) for n units, or clusters, of a cohort.
func (s *switchWork) correction(list []int) float64 {
	n := len(list)
	if s.Cluster != nil {
		seen := map[int32]bool{}
		for _, u := range list {
			seen[s.Cluster[u]] = true
		}
		n = len(seen)
	}
	if n < 2 {
		return 1
	}
	return math.Sqrt(float64(n) / float64(n-1))
}

// append adds an estimate to r, which may be nil.
func (s *switchWork) append(r *Result, e switchEstimate) *Result {
	if r == nil {
		r = &Result{Cluster: s.Cluster, Clusters: s.Clusters}
		if s.Cluster == nil {
			r.Clusters = s.Units
		}
	}
	r.Names, r.B, r.IF = append(r.Names, ""), append(r.B, e.b), append(r.IF, e.inf)
	return r
}

// average is the total of the effects over the total of the changes in
// treatment, which counts as known.
func (s *switchWork) average(effects *Result, counts, now []float64) *Result {
	total := dot(counts, now)
	t := Target{Name: "Av_tot_eff", Weights: make([]float64, len(counts))}
	for l, n := range counts {
		t.Weights[l] = n / total
	}
	return effects.Aggregate([]Target{t})
}

// normalize divides effects by the treatment received so far.
func (s *switchWork) normalize(r *Result, soFar []float64) {
	for j, m := range soFar {
		r.B[j] /= m
		for i := range r.IF[j] {
			r.IF[j][i] /= m
		}
	}
}
