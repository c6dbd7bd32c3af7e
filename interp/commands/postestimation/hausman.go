package postestimation

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
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
