package causal

import (
	"fmt"
	"math"
	"slices"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/did"
)

// csdidDetails are estimates of csdid with their influence functions, and how
// they were last averaged.
type csdidDetails struct {
	gt                                  *did.GroupTimes
	options                             did.GroupTimeOptions
	eqs                                 []string
	ivar, tvar, gvar                    *frame.Column
	times                               []float64
	long2                               bool
	method, outcome, treatment, control string

	depvar string
	sample frame.Rows
	weight []interp.Macro

	shown *did.Result // the last averages
	kind  string      // of them
}

// csdidOf returns the active estimates of csdid.
func csdidOf(c *interp.Call) (*csdidDetails, error) {
	if c.E.B == nil || c.E.Cmd() != "csdid" {
		return nil, rc.NoEstimates.Errorf("last estimates not found")
	}
	if c.E.Fit != nil {
		if d, ok := c.E.Fit.Details.(*csdidDetails); ok {
			return d, nil
		}
	}
	return nil, rc.NoEstimates.Errorf("the influence functions of these estimates are not in memory; run csdid again")
}

// name names the cells: t_ and the two periods, in equations by cohort.
func (d *csdidDetails) name() {
	d.eqs = nil
	for j, c := range d.gt.Cells {
		d.eqs = append(d.eqs, "g"+interp.FormatNumber(c.Cohort))
		d.gt.Names[j] = fmt.Sprintf("t_%s_%s", interp.FormatNumber(d.gt.Early[j]), interp.FormatNumber(d.gt.Late[j]))
	}
}

// csdidTitles are what is printed above averages.
var csdidTitles = map[string]string{
	"attgt":    "ATT GT\n",
	"simple":   "Average Treatment Effect on Treated\n",
	"group":    "ATT by group\n",
	"calendar": "ATT by Calendar Period\n",
	"event":    "ATT by Periods Before and After treatment\nEvent Study:Dynamic effects\n",
	"cevent":   "Event Studies Aggregated effects\n",
}

// aggregate averages the effects; window, if given, is two event times.
func (d *csdidDetails) aggregate(kind string, window []float64) (*did.Result, error) {
	lo, hi := math.Inf(-1), math.Inf(1)
	if len(window) == 2 {
		lo, hi = min(window[0], window[1]), max(window[0], window[1])
	}
	if len(window) == 2 && kind != "event" && kind != "cevent" {
		return nil, rc.Syntax.Errorf("option window() not allowed with %s", kind)
	}
	after := slices.ContainsFunc(d.gt.Cells, func(c did.Cell) bool { return c.Post })
	number := func(prefix string) func(float64) string {
		return func(x float64) string { return prefix + interp.FormatNumber(x) }
	}
	switch {
	case kind == "attgt":
		return d.gt.Result, nil
	case kind != "event" && kind != "cevent" && !after:
		return nil, rc.NoObs.Errorf("no effects since treatment are estimated")
	case kind == "simple":
		return d.gt.Simple("ATT"), nil
	case kind == "group":
		return d.gt.ByCohort("GAverage", number("G")), nil
	case kind == "calendar":
		return d.gt.ByPeriod("CAverage", number("T")), nil
	case kind == "event":
		r, _ := d.gt.ByEvent("Pre_avg", "Post_avg", eventName, func(e float64) bool { return d.windowTime(e) >= lo && e <= hi })
		if r == nil {
			return nil, rc.NoObs.Errorf("no effects in the window")
		}
		return r, nil
	case kind == "cevent":
		r := d.gt.Window("CEvent", lo, hi)
		if r == nil {
			return nil, rc.NoObs.Errorf("no effects in the window")
		}
		return r, nil
	}
	return nil, rc.Syntax.Errorf("agg(%s) not allowed: it must be attgt, simple, group, calendar or event", kind)
}

// windowTime is the event time as window() counts it. With long2 effects
// before treatment count as one period later, since they are differences from
// the period before it: window(-5 1) starts with Tm6.
func (d *csdidDetails) windowTime(e float64) float64 {
	if !d.long2 || e >= 0 {
		return e
	}
	return e + 1
}

