package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
	"github.com/didot-lang/didot/stats/did"
)

// Drdid is the command "drdid".
var Drdid = &interp.Command{
	Name:   "drdid",
	Brief:  "doubly robust difference in differences of two groups and periods",
	Syntax: "varlist(min=1 fv ts) [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &drdid{} },
	By:     interp.ByEach,
	Doc: `    drdid depvar [indepvars] [if] [in] [weight], time(varname) treatment(varname) [ivar(varname)] [method] [options]

time() and treatment() take two values in the sample: earlier and later, and
untreated and treated. Without ivar() the data are repeated cross sections.
Covariates are those of the earlier period.

    drimp   inverse probability tilting and weighted least squares (default)
    dripw   inverse probability weighting and least squares
    reg     least squares
    stdipw  inverse probability weighting, weights summing to one
    ipw     inverse probability weighting (Abadie 2005)
    sipwra  least squares weighted by inverse probabilities; panels only
    all     all of these

Standard errors come from influence functions, without factors for small
samples; with cluster() these are summed over clusters.

Stored results: e(N), e(N_clust), e(method), e(ivar), e(tvar), e(treatvar), e(b),
e(V), e(sample)

Reference: Sant'Anna, P. H. C., and J. Zhao. 2020. Doubly robust difference-in-
differences estimators. Journal of Econometrics 219.`,
}

type drdid struct {
	IVar    *frame.Column `opt:"Ivar(varname)" help:"panel variable; none for repeated cross sections"`
	Time    *frame.Column `opt:"Time(varname)" help:"time variable"`
	Treat   *frame.Column `opt:"TReatment(varname)" help:"the larger of its two values is treated"`
	DRIMP   bool          `opt:"drimp" help:"inverse probability tilting and weighted least squares; the default"`
	DRIPW   bool          `opt:"dripw" help:"inverse probability weighting and least squares"`
	Reg     bool          `opt:"reg" help:"least squares"`
	StdIPW  bool          `opt:"stdipw" help:"inverse probability weighting, weights summing to one"`
	IPW     bool          `opt:"ipw aipw" help:"inverse probability weighting (Abadie)"`
	SIPWRA  bool          `opt:"sipwra ipwra stdipwra" help:"least squares weighted by inverse probabilities"`
	All     bool          `opt:"all" help:"all estimators"`
	RC1     bool          `opt:"rc1" help:"for cross sections, not the locally efficient doubly robust estimator"`
	Trim    float64       `opt:"pscoretrim(#)" help:"leave out controls with a propensity score of # or more"`
	Cluster *frame.Column `opt:"CLuster(varname)" help:"clusters of standard errors; units must not change between them"`
	Stub    string        `opt:"stub(name)" help:"save the estimate plus the influence function as nameatt"`
	Replace bool          `opt:"replace" help:"replace the variable of stub()"`
	GMM     bool          `opt:"gmm" help:"not available"`
	multipliers
	interp.CoefOptions
}

// drdidMethods are the estimators, in the order in which all shows them.
var drdidMethods = []struct {
	name               string
	f                  did.Method
	outcome, treatment string
	about              string
}{
	{"dripw", did.DoublyRobust, "least squares", "inverse probability", "Doubly Robust IPW"},
	{"drimp", did.Improved, "weighted least squares", "inverse probability tilting", "Doubly Robust Improved estimator"},
	{"reg", did.Regression, "regression adjustment", "none", "Outcome regression or Regression augmented estimator"},
	{"ipw", did.AbadieWeighting, "weighted mean", "inverse probability", "Abadie(2005) IPW estimator"},
	{"stdipw", did.Weighting, "weighted mean", "stabilized inverse probability", "Standardized IPW estimator"},
	{"sipwra", did.WeightedRegression, "weighted least squares", "inverse probability", "IPW and Regression adjustment estimator."},
}

func (o *drdid) Run(c *interp.Call) error {
	chosen, err := o.check()
	if err != nil {
		return err
	}
	d, err := o.read(c)
	if err != nil {
		return err
	}
	r := &did.Result{N: len(d.sample.rows()), Cluster: d.cluster, Clusters: d.clusters}
	if d.cluster == nil {
		r.Clusters = len(d.contrast.Y)
	} else {
		r.ClusterName = o.Cluster.Name
	}
	for _, k := range chosen {
		if o.All && d.contrast.Post != nil && drdidMethods[k].name == "sipwra" {
			continue
		}
		att, inf, err := drdidMethods[k].f(d.contrast)
		if is(err, did.ErrNoGroup) {
			return rc.NoObs.Errorf("%v: no observations to compare", err)
		}
		if err != nil {
			return csdidRefusal(err)
		}
		r.Names, r.B, r.IF = append(r.Names, drdidMethods[k].name), append(r.B, att), append(r.IF, inf)
	}
	if !o.All {
		r.Names[0] = fmt.Sprintf("r1vs0.%s", o.Treat.Name)
	}
	if err := o.save(d, r); err != nil {
		return err
	}
	o.post(c, d, r, chosen)
	o.show(c, r, chosen)
	return nil
}

