package iv

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// A regression is a first-stage regression or the reduced form.
type regression struct {
	fit   *stats.Fit
	terms []terms.Term
	name  string // it is to be stored under, or ""
	first *stats.FirstIV2
	shown bool
}

// regressions runs the first-stage regressions and the reduced form that the
// options ask for.
func (r *run) regressions() ([]regression, error) {
	o := r.o
	var out []regression
	if r.fit.System.K1() == 0 {
		return nil, nil
	}
	list := r.usedInstruments()
	if o.RF || o.SaveRF {
		fit, err := r.fit.FirstFit(-1)
		if err != nil {
			return nil, err
		}
		g := regression{fit: fit, terms: list, shown: o.RF}
		if o.SaveRF {
			g.name = stored(o.RFPrefix, fit.Depvar)
		}
		out = append(out, g)
	}
	if !o.First && !o.SaveFirst {
		return out, nil
	}
	for a := range r.fit.First {
		fit, err := r.fit.FirstFit(a)
		if err != nil {
			return nil, err
		}
		g := regression{fit: fit, terms: list, first: &r.fit.First[a], shown: o.First}
		if o.SaveFirst {
			g.name = stored(o.SavePrefix, fit.Depvar)
		}
		out = append(out, g)
	}
	return out, nil
}

// stored is the name that the regression of depvar is stored under.
func stored(prefix, depvar string) string {
	if prefix == "" {
		prefix = "_ivreg2_"
	}
	name := prefix + strings.ReplaceAll(depvar, ".", "_")
	if len(name) > 27 {
		name = name[:27]
	}
	return name
}

// usedInstruments are the terms of the regressors of first-stage regressions.
func (r *run) usedInstruments() []terms.Term {
	var out []terms.Term
	for _, list := range [][]terms.Term{r.instruments, r.Terms[r.endogenous:]} {
		for _, t := range list {
			if !t.Omitted {
				out = append(out, t)
			}
		}
	}
	return out
}

// store keeps the regressions that are to be stored.
func (r *run) store(list []regression, p *interp.Posting) {
	c := r.Call
	var firsts []string
	for _, g := range list {
		if g.name == "" {
			continue
		}
		title, kind := "First-stage regression: "+g.fit.Depvar, "first"
		if g.first == nil {
			title, kind = "Reduced-form regression: "+g.fit.Depvar, "rf"
		} else {
			firsts = append(firsts, g.name)
		}
		f := *g.fit
		f.VCE.Names, f.VCE.Clusters, f.VCE.Kind = r.fit.VCE.Names, r.fit.VCE.Clusters, r.fit.VCE.Kind
		q := interp.Posting{Cmd: "ivreg2", Title: title, Model: kind, Sample: r.Sample(r.kept)}
		if c.Weight != nil {
			q.Macros = []interp.Macro{{Name: "wtype", Text: c.Weight.Kind}, {Name: "wexp", Text: "= " + c.Weight.Text}}
		}
		c.Post(&f, q)
		c.E.Title = title
		c.StoreEstimates(g.name, c.E)
		if g.first == nil {
			p.Macros = append(p.Macros, interp.Macro{Name: "rfeq", Text: g.name})
		}
	}
	if len(firsts) > 0 {
		p.Macros = append(p.Macros, interp.Macro{Name: "firsteqs", Text: strings.Join(firsts, " ")})
	}
}

// showRegressions prints what precedes the main results.
func (r *run) showRegressions(list []regression) error {
	c := r.Call
	var kept []string
	for _, g := range list {
		if g.name != "" {
			kept = append(kept, g.name)
		}
	}
	if len(kept) > 0 {
		c.Print("\nStored estimation results\n-------------------------\n")
		if err := c.Run("estimates dir " + strings.Join(kept, " ")); err != nil {
			return err
		}
	}
	for _, g := range list {
		if g.first == nil && g.shown {
			r.showReduced(g)
		}
	}
	if r.o.First && len(r.fit.First) > 0 {
		c.Print("\nFirst-stage regressions\n-----------------------\n\n")
		for _, g := range list {
			if g.first != nil {
				r.showFirstStage(g)
			}
		}
	}
	if (r.o.First || r.o.FFirst) && len(r.fit.First) > 0 {
		r.showSummary()
	}
	return nil
}