// eventName is Tm3 for three periods before treatment, Tp0 for its first.
func eventName(e float64) string {
	if e < 0 {
		return "Tm" + interp.FormatNumber(-e)
	}
	return "Tp" + interp.FormatNumber(e)
}

// show prints the active estimates.
func (d *csdidDetails) show(c *interp.Call, o interp.CoefOptions, boot multipliers) {
	c.Print("Difference-in-difference with Multiple Time Periods\n\n")
	c.Printf("%48sNumber of obs     = %10s\n", "", c.Count(d.gt.N))
	c.Printf("Outcome model  : %s\n", d.outcome)
	c.Printf("Treatment model: %s\n", d.treatment)
	if boot.on() {
		boot.show(c, d.shown, c.E.B.ColEq, o)
	} else {
		c.ShowCoefs(d.table(c, c.E, o))
	}
	c.Printf("Control: %s\n", d.control)
	c.Print("\nSee Callaway and Sant'Anna (2021) for details\n")
}

func (d *csdidDetails) table(c *interp.Call, e *interp.Estimates, o interp.CoefOptions) *interp.CoefTable {
	t := c.Table(e, o)
	t.Depvar = ""
	if d.options.ClusterName != "" {
		t.Clusters = fmt.Sprintf("(Std. err. adjusted for %s clusters in %s)", c.Count(d.options.Clusters), d.options.ClusterName)
	}
	return t
}

// averageOptions are the options of the averages of effects by cohort and
// period.
type averageOptions struct {
	Window  []float64 `opt:"window(numlist)" help:"with event, from the first to the second event time"`
	EStore  string    `opt:"estore(name)" help:"store the averages under this name"`
	ESave   string    `opt:"esave(filename)" help:"not available; estore() and then estimates save"`
	Replace bool      `opt:"replace" help:"with esave()"`
	Post    bool      `opt:"post" help:"make the averages the active estimates"`
	Plot    bool      `opt:"plot" help:"draw them, as csdid_plot"`
	interp.CoefOptions
	multipliers
}

// csdidEstat shows averages after csdid; kind is that of the command, or what
// it is told.
type csdidEstat struct {
	kind string
	averageOptions
}

func (o *csdidEstat) Run(c *interp.Call) error {
	d, err := csdidOf(c)
	if err != nil {
		return err
	}
	kind := o.kind
	if kind == "" {
		kind = "attgt"
		if len(c.Names) > 0 {
			kind = c.Names[0]
		}
	}
	return d.estat(c, kind, &o.averageOptions)
}

// estat shows averages of a kind.
func (d *csdidDetails) estat(c *interp.Call, kind string, o *averageOptions) error {
	if err := o.Check(); err != nil {
		return err
	}
	if err := o.multipliers.check(); err != nil {
		return err
	}
	switch {
	case o.ESave != "":
		return rc.Syntax.Errorf("option esave() is not available; use estore() and estimates save")
	case len(o.Window) != 0 && len(o.Window) != 2:
		return rc.Syntax.Errorf("option window() must be two event times")
	}
	switch kind {
	case "pretrend", "pretrends":
		return d.preTest(c, o.Window)
	case "all":
		for _, kind := range []string{"pretrend", "simple", "group", "calendar", "event"} {
			c.Print("\n")
			part := *o
			part.Window, part.EStore, part.Post, part.Plot = nil, "", false, false
			if err := d.estat(c, kind, &part); err != nil {
				return err
			}
		}
		return nil
	}
	if csdidTitles[kind] == "" {
		return rc.Syntax.Errorf("subcommand %s not recognized: it must be pretrend, attgt, simple, group, calendar, event, cevent or all", kind)
	}
	r, err := d.aggregate(kind, o.Window)
	if err != nil {
		return err
	}
	own := *d
	posted := own.estimates(c, r, kind)
	remember(c, &own)
	c.Print(csdidTitles[kind])
	if o.on() {
		o.show(c, r, posted.B.ColEq, o.CoefOptions)
	} else {
		c.ShowCoefs(d.table(c, posted, o.CoefOptions))
	}
	c.Matrix("b", posted.B)
	c.Matrix("V", posted.V)
	c.Macro("agg", kind)
	if o.EStore != "" {
		c.StoreEstimates(o.EStore, posted)
	}
	if o.Post {
		c.SetEstimates(posted)
	}
	if o.Plot {
		return c.Run("csdid_plot")
	}
	return nil
}

