package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Eventdd is the command "eventdd".
var Eventdd = &interp.Command{
	Name:   "eventdd",
	Brief:  "panel event study, estimated and drawn",
	Syntax: "varlist(min=1 fv ts) [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &eventdd{Baseline: -1} },
	By:     interp.ByEach,
	Doc: `    eventdd depvar [indepvars] [if] [in] [weight], timevar(varname) [options]

timevar() holds the periods since the event, 0 in the period of the event,
negative before it, and missing for units without one. Indicators of all event
times but the baseline, lead2, lead3, ... and lag0, lag1, ..., are added to the
regressors of regress, xtreg, fe or reghdfe, and their coefficients are drawn.

method(ols), the default, wants effects of units and periods among indepvars,
method(fe) those of periods, and method(hdfe, absorb(effects)) none; further
options behind the comma go to the estimation command.

With accum, lead# and lag# of leads() and lags() stand for all event times
beyond as well. inrange and balanced draw fewer coefficients than are estimated.

Options wboot and keepbal() of other implementations are not available.

estat leads, estat lags and estat eventdd test that all coefficients are zero.

Stored results: those of the estimation command, e(baseline), e(level),
e(leads), e(lags) (event time, limits and estimate), e(V_leads_lags); with
over(), e(b_g#), e(V_g#), e(leads_g#), e(lags_g#), e(V_leads_lags_g#)

Reference: Clarke, D., and K. Tapia-Schythe. 2021. Implementing the panel event
study. Stata Journal 21.`,
}

type eventdd struct {
	TimeVar     *frame.Column `opt:"timevar(varname)" help:"periods since the event; missing for units without one"`
	Method      lang.Text     `opt:"method(type)" help:"ols, fe or hdfe, absorb(); behind the comma, options of the estimation command"`
	OLS         bool          `opt:"ols" help:"as method(ols)"`
	FE          bool          `opt:"fe" help:"as method(fe)"`
	HDFE        bool          `opt:"hdfe" help:"as method(hdfe)"`
	Absorb      lang.Text     `opt:"absorb(effects)" help:"effects that method(hdfe) absorbs"`
	VCE         lang.Text     `opt:"vce(vcetype)" help:"type of standard error"`
	Robust      bool          `opt:"Robust" help:"robust standard errors"`
	Cluster     lang.Text     `opt:"CLuster(varlist)" help:"clustered standard errors"`
	NoCons      bool          `opt:"noConstant" help:"suppress the constant term of method(ols)"`
	Baseline    int           `opt:"baseline(#)" help:"event time that others are compared with; default -1"`
	Level       float64       `opt:"level(#)" help:"confidence level, in percent; default 95"`
	Leads       int           `opt:"leads(#)" help:"earliest event time before the event, for accum and inrange"`
	Lags        int           `opt:"lags(#)" help:"latest event time, for accum and inrange"`
	Accum       bool          `opt:"accum" help:"the last of leads() and lags() stand for all times beyond"`
	InRange     bool          `opt:"inrange" help:"draw only leads() and lags()"`
	Balanced    bool          `opt:"balanced" help:"draw only event times at which every unit with an event is observed"`
	KeepDummies bool          `opt:"keepdummies" help:"keep the indicators as variables"`
	Over        *frame.Column `opt:"over(varname)" help:"an event study for each value of the variable"`
	KeepBal     string        `opt:"keepbal(varname)" help:"not available"`
	WBoot       bool          `opt:"wboot" help:"not available"`
	WBootOp     string        `opt:"wboot_op(options)" help:"not available"`
	eventddLooks
}

// eventMethods are the estimation commands of method().
var eventMethods = map[string]string{"ols": "regress", "fe": "xtreg", "hdfe": "reghdfe"}

// An eventStudy is what eventdd estimates: the estimation command with its
// options, and the indicators.
type eventStudy struct {
	c       *interp.Call
	command string // regress, xtreg or reghdfe
	options string
	since   []float64 // event time of all rows
	used    []bool    // rows of the call
	times   []int     // event times in order, all but the baseline of them with an indicator
	first   int       // what the first of times stands for together with all earlier ones, if accumulated
	last    int
	weight  string
}

