package causal

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// Csdid is the command "csdid".
var Csdid = &interp.Command{
	Name:   "csdid",
	Brief:  "effects by cohort and period of staggered treatments",
	Syntax: "[varlist(min=1 fv ts)] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &csdid{} },
	By:     interp.ByEach,
	Doc: `    csdid depvar [indepvars] [if] [in] [weight], time(varname) gvar(varname) [ivar(varname)] [options]

gvar() is the period in which a unit is first treated, 0 if it never is. For
each cohort and period, changes of the outcome are compared with those of units
that are never treated, or with notyet that are not yet treated. Without
ivar() the data are repeated cross sections. Covariates are those of the
earlier period of each comparison.

    method(drimp)    inverse probability tilting and weighted least squares
    method(dripw)    inverse probability weighting and least squares (default)
    method(reg)      least squares
    method(stdipw)   inverse probability weighting, weights summing to one
    method(ipw)      inverse probability weighting (Abadie 2005)

Before treatment, outcomes are compared with those of the period before; with
long2 with those of the last period before treatment; with long likewise, with
the sign turned. Comparisons use the units observed in both periods.

Estimates of cohort g are called t_0_1 in equation g, for the periods 0 and 1
compared. agg(simple), agg(group), agg(calendar) and agg(event) show averages
instead, as estat does afterwards. Standard errors come from influence
functions, without factors for small samples; with cluster() these are summed
over clusters. wboot shows bootstrap standard errors and simultaneous
intervals; e(V) is the same as without.

Stored results: e(N), e(N_clust), e(method), e(agg), e(glev), e(tlev), e(ivar),
e(tvar), e(gvar), e(control_group), e(b_attgt), e(V_attgt), e(gtt), e(b), e(V),
e(sample)

Reference: Callaway, B., and P. H. C. Sant'Anna. 2021. Difference-in-differences
with multiple time periods. Journal of Econometrics 225. Rios-Avila, F., P. H.
C. Sant'Anna, and B. Callaway. 2021. CSDID.`,
}

type csdid struct {
	IVar   *frame.Column `opt:"Ivar(varname) id(varname)" help:"panel variable; none for repeated cross sections"`
	Time   *frame.Column `opt:"Time(varname)" help:"time variable"`
	GVar   *frame.Column `opt:"gvar(varname)" help:"first treated period, 0 for units never treated"`
	Method string        `opt:"Method(name)" help:"drimp, dripw, reg, stdipw or ipw"`
	DRIPW  bool          `opt:"dripw" help:"as method(dripw)"`
	DRIMP  bool          `opt:"drimp" help:"as method(drimp)"`
	Reg    bool          `opt:"reg" help:"as method(reg)"`
	StdIPW bool          `opt:"stdipw" help:"as method(stdipw)"`
	IPW    bool          `opt:"ipw" help:"as method(ipw)"`
	RC1    bool          `opt:"rc1" help:"for cross sections, not the locally efficient doubly robust estimator"`
	NotYet bool          `opt:"NOTyet" help:"compare with units not yet treated too"`
	Never  bool          `opt:"NEVer" help:"compare with units never treated only, the default"`
	AsInR  bool          `opt:"asinr" help:"before treatment, compare with all cohorts that are not yet treated"`
	Long   bool          `opt:"long" help:"before treatment, the last period before it less each"`
	Long2  bool          `opt:"long2" help:"before treatment, each period less the last before it"`
	Trim   float64       `opt:"pscoretrim(#)" help:"leave out controls with a propensity score of # or more"`
	Agg    string        `opt:"agg(type)" help:"show averages: simple, group, calendar, event; default attgt"`
	Clust  *frame.Column `opt:"CLuster(varname)" help:"clusters of standard errors; units must not change between them"`
	VCE    lang.Text     `opt:"vce(vcetype)" help:"cluster varname, as cluster()"`
	SaveRF lang.Text     `opt:"saverif(filename)" help:"not available; estat and csdid_stats use the influence functions in memory"`
	multipliers
	interp.CoefOptions
}

