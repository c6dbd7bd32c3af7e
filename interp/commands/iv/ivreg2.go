package iv

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Ivreg2 is the command "ivreg2".
var Ivreg2 = &interp.Command{
	Name:   "ivreg2",
	Brief:  "linear models with endogenous regressors: tests of instruments, GMM, LIML",
	Syntax: "[anything] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &ivreg2{} },
	By:     interp.ByEach,
	Doc: `    ivreg2 depvar [exogenous] [(endogenous = instruments)] [if] [in] [weight]
        [, options]

Numbers and layout are those of the community command of that name. Standard
errors have no finite-sample factors unless small is given.

Stored results: e(N), e(yy), e(yyc), e(rss), e(mss), e(df_m), e(df_r), e(r2),
e(r2_a), e(r2u), e(r2c), e(rmse), e(F), e(Fp), e(Fdf1), e(Fdf2), e(ll),
e(rankxx), e(rankzz), e(sargan), e(sarganp), e(sargandf), e(j), e(jp), e(jdf),
e(arubin), e(arubin_lin), e(idstat), e(idp), e(iddf), e(cdf), e(widstat),
e(arf), e(archi2), e(sstat), e(estat), e(cstat), e(redstat), e(kclass),
e(lambda), e(fuller), e(bw), e(N_clust), e(first), e(instd), e(insts),
e(inexog), e(exexog), e(b), e(V), e(sample)

References: Baum, Schaffer and Stillman 2003, Stata Journal 3:1-31; 2007,
7:465-506. Kleibergen and Paap 2006, Journal of Econometrics 133:97-126.`,
}

type ivreg2 struct {
	model.Options
	NoConstant bool      `opt:"noConstant" help:"suppress the constant term"`
	Small      bool      `opt:"small" help:"finite-sample factors, inference by t"`
	GMM2S      bool      `opt:"gmm2s" help:"two-step efficient GMM"`
	CUE        bool      `opt:"cue" help:"continuously updated GMM"`
	LIML       bool      `opt:"liml" help:"limited-information maximum likelihood"`
	Fuller     *float64  `opt:"fuller(#)" help:"LIML as modified by Fuller"`
	KClass     *float64  `opt:"kclass(#)" help:"k-class estimator"`
	CovIV      bool      `opt:"coviv" help:"liml and kclass: the covariance of two-stage least squares"`
	Kernel     string    `opt:"kernel(name)" help:"bartlett, truncated, parzen, thanning, thamming, daniell or qs"`
	BW         string    `opt:"bw(#)" help:"bandwidth of autocorrelation-robust covariances, lags plus one for most kernels; or auto"`
	DKraay     *float64  `opt:"dkraay(#)" help:"Driscoll-Kraay covariance with this bandwidth"`
	Kiefer     bool      `opt:"kiefer" help:"any autocorrelation within panels, equal variances"`
	Center     bool      `opt:"center" help:"take the means from the moments in their covariance"`
	Endog      lang.Text `opt:"ENDOGtest(varlist)" help:"test that these endogenous regressors are exogenous"`
	Orthog     lang.Text `opt:"ORTHOG(varlist)" help:"test that these instruments are orthogonal to the errors"`
	Redundant  lang.Text `opt:"REDundant(varlist)" help:"test that these excluded instruments are redundant"`
	Partial    lang.Text `opt:"PARTIAL(varlist) fwl(varlist)" help:"take these exogenous regressors out first, the constant with them; _cons for it alone"`
	First      bool      `opt:"first" help:"show first-stage regressions and their statistics"`
	FFirst     bool      `opt:"ffirst" help:"show the statistics of first-stage regressions"`
	RF         bool      `opt:"rf" help:"show the reduced form"`
	SaveFirst  bool      `opt:"savefirst" help:"store first-stage regressions"`
	SavePrefix string    `opt:"SAVEFPrefix(name)" help:"store them under names with this prefix; default _ivreg2_"`
	SaveRF     bool      `opt:"saverf" help:"store the reduced form"`
	RFPrefix   string    `opt:"SAVERFPrefix(name)" help:"store it under a name with this prefix; default _ivreg2_"`
	NoID       bool      `opt:"noid" help:"no tests of identification"`
	NoFooter   bool      `opt:"noFOoter" help:"no tests below the coefficients"`
	NoCollin   bool      `opt:"nocollin" help:"no effect: collinear variables are always found"`
	DofMinus   float64   `opt:"dofminus(#)" help:"parameters counted besides, in large-sample statistics"`
	SDofMinus  float64   `opt:"sdofminus(#)" help:"parameters counted besides, in finite-sample factors"`
	EForm      string    `opt:"EForm(text)" help:"show exponentiated coefficients under this heading"`
	Title      string    `opt:"TItle(text)" help:"title"`
	Subtitle   string    `opt:"SUBTitle(text)" help:"line below the title"`
	Plus       bool      `opt:"plus" help:"end the table so that another may follow"`

	effects *effects // of ivreghdfe
}

