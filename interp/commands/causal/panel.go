package causal

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/did"
)

// A panel is a sample of units observed over periods.
type panel struct {
	*sample
	id, time *frame.Column
	unit     []int32 // of each row, from 0
	units    int
	period   []int32   // of each row, from 0 in the order of time
	periods  []float64 // values of time
}

// declared returns the variables of xtset; r(459) unless there are both.
func declared(c *interp.Call) (id, time *frame.Column, err error) {
	f := c.Frame()
	id, time = f.Column(f.Panel.ID), f.Column(f.Panel.Time)
	if id == nil || time == nil {
		return nil, nil, rc.DataProblem.Errorf("must specify panelvar and timevar; use xtset")
	}
	return id, time, nil
}

// newPanel reads units and periods over the rows in which they and the
// variables in need are not missing.
func newPanel(c *interp.Call, id, time *frame.Column, need ...*frame.Column) (*panel, error) {
	if time.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s is a string variable; the time variable must be numeric", time.Name)
	}
	s, err := newSample(c, append([]*frame.Column{id, time}, need...))
	if err != nil {
		return nil, err
	}
	p := &panel{sample: s, id: id, time: time}
	return p, p.number()
}

// number codes units and periods anew, after rows were left out.
func (p *panel) number() error {
	p.unit, p.units = p.codes(p.id)
	t, err := p.num(p.time)
	if err != nil {
		return err
	}
	codes, n := p.codes(p.time)
	p.period, p.periods = codes, make([]float64, n)
	for i, c := range codes {
		p.periods[c] = t[i]
	}
	return nil
}

// adoption reads a 0/1 treatment that units keep once they have it: r(450)
// and r(459), with counts, for others, and for repeated periods.
func (p *panel) adoption(d *frame.Column) (did.Adoption, error) {
	v, err := p.num(d)
	if err != nil {
		return did.Adoption{}, err
	}
	treated := make([]bool, len(v))
	bad, on := 0, 0
	for i, x := range v {
		switch {
		case x == 1:
			treated[i] = true
			on++
		case x != 0:
			bad++
		}
	}
	switch {
	case bad > 0:
		return did.Adoption{}, rc.NotZeroOne.Errorf("treatment %s must be 0 or 1; it is not in %s observations", d.Name, p.c.Count(bad))
	case on == 0 || on == len(v):
		return did.Adoption{}, rc.DataProblem.Errorf("treatment %s does not vary: it is %d in all %s observations", d.Name, int(truth(on > 0)), p.c.Count(len(v)))
	}
	a := did.Adopt(p.unit, p.period, p.units, len(p.periods), treated)
	if a.Repeated > 0 {
		return a, rc.BadTime.Errorf("repeated time values within panel: %s of %s units of %s have several observations with the same %s",
			p.c.Count(a.Repeated), p.c.Count(p.units), p.id.Name, p.time.Name)
	}
	if a.Reversed > 0 {
		return a, rc.DataProblem.Errorf("treatment %s switches off in %s of %s units; it must stay 1 once it is 1", d.Name, p.c.Count(a.Reversed), p.c.Count(p.units))
	}
	return a, nil
}

// balanced refuses panels with missing periods, with counts.
func (p *panel) balanced(a did.Adoption) error {
	if a.Short == 0 {
		return nil
	}
	return rc.DataProblem.Errorf("panel is not strongly balanced: %s of %s units lack some of the %d periods, %s unit-periods in all",
		p.c.Count(a.Short), p.c.Count(p.units), len(p.periods), p.c.Count(a.Missing))
}

// byUnit arranges values by unit and period, v[u*periods+p], for a balanced
// panel.
func (p *panel) byUnit(v []float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[int(p.unit[i])*len(p.periods)+int(p.period[i])] = x
	}
	return out
}

// unitWeights are the weights of units; r(407) if they vary within units.
func (p *panel) unitWeights() ([]float64, error) {
	if p.weights == nil {
		return nil, nil
	}
	out := make([]float64, p.units)
	for i, u := range p.unit {
		if out[u] != 0 && out[u] != p.weights[i] {
			return nil, rc.BadWeights.Errorf("weights must be the same for all observations in a group: they vary within %s", p.id.Name)
		}
		out[u] = p.weights[i]
	}
	return out, nil
}
