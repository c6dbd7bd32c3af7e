package describe

import (
	"math"

	"github.com/didot-lang/didot/interp"
	"github.com/didot-lang/didot/interp/frame"
	"github.com/didot-lang/didot/interp/rc"
	"github.com/didot-lang/didot/stats"
)

// KSmirnov is the command "ksmirnov".
var KSmirnov = &interp.Command{
	Name:   "KSMirnov",
	Brief:  "Kolmogorov-Smirnov tests of distributions",
	Syntax: "anything [if] [in]",
	New:    func() interp.Runner { return &ksmirnov{} },
	By:     interp.ByEach,
	Doc: `    ksmirnov varname [if] [in], by(groupvar) [exact]
    ksmirnov varname = exp [if] [in]

exp is the distribution function at varname, such as normal((x-5)/2).

Stored results: r(D_1), r(p_1), r(D_2), r(p_2), r(D), r(p), r(p_exact)`,
}

type ksmirnov struct {
	By    *frame.Column `opt:"by(varname)" help:"compare the two groups of this variable"`
	Exact bool          `opt:"Exact" help:"show the exact significance of the largest difference"`
}

func (o *ksmirnov) Run(c *interp.Call) error {
	left, right, two := sides(c.Body)
	x, err := oneVariable(c, left)
	if err != nil {
		return err
	}
	s, err := newSample(c)
	if err != nil {
		return err
	}
	switch {
	case two && o.By != nil:
		return rc.Conflict.Errorf("may not combine = and option by()")
	case !two && o.By == nil:
		return rc.Required.Errorf("option by() required")
	case two && o.Exact:
		return rc.Syntax.Errorf("option exact not allowed")
	}
	if two {
		cdf, err := evaluated(c, right)
		if err != nil {
			return err
		}
		var v, f []float64
		for r := range s.rows.Each {
			if p := cdf[r]; x.Num(r) < frame.Missing && p < frame.Missing {
				v, f = append(v, x.Num(r)), append(f, p)
			}
		}
		if len(v) == 0 {
			return rc.NoObs.Errorf("no observations")
		}
		for _, p := range f {
			if p < 0 || p > 1 {
				return rc.UserError.Errorf("exp is not a distribution function: it has values outside 0 and 1")
			}
		}
		t := stats.KolmogorovOne(v, f)
		c.Printf("\nOne-sample Kolmogorov–Smirnov test against theoretical distribution\n           %s\n", right.Trim().Text)
		o.show(c, &t, [2]string{abbreviate(x.Name, 20), "Cumulative"}, len(v))
		return nil
	}
	a, b, names, err := twoGroups(c, s, x, o.By)
	if err != nil {
		return err
	}
	t := stats.KolmogorovSmirnov(a, b, o.Exact)
	c.Print("\nTwo-sample Kolmogorov–Smirnov test for equality of distribution functions\n")
	o.show(c, &t, names, len(a)+len(b))
	return nil
}

func (o *ksmirnov) show(c *interp.Call, t *stats.SmirnovTest, names [2]string, n int) {
	head, rule := "\nSmaller group             D     p-value  ", "---------------------------------------"
	if o.Exact {
		head, rule = head+"    Exact", rule+"-----------"
	}
	c.Print(head + "\n" + rule + "\n")
	row := func(name string, d, p float64) {
		c.Printf("%s%11s%12s", padRight(cut(name, 16), 16), number("%7.4f", d), number("%5.3f", p))
	}
	row(names[0], t.D1, t.P1)
	c.Print("\n")
	row(names[1], t.D2, t.P2)
	c.Print("\n")
	row("Combined K-S", t.D, t.P)
	if o.Exact {
		c.Printf("%11s", number("%5.3f", t.Exact))
	}
	c.Print("\n")
	if t.Unique < n {
		c.Printf("\nNote: Ties exist in combined dataset;\n      there are %s unique values out of %s observations.\n", c.Count(t.Unique), c.Count(n))
	}
	c.ClearR()
	if !math.IsNaN(t.Exact) {
		c.Scalar("p_exact", t.Exact)
	}
	c.Scalar("p", t.P)
	c.Scalar("D", t.D)
	c.Scalar("p_2", t.P2)
	c.Scalar("D_2", t.D2)
	c.Scalar("p_1", t.P1)
	c.Scalar("D_1", t.D1)
	c.Macro("group1", names[0])
	c.Macro("group2", names[1])
}
