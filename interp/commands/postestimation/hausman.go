package postestimation

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/interp/terms"
	"github.com/didot-lang/didot/stats"
)

// Hausman is the command "hausman".
var Hausman = &interp.Command{
	Name:   "HAUSman",
	Brief:  "Hausman specification test",
	Syntax: "anything",
	New:    func() interp.Runner { return &hausman{} },
	Doc: `    hausman name-consistent [name-efficient] [, sigmamore sigmaless constant]

The first estimates are consistent under both hypotheses, the second, by
default the active ones, efficient under the null.

Stored results: r(chi2), r(df), r(p), r(rank)`,
}

type hausman struct {
	SigmaMore bool     `opt:"SIGMAMore" help:"base both covariances on the error variance of the efficient estimates"`
	SigmaLess bool     `opt:"SIGMALess" help:"base both covariances on the error variance of the consistent estimates"`
	Constant  bool     `opt:"Constant" help:"compare the constants too"`
	Force     bool     `opt:"force" help:"test even if assumptions fail"`
	DF        *float64 `opt:"df(#)" help:"degrees of freedom; default the rank of the difference of the covariances"`
}

func (o *hausman) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	if len(words) == 1 {
		words = append(words, ".")
	}
	if len(words) != 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	if o.SigmaMore && o.SigmaLess {
		return rc.Conflict.Errorf("options sigmamore and sigmaless may not be combined")
	}
	b, err := estimatesNamed(c, words[0])
	if err != nil {
		return err
	}
	e, err := estimatesNamed(c, words[1])
	if err != nil {
		return err
	}
	for _, x := range []*interp.Estimates{b, e} {
		if v := x.Macro("vcetype"); v != "" && !o.Force {
			return rc.UserError.Errorf("hausman cannot be used with vce(robust), vce(cluster cvar), or p-weighted data")
		}
	}
	t, err := o.compare(b, e)
	if err != nil {
		return err
	}
	t.show(c, words, b, e)
	c.ClearR()
	c.Scalar("rank", float64(t.rank))
	c.Scalar("p", t.p)
	c.Scalar("df", t.df)
	c.Scalar("chi2", t.chi2)
	return nil
}

// A comparison of two sets of estimates.
type comparison struct {
	names       []string
	b, e        []float64
	v           *mat.SymDense // V_b - V_B
	chi2, df, p float64
	rank        int
	positive    bool // v is positive definite
}

func (o *hausman) compare(b, e *interp.Estimates) (*comparison, error) {
	t := &comparison{}
	var at, in []int
	for j, name := range b.B.Cols {
		if name == "_cons" && !o.Constant || b.V.At(j, j) == 0 {
			continue
		}
		if _, k := e.Coef("", name); k >= 0 && e.V.At(k, k) != 0 {
			t.names = append(t.names, name)
			t.b, t.e = append(t.b, b.B.At(0, j)), append(t.e, e.B.At(0, k))
			at, in = append(at, j), append(in, k)
		}
	}
	if len(t.names) == 0 {
		return nil, rc.UserError.Errorf("no coefficients in common; specify equations(matchlist)\nfor problems with different equation names.")
	}
	sb, se := 1.0, 1.0
	if o.SigmaMore || o.SigmaLess {
		ratio := e.Scalar("rmse") / b.Scalar("rmse")
		if b.Scalar("rmse") >= frame.Missing || e.Scalar("rmse") >= frame.Missing {
			return nil, rc.NotFound.Errorf("e(rmse) not found: sigmamore and sigmaless need it")
		}
		if o.SigmaMore {
			sb = ratio * ratio
		} else {
			se = 1 / (ratio * ratio)
		}
	}
	k := len(at)
	t.v = mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			t.v.SetSym(i, j, sb*b.V.At(at[i], at[j])-se*e.V.At(in[i], in[j]))
		}
	}
	t.test()
	if o.DF != nil {
		t.df = *o.DF
	}
	t.p = stats.Chi2Tail(t.df, t.chi2)
	if t.chi2 < 0 {
		t.p = math.NaN()
	}
	return t, nil
}