// An eventEstimate is a coefficient at an event time with its interval.
type eventEstimate struct {
	time        int
	lo, est, hi float64
}

func (o *eventdd) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	s := &eventStudy{c: c}
	if err := o.method(s); err != nil {
		return err
	}
	if err := o.eventTimes(s); err != nil {
		return err
	}
	restore, err := o.indicators(s)
	if err != nil {
		return err
	}
	defer restore()
	groups, err := o.estimate(s)
	if err != nil {
		return err
	}
	return o.draw(s, groups)
}

// check refuses options that are missing or contradict each other.
func (o *eventdd) check() error {
	switch {
	case o.TimeVar == nil:
		return rc.Syntax.Errorf("option timevar() required")
	case o.TimeVar.IsString():
		return rc.TypeMismatch.Errorf("%s is a string variable; timevar() must be numeric", o.TimeVar.Name)
	case o.KeepBal != "":
		return rc.Syntax.Errorf("option keepbal() is not available; keep the units wanted and use if")
	case o.WBoot || o.WBootOp != "":
		return rc.Syntax.Errorf("option wboot is not available")
	case o.Leads < 0 || o.Lags < 0:
		return rc.Syntax.Errorf("leads() and lags() must not be negative")
	case o.NoEnd && !o.Accum:
		return rc.Syntax.Errorf("option noend needs accum")
	case (o.Accum || o.InRange) && o.Leads == 0 && o.Lags == 0:
		return rc.Syntax.Errorf("options accum and inrange need leads() and lags()")
	case o.Jitter != 0 && o.Over == nil:
		return rc.Syntax.Errorf("option jitter() needs over()")
	case o.Level != 0 && (o.Level < 10 || o.Level > 99.99):
		return rc.Syntax.Errorf("level() must be between 10 and 99.99 inclusive")
	}
	on := 0
	for _, b := range []bool{o.Accum, o.InRange, o.Balanced} {
		on += int(truth(b))
	}
	if on > 1 {
		return rc.Conflict.Errorf("only one of accum, inrange and balanced is allowed")
	}
	return nil
}

// method finds the estimation command and its options.
func (o *eventdd) method(s *eventStudy) error {
	name, rest, _ := strings.Cut(o.Method.Text, ",")
	words := strings.Fields(name)
	for _, x := range []struct {
		on   bool
		word string
	}{{o.OLS, "ols"}, {o.FE, "fe"}, {o.HDFE, "hdfe"}} {
		if x.on {
			words = append(words, x.word)
		}
	}
	switch {
	case len(words) == 0:
		words = []string{"ols"}
	case len(words) > 1:
		return rc.Conflict.Errorf("only one of ols, fe and hdfe is allowed")
	}
	s.command = eventMethods[words[0]]
	if s.command == "" {
		return rc.Syntax.Errorf("option method() must be ols, fe or hdfe, not %s", words[0])
	}
	opts := []string{strings.TrimSpace(rest)}
	for _, x := range []struct {
		name string
		text lang.Text
	}{{"absorb", o.Absorb}, {"vce", o.VCE}, {"cluster", o.Cluster}} {
		opts = append(opts, optional(x.name, x.text.Text))
	}
	for _, x := range []struct {
		on   bool
		word string
	}{{o.Robust, "robust"}, {o.NoCons, "noconstant"}, {words[0] == "fe", "fe"}} {
		if x.on {
			opts = append(opts, x.word)
		}
	}
	if o.Level != 0 {
		opts = append(opts, fmt.Sprintf("level(%s)", interp.FormatNumber(o.Level)))
	}
	s.options = strings.Join(opts, " ")
	if w := s.c.Weight; w != nil {
		s.weight = fmt.Sprintf("[%s=%s]", w.Kind, w.Text)
	}
	return nil
}

