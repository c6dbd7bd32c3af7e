package causal

import (
	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats/did"
)

// DidImputation is the command "did_imputation".
var DidImputation = &interp.Command{
	Name:   "did_imputation",
	Brief:  "effects of staggered treatments by imputation",
	Syntax: "varlist(min=4 max=4) [if] [in] [aw iw fw]",
	New:    func() interp.Runner { return &didImputation{MinN: 30, Alpha: -1} },
	By:     interp.ByEach,
	Doc: `    did_imputation depvar id time gvar [if] [in] [weight] [, options]

gvar is the period in which a unit is first treated, missing if it never is.
A model of the outcome without treatment, by default effects of id and time, is
fitted to untreated observations only and extrapolated to the treated ones;
what treated outcomes differ from that by is averaged. The average is over all
treated observations (tau), by periods since treatment with horizons() or
allhorizons (tau0, tau1, ...), or weighted by the variables in wtr().

Standard errors are clustered by id or by cluster(). They take effects to be
equal within cohorts and periods, or within groups of avgeffectsby(), in which
K stands for periods since treatment and D for all treated observations; they
are conservative where effects are not. leaveout leaves the own cluster out of
the averages.

pretrends(#) regresses the outcomes of untreated observations on indicators of
the # periods before treatment (pre1, pre2, ...), which are no part of the
estimate of effects.

Where the untreated observations do not determine the extrapolated outcome of a
treated one, the variable cannot_impute is 1 and the command ends with r(198);
with autosample it leaves those observations out and says so. Averages of few
observations, fewer than minn() counted by the inverse of the Herfindahl
index of their weights, are suppressed.

Stored results: e(b), e(V), e(Nt), e(N), e(Nc), e(pre_F), e(pre_p), e(pre_df),
e(droplist), e(autosample_drop), e(autosample_trim), e(sample)

Reference: Borusyak, K., X. Jaravel, and J. Spiess. 2024. Revisiting event-study
designs: robust and efficient estimation. Review of Economic Studies 91.`,
}

type didImputation struct {
	Horizons     []float64       `opt:"Horizons(numlist)" help:"average effects by periods since treatment, for these"`
	AllHorizons  bool            `opt:"ALLHorizons" help:"average effects by periods since treatment, for all that occur"`
	HBalance     bool            `opt:"HBALance" help:"only units observed at all the horizons"`
	HetBy        *frame.Column   `opt:"HETby(varname)" help:"average effects by groups"`
	Project      []*frame.Column `opt:"PROject(varlist)" help:"regress effects on variables"`
	Wtr          []*frame.Column `opt:"WTR(varlist)" help:"weights on treated observations, one variable for each estimand"`
	Sum          bool            `opt:"SUM" help:"sums of effects times weights, not averages"`
	PreTrends    int             `opt:"PREtrends(#)" help:"test trends in this many periods before treatment"`
	FE           lang.Text       `opt:"FE(effects)" help:"effects in the model of untreated outcomes; default id and time, . for none"`
	Controls     []*frame.Column `opt:"Controls(varlist)" help:"control variables"`
	UnitControls []*frame.Column `opt:"UNITControls(varlist)" help:"control variables with coefficients by unit"`
	TimeControls []*frame.Column `opt:"TIMEControls(varlist)" help:"control variables with coefficients by period"`
	Cluster      []*frame.Column `opt:"CLUSter(varlist)" help:"clusters of standard errors; default id"`
	AvgEffectsBy lang.Text       `opt:"AVGEFFectsby(varlist)" help:"groups in which standard errors take effects to be equal; default gvar and time"`
	LeaveOut     bool            `opt:"LEAVEout" help:"leave the own cluster out of average effects in standard errors"`
	NoSE         bool            `opt:"noSE" help:"no standard errors"`
	MinN         float64         `opt:"MINN(#)" help:"suppress averages of fewer observations; default 30"`
	AutoSample   bool            `opt:"AUTOSample" help:"leave out observations whose untreated outcome cannot be imputed"`
	Shift        int             `opt:"SHIFT(#)" help:"take treatment to begin this many periods earlier"`
	Delta        *float64        `opt:"DELTA(#)" help:"steps of time in a period; default as in xtset, or 1"`
	SaveEst      interp.NewVar   `opt:"SAVEestimates(newvar)" help:"save estimated effects of observations"`
	SaveWeights  bool            `opt:"SAVEWeights" help:"save the weights of estimates on outcomes, as __w_name"`
	SaveResid    string          `opt:"SAVEResid(name)" help:"save the residuals that standard errors are made of, as name_estimate"`
	Tol          *float64        `opt:"TOL(#)" help:"accuracy asked of an iterative solver; weights are computed more accurately"`
	MaxIt        *float64        `opt:"MAXIT(#)" help:"iterations allowed to an iterative solver"`
	Verbose      bool            `opt:"VERBose" help:"progress of other implementations; no effect"`
	Alpha        float64         `opt:"ALPHA(#)" help:"confidence intervals of level 1-alpha; default that of set level"`
	interp.CoefOptions
}

