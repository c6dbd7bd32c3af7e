package causal

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/did"
)

// readStaggered reads the outcome and covariates of the call, units (ivar nil
// for cross sections), periods, and cohorts, of which 0 means never. Units
// treated from the first period on are left out.
func readStaggered(c *interp.Call, ivar, tvar, gvar, cluster *frame.Column) (*varSample, *did.Staggered, error) {
	need := []*frame.Column{tvar, gvar}
	for _, col := range []*frame.Column{ivar, cluster} {
		if col != nil {
			need = append(need, col)
		}
	}
	for _, col := range []*frame.Column{tvar, gvar} {
		if col.IsString() {
			return nil, nil, rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", col.Name)
		}
	}
	s, err := newVarSample(c, need...)
	if err != nil {
		return nil, nil, err
	}
	if err := leaveOut(c, s, tvar, gvar); err != nil {
		return nil, nil, err
	}
	st := &did.Staggered{Y: s.y, X: s.x, W: s.weights, Context: c.Context()}
	t, err := s.num(tvar)
	if err != nil {
		return nil, nil, err
	}
	g, err := s.num(gvar)
	if err != nil {
		return nil, nil, err
	}
	st.Times = slices.Clone(t)
	slices.Sort(st.Times)
	st.Times = slices.Compact(st.Times)
	st.Period, st.Cohort = make([]int32, len(t)), make([]float64, len(t))
	negative := 0
	for i := range t {
		k, _ := slices.BinarySearch(st.Times, t[i])
		st.Period[i], st.Cohort[i] = int32(k), g[i]
		if g[i] == 0 {
			st.Cohort[i] = math.Inf(1)
		}
		negative += int(truth(g[i] < 0))
	}
	if negative > 0 {
		return nil, nil, rc.DataProblem.Errorf("%s is negative in %s observations", gvar.Name, c.Count(negative))
	}
	if len(st.Times) < 2 {
		return nil, nil, rc.DataProblem.Errorf("%s has one value only: changes cannot be seen", tvar.Name)
	}
	if ivar == nil {
		return s, st, nil
	}
	return s, st, readUnits(s, st, ivar, tvar, gvar)
}

// leaveOut drops units treated in all periods, says how many rows that are, and
// how many lack a cohort.
func leaveOut(c *interp.Call, s *varSample, tvar, gvar *frame.Column) error {
	t, err := s.num(tvar)
	if err != nil {
		return err
	}
	g, err := s.num(gvar)
	if err != nil {
		return err
	}
	first := slices.Min(t)
	drop := make([]bool, len(t))
	for i, x := range g {
		drop[i] = x > 0 && x <= first
	}
	missing := 0
	for _, r := range c.Rows.Index() {
		missing += int(truth(gvar.Missing(int(r))))
	}
	if missing > 0 {
		c.Note("note: %s is missing in %s observations, which are left out; it must be 0 for units that are never treated.", gvar.Name, c.Count(missing))
	}
	if n := count(drop); n > 0 {
		c.Note("note: %s observations of units treated in %s or before, the first period, are left out.", c.Count(n), interp.FormatNumber(first))
		s.dropRows(drop)
		if n == len(drop) {
			return rc.NoObs.Errorf("no observations")
		}
	}
	return nil
}

// readUnits codes the units; r(451) and r(459), with counts, for repeated
// periods and for cohorts or weights that vary within units.
func readUnits(s *varSample, st *did.Staggered, ivar, tvar, gvar *frame.Column) error {
	st.Unit, st.Units = s.codes(ivar)
	seen := make([]bool, st.Units*len(st.Times))
	known, repeated, vary, weights := make([]bool, st.Units), make([]bool, st.Units), make([]bool, st.Units), make([]bool, st.Units)
	cohort, weight := make([]float64, st.Units), make([]float64, st.Units)
	for i, u := range st.Unit {
		at := int(u)*len(st.Times) + int(st.Period[i])
		repeated[u] = repeated[u] || seen[at]
		seen[at] = true
		w := 1.0
		if st.W != nil {
			w = st.W[i]
		}
		if known[u] {
			vary[u] = vary[u] || cohort[u] != st.Cohort[i]
			weights[u] = weights[u] || weight[u] != w
		}
		known[u], cohort[u], weight[u] = true, st.Cohort[i], w
	}
	if n := count(repeated); n > 0 {
		return rc.BadTime.Errorf("repeated time values within panel: %s of %s units of %s have several observations with the same %s",
			s.c.Count(n), s.c.Count(st.Units), ivar.Name, tvar.Name)
	}
	if n := count(vary); n > 0 {
		return rc.DataProblem.Errorf("%s is not constant within %s: it varies in %s of %s units", gvar.Name, ivar.Name, s.c.Count(n), s.c.Count(st.Units))
	}
	if n := count(weights); n > 0 {
		return rc.BadWeights.Errorf("weights must be the same for all observations in a group: they vary within %s in %s of %s units", ivar.Name, s.c.Count(n), s.c.Count(st.Units))
	}
	return nil
}

// sayTiming says what of the panel makes estimates less certain, and returns
// whether some unit is never treated.
func sayTiming(c *interp.Call, st *did.Staggered) (never bool) {
	t := schedule{unit: st.Unit, period: st.Period, units: st.Units, periods: len(st.Times)}
	if t.unit == nil { // each row of cross sections is a unit
		t.units = len(st.Y)
		for i := range int32(t.units) {
			t.unit = append(t.unit, i)
		}
	}
	for i, g := range st.Cohort {
		t.treated = append(t.treated, st.Times[st.Period[i]] >= g)
		if math.IsInf(g, 1) {
			g, never = frame.Missing, true
		}
		t.first = append(t.first, g)
	}
	t.notes(c)
	return never
}
