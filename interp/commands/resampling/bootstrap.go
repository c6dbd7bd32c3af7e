package resampling

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
)

// Bootstrap is the prefix command "bootstrap".
var Bootstrap = &interp.Command{
	Name:   "bootstrap",
	Brief:  "standard errors and intervals from samples drawn with replacement",
	Syntax: "prefix [anything]",
	New:    func() interp.Runner { return &bootstrap{reps: 50} },
	Doc: `    bootstrap [exp_list] [, reps(#) seed(#) cluster(varlist) options]: command
    bootstrap                  shows the results again
    command ..., vce(bootstrap [, reps(#) seed(#) ...])

The statistics are name=exp, (exp), _b or _se; without a list, the coefficients
of a command that sets e(), or all scalars in r(). If the command marks an
estimation sample, only its observations are drawn from; its if and in apply
to the data once, before samples are drawn. After _b, e() holds the results
of the command with the bootstrap covariance; percentile and bias-corrected
intervals are shown by estat bootstrap.

Samples run on all processors, each on a copy of the session: what a program
leaves behind in macros, scalars or open files is gone after its sample. The
random numbers of a sample follow from the seed and its number alone: results
do not depend on the number of processors. They are not Stata's, whose
resampling is not documented.

vce(bootstrap) after a command for panel data draws whole panels.

Stored results: e(N), e(N_reps), e(N_misreps), e(N_strata), e(N_clust),
e(level), e(k_exp), e(command), e(cmdname), e(prefix), e(exp#), e(vce),
e(vcetype), e(b), e(V), e(b_bs), e(bias), e(se), e(reps), e(z0), e(accel),
e(ci_normal), e(ci_percentile), e(ci_bc), e(ci_bca), e(sample)`,
}

type bootstrap struct {
	Reps *float64 `opt:"Reps(#)" help:"number of samples; default 50"`
	random
	Strata    []*frame.Column `opt:"STRata(varlist)" help:"draw within the groups of these variables"`
	Size      int             `opt:"SIze(#)" help:"number of observations or clusters to draw, in each stratum"`
	Cluster   []*frame.Column `opt:"CLuster(varlist)" help:"draw whole groups of these variables"`
	IDCluster string          `opt:"IDcluster(newvar)" help:"number the clusters drawn in this variable, which may exist"`
	Group     *frame.Column   `opt:"GRoup(varname)" help:"identifier within clusters, numbered anew over the clusters drawn; with idcluster()"`
	BCa       bool            `opt:"BCa" help:"also compute accelerated bias-corrected intervals, by jackknife"`
	Ties      bool            `opt:"TIEs" help:"count half of the ties with the observed statistic in bias-corrected intervals"`
	MSE       bool            `opt:"MSE" help:"covariance about the observed statistics, not about their mean"`
	NoDrop    bool            `opt:"NODROP" help:"draw from all observations, not just those of the estimation sample"`
	NoWarn    bool            `opt:"NOWARN" help:"do not warn that no estimation sample is known"`
	Force     bool            `opt:"FORCE" help:"accept a command with weights"`
	Panel     bool            `opt:"PANELs" help:"draw whole panels of the command's panel variable, numbered anew; what vce(bootstrap) implies"`
	common
	display

	reps int
}

