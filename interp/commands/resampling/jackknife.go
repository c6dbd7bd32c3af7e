package resampling

import (
	"fmt"
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/expr"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Jackknife is the prefix command "jackknife".
var Jackknife = &interp.Command{
	Name:   "jackknife",
	Brief:  "standard errors from leaving out one observation after the other",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &jackknife{} },
	Doc: `    jackknife [exp_list] [, cluster(varlist) options]: command
    jackknife                  shows the results again
    command ..., vce(jackknife [, ...])

The statistics are as for bootstrap. The variance is (n-1)/n times the sum of
squared deviations of the n statistics, each without one observation or
cluster, from their mean; with mse from the statistic of all data. Inference
uses t with n-1 degrees of freedom.

With keep the pseudovalues, n times the statistic less n-1 times the one
without the observation, become variables.

Stored results: e(N), e(N_reps), e(N_misreps), e(N_clust), e(df_r), e(level),
e(k_exp), e(command), e(cmdname), e(prefix), e(exp#), e(vce), e(vcetype), e(b),
e(V), e(b_jk), e(se), e(sample)`,
}

type jackknife struct {
	EClass    bool            `opt:"Eclass" help:"number of observations from e(N)"`
	RClass    bool            `opt:"Rclass" help:"number of observations from r(N)"`
	N         lang.Text       `opt:"n(exp)" help:"number of observations from this expression; a repetition in which it is not one less than for all data fails"`
	Cluster   []*frame.Column `opt:"CLuster(varlist)" help:"leave out whole groups of these variables"`
	IDCluster string          `opt:"IDcluster(newvar)" help:"number the clusters in this variable"`
	Keep      bool            `opt:"KEEP" help:"keep the pseudovalues as variables"`
	MSE       bool            `opt:"MSE" help:"variance about the statistic of all data"`
	NoDrop    bool            `opt:"NODROP" help:"leave out observations outside of the estimation sample too"`
	NoWarn    bool            `opt:"NOWARN" help:"do not warn that no estimation sample is known"`
	Force     bool            `opt:"FORCE" help:"accept a command with weights"`
	Panel     bool            `opt:"PANELs" help:"leave out whole panels of the command's panel variable; what vce(jackknife) implies"`
	common
	display
}

func (o *jackknife) Run(c *interp.Call) error {
	if err := o.display.check(); err != nil {
		return err
	}
	if c.Cmd.Rest == nil {
		return o.replay(c)
	}
	if o.IDCluster != "" && o.Cluster == nil {
		return rc.Syntax.Errorf("option idcluster() requires option cluster()")
	}
	t, err := targetOf(c)
	if err != nil {
		return err
	}
	if err := t.refuseWeights(o.Force); err != nil {
		return err
	}
	if err := o.prepare(c); err != nil {
		return err
	}
	r, err := begin(c, &o.common, t, naming{"_jk_"}, !o.NoDrop)
	if err != nil {
		return err
	}
	defer r.close()
	if id := r.orig.base.Frame().Column(r.orig.e.Macro("ivar")); o.Panel && id != nil && o.Cluster == nil {
		o.Cluster = []*frame.Column{id}
	}
	return o.run(c, r)
}

func (o *jackknife) run(c *interp.Call, r *repeater) error {
	r.announce()
	if err := o.size(r); err != nil {
		return err
	}
	if o.N.Text == "" {
		r.warnSample(o.NoWarn || o.NoDots)
	}
	f := r.orig.base.Frame()
	d := newDesign(f, nil, columnsOf(f, o.Cluster))
	units := d.units()
	if len(units) < 2 {
		return rc.NoObs.Errorf("insufficient observations")
	}
	if o.IDCluster != "" {
		putNumbers(r.orig.base, o.IDCluster, clusterCodes(d))
	}
	marks := newDots(c, &o.common, "Jackknife replications", len(units))
	drop := dropUnit(units)
	if err := r.again(len(units), marks, drop); err != nil {
		return err
	}
	done := complete(r.reps)
	if len(done) < 2 {
		return rc.NoObs.Errorf("insufficient observations to compute jackknife standard errors\nno results will be saved")
	}
	if err := o.Saving.write(c, dataset(r.orig.stats, r.reps, o.Saving.double, "jackknife: "+r.target.name)); err != nil {
		return err
	}
	if err := o.pseudo(c, r, units); err != nil {
		return err
	}
	o.post(c, r, d, done)
	return o.show(c)
}

// size makes a repetition fail if the number of observations that n() gives
// is not what it should be.
func (o *jackknife) size(r *repeater) error {
	text := o.N
	switch {
	case text.Text != "":
	case o.EClass:
		text.Text = "e(N)"
	case o.RClass:
		text.Text = "r(N)"
	default:
		return nil
	}
	o.N = text
	x, err := lang.ParseExpr(text.Text, text.Pos)
	if err != nil {
		return err
	}
	n, err := expr.EvalNum(x, r.orig.first.Env())
	if err != nil || n >= frame.Missing {
		return rc.Syntax.At(text.Pos, "n(%s) is no number behind the command", text.Text)
	}
	r.count, r.full, r.single = x, n, o.Cluster == nil
	return nil
}

