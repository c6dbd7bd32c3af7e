package postestimation

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/lang"
	"github.com/didot-lang/didot/stats"
)

// Testnl is the command "testnl".
var Testnl = &interp.Command{
	Name:   "testnl",
	Brief:  "Wald tests of nonlinear hypotheses about coefficients",
	Syntax: "anything",
	New:    func() interp.Runner { return &testnl{} },
	Doc: `    testnl exp = exp [= exp ...] [, df(#)]
    testnl (exp = exp ...) (exp = exp ...) ...

The delta method gives the covariance of the differences, with numerical
derivatives. The statistic is chi-squared, or with df() F.

Stored results: r(chi2) or r(F), r(df), r(df_r), r(p), r(rank)`,
}

type testnl struct {
	DF      *float64 `opt:"df(#)" help:"use F with these denominator degrees of freedom"`
	Iterate *float64 `opt:"ITERate(#)" help:"steps of other implementations' derivatives; no effect"`
}

func (o *testnl) Run(c *interp.Call) error {
	fit, err := fitOf(c.E)
	if err != nil {
		return err
	}
	specs := parenthesized(c.Body.Trim())
	if len(specs) == 0 || len(specs) == 1 && len(splitEqual(specs[0])) < 2 {
		specs = []lang.Text{c.Body.Trim()}
	}
	gaps, err := readEqualities(c, specs)
	if err != nil {
		return err
	}
	b, jacobian, err := differentiate(c, gaps)
	if err != nil {
		return err
	}
	t := waldOfGaps(b, jacobian, fit.V)
	if o.DF != nil {
		t.DF2 = *o.DF
		t.Stat /= t.DF1
		t.P = stats.FTail(t.DF1, t.DF2, t.Stat)
	}
	c.Print("\n")
	for i, s := range specs {
		c.Printf("  (%d)  %s\n", i+1, s.Trim().Text)
	}
	showNonlinear(c, t)
	return nil
}

// readEqualities makes of each "a = b = c" the differences a-b and a-c.
func readEqualities(c *interp.Call, specs []lang.Text) ([]combination, error) {
	var out []combination
	for _, s := range specs {
		sides := splitEqual(s)
		if len(sides) < 2 {
			return nil, rc.Syntax.At(s.Pos, "invalid syntax: = expected")
		}
		var first lang.Expr
		for i, side := range sides {
			side = side.Trim()
			x, err := lang.ParseExpr(reader{c: c}.prepare(side.Text), side.Pos)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				first = x
				continue
			}
			out = append(out, combination{name: side.Text, text: s, exp: &lang.Binary{Op: "-", X: first, Y: x}})
		}
	}
	return out, nil
}

// waldOfGaps tests that b is zero, its covariance being JVJ'.
func waldOfGaps(b []float64, jacobian *mat.Dense, v *mat.SymDense) stats.Test {
	q := len(b)
	var half, m mat.Dense
	half.Mul(jacobian, v)
	m.Mul(&half, jacobian.T())
	fit := &stats.Fit{B: b, V: mat.NewSymDense(q, nil), DF: math.Inf(1)}
	eye := mat.NewDense(q, q, nil)
	for i := range q {
		eye.Set(i, i, 1)
		for j := i; j < q; j++ {
			fit.V.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
		}
	}
	return stats.Wald(fit, stats.Hypothesis{R: eye})
}

func showNonlinear(c *interp.Call, t stats.Test) {
	name, prob := fmt.Sprintf("chi2(%.0f)", t.DF1), "Prob > chi2"
	if !isChi2(t) {
		name, prob = fmt.Sprintf("F(%.0f, %.0f)", t.DF1, t.DF2), "Prob > F"
	}
	for _, i := range t.Dropped {
		c.Printf("       Constraint %d dropped\n", i+1)
	}
	c.Printf("\n%22s = %s\n%22s = %s\n", name, c.Format("%11.2f", frame.Value(t.Stat)), prob, c.Format("%13.4f", frame.Value(t.P)))
	c.ClearR()
	if isChi2(t) {
		c.Scalar("chi2", t.Stat)
	} else {
		c.Scalar("df_r", t.DF2)
		c.Scalar("F", t.Stat)
	}
	c.Scalar("rank", t.DF1)
	c.Scalar("df", t.DF1)
	c.Scalar("p", t.P)
}
