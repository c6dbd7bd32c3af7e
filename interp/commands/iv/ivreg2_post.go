package iv

import (
	"math"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// post makes the results e().
func (r *run) post(cmd string) error {
	f, s := r.fit, r.fit.System
	p := r.posting(cmd)
	var out []stats.Named
	add := func(name string, x float64) { out = append(out, stats.Named{Name: name, Value: x}) }
	exogenous := r.Terms[r.endogenous:]
	add("inexog_ct", count(exogenous))
	add("exexog_ct", count(r.instruments))
	add("endog_ct", count(r.Terms[:r.endogenous]))
	add("partial_ct", count(r.partial)+one(r.cons))
	add("sdofminus", f.SDof())
	add("dofminus", r.opt.DofMinus)
	if r.opt.Small {
		add("df_r", f.Df)
	}
	if f.Clusters > 0 {
		add("N_clust", float64(f.Clusters))
	}
	add("partialcons", one(r.cons || r.o.effects != nil))
	add("cons", one(s.Constant()))
	add("rankxx", float64(s.K()))
	add("rankzz", float64(s.L()))
	add("rankV", float64(f.Rank))
	add("rankS", float64(s.L()))
	chi2 := func(name string, t stats.Chi2) {
		if !math.IsNaN(t.Stat) {
			add(name, t.Stat)
			if t.DF > 0 {
				add(name+"p", t.P)
			}
		}
		if !math.IsNaN(t.DF) {
			add(name+"df", t.DF)
		}
	}
	if _, classical := r.vce.(stats.Classical); classical && r.Design.WKind != stats.PWeight {
		chi2("sargan", f.Overid)
	}
	chi2("j", f.Overid)
	if r.opt.Method == "liml" {
		add("arubin", f.ARLIML[0].Stat)
		add("arubinp", f.ARLIML[0].P)
		add("arubin_lin", f.ARLIML[1].Stat)
		add("arubin_linp", f.ARLIML[1].P)
		add("arubindf", f.ARLIML[0].DF)
		add("lambda", f.Lambda)
		if r.opt.Fuller != 0 {
			add("fuller", r.opt.Fuller)
		}
	}
	if r.opt.Method == "liml" || r.opt.Method == "kclass" {
		add("kclass", f.Kappa)
	}
	r.identification(add)
	chi2("estat", r.endog.or())
	chi2("cstat", r.orthog.or())
	chi2("redstat", r.redundant.or())
	if f.VCE.Kernel != "" {
		add("bw", f.VCE.Lag+1)
	}
	f.Extra = append(out, f.Extra...)
	if r.o.effects != nil {
		r.o.effects.post(r, &p)
	}
	regressions, err := r.regressions()
	if err != nil {
		return err
	}
	r.store(regressions, &p)
	r.Post(f.Fit, p)
	return r.showRegressions(regressions)
}

// identification adds the tests of identification.
func (r *run) identification(add func(string, float64)) {
	f := r.fit
	if r.o.NoID || f.System.K1() == 0 {
		return
	}
	add("idstat", f.UnderID.Stat)
	add("idp", f.UnderID.P)
	add("iddf", f.UnderID.DF)
	add("cdf", f.CraggF)
	wid := f.KPF
	if r.robustWord() == "" || r.opt.PlainRank {
		wid = f.CraggF
	}
	add("widstat", wid)
	if r.robustWord() != "" {
		add("rkf", wid)
	}
	if !r.opt.First {
		return
	}
	add("arf", f.ARF.Stat)
	add("arfp", f.ARF.P)
	add("archi2", f.AR.Stat)
	add("archi2p", f.AR.P)
	add("ardf", f.ARF.DF1)
	add("ardf_r", f.ARF.DF2)
	add("sstat", f.StockS.Stat)
	add("sstatp", f.StockS.P)
	add("sstatdf", f.StockS.DF)
}

// or is the test, not defined if it was not asked for.
func (t tested) or() stats.Chi2 {
	if t.names == "" {
		return stats.Chi2{Stat: math.NaN(), DF: math.NaN()}
	}
	return t.Chi2
}

// posting is what goes into e() besides numbers.
func (r *run) posting(cmd string) interp.Posting {
	f := r.fit
	exogenous := r.Terms[r.endogenous:]
	titles := map[string]string{"": "IV (2SLS) estimation", "liml": "LIML estimation", "kclass": "k-Class estimation", "gmm2s": "2-Step GMM estimation", "cue": "CUE estimation"}
	title, kind := titles[r.opt.Method], r.opt.Method
	if kind == "" {
		kind = "iv"
	}
	if f.System.K1() == 0 && r.opt.Method != "gmm2s" && r.opt.Method != "cue" {
		title, kind = "OLS estimation", "ols"
	}
	if r.o.Title != "" {
		title = r.o.Title
	}
	p := interp.Posting{Cmd: cmd, Title: title, Model: kind, Predict: "ivreg2_p", Hidden: map[string]bool{}, Scalars: []string{"N", "df_m"}}
	text := func(name, text string) {
		if text != "" {
			p.Macros = append(p.Macros, interp.Macro{Name: name, Text: text})
		}
	}
	instd := names(r.Terms[:r.endogenous], true)
	text("instd", instd)
	text("inexog", names(exogenous, true))
	text("exexog", names(r.instruments, true))
	text("insts", strings.TrimSpace(names(r.instruments, true)+" "+names(exogenous, true)))
	text("collin", dropped(r.Terms)+dropped(r.instruments))
	partial := names(r.partial, true)
	if r.cons || r.o.effects != nil {
		partial = strings.TrimSpace(partial + " _cons")
	}
	text("partial", partial)
	if r.opt.Small {
		text("small", "small")
	}
	text("subtitle", r.o.Subtitle)
	text("elist", r.endog.names)
	text("clist", r.orthog.names)
	text("redlist", r.redundant.names)
	r.robustness(text)
	p.Matrices = append(p.Matrices, r.firstMatrix()...)
	return p
}

// robustness stores what standard errors allow for.
func (r *run) robustness(text func(name, s string)) {
	f := r.fit
	f.VCE.Type = "Robust"
	what, against := "", ""
	kernel := func(k stats.LagKernel, bw float64) string {
		f.VCE.Kernel, f.VCE.Lag = k.Name, bw-1
		return strings.ToLower(k.Name) + " bw=" + interp.FormatNumber(bw)
	}
	switch v := f.VCEUsed().(type) {
	case stats.Robust:
		what, f.VCE.Kind = "heteroskedasticity", "robust"
	case stats.Cluster:
		what = "heteroskedasticity and clustering on " + strings.Join(v.Names, " and ")
		f.VCE.Names, f.VCE.Clusters, f.VCE.Kind = v.Names, v.Counts(), "robust cluster"
		if len(v.Names) > 1 {
			f.VCE.Kind = "robust two-way cluster"
		}
	case stats.HAC:
		what = "heteroskedasticity and autocorrelation"
		f.VCE.Kind = "robust hac " + kernel(v.Kernel, v.BW)
	case stats.AC:
		what = "autocorrelation"
		f.VCE.Kind, f.VCE.Type = "ac "+kernel(v.Kernel, v.BW), "AC"
		if r.o.Kiefer {
			what = "within-cluster autocorrelation (Kiefer)"
		}
	case stats.ClusterKernel:
		time := r.Call.Frame().Panel.Time
		what = "heteroskedasticity and clustering on " + v.Names[0] + " and " + time
		against = "and kernel-robust to common correlated disturbances (Driscoll-Kraay)"
		_, periods := v.Periods()
		f.VCE.Names, f.VCE.Clusters = []string{v.Names[0], time}, []int{v.Cluster.Count(), periods}
		f.VCE.Kind = "robust two-way cluster " + kernel(v.Kernel, v.BW)
	case stats.DriscollKraay:
		what = "heteroskedasticity and clustering on " + r.Call.Frame().Panel.Time
		against = "and kernel-robust to common correlated disturbances (Driscoll-Kraay)"
		f.VCE.Kind = "cluster ac " + kernel(v.Kernel, v.BW)
		text("clustvar", r.Call.Frame().Panel.Time)
	default:
		f.VCE.Type, f.VCE.Kind = "", "unadjusted"
		if r.Design.W != nil && r.Design.WKind == stats.PWeight {
			what, f.VCE.Type, f.VCE.Kind = "heteroskedasticity", "Robust", "robust"
		}
	}
	if f.VCE.Kernel != "" {
		text("kernel", f.VCE.Kernel)
		text("tvar", r.Call.Frame().Panel.Time)
		text("ivar", r.Call.Frame().Panel.ID)
	}
	efficient := "Estimates efficient for homoskedasticity only"
	if what == "" {
		text("hacsubtitleB", efficient)
		text("hacsubtitleV", "Statistics consistent for homoskedasticity only")
		return
	}
	if r.opt.Method == "gmm2s" || r.opt.Method == "cue" {
		efficient = "Estimates efficient for arbitrary " + what
	}
	text("hacsubtitleB", efficient)
	text("hacsubtitleV", "Statistics robust to "+what)
	text("hacsubtitleV2", against)
}

// count is the number of terms that are not omitted.
func count(list []terms.Term) float64 {
	n := 0.0
	for _, t := range list {
		n += one(!t.Omitted)
	}
	return n
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// dropped are the variables left out as collinear, each with a blank before.
func dropped(list []terms.Term) string {
	out := ""
	for _, t := range list {
		if t.Omitted && !baseOnly(t) {
			out += " " + t.Plain()
		}
	}
	return out
}

// baseOnly reports whether t is omitted by construction.
func baseOnly(t terms.Term) bool {
	for _, f := range t.Factors {
		if f.Base {
			return true
		}
	}
	return t.Empty
}

// firstRows are the rows of e(first).
var firstRows = []string{"rmse", "sheapr2", "pr2", "F", "df", "df_r", "pvalue", "SWF", "SWFdf1", "SWFdf2", "SWFp", "SWchi2", "SWchi2p", "SWr2", "APF", "APFdf1", "APFdf2", "APFp", "APchi2", "APchi2p", "APr2"}

// firstMatrix is e(first), a column for each endogenous regressor.
func (r *run) firstMatrix() []interp.NamedMatrix {
	list := r.fit.First
	if len(list) == 0 {
		return nil
	}
	m := interp.NewMatrix(len(firstRows), len(list))
	m.Rows = append([]string(nil), firstRows...)
	for j, s := range list {
		m.Cols[j] = r.Terms[s.At].Name()
		v := []float64{s.RMSE, s.Shea, s.Partial, s.F.Stat, s.F.DF1, s.F.DF2, s.F.P,
			s.SW.Stat, s.SW.DF1, s.SW.DF2, s.SW.P, s.SWChi2.Stat, s.SWChi2.P, s.SWR2,
			s.AP.Stat, s.AP.DF1, s.AP.DF2, s.AP.P, s.APChi2.Stat, s.APChi2.P, s.APR2}
		for i := range v {
			v[i] = frame.Value(v[i])
		}
		m.SetColumn(j, v)
	}
	return []interp.NamedMatrix{{Name: "first", Matrix: m}}
}
