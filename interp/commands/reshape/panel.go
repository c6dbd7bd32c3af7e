package reshape

import (
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
)

// A panelView is the observations of a dataset by panel and, within panels,
// by time; those for which one of the two is missing are left out. Without a
// panel variable all observations are one panel, without a time variable they
// are in their order.
type panelView struct {
	id, time *frame.Column // nil for none
	delta    float64       // between periods, in units of time
	order    []int32       // rows of the dataset
	start    []int32       // where panels begin in order, and behind them its length
	times    []float64     // of the rows in order; nil without a time variable
}

// viewPanels sorts the given rows into panels.
func viewPanels(id, time *frame.Column, delta float64, rows frame.Rows) *panelView {
	if delta == 0 {
		delta = 1
	}
	v := &panelView{id: id, time: time, delta: delta}
	rows = rows.Where(func(i int) bool {
		return (id == nil || !id.Missing(i)) && (time == nil || !time.Missing(i))
	})
	index := rows.Index()
	var keys []*frame.Column
	for _, c := range []*frame.Column{id, time} {
		if c != nil {
			keys = append(keys, c.Gather(index))
		}
	}
	v.order = index
	if o := frame.Order(frame.Keys(keys...)); o != nil {
		v.order = make([]int32, len(o))
		for i, k := range o {
			v.order[i] = index[k]
		}
	}
	if time != nil {
		v.times = time.Gather(v.order).Numbers()
	}
	v.start = []int32{0, int32(len(index))}
	if id != nil {
		v.start = frame.Starts(frame.Keys(id.Gather(v.order)))
	}
	if len(index) == 0 {
		v.start = []int32{0}
	}
	return v
}

// currentPanels returns the view of the data as they are xtset. With time,
// they must be tsset: r(111).
func currentPanels(c *interp.Call, rows frame.Rows, needTime bool) (*panelView, error) {
	f := c.Frame()
	id, time := f.Column(f.Panel.ID), f.Column(f.Panel.Time)
	if needTime && time == nil {
		return nil, rc.NotFound.Errorf("time variable not set, use tsset varname ...")
	}
	return viewPanels(id, time, f.Panel.Delta, rows), nil
}

// needPanel is the error of data that have no panel variable.
func needPanel(command string) error {
	return rc.DataProblem.Errorf("panel variable not set; use %s varname ...", command)
}

// n returns the number of panels.
func (v *panelView) n() int { return len(v.start) - 1 }

// of returns the times of panel p, nil without a time variable.
func (v *panelView) of(p int) []float64 {
	if v.time == nil {
		return nil
	}
	return v.times[v.start[p]:v.start[p+1]]
}

// length returns the number of observations of panel p.
func (v *panelView) length(p int) int { return int(v.start[p+1] - v.start[p]) }

// idOf returns the value of the panel variable in panel p.
func (v *panelView) idOf(p int) float64 { return v.id.Num(int(v.order[v.start[p]])) }

// check returns an r(451) unless times are integers that do not repeat within
// a panel and are no closer to each other than delta.
func (v *panelView) check() error {
	for _, t := range v.times {
		if t != math.Trunc(t) {
			return rc.BadTime.Errorf("time variable must contain only integer values")
		}
	}
	closest := math.Inf(1)
	for p := range v.n() {
		times := v.of(p)
		for i := 1; i < len(times); i++ {
			closest = min(closest, times[i]-times[i-1])
		}
	}
	switch {
	case closest == 0 && v.id != nil:
		return rc.BadTime.Errorf("repeated time values within panel")
	case closest == 0:
		return rc.BadTime.Errorf("repeated time values in sample")
	case closest < v.delta:
		return rc.BadTime.Errorf("time values with period less than delta() found")
	}
	return nil
}

// gaps reports whether a panel skips a period.
func (v *panelView) gaps() bool {
	for p := range v.n() {
		times := v.of(p)
		for i := 1; i < len(times); i++ {
			if times[i]-times[i-1] > v.delta {
				return true
			}
		}
	}
	return false
}

// balance says how alike the panels are: "strongly balanced" if they have the
// same times, "weakly balanced" if as many; without a time variable just
// "balanced".
func (v *panelView) balance() string {
	weakly, strongly := true, v.time != nil
	for p := 1; p < v.n(); p++ {
		weakly = weakly && v.length(p) == v.length(0)
		strongly = strongly && weakly && slices.Equal(v.of(p), v.of(0))
	}
	switch {
	case strongly:
		return "strongly balanced"
	case weakly && v.time != nil:
		return "weakly balanced"
	case weakly:
		return "balanced"
	}
	return "unbalanced"
}

// span returns the first and last time of all panels.
func (v *panelView) span() (lo, hi float64) {
	if len(v.times) == 0 {
		return frame.Missing, frame.Missing
	}
	return slices.Min(v.times), slices.Max(v.times)
}
