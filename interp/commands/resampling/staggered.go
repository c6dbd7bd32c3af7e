package resampling

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// staggering is the option staggered(unit time [gvar] [, dates(how)]).
type staggering struct {
	unit, time, first *frame.Column
	dates             string
}

// dateRules are the ways to draw dates.
var dateRules = []string{"SHUFfle", "DRAW", "UNIForm", "ANY"}

// Decode implements interp.Decoder.
func (s *staggering) Decode(c *interp.Call, _ string, arg *lang.Text) error {
	list, rest, _ := strings.Cut(arg.Text, ",")
	cols, err := c.VarlistText(lang.Text{Pos: arg.Pos, Text: list})
	if err != nil {
		return err
	}
	if len(cols) < 2 || len(cols) > 3 {
		return rc.Syntax.Errorf("option staggered() incorrectly specified: it takes the unit, the time and, if need be, the variable of first treatment")
	}
	s.unit, s.time = cols[0], cols[1]
	if len(cols) == 3 {
		s.first = cols[2]
	}
	for _, col := range cols[1:] {
		if col.IsString() {
			return rc.TypeMismatch.Errorf("%s is a string variable", col.Name)
		}
	}
	s.dates = "shuffle"
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return nil
	}
	word, ok := strings.CutPrefix(rest, "dates(")
	word = strings.TrimSpace(strings.TrimSuffix(word, ")"))
	for _, r := range dateRules {
		if ok && lang.Abbreviates(word, r) {
			s.dates = strings.ToLower(r)
			return nil
		}
	}
	return rc.Syntax.Errorf("option staggered() incorrectly specified: dates() is one of shuffle, draw, uniform, any")
}

// A panelUnit is the rows of one unit in the order of time.
type panelUnit struct {
	rows  []int32
	times []float64
}

// from returns the rows from a date on.
func (u *panelUnit) from(date float64) []int32 {
	i, _ := slices.BinarySearch(u.times, date)
	return u.rows[i:]
}

// A staggered scheme draws fake treated units, in each stratum as many as are
// treated, and a date for each from which it is treated on.
type staggered struct {
	key     uint64
	strata  [][]panelUnit
	dates   [][]float64 // of the treated units, by stratum
	pool    []float64   // the dates that uniform and any choose from
	rule    string
	treated int
}

// newStaggered reads who is treated from when on. f is the data, treat the
// treatment, 0 or 1.
func (s *staggering) newStaggered(f *frame.Frame, treat *frame.Column, strata []*frame.Column, key uint64) (*staggered, error) {
	out := &staggered{key: key, rule: s.dates}
	cols := columnsOf(f, []*frame.Column{s.unit, s.time})
	d := newDesign(f, strata, cols[:1])
	out.strata, out.dates = make([][]panelUnit, len(d.strata)), make([][]float64, len(d.strata))
	whole, _ := frame.GroupCodes(cols[:1], frame.AllRows(f.N()), true)
	for k, units := range d.strata {
		for _, u := range units {
			p := sortedUnit(u, cols[1])
			date, treated, err := s.dateOf(f, p, treat)
			if err != nil {
				return nil, err
			}
			if treated {
				out.dates[k] = append(out.dates[k], date)
				out.treated++
			}
			out.strata[k] = append(out.strata[k], p)
		}
	}
	if len(strata) > 0 && d.splits(whole) {
		return nil, rc.DataProblem.Errorf("strata() varies within %s", s.unit.Name)
	}
	if out.treated == 0 {
		return nil, rc.DataProblem.Errorf("no unit is treated")
	}
	out.pool = slices.Concat(out.dates...)
	if s.dates == "any" {
		out.pool = append([]float64(nil), cols[1].Numbers()...)
	}
	slices.Sort(out.pool)
	out.pool = slices.Compact(out.pool)
	if s.dates == "any" && len(out.pool) > 1 {
		out.pool = out.pool[1:]
	}
	return out, nil
}

// splits reports whether a group of codes lies in several units.
func (d *design) splits(codes []int32) bool {
	seen := map[int32]bool{}
	for _, u := range d.units() {
		g := codes[u.rows[0]]
		if seen[g] {
			return true
		}
		seen[g] = true
	}
	return false
}

// sortedUnit puts the rows of a unit into the order of time.
func sortedUnit(u unit, time *frame.Column) panelUnit {
	p := panelUnit{rows: slices.Clone(u.rows)}
	slices.SortStableFunc(p.rows, func(a, b int32) int {
		x, y := time.Num(int(a)), time.Num(int(b))
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for _, r := range p.rows {
		p.times = append(p.times, time.Num(int(r)))
	}
	return p
}

// dateOf returns when a unit is first treated: by the variable that says so or
// by its treatment, which must not end again.
func (s *staggering) dateOf(f *frame.Frame, p panelUnit, treat *frame.Column) (date float64, treated bool, err error) {
	for i, r := range p.rows {
		x := treat.Num(int(r))
		switch {
		case x != 0 && x != 1:
			return 0, false, rc.DataProblem.Errorf("%s is not 0 or 1, as staggered() needs", treat.Name)
		case treated && x == 0:
			return 0, false, rc.DataProblem.Errorf("%s ends again in a unit; staggered() needs a treatment that stays", treat.Name)
		case x == 1 && !treated:
			date, treated = p.times[i], true
		}
	}
	if s.first == nil {
		return date, treated, nil
	}
	g := f.Column(s.first.Name).Num(int(p.rows[0]))
	if g <= 0 || g >= frame.Missing { // 0 and missing mean never
		return 0, false, nil
	}
	return g, true, nil
}

func (s *staggered) usual() float64 { return 0 }

// assigner implements scheme.
func (s *staggered) assigner() stats.Assigner {
	var orders []order
	for _, units := range s.strata {
		orders = append(orders, newOrder(len(units)))
	}
	var rows []int32
	var ones []float64
	all := slices.Concat(s.dates...)
	return func(draw int) ([]int32, []float64) {
		src := interp.StreamOf(s.key, draw)
		rows = rows[:0]
		for k, units := range s.strata {
			for j, u := range orders[k].sample(src, len(s.dates[k])) {
				date := s.dates[k][j] // the units are in random order
				switch s.rule {
				case "draw":
					date = all[src.Int(0, int64(len(all)-1))]
				case "uniform", "any":
					date = s.pool[src.Int(0, int64(len(s.pool)-1))]
				}
				rows = append(rows, units[u].from(date)...)
			}
		}
		for len(ones) < len(rows) {
			ones = append(ones, 1)
		}
		return rows, ones[:len(rows)]
	}
}