// regressionHeader prints what precedes the coefficients of a regression.
func (r *run) regressionHeader(title string) {
	c, e := r.Call, r.Call.E
	c.Printf("\n%s\n\n", title)
	for _, name := range []string{"hacsubtitleV", "hacsubtitleV2"} {
		if s := e.Macro(name); s != "" {
			c.Print(s + "\n")
		}
	}
	kernelLines(c, e)
	c.Printf("Number of obs = %22.0f\n", e.Scalar("N"))
	for _, line := range clusterLines(c, e) {
		c.Print(line + "\n")
	}
}

func (r *run) regressionTable(g regression) {
	c := r.Call
	t := c.Table(&interp.Estimates{}, r.o.CoefOptions)
	t.Depvar, t.SEType, t.DF, t.Normal = g.fit.Depvar, c.E.Macro("vcetype"), g.fit.DF, false
	for j, b := range g.fit.B {
		name := "_cons"
		if j < len(g.terms) {
			name = g.terms[j].Name()
		}
		t.Rows = append(t.Rows, interp.CoefRow{Name: name, B: b, SE: g.fit.SE(j)})
	}
	c.ShowCoefs(t)
}

func (r *run) showReduced(g regression) {
	c := r.Call
	r.regressionHeader("Reduced-form regression: " + g.fit.Depvar)
	r.regressionTable(g)
	k := 0
	for _, t := range r.instruments {
		if !t.Omitted {
			k++
		}
	}
	t := stats.Wald(g.fit, stats.Zeros(g.fit, 0, k))
	c.Print("F test of excluded instruments:\n")
	testF(c, t)
	c.Print("\n")
}

// testF prints an F statistic on two lines.
func testF(c *interp.Call, t stats.Test) {
	c.Printf("  F(%3.0f,%6.0f) = %s\n  Prob > F      = %s\n", t.DF1, t.DF2, c.Format("%8.2f", frame.Value(t.Stat)), c.Format("%8.4f", frame.Value(t.P)))
}

func (r *run) showFirstStage(g regression) {
	c := r.Call
	r.regressionHeader(fmt.Sprintf("First-stage regression of %s:", g.fit.Depvar))
	r.regressionTable(g)
	c.Print("F test of excluded instruments:\n")
	testF(c, g.first.F)
	c.Print("Sanderson-Windmeijer multivariate F test of excluded instruments:\n")
	testF(c, g.first.SW)
	c.Print("\n")
}

// robustWord is what tests are robust to, "" for nothing.
func (r *run) robustWord() string {
	switch v := r.vce.(type) {
	case stats.Cluster, stats.DriscollKraay, stats.ClusterKernel:
		return "cluster-robust"
	case stats.HAC:
		return "heteroskedasticity and autocorrelation-robust"
	case stats.AC:
		return "autocorrelation-robust"
	case stats.Classical:
		_ = v
		if r.Design.WKind != stats.PWeight {
			return ""
		}
	}
	return "heteroskedasticity-robust"
}

// showSummary prints the statistics of the first stages and the tests of
// identification.
func (r *run) showSummary() {
	c, f := r.Call, r.fit
	word := r.robustWord()
	if r.o.First {
		c.Print("\n")
	}
	c.Print("\nSummary results for first-stage regressions\n-------------------------------------------\n\n")
	c.Printf("%43s(Underid)            (Weak id)\n", "")
	t := f.First[0]
	c.Printf("Variable     | F(%3.0f,%6.0f)  P-val | SW Chi-sq(%3.0f) P-val | SW F(%3.0f,%6.0f)\n", t.F.DF1, t.F.DF2, t.SWChi2.DF, t.SW.DF1, t.SW.DF2)
	for _, s := range f.First {
		c.Printf("%-13s|%s%s |%s%s |%s\n", frame.Abbrev(r.Terms[s.At].Plain(), 12), c.Format("%11.2f", frame.Value(s.F.Stat)), c.Format("%10.4f", frame.Value(s.F.P)),
			c.Format("%12.2f", frame.Value(s.SWChi2.Stat)), c.Format("%9.4f", frame.Value(s.SWChi2.P)), c.Format("%12.2f", frame.Value(s.SW.Stat)))
	}
	if word != "" {
		c.Printf("\nNB: first-stage test statistics %s\n", word)
	}
	l1 := f.System.L1()
	c.Print("\nStock-Yogo weak ID F test critical values for single endogenous regressor:\n")
	stockYogo(c, "", c.E, 36, 66, 1, l1)
	if word == "" {
		c.Print("NB: Critical values are for Sanderson-Windmeijer F statistic.\n")
	} else {
		c.Print("NB: Critical values are for i.i.d. errors only.\n")
	}
	r.showIdentification(word)
	r.showWeakRobust(word)
	r.showCounts()
}

