package matching

import (
	"fmt"
	"math"
	"regexp"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/stats/match"
)

// made matches the names of the variables of an earlier psmatch2.
var made = regexp.MustCompile(`^_(treated|support|weight|id|nn|pdif|n\d+)$`)

// generate makes the variables that tell of the matches, and drops those of an
// earlier matching.
func (o *psmatch2) generate(c *interp.Call, s *scores, m *matches) {
	f := c.Frame()
	var old []string
	for _, col := range f.Columns() {
		if made.MatchString(col.Name) {
			old = append(old, col.Name)
		}
	}
	if len(old) > 0 {
		f.Drop(old...)
	}
	n := len(s.rows)
	o.put(c, s, "_pscore", "psmatch2: Propensity Score", frame.Double, func(i int) float64 { return s.score[i] })
	o.put(c, s, "_treated", "psmatch2: Treatment assignment", frame.Byte, func(i int) float64 { return indicator(s.treat[i]) })
	o.put(c, s, "_support", "psmatch2: Common support", frame.Byte, func(i int) float64 { return indicator(m.support[i]) })
	label(f, "_treated", "Untreated", "Treated")
	label(f, "_support", "Off support", "On support")
	weights, _ := m.toTreated.Weights()
	o.put(c, s, "_weight", "psmatch2: weight of matched controls", frame.Double, func(i int) float64 {
		switch {
		case s.treat[i] && m.support[i] && m.toTreated.Found(i):
			return 1
		case s.treat[i] || weights[i] == 0:
			return math.NaN()
		}
		return weights[i]
	})
	for _, y := range s.outcomes {
		own := m.toTreated.Outcome(y.y)
		if m.toUntreated != nil {
			for i, v := range m.toUntreated.Outcome(y.y) {
				if !s.treat[i] {
					own[i] = v
				}
			}
		}
		o.put(c, s, "_"+y.name, "psmatch2: value of "+y.name+" of match(es)", frame.Double, func(i int) float64 { return own[i] })
	}
	if o.neighbors() {
		o.putNeighbors(c, s, m, n)
	}
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// label attaches the value label name to the variable called name.
func label(f *frame.Frame, name, zero, one string) {
	l := &frame.ValueLabel{Name: name}
	l.Set(0, zero)
	l.Set(1, one)
	f.SetValueLabel(l)
	f.Column(name).ValueLabel = name
}

// put makes a variable with the value v(i) in the i-th row of the sample.
func (o *psmatch2) put(c *interp.Call, s *scores, name, text string, t frame.Type, v func(i int) float64) {
	col := frame.NewColumn(name, t, c.Frame().N())
	for i, r := range s.rows {
		if x := frame.Value(v(i)); x < frame.Missing {
			col.SetNum(int(r), x)
		}
	}
	col.Label = text
	c.Frame().Put(col)
}

// putNeighbors makes _id, the places of the observations by treatment and
// score; _n1, _n2, ..., those of the matches; _nn and _pdif.
func (o *psmatch2) putNeighbors(c *interp.Call, s *scores, m *matches, n int) {
	id := make([]float64, n)
	for i := range id {
		id[i] = math.NaN()
	}
	for k, i := range match.Order(s.score, s.treat, s.in) {
		id[i] = float64(k + 1)
	}
	of := func(i int) []int32 {
		if s.treat[i] {
			return m.toTreated.(*match.Links).Of(i)
		}
		if l, ok := m.toUntreated.(*match.Links); ok {
			return l.Of(i)
		}
		return nil
	}
	most := 0
	for i := range n {
		most = max(most, len(of(i)))
	}
	o.put(c, s, "_id", "psmatch2: Identifier (ID)", frame.Double, func(i int) float64 { return id[i] })
	for k := range min(most, o.Neighbor) {
		text := fmt.Sprintf("psmatch2: ID of nearest neighbor nr. %d", k+1)
		o.put(c, s, fmt.Sprintf("_n%d", k+1), text, frame.Double, func(i int) float64 {
			if to := of(i); k < len(to) {
				return id[to[k]]
			}
			return math.NaN()
		})
	}
	o.put(c, s, "_nn", "psmatch2: # matched neighbors", frame.Int, func(i int) float64 { return float64(len(of(i))) })
	o.put(c, s, "_pdif", "psmatch2: abs(pscore - pscore[nearest neighbor])", frame.Double, func(i int) float64 {
		if to := of(i); len(to) > 0 {
			return math.Abs(s.score[i] - s.score[to[0]])
		}
		return math.NaN()
	})
}
