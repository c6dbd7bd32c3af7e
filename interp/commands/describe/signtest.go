package describe

import (
	"fmt"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats/dist"
)

// SignTest is the command "signtest".
var SignTest = &interp.Command{
	Name:   "signtest",
	Brief:  "sign test of matched pairs",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &signtest{} },
	By:     interp.ByEach,
	Doc: `    signtest varname = exp [if] [in]

Stored results: r(N_neg), r(N_pos), r(N_tie), r(p_2), r(p_u), r(p_l)`,
}

type signtest struct{}

func (o *signtest) Run(c *interp.Call) error {
	left, right, two := sides(c.Body)
	if !two {
		return rc.Syntax.Errorf("= exp required")
	}
	x, err := oneVariable(c, left)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	other, err := evaluated(c, right)
	if err != nil {
		return err
	}
	var pos, neg, zero float64
	for r := range s.rows.Each {
		switch v, w := x.Num(r), other[r]; {
		case v >= frame.Missing || w >= frame.Missing:
		case v > w:
			pos++
		case v < w:
			neg++
		default:
			zero++
		}
	}
	n := pos + neg
	if n+zero == 0 {
		return rc.NoObs.Errorf("no observations")
	}
	up, low, most := dist.BinomialTail(n, pos, .5), dist.BinomialTail(n, neg, .5), max(pos, neg)
	both := min(1, 2*dist.BinomialTail(n, most, .5))
	c.Print("\nSign test\n\n        Sign |    Observed    Expected\n-------------+------------------------\n")
	row := func(name string, a, b float64) {
		c.Printf("%12s |%12s%12s\n", name, number("%9.0g", a), number("%9.0g", b))
	}
	row("Positive", pos, n/2)
	row("Negative", neg, n/2)
	row("Zero", zero, zero)
	c.Print("-------------+------------------------\n")
	row("All", n+zero, n+zero)
	what := x.Name + " - " + right.Trim().Text
	side := func(alternative, event string, count, p float64) {
		c.Printf("  H0: median of %s = 0 vs.\n  Ha: median of %s %s 0\n      Pr(#%s >= %.0f) =\n", what, what, alternative, event, count)
		c.Printf("         Binomial(n = %.0f, x >= %.0f, p = 0.5) = %s\n\n", n, count, c.Format("%7.4f", p))
	}
	c.Print("\nOne-sided tests:\n")
	side(">", "positive", pos, up)
	side("<", "negative", neg, low)
	c.Printf("Two-sided test:\n  H0: median of %s = 0 vs.\n  Ha: median of %s != 0\n", what, what)
	c.Printf("      Pr(#positive >= %.0f or #negative >= %.0f) =\n", most, most)
	c.Print(fmt.Sprintf("         min(1, 2*Binomial(n = %.0f, x >= %.0f, p = 0.5)) = %s\n", n, most, c.Format("%7.4f", both)))
	c.ClearR()
	c.Scalar("p_l", low)
	c.Scalar("p_u", up)
	c.Scalar("p_2", both)
	c.Scalar("N_tie", zero)
	c.Scalar("N_pos", pos)
	c.Scalar("N_neg", neg)
	return nil
}
