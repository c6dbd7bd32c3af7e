package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// Referee says, after an estimate with effects of units and periods, how many
// treated cells the coefficient of a 0/1 regressor weights negatively, if units
// switch it on at different times and keep it: "set referee off" silences it.
func (m *Model) Referee(fit *stats.Fit) {
	leftover := fit.Leftover
	fit.Leftover = nil
	if leftover == nil || !m.Call.Settings().Referee || m.Call.Quiet() {
		return
	}
	var binary []int
	for j := range m.Terms {
		if !fit.Omitted[j] && m.binary(j) {
			binary = append(binary, j)
		}
	}
	if len(binary) == 0 {
		return
	}
	id, time := m.twoWay()
	if id == nil {
		return
	}
	unit, units := m.levels(id, fit.Kept)
	period, periods := m.levels(time, fit.Kept)
	if periods < 3 || units*periods > 1<<31-1 {
		return
	}
	for _, j := range binary {
		d := kept(m.Design.X[j], fit.Kept)
		if cell, ok := staggered(unit, period, units, periods, d); ok {
			left := leftover(j)
			w := did.WeightsOf(left, d, kept(m.Design.W, fit.Kept), cell)
			m.noteWeights(m.Terms[j].Factors[0].Var, id, time, w, len(d) == units*periods)
			return
		}
	}
}

// binary reports whether term j is a variable, or its level 1, that is 0 or 1
// in the sample.
func (m *Model) binary(j int) bool {
	t := m.Terms[j]
	if len(t.Factors) != 1 || t.Factors[0].Lags != "" || t.Factors[0].Level && t.Factors[0].Value != 1 {
		return false
	}
	for _, x := range m.Design.X[j] {
		if x != 0 && x != 1 {
			return false
		}
	}
	return true
}

// twoWay returns the variables of units and periods, if the model has effects
// of both: those of xtset, or the effect with most levels and the next one
// that is a number.
func (m *Model) twoWay() (id, time *frame.Column) {
	var cols []*frame.Column
	if m.Panel != nil {
		cols = append(cols, m.Panel)
	}
	for _, e := range m.Effects {
		if len(e.Factors) == 1 && (len(e.Slopes) == 0 || e.Both) {
			cols = append(cols, e.Factors[0])
		}
	}
	for _, p := range m.Products {
		if len(p) == 1 && p[0].Factor && p[0].Lags == "" && p[0].Levels == nil {
			cols = append(cols, p[0].Col)
		}
	}
	declared := m.Call.Frame().Panel
	find := func(name string) *frame.Column {
		if i := slices.IndexFunc(cols, func(c *frame.Column) bool { return c.Name == name }); i >= 0 {
			return cols[i]
		}
		return nil
	}
	if id, time = find(declared.ID), find(declared.Time); id != nil && time != nil {
		return id, time
	}
	if len(cols) < 2 {
		return nil, nil
	}
	id = m.Panel
	if id == nil {
		most := 0
		for _, c := range cols {
			if _, n := m.levels(c, nil); n > most {
				id, most = c, n
			}
		}
	}
	for _, c := range cols {
		if c != id && !c.IsString() {
			return id, c
		}
	}
	return nil, nil
}

// levels codes a variable over the rows of the design that keep, if not nil,
// is true for.
func (m *Model) levels(col *frame.Column, keep []bool) ([]int32, int) {
	for j, e := range m.Effects {
		if len(e.Factors) == 1 && e.Factors[0] == col {
			return kept(m.Design.Effects[j].Codes, keep), m.Design.Effects[j].Levels
		}
	}
	codes, n := Effect{Factors: []*frame.Column{col}}.Codes(m.Source)
	return kept(codes, keep), n
}

// kept is the elements of v for which keep is true; all if keep is nil.
func kept[T any](v []T, keep []bool) []T {
	if keep == nil || v == nil {
		return v
	}
	out := make([]T, 0, len(v))
	for i, x := range v {
		if keep[i] {
			out = append(out, x)
		}
	}
	return out
}

// staggered reports whether units switch d on in different periods and keep
// it. cell codes unit and period where several rows share them, which then
// must agree on d; it is nil where none do.
func staggered(unit, period []int32, units, periods int, d []float64) (cell []int32, ok bool) {
	treated := make([]bool, len(d))
	for i, x := range d {
		treated[i] = x == 1
	}
	a := did.Adopt(unit, period, units, periods, treated)
	if a.Reversed > 0 {
		return nil, false
	}
	first := int32(-1)
	for _, g := range a.Cohort {
		if g == did.Never || g == did.Always {
			continue
		}
		ok = ok || first >= 0 && g != first
		first = g
	}
	if !ok || a.Repeated == 0 {
		return nil, ok
	}
	cell = make([]int32, len(d))
	value := make([]int8, units*periods)
	for i := range d {
		at := int(unit[i])*periods + int(period[i])
		cell[i] = int32(at)
		v := int8(1 + d[i])
		if value[at] != 0 && value[at] != v {
			return nil, false
		}
		value[at] = v
	}
	return cell, true
}

// noteWeights prints the line.
func (m *Model) noteWeights(name string, id, time *frame.Column, w did.TwoWayWeights, balanced bool) {
	if w.Negative == 0 {
		return
	}
	c, y := m.Call, m.Design.Depvar
	see := fmt.Sprintf("twowayfeweights %s %s %s %s, type(feTR)", y, id.Name, time.Name, name)
	if balanced && m.declaredAs(id, time) {
		see = fmt.Sprintf("bacondecomp %s %s", y, name)
	}
	total := len(w.Weights)
	c.Note("note: %s of %s treated cells (%.1f%%) get negative weights in the two-way estimate of %s (sum %s); see %s",
		c.Count(w.Negative), c.Count(total), 100*float64(w.Negative)/float64(total), name,
		strings.Replace(fmt.Sprintf("%.3f", w.Deficit), "-0.", "-.", 1), see)
}

func (m *Model) declaredAs(id, time *frame.Column) bool {
	p := m.Call.Frame().Panel
	return p.ID == id.Name && p.Time == time.Name
}