func (o *ivreg2) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	if c.Body.Trim().Text == "" {
		if c.E.Cmd() != "ivreg2" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	return o.estimate(c, "ivreg2")
}

// A run is one estimation by ivreg2 or ivreghdfe.
type run struct {
	*equation
	o       *ivreg2
	opt     stats.IV2Options
	vce     stats.VCE
	kind    model.VCE
	kept    []bool       // rows that are no singletons, or nil
	partial []terms.Term // regressors taken out
	cons    bool         // the constant is taken out
	fit     *stats.IV2Fit

	endog, orthog, redundant tested
}

// tested is a test of some regressors or instruments.
type tested struct {
	names string
	stats.Chi2
}

func (o *ivreg2) estimate(c *interp.Call, cmd string) error {
	r := &run{o: o}
	var err error
	if r.opt, err = o.tuning(); err != nil {
		return err
	}
	if r.equation, err = parseEquation(c, c.Body.Trim()); err != nil {
		return err
	}
	if err := r.bind(); err != nil {
		return err
	}
	if r.fit, err = stats.IV2(r.design, r.vce, r.opt); err != nil {
		return err
	}
	if err := r.tests(); err != nil {
		return err
	}
	r.SumOfWeights()
	r.noteOmitted(r.fit.Fit, r.fit.System)
	r.fit.Kept = r.kept
	if err := r.post(cmd); err != nil {
		return err
	}
	if o.effects != nil {
		o.effects.save(r)
	}
	return o.show(c)
}

// tuning reads the options of the estimator.
func (o *ivreg2) tuning() (stats.IV2Options, error) {
	opt := stats.IV2Options{Small: o.Small, Center: o.Center, CovIV: o.CovIV, DofMinus: o.DofMinus, SDofMinus: o.SDofMinus,
		First: o.First || o.FFirst || o.SaveFirst, PlainRank: o.Kiefer}
	for _, m := range []struct {
		on   bool
		name string
	}{{o.GMM2S, "gmm2s"}, {o.CUE, "cue"}, {o.LIML || o.Fuller != nil, "liml"}, {o.KClass != nil, "kclass"}} {
		if m.on && opt.Method != "" {
			return opt, rc.Syntax.Errorf("options %s and %s may not be combined", opt.Method, m.name)
		} else if m.on {
			opt.Method = m.name
		}
	}
	if o.Fuller != nil {
		if *o.Fuller <= 0 {
			return opt, rc.Syntax.Errorf("invalid fuller() option")
		}
		opt.Fuller = *o.Fuller
	}
	if o.KClass != nil {
		opt.K = *o.KClass
	}
	if o.CovIV && opt.Method != "liml" && opt.Method != "kclass" {
		return opt, rc.Syntax.Errorf("option coviv is only for liml and kclass()")
	}
	return opt, nil
}

// bind reads the options about the data, builds the design and the covariance
// estimator.
func (r *run) bind() error {
	o := r.o
	v, err := o.Instrumental()
	if err != nil {
		return err
	}
	if v.Kind == "hac" {
		return rc.Syntax.Errorf("vcetype 'hac' not allowed; use options bw() and kernel()")
	}
	r.kind = v
	if err := r.Cluster(v); err != nil {
		return err
	}
	if o.BW != "" || o.DKraay != nil || o.Kiefer {
		t := r.Call.Frame().Column(r.Call.Frame().Panel.Time)
		if t == nil {
			return rc.NotSorted.Errorf("must tsset data and specify timevar")
		}
		r.Also = append(r.Also, t)
	}
	if o.effects != nil {
		if err := o.effects.read(r.Call, r.Model); err != nil {
			return err
		}
	}
	if err := r.build(); err != nil {
		return err
	}
	r.design.Constant = !o.NoConstant
	if err := r.takeOut(); err != nil {
		return err
	}
	if r.vce, err = r.covariance(v); err != nil {
		return err
	}
	if o.effects != nil {
		o.effects.prepare(r)
	}
	return nil
}