func (r *run) showIdentification(word string) {
	c, f := r.Call, r.fit
	name := "Anderson canon. corr. LM statistic"
	if word != "" {
		name = "Kleibergen-Paap rk LM statistic"
	}
	c.Print("\nUnderidentification test\nHo: matrix of reduced form coefficients has rank=K1-1 (underidentified)\nHa: matrix has rank=K1 (identified)\n")
	c.Printf("%-41s%s%-9sP-val=%s\n", name, fmt.Sprintf("Chi-sq(%.0f)=", f.UnderID.DF), trim(c, "%8.2f", f.UnderID.Stat), c.Format("%6.4f", f.UnderID.P))
	c.Print("\nWeak identification test\nHo: equation is weakly identified\n")
	c.Printf("%-64s%s\n", "Cragg-Donald Wald F statistic", c.Format("%8.2f", f.CraggF))
	if word != "" {
		c.Printf("%-64s%s\n", "Kleibergen-Paap Wald rk F statistic", c.Format("%8.2f", f.KPF))
	}
	k1, l1 := f.System.K1(), f.System.L1()
	c.Printf("\nStock-Yogo weak ID test critical values for K1=%d and L1=%d:\n", k1, l1)
	stockYogo(c, "", c.E, 36, 66, k1, l1)
	if word != "" {
		c.Print("NB: Critical values are for Cragg-Donald F statistic and i.i.d. errors.\n")
	}
}

func (r *run) showWeakRobust(word string) {
	c, f := r.Call, r.fit
	c.Print("\nWeak-instrument-robust inference\nTests of joint significance of endogenous regressors B1 in main equation\nHo: B1=0 and orthogonality conditions are valid\n")
	line := func(name, stat string, x, p float64) {
		c.Printf("%-35s%s%*s     P-val=%s\n", name, stat, 20-len(stat), trim(c, "%9.2f", x), c.Format("%6.4f", frame.Value(p)))
	}
	line("Anderson-Rubin Wald test", fmt.Sprintf("F(%.0f,%.0f)=", f.ARF.DF1, f.ARF.DF2), f.ARF.Stat, f.ARF.P)
	line("Anderson-Rubin Wald test", fmt.Sprintf("Chi-sq(%.0f)=", f.AR.DF), f.AR.Stat, f.AR.P)
	line("Stock-Wright LM S statistic", fmt.Sprintf("Chi-sq(%.0f)=", f.StockS.DF), f.StockS.Stat, f.StockS.P)
	if word != "" {
		c.Printf("\nNB: Underidentification, weak identification and weak-identification-robust\n    test statistics %s\n", word)
	}
}

func (r *run) showCounts() {
	c, f := r.Call, r.fit
	c.Print("\n")
	if f.Clusters > 0 {
		c.Printf("Number of clusters             N_clust  = %10.0f\n", float64(f.Clusters))
	}
	c.Printf("Number of observations               N  = %10.0f\n", float64(f.N))
	c.Printf("Number of regressors                 K  = %10d\n", f.System.K())
	c.Printf("Number of endogenous regressors      K1 = %10d\n", f.System.K1())
	c.Printf("Number of instruments                L  = %10d\n", f.System.L())
	c.Printf("Number of excluded instruments       L1 = %10d\n", f.System.L1())
}
