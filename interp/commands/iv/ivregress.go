package iv

import (
	"slices"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/commands/internal/model"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Ivregress is the command "ivregress".
var Ivregress = &interp.Command{
	Name:   "ivregress",
	Brief:  "linear models with endogenous regressors",
	Syntax: "[anything] [if] [in] [aw fw pw iw]",
	New:    func() interp.Runner { return &ivregress{} },
	By:     interp.ByEach,
	Doc: `    ivregress 2sls|liml|gmm depvar [exogenous] (endogenous = instruments)
        [if] [in] [weight] [, options]

Standard errors have no finite-sample factors and inference is by z, unless
small is given. vce() may be unadjusted, robust, cluster varlist or hac kernel
[lags], the kernels being bartlett (nwest), parzen (gallant) and
quadraticspectral (andrews); lags may be opt, for the number that the data ask
for. wmatrix() says the same of the weights of gmm; without vce() standard
errors follow it, with vce(unadjusted) they take the weights to be optimal.

Stored results: e(N), e(mss), e(df_m), e(rss), e(df_r), e(r2), e(r2_a), e(F),
e(rmse), e(N_clust), e(chi2), e(kappa), e(J), e(iterations), e(rank),
e(estimator), e(instd), e(insts), e(exogr), e(hac_kernel), e(hac_lag), e(b),
e(V), e(W), e(S), e(sample)

estat firststage, estat overid and estat endogenous follow.`,
}

type ivregress struct {
	model.Options
	NoConstant bool      `opt:"noCONstant" help:"suppress the constant term"`
	HasCons    bool      `opt:"Hascons" help:"the regressors contain a constant"`
	Small      bool      `opt:"small" help:"finite-sample factors, inference by t and F"`
	First      bool      `opt:"first" help:"show the first-stage regressions"`
	Perfect    bool      `opt:"PERfect" help:"do not check whether instruments explain endogenous regressors perfectly"`
	WMatrix    model.VCE `opt:"WMATrix(wmtype)" help:"how gmm weights moments: unadjusted, robust, cluster varname, hac kernel"`
	Center     bool      `opt:"Center" help:"gmm: take the means from the moments in the weight matrix"`
	IGMM       bool      `opt:"igmm" help:"gmm: iterate"`
	Eps        *float64  `opt:"eps(#)" help:"igmm: relative change of coefficients to stop at; default 1e-6"`
	WEps       *float64  `opt:"weps(#)" help:"igmm: relative change of weights to stop at; default 1e-6"`
	Iterate    *float64  `opt:"ITERate(#)" help:"igmm: largest number of iterations"`
	EForm      string    `opt:"EForm(text)" help:"show exponentiated coefficients under this heading"`
}

// estimators are the names of the estimators, in titles.
var estimators = map[string]string{"2sls": "2SLS", "liml": "LIML", "gmm": "GMM"}

func (o *ivregress) Run(c *interp.Call) error {
	if err := o.Check(); err != nil {
		return err
	}
	body := c.Body.Trim()
	if body.Text == "" {
		if c.E.Cmd() != "ivregress" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		return o.show(c)
	}
	method := body.Words()[0]
	if estimators[method.Text] == "" {
		return rc.Syntax.At(method.Pos, "%s not a valid estimator", method.Text)
	}
	opt, err := o.tuning(method.Text)
	if err != nil {
		return err
	}
	e, err := parseEquation(c, body.Slice(len(method.Text), len(body.Text)))
	if err != nil {
		return err
	}
	v, err := o.bind(e, method.Text)
	if err != nil {
		return err
	}
	vce, err := e.HAC(v)
	if err != nil {
		return err
	}
	if opt.Method == "gmm" {
		if vce, err = o.weights(e, v, vce, &opt); err != nil {
			return err
		}
	}
	fit, s, err := stats.IVRegress(e.design, vce, opt)
	if err != nil {
		return err
	}
	e.SumOfWeights()
	e.noteOmitted(fit, s)
	if err := o.checkPerfect(e, s); err != nil {
		return err
	}
	if o.First {
		if err := showFirst(c, e, s, vce, &o.Options); err != nil {
			return err
		}
	}
	e.Post(fit, o.posting(e, fit, opt))
	return o.show(c)
}

// tuning reads the options of the estimator.
func (o *ivregress) tuning(method string) (stats.IVOptions, error) {
	opt := stats.IVOptions{Method: method, Small: o.Small, Center: o.Center, Iterate: o.IGMM}
	for _, x := range []struct {
		given bool
		name  string
	}{{o.WMatrix.Kind != "", "wmatrix()"}, {o.Center, "center"}, {o.IGMM, "igmm"}, {o.Eps != nil, "eps()"}, {o.WEps != nil, "weps()"}} {
		if x.given && method != "gmm" {
			return opt, rc.Syntax.Errorf("option %s is only for the gmm estimator", x.name)
		}
	}
	if !o.IGMM && (o.Eps != nil || o.WEps != nil || o.Iterate != nil) {
		return opt, rc.Syntax.Errorf("eps(), weps() and iterate() need option igmm")
	}
	for _, x := range []struct {
		to   *float64
		from *float64
	}{{&opt.Eps, o.Eps}, {&opt.WEps, o.WEps}} {
		if x.from != nil {
			if *x.from <= 0 {
				return opt, rc.Syntax.Errorf("eps() and weps() must be positive")
			}
			*x.to = *x.from
		}
	}
	if o.Iterate != nil {
		opt.MaxIter = int(*o.Iterate)
	}
	return opt, nil
}

// bind builds the design of e and returns the type of standard error.
func (o *ivregress) bind(e *equation, method string) (model.VCE, error) {
	v, err := o.Instrumental()
	if err != nil {
		return v, err
	}
	given := v
	if given.Kind == "" {
		given = o.WMatrix
	} else if o.WMatrix.Kind == "cluster" && given.Kind == "cluster" && o.WMatrix.Cluster.Text != given.Cluster.Text {
		return v, rc.Syntax.Errorf("clusters of vce() and wmatrix() must be the same")
	} else if o.WMatrix.Kind == "cluster" {
		given = o.WMatrix
	}
	if err := e.Cluster(given); err != nil {
		return v, err
	}
	if err := e.build(); err != nil {
		return v, err
	}
	e.design.Constant = !o.NoConstant && !o.HasCons
	e.Design.Constant = e.design.Constant
	return v, nil
}

// weights sets how gmm weights moments and returns how its standard errors are
// made, nil for as the weights are.
func (o *ivregress) weights(e *equation, v model.VCE, vce stats.VCE, opt *stats.IVOptions) (stats.VCE, error) {
	w := o.WMatrix
	if w.Kind == "" {
		w = v
		if v.Kind == "" || v.Kind == "ols" {
			w = model.VCE{Kind: "robust"}
		}
	}
	var err error
	if opt.Weight, err = e.HAC(w); err != nil {
		return nil, err
	}
	if v.Kind == "" {
		return nil, nil
	}
	return vce, nil
}

// checkPerfect refuses endogenous regressors that the instruments explain.
func (o *ivregress) checkPerfect(e *equation, s *stats.IVSystem) error {
	if o.Perfect {
		return nil
	}
	perfect, err := s.Perfect()
	if err != nil {
		return err
	}
	for _, j := range perfect {
		return rc.UserError.Errorf("instruments explain the endogenous regressor %s perfectly; this is least squares: use regress, or option perfect", e.Terms[j].Name())
	}
	return nil
}

// posting is what goes into e() besides the fit.
func (o *ivregress) posting(e *equation, fit *stats.Fit, opt stats.IVOptions) interp.Posting {
	p := interp.Posting{
		Cmd: "ivregress", Title: "Instrumental-variables " + estimators[opt.Method] + " regression", Predict: "ivregress_p",
		Margins: "XB default", Estat: "ivregress_estat", Hidden: map[string]bool{"p": true},
		Order: []string{"cmdline", "cmd", "estat_cmd", "predict", "marginsok", "title", "clustvar", "wexp", "wtype", "wmatrix", "constant", "exogr", "insts", "instd",
			"estimator", "hac_kernel", "vce", "vcetype", "small", "depvar", "properties"},
	}
	exogenous := e.Terms[e.endogenous:]
	p.Macros = []interp.Macro{
		{Name: "instd", Text: names(e.Terms[:e.endogenous], false)},
		{Name: "insts", Text: strings.TrimSpace(names(exogenous, false) + " " + names(e.instruments, false))},
		{Name: "exogr", Text: names(exogenous, false)},
		{Name: "estimator", Text: opt.Method},
	}
	add := func(name, text string, given bool) {
		if given {
			p.Macros = append(p.Macros, interp.Macro{Name: name, Text: text})
		}
	}
	add("small", "small", o.Small)
	add("constant", "noconstant", !e.design.Constant && !o.HasCons)
	add("constant", "hasconstant", o.HasCons)
	if fit.VCE.Kernel != "" {
		add("hac_kernel", strings.ToLower(fit.VCE.Kernel), true)
		fit.Extra = append(fit.Extra, stats.Named{Name: "hac_lag", Value: fit.VCE.Lag})
	}
	if opt.Method == "gmm" {
		add("wmatrix", e.describe(opt.Weight), true)
		fit.Extra = append(fit.Extra, stats.Named{Name: "weights", Value: kindOf(opt.Weight)})
		p.Hidden["weights"], p.Hidden["center"] = true, true
		if o.Center {
			fit.Extra = append(fit.Extra, stats.Named{Name: "center", Value: "center"})
		}
	}
	if fit.VCE.Kind == "ols" {
		fit.VCE.Kind = "unadjusted"
	}
	if j := slices.IndexFunc(fit.Extra, func(x stats.Named) bool { return x.Name == "N_clust" }); j < 0 && opt.Method == "gmm" {
		if w, ok := opt.Weight.(stats.Cluster); ok {
			fit.Extra = append(fit.Extra, stats.Named{Name: "N_clust", Value: float64(w.Count())})
		}
	}
	return p
}

// describe says what a weight matrix allows for: "Cluster (id)".
func (e *equation) describe(w stats.VCE) string {
	switch w := w.(type) {
	case stats.Cluster:
		return "Cluster (" + strings.Join(w.Names, " ") + ")"
	case stats.HAC:
		return "HAC " + w.Kernel.Name + " " + interp.FormatNumber(w.BW-1)
	case stats.Classical:
		return "Unadjusted"
	}
	return "Robust"
}

// kindOf is the name of a covariance estimator in e(vce).
func kindOf(v stats.VCE) string {
	switch v.(type) {
	case stats.Cluster:
		return "cluster"
	case stats.HAC:
		return "hac"
	case stats.Classical:
		return "unadjusted"
	}
	return "robust"
}