// takeOut reads partial(): the regressors leave the equation.
func (r *run) takeOut() error {
	text := r.o.Partial.Trim()
	if text.Text == "" {
		return nil
	}
	d := r.design
	d.Partial = [][]float64{}
	r.cons = d.Constant
	if text.Text == "_cons" {
		return nil
	}
	exogenous := r.Terms[r.endogenous:]
	var places []int
	var err error
	if text.Text == "_all" {
		for j := range exogenous {
			places = append(places, j)
		}
	} else {
		list := lang.Text{Pos: text.Pos, Text: strings.ReplaceAll(text.Text, "_cons", "     ")}
		if places, err = r.places(list, exogenous, "partial"); err != nil {
			return err
		}
	}
	x, names := d.X[:r.endogenous:r.endogenous], d.Names[:r.endogenous:r.endogenous]
	kept := r.Terms[:r.endogenous:r.endogenous]
	for j, t := range exogenous {
		at := r.endogenous + j
		if !slices.Contains(places, j) {
			x, names, kept = append(x, d.X[at]), append(names, d.Names[at]), append(kept, t)
			continue
		}
		r.partial = append(r.partial, t)
		if d.X[at] != nil {
			d.Partial = append(d.Partial, d.X[at])
		}
	}
	d.X, d.Names, r.Terms = x, names, kept
	return nil
}

// covariance is the covariance estimator that the options ask for.
func (r *run) covariance(v model.VCE) (stats.VCE, error) {
	o := r.o
	if o.BW == "" && o.DKraay == nil && !o.Kiefer {
		if o.Kernel != "" {
			return nil, rc.Syntax.Errorf("must specify bandwidth with option kernel()")
		}
		return r.VCE(v), nil
	}
	t, err := r.Timeline()
	if err != nil {
		return nil, err
	}
	kernel, err := o.lagKernel()
	if err != nil {
		return nil, err
	}
	if o.Kiefer {
		if v.Kind != "" || o.BW != "" || o.DKraay != nil {
			return nil, rc.Syntax.Errorf("option kiefer may not be combined with other covariances")
		}
		return stats.AC{Kernel: stats.LagKernels[1], BW: float64(t.Longest()), Timeline: t, Name: " "}, nil
	}
	if o.DKraay != nil {
		if v.Kind == "cluster" || o.BW != "" {
			return nil, rc.Syntax.Errorf("option dkraay() may not be combined with cluster() or bw()")
		}
		return stats.DriscollKraay{Kernel: kernel, BW: *o.DKraay, Timeline: t}, nil
	}
	bw, err := o.bandwidth(r.Call)
	if err != nil {
		return nil, err
	}
	switch v.Kind {
	case "":
		return stats.AC{Kernel: kernel, BW: bw, Timeline: t}, nil
	case "robust":
		return stats.HAC{Kernel: kernel, BW: bw, Timeline: t}, nil
	}
	return r.clusterKernel(v, kernel, bw, t)
}

// clusterKernel is the covariance of cluster() with bw(): on the time variable
// that of Driscoll and Kraay, on the panel and the time variable that of
// Thompson.
func (r *run) clusterKernel(v model.VCE, kernel stats.LagKernel, bw float64, t stats.Timeline) (stats.VCE, error) {
	panel := r.Call.Frame().Panel
	all := r.VCE(v).(stats.Cluster)
	if bw == 0 {
		return nil, rc.Syntax.Errorf("option bw(auto) may not be combined with cluster()")
	}
	other := -1
	for i, name := range all.Names {
		if name != panel.Time {
			other = i
		}
	}
	switch {
	case !slices.Contains(all.Names, panel.Time) || len(all.Names) > 2:
		return nil, rc.Syntax.Errorf("cluster kernel-robust standard errors need the time variable %s in cluster()", panel.Time)
	case other < 0:
		return stats.DriscollKraay{Kernel: kernel, BW: bw, Timeline: t}, nil
	case all.Names[other] != panel.ID:
		return nil, rc.Syntax.Errorf("cluster kernel-robust standard errors need the panel variable %s in cluster()", panel.ID)
	}
	groups := stats.Cluster{Groups: all.Groups[other : other+1], Names: all.Names[other : other+1]}
	return stats.ClusterKernel{Cluster: groups, Kernel: kernel, BW: bw, Timeline: t}, nil
}