func (o *bootstrap) Run(c *interp.Call) error {
	if c.Cmd.Rest == nil {
		return o.replay(c)
	}
	if reps, err := wholeReps(o.Reps, 2); err != nil {
		return err
	} else if reps > 0 {
		o.reps = reps
	}
	if o.Size < 0 {
		return rc.Syntax.Errorf("size() must be positive")
	}
	if err := o.check(c); err != nil {
		return err
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
	key, err := o.key(c)
	if err != nil {
		return err
	}
	return o.run(c, t, key)
}

// check refuses options that do not go together.
func (o *bootstrap) check(c *interp.Call) error {
	switch {
	case o.IDCluster != "" && o.Cluster == nil:
		return rc.Syntax.Errorf("option idcluster() requires option cluster()")
	case o.Group != nil && o.IDCluster == "":
		return rc.Syntax.Errorf("option group() requires option idcluster()")
	case o.IDCluster != "" && !lang.IsName(o.IDCluster):
		return rc.Syntax.Errorf("%s invalid name", o.IDCluster)
	}
	return o.display.check()
}

func (o *bootstrap) run(c *interp.Call, t *target, key uint64) error {
	defer o.numberClusters(c)()
	r, err := begin(c, &o.common, t, naming{"_bs_"}, !o.NoDrop)
	if err != nil {
		return err
	}
	defer r.close()
	o.announcePanels(r)
	r.announce()
	r.warnSample(o.NoWarn || o.NoDots)
	f := r.orig.base.Frame()
	d := newDesign(f, columnsOf(f, o.Strata), columnsOf(f, o.Cluster))
	if err := d.check(o.Size); err != nil {
		return err
	}
	if o.IDCluster != "" {
		putNumbers(r.orig.base, o.IDCluster, clusterCodes(d))
	}
	accel, err := o.accelerations(r, d)
	if err != nil {
		return err
	}
	marks := newDots(c, &o.common, "Bootstrap replications", o.reps)
	err = r.repeat(o.reps, key, marks, func(_ int, w *interp.Session) error {
		return o.resample(w, d)
	})
	if err != nil {
		return err
	}
	b, err := o.summarize(c, r, d, accel)
	if err != nil {
		return err
	}
	out := dataset(r.orig.stats, r.reps, o.Saving.double, "bootstrap: "+t.name)
	b.noteObserved(out)
	if err := o.Saving.write(c, out); err != nil {
		return err
	}
	b.post()
	return o.show(c)
}

// numberClusters gives the command, on all data, the variable of idcluster();
// undo takes it away.
func (o *bootstrap) numberClusters(c *interp.Call) (undo func()) {
	f := c.Frame()
	if o.IDCluster == "" || f.Column(o.IDCluster) != nil {
		return func() {}
	}
	changed := f.Changed
	putNumbers(c.Session, o.IDCluster, clusterCodes(newDesign(f, nil, o.Cluster)))
	return func() {
		f.Drop(o.IDCluster)
		f.Changed = changed
	}
}

// announcePanels makes the panels of the command the clusters to be drawn.
func (o *bootstrap) announcePanels(r *repeater) {
	id := r.orig.base.Frame().Column(r.orig.e.Macro("ivar"))
	if o.Panel && id != nil && o.Cluster == nil {
		o.Cluster, o.IDCluster = []*frame.Column{id}, id.Name
	}
}

// clusterCodes numbers the clusters of d, by row.
func clusterCodes(d *design) []int32 {
	out := make([]int32, d.n)
	id := int32(0)
	for _, units := range d.strata {
		for _, u := range units {
			id++
			for _, i := range u.rows {
				out[i] = id
			}
		}
	}
	return out
}

// resample replaces the data of w by a sample.
func (o *bootstrap) resample(w *interp.Session, d *design) error {
	rows, ids := d.draw(w.RNG(), o.Size)
	f := w.Frame()
	f.Gather(rows)
	if o.IDCluster != "" {
		putNumbers(w, o.IDCluster, ids)
	}
	if o.Group != nil {
		g := f.Column(o.Group.Name)
		codes, _ := frame.GroupCodes([]*frame.Column{f.Column(o.IDCluster), g}, frame.AllRows(f.N()), true)
		for i := range codes {
			codes[i]++
		}
		putNumbers(w, g.Name, codes)
	}
	return nil
}

// accelerations are those of BCa intervals: the skewness of the jackknifed
// statistics over six. Efron (1987), J. American Statistical Association
// 82:171-185.
func (o *bootstrap) accelerations(r *repeater, d *design) ([]float64, error) {
	if !o.BCa {
		return nil, nil
	}
	units := d.units()
	sub := &repeater{c: r.c, o: &common{NoDots: o.NoDots, Dots: o.Dots, hasDots: o.hasDots}, target: r.target, orig: r.orig}
	marks := newDots(r.c, sub.o, "Jackknife replications", len(units))
	if err := sub.again(len(units), marks, dropUnit(units)); err != nil {
		return nil, err
	}
	out := make([]float64, len(r.orig.stats))
	for j := range out {
		var mean, n, s2, s3 float64
		for _, v := range sub.reps {
			if v[j] < frame.Missing {
				mean += v[j]
				n++
			}
		}
		mean /= n
		for _, v := range sub.reps {
			if v[j] < frame.Missing {
				e := mean - v[j]
				s2 += e * e
				s3 += e * e * e
			}
		}
		if s2 > 0 {
			out[j] = s3 / (6 * math.Pow(s2, 1.5))
		}
	}
	return out, nil
}