func (o *didImputation) Run(c *interp.Call) error {
	if err := o.check(); err != nil {
		return err
	}
	d, err := o.read(c)
	if err != nil {
		return err
	}
	d.schedule.notes(c)
	imp, err := did.Impute(d.model)
	if err != nil {
		return refusal(err)
	}
	if err := o.estimands(d, imp); err != nil {
		return err
	}
	avg, err := imp.Average(d.estimands, d.inference)
	if err != nil {
		return refusal(err)
	}
	pre, err := o.preTrends(d, imp)
	if err != nil {
		return err
	}
	if err := o.save(d, imp, avg); err != nil {
		return err
	}
	o.post(d, imp, avg, pre)
	o.show(c)
	return nil
}

// check refuses options that contradict each other.
func (o *didImputation) check() error {
	if o.Alpha != -1 {
		if !(o.Alpha > 0 && o.Alpha < 1) {
			return rc.Syntax.Errorf("alpha() must be between 0 and 1")
		}
		o.Level = 100 * (1 - o.Alpha)
	}
	for _, x := range []struct {
		both bool
		a, b string
	}{
		{len(o.Horizons) > 0 && o.AllHorizons, "horizons()", "allhorizons"},
		{o.AutoSample && o.Sum, "autosample", "sum"},
		{o.AutoSample && o.HBalance, "autosample", "hbalance"},
		{o.HetBy != nil && len(o.Project) > 0, "hetby()", "project()"},
		{o.Sum && len(o.Project) > 0, "sum", "project()"},
	} {
		if x.both {
			return rc.Conflict.Errorf("options %s and %s may not be combined", x.a, x.b)
		}
	}
	if o.HBalance && len(o.Horizons) == 0 && !o.AllHorizons {
		return rc.Syntax.Errorf("option hbalance needs horizons() or allhorizons")
	}
	if o.PreTrends < 0 {
		return rc.Syntax.Errorf("pretrends() must not be negative")
	}
	for _, h := range o.Horizons {
		if h < 0 || h != float64(int(h)) {
			return rc.OutOfRange.Errorf("horizons() must be nonnegative integers")
		}
	}
	return o.Check()
}

// show prints the active estimates.
func (o *didImputation) show(c *interp.Call) {
	c.Print("\n")
	c.Printf("%78s\n", "Number of obs = "+c.Count(int(c.E.Scalar("N"))))
	c.ShowCoefs(c.Table(c.E, o.CoefOptions))
}

// refusal gives what package did says of data its return code.
func refusal(err error) error {
	for _, x := range []struct {
		err  error
		code rc.Code
	}{
		{did.ErrNoUntreated, rc.NoObs}, {did.ErrNoTreated, rc.NoObs}, {did.ErrLeaveOut, rc.UserError},
	} {
		if is(err, x.err) {
			return x.code.Errorf("%v", err)
		}
	}
	return err
}