// eventTimes reads the event times: r(459), with counts, for fractions; they
// must leave something to compare with the baseline.
func (o *eventdd) eventTimes(s *eventStudy) error {
	n := s.c.Frame().N()
	s.since, s.used = make([]float64, n), make([]bool, n)
	seen := map[int]int{}
	fractions, none := 0, 0
	for _, r := range s.c.Rows.Index() {
		t := o.TimeVar.Num(int(r))
		s.used[r], s.since[r] = true, t
		switch {
		case t >= frame.Missing:
			none++
		case t != float64(int(t)):
			fractions++
		default:
			seen[o.accumulated(int(t))]++
		}
	}
	switch {
	case fractions > 0:
		return rc.DataProblem.Errorf("timevar() %s is no integer in %s observations", o.TimeVar.Name, s.c.Count(fractions))
	case len(seen) == 0:
		return rc.NoObs.Errorf("no observations: timevar() %s is missing in all %s observations", o.TimeVar.Name, s.c.Count(none))
	case seen[o.Baseline] == 0:
		return rc.Syntax.Errorf("baseline() %d not found: no observation has this event time", o.Baseline)
	case len(seen) == 1:
		return rc.DataProblem.Errorf("all %s observations with an event have event time %d: nothing can be compared", s.c.Count(seen[o.Baseline]), o.Baseline)
	}
	for t := range seen {
		s.times = append(s.times, t)
	}
	slices.Sort(s.times)
	s.first, s.last = s.times[0], s.times[len(s.times)-1]
	var gaps []string
	for t := s.first; t < s.last; t++ {
		if seen[t] == 0 {
			gaps = append(gaps, fmt.Sprint(t))
		}
	}
	if len(gaps) > 0 {
		s.c.Note("note: no observation has event time %s.", strings.Join(gaps, ", "))
	}
	if none == 0 {
		s.c.Note("note: every unit has an event: leads and lags are compared within units with events only.")
	}
	return nil
}

// accumulated is the event time that t counts as.
func (o *eventdd) accumulated(t int) int {
	if !o.Accum {
		return t
	}
	return min(max(t, -o.Leads), o.Lags)
}

// indicatorName is the variable of an event time.
func indicatorName(t int) string {
	if t < 0 {
		return fmt.Sprint("lead", -t)
	}
	return fmt.Sprint("lag", t)
}

// indicatorLabel marks the variables that keepdummies has kept.
func indicatorLabel(t int) string { return fmt.Sprintf("Indicator of event time %d", t) }

// indicators adds the indicators to the dataset; restore takes those away that
// are not to be kept, and brings back variables of the same names.
func (o *eventdd) indicators(s *eventStudy) (restore func(), err error) {
	f := s.c.Frame()
	mentioned, err := mentions(s.c)
	if err != nil {
		return nil, err
	}
	changed, sorted := f.Changed, f.SortedBy
	var old []*frame.Column
	for _, t := range s.times {
		name := indicatorName(t)
		if t == o.Baseline {
			continue
		}
		if was := f.Column(name); was != nil {
			if mentioned[name] || o.KeepDummies && was.Label != indicatorLabel(t) {
				return nil, rc.Exists.Errorf("variable %s already defined", name)
			}
			old = append(old, was)
		}
	}
	for _, t := range s.times {
		if t == o.Baseline {
			continue
		}
		col := frame.NewColumn(indicatorName(t), frame.Byte, f.N())
		for i, x := range s.since {
			col.SetNum(i, truth(s.used[i] && x < frame.Missing && o.accumulated(int(x)) == t))
		}
		col.Label = indicatorLabel(t)
		f.Put(col)
	}
	return func() {
		if o.KeepDummies {
			return
		}
		for _, t := range s.times {
			if f.Column(indicatorName(t)) != nil {
				f.Drop(indicatorName(t))
			}
		}
		for _, col := range old {
			f.Put(col)
		}
		f.Changed, f.SortedBy = changed, sorted
	}, nil
}