// lagKernel is the kernel of the options.
func (o *ivreg2) lagKernel() (stats.LagKernel, error) {
	words := []string{"bartlett", "truncated", "parzen", "thanning", "thamming", "daniell", "tent", "qs"}
	long := map[string]string{"quadratic spectral": "qs", "tukey-hanning": "thanning", "tukey-hamming": "thamming"}
	name := strings.ToLower(o.Kernel)
	if name == "" {
		name = "bartlett"
	}
	if s := long[name]; s != "" {
		name = s
	}
	for i, w := range words {
		if len(name) >= 3 && strings.HasPrefix(w, name) || w == name || name == "quadratic" && w == "qs" {
			if (name == "tha" || name == "the") && strings.HasPrefix(w, "tha") {
				break
			}
			if w == "tent" {
				return stats.LagKernel{}, rc.Syntax.Errorf("kernel(tent) not supported: ivreg2's weights for it do not go to zero")
			}
			return stats.LagKernels[i], nil
		}
	}
	return stats.LagKernel{}, rc.Syntax.Errorf("invalid kernel")
}

// bandwidth reads bw().
func (o *ivreg2) bandwidth(c *interp.Call) (float64, error) {
	if o.BW == "auto" {
		return 0, nil
	}
	bw, err := c.EvalNumber(lang.Text{Pos: 1, Text: o.BW})
	if err != nil || !(bw > 0) || bw >= frame.Missing {
		return 0, rc.Syntax.Errorf("invalid bandwidth in option bw() - must be real > 0")
	}
	return bw, nil
}

// places finds the terms of a variable list among list.
func (r *run) places(text lang.Text, list []terms.Term, option string) ([]int, error) {
	products, err := model.Products(r.Call, text)
	if err != nil {
		return nil, err
	}
	expanded, err := r.Source.Expand(products)
	if err != nil {
		return nil, err
	}
	var out []int
	for _, t := range expanded {
		j := slices.IndexFunc(list, func(x terms.Term) bool { return x.Plain() == t.Plain() })
		if j < 0 {
			if t.Omitted {
				continue
			}
			return nil, rc.Syntax.Errorf("%s listed in %s() but does not appear there in the equation", t.Plain(), option)
		}
		if !slices.Contains(out, j) {
			out = append(out, j)
		}
	}
	return out, nil
}

// tests computes the tests of the options endog(), orthog() and redundant().
func (r *run) tests() error {
	x := r.Terms
	if t := r.o.Endog.Trim(); t.Text != "" {
		at, err := r.places(t, x[:r.endogenous], "endog")
		if err != nil {
			return err
		}
		r.endog.names = t.Text
		if r.endog.Chi2, err = r.fit.TestEndogenous(r.design, at); err != nil {
			return err
		}
	}
	if t := r.o.Orthog.Trim(); t.Text != "" {
		all := slices.Concat(x[r.endogenous:], r.instruments)
		at, err := r.places(t, all, "orthog")
		if err != nil {
			return err
		}
		var exogenous, excluded []int
		for _, j := range at {
			if k := len(x) - r.endogenous; j >= k {
				excluded = append(excluded, j-k)
			} else {
				exogenous = append(exogenous, j+r.endogenous)
			}
		}
		r.orthog.names = t.Text
		if r.orthog.Chi2, err = r.fit.TestOrthogonal(r.design, exogenous, excluded); err != nil {
			return err
		}
	}
	if t := r.o.Redundant.Trim(); t.Text != "" {
		at, err := r.places(t, r.instruments, "redundant")
		if err != nil {
			return err
		}
		r.redundant.names = t.Text
		if r.redundant.Chi2, err = r.fit.TestRedundant(r.design, at); err != nil {
			return err
		}
	}
	return nil
}