// test computes the statistic with a generalized inverse of the difference of
// the covariances, standardized so that scales do not decide about its rank.
func (t *comparison) test() {
	k := len(t.b)
	s := mat.NewSymDense(k, nil)
	scale := make([]float64, k)
	for i := range k {
		if scale[i] = math.Sqrt(math.Abs(t.v.At(i, i))); scale[i] == 0 {
			scale[i] = 1
		}
	}
	for i := range k {
		for j := i; j < k; j++ {
			s.SetSym(i, j, t.v.At(i, j)/scale[i]/scale[j])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(s, true) {
		t.chi2, t.df = math.NaN(), math.NaN()
		return
	}
	var q mat.Dense
	eig.VectorsTo(&q)
	values := eig.Values(nil)
	largest := math.Max(math.Abs(values[0]), math.Abs(values[k-1]))
	t.positive = true
	for j, l := range values {
		if l <= 1e-10*largest {
			t.positive = false
		}
		if math.Abs(l) <= 1e-10*largest {
			continue
		}
		t.rank++
		proj := 0.0
		for i := range k {
			proj += q.At(i, j) * (t.b[i] - t.e[i]) / scale[i]
		}
		t.chi2 += proj * proj / l
	}
	t.df = float64(t.rank)
}

func (t *comparison) show(c *interp.Call, names []string, b, e *interp.Estimates) {
	rule := strings.Repeat("-", 78) + "\n"
	if t.rank < len(t.names) {
		c.Printf("\nNote: the rank of the differenced variance matrix (%d) does not equal the number of coefficients being tested (%d); be sure this is what you\n"+
			"        expect, or there may be problems computing the test.  Examine the output of your estimators for anything unexpected and possibly\n"+
			"        consider scaling your variables so that the coefficients are on a similar scale.\n", t.rank, len(t.names))
	}
	c.Print("\n                 ---- Coefficients ----\n")
	c.Print("             |      (b)          (B)            (b-B)     sqrt(diag(V_b-V_B))\n")
	c.Printf("             |%s%s     Difference       Std. err.\n", center(names[0], 13), center(names[1], 13))
	c.Print("-------------+" + strings.Repeat("-", 64) + "\n")
	labels := c.CoefLabels(t.names, interp.CoefOptions{})
	group := ""
	for i, l := range labels {
		if l.Heading != group {
			group = l.Heading
			showHeading(c, l)
		}
		label := rowLabel(l)
		x := func(v float64) string { return strings.TrimSpace(c.Format("%9.0g", v)) }
		se := "."
		if v := t.v.At(i, i); v > 0 {
			se = x(math.Sqrt(v))
		}
		c.Printf("%12s |  %10s   %10s      %10s      %10s\n", label, x(t.b[i]), x(t.e[i]), x(t.b[i]-t.e[i]), se)
	}
	c.Print(rule)
	c.Printf("%78s\n", fmt.Sprintf("b = Consistent under H0 and Ha; obtained from %s.", b.Cmd()))
	c.Printf("%78s\n\n", fmt.Sprintf("B = Inconsistent under Ha, efficient under H0; obtained from %s.", e.Cmd()))
	c.Print("Test of H0: Difference in coefficients not systematic\n\n")
	c.Printf("%11s = (b-B)'[(V_b-V_B)^(-1)](b-B)\n", fmt.Sprintf("chi2(%.0f)", t.df))
	c.Printf("%11s = %s\n", "", c.Format("%6.2f", frame.Value(t.chi2)))
	if t.chi2 < 0 {
		c.Print("\nWarning: chi2 < 0 ==> model fitted on these data\n         fails to meet the asymptotic assumptions\n" +
			"         of the Hausman test; see suest for a\n         generalized test.\n")
		return
	}
	c.Printf("Prob > chi2 = %s\n", fixed(c, "%6.4f", t.p))
	if !t.positive {
		c.Print("(V_b-V_B is not positive definite)\n")
	}
}

// center puts text in the middle of width columns.
func center(text string, width int) string {
	text = frame.Abbrev(text, width-1)
	left := (width + 3 - len(text)) / 2
	return strings.Repeat(" ", left) + text + strings.Repeat(" ", max(width-left-len(text), 0))
}

// Lrtest is the command "lrtest".
var Lrtest = &interp.Command{
	Name:   "lrtest",
	Brief:  "likelihood-ratio test of nested models",
	Syntax: "anything",
	New:    func() interp.Runner { return &lrtest{} },
	Doc: `    lrtest name1 [name2] [, stats dir df(#) force]

The second model is the active one if it is not named. Which of the two is
nested is told by their numbers of parameters.

Stored results: r(p), r(chi2), r(df)`,
}

type lrtest struct {
	Stats bool     `opt:"STats" help:"show information criteria too"`
	Dir   bool     `opt:"DIr" help:"list the models too"`
	DF    *float64 `opt:"df(#)" help:"degrees of freedom"`
	Force bool     `opt:"force" help:"test even if the models differ in sample or command"`
}

func (o *lrtest) Run(c *interp.Call) error {
	words := strings.Fields(c.Body.Text)
	if len(words) == 1 {
		words = append(words, ".")
	}
	if len(words) != 2 {
		return rc.Syntax.At(c.Body.Pos, "invalid syntax")
	}
	var es []*interp.Estimates
	for _, w := range words {
		e, err := estimatesNamed(c, w)
		if err != nil {
			return err
		}
		if e.Scalar("ll") >= frame.Missing {
			return rc.NotValidAfter.Errorf("%s does not contain e(ll)", displayName(w, e))
		}
		es = append(es, e)
	}
	if err := o.check(es); err != nil {
		return err
	}
	small, big := 0, 1
	if parameters(es[0]) > parameters(es[1]) {
		small, big = 1, 0
	}
	df := parameters(es[big]) - parameters(es[small])
	if o.DF != nil {
		df = *o.DF
	}
	if df <= 0 {
		return rc.UserError.Errorf("df(unrestricted) = df(restricted) = %.0f", parameters(es[big]))
	}
	chi2 := 2 * (es[big].Scalar("ll") - es[small].Scalar("ll"))
	if chi2 < 0 {
		c.Warn("(log likelihoods are in the wrong order: the model with fewer parameters fits better)")
		chi2 = 0
	}
	p := stats.Chi2Tail(df, chi2)
	c.Printf("\nLikelihood-ratio test\nAssumption: %s nested within %s\n\n", displayName(words[small], es[small]), displayName(words[big], es[big]))
	aligned(c, [][2]string{{fmt.Sprintf("LR chi2(%.0f)", df), c.Format("%6.2f", frame.Value(chi2))}, {"Prob > chi2", fixed(c, "%6.4f", p)}})
	if o.Stats {
		if err := criteria(c, []string{words[small], words[big]}, nil, nil); err != nil {
			return err
		}
	}
	c.ClearR()
	c.Scalar("p", p)
	c.Scalar("chi2", chi2)
	c.Scalar("df", df)
	return nil
}

// check refuses models that cannot be compared.
func (o *lrtest) check(es []*interp.Estimates) error {
	if o.Force {
		return nil
	}
	a, b := es[0], es[1]
	switch {
	case a.Scalar("N") != b.Scalar("N"):
		return rc.UserError.Errorf("observations differ: %.0f vs. %.0f", a.Scalar("N"), b.Scalar("N"))
	case a.Cmd() != b.Cmd():
		return rc.UserError.Errorf("test involves different estimators: %s vs. %s", a.Cmd(), b.Cmd())
	case a.Macro("vcetype") != "" || b.Macro("vcetype") != "":
		return rc.UserError.Errorf("LR test likely invalid for models with robust vce")
	}
	return nil
}

func parameters(e *interp.Estimates) float64 {
	if k := e.Scalar("rank"); k < frame.Missing {
		return k
	}
	return float64(rankOf(e))
}

// Xttest0 is the command "xttest0".
var Xttest0 = &interp.Command{
	Name:  "xttest0",
	Brief: "Breusch-Pagan test for random effects after xtreg, re",
	New:   func() interp.Runner { return &xttest0{} },
	Doc: `    xttest0

The Lagrange multiplier of Breusch and Pagan (1980), for unbalanced panels that
of Baltagi and Li (1990); the alternative is one-sided.

Stored results: r(lm), r(df), r(p)`,
}

type xttest0 struct{}

func (o *xttest0) Run(c *interp.Call) error {
	e := c.E
	if e.Cmd() != "xtreg" || e.Macro("model") != "re" {
		return rc.NoEstimates.Errorf("last estimates not xtreg, re")
	}
	d, err := designOf(c)
	if err != nil {
		return err
	}
	fit, err := stats.OLS(d, stats.Classical{})
	if err != nil {
		return err
	}
	p := &prediction{c: c, e: e, source: terms.NewSource(c.Frame(), c.Sample().Index())}
	lm := lagrange(fit.Resid, p.panelSizes(e.Macro("ivar")), groupSums(p, fit.Resid))
	pv := stats.Chi2Tail(1, lm) / 2
	if lm == 0 {
		pv = 1
	}
	se, su := e.Scalar("sigma_e"), e.Scalar("sigma_u")
	vy := squares(d.Y, nil, len(d.Y), true) / float64(len(d.Y)-1)
	c.Print("\nBreusch and Pagan Lagrangian multiplier test for random effects\n\n")
	id := e.Macro("ivar")
	c.Printf("        %s[%s,t] = Xb + u[%s] + e[%s,t]\n\n        Estimated results:\n", d.Depvar, id, id, id)
	c.Print("                         |       Var     SD = sqrt(Var)\n                ---------+-----------------------------\n")
	for _, r := range []struct {
		name string
		v    float64
	}{{d.Depvar, vy}, {"e", se * se}, {"u", su * su}} {
		x := func(v float64) string { return strings.TrimSpace(c.Format("%9.0g", v)) }
		c.Printf("%24s |  %9s      %9s\n", frame.Abbrev(r.name, 12), x(r.v), x(math.Sqrt(r.v)))
	}
	c.Printf("\n        Test: Var(u) = 0\n                             chibar2(01) =%s\n                          Prob > chibar2 =%s\n",
		c.Format("%9.2f", lm), c.Format("%9.4f", pv))
	c.ClearR()
	c.Scalar("p", pv)
	c.Scalar("df", 1)
	c.Scalar("lm", lm)
	return nil
}

// groupSums is, for each row, the sum of v over the rows of its panel.
func groupSums(p *prediction, v []float64) []float64 {
	f, rows := p.c.Frame(), p.source.Rows()
	codes, n := frame.GroupCodes([]*frame.Column{f.Column(p.e.Macro("ivar"))}, frame.AllRows(f.N()), true)
	sum := make([]float64, n)
	for i, r := range rows {
		sum[codes[r]] += v[i]
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = sum[codes[r]]
	}
	return out
}

// lagrange is the multiplier for residuals v, the sizes of their panels and
// the sums over them; zero if residuals of a panel are not alike.
func lagrange(v, size, sum []float64) float64 {
	var squares, between, pairs float64
	for i := range v {
		squares += v[i] * v[i]
		between += sum[i] * sum[i] / size[i] // once per panel
		pairs += size[i]                     // the sum of squared sizes
	}
	n := float64(len(v))
	a := between/squares - 1
	if a <= 0 || pairs == n {
		return 0
	}
	return n * n / 2 * a * a / (pairs - n)
}