// again repeats the command in any order; if it draws random numbers, one
// repetition after the other from the numbers of the session.
func (r *repeater) again(n int, d *dots, prepare func(i int, w *interp.Session) error) error {
	base := r.orig.base
	if !r.orig.drew {
		return r.repeat(n, 0, d, prepare)
	}
	return r.with(n, d, prepare, func(each func(int, *interp.Session) error, done func(int) error) error {
		*base.RNG() = *r.orig.first.RNG()
		err := base.DrawsInOrder(n, each, done)
		*r.c.RNG() = *base.RNG()
		return err
	})
}

// post makes the results e().
func (o *jackknife) post(c *interp.Call, r *repeater, d *design, done [][]float64) {
	x := r.orig
	coefs := isCoefs(x.stats)
	e := &interp.Estimates{Sample: x.rows, Has: true}
	if coefs {
		e = x.e.Clone()
		e.Sample, e.Has = x.rows, true
	}
	n := float64(len(done))
	mean := means(done, len(x.stats))
	about := mean
	if o.MSE {
		about = x.values
	}
	b := &bootstrapped{r: r}
	e.B, e.V = b.row(x.values), b.square(covariance(done, about, n/(n-1)))
	if !coefs {
		e.SetScalar("N", float64(x.rows.Count()))
	}
	e.SetScalar("df_r", n-1)
	if d.clusters > 0 {
		e.SetScalar("N_clust", float64(d.clusters))
	}
	e.SetScalar("N_reps", n)
	e.SetScalar("N_misreps", float64(len(r.reps))-n)
	e.SetScalar("k_exp", float64(len(x.stats)))
	e.SetScalar("level", o.level(c))
	o.macros(c, r, e, coefs)
	se := make([]float64, len(x.stats))
	for j := range se {
		se[j] = math.Sqrt(e.V.At(j, j))
	}
	if coefs && x.e.V != nil {
		e.SetMatrix("V_modelbased", x.e.V)
	}
	e.SetMatrix("b_jk", b.row(mean))
	e.SetMatrix("se", b.row(se))
	if coefs {
		waldTest(e, "F", n-1)
		e.Fit = refitted(x.e.Fit, e)
	}
	c.ReplaceEstimates(e)
}

func (o *jackknife) macros(c *interp.Call, r *repeater, e *interp.Estimates, coefs bool) {
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmdname", r.target.name)
	e.SetMacro("command", r.target.line)
	e.SetMacro("prefix", "jackknife")
	if !coefs {
		e.SetMacro("cmd", "jackknife")
		e.SetMacro("title", "Jackknife results")
		e.SetMacro("properties", "b V")
	}
	if o.Title != "" {
		e.SetMacro("title", o.Title)
	}
	e.SetMacro("cluster", names(o.Cluster))
	e.SetMacro("clustvar", names(o.Cluster))
	e.SetMacro("nfunction", o.N.Text)
	e.SetMacro("vce", "jackknife")
	e.SetMacro("vcetype", "Jackknife")
	for j, s := range r.orig.stats {
		e.SetMacro(fmt.Sprint("exp", j+1), s.text)
	}
}

// pseudo stores the pseudovalues, for the last observation of each unit.
func (o *jackknife) pseudo(c *interp.Call, r *repeater, units []unit) error {
	if !o.Keep {
		return nil
	}
	index := r.orig.rows.Index()
	n := float64(len(units))
	var cols []*frame.Column
	for j, s := range r.orig.stats {
		if err := c.CheckNewName(s.name); err != nil {
			return err
		}
		col := frame.NewColumn(s.name, frame.Float, c.Frame().N())
		for i, u := range units {
			if v := r.reps[i][j]; v < frame.Missing {
				last := u.rows[len(u.rows)-1]
				col.SetNum(int(index[last]), frame.Value(n*r.orig.values[j]-(n-1)*v))
			}
		}
		col.Label = "pseudovalues: " + s.text
		cols = append(cols, col)
	}
	for _, col := range cols {
		if err := c.Frame().Add(col); err != nil {
			return err
		}
	}
	return nil
}

// replay shows the results of the last jackknife again.
func (o *jackknife) replay(c *interp.Call) error {
	if c.E.Macro("prefix") != "jackknife" {
		return rc.NoEstimates.Errorf("last estimates not found")
	}
	if strings.TrimSpace(c.Body.Text) != "" {
		return rc.Syntax.At(c.Body.Pos, "a command must follow a colon")
	}
	return o.show(c)
}

// show shows e().
func (o *jackknife) show(c *interp.Call) error {
	done := false
	if o.Panel {
		var err error
		if done, err = o.asCommand(c); err != nil {
			return err
		}
	}
	if !done {
		o.header(c)
		if !o.NoLeg {
			o.legendOf(c, o.Verbose)
		}
		o.table(c)
	}
	if c.E.Scalar("N_misreps") > 0 {
		misreps(c, "jackknife replicates", "standard-error estimates include only complete replications.")
	}
	return nil
}

// units are the units of all strata.
func (d *design) units() []unit {
	var out []unit
	for _, s := range d.strata {
		out = append(out, s...)
	}
	return out
}

// dropUnit makes the data of repetition i: all units but the i-th.
func dropUnit(units []unit) func(i int, w *interp.Session) error {
	return func(i int, w *interp.Session) error {
		out := map[int32]bool{}
		for _, r := range units[i].rows {
			out[r] = true
		}
		w.Frame().Keep(frame.AllRows(w.Frame().N()).Where(func(r int) bool { return !out[int32(r)] }))
		return nil
	}
}
