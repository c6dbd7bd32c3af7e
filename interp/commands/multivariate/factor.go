package multivariate

import (
	"fmt"
	"strings"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// Factor is the command "factor".
var Factor = &interp.Command{
	Name:   "factor",
	Brief:  "factor analysis",
	Syntax: "[varlist(numeric)] [if] [in] [aw fw]",
	New:    func() interp.Runner { return &factor{} },
	By:     interp.ByEach,
	Doc: `    factor varlist [if] [in] [weight] [, pf | pcf | ipf factors(#) mineigen(#)]

pf, the default, are principal factors, with squared multiple correlations as
communalities; pcf principal-component factors; ipf principal factors whose
communalities are iterated. rotate rotates them, predict computes scores.

Stored results: e(N), e(f), e(df_m), e(df_r), e(chi2_i), e(df_i), e(p_i), e(C),
e(L), e(Ev), e(Psi), e(means), e(sds), e(sample)`,
}

type factor struct {
	PF        bool     `opt:"pf" help:"principal factors; the default"`
	PCF       bool     `opt:"pcf" help:"principal-component factors"`
	IPF       bool     `opt:"ipf" help:"iterated principal factors"`
	Factors   *float64 `opt:"FActors(#)" help:"retain at most # factors"`
	MinEigen  *float64 `opt:"MINeigen(#)" help:"retain factors whose eigenvalues exceed #; default 5e-6, or 1 with pcf"`
	Blanks    float64  `opt:"BLanks(#)" help:"show no loadings smaller than # in absolute value"`
	Means     bool     `opt:"MEAns" help:"show means and standard deviations"`
	NoDisplay bool     `opt:"noDISPLAY" help:"show nothing"`
}

// A factorMethod is a way to extract factors: how it is called, and where it
// stops by default.
type factorMethod struct {
	kind  stats.FactorMethod
	name  string
	title string
	least float64
}

// method is the one that the options name.
func (o *factor) method() (factorMethod, error) {
	n := 0
	for _, on := range []bool{o.PF, o.PCF, o.IPF} {
		if on {
			n++
		}
	}
	switch {
	case n > 1:
		return factorMethod{}, rc.Conflict.Errorf("only one of pf, pcf and ipf is allowed")
	case o.PCF:
		return factorMethod{stats.PrincipalComponentFactor, "pcf", "principal-component factors", 1}, nil
	case o.IPF:
		return factorMethod{stats.IteratedFactors, "ipf", "iterated principal factors", 5e-6}, nil
	}
	return factorMethod{stats.PrincipalFactors, "pf", "principal factors", 5e-6}, nil
}

func (o *factor) Run(c *interp.Call) error {
	if len(c.Vars) == 0 {
		if c.E.Cmd() != "factor" {
			return rc.NoEstimates.Errorf("last estimates not found")
		}
		showFactors(c, o.Blanks, false)
		return nil
	}
	m, err := o.method()
	if err != nil {
		return err
	}
	if len(c.Vars) < 2 {
		return rc.TooFewVars.Errorf("too few variables specified")
	}
	v, err := readVariables(c)
	if err != nil {
		return err
	}
	most := len(c.Vars)
	if o.Factors != nil {
		if most = int(*o.Factors); most < 1 {
			return rc.Syntax.Errorf("factors() must be at least 1")
		}
	}
	least := m.least
	if o.MinEigen != nil {
		least = *o.MinEigen
	}
	f, err := stats.ExtractFactors(v.corr, m.kind, most, least)
	if err != nil {
		return err
	}
	o.post(c, v, m, f)
	if o.NoDisplay {
		return nil
	}
	c.Printf("(obs=%s)\n", strings.TrimSpace(c.Format("%12.0fc", v.n)))
	if o.Means {
		showMeans(c, c.E)
	}
	showFactors(c, o.Blanks, false)
	return nil
}

func (o *factor) post(c *interp.Call, v *variables, m factorMethod, f *stats.Factoring) {
	p, k := f.Loadings.Dims()
	var some, all []string
	for j := range p {
		all = append(all, fmt.Sprint("Factor", j+1))
	}
	some = all[:k]
	e := &interp.Estimates{Has: true, Sample: v.rows}
	e.SetScalar("N", v.n)
	e.SetScalar("f", float64(k))
	e.SetScalar("df_m", float64(p*k-k*(k-1)/2))
	e.SetScalar("df_r", float64(p*(p-1)/2-(p*k-k*(k-1)/2)))
	chi2, df, sig := stats.IndependenceTest(v.corr, v.n)
	e.SetScalar("chi2_i", chi2)
	e.SetScalar("df_i", df)
	e.SetScalar("p_i", sig)
	e.Hidden.SetScalar("total", f.Total)
	e.SetMacro("cmdline", c.Line())
	e.SetMacro("cmd", "factor")
	e.SetMacro("method", m.name)
	e.SetMacro("mtitle", m.title)
	e.SetMacro("title", "Factor analysis")
	e.SetMacro("predict", "factor_p")
	e.SetMatrix("sds", row(v.sds, v.names))
	e.SetMatrix("means", row(v.means, v.names))
	e.SetMatrix("C", table(v.corr, v.names, v.names))
	e.SetMatrix("Ev", row(f.Eigenvalues, all))
	e.SetMatrix("L", table(f.Loadings, v.names, some))
	e.SetMatrix("Psi", row(f.Uniqueness, v.names))
	c.SetEstimates(e)
}

// showFactors shows the active factor analysis, rotated or not.
func showFactors(c *interp.Call, blanks float64, rotated bool) {
	e := c.E
	count := func(name string) string { return strings.TrimSpace(c.Format("%11.0fc", e.Scalar(name))) }
	rotation, l := "(unrotated)", e.Matrix("L")
	if rotated {
		rotation, l = e.Macro("r_ctitle"), e.Matrix("r_L")
	}
	header(c, []string{"Factor analysis/correlation", "    Method: " + e.Macro("mtitle"), "    Rotation: " + rotation}, [][2]string{
		{"Number of obs", count("N")}, {"Retained factors", count("f")}, {"Number of params", count("df_m")},
	})
	rule := "    " + strings.Repeat("-", 74) + "\n"
	if rotated {
		showVariances(c, l, rule)
	} else {
		showEigenvalues(c, rule)
	}
	chi2 := fmt.Sprintf("chi2(%.0f) =%s Prob>chi2 =%s", e.Scalar("df_i"), c.Format("%8.2f", e.Scalar("chi2_i")), c.Format("%7.4f", e.Scalar("p_i")))
	c.Print(rule + "    LR test: independent vs. saturated:  " + chi2 + "\n")
	title := "Factor loadings"
	if rotated {
		title = "Rotated factor loadings"
	}
	c.Print("\n" + title + " (pattern matrix) and unique variances" + blanked(blanks) + "\n\n")
	rest := numberColumn{head: "  Uniqueness", apart: true}
	for i := range l.Rows {
		rest.cells = append(rest.cells, strings.TrimSpace(c.Format("%8.4f", e.Matrix("Psi").At(0, i)))+" ")
	}
	loadings(c, "Variable", l.Rows, append(loadingColumns(c, l, blanks), rest))
}

func showEigenvalues(c *interp.Call, rule string) {
	values, total := c.E.Matrix("Ev"), c.E.Hidden.Scalar("total")
	_, p := values.Dims()
	factorHead(c, rule, "Eigenvalue")
	sum := 0.0
	for j := range p {
		x, next := values.At(0, j), frame.Missing
		if j+1 < p {
			next = x - values.At(0, j+1)
		}
		sum += x
		factorRow(c, j, x, next, x/total, sum/total)
	}
}

// showVariances shows what each rotated factor explains.
func showVariances(c *interp.Call, l *interp.Matrix, rule string) {
	p, k := l.Dims()
	factorHead(c, rule, "  Variance")
	total, sum := c.E.Hidden.Scalar("total"), 0.0
	variance := make([]float64, k)
	for j := range k {
		for i := range p {
			variance[j] += l.At(i, j) * l.At(i, j)
		}
	}
	for j, x := range variance {
		next := frame.Missing
		if j+1 < k {
			next = x - variance[j+1]
		}
		sum += x
		factorRow(c, j, x, next, x/total, sum/total)
	}
}

func factorHead(c *interp.Call, rule, what string) {
	c.Print("\n" + rule + "         Factor  |   " + what + "   Difference        Proportion   Cumulative\n    -------------+" + strings.Repeat("-", 60) + "\n")
}

func factorRow(c *interp.Call, j int, x, next, share, sum float64) {
	number := func(v float64) string {
		if v >= frame.Missing {
			return "."
		}
		return strings.TrimSpace(c.Format("%9.5f", v))
	}
	c.Printf("    %11s  |%13s%13s%18s%13s\n", fmt.Sprint("Factor", j+1), number(x), number(next),
		strings.TrimSpace(c.Format("%8.4f", share)), strings.TrimSpace(c.Format("%8.4f", sum)))
}
