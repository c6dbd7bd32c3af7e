package matching

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/match"
)

// effects are the results for one outcome.
type effects struct {
	name               string
	mean1, mean0       float64 // of all treated and untreated
	se                 float64 // of their difference
	treated            match.Effect
	untreated          match.Effect // Own is the mean of the untreated
	all                float64
	seUntreated, seAll float64 // NaN without ai()
	ate                bool
}

// effects compares each outcome.
func (o *psmatch2) effects(s *scores, m *matches) []effects {
	g := match.Groups{Score: s.score, Focus: s.treated(true), Pool: s.treated(false)}
	variance := match.Matched
	if o.Release == "4.1.0" {
		variance = match.Whole
	}
	var out []effects
	for _, y := range s.outcomes {
		e := effects{name: y.name, ate: o.ATE, seUntreated: math.NaN(), seAll: math.NaN()}
		e.mean1, e.mean0, e.se = s.unmatched(y.y)
		e.treated = match.Estimate(g, m.toTreated, y.y, variance)
		if o.ATE {
			e.untreated = match.Estimate(g.Swap(), m.toUntreated, y.y, variance)
			n1, n0 := float64(e.treated.N), float64(e.untreated.N)
			e.all = (n1*e.treated.Diff - n0*e.untreated.Diff) / (n1 + n0)
		}
		if o.AI > 0 {
			ai := match.AbadieImbens{Groups: g, ToTreated: m.toTreated, ToUntreated: m.toUntreated, Y: y.y, Neighbors: o.AI, Population: o.Population}
			e.treated.SE = ai.SE(match.OnTreated, e.treated.Diff)
			if o.ATE {
				e.seUntreated = ai.SE(match.OnUntreated, -e.untreated.Diff)
				e.seAll = ai.SE(match.OnAll, e.all)
			}
		}
		out = append(out, e)
	}
	return out
}

// unmatched compares the means of all treated and untreated rows; the standard
// error is that of a regression on treatment.
func (s *scores) unmatched(y []float64) (mean1, mean0, se float64) {
	var d stats.Design
	d.Constant, d.Names, d.X = true, []string{"treated"}, [][]float64{nil}
	d.X[0] = []float64{}
	for i, in := range s.in {
		if in {
			x := 0.0
			if s.treat[i] {
				x = 1
			}
			d.Y, d.X[0] = append(d.Y, y[i]), append(d.X[0], x)
		}
	}
	fit, err := stats.OLS(&d, stats.Classical{})
	if err != nil {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return fit.B[0] + fit.B[1], fit.B[1], fit.SE(0)
}

const (
	tableRule = 88
	tableEdge = 28
)

// table prints the effects.
func (o *psmatch2) table(c *interp.Call, all []effects) {
	rule := strings.Repeat("-", tableRule) + "\n"
	cross := strings.Repeat("-", tableEdge) + "+" + strings.Repeat("-", tableRule-tableEdge-1) + "\n"
	num := func(x float64) string { return c.Format("%11.0g", frame.Value(x)) }
	row := func(name, sample string, cells [4]float64, blank bool) {
		first, second := num(cells[0]), num(cells[1])
		if blank {
			first, second = strings.Repeat(" ", 11), strings.Repeat(" ", 11)
		}
		c.Printf("%16s%11s |%s  %s  %s  %s%s\n", name, sample, first, second, num(cells[2]), num(cells[3]), c.Format("%9.2f", frame.Value(cells[2]/cells[3])))
	}
	c.Print(rule)
	c.Print("        Variable     Sample |    Treated     Controls   Difference         S.E.   T-stat\n")
	c.Print(cross)
	for _, e := range all {
		row(frame.Abbrev(e.name, 16), "Unmatched", [4]float64{e.mean1, e.mean0, e.mean1 - e.mean0, e.se}, false)
		t := e.treated
		row("", "ATT", [4]float64{t.Own, t.Matched, t.Diff, t.SE}, false)
		if e.ate {
			u := e.untreated
			row("", "ATU", [4]float64{u.Own, u.Matched, -u.Diff, e.seUntreated}, false)
			row("", "ATE", [4]float64{0, 0, e.all, e.seAll}, true)
		}
		c.Print(cross)
	}
	switch {
	case o.Population:
		c.Print("Note: Population S.E.\n")
	case o.AI > 0:
		c.Print("Note: Sample S.E.\n")
	default:
		c.Print("Note: S.E. does not take into account that the propensity score is estimated.\n")
	}
	if o.AI == 0 {
		if o.Release == "4.1.0" {
			c.Print("Note: S.E. as in psmatch2 4.1.0, with the variance of all untreated outcomes.\n")
		} else {
			c.Print("Note: S.E. as in psmatch2 4.0.12, with the variance of matched untreated outcomes.\n")
		}
	}
}

// store makes r().
func (o *psmatch2) store(c *interp.Call, all []effects) {
	c.ClearR()
	set := func(name, outcome string, x float64) {
		if outcome != "" {
			name += "_" + outcome
		}
		c.Scalar(name, x)
	}
	for k, e := range all {
		names := []string{e.name}
		if k == len(all)-1 {
			names = append(names, "")
		}
		for _, suffix := range names {
			set("att", suffix, e.treated.Diff)
			set("seatt", suffix, e.treated.SE)
			if !e.ate {
				continue
			}
			set("atu", suffix, -e.untreated.Diff)
			set("ate", suffix, e.all)
			if o.AI > 0 {
				set("seatu", suffix, e.seUntreated)
				set("seate", suffix, e.seAll)
			}
		}
	}
}