// csdidMethods are the estimators by name, and the words about them.
var csdidMethods = []struct {
	name               string
	f                  did.Method
	outcome, treatment string
}{
	{"dripw", did.DoublyRobust, "least squares", "inverse probability"},
	{"drimp", did.Improved, "weighted least squares", "inverse probability tilting"},
	{"reg", did.Regression, "regression adjustment", "none"},
	{"stdipw", did.Weighting, "weighted mean", "stabilized inverse probability"},
	{"ipw", did.AbadieWeighting, "weighted mean", "inverse probability"},
}

func (o *csdid) Run(c *interp.Call) error {
	if c.Varlist == nil || len(c.Varlist.Terms) == 0 {
		d, err := csdidOf(c)
		if err != nil {
			return err
		}
		d.show(c, o.CoefOptions, o.multipliers)
		return nil
	}
	d := &csdidDetails{}
	method, err := o.check(d)
	if err != nil {
		return err
	}
	s, st, opt, err := o.read(c, d)
	if err != nil {
		return err
	}
	opt.Method = csdidMethods[method].f
	d.outcome, d.treatment, d.method = csdidMethods[method].outcome, csdidMethods[method].treatment, csdidMethods[method].name
	if d.gt, err = did.GroupTime(st, opt); err != nil {
		return csdidRefusal(err)
	}
	d.name()
	d.options = opt
	kind := o.Agg
	if kind == "" {
		kind = "attgt"
	}
	r, err := d.aggregate(kind, nil)
	if err != nil {
		return err
	}
	d.progress(c)
	o.post(c, s, d, r, kind)
	d.show(c, o.CoefOptions, o.multipliers)
	return nil
}

// check refuses options that contradict each other and finds the method.
func (o *csdid) check(d *csdidDetails) (method int, err error) {
	names := []string{}
	if o.Method != "" {
		names = strings.Fields(o.Method)
	}
	for _, x := range []struct {
		on   bool
		name string
	}{{o.DRIPW, "dripw"}, {o.DRIMP, "drimp"}, {o.Reg, "reg"}, {o.StdIPW, "stdipw"}, {o.IPW, "ipw"}} {
		if x.on {
			names = append(names, x.name)
		}
	}
	method = -1
	for _, name := range names {
		if name == "rc1" {
			o.RC1 = true
			continue
		}
		found := -1
		for k, m := range csdidMethods {
			if m.name == name {
				found = k
			}
		}
		switch {
		case found < 0:
			return 0, rc.Syntax.Errorf("method(%s) not allowed: it must be drimp, dripw, reg, stdipw or ipw", name)
		case method >= 0 && method != found:
			return 0, rc.Conflict.Errorf("only one method is allowed")
		}
		method = found
	}
	switch {
	case o.Time == nil || o.GVar == nil:
		return 0, rc.Syntax.Errorf("options time() and gvar() required")
	case o.Long && o.Long2:
		return 0, rc.Conflict.Errorf("options long and long2 may not be combined")
	case o.NotYet && o.Never:
		return 0, rc.Conflict.Errorf("options notyet and never may not be combined")
	case o.SaveRF.Text != "":
		return 0, rc.Syntax.Errorf("option saverif() is not available; estat and csdid_stats use the influence functions in memory")
	case o.Trim < 0:
		return 0, rc.Syntax.Errorf("pscoretrim() must be positive")
	}
	if err := o.multipliers.check(); err != nil {
		return 0, err
	}
	if o.Clust == nil {
		o.Clust = o.multipliers.cluster
	}
	d.long2 = o.Long2
	return max(method, 0), o.Check()
}