// check finds the estimators asked for.
func (o *drdid) check() ([]int, error) {
	var chosen []int
	for k, on := range []bool{o.DRIPW, o.DRIMP, o.Reg, o.IPW, o.StdIPW, o.SIPWRA} {
		if on || o.All {
			chosen = append(chosen, k)
		}
	}
	switch {
	case o.Time == nil || o.Treat == nil:
		return nil, rc.Syntax.Errorf("options time() and treatment() required")
	case o.GMM:
		return nil, rc.Syntax.Errorf("option gmm is not available; the default standard errors are those of the same moments")
	case len(chosen) > 1 && !o.All:
		return nil, rc.Conflict.Errorf("only one estimator is allowed, or all")
	case o.SIPWRA && o.IVar == nil:
		return nil, rc.Syntax.Errorf("sipwra needs panel data; use ivar()")
	case o.Stub != "" && o.All:
		return nil, rc.Conflict.Errorf("options stub() and all may not be combined")
	case o.Trim < 0:
		return nil, rc.Syntax.Errorf("pscoretrim() must be positive")
	}
	if chosen == nil {
		chosen = []int{1}
	}
	if err := o.multipliers.check(); err != nil {
		return nil, err
	}
	if o.Cluster == nil {
		o.Cluster = o.multipliers.cluster
	}
	return chosen, o.Check()
}

// drdidData is the comparison and where its rows come from.
type drdidData struct {
	sample   *varSample
	contrast *did.Contrast
	item     []int32 // of each row of the sample, or -1
	cluster  []int32 // of items, or nil
	clusters int
}

// read finds the two periods and groups and makes the comparison.
func (o *drdid) read(c *interp.Call) (*drdidData, error) {
	need := []*frame.Column{o.Time, o.Treat}
	for _, col := range []*frame.Column{o.IVar, o.Cluster} {
		if col != nil {
			need = append(need, col)
		}
	}
	s, err := newVarSample(c, need...)
	if err != nil {
		return nil, err
	}
	late, err := o.twoValues(s, o.Time)
	if err != nil {
		return nil, err
	}
	treated, err := o.twoValues(s, o.Treat)
	if err != nil {
		return nil, err
	}
	d := &drdidData{sample: s, contrast: &did.Contrast{Plain: o.RC1, X: s.x, W: s.weights}}
	if o.Trim > 0 && o.Trim < 1 {
		d.contrast.Trim = o.Trim
	}
	if o.IVar == nil {
		d.contrast.Y, d.contrast.Post, d.contrast.Treated = s.y, late, treated
		for i := range s.y {
			d.item = append(d.item, int32(i))
		}
	} else if err := o.pair(d, late, treated); err != nil {
		return nil, err
	}
	return d, o.clusters(d)
}

// twoValues tells where a variable has the larger of its two values; r(459) if
// there are not two.
func (o *drdid) twoValues(s *varSample, col *frame.Column) ([]bool, error) {
	if col.IsString() {
		return nil, rc.TypeMismatch.Errorf("%s is a string variable; a numeric one is needed", col.Name)
	}
	v, err := s.num(col)
	if err != nil {
		return nil, err
	}
	values := slices.Clone(v)
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) != 2 {
		return nil, rc.DataProblem.Errorf("%s must have two values in the sample; it has %s", col.Name, s.c.Count(len(values)))
	}
	out := make([]bool, len(v))
	for i, x := range v {
		out[i] = x == values[1]
	}
	return out, nil
}

// pair makes changes of units observed in both periods.
func (o *drdid) pair(d *drdidData, late, treated []bool) error {
	s := d.sample
	unit, units := s.codes(o.IVar)
	first, last := make([]int32, units), make([]int32, units)
	repeated, vary := make([]bool, units), make([]bool, units)
	for u := range units {
		first[u], last[u] = -1, -1
	}
	for i, u := range unit {
		at := &first[u]
		if late[i] {
			at = &last[u]
		}
		repeated[u] = repeated[u] || *at >= 0
		*at = int32(i)
	}
	con := &did.Contrast{Trim: d.contrast.Trim}
	con.X = make([][]float64, len(s.x))
	item, partial := make([]int32, units), 0
	for u := range units {
		a, b := first[u], last[u]
		item[u] = -1
		if a < 0 || b < 0 {
			partial++
			continue
		}
		vary[u] = treated[a] != treated[b]
		item[u] = int32(len(con.Y))
		con.Y, con.Treated = append(con.Y, s.y[b]-s.y[a]), append(con.Treated, treated[a])
		for j, x := range s.x {
			con.X[j] = append(con.X[j], x[a])
		}
		if s.weights != nil {
			con.W = append(con.W, s.weights[a])
		}
	}
	if n := count(repeated); n > 0 {
		return rc.BadTime.Errorf("repeated time values within panel: %s of %s units of %s have several observations with the same %s",
			s.c.Count(n), s.c.Count(units), o.IVar.Name, o.Time.Name)
	}
	if n := count(vary); n > 0 {
		return rc.DataProblem.Errorf("%s is not constant within %s: it varies in %s of %s units", o.Treat.Name, o.IVar.Name, s.c.Count(n), s.c.Count(units))
	}
	if partial > 0 {
		s.c.Note("note: %s of %s units are left out because they are observed in one period only.", s.c.Count(partial), s.c.Count(units))
	}
	for _, u := range unit {
		d.item = append(d.item, item[u])
	}
	d.contrast = con
	return nil
}