// preTest tests that effects before treatment are zero.
func (d *csdidDetails) preTest(c *interp.Call, window []float64) error {
	keep := func(float64) bool { return true }
	title := "Pretrend Test. H0 All Pre-treatment are equal to 0"
	if len(window) == 2 {
		lo, hi := min(window[0], window[1]), max(window[0], window[1])
		keep = func(e float64) bool { return d.windowTime(e) >= lo && e <= hi }
		title = "Pretrend Test. H0 Pre-treatment within window are equal to 0"
	}
	t, err := d.gt.PreTest(keep)
	if err != nil {
		return rc.NoObs.Errorf("%v", err)
	}
	c.Print(title + "\n")
	c.Printf("chi2(%s) = %s\n", interp.FormatNumber(t.DF1), c.Format("%10.4f", t.Stat))
	c.Printf("p-value  = %s\n", c.Format("%10.4f", t.P))
	c.ClearR()
	c.Scalar("df", t.DF1)
	c.Scalar("pchi2", t.P)
	c.Scalar("chi2", t.Stat)
	return nil
}

// averageCommands are estat simple and the like, which depend on the active
// estimates.
var averageCommands = []*interp.Command{
	averageCommand("simple", "average effect on the treated"),
	averageCommand("group", "average effects by cohort"),
	averageCommand("calendar", "average effects by period"),
	averageCommand("event", "average effects by periods since treatment"),
	averageCommand("cevent", "average effect in a window of event times"),
	averageCommand("attgt", "effects by cohort and period"),
	averageCommand("pretrend", "test that effects before treatment are zero"),
	averageCommand("all", "all averages of effects by cohort and period"),
	{
		Name: "csdid_estat", Brief: "averages of effects by cohort and period", Syntax: "namelist(max=1)",
		New: func() interp.Runner { return &csdidEstat{} },
		Doc: "    csdid_estat kind [, options]\n\nAs estat kind after csdid; kind is pretrend, attgt, simple, group, calendar, event,\ncevent or all.",
	},
	{
		Name: "csdid_stats", Brief: "averages of effects by cohort and period", Syntax: "[namelist(max=1)]",
		New: func() interp.Runner { return &csdidEstat{} },
		Doc: "    csdid_stats [kind] [, options]\n\nAs estat kind after csdid, for the estimates in memory: files of influence\nfunctions are not read.",
	},
}

func averageCommand(kind, brief string) *interp.Command {
	return &interp.Command{
		Name: "estat " + kind, Brief: brief + ", after csdid and jwdid",
		New: func() interp.Runner { return &estatAverage{kind: kind} },
		Doc: fmt.Sprintf(`    estat %s [, options]

Standard errors come from the influence functions of the effects, and of the
shares of cohorts that weight them.

Stored results: r(b), r(V), r(table); with estore(name) stored estimates of this
name; after estat pretrend r(chi2), r(df), r(pchi2)`, kind),
	}
}

// estatAverage is estat kind after whatever command has such averages.
type estatAverage struct {
	kind string
	averageOptions
}

func (o *estatAverage) Run(c *interp.Call) error {
	if c.E.B == nil {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if c.E.Cmd() == "csdid" {
		d, err := csdidOf(c)
		if err != nil {
			return err
		}
		return d.estat(c, o.kind, &o.averageOptions)
	}
	if c.E.Cmd() == "jwdid" {
		d, err := jwdidOf(c)
		if err != nil {
			return err
		}
		return d.estat(c, o.kind, &o.averageOptions)
	}
	return rc.NotValidAfter.Errorf("estat %s not valid", o.kind)
}