// read finds the sample and the data, and says what is left out.
func (o *csdid) read(c *interp.Call, d *csdidDetails) (*varSample, *did.Staggered, did.GroupTimeOptions, error) {
	opt := did.GroupTimeOptions{NotYet: o.NotYet, EarlyControls: o.AsInR, Plain: o.RC1}
	if o.Trim > 0 && o.Trim < 1 {
		opt.Trim = o.Trim
	}
	switch {
	case o.Long:
		opt.Base = did.Reversed
	case o.Long2:
		opt.Base = did.Universal
	}
	cluster, err := o.clusterVar(c)
	if err != nil {
		return nil, nil, opt, err
	}
	s, st, err := readStaggered(c, o.IVar, o.Time, o.GVar, cluster)
	if err != nil {
		return nil, nil, opt, err
	}
	if cluster != nil {
		if opt.Cluster, opt.Clusters, err = itemClusters(s, st, o.IVar, cluster); err != nil {
			return nil, nil, opt, err
		}
		opt.ClusterName = cluster.Name
	}
	if never := sayTiming(c, st); !never {
		opt.NotYet = true
	}
	d.ivar, d.tvar, d.gvar, d.times = o.IVar, o.Time, o.GVar, st.Times
	d.control = "Never Treated"
	if opt.NotYet {
		d.control = "Not yet Treated"
	}
	return s, st, opt, nil
}

// clusterVar is the variable of cluster() or vce(cluster).
func (o *csdid) clusterVar(c *interp.Call) (*frame.Column, error) {
	words := o.VCE.Words()
	switch {
	case len(words) == 0:
		return o.Clust, nil
	case len(words) != 2 || !lang.Abbreviates(words[0].Text, "CLuster"):
		return nil, rc.Syntax.At(o.VCE.Pos, "option vce() must be cluster varname")
	case o.Clust != nil:
		return nil, rc.Conflict.Errorf("options vce() and cluster() may not be combined")
	}
	cols, err := c.VarlistText(words[1])
	if err != nil {
		return nil, err
	}
	return cols[0], nil
}

// post makes r, averages or effects by cohort and period, e().
func (o *csdid) post(c *interp.Call, s *varSample, d *csdidDetails, r *did.Result, kind string) {
	d.depvar = s.depvar
	d.sample = s.set(func(int) bool { return true })
	if w := c.Weight; w != nil {
		d.weight = []interp.Macro{{Name: "wtype", Text: w.Kind}, {Name: "wexp", Text: "= " + w.Text}}
	}
	d.post(c, r, kind)
}

// csdidRefusal gives what package did says of data its return code.
func csdidRefusal(err error) error {
	switch {
	case is(err, did.ErrNoCohorts), is(err, did.ErrNoGroup):
		return rc.NoObs.Errorf("%v", did.ErrNoCohorts)
	case is(err, did.ErrNoOverlap):
		return rc.NoConverge.Errorf("%v", err)
	}
	return err
}

// itemClusters codes the clusters of units, or of rows without units; r(459) if
// units change between them.
func itemClusters(s *varSample, st *did.Staggered, ivar, cluster *frame.Column) ([]int32, int, error) {
	rows, n := s.codes(cluster)
	if st.Unit == nil {
		return rows, n, nil
	}
	out, seen, bad := make([]int32, st.Units), make([]bool, st.Units), make([]bool, st.Units)
	for i, u := range st.Unit {
		bad[u] = bad[u] || seen[u] && out[u] != rows[i]
		out[u], seen[u] = rows[i], true
	}
	if k := count(bad); k > 0 {
		return nil, 0, rc.DataProblem.Errorf("%s is not nested within %s: it varies in %s of %s units", ivar.Name, cluster.Name, s.c.Count(k), s.c.Count(st.Units))
	}
	return out, n, nil
}

// progress prints a dot for each cell, and says which could not be estimated.
func (d *csdidDetails) progress(c *interp.Call) {
	c.Print(strings.Repeat(".", len(d.gt.B)) + strings.Repeat("x", len(d.gt.Failed)) + "\n")
	if d.gt.Partial > 0 {
		c.Note("note: panel is not balanced; %s units are left out of comparisons for lack of one of the two periods.", c.Count(d.gt.Partial))
	}
	groups, overlap := 0, 0
	for _, f := range d.gt.Failed {
		groups += int(truth(is(f.Err, did.ErrNoGroup)))
		overlap += int(truth(is(f.Err, did.ErrNoOverlap)))
	}
	if groups > 0 {
		c.Note("note: %d effects are not estimated because no treated or no untreated unit is observed in both periods.", groups)
	}
	if overlap > 0 {
		c.Note("note: %d effects are not estimated because the covariates tell treated from untreated units: no overlap.", overlap)
	}
}