// clusters codes the clusters of the items.
func (o *drdid) clusters(d *drdidData) error {
	if o.Cluster == nil {
		return nil
	}
	codes, n := d.sample.codes(o.Cluster)
	out, seen, bad := make([]int32, len(d.contrast.Y)), make([]bool, len(d.contrast.Y)), 0
	for i, k := range d.item {
		if k < 0 {
			continue
		}
		bad += int(truth(seen[k] && out[k] != codes[i]))
		out[k], seen[k] = codes[i], true
	}
	if bad > 0 {
		return rc.DataProblem.Errorf("%s is not nested within %s: it varies in %s units", o.IVar.Name, o.Cluster.Name, d.sample.c.Count(bad))
	}
	d.cluster, d.clusters = out, n
	return nil
}

// save stores the estimate plus the influence function, so that its mean is
// the estimate, as a variable.
func (o *drdid) save(d *drdidData, r *did.Result) error {
	if o.Stub == "" {
		return nil
	}
	name := o.Stub + "att"
	if !o.Replace {
		if err := d.sample.c.CheckNewName(name); err != nil {
			return err
		}
	}
	v := make([]float64, len(d.item))
	for i, k := range d.item {
		if v[i] = nan; k >= 0 {
			v[i] = r.B[0] + r.IF[0][k]*float64(len(d.contrast.Y))
		}
	}
	d.sample.put(name, "Recentered influence function of the ATT", frame.Double, v)
	return nil
}

func (o *drdid) post(c *interp.Call, d *drdidData, r *did.Result, chosen []int) {
	fit := r.Fit(d.sample.depvar)
	fit.VCE.Type = ""
	for range r.B {
		fit.Eqs = append(fit.Eqs, "ATET")
	}
	if r.ClusterName == "" {
		fit.VCE.Kind = ""
	} else {
		fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(r.Clusters)})
	}
	sample := d.sample.set(func(i int) bool { return d.item[i] >= 0 })
	fit.N = sample.Count()
	r.N = fit.N
	method := drdidMethods[chosen[0]].name
	if o.All {
		method = "all"
	}
	p := interp.Posting{Cmd: "drdid", Title: "Doubly robust difference-in-differences", Sample: sample, Scalars: []string{"N"}}
	p.Macros = []interp.Macro{{Name: "method", Text: method}, {Name: "ivar", Text: columnName(o.IVar)}, {Name: "tvar", Text: o.Time.Name}, {Name: "treatvar", Text: o.Treat.Name}}
	if w := c.Weight; w != nil {
		p.Macros = append(p.Macros, interp.Macro{Name: "wtype", Text: w.Kind}, interp.Macro{Name: "wexp", Text: "= " + w.Text})
	}
	c.Post(fit, p)
}

func (o *drdid) show(c *interp.Call, r *did.Result, chosen []int) {
	c.Print("\n")
	if o.All {
		c.Print("Doubly robust difference-in-differences estimator summary\n")
	} else {
		m := drdidMethods[chosen[0]]
		c.Printf("%-48sNumber of obs     = %10s\n", "Doubly robust difference-in-differences", c.Count(r.N))
		c.Printf("Outcome model  : %s\nTreatment model: %s\n", m.outcome, m.treatment)
	}
	if o.on() {
		o.multipliers.show(c, r, c.E.B.ColEq, o.CoefOptions)
	} else {
		t := c.Table(c.E, o.CoefOptions)
		t.Depvar = ""
		if r.ClusterName != "" {
			t.Clusters = fmt.Sprintf("(Std. err. adjusted for %s clusters in %s)", c.Count(r.Clusters), r.ClusterName)
		}
		c.ShowCoefs(t)
	}
	if o.All {
		c.Print("Note: This table is provided for comparison across estimations only. You cannot use it to compare\nestimates across different estimators\n")
		for _, m := range drdidMethods {
			if slices.Contains(r.Names, m.name) {
				c.Printf("%s:%s\n", m.name+strings.Repeat(" ", 6-len(m.name)), m.about)
			}
		}
	}
}
