package causal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
)

// An eventGroup is an event study of part of the data.
type eventGroup struct {
	label     string // what the group is called
	estimates []eventEstimate
	b, v      *interp.Matrix
	studied   *interp.Matrix // covariance of the leads and lags
}

// mentions tells which variables the call's list names.
func mentions(c *interp.Call) (map[string]bool, error) {
	products, err := terms.Products(c.Varlist, c)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, col := range terms.Columns(products) {
		out[col.Name] = true
	}
	return out, nil
}

// estimate runs the estimation command, for each group of over().
func (o *eventdd) estimate(s *eventStudy) ([]eventGroup, error) {
	f := s.c.Frame()
	mark := s.c.TempName()
	defer func() {
		if f.Column(mark) != nil {
			f.Drop(mark)
		}
	}()
	var out []eventGroup
	for _, g := range o.groups(s) {
		col := frame.NewColumn(mark, frame.Byte, f.N())
		for i, used := range s.used {
			col.SetNum(i, truth(used && g.has(i)))
		}
		f.Put(col)
		line := fmt.Sprintf("%s %s %s if %s %s, %s", s.command, s.c.Body.Text, o.indicatorList(s, col), mark, s.weight, s.options)
		if err := s.c.Run(line); err != nil {
			return nil, err
		}
		s.c.E.SetMacro("cmdline", s.c.Line())
		s.c.E.SetMacro("cmd", "eventdd")
		out = append(out, o.read(s, g.label))
	}
	o.store(s, out)
	return out, nil
}

// A subset is a group of rows.
type subset struct {
	label string
	has   func(i int) bool
}

// groups are those of over(), or one of all rows.
func (o *eventdd) groups(s *eventStudy) []subset {
	if o.Over == nil {
		return []subset{{"", func(int) bool { return true }}}
	}
	values := map[string]float64{}
	of := make([]string, len(s.used))
	for i, used := range s.used {
		if !used || o.Over.Missing(i) {
			continue
		}
		of[i] = s.c.Cell(o.Over, i)
		if !o.Over.IsString() {
			values[of[i]] = o.Over.Num(i)
		}
	}
	labels := slices.Clone(of)
	slices.SortFunc(labels, func(a, b string) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return strings.Compare(a, b)
	})
	labels = slices.DeleteFunc(slices.Compact(labels), func(l string) bool { return l == "" })
	var out []subset
	for _, l := range labels {
		out = append(out, subset{l, func(i int) bool { return of[i] == l }})
	}
	return out
}

// indicatorList names the indicators that are 1 somewhere in the group.
func (o *eventdd) indicatorList(s *eventStudy, group *frame.Column) string {
	var names []string
	for _, t := range s.times {
		if t == o.Baseline {
			continue
		}
		col := s.c.Frame().Column(indicatorName(t))
		for i := range col.Len() {
			if col.Num(i) == 1 && group.Num(i) == 1 {
				names = append(names, col.Name)
				break
			}
		}
	}
	return strings.Join(names, " ")
}

// read takes the coefficients of the indicators off the active estimates.
func (o *eventdd) read(s *eventStudy, label string) eventGroup {
	e := s.c.E
	table := s.c.Table(e, interp.CoefOptions{Level: o.Level})
	g := eventGroup{label: label, b: e.B, v: e.V}
	var at []int
	for _, t := range s.times {
		if t == o.Baseline {
			g.estimates = append(g.estimates, eventEstimate{time: t})
			continue
		}
		j := slices.Index(e.B.Cols, indicatorName(t))
		if j < 0 {
			j = slices.Index(e.B.Cols, "o."+indicatorName(t))
		}
		if j < 0 {
			continue
		}
		at = append(at, j)
		_, _, lo, hi := table.Test(table.Rows[j])
		x := eventEstimate{t, lo, e.B.At(0, j), hi}
		if x.lo >= frame.Missing {
			x.lo, x.hi = x.est, x.est
		}
		g.estimates = append(g.estimates, x)
	}
	g.studied = interp.NewMatrix(len(at), len(at))
	for a, i := range at {
		g.studied.Rows[a], g.studied.Cols[a] = e.B.Cols[i], e.B.Cols[i]
		for b, j := range at {
			g.studied.Set(a, b, e.V.At(i, j))
		}
	}
	return g
}

// store adds the event study to the active estimates.
func (o *eventdd) store(s *eventStudy, groups []eventGroup) {
	e := s.c.E
	level := o.Level
	if level == 0 {
		level = s.c.Settings().Level
	}
	e.SetScalar("baseline", float64(o.Baseline))
	e.SetScalar("level", level)
	for k, g := range groups {
		suffix := ""
		if o.Over != nil {
			suffix = fmt.Sprint("_g", k+1)
			e.SetMatrix("b"+suffix, g.b)
			e.SetMatrix("V"+suffix, g.v)
		}
		e.SetMatrix("leads"+suffix, eventMatrix("Lead", g.estimates, func(t int) bool { return t < 0 }))
		e.SetMatrix("lags"+suffix, eventMatrix("Lag", g.estimates, func(t int) bool { return t >= 0 }))
		e.SetMatrix("V_leads_lags"+suffix, g.studied)
	}
	if o.Over != nil {
		e.SetMacro("over", o.Over.Name)
	}
}

// eventMatrix lists estimates by distance from the event.
func eventMatrix(name string, list []eventEstimate, in func(t int) bool) *interp.Matrix {
	var kept []eventEstimate
	for _, x := range list {
		if in(x.time) {
			kept = append(kept, x)
		}
	}
	slices.SortFunc(kept, func(a, b eventEstimate) int { return max(a.time, -a.time) - max(b.time, -b.time) })
	m := interp.NewMatrix(max(len(kept), 1), 4)
	m.Cols = []string{name, "LB", "Est", "UB"}
	if len(kept) == 0 {
		m.SetRow(0, []float64{frame.Missing, frame.Missing, frame.Missing, frame.Missing})
	}
	for i, x := range kept {
		m.SetRow(i, []float64{math.Abs(float64(x.time)), x.lo, x.est, x.hi})
	}
	return m
}

// shown tells which event times are to be drawn.
func (o *eventdd) shown(s *eventStudy) (func(t int) bool, error) {
	switch {
	case o.InRange:
		return func(t int) bool { return t >= -o.Leads && t <= o.Lags }, nil
	case o.Balanced:
		return o.balancedTimes(s)
	case o.NoEnd:
		return func(t int) bool { return t != -o.Leads && t != o.Lags }, nil
	}
	return func(int) bool { return true }, nil
}

// balancedTimes are the event times at which every unit of xtset with an event
// is in the estimation sample.
func (o *eventdd) balancedTimes(s *eventStudy) (func(t int) bool, error) {
	f := s.c.Frame()
	id := f.Column(f.Panel.ID)
	if id == nil {
		return nil, rc.DataProblem.Errorf("option balanced needs the panel variable; use xtset")
	}
	seen := map[int]map[expr.Value]bool{}
	units := map[expr.Value]bool{}
	for _, r := range s.c.Sample().Index() {
		t := s.since[r]
		if t >= frame.Missing {
			continue
		}
		var v expr.Value
		if id.IsString() {
			v = expr.Str(id.Text(int(r)))
		} else {
			v = expr.Num(id.Num(int(r)))
		}
		k := int(t)
		if seen[k] == nil {
			seen[k] = map[expr.Value]bool{}
		}
		seen[k][v], units[v] = true, true
	}
	return func(t int) bool { return len(seen[t]) == len(units) }, nil
}