// post makes r the active estimates.
func (d *csdidDetails) post(c *interp.Call, r *did.Result, kind string) {
	fit, p := d.posting(r, kind)
	c.Post(fit, p)
}

// estimates are what post would make the active estimates.
func (d *csdidDetails) estimates(c *interp.Call, r *did.Result, kind string) *interp.Estimates {
	fit, p := d.posting(r, kind)
	p.Sample = c.Sample()
	return c.Posted(fit, p)
}

// remember lets the active estimates know how they were last averaged, for
// csdid_plot.
func remember(c *interp.Call, d *csdidDetails) {
	e, fit := *c.E, *c.E.Fit
	fit.Details = d
	e.Fit = &fit
	c.E = &e
}

func (d *csdidDetails) posting(r *did.Result, kind string) (*stats.Fit, interp.Posting) {
	fit := r.Fit(d.depvar)
	d.shown, d.kind = r, kind
	fit.Details = d
	fit.VCE.Type = ""
	if kind == "attgt" {
		fit.Eqs = d.eqs
	}
	p := interp.Posting{Cmd: "csdid", Title: "Difference-in-difference with Multiple Time Periods", Estat: "csdid_estat", Sample: d.sample, Scalars: []string{"N"}}
	if d.options.ClusterName == "" {
		fit.VCE.Kind = ""
	} else {
		fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(d.options.Clusters)})
	}
	add := func(name, text string) { p.Macros = append(p.Macros, interp.Macro{Name: name, Text: text}) }
	add("cmd2", "csdid")
	add("agg", kind)
	add("method", d.method)
	add("control_group", d.control)
	add("ivar", columnName(d.ivar))
	add("tvar", d.tvar.Name)
	add("gvar", d.gvar.Name)
	add("glev", numberList(d.gt.Cohorts))
	add("tlev", numberList(d.times))
	add("datatype", map[bool]string{true: "panel", false: "rc"}[d.ivar != nil])
	p.Macros = append(p.Macros, d.weight...)
	b, v := matrices(d.gt.Result, d.gt.Names, d.eqs)
	p.Matrices = []interp.NamedMatrix{{Name: "b_attgt", Matrix: b}, {Name: "V_attgt", Matrix: v}, {Name: "gtt", Matrix: d.cellMatrix()}}
	return fit, p
}

func columnName(col *frame.Column) string {
	if col == nil {
		return ""
	}
	return col.Name
}

func numberList(list []float64) string {
	var words []string
	for _, x := range list {
		words = append(words, interp.FormatNumber(x))
	}
	return strings.Join(words, " ")
}

// matrices are estimates as a row vector and their covariance.
func matrices(r *did.Result, names, eqs []string) (b, v *interp.Matrix) {
	k := len(r.B)
	b, v = interp.NewMatrix(1, k), interp.NewMatrix(k, k)
	b.Rows = []string{"y1"}
	cov := r.V()
	for j := range k {
		b.Set(0, j, r.B[j])
		for i := range k {
			v.Set(i, j, cov.At(i, j))
		}
	}
	b.Cols = append([]string(nil), names...)
	v.Cols, v.Rows = append([]string(nil), names...), append([]string(nil), names...)
	if eqs != nil {
		b.ColEq = append([]string(nil), eqs...)
		v.ColEq, v.RowEq = append([]string(nil), eqs...), append([]string(nil), eqs...)
	}
	return b, v
}

// cellMatrix lists the cells: cohort, periods compared, estimate, standard
// error, units on both sides.
func (d *csdidDetails) cellMatrix() *interp.Matrix {
	m := interp.NewMatrix(len(d.gt.B), 7)
	m.Cols = []string{"cohort", "t0", "t1", "att", "se", "n_treated", "n_control"}
	for j, c := range d.gt.Cells {
		m.Rows[j] = fmt.Sprint("r", j+1)
		m.SetRow(j, []float64{c.Cohort, d.gt.Early[j], d.gt.Late[j], d.gt.B[j], d.gt.SE(j), float64(d.gt.Treated[j]), float64(d.gt.Control[j])})
	}
	return m
}
